"""The rows of a sheet from elsewhere: cells by column of the layout; whatever is odd is told."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field

from ropa.corrections.grid import Grid, Grids
from ropa.corrections.places import name_of
from ropa.corrections.report import Entry, Kind, Problem
from ropa.intake.headings import Head, RowTexts, by_row, filled, head
from ropa.intake.list_sheet import ListCell, ListRow, ListSheet, problem_at
from ropa.intake.sheet_shape import shape, unreadable, values
from ropa.layouts import sheets
from ropa.model.layout import Layout, LayoutSheet
from ropa.terminal import quoted
from ropa.vocabulary import joined, nearest, number_text, translate

MOST_ROWS = 50_000
MOST_CELLS = 2_000_000
"""Rows of one list, and cells with a text in them."""

MOST_ITEMS = 1_000
"""Items of one cell."""

MOST_EXAMPLES = 8
"""Headings of a layout that a message names."""


@dataclass
class Read:
    """The rows of a workbook, what is told of its shape, and what keeps it from being read."""

    rows: list[ListRow] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    cells: int = 0

    @property
    def is_full(self) -> bool:
        """Whether there is more than is imported at once."""
        return self.cells > MOST_CELLS or len(self.rows) == MOST_ROWS


def read(grids: Grids, layout: Layout) -> Read:
    """The rows of each sheet with the headings of *layout*."""
    result = Read()
    result.problems += _missing(grids, layout)
    has_register = False
    for grid in grids.values():
        if sheet := _best(grid, layout):
            _read_sheet(result, sheet)
            has_register = True
        else:
            result.entries.append(_not_read(grid))
    if not result.problems and not has_register:
        result.problems.append(_without_headings(layout))
    return result


def _not_read(grid: Grid) -> Entry:
    message = "first.hidden_sheet" if grid.is_hidden else "first.sheet"
    return Entry(Kind.IGNORED, grid.title, "", translate(message))


def _missing(grids: Grids, layout: Layout) -> Iterator[Problem]:
    """Sheets that the layout names and the workbook lacks."""
    for role, sheet in sheets(layout):
        title = sheet.sheet
        if title and title not in grids:
            message = translate("first_problem.no_sheet", role=role)
            yield Problem(title, "", message, _missing_help(title, grids))


def _missing_help(title: str, grids: Grids) -> str:
    if similar := nearest(title, grids):
        return translate("first_problem.similar_sheet", sheet=similar)
    titles = quoted(joined(grids), 200)
    return translate("first_problem.sheets", sheets=titles)


def _without_headings(layout: Layout) -> Problem:
    headings: dict[str, None] = {}
    for _, sheet in sheets(layout):
        for column in sheet.columns.values():
            headings[column.heading] = None
    examples = joined([*headings][:MOST_EXAMPLES])
    key = "headings_and_more" if len(headings) > MOST_EXAMPLES else "headings"
    help = translate(f"first_problem.{key}", headings=examples)
    return Problem("", "", translate("first_problem.no_headings"), help)


def _best(grid: Grid, layout: Layout) -> ListSheet | None:
    """The sheet of *layout* whose columns *grid* has; None where it is no register."""
    best: ListSheet | None = None
    for role, sheet in sheets(layout):
        match = _match(grid, sheet)
        if match and (best is None or match.score > best.head.score):
            best = ListSheet(role, sheet, grid, match)
    return best


def _match(grid: Grid, sheet: LayoutSheet) -> Head | None:
    """The headings of *sheet* in *grid*; one the layout does not name must have enough of them."""
    if sheet.sheet:
        return head(grid, sheet) if sheet.sheet == grid.title else None
    match = None if grid.is_hidden else head(grid, sheet)
    if match is None:
        return None
    least = min(2, len(sheet.columns))
    enough = max(len(match.others), least)
    return match if len(match.columns) >= enough else None


def _read_sheet(result: Read, sheet: ListSheet) -> None:
    """Read the rows of *sheet* into *result*, with what is told of its shape."""
    result.problems += unreadable(sheet)
    result.entries += values(sheet)
    result.entries += shape(sheet)
    wide = _wide_cells(sheet.grid)
    for row in _rows(sheet):
        result.problems += _crowded(row)
        result.cells += len(row.cells) + len(row.others)
        if result.is_full:
            result.problems.append(_too_many(sheet.grid, row.number))
            return
        _add(result, row, wide)


def _rows(sheet: ListSheet) -> Iterator[ListRow]:
    """The rows below the headings of which any cell has words."""
    spans = _spans(sheet)
    cells = sorted(filled(sheet.grid).items())
    for number, texts in by_row(cells).items():
        if number > sheet.head.row:
            row = _row(sheet, number, texts)
            row.joined = spans.get(number, "")
            if row.others or row.filled_cells:
                yield row


def _add(result: Read, row: ListRow, wide: Container[str]) -> None:
    """Add *row*, unless it is no record: the sentence that there is none, or a line across."""
    cell = row.only_cell
    if cell and cell.words == translate(f"sheet.{row.role}_empty"):
        return
    if cell and cell.place in wide and not row.others:
        words = " ".join(cell.words.split())
        message = translate("first.line", words=words)
        result.entries.append(cell.entry(Kind.IGNORED, message))
    else:
        result.rows.append(row)


def _wide_cells(grid: Grid) -> frozenset[str]:
    """The merged cells that span several columns."""
    wide = [area.first for area in grid.merged if len(area.columns) > 1]
    return frozenset(map(name_of, wide))


def _spans(sheet: ListSheet) -> Mapping[int, str]:
    """The merged cell that names the activity of several rows, for each of these rows."""
    first = sheet.naming_column
    grid = sheet.grid
    spans: dict[int, str] = {}
    for area in grid.merged:
        if area.left == first and len(area.rows) > 1:
            spans |= dict.fromkeys(area.rows, f"{grid.title}!{area.top}")
    return spans


def _too_many(grid: Grid, row: int) -> Problem:
    rows = number_text(MOST_ROWS)
    cells = number_text(MOST_CELLS)
    return problem_at(grid.title, f"A{row}", "rows", rows=rows, cells=cells)


def _crowded(row: ListRow) -> Iterator[Problem]:
    """Cells that hold more items than anybody means to list."""
    for cell in (*row.cells.values(), *row.others):
        separators = sum(map(cell.words.count, ";\n"))
        if separators > MOST_ITEMS:
            most = number_text(MOST_ITEMS)
            yield problem_at(cell.sheet, cell.place, "items", most=most)


def _row(sheet: ListSheet, number: int, texts: RowTexts) -> ListRow:
    """The row of that *number*."""
    row = ListRow(sheet.role, sheet.layout, number)
    for column, key in sheet.head.columns.items():
        heading = sheet.layout.columns[key].heading
        words = texts.get(column, "")
        row.cells[key] = sheet.cell((number, column), heading, words)
    row.others += _others(sheet, number, texts)
    return row


def _others(sheet: ListSheet, number: int, texts: RowTexts) -> Iterator[ListCell]:
    """The cells with words under headings that the layout does not know."""
    for column, words in texts.items():
        if column not in sheet.head.columns and words.strip():
            heading = sheet.head.others.get(column, "")
            yield sheet.cell((number, column), heading, words)
