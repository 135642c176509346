"""The Article 30 workbook: a cover, the registers for reading, and a sheet for each kind of item."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ropa import views
from ropa.model.claim import State
from ropa.renderers import Request
from ropa.views.table import Cell, Column, Document, Table
from ropa.vocabulary import say

LONGEST_TEXT = 32_000
"""Characters a cell takes; the format's own limit is 32,767."""

INK, QUIET, RULE, PAPER = "1F2A37", "5B6673", "C9D1DA", "F3F5F8"

FILLS: Mapping[State, str] = {
    State.NOT_RECORDED: "F9D9D3",
    State.LOST: "F9D9D3",
    State.NOT_STATED: "FCE9C8",
    State.VAGUE: "FDF3DC",
    State.INFERRED: "E3ECF9",
}
"""Fills of states a reader must notice; the words in the cell say the same, so that black and white loses nothing."""

FAINT = "FEF9EE"
"""Fill of a cell in which some values stand open and others do not."""

_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What begins an escape of the format, in which ``_x0041_`` stands for A."""

_THIN = Side(style="thin", color=RULE)
_BORDER = Border(bottom=_THIN)
_WRAP = Alignment(wrap_text=True, vertical="top")


def render(request: Request) -> Mapping[str, bytes]:
    """``register.xlsx``. Every date in the file is the as-of date, and nothing in it is a formula."""
    document = views.workbook(request.register, request.as_of, request.documents)
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    _properties(book, document, request.as_of)
    _cover(book.create_sheet(say("sheet.cover")), document, request.paper)
    for table in document.tables:
        _sheet(book.create_sheet(say(f"sheet.{table.name}")), table, document, request.paper)
    return {"register.xlsx": _bytes(book, request.as_of)}


def _properties(book: Workbook, document: Document, as_of: date) -> None:
    about = book.properties
    about.title = f"{document.title}: {document.organization}"
    about.creator = "ropa"
    about.lastModifiedBy = "ropa"
    about.subject = "GDPR Art. 30"
    about.language = document.language
    about.description = " ".join(document.status)
    about.identifier = document.revision
    about.created = about.modified = datetime(as_of.year, as_of.month, as_of.day)


def _put(sheet: Worksheet, row: int, place: int, words: str, **style: Any) -> SheetCell:
    """Write *words* as text, whatever they look like."""
    cell = sheet.cell(row, place)
    assert isinstance(cell, SheetCell)
    shown = words[:LONGEST_TEXT] + (say("word.cut") if len(words) > LONGEST_TEXT else "")
    cell.value = _ESCAPE.sub("_x005F_", shown)
    cell.data_type = "s"  # before Excel guesses: a purpose that starts with "=" is a sentence, not a formula
    if words.startswith(("=", "+", "-", "@")):
        cell.quotePrefix = True
    cell.alignment = style.pop("alignment", _WRAP)
    cell.font = style.pop("font", Font(name="Calibri", size=10, color=INK))
    for name, value in style.items():
        setattr(cell, name, value)
    return cell


def _cover(sheet: Worksheet, document: Document, paper: str) -> None:
    _widths(sheet, (34, 96))
    _put(sheet, 1, 1, document.title, font=Font(name="Calibri", size=20, bold=True, color=INK), alignment=Alignment())
    _put(sheet, 2, 1, document.organization, font=Font(name="Calibri", size=14, color=QUIET), alignment=Alignment())
    row = 4
    for line in document.status:
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
        _put(sheet, row, 1, line, font=Font(name="Calibri", size=10, italic=True, color=INK), fill=_fill(PAPER))
        sheet.row_dimensions[row].height = _height(line, 128)
        row += 1
    row += 1
    for label, cell in document.cover:
        _put(sheet, row, 1, label, font=Font(name="Calibri", size=10, bold=True, color=QUIET), border=_BORDER)
        _fill_in(_put(sheet, row, 2, str(cell), border=_BORDER), cell)
        sheet.row_dimensions[row].height = _height(str(cell), 96)
        row += 1
    row += 1
    _put(sheet, row, 1, say("cover.sheets"), font=Font(name="Calibri", size=12, bold=True, color=INK))
    for table in document.tables:
        row += 1
        name = say(f"sheet.{table.name}")
        link = _put(sheet, row, 1, name, font=Font(name="Calibri", size=10, underline="single", color="1A4F8B"))
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{name}'!A1")
        _put(sheet, row, 2, say("cover.rows", title=table.title, n=len(table.rows)))
    _print(sheet, document, 1, 1, paper, landscape=False)


def _sheet(sheet: Worksheet, table: Table, document: Document, paper: str) -> None:
    """Title, lead and identity above; then headings, frozen and filtered; then the rows."""
    _widths(sheet, [column.width for column in table.columns])
    _put(
        sheet,
        1,
        1,
        table.title,
        font=Font(name="Calibri", size=14, bold=True, color=INK),
        alignment=Alignment(vertical="center"),
    )
    sheet.row_dimensions[1].height = 24
    row = _lead(sheet, table, 2)
    row = _identity(sheet, table, row)
    _headings(sheet, table.columns, row)
    for place, cells in enumerate(table.rows, start=row + 1):
        for x, cell in enumerate(cells, start=1):
            _fill_in(_put(sheet, place, x, str(cell), border=_BORDER), cell)
        sheet.row_dimensions[place].height = max(
            _height(str(cell), column.width) for cell, column in zip(cells, table.columns, strict=True)
        )
    if not table.rows:
        _put(
            sheet,
            row + 1,
            1,
            table.empty,
            font=Font(name="Calibri", size=10, italic=True, color=QUIET),
            alignment=Alignment(),
        )
    last = get_column_letter(len(table.columns))
    sheet.auto_filter.ref = f"A{row}:{last}{row + max(1, len(table.rows))}"
    sheet.freeze_panes = f"B{row + 1}"
    _print(sheet, document, row, sum(column.width for column in table.columns), paper)


def _lead(sheet: Worksheet, table: Table, row: int) -> int:
    across, width = _across(table.columns)
    for line in table.lead:
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=across)
        _put(sheet, row, 1, line, font=Font(name="Calibri", size=9, italic=True, color=QUIET))
        sheet.row_dimensions[row].height = _height(line, width, 12)
        row += 1
    return row


def _across(columns: Sequence[Column]) -> tuple[int, int]:
    """How many columns a line above the table spans, and their width: about what a screen shows."""
    width = 0
    for index, column in enumerate(columns, start=1):
        width += column.width
        if width >= 150:
            return index, width
    return len(columns), width


def _identity(sheet: Worksheet, table: Table, row: int) -> int:
    """The identity block, side by side, so that frozen headings leave room for the rows."""
    if not table.identity:
        return row
    height = 0.0
    for place, (label, cell) in enumerate(table.identity, start=1):
        if place > len(table.columns):
            break
        words = f"{label}\n{cell}"
        _fill_in(_put(sheet, row, place, words, font=Font(name="Calibri", size=9, color=INK)), cell)
        height = max(height, _height(words, table.columns[place - 1].width, 12))
    sheet.row_dimensions[row].height = height
    return row + 1


def _headings(sheet: Worksheet, columns: Sequence[Column], row: int) -> None:
    for place, column in enumerate(columns, start=1):
        words = f"{column.heading}\n{column.article}" if column.article else column.heading
        _put(
            sheet,
            row,
            place,
            words,
            font=Font(name="Calibri", size=10, bold=True, color="FFFFFF"),
            fill=_fill("2F4156"),
            alignment=Alignment(wrap_text=True, vertical="center"),
        )
    sheet.row_dimensions[row].height = 42


def _fill_in(drawn: SheetCell, cell: Cell) -> None:
    """Style a cell by the state a reader must notice; faintly where only some of its values are in that state."""
    state = cell.state
    is_whole = all(value.state.is_open == state.is_open for value in cell.values)
    size = drawn.font.size
    if state in FILLS:
        drawn.fill = _fill(FILLS[state] if is_whole else FAINT)
    if state.is_open and is_whole and state is not State.VAGUE:
        drawn.font = Font(name="Calibri", size=size, bold=True, color="6B3A00")
    elif is_whole and state in (State.INFERRED, State.VAGUE):
        drawn.font = Font(name="Calibri", size=size, italic=True, color=INK)


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour, end_color=colour)


def _widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width


def _height(words: str, width: int, line: float = 13.5) -> float:
    """Points a text needs in a column *width* characters wide: Excel does not grow rows it did not write."""
    lines = sum(max(1, -(-len(part) // max(1, int(width * 1.05)))) for part in words.split("\n"))
    return min(409.0, lines * line + 4)


def _print(sheet: Worksheet, document: Document, head: int, width: int, paper: str, landscape: bool = True) -> None:
    setup = sheet.page_setup
    setup.orientation = "landscape" if landscape else "portrait"
    setup.paperSize = 9 if paper == "A4" else 1
    setup.fitToWidth = 1 if width < 170 else 2 if width < 330 else 3
    setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.6
    if landscape:
        sheet.print_title_rows = f"{head}:{head}"
        sheet.print_title_cols = "A:A"
    name = re.sub("[&]", "and", f"{document.organization}, {say('cover.as_of').lower()} {document.as_of}")
    footer = sheet.oddFooter
    assert footer is not None
    footer.left.text, footer.right.text = name[:120], say("report.page", page="&P", pages="&N")
    sheet.sheet_view.zoomScale = 90
    sheet.sheet_view.showGridLines = False


def _bytes(book: Workbook, as_of: date) -> bytes:
    """The workbook with every date in it at *as_of*. Parts are stored, not packed: packing differs between machines."""
    raw = io.BytesIO()
    book.save(raw)
    day = datetime(as_of.year, as_of.month, as_of.day).strftime("%Y-%m-%dT%H:%M:%SZ")
    stamp = (max(1980, as_of.year), as_of.month, as_of.day, 0, 0, 0)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as stored:
        for name in packed.namelist():
            data = packed.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + day.encode(), data)
            entry = zipfile.ZipInfo(name, stamp)
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            stored.writestr(entry, data)
    return out.getvalue()
