"""A sheet under the hands of who writes it; rows and columns are counted from 0."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ropa.documents.row_identity import cut
from ropa.documents.table import Cell
from ropa.output.xlsx.measures import LINE, SMALL_LINE, height
from ropa.output.xlsx.styles import SMALL_SIZE, Styles


@dataclass(frozen=True, slots=True)
class Canvas:
    """A sheet, and the formats of its workbook."""

    sheet: Worksheet
    styles: Styles

    def put(self, row: int, place: int, words: str, **look: Any) -> None:
        """Write *words* as text, whatever they look like."""
        style = self.styles.of(**look)
        self._put(row, place, words, style)

    def put_cell(self, row: int, place: int, words: str, cell: Cell, **look: Any) -> None:
        """Write the *words* of *cell* as its state looks."""
        style = self.styles.cell(cell, **look)
        self._put(row, place, words, style)

    def put_lines(self, row: int, lines: Sequence[str], last: int, width: int, **look: Any) -> None:
        """Write *lines* from *row* on across the columns up to the *last*, together *width*."""
        style = self.styles.of(**look)
        size = SMALL_LINE if look.get("font_size") == SMALL_SIZE else LINE
        for line_row, line in enumerate(lines, start=row):
            if last > 0:
                self.sheet.merge_range(line_row, 0, line_row, last, "", style)
            self._put(line_row, 0, line, style)
            self.sheet.set_row(line_row, height(line, width, size))

    def _put(self, row: int, place: int, words: str, style: Format) -> None:
        if words:
            self.sheet.write_string(row, place, cut(words), style)
        else:
            self.sheet.write_blank(row, place, None, style)
