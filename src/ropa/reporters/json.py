"""Diagnostics for machines."""

from collections.abc import Mapping, Sequence

from ropa.diagnostics import Diagnostic
from ropa.reader import Text
from ropa.terminal import json_text


def report(diagnostics: Sequence[Diagnostic], texts: Mapping[str, Text]) -> str:
    """A JSON object with a list of objects, ``diagnostics``; lines and columns begin at 1."""
    return json_text({"diagnostics": [_entry(diagnostic) for diagnostic in diagnostics]})


def _entry(diagnostic: Diagnostic) -> dict[str, object]:
    return {
        **diagnostic.span._asdict(),
        "rule": diagnostic.rule,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "article": diagnostic.article,
    }
