"""The sheets of a workbook that came back: their rows with their origins, and what was moved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ropa.corrections.grid import Grid, Grids, in_order
from ropa.corrections.places import name_of
from ropa.corrections.report import Entry, Kind, Problem, problem
from ropa.documents.row_identity import RowOrigin, decode_origin
from ropa.documents.table import Document, Table
from ropa.output.xlsx import FIRST, LAST
from ropa.output.xlsx.sheets import first_row, heading
from ropa.vocabulary import translate

DEEPEST_HEAD = 40
"""Rows among which the headings are looked for."""


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row that came back: its number, the texts of its cells, and its origin when it was sent."""

    number: int
    texts: tuple[str, ...]
    sent: RowOrigin | None

    @property
    def origin(self) -> str:
        """What the row is about, as the workbook names it; empty for a new one."""
        return str(self.sent.origin) if self.sent else ""


@dataclass
class ReturnedSheet:
    """A sheet that came back, beside the table it would be today."""

    table: Table
    grid: Grid
    headings: Sequence[str]
    head: int
    """The row of the headings."""
    rows: list[ReturnedRow] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The name of the sheet."""
        return self.grid.title

    def cell(self, row: int, column: int = 0) -> str:
        """The name of a cell; *column* is counted from 0."""
        return name_of((row, column + 1))

    def is_unwritable(self, row: ReturnedRow, column: int) -> bool:
        """Whether a cell holds what no record can; *column* is counted from 0."""
        return (row.number, column + 1) in self.grid.unwritable

    def problem(self, fault: str, cell: str = "", remedy: str = "", **values: object) -> Problem:
        """The problem *fault* of the sheet, or of one *cell* of it."""
        return problem(fault, remedy, self.title, cell, **values)


def structure(grids: Grids, document: Document) -> Iterator[Problem]:
    """What keeps a workbook from being read: sheets gone, moved or hidden, unreadable cells."""
    tables = [table.name for table in document.tables]
    names = (*FIRST, *tables, *LAST)
    titles = list(map(_title, names))
    if any(title not in grids for title in titles):
        yield from _missing(grids, titles)
        return
    yield from _moved(grids, titles)
    yield from _faulty(grids)
    read_by_row = {_title(table.name) for table in document.tables if table.is_bound}
    for title in titles:
        if title not in read_by_row:
            yield from in_order(grids[title].unwritable)


def _faulty(grids: Grids) -> Iterator[Problem]:
    """Sheets that are hidden, and cells that no import may read."""
    for grid in grids.values():
        if grid.is_hidden:
            yield problem("sheet_hidden", "unhide", grid.title)
        yield from in_order(grid.problems)


def _title(name: str) -> str:
    return translate(f"sheet.{name}")


def _missing(grids: Grids, titles: Sequence[str]) -> Iterator[Problem]:
    candidate = next((title for title in grids if title not in titles), "")
    remedy = "rename_sheet" if candidate else "new_workbook"
    for title in titles:
        if title not in grids:
            yield problem("sheet_gone", remedy, title, candidate=candidate)


def _moved(grids: Grids, titles: Sequence[str]) -> Iterator[Problem]:
    """The first sheet in the place of another."""
    present = [title for title in grids if title in titles]
    for title, expected in zip(present, titles, strict=True):
        if title != expected:
            yield problem("sheet_moved", sheet=title, expected=expected)
            return


@dataclass
class Returned:
    """The sheets that can be written back, with every row, and what is told of their shape."""

    sheets: list[ReturnedSheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


def returned_sheets(grids: Grids, document: Document) -> Returned:
    """The sheets of a workbook beside the tables of *document*."""
    returned = Returned()
    for table in document.tables:
        sheet = _sheet(table, grids[_title(table.name)])
        if problems := list(_shape(sheet)):
            returned.problems += problems
            continue
        returned.problems += _read_rows(sheet)
        returned.entries += _extra_columns(sheet)
        returned.entries += _comments(sheet)
        returned.sheets.append(sheet)
        sheet.grid.texts.clear()  # the rows hold them now; a large workbook is not kept twice
    return returned


def _sheet(table: Table, grid: Grid) -> ReturnedSheet:
    """The sheet of *table*, its rows not read yet."""
    headings = [heading(table, column) for column in table.columns]
    if table.is_bound:
        headings.append(translate("column.origin"))
    head = _head(grid, headings, first_row(table) + 1)
    return ReturnedSheet(table, grid, headings, head)


def _head(grid: Grid, headings: Sequence[str], usual: int) -> int:
    """The row of the headings: where it was, or wherever most of them stand now."""
    matches: dict[int, set[str]] = {}
    for (row, _), words in grid.texts.items():
        if row < DEEPEST_HEAD and words in headings:
            matches.setdefault(row, set()).add(words)
    return max(matches, key=lambda row: (len(matches[row]), -row), default=usual)


def _shape(sheet: ReturnedSheet) -> Iterator[Problem]:
    """What is wrong with the columns of a sheet: one heading, or else hidden and merged columns."""
    grid = sheet.grid
    head = sheet.head
    words = grid.row(head, len(sheet.headings))
    headings = zip(words, sheet.headings, strict=True)
    for column, (current, expected) in enumerate(headings):
        if current != expected:
            fault = "heading_moved" if current in sheet.headings else "heading_changed"
            line = expected.replace("\n", " ")
            yield sheet.problem(fault, sheet.cell(head, column), heading=line)
            return
    yield from _unseen_columns(sheet)


def _unseen_columns(sheet: ReturnedSheet) -> Iterator[Problem]:
    """Columns that are hidden, and areas that are merged from the headings on."""
    grid = sheet.grid
    head = sheet.head
    for name in grid.hidden:
        yield sheet.problem("column_hidden", f"{name}{head}", "unhide")
    for area in grid.merged:
        if area.bottom >= head:
            cell = area.name.partition(":")[0]
            yield sheet.problem("merged", cell, "split", area=area.name)


def _read_rows(sheet: ReturnedSheet) -> Iterator[Problem]:
    """Read the rows of a sheet into it."""
    previous = sheet.head
    for number in _filled_rows(sheet):
        if number > previous + 1:
            yield sheet.problem("empty_row", sheet.cell(previous + 1))
        previous = number
        texts = sheet.grid.row(number, len(sheet.headings))
        if not _is_sentence(sheet.table, texts):
            yield from _read_row(sheet, number, texts)


def _read_row(sheet: ReturnedSheet, number: int, texts: list[str]) -> Iterator[Problem]:
    """Read one row, unless its origin was changed by hand."""
    width = len(sheet.table.columns)
    words = "".join(texts[width:])
    sent = decode_origin(words)
    is_whole = sent is not None and len(sent.cell_hashes) == width
    if words and not is_whole:
        yield sheet.problem("origin", sheet.cell(number, width))
    else:
        row = ReturnedRow(number, tuple(texts[:width]), sent)
        sheet.rows.append(row)


def _is_sentence(table: Table, texts: list[str]) -> bool:
    """Whether a row only says that the table is empty."""
    first, *others = texts
    return not table.rows and first == table.empty and not any(others)


def _filled_rows(sheet: ReturnedSheet) -> list[int]:
    """The rows with a text below one of the headings."""
    width = len(sheet.headings)
    places_below = [place for place in sheet.grid.texts if place[0] > sheet.head]
    rows = {row for row, column in places_below if column <= width}
    return sorted(rows)


def _extra_columns(sheet: ReturnedSheet) -> Iterator[Entry]:
    """Columns that somebody added at the right."""
    columns: set[int] = set()
    width = len(sheet.headings)
    for row, column in sheet.grid.texts:
        if row >= sheet.head and column > width:
            columns.add(column)
    for column in sorted(columns):
        cell = name_of((sheet.head, column))
        yield Entry(Kind.IGNORED, sheet.title, cell, translate("import.column"))


def _comments(sheet: ReturnedSheet) -> Iterator[Entry]:
    """Comments on rows, each with the activity that its row is about."""
    origins = ((row.number, row.sent.origin) for row in sheet.rows if row.sent)
    activities = {number: origin.activity for number, origin in origins}
    for place, words in sorted(sheet.grid.comments.items()):
        row, _ = place
        if row > sheet.head:
            activity = activities.get(row, "")
            cell = name_of(place)
            yield Entry(Kind.COMMENT, sheet.title, cell, words, field=activity)
