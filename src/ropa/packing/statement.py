"""What a verification says: what is proven, what is not, and what has failed."""

from dataclasses import dataclass
from enum import StrEnum

from ropa.vocabulary import say


class Outcome(StrEnum):
    """How much one statement of a verification is worth."""

    PROVEN = "proven"
    UNPROVEN = "not-proven"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line of a verification."""

    outcome: Outcome
    text: str


def statement(outcome: Outcome, key: str, /, **values: object) -> Verdict:
    """The catalogue's text for *key*, as a statement with an *outcome*."""
    return Verdict(outcome, say(f"verify.{key}", **values))
