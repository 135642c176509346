"""``ropa ccpa``."""

import dataclasses
from collections.abc import Sequence
from datetime import date

import click

from ropa.checker import check
from ropa.cli.arguments import REGISTERS, day_option, directory, note
from ropa.cli.severity import exit_status, fail_on_option
from ropa.diagnostics import Diagnostic, bounded
from ropa.drawing import TABLE_FORMATS, california_tables
from ropa.loader import Loaded, load
from ropa.project import as_of, find
from ropa.register import Register
from ropa.reporters import REPORTERS
from ropa.rules import CALIFORNIA_RULES
from ropa.terminal import echo_document, echo_lines
from ropa.vocabulary import day_text, joined, translate

RECONCILE = click.option(
    "--reconcile", is_flag=True, help="Report where what is declared and what is recorded differ."
)
DERIVED = click.option(
    "--derived", is_flag=True, help="Print what the records imply too, marked for review."
)
DAY = day_option("--as-of", "day", help="The day the 12 months end on, such as 2026-01-31.")
FORMAT = click.option(
    "--format",
    "format_",
    default="",
    metavar="NAME",
    help="markdown, html or csv for tables; a reporter's name for --reconcile.",
)
FAIL_ON = fail_on_option("warning", "Lowest severity that makes --reconcile fail.")


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
    day: date | None,
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
    format_ = _format(format_, formats)
    loaded = load(project, registers)
    dated = [_dated(ctx, register, day) for register in loaded.registers]
    if reconcile:
        findings = _differences(loaded, dated)
        listed = bounded(findings)
        report = REPORTERS[format_](listed, loaded.texts)
        echo_lines(report)
        ctx.exit(exit_status(findings, fail_on))
    if loaded.diagnostics:
        problems = REPORTERS["text"](loaded.diagnostics, loaded.texts)
        echo_lines(problems, err=True)
    templates = project.templates if project.templates.is_dir() else None
    for register in dated:
        echo_document(california_tables(register, format_, templates, derived))
    ctx.exit(exit_status(loaded.diagnostics, "info"))


def _format(name: str, formats: Sequence[str]) -> str:
    """The format called *name*, or the first where none is named."""
    if not name:
        return formats[0]
    if name not in formats:
        names = joined(formats)
        raise click.UsageError(translate("refusal.no_format_of_tables", name=name, formats=names))
    return name


def _dated(ctx: click.Context, register: Register, day: date | None) -> Register:
    """*register* as of the day asked for, or of the day documents would speak of."""
    when = as_of(day, register.record.as_of)
    if when.guessed:
        today = day_text(when.day)
        note(ctx, translate("command.undated_months", register=register.name, day=today))
    record = register.record.model_copy(update={"as_of": when.day})
    return dataclasses.replace(register, record=record, undated=when.guessed)


def _differences(loaded: Loaded, registers: Sequence[Register]) -> list[Diagnostic]:
    """What is declared and not recorded, or the other way round, and what could not be read."""
    diagnostics = set(loaded.diagnostics)
    for register in registers:
        diagnostics.update(check(register, loaded.texts, CALIFORNIA_RULES))
    return sorted(diagnostics)
