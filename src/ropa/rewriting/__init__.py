"""The text of a YAML file changed in place: everything else stays as its author wrote it."""

from ropa.rewriting.values import NotRewritten, rewrite

__all__ = ["NotRewritten", "rewrite"]
