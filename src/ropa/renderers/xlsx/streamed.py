"""A sheet that keeps one row in memory: the library's own way for long sheets, with tables and shared strings."""

from collections.abc import Mapping
from typing import Any

from xlsxwriter.worksheet import CellStringTuple, Worksheet


class Streamed(Worksheet):  # type: ignore[misc]  # the library has no types
    """A sheet whose rows go to a file of the workbook's ``tmpdir`` as soon as the row below them is begun.

    Rows are written from top to bottom, then :meth:`end`; `add_table` comes before the headings of its table.
    """

    def _initialize(self, init_data: Mapping[str, Any]) -> None:
        super()._initialize({**init_data, "constant_memory": True})

    def add_table(self, first_row: int, *rest: Any) -> Any:
        """Declare a table whose headings, in *first_row*, are still to be written; as in the library otherwise.

        The library refuses, since it would put the headings among rows that are gone: these are dropped here, and
        written like every other cell.
        """
        self.constant_memory = False
        done = super().add_table(first_row, *rest)
        self.constant_memory = True
        self.str_table.count -= len(self.table.pop(first_row))
        self.table_cells.clear()  # an entry a cell, to find tables that overlap; there is one table a sheet
        return done

    def end(self) -> None:
        """Write the last row, while words can still be shared."""
        self._write_single_row(self.previous_row + 1)

    def _write_single_row(self, current_row_num: int = 0) -> None:
        # The library would write the words of a row in its cells. Shared, they stand once in the file.
        row = self.table[self.previous_row]
        for place, cell in row.items():
            if isinstance(cell, CellStringTuple):
                row[place] = cell._replace(
                    string=self.str_table._get_shared_string_index(cell.string)
                )
        self.constant_memory = False
        super()._write_single_row(current_row_num)
        self.constant_memory = True
