"""``ropa import --template``: a first import, into a register that is there or one that it begins."""

import re
from pathlib import Path

import click

from ropa.cli.arguments import directory
from ropa.cli.drawing import end_with_faults
from ropa.errors import UsageError
from ropa.importer import Imported
from ropa.importer.first import take_in
from ropa.layouts import DEFAULT, find
from ropa.loader import Loaded, load, register_names
from ropa.model.part import SLUG
from ropa.model.register_record import RegisterRecord
from ropa.project import Project, as_of
from ropa.reader import parse
from ropa.register import Register
from ropa.templates import fill


def first(
    ctx: click.Context, project: Project, workbook: Path, asked: str | None, template: str
) -> tuple[Register, Imported]:
    """What a workbook in the layout *template* would become. Ends the command with 1 where the layout is at fault."""
    if not asked:
        raise UsageError(
            "name the register that takes the rows: ropa import WORKBOOK REGISTER --template NAME"
        )
    if template == DEFAULT:
        raise UsageError("the default workbook comes back without --template")
    found = find(project, directory(ctx), template, is_drawn=False)
    if found.drawn is None:
        end_with_faults(ctx, found)
    name = asked.rstrip("/").rpartition("/")[2]
    loaded, register, head = (
        _there(project, name) if name in register_names(project) else _begun(project, name)
    )
    if register.is_reconstruction:
        raise UsageError(
            f"{name} is a reconstruction, whose claims cite passages; a first import is for an own record"
        )
    return register, take_in(project, loaded, register, head, workbook, found.drawn.layout)


def _there(project: Project, name: str) -> tuple[Loaded, Register, str]:
    loaded = load(project, [name])
    if not loaded.registers or any(one.rule != "empty-register" for one in loaded.diagnostics):
        raise UsageError(f"{name} cannot be read; `ropa check {name}` says why")
    return loaded, loaded.registers[0], ""


def _begun(project: Project, name: str) -> tuple[Loaded, Register, str]:
    """A register that is not there yet, as ``ropa init`` begins one, with the text of its file."""
    folder = project.records / name
    if not re.fullmatch(SLUG, name):
        raise UsageError(
            f"'{name}' cannot name a register; write lower-case words joined by hyphens"
        )
    if folder.exists():
        raise UsageError(f"{project.name(folder)} is there and holds no register.yaml")
    head = fill(
        None,
        "new/register.yaml.jinja",
        name=name.replace("-", " ").title(),
        reconstruction=False,
        day=as_of(None, None).day.isoformat(),
        schema="../" * len(folder.relative_to(project.root).parts) + "schema/register.json",
    )
    file = f"{project.name(folder)}/register.yaml"
    record = RegisterRecord.model_validate(parse(head, file)[0].value)
    return Loaded((), {}, ()), Register(name, file, record), head
