"""The sheets of a workbook that came back: their rows with their origins, and what was moved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ropa.importer.grid import Grid, Grids
from ropa.importer.places import Place, letter, name_of
from ropa.importer.report import Entry, Kind, Problem
from ropa.renderers.xlsx import FIRST, LAST
from ropa.renderers.xlsx.sheets import ORIGIN, first_row, heading
from ropa.views.row_identity import RowOrigin, decode_origin
from ropa.views.table import Document, Table
from ropa.vocabulary import translate

DEEPEST_HEAD = 40
"""Rows among which the headings are looked for."""


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row that came back: its number, the texts of its cells, and its origin when it was sent."""

    number: int
    texts: tuple[str, ...]
    bound: RowOrigin | None


@dataclass
class ReturnedSheet:
    """A sheet that came back, beside the table it would be today."""

    title: str
    table: Table
    grid: Grid
    head: int
    rows: list[ReturnedRow] = field(default_factory=list)

    def cell(self, row: int, column: int) -> str:
        """The name of a cell; *column* is counted from 0."""
        return f"{letter(column + 1)}{row}"


SEEN = "unhide it: what is taken over must be seen"


def structure(grids: Grids, document: Document) -> Iterator[Problem]:
    """What keeps a workbook from being read: sheets gone, moved or hidden, unreadable cells."""
    names = (*FIRST, *(table.name for table in document.tables), *LAST)
    titles = [translate(f"sheet.{name}") for name in names]
    if any(title not in grids for title in titles):
        yield from _missing(grids, titles)
        return
    yield from _moved(grids, titles)
    for grid in grids.values():
        if grid.is_hidden:
            yield Problem(grid.title, "", "the sheet is hidden", SEEN)
        yield from _in_order(grid.problems)
    bound = {translate(f"sheet.{table.name}") for table in document.tables if table.is_bound}
    for title in titles:
        if title not in bound:
            yield from _in_order(grids[title].unwritable)


def _in_order(problems: Mapping[Place, Problem]) -> list[Problem]:
    return [problems[place] for place in sorted(problems)]


def _missing(grids: Grids, titles: Sequence[str]) -> Iterator[Problem]:
    unknown = [title for title in grids if title not in titles]
    hint = "start again from a new workbook"
    if unknown:
        hint = f"is it the sheet '{unknown[0]}'? Name it as it was"
    for title in titles:
        if title not in grids:
            yield Problem(title, "", "the sheet is gone or was renamed", hint)


def _moved(grids: Grids, titles: Sequence[str]) -> Iterator[Problem]:
    """The first sheet in the place of another."""
    present = [title for title in grids if title in titles]
    for title, expected in zip(present, titles, strict=True):
        if title != expected:
            message = f"the sheet was moved; here stood '{expected}'"
            yield Problem(title, "", message, "put the sheets in their first order")
            return


@dataclass
class Returned:
    """The sheets that can be written back, with every row, and what is told of their shape."""

    sheets: list[ReturnedSheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


def sent(grids: Grids, document: Document) -> Returned:
    """The sheets of a workbook beside the tables of *document*."""
    returned = Returned()
    for table in document.tables:
        grid = grids[translate(f"sheet.{table.name}")]
        headings = [heading(table, column) for column in table.columns]
        if table.is_bound:
            headings.append(ORIGIN.heading)
        head = _head(grid, headings, first_row(table) + 1)
        if faults := list(_shape(grid, headings, head)):
            returned.problems += faults
            continue
        sheet = ReturnedSheet(grid.title, table, grid, head)
        returned.problems += _read_rows(sheet)
        returned.entries += _beside(sheet, len(headings))
        returned.sheets.append(sheet)
        grid.texts.clear()  # the rows hold them now; a large workbook is not kept twice
    return returned


def _head(grid: Grid, headings: Sequence[str], usual: int) -> int:
    """The row of the headings: where it was, or wherever most of them stand now."""
    matches: dict[int, set[str]] = {}
    for (row, _), words in grid.texts.items():
        if row < DEEPEST_HEAD and words in headings:
            matches.setdefault(row, set()).add(words)
    return max(matches, key=lambda row: (len(matches[row]), -row), default=usual)


def _shape(grid: Grid, headings: Sequence[str], head: int) -> Iterator[Problem]:
    """What is wrong with the columns of a sheet: one heading, or else hidden and merged columns."""
    words = grid.row(head, len(headings))
    for column, (current, expected) in enumerate(zip(words, headings, strict=True), start=1):
        if current != expected:
            cell = name_of((head, column))
            yield _other_heading(grid.title, cell, expected, is_moved=current in headings)
            return
    for name in grid.hidden:
        yield Problem(grid.title, f"{name}{head}", "the column is hidden", SEEN)
    for area in grid.merged:
        if area.bottom >= head:
            cell = area.name.partition(":")[0]
            yield Problem(grid.title, cell, f"the cells {area.name} are merged", "split them")


def _other_heading(sheet: str, cell: str, expected: str, is_moved: bool) -> Problem:
    line = expected.replace("\n", " ")
    if is_moved:
        message = f"the columns stand in another order; here stood “{line}”"
        return Problem(sheet, cell, message, "move it back")
    message = f"the heading was changed; it was “{line}”"
    return Problem(sheet, cell, message, "write it as it was")


def _read_rows(sheet: ReturnedSheet) -> Iterator[Problem]:
    """Read the rows of a sheet into it."""
    table, grid = sheet.table, sheet.grid
    width = len(table.columns)
    full_width = width + table.is_bound
    last = sheet.head
    for number in _filled_rows(sheet, full_width):
        if number > last + 1:
            cell = sheet.cell(last + 1, 0)
            yield Problem(sheet.title, cell, "an empty row stands between rows", "delete it")
        last = number
        texts = grid.row(number, full_width)
        if _is_sentence(table, texts):
            continue
        origin = texts[width] if table.is_bound else ""
        bound = decode_origin(origin) if origin else None
        if origin and (bound is None or len(bound.prints) != width):
            cell, help = sheet.cell(number, width), "start from a new workbook"
            yield Problem(sheet.title, cell, "the cell Origin was changed", help)
            continue
        row = ReturnedRow(number, tuple(texts[:width]), bound)
        sheet.rows.append(row)


def _is_sentence(table: Table, texts: list[str]) -> bool:
    """Whether a row only says that the table is empty."""
    return not table.rows and texts[0] == table.empty and not any(texts[1:])


def _filled_rows(sheet: ReturnedSheet, width: int) -> list[int]:
    """The rows below the headings with a text in one of the first *width* columns."""
    places = sheet.grid.texts
    return sorted({row for row, column in places if row > sheet.head and column <= width})


def _beside(sheet: ReturnedSheet, width: int) -> Iterator[Entry]:
    """Columns somebody added at the right, and comments on rows."""
    places = sheet.grid.texts
    extra = {column for row, column in places if column > width and row >= sheet.head}
    for column in sorted(extra):
        cell = name_of((sheet.head, column))
        yield Entry(Kind.IGNORED, sheet.title, cell, translate("import.column"))
    bounds = {row.number: row.bound for row in sheet.rows}
    for place, words in sorted(sheet.grid.comments.items()):
        row, _ = place
        if row > sheet.head:
            bound = bounds.get(row)
            activity = bound.origin.activity if bound else ""
            yield Entry(Kind.COMMENT, sheet.title, name_of(place), words, field=activity)
