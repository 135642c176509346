"""A workbook in the columns of a layout: cover, the register of each role, and an explanation."""

from dataclasses import replace
from math import ceil

from xlsxwriter import Workbook

from ropa.documents.table import Column, Document, Table
from ropa.output.xlsx import front
from ropa.output.xlsx.canvas import Canvas
from ropa.output.xlsx.links import Links, sheet_name
from ropa.output.xlsx.measures import height
from ropa.output.xlsx.printing import printed, set_up, set_up_table
from ropa.output.xlsx.sheets import SheetContext, draw, first_row
from ropa.output.xlsx.styles import Styles

WIDEST_PRINT = 190
"""Characters of a printed page: more and the print is too small to read."""

WIDEST, TALLEST = 70, 220.0
"""Characters of a column, and points of a row, up to which a column grows with what it says."""

NAMED = 30
"""Characters of a column above which somebody is named with an address."""


def paint(book: Workbook, document: Document) -> None:
    """Draw *document*, the registers in a layout, into *book*."""
    styles = Styles(book)
    cover = book.add_worksheet(sheet_name("cover"))
    front.cover(Canvas(cover, styles), document, is_whole=False)
    set_up(cover, document)
    shared = SheetContext(Links(), {})
    for table in document.tables:
        sheet = book.add_worksheet(sheet_name(table.name))
        canvas = Canvas(sheet, styles)
        columns = draw(canvas, _fitted(table), shared)
        width = sum(column.width for column in columns)
        pages = ceil(width / WIDEST_PRINT)
        paper = replace(printed(table, columns), pages=pages, has_lines_above=True)
        set_up_table(sheet, document, paper)
        _, last_repeated = paper.repeated
        sheet.freeze_panes(first_row(table) + 1, last_repeated + 1)


def _fitted(table: Table) -> Table:
    """*table* with columns wide enough that no row is taller than somebody wants to scroll."""
    columns = []
    for place, column in enumerate(table.columns):
        columns.append(_wider(table, place, column))
    return replace(table, columns=tuple(columns))


def _wider(table: Table, place: int, column: Column) -> Column:
    is_below_name = place < len(table.identity)
    width = max(column.width, NAMED) if is_below_name else column.width
    texts = {str(row[place]) for row in table.rows}
    while width < WIDEST and any(height(words, width) > TALLEST for words in texts):
        width += 4
    return replace(column, width=width)
