"""Arguments and options that several commands take, their completion in a shell, their hints."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ropa.terminal import echo, visible
from ropa.vocabulary import joined, nearest, translate

if TYPE_CHECKING:
    from ropa.register import Register


def complete_register(
    ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[str]:
    """Names of the registers of the project at hand that begin with *incomplete*."""
    _, folders = _registers_at_hand(ctx)
    return offered([folder.name for folder in folders], incomplete)


def complete_activity(
    ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[str]:
    """Ids of the activities of the project at hand that begin with *incomplete*."""
    from ropa.files import is_below

    root, folders = _registers_at_hand(ctx)
    ids: set[str] = set()
    for folder in folders:
        if is_below(root, folder / "activities"):
            files = folder.glob("activities/*.yaml")
            ids.update(path.stem for path in files)
    return offered(ids, incomplete)


def _registers_at_hand(ctx: click.Context) -> tuple[Path, list[Path]]:
    """The root of the project at hand, and the folders of its registers, if there is one."""
    from ropa.errors import RopaError
    from ropa.loader import register_names
    from ropa.project import find

    try:
        project = find(directory(ctx))
        folders = [project.records / name for name in register_names(project)]
        return project.root, folders
    except RopaError:
        return Path(), []


def offered(names: Iterable[str], incomplete: str) -> list[str]:
    """Those of *names* that begin with *incomplete*, and that a shell can print as they are."""
    printable = filter(lambda name: visible(name) == name, names)
    return sorted(name for name in printable if name.startswith(incomplete))


REGISTERS = click.argument(
    "registers", nargs=-1, metavar="[REGISTER]...", shell_complete=complete_register
)

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

SOURCES = click.option(
    "--sources",
    envvar="ROPA_SOURCES",
    show_envvar=True,
    type=FOLDER,
    help="Folder of the documents the records rest on.",
)

AT = click.option(
    "--at",
    metavar="REV|DATE",
    help="Read the register as it stood in git: at a revision, or at the end of a day (UTC) such "
    "as 2026-01-31.",
)

DRY_RUN = click.option(
    "--dry-run", is_flag=True, help="Tell what would be written, and write nothing."
)


_Function = TypeVar("_Function", bound=Callable[..., Any])


def day_option(*names: str, help: str) -> Callable[[_Function], _Function]:
    """A day by ISO 8601."""
    return click.option(*names, type=click.DateTime(["%Y-%m-%d"]), callback=_day, help=help)


def _day(_ctx: click.Context, _parameter: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


DAY = day_option("--as-of", "day", help="The day the documents speak of, such as 2026-01-31.")


def format_option(
    names: Iterable[str], help: str | None = None
) -> Callable[[_Function], _Function]:
    """How to print a result: as text, where no other format is named."""
    formats = click.Choice(list(names))
    return click.option(
        "--format", "format_", type=formats, default="text", show_default=True, help=help
    )


def needed(sources: Path | None) -> Path:
    """The folder of documents. Raises UsageError where nobody named it."""
    if sources is None:
        from ropa.errors import UsageError

        raise UsageError(translate("refusal.no_sources"))
    return sources


def directory(ctx: click.Context) -> Path:
    """The directory the command works in."""
    return Path(ctx.find_root().params.get("directory") or ".")


def is_quiet(ctx: click.Context) -> bool:
    """Whether the user asked for results and problems only."""
    return bool(ctx.find_root().params.get("quiet"))


def warn(message: str) -> None:
    """Tell *message* on stderr, as a problem."""
    echo(f"ropa: {message}", err=True)


def note(ctx: click.Context, message: str) -> None:
    """Tell *message* on stderr, unless the user wants quiet."""
    if not is_quiet(ctx):
        warn(message)


def enumerated(words: Iterable[str]) -> str:
    """*words* as a list in a sentence."""
    *others, last = words
    first = joined(others)
    return translate("command.and", first=first, last=last) if first else last


def did_you_mean(word: str, names: Iterable[str], otherwise: str = "") -> str:
    """What ends a sentence about an unknown *word*: the one of *names* most like it, if any is."""
    name = nearest(word, names)
    return translate("command.did_you_mean", name=name) if name else otherwise


def sole_holder(
    registers: Sequence["Register"],
    id: str,
    kind: str,
    ids_of: Callable[["Register"], Mapping[str, object]],
    otherwise: str = "",
) -> "Register":
    """The only one of *registers* that has a *kind* of record called *id*.

    Raises UsageError where none has one, with a hint or what to do *otherwise*, or several have.
    """
    from ropa.errors import UsageError

    holders = [register for register in registers if id in ids_of(register)]
    if not holders:
        hint = did_you_mean(id, chain.from_iterable(map(ids_of, registers)), otherwise)
        raise UsageError(translate(f"refusal.no_{kind}", name=id, hint=hint))
    holder, *others = holders
    if others:
        names = translate("command.and_in").join(register.name for register in holders)
        refusal = f"refusal.which_{kind}"
        raise UsageError(translate(refusal, name=id, registers=names, register=holder.name))
    return holder


def register_name(path: str) -> str:
    """The name of a register that a user may give as a path, such as ``records/shop/``."""
    return path.rstrip("/").rpartition("/")[2]
