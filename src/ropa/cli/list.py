"""``ropa list``."""

import json

import click

from ropa.cli.arguments import complete_register, directory
from ropa.loader import Loaded, load
from ropa.project import find


@click.command("list")
@click.argument("register", required=False, shell_complete=complete_register)
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print."
)
@click.pass_context
def list_(ctx: click.Context, register: str | None, format_: str) -> None:
    """List registers, or the activities of REGISTER.

    Exits with 1 where a record cannot be read; `ropa check` says why.
    """
    loaded = load(find(directory(ctx)), [register] if register else [])
    rows = _activities(loaded) if register else _registers(loaded)
    if format_ == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        widths = {name: max(len(str(row[name])) for row in rows) for name in (rows[0] if rows else {})}
        for row in rows:
            click.echo("  ".join(str(value).ljust(widths[name]) for name, value in row.items()).rstrip())
    if loaded.diagnostics:
        click.echo(f"ropa: {len(loaded.diagnostics)} problems; `ropa check` lists them", err=True)
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
