"""A workbook's sheets as texts by place, and everything in them that is not plain text.

openpyxl makes an object of every cell that a merged area, a link or a format spans, so that a file of some kilobytes
takes all memory there is; and it reads nothing of a workbook whose pictures or styles it does not know. Here only what
stands in cells is read, as far as there are cells, and every bound is said.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ropa.importer.markup import elements
from ropa.importer.package import Package, Unopened, damaged
from ropa.importer.parts import LONGEST_TEXT, Book, Comments, Formats, Links, Sheet, Texts, Words, unescaped
from ropa.importer.report import Problem, quoted
from ropa.reader import CONTROL

MOST_CELLS = 8_000_000
"""Cells of one workbook; a register of 10,000 activities has about four million."""

MOST_LETTERS = 250_000_000
"""Characters of all cells together, each counted where it is shown."""

MOST_ODD = 200_000
"""Cells that are no text; each is told."""

MOST_AREAS = 250_000
MOST_SPANNED = 2_000_000
"""Merged areas of one workbook, and the cells they span as far as there are texts."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Where every sheet ends."""

ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!"})

Place = tuple[int, int]


class Area(NamedTuple):
    """A merged area, from corner to corner, as far as its sheet has texts; with the name it has in the file."""

    top: int
    bottom: int
    left: int
    right: int
    name: str


@dataclass
class Grid:
    """One sheet: its texts by row and column, both counted from 1, and what was found beside the text."""

    title: str
    texts: dict[Place, str] = field(default_factory=dict)
    """In the order of rows and columns."""
    numbers: set[Place] = field(default_factory=set)
    comments: dict[Place, str] = field(default_factory=dict)
    problems: dict[Place, Problem] = field(default_factory=dict)
    """Cells no import may read, such as formulas, by their place."""
    unwritable: dict[Place, Problem] = field(default_factory=dict)
    """Cells and comments with characters that no record can hold."""
    values: dict[Place, str] = field(default_factory=dict)
    """What formulas came to when the workbook was saved."""
    merged: list[Area] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    is_hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    formatted: set[Place] = field(default_factory=set)
    """Cells among the problems whose text is whole: only parts of it are formatted."""

    def row(self, row: int, width: int) -> list[str]:
        """The texts of a row."""
        return [self.texts.get((row, column), "") for column in range(1, width + 1)]

    @property
    def last_row(self) -> int:
        """The last row with a text."""
        return max((row for row, _ in self.texts), default=0)

    @property
    def last_column(self) -> int:
        """The last column with a text."""
        return max((column for _, column in self.texts), default=0)


def opened(path: Path) -> Mapping[str, Grid] | Problem:
    """The sheets of the workbook at *path* in their order, by title; or why it is not opened."""
    try:
        with Package(path) as package:
            book = Book(package)
            room = _Room(Texts(package, book), Formats(package, book), book.counts_from_1904)
            return {sheet.title: _grid(package, sheet, room) for sheet in book.sheets}
    except Unopened as refused:
        return refused.problem


@dataclass
class _Room:
    """What all sheets of a workbook share: their texts and formats, and how many cells may still come."""

    texts: Texts
    formats: Formats
    counts_from_1904: bool
    cells: int = MOST_CELLS
    letters: int = MOST_LETTERS
    odd: int = MOST_ODD
    areas: int = MOST_AREAS
    spanned: int = MOST_SPANNED

    def take_cell(self) -> None:
        """Count a cell. Raises Unopened where it is one too many."""
        self.cells -= 1
        if self.cells < 0:
            raise Unopened(f"the workbook has more than {MOST_CELLS:,} cells", "delete those below the rows")

    def take_letters(self, number: int) -> None:
        """Count the characters of a cell, likewise."""
        self.letters -= number
        if self.letters < 0:
            raise Unopened(f"the cells hold more than {MOST_LETTERS:,} characters", "send the register in parts")

    def take_odd(self) -> None:
        """Count a cell that is no text, likewise."""
        self.odd -= 1
        if self.odd < 0:
            raise Unopened(f"more than {MOST_ODD:,} cells hold formulas or errors", "paste their values in their place")

    def take_area(self) -> None:
        """Count a merged area, likewise."""
        self.areas -= 1
        if self.areas < 0:
            raise Unopened(f"more than {MOST_AREAS:,} areas are merged", "split them")

    def take_spanned(self, number: int) -> None:
        """Count the cells of a merged area, likewise."""
        self.spanned -= number
        if self.spanned < 0:
            raise Unopened(f"the merged areas span more than {MOST_SPANNED:,} cells", "split them")


def _grid(package: Package, sheet: Sheet, room: _Room) -> Grid:
    grid = Grid(sheet.title, is_hidden=sheet.is_hidden)
    if sheet.is_chart:
        return grid
    cells = _Cells(grid, room)
    try:
        cells.read(package, sheet.part)
        for name, words in Comments(package, Links(package, sheet.part)).comments.items():
            cells.take_comment(place_of(name), words)
    except Unopened as refused:
        problem = refused.problem
        raise Unopened(problem.message, problem.help, sheet.title, problem.cell) from refused
    if not cells.is_sorted:
        grid.texts = dict(sorted(grid.texts.items()))
    last = grid.last_row, grid.last_column
    for area in (_within(area, last) for area in cells.areas):
        room.take_spanned((area.bottom - area.top + 1) * (area.right - area.left + 1))
        grid.merged.append(area)
    _uncover(grid)
    return grid


class _Cells(Words):
    """Reads the cells of one sheet into a grid."""

    names = elements("row", "c", "v", "f", "is", "t", "r", "rPr", "rPh", "col", "mergeCell")

    def __init__(self, grid: Grid, room: _Room) -> None:
        super().__init__()
        self.grid, self.room = grid, room
        self.areas: list[Area] = []
        self.is_sorted = True
        self._row, self._place, self._last = 0, (0, 0), (0, 0)
        self._kind, self._style, self._value = "n", 0, ""
        self._formula: str | None = None

    def start(self, name: str, said: Mapping[str, str]) -> None:
        if name == "c":
            self._begin(said)
        elif name == "row":
            self._begin_row(said)
        elif name in ("col", "mergeCell"):
            self._shape(name, said)
        elif name in ("is", "rPr", "rPh"):
            super().start(name, said)

    def end(self, name: str) -> None:
        if name == "v":
            self._value = "".join(self.words)
        elif name == "f":
            self._formula = "".join(self.words)
        elif name == "c":
            self._take()
        else:
            super().end(name)

    def _begin(self, said: Mapping[str, str]) -> None:
        self.room.take_cell()
        name = said.get("r")
        self._place = place_of(name) if name else _inside(self._row, self._place[1] + 1)
        self._kind, self._value, self._formula = said.get("t", "n"), "", None
        self._style = _whole(said.get("s", "0"))
        self.runs, self.styled = [], 0

    def _begin_row(self, said: Mapping[str, str]) -> None:
        self._row = _whole(said["r"]) if "r" in said else self._row + 1
        self._place = (self._row, 0)
        if said.get("hidden") in ("1", "true"):
            self.room.take_cell()
            self.grid.hidden_rows.add(_inside(self._row, 1)[0])

    def _shape(self, name: str, said: Mapping[str, str]) -> None:
        if name == "mergeCell":
            self.room.take_area()
            self.areas.append(_area(said.get("ref", "")))
        elif said.get("hidden") in ("1", "true") and len(self.grid.hidden) < LAST_COLUMN:
            self.grid.hidden.append(letter(_inside(1, _whole(said.get("min", "")))[1]))

    def _take(self) -> None:
        """Take the cell that just ended."""
        if self._place in self.grid.texts:
            raise damaged("the cell stands twice in the file", cell=name_of(self._place))
        words, problem = self._said()
        if self._formula is not None:
            if words and not problem:
                self.grid.values[self._place] = words
            words, problem = f"={self._formula}", ("a formula stands here", "paste its value in its place")
        if problem:
            self._tell(*problem)
        if words:
            self._put(words)

    def _tell(self, message: str, help: str) -> None:
        self.room.take_odd()
        self.grid.problems[self._place] = Problem(self.grid.title, name_of(self._place), message, help)

    def _put(self, words: str) -> None:
        self.room.take_letters(len(words))
        self.is_sorted = self.is_sorted and self._last < self._place
        self._last = self._place
        self.grid.texts[self._place] = words
        self._look_at(self._place, words)

    def _look_at(self, place: Place, words: str, what: str = "text") -> None:
        """Tell of words that no record can hold, or no spreadsheet."""
        if strange := CONTROL.search(words):
            why = f"U+{ord(strange[0]):04X} stands in the {what}, which a record cannot hold"
            self.grid.unwritable[place] = Problem(self.grid.title, name_of(place), why, f"write the {what} anew")
        elif len(words) > LONGEST_TEXT:
            why, help = f"the {what} is longer than {LONGEST_TEXT:,} characters", "shorten it"
            raise Unopened(why, help, cell=name_of(place))

    def take_comment(self, place: Place, words: str) -> None:
        """Take the comment on a cell."""
        self.room.take_letters(len(words))
        if place not in self.grid.unwritable:
            self._look_at(place, words, "comment")
        self.grid.comments[place] = words

    def _said(self) -> tuple[str, tuple[str, str] | None]:
        """The text of the cell, and what keeps it from being read."""
        kind, value = self._kind, self._value
        if kind == "s" and value:
            return self._shared(value)
        if kind == "inlineStr":
            return unescaped("".join(self.runs)), FORMATTED if self._note_formatted(self.is_formatted) else None
        if kind == "e":
            error = value if value in ERRORS else "of the spreadsheet"
            return value and quoted(value), (f"the error {error} stands here", "write what it should say")
        if not value.strip():
            return "", None
        if kind == "b":
            return ("TRUE" if value.strip() in ("1", "true") else "FALSE"), None
        if kind == "n":
            return self._number(value.strip())
        return _iso(value) if kind == "d" else unescaped(value), None

    def _shared(self, value: str) -> tuple[str, tuple[str, str] | None]:
        texts, number = self.room.texts, _whole(value)
        if number >= len(texts.texts):
            raise damaged("the cell points to a text that is not in the file", cell=name_of(self._place))
        formatted = self._note_formatted(number in texts.formatted)
        return texts.texts[number], FORMATTED if formatted else None

    def _note_formatted(self, is_formatted: bool) -> bool:
        if is_formatted and self._formula is None:
            self.grid.formatted.add(self._place)
        return is_formatted

    def _number(self, value: str) -> tuple[str, tuple[str, str] | None]:
        if not _NUMBER.fullmatch(value):
            return quoted(value), ("no number stands here", "write the number, or a text")
        number = float(value)
        if self._style in self.room.formats.dates:
            return self._day(number)
        if not abs(number) < float("inf"):
            return quoted(value), ("the number is larger than a spreadsheet takes", "write the number, or a text")
        self.grid.numbers.add(self._place)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else str(number), None

    def _day(self, number: float) -> tuple[str, tuple[str, str] | None]:
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

        is_span = self._style in self.room.formats.spans
        epoch = MAC_EPOCH if self.room.counts_from_1904 else WINDOWS_EPOCH
        try:
            day = from_excel(number, epoch, timedelta=is_span) if number >= 0 else None
        except (OverflowError, ValueError):
            day = None
        if isinstance(day, date):
            return _day(day), None
        if day is None:
            return "", ("the day is none that a spreadsheet shows", "write it as 2026-01-31")
        return str(day), ("no text stands here", "paste its value in its place")


FORMATTED = ("parts of the text are formatted", "clear the formatting of the cell")

_NUMBER = re.compile(r"[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,9})?", re.ASCII)
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,9})")


def _iso(value: str) -> str:
    """A day as "Strict Open XML" writes it, as other workbooks would give it; other words as they stand."""
    try:
        return _day(datetime.fromisoformat(value.strip()))
    except ValueError:
        return unescaped(value)


def _day(day: date) -> str:
    if isinstance(day, datetime) and (day.hour, day.minute, day.second) == (0, 0, 0):
        return day.date().isoformat()
    return day.isoformat()


def _whole(said: str) -> int:
    """A number that counts something in the file."""
    if not re.fullmatch("[0-9]{1,10}", said):
        raise damaged(f"“{quoted(said)}” stands where a number is counted")
    return int(said)


def place_of(name: str) -> Place:
    """The place of the cell *name*. Raises Unopened where a sheet has no such cell."""
    split = _CELL.fullmatch(name)
    if split is None:
        raise damaged(f"“{quoted(name)}” is no cell")
    return _inside(int(split[2]), _column(split[1]))


def _inside(row: int, column: int) -> Place:
    if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
        raise damaged(f"a cell stands in row {row:,}, column {column:,}, beyond the end of every sheet")
    return row, column


@lru_cache(maxsize=LAST_COLUMN)
def _column(letters: str) -> int:
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - 64
    return number


@lru_cache(maxsize=LAST_COLUMN)
def letter(column: int) -> str:
    """The letters of a column counted from 1."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def name_of(place: Place) -> str:
    """The name of the cell at *place*, such as B4."""
    return f"{letter(place[1])}{place[0]}"


def _area(name: str) -> Area:
    first, _, last = name.partition(":")
    (top, left), (bottom, right) = place_of(first), place_of(last or first)
    if bottom < top or right < left:
        raise damaged(f"“{quoted(name)}” is no area")
    return Area(top, bottom, left, right, name)


def _within(area: Area, last: Place) -> Area:
    """*area* as far as there are texts, at least its first cell."""
    bottom, right = min(area.bottom, max(area.top, last[0])), min(area.right, max(area.left, last[1]))
    return area._replace(bottom=bottom, right=right)


def _uncover(grid: Grid) -> None:
    """Take away the texts that a merged area covers: no program shows them."""
    rows: dict[int, list[int]] = {}
    for row, column in grid.texts if grid.merged else ():
        rows.setdefault(row, []).append(column)
    for area in grid.merged:
        for row in range(area.top, area.bottom + 1):
            columns = rows.get(row, [])
            covered = columns[bisect_left(columns, area.left) : bisect_right(columns, area.right)]
            for column in covered:
                if (row, column) != (area.top, area.left):
                    _forget(grid, (row, column))


def _forget(grid: Grid, place: Place) -> None:
    for one in (grid.texts, grid.problems, grid.unwritable, grid.values):
        one.pop(place, None)
    grid.numbers.discard(place)
    grid.formatted.discard(place)
