"""What a rule is.

A named question put to a register, or to its evidence, with the article behind it.
"""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from ropa.diagnostics import Severity
from ropa.register import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule reports: a path in a file, and a sentence.

    It knows neither lines nor severity nor format.
    """

    file: str
    path: Path
    message: str
    help: str = ""
    article: str = ""
    on_key: bool = False


S = TypeVar("S")
"""What is asked: a register, or a register beside its documents."""


@dataclass(frozen=True, slots=True)
class Rule(Generic[S]):
    """A rule: its name is the fault, its manual is the question's docstring."""

    name: str
    article: str
    severity: Severity
    manual: str
    run: Callable[[S], Iterator[Finding]]

    @property
    def summary(self) -> str:
        """The manual's first line: completes "this is reported when …"."""
        return self.manual.splitlines()[0]


def rule(
    severity: Severity, article: str = ""
) -> Callable[[Callable[[S], Iterator[Finding]]], Rule[S]]:
    """Make a rule of a function: its name, with hyphens, names the rule.

    Its docstring is the manual.
    """

    def make(question: Callable[[S], Iterator[Finding]]) -> Rule[S]:
        return Rule(
            question.__name__.replace("_", "-"),
            article,
            severity,
            inspect.cleandoc(question.__doc__ or ""),
            question,
        )

    return make
