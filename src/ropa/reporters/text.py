"""Diagnostics for people: place, severity, sentence, rule; the line with a caret; help that can be pasted."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ropa.diagnostics import Diagnostic, Severity
from ropa.reader import Text

WIDEST = 110
"""Columns of a source line that are shown; records can hold long sentences."""


def report(diagnostics: Sequence[Diagnostic], texts: Mapping[str, Text]) -> str:
    """One block for each diagnostic, and a last line that counts them."""
    lines = [line for diagnostic in diagnostics for line in _block(diagnostic, texts)]
    return "\n".join([*lines, _count(diagnostics)]) + "\n"


def _block(diagnostic: Diagnostic, texts: Mapping[str, Text]) -> Iterator[str]:
    yield str(diagnostic)
    span = diagnostic.span
    text = texts.get(span.file)
    if text and span.line <= len(text.lines):
        line = text.lines[span.line - 1].replace("\t", " ")
        cut = max(0, span.column + min(span.width, 40) - WIDEST)
        shown = ("…" if cut else "") + line[cut + bool(cut) : cut + WIDEST] + ("…" if len(line) > cut + WIDEST else "")
        indent = span.column - 1 - cut
        carets = "^" * max(1, min(span.width, len(line) - span.column + 1, WIDEST - indent))
        yield f"{span.line:5} | {shown}"
        yield f"      | {' ' * indent}{carets}"
    if diagnostic.help:
        yield f"      = help: {diagnostic.help}"


def _count(diagnostics: Sequence[Diagnostic]) -> str:
    if not diagnostics:
        return "nothing found"
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    named = {
        Severity.ERROR: ("error", "errors"),
        Severity.WARNING: ("warning", "warnings"),
        Severity.INFO: ("info", "infos"),
    }
    return ", ".join(f"{counts[s]} {named[s][counts[s] > 1]}" for s in sorted(named, reverse=True) if counts[s])
