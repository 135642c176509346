"""Diagnostics for people: place, severity, sentence, rule; the line with a caret; help that can be pasted."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ropa.diagnostics import Diagnostic, Severity, Span
from ropa.reader import Text
from ropa.terminal import visible

WIDEST = 110
"""Columns of a source line that are shown; records can hold long sentences."""

LONGEST_MESSAGE = 600
"""Characters of a message or help that are shown; a value in it can be as long as its file."""


def report(diagnostics: Sequence[Diagnostic], texts: Mapping[str, Text]) -> str:
    """One block for each diagnostic, and a last line that counts them."""
    lines = [line for diagnostic in diagnostics for line in _block(diagnostic, texts)]
    return "\n".join([*lines, _count(diagnostics)]) + "\n"


def _block(diagnostic: Diagnostic, texts: Mapping[str, Text]) -> Iterator[str]:
    place = visible(str(diagnostic.span))
    yield f"{place}: {diagnostic.severity}: {_brief(diagnostic.message)} [{diagnostic.rule}]"
    span = diagnostic.span
    text = texts.get(span.file)
    if text and span.line <= len(text.lines):
        yield from _marked(text.lines[span.line - 1], span)
    if diagnostic.help:
        yield f"      = help: {_brief(diagnostic.help)}"


def _marked(line: str, span: Span) -> Iterator[str]:
    """The part of *line* around *span*, and below it the carets."""
    start, end = span.column - 1, span.column - 1 + span.width
    # A line may have a million letters; what lies farther than a screen is never shown.
    first = max(0, start - WIDEST)
    before = visible(line[first:start]).ljust(start - first)
    marked = visible(line[start : min(end, start + WIDEST)])
    whole = f"{before}{marked}{visible(line[end : end + WIDEST])}"
    cut = max(0, len(before) + 1 + min(max(1, len(marked)), 40) - WIDEST)
    head, tail = "…" if cut else "", "…" if len(whole) > cut + WIDEST else ""
    part = f"{head}{whole[cut + len(head) : cut + WIDEST]}{tail}"
    indent = len(before) - cut
    carets = "^" * max(1, len(_blank(part[indent : indent + len(marked)].removesuffix("…"))))
    yield f"{span.line:5} | {part}"
    yield f"      | {_blank(part[:indent])}{carets}"


def _brief(sentence: str) -> str:
    """*sentence* on one line, its middle left out where it is longer than anybody reads."""
    line = visible(" ".join(sentence.split()))
    return (
        line
        if len(line) <= LONGEST_MESSAGE
        else f"{line[: LONGEST_MESSAGE // 2]}…{line[-LONGEST_MESSAGE // 2 + 1 :]}"
    )


def _blank(text: str) -> str:
    """As much space as *text* takes on a terminal, where some characters are two columns wide and some none."""
    wide = (
        unicodedata.east_asian_width(character) in "WF"
        for character in text
        if not unicodedata.combining(character)
    )
    return "".join("  " if is_wide else " " for is_wide in wide)


def _count(diagnostics: Sequence[Diagnostic]) -> str:
    if not diagnostics:
        return "nothing found"
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    named = {
        Severity.ERROR: ("error", "errors"),
        Severity.WARNING: ("warning", "warnings"),
        Severity.INFO: ("info", "infos"),
    }
    return ", ".join(
        f"{counts[s]} {named[s][counts[s] > 1]}" for s in sorted(named, reverse=True) if counts[s]
    )
