"""A workbook's sheets as texts by place, and everything in them that is not plain text."""

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ropa.importer.report import Problem

MOST_CELLS = 8_000_000
"""Cells of one workbook; a register of 10,000 activities has about four million."""

Place = tuple[int, int]


@dataclass
class Grid:
    """One sheet: its texts by row and column, both counted from 1, and what was found beside the text."""

    title: str
    texts: dict[Place, str] = field(default_factory=dict)
    numbers: set[Place] = field(default_factory=set)
    comments: dict[Place, str] = field(default_factory=dict)
    problems: dict[Place, Problem] = field(default_factory=dict)
    """Cells no import may read, such as formulas, by their place."""
    merged: list[tuple[int, int, int, str]] = field(default_factory=list)
    """First row, last row, first column and the name of each merged area."""
    hidden: list[str] = field(default_factory=list)
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
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


def grids(data: bytes, last_values: bool = False) -> Mapping[str, Grid] | Problem:
    """The sheets of a workbook in their order, by title; or why it cannot be read. The file was looked over before.

    With *last_values* a formula is the value that the program it was written with saw last.
    """
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), rich_text=True, keep_links=False, data_only=last_values)
            cells = sum(len(_cells(sheet)) for sheet in book.worksheets)
            if cells > MOST_CELLS:
                return Problem(
                    "", "", f"the workbook has more than {MOST_CELLS:,} cells", "delete those below the rows"
                )
            return {sheet.title: _grid(sheet) for sheet in book.worksheets}
    except Exception as error:  # a reader of a stranger's file raises anything
        why = (str(error) or type(error).__name__).splitlines()[0][:200]
        return Problem("", "", f"the workbook is damaged: {why}", "open and save it with a spreadsheet program")


def _cells(sheet: Any) -> dict[Place, Any]:
    found: dict[Place, Any] = sheet._cells  # iterating rows would make a cell of every place up to the last
    return found


def _grid(sheet: Any) -> Grid:
    grid = Grid(sheet.title, is_hidden=sheet.sheet_state != "visible")
    cells = _cells(sheet)
    for place in sorted(cells):
        cell = cells.pop(place)  # what was read is not kept twice
        if cell.comment is not None:
            grid.comments[place] = _clean(str(cell.comment.text)).strip()
        if cell.value is not None and not _is_link_alone(cell):
            _take(grid, place, cell)
    grid.hidden = list(_hidden(sheet))
    grid.hidden_rows = frozenset(row for row, one in sheet.row_dimensions.items() if one.hidden)
    grid.merged = [(area.min_row, area.max_row, area.min_col, str(area.coord)) for area in sheet.merged_cells.ranges]
    return grid


def _is_link_alone(cell: Any) -> bool:
    """Whether the cell was emptied and kept its link, which openpyxl then gives for its text."""
    return cell.hyperlink is not None and cell.value == cell.hyperlink.location


def _take(grid: Grid, place: Place, cell: Any) -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock

    value, where = cell.value, (grid.title, cell.coordinate)
    if cell.data_type == "f" or not isinstance(value, (str, bool, int, float, datetime, date, CellRichText)):
        what = "a formula" if cell.data_type == "f" or "Formula" in type(value).__name__ else "no text"
        grid.problems[place] = Problem(*where, f"{what} stands here", "paste its value in its place")
    elif cell.data_type == "e":
        grid.problems[place] = Problem(*where, f"the error {value} stands here", "write what it should say")
    elif isinstance(value, CellRichText) and sum(isinstance(part, TextBlock) for part in value) > 0 and len(value) > 1:
        grid.problems[place] = Problem(*where, "parts of the text are formatted", "clear the formatting of the cell")
        grid.formatted.add(place)
    words = _words(value)
    if words:
        grid.texts[place] = words
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        grid.numbers.add(place)


def _words(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if (value.hour, value.minute, value.second) == (0, 0, 0) else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _clean(str(value))


def _clean(words: str) -> str:
    """*words* with the escapes of the file format, in which ``_x000D_`` is a line end, taken for what they mean."""
    found = re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), words)
    return found.replace("\r\n", "\n").replace("\r", "\n")


def _hidden(sheet: Any) -> Iterator[str]:
    for letter, column in sorted(sheet.column_dimensions.items()):
        if column.hidden:
            yield str(letter)
