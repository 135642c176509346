"""A table on a sheet: title, lead and identity; headings that say what they are; rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from types import MappingProxyType
from typing import Any

from xlsxwriter.worksheet import Worksheet

from ropa.documents.row_identity import cut, encode_origin
from ropa.documents.table import Cell, Column, Field, Table, TableKind
from ropa.output.xlsx.canvas import Canvas
from ropa.output.xlsx.links import Links
from ropa.output.xlsx.measures import SMALL_LINE, TALLEST, height
from ropa.output.xlsx.styles import (
    HEAD,
    INK,
    LINE,
    LINK,
    PAPER,
    QUIET,
    SMALL,
    SMALL_SIZE,
    TITLE,
    Look,
    look,
)
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


Places = Mapping[tuple[str, str], str]
"""Where the words offered are, by kind and name of their list."""


@dataclass(frozen=True, slots=True)
class SheetContext:
    """What the sheets of a workbook share: addresses, and where the words offered are."""

    links: Links
    lists: Places


def origin_column() -> Column:
    """The last column of a table whose cells can be written back: what each row is about."""
    heading = translate("column.origin")
    note = translate("note.origin")
    return Column("origin", heading, width=12, note=note)


def day_format() -> str:
    """How the language writes a day, as the file format says it."""
    return translate("format.day").lower()


def first_row(table: Table) -> int:
    """The row of the headings, counted from 0."""
    return 1 + len(table.lead) + bool(table.identity)


def last_row(table: Table) -> int:
    """The last row of the table, which is empty where nothing is in it."""
    return first_row(table) + max(1, len(table.rows))


def draw(canvas: Canvas, table: Table, shared: SheetContext) -> Sequence[Column]:
    """Draw *table*, and return its columns as wide as they were drawn."""
    sheet = canvas.sheet
    places = range(len(table.columns))
    columns = [_fitted(table, place) for place in places]
    all_columns = [*columns]
    if table.is_bound:
        all_columns.append(origin_column())
    for place, column in enumerate(all_columns):
        sheet.set_column(place, place, column.width)
    _above(canvas, table)
    head = first_row(table)
    _headings(canvas, table, all_columns)
    _rows(canvas, table, shared.links)
    if not table.rows:
        look = {"italic": True, "font_color": QUIET, "text_wrap": False}
        canvas.put(head + 1, 0, table.empty, **look)
    if table.kind is not TableKind.ITEMS:  # those bring a filter of their own
        last = len(all_columns) - 1
        sheet.autofilter(head, 0, last_row(table), last)
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
        room = min(WIDEST_LINK, longest + 2)
        width = max(width, ceil(room * LINK_SIZE / 10))
    # What is below the height that a row can have would be cut.
    long_texts = {cut(words) for words in texts if len(words) > LONG}
    while width < WIDEST and any(height(words, width) >= TALLEST for words in long_texts):
        width += 4
    return replace(column, width=width)


def _above(canvas: Canvas, table: Table) -> None:
    canvas.put(0, 0, table.title, **TITLE, valign="vcenter")
    canvas.sheet.set_row(0, 24)
    last, width = _screen(table.columns)
    canvas.put_lines(1, table.lead, last, width, **SMALL)
    if table.identity:
        _identity(canvas, table)


def _screen(columns: Sequence[Column]) -> tuple[int, int]:
    """The last column a screen shows, and the width of all up to it."""
    width = 0
    for place, column in enumerate(columns):
        width += column.width
        if width >= WIDE_AS_SCREEN:
            return place, width
    return len(columns) - 1, width


def _identity(canvas: Canvas, table: Table) -> None:
    """A label and its value above each of the first columns."""
    row = 1 + len(table.lead)
    heights = []
    labelled = zip(table.identity, table.columns, strict=False)  # there may be more of either
    for place, ((label, cell), column) in enumerate(labelled):
        words = f"{label}\n{cell}"
        canvas.put_cell(row, place, words, cell, font_size=SMALL_SIZE)
        heights.append(height(words, column.width, SMALL_LINE))
    canvas.sheet.set_row(row, max(heights))


def heading(table: Table, column: Column) -> str:
    """A heading: one line in a table of items, as Excel asks of tables that it knows as such."""
    joint = translate("page_line.joint") if table.kind is TableKind.ITEMS else "\n"
    return joint.join(filter(None, (column.heading, column.article)))


_HEADING: Look = {"bold": True, "valign": "vcenter", "bottom": 1}
_WRITTEN: Look = {**_HEADING, "font_color": "#FFFFFF", "bg_color": HEAD}
_DERIVED: Look = {**_HEADING, "italic": True, "font_color": INK, "bg_color": PAPER}


def _headings(canvas: Canvas, table: Table, columns: Sequence[Column]) -> None:
    row = first_row(table)
    heights = [LOWEST_HEADING]
    if table.kind is TableKind.ITEMS:
        _excel_table(canvas.sheet, table, columns)
    for place, column in enumerate(columns):
        words = heading(table, column)
        is_derived = table.is_bound and column.field is None
        colours = _DERIVED if is_derived else _WRITTEN
        canvas.put(row, place, words, **colours)
        own_note = _note(column) if table.is_bound else ""
        note = column.note or own_note
        if note:
            canvas.sheet.write_comment(row, place, note, COMMENT)
        heights.append(height(words, column.width - 4))
    canvas.sheet.set_row(row, max(heights))


COMMENT: Look = MappingProxyType({"author": "ropa", "x_scale": 2, "y_scale": 1.2})


def _excel_table(sheet: Worksheet, table: Table, columns: Sequence[Column]) -> None:
    headings = [{"header": heading(table, column)} for column in columns]
    name = table.name.title()
    options = {"name": name, "columns": headings, "style": None, "autofilter": True}
    last = len(columns) - 1
    sheet.add_table(first_row(table), 0, last_row(table), last, options)


def _note(column: Column) -> str:
    """Whether the column can be corrected, how, and which article asks."""
    lines = [translate("note.derived")]
    if column.field:
        kind = translate(f"note.{column.field.kind}")
        lines = [f"{translate('note.editable')} {kind}"]
    if column.article:
        lines.append(translate("note.article", article=column.article))
    return "\n".join(lines)


def _rows(canvas: Canvas, table: Table, links: Links) -> None:
    links_left = MOST_LINKS
    first = first_row(table) + 1
    for index, cells in enumerate(table.rows):
        row = first + index
        heights = [0.0]
        for place, column in enumerate(table.columns):
            cell = cells[place]
            words = str(cell)
            can_link = links_left and column.leads and _is_short(words, column)
            link = links.of(table, index, place) if can_link else ""
            links_left -= bool(link)
            content = _Content(cell, cut(words), column.field, link)
            _cell(canvas, (row, place), content)
            if words:
                heights.append(height(words, column.width))
        if table.origins:
            origin = encode_origin(table.origins[index], cells)
            canvas.put(row, len(cells), origin, **ORIGIN_LOOK)
        canvas.sheet.set_row(row, max(heights) or EMPTY_ROW)


ORIGIN_LOOK: Look = MappingProxyType(
    {"font_size": 7, "font_color": QUIET, "text_wrap": False, **LINE}
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
        if self.words and self.field and self.field.kind == "day":
            day = date.fromisoformat(self.words)
            return day if day >= EARLIEST else None
        return None


_LINK_LOOK: Look = {"font_color": LINK, "underline": 1, "font_size": LINK_SIZE}


def _cell(canvas: Canvas, at: tuple[int, int], content: _Content) -> None:
    words = content.words
    common = dict(LINE)
    if words.startswith(("=", "+", "-", "@")):
        common["quote_prefix"] = True
    if content.link and words:
        link_look = {**common, **look(content.cell), **_LINK_LOOK}
        style = canvas.styles.of(**link_look)
        canvas.sheet.write_url(*at, content.link, style, words)
    elif day := content.day:
        style = canvas.styles.of(**common, num_format=day_format())
        canvas.sheet.write_datetime(*at, day, style)
    else:
        canvas.put_cell(*at, words, content.cell, **common)


def _dropdowns(sheet: Worksheet, table: Table, lists: Places) -> None:
    first = first_row(table) + 1
    last = last_row(table) + ROOM_TO_GROW
    for place, column in enumerate(table.columns):
        if column.field and (rule := _input_rule(column.field, lists)):
            kind = column.field.kind
            rule["error_title"] = column.heading[:32]
            rule["error_message"] = translate(f"note.{kind}")[:255]
            sheet.data_validation(first, place, last, place, rule)


def _input_rule(field: Field, lists: Places) -> dict[str, Any]:
    """What may be written, where the *field* is a day or has a list of words; else nothing."""
    if field.kind == "day":
        return {"validate": "date", "criteria": ">=", "value": EARLIEST}
    source = lists.get((field.kind, field.words))
    if not source:
        return {}
    error_type = "stop" if field.kind in CLOSED else "information"
    return {"validate": "list", "source": source, "error_type": error_type}
