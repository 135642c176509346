"""A register and its documents: passages found, fingerprints compared, statements counted."""

from ropa.evidence.documents import SourceDocument, open_document
from ropa.evidence.passages import Evidence, Fault, Found, gather
from ropa.evidence.unreadable import Unreadable

__all__ = ["Evidence", "Fault", "Found", "SourceDocument", "Unreadable", "gather", "open_document"]
