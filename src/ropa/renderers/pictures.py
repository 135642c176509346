"""Pictures as SVG that is part of the page: drawn of text and lines, every text escaped, nothing fetched."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import singledispatch
from textwrap import wrap

from markupsafe import Markup, escape

from ropa.views.pictures import Bar, Bars, Flow, Lane
from ropa.views.table import Value

WIDTH = 700
"""Units a picture is wide; the page scales it."""

MOST = 7
"""Values of a lane that are drawn; the table beside the picture has all of them."""

_LINES = 2

_BESIDE_BAR = 22
"""Characters of a line for which there is room at the end of a bar."""

_OPEN = "#7a4700"
_INK = "#1f2a37"
_FAINT = "#5b6673"


@singledispatch
def draw(picture: object) -> Markup:
    """*picture* as an SVG element with its words as its title."""
    raise TypeError(f"no way to draw {type(picture).__name__}")


@draw.register
def _bars(picture: Bars) -> Markup:
    parts: list[str] = []
    y = 0
    for bar in picture.bars:
        share = 300 / bar.whole if bar.whole else 0
        ink = _OPEN if bar.state.is_open else _INK
        parts.append(_text(0, y + 11, _fit(bar.label, 40)[0], fill=ink))
        parts.append(_box(260, y + 2, 300, 11, "#e9edf2"))
        parts.append(_box(260, y + 2, share * bar.full, 11, _fill(bar)))
        parts.append(_box(260 + share * bar.full, y + 2, share * bar.lighter, 11, "#9fb8cc"))
        # A qualifier is never cut: it goes on below.
        lines = wrap(bar.counted, _BESIDE_BAR)
        parts += [
            _text(570, y + 11 + 13 * number, line, fill=_FAINT) for number, line in enumerate(lines)
        ]
        y += 19 + 13 * (len(lines) - 1)
    return _svg(picture.told, y, parts)


def _fill(bar: Bar) -> str:
    """Dark for what is stated, light for what is qualified, and another colour for what is open."""
    if bar.state.is_open:
        return "#c98a35"
    return "#9fb8cc" if bar.signs else "#2f6690"


def _svg(told: str, height: float, parts: Sequence[str]) -> Markup:
    size = f'viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" height="{height:.0f}"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size}><title>{escape(told)}</title>'
    )
    return Markup(
        f"{head}{''.join(parts)}</svg>"
    )  # every text in *parts* is escaped where it is made


def _text(
    x: float, y: float, words: str, size: float = 11, fill: str = _INK, style: str = ""
) -> str:
    face = f'font-family="Plex" font-size="{size:g}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {face} fill="{fill}"{style}>{escape(words)}</text>'


def _box(x: float, y: float, width: float, height: float, fill: str, more: str = "") -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}" fill="{fill}"{more}/>'


@draw.register
def _flow(picture: Flow) -> Markup:
    """People above sources on the left, the activity in the middle, recipients and then countries on the right."""
    subjects, sources, middle, recipients, places = picture.lanes
    columns = ((subjects, sources), (middle,), (recipients,), (places,))
    heights = [sum(_height(lane) for lane in lanes) for lanes in columns]
    tall = max(heights)
    parts: list[str] = []
    for index, (lanes, height) in enumerate(zip(columns, heights, strict=True)):
        x, y = index * (_LANE + _GAP), (tall - height) / 2
        for lane in lanes:
            parts += _lane(lane, x, y, main=lane is middle)
            y += _height(lane)
        if index:
            parts.append(_arrow(x - _GAP + 4, x - 5, tall / 2 + 4))
    return _svg(picture.told, tall + 2, parts)


_LANE, _GAP, _LINE, _PAD = 151, 32, 12, 5
_CHARACTERS = 25


def _height(lane: Lane) -> float:
    return 18 + sum(len(_lines(one)) * _LINE + 2 * _PAD + 3 for one in lane.first(MOST)) + 5


def _lane(lane: Lane, x: float, y: float, main: bool) -> Iterator[str]:
    yield _text(x, y + 11, _fit(lane.heading, 30)[0], 8.5, _FAINT)
    y += 18
    for one in lane.first(MOST):
        lines = _lines(one)
        height = len(lines) * _LINE + 2 * _PAD
        edge = f' rx="3" stroke="{_OPEN if one.state.is_open else "#8da2b5"}" stroke-width="0.8"'
        edge += ' stroke-dasharray="3 2"' if one.state.is_open or one.signs else ""
        yield _box(x, y, _LANE, height, "#dce8f1" if main else "#ffffff", edge)
        ink = _OPEN if one.state.is_open else _INK
        for number, (line, is_sign) in enumerate(lines):
            at = y + _PAD + 9 + number * _LINE
            style = ' font-style="italic"' if is_sign or one.state.is_open else ""
            yield _text(x + 6, at, line, 8.5 if is_sign else 9.5, _FAINT if is_sign else ink, style)
        y += height + 3


def _lines(one: Value) -> list[tuple[str, bool]]:
    """The lines of a box: the words, then what qualifies them; beside each whether it is the latter."""
    words = [(line, False) for line in _fit(one.text)]
    return words + [(line, True) for line in _fit(f"[{one.signs}]")] if one.signs else words


def _arrow(start: float, end: float, y: float) -> str:
    shaft = f'<line x1="{start:.1f}" y1="{y:.1f}" x2="{end - 5:.1f}" y2="{y:.1f}" stroke="{_FAINT}" stroke-width="1.2"/>'
    points = f"{end - 7:.1f},{y - 4:.1f} {end:.1f},{y:.1f} {end - 7:.1f},{y + 4:.1f}"
    return f'{shaft}<polygon points="{points}" fill="{_FAINT}"/>'


def _fit(words: str, characters: int = _CHARACTERS) -> list[str]:
    """*words* in as many lines as there is room for, the rest left out with an ellipsis; a wide letter counts twice."""
    most = 1 if characters != _CHARACTERS else _LINES
    lines, line, width = [], "", 0
    for word in _pieces(words, characters):
        size = sum(map(_size, word))
        if line and width + size + 1 > characters:
            lines.append(line)
            line, width = word, size
        else:
            line, width = f"{line} {word}".strip(), width + size + bool(line)
        if len(lines) == most:
            break
    else:
        lines.append(line)
        return lines
    lines[-1] = lines[-1].rstrip(" ,;") + "…"
    return lines


def _pieces(words: str, characters: int) -> Iterator[str]:
    """Words, cut where one is wider than a line."""
    for word in words[: characters * 8].split():
        piece, width = "", 0
        for letter in word:
            if width + _size(letter) > characters - 1:
                yield piece
                piece, width = "", 0
            piece, width = piece + letter, width + _size(letter)
        yield piece


def _size(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
