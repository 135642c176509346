"""What a verification says: what is proven, what is not, and what has failed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import TypeAlias

from ropa.terminal import cut
from ropa.vocabulary import day_text, translate

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

    @property
    def has_failed(self) -> bool:
        """Whether what was looked at is not as it should be."""
        return self.outcome is Outcome.FAILED


class Escaped(str):
    """Text that can be printed as it is: nothing of a stranger is left in it that acts."""

    __slots__ = ()


def printable(text: object) -> Escaped:
    """*text* as it can be printed, whatever a stranger put into it."""
    if isinstance(text, Escaped):
        return text
    beginning = cut(str(text), LONGEST)
    return Escaped(beginning if beginning.isprintable() else ascii(beginning))


def listed(names: Iterable[str], joiner: str = "joiner.list") -> Escaped:
    """*names* in one line, each as it can be printed."""
    return Escaped(translate(joiner).join(map(printable, names)))


def statement(outcome: Outcome, key: str, /, **values: object) -> Verdict:
    """The catalogue's text for *key*, as a statement with an *outcome*.

    Whatever a value holds is printable in it.
    """
    printed = {name: _printed(value) for name, value in values.items()}
    return Verdict(outcome, translate(f"verify.{key}", **printed))


def _printed(value: object) -> object:
    if isinstance(value, int):
        return value
    if isinstance(value, date):
        return day_text(value)
    return listed(value) if isinstance(value, (list, tuple)) else printable(value)


Verdicts: TypeAlias = Iterator[Verdict]

proven = partial(statement, Outcome.PROVEN)
unproven = partial(statement, Outcome.UNPROVEN)
failed = partial(statement, Outcome.FAILED)
