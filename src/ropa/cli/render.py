"""``ropa render``."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from ropa.cli import drawing
from ropa.cli.arguments import AT, DAY, REGISTERS, SOURCES, directory, is_quiet, joined, needed
from ropa.drawing import FORMATS, draw
from ropa.errors import MissingPartError, UsageError
from ropa.files import is_below
from ropa.history import Snapshot, standing
from ropa.layouts import DEFAULT
from ropa.net import has_failed
from ropa.project import Project, find
from ropa.register.select import narrowed
from ropa.terminal import echo
from ropa.writer import write

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
    day: datetime | None,
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
    with standing(project, at, registers) as then:
        layout = drawing.layout(ctx, project, then, layout_name)
        faulty = drawing.report_errors(then.loaded)
        sound, unsound = drawing.parted(then.loaded.registers, faulty)
        place = output or _place(project, then)
        steps = len(sound) * len(names)
        hidden = is_quiet(ctx) or not sys.stderr.isatty()
        with click.progressbar(
            length=steps, label="rendering", file=sys.stderr, hidden=hidden
        ) as bar:
            for register in sound:
                folder = place / register.name
                _refuse_among_records(project, folder)
                part = narrowed(register, select, public)
                request = drawing.request(ctx, then, part, day.date() if day else None, documents)
                request = replace(request, layout=layout)
                files: dict[str, bytes] = {}
                for name in names:
                    try:
                        files.update(draw(name, request))
                    except MissingPartError as error:
                        undrawn[name] = str(error)
                    bar.update(1)
                if files:
                    _write(ctx, folder, files, below=output or project.root)
    for register in unsound:
        echo(f"ropa: {register.name} was not written: it has errors", err=True)
    for name, why in undrawn.items():
        echo(f"ropa: {name} was not written: {why}", err=True)
    ctx.exit(2 if undrawn or has_failed(faulty) else 1 if faulty else 0)


def _formats(formats: str) -> Sequence[str]:
    names = [name.strip() for name in formats.split(",") if name.strip()]
    for name in names:
        if name not in FORMATS:
            raise UsageError(f"there is no format '{name}'; there are {joined(list(FORMATS))}")
    if not names:
        raise UsageError(f"name a format: {joined(list(FORMATS))}")
    return list(dict.fromkeys(names))


def _place(project: Project, then: Snapshot) -> Path:
    """The folder of documents of *then*; those of a commit are not laid over today's."""
    return project.output / f"at-{then.commit.id[:12]}" if then.commit else project.output


def _write(ctx: click.Context, folder: Path, files: Mapping[str, bytes], below: Path) -> None:
    """Write *files* into *folder*, which lies *below* a folder of the user's."""
    paths = write(folder, files, below=below)
    if not is_quiet(ctx):
        echo(f"{drawing.from_here(folder)}: {joined([path.name for path in paths])}")


def _refuse_among_records(project: Project, folder: Path) -> None:
    if is_below(project.root / project.settings.records, folder):
        place = drawing.from_here(folder)
        raise UsageError(f"'{place}' lies among the records; name another folder with --output")
