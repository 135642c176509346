"""``ropa ccpa``."""

import dataclasses
from collections.abc import Sequence
from datetime import date, datetime

import click

from ropa.checker import check
from ropa.cli.arguments import REGISTERS, directory, note
from ropa.diagnostics import Diagnostic, Severity, bounded, worst
from ropa.drawing import TABLE_FORMATS, california_tables
from ropa.loader import Loaded, load
from ropa.net import has_failed
from ropa.project import as_of, find
from ropa.register import Register
from ropa.reporters import REPORTERS
from ropa.rules import CALIFORNIA_RULES
from ropa.terminal import echo_document, echo_lines

RECONCILE = click.option(
    "--reconcile", is_flag=True, help="Report where what is declared and what is recorded differ."
)
DERIVED = click.option(
    "--derived", is_flag=True, help="Print what the records imply too, marked for review."
)
DAY = click.option(
    "--as-of",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day the 12 months end on, such as 2026-01-31.",
)
FORMAT = click.option(
    "--format",
    "format_",
    default="",
    metavar="NAME",
    help="markdown, html or csv for tables; a reporter's name for --reconcile.",
)
FAIL_ON = click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="warning",
    show_default=True,
    help="Lowest severity that makes --reconcile fail.",
)


@click.command("ccpa")
@REGISTERS
@RECONCILE
@DERIVED
@DAY
@FORMAT
@FAIL_ON
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

    With --reconcile, report instead every difference between what is declared and what the records
    imply.

    With --format html, templates in the project's templates' folder are run, in a child with limits
    of time and memory: look at them before you draw somebody else's project.

    Exits with 0 if all is well, 1 if something was found or a register cannot be read, 2 if it
    could not run.
    """
    project = find(directory(ctx))
    formats = tuple(REPORTERS) if reconcile else TABLE_FORMATS
    if format_ and format_ not in formats:
        names = ", ".join(formats)
        raise click.UsageError(f"there is no format '{format_}' here; there are {names}")
    format_ = format_ or formats[0]
    loaded = load(project, registers)
    dated = [_dated(ctx, register, day.date() if day else None) for register in loaded.registers]
    if reconcile:
        findings = _differences(loaded, dated)
        echo_lines(REPORTERS[format_](bounded(findings), loaded.texts))
        ctx.exit(_status(findings, fail_on))
    if loaded.diagnostics:
        echo_lines(REPORTERS["text"](loaded.diagnostics, loaded.texts), err=True)
    templates = project.templates if project.templates.is_dir() else None
    for register in dated:
        echo_document(california_tables(register, format_, templates, derived))
    ctx.exit(2 if has_failed(loaded.diagnostics) else 1 if loaded.diagnostics else 0)


def _dated(ctx: click.Context, register: Register, day: date | None) -> Register:
    """*register* as of the day asked for, or of the day documents would speak of."""
    when = as_of(day, register.record.as_of)
    if when.guessed:
        note(ctx, f"ropa: {register.name} has no as_of; the 12 months end today, {when.day}")
    record = register.record.model_copy(update={"as_of": when.day})
    return dataclasses.replace(register, record=record, undated=when.guessed)


def _differences(loaded: Loaded, registers: Sequence[Register]) -> list[Diagnostic]:
    """What is declared and not recorded, or the other way round, and what could not be read."""
    diagnostics = set(loaded.diagnostics)
    for register in registers:
        diagnostics.update(check(register, loaded.texts, CALIFORNIA_RULES))
    return sorted(diagnostics)


def _status(findings: list[Diagnostic], fail_on: str) -> int:
    if has_failed(findings):
        return 2
    highest = worst(findings)
    if fail_on == "never" or highest is None:
        return 0
    return int(highest >= Severity[fail_on.upper()])
