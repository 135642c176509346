"""Measures how ropa starts, beside bare Python, and its check, workbook and PDF beside a script.

python benchmarks/run.py --naive SCRIPT --naive-records GENERATOR [--rounds N] [ACTIVITIES]...
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import generate
import yaml

RESULTS = Path(__file__).with_name("results.md")
TASKS = {"check": "validate", "workbook": "xlsx", "PDF": "pdf"}
"""What is measured, and what the naive script calls it in its option --only."""

ROPA = {
    "check": ("check",),
    "workbook": ("render", "--format", "xlsx"),
    "PDF": ("render", "--format", "pdf"),
}


@dataclass(frozen=True)
class Usage:
    """What one run of a program took: seconds of CPU and by the clock, megabytes at its peak."""

    cpu: float
    wall: float
    memory: float

    @classmethod
    def of(cls, command: Sequence[str]) -> Usage:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, resources = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"this ended with {process.returncode}: {' '.join(command)}")
        kilobytes = resources.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
        return cls(resources.ru_utime + resources.ru_stime, wall, kilobytes / 1024)

    def best(self, other: Usage | None) -> Usage:
        """The lower of each figure: what disturbs a run only ever adds."""
        if other is None:
            return self
        lowest = map(min, (self.cpu, self.wall, self.memory), (other.cpu, other.wall, other.memory))
        return Usage(*lowest)


@dataclass(frozen=True)
class Size:
    """How much the records hold, one by one on average."""

    size: float
    lines: float
    fields: float
    words: float

    @classmethod
    def of(cls, folder: Path) -> Size:
        texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.yaml"))]
        parts = [part for text in texts for part in walk(yaml.load(text, yaml.CBaseLoader))]
        totals = (
            sum(len(text.encode()) for text in texts),
            sum(text.count("\n") for text in texts),
            len(parts),
            sum(len(part.split()) for part in parts),
        )
        return cls(*(total / len(texts) for total in totals))


def walk(value: Any) -> Iterator[str]:
    """Every key and every value of a record; an item of a list is one or the other."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield key
            yield from walk(item)
    elif isinstance(value, list):
        for item in value:
            yield from walk(item)
    else:
        yield str(value)


@dataclass(frozen=True)
class Scripts:
    """The naive script, and what writes the records it reads; maybe the program of doorstop."""

    naive: Path
    records: Path
    doorstop: Path | None = None


def measure(
    activities: int, tasks: Sequence[str], rounds: int, scripts: Scripts | None
) -> tuple[list[str], list[str]]:
    """Rows about the records and rows about the programs, which take turns on them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = generate.project(folder / "project", activities)
        sizes = {"ropa": Size.of(project / "records/example-group/activities")}
        if scripts is not None:
            records = str(folder / "records")
            subprocess.run([sys.executable, scripts.records, str(activities), records], check=True)
            sizes["naive"] = Size.of(folder / "records")
            if scripts.doorstop:
                write_requirements(folder / "requirements", folder / "records")
        best: dict[tuple[str, str], Usage] = {}
        for _ in range(rounds):
            for key, command in commands(folder, tasks, scripts):
                best[key] = Usage.of(command).best(best.get(key))
    return list(size_rows(activities, sizes)), list(usage_rows(f"{activities}", best))


def measure_start(rounds: int) -> list[str]:
    """Rows about what a shell that completes words waits for at every key."""
    commands = {"bare Python": ("-c", "pass"), "ropa": ("-m", "ropa", "--help")}
    best: dict[tuple[str, str], Usage] = {}
    for _ in range(rounds):
        for name, arguments in commands.items():
            key = ("start", name)
            best[key] = Usage.of([sys.executable, *arguments]).best(best.get(key))
    return list(usage_rows("", best, "bare Python"))


def commands(
    folder: Path, tasks: Sequence[str], scripts: Scripts | None
) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """Each is a program of its own, so that starting Python and reading the records counts."""
    output = str(folder / "output")
    for task in tasks:
        if scripts is not None:
            naive = [sys.executable, str(scripts.naive), str(folder / "records"), output]
            yield (task, "naive"), [*naive, "--only", TASKS[task]]
        if task == "check" and scripts is not None and scripts.doorstop:
            project = str(folder / "requirements")
            yield (task, "doorstop"), [str(scripts.doorstop), "-q", "-F", "-W", "-j", project]
        ropa = [sys.executable, "-m", "ropa", "-C", str(folder / "project"), *ROPA[task]]
        yield (task, "ropa"), ropa if task == "check" else [*ropa, "--output", output]


def write_requirements(root: Path, records: Path) -> None:
    """The *records* as requirements of doorstop: one file each, its text the whole of a record."""
    folder = root / "reqs"
    folder.mkdir(parents=True)
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    settings = {"settings": {"digits": 5, "itemformat": "yaml", "prefix": "REQ", "sep": ""}}
    (folder / ".doorstop.yml").write_text(yaml.safe_dump(settings), "utf-8")
    for number, path in enumerate(sorted(records.glob("*.yaml")), start=1):
        item = {"active": True, "derived": False, "header": "", "level": f"1.{number}", "links": []}
        item |= {"normative": True, "ref": "", "reviewed": None, "text": path.read_text("utf-8")}
        (folder / f"REQ{number:05}.yml").write_text(yaml.safe_dump(item), "utf-8")


def size_rows(activities: int, sizes: Mapping[str, Size]) -> Iterator[str]:
    for name, size in sizes.items():
        figures = (size.size, size.lines, size.fields, size.words)
        yield row([f"{activities}", name, *(f"{figure:.0f}" for figure in figures)])


def usage_rows(
    activities: str, best: Mapping[tuple[str, str], Usage], baseline: str = "naive"
) -> Iterator[str]:
    for (task, name), usage in best.items():
        figures = [f"{usage.cpu:.2f}", f"{usage.wall:.2f}", f"{usage.memory:.0f}"]
        base = best.get((task, baseline))
        if base is None or usage is base:
            ratios = ["", "", ""]
        else:
            ratios = [
                f"{usage.cpu / base.cpu:.2f}",
                f"{usage.wall / base.wall:.2f}",
                f"{usage.memory / base.memory:.2f}",
            ]
        yield row([activities, task, name, *figures, *ratios])


def row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def report(sizes: Sequence[str], usages: Sequence[str], rounds: int) -> str:
    """The page of results."""
    packages = ("PyYAML", "pydantic", "XlsxWriter", "openpyxl", "weasyprint")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    lines = [
        "# Results",
        "",
        "Written by `run.py`; the [README](README.md) says what is compared and how.",
        "",
        f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, {versions}.",
        f"The lowest of {rounds} rounds; the last columns are in parts of the first program.",
        "",
        "| activities | task | program | CPU s | wall s | peak MB | CPU | wall | MB |",
        "|---:|---|---|---:|---:|---:|---:|---:|---:|",
        *usages,
        "",
        "What one record holds on average:",
        "",
        "| activities | records of | bytes | lines | keys and values | words |",
        "|---:|---|---:|---:|---:|---:|",
        *sizes,
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print, and where asked to write the page of results."""
    parser = argparse.ArgumentParser(
        description="Measure ropa's check, workbook and PDF beside a naive script."
    )
    parser.add_argument(
        "activities", nargs="*", type=int, default=[100, 1000], help="how many (default 100 1000)"
    )
    parser.add_argument(
        "--naive", type=Path, help="the naive script: RECORDS OUTPUT --only validate|xlsx|pdf"
    )
    parser.add_argument(
        "--naive-records", type=Path, help="what writes its records: ACTIVITIES FOLDER"
    )
    parser.add_argument(
        "--doorstop", type=Path, help="the program of doorstop, which checks them as requirements"
    )
    parser.add_argument(
        "--rounds", type=int, default=3, help="runs of each program; the lowest counts (default 3)"
    )
    parser.add_argument(
        "--most-pages",
        type=int,
        default=100,
        help="activities up to which a PDF is drawn as well (default 100)",
    )
    parser.add_argument("--write", action="store_true", help=f"also write {RESULTS.name}")
    options = parser.parse_args()
    if bool(options.naive) != bool(options.naive_records):
        parser.error("--naive and --naive-records go together")
    if options.doorstop and not options.naive:
        parser.error("--doorstop takes the records of --naive-records")
    scripts = None
    if options.naive:
        scripts = Scripts(options.naive, options.naive_records, options.doorstop)
    sizes: list[str] = []
    usages = measure_start(options.rounds)
    print("\n".join(usages), flush=True)
    for count in options.activities:
        tasks = [task for task in TASKS if task != "PDF" or count <= options.most_pages]
        new_sizes, new_usages = measure(count, tasks, options.rounds, scripts)
        sizes += new_sizes
        usages += new_usages
        print("\n".join([*new_sizes, *new_usages]), flush=True)
    if options.write:
        RESULTS.write_text(report(sizes, usages, options.rounds), encoding="utf-8")


if __name__ == "__main__":
    main()
