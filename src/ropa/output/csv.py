"""A document's tables as CSV (RFC 4180): a block of rows a table.

Each row names its table and whose record it is. A text that a spreadsheet would take for a formula
gets an apostrophe before it, which ``strip`` takes off again. So does what stands in a text where a
cell would begin if the file were separated at something else than commas: spreadsheets do that in
most of Europe, and quotes do not hold a text together that begins in the midst of its cell.
"""

import csv
import io
import re
from collections.abc import Iterator

from ropa.documents.table import Document, Table
from ropa.vocabulary import translate

_SIGNS = "=+\\-@＝＋－＠"
"""What a formula begins with, also in a width that spreadsheets of East Asia take for it."""

_BEGINS = re.compile(f" *[{_SIGNS}]|[\t\r\n']")

_WITHIN = f"([;|\t\r\n][\" ]*){{mark}}(?='*[{_SIGNS}])"
_UNMARKED = re.compile(_WITHIN.format(mark=""))
_MARKED = re.compile(_WITHIN.format(mark="'"))


def render(document: Document) -> bytes:
    """The tables of *document*: the headings of each, then its rows, then an empty line."""
    stream = io.StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for index, table in enumerate(document.tables):
        if index:
            writer.writerow([])
        for row in _rows(table, " ".join(document.status)):
            writer.writerow(map(safe, row))
    return stream.getvalue().encode()


def _rows(table: Table, status: str) -> Iterator[tuple[str, ...]]:
    headings = [column.heading for column in table.columns]
    yield translate("csv.table"), *headings, translate("csv.status")
    for row in table.rows:
        yield table.title, *map(str, row), status
    if not table.rows:
        blanks = [""] * (len(headings) - 1)
        yield table.title, table.empty, *blanks, status


def safe(word: str) -> str:
    """*word* with an apostrophe wherever a spreadsheet would run what follows.

    One of its own gets another, so that :func:`strip` knows them apart.
    """
    within = _UNMARKED.sub(r"\1'", word)
    return f"'{within}" if _BEGINS.match(word) else within


def strip(word: str) -> str:
    """*word* as it was before :func:`safe`."""
    bare = word.removeprefix("'")
    return _MARKED.sub(r"\1", bare if _BEGINS.match(bare) else word)
