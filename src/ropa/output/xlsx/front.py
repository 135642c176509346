"""The sheets that are no table: cover, what the import needs, and the words that are offered."""

from collections.abc import Iterable, Iterator

from xlsxwriter.utility import xl_col_to_name

from ropa.documents.row_identity import row_hashes
from ropa.documents.table import Cell, Choices, Document
from ropa.output.xlsx.canvas import Canvas
from ropa.output.xlsx.links import sheet_name
from ropa.output.xlsx.measures import height
from ropa.output.xlsx.sheets import Places
from ropa.output.xlsx.styles import LABEL, LINE, LINK, PAPER, QUIET, SMALL, TITLE
from ropa.vocabulary import translate

BEHIND = ("about", "lists")
"""Sheets behind the tables, as the cover lists them."""

NAMES, VALUES = 34, 96
"""Widths of the two columns of the cover; the last are a little narrower on the sheet About."""

LONG = 400
"""Characters from which on a value of the sheet About stays on one line."""


def cover(canvas: Canvas, document: Document, is_whole: bool = True) -> None:
    """What the document is, and a link to each sheet; to the tables alone unless it *is_whole*."""
    sheet = canvas.sheet
    sheet.set_column(0, 0, NAMES)
    sheet.set_column(1, 1, VALUES)
    canvas.put(0, 0, document.title, font_size=20, bold=True, text_wrap=False)
    sheet.set_row(0, 30)
    canvas.put(1, 0, document.organization, font_size=14, font_color=QUIET, text_wrap=False)
    canvas.put_lines(3, document.status, 1, 128, italic=True, bg_color=PAPER)
    first = 4 + len(document.status)
    for row, (label, cell) in enumerate(document.cover, start=first):
        _fact(canvas, row, label, cell)
    row = first + len(document.cover) + 1
    canvas.put(row, 0, translate("cover.sheets"), font_size=12, bold=True)
    _links(canvas, row + 1, _contents(document, is_whole))


def _fact(canvas: Canvas, row: int, label: str, cell: Cell) -> None:
    words = str(cell)
    canvas.put(row, 0, label, **LABEL)
    canvas.put_cell(row, 1, words, cell, **LINE)
    tallest = max(height(words, VALUES), height(label, 30))
    canvas.sheet.set_row(row, tallest)


def _links(canvas: Canvas, first: int, contents: Iterable[tuple[str, str]]) -> None:
    """From the row *first* on a link to each sheet, and what is on it."""
    link = canvas.styles.of(font_color=LINK, underline=1)
    for row, (name, words) in enumerate(contents, start=first):
        title = sheet_name(name)
        address = f"internal:'{title}'!A1"
        canvas.sheet.write_url(row, 0, address, link, title)
        canvas.put(row, 1, words)


def _contents(document: Document, is_whole: bool) -> Iterator[tuple[str, str]]:
    """The name of each sheet behind the cover, and what is on it."""
    if is_whole:
        yield "summary", translate("sheet.summary_title")
    for table in document.tables:
        n = len(table.rows)
        yield table.name, translate("cover.rows", title=table.title, n=n)
    if is_whole:
        for name in BEHIND:
            yield name, translate(f"sheet.{name}_title")


def about(canvas: Canvas, document: Document) -> None:
    """What ties the workbook to its register, and the list of rows that were sent."""
    sheet = canvas.sheet
    sheet.set_column(0, 0, NAMES)
    sheet.set_column(1, 1, 90)
    canvas.put(0, 0, translate("sheet.about_title"), **TITLE)
    canvas.put(1, 0, translate("about.lead"), **SMALL, text_wrap=False)
    canvas.put_lines(2, document.status, 1, 124, **SMALL)
    start = 3 + len(document.status)
    facts = enumerate(_about(document), start=start)
    for row, (label, value) in facts:
        canvas.put(row, 0, label, **LABEL)
        is_short = len(value) < LONG
        canvas.put(row, 1, value, text_wrap=is_short, **LINE)
    # What comes below is for the import.
    last = start + len(document.facts) - 1
    sheet.print_area(0, 0, last, 1)


def _about(document: Document) -> Iterator[tuple[str, str]]:
    for name, value in document.facts:
        yield translate(f"about.{name}"), value
    for table in document.tables:
        label = translate("about.rows", sheet=sheet_name(table.name))
        for hashes in row_hashes(table):
            yield label, hashes


def lists(canvas: Canvas, document: Document) -> Places:
    """Write the words offered, a column a list; return where each is, by kind and name."""
    canvas.put(0, 0, translate("sheet.lists_title"), **TITLE)
    for row, line in enumerate(document.status, start=1):
        canvas.put(row, 0, line, **SMALL, text_wrap=False)
    head = 2 + len(document.status)
    places = {}
    sheet = canvas.sheet.get_name()
    for column, choices in enumerate(document.choices):
        area = _list(canvas, head, column, choices)
        places[choices.kind, choices.list_name] = f"='{sheet}'!{area}"
    canvas.sheet.print_area(0, 0, 0, 0)  # the words are for dropdowns
    return places


def _list(canvas: Canvas, head: int, column: int, choices: Choices) -> str:
    """A column of words with its heading in the row *head*; the area of the words."""
    canvas.sheet.set_column(column, column, 30)
    canvas.put(head, column, choices.heading, bold=True, bg_color=PAPER, **LINE)
    first = head + 1
    for row, word in enumerate(choices.words, start=first):
        canvas.put(row, column, word, text_wrap=False)
    letter = xl_col_to_name(column)
    last = first + len(choices.words)
    return f"${letter}${first + 1}:${letter}${last}"
