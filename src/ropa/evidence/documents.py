"""Documents as text: plain text, HTML, PDF and DOCX, each read by a library made for it."""

import codecs
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from ropa.evidence.folding import Folded, fold, growth
from ropa.evidence.unreadable import Unreadable, unreadable
from ropa.files import Refusal, Refused, read_below
from ropa.vocabulary import number_text

LARGEST = 20_000_000
"""Bytes of a document; the longest policies have less than a hundredth of it."""

MOST_GROWTH = 5_000_000
"""Characters by which a text may grow when compared: one sign can stand for eighteen letters."""


@dataclass(frozen=True)
class SourceDocument:
    """A document's text and the fingerprint of its bytes (SHA-256, hexadecimal)."""

    name: str
    text: str
    sha256: str

    @cached_property
    def folded(self) -> Folded:
        """The text as anchors compare it."""
        return fold(self.text)


def open_document(folder: Path, name: str) -> SourceDocument | Unreadable:
    """The document *name* below *folder*, or why it cannot be read. Nothing outside is opened."""
    data = read_below(folder, name, LARGEST)
    if isinstance(data, Refused):
        is_of_folder = data.kind in (Refusal.MISSING, Refusal.OUTSIDE)
        return unreadable(data.kind) if is_of_folder else Unreadable(data.why)
    read = READERS.get(Path(name).suffix.lower(), _plain)
    text = read(data)
    if isinstance(text, Unreadable):
        return text
    if not text.strip():
        return unreadable("empty")
    if growth(text) > MOST_GROWTH:
        return unreadable("grows", most=number_text(MOST_GROWTH))
    printable = _HALF.sub("\N{REPLACEMENT CHARACTER}", text)
    return SourceDocument(name, printable, hashlib.sha256(data).hexdigest())


_HALF = re.compile("[\ud800-\udfff]")
"""Half of a character, which a PDF's fonts can name, and nothing can print."""


def _plain(data: bytes) -> str | Unreadable:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return unreadable("utf_16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return unreadable("not_utf_8", place=error.start)


# Each library is slow to import, and most registers rest on documents of one kind.
def _html(data: bytes) -> str | Unreadable:
    from ropa.evidence.hypertext import read_html

    return read_html(data)


def _xhtml(data: bytes) -> str | Unreadable:
    from ropa.evidence.hypertext import read_html

    return read_html(data, is_xml=True)


def _pdf(data: bytes) -> str | Unreadable:
    from ropa.evidence.portable import read_pdf

    return read_pdf(data)


def _docx(data: bytes) -> str | Unreadable:
    from ropa.evidence.wordprocessing import read_docx

    return read_docx(data)


READERS: Mapping[str, Callable[[bytes], str | Unreadable]] = MappingProxyType(
    {".html": _html, ".htm": _html, ".xhtml": _xhtml, ".pdf": _pdf, ".docx": _docx}
)
"""How a document is read, by the end of its name; all others are text."""
