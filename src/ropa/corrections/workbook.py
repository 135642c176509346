"""A stranger's workbook, opened: its sheets as grids, or the one line that says why not.

openpyxl makes an object of every cell that a merged area, a link or a format spans, so that a file
of some kilobytes takes all memory there is; and it reads nothing of a workbook whose pictures or
styles it does not know. Here only what stands in cells is read, and every bound is stated.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ropa.corrections.bounds import Quotas
from ropa.corrections.cells import Cells, Shared
from ropa.corrections.grid import Grid, Grids
from ropa.corrections.package import Package, Unopened, damaged, unpacked
from ropa.corrections.parts import Book, Comments, Formats, PartLinks, Sheet, Texts
from ropa.corrections.places import Area, Place, place_of
from ropa.corrections.report import Problem
from ropa.terminal import quoted


def opened(path: Path) -> Grids | Problem:
    """The sheets of the workbook at *path* in their order, by title; or why it is not opened."""
    try:
        with unpacked(path) as package:
            book = Book(package)
            texts, formats = Texts(package, book), Formats(package, book)
            shared = Shared(texts, formats, book.counts_from_1904)
            quotas = Quotas()
            return {sheet.title: _grid(package, sheet, shared, quotas) for sheet in book.sheets}
    except Unopened as refusal:
        return refusal.problem


def _grid(package: Package, sheet: Sheet, shared: Shared, quotas: Quotas) -> Grid:
    grid = Grid(sheet.title, is_hidden=sheet.is_hidden)
    try:
        if not sheet.is_chart:
            _read(grid, package, sheet.part, Cells(grid, shared, quotas))
    except Unopened as refusal:
        refusal.problem = replace(refusal.problem, sheet=sheet.title)
        raise
    return grid


def _read(grid: Grid, package: Package, part: str, cells: Cells) -> None:
    """Read the cells of *part* into *grid*, then its comments and merged areas."""
    cells.read(package, part)
    if not cells.is_sheet:
        raise damaged("no_sheet_part", part=quoted(part))
    comments = Comments(package, PartLinks(package, part)).comments
    for name, words in comments.items():
        cells.take_comment(place_of(name), words)
    if not cells.is_sorted:
        grid.texts = dict(sorted(grid.texts.items()))
    _merge(grid, cells)


def _merge(grid: Grid, cells: Cells) -> None:
    """Give *grid* the merged areas of its cells, as far as there are texts."""
    last = grid.last_row, grid.last_column
    for area in cells.areas:
        filled = area.as_far_as(last)
        size = len(filled.rows) * len(filled.columns)
        cells.quotas.spanned.use(size)
        grid.merged.append(filled)
    if grid.merged:
        _uncover(grid)


def _uncover(grid: Grid) -> None:
    """Take away the texts that a merged area covers: no program shows them."""
    rows: dict[int, list[int]] = {}
    for row, column in grid.texts:
        rows.setdefault(row, []).append(column)
    for area in grid.merged:
        for place in _covered(area, rows):
            grid.forget(place)


def _covered(area: Area, rows: Mapping[int, list[int]]) -> Iterator[Place]:
    """Cells below the first of *area*, out of the columns with texts by row."""
    for row in area.rows:
        columns = rows.get(row, [])
        start = bisect_left(columns, area.left)
        end = bisect_right(columns, area.right)
        for column in columns[start:end]:
            if (row, column) != area.first:
                yield row, column
