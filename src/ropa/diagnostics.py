"""What went wrong, where, and under which rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple


class Severity(IntEnum):
    """How much a finding matters; later members outrank earlier ones.

    An *error* is a record that is malformed, contradicts itself or contradicts its evidence; a *warning* is a question
    the law asks and the record does not answer; *info* is good practice.
    """

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Span(NamedTuple):
    """A place in a file: lines and columns count characters from 1; *width* is what a caret underlines."""

    file: str
    line: int = 1
    column: int = 1
    width: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One finding with its place. Sorts by place, then by rule, so output never depends on luck."""

    span: Span
    rule: str
    severity: Severity
    message: str
    help: str = ""
    article: str = ""

    def __str__(self) -> str:
        return f"{self.span}: {self.severity}: {self.message} [{self.rule}]"


MOST_LISTED = 10_000
"""Problems of one run that are listed."""


def bounded(found: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """*found*, the gravest first to stay where there are too many to list; then a last one says how many are left."""
    if len(found) <= MOST_LISTED:
        return found
    ranked = sorted(found, key=lambda one: -one.severity)
    first = ranked[MOST_LISTED]
    message = f"there are {len(found) - MOST_LISTED:,} problems more, which are not listed"
    help = "resolve those above first"
    last = Diagnostic(first.span, "too-many-problems", first.severity, message, help)
    return [*sorted(ranked[:MOST_LISTED]), last]


def worst(diagnostics: Iterable[Diagnostic]) -> Severity | None:
    """The highest severity among *diagnostics*, or None where there are none."""
    return max((d.severity for d in diagnostics), default=None)
