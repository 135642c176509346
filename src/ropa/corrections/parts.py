"""What a workbook says beside its cells: its sheets, shared texts, formats of days, comments."""

import posixpath
import re
from dataclasses import dataclass
from typing import NamedTuple

from ropa.corrections.bounds import Quota
from ropa.corrections.markup import LINKS, LONGEST_RUN, RELATED, Attributes, Reader
from ropa.corrections.package import OTHERS, Package, Unopened, damaged
from ropa.reader import CONTROL
from ropa.terminal import quoted
from ropa.vocabulary import number_text

MOST_SHEETS = 1_000
MOST_TEXTS = 8_000_000
MOST_FORMATS = 1_000_000
MOST_COMMENTS = 100_000
"""Bounds of what is kept of a workbook; spreadsheet programs keep to 65,000 formats."""

LONGEST_TITLE = 255
"""Characters of the name of a sheet; Excel takes 31."""

LONGEST_TEXT = 50_000
"""Characters of a cell or a comment; Excel takes 32,767, Google Sheets 50,000."""

LONGEST_CODE = 255
"""Characters of a number format that may be one of a date."""


LINK_IDS = tuple(f"{namespace} id" for namespace in RELATED)
"""The attributes by which a sheet names its link."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: its name, the part it stands in, and whether it is shown."""

    title: str
    part: str
    is_hidden: bool
    is_chart: bool


class Link(NamedTuple):
    """A link from one part to another: of what kind it is, and the part it points to."""

    kind: str
    target: str


class PartLinks(Reader):
    """The parts that one part points to, with the kind of each link, by its name."""

    elements = ("Relationship",)
    namespaces = (LINKS,)

    def __init__(self, package: Package, part: str) -> None:
        super().__init__()
        self.folder, name = posixpath.split(part)
        self.links: dict[str, Link] = {}
        self._parts = package.parts
        links_of_part = posixpath.join(self.folder, "_rels", f"{name}.rels")
        if links_of_part in package.parts:
            self.read(package, links_of_part)

    def _begin_Relationship(self, attributes: Attributes) -> None:
        if attributes.get("TargetMode") == "External":
            return
        # Only a part of this archive is ever opened: a name with .. is the name of none.
        path = posixpath.join("/", self.folder, attributes.get("Target", ""))
        target = posixpath.normpath(path).lstrip("/")
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.links[attributes.get("Id", "")] = Link(kind, target)

    def of_kind(self, kind: str) -> list[str]:
        """The parts that links of one *kind* point to."""
        links = self.links.values()
        return [link.target for link in links if link.kind == kind]

    def first(self, kind: str) -> str:
        """The part that the first link of a *kind* points to; empty where it is not in the file."""
        target = "".join(self.of_kind(kind)[:1])
        return target if target in self._parts else ""


class Book(Reader):
    """The sheets of a workbook in their order, and from which day it counts."""

    elements = ("sheet", "workbookPr")

    def __init__(self, package: Package) -> None:
        super().__init__()
        part = _book_part(package)
        self.links = PartLinks(package, part)
        self.parts = package.parts
        self.counts_from_1904 = False
        self.sheets: list[Sheet] = []
        self._quota = Quota(MOST_SHEETS, "sheets")
        self._titles: set[str] = set()
        self.read(package, part)
        if not self.sheets:
            raise damaged("no_sheet")

    def _begin_workbookPr(self, attributes: Attributes) -> None:
        self.counts_from_1904 = attributes.get("date1904") in ("1", "true")

    def _begin_sheet(self, attributes: Attributes) -> None:
        self._quota.use()
        title = attributes.get("name", "")
        link = self._link(attributes)
        self._look_at(title, link.target)
        is_hidden = attributes.get("state", "visible") != "visible"
        is_chart = link.kind == "chartsheet"
        self.sheets.append(Sheet(title, link.target, is_hidden, is_chart))

    def _link(self, attributes: Attributes) -> Link:
        ids = [attributes[name] for name in LINK_IDS if name in attributes]
        id = "".join(ids[:1])
        return self.links.links.get(id, Link("", ""))

    def _look_at(self, title: str, part: str) -> None:
        """Refuse a sheet whose name no report could print, that is there twice, or not at all."""
        is_one_line = bool(title.strip()) and len(title.splitlines()) == 1
        is_too_long = len(title) > LONGEST_TITLE
        if not is_one_line or is_too_long or CONTROL.search(title):
            raise Unopened("title", number=len(self.sheets) + 1)
        if title.casefold() in self._titles:
            raise Unopened("title_twice", title=quoted(title))
        self._titles.add(title.casefold())
        if part not in self.parts:
            raise damaged("cells_missing", title)


def _book_part(package: Package) -> str:
    """The part that lists the sheets. Raises Unopened where there is none."""
    documents = PartLinks(package, "").of_kind("officeDocument")
    candidates = (*documents, "xl/workbook.xml")
    present = [part for part in candidates if part in package.parts]
    if not present or not present[0].endswith(".xml"):
        raise _no_workbook(package)
    return present[0]


def _no_workbook(package: Package) -> Unopened:
    for part, (fault, remedy) in OTHERS.items():
        if part in package.parts:
            return Unopened(fault, remedy)
    return Unopened("archive", "send_xlsx")


class RichTexts(Reader):
    """A part with texts of which runs may be formatted: shared texts, cells, comments."""

    def __init__(self) -> None:
        super().__init__()
        self.begin_text()
        self.is_spoken = False
        """Whether what is read is the pronunciation of a text."""

    def begin_text(self) -> None:
        """Forget the text before."""
        self.runs: list[str] = []
        self.styled = self.length = 0

    def _begin_rPr(self, _attributes: Attributes) -> None:
        self.styled += 1

    def _begin_rPh(self, _attributes: Attributes) -> None:
        self.is_spoken = True

    def _end_rPh(self) -> None:
        self.is_spoken = False

    def _end_t(self) -> None:
        if self.is_spoken:
            return
        run = "".join(self.words)
        self.runs.append(run)
        self.length += len(run) + 1
        if self.length > LONGEST_RUN:
            raise damaged("long_text", number=number_text(LONGEST_RUN))

    @property
    def text(self) -> str:
        """The text read last, as a program shows it."""
        return unescaped("".join(self.runs))

    @property
    def is_formatted(self) -> bool:
        """Whether only parts of the text are formatted."""
        return self.styled > 0 and len(self.runs) > 1


class Texts(RichTexts):
    """The texts that the cells of a workbook share, in their order."""

    elements = ("si", "t", "rPr", "rPh")

    def __init__(self, package: Package, book: Book) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.formatted: set[int] = set()
        self._quota = Quota(MOST_TEXTS, "texts", remedy="cells")
        if part := book.links.first("sharedStrings"):
            self.read(package, part)

    def _begin_si(self, _attributes: Attributes) -> None:
        self.begin_text()

    def _end_si(self) -> None:
        self._quota.use()
        if self.is_formatted:
            self.formatted.add(len(self.texts))
        self.texts.append(self.text)


class Formats(Reader):
    """Which formats of cells are those of a day or a time, by their number."""

    elements = ("numFmt", "cellXfs", "xf")

    def __init__(self, package: Package, book: Book) -> None:
        super().__init__()
        self.dates: set[int] = set()
        self.spans: set[int] = set()
        """Those of the formats that show a length of time."""
        self._codes: dict[str, str] = {}
        self._kinds: dict[str, tuple[bool, bool]] = {}
        self._quota = Quota(MOST_FORMATS, "formats")
        self._is_in_cells = False
        if part := book.links.first("styles"):
            self.read(package, part)

    def _begin_numFmt(self, attributes: Attributes) -> None:
        self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")

    def _begin_cellXfs(self, _attributes: Attributes) -> None:
        self._is_in_cells = True

    def _end_cellXfs(self) -> None:
        self._is_in_cells = False

    def _begin_xf(self, attributes: Attributes) -> None:
        if not self._is_in_cells:
            return
        number = self._quota.used
        self._quota.use()
        id = attributes.get("numFmtId", "0")
        if id not in self._kinds:
            self._kinds[id] = self._kind(id)
        is_date, is_span = self._kinds[id]
        if is_date:
            self.dates.add(number)
        if is_span:
            self.spans.add(number)

    def _kind(self, id: str) -> tuple[bool, bool]:
        """Whether the number format *id* shows a day or a time, and whether a length of time."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

        is_number = re.fullmatch("[0-9]{1,4}", id)
        builtin = BUILTIN_FORMATS.get(int(id), "") if is_number else ""
        code = self._codes.get(id, builtin)
        if len(code) > LONGEST_CODE:
            return False, False
        return bool(is_date_format(code)), bool(is_timedelta_format(code))


class Comments(RichTexts):
    """The comments on the cells of one sheet, by the cell's name."""

    elements = ("comment", "t", "rPh")

    def __init__(self, package: Package, links: PartLinks) -> None:
        super().__init__()
        self.comments: dict[str, str] = {}
        self._cell = ""
        self._quota = Quota(MOST_COMMENTS, "comments")
        for part in links.of_kind("comments"):
            if part in package.parts:
                self.read(package, part)

    def _begin_comment(self, attributes: Attributes) -> None:
        self.begin_text()
        self._cell = attributes.get("ref", "")

    def _end_comment(self) -> None:
        self._quota.use()
        self.comments[self._cell] = self.text.strip()


_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_LINE_ENDS = re.compile("\r\n|[\r\v\f]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def unescaped(words: str) -> str:
    """*words* without the escapes of the file format, in which ``_x000D_`` is a line end."""
    if "_x" in words:
        words = _ESCAPE.sub(_character, words)
        words = _PAIR.sub(_joined_pair, words)
    return _LINE_ENDS.sub("\n", words)


def _character(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16))


def _joined_pair(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")
