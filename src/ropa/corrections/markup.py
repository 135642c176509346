"""The markup of a part of a workbook, read piece by piece: it is never in memory as a whole."""

from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

from ropa.corrections.package import Package, Unopened, damaged
from ropa.terminal import quoted
from ropa.vocabulary import number_text

DEEPEST = 64
"""Elements one in another; a spreadsheet program writes about ten."""

LONGEST_TAG = 2_000_000
"""Bytes of one tag with its attributes."""

LONGEST_RUN = 1_000_000
"""Characters of one text."""

MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
"""The namespaces of spreadsheets: as every program writes it, and that of "Strict Open XML"."""

RELATED = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"

WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00", b"<\x00")
"""How a text begins that is no UTF-8."""

Attributes = Mapping[str, str]
"""The attributes of an element by their full names."""


class Reader:
    """Takes the elements of one part that it knows, as they begin and end, and the text between.

    ``_begin_row`` takes the beginning of a ``row``, ``_end_row`` its end.
    """

    elements: tuple[str, ...] = ()
    """The elements it knows."""
    namespaces: tuple[str, ...] = MAIN

    def __init__(self) -> None:
        self.words: list[str] = []
        """The text since the last element began, in pieces."""
        self._depth = self._letters = 0
        self._begins = self._handlers("begin")
        self._ends = self._handlers("end")

    def _handlers(self, moment: str) -> Mapping[str, Any]:
        """What takes the beginning or the end of elements, by their full names."""
        handlers: dict[str, Any] = {}
        for element in self.elements:
            handler = getattr(self, f"_{moment}_{element}", _ignore)
            full_names = [f"{namespace} {element}" for namespace in self.namespaces]
            handlers |= dict.fromkeys(full_names, handler)
        return handlers

    def _open(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise damaged("depth", number=DEEPEST)
        self._letters = 0
        self.words.clear()
        self._begins.get(name, _ignore)(attributes)

    def _hear(self, words: str) -> None:
        self._letters += len(words)
        if self._letters > LONGEST_RUN:
            raise damaged("long_text", number=number_text(LONGEST_RUN))
        self.words.append(words)

    def _close(self, name: str) -> None:
        self._depth -= 1
        self._ends.get(name, _ignore)()

    def read(self, package: Package, part: str) -> None:
        """Read *part*. Raises Unopened where that cannot be done."""
        parser = self._parser(part)
        try:
            _feed(parser, package, part)
        except expat.ExpatError as error:
            line = error.lineno
            column = error.offset + 1
            why = expat.ErrorString(error.code)
            name = quoted(part)
            raise damaged("markup", part=name, line=line, column=column, why=why) from error

    def _parser(self, part: str) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.XmlDeclHandler = lambda _version, encoding, _standalone: _encoded(part, encoding)
        parser.StartDoctypeDeclHandler = lambda *_doctype: _declared(part)
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        parser.CharacterDataHandler = self._hear
        return parser


def _ignore(*_attributes: Attributes) -> None:
    """Take nothing."""


def _feed(parser: expat.XMLParserType, package: Package, part: str) -> None:
    """Let *parser* read *part* piece by piece, and a tag only as far as one is written."""
    fed = 0
    for data in package.pieces(part):
        if not fed and data.startswith(WIDE):
            _encoded(part, "another")
        fed += len(data)
        parser.Parse(data)
        if fed - parser.CurrentByteIndex > LONGEST_TAG:
            raise damaged("long_tag", part=quoted(part), number=number_text(LONGEST_TAG))
    parser.Parse(b"", True)


def _encoded(part: str, encoding: str | None) -> None:
    if encoding is not None and encoding.casefold() not in ("utf-8", "utf8", "us-ascii"):
        raise Unopened("encoding", "save_again", part=quoted(part))


def _declared(part: str) -> None:
    raise Unopened("entities", "save_again", part=quoted(part))
