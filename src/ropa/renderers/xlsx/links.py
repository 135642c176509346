"""Where a cell leads: from a row to its activity, from an activity to its rows, from a claim to its passage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ropa.views.table import Document, Table
from ropa.vocabulary import say

REGISTERS = ("controller", "processor")

LEADING = ("key", "evidence", "passages")
"""Columns whose cells lead somewhere."""


@dataclass(frozen=True, slots=True)
class Links:
    """Places of activities, of the first row of each on the sheets for editing, and of passages."""

    activities: Mapping[str, str]
    first: Mapping[str, str]
    passages: Mapping[str, str]

    def of(self, table: Table, place: int, name: str) -> str:
        """Where the cell in the leading column *name* of row *place* of *table* leads; empty where nowhere."""
        cells = dict(zip((column.name for column in table.columns), table.rows[place], strict=True))
        if name != "key":
            if table.name in ("evidence", "sources"):
                return ""
            cited = str(cells[name]).replace("\n", ", ").split(", ")[0]
            return self.passages.get(cited, "")
        activity = table.origins[place].activity if table.origins else str(cells["key"])
        return (
            self.first.get(activity, "")
            if table.name in REGISTERS
            else self.activities.get(activity, "")
        )


def links(document: Document, rows: Mapping[str, int]) -> Links:
    """The places of *document*, in which the first row of each table is *rows* by the table's name."""
    activities: dict[str, str] = {}
    first: dict[str, str] = {}
    passages: dict[str, str] = {}
    for table in document.tables:
        for place, origin in enumerate(table.origins):
            there = _place(table, rows[table.name] + place)
            if table.name in REGISTERS:
                activities.setdefault(origin.activity, there)
            else:
                first.setdefault(origin.activity, there)
        if table.name == "evidence":
            names = [column.name for column in table.columns].index("passage")
            for place, row in enumerate(table.rows):
                passages.setdefault(str(row[names]), _place(table, rows[table.name] + place))
    return Links(activities, first, passages)


def _place(table: Table, row: int) -> str:
    return f"internal:'{sheet_name(table.name)}'!A{row}"


def sheet_name(name: str) -> str:
    """The title of the sheet of the table *name*."""
    return say(f"sheet.{name}")


WIDEST_PAGE = 210
"""Characters of a line on a page across: with the workbook's own font, ten points are printed as seven."""


def width(widths: Sequence[int], kept: tuple[int, int] = (0, 0)) -> int:
    """Pages a sheet is printed across, each but the first beginning with the columns *kept*, first and last."""
    first, last = kept
    again = sum(widths[first : last + 1])
    rest = sum(widths) - WIDEST_PAGE
    return 1 if rest <= 0 else 1 - (-rest // (WIDEST_PAGE - again))
