"""Records tried out before they are written: an import must bring a register no new errors."""

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
    """Errors that *register* would have only with *files* in it, each with its cell."""
    before = {_identity(error) for error in _errors(loaded, register.name)}
    cells: dict[str, tuple[str, str]] = {}
    for entry in entries:
        if entry.kind.is_done:
            cells.setdefault(entry.file, (entry.sheet, entry.cell))
    with tempfile.TemporaryDirectory(prefix="ropa-") as folder:
        root = Path(folder).resolve()
        _copy(project.root, root, register, files)
        changed = load(replace(project, root=root), [register.name])
        for error in _errors(changed, register.name):
            if _identity(error) not in before:
                sheet, cell = cells.get(error.span.file, ("", ""))
                message = f"the record would not be sound: {error}"
                yield Problem(sheet, cell, message, error.help)


def _copy(project: Path, root: Path, register: Register, files: Mapping[str, bytes]) -> None:
    """Put *register* of the folder *project* into *root*, with *files* in it."""
    home = register.file.rpartition("/")[0]
    if (project / home).is_dir():
        shutil.copytree(project / home, root / home, symlinks=True)
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _identity(error: Diagnostic) -> tuple[str, str, str]:
    """What makes an error the same, wherever in its file it has moved."""
    return error.span.file, error.rule, error.message


def _errors(loaded: Loaded, name: str) -> Iterator[Diagnostic]:
    diagnostics = [*loaded.diagnostics]
    for register in loaded.registers:
        if register.name == name:
            diagnostics += check(register, loaded.texts, RULES)
    return (error for error in diagnostics if error.severity is Severity.ERROR)
