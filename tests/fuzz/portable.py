"""PDF files changed as what they are: objects, references, names, numbers, streams."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Sequence
from random import Random

from fuzz.markup import NUMBERS
from fuzz.mutate import Change, bytes_of, likely, one_of, word

logging.getLogger("pikepdf").addHandler(
    logging.NullHandler()
)  # it tells of what was broken on purpose

_REFERENCE = re.compile(rb"\b\d+ 0 R\b")
_NUMBER = re.compile(rb"(?<=[ \[])-?\d+(?=[ \]\n/>])")
_NAME = re.compile(rb"/[A-Za-z]+")
_STRING = re.compile(rb"\(([^()\\]*)\)")
_LETTER = re.compile(rb"<[0-9a-f]+>")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def plain_pdf(texts: Sequence[str], more: Callable[[object], object] | None = None) -> bytes:
    """A PDF with a page for each of *texts*, nothing in it packed; *more* may change the document first."""
    import pikepdf

    document = pikepdf.new()
    font = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    for text in texts:
        page = document.add_blank_page(page_size=(300, 300))
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        rows = b" ".join(
            b"(%s) Tj T*" % row.encode("latin-1", "replace") for row in text.split("\n")
        )
        page.obj.Contents = document.make_stream(b"BT /F1 12 Tf 12 TL 10 280 Td " + rows + b" ET")
    if more:
        more(document)
    return saved(document)


def saved(document: object) -> bytes:
    """The bytes of a pikepdf *document*, readable as text and the same every time."""
    import pikepdf

    assert isinstance(document, pikepdf.Pdf)
    out = io.BytesIO()
    document.save(
        out,
        static_id=True,
        qdf=True,
        compress_streams=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return out.getvalue()


def unpacked(data: bytes) -> bytes:
    """The PDF *data* with nothing in it packed."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as document:
        return saved(document)


def _one(
    chance: Random, data: bytes, what: re.Pattern[bytes], new: Callable[[list[bytes]], bytes]
) -> bytes:
    matches = list(what.finditer(data))
    if not matches:
        return bytes_of(chance, data)
    match = one_of(chance, matches)
    return data[: match.start()] + new([other.group() for other in matches]) + data[match.end() :]


def _referred(chance: Random, data: bytes) -> bytes:
    return _one(
        chance,
        data,
        _REFERENCE,
        lambda others: one_of(chance, [*others, b"999 0 R", b"null", b"[]", b"<<>>"]),
    )


def _numbered(chance: Random, data: bytes) -> bytes:
    return _one(chance, data, _NUMBER, lambda others: one_of(chance, [*others[:50], *NUMBERS]))


def _named(chance: Random, data: bytes) -> bytes:
    extra = [
        b"/FlateDecode",
        b"/LZWDecode",
        b"/JBIG2Decode",
        b"/Encrypt",
        b"/Prev",
        b"/JavaScript",
        b"/Launch",
        b"/EmbeddedFiles",
    ]
    return _one(chance, data, _NAME, lambda others: one_of(chance, [*others, *extra]))


def _said(chance: Random, data: bytes) -> bytes:
    said = word(chance).encode("utf-16" if likely(chance, 30) else "utf-8", "replace")
    return _one(chance, data, _STRING, lambda others: b"(" + said + b")")


def _streamed(chance: Random, data: bytes) -> bytes:
    return _one(
        chance,
        data,
        _STREAM,
        lambda others: b"stream\n" + bytes_of(chance, others[0][7:-9]) + b"endstream",
    )


def _lettered(chance: Random, data: bytes) -> bytes:
    """Letters that stand for others, for half a character, for nothing, or for very many."""
    letters = [
        b"<d800>",
        b"<dfff>",
        b"<>",
        b"<202e>",
        b"<001b>",
        b"<" + b"0041" * 300 + b">",
        b"<ffffffff>",
        b"[<41>]",
    ]
    return _one(chance, data, _LETTER, lambda others: one_of(chance, [*others, *letters]))


def _mended(chance: Random, data: bytes) -> bytes:
    """The same as a program writes it that repairs what it reads, with packed objects or encrypted."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            out = io.BytesIO()
            # The older ciphers alone give the same bytes every time.
            locked = pikepdf.Encryption(
                owner="o", user=one_of(chance, ("", "u")), R=3, aes=False, metadata=False
            )
            document.save(out, static_id=True, encryption=False if likely(chance, 60) else locked)
            return out.getvalue()
    except Exception:  # what is broken stays broken
        return data


PDF: Sequence[Change] = (
    _referred,
    _referred,
    _numbered,
    _numbered,
    _named,
    _named,
    _said,
    _streamed,
    _lettered,
    _mended,
    bytes_of,
)
