"""Puts rules to registers and gives their findings a place."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TypeVar

from ropa.diagnostics import Diagnostic, Span
from ropa.net import net
from ropa.reader import Text
from ropa.rule import Finding, Rule
from ropa.vocabulary import translate

S = TypeVar("S")


def check(
    subject: S, texts: Mapping[str, Text], rules: Iterable[Rule[S]]
) -> tuple[Diagnostic, ...]:
    """Everything *rules* find in *subject*, sorted by place. Runs every rule and writes nothing."""
    diagnostics: list[Diagnostic] = []
    place = Span(_file(subject))
    for rule in rules:
        task = partial(translate, "tool_task.rule", name=rule.name)
        with net(place, task, diagnostics.append):
            for finding in rule.run(subject):
                diagnostics.append(_diagnostic(rule, finding, texts))
    return tuple(sorted(diagnostics))


def _diagnostic(rule: Rule[S], finding: Finding, texts: Mapping[str, Text]) -> Diagnostic:
    span = _span(finding, texts)
    article = finding.article or rule.article
    return Diagnostic(span, rule.name, rule.severity, finding.message, finding.help, article)


def _file(subject: object) -> str:
    """The file that stands for a register, or for one beside its documents."""
    register = getattr(subject, "register", subject)
    return str(getattr(register, "file", ""))


def _span(finding: Finding, texts: Mapping[str, Text]) -> Span:
    text = texts.get(finding.file, Text(finding.file))
    place_of = text.key_span if finding.on_key else text.span
    return place_of(finding.path)
