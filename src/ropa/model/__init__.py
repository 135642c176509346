"""What a record says, as typed, frozen values.

Nothing here reads files, prints, or knows which document a value ends up in.
"""

from ropa.model.activity import Activity, Answers
from ropa.model.claim import Claim, Many, State
from ropa.model.register_record import Controller, KeptBy, Recipient, RegisterRecord
from ropa.model.source import Source, SourceKind

__all__ = [
    "Activity",
    "Answers",
    "Claim",
    "Controller",
    "KeptBy",
    "Many",
    "Recipient",
    "RegisterRecord",
    "Source",
    "SourceKind",
    "State",
]
