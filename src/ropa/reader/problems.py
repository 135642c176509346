"""What keeps a file from being read, as diagnostics: how it is told, and how many times."""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from ropa.diagnostics import Diagnostic, Span, problem
from ropa.files import Refusal, Refused

MOST_PROBLEMS = 100
"""Problems of one file that are listed; of a file with more, the rest is not read."""

CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Controls, overrides of direction that let a line read as it is not written, half characters."""

_RULES: Mapping[Refusal, str] = MappingProxyType(
    {
        Refusal.MISSING: "unreadable",
        Refusal.LINK: "symbolic-link",
        Refusal.OUTSIDE: "outside-project",
        Refusal.NO_FILE: "not-a-record",
        Refusal.TOO_LARGE: "file-too-large",
        Refusal.SYSTEM: "unreadable",
    }
)
"""The rule for each reason why a file is not read."""


def unreadable(span: Span, refused: Refused) -> Diagnostic:
    """Why the file at *span* is not read, and what to do about it."""
    case = f"refused-{refused.kind}"
    return problem(span, _RULES[refused.kind], case, why=refused.why)


def control_character(span: Span, character: str) -> Diagnostic:
    """That *character* is one of :data:`CONTROL`."""
    return problem(span, "control-character", number=f"{ord(character):04X}")


def too_many(span: Span) -> Diagnostic:
    """That the problems of a file end with the one at *span*."""
    return problem(span, "too-many-problems", most=MOST_PROBLEMS)


def first_problems(problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """As many *problems* of a file as are listed, and a last one where there are more."""
    for number, diagnostic in enumerate(problems, start=1):
        if number > MOST_PROBLEMS:
            yield too_many(diagnostic.span)
            return
        yield diagnostic
