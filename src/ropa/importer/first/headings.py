"""Which row of a sheet holds the headings, and which column of the layout each of them is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ropa.importer.grid import Grid
from ropa.importer.places import Place
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
    wanted, full = known(sheet), _by_row(filled(grid, across=True))
    rows = (
        [sheet.header_row]
        if sheet.header_row
        else [row for row in range(1, DEEPEST + 1) if row in full]
    )
    best: Head | None = None
    for row in rows:
        for first in (row, row - 1):
            found = _match(full, wanted, first, row)
            if found.columns and (best is None or found.score > best.score):
                best = found
    if best is None:
        return None
    above = [area.top for area in grid.merged if area.top <= best.row <= area.bottom]
    return replace(best, first=min(best.first, *above)) if above else best


def _by_row(texts: Mapping[Place, str]) -> Mapping[int, Mapping[int, str]]:
    rows: dict[int, dict[int, str]] = {}
    for (row, column), words in texts.items():
        rows.setdefault(row, {})[column] = words
    return rows


def filled(grid: Grid, across: bool = False) -> dict[Place, str]:
    """The texts of *grid*, that of a merged area in every row it spans, and *across* in every column."""
    texts = dict(grid.texts)
    for area in grid.merged:
        right = area.right if across else area.left
        if words := grid.texts.get((area.top, area.left)):
            rows = range(area.top, area.bottom + 1)
            texts |= {
                (row, column): words for row in rows for column in range(area.left, right + 1)
            }
    return texts


def _match(
    rows: Mapping[int, Mapping[int, str]], wanted: Mapping[str, str], first: int, row: int
) -> Head:
    columns: dict[int, str] = {}
    others: dict[int, str] = {}
    above, here = rows.get(first, {}), rows.get(row, {})
    for place in sorted({*above, *here}):
        upper, lower = above.get(place, ""), here.get(place, "")
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
