"""A table on a sheet: title, lead and identity above; headings that say what they are; rows; how it is printed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ropa.renderers.xlsx.links import LEADING, Links, width
from ropa.renderers.xlsx.styles import HEAD, INK, LINK, PAPER, QUIET, RULE, Styles, look
from ropa.views.binding import bind, cut
from ropa.views.table import Cell, Column, Document, Table, column
from ropa.vocabulary import say

ROOM_TO_GROW = 500
"""Empty rows below a table in which the dropdowns work already."""

MOST_LINKS = 60_000
"""Links on one sheet; the format's own limit is 65,530."""

LINKED = ("key", "evidence")
"""Columns made wide enough for links."""

WIDEST_LINK = 46
"""Characters of a link; longer words stand without one, since LibreOffice would cut them off."""

CROWDED = 1.2
"""Characters of running text in a width of one: columns are counted in digits, which are wide."""

LINK_SIZE = 9
"""Points of the letters of a link, of ten elsewhere."""

TALLEST = 409.0
"""Points a row can have."""

WIDEST, LONG = 120, 600
"""Characters of a column, and of a cell from which on its row may need more than a row can have."""

MOST_HEADER = 251
"""Characters of a header, which can have 255 with what sets its type."""

MOST_KEPT = 66
"""Characters with which each page across may begin."""

ORIGIN = column("origin", "", 12)

EARLIEST = date(1900, 3, 1)
"""The format has no day before 1900, and takes that year for a leap year."""


def put(sheet: Worksheet, row: int, place: int, words: str, style: Format) -> None:
    """Write *words* as text, whatever they look like; rows and columns are counted from 0."""
    if words:
        sheet.write_string(row, place, cut(words), style)
    else:
        sheet.write_blank(row, place, None, style)


def first_row(table: Table) -> int:
    """The row of the headings, counted from 0: what stands above it is known without drawing it."""
    return 1 + len(table.lead) + bool(table.identity)


def draw(
    sheet: Worksheet,
    table: Table,
    styles: Styles,
    links: Links,
    lists: Mapping[tuple[str, str], str],
) -> Sequence[Column]:
    """Draw *table*, and return its columns, with the one that is for the import."""
    columns = (*table.columns, ORIGIN) if table.is_bound else table.columns
    columns = tuple(
        _tall_enough(table, place, _wide_enough(table, place, one))
        for place, one in enumerate(columns)
    )
    for place, one in enumerate(columns):
        sheet.set_column(place, place, one.width)
    put(
        sheet,
        0,
        0,
        table.title,
        styles.of(font_size=14, bold=True, text_wrap=False, valign="vcenter"),
    )
    sheet.set_row(0, 24)
    _above(sheet, table, styles)
    head = first_row(table)
    _headings(sheet, table, columns, head, styles)
    _rows(sheet, table, head + 1, styles, links)
    last = head + max(1, len(table.rows))
    if not table.rows:
        put(
            sheet,
            head + 1,
            0,
            table.empty,
            styles.of(italic=True, font_color=QUIET, text_wrap=False),
        )
    if not is_excel_table(table):
        sheet.autofilter(head, 0, last, len(columns) - 1)
    sheet.freeze_panes(head + 1, 1)
    _dropdowns(sheet, table, head + 1, last + ROOM_TO_GROW, lists)
    return columns


def _wide_enough(table: Table, place: int, one: Column) -> Column:
    """A column of links as wide as its words: LibreOffice does not break the lines of a link."""
    if one.name not in LINKED:
        return one
    longest = max((len(str(row[place])) for row in table.rows), default=0)
    return replace(one, width=max(one.width, ceil(min(WIDEST_LINK, longest + 2) * LINK_SIZE / 10)))


def _tall_enough(table: Table, place: int, one: Column) -> Column:
    """A column wide enough that no row needs more than a row can have: what is below would be cut."""
    if place >= len(table.columns):
        return one
    texts = {cut(str(row[place])) for row in table.rows if len(str(row[place])) > LONG}
    wide = one.width
    while wide < WIDEST and any(height(words, wide) >= TALLEST for words in texts):
        wide += 4
    return replace(one, width=wide)


def kept(table: Table) -> tuple[int, int]:
    """The columns each page across begins with, first and last: the key, or those that tell rows apart."""
    if len(table.columns) < 5:
        return 0, 0
    if table.columns[1].name == "key":
        return 1, 1
    is_narrow = table.columns[0].width + table.columns[1].width <= MOST_KEPT
    return 0, int(is_narrow and len({str(row[0]) for row in table.rows}) < len(table.rows))


def _above(sheet: Worksheet, table: Table, styles: Styles) -> None:
    across, wide = _across(table.columns)
    for row, line in enumerate(table.lead, start=1):
        style = styles.of(font_size=9, italic=True, font_color=QUIET)
        if across > 1:
            sheet.merge_range(row, 0, row, across - 1, "", style)
        put(sheet, row, 0, line, style)
        sheet.set_row(row, height(line, wide, 12))
    row, tallest = 1 + len(table.lead), 0.0
    for place, (label, cell) in enumerate(table.identity[: len(table.columns)]):
        words = f"{label}\n{cell}"
        put(sheet, row, place, words, styles.cell(cell, font_size=9))
        tallest = max(tallest, height(words, table.columns[place].width, 12))
    if table.identity:
        sheet.set_row(row, tallest)


def _across(columns: Sequence[Column]) -> tuple[int, int]:
    """How many columns a line above the table spans, and their width: about what a screen shows."""
    wide = 0
    for index, one in enumerate(columns, start=1):
        wide += one.width
        if wide >= 150:
            return index, wide
    return len(columns), wide


def heading(table: Table, one: Column) -> str:
    """The words of a heading. A heading of an Excel table is one line, and no other heading says the same."""
    parts = filter(None, (one.heading, one.article))
    return (" · " if is_excel_table(table) else "\n").join(parts)


def is_excel_table(table: Table) -> bool:
    """Whether *table* is drawn as an Excel table: one for editing, a row a claim."""
    return bool(table.columns and table.columns[-1].name == "evidence" and not table.identity)


def _headings(
    sheet: Worksheet, table: Table, columns: Sequence[Column], row: int, styles: Styles
) -> None:
    common = {"bold": True, "valign": "vcenter", "bottom": 1}
    dark = styles.of(**common, font_color="#FFFFFF", bg_color=HEAD)
    light = styles.of(**common, italic=True, font_color=INK, bg_color=PAPER)
    is_edited = table.is_bound
    looks = [dark if one.field or not is_edited else light for one in columns]
    if is_excel_table(table):
        parts = [{"header": heading(table, one)} for one in columns]
        last = row + max(1, len(table.rows))
        named = {"name": table.name.title(), "columns": parts, "style": None, "autofilter": True}
        sheet.add_table(row, 0, last, len(columns) - 1, named)
    for place, (one, style) in enumerate(zip(columns, looks, strict=True)):
        put(sheet, row, place, heading(table, one), style)
        if words := one.note or (note(one) if is_edited else ""):
            sheet.write_comment(row, place, words, {"author": "ropa", "x_scale": 2, "y_scale": 1.2})
    sheet.set_row(row, max(42.0, *(height(heading(table, one), one.width - 4) for one in columns)))


def note(one: Column) -> str:
    """What a heading's note says: whether the column can be corrected, how, and which article asks."""
    if one.name == ORIGIN.name:
        return say("note.origin")
    what = (
        f"{say('note.editable')} {say(f'note.{one.field.kind}')}"
        if one.field
        else say("note.derived")
    )
    return "\n".join(filter(None, (what, one.article and say("note.article", article=one.article))))


def _rows(sheet: Worksheet, table: Table, row: int, styles: Styles, links: Links) -> None:
    linked = 0
    for place, cells in enumerate(table.rows):
        texts = [str(cell) for cell in cells]
        for x, (cell, words, one) in enumerate(zip(cells, texts, table.columns, strict=True)):
            can_link = one.name in LEADING and linked < MOST_LINKS and _is_short(words, one)
            link = links.of(table, place, one.name) if can_link else ""
            linked += bool(link)
            _cell(sheet, row + place, x, cell, cut(words), one, styles, link)
        if table.origins:
            style = styles.of(
                font_size=7, font_color=QUIET, text_wrap=False, bottom=1, bottom_color=RULE
            )
            put(sheet, row + place, len(cells), bind(table.origins[place], cells), style)
        heights = (
            height(words, one.width)
            for words, one in zip(texts, table.columns, strict=True)
            if words
        )
        sheet.set_row(row + place, max(heights, default=15))


def _is_short(words: str, one: Column) -> bool:
    """Whether a link of *words* shows whole in its column."""
    room = WIDEST_LINK if one.name in LINKED else min(WIDEST_LINK, one.width)
    return len(words) <= room and "\n" not in words


def _cell(
    sheet: Worksheet,
    row: int,
    x: int,
    cell: Cell,
    words: str,
    one: Column,
    styles: Styles,
    link: str,
) -> None:
    more: dict[str, Any] = {"bottom": 1, "bottom_color": RULE}
    if words.startswith(("=", "+", "-", "@")):
        more["quote_prefix"] = True
    if link and words:
        style = styles.of(
            **{**more, **look(cell), "font_color": LINK, "underline": 1, "font_size": LINK_SIZE}
        )
        sheet.write_url(row, x, link, style, words)
    elif one.field and one.field.kind == "day" and words and date.fromisoformat(words) >= EARLIEST:
        sheet.write_datetime(
            row, x, date.fromisoformat(words), styles.of(**more, num_format="yyyy-mm-dd")
        )
    else:
        put(sheet, row, x, words, styles.cell(cell, **more))


def height(words: str, wide: int, line: float = 13.0) -> float:
    """Points a text needs in a column *wide* characters wide: Excel does not grow rows it did not write."""
    room = max(1, int(wide * CROWDED))
    return min(TALLEST, sum(_lines(part, room) for part in words.split("\n")) * line + 4)


def _lines(words: str, room: int) -> int:
    """Lines of *room* characters that *words* break into."""
    if _wide(words) <= room:
        return 1
    lines, used = 1, 0
    for word in words.split(" "):
        long = _wide(word)
        if used and used + 1 + long > room:
            lines, used = lines + 1, 0
        lines += (long - 1) // room if long else 0
        used = used + bool(used) + (long - 1) % room + 1
    return lines


def _wide(words: str) -> int:
    """Characters as a column counts them: letters of East Asia take two."""
    return (
        len(words)
        if words.isascii()
        else sum(1 + (east_asian_width(letter) in "WF") for letter in words)
    )


def _dropdowns(
    sheet: Worksheet, table: Table, row: int, last: int, lists: Mapping[tuple[str, str], str]
) -> None:
    for place, one in enumerate(table.columns):
        if one.field is None:
            continue
        if one.field.kind == "day":
            asked = {
                "criteria": ">=",
                "value": EARLIEST,
                "error_title": one.heading,
                "error_message": say("note.day"),
            }
            sheet.data_validation(row, place, last, place, {"validate": "date", **asked})
        elif source := lists.get((one.field.kind, one.field.words)):
            is_single = one.field.kind in ("state", "status", "flag", "choice")
            sheet.data_validation(
                row,
                place,
                last,
                place,
                {
                    "validate": "list",
                    "source": source,
                    "error_type": "stop" if is_single else "information",
                    "error_title": one.heading[:32],
                    "error_message": say(f"note.{one.field.kind}")[:255],
                },
            )


def print_set_up(
    sheet: Worksheet,
    document: Document,
    columns: Sequence[Column],
    rows: tuple[int, int],
    paper: str,
    landscape: bool,
    kept: tuple[int, int] = (0, 0),
    is_empty: bool = False,
    has_identity: bool = False,
) -> None:
    """Paper, headings and first columns on every page, whose record it is above, name and as-of date below.

    *rows* are those of the headings and of the last row; *kept* are the columns each page across begins with.
    """
    if landscape:
        sheet.set_landscape()
        sheet.repeat_rows(rows[0])
        sheet.repeat_columns(*kept)
        sheet.print_across()
    shown = [one for one in columns if one.name != ORIGIN.name]
    pages = width([one.width for one in shown], kept) if landscape and not is_empty else 1
    if landscape:
        # Lines above the headings would be cut where a page across ends, and go on as scraps on the next.
        sheet.print_area(
            rows[0] if pages > 1 and not has_identity else 0, 0, rows[1], len(shown) - 1
        )
    sheet.set_paper(9 if paper == "A4" else 1)
    sheet.fit_to_pages(pages, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.55, bottom=0.6)
    name = f"{document.organization}, {document.dated.lower()} {document.as_of}"
    sheet.set_footer(f"&L{_plain(name[:100])}&C&A&R{say('report.page', page='&P', pages='&N')}")
    if document.status:
        sheet.set_header(f"&L&8{_header(document.status[0])}", {"margin": 0.2})
    sheet.set_zoom(90)
    sheet.hide_gridlines(2)


def _plain(words: str) -> str:
    """*words* as text of a header or footer, in which an ampersand begins a command."""
    # The library would take some for a picture.
    return re.sub(r"&&(?=G|\[)", "&&\N{WORD JOINER}", words.replace("&", "&&"))


def _header(words: str) -> str:
    """*words* in what a header can hold; the rest of them stands on the sheet."""
    if len(_plain(words)) <= MOST_HEADER:
        return _plain(words)
    shown = words[:MOST_HEADER]
    while len(_plain(shown)) >= MOST_HEADER:
        shown = shown[:-1]
    return _plain(shown) + "…"
