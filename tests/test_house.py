"""The plan of the house is a test: who may import whom, who reads the clock, how long things grow."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

from support import ROOT

SOURCE = ROOT / "src" / "ropa"

RANKS = (
    ("vocabulary",),
    ("diagnostics", "errors", "files", "terminal"),
    ("model", "reader", "turns", "net"),
    ("project", "register", "schema", "validation_messages"),
    ("reading",),
    ("loader", "writer", "california", "rewriting"),
    ("evidence", "history", "fields"),
    ("rule", "documents", "templates"),
    ("rules", "checker", "layouts", "reporters"),
    ("output",),
    ("drawing",),
    ("packing",),
    ("corrections", "migration"),
    ("intake",),
    ("cli",),
    ("__main__",),
)
RANK = {room: rank for rank, rooms in enumerate(RANKS) for room in rooms}

MODULES = sorted(path for path in SOURCE.rglob("*.py") if path != SOURCE / "__init__.py")
CLOCKS = {
    "now",
    "today",
    "utcnow",
    "time",
    "time_ns",
    "localtime",
    "gmtime",
    "monotonic",
    "perf_counter",
}


def test_the_map_of_the_house_shows_every_room() -> None:
    """Whoever is new reads one page; a room that is not on it is one they never find."""
    page = (SOURCE.parent / "README.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    floors = [set(re.findall(r"`(\w+)`", row)) for row in rows]

    assert floors[::-1] == [set(rooms) for rooms in RANKS if "__main__" not in rooms]


NO_ROOMS = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "misc"}


def named(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


each_module = pytest.mark.parametrize("path", MODULES, ids=named)


def module_of(path: Path) -> str:
    steps = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(steps[:-1] if steps[-1] == "__init__" else steps)


def room_of(module: str) -> str:
    return module.split(".")[1]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> set[str]:
    """Modules of ropa that *path* imports, anywhere in it."""
    known = {module_of(module) for module in MODULES}
    found = set()
    for node in ast.walk(tree(path)):
        assert not (isinstance(node, ast.ImportFrom) and node.level), "imports are written in full"
        if isinstance(node, ast.ImportFrom) and node.module:
            inside = {f"{node.module}.{alias.name}" for alias in node.names} & known
            found |= inside or {node.module}
            found |= (
                {node.module}
                if any(f"{node.module}.{alias.name}" not in known for alias in node.names)
                else set()
            )
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return (found & known) - {module_of(path)}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


@each_module
def test_every_module_is_in_a_room_of_the_plan(path: Path) -> None:
    """A module without a room is a sign of a missing noun."""
    assert room_of(module_of(path)) in RANK


@each_module
def test_imports_point_down(path: Path) -> None:
    """A module may use its own room and the floors below: never one above or beside, not even inside a function."""
    here = room_of(module_of(path))
    there = {room_of(module) for module in imported(path)} - {here}

    assert {room for room in there if RANK[room] >= RANK[here]} == set()


RENDERERS_KNOW = {
    "ropa.errors",
    "ropa.files",
    "ropa.output",
    "ropa.templates",
    "ropa.documents.row_identity",
    "ropa.documents.pictures",
    "ropa.documents.table",
    "ropa.vocabulary",
}
"""Rooms, and of the documents the modules that say what a document is, whoever made it."""


@pytest.mark.parametrize("path", sorted((SOURCE / "output").rglob("*.py")), ids=named)
def test_a_renderer_knows_nothing_but_documents(path: Path) -> None:
    """What a document shows is chosen above: a renderer that reads a register chooses once more."""
    rooms = {
        module if room_of(module) == "documents" else f"ropa.{room_of(module)}"
        for module in imported(path)
    }

    assert rooms - RENDERERS_KNOW == set()


def test_no_module_imports_itself_by_a_detour() -> None:
    """A cycle is two modules that are one; TopologicalSorter raises where there is one."""
    order = list(
        TopologicalSorter({module_of(path): imported(path) for path in MODULES}).static_order()
    )

    assert sorted(order) == sorted(map(module_of, MODULES))


@each_module
def test_nobody_but_project_reads_the_clock(path: Path) -> None:
    """The as-of date comes from one place, so the same input gives the same bytes on every day."""
    reads = {
        node.func.attr
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
    }

    assert reads == ({"now"} if named(path) == "project.py" else set())


@each_module
def test_what_others_can_see_cannot_be_changed(path: Path) -> None:
    """A registry that can be written to at run time is a second, unwritten law."""
    changeable = []
    for node in tree(path).body:
        if isinstance(node, ast.Assign):
            kind = None if isinstance(node.value, MUTABLE) else "fixed"
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            kind = (
                ast.unparse(node.annotation).split("[")[0]
                if isinstance(node.value, MUTABLE)
                else "fixed"
            )
            names = [node.target.id]
        else:
            continue
        changeable += [
            name
            for name in names
            if kind not in ("fixed", "Mapping", "JsonDict") and name[0] != "_"
        ]

    assert changeable == []


MUTABLE = (ast.Dict, ast.List, ast.Set, ast.DictComp, ast.ListComp, ast.SetComp)


@each_module
def test_every_module_says_what_it_is_for(path: Path) -> None:
    """The first line of a file is what a new reader has."""
    first = (ast.get_docstring(tree(path)) or "").split("\n")[0]

    assert first.endswith((".", ":", "?")) and len(first) > 10


@each_module
def test_everything_public_has_a_promise(path: Path) -> None:
    """A public name without a docstring is a name whose meaning only its author knows."""
    silent = []
    for node in tree(path).body:
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef)) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node):
            silent.append(node.name)
        if isinstance(node, ast.ClassDef):
            here = getattr(import_module(module_of(path)), node.name)
            silent += [
                f"{node.name}.{part.name}"
                for part in node.body
                if isinstance(part, ast.FunctionDef)
                and not part.name.startswith("_")
                and not inspect.getdoc(getattr(here, part.name))
            ]

    assert silent == []


@each_module
def test_no_file_has_more_than_400_lines(path: Path) -> None:
    """A long file is several rooms behind one door."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_nineteen_functions_of_twenty_have_at_most_35_lines() -> None:
    """A function that fits on a screen can be reviewed by somebody who did not write it."""
    lengths = sorted(
        (node.end_lineno or 0) - node.lineno + 1 for path in MODULES for node in functions(path)
    )

    assert lengths[int(len(lengths) * 0.95)] <= 35
    assert lengths[-1] <= 100


@each_module
def test_no_room_is_called_after_nothing(path: Path) -> None:
    """Utils, helpers and the like say where a thing was left, not what it is."""
    assert {step.removesuffix(".py") for step in path.relative_to(SOURCE).parts} & NO_ROOMS == set()


OPENERS = {
    "open",
    "read_bytes",
    "read_text",
    "write_bytes",
    "write_text",
    "fdopen",
    "copy2",
    "copytree",
    "copyfile",
}

ALLOWED = {
    "files.py": "it is the one that opens",
    "turns.py": "it locks a folder and reads nothing",
    "writer.py": "it is the one that writes",
    "vocabulary/data_files.py": "a part of the tool",
    "history/past.py": "writes into a temporary folder of its own",
    "packing/attached.py": "a document in memory",
    "packing/openpgp.py": "writes into a temporary folder of its own",
    "packing/own.py": "writes into a temporary folder of its own, and a part of the tool",
    "packing/signature.py": "writes into a temporary folder of its own, and the signers a user names",
    "packing/timestamp.py": "writes into a temporary folder of its own, and the authorities a user names",
    "cli/verify.py": "the pack a user names",
    "corrections/package.py": "a part of an archive in memory",
    "migration.py": "a temporary folder of its own, in which no link is followed",
    "corrections/dry_run.py": "a temporary folder of its own, in which no link is followed",
    "evidence/wordprocessing.py": "a part of an archive in memory",
    "output/child.py": "the standard output of its own process",
    "output/logo.py": "a picture in memory",
    "output/archival.py": "a document in memory",
    "output/pdf.py": "a font of the tool",
}
"""Modules that open something by themselves, and why they may."""


def opened(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            name = (
                node.func.attr
                if isinstance(node.func, ast.Attribute)
                else getattr(node.func, "id", "")
            )
            if name in OPENERS:
                yield f"{named(path)}:{node.lineno}: {name}"


@each_module
def test_one_function_opens_the_files_of_a_project(path: Path) -> None:
    """Whoever opens another way has to say here why no stranger's link can come in."""
    assert named(path) in ALLOWED or list(opened(path)) == []


def test_whoever_may_open_files_by_itself_does() -> None:
    """A reason that nobody needs any more would let the next one in unseen."""
    assert {named(path) for path in MODULES if list(opened(path))} == set(ALLOWED)
