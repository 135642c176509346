"""Records tried out before they are written: an import must bring a register no new errors."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ropa.checker import check
from ropa.corrections.report import Entry, Imported, Problem, listed
from ropa.diagnostics import Diagnostic, Severity
from ropa.loader import Loaded, load
from ropa.project import Project
from ropa.register import Register
from ropa.rules import RULES
from ropa.vocabulary import translate


def tried(
    project: Project,
    loaded: Loaded,
    register: Register,
    files: Mapping[str, bytes],
    entries: tuple[Entry, ...],
) -> Imported:
    """What an import comes to: no files where they would have errors once they were written."""
    errors: tuple[Problem, ...] = ()
    if files:
        errors = listed(_new_errors(project, loaded, register, files, entries))
    expected = _held(loaded, files)
    return Imported({} if errors else files, entries, errors, expected=expected)


def _held(loaded: Loaded, files: Iterable[str]) -> Mapping[str, bytes | None]:
    """What each of *files* held when it was read; None for one that was not there."""
    texts = loaded.texts
    return {name: texts[name].data if name in texts else None for name in files}


def _new_errors(
    project: Project,
    loaded: Loaded,
    register: Register,
    files: Mapping[str, bytes],
    entries: Sequence[Entry],
) -> Iterator[Problem]:
    """Errors that *register* would have only with *files* in it, each with its cell."""
    old_errors = set(map(_identity, _errors(loaded, register.name)))
    cells = _first_cells(entries)
    for error in _errors_with(files, project, register):
        if _identity(error) not in old_errors:
            sheet, cell = cells.get(error.span.file, ("", ""))
            message = translate("workbook_problem.unsound", error=error)
            yield Problem(sheet, cell, message, error.help)


def _first_cells(entries: Iterable[Entry]) -> Mapping[str, tuple[str, str]]:
    """The first sheet and cell that were imported into each file."""
    cells: dict[str, tuple[str, str]] = {}
    for entry in entries:
        if entry.kind.is_done:
            cells.setdefault(entry.file, (entry.sheet, entry.cell))
    return cells


def _errors_with(
    files: Mapping[str, bytes], project: Project, register: Register
) -> list[Diagnostic]:
    """The errors of a copy of *register* with *files* in it."""
    with tempfile.TemporaryDirectory(prefix="ropa-") as folder:
        root = Path(folder).resolve()
        home = register.file.rpartition("/")[0]
        if (project.root / home).is_dir():
            shutil.copytree(project.root / home, root / home, symlinks=True)
        _put(files, root)
        loaded = load(replace(project, root=root), [register.name])
        return _errors(loaded, register.name)


def _put(files: Mapping[str, bytes], root: Path) -> None:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _identity(error: Diagnostic) -> tuple[str, str, str]:
    """What makes an error the same, wherever in its file it has moved."""
    return error.span.file, error.rule, error.message


def _errors(loaded: Loaded, name: str) -> list[Diagnostic]:
    """The errors of the register *name*."""
    diagnostics = [*loaded.diagnostics]
    for register in loaded.registers:
        if register.name == name:
            diagnostics += check(register, loaded.texts, RULES)
    return [error for error in diagnostics if error.severity is Severity.ERROR]
