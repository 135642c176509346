"""The sheets of a workbook beside those it was made with: every row with its origin, and what was moved or renamed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ropa.importer.grid import Grid
from ropa.importer.places import letter
from ropa.importer.report import Entry, Kind, Problem
from ropa.renderers.xlsx import FIRST, LAST
from ropa.renderers.xlsx.sheets import ORIGIN, first_row, heading
from ropa.views.binding import Bound, unbind
from ropa.views.table import Document, Table
from ropa.vocabulary import say

DEEPEST_HEAD = 40
"""Rows among which the headings are looked for."""


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row that came back: its number, the texts of its cells, and what it was when it was sent."""

    number: int
    texts: tuple[str, ...]
    bound: Bound | None


@dataclass
class Sent:
    """A sheet that came back, beside the table it would be today."""

    title: str
    table: Table
    grid: Grid
    head: int
    rows: list[ReturnedRow] = field(default_factory=list)

    def cell(self, row: int, column: int) -> str:
        """The name of a cell; *column* is counted from 0."""
        return f"{letter(column + 1)}{row}"


def structure(grids: Mapping[str, Grid], document: Document) -> Iterator[Problem]:
    """What keeps a workbook from being read at all: sheets gone, moved or hidden, and cells that are no text."""
    titles = [
        say(f"sheet.{name}") for name in (*FIRST, *(table.name for table in document.tables), *LAST)
    ]
    missing = [title for title in titles if title not in grids]
    if missing:
        unknown = [title for title in grids if title not in titles]
        hint = (
            f"is it the sheet '{unknown[0]}'? Name it as it was"
            if unknown
            else "start again from a new workbook"
        )
        yield from (
            Problem(title, "", "the sheet is gone or was renamed", hint) for title in missing
        )
        return
    present = [title for title in grids if title in titles]
    for title, was in zip(present, titles, strict=True):
        if title != was:
            yield Problem(
                title,
                "",
                f"the sheet was moved; here stood '{was}'",
                "put the sheets in their first order",
            )
            break
    for grid in grids.values():
        if grid.is_hidden:
            yield Problem(
                grid.title, "", "the sheet is hidden", "unhide it: what is taken over must be seen"
            )
        yield from (problem for _, problem in sorted(grid.problems.items()))
    bound = {say(f"sheet.{table.name}") for table in document.tables if table.is_bound}
    for title in titles:
        if title not in bound:
            yield from (problem for _, problem in sorted(grids[title].unwritable.items()))


def sent(
    grids: Mapping[str, Grid], document: Document
) -> tuple[list[Sent], list[Problem], list[Entry]]:
    """The sheets that can be written back, every row of them, and what is wrong with their shape."""
    found: list[Sent] = []
    problems: list[Problem] = []
    entries: list[Entry] = []
    for table in document.tables:
        grid = grids[say(f"sheet.{table.name}")]
        wanted = [heading(table, column) for column in table.columns] + (
            [ORIGIN.heading] if table.is_bound else []
        )
        head = _head(grid, wanted, first_row(table) + 1)
        shape = list(_shape(grid, wanted, head))
        problems += shape
        if not shape:
            one = Sent(grid.title, table, grid, head)
            problems += _rows(one)
            entries += _beside(one, len(wanted))
            grid.texts.clear()  # the rows hold them now; a large workbook is not kept twice
            found.append(one)
    return found, problems, entries


def _head(grid: Grid, wanted: Sequence[str], usual: int) -> int:
    """The row of the headings: where it was, or wherever most of them stand now."""
    asked, same = set(wanted), dict[int, set[str]]()
    for (row, _), words in grid.texts.items():
        if row < DEEPEST_HEAD and words in asked:
            same.setdefault(row, set()).add(words)
    return max(same, key=lambda row: (len(same[row]), -row), default=usual)


def _shape(grid: Grid, wanted: Sequence[str], head: int) -> Iterator[Problem]:
    got = grid.row(head, len(wanted))
    for place, (now, was) in enumerate(zip(got, wanted, strict=True), start=1):
        if now == was:
            continue
        cell = f"{letter(place)}{head}"
        said = was.replace("\n", " ")
        if now in wanted:
            yield Problem(
                grid.title,
                cell,
                f"the columns stand in another order; here stood “{said}”",
                "move it back",
            )
        else:
            yield Problem(
                grid.title, cell, f"the heading was changed; it was “{said}”", "write it as it was"
            )
        return
    for name in grid.hidden:
        yield Problem(
            grid.title,
            f"{name}{head}",
            "the column is hidden",
            "unhide it: what is taken over must be seen",
        )
    for area in grid.merged:
        if area.bottom >= head:
            first = area.name.partition(":")[0]
            yield Problem(grid.title, first, f"the cells {area.name} are merged", "split them")


def _rows(one: Sent) -> Iterator[Problem]:
    """Read the rows of a sheet into it."""
    table, grid = one.table, one.grid
    width = len(table.columns)
    filled = {
        row for row, column in grid.texts if row > one.head and column <= width + table.is_bound
    }
    last = one.head
    for number in sorted(filled):
        if number > last + 1:
            yield Problem(
                one.title, f"A{last + 1}", "an empty row stands between rows", "delete it"
            )
        last = number
        texts = grid.row(number, width + table.is_bound)
        if not table.rows and texts[0] == table.empty and not any(texts[1:]):
            continue
        bound = unbind(texts[width]) if table.is_bound and texts[width] else None
        if table.is_bound and texts[width] and (bound is None or len(bound.prints) != width):
            yield Problem(
                one.title,
                one.cell(number, width),
                "the cell Origin was changed",
                "start from a new workbook",
            )
            continue
        one.rows.append(ReturnedRow(number, tuple(texts[:width]), bound))


def _beside(one: Sent, width: int) -> Iterator[Entry]:
    """Columns somebody added at the right, and comments on rows."""
    extra = sorted({column for row, column in one.grid.texts if column > width and row >= one.head})
    for column in extra:
        yield Entry(Kind.IGNORED, one.title, f"{letter(column)}{one.head}", say("import.column"))
    bounds = {row.number: row.bound for row in one.rows}
    for (row, column), words in sorted(one.grid.comments.items()):
        if row > one.head:
            bound = bounds.get(row)
            activity = bound.origin.activity if bound else ""
            yield Entry(Kind.COMMENT, one.title, f"{letter(column)}{row}", words, field=activity)
