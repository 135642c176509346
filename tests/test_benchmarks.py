"""The benchmarks still run; what they measure is for the person who runs them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from support import ROOT, Ran, ropa, surroundings

RECORDS = """\
import pathlib, sys
folder = pathlib.Path(sys.argv[2])
folder.mkdir()
for number in range(int(sys.argv[1])):
    (folder / f"{number}.yaml").write_text("id: it\\npurposes: [to sell things, to ship them]\\n")
"""
NAIVE = """\
import sys
assert sys.argv[3:] in (["--only", "validate"], ["--only", "xlsx"])
"""


def script(name: str, *arguments: str) -> str:
    """What a script of the benchmarks prints."""
    command = [sys.executable, str(ROOT / "benchmarks" / name), *arguments]
    done = subprocess.run(command, env=surroundings(), capture_output=True, timeout=120, check=True)
    return done.stdout.decode()


def written(root: Path) -> dict[str, str]:
    """Every file below *root*."""
    return {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for path in root.rglob("*")
        if path.is_file()
    }


def test_made_up_records_are_the_same_every_time_and_sound(tmp_path: Path) -> None:
    """A ratio between two versions says something only if both read the same records, and do all their work."""
    for name in ("one", "two"):
        script("generate.py", str(tmp_path / name), "40")

    assert written(tmp_path / "one") == written(tmp_path / "two")
    assert len(written(tmp_path / "one")) == 44
    assert ropa(tmp_path / "one", "check") == Ran(0, "nothing found\n", "")


def test_a_made_up_record_is_of_the_size_of_one_that_is_kept(tmp_path: Path) -> None:
    """Records of a third of the size would flatter whoever reads them."""
    script("generate.py", str(tmp_path / "project"), "100")

    activities = tmp_path / "project/records/example-group/activities"
    texts = [path.read_text("utf-8") for path in activities.iterdir()]
    assert 3_900 < sum(map(len, texts)) / len(texts) < 4_600
    assert 430 < sum(len(text.split()) for text in texts) / len(texts) < 730


@pytest.mark.parametrize("name", ["generate.py", "run.py"])
def test_help_helps(name: str) -> None:
    """Every argument and option is explained."""
    printed = script(name, "--help")

    assert printed.startswith(f"usage: {name} ")
    assert not re.search(r"^  (--)?[a-z-]+$(?!\n {10})", printed, re.MULTILINE)


def test_prints_figures_and_ratios(tmp_path: Path) -> None:
    """One round on five activities; ratios stand beside ropa, for they are ropa's in parts of the other's."""
    (tmp_path / "naive.py").write_text(NAIVE, "utf-8")
    (tmp_path / "records.py").write_text(RECORDS, "utf-8")
    scripts = (
        *("--naive", str(tmp_path / "naive.py")),
        *("--naive-records", str(tmp_path / "records.py")),
    )

    printed = script("run.py", "--rounds", "1", "--most-pages", "4", *scripts, "5")

    lines = [re.sub(r"\d+(\.\d+)?", "N", line) for line in printed.splitlines()]
    assert lines == [
        "|  | start | bare Python | N | N | N |  |  |  |",
        "|  | start | ropa | N | N | N | N | N | N |",
        "| N | ropa | N | N | N | N |",
        "| N | naive | N | N | N | N |",
        "| N | check | naive | N | N | N |  |  |  |",
        "| N | check | ropa | N | N | N | N | N | N |",
        "| N | workbook | naive | N | N | N |  |  |  |",
        "| N | workbook | ropa | N | N | N | N | N | N |",
    ]
    assert "| 5 | naive | 48 | 2 | 5 | 9 |" in printed


def test_runs_without_a_naive_script() -> None:
    """Whoever changes ropa compares it with itself."""
    printed = script("run.py", "--rounds", "1", "--most-pages", "0", "2")

    assert [line.split(" | ")[1:3] for line in printed.splitlines() if "|  |" in line] == [
        ["start", "bare Python"],
        ["start", "ropa"],
        ["check", "ropa"],
        ["workbook", "ropa"],
    ]
