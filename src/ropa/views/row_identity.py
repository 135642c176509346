"""What ties a workbook to its register: an origin and a fingerprint a row, a hash over all."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ropa.fields.values import Cell
from ropa.views.table import Document, Origin, Table
from ropa.vocabulary import translate

LONGEST_TEXT = 32_000
"""Characters a cell takes; the format's own limit is 32,767."""

DIGITS = 5
"""Length of a cell's fingerprint, in characters of 5 bits each."""

FORMAT = "ropa-workbook/1"
"""Version of what is described here; a workbook of another one is not taken back."""

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


@dataclass(frozen=True, slots=True)
class RowOrigin:
    """The origin cell of a row, read: what the row is about, and its cells' fingerprints."""

    origin: Origin
    prints: tuple[str, ...]


def cut(words: str) -> str:
    """*words* as long as a cell can hold; what is left out is said."""
    return words[:LONGEST_TEXT] + (translate("word.cut") if len(words) > LONGEST_TEXT else "")


def plain(words: str) -> str:
    """*words* without what no program keeps: kinds of line ends, white space at ends of lines."""
    lines = re.split("\r\n|\r|\n", words)
    return "\n".join(" ".join(line.split()) for line in lines).strip("\n")


@lru_cache(maxsize=1024)
def fingerprint(words: str) -> str:
    """Five characters that change with *words*; most cells say what some other cell just said."""
    digest = hashlib.sha256(plain(words).encode()).digest()
    number = int.from_bytes(digest[:4], "big")
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in range(DIGITS))


def bind(origin: Origin, row: Sequence[Cell]) -> str:
    """The origin cell of a row."""
    prints = (fingerprint(cut(str(cell))) for cell in row)
    return f"{origin} #{''.join(prints)}"


def decode_origin(words: str) -> RowOrigin | None:
    """The origin cell *words* read back; None where this is none."""
    match = re.fullmatch(r"(\S+)(?: ([^\s@#]+))?(?: @(\S+))? #([a-z2-7]*)", words.strip())
    if match is None or len(match[4]) % DIGITS:
        return None
    activity, path, shared_statement, digits = match.groups(default="")
    steps = tuple(path.split("/")) if path else ()
    return RowOrigin(Origin(activity, steps, shared_statement), _pieces(digits, DIGITS))


def _pieces(words: str, length: int) -> tuple[str, ...]:
    return tuple(words[start : start + length] for start in range(0, len(words), length))


def mark(origin: Origin) -> str:
    """An origin as the list of rows that were sent holds it."""
    return fingerprint(str(origin))


def marks(table: Table) -> tuple[str, ...]:
    """The list of rows that were sent, in as many cells as it takes."""
    every_mark = "".join(map(mark, table.origins))
    return _pieces(every_mark, LONGEST_TEXT - LONGEST_TEXT % DIGITS)


def content(document: Document) -> str:
    """Hash over every row that can be written back: equal where workbooks say the same. SHA-256."""
    total = hashlib.sha256()
    for table in document.tables:
        for origin, row in zip(table.origins, table.rows, strict=False):
            line = bind(origin, row)
            total.update(line.encode() + b"\n")
    return total.hexdigest()
