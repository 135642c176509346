"""A document's tables as CSV (RFC 4180): one block of rows a table, each row naming its table and whose record it is.

A text that a spreadsheet would take for a formula gets an apostrophe before it, which ``strip`` takes off again. So
does what stands in a text where a cell would begin if the file were separated at something else than commas: as a
spreadsheet does in most of Europe, and quotes do not hold a text together that begins in the midst of its cell.
"""

import csv
import io
import re

from ropa.views.table import Document
from ropa.vocabulary import say

_SIGNS = "=+\\-@＝＋－＠"
"""What a formula begins with; also in the width that some East Asian spreadsheets take for the same."""

_BEGINS = re.compile(f" *[{_SIGNS}]|[\t\r\n']")

_WITHIN = f"([;|\t\r\n][\" ]*){{mark}}(?='*[{_SIGNS}])"
_UNMARKED, _MARKED = (re.compile(_WITHIN.format(mark=mark)) for mark in ("", "'"))


def draw(document: Document) -> str:
    """The tables of *document*: the headings of each, then its rows, then an empty line."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for index, table in enumerate(document.tables):
        if index:
            writer.writerow([])
        head = [say("csv.table"), *(column.heading for column in table.columns), say("csv.status")]
        writer.writerow([safe(word) for word in head])
        status = " ".join(document.status)
        for row in table.rows or ():
            writer.writerow([safe(word) for word in (table.title, *map(str, row), status)])
        if not table.rows:
            writer.writerow(
                [
                    safe(word)
                    for word in (
                        table.title,
                        table.empty,
                        *([""] * (len(table.columns) - 1)),
                        status,
                    )
                ]
            )
    return out.getvalue()


def safe(word: str) -> str:
    """*word*, with an apostrophe wherever a spreadsheet would run what follows, and before one that is its own."""
    within = _UNMARKED.sub(r"\1'", word)
    return f"'{within}" if _BEGINS.match(word) else within


def strip(word: str) -> str:
    """*word* as it was before :func:`safe`."""
    bare = word[1:] if word.startswith("'") and _BEGINS.match(word[1:]) else word
    return _MARKED.sub(r"\1", bare)
