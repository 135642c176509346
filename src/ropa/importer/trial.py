"""Records tried out before they are written: a register must not have errors after an import that it had not before."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ropa.checker import check
from ropa.diagnostics import Diagnostic, Severity
from ropa.importer.report import Entry, Problem
from ropa.loader import Loaded, load
from ropa.project import Project
from ropa.register import Register
from ropa.rules import RULES


def new_errors(
    project: Project,
    loaded: Loaded,
    register: Register,
    files: Mapping[str, bytes],
    entries: Sequence[Entry],
) -> Iterator[Problem]:
    """Errors that *register* would have with *files* in it, and has not now; with the cell that brings them."""
    before = {
        (error.span.file, error.rule, error.message) for error in _errors(loaded, register.name)
    }
    with tempfile.TemporaryDirectory(prefix="ropa-") as folder:
        root = Path(folder).resolve()
        home = register.file.rpartition("/")[0]
        if (project.root / home).is_dir():
            shutil.copytree(project.root / home, root / home, symlinks=True)
        for name, data in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        cells: dict[str, tuple[str, str]] = {}
        for entry in entries:
            if entry.kind.is_done:
                cells.setdefault(entry.file, (entry.sheet, entry.cell))
        tried = load(replace(project, root=root), [register.name])
        for error in _errors(tried, register.name):
            if (error.span.file, error.rule, error.message) not in before:
                yield Problem(
                    *cells.get(error.span.file, ("", "")),
                    f"the record would not be sound: {error}",
                    error.help,
                )


def _errors(loaded: Loaded, name: str) -> list[Diagnostic]:
    found = [
        d for one in loaded.registers if one.name == name for d in check(one, loaded.texts, RULES)
    ]
    return [d for d in (*loaded.diagnostics, *found) if d.severity is Severity.ERROR]
