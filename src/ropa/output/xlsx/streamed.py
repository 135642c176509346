"""A sheet that keeps one row in memory: the library's own way for long sheets.

Unlike the library's, it can hold a table, and its words are shared between cells.
"""

from collections.abc import Mapping
from typing import Any

from xlsxwriter.worksheet import CellStringTuple, Worksheet


class Streamed(Worksheet):  # type: ignore[misc]  # the library has no types
    """A sheet whose rows go to a file of the workbook's ``tmpdir`` when the row below is begun.

    Rows are written from top to bottom, then :meth:`end`; `add_table` comes before the headings of
    its table.
    """

    def _initialize(self, init_data: Mapping[str, Any]) -> None:
        super()._initialize({**init_data, "constant_memory": True})

    def add_table(self, first_row: int, *rest: Any) -> Any:
        """Declare a table whose headings, in *first_row*, are still to be written.

        The library refuses, since it would put the headings among rows that are gone: these are
        dropped here, and written like every other cell.
        """
        self.constant_memory = False
        status = super().add_table(first_row, *rest)
        self.constant_memory = True
        headings = self.table.pop(first_row)
        self.str_table.count -= len(headings)
        # An entry a cell, to find tables that overlap; there is one table a sheet.
        self.table_cells.clear()
        return status

    def end(self) -> None:
        """Write the last row, while words can still be shared."""
        self._write_single_row(self.previous_row + 1)

    def _write_single_row(self, current_row_num: int = 0) -> None:
        # The library would write the words of a row in its cells. Shared, they stand once.
        row = self.table[self.previous_row]
        for place, cell in row.items():
            if isinstance(cell, CellStringTuple):
                index = self.str_table._get_shared_string_index(cell.string)
                row[place] = cell._replace(string=index)
        self.constant_memory = False
        super()._write_single_row(current_row_num)
        self.constant_memory = True
