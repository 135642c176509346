"""``ropa show``."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from shutil import get_terminal_size
from textwrap import wrap

import click

from ropa.cli.arguments import complete_activity, directory, sole_holder
from ropa.documents.report import activity as activity_section
from ropa.fields.values import Cell
from ropa.loader import load
from ropa.project import find
from ropa.register import ResolvedActivity
from ropa.terminal import Styled, echo, visible
from ropa.vocabulary import joined, translate

LABEL = 26


@click.command("show")
@click.argument("activity", shell_complete=complete_activity)
@click.option("--register", help="The register it is in, where several have one of that id.")
@click.pass_context
def show_(ctx: click.Context, activity: str, register: str | None) -> None:
    """Show ACTIVITY as a reader sees it, everything inherited resolved, with the passages it cites.

    ACTIVITY is an id, or REGISTER/ID.
    """
    folder, _, id = activity.rpartition("/")
    name = register or folder
    names = [name] if name else []
    registers = load(find(directory(ctx)), names).registers
    otherwise = translate("refusal.list_activities")
    holder = sole_holder(registers, id, "activity", lambda holder: holder.by_id, otherwise)
    for parts in _lines(holder.resolved_by_id[id]):
        echo(*parts)


Line = Sequence[str | Styled]


def _lines(activity: ResolvedActivity) -> Iterator[Line]:
    section = activity_section(activity)
    yield (Styled(section.title, bold=True),)
    path = f"{activity.register.name}/{section.name}"
    yield (joined((path, activity.record.file)),)
    yield ()
    for label, article, cell in section.facts:
        names = wrap(label, LABEL - 2)
        for name, line in zip_longest(names, _right(article, cell), fillvalue=""):
            yield (name.ljust(LABEL), line) if line else (name,)


def _right(article: str, cell: Cell) -> Line:
    """What stands beside a label: the values, then dimmed the article and the passages."""
    lines = []
    for value in cell.values:
        lines += _folded(str(value))
    references = joined((article, *cell.cites))
    dimmed = [Styled(line, dim=True) for line in _folded(references)]
    return [*(lines or [""]), *dimmed]


def _folded(line: str) -> list[str]:
    width = max(60, min(120, get_terminal_size().columns))
    words = " ".join(line.split())
    return wrap(visible(words), width - LABEL)
