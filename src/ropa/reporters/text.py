"""Diagnostics for people: place, severity, sentence and rule; the line with a caret; help."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ropa.diagnostics import Diagnostic, Span
from ropa.reader import Text
from ropa.terminal import visible
from ropa.vocabulary import joined, translate

WIDEST = 110
"""Columns of a source line that are shown; records can hold long sentences."""

LONGEST_MESSAGE = 600
"""Characters of a message or help that are shown; a value in it can be as long as its file."""

_HALF = LONGEST_MESSAGE // 2


def report(diagnostics: Sequence[Diagnostic], texts: Mapping[str, Text]) -> str:
    """One block for each diagnostic, and a last line that counts them."""
    lines: list[str] = []
    for diagnostic in diagnostics:
        lines += _block(diagnostic, texts)
    lines.append(_count(diagnostics))
    return "\n".join(lines) + "\n"


def _block(diagnostic: Diagnostic, texts: Mapping[str, Text]) -> Iterator[str]:
    span = diagnostic.span
    severity = diagnostic.severity.label
    message = _brief(diagnostic.message)
    place = visible(str(span))
    yield f"{place}: {severity}: {message} [{diagnostic.rule}]"
    text = texts.get(span.file)
    if text and span.line <= len(text.lines):
        yield from _marked(text.lines[span.line - 1], span)
    if diagnostic.help:
        help = _brief(diagnostic.help)
        yield f"      = {translate('check_report.help', help=help)}"


def _marked(line: str, span: Span) -> Iterator[str]:
    """The part of *line* around *span*, and below it the carets."""
    before, marked, after = _parts(line, span)
    # As much is cut at the front as leaves room for the mark, or for forty columns of it.
    room = min(max(1, len(marked)), 40)
    overflow = len(before) + 1 + room - WIDEST
    cut = max(0, overflow)
    excerpt = _excerpt(before + marked + after, cut)
    indent = len(before) - cut
    end = indent + len(marked)
    underlined = excerpt[indent:end].removesuffix("…")
    carets = "^" * max(1, _columns(underlined))
    blanks = " " * _columns(excerpt[:indent])
    yield f"{span.line:5} | {excerpt}"
    yield f"      | {blanks}{carets}"


def _parts(line: str, span: Span) -> tuple[str, str, str]:
    """What of *line* may be shown before *span*, in it and after it.

    A line may have a million letters; what lies farther than a screen is never shown.
    """
    start = span.column - 1
    end = start + span.width
    first = max(0, start - WIDEST)
    last = min(end, start + WIDEST)
    shown = line[first:start]
    before = visible(shown).ljust(start - first)
    marked = visible(line[start:last])
    after = visible(line[end : end + WIDEST])
    return before, marked, after


def _excerpt(line: str, cut: int) -> str:
    """As many columns of *line* as are shown, from *cut* on, an ellipsis where something is cut."""
    end = cut + WIDEST
    head = "…" if cut else ""
    tail = "…" if len(line) > end else ""
    start = cut + len(head)
    return f"{head}{line[start:end]}{tail}"


def _brief(sentence: str) -> str:
    """*sentence* on one line, its middle left out where it is longer than anybody reads."""
    line = visible(" ".join(sentence.split()))
    if len(line) <= LONGEST_MESSAGE:
        return line
    return f"{line[:_HALF]}…{line[1 - _HALF :]}"


def _columns(text: str) -> int:
    """How many columns *text* takes on a terminal, where some characters take two and some none."""
    columns = 0
    for character in text:
        if not unicodedata.combining(character):
            is_wide = unicodedata.east_asian_width(character) in "WF"
            columns += 2 if is_wide else 1
    return columns


def _count(diagnostics: Sequence[Diagnostic]) -> str:
    if not diagnostics:
        return translate("check_report.none")
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    by_gravity = sorted(counts.items(), reverse=True)
    words = [translate(f"severity_count.{severity}", n=n) for severity, n in by_gravity]
    return joined(words)
