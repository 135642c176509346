"""``ropa migrate``."""

import click

from ropa.cli.arguments import DRY_RUN, REGISTERS, directory, register_name
from ropa.diagnostics import Diagnostic
from ropa.errors import UsageError
from ropa.loader import register_names
from ropa.migration import ChangedLine, Migration, migrate
from ropa.project import Project, find
from ropa.reader import Text
from ropa.reporters.text import report
from ropa.terminal import echo, echo_lines
from ropa.vocabulary import translate
from ropa.writer import write


@click.command("migrate")
@REGISTERS
@DRY_RUN
@click.pass_context
def migrate_(ctx: click.Context, registers: tuple[str, ...], dry_run: bool) -> None:
    """Rename in registers of an older schema what is called otherwise since.

    Only those words change, and no fact: comments, order and line ends stay. Commit first: a line
    in which something is not committed is not touched, and then nothing is.

    Exits with 0 if all registers are of this schema now, 1 if something stood in the way, 2 if it
    could not run.
    """
    project = find(directory(ctx))
    names = _named(project, registers)
    migrations = {name: migrate(project, name) for name in names}
    problems: list[Diagnostic] = []
    texts: dict[str, Text] = {}
    for migration in migrations.values():
        problems += migration.problems
        texts |= migration.texts
    if problems:
        echo_lines(report(sorted(problems), texts))
        ctx.exit(1)
    for name, migration in migrations.items():
        if dry_run:
            _preview(migration.lines)
        else:
            _write(project, name, migration)


def _named(project: Project, registers: tuple[str, ...]) -> tuple[str, ...]:
    names = register_names(project)
    wanted = [register_name(path) for path in registers]
    for name in wanted:
        if name not in names:
            raise UsageError(translate("refusal.no_register", name=name))
    return tuple(wanted) or names


def _preview(lines: tuple[ChangedLine, ...]) -> None:
    for line in lines:
        place = f"{line.place.file}:{line.place.line}"
        echo(translate("command.would_change", place=place, old=line.old, new=line.new))


def _write(project: Project, name: str, migration: Migration) -> None:
    folder = project.records / name
    home = f"{project.name(folder)}/"
    files = {}
    expected = {}
    for file, data in migration.files.items():
        below = file.removeprefix(home)
        files[below] = data
        expected[below] = migration.texts[file].data
    if files:
        write(folder, files, below=project.root, expected=expected)
    for file in migration.files:
        echo(translate("command.wrote", names=file))
