"""Records of processing activities as validated YAML, rendered into documents people ask for."""

__version__ = "0.1.0"
