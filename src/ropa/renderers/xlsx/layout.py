"""A workbook in the columns of a layout: cover, the register of each role, and what the columns and states mean."""

from collections.abc import Mapping
from dataclasses import replace

from xlsxwriter import Workbook

from ropa.renderers import Request
from ropa.renderers.xlsx import front
from ropa.renderers.xlsx.links import Links, sheet_name
from ropa.renderers.xlsx.sheets import draw, first_row, height, kept, print_set_up
from ropa.renderers.xlsx.styles import Styles
from ropa.views.table import Column, Document, Table

WIDE = 190
"""Characters of a printed page: more and the print is too small to read."""

WIDEST, TALLEST = 70, 220.0
"""Characters of a column, and points of a row, up to which a column grows with what it has to say."""

NAMED = 30
"""Characters of a column above which somebody is named with an address."""


def paint(book: Workbook, document: Document, request: Request, facts: Mapping[str, str]) -> None:
    """Draw *document*, the registers in a layout, into *book*; of its *facts* no sheet speaks."""
    styles = Styles(book)
    names = ("cover", *(table.name for table in document.tables))
    sheets = {name: book.add_worksheet(sheet_name(name)) for name in names}
    front.cover(sheets["cover"], document, styles, is_whole=False)
    print_set_up(sheets["cover"], document, (), (0, 0), request.paper, landscape=False)
    for table in document.tables:
        sheet, head = sheets[table.name], first_row(table)
        columns = draw(sheet, _fitted(table), styles, Links({}, {}, {}), {})
        first = kept(table)
        rows = (head, head + max(1, len(table.rows)))
        print_set_up(
            sheet,
            document,
            columns,
            rows,
            request.paper,
            landscape=True,
            kept=first,
            has_identity=True,
        )
        sheet.freeze_panes(head + 1, first[1] + 1)
        sheet.fit_to_pages(-(-sum(one.width for one in columns) // WIDE), 0)


def _fitted(table: Table) -> Table:
    """*table* with columns wide enough that no cell makes its row taller than somebody wants to scroll."""
    return replace(
        table, columns=tuple(_wider(table, place, one) for place, one in enumerate(table.columns))
    )


def _wider(table: Table, place: int, one: Column) -> Column:
    named = place < len(table.identity)
    width = max(one.width, NAMED) if named else one.width
    texts = {str(row[place]) for row in table.rows}
    while width < WIDEST and any(height(words, width) > TALLEST for words in texts):
        width += 4
    return replace(one, width=width)
