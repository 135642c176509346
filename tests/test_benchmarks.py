"""The benchmarks still run; what they measure is for the person who runs them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from support import ROOT, Ran, ropa, surroundings


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
        script("generate.py", str(tmp_path / name), "5")

    assert written(tmp_path / "one") == written(tmp_path / "two")
    assert len(written(tmp_path / "one")) == 7
    assert ropa(tmp_path / "one", "check") == Ran(0, "nothing found\n", "")


def test_prints_seconds_and_ratios() -> None:
    """One round on five activities; the first line is what the others are compared with."""
    printed = script("run.py", "--rounds", "1", "5")

    lines = [" ".join(re.sub(r"\d+\.\d\d", "N", line).split()) for line in printed.splitlines()]
    assert lines == [
        "5 activities",
        "naive script N s N x",
        "ropa check N s N x",
        "ropa render --format xlsx N s N x",
    ]
