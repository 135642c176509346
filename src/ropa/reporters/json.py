"""Diagnostics for machines."""

from collections.abc import Mapping, Sequence

from ropa.diagnostics import Diagnostic
from ropa.reader import Text
from ropa.terminal import json_text


def report(diagnostics: Sequence[Diagnostic], texts: Mapping[str, Text]) -> str:
    """A JSON object with the key ``diagnostics``: a list of objects; lines and columns count from 1."""
    entries = [
        {
            "file": d.span.file,
            "line": d.span.line,
            "column": d.span.column,
            "width": d.span.width,
            "rule": d.rule,
            "severity": str(d.severity),
            "message": d.message,
            "help": d.help,
            "article": d.article,
        }
        for d in diagnostics
    ]
    return json_text({"diagnostics": entries})
