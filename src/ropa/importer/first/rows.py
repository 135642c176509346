"""The rows of a sheet from elsewhere: cells by column of the layout; whatever is odd is told."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field

from ropa.importer.first.headings import Head, RowTexts, by_row, filled, head
from ropa.importer.grid import Grid, Grids
from ropa.importer.places import Place, name_of
from ropa.importer.report import MOST_PROBLEMS, Entry, Kind, Problem
from ropa.layouts import sheets
from ropa.model.layout import NO_FIELD, Layout, LayoutSheet
from ropa.terminal import quoted
from ropa.vocabulary import joined, nearest, number_text, translate

MOST_ROWS = 50_000
MOST_CELLS = 2_000_000
"""Rows of one list, and cells with a text in them."""

MOST_ITEMS = 1_000
"""Items of one cell."""

MOST_EXAMPLES = 8
"""Headings of a layout that a message names."""


@dataclass(frozen=True, slots=True)
class ListCell:
    """A cell of a row: where it stands, under which heading, what it says."""

    sheet: str
    place: str
    heading: str
    words: str


@dataclass
class ListRow:
    """One row: its cells by column of the layout, and those under headings it does not know."""

    role: str
    layout: LayoutSheet
    number: int
    cells: dict[str, ListCell] = field(default_factory=dict)
    others: list[ListCell] = field(default_factory=list)
    joined: str = ""
    """The merged cell that names the activity, where it spans several rows."""

    def of(self, name: str) -> ListCell | None:
        """The cell of the first column that holds the field *name*, where the sheet has one."""
        for key, column in self.layout.columns.items():
            if name in column.field and key in self.cells:
                return self.cells[key]
        return None

    @property
    def filled_cells(self) -> list[ListCell]:
        """The cells under known headings that say something."""
        return [cell for cell in self.cells.values() if cell.words.strip()]

    def says(self, name: str) -> str:
        """What the row says of the field *name*; empty where nothing."""
        cell = self.of(name)
        return " ".join(cell.words.split()) if cell else ""


@dataclass
class Read:
    """The rows of a workbook, what is told of its shape, and what keeps it from being read."""

    rows: list[ListRow] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    cells: int = 0

    def ignore(self, sheet: str, cell: str, message: str) -> None:
        """Tell of something in the workbook that is not imported."""
        self.entries.append(Entry(Kind.IGNORED, sheet, cell, message))


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A sheet that holds a register: of which role, in which layout, under which headings."""

    role: str
    layout: LayoutSheet
    grid: Grid
    head: Head

    def heading(self, key: str) -> str:
        """The heading of the layout's column *key*."""
        return self.layout.columns[key].heading

    def cell(self, place: Place, heading: str, words: str) -> ListCell:
        """The cell at *place*."""
        return ListCell(self.grid.title, name_of(place), heading, words)

    def entry(self, kind: Kind, place: Place, message: str) -> Entry:
        """What is told of the cell at *place*."""
        return Entry(kind, self.grid.title, name_of(place), message)


def read(grids: Grids, layout: Layout) -> Read:
    """The rows of each sheet with the headings of *layout*."""
    result = Read()
    result.problems += _missing(grids, layout)
    lists = {title: _best(grid, layout) for title, grid in grids.items()}
    for title, sheet in lists.items():
        if sheet is not None:
            _read_sheet(result, sheet)
        elif grids[title].is_hidden:
            result.ignore(title, "", translate("first.hidden_sheet"))
        else:
            result.ignore(title, "", translate("first.sheet"))
    if not result.problems and not any(lists.values()):
        result.problems.append(_without_headings(layout))
    return result


def _missing(grids: Grids, layout: Layout) -> Iterator[Problem]:
    """Sheets that the layout names and the workbook lacks."""
    for role, sheet in sheets(layout):
        if sheet.sheet and sheet.sheet not in grids:
            message = translate("first_problem.no_sheet", role=role)
            yield Problem(sheet.sheet, "", message, _missing_help(sheet.sheet, grids))


def _missing_help(title: str, grids: Grids) -> str:
    if similar := nearest(title, grids):
        return translate("first_problem.similar_sheet", sheet=similar)
    titles = quoted(joined(grids), 200)
    return translate("first_problem.sheets", sheets=titles)


def _without_headings(layout: Layout) -> Problem:
    headings: dict[str, None] = {}
    for _, sheet in sheets(layout):
        headings |= dict.fromkeys(column.heading for column in sheet.columns.values())
    examples = joined([*headings][:MOST_EXAMPLES])
    is_cut = len(headings) > MOST_EXAMPLES
    help = translate(f"first_problem.headings{'_and_more' if is_cut else ''}", headings=examples)
    return Problem("", "", translate("first_problem.no_headings"), help)


def _best(grid: Grid, layout: Layout) -> ListSheet | None:
    """The sheet of *layout* whose columns *grid* has; None where it is no register."""
    best: ListSheet | None = None
    for role, sheet in sheets(layout):
        match = _match(grid, sheet)
        if match is not None and (best is None or match.score > best.head.score):
            best = ListSheet(role, sheet, grid, match)
    return best


def _match(grid: Grid, sheet: LayoutSheet) -> Head | None:
    """The headings of *sheet* in *grid*; one the layout does not name must have enough of them."""
    if sheet.sheet:
        return head(grid, sheet) if sheet.sheet == grid.title else None
    match = None if grid.is_hidden else head(grid, sheet)
    if match is None or len(match.columns) < len(match.others):
        return None
    return match if len(match.columns) >= min(2, len(sheet.columns)) else None


def _read_sheet(result: Read, sheet: ListSheet) -> None:
    """Read the rows of *sheet* into *result*, with what is told of its shape."""
    grid = sheet.grid
    result.problems += _take_values(result, sheet)
    result.entries += _above(sheet)
    result.entries += _shape(sheet)
    spans = _spans(sheet)
    wide = [area for area in grid.merged if area.right > area.left]
    wide_cells = {name_of((area.top, area.left)) for area in wide}
    rows = by_row(sorted(filled(grid).items()))
    for number, texts in rows.items():
        if number <= sheet.head.row:
            continue
        row = _row(sheet, number, texts)
        if row is not None:
            result.problems += _crowded(row)
            result.cells += len(row.cells) + len(row.others)
        if result.cells > MOST_CELLS or len(result.rows) == MOST_ROWS:
            result.problems.append(_too_many(grid, number))
            return
        if row is not None and not _is_line(result, row, wide_cells):
            row.joined = spans.get(number, "")
            result.rows.append(row)


def _spans(sheet: ListSheet) -> Mapping[int, str]:
    """The merged cell that names the activity of several rows, for each of these rows."""
    naming = set(sheet.layout.same_activity)
    first = 0
    for column, key in sheet.head.columns.items():
        if naming & set(sheet.layout.columns[key].field):
            first = column
            break
    spans: dict[int, str] = {}
    for area in sheet.grid.merged:
        if area.left == first and area.bottom > area.top:
            name = f"{sheet.grid.title}!{area.top}"
            spans |= dict.fromkeys(range(area.top, area.bottom + 1), name)
    return spans


def _too_many(grid: Grid, row: int) -> Problem:
    rows, cells = number_text(MOST_ROWS), number_text(MOST_CELLS)
    message = translate("first_problem.rows", rows=rows, cells=cells)
    return Problem(grid.title, f"A{row}", message, translate("first_problem.rows_help"))


def _crowded(row: ListRow) -> Iterator[Problem]:
    """Cells that hold more items than anybody means to list."""
    for cell in (*row.cells.values(), *row.others):
        separators = cell.words.count(";") + cell.words.count("\n")
        if separators > MOST_ITEMS:
            message = translate("first_problem.items", most=number_text(MOST_ITEMS))
            help = translate("first_problem.items_help")
            yield Problem(cell.sheet, cell.place, message, help)


def _row(sheet: ListSheet, number: int, texts: RowTexts) -> ListRow | None:
    """The row of that *number*; None where no cell has words."""
    row = ListRow(sheet.role, sheet.layout, number)
    columns, unknown = sheet.head.columns, sheet.head.others
    for column, key in columns.items():
        words = texts.get(column, "")
        row.cells[key] = sheet.cell((number, column), sheet.heading(key), words)
    for column, words in texts.items():
        if column not in columns and words.strip():
            heading = unknown.get(column, "")
            row.others.append(sheet.cell((number, column), heading, words))
    return row if row.others or row.filled_cells else None


def _is_line(result: Read, row: ListRow, wide_cells: Container[str]) -> bool:
    """Whether *row* is no record: the sentence that there is none, or a line across the table.

    A line across the table stands in one of *wide_cells*, and is told.
    """
    if len(row.filled_cells) != 1:
        return False
    cell = row.filled_cells[0]
    if cell.words == translate(f"sheet.{row.role}_empty"):
        return True
    is_across = not row.others and cell.place in wide_cells
    if is_across:
        line = " ".join(cell.words.split())
        result.ignore(cell.sheet, cell.place, translate("first.line", words=line))
    return is_across


def _above(sheet: ListSheet) -> Iterator[Entry]:
    """What stands above the headings: titles, who is named; register.yaml is the place for it."""
    for place, words in sorted(sheet.grid.texts.items()):
        row, _ = place
        if row < sheet.head.first:
            lines = [line.strip() for line in words.splitlines() if line.strip()]
            message = translate("first.above", words=translate("first.line_break").join(lines))
            yield sheet.entry(Kind.IGNORED, place, message)


def _shape(sheet: ListSheet) -> Iterator[Entry]:
    """What is told of a sheet beside its texts: its columns, hidden and merged parts, comments."""
    yield from _unknown_columns(sheet)
    yield from _missing_columns(sheet)
    yield from _hidden(sheet)
    yield from _merged(sheet)
    for place, words in sorted(sheet.grid.comments.items()):
        row, _ = place
        if row > sheet.head.row:
            yield sheet.entry(Kind.COMMENT, place, words)


def _unknown_columns(sheet: ListSheet) -> Iterator[Entry]:
    headings: list[str] = []
    for column in sheet.layout.columns.values():
        headings += [column.heading, *column.also_called]
    for number, (place, words) in enumerate(sorted(sheet.head.others.items())):
        message = translate("first.column", words=quoted(words))
        # Looking for what is meant takes its time: nobody reads more than some of it.
        similar = nearest(words, headings) if number < MOST_PROBLEMS else ""
        if similar:
            hint = translate("first.near", near=similar)
            message = f"{message} {hint}"
        yield sheet.entry(Kind.REFUSED, (sheet.head.row, place), message)


def _missing_columns(sheet: ListSheet) -> Iterator[Entry]:
    present = set(sheet.head.columns.values())
    headings = []
    for key, column in sheet.layout.columns.items():
        if key not in present and column.field != (NO_FIELD,):
            headings.append(column.heading)
    if headings:
        message = translate("first.no_column", words=joined(headings))
        yield sheet.entry(Kind.IGNORED, (sheet.head.row, 1), message)


def _hidden(sheet: ListSheet) -> Iterator[Entry]:
    """Hidden columns, and hidden rows with texts."""
    grid, head_row = sheet.grid, sheet.head.row
    for name in grid.hidden:
        yield Entry(Kind.IGNORED, grid.title, f"{name}{head_row}", translate("first.hidden_column"))
    rows = {row for row, _ in grid.texts if row > head_row}
    for row in sorted(grid.hidden_rows & rows):
        yield sheet.entry(Kind.IGNORED, (row, 1), translate("first.hidden_row"))


def _merged(sheet: ListSheet) -> Iterator[Entry]:
    """Merged cells with a text that several rows, or other cells of their row, share."""
    texts = sheet.grid.texts
    counts = Counter(row for row, _ in texts)
    for area in sheet.grid.merged:
        first = (area.top, area.left)
        if area.top <= sheet.head.row or first not in texts:
            continue
        if area.bottom > area.top:
            yield sheet.entry(Kind.IGNORED, first, translate("first.merged", area=area.name))
        elif counts[area.top] > 1:
            yield sheet.entry(Kind.IGNORED, first, translate("first.across", area=area.name))


def _take_values(result: Read, sheet: ListSheet) -> Iterator[Problem]:
    """Take the last value of each formula for its text, and tell so; cells without one remain."""
    grid, head = sheet.grid, sheet.head
    for place, problem in sorted(grid.problems.items()):
        row, _ = place
        if row <= head.row or place in grid.formatted:
            continue
        if value := grid.values.get(place):
            grid.texts[place] = value
            message = translate("first.formula", words=value)
            result.entries.append(sheet.entry(Kind.IGNORED, place, message))
        else:
            yield problem
    for place, problem in sorted(grid.unwritable.items()):
        row, _ = place
        if row >= head.first:
            yield problem
