"""Every field of the model is printed, or hidden for a reason; what is internal reaches no public document."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from pypdf import PdfReader

from filled import Filled, filled_files, general_files
from registers import register_of
from ropa import documents
from ropa.drawing import FORMATS, Request, draw
from ropa.layouts import NamedLayout
from ropa.layouts import find as find_layout
from ropa.project import find
from ropa.register import Register
from ropa.register.select import narrowed
from support import ROOT

UNPRINTED = {
    "waivers": "bookkeeping: it stands beside the finding it accepts, and this register has none of that name",
}
"""Fields that the appendix does not print, by the end of what leads to them, and why."""


@cache
def filled() -> tuple[Register, Filled]:
    files, written = filled_files()
    return register_of(Path(mkdtemp()), files), written


def day_of(register: Register) -> date:
    assert register.record.as_of is not None
    return register.record.as_of


def missing(text: str) -> list[str]:
    _, written = filled()
    return [path for path, words in written.words.items() if words not in text]


def test_json_says_everything_that_is_written() -> None:
    """Whoever reads the register by program loses nothing that was written into it."""
    register, _ = filled()

    assert (
        missing(json.dumps(documents.register_json(register, day_of(register)), ensure_ascii=False))
        == []
    )


def test_the_appendix_prints_everything_that_is_written() -> None:
    """A field that no document prints is a statement nobody reads; what is left out says why."""
    register, _ = filled()

    left_out = missing(repr(documents.appendix(register, day_of(register))))

    assert {path for path in left_out if not any(f"{name}." in path for name in UNPRINTED)} == set()


def home(path: str) -> str:
    """The section in which the words of a field are to stand; empty where it is about the whole register."""
    if path.startswith("register."):
        return ""
    if path.endswith(".reading"):
        return "readings"
    if not path.startswith("party."):
        return "filled"
    kind = path.removeprefix("party.").partition(".")[0]
    if path.endswith(".note"):
        return "remarks"
    return "named_people" if kind == "person" else f"named_{kind}s"


def test_the_words_of_each_field_stand_with_its_own_activity_or_party() -> None:
    """A limit printed in another place than the recipient it limits does not limit it."""
    register, written = filled()
    document = documents.appendix(register, day_of(register))
    parts = [part for section in document.sections for part in (section, *section.sections)]
    sections = {part.name: repr(part) for part in parts}
    sections[""] = repr(document)

    lost = {path for path, words in written.words.items() if words not in sections[home(path)]}

    assert {path for path in lost if not any(f"{name}." in path for name in UNPRINTED)} == set()


def test_a_general_statement_stands_in_full(tmp_path: Path) -> None:
    """Where activities point to it, there is no other place in which a destination or a safeguard could stand."""
    files, written = general_files()
    register = register_of(tmp_path, files)
    document = documents.appendix(register, day_of(register))
    [general] = [section for section in document.sections if section.name == "general"]
    [sheet] = [
        table
        for table in documents.workbook(register, day_of(register)).tables
        if table.name == "general"
    ]

    # A remark changes nothing of what is said, and stands with the remarks; so does a reading.
    spoken = {
        path: words
        for path, words in written.words.items()
        if not path.endswith((".note", ".reading"))
    }
    for place in (repr(general.sections), repr(sheet.rows)):
        assert [path for path, words in spoken.items() if words not in place] == []
    assert len(written.words) > 100


def test_the_generator_writes_every_kind_of_statement() -> None:
    """A register that left fields out would prove nothing about them."""
    _, written = filled()

    assert len(written.words) > 350
    assert len(written.internal) > 100


def texts(name: str, data: bytes) -> Iterator[str]:
    """Everything that can be read in a file, also what it carries."""
    if name.endswith((".xlsx", ".docx")):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (
                archive.read(part).decode("utf-8", "replace") for part in archive.namelist()
            )
    elif name.endswith(".pdf"):
        reader = PdfReader(io.BytesIO(data))
        yield from (" ".join(page.extract_text().split()) for page in reader.pages)
        for attached, versions in reader.attachments.items():
            for version in versions:
                yield from texts(attached, version)
    else:
        yield data.decode()


@pytest.mark.parametrize("format", FORMATS)
def test_no_public_document_holds_what_is_internal(format: str) -> None:
    """Owners, reviewers, remarks and the places of contracts are for readers inside the organization."""
    register, written = filled()
    public = narrowed(register, (), True)

    drawn = draw(format, Request(public, day_of(register)))

    leaks = {
        (name, path)
        for name, data in drawn.items()
        for text in texts(name, data)
        for path in written.internal
        if written.words[path] in text
    }
    assert leaks == set()


@pytest.mark.parametrize("name", ["ico", "cnil", "dpc"])
def test_no_public_layout_holds_what_is_internal(name: str) -> None:
    """An authority's layout has columns of its own, and some of them ask for what is internal."""
    register, written = filled()
    layout = find_layout(find(ROOT), ROOT, name, is_drawn=True).layout
    assert isinstance(layout, NamedLayout)
    public = narrowed(register, (), True)

    drawn = draw("xlsx", Request(public, day_of(register), layout=layout))

    text = "".join(text for file, data in drawn.items() for text in texts(file, data))
    assert {path for path in written.internal if written.words[path] in text} == set()
