"""A document's tables as CSV (RFC 4180): one block of rows a table, each row naming its table and whose record it is.

A text that a spreadsheet would take for a formula gets an apostrophe before it, which ``strip`` takes off again.
"""

import csv
import io

from ropa.views.table import Document
from ropa.vocabulary import say

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a formula begins with; also in the width that some East Asian spreadsheets take for the same."""


def draw(document: Document) -> str:
    """The tables of *document*: the headings of each, then its rows, then an empty line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
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
                [safe(word) for word in (table.title, table.empty, *([""] * (len(table.columns) - 1)), status)]
            )
    return out.getvalue()


def safe(word: str) -> str:
    """*word*, with an apostrophe before it where a spreadsheet would run it or where it begins with one."""
    return f"'{word}" if word.startswith((*FORMULA, "'")) else word


def strip(word: str) -> str:
    """*word* as it was before :func:`safe`."""
    return word[1:] if word.startswith("'") and word[1:].startswith((*FORMULA, "'")) else word
