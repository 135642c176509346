"""What a workbook says beside its sheets: which there are, the texts they share, which formats are dates, comments."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ropa.importer.markup import LINKS, LONGEST_SAID, RELATED, Reader, elements
from ropa.importer.package import OTHERS, Package, Unopened, damaged
from ropa.importer.report import quoted
from ropa.reader import CONTROL

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


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: its name, the part it stands in, and whether it is shown."""

    title: str
    part: str
    is_hidden: bool
    is_chart: bool


class PartLinks(Reader):
    """The parts that one part points to, with the kind of each link, by its name."""

    names = MappingProxyType({f"{LINKS} Relationship": "link"})

    def __init__(self, package: Package, part: str) -> None:
        super().__init__()
        self.folder, name = posixpath.split(part)
        self.links: dict[str, tuple[str, str]] = {}
        beside = posixpath.join(self.folder, "_rels", f"{name}.rels")
        if beside in package.parts:
            self.read(package, beside)

    def start(self, name: str, said: Mapping[str, str]) -> None:
        if said.get("TargetMode") != "External":
            # Whatever it points to, only a part of this archive is ever opened: a name with .. is that of none.
            target = posixpath.normpath(
                posixpath.join("/", self.folder, said.get("Target", ""))
            ).lstrip("/")
            self.links[said.get("Id", "")] = said.get("Type", "").rpartition("/")[2], target

    def of_kind(self, kind: str) -> list[str]:
        """The parts that links of one *kind* point to."""
        return [target for one, target in self.links.values() if one == kind]


class Book(Reader):
    """The sheets of a workbook in their order, and from which day it counts."""

    names = elements("sheet", "workbookPr")

    def __init__(self, package: Package) -> None:
        super().__init__()
        roots = [
            part
            for part in PartLinks(package, "").of_kind("officeDocument")
            if part in package.parts
        ]
        part = (roots or ["xl/workbook.xml"])[0]
        if part not in package.parts or not part.endswith(".xml"):
            raise _no_workbook(package)
        self.links = PartLinks(package, part)
        self.parts = package.parts
        self.counts_from_1904 = False
        self.sheets: list[Sheet] = []
        self._titles: set[str] = set()
        self.read(package, part)
        if not self.sheets:
            raise damaged("it has no sheet")

    def start(self, name: str, said: Mapping[str, str]) -> None:
        if name == "workbookPr":
            self.counts_from_1904 = said.get("date1904") in ("1", "true")
            return
        if len(self.sheets) == MOST_SHEETS:
            raise Unopened(
                f"the workbook has more than {MOST_SHEETS:,} sheets", "delete those without rows"
            )
        title = said.get("name", "")
        kind, part = self._link(said)
        self._look_at(title, part)
        is_hidden = said.get("state", "visible") != "visible"
        self.sheets.append(Sheet(title, part, is_hidden, kind == "chartsheet"))

    def _link(self, said: Mapping[str, str]) -> tuple[str, str]:
        id = next((said[f"{space} id"] for space in RELATED if f"{space} id" in said), "")
        return self.links.links.get(id, ("", ""))

    def _look_at(self, title: str, part: str) -> None:
        """Refuse a sheet whose name no report could print, that is there twice, or that is not there at all."""
        if (
            not title.strip()
            or len(title) > LONGEST_TITLE
            or CONTROL.search(title)
            or len(title.splitlines()) > 1
        ):
            number = len(self.sheets) + 1
            raise Unopened(
                f"the name of sheet {number} is none that a spreadsheet takes", "rename the sheet"
            )
        if title.casefold() in self._titles:
            raise Unopened(f"two sheets are called '{quoted(title)}'", "rename one of them")
        self._titles.add(title.casefold())
        if part not in self.parts:
            raise damaged("the part with its cells is not in the file", title)


def _no_workbook(package: Package) -> Unopened:
    what, help = "this archive holds no workbook", "send the .xlsx itself"
    return Unopened(
        *next((said for part, said in OTHERS.items() if part in package.parts), (what, help))
    )


class Words(Reader):
    """A part in which texts stand that may be formatted in parts: shared texts, comments."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[str] = []
        self.styled = self.length = 0
        self.is_spoken = False
        """Whether what is read is the pronunciation of a text."""

    def start(self, name: str, said: Mapping[str, str]) -> None:
        if name in ("si", "is", "comment"):
            self.runs, self.styled, self.length = [], 0, 0
        elif name == "rPr":
            self.styled += 1
        elif name == "rPh":
            self.is_spoken = True

    def end(self, name: str) -> None:
        if name == "t" and not self.is_spoken:
            self.runs.append("".join(self.words))
            self.length += len(self.runs[-1]) + 1
            if self.length > LONGEST_SAID:
                raise damaged(f"a text has more than {LONGEST_SAID:,} characters")
        elif name == "rPh":
            self.is_spoken = False

    @property
    def is_formatted(self) -> bool:
        """Whether only parts of the text are formatted."""
        return self.styled > 0 and len(self.runs) > 1


class Texts(Words):
    """The texts that the cells of a workbook share, in their order."""

    names = elements("si", "t", "rPr", "rPh")

    def __init__(self, package: Package, book: Book) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.formatted: set[int] = set()
        for part in book.links.of_kind("sharedStrings")[:1]:
            if part in package.parts:
                self.read(package, part)

    def end(self, name: str) -> None:
        super().end(name)
        if name == "si":
            if len(self.texts) == MOST_TEXTS:
                raise Unopened(
                    f"the workbook has more than {MOST_TEXTS:,} texts",
                    "delete those below the rows",
                )
            if self.is_formatted:
                self.formatted.add(len(self.texts))
            self.texts.append(unescaped("".join(self.runs)))


class Formats(Reader):
    """Which formats of cells are those of a day or a time, by their number."""

    names = elements("numFmt", "cellXfs", "xf")

    def __init__(self, package: Package, book: Book) -> None:
        super().__init__()
        self.dates: set[int] = set()
        self.spans: set[int] = set()
        """Those of the formats that show a length of time."""
        self._codes: dict[str, str] = {}
        self._kinds: dict[str, tuple[bool, bool]] = {}
        self._count = 0
        self._is_in_cells = False
        for part in book.links.of_kind("styles")[:1]:
            if part in package.parts:
                self.read(package, part)

    def start(self, name: str, said: Mapping[str, str]) -> None:
        if name == "numFmt":
            self._codes[said.get("numFmtId", "")] = said.get("formatCode", "")
        elif name == "cellXfs":
            self._is_in_cells = True
        elif self._is_in_cells:
            self._add(said.get("numFmtId", "0"))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._is_in_cells = False

    def _add(self, id: str) -> None:
        if self._count == MOST_FORMATS:
            raise Unopened(
                f"the workbook has more than {MOST_FORMATS:,} formats", "clear those of empty cells"
            )
        if id not in self._kinds:
            self._kinds[id] = self._kind(id)
        is_date, is_span = self._kinds[id]
        if is_date:
            self.dates.add(self._count)
        if is_span:
            self.spans.add(self._count)
        self._count += 1

    def _kind(self, id: str) -> tuple[bool, bool]:
        """Whether the number format *id* shows a day or a time, and whether a length of time."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

        usual = BUILTIN_FORMATS.get(int(id), "") if re.fullmatch("[0-9]{1,4}", id) else ""
        code = self._codes.get(id, usual)
        if len(code) > LONGEST_CODE:
            return False, False
        return bool(is_date_format(code)), bool(is_timedelta_format(code))


class Comments(Words):
    """The comments on the cells of one sheet, by the cell's name."""

    names = elements("comment", "t", "rPh")

    def __init__(self, package: Package, links: PartLinks) -> None:
        super().__init__()
        self.comments: dict[str, str] = {}
        self._cell = ""
        for part in links.of_kind("comments"):
            if part in package.parts:
                self.read(package, part)

    def start(self, name: str, said: Mapping[str, str]) -> None:
        super().start(name, said)
        if name == "comment":
            self._cell = said.get("ref", "")

    def end(self, name: str) -> None:
        super().end(name)
        if name == "comment":
            if len(self.comments) == MOST_COMMENTS:
                raise Unopened(f"a sheet has more than {MOST_COMMENTS:,} comments", "delete them")
            self.comments[self._cell] = unescaped("".join(self.runs)).strip()


_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_LINE_ENDS = re.compile("\r\n|[\r\v\f]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def unescaped(words: str) -> str:
    """*words* with the escapes of the file format, in which ``_x000D_`` is a line end, taken for what they mean."""
    if "_x" in words:
        words = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), words)
        words = _PAIR.sub(
            lambda match: match[0].encode("utf-16", "surrogatepass").decode("utf-16"), words
        )
    return _LINE_ENDS.sub("\n", words)
