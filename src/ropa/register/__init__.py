"""The records of one organization, and what each of them answers once inheritance is resolved."""

from ropa.register.questions import article, fields, questions
from ropa.register.record import Path, Record
from ropa.register.records import ENTRIES, Records
from ropa.register.register import Register
from ropa.register.resolution import in_entries, replaceable, written
from ropa.register.resolved import ResolvedActivity, ResolvedClaim, Speaker

__all__ = [
    "ENTRIES",
    "Path",
    "Record",
    "Records",
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
