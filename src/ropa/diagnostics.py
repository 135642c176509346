"""What went wrong, where, and under which rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple


class Severity(IntEnum):
    """How much a finding matters; later members outrank earlier ones.

    An *error* is a record that is malformed, contradicts itself or contradicts its evidence; a
    *warning* is a question the law asks and the record does not answer; *info* is good practice.
    """

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Span(NamedTuple):
    """A place in a file: lines and columns count from 1; a caret underlines *width* characters."""

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


def error_at(span: Span, rule: str, message: str, help: str = "") -> Diagnostic:
    """An error at *span*, of the *rule* it breaks."""
    return Diagnostic(span, rule, Severity.ERROR, message, help)


MOST_LISTED = 10_000
"""Problems of one run that are listed."""


def bounded(diagnostics: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """As many *diagnostics* as are listed, the gravest of them, and a last one for all others."""
    if len(diagnostics) <= MOST_LISTED:
        return diagnostics
    ranked = sorted(diagnostics, key=lambda diagnostic: -diagnostic.severity)
    unlisted = ranked[MOST_LISTED]
    message = f"there are {len(ranked) - MOST_LISTED:,} problems more, which are not listed"
    help = "resolve those above first"
    end = Diagnostic(unlisted.span, "too-many-problems", unlisted.severity, message, help)
    return [*sorted(ranked[:MOST_LISTED]), end]


def worst(diagnostics: Iterable[Diagnostic]) -> Severity | None:
    """The highest severity among *diagnostics*, or None where there are none."""
    return max((diagnostic.severity for diagnostic in diagnostics), default=None)
