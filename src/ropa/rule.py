"""What a rule is: a named question put to a register or its evidence, and the article behind it."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Generic, Self, TypeVar

from ropa.diagnostics import Severity, message_and_help
from ropa.register import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule reports: a path in a file, and a sentence; neither lines, severity nor format."""

    file: str
    path: Path
    message: str
    help: str = ""
    article: str = ""
    on_key: bool = False

    def at_key(self) -> Self:
        """The finding, placed at the key that ends its path and not at the value."""
        return replace(self, on_key=True)


def finding(case: str, file: str, path: Path, /, **values: object) -> Finding:
    """A finding at *path* in *file*, in the catalogue's words for its *case*."""
    return Finding(file, path, *message_and_help(f"finding.{case}", **values))


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
    """Make a rule of a function: its name with hyphens is the rule's, its docstring the manual."""

    def make(question: Callable[[S], Iterator[Finding]]) -> Rule[S]:
        name = question.__name__.replace("_", "-")
        manual = inspect.cleandoc(question.__doc__ or "")
        return Rule(name, article, severity, manual, question)

    return make
