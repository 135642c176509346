"""How a sheet is printed: paper, what every page repeats, and how many pages lie side by side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from ropa.documents.table import Column, Document, Lead, Table, TableKind
from ropa.output.xlsx.measures import pages_across
from ropa.output.xlsx.sheets import first_row, last_row
from ropa.templates import iso_day_text, within_line
from ropa.vocabulary import translate

MOST_HEADER = 251
"""Characters of a header, which can have 255 with what sets its type."""

MOST_REPEATED = 66
"""Characters with which each page across may begin."""

FEW_COLUMNS = 5
"""Columns below which no page across needs more than the first of them repeated."""

A4, LETTER = 9, 1
"""Papers as the file format counts them."""


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """The rows of a table on paper, the columns every page repeats, and its pages across."""

    head: int
    last: int
    last_column: int
    repeated: tuple[int, int]
    pages: int
    has_lines_above: bool
    """Whether the lines above the headings are printed too."""


def printed(table: Table, columns: Sequence[Column]) -> PrintedTable:
    """How *table* is printed in *columns*, which are its own, as wide as they are drawn."""
    repeated = repeated_columns(table)
    widths = [column.width for column in columns]
    pages = pages_across(widths, repeated) if table.rows else 1
    # Lines above the headings would be cut where a page ends, and go on as scraps on the next.
    has_lines_above = pages == 1 or bool(table.identity)
    last_column = len(columns) - 1
    head, last = first_row(table), last_row(table)
    return PrintedTable(head, last, last_column, repeated, pages, has_lines_above)


def repeated_columns(table: Table) -> tuple[int, int]:
    """The columns each page across begins with, first and last: those that tell rows apart."""
    if len(table.columns) < FEW_COLUMNS:
        return 0, 0
    if table.kind is TableKind.ITEMS:
        leads = [column.leads for column in table.columns]
        key = leads.index(Lead.ACTIVITY)
        return key, key
    first, second, *_ = table.columns
    is_narrow = first.width + second.width <= MOST_REPEATED
    names = {str(row[0]) for row in table.rows}
    has_namesakes = len(names) < len(table.rows)
    return 0, int(is_narrow and has_namesakes)


def set_up_table(sheet: Worksheet, document: Document, table: PrintedTable) -> None:
    """Print a table across, with its headings and first columns on every page."""
    set_up(sheet, document)
    sheet.set_landscape()
    sheet.repeat_rows(table.head)
    sheet.repeat_columns(*table.repeated)
    sheet.print_across()
    top = 0 if table.has_lines_above else table.head
    sheet.print_area(top, 0, table.last, table.last_column)
    sheet.fit_to_pages(table.pages, 0)


def set_up(sheet: Worksheet, document: Document) -> None:
    """Print whose record it is above every page, and name, day and number below."""
    sheet.set_paper(A4 if document.paper == "A4" else LETTER)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.55, bottom=0.6)
    page = translate("report.page", page="&P", pages="&N")
    whose = _plain(_whose(document)[:100])
    sheet.set_footer(f"&L{whose}&C&A&R{page}")
    if document.status:
        header = _header(document.status[0])
        sheet.set_header(f"&L&8{header}", {"margin": 0.2})
    sheet.set_zoom(90)
    sheet.hide_gridlines(2)


def _whose(document: Document) -> str:
    day = iso_day_text(document.as_of)
    dated = within_line(document.dated)
    return translate("page_line.dated", organization=document.organization, dated=dated, day=day)


def _plain(words: str) -> str:
    """*words* as text of a header or footer, in which an ampersand begins a command."""
    doubled = words.replace("&", "&&")
    # The library would take some for a picture.
    return re.sub(r"&&(?=G|\[)", "&&\N{WORD JOINER}", doubled)


def _header(words: str) -> str:
    """*words* in what a header can hold; the rest of them stands on the sheet."""
    plain = _plain(words)
    if len(plain) <= MOST_HEADER:
        return plain
    end = MOST_HEADER
    while len(plain) >= MOST_HEADER:
        plain = _plain(words[:end])
        end -= 1
    return plain + "…"
