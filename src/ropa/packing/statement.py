"""What a verification says: what is proven, what is not, and what has failed."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from ropa.vocabulary import joined, translate

LONGEST = 200
"""Letters of a stranger's text that are printed."""


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
    return Verdict(outcome, translate(f"verify.{key}", **values))


proven = partial(statement, Outcome.PROVEN)
unproven = partial(statement, Outcome.UNPROVEN)
failed = partial(statement, Outcome.FAILED)


def printable(text: object) -> str:
    """*text* as it can be printed, whatever a stranger put into it."""
    letters = str(text)
    cut = letters if len(letters) <= LONGEST else f"{letters[:LONGEST]}…"
    return cut if cut.isprintable() else ascii(cut)


def listed(names: Iterable[str]) -> str:
    """*names* in one line, each as it can be printed."""
    return joined(map(printable, names))
