"""Puts rules to registers and gives their findings a place."""

from collections.abc import Iterable, Iterator, Mapping

from ropa.diagnostics import Diagnostic, Span
from ropa.reader import Text
from ropa.register import Register
from ropa.rule import Finding, Rule


def check(register: Register, texts: Mapping[str, Text], rules: Iterable[Rule]) -> tuple[Diagnostic, ...]:
    """Everything *rules* find in *register*, in order of place. Runs every rule and writes nothing."""
    return tuple(sorted(_found(register, texts, rules)))


def _found(register: Register, texts: Mapping[str, Text], rules: Iterable[Rule]) -> Iterator[Diagnostic]:
    for rule in rules:
        for finding in rule.run(register):
            yield Diagnostic(
                _span(finding, texts),
                rule.name,
                rule.severity,
                finding.message,
                finding.help,
                finding.article or rule.article,
            )


def _span(finding: Finding, texts: Mapping[str, Text]) -> Span:
    text = texts.get(finding.file)
    if text is None:
        return Span(finding.file)
    return text.key_span(finding.path) if finding.on_key else text.span(finding.path)
