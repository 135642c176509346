"""Large workbooks: rows leave the memory as they are drawn, and the folder they are kept in goes whatever happens."""

from __future__ import annotations

import io
import os
import subprocess
import zipfile
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from ropa.output.xlsx.streamed import Streamed
from support import Ran, command, program, project_of, surroundings
from test_writer import INTERRUPT

ROWS = [[f"row {number}", "the same", "", " lead <b> & _x000D_ "] for number in range(300)]
HEADINGS = ["First", "Second", "Third", "Fourth"]


def streamed(folder: Path) -> tuple[bytes, list[int]]:
    """A workbook with a title and a table of *ROWS*, and how many rows the sheet held after each of them."""
    path = folder / "book.xlsx"
    held = []
    with Workbook(str(path), {"tmpdir": str(folder)}) as book:
        sheet = book.add_worksheet("Streamed", Streamed)
        sheet.write_string(0, 0, "the same")
        sheet.add_table(1, 0, 1 + len(ROWS), 3, {"columns": [{"header": one} for one in HEADINGS]})
        for number, row in enumerate([HEADINGS, *ROWS], start=1):
            for place, words in enumerate(row):
                sheet.write_string(number, place, words)
            held.append(len(sheet.table))
        sheet.end()
    return path.read_bytes(), held


def test_a_streamed_sheet_reads_like_any_other(tmp_path: Path) -> None:
    """Title, headings, every row, the last one too, and the table over them."""
    data, _ = streamed(tmp_path)

    sheet = load_workbook(io.BytesIO(data))["Streamed"]
    assert [[cell or "" for cell in row] for row in sheet.values] == [
        ["the same", "", "", ""],
        HEADINGS,
        *ROWS,
    ]
    assert [(one.ref, one.column_names) for one in sheet.tables.values()] == [("A2:D302", HEADINGS)]


def test_a_streamed_sheet_holds_one_row(tmp_path: Path) -> None:
    """Ten thousand activities have four million cells; a laptop holds one row of them."""
    _, held = streamed(tmp_path)

    assert max(held) <= 2


def test_a_streamed_sheet_says_a_word_once(tmp_path: Path) -> None:
    """A file in which every cell holds its own words grows to twice the size, and mails refuse it."""
    data, _ = streamed(tmp_path)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        shared = archive.read("xl/sharedStrings.xml").decode()

    assert shared.count("the same") == 1
    assert f'count="{1 + 4 + 4 * len(ROWS)}" uniqueCount="{len(ROWS) + 4 + 3}"' in shared


def test_a_streamed_sheet_leaves_no_file_behind(tmp_path: Path) -> None:
    """The rows are kept in files until the workbook is closed."""
    streamed(tmp_path)

    assert os.listdir(tmp_path) == ["book.xlsx"]


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A folder for temporary files."""
    made = tmp_path / "temporary"
    made.mkdir()
    return made


@pytest.mark.parametrize(
    "moment", ["tempfile.mkstemp ropa- 3", "open raw.xlsx 1", "open raw.xlsx 2"]
)
def test_ctrl_c_in_a_workbook_leaves_no_temporary_file(
    tmp_path: Path, room: Path, moment: str
) -> None:
    """Personal data of a register must not stay in a folder nobody looks into; nor is a home needed for it."""
    root = project_of(tmp_path / "project", {})
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(INTERRUPT)
    path = f"{hook}{os.pathsep}{surroundings()['PYTHONPATH']}"
    more = {"PYTHONPATH": path, "TMPDIR": str(room), "HOME": "/nonexistent"}

    ran = program(root, "render", "--format", "xlsx", INTERRUPT_AT=moment, **more)

    assert ran == (2, "", "\nropa: stopped\n")
    assert os.listdir(room) == []


def test_a_full_temporary_folder_is_one_line(tmp_path: Path, room: Path) -> None:
    """The rows go through a folder the user may not know of; the message names it and how to choose another."""
    resource = pytest.importorskip("resource", reason="needs a Unix")
    root = project_of(tmp_path / "project", {})
    done = subprocess.run(
        command(root, "render", "--format", "xlsx"),
        env=surroundings(TMPDIR=str(room)),
        preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (20_000, 20_000)),
        capture_output=True,
        timeout=60,
        check=False,
    )
    ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
    folder = ran.err.split(": ")[1]

    assert ran == (
        2,
        "",
        f"ropa: {folder}: cannot be written: File too large; TMPDIR can name another one\n",
    )
    assert folder.startswith(f"{room}/ropa-")
    assert os.listdir(room) == []
