"""What one process of a run of tests makes is there for the others, and is whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from groups import LONGEST
from registers import BOOKS
from shared import RUN, shared
from support import surroundings

MAKER = """\
import sys, time
from pathlib import Path
from shared import shared

def make(folder):
    time.sleep(0.2)
    (folder / "made").write_text(sys.argv[1])

print((shared("once", make) / "made").read_text())
"""


def test_what_two_processes_need_is_made_by_one(tmp_path: Path) -> None:
    """Both begin at once; the second waits until the folder is whole, and reads what the first has made."""
    tests = str(Path(__file__).parent)
    around = surroundings(PYTHONPATH=tests, **{RUN: str(tmp_path)})
    both = [
        subprocess.Popen([sys.executable, "-c", MAKER, name], env=around, stdout=subprocess.PIPE)
        for name in ("one", "another")
    ]

    said = {process.communicate(timeout=60)[0] for process in both}

    assert len(said) == 1
    assert [process.returncode for process in both] == [0, 0]


def test_what_could_not_be_made_is_not_taken_for_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A test that finds half a render would blame the documents."""
    monkeypatch.setenv(RUN, str(tmp_path))

    def half(folder: Path) -> None:
        (folder / "half").touch()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        shared("thing", half)
    made = shared("thing", lambda folder: (folder / "whole").touch())

    assert [path.name for path in made.iterdir()] == ["whole"]
    assert shared("thing", half) == made


def test_every_group_that_is_begun_first_is_there() -> None:
    """A file that is called otherwise would be begun last, and nobody would see it."""
    files = {path.stem for path in Path(__file__).parent.rglob("test_*.py")}

    assert set(LONGEST) - files - set(BOOKS) == set()


def test_a_test_has_the_name_of_its_group(request: pytest.FixtureRequest) -> None:
    """Where several processes run the tests; without it each would make everything again."""
    is_grouped = request.node.nodeid.endswith("@test_shared")

    assert is_grouped is hasattr(request.config, "workerinput")
