"""Cells of a sheet, read one after another into a grid."""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime

from ropa.corrections.bounds import Quotas
from ropa.corrections.grid import Grid
from ropa.corrections.markup import Attributes
from ropa.corrections.package import Unopened, damaged
from ropa.corrections.parts import LONGEST_TEXT, Formats, RichTexts, Texts, unescaped
from ropa.corrections.places import (
    LAST_COLUMN,
    Area,
    Place,
    area_of,
    count_of,
    inside,
    letter,
    name_of,
    place_of,
)
from ropa.corrections.report import Problem, problem
from ropa.reader import CONTROL
from ropa.terminal import quoted
from ropa.vocabulary import number_text

ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!"}
)


@dataclass(frozen=True, slots=True)
class Shared:
    """What the sheets of a workbook share: texts, formats, and the day from which they count."""

    texts: Texts
    formats: Formats
    counts_from_1904: bool


class Cells(RichTexts):
    """Reads the cells of one sheet into a grid."""

    elements = ("sheetData", "row", "c", "v", "f", "is", "t", "rPr", "rPh", "col", "mergeCell")

    def __init__(self, grid: Grid, shared: Shared, quotas: Quotas) -> None:
        super().__init__()
        self.grid = grid
        self.shared = shared
        self.quotas = quotas
        self.areas: list[Area] = []
        self.is_sorted = True
        self.is_sheet = False
        self._row = 0
        self._place = self._last = (0, 0)
        self._kind = "n"
        self._style = 0
        self._value = ""
        self._formula: str | None = None
        self._fault: Problem | None = None

    def _begin_sheetData(self, _attributes: Attributes) -> None:
        self.is_sheet = True

    def _begin_mergeCell(self, attributes: Attributes) -> None:
        self.quotas.areas.use()
        self.areas.append(area_of(attributes.get("ref", "")))

    def _begin_is(self, _attributes: Attributes) -> None:
        self.begin_text()

    def _end_v(self) -> None:
        self._value = "".join(self.words)

    def _end_f(self) -> None:
        self._formula = "".join(self.words)

    def _begin_c(self, attributes: Attributes) -> None:
        self.quotas.cells.use()
        name = attributes.get("r")
        if name:
            self._place = place_of(name)
        else:
            _, column = self._place
            self._place = inside(self._row, column + 1)
        self._kind = attributes.get("t", "n")
        self._style = count_of(attributes.get("s", "0"))
        self._value = ""
        self._formula = None
        self._fault = None
        self.begin_text()

    def _begin_row(self, attributes: Attributes) -> None:
        next_row = self._row + 1
        self._row = count_of(attributes["r"]) if "r" in attributes else next_row
        self._place = (self._row, 0)
        if _is_hidden(attributes):
            self.quotas.cells.use()
            row, _ = inside(self._row, 1)
            self.grid.hidden_rows.add(row)

    def _begin_col(self, attributes: Attributes) -> None:
        """Take the first of some columns that are hidden together."""
        if _is_hidden(attributes) and len(self.grid.hidden) < LAST_COLUMN:
            _, column = inside(1, count_of(attributes.get("min", "")))
            self.grid.hidden.append(letter(column))

    def _end_c(self) -> None:
        """Put the cell that just ended into the grid."""
        place = self._place
        if place in self.grid.texts:
            raise damaged("cell_twice", cell=name_of(place))
        words = self._read_words()
        if self._formula is not None:
            self._keep_value(words)
            words = f"={self._formula}"
            self._blame("formula", "paste")
        if self._fault:
            self.quotas.odd.use()
            self.grid.problems[place] = self._fault
        if words:
            self._put(place, words)

    def _put(self, place: Place, words: str) -> None:
        """Put the text of a cell into the grid."""
        self.quotas.letters.use(len(words))
        self.is_sorted = self.is_sorted and self._last < place
        self._last = place
        self.grid.texts[place] = words
        self._look_at(place, words)

    def _keep_value(self, words: str) -> None:
        """Keep what a formula came to, where a record could hold it."""
        is_sound = words and not self._fault
        is_writable = len(words) <= LONGEST_TEXT and not CONTROL.search(words)
        if is_sound and is_writable:
            self.quotas.letters.use(len(words))
            self.grid.values[self._place] = words

    def _blame(self, fault: str, remedy: str = "", **values: object) -> None:
        """Say what keeps the cell from being imported."""
        cell = name_of(self._place)
        title = self.grid.title
        self._fault = problem(fault, remedy, title, cell, **values)

    def _look_at(self, place: Place, words: str, kind: str = "text") -> None:
        """Note a text or comment that no record can hold.

        Raises Unopened where no spreadsheet can.
        """
        if control := CONTROL.search(words):
            code = f"U+{ord(control[0]):04X}"
            title = self.grid.title
            cell = name_of(place)
            fault = problem(f"control_in_{kind}", "", title, cell, code=code)
            self.grid.unwritable[place] = fault
        elif len(words) > LONGEST_TEXT:
            number = number_text(LONGEST_TEXT)
            raise Unopened(f"long_{kind}", "shorten", cell=name_of(place), number=number)

    def take_comment(self, place: Place, words: str) -> None:
        """Take the comment on a cell."""
        self.quotas.letters.use(len(words))
        if place not in self.grid.unwritable:
            self._look_at(place, words, "comment")
        self.grid.comments[place] = words

    def _read_words(self) -> str:
        """The text of the cell; what keeps it from being imported becomes its fault."""
        kind = self._kind
        value = self._value
        if kind == "s" and value:
            return self._shared_text(count_of(value))
        if kind == "inlineStr":
            self._note_formatted(self.is_formatted)
            return self.text
        if kind == "e":
            return self._error(value)
        if not value.strip():
            return ""
        if kind == "b":
            return "TRUE" if value.strip() in TRUE else "FALSE"
        if kind == "n":
            return self._number(value.strip())
        return _iso(value) if kind == "d" else unescaped(value)

    def _shared_text(self, number: int) -> str:
        texts = self.shared.texts
        if number >= len(texts.texts):
            raise damaged("text_missing", cell=name_of(self._place))
        self._note_formatted(number in texts.formatted)
        return texts.texts[number]

    def _note_formatted(self, is_formatted: bool) -> None:
        if is_formatted:
            self._blame("formatted")
            if self._formula is None:
                self.grid.formatted.add(self._place)

    def _error(self, value: str) -> str:
        fault = "error" if value in ERRORS else "unknown_error"
        self._blame(fault, "error", error=value)
        return quoted(value)

    def _number(self, value: str) -> str:
        if not _NUMBER.fullmatch(value):
            self._blame("no_number")
            return quoted(value)
        number = float(value)
        if self._style in self.shared.formats.dates:
            return self._day(number)
        if math.isinf(number):
            self._blame("large_number", "no_number")
            return quoted(value)
        self.grid.numbers.add(self._place)
        is_whole = number.is_integer() and abs(number) < LARGEST_EXACT
        return str(int(number)) if is_whole else str(number)

    def _day(self, number: float) -> str:
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

        is_span = self._style in self.shared.formats.spans
        epoch = MAC_EPOCH if self.shared.counts_from_1904 else WINDOWS_EPOCH
        try:
            day = from_excel(number, epoch, timedelta=is_span) if number >= 0 else None
        except (OverflowError, ValueError):
            day = None
        if isinstance(day, date):
            return _iso_day(day)
        if day is None:
            self._blame("no_day")
            return ""
        self._blame("no_text", "paste")
        return str(day)


TRUE = ("1", "true")

LARGEST_EXACT = 1e15
"""From here on a spreadsheet no longer shows every digit of a number."""

_NUMBER = re.compile(
    r"[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,9})?", re.ASCII
)


def _is_hidden(attributes: Attributes) -> bool:
    return attributes.get("hidden") in TRUE


def _iso(value: str) -> str:
    """A day of "Strict Open XML" as other workbooks would give it; other words unchanged."""
    try:
        return _iso_day(datetime.fromisoformat(value.strip()))
    except ValueError:
        return unescaped(value)


def _iso_day(day: date) -> str:
    """*day* in ISO 8601, without the time where that is midnight."""
    return day.isoformat().partition("T00:00:00")[0]
