"""``ropa ccpa``."""

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

import click

from ropa import views
from ropa.checker import check
from ropa.cli.arguments import REGISTERS, directory, note
from ropa.diagnostics import Diagnostic, Severity, bounded, worst
from ropa.loader import Loaded, load
from ropa.net import has_failed
from ropa.project import Project, as_of, find
from ropa.register import Register
from ropa.reporters import REPORTERS
from ropa.rules import CALIFORNIA_RULES
from ropa.terminal import echo_document, echo_lines
from ropa.views.table import Document


@click.command("ccpa")
@REGISTERS
@click.option(
    "--reconcile", is_flag=True, help="Report where what is declared and what is recorded differ."
)
@click.option(
    "--derived", is_flag=True, help="Print what the records imply too, marked for review."
)
@click.option(
    "--as-of",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day the 12 months end on, such as 2026-01-31.",
)
@click.option("--format", "format_", default="", metavar="NAME",
              help="markdown, html or csv for tables; a reporter's name for --reconcile.")  # fmt: skip
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="warning",
    show_default=True,
    help="Lowest severity that makes --reconcile fail.",
)
@click.pass_context
def ccpa_(
    ctx: click.Context,
    registers: tuple[str, ...],
    reconcile: bool,
    derived: bool,
    day: datetime | None,
    format_: str,
    fail_on: str,
) -> None:
    """Print the California tables as declared, for pasting; of all registers where none is named.

    With --reconcile, report instead every difference between what is declared and what the records imply.

    With --format html, templates in the project's templates' folder are run, in a child with limits of time and memory:
    look at them before you draw somebody else's project.

    Exits with 0 if all is well, 1 if something was found or a register cannot be read, 2 if it could not run.
    """
    project = find(directory(ctx))
    known = tuple(REPORTERS) if reconcile else tuple(FORMATS)
    if format_ and format_ not in known:
        raise click.UsageError(f"there is no format '{format_}' here; there are {', '.join(known)}")
    loaded = load(project, registers)
    dated = [_dated(ctx, register, day.date() if day else None) for register in loaded.registers]
    if reconcile:
        found = sorted(
            {
                *loaded.diagnostics,
                *(d for one in dated for d in check(one, loaded.texts, CALIFORNIA_RULES)),
            }
        )
        echo_lines(REPORTERS[format_ or known[0]](bounded(found), loaded.texts))
        ctx.exit(_status(found, fail_on))
    _print(project, loaded, dated, derived, format_ or known[0])
    ctx.exit(2 if has_failed(loaded.diagnostics) else 1 if loaded.diagnostics else 0)


def _dated(ctx: click.Context, register: Register, day: date | None) -> Register:
    """*register* as of the day asked for, or of the day documents would speak of."""
    when = as_of(day, register.record.as_of)
    if when.guessed:
        note(ctx, f"ropa: {register.name} has no as_of; the 12 months end today, {when.day}")
    record = register.record.model_copy(update={"as_of": when.day})
    return dataclasses.replace(register, record=record, undated=when.guessed)


def _status(found: list[Diagnostic], fail_on: str) -> int:
    if has_failed(found):
        return 2
    highest = worst(found)
    return int(fail_on != "never" and highest is not None and highest >= Severity[fail_on.upper()])


def _print(
    project: Project, loaded: Loaded, registers: list[Register], derived: bool, format_: str
) -> None:
    if loaded.diagnostics:
        echo_lines(REPORTERS["text"](loaded.diagnostics, loaded.texts), err=True)
    draw = views.ccpa_tables if derived else views.ccpa_disclosure
    for register in registers:
        day = register.record.as_of
        assert day is not None
        echo_document(_drawn(project, draw(register, day), format_))


def _drawn(project: Project, document: Document, format_: str) -> str:
    from importlib import import_module

    own = project.templates if project.templates.is_dir() else None
    module = import_module(f"ropa.renderers.{format_}")
    text: str = module.fragment(document, own) if format_ == "html" else module.draw(document)
    return text


FORMATS: Mapping[str, str] = MappingProxyType(
    {"markdown": "Markdown", "html": "an HTML fragment", "csv": "CSV"}
)
"""How tables are printed; each is a renderer."""
