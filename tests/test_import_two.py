"""Two imports at once, and a hand in between: no correction is lost, and who comes second is told."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from books import ACTIVITY, WHO, book_at, shop, texts, write
from olds import first, plain, project
from ropa.cli.import_ import _write
from ropa.corrections import Correction, Imported, Problem, bring_back, opened
from ropa.errors import WriteError
from ropa.loader import load
from ropa.project import find
from ropa.register import Register
from support import command, surroundings

DAY = date(2026, 2, 1)


def read(root: Path, book: Path) -> tuple[Register, Imported]:
    """What an import of *book* has in its hands just before it writes."""
    project = find(root)
    loaded = load(project, ["shop"])
    sheets = opened(book)
    assert not isinstance(sheets, Problem)
    [register] = loaded.registers
    correction = Correction("data protection officer", DAY)
    return register, bring_back(project, loaded, register, sheets, correction)


def copies(root: Path) -> tuple[Path, Path]:
    """The workbook as two people corrected it."""
    sent = book_at(root).read_bytes()
    made = []
    for name, cell in (
        ("one", ("Purposes", "sales/selling", "Purpose", "Sell cakes")),
        ("two", ("Retention", "sales", "Period", "10 years")),
    ):
        book_at(root).write_bytes(sent)
        write(root, cell)
        copy = root / f"{name}.xlsx"
        copy.write_bytes(book_at(root).read_bytes())
        made.append(copy)
    return made[0], made[1]


def test_the_second_of_two_imports_is_told_and_writes_nothing(tmp_path: Path) -> None:
    """Both read the record before either wrote: the second would write over the first."""
    shop(tmp_path)
    one, two = copies(tmp_path)
    first_read, second_read = read(tmp_path, one), read(tmp_path, two)

    _write(find(tmp_path), *first_read)
    after = texts(tmp_path)
    with pytest.raises(WriteError) as refused:
        _write(find(tmp_path), *second_read)

    assert str(refused.value) == (
        f"{tmp_path / ACTIVITY}: somebody changed it meanwhile; nothing was written: run the command again"
    )
    assert "Sell cakes" in after[ACTIVITY]
    assert texts(tmp_path) == after


def test_a_record_edited_by_hand_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    """An editor saved the file between reading and writing."""
    shop(tmp_path)
    one, _ = copies(tmp_path)
    imported = read(tmp_path, one)
    record = tmp_path / ACTIVITY
    record.write_text(record.read_text().replace("by card or in cash", "by card only"))
    after = texts(tmp_path)

    with pytest.raises(
        WriteError,
        match="somebody changed it meanwhile; nothing was written: run the command again",
    ):
        _write(find(tmp_path), *imported)

    assert texts(tmp_path) == after


def test_a_record_deleted_meanwhile_does_not_come_back(tmp_path: Path) -> None:
    """What somebody took away on purpose is not there again."""
    shop(tmp_path)
    one, _ = copies(tmp_path)
    imported = read(tmp_path, one)
    (tmp_path / ACTIVITY).unlink()
    after = texts(tmp_path)

    with pytest.raises(
        WriteError,
        match="somebody changed it meanwhile; nothing was written: run the command again",
    ):
        _write(find(tmp_path), *imported)

    assert texts(tmp_path) == after


def test_of_two_programs_at_once_each_correction_lands_or_is_told(tmp_path: Path) -> None:
    """Whichever way they meet: who ends with 0 has written, and who ends with 2 says to run it again."""
    shop(tmp_path)
    books = copies(tmp_path)
    running = [
        subprocess.Popen(
            command(tmp_path, "import", str(book), *WHO),
            env=surroundings(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for book in books
    ]
    said = [(one.communicate(timeout=120), one.returncode) for one in running]

    record = texts(tmp_path)[ACTIVITY]
    for ((_, err), status), words in zip(said, ("Sell cakes", "P10Y"), strict=True):
        assert status in (0, 2), said
        assert (words in record) == (status == 0), said
        assert status == 0 or err.decode().endswith(
            "nothing was written: run the command again\n"
        ), said
    assert 0 in [status for _, status in said]


def test_of_two_first_imports_one_begins_the_register(tmp_path: Path) -> None:
    """Both would begin it: the second does not mix its rows with those of the first."""
    project(tmp_path)
    for name in ("one", "two"):
        plain(tmp_path / f"{name}.xlsx", ("Verfahren", "Zweck"), (f"Act {name}", "Sell"))
    running = [
        subprocess.Popen(
            command(
                tmp_path, "import", str(tmp_path / f"{name}.xlsx"), "corner", "--template", "ours"
            ),
            env=surroundings(SOURCE_DATE_EPOCH="1769817600"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for name in ("one", "two")
    ]
    said = [(one.communicate(timeout=120), one.returncode) for one in running]

    made = [name for name in texts(tmp_path) if name.startswith("records/corner/activities/")]
    assert len(made) == sum(status < 2 for _, status in said) >= 1, said
    assert first(tmp_path, tmp_path / "one.xlsx").status in (0, 1)
