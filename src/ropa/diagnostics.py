"""What went wrong, where, and under which rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import NamedTuple

from ropa.vocabulary import number_text, translate


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

    @property
    def label(self) -> str:
        """What is printed for it."""
        return translate(f"severity.{self}")


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
        return f"{self.span}: {self.severity.label}: {self.message} [{self.rule}]"


def error_at(span: Span, rule: str, message: str, help: str = "") -> Diagnostic:
    """An error at *span*, of the *rule* it breaks."""
    return Diagnostic(span, rule, Severity.ERROR, message, help)


def problem(span: Span, rule: str, case: str = "", /, **values: object) -> Diagnostic:
    """An error at *span* in the catalogue's words for its *case*, or for the *rule* it breaks."""
    return error_at(span, rule, *message_and_help(f"problem.{case or rule}", **values))


def message_and_help(key: str, /, **values: object) -> tuple[str, str]:
    """What the catalogue says for *key* (group.name), and what helps, from the group beside it."""
    group, _, name = key.partition(".")
    return translate(key, **values), translate(f"{group}_help.{name}", **values)


def did_you_mean(name: str) -> str:
    """The question whether *name* was meant; nothing where no name is like what was written."""
    return translate("problem_hint.meant", name=name) if name else ""


MOST_LISTED = 10_000
"""Problems of one run that are listed."""


def bounded(diagnostics: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """As many *diagnostics* as are listed, the gravest of them, and a last one for all others."""
    if len(diagnostics) <= MOST_LISTED:
        return diagnostics
    ranked = sorted(diagnostics, key=lambda diagnostic: -diagnostic.severity)
    unlisted = ranked[MOST_LISTED]
    count = number_text(len(ranked) - MOST_LISTED)
    end = problem(unlisted.span, "too-many-problems", "unlisted", count=count)
    return [*sorted(ranked[:MOST_LISTED]), replace(end, severity=unlisted.severity)]


def worst(diagnostics: Iterable[Diagnostic]) -> Severity | None:
    """The highest severity among *diagnostics*, or None where there are none."""
    return max((diagnostic.severity for diagnostic in diagnostics), default=None)
