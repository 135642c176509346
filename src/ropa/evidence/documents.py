"""Documents as text: plain text, Markdown, HTML, PDF and DOCX, each read by a library made for it."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from ropa.evidence.folding import Folded, fold

LARGEST = 20_000_000
"""Bytes of a document; the longest policies have less than a hundredth of it."""


@dataclass(frozen=True)
class Document:
    """A document's text and the fingerprint of its bytes (SHA-256, hexadecimal)."""

    name: str
    text: str
    sha256: str

    @cached_property
    def folded(self) -> Folded:
        """The text as anchors compare it."""
        return fold(self.text)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a document could not be read, as the end of a sentence about it."""

    why: str


def open_document(folder: Path, name: str) -> Document | Unreadable:
    """The document *name* below *folder*, or why it cannot be read. Nothing outside *folder* is opened."""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        return Unreadable("leads out of the folder of documents")
    if not path.is_file():
        return Unreadable("is a folder" if path.is_dir() else "is not in the folder of documents")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        return Unreadable(f"cannot be read: {error.strerror or error}")
    if len(data) > LARGEST:
        return Unreadable(f"is larger than {LARGEST:,} bytes")
    text = READERS.get(path.suffix.lower(), _plain)(data)
    if isinstance(text, Unreadable):
        return text
    if not text.strip():
        return Unreadable("holds no text")
    return Document(name, text, hashlib.sha256(data).hexdigest())


def _plain(data: bytes) -> str | Unreadable:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Unreadable(f"is not UTF-8 at byte {error.start}")


def _html(data: bytes) -> str | Unreadable:
    from lxml import etree, html

    try:
        tree = html.fromstring(data, parser=html.HTMLParser(no_network=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        return Unreadable(f"is not HTML: {error}")
    for element in tree.xpath("//script | //style | //template | //noscript | //comment()"):
        element.drop_tree()
    for element in tree.iter():
        if element.tag not in _INLINE:
            element.tail = f"\n{element.tail or ''}"
    return str(tree.text_content())


_INLINE = frozenset({"a", "abbr", "b", "code", "em", "i", "mark", "s", "small", "span", "strong", "sub", "sup", "u"})
"""Elements that stand inside a line; every other ends one."""


def _pdf(data: bytes) -> str | Unreadable:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return Unreadable(f"is not a readable PDF: {error}")


def _docx(data: bytes) -> str | Unreadable:
    from zipfile import BadZipFile

    from docx import Document as Docx
    from docx.opc.exceptions import OpcError

    try:
        document = Docx(BytesIO(data))
    except (OpcError, BadZipFile, KeyError, ValueError) as error:
        return Unreadable(f"is not a readable DOCX: {error}")
    parts = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            parts += [" ".join(dict.fromkeys(cell.text for cell in row.cells)) for row in block.rows]
        else:
            parts.append(block.text)
    return "\n".join(parts)


READERS: Mapping[str, Callable[[bytes], str | Unreadable]] = MappingProxyType(
    {".html": _html, ".htm": _html, ".pdf": _pdf, ".docx": _docx}
)
"""How a document is read, by the end of its name; all others are text."""
