"""Cells of a sheet, read one after another into a grid."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ropa.importer.bounds import Room
from ropa.importer.grid import Grid
from ropa.importer.markup import elements
from ropa.importer.package import Unopened, damaged
from ropa.importer.parts import LONGEST_TEXT, Formats, Texts, Words, unescaped
from ropa.importer.places import (
    LAST_COLUMN,
    Area,
    Place,
    area_of,
    inside,
    letter,
    name_of,
    place_of,
    whole,
)
from ropa.importer.report import Problem, quoted
from ropa.reader import CONTROL

ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!"}
)


@dataclass(frozen=True, slots=True)
class Shared:
    """What the sheets of a workbook share: texts and formats, and the day from which they count."""

    texts: Texts
    formats: Formats
    counts_from_1904: bool


class Cells(Words):
    """Reads the cells of one sheet into a grid."""

    names = elements(
        "sheetData", "row", "c", "v", "f", "is", "t", "r", "rPr", "rPh", "col", "mergeCell"
    )

    def __init__(self, grid: Grid, shared: Shared, room: Room) -> None:
        super().__init__()
        self.grid, self.shared, self.room = grid, shared, room
        self.areas: list[Area] = []
        self.is_sorted = True
        self.is_sheet = False
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
        elif name == "sheetData":
            self.is_sheet = True
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
        self._place = place_of(name) if name else inside(self._row, self._place[1] + 1)
        self._kind, self._value, self._formula = said.get("t", "n"), "", None
        self._style = whole(said.get("s", "0"))
        self.runs, self.styled, self.length = [], 0, 0

    def _begin_row(self, said: Mapping[str, str]) -> None:
        self._row = whole(said["r"]) if "r" in said else self._row + 1
        self._place = (self._row, 0)
        if said.get("hidden") in ("1", "true"):
            self.room.take_cell()
            self.grid.hidden_rows.add(inside(self._row, 1)[0])

    def _shape(self, name: str, said: Mapping[str, str]) -> None:
        if name == "mergeCell":
            self.room.take_area()
            self.areas.append(area_of(said.get("ref", "")))
        elif said.get("hidden") in ("1", "true") and len(self.grid.hidden) < LAST_COLUMN:
            self.grid.hidden.append(letter(inside(1, whole(said.get("min", "")))[1]))

    def _take(self) -> None:
        """Take the cell that just ended."""
        if self._place in self.grid.texts:
            raise damaged("the cell stands twice in the file", cell=name_of(self._place))
        words, problem = self._said()
        if self._formula is not None:
            if words and not problem and len(words) <= LONGEST_TEXT and not CONTROL.search(words):
                self.room.take_letters(len(words))
                self.grid.values[self._place] = words
            words, problem = (
                f"={self._formula}",
                ("a formula stands here", "paste its value in its place"),
            )
        if problem:
            self._tell(*problem)
        if words:
            self._put(words)

    def _tell(self, message: str, help: str) -> None:
        self.room.take_odd()
        self.grid.problems[self._place] = Problem(
            self.grid.title, name_of(self._place), message, help
        )

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
            self.grid.unwritable[place] = Problem(
                self.grid.title, name_of(place), why, f"write the {what} anew"
            )
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
            return unescaped("".join(self.runs)), FORMATTED if self._note_formatted(
                self.is_formatted
            ) else None
        if kind == "e":
            error = value if value in ERRORS else "of the spreadsheet"
            return value and quoted(value), (
                f"the error {error} stands here",
                "write what it should say",
            )
        if not value.strip():
            return "", None
        if kind == "b":
            return ("TRUE" if value.strip() in ("1", "true") else "FALSE"), None
        if kind == "n":
            return self._number(value.strip())
        return _iso(value) if kind == "d" else unescaped(value), None

    def _shared(self, value: str) -> tuple[str, tuple[str, str] | None]:
        texts, number = self.shared.texts, whole(value)
        if number >= len(texts.texts):
            raise damaged(
                "the cell points to a text that is not in the file", cell=name_of(self._place)
            )
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
        if self._style in self.shared.formats.dates:
            return self._day(number)
        if not abs(number) < float("inf"):
            return quoted(value), (
                "the number is larger than a spreadsheet takes",
                "write the number, or a text",
            )
        self.grid.numbers.add(self._place)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else str(number), None

    def _day(self, number: float) -> tuple[str, tuple[str, str] | None]:
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

        is_span = self._style in self.shared.formats.spans
        epoch = MAC_EPOCH if self.shared.counts_from_1904 else WINDOWS_EPOCH
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

_NUMBER = re.compile(
    r"[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,9})?", re.ASCII
)


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
