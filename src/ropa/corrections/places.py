"""Places of a sheet, counted from 1, and their names: where cells are, what merged areas span."""

import re
from functools import lru_cache
from typing import NamedTuple

from xlsxwriter.utility import xl_col_to_name

from ropa.corrections.package import damaged
from ropa.terminal import quoted
from ropa.vocabulary import number_text

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
"""Where every sheet ends."""

Place = tuple[int, int]
"""Row and column."""


class Area(NamedTuple):
    """A merged area, from corner to corner as far as its sheet has texts; and its name."""

    top: int
    bottom: int
    left: int
    right: int
    name: str

    @property
    def first(self) -> Place:
        """The place of the cell whose text it shows."""
        return self.top, self.left

    @property
    def rows(self) -> range:
        """The rows it spans."""
        return range(self.top, self.bottom + 1)

    @property
    def columns(self) -> range:
        """The columns it spans."""
        return range(self.left, self.right + 1)

    def as_far_as(self, last: Place) -> "Area":
        """The part of it that is not beyond the *last* row and column; at least its first cell."""
        row, column = last
        bottom = min(self.bottom, max(self.top, row))
        right = min(self.right, max(self.left, column))
        return self._replace(bottom=bottom, right=right)


def place_of(name: str) -> Place:
    """The place of the cell *name*. Raises Unopened where a sheet has no such cell."""
    match = _CELL.fullmatch(name)
    if match is None:
        raise damaged("no_cell", name=quoted(name))
    return inside(int(match[2]), _column(match[1]))


def inside(row: int, column: int) -> Place:
    """The place in *row* and *column*. Raises Unopened where no sheet has it."""
    if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
        raise damaged("beyond", row=number_text(row), column=number_text(column))
    return row, column


@lru_cache(maxsize=LAST_COLUMN)
def _column(letters: str) -> int:
    number = 0
    for character in letters:
        number = number * 26 + ord(character) - 64
    return number


@lru_cache(maxsize=LAST_COLUMN)
def letter(column: int) -> str:
    """The letters of a column counted from 1."""
    return str(xl_col_to_name(column - 1))


def name_of(place: Place) -> str:
    """The name of the cell at *place*, such as B4."""
    row, column = place
    return f"{letter(column)}{row}"


def area_of(name: str) -> Area:
    """The area *name*, such as B4:C5. Raises Unopened where it is none."""
    first, _, last = name.partition(":")
    top, left = place_of(first)
    bottom, right = place_of(last or first)
    if bottom < top or right < left:
        raise damaged("no_area", name=quoted(name))
    return Area(top, bottom, left, right, name)


def count_of(digits: str) -> int:
    """A number that counts something in the file. Raises Unopened."""
    if not re.fullmatch("[0-9]{1,10}", digits):
        raise damaged("no_count", words=quoted(digits))
    return int(digits)


_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,9})")
