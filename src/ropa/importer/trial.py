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
    project: Project, loaded: Loaded, register: Register, files: Mapping[str, bytes], entries: Sequence[Entry]
) -> Iterator[Problem]:
    """Errors that *register* would have with *files* in it, and has not now; with the cell that brings them."""
    before = {(error.span.file, error.rule, error.message) for error in _errors(loaded, register.name)}
    with tempfile.TemporaryDirectory(prefix="ropa-") as folder:
        root = Path(folder).resolve()
        home = register.file.rpartition("/")[0]
        if (project.root / home).is_dir():
            shutil.copytree(project.root / home, root / home, symlinks=True)
        for name, data in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        tried = load(replace(project, root=root), [register.name])
        for error in _errors(tried, register.name):
            if (error.span.file, error.rule, error.message) not in before:
                near = [entry for entry in entries if entry.file == error.span.file and entry.kind.is_done]
                where = (near[0].sheet, near[0].cell) if near else ("", "")
                yield Problem(*where, f"the record would not be sound: {error}", error.help)


def _errors(loaded: Loaded, name: str) -> list[Diagnostic]:
    found = [d for one in loaded.registers if one.name == name for d in check(one, loaded.texts, RULES)]
    return [d for d in (*loaded.diagnostics, *found) if d.severity is Severity.ERROR]
