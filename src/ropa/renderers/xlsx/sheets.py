"""A table on a sheet: title, lead and identity; headings that say what they are; rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from types import MappingProxyType
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ropa.renderers.xlsx.links import Links
from ropa.renderers.xlsx.measures import SMALL_LINE, TALLEST, height
from ropa.renderers.xlsx.styles import HEAD, INK, LINK, PAPER, QUIET, RULE, Styles, look
from ropa.views.row_identity import bind, cut
from ropa.views.table import Cell, Column, Field, Table, TableKind
from ropa.vocabulary import translate

ROOM_TO_GROW = 500
"""Empty rows below a table in which the dropdowns work already."""

MOST_LINKS = 60_000
"""Links on one sheet; the format's own limit is 65,530."""

WIDEST_LINK = 46
"""Characters of a link; longer words stand without one, since LibreOffice would cut them off."""

LINK_SIZE = 9
"""Points of the letters of a link, of ten elsewhere."""

WIDEST, LONG = 120, 600
"""Characters of a column, and of a cell from which on its row may need more than a row can have."""

WIDE_AS_SCREEN = 150
"""Characters across which a line above a table spans."""

LOWEST_HEADING = 42.0
"""Points of the row of headings, where none of them needs more."""

EMPTY_ROW = 15
"""Points of a row in which nothing stands."""

CLOSED = ("state", "status", "flag", "choice")
"""Kinds of fields that hold one word of their list; others may hold several, a line each."""

EARLIEST = date(1900, 3, 1)
"""The format has no day before 1900, and takes that year for a leap year."""


@dataclass(frozen=True, slots=True)
class SheetContext:
    """What the sheets of a workbook share: formats, addresses, and where the words offered are."""

    styles: Styles
    links: Links
    lists: Mapping[tuple[str, str], str]


def origin_column() -> Column:
    """The last column of a table whose cells can be written back: what each row is about."""
    heading, note = translate("column.origin"), translate("note.origin")
    return Column("origin", heading, width=12, note=note)


ORIGIN = origin_column()


def put(sheet: Worksheet, row: int, place: int, words: str, style: Format) -> None:
    """Write *words* as text, whatever they look like; rows and columns are counted from 0."""
    if words:
        sheet.write_string(row, place, cut(words), style)
    else:
        sheet.write_blank(row, place, None, style)


def put_across(sheet: Worksheet, row: int, last: int, words: str, style: Format) -> None:
    """Write *words* across the columns up to the *last*."""
    if last > 0:
        sheet.merge_range(row, 0, row, last, "", style)
    put(sheet, row, 0, words, style)


def day_format() -> str:
    """How the language writes a day, as the file format says it."""
    return translate("format.day").lower()


def first_row(table: Table) -> int:
    """The row of the headings, counted from 0."""
    return 1 + len(table.lead) + bool(table.identity)


def last_row(table: Table) -> int:
    """The last row of the table, which is empty where nothing is in it."""
    return first_row(table) + max(1, len(table.rows))


def draw(sheet: Worksheet, table: Table, shared: SheetContext) -> Sequence[Column]:
    """Draw *table*, and return its columns as wide as they were drawn."""
    columns = [_fitted(table, place) for place in range(len(table.columns))]
    all_columns = [*columns, origin_column()] if table.is_bound else columns
    for place, column in enumerate(all_columns):
        sheet.set_column(place, place, column.width)
    _above(sheet, table, shared.styles)
    head = first_row(table)
    _headings(sheet, table, all_columns, shared.styles)
    if table.rows:
        _rows(sheet, table, shared)
    else:
        style = shared.styles.of(italic=True, font_color=QUIET, text_wrap=False)
        put(sheet, head + 1, 0, table.empty, style)
    if table.kind is not TableKind.ITEMS:  # those bring a filter of their own
        sheet.autofilter(head, 0, last_row(table), len(all_columns) - 1)
    sheet.freeze_panes(head + 1, 1)
    _dropdowns(sheet, table, shared.lists)
    return columns


def _fitted(table: Table, place: int) -> Column:
    """The column in *place*, wide enough for its longest name, and for its tallest row."""
    column = table.columns[place]
    texts = {str(row[place]) for row in table.rows}
    width = column.width
    if column.is_unbroken:  # LibreOffice does not break the lines of a link
        longest = max(map(len, texts), default=0)
        width = max(width, ceil(min(WIDEST_LINK, longest + 2) * LINK_SIZE / 10))
    # What is below the height that a row can have would be cut.
    long_texts = {cut(words) for words in texts if len(words) > LONG}
    while width < WIDEST and any(height(words, width) >= TALLEST for words in long_texts):
        width += 4
    return replace(column, width=width)


def _above(sheet: Worksheet, table: Table, styles: Styles) -> None:
    title = styles.of(font_size=14, bold=True, text_wrap=False, valign="vcenter")
    put(sheet, 0, 0, table.title, title)
    sheet.set_row(0, 24)
    last, width = _screen(table.columns)
    style = styles.of(font_size=9, italic=True, font_color=QUIET)
    for row, line in enumerate(table.lead, start=1):
        put_across(sheet, row, last, line, style)
        sheet.set_row(row, height(line, width, SMALL_LINE))
    if table.identity:
        _identity(sheet, table, styles)


def _screen(columns: Sequence[Column]) -> tuple[int, int]:
    """The last column a screen shows, and the width of all up to it."""
    width = 0
    for place, column in enumerate(columns):
        width += column.width
        if width >= WIDE_AS_SCREEN:
            return place, width
    return len(columns) - 1, width


def _identity(sheet: Worksheet, table: Table, styles: Styles) -> None:
    """A label and its value above each of the first columns."""
    row, tallest = 1 + len(table.lead), 0.0
    below = zip(table.identity, table.columns, strict=False)  # there may be more of either
    for place, ((label, cell), column) in enumerate(below):
        words = f"{label}\n{cell}"
        put(sheet, row, place, words, styles.cell(cell, font_size=9))
        tallest = max(tallest, height(words, column.width, SMALL_LINE))
    sheet.set_row(row, tallest)


def heading(table: Table, column: Column) -> str:
    """A heading: one line in a table of items, as Excel asks of tables that it knows as such."""
    joint = translate("page_line.joint") if table.kind is TableKind.ITEMS else "\n"
    return joint.join(filter(None, (column.heading, column.article)))


def _headings(sheet: Worksheet, table: Table, columns: Sequence[Column], styles: Styles) -> None:
    common = {"bold": True, "valign": "vcenter", "bottom": 1}
    dark = styles.of(**common, font_color="#FFFFFF", bg_color=HEAD)
    light = styles.of(**common, italic=True, font_color=INK, bg_color=PAPER)
    row, tallest = first_row(table), LOWEST_HEADING
    if table.kind is TableKind.ITEMS:
        _excel_table(sheet, table, columns)
    for place, column in enumerate(columns):
        words = heading(table, column)
        is_derived = table.is_bound and column.field is None
        put(sheet, row, place, words, light if is_derived else dark)
        if note := column.note or (_note(column) if table.is_bound else ""):
            sheet.write_comment(row, place, note, COMMENT)
        tallest = max(tallest, height(words, column.width - 4))
    sheet.set_row(row, tallest)


COMMENT: Mapping[str, Any] = MappingProxyType({"author": "ropa", "x_scale": 2, "y_scale": 1.2})


def _excel_table(sheet: Worksheet, table: Table, columns: Sequence[Column]) -> None:
    options = {
        "name": table.name.title(),
        "columns": [{"header": heading(table, column)} for column in columns],
        "style": None,
        "autofilter": True,
    }
    sheet.add_table(first_row(table), 0, last_row(table), len(columns) - 1, options)


def _note(column: Column) -> str:
    """Whether the column can be corrected, how, and which article asks."""
    what = translate("note.derived")
    if column.field:
        what = f"{translate('note.editable')} {translate(f'note.{column.field.kind}')}"
    if not column.article:
        return what
    return f"{what}\n{translate('note.article', article=column.article)}"


def _rows(sheet: Worksheet, table: Table, shared: SheetContext) -> None:
    links_left = MOST_LINKS
    for index, cells in enumerate(table.rows):
        row = first_row(table) + 1 + index
        tallest = 0.0
        for place, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
            words = str(cell)
            can_link = links_left and column.leads and _is_short(words, column)
            link = shared.links.of(table, index, place) if can_link else ""
            links_left -= bool(link)
            content = _Content(cell, cut(words), column.field, link)
            _cell(sheet, (row, place), content, shared.styles)
            tallest = max(tallest, height(words, column.width) if words else 0)
        if table.origins:
            style = shared.styles.of(**ORIGIN_LOOK)
            put(sheet, row, len(cells), bind(table.origins[index], cells), style)
        sheet.set_row(row, tallest or EMPTY_ROW)


ORIGIN_LOOK: Mapping[str, Any] = MappingProxyType(
    {
        "font_size": 7,
        "font_color": QUIET,
        "text_wrap": False,
        "bottom": 1,
        "bottom_color": RULE,
    }
)


def _is_short(words: str, column: Column) -> bool:
    """Whether a link of *words* shows whole in its column."""
    room = WIDEST_LINK if column.is_unbroken else min(WIDEST_LINK, column.width)
    return len(words) <= room and "\n" not in words


@dataclass(frozen=True, slots=True)
class _Content:
    """What is written in one cell: a value as *words*, what it writes back, where it leads."""

    cell: Cell
    words: str
    field: Field | None
    link: str

    @property
    def day(self) -> date | None:
        """The day it is, where its field holds days and the format knows it."""
        if self.field is None or self.field.kind != "day" or not self.words:
            return None
        day = date.fromisoformat(self.words)
        return day if day >= EARLIEST else None


def _cell(sheet: Worksheet, at: tuple[int, int], content: _Content, styles: Styles) -> None:
    rule: dict[str, Any] = {"bottom": 1, "bottom_color": RULE}
    if content.words.startswith(("=", "+", "-", "@")):
        rule["quote_prefix"] = True
    if content.link and content.words:
        link_look = {"font_color": LINK, "underline": 1, "font_size": LINK_SIZE}
        style = styles.of(**{**rule, **look(content.cell), **link_look})
        sheet.write_url(*at, content.link, style, content.words)
    elif day := content.day:
        sheet.write_datetime(*at, day, styles.of(**rule, num_format=day_format()))
    else:
        put(sheet, *at, content.words, styles.cell(content.cell, **rule))


def _dropdowns(sheet: Worksheet, table: Table, lists: Mapping[tuple[str, str], str]) -> None:
    first, last = first_row(table) + 1, last_row(table) + ROOM_TO_GROW
    for place, column in enumerate(table.columns):
        if column.field is None:
            continue
        kind = column.field.kind
        source = lists.get((kind, column.field.words))
        if kind == "day":
            sheet.data_validation(first, place, last, place, _day_rule(column))
        elif source:
            sheet.data_validation(first, place, last, place, _list_rule(column, kind, source))


def _day_rule(column: Column) -> dict[str, Any]:
    return {
        "validate": "date",
        "criteria": ">=",
        "value": EARLIEST,
        "error_title": column.heading,
        "error_message": translate("note.day"),
    }


def _list_rule(column: Column, kind: str, source: str) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": source,
        "error_type": "stop" if kind in CLOSED else "information",
        "error_title": column.heading[:32],
        "error_message": translate(f"note.{kind}")[:255],
    }
