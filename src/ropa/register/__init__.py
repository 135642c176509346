"""The records of one organization, and what each of them answers: inheritance is resolved here, once."""

from ropa.register.record import Path, Record
from ropa.register.register import (
    Register,
    ResolvedActivity,
    ResolvedClaim,
    Speaker,
    article,
    fields,
    questions,
    replaceable,
    written,
)

__all__ = [
    "Path",
    "Record",
    "Register",
    "ResolvedActivity",
    "ResolvedClaim",
    "Speaker",
    "article",
    "fields",
    "questions",
    "replaceable",
    "written",
]
