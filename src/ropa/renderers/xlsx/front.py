"""The sheets that are no table: cover, what the import needs, and the words that are offered."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ropa.renderers.xlsx.links import sheet_name
from ropa.renderers.xlsx.measures import SMALL_LINE, height
from ropa.renderers.xlsx.sheets import put, put_across
from ropa.renderers.xlsx.styles import LINK, PAPER, QUIET, RULE, Styles
from ropa.views.row_identity import marks
from ropa.views.table import Choices, Document
from ropa.vocabulary import translate

LINE: Mapping[str, Any] = MappingProxyType({"bottom": 1, "bottom_color": RULE})

TITLE: Mapping[str, Any] = MappingProxyType({"font_size": 14, "bold": True, "text_wrap": False})

SMALL: Mapping[str, Any] = MappingProxyType({"font_size": 9, "italic": True, "font_color": QUIET})

LABEL: Mapping[str, Any] = MappingProxyType({"bold": True, "font_color": QUIET, **LINE})

BEHIND = ("about", "lists")
"""Sheets behind the tables, as the cover lists them."""

NAMES, VALUES = 34, 96
"""Widths of the two columns of the cover; the last are a little narrower on the sheet About."""

LONG = 400
"""Characters from which on a value of the sheet About stays on one line."""


def cover(sheet: Worksheet, document: Document, styles: Styles, is_whole: bool = True) -> None:
    """What the document is, and a link to each sheet; to the tables alone unless it *is_whole*."""
    sheet.set_column(0, 0, NAMES)
    sheet.set_column(1, 1, VALUES)
    put(sheet, 0, 0, document.title, styles.of(font_size=20, bold=True, text_wrap=False))
    sheet.set_row(0, 30)
    organization = styles.of(font_size=14, font_color=QUIET, text_wrap=False)
    put(sheet, 1, 0, document.organization, organization)
    for row, line in enumerate(document.status, start=3):
        put_across(sheet, row, 1, line, styles.of(italic=True, bg_color=PAPER))
        sheet.set_row(row, height(line, 128))
    facts = 4 + len(document.status)
    for row, (label, cell) in enumerate(document.cover, start=facts):
        words = str(cell)
        put(sheet, row, 0, label, styles.of(**LABEL))
        put(sheet, row, 1, words, styles.cell(cell, **LINE))
        sheet.set_row(row, max(height(words, VALUES), height(label, 30)))
    below = facts + len(document.cover) + 1
    _links(sheet, below, _contents(document, is_whole), styles)


def _links(sheet: Worksheet, row: int, entries: Iterable[tuple[str, str]], styles: Styles) -> None:
    """The heading of the contents in *row*, and below it a link to each sheet."""
    put(sheet, row, 0, translate("cover.sheets"), styles.of(font_size=12, bold=True))
    for name, words in entries:
        row += 1
        sheet_title = sheet_name(name)
        link = styles.of(font_color=LINK, underline=1)
        sheet.write_url(row, 0, f"internal:'{sheet_title}'!A1", link, sheet_title)
        put(sheet, row, 1, words, styles.of())


def _contents(document: Document, is_whole: bool) -> Iterator[tuple[str, str]]:
    """The name of each sheet behind the cover, and what is on it."""
    if is_whole:
        yield "summary", translate("sheet.summary_title")
    for table in document.tables:
        yield table.name, translate("cover.rows", title=table.title, n=len(table.rows))
    if is_whole:
        yield from ((name, translate(f"sheet.{name}_title")) for name in BEHIND)


def about(sheet: Worksheet, document: Document, styles: Styles) -> None:
    """What ties the workbook to its register, and the list of rows that were sent."""
    sheet.set_column(0, 0, NAMES)
    sheet.set_column(1, 1, 90)
    put(sheet, 0, 0, translate("sheet.about_title"), styles.of(**TITLE))
    put(sheet, 1, 0, translate("about.lead"), styles.of(**SMALL, text_wrap=False))
    for row, line in enumerate(document.status, start=2):
        put_across(sheet, row, 1, line, styles.of(**SMALL, text_wrap=True))
        sheet.set_row(row, height(line, 124, SMALL_LINE))
    start = 3 + len(document.status)
    for row, (label, value) in enumerate(_about(document), start=start):
        put(sheet, row, 0, label, styles.of(**LABEL))
        put(sheet, row, 1, value, styles.of(text_wrap=len(value) < LONG, **LINE))
    # What comes below is for the import.
    sheet.print_area(0, 0, start + len(document.facts) - 1, 1)


def _about(document: Document) -> Iterator[tuple[str, str]]:
    for name, value in document.facts:
        yield translate(f"about.{name}"), value
    for table in document.tables:
        label = translate("about.rows", sheet=sheet_name(table.name))
        yield from ((label, hashes) for hashes in marks(table))


def lists(sheet: Worksheet, document: Document, styles: Styles) -> Mapping[tuple[str, str], str]:
    """Write the words offered, a column a list; return where each is, by kind and name."""
    put(sheet, 0, 0, translate("sheet.lists_title"), styles.of(**TITLE))
    for row, line in enumerate(document.status, start=1):
        put(sheet, row, 0, line, styles.of(**SMALL, text_wrap=False))
    head = 2 + len(document.status)
    places: dict[tuple[str, str], str] = {}
    for column, choices in enumerate(document.choices):
        _list(sheet, (head, column), choices, styles)
        letter = xl_col_to_name(column)
        area = f"${letter}${head + 2}:${letter}${head + 1 + len(choices.words)}"
        places[choices.kind, choices.list_name] = f"='{sheet.get_name()}'!{area}"
    sheet.print_area(0, 0, 0, 0)  # the words are for dropdowns
    return places


def _list(sheet: Worksheet, at: tuple[int, int], choices: Choices, styles: Styles) -> None:
    """A column of words, its heading *at* a row and a column."""
    head, column = at
    sheet.set_column(column, column, 30)
    heading = styles.of(bold=True, bg_color=PAPER, **LINE)
    put(sheet, head, column, choices.heading, heading)
    for row, word in enumerate(choices.words, start=head + 1):
        put(sheet, row, column, word, styles.of(text_wrap=False))
