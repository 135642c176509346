"""``ropa render``."""

import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import click

from ropa.cli.arguments import REGISTERS, SOURCES, directory, is_quiet, joined, needed, note
from ropa.diagnostics import Diagnostic, Severity
from ropa.errors import MissingPartError, UsageError
from ropa.evidence import gather
from ropa.loader import Loaded, load
from ropa.project import Project, as_of, find
from ropa.register import Register
from ropa.renderers import RENDERERS, Request, renderer
from ropa.writer import write


@click.command("render")
@REGISTERS
@click.option(
    "--format",
    "formats",
    default=",".join(RENDERERS),
    show_default=True,
    metavar="LIST",
    help="Formats to write, joined by commas.",
)
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), help="Folder to write to.  [default: the project's]"
)
@click.option(
    "--as-of", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day the documents speak of, such as 2026-01-31."
)
@click.option("--excerpts", is_flag=True, help="Print the passages themselves; needs the documents.")
@SOURCES
@click.pass_context
def render_(
    ctx: click.Context,
    registers: tuple[str, ...],
    formats: str,
    output: Path | None,
    day: datetime | None,
    excerpts: bool,
    sources: Path | None,
) -> None:
    """Write the documents of registers; of all of them where none is named.

    A register with errors is not written: a document must not leave out a record without a word.

    Exits with 0 if every document was written, 1 if a register has errors, 2 if a document could not be written.
    """
    wanted = _formats(formats)
    folder = needed(sources) if excerpts else None
    project = find(directory(ctx))
    loaded = load(project, registers)
    faulty = _faulty(loaded)
    sound = [register for register in loaded.registers if not _is_among(register, faulty)]
    undrawn: dict[str, str] = {}
    length = len(sound) * len(wanted)
    hidden = is_quiet(ctx) or not sys.stderr.isatty()
    with click.progressbar(length=length, label="rendering", file=sys.stderr, hidden=hidden) as bar:
        for register in sound:
            request = _request(ctx, project, register, day.date() if day else None, folder)
            files: dict[str, bytes] = {}
            for name in wanted:
                try:
                    files.update(renderer(name)(request))
                except MissingPartError as error:
                    undrawn[name] = str(error)
                bar.update(1)
            _write(ctx, output or project.output, register, files)
    for register in loaded.registers:
        if register not in sound:
            click.echo(f"ropa: {register.name} was not written: it has errors", err=True)
    for name, why in undrawn.items():
        click.echo(f"ropa: {name} was not written: {why}", err=True)
    ctx.exit(2 if undrawn else 1 if faulty else 0)


def _formats(formats: str) -> Sequence[str]:
    wanted = [name.strip() for name in formats.split(",") if name.strip()]
    for name in wanted:
        if name not in RENDERERS:
            raise UsageError(f"there is no format '{name}'; there are {joined(list(RENDERERS))}")
    if not wanted:
        raise UsageError(f"name a format: {joined(list(RENDERERS))}")
    return list(dict.fromkeys(wanted))


def _faulty(loaded: Loaded) -> list[Diagnostic]:
    """Every error there is, printed."""
    from ropa.checker import check
    from ropa.reporters.text import report
    from ropa.rules import RULES

    found = [d for register in loaded.registers for d in check(register, loaded.texts, RULES)]
    errors = sorted({d for d in (*loaded.diagnostics, *found) if d.severity is Severity.ERROR})
    if errors:
        click.echo(report(errors, loaded.texts), nl=False, err=True)
    return errors


def _is_among(register: Register, errors: Sequence[Diagnostic]) -> bool:
    """Whether one of *errors* is about a file of *register*."""
    folder = register.file.rpartition("/")[0]
    return any(error.span.file == folder or error.span.file.startswith(f"{folder}/") for error in errors)


def _request(
    ctx: click.Context, project: Project, register: Register, day: date | None, folder: Path | None
) -> Request:
    when = as_of(day, register.record.as_of)
    if when.guessed:
        note(ctx, f"ropa: {register.name} has no as_of; its documents speak of today, {when.day}")
    own = project.templates if project.templates.is_dir() else None
    documents = gather(register, folder) if folder else None
    return Request(register, when.day, own, project.settings.paper, documents)


def _write(ctx: click.Context, output: Path, register: Register, files: Mapping[str, bytes]) -> None:
    if files:
        written = write(output / register.name, files)
        if not is_quiet(ctx):
            click.echo(f"{_from_here(output / register.name)}: {joined([path.name for path in written])}")


def _from_here(path: Path) -> Path:
    """*path* as it would be typed here, where it lies below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
