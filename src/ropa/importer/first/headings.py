"""Which row of a sheet holds the headings, and which column of the layout each of them is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ropa.importer.grid import Grid, Place
from ropa.layouts import folded
from ropa.model.layout import LayoutSheet

DEEPEST = 40
"""Rows among which the headings are looked for."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where the headings of a sheet end, which columns of the layout stand where, and what else stands there."""

    row: int
    columns: Mapping[int, str]
    """Keys of the layout's columns by place, counted from 1."""
    others: Mapping[int, str]
    """Headings that the layout does not know, by place."""
    first: int = 0
    """The first row of the headings, where they take two."""

    @property
    def score(self) -> tuple[int, int]:
        """How well the headings fit: known ones first, then as few unknown ones as can be."""
        return len(self.columns), -len(self.others)


def known(sheet: LayoutSheet) -> Mapping[str, str]:
    """Every heading the layout has for a column, folded, with the column's key."""
    found: dict[str, str] = {}
    for key, column in sheet.columns.items():
        for words in (column.heading, *column.also_called, f"{column.heading} {column.article}"):
            found.setdefault(folded(words), key)
    return found


def head(grid: Grid, sheet: LayoutSheet) -> Head | None:
    """The headings of *grid*: in the row the layout names, or where most of them are; None where there are none."""
    wanted, full = known(sheet), filled(grid, across=True)
    rows = [sheet.header_row] if sheet.header_row else range(1, min(DEEPEST, grid.last_row) + 1)
    best: Head | None = None
    for row in rows:
        for first in (row, row - 1):
            found = _match(full, wanted, first, row, grid.last_column)
            if found.columns and (best is None or found.score > best.score):
                best = found
    if best is None:
        return None
    above = [first for first, last, _, _ in areas(grid) if first <= best.row <= last]
    return replace(best, first=min(best.first, *above)) if above else best


def filled(grid: Grid, across: bool = False) -> dict[Place, str]:
    """The texts of *grid*, that of a merged area in every row it spans, and *across* in every column."""
    texts = dict(grid.texts)
    for first, last, left, end in areas(grid):
        right = end if across else left
        if words := grid.texts.get((first, left)):
            texts |= {(row, column): words for row in range(first, last + 1) for column in range(left, right + 1)}
    return texts


def areas(grid: Grid) -> Iterator[tuple[int, int, int, int]]:
    """First and last row, first and last column of each merged area that is not absurdly large."""
    from openpyxl.utils import range_boundaries

    for first, last, left, name in grid.merged:
        right = range_boundaries(name)[2] or left
        if (last - first + 1) * (right - left + 1) <= MOST_MERGED:
            yield first, last, left, int(right)


MOST_MERGED = 20_000
"""Cells of a merged area that is filled; nobody merges more to say one thing."""


def _match(texts: Mapping[Place, str], wanted: Mapping[str, str], first: int, row: int, width: int) -> Head:
    columns: dict[int, str] = {}
    others: dict[int, str] = {}
    for place in range(1, width + 1):
        upper, lower = texts.get((first, place), ""), texts.get((row, place), "")
        key = next((wanted[one] for one in _candidates(upper, lower) if one in wanted), "")
        if key and key not in columns.values():
            columns[place] = key
        elif lower or upper:
            others[place] = " ".join((lower or upper).split())
    return Head(row, columns, others, first)


def _candidates(upper: str, lower: str) -> Iterator[str]:
    """What a heading may be called, folded: whole, its first line, without brackets, under one that spans several."""
    first = [*lower.split("\n")[:1], *lower.split(" · ")[:1], re.sub(r"\([^()]*\)", " ", lower)]
    for words in (lower, *first, f"{upper} {lower}", *([] if lower else [upper])):
        if said := folded(words):
            yield said
