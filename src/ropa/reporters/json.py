"""Diagnostics for machines."""

from collections.abc import Mapping, Sequence

from ropa.diagnostics import Diagnostic
from ropa.reader import Text
from ropa.terminal import json_text


def report(diagnostics: Sequence[Diagnostic], texts: Mapping[str, Text]) -> str:
    """A JSON object with the list ``diagnostics``; lines and columns begin at 1."""
    entries = [_entry(diagnostic) for diagnostic in diagnostics]
    return json_text({"diagnostics": entries})


def _entry(diagnostic: Diagnostic) -> dict[str, object]:
    entry = diagnostic.span._asdict()
    for name in ("rule", "severity", "message", "help", "article"):
        entry[name] = str(getattr(diagnostic, name))
    return entry
