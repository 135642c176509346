"""The text of a DOCX as Word shows it: insertions, text boxes, notes, headers; nothing deleted."""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from ropa.evidence.tags import tags
from ropa.evidence.unreadable import Unreadable, broken, unreadable
from ropa.vocabulary import number_text, translate

MOST_UNPACKED = 30_000_000
"""Bytes of the parts that hold text, unpacked; pictures are never unpacked."""

MOST_TAGS = 2_000_000
"""Tags in those parts; two hundred pages have a tenth of it."""


def read_docx(data: bytes) -> str | Unreadable:
    """The text of the DOCX *data*: its body, then what stands in notes, headers and footers."""
    if data.startswith(_OLE):
        return unreadable("encrypted" if _PACKAGE in data else "old_doc")
    parts = _parts(data)
    if isinstance(parts, Unreadable):
        return parts
    try:
        body, *others = map(_text, parts)
    except _RefusedError as error:
        return broken("docx", error)
    # A header or footer that every section repeats is read once.
    notes = [text.strip("\n") for text in others if text.strip()]
    return "\n\n".join([body, *dict.fromkeys(notes)])


def _parts(data: bytes) -> list[etree._Element] | Unreadable:
    """The parts that hold text, the body first."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                return unreadable("encrypted")
            return list(_Package(archive).parts())
    except etree.XMLSyntaxError as error:
        # The parser goes 256 levels deep. Word writes a table in a table with five of them.
        is_too_deep = "Excessive depth" in str(error)
        return unreadable("too_deep") if is_too_deep else broken("docx", error)
    # An archive can be damaged in every byte, and zipfile and its four ways of packing raise what
    # they raise. Nothing but the document is amiss, so it is what is spoken of. Memory is bounded
    # above, and no fault of the document.
    except Exception as error:
        if isinstance(error, MemoryError):
            raise
        return broken("docx", error)


_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PACKAGE = "EncryptedPackage".encode("utf-16-le")


class _RefusedError(Exception):
    """Why a package holds no document, as the end of a sentence."""

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(translate(f"unreadable.{key}", **values))


class _Package:
    """The parts of a document and how they refer to each other."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        names = archive.namelist()
        self._names = {name.casefold(): name for name in names}
        self._bytes_to_read = MOST_UNPACKED
        self._tags_to_read = MOST_TAGS

    def parts(self) -> Iterator[etree._Element]:
        """The body, and then the parts that pages show beside it, by name."""
        self._part("[Content_Types].xml")
        body = next(self._related("", ("officeDocument",)), None)
        if body is None:
            raise _RefusedError("no_document")
        yield self._part(body)
        for name in sorted(set(self._related(body, _NOTES))):
            yield self._part(name)

    def _related(self, name: str, kinds: tuple[str, ...]) -> Iterator[str]:
        """Parts of *kinds* that the part *name* refers to; nothing outside is ever fetched."""
        folder, file = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        if relations.casefold() not in self._names:
            return
        for relation in self._part(relations):
            kind = str(relation.get("Type", "")).rpartition("/")[2]
            if kind in kinds and relation.get("TargetMode") != "External":
                path = posixpath.join("/", folder, relation.get("Target", ""))
                yield posixpath.normpath(path).lstrip("/")

    def _part(self, name: str) -> etree._Element:
        """The root of the part *name*."""
        stored = self._names.get(name.casefold())
        if stored is None:
            raise _RefusedError("no_part", name=name)
        root = etree.fromstring(self._read(stored), _parser())
        if root.getroottree().docinfo.doctype:
            raise _RefusedError("document_type", name=name)
        return root

    def _read(self, stored: str) -> bytes:
        """What is *stored* under a name. Raises _RefusedError where all parts are too large."""
        with self._archive.open(stored) as file:
            data = file.read(self._bytes_to_read + 1)
        self._bytes_to_read -= len(data)
        if self._bytes_to_read < 0:
            raise _RefusedError("text", most=number_text(MOST_UNPACKED))
        self._tags_to_read -= data.count(b"<")
        if self._tags_to_read < 0:
            raise _RefusedError("tags", most=number_text(MOST_TAGS))
        return data


def _parser() -> etree.XMLParser:
    """A parser that fetches nothing and defines nothing; blanks between elements are no text."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        remove_blank_text=True,
        remove_comments=True,
        remove_pis=True,
    )


_NOTES = ("endnotes", "footer", "footnotes", "header")


def _text(root: etree._Element) -> str:
    writer = _TextWriter()
    walk = etree.iterwalk(root, events=("start", "end"))
    skipped: etree._Element | None = None
    for event, element in walk:
        tag = etree.QName(element).localname
        if event == "end":
            if element is not skipped:  # a walk tells also where what it skipped ends
                writer.end(tag, element)
        elif tag in _NOT_SHOWN or _is_hidden(tag, element) or writer.is_repeated(tag, element):
            skipped = element
            walk.skip_subtree()
        elif tag == "t":
            writer.write("".join(element.itertext()))
            walk.skip_subtree()
        else:
            writer.start(tag, element)
    return "\n".join(writer.stack[0].lines())


_NOT_SHOWN = tags(
    "del moveFrom instrText delText delInstrText pPr rPr sectPr tblGrid tblPr tblPrEx sdtPr"
    " sdtEndPr rubyPr rt"
)
"""What is deleted or only says how something looks; of a word's two readings, the small one."""


def _is_hidden(tag: str, element: etree._Element) -> bool:
    """Whether *element* is formatted as hidden, deleted as a row, or a rule above notes."""
    if tag == "r":
        marks = element.iterfind("{*}rPr/{*}vanish")
        return any(_value(mark, "val") not in _OFF for mark in marks)
    if tag == "tr":
        return element.find("{*}trPr/{*}del") is not None
    is_note = tag in ("footnote", "endnote")
    return is_note and _value(element, "type") not in ("", "normal")


_OFF = tags("0 false off")


def _value(element: etree._Element, name: str) -> str:
    """The attribute *name* of *element*, in whichever namespace."""
    for key, value in element.attrib.items():
        if etree.QName(key).localname == name:
            return str(value)
    return ""


@dataclass
class _Frame:
    """What stands in a paragraph, a cell, a row, a table or a box while it is read."""

    texts: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    above: dict[int, str] = field(default_factory=dict)
    column: int = 0

    def lines(self) -> list[str]:
        """Its texts, and then those of boxes that stand in it."""
        return [*self.texts, *self.boxes]


class _TextWriter:
    """Text put together from elements as they begin and end; a row of a table is a line."""

    def __init__(self) -> None:
        self.stack = [_Frame()]
        self._repeated = 0
        self._choices: dict[etree._Element, bool] = {}

    def is_repeated(self, tag: str, element: etree._Element) -> bool:
        """Whether *element* repeats, for an older reader, the text of a choice beside it."""
        parent = element.getparent()
        if tag != "Fallback" or parent is None:
            return False
        if parent not in self._choices:
            texts = parent.iterfind("{*}Choice//{*}t")
            self._choices[parent] = any(text.text for text in texts)
        return self._choices[parent]

    def write(self, text: str) -> None:
        """*text* stands here."""
        self.stack[-1].texts.append(text)

    def start(self, tag: str, element: etree._Element) -> None:
        """*element* begins."""
        if tag in _FRAMES:
            self.stack.append(_Frame())
        elif tag in _INCLUDED:
            raise _RefusedError("includes")
        elif tag == "br":
            is_line_break = _value(element, "type") in ("", "textWrapping")
            self.write("\n" if is_line_break else "")
        elif tag in _SIGNS:
            self.write(_SIGNS[tag])

    def end(self, tag: str, element: etree._Element) -> None:
        """*element* ends."""
        if tag not in _FRAMES:
            return
        frame = self.stack.pop()
        outer = self.stack[-1]
        if tag == "p":
            outer.texts += ["".join(frame.texts), *frame.boxes]
        elif tag == "tr":
            outer.texts.append(" ".join(frame.lines()))
        elif tag == "tc":
            words = "\n".join(frame.lines())
            outer.texts.append(self._cell(element, words))
        elif tag == "tbl":
            outer.texts += frame.lines()
        else:
            outer.boxes += frame.lines()

    def _cell(self, element: etree._Element, text: str) -> str:
        """The text of a cell; one that goes on from the row above says the same as that."""
        row = self.stack[-1]
        table = self.stack[-2:][0]  # the cell may stand in no table
        merged = element.find("{*}tcPr/{*}vMerge")
        if merged is not None and _value(merged, "val") in ("", "continue"):
            text = table.above.get(row.column, text)
            self._count_repeated(text)
        table.above[row.column] = text
        span = element.find("{*}tcPr/{*}gridSpan")
        row.column += _number(_value(span, "val")) if span is not None else 1
        return text

    def _count_repeated(self, text: str) -> None:
        """Count *text*, which a cell says again. Raises _RefusedError where it is too much."""
        self._repeated += len(text)
        if self._repeated > MOST_UNPACKED:
            raise _RefusedError("merged", most=number_text(MOST_UNPACKED))


_INCLUDED = tags("altChunk subDoc")

_FRAMES = tags("p tbl tr tc txbxContent")

_SIGNS: Mapping[str, str] = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 1
