"""How wide the columns of a table are on paper, by what stands in them."""

import re
from math import sqrt

from ropa.views.table import Table

LETTERS = 105
"""Letters of a table's size that stand side by side on an upright page."""

MOST = 20
"""Letters of a word that is not broken; a longer one is."""

GAP = 2
"""Letters that the space between two columns takes."""


def widths(table: Table) -> tuple[str, ...]:
    """The width of each column in per cent of the page, adding up to 100.

    A table that fits on one line a row gets what it asks for. In others a column grows with the square root of what it
    holds, so that long cells grow in both directions, and no column is narrower than its longest word.
    """
    texts = [
        [f"{column.heading} {column.article}", *(str(row[place]) for row in table.rows)]
        for place, column in enumerate(table.columns)
    ]
    lines = [
        max(len(line) for text in column for line in text.split("\n")) + GAP for column in texts
    ]
    if sum(lines) <= LETTERS:
        return _percent([float(line) for line in lines])
    least = [min(MOST, max(map(_longest, column))) + GAP for column in texts]
    weights = [
        max(low, 4 * sqrt(_typical(column))) for low, column in zip(least, texts, strict=True)
    ]
    scale = LETTERS / sum(weights)
    given = [max(low, weight * scale) for low, weight in zip(least, weights, strict=True)]
    return _percent(given)


def _longest(text: str) -> int:
    return max(map(len, re.split(r"[\s/-]", text)))


def _typical(texts: list[str]) -> float:
    """The root of the mean square length: long cells count for more than their share."""
    return sqrt(sum(len(text) ** 2 for text in texts) / len(texts))


def _percent(parts: list[float]) -> tuple[str, ...]:
    return tuple(f"{100 * part / sum(parts):.2f}%" for part in parts)
