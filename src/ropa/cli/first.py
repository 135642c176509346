"""``ropa import --template``: a first import, into a register on disk or one that it begins."""

from pathlib import Path

import click

from ropa.cli.arguments import directory, register_name
from ropa.cli.drafts import refuse_no_slug, register_text
from ropa.cli.drawing import usable
from ropa.corrections import Imported
from ropa.errors import UsageError
from ropa.intake import Target, take_in
from ropa.layouts import DEFAULT, find
from ropa.loader import Loaded, load, register_names
from ropa.model.register_record import RegisterRecord
from ropa.project import Project
from ropa.reader import parse
from ropa.register import Register
from ropa.vocabulary import translate


def first(
    ctx: click.Context, project: Project, workbook: Path, target: str | None, template: str
) -> tuple[Register, Imported]:
    """What a workbook in the layout *template* would become.

    Ends the command with 1 where the layout is at fault.
    """
    if not target:
        raise UsageError(translate("refusal.which_target"))
    if template == DEFAULT:
        raise UsageError(translate("refusal.default_template"))
    outcome = find(project, directory(ctx), template, is_drawn=False)
    columns = usable(ctx, outcome)
    name = register_name(target)
    is_new = name not in register_names(project)
    receiver = _begun(project, name) if is_new else _loaded(project, name)
    if receiver.register.is_reconstruction:
        raise UsageError(translate("refusal.reconstruction", register=name))
    return receiver.register, take_in(receiver, workbook, columns.layout)


def _loaded(project: Project, name: str) -> Target:
    """A register on disk, which may still be empty; the text of its file stays as it is."""
    loaded = load(project, [name])
    rules = {diagnostic.rule for diagnostic in loaded.diagnostics}
    if not loaded.registers or rules - {"empty-register"}:
        raise UsageError(translate("refusal.unreadable_register", register=name))
    return Target(project, loaded, loaded.registers[0])


def _begun(project: Project, name: str) -> Target:
    """A register that is not there yet, as ``ropa init`` begins one, with the text of its file."""
    refuse_no_slug(name, "refusal.no_register_name")
    folder = project.records / name
    if folder.exists():
        raise UsageError(translate("refusal.no_register_file", folder=project.name(folder)))
    head = register_text(project.root, folder)
    file = f"{project.name(folder)}/register.yaml"
    parsed, _ = parse(head, file)
    record = RegisterRecord.model_validate(parsed.value)
    register = Register(name, file, record)
    return Target(project, Loaded((), {}, ()), register, head)
