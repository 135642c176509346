"""A workbook as a stranger's file: what it is, whether it may be opened, its parts in pieces."""

import io
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from ropa.importer.report import Problem
from ropa.terminal import quoted

LARGEST_FILE = 256_000_000
LARGEST_PART = 512_000_000
LARGEST_WHOLE = 1_000_000_000
LARGEST_DIRECTORY = 4_000_000
MOST_PARTS = 2_000
"""Bounds of a file that is opened: a register of 10,000 activities stays far below each."""

STEEPEST = 400
STEEP_FROM = 1_000_000
"""How many times larger than its packed form a part may be, once it has more than so many bytes."""

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


RESAVE = "open and save it with a spreadsheet program"


class Unopened(Exception):
    """The workbook is not read; the problem says why."""

    def __init__(self, message: str, help: str, sheet: str = "", cell: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(sheet, cell, message, help)


def damaged(why: str, sheet: str = "", cell: str = "") -> Unopened:
    """The refusal of a workbook that is not as a spreadsheet program writes one."""
    return Unopened(f"the workbook is damaged: {why}", RESAVE, sheet, cell)


class _Careful(io.FileIO):
    """A file that is never read further than a directory of parts can be long.

    zipfile reads a directory of any size at once.
    """

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > LARGEST_DIRECTORY:
            raise zipfile.BadZipFile(f"it has more than {MOST_PARTS:,} parts")
        return super().read(-1 if size is None else size) or b""


class Package:
    """The parts of a workbook by name. Raises Unopened, when it is opened and at any part."""

    def __init__(self, path: Path) -> None:
        _look_at_file(path)
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
        # What zipfile and zlib raise on a damaged file is written down nowhere.
        except Exception as error:
            raise _cut_off(error) from error


def _look_at_file(path: Path) -> None:
    """Refuse a file that cannot be a workbook, as far as that shows before it is unpacked."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise Unopened("this is no file", "send the .xlsx itself")
    if status.st_size > LARGEST_FILE:
        why = f"the file is larger than {LARGEST_FILE:,} bytes"
        raise Unopened(why, "send the workbook without pictures")
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(OLE):
        why = "this is an .xls, or protected by a password"
        raise Unopened(why, "open it and save it as .xlsx")
    if head.startswith(b"%PDF"):
        raise Unopened("this is a PDF", "send the .xlsx it was printed from")
    if not head.startswith(b"PK"):
        help = "a CSV that was renamed stays a CSV; send the .xlsx itself"
        raise Unopened("this is no workbook", help)


def _archive(file: _Careful) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(file)
    except Exception as error:  # as above
        raise _cut_off(error) from error
    entries = archive.infolist()
    _look_at_sizes(entries)
    for entry in entries:
        _look_at_part(entry)
    _look_for_doubles(entries)
    return archive


def _cut_off(error: Exception) -> Unopened:
    why = quoted(str(error), 120)
    return Unopened(f"the file is cut off or damaged: {why}", "ask for it again")


def _look_at_sizes(entries: list[zipfile.ZipInfo]) -> None:
    help = "this is not how a spreadsheet program saves a workbook"
    if len(entries) > MOST_PARTS:
        raise Unopened(f"the file has more than {MOST_PARTS:,} parts", help)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LARGEST_WHOLE:
        raise Unopened(f"unpacked, the file is larger than {LARGEST_WHOLE:,} bytes", help)
    for entry in entries:
        size = entry.file_size
        is_steep = size > STEEP_FROM and size > STEEPEST * max(1, entry.compress_size)
        if size > LARGEST_PART or is_steep:
            raise Unopened(f"'{quoted(entry.filename)}' unpacks to {size:,} bytes", help)


def _look_at_part(entry: zipfile.ZipInfo) -> None:
    name = quoted(entry.filename)
    if RUNS.search(entry.filename):
        why = f"the workbook holds a macro or an embedded program ('{name}')"
        raise Unopened(why, "save it as .xlsx")
    if CALLS.search(entry.filename):
        why = f"the workbook is linked to another file or service ('{name}')"
        raise Unopened(why, "break the links first")
    if entry.flag_bits & 1:
        raise Unopened(f"'{name}' is protected by a password", "save the workbook without one")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unopened(f"'{name}' is packed as no workbook is", RESAVE)


def _look_for_doubles(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse a file in which a part stands twice: two programs would read two workbooks."""
    counts = Counter(entry.filename.casefold() for entry in entries)
    for entry in entries:
        if counts[entry.filename.casefold()] > 1:
            raise damaged(f"'{quoted(entry.filename)}' stands in it twice")
