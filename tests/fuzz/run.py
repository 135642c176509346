"""The long run: thousands of inputs a target from one seed, a line a fault, and a line a target at the end."""

from __future__ import annotations

import argparse
import faulthandler
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from random import Random
from types import MappingProxyType

from fuzz.case import Case, Maker
from fuzz.guard import LONGEST, Fault, Guard, saved

SHARES: Mapping[str, int] = MappingProxyType(
    {"loader": 45, "documents": 30, "at": 9, "first": 8, "verify": 4, "import": 4}
)
"""Targets, and how many of a hundred inputs are theirs: those that cost the least have the most."""

MODULES: Mapping[str, str] = MappingProxyType(
    {
        "loader": "loader",
        "documents": "documents",
        "first": "lists",
        "verify": "packs",
        "at": "past",
        "import": "workbooks",
    }
)


def maker(target: str, work: Path) -> Maker:
    """What makes the cases of *target*; *work* is a folder for what it prepares."""
    cases: Callable[[Path], Maker] = import_module(f"fuzz.{MODULES[target]}").cases
    return cases(work)


def chance(seed: int, target: str, number: int) -> Random:
    """The source of chance of one input, the same whatever ran before it."""
    return Random(f"{seed}/{target}/{number}")


class Run:
    """One target from one seed."""

    def __init__(self, target: str, seed: int, faults: Path) -> None:
        self.target, self.seed, self.folder = target, seed, faults
        self.counts: Counter[tuple[str, str]] = Counter()
        self.smallest: dict[tuple[str, str], int] = {}

    def go(self, numbers: Sequence[int], work: Path) -> int:
        """Try the inputs called *numbers*; how many are at fault."""
        guard = Guard(work / "guard")
        prepared = work / "prepared"
        prepared.mkdir()
        make = maker(self.target, prepared)
        start = time.monotonic()
        for number in numbers:
            faulthandler.dump_traceback_later(10 * LONGEST, exit=True)
            (work / "number").write_text(f"{self.target} {number}\n")
            case = make(chance(self.seed, self.target, number))
            fault = guard.try_(case, number)
            if fault:
                self._tell(case, fault, number)
        faulthandler.cancel_dump_traceback_later()
        self._sum_up(guard, len(numbers), time.monotonic() - start)
        return sum(self.counts.values())

    def _tell(self, case: Case, fault: Fault, number: int) -> None:
        is_new = fault.key not in self.counts
        self.counts[fault.key] += 1
        if not is_new and case.size >= self.smallest[fault.key]:
            return
        self.smallest[fault.key] = case.size
        folder = self.folder / f"{self.target}-{list(self.counts).index(fault.key) + 1}"
        again = f"make fuzz ARGS='--target {self.target} --seed {self.seed} --only {number}'"
        saved(case, fault, folder, again)
        if is_new:
            print(f"{self.target}: {fault.kind}: {fault.where}: {again}: {folder}", flush=True)

    def _sum_up(self, guard: Guard, count: int, seconds: float) -> None:
        spent = guard.spent
        rows = [
            f"{self.target}: {count:,} inputs in {seconds:.0f} s ({count / max(seconds, 0.001):.0f} a second)",
            f"{sum(self.counts.values()):,} faults of {len(self.counts)} kinds",
            f"worst time {spent.seconds:.2f} s (input {spent.slowest})",
            f"worst memory {spent.memory / 1e6:.0f} MB (input {spent.largest})",
        ]
        print("; ".join(rows), flush=True)
        for (kind, where), times in self.counts.most_common():
            print(f"  {times:6,} {kind}: {where}", flush=True)


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument(
        "--inputs", type=int, default=200_000, help="inputs in all, shared among the targets"
    )
    parser.add_argument("--target", choices=sorted(SHARES), help="only this one, with all inputs")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other inputs")
    parser.add_argument(
        "--only", type=int, metavar="NUMBER", help="only the input with this number"
    )
    parser.add_argument(
        "--faults",
        type=Path,
        default=Path("fuzz-faults"),
        help="folder for inputs that are at fault",
    )
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Run one target here, or each in a process of its own, so that its memory is its own."""
    asked = options(arguments)
    if asked.target is None:
        return max(_apart(asked, target) for target in SHARES)
    numbers = range(asked.inputs) if asked.only is None else [asked.only]
    with tempfile.TemporaryDirectory(prefix="ropa-fuzz-") as work:
        return min(
            1, Run(asked.target, asked.seed, asked.faults.absolute()).go(numbers, Path(work))
        )


def _apart(asked: argparse.Namespace, target: str) -> int:
    count = asked.inputs * SHARES[target] // 100
    words = [
        "--target",
        target,
        "--inputs",
        str(count),
        "--seed",
        str(asked.seed),
        "--faults",
        str(asked.faults),
    ]
    return subprocess.run([sys.executable, "-m", "fuzz.run", *words], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
