"""``ropa import --template``: a first import, into a register on disk or one that it begins."""

import re
from pathlib import Path

import click

from ropa.cli.arguments import directory, register_name
from ropa.cli.drafts import register_text
from ropa.cli.drawing import end_with_faults
from ropa.errors import UsageError
from ropa.importer import Imported
from ropa.importer.first import Target, take_in
from ropa.layouts import DEFAULT, find
from ropa.loader import Loaded, load, register_names
from ropa.model.model import SLUG
from ropa.model.register_record import RegisterRecord
from ropa.project import Project
from ropa.reader import parse
from ropa.register import Register


def first(
    ctx: click.Context, project: Project, workbook: Path, target: str | None, template: str
) -> tuple[Register, Imported]:
    """What a workbook in the layout *template* would become.

    Ends the command with 1 where the layout is at fault.
    """
    if not target:
        raise UsageError(
            "name the register that takes the rows: ropa import WORKBOOK REGISTER --template NAME"
        )
    if template == DEFAULT:
        raise UsageError("the default workbook comes back without --template")
    outcome = find(project, directory(ctx), template, is_drawn=False)
    if outcome.drawn is None:
        end_with_faults(ctx, outcome)
    name = register_name(target)
    is_new = name not in register_names(project)
    taker = _begun(project, name) if is_new else _loaded(project, name)
    if taker.register.is_reconstruction:
        raise UsageError(
            f"{name} is a reconstruction, whose claims cite passages; "
            "a first import is for an own record"
        )
    return taker.register, take_in(taker, workbook, outcome.drawn.layout)


def _loaded(project: Project, name: str) -> Target:
    """A register on disk, which may still be empty; the text of its file stays as it is."""
    loaded = load(project, [name])
    rules = {diagnostic.rule for diagnostic in loaded.diagnostics}
    if not loaded.registers or rules - {"empty-register"}:
        raise UsageError(f"{name} cannot be read; `ropa check {name}` says why")
    return Target(project, loaded, loaded.registers[0])


def _begun(project: Project, name: str) -> Target:
    """A register that is not there yet, as ``ropa init`` begins one, with the text of its file."""
    folder = project.records / name
    if not re.fullmatch(SLUG, name):
        raise UsageError(
            f"'{name}' cannot name a register; write lower-case words joined by hyphens"
        )
    if folder.exists():
        raise UsageError(f"{project.name(folder)} is there and holds no register.yaml")
    head = register_text(project.root, folder)
    file = f"{project.name(folder)}/register.yaml"
    parsed, _ = parse(head, file)
    record = RegisterRecord.model_validate(parsed.value)
    return Target(project, Loaded((), {}, ()), Register(name, file, record), head)
