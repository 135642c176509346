"""Records of processing activities as validated YAML, and the documents made of them."""

__version__ = "0.1.0"
