"""What ties a workbook to its register: the origin of each row, a hash a cell, one over all."""

import hashlib
import re
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ropa.documents.table import Document, Origin, Table
from ropa.fields.values import Cell
from ropa.vocabulary import translate

LONGEST_TEXT = 32_000
"""Characters a cell takes; the format's own limit is 32,767."""

DIGITS = 5
"""Length of the hash of a cell or a row, in characters of 5 bits each."""

FORMAT = "ropa-workbook/1"
"""Version of what is described here; a workbook of another one is not taken back."""


@dataclass(frozen=True, slots=True)
class RowOrigin:
    """The origin cell of a row, read: what the row is about, and a hash of each of its cells."""

    origin: Origin
    cell_hashes: tuple[str, ...]


def cut(words: str) -> str:
    """*words* as long as a cell can hold; what is left out is said."""
    if len(words) <= LONGEST_TEXT:
        return words
    return words[:LONGEST_TEXT] + translate("word.cut")


def plain(words: str) -> str:
    """*words* without what no program keeps: kinds of line ends, white space at ends of lines."""
    lines = re.split("\r\n|\r|\n", words)
    plain_lines = (" ".join(line.split()) for line in lines)
    return "\n".join(plain_lines).strip("\n")


@lru_cache(maxsize=1024)
def cell_hash(words: str) -> str:
    """Five characters that change with *words*; most cells say what some other cell just said."""
    digest = hashlib.sha256(plain(words).encode()).digest()
    digits = b32encode(b"\0" + digest[:4]).decode().lower()
    return digits[: -DIGITS - 1 : -1]  # the last of them, from behind, as the format has it


def encode_origin(origin: Origin, row: Sequence[Cell]) -> str:
    """The origin cell of a row."""
    cell_hashes = (cell_hash(cut(str(cell))) for cell in row)
    return f"{origin} #{''.join(cell_hashes)}"


def decode_origin(words: str) -> RowOrigin | None:
    """The origin cell *words* read back; None where this is none."""
    match = re.fullmatch(r"(\S+)(?: ([^\s@#]+))?(?: @(\S+))? #([a-z2-7]*)", words.strip())
    if match is None or len(match[4]) % DIGITS:
        return None
    activity, path, shared_statement, digits = match.groups(default="")
    steps = tuple(path.split("/")) if path else ()
    return RowOrigin(Origin(activity, steps, shared_statement), pieces(digits))


def pieces(words: str, length: int = DIGITS) -> tuple[str, ...]:
    """*words* cut into pieces of one *length*, the last as long as is left."""
    starts = range(0, len(words), length)
    return tuple(words[start : start + length] for start in starts)


def row_hash(origin: Origin) -> str:
    """An origin as the list of rows that were sent holds it."""
    return cell_hash(str(origin))


def row_hashes(table: Table) -> tuple[str, ...]:
    """The list of rows that were sent, in as many cells as it takes."""
    hashes = "".join(map(row_hash, table.origins))
    return pieces(hashes, LONGEST_TEXT - LONGEST_TEXT % DIGITS)


def content(document: Document) -> str:
    """Hash over every row that can be written back: equal where workbooks say the same. SHA-256."""
    total = hashlib.sha256()
    for table in document.tables:
        for origin, row in zip(table.origins, table.rows, strict=False):
            line = encode_origin(origin, row)
            total.update(line.encode() + b"\n")
    return total.hexdigest()
