"""The records of one organization, and what each of them answers once inheritance is resolved."""

from ropa.register.questions import article, fields, questions
from ropa.register.record import Path, Record
from ropa.register.records import ENTRIES
from ropa.register.register import (
    Register,
    ResolvedActivity,
    ResolvedClaim,
    Speaker,
    in_entries,
    replaceable,
    written,
)

__all__ = [
    "ENTRIES",
    "Path",
    "Record",
    "Register",
    "ResolvedActivity",
    "ResolvedClaim",
    "Speaker",
    "article",
    "fields",
    "in_entries",
    "questions",
    "replaceable",
    "written",
]
