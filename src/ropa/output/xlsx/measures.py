"""How much room a text takes: lines in a column, points of a row, pages across."""

from collections.abc import Sequence
from math import ceil
from unicodedata import east_asian_width

CROWDED = 1.2
"""Characters of running text in a width of one: columns are counted in digits, which are wide."""

LINE = 13.0
"""Points of a line of ten points; ``SMALL_LINE`` of one of nine."""

SMALL_LINE = 12.0

TALLEST = 409.0
"""Points a row can have."""

WIDEST_PAGE = 210
"""Characters of a line of a page across: ten points of the workbook's font print as seven."""


def height(words: str, width: int, line: float = LINE) -> float:
    """Points a text needs in a column of *width*: Excel does not grow rows it did not write."""
    room = max(1, int(width * CROWDED))
    points = 4.0
    for paragraph in words.split("\n"):
        points += line * _lines(paragraph, room)
    return min(TALLEST, points)


def _lines(words: str, room: int) -> int:
    """Lines of *room* characters that *words* break into."""
    if _length(words) <= room:
        return 1
    lines = 1
    used = 0
    for word in words.split(" "):
        length = _length(word)
        if used and used + 1 + length > room:
            lines += 1
            used = 0
        if length:
            lines += (length - 1) // room
        end = (length - 1) % room + 1
        used += end + bool(used)
    return lines


def _length(words: str) -> int:
    """Characters as a column counts them: letters of East Asia take two."""
    if words.isascii():
        return len(words)
    return sum(1 + (east_asian_width(letter) in "WF") for letter in words)


def pages_across(widths: Sequence[int], repeated: tuple[int, int] = (0, 0)) -> int:
    """Pages a sheet takes across, each but the first beginning with the *repeated* columns."""
    first, last = repeated
    repeated_width = sum(widths[first : last + 1])
    overflow = max(0, sum(widths) - WIDEST_PAGE)
    return 1 + ceil(overflow / (WIDEST_PAGE - repeated_width))
