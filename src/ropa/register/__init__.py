"""The records of one organization, and what each of them answers once inheritance is resolved."""

from ropa.register.questions import article, fields, questions
from ropa.register.record import Path, Record
from ropa.register.register import (
    Register,
    ResolvedActivity,
    ResolvedClaim,
    Speaker,
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
