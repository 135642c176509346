"""``ropa list``."""

from collections.abc import Iterator

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
    names = [register] if register else []
    loaded = load(find(directory(ctx)), names)
    rows = list(_activities(loaded) if register else _registers(loaded))
    if format_ == "json":
        echo_lines(json_text(rows))
    else:
        _print_table(rows)
    if loaded.diagnostics:
        warn(translate("command.problems", n=len(loaded.diagnostics)))
        ctx.exit(1)


Row = dict[str, str | int]


def _print_table(rows: list[Row]) -> None:
    lines = []
    for row in rows:
        values = map(str, row.values())
        lines.append([visible(value) for value in values])
    columns = zip(*lines, strict=True)
    widths = [max(map(len, column)) for column in columns]
    for line in lines:
        padded = map(str.ljust, line, widths)
        echo("  ".join(padded).rstrip())


def _registers(loaded: Loaded) -> Iterator[Row]:
    for register in loaded.registers:
        record = register.record
        yield {
            "register": register.name,
            "activities": len(register.records),
            "kept by": str(record.kept_by),
            "organization": record.organization.name,
        }


def _activities(loaded: Loaded) -> Iterator[Row]:
    for register in loaded.registers:
        for record in register.records:
            activity = record.activity
            roles = ", ".join(activity.role.items)
            status = str(activity.status)
            yield {"activity": activity.id, "role": roles, "status": status, "name": activity.name}
