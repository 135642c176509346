"""The markup of a part of a workbook, read from beginning to end without ever standing in memory as a whole."""

from collections.abc import Mapping
from types import MappingProxyType
from xml.parsers import expat

from ropa.importer.package import Package, Unopened, damaged
from ropa.importer.report import quoted

DEEPEST = 64
"""Elements one in another; a spreadsheet program writes about ten."""

LONGEST_TAG = 2_000_000
"""Bytes of one tag with its attributes."""

LONGEST_SAID = 1_000_000
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


def elements(*names: str) -> Mapping[str, str]:
    """Elements of a spreadsheet by their full names."""
    return MappingProxyType({f"{space} {name}": name for space in MAIN for name in names})


class Reader:
    """Takes the elements of one part that it knows, as they begin and end, with the words between."""

    names: Mapping[str, str] = MappingProxyType({})
    """The elements it knows, by their full names."""

    def __init__(self) -> None:
        self.words: list[str] = []
        """What was said since the last element began."""
        self._depth = self._letters = 0

    def start(self, name: str, said: Mapping[str, str]) -> None:
        """Take the beginning of an element, with its attributes."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def _open(self, name: str, said: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise damaged(f"elements are nested more than {DEEPEST} deep")
        self._letters = 0
        self.words.clear()
        known = self.names.get(name)
        if known is not None:
            self.start(known, said)

    def _hear(self, words: str) -> None:
        self._letters += len(words)
        if self._letters > LONGEST_SAID:
            raise damaged(f"a text has more than {LONGEST_SAID:,} characters")
        self.words.append(words)

    def _close(self, name: str) -> None:
        self._depth -= 1
        known = self.names.get(name)
        if known is not None:
            self.end(known)

    def read(self, package: Package, part: str) -> None:
        """Read *part*. Raises Unopened where that cannot be done."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.XmlDeclHandler = lambda version, encoding, standalone: _encoded(part, encoding)
        parser.StartDoctypeDeclHandler = lambda *declared: _declared(part)
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        parser.CharacterDataHandler = self._hear
        fed = 0
        try:
            for data in package.pieces(part):
                if not fed and data.startswith(WIDE):
                    _encoded(part, "another")
                fed += len(data)
                parser.Parse(data)
                if fed - parser.CurrentByteIndex > LONGEST_TAG:
                    raise damaged(
                        f"'{quoted(part)}' holds a tag of more than {LONGEST_TAG:,} bytes"
                    )
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            why = expat.ErrorString(error.code)
            raise damaged(
                f"'{quoted(part)}', line {error.lineno}, column {error.offset + 1}: {why}"
            ) from error


def _encoded(part: str, encoding: str | None) -> None:
    if encoding is not None and encoding.casefold() not in ("utf-8", "utf8", "us-ascii"):
        raise Unopened(
            f"'{quoted(part)}' is not written in UTF-8", "save it with a spreadsheet program"
        )


def _declared(part: str) -> None:
    raise Unopened(f"'{quoted(part)}' declares entities", "save it with a spreadsheet program")
