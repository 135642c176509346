"""What ties a workbook to the register it was made of: an origin and a fingerprint a row, a hash over all of them."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ropa.views.table import Cell, Document, Origin, Table
from ropa.vocabulary import say

LONGEST_TEXT = 32_000
"""Characters a cell takes; the format's own limit is 32,767."""

DIGITS = 5
"""Length of a cell's fingerprint, in characters of 5 bits each."""

FORMAT = "ropa-workbook/1"
"""Version of what is described here; a workbook of another one is not taken back."""

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


@dataclass(frozen=True, slots=True)
class Bound:
    """The origin cell of a row, read: what the row is about, and the fingerprints of its cells as they were sent."""

    origin: Origin
    prints: tuple[str, ...]


def cut(words: str) -> str:
    """*words* as long as a cell can hold; what is left out is said."""
    return words[:LONGEST_TEXT] + (say("word.cut") if len(words) > LONGEST_TEXT else "")


def plain(words: str) -> str:
    """*words* without what no program keeps and no record needs: line ends' kind, white space at the ends of lines."""
    lines = [" ".join(line.split()) for line in re.split("\r\n|\r|\n", words)]
    return "\n".join(lines).strip("\n")


@lru_cache(maxsize=1024)
def fingerprint(words: str) -> str:
    """Five characters that change with *words*; most cells say what some other cell just said."""
    number = int.from_bytes(hashlib.sha256(plain(words).encode()).digest()[:4], "big")
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in range(DIGITS))


def bind(origin: Origin, row: Sequence[Cell]) -> str:
    """The origin cell of a row."""
    return f"{origin} #{''.join(fingerprint(cut(str(cell))) for cell in row)}"


def unbind(words: str) -> Bound | None:
    """The origin cell *words* read back; None where this is none."""
    found = re.fullmatch(r"(\S+)(?: ([^\s@#]+))?(?: @(\S+))? #([a-z2-7]*)", words.strip())
    if found is None or len(found[4]) % DIGITS:
        return None
    path = tuple(found[2].split("/")) if found[2] else ()
    prints = tuple(found[4][place : place + DIGITS] for place in range(0, len(found[4]), DIGITS))
    return Bound(Origin(found[1], path, found[3] or ""), prints)


def mark(origin: Origin) -> str:
    """An origin as the list of rows that were sent holds it."""
    return fingerprint(str(origin))


def marks(table: Table) -> tuple[str, ...]:
    """The list of rows that were sent, in as many cells as it takes."""
    whole = "".join(map(mark, table.origins))
    room = LONGEST_TEXT - LONGEST_TEXT % DIGITS
    return tuple(whole[start : start + room] for start in range(0, len(whole), room))


def content(document: Document) -> str:
    """Hash over every row that can be written back: the same where the workbook says the same. SHA-256."""
    return _hash(
        bind(origin, row)
        for table in document.tables
        for origin, row in zip(table.origins, table.rows, strict=False)
        if table.origins
    )


def _hash(lines: Iterable[str]) -> str:
    total = hashlib.sha256()
    for line in lines:
        total.update(line.encode() + b"\n")
    return total.hexdigest()
