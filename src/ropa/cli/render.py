"""``ropa render``."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ropa.cli import drawing
from ropa.cli.arguments import (
    AT,
    DAY,
    REGISTERS,
    SOURCES,
    directory,
    enumerated,
    is_quiet,
    needed,
    warn,
)
from ropa.cli.severity import exit_status
from ropa.drawing import FORMATS, Request, draw
from ropa.errors import MissingPartError, UsageError
from ropa.files import is_below
from ropa.history import Snapshot, standing
from ropa.layouts import DEFAULT
from ropa.project import Project, find
from ropa.register.select import narrowed
from ropa.terminal import echo
from ropa.vocabulary import translate
from ropa.writer import write

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

FORMAT = click.option(
    "--format",
    "formats",
    default=",".join(FORMATS),
    show_default=True,
    metavar="LIST",
    help="Formats to write, joined by commas.",
)
OUTPUT = click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to.  [default: the project's, with --at a folder of its own in it]",
)
SELECT = click.option(
    "--select",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Only activities with this id, role, status, owner or tag; * stands for any letters. "
    "May be repeated.",
)
PUBLIC = click.option(
    "--public", is_flag=True, help="Leave out what is for readers inside the organization."
)
LAYOUT = click.option(
    "--layout",
    "layout_name",
    default=DEFAULT,
    show_default=True,
    metavar="NAME|PATH",
    help="Columns of the workbook: default, ico, cnil, dpc, one of the project's own, or a file.",
)
EXCERPTS = click.option(
    "--excerpts", is_flag=True, help="Print the passages themselves; needs the documents."
)


@click.command("render")
@REGISTERS
@FORMAT
@OUTPUT
@DAY
@AT
@SELECT
@PUBLIC
@LAYOUT
@EXCERPTS
@SOURCES
@click.pass_context
def render_(
    ctx: click.Context,
    registers: tuple[str, ...],
    formats: str,
    output: Path | None,
    day: date | None,
    select: tuple[str, ...],
    public: bool,
    layout_name: str,
    excerpts: bool,
    sources: Path | None,
    at: str | None,
) -> None:
    """Write the documents of registers; of all of them where none is named.

    A register with errors is not written: a document must not leave out a record without a word.

    With --at and a day they speak of that day. With a revision they speak of what they spoke of
    then: the register's own as_of, and where it has none the day of the commit. --as-of says
    otherwise. With --layout the workbook is called register-NAME.xlsx and has that layout's
    columns; the other formats do not depend on it.

    Templates and style sheets in the project's templates' folder are run, in a child with limits
    of time and memory: look at them before you draw somebody else's project.

    Exits with 0 if every document was written, 1 if a register has errors, 2 if a document could
    not be written.
    """
    names = _formats(formats)
    documents = needed(sources) if excerpts else None
    project = find(directory(ctx))
    undrawn: dict[str, str] = {}
    with standing(project, at, registers) as snapshot:
        layout = drawing.layout(ctx, project, snapshot, layout_name)
        errors = drawing.report_errors(snapshot.loaded)
        sound, unsound = drawing.parted(snapshot.loaded.registers, errors)
        home = output or _home(project, snapshot)
        steps = len(sound) * len(names)
        with _progress(ctx, steps) as bar:
            for register in sound:
                folder = home / register.name
                _refuse_among_records(project, folder)
                part = narrowed(register, select, public)
                request = drawing.request(ctx, snapshot, part, day, documents)
                request = replace(request, layout=layout)
                files: dict[str, bytes] = {}
                for name in names:
                    files.update(_drawn(name, request, undrawn))
                    bar.update(1)
                if files:
                    root = output or project.root
                    _write(ctx, folder, files, below=root)
    for register in unsound:
        warn(translate("command.not_sound", register=register.name))
    for name, why in undrawn.items():
        warn(translate("command.not_drawn", format=name, why=why))
    ctx.exit(2 if undrawn else exit_status(errors, "error"))


def _progress(ctx: click.Context, steps: int) -> "ProgressBar[int]":
    is_hidden = is_quiet(ctx) or not sys.stderr.isatty()
    label = translate("command.rendering")
    return click.progressbar(length=steps, label=label, file=sys.stderr, hidden=is_hidden)


def _drawn(format: str, request: Request, undrawn: dict[str, str]) -> Mapping[str, bytes]:
    """The files of *format*; none where the machine lacks a part, which *undrawn* then tells."""
    try:
        return draw(format, request)
    except MissingPartError as error:
        undrawn[format] = str(error)
        return {}


def _formats(formats: str) -> Sequence[str]:
    choices = enumerated(FORMATS)
    names = dict.fromkeys(map(str.strip, formats.split(",")))
    names.pop("", None)
    for name in names:
        if name not in FORMATS:
            raise UsageError(translate("refusal.no_format", name=name, formats=choices))
    if not names:
        raise UsageError(translate("refusal.which_format", formats=choices))
    return list(names)


def _home(project: Project, snapshot: Snapshot) -> Path:
    """The folder of documents of *snapshot*; those of a commit are not laid over today's."""
    if commit := snapshot.commit:
        return project.output / f"at-{commit.id[:12]}"
    return project.output


def _write(ctx: click.Context, folder: Path, files: Mapping[str, bytes], below: Path) -> None:
    """Write *files* into *folder*, which lies *below* a folder of the user's."""
    paths = write(folder, files, below=below)
    if not is_quiet(ctx):
        names = enumerated(path.name for path in paths)
        home = drawing.as_typed(folder)
        echo(translate("command.written", folder=home, files=names))


def _refuse_among_records(project: Project, folder: Path) -> None:
    if is_below(project.root / project.settings.records, folder):
        raise UsageError(translate("refusal.among_records", folder=drawing.as_typed(folder)))
