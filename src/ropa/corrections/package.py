"""A workbook as a stranger's file: what it is, whether it may be opened, its parts in pieces."""

import io
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from ropa.corrections.report import problem
from ropa.terminal import quoted
from ropa.vocabulary import number_text, translate

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
        "xl/workbook.bin": ("xlsb", "save_as_xlsx"),
        "content.xml": ("open_document", "save_as_xlsx"),
        "Index/Document.iwa": ("numbers", "numbers"),
        "Index.zip": ("numbers", "numbers"),
        "word/document.xml": ("text_document", "send_xlsx"),
    }
)
"""What else is an archive, by a part that gives it away: the problem and its remedy."""


class Unopened(Exception):
    """The workbook is not read; the problem says why."""

    def __init__(
        self, fault: str, remedy: str = "", sheet: str = "", cell: str = "", **values: object
    ) -> None:
        self.problem = problem(fault, remedy, sheet, cell, **values)
        super().__init__(self.problem.message)


def damaged(fault: str, sheet: str = "", cell: str = "", **values: object) -> Unopened:
    """The refusal of a workbook that is not as a spreadsheet program writes one."""
    why = translate(f"workbook_damage.{fault}", **values)
    return Unopened("damaged", "resave", sheet, cell, why=why)


class _Careful(io.FileIO):
    """A file that is never read further than a directory of parts can be long.

    zipfile reads a directory of any size at once.
    """

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > LARGEST_DIRECTORY:
            why = translate("workbook_damage.parts", number=number_text(MOST_PARTS))
            raise zipfile.BadZipFile(why)
        return super().read(-1 if size is None else size) or b""


@dataclass(frozen=True)
class Package:
    """The parts of a workbook by name. Raises Unopened at any part that cannot be read."""

    archive: zipfile.ZipFile

    @cached_property
    def parts(self) -> Mapping[str, zipfile.ZipInfo]:
        """What the archive says of each part, by its name."""
        return {entry.filename: entry for entry in self.archive.infolist()}

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of the part *name*, as many at a time as are worth a call."""
        try:
            with self.archive.open(self.parts[name]) as part:
                while data := part.read(CHUNK):
                    yield data
        # What zipfile and zlib raise on a damaged file is written down nowhere.
        except Exception as error:
            raise _cut_off(error) from error


@contextmanager
def unpacked(path: Path) -> Iterator[Package]:
    """The workbook at *path*, open. Raises Unopened where it is none that may be opened."""
    _look_at_file(path)
    with _Careful(path) as file, _archive(file) as archive:
        yield Package(archive)


def _look_at_file(path: Path) -> None:
    """Refuse a file that cannot be a workbook, as far as that shows before it is unpacked."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise Unopened("no_file", "send_xlsx")
    if status.st_size > LARGEST_FILE:
        raise Unopened("large_file", number=number_text(LARGEST_FILE))
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(OLE):
        raise Unopened("xls", "save_as_xlsx")
    if head.startswith(b"%PDF"):
        raise Unopened("pdf")
    if not head.startswith(b"PK"):
        raise Unopened("no_workbook")


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
    return Unopened("cut_off", why=quoted(str(error), 120))


def _look_at_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_PARTS:
        raise Unopened("parts", "no_program", number=number_text(MOST_PARTS))
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LARGEST_WHOLE:
        raise Unopened("unpacked", "no_program", number=number_text(LARGEST_WHOLE))
    for entry in entries:
        if entry.file_size > LARGEST_PART or _is_steep(entry):
            part = quoted(entry.filename)
            number = number_text(entry.file_size)
            raise Unopened("large_part", "no_program", part=part, number=number)


def _is_steep(entry: zipfile.ZipInfo) -> bool:
    """Whether a part is many times larger than its packed form, as bombs are."""
    size = entry.file_size
    packed = max(1, entry.compress_size)
    return size > STEEP_FROM and size > STEEPEST * packed


def _look_at_part(entry: zipfile.ZipInfo) -> None:
    part = quoted(entry.filename)
    if RUNS.search(entry.filename):
        raise Unopened("program", part=part)
    if CALLS.search(entry.filename):
        raise Unopened("linked", part=part)
    if entry.flag_bits & 1:
        raise Unopened("password", part=part)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unopened("packing", "resave", part=part)


def _look_for_doubles(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse a file in which a part stands twice: two programs would read two workbooks."""
    counts = Counter(entry.filename.casefold() for entry in entries)
    for entry in entries:
        if counts[entry.filename.casefold()] > 1:
            raise damaged("part_twice", part=quoted(entry.filename))
