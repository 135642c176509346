"""A workbook as a file from a stranger: what it is, whether it may be opened, and its parts, piece by piece."""

import io
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from ropa.importer.report import Problem, quoted

LARGEST_FILE = 256_000_000
LARGEST_PART = 512_000_000
LARGEST_WHOLE = 1_000_000_000
LARGEST_DIRECTORY = 4_000_000
MOST_PARTS = 2_000
"""Bounds of a file that is opened: a register of 10,000 activities stays far below each."""

STEEPEST = 400
"""How many times larger than its packed form a part may be, once it is large at all."""

CHUNK = 1_000_000
"""Bytes of a part that are unpacked at a time."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

RUNS = re.compile(
    r"vbaProject|macrosheets/|activeX/|ctrlProps/|embeddings/|dialogsheets/|oleObject",
    re.IGNORECASE,
)
CALLS = re.compile(
    r"externalLinks/|connections\.xml|queryTables/|webextensions/|customXml/.*mashup", re.IGNORECASE
)

OTHERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "xl/workbook.bin": ("this is an .xlsb", "open it and save it as .xlsx"),
        "content.xml": ("this is an OpenDocument file", "open it and save it as .xlsx"),
        "Index/Document.iwa": ("this is a Numbers document", "export it as .xlsx"),
        "Index.zip": ("this is a Numbers document", "export it as .xlsx"),
        "word/document.xml": ("this is a text document", "send the .xlsx itself"),
    }
)
"""What else is an archive, by a part that gives it away."""


class Unopened(Exception):
    """The workbook is not read; the problem says why."""

    def __init__(self, message: str, help: str, sheet: str = "", cell: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(sheet, cell, message, help)


def damaged(why: str, sheet: str = "", cell: str = "") -> Unopened:
    """What is raised of a workbook that is not as a spreadsheet program writes one."""
    return Unopened(
        f"the workbook is damaged: {why}",
        "open and save it with a spreadsheet program",
        sheet,
        cell,
    )


class _Careful(io.FileIO):
    """A file that is never asked for more than a directory of parts can hold: zipfile reads one of any size at once."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > LARGEST_DIRECTORY:
            raise zipfile.BadZipFile(f"it has more than {MOST_PARTS:,} parts")
        return super().read(-1 if size is None else size) or b""


class Package:
    """The parts of a workbook by name. Raises Unopened, when it is opened and at any part."""

    def __init__(self, path: Path) -> None:
        _look_at(path)
        self._file = _Careful(path)
        try:
            self._archive = _archive(self._file)
            self.parts = {entry.filename: entry for entry in self._archive.infolist()}
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._archive.close()
        self._file.close()

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of the part *name*, as many at a time as are worth a call."""
        try:
            with self._archive.open(self.parts[name]) as part:
                while data := part.read(CHUNK):
                    yield data
        except (
            Exception
        ) as error:  # what zipfile and zlib raise on a damaged file is written down nowhere
            raise _cut_off(error) from error


def _look_at(path: Path) -> None:
    """What can be said of a file before it is unpacked."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise Unopened("this is no file", "send the .xlsx itself")
    if path.stat().st_size > LARGEST_FILE:
        raise Unopened(
            f"the file is larger than {LARGEST_FILE:,} bytes", "send the workbook without pictures"
        )
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(OLE):
        raise Unopened(
            "this is an .xls, or protected by a password", "open it and save it as .xlsx"
        )
    if head.startswith(b"%PDF"):
        raise Unopened("this is a PDF", "send the .xlsx it was printed from")
    if not head.startswith(b"PK"):
        raise Unopened(
            "this is no workbook", "a CSV that was renamed stays a CSV; send the .xlsx itself"
        )


def _archive(file: _Careful) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(file)
    except Exception as error:  # as above
        raise _cut_off(error) from error
    entries = archive.infolist()
    _bounded(entries)
    for entry in entries:
        _part(entry)
    _once(entries)
    return archive


def _cut_off(error: Exception) -> Unopened:
    return Unopened(
        f"the file is cut off or damaged: {quoted(str(error), 120)}", "ask for it again"
    )


def _bounded(entries: list[zipfile.ZipInfo]) -> None:
    help = "this is not how a spreadsheet program saves a workbook"
    if len(entries) > MOST_PARTS:
        raise Unopened(f"the file has more than {MOST_PARTS:,} parts", help)
    if sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
        raise Unopened(f"unpacked, the file is larger than {LARGEST_WHOLE:,} bytes", help)
    for entry in entries:
        steep = entry.file_size > 1_000_000 and entry.file_size > STEEPEST * max(
            1, entry.compress_size
        )
        if entry.file_size > LARGEST_PART or steep:
            raise Unopened(f"'{quoted(entry.filename)}' unpacks to {entry.file_size:,} bytes", help)


def _part(entry: zipfile.ZipInfo) -> None:
    name = quoted(entry.filename)
    if RUNS.search(entry.filename):
        raise Unopened(
            f"the workbook holds a macro or an embedded program ('{name}')", "save it as .xlsx"
        )
    if CALLS.search(entry.filename):
        raise Unopened(
            f"the workbook is linked to another file or service ('{name}')", "break the links first"
        )
    if entry.flag_bits & 1:
        raise Unopened(f"'{name}' is protected by a password", "save the workbook without one")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unopened(
            f"'{name}' is packed as no workbook is", "open and save it with a spreadsheet program"
        )


def _once(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse a file in which a part stands twice: two programs would read two workbooks."""
    names = Counter(entry.filename.casefold() for entry in entries)
    for entry in entries:
        if names[entry.filename.casefold()] > 1:
            raise damaged(f"'{quoted(entry.filename)}' stands in it twice")
