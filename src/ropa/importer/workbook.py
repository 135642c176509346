"""A stranger's workbook, opened: its sheets as grids, or the one line that says why not.

openpyxl makes an object of every cell that a merged area, a link or a format spans, so that a file of some kilobytes
takes all memory there is; and it reads nothing of a workbook whose pictures or styles it does not know. Here only what
stands in cells is read, as far as there are cells, and every bound is said.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from pathlib import Path

from ropa.importer.bounds import Room
from ropa.importer.cells import Cells, Shared
from ropa.importer.grid import Grid
from ropa.importer.package import Package, Unopened, damaged
from ropa.importer.parts import Book, Comments, Formats, PartLinks, Sheet, Texts
from ropa.importer.places import Area, Place, place_of
from ropa.importer.report import Problem, quoted


def opened(path: Path) -> Mapping[str, Grid] | Problem:
    """The sheets of the workbook at *path* in their order, by title; or why it is not opened."""
    try:
        with Package(path) as package:
            book = Book(package)
            shared = Shared(Texts(package, book), Formats(package, book), book.counts_from_1904)
            room = Room()
            return {sheet.title: _grid(package, sheet, shared, room) for sheet in book.sheets}
    except Unopened as refused:
        return refused.problem


def _grid(package: Package, sheet: Sheet, shared: Shared, room: Room) -> Grid:
    grid = Grid(sheet.title, is_hidden=sheet.is_hidden)
    try:
        if not sheet.is_chart:
            _read(grid, package, sheet.part, Cells(grid, shared, room))
    except Unopened as refused:
        problem = refused.problem
        raise Unopened(problem.message, problem.help, sheet.title, problem.cell) from refused
    return grid


def _read(grid: Grid, package: Package, part: str, cells: Cells) -> None:
    """Read the cells of *part* into *grid*, then its comments and merged areas."""
    cells.read(package, part)
    if not cells.is_sheet:
        raise damaged(f"'{quoted(part)}' is no sheet")
    for name, words in Comments(package, PartLinks(package, part)).comments.items():
        cells.take_comment(place_of(name), words)
    if not cells.is_sorted:
        grid.texts = dict(sorted(grid.texts.items()))
    last = grid.last_row, grid.last_column
    for area in (_within(area, last) for area in cells.areas):
        cells.room.take_spanned((area.bottom - area.top + 1) * (area.right - area.left + 1))
        grid.merged.append(area)
    _uncover(grid)


def _within(area: Area, last: Place) -> Area:
    """*area* as far as there are texts, at least its first cell."""
    bottom, right = (
        min(area.bottom, max(area.top, last[0])),
        min(area.right, max(area.left, last[1])),
    )
    return area._replace(bottom=bottom, right=right)


def _uncover(grid: Grid) -> None:
    """Take away the texts that a merged area covers: no program shows them."""
    rows: dict[int, list[int]] = {}
    for row, column in grid.texts if grid.merged else ():
        rows.setdefault(row, []).append(column)
    for area in grid.merged:
        for row in range(area.top, area.bottom + 1):
            columns = rows.get(row, [])
            covered = columns[bisect_left(columns, area.left) : bisect_right(columns, area.right)]
            for column in covered:
                if (row, column) != (area.top, area.left):
                    _forget(grid, (row, column))


def _forget(grid: Grid, place: Place) -> None:
    for one in (grid.texts, grid.problems, grid.unwritable, grid.values):
        one.pop(place, None)
    grid.numbers.discard(place)
    grid.formatted.discard(place)
