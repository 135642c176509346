"""Times ``ropa check`` and ``ropa render --format xlsx`` beside a naive script, in one run on one machine.

python benchmarks/run.py [--rounds N] [ACTIVITIES]...
"""

from __future__ import annotations

import argparse
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
    return {
        NAIVE: [sys.executable, str(HERE / "naive.py"), str(project), str(output / "naive.xlsx")],
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
        timed = commands(project, Path(folder))
        times: dict[str, list[float]] = {name: [] for name in timed}
        for _ in range(rounds):
            for name, command in timed.items():
                times[name].append(seconds(command))
    return {name: min(found) for name, found in times.items()}


def lines(activities: int, times: Mapping[str, float]) -> list[str]:
    """What is printed of one measurement."""
    width = max(map(len, times))
    return [
        f"{activities} activities",
        *(
            f"  {name:{width}}  {time:8.2f} s  {time / times[NAIVE]:6.2f} x"
            for name, time in times.items()
        ),
    ]


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description="Times ropa beside a naive script, on made-up records."
    )
    parser.add_argument("activities", nargs="*", type=int, default=[100, 1000])
    parser.add_argument(
        "--rounds", type=int, default=3, help="runs of each command; the best counts (default 3)"
    )
    asked = parser.parse_args(arguments)
    for count in asked.activities:
        print("\n".join(lines(count, measure(count, asked.rounds))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
