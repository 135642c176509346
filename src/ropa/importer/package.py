"""A workbook as a file from a stranger: what it is, whether it may be opened, and nothing in it that runs or calls."""

import io
import re
import zipfile
from collections.abc import Iterator

from ropa.importer.report import Problem

LARGEST_FILE = 256_000_000
LARGEST_PART = 512_000_000
LARGEST_WHOLE = 1_000_000_000
MOST_PARTS = 2_000
"""Bounds of a file that is opened: a register of 10,000 activities stays far below each."""

STEEPEST = 400
"""How many times larger than its packed form a part may be, once it is large at all."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

RUNS = re.compile(r"vbaProject|macrosheets/|activeX/|ctrlProps/|embeddings/|dialogsheets/|oleObject", re.IGNORECASE)
CALLS = re.compile(r"externalLinks/|connections\.xml|queryTables/|webextensions/|customXml/.*mashup", re.IGNORECASE)


def faults(data: bytes) -> Iterator[Problem]:
    """What keeps a file from being opened as a workbook; the first is enough to leave it closed."""
    if data.startswith(OLE):
        yield Problem("", "", "this is an .xls, or protected by a password", "open it and save it as .xlsx")
    elif not data.startswith(b"PK"):
        yield Problem("", "", "this is no workbook", "a CSV that was renamed stays a CSV; send the .xlsx itself")
    elif len(data) > LARGEST_FILE:
        yield Problem("", "", f"the file is larger than {LARGEST_FILE:,} bytes", "send the workbook without pictures")
    else:
        yield from _inside(data)


def _inside(data: bytes) -> Iterator[Problem]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            too_large = _too_large(entries)
            if too_large:
                yield too_large
                return
            for entry in entries:
                yield from _part(archive, entry)
            if "xl/workbook.xml" not in archive.namelist():
                yield Problem("", "", "this archive holds no workbook", "send the .xlsx itself")
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        yield Problem("", "", f"the file is cut off or damaged: {error}", "ask for it again")
    except Exception as error:  # zlib and lzma raise errors of their own
        yield Problem("", "", f"the file is cut off or damaged: {error}", "ask for it again")


def _too_large(entries: list[zipfile.ZipInfo]) -> Problem | None:
    help = "this is not how a spreadsheet program saves a workbook"
    if len(entries) > MOST_PARTS:
        return Problem("", "", f"the file has more than {MOST_PARTS:,} parts", help)
    if sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
        return Problem("", "", f"unpacked, the file is larger than {LARGEST_WHOLE:,} bytes", help)
    for entry in entries:
        steep = entry.file_size > 1_000_000 and entry.file_size > STEEPEST * max(1, entry.compress_size)
        if entry.file_size > LARGEST_PART or steep:
            return Problem("", "", f"'{entry.filename}' unpacks to {entry.file_size:,} bytes", help)
    return None


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[Problem]:
    name = entry.filename
    if RUNS.search(name):
        yield Problem("", "", f"the workbook holds a macro or an embedded program ('{name}')", "save it as .xlsx")
    elif CALLS.search(name):
        yield Problem("", "", f"the workbook is linked to another file or service ('{name}')", "break the links first")
    with archive.open(entry) as part:
        text = part.read(LARGEST_PART + 1)
    if name.lower().endswith((".xml", ".rels", ".vml")):
        yield from _markup(name, text)


def _markup(name: str, text: bytes) -> Iterator[Problem]:
    head = text[:200].lower()
    if text.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00")) or re.search(rb"encoding=[\"'](?!utf-8)", head):
        yield Problem("", "", f"'{name}' is not written in UTF-8", "save it with a spreadsheet program")
    elif b"<!doctype" in text.lower() or b"<!entity" in text.lower():
        yield Problem("", "", f"'{name}' declares entities", "save it with a spreadsheet program")
