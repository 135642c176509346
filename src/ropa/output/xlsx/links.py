"""Where a cell leads: between an activity and its rows, and from a claim to its passage."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ropa.documents.table import Document, Lead, Table, TableKind
from ropa.vocabulary import translate


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses: of an activity's overview, of the first of its items, and of a passage."""

    overviews: dict[str, str] = field(default_factory=dict)
    first_items: dict[str, str] = field(default_factory=dict)
    passages: dict[str, str] = field(default_factory=dict)

    def of(self, table: Table, row: int, place: int) -> str:
        """Where the cell of *table* in *row* and column *place* leads; empty where nowhere."""
        cell = table.rows[row][place]
        if table.columns[place].leads is Lead.PASSAGE:
            return self.passages.get(cell.cites[0], "") if cell.cites else ""
        origins = table.origins
        activity = origins[row].activity if origins else str(cell)
        is_overview = table.kind is TableKind.OVERVIEW
        addresses = self.first_items if is_overview else self.overviews
        return addresses.get(activity, "")


def links(document: Document, first_rows: Mapping[str, int]) -> Links:
    """The addresses in *document*, whose tables, by name, begin in *first_rows*."""
    places = Links()
    for table in document.tables:
        row = first_rows[table.name]
        is_overview = table.kind is TableKind.OVERVIEW
        activities = places.overviews if is_overview else places.first_items
        for index, origin in enumerate(table.origins):
            address = _address(table, row + index)
            activities.setdefault(origin.activity, address)
        for index, passage in enumerate(table.passages):
            places.passages.setdefault(passage, _address(table, row + index))
    return places


def _address(table: Table, row: int) -> str:
    return f"internal:'{sheet_name(table.name)}'!A{row}"


def sheet_name(name: str) -> str:
    """The title of the sheet of the table *name*."""
    return translate(f"sheet.{name}")
