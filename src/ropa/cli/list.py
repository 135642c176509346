"""``ropa list``."""

import click

from ropa.cli.arguments import complete_register, directory, format_option, warn
from ropa.loader import Loaded, load
from ropa.project import find
from ropa.terminal import echo, echo_lines, json_text, visible
from ropa.vocabulary import translate


@click.command("list")
@click.argument("register", required=False, shell_complete=complete_register)
@format_option(("text", "json"), "How to print.")
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
        _print_table(rows)
    if loaded.diagnostics:
        warn(translate("command.problems", n=len(loaded.diagnostics)))
        ctx.exit(1)


Row = dict[str, str | int]


def _print_table(rows: list[Row]) -> None:
    cells = [[visible(str(value)) for value in row.values()] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = map(str.ljust, row, widths)
        echo("  ".join(padded).rstrip())


def _registers(loaded: Loaded) -> list[Row]:
    rows: list[Row] = []
    for register in loaded.registers:
        row: Row = {"register": register.name, "activities": len(register.records)}
        row["kept by"] = str(register.record.kept_by)
        row["organization"] = register.record.organization.name
        rows.append(row)
    return rows


def _activities(loaded: Loaded) -> list[Row]:
    rows: list[Row] = []
    for register in loaded.registers:
        for record in register.records:
            activity = record.activity
            row: Row = {"activity": activity.id}
            row["role"] = ", ".join(activity.role.items)
            row["status"] = str(activity.status)
            row["name"] = activity.name
            rows.append(row)
    return rows
