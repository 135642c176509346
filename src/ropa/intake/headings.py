"""Which row of a sheet holds the headings, and which column of the layout each of them is."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from operator import attrgetter

from ropa.corrections.grid import Grid
from ropa.corrections.places import Place
from ropa.layouts import folded
from ropa.model.layout import LayoutSheet

DEEPEST = 40
"""Rows among which the headings are looked for."""


RowTexts = Mapping[int, str]
"""The texts of one row by column."""


@dataclass(frozen=True, slots=True)
class Head:
    """The headings of a sheet: their rows, the columns of the layout there, and the other ones."""

    row: int
    """The last row of the headings."""
    columns: Mapping[int, str]
    """Keys of the layout's columns by place, counted from 1."""
    others: Mapping[int, str]
    """Headings that the layout does not know, by place."""
    first: int
    """The first row of the headings, where they take two."""

    @property
    def score(self) -> tuple[int, int]:
        """How well the headings fit: known ones first, then as few unknown ones as can be."""
        return len(self.columns), -len(self.others)


def keys_by_heading(sheet: LayoutSheet) -> Mapping[str, str]:
    """Every heading the layout has for a column, folded, with the column's key."""
    keys: dict[str, str] = {}
    for key, column in sheet.columns.items():
        with_article = f"{column.heading} {column.article}"
        for words in (column.heading, *column.also_called, with_article):
            keys.setdefault(folded(words), key)
    return keys


def head(grid: Grid, sheet: LayoutSheet) -> Head | None:
    """The headings of *grid*: in the row the layout names, or where most of them are."""
    keys = keys_by_heading(sheet)
    texts = by_row(filled(grid, across=True).items())
    top = range(1, DEEPEST + 1)
    rows = [sheet.header_row] if sheet.header_row else filter(texts.get, top)
    matches = []
    for row in rows:
        for first in (row, row - 1):
            matches.append(_match(texts, keys, first, row))
    with_columns = [match for match in matches if match.columns]
    best = max(with_columns, key=attrgetter("score"), default=None)
    return _from_top(grid, best) if best else None


def _from_top(grid: Grid, head: Head) -> Head:
    """*head* from the top of the merged cells it is part of."""
    tops = [area.top for area in grid.merged if head.row in area.rows]
    first = min([head.first, *tops])
    return replace(head, first=first)


def by_row(texts: Iterable[tuple[Place, str]]) -> Mapping[int, RowTexts]:
    """*texts* by their row, then by their column."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), words in texts:
        rows.setdefault(row, {})[column] = words
    return rows


def filled(grid: Grid, across: bool = False) -> dict[Place, str]:
    """The texts of *grid*, a merged one in every row it spans, and *across* in every column."""
    texts = dict(grid.texts)
    for area in grid.merged:
        columns = area.columns if across else (area.left,)
        if words := grid.texts.get(area.first):
            texts |= dict.fromkeys(product(area.rows, columns), words)
    return texts


def _match(rows: Mapping[int, RowTexts], keys: Mapping[str, str], first: int, last: int) -> Head:
    """What the rows *first* and *last* are as headings; *keys* are the known ones."""
    columns: dict[int, str] = {}
    others = {}
    upper = rows.get(first, {})
    lower = rows.get(last, {})
    for column in sorted({*upper, *lower}):
        above = upper.get(column, "")
        below = lower.get(column, "")
        key = _key(keys, above, below)
        if key and key not in columns.values():
            columns[column] = key
        elif words := below or above:
            others[column] = " ".join(words.split())
    return Head(last, columns, others, first)


def _key(keys: Mapping[str, str], above: str, below: str) -> str:
    """The column of the layout that a heading names; empty where none."""
    for words in _candidates(above, below):
        if words in keys:
            return keys[words]
    return ""


def _candidates(above: str, below: str) -> Iterator[str]:
    """What a heading may be called, folded; *above* may span several, *below* be one of them."""
    first_line, _, _ = below.partition("\n")
    without_article, _, _ = below.partition(" · ")
    without_brackets = re.sub(r"\([^()]*\)", " ", below)
    candidates = (below, first_line, without_article, without_brackets, f"{above} {below}")
    yield from filter(None, map(folded, candidates))
