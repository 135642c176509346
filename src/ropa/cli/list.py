"""``ropa list``."""

import click

from ropa.cli.arguments import complete_register, directory
from ropa.loader import Loaded, load
from ropa.project import find
from ropa.terminal import echo, echo_lines, json_text, visible


@click.command("list")
@click.argument("register", required=False, shell_complete=complete_register)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print.",
)
@click.pass_context
def list_(ctx: click.Context, register: str | None, format_: str) -> None:
    """List registers, or the activities of REGISTER.

    Exits with 1 where a record cannot be read; `ropa check` says why.
    """
    loaded = load(find(directory(ctx)), [register] if register else [])
    rows = _activities(loaded) if register else _registers(loaded)
    if format_ == "json":
        echo_lines(json_text(rows))
    else:
        cells = [[visible(str(value)) for value in row.values()] for row in rows]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        for row in cells:
            echo("  ".join(map(str.ljust, row, widths)).rstrip())
    if loaded.diagnostics:
        echo(f"ropa: {len(loaded.diagnostics)} problems; `ropa check` lists them", err=True)
        ctx.exit(1)


def _registers(loaded: Loaded) -> list[dict[str, str | int]]:
    return [
        {
            "register": register.name,
            "activities": len(register.records),
            "kept by": str(register.record.kept_by),
            "organization": register.record.organization.name,
        }
        for register in loaded.registers
    ]


def _activities(loaded: Loaded) -> list[dict[str, str | int]]:
    return [
        {
            "activity": record.activity.id,
            "role": ", ".join(record.activity.role.items),
            "status": str(record.activity.status),
            "name": record.activity.name,
        }
        for register in loaded.registers
        for record in register.records
    ]
