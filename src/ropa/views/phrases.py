"""Names of the wording of fields, for the views that still ask here."""

from ropa.fields.codecs import period
from ropa.fields.names import importer, label, labels, name, recipient
from ropa.fields.wording import called, details, inline, value

__all__ = [
    "called",
    "details",
    "importer",
    "inline",
    "label",
    "labels",
    "name",
    "period",
    "recipient",
    "value",
]
