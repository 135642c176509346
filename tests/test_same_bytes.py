"""The same register gives the same bytes: whatever the day, the machine's language, its folder or its luck."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from packs import sha256
from registers import FILES, about, rendered
from ropa.project import AsOf, as_of
from support import BAKERY, ROOT, SHOP, Ran, project_of, ropa, surroundings

REGISTERS = {"example-bakery": BAKERY / "records", "callminer-2023": ROOT / "records"}


class Machine(NamedTuple):
    """One machine a register may be rendered on."""

    root: str
    start: str
    environment: Mapping[str, str]


HERE = Machine(
    "here",
    ".",
    {
        "PYTHONHASHSEED": "1",
        "TZ": "UTC",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "SOURCE_DATE_EPOCH": "",
    },
)
THERE = Machine(
    "there/is/another checkout",
    "records",
    {
        "PYTHONHASHSEED": "4242",
        "TZ": "Pacific/Kiritimati",
        "LANG": "de_DE.UTF-8",
        "LC_ALL": "",
        "LC_TIME": "ar_EG",
    },
)


def hashes(place: Path, machine: Machine, names: Collection[str]) -> dict[str, str]:
    """SHA-256 of every file of *names* rendered in a checkout of its own, by register and name."""
    root = place / machine.root
    (root / "records").mkdir(parents=True)
    (root / "ropa.yaml").write_text("# Marks the root of a ropa project.\n")
    # A file system gives names in the order it likes: write them in another one.
    for name in sorted(names, reverse=machine is THERE):
        copy(REGISTERS[name] / name, root / "records" / name, backwards=machine is THERE)
    command = [
        sys.executable,
        "-m",
        "ropa",
        "render",
        "--output",
        str(root / "drawn"),
    ]
    done = subprocess.run(
        command,
        cwd=root / machine.start,
        env=surroundings(**machine.environment),
        capture_output=True,
        timeout=170,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    files = sorted(path for path in (root / "drawn").rglob("*") if path.is_file())
    return {
        path.relative_to(root / "drawn").as_posix(): sha256(path.read_bytes()) for path in files
    }


def copy(source: Path, target: Path, backwards: bool) -> None:
    paths = sorted((path for path in source.rglob("*") if path.is_file()), reverse=backwards)
    for path in paths:
        there = target / path.relative_to(source)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, there)
        os.utime(there, (0, 0) if backwards else None)


@pytest.mark.needs("pango")
@about("callminer-2023")
def test_the_same_register_gives_the_same_bytes_on_every_machine(tmp_path: Path) -> None:
    """Hash seed, time zone, language, folder, working directory, file times: none of them is in a document."""
    with ThreadPoolExecutor(2) as both:
        one = both.submit(hashes, tmp_path, HERE, ["example-bakery"])
        other = both.submit(hashes, tmp_path, THERE, REGISTERS)
    large = rendered("callminer-2023")  # the third machine is the one that runs the tests
    here = {f"callminer-2023/{name}": sha256(data) for name, data in large.items()} | one.result()
    there = other.result()

    assert here == there
    assert sorted(here) == sorted(f"{register}/{file}" for register in REGISTERS for file in FILES)


def shown_day(root: Path, *arguments: str, **environment: str) -> tuple[str, str]:
    """What a document says of its day, and what the user is told."""
    ran = drawn(root, *arguments, **environment)
    assert ran.status == 0
    first = (root / "output" / "shop" / "ccpa.md").read_text().split("\n")[2]
    return first.removeprefix("> ").rpartition(", revision")[0], ran.err


def drawn(root: Path, *arguments: str, **environment: str) -> Ran:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        for name, value in environment.items():
            patch.setenv(name, value)
        return ropa(root, "render", "--format", "ccpa", *arguments)


UNDATED = {
    "records/shop/register.yaml": SHOP["records/shop/register.yaml"].replace(
        "as_of: 2026-01-31\n", ""
    )
}
EPOCH = "1735689600"
"""2025-01-01, midnight UTC."""


def test_the_day_asked_for_comes_first(tmp_path: Path) -> None:
    """'Is this the version of 1 March?' – it is, if somebody asked for it."""
    root = project_of(tmp_path, {})

    assert shown_day(root, "--as-of", "2024-03-01", SOURCE_DATE_EPOCH=EPOCH) == (
        "As of 2024-03-01",
        "",
    )


def test_source_date_epoch_comes_second(tmp_path: Path) -> None:
    """A build system that pins the date pins this one too, in UTC."""
    assert shown_day(project_of(tmp_path, {}), SOURCE_DATE_EPOCH=EPOCH) == ("As of 2025-01-01", "")


def test_the_registers_own_day_comes_third(tmp_path: Path) -> None:
    """Rendering an old register tomorrow does not make it a record of tomorrow."""
    assert shown_day(project_of(tmp_path, {})) == ("As of 2026-01-31", "")
    assert shown_day(project_of(tmp_path, {}), SOURCE_DATE_EPOCH="") == ("As of 2026-01-31", "")


def test_today_comes_last_and_is_told(tmp_path: Path) -> None:
    """A guessed date is a date nobody vouches for, and the document says so."""
    before = datetime.now(UTC).date()
    words, told = shown_day(project_of(tmp_path, UNDATED))
    day = words.removeprefix("Undated, rendered on ")

    assert before <= date.fromisoformat(day) <= datetime.now(UTC).date()
    assert told == f"ropa: shop has no as_of; its documents speak of today, {day}\n"


def test_an_epoch_that_is_no_number_is_refused(tmp_path: Path) -> None:
    """A misspelt date must not become today."""
    ran = drawn(project_of(tmp_path, {}), SOURCE_DATE_EPOCH="yesterday")

    assert ran == Ran(2, "", "ropa: SOURCE_DATE_EPOCH is 'yesterday', not a number of seconds\n")


@pytest.mark.needs("pango")
def test_rendering_leaves_the_epoch_as_it_was(tmp_path: Path) -> None:
    """The variable is borrowed from the library that draws PDF, not taken."""
    root = project_of(tmp_path, {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        assert ropa(root, "render", "--format", "pdf").status == 0

        assert os.environ["SOURCE_DATE_EPOCH"] == EPOCH


def test_the_order_of_dates_is_one_function(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command that asks for the day gets the same one."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)

    assert as_of(date(2024, 3, 1), date(2026, 1, 31)) == AsOf(date(2024, 3, 1))
    assert as_of(None, date(2026, 1, 31)) == AsOf(date(2026, 1, 31))
    assert as_of(None, None).guessed
