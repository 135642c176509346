"""The sheets that are no table of the register: cover, summary with pictures, what the import needs, words offered."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ropa.model.claim import State
from ropa.register import Register
from ropa.renderers.xlsx.links import sheet_name
from ropa.renderers.xlsx.sheets import height, put
from ropa.renderers.xlsx.styles import LINK, PAPER, QUIET, RULE, STATES, Styles
from ropa.views.binding import FORMAT, content, marks
from ropa.views.fields import offered
from ropa.views.figures import Figures, by_element, by_state
from ropa.views.table import Document
from ropa.vocabulary import say

LINE: Mapping[str, Any] = MappingProxyType({"bottom": 1, "bottom_color": RULE})

PATTERNS = (
    {"fill": {"color": "#2F4156"}},
    {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#5B7FA6", "bg_color": "#FFFFFF"}},
    {"fill": {"color": "#FCE9C8"}},
)
"""Answered, inferred, open: dark, striped and light, so that a print in black and white tells them apart."""


BESIDE = ("about", "lists")
"""Sheets behind the tables, as the cover lists them."""


def cover(sheet: Worksheet, document: Document, styles: Styles, is_whole: bool = True) -> None:
    """What the document is, whose, as of when, and a link to each sheet; beside the tables only where it *is_whole*."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 96)
    put(sheet, 0, 0, document.title, styles.of(font_size=20, bold=True, text_wrap=False))
    sheet.set_row(0, 30)
    put(
        sheet,
        1,
        0,
        document.organization,
        styles.of(font_size=14, font_color=QUIET, text_wrap=False),
    )
    row = 3
    for line in document.status:
        style = styles.of(italic=True, bg_color=PAPER)
        sheet.merge_range(row, 0, row, 1, "", style)
        put(sheet, row, 0, line, style)
        sheet.set_row(row, height(line, 128))
        row += 1
    row += 1
    for label, cell in document.cover:
        put(sheet, row, 0, label, styles.of(bold=True, font_color=QUIET, **LINE))
        put(sheet, row, 1, str(cell), styles.cell(cell, **LINE))
        sheet.set_row(row, max(height(str(cell), 96), height(label, 30)))
        row += 1
    _contents(sheet, document, row + 1, styles, is_whole)


def _contents(
    sheet: Worksheet, document: Document, row: int, styles: Styles, is_whole: bool
) -> None:
    put(sheet, row, 0, say("cover.sheets"), styles.of(font_size=12, bold=True))
    entries = [("summary", say("sheet.summary_title"))] if is_whole else []
    entries += [
        (table.name, say("cover.rows", title=table.title, n=len(table.rows)))
        for table in document.tables
    ]
    entries += [(name, say(f"sheet.{name}_title")) for name in BESIDE] if is_whole else []
    for place, (name, words) in enumerate(entries, start=row + 1):
        title = sheet_name(name)
        sheet.write_url(
            place, 0, f"internal:'{title}'!A1", styles.of(font_color=LINK, underline=1), title
        )
        put(sheet, place, 1, words, styles.of())


def summary(
    book: Workbook, sheet: Worksheet, document: Document, register: Register, styles: Styles
) -> None:
    """Numbers, and a picture of each table of numbers whose words say the same."""
    sheet.set_column(0, 1, 30)
    sheet.set_column(2, 8, 12)
    put(
        sheet, 0, 0, say("sheet.summary_title"), styles.of(font_size=14, bold=True, text_wrap=False)
    )
    row = 1
    for line in (say("sheet.summary_lead"), *document.status):
        style = styles.of(font_size=9, italic=True, font_color=QUIET)
        sheet.merge_range(row, 0, row, 5, "", style)
        put(sheet, row, 0, line, style)
        sheet.set_row(row, height(line, 105, 12))
        row += 1
    for role in ("controller", "processor"):
        figures = by_element(register, role)
        if figures.rows:
            row = _numbers(sheet, figures, row + 1, styles)
            row = _chart(book, sheet, figures, row, (3, 4, 5), f"chart_{role}")
    figures = by_state(register)
    row = _numbers(sheet, figures, row + 1, styles)
    _chart(book, sheet, figures, row, (1,), "chart_states")


def _numbers(sheet: Worksheet, figures: Figures, row: int, styles: Styles) -> int:
    """Write *figures* from *row* and return the row below."""
    put(sheet, row, 0, figures.title, styles.of(font_size=12, bold=True, text_wrap=False))
    for place, words in enumerate(figures.headings):
        side = "right" if figures.rows and isinstance(figures.rows[0][place], int) else "left"
        put(sheet, row + 1, place, words, styles.of(bold=True, bg_color=PAPER, align=side, **LINE))
    states = {say(f"state.{state}"): state for state in State}
    for down, line in enumerate(figures.rows, start=row + 2):
        for place, one in enumerate(line):
            if isinstance(one, int):
                sheet.write_number(down, place, one, styles.of(text_wrap=False, **LINE))
            else:
                look = (
                    styles.of(**LINE)
                    if one not in states or place
                    else styles.of(**LINE, **STATES[states[one]])
                )
                put(sheet, down, place, one, look)
    return row + 2 + len(figures.rows)


def _chart(
    book: Workbook, sheet: Worksheet, figures: Figures, row: int, columns: Sequence[int], name: str
) -> int:
    """Draw *figures*, which end above *row*, below them, and return the row below the picture."""
    title = say(f"summary.{name}")
    chart = book.add_chart(
        {"type": "bar", "subtype": "stacked"} if len(columns) > 1 else {"type": "bar"}
    )
    first, last = row - len(figures.rows), row - 1
    for place, column in enumerate(columns):
        series = {
            "name": [sheet.get_name(), first - 1, column],
            "categories": [sheet.get_name(), first, 0, last, 0],
            "values": [sheet.get_name(), first, column, last, column],
            "border": {"color": "#1F2A37", "width": 0.75},
            "gap": 40,
            "data_labels": {"value": len(columns) == 1},
            **PATTERNS[place],
        }
        chart.add_series(series)
    chart.set_title({"name": title, "name_font": {"size": 11}, "overlay": False})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis(
        {"num_format": "0", "major_gridlines": {"visible": True, "line": {"color": RULE}}}
    )
    chart.set_legend({"position": "bottom"} if len(columns) > 1 else {"none": True})
    tall = 110 + 22 * len(figures.rows)
    chart.set_size({"width": 760, "height": tall})
    lines = " ".join(_spoken(figures, line, columns) for line in figures.rows)
    sheet.insert_chart(
        row + 1, 0, chart, {"description": say("summary.chart_alt", title=title, rows=lines)[:2000]}
    )
    return row + 2 + -(-tall // 20)


def _spoken(figures: Figures, line: Sequence[str | int], columns: Sequence[int]) -> str:
    numbers = ", ".join(f"{figures.headings[place].lower()} {line[place]}" for place in columns)
    return say("summary.chart_row", label=line[0], numbers=numbers)


def about(sheet: Worksheet, document: Document, facts: Mapping[str, str], styles: Styles) -> None:
    """What ties the workbook to its register: id, revision, hash, and the list of rows that were sent."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    put(sheet, 0, 0, say("sheet.about_title"), styles.of(font_size=14, bold=True, text_wrap=False))
    put(
        sheet,
        1,
        0,
        say("about.lead"),
        styles.of(font_size=9, italic=True, font_color=QUIET, text_wrap=False),
    )
    start = _status(sheet, document, 2, styles, (0, 1, 124))
    rows = [(say(f"about.{name}"), value) for name, value in facts.items()]
    sheet.print_area(0, 0, start + len(rows), 1)  # what comes below is for the import
    for table in document.tables:
        rows += [(say("about.rows", sheet=sheet_name(table.name)), cell) for cell in marks(table)]
    for place, (label, value) in enumerate(rows, start=start + 1):
        put(sheet, place, 0, label, styles.of(bold=True, font_color=QUIET, **LINE))
        put(sheet, place, 1, value, styles.of(text_wrap=len(value) < 400, **LINE))


def _status(
    sheet: Worksheet,
    document: Document,
    row: int,
    styles: Styles,
    across: tuple[int, int, int] | None = None,
) -> int:
    """The lines every sheet carries, from *row*; the row below them. *across*: first and last column, characters."""
    for line in document.status:
        style = styles.of(font_size=9, italic=True, font_color=QUIET, text_wrap=across is not None)
        if across:
            sheet.merge_range(row, across[0], row, across[1], "", style)
            sheet.set_row(row, height(line, across[2], 12))
        put(sheet, row, 0, line, style)
        row += 1
    return row


def facts(document: Document, register: Register) -> Mapping[str, str]:
    """What the sheet About says, by name; the file's own properties say it too, without what only an import needs."""
    layout = document.settings.get("layout", "")
    return {
        **({} if layout else {"format": FORMAT}),
        "register": register.name,
        "revision": register.revision,
        **({} if layout else {"content": content(document)}),
        "as_of": document.as_of,
        "template": layout or "default",
        **({"part": " ".join(register.part)} if register.part else {}),
    }


def lists(
    sheet: Worksheet, document: Document, register: Register, styles: Styles
) -> Mapping[tuple[str, str], str]:
    """The words that dropdowns offer, a column a list; where each list stands, by kind and name."""
    put(sheet, 0, 0, say("sheet.lists_title"), styles.of(font_size=14, bold=True, text_wrap=False))
    start = _status(sheet, document, 1, styles) + 1
    found: dict[tuple[str, str], str] = {}
    for table in document.tables:
        for one in table.columns:
            if one.field is None or (one.field.kind, one.field.words) in found:
                continue
            if words := offered(register, one.field):
                place = len(found)
                sheet.set_column(place, place, 30)
                put(sheet, start, place, one.heading, styles.of(bold=True, bg_color=PAPER, **LINE))
                for row, word in enumerate(words, start=start + 1):
                    put(sheet, row, place, word, styles.of(text_wrap=False))
                letter = xl_col_to_name(place)
                area = f"${letter}${start + 2}:${letter}${start + 1 + len(words)}"
                found[one.field.kind, one.field.words] = f"='{sheet.get_name()}'!{area}"
    sheet.print_area(0, 0, 0, 0)  # the words are for dropdowns
    return found
