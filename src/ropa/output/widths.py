"""How wide the columns of a table are on paper, by what stands in them."""

import re
from collections.abc import Iterator, Sequence
from math import sqrt

from ropa.documents.table import Table

LETTERS = 105
"""Letters of a table's size that stand side by side on an upright page."""

MOST = 20
"""Letters of a word that is not broken; a longer one is."""

GAP = 2
"""Letters that the space between two columns takes."""


def widths(table: Table) -> tuple[str, ...]:
    """The width of each column in per cent of the page, adding up to 100.

    A table that fits on one line a row gets what it asks for. In others a column grows with the
    square root of what it holds, so that long cells grow in both directions, and no column is
    narrower than its longest word.
    """
    texts = list(_texts(table))
    unbroken = [_longest_line(column) + GAP for column in texts]
    if sum(unbroken) <= LETTERS:
        return _percent(unbroken)
    words = map(_longest_word, texts)
    least = [min(MOST, word) + GAP for word in words]
    grown = [4 * sqrt(_typical(column)) for column in texts]
    weights = list(map(max, least, grown))
    scale = LETTERS / sum(weights)
    scaled = [weight * scale for weight in weights]
    return _percent(list(map(max, least, scaled)))


def _texts(table: Table) -> Iterator[list[str]]:
    """What stands in each column, its heading first."""
    for place, column in enumerate(table.columns):
        cells = [str(row[place]) for row in table.rows]
        yield [f"{column.heading} {column.article}", *cells]


def _longest_line(texts: Sequence[str]) -> int:
    lines = "\n".join(texts).split("\n")
    return max(map(len, lines))


def _longest_word(texts: Sequence[str]) -> int:
    words = re.split(r"[\s/-]", " ".join(texts))
    return max(map(len, words))


def _typical(texts: Sequence[str]) -> float:
    """The root of the mean square length: long cells count for more than their share."""
    squares = [len(text) ** 2 for text in texts]
    return sqrt(sum(squares) / len(texts))


def _percent(parts: Sequence[float]) -> tuple[str, ...]:
    total = sum(parts)
    return tuple(f"{100 * part / total:.2f}%" for part in parts)
