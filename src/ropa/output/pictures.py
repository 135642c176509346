"""Pictures as SVG inside the page: text and lines, every text escaped, nothing fetched.

A picture begins where reading begins: each ``x`` is told from there, and only what writes an
element turns it into one from the left.

WeasyPrint sets the words of an SVG letter by letter, from left to right. Those of a script that
joins, stacks or turns its letters are set by the page, above the picture.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import singledispatch
from textwrap import wrap

from markupsafe import Markup, escape

from ropa.documents.pictures import Bar, Bars, Flow, Lane
from ropa.documents.table import Value
from ropa.vocabulary import direction

WIDTH = 700
"""Units a picture is wide; the page scales it."""

MOST = 7
"""Values of a lane that are drawn; the table beside the picture has all of them."""

_OPEN = "#7a4700"
_INK = "#1f2a37"
_FAINT = "#5b6673"

_DARK, _LIGHT, _AMBER, _GROUND = "#2f6690", "#9fb8cc", "#c98a35", "#e9edf2"
"""Bars: what is stated, what is qualified, what is open, and what is behind them."""

_BAR_LEFT, _BAR_WIDTH = 260, 300

_LABEL_CHARACTERS, _COUNT_CHARACTERS = 40, 22
"""Characters for which there is room before a bar, and on a line behind it."""

_LABEL_LINES = 6
"""Lines before a bar, which name every lawful basis among alternatives."""

_BAR_STEP, _COUNT_STEP = 19, 13
"""Units from one bar to the next, and from one line behind a bar to the next."""

_LANE, _GAP, _LINE, _PAD = 151, 32, 12, 5
"""Units: width of a lane and of the gap behind it, height of a line and of the room around."""

_HEADING, _BETWEEN, _BELOW = 18, 3, 5
"""Units: height of a lane's heading, room between boxes and below the last."""

_BOX_CHARACTERS, _BOX_LINES, _HEADING_CHARACTERS = 25, 2, 30


@dataclass(frozen=True, slots=True)
class _Lettering:
    """How a text is set."""

    size: float = 11
    ink: str = _INK
    is_italic: bool = False


@dataclass(frozen=True, slots=True)
class _Area:
    """A rectangle, by the upper corner that reading comes to first, and its size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Words:
    """A text on one line, by where it begins and stands."""

    x: float
    y: float
    words: str
    lettering: _Lettering


Part = str | _Words
"""An element of a picture, or words in it."""


@singledispatch
def draw(picture: object) -> Markup:
    """*picture* as an SVG element with its words as its title, and what stands above it."""
    raise TypeError(f"no way to draw {type(picture).__name__}")


@draw.register
def _bars(picture: Bars) -> Markup:
    parts: list[Part] = []
    y = 0
    for bar in picture.bars:
        # Neither a qualifier nor an alternative is cut: both go on below.
        counts = wrap(bar.counted, _COUNT_CHARACTERS)
        labels = _fit(bar.label, _LABEL_CHARACTERS, _LABEL_LINES)
        parts += _bar(bar, y, labels, counts)
        lines_below = max(len(labels), len(counts)) - 1
        y += _BAR_STEP + _COUNT_STEP * lines_below
    return _svg(picture.told, y, parts)


def _bar(bar: Bar, y: int, labels: Sequence[str], counts: Sequence[str]) -> Iterator[Part]:
    """The label, the ground, what is full of it, what is less firm, and the lines behind."""
    lettering = _Lettering(ink=_OPEN if bar.state.is_open else _INK)
    base = y + 11
    for number, label in enumerate(labels):
        yield _Words(0, base + _COUNT_STEP * number, label, lettering)
    unit = _BAR_WIDTH / bar.whole if bar.whole else 0
    ground = _Area(_BAR_LEFT, y + 2, _BAR_WIDTH, 11)
    full = replace(ground, width=unit * bar.full)
    end = _BAR_LEFT + full.width
    lighter = replace(ground, x=end, width=unit * bar.lighter)
    yield _box(ground, _GROUND)
    yield _box(full, _fill(bar))
    yield _box(lighter, _LIGHT)
    faint = _Lettering(ink=_FAINT)
    for line in counts:
        yield _Words(570, base, line, faint)
        base += _COUNT_STEP


def _fill(bar: Bar) -> str:
    if bar.state.is_open:
        return _AMBER
    return _LIGHT if bar.signs else _DARK


def _svg(title: str, height: float, parts: Sequence[Part]) -> Markup:
    box = f'viewBox="0 0 {WIDTH} {height:.0f}"'
    size = f'width="{WIDTH}" height="{height:.0f}"'
    start = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {box} {size}>'
    inside: list[str] = []
    above: list[str] = []
    for part in parts:
        if isinstance(part, str):
            inside.append(part)
        elif _is_set_by_letters(part.words):
            inside.append(_text(part))
        else:
            above.append(_text_above(part, height))
    content = "".join(inside)  # every text in it is escaped where it is made
    picture = f"{start}<title>{escape(title)}</title>{content}</svg>"
    if above:
        picture = f'<div style="position: relative">{picture}{"".join(above)}</div>'
    return Markup(picture)


def _is_set_by_letters(words: str) -> bool:
    """Whether each letter looks the same whatever its neighbours are, and stands right of them."""
    return not any(_leans_on_others(letter) for letter in words)


def _leans_on_others(letter: str) -> bool:
    is_mark = unicodedata.category(letter) in ("Mn", "Mc")
    return is_mark or unicodedata.bidirectional(letter) in ("R", "AL")


def _text(text: _Words) -> str:
    lettering = text.lettering
    face = f'font-family="Plex" font-size="{lettering.size:g}" fill="{lettering.ink}"'
    if lettering.is_italic:
        face += ' font-style="italic"'
    if _runs_left():
        face += ' text-anchor="end"'
    x = _from_left(text.x)
    place = f'x="{x:.1f}" y="{text.y:.1f}"'
    return f"<text {place} {face}>{escape(text.words)}</text>"


def _text_above(text: _Words, height: float) -> str:
    """A text that the page sets, where it would stand in a picture of this *height*."""
    lettering = text.lettering
    side = "right" if _runs_left() else "left"
    across = 100 * text.x / WIDTH
    top = text.y - _ASCENT * lettering.size
    down = 100 * top / height
    size = _POINTS * lettering.size
    place = f"position: absolute; {side}: {across:.2f}%; top: {down:.2f}%"
    face = f"font-size: {size:.2f}pt; line-height: 1; color: {lettering.ink}; white-space: nowrap"
    if lettering.is_italic:
        face += "; font-style: italic"
    return f'<span style="{place}; {face}">{escape(text.words)}</span>'


_ASCENT = 0.875
"""Heights of a letter from the top of its line to where it stands."""

_POINTS = 0.66
"""Points a unit is wide: between a bar's on the page of the summary and those of a flow."""


def _box(area: _Area, fill: str, edge: str = "") -> str:
    width = max(area.width, 0)
    end = area.x + width
    left = min(_from_left(area.x), _from_left(end))
    corner = f'x="{left:.1f}" y="{area.y:.1f}"'
    size = f'width="{width:.1f}" height="{area.height:.1f}"'
    return f'<rect {corner} {size} fill="{fill}"{edge}/>'


def _runs_left() -> bool:
    return direction() == "rtl"


def _from_left(x: float) -> float:
    """The place *x* from where reading begins, as it is counted from the left."""
    return WIDTH - x if _runs_left() else x


@draw.register
def _flow(picture: Flow) -> Markup:
    """People above sources, then the activity, recipients and countries, in reading order."""
    subjects, sources, activity, recipients, places = picture.lanes
    columns = ((subjects, sources), (activity,), (recipients,), (places,))
    heights = [sum(map(_height, lanes)) for lanes in columns]
    tallest = max(heights)
    middle = tallest / 2
    parts: list[Part] = []
    x = 0
    for lanes, height in zip(columns, heights, strict=True):
        y = middle - height / 2
        for lane in lanes:
            fill = "#dce8f1" if lane is activity else "#ffffff"
            parts += _lane(lane, x, y, fill)
            y += _height(lane)
        if x:
            start = x - _GAP + 4
            parts.append(_arrow(start, x - 5, middle + 4))
        x += _LANE + _GAP
    return _svg(picture.told, tallest + 2, parts)


def _height(lane: Lane) -> float:
    boxes = map(_box_height, lane.first(MOST))
    heights = [box + _BETWEEN for box in boxes]
    return _HEADING + sum(heights) + _BELOW


def _box_height(value: Value) -> int:
    words, signs = _lines(value)
    height = (len(words) + len(signs)) * _LINE
    return height + 2 * _PAD


def _lines(value: Value) -> tuple[list[str], list[str]]:
    """The lines of a box: the words, then what qualifies them."""
    words = _fit(value.text, _BOX_CHARACTERS, _BOX_LINES)
    marks = f"[{value.signs}]" if value.signs else ""
    signs = _fit(marks, _BOX_CHARACTERS, _BOX_LINES) if marks else []
    return words, signs


def _lane(lane: Lane, x: float, y: float, fill: str) -> Iterator[Part]:
    [heading] = _fit(lane.heading, _HEADING_CHARACTERS, 1)
    yield _Words(x, y + 11, heading, _Lettering(8.5, _FAINT))
    y += _HEADING
    for value in lane.first(MOST):
        area = _Area(x, y, _LANE, _box_height(value))
        yield _box(area, fill, _edge(value))
        yield from _box_texts(value, x + 6, y + _PAD + 9)
        y += area.height + _BETWEEN


def _edge(value: Value) -> str:
    """The line around a box: broken where its value is open or qualified."""
    ink = _OPEN if value.state.is_open else "#8da2b5"
    line = f' rx="3" stroke="{ink}" stroke-width="0.8"'
    is_broken = value.state.is_open or value.signs
    return f'{line} stroke-dasharray="3 2"' if is_broken else line


def _box_texts(value: Value, x: float, y: float) -> Iterator[_Words]:
    words, signs = _lines(value)
    is_open = value.state.is_open
    lettering = _Lettering(9.5, _OPEN if is_open else _INK, is_open)
    for line in words:
        yield _Words(x, y, line, lettering)
        y += _LINE
    for line in signs:
        yield _Words(x, y, line, _SIGNS)
        y += _LINE


_SIGNS = _Lettering(8.5, _FAINT, True)
"""What qualifies a value in a box."""


def _arrow(start: float, end: float, y: float) -> str:
    neck = _from_left(end - 5)
    back = _from_left(end - 7)
    tail = f'x1="{_from_left(start):.1f}" y1="{y:.1f}"'
    course = f'{tail} x2="{neck:.1f}" y2="{y:.1f}"'
    shaft = f'<line {course} stroke="{_FAINT}" stroke-width="1.2"/>'
    above = _point(back, y - 4)
    tip = _point(_from_left(end), y)
    below = _point(back, y + 4)
    return f'{shaft}<polygon points="{above} {tip} {below}" fill="{_FAINT}"/>'


def _point(x: float, y: float) -> str:
    """A corner of a polygon."""
    return f"{x:.1f},{y:.1f}"


def _fit(words: str, characters: int, most_lines: int) -> list[str]:
    """*words* in as many lines as there is room for; what is left out is an ellipsis."""
    lines = [""]
    for piece in _pieces(words, characters):
        line = f"{lines[-1]} {piece}".strip()
        is_first = not lines[-1]
        if is_first or _size(line) <= characters:
            lines[-1] = line
        elif len(lines) == most_lines:
            beginning = lines[-1].rstrip(" ,;")
            lines[-1] = f"{beginning}…"
            break
        else:
            lines.append(piece)
    return lines


def _pieces(words: str, characters: int) -> Iterator[str]:
    """Words, cut where one is wider than a line."""
    beginning = words[: characters * 8]
    for word in beginning.split():
        piece = ""
        for letter in word:
            if _size(piece + letter) > characters - 1:
                yield piece
                piece = ""
            piece += letter
        yield piece


def _size(words: str) -> int:
    """Characters that *words* count for: a wide letter for two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in words)
