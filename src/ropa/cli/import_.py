"""``ropa import``."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click

from ropa.cli.arguments import complete_register, directory, joined
from ropa.cli.first import first
from ropa.errors import UsageError
from ropa.importer import Imported, Problem, about, bring_back, opened, where
from ropa.importer.grid import Grid
from ropa.importer.report import as_json, quoted, text
from ropa.loader import Loaded, load, register_names
from ropa.project import Project, find
from ropa.register import Register
from ropa.terminal import echo, echo_lines
from ropa.vocabulary import say
from ropa.writer import settle, write


@click.command("import")
@click.argument("workbook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("register", required=False, shell_complete=complete_register)
@click.option(
    "--by", default="", help="Who corrects, as a function, such as `data protection officer`."
)
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="The day of the correction, such as 2026-01-31."
)
@click.option("--notes", is_flag=True, help="Write comments into the notes of their activities.")
@click.option(
    "--template",
    metavar="NAME|PATH",
    help="Take in a register kept elsewhere, in the columns of ico, cnil, dpc, a layout of your own, or a file.",
)
@click.option("--dry-run", is_flag=True, help="Tell what would be written, and write nothing.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print what was found.",
)
@click.pass_context
def import_(
    ctx: click.Context,
    workbook: Path,
    register: str | None,
    by: str,
    on: datetime | None,
    notes: bool,
    template: str | None,
    dry_run: bool,
    format_: str,
) -> None:
    """Take back into REGISTER what was changed in a WORKBOOK that `ropa render` wrote.

    What was changed in the records since is listed and left as it is. All files are written, or none.

    With --template each row of any workbook in that layout becomes an activity of REGISTER, which is begun where it is
    not there yet. No record that is there is changed; what cannot be taken is listed, and kept in the notes.

    Exits with 0 if all was taken over, 1 if something was not, 2 if it could not run.
    """
    project = find(directory(ctx))
    for name in () if dry_run else register_names(project):
        for folder in ("", "activities", "sources"):
            settle(project.records / name / folder)
    if template and (by or on or notes):
        raise UsageError(
            "--by, --on and --notes are for corrections; a first import needs none of them"
        )
    found = (
        first(ctx, project, workbook, register, template)
        if template
        else _come_back(project, workbook, register, by, on, notes)
    )
    one, imported = (None, Imported({}, (), (found,))) if isinstance(found, Problem) else found
    if imported.needs_statement and not dry_run and not (by and on):
        raise UsageError(
            "name who corrects and when: --by 'data protection officer' --on 2026-01-31"
        )
    if one is not None and not dry_run and imported.files:
        _write(project, one, imported)
    _print(workbook, one, imported, dry_run, format_)
    done = not imported.problems and all(entry.kind.is_done for entry in imported.entries)
    ctx.exit(0 if done else 1)


def _come_back(
    project: Project, workbook: Path, asked: str | None, by: str, on: datetime | None, notes: bool
) -> tuple[Register, Imported] | Problem:
    sheets = opened(workbook)
    if isinstance(sheets, Problem):
        return sheets
    facts = about(sheets)
    if isinstance(facts, Problem):
        return facts
    name = facts.get(say("about.register"), "")
    there = register_names(project)
    wanted = asked.rstrip("/").rpartition("/")[2] if asked else name
    if wanted not in there and asked:
        raise UsageError(f"there is no register '{asked}'; `ropa list` lists them")
    if wanted != name or name not in there:
        known = f"this is '{wanted}'" if asked else f"there are {joined(there) or 'none'} here"
        message = f"the workbook is of the register '{quoted(name)}'"
        return Problem(say("sheet.about"), where(sheets, "register"), message, known)
    return _compared(project, load(project, [name]), name, sheets, (by, on, notes))


def _compared(
    project: Project,
    loaded: Loaded,
    name: str,
    sheets: Mapping[str, Grid],
    how: tuple[str, datetime | None, bool],
) -> tuple[Register, Imported] | Problem:
    if loaded.diagnostics or not loaded.registers:
        raise UsageError(f"{name} cannot be read; `ropa check {name}` says why")
    [register] = loaded.registers
    by, on, notes = how
    return register, bring_back(
        project, loaded, register, sheets, by, on.date() if on else None, notes
    )


def _write(project: Project, register: Register, imported: Imported) -> None:
    home = f"{register.file.rpartition('/')[0]}/"
    write(
        project.root / home,
        {name.removeprefix(home): data for name, data in imported.files.items()},
        below=project.root,
        expected={name.removeprefix(home): data for name, data in imported.expected.items()},
    )


def _print(
    workbook: Path, register: Register | None, imported: Imported, dry_run: bool, format_: str
) -> None:
    written = bool(imported.files) and not dry_run
    if format_ == "json":
        name = register.name if register else ""
        echo_lines(as_json(imported, workbook.name, name, written))
        return
    for problem in imported.problems:
        echo(problem.line(workbook.name))
    if imported.problems:
        return
    echo_lines(text(imported.entries, workbook.name))
    for name in sorted(imported.files):
        echo(f"{'wrote' if written else 'would write'} {name}")
