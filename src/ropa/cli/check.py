"""``ropa check``."""

import click

from ropa.checker import check
from ropa.cli.arguments import REGISTERS, directory
from ropa.diagnostics import Severity, worst
from ropa.loader import load
from ropa.project import find
from ropa.reporters import REPORTERS
from ropa.rules import RULES


@click.command("check")
@REGISTERS
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(REPORTERS)),
    default="text",
    show_default=True,
    help="How to print what was found.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="error",
    show_default=True,
    help="Lowest severity that makes the command fail.",
)
@click.pass_context
def check_(ctx: click.Context, registers: tuple[str, ...], format_: str, fail_on: str) -> None:
    """Check registers and report every problem; all of them where none is named.

    Exits with 0 if all is well, 1 if something was found, 2 if it could not run.
    """
    loaded = load(find(directory(ctx)), registers)
    found = sorted([*loaded.diagnostics, *(d for r in loaded.registers for d in check(r, loaded.texts, RULES))])
    click.echo(REPORTERS[format_](found, loaded.texts), nl=False)
    highest = worst(found)
    if fail_on != "never" and highest is not None and highest >= Severity[fail_on.upper()]:
        ctx.exit(1)
