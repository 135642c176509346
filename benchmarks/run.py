"""Times ``ropa check`` and ``ropa render --format xlsx`` beside a naive script, on one machine.

python benchmarks/run.py [--rounds N] [ACTIVITIES]...
"""

from __future__ import annotations

import argparse
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import generate

HERE = Path(__file__).resolve().parent
NAIVE = "naive script"


def commands(project: Path, output: Path) -> Mapping[str, Sequence[str]]:
    """What is timed: each a program of its own, so that starting it counts too."""
    ropa = [sys.executable, "-m", "ropa", "-C", str(project)]
    naive = [sys.executable, str(HERE / "naive.py")]
    return {
        NAIVE: [*naive, str(project), str(output / "naive.xlsx")],
        "ropa check": [*ropa, "check"],
        "ropa render --format xlsx": [*ropa, "render", "--format", "xlsx", "--output", str(output)],
    }


def seconds(command: Sequence[str]) -> float:
    """How long *command* takes by the clock on the wall."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def measure(activities: int, rounds: int) -> Mapping[str, float]:
    """The best of so many *rounds*, in which the commands take turns."""
    with tempfile.TemporaryDirectory() as folder:
        project = generate.project(Path(folder) / "project", activities)
        best: dict[str, float] = {}
        for _ in range(rounds):
            for name, command in commands(project, Path(folder)).items():
                best[name] = min(seconds(command), best.get(name, math.inf))
    return best


def lines(activities: int, times: Mapping[str, float]) -> list[str]:
    """What is printed of one measurement."""
    width = max(map(len, times))
    printed = [f"{activities} activities"]
    for name, duration in times.items():
        ratio = duration / times[NAIVE]
        printed.append(f"  {name:{width}}  {duration:8.2f} s  {ratio:6.2f} x")
    return printed


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description="Times ropa beside a naive script, on made-up records."
    )
    parser.add_argument("activities", nargs="*", type=int, default=[100, 1000])
    parser.add_argument(
        "--rounds", type=int, default=3, help="runs of each command; the best counts (default 3)"
    )
    options = parser.parse_args(arguments)
    for count in options.activities:
        times = measure(count, options.rounds)
        print("\n".join(lines(count, times)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
