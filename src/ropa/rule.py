"""What a rule is: a named question put to a register, with the article behind it."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ropa.diagnostics import Severity
from ropa.register import Path, Register


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule reports: a path in a file, and a sentence. It knows neither lines nor severity nor format."""

    file: str
    path: Path
    message: str
    help: str = ""
    article: str = ""
    on_key: bool = False


Question = Callable[[Register], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name is the fault, its manual is the question's docstring."""

    name: str
    article: str
    severity: Severity
    manual: str
    run: Question

    @property
    def summary(self) -> str:
        """The manual's first line: completes "this is reported when …"."""
        return self.manual.splitlines()[0]


def rule(severity: Severity, article: str = "") -> Callable[[Question], Rule]:
    """Make a rule of a function: its name, with hyphens, names the rule; its docstring is the manual."""

    def make(question: Question) -> Rule:
        return Rule(
            question.__name__.replace("_", "-"), article, severity, inspect.cleandoc(question.__doc__ or ""), question
        )

    return make
