"""``ropa import``."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from ropa.cli.arguments import (
    DRY_RUN,
    FILE,
    complete_register,
    day_option,
    directory,
    enumerated,
    format_option,
    register_name,
)
from ropa.cli.first import first
from ropa.corrections import (
    Correction,
    Imported,
    Problem,
    about,
    bring_back,
    language_of,
    opened,
    refused,
    where,
)
from ropa.corrections.grid import Grids
from ropa.corrections.report import as_json, text
from ropa.errors import UsageError
from ropa.loader import load, register_names
from ropa.project import Project, find
from ropa.register import Register
from ropa.terminal import echo, echo_lines, quoted
from ropa.vocabulary import translate, writing
from ropa.writer import settle, write

WORKBOOK = click.argument("workbook", type=FILE)
REGISTER = click.argument("register", required=False, shell_complete=complete_register)
BY = click.option(
    "--by", default="", help="Who corrects, as a function, such as `data protection officer`."
)
ON = day_option("--on", help="The day of the correction, such as 2026-01-31.")
NOTES = click.option(
    "--notes", is_flag=True, help="Write comments into the notes of their activities."
)
TEMPLATE = click.option(
    "--template",
    metavar="NAME|PATH",
    help="Take in a register kept elsewhere, in the columns of ico, cnil, dpc, a layout of your "
    "own, or a file.",
)
FORMAT = format_option(("text", "json"), "How to print what was found.")


@click.command("import")
@WORKBOOK
@REGISTER
@BY
@ON
@NOTES
@TEMPLATE
@DRY_RUN
@FORMAT
@click.pass_context
def import_(
    ctx: click.Context,
    workbook: Path,
    register: str | None,
    by: str,
    on: date | None,
    notes: bool,
    template: str | None,
    dry_run: bool,
    format_: str,
) -> None:
    """Take back into REGISTER what was changed in a WORKBOOK that `ropa render` wrote.

    What was changed in the records since is listed and left as it is. All files are written, or
    none.

    With --template each row of any workbook in that layout becomes an activity of REGISTER, which
    is begun where it is not there yet. No record that is there is changed; what cannot be taken is
    listed, and kept in the notes.

    Exits with 0 if all was taken over, 1 if something was not, 2 if it could not run.
    """
    project = find(directory(ctx))
    if not dry_run:
        _settle(project)
    correction = Correction(by, on, notes)
    if not template:
        target, imported = _come_back(ctx, project, workbook, register, correction)
    elif correction == Correction():
        target, imported = first(ctx, project, workbook, register, template)
    else:
        raise UsageError(translate("refusal.corrections_only"))
    if imported.needs_statement and not dry_run and not (by and on):
        raise UsageError(translate("refusal.who_corrects"))
    is_written = bool(imported.files) and not dry_run
    if is_written and target is not None:
        _write(project, target, imported)
    if format_ == "json":
        name = target.name if target else ""
        report = as_json(imported, workbook.name, name, is_written)
        echo_lines(report)
    else:
        _print(workbook.name, imported, "wrote" if is_written else "would_write")
    are_done = all(entry.kind.is_done for entry in imported.entries)
    is_complete = are_done and not imported.problems
    ctx.exit(0 if is_complete else 1)


def _settle(project: Project) -> None:
    """Finish what an earlier command began to write."""
    for name in register_names(project):
        for folder in ("", "activities", "sources"):
            settle(project.records / name / folder)


def _come_back(
    ctx: click.Context,
    project: Project,
    workbook: Path,
    path: str | None,
    correction: Correction,
) -> tuple[Register | None, Imported]:
    """What comes back into the register a workbook is of; *path* is the register the user named."""
    sheets = opened(workbook)
    if isinstance(sheets, Problem):
        return None, refused([sheets])
    ctx.with_resource(writing(language_of(sheets)))
    name = _register_name(project, sheets, path)
    if isinstance(name, Problem):
        return None, refused([name])
    loaded = load(project, [name])
    if loaded.diagnostics or not loaded.registers:
        raise UsageError(translate("refusal.unreadable_register", register=name))
    [register] = loaded.registers
    return register, bring_back(project, loaded, register, sheets, correction)


def _register_name(project: Project, sheets: Grids, path: str | None) -> str | Problem:
    """The register a workbook is of; a problem where *path* or the project is about another."""
    facts = about(sheets)
    if isinstance(facts, Problem):
        return facts
    name = facts.get(translate("about.register"), "")
    names = register_names(project)
    target = register_name(path) if path else name
    if path and target not in names:
        raise UsageError(translate("refusal.no_register", name=path))
    if target == name and name in names:
        return name
    message = translate("refusal.other_register", name=quoted(name))
    hint = translate("refusal.this_register", name=target) if path else _at_hand(names)
    return Problem(translate("sheet.about"), where(sheets, "register"), message, hint)


def _at_hand(registers: Sequence[str]) -> str:
    names = enumerated(registers) if registers else translate("refusal.none_here")
    return translate("refusal.registers_here", names=names)


def _write(project: Project, register: Register, imported: Imported) -> None:
    home, _, _ = register.file.rpartition("/")
    root = project.root / home
    files = _below(home, imported.files)
    expected = _below(home, imported.expected)
    write(root, files, below=project.root, expected=expected)


_Data = TypeVar("_Data")


def _below(home: str, files: Mapping[str, _Data]) -> dict[str, _Data]:
    """*files* by their names from the folder *home* on."""
    prefix = f"{home}/"
    return {name.removeprefix(prefix): data for name, data in files.items()}


def _print(workbook: str, imported: Imported, outcome: str) -> None:
    for problem in imported.problems:
        echo(problem.line(workbook))
    if imported.problems:
        return
    echo_lines(text(imported.entries, workbook))
    for name in sorted(imported.files):
        echo(translate(f"command.{outcome}", names=name))
