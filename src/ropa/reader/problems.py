"""What keeps a file from being read, as diagnostics: how it is told, and how many times."""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from ropa.diagnostics import Diagnostic, Span, error_at
from ropa.files import Refusal, Refused

MOST_PROBLEMS = 100
"""Problems of one file that are listed; of a file with more, the rest is not read."""

CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Controls, overrides of direction that let a line read as it is not written, half characters."""

_REFUSALS: Mapping[Refusal, tuple[str, str]] = MappingProxyType(
    {
        Refusal.MISSING: ("unreadable", "put it back, or run the command again"),
        Refusal.LINK: ("symbolic-link", "put the file itself here"),
        Refusal.OUTSIDE: ("outside-project", "put the file itself here"),
        Refusal.NO_FILE: ("not-a-record", "delete it"),
        Refusal.TOO_LARGE: (
            "file-too-large",
            "one activity per file; leave the documents themselves out of the register",
        ),
        Refusal.SYSTEM: ("unreadable", "give yourself permission to read it"),
    }
)
"""The rule and the help for each reason why a file is not read."""


def unreadable(span: Span, refused: Refused) -> Diagnostic:
    """Why the file at *span* is not read, and what to do about it."""
    rule, help = _REFUSALS[refused.kind]
    subject = "this" if refused.kind is Refusal.NO_FILE else "the file"
    return error_at(span, rule, f"{subject} {refused.why}", help)


def control_character(span: Span, character: str) -> Diagnostic:
    """That *character* is one of :data:`CONTROL`."""
    message = f"U+{ord(character):04X} is a control character"
    return error_at(
        span, "control-character", message, "delete it, or write the text it stands for"
    )


def too_many(span: Span) -> Diagnostic:
    """That the problems of a file end with the one at *span*."""
    message = f"the file has more than {MOST_PROBLEMS} problems; from here on it is not read"
    return error_at(span, "too-many-problems", message, "resolve those above first")


def first_problems(problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """As many *problems* of a file as are listed, and a last one where there are more."""
    for number, problem in enumerate(problems, start=1):
        if number > MOST_PROBLEMS:
            yield too_many(problem.span)
            return
        yield problem
