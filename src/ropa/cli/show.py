"""``ropa show``."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from shutil import get_terminal_size
from textwrap import wrap

import click

from ropa.cli.arguments import complete_activity, directory
from ropa.errors import UsageError
from ropa.loader import load
from ropa.project import find
from ropa.register import ResolvedActivity
from ropa.terminal import Styled, echo, visible
from ropa.views.report import activity as section
from ropa.views.table import Section
from ropa.vocabulary import nearest

LABEL = 26


@click.command("show")
@click.argument("activity", shell_complete=complete_activity)
@click.option("--register", help="The register it is in, where several have one of that id.")
@click.pass_context
def show_(ctx: click.Context, activity: str, register: str | None) -> None:
    """Show ACTIVITY as a reader sees it, everything inherited resolved, with the passages it cites.

    ACTIVITY is an id, or REGISTER/ID.
    """
    name, _, id = activity.rpartition("/")
    loaded = load(find(directory(ctx)), [wanted] if (wanted := register or name) else [])
    activities = [entry.resolved_by_id[id] for entry in loaded.registers if id in entry.by_id]
    if not activities:
        near = nearest(id, [key for entry in loaded.registers for key in entry.by_id])
        hint = f"; did you mean '{near}'?" if near else "; `ropa list REGISTER` lists them"
        raise UsageError(f"there is no activity '{id}'{hint}")
    if len(activities) > 1:
        raise UsageError(
            f"'{id}' is in {' and in '.join(entry.register.name for entry in activities)}; "
            f"write `ropa show {activities[0].register.name}/{id}`"
        )
    for parts in _lines(activities[0]):
        echo(*parts)


def _lines(activity: ResolvedActivity) -> Iterator[Sequence[str | Styled]]:
    drawn: Section = section(activity)
    yield (Styled(drawn.title, bold=True),)
    yield (f"{activity.register.name}/{drawn.name}, {activity.record.file}",)
    yield ()
    for label, article, cell in drawn.facts:
        said = [line for value in cell.values for line in _folded(str(value))] or [""]
        about = _folded(", ".join(filter(None, (article, *cell.cites))))
        right: list[str | Styled] = [*said, *(Styled(line, dim=True) for line in about)]
        for name, line in zip_longest(wrap(label, LABEL - 2), right, fillvalue=""):
            yield (f"{name:{LABEL}}", line) if line else (name,)


def _folded(line: str) -> list[str]:
    width = max(60, min(120, get_terminal_size().columns)) - LABEL
    return wrap(visible(" ".join(line.split())), width)
