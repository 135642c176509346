"""Arguments and options that several commands take, their completion in a shell, their hints."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from ropa.terminal import echo, visible


def complete_register(
    ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[str]:
    """Names of the registers of the project at hand that begin with *incomplete*."""
    from ropa.errors import RopaError
    from ropa.loader import register_names
    from ropa.project import find

    try:
        return _offered(register_names(find(directory(ctx))), incomplete)
    except RopaError:
        return []


def complete_activity(
    ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[str]:
    """Ids of the activities of the project at hand that begin with *incomplete*."""
    from ropa.errors import RopaError
    from ropa.files import is_below
    from ropa.loader import register_names
    from ropa.project import find

    try:
        project = find(directory(ctx))
    except RopaError:
        return []
    ids: set[str] = set()
    for name in register_names(project):
        folder = project.records / name / "activities"
        if is_below(project.root, folder):
            ids |= {path.stem for path in folder.glob("*.yaml")}
    return _offered(ids, incomplete)


def _offered(names: Iterable[str], incomplete: str) -> list[str]:
    """Those of *names* that begin with *incomplete*, and that a shell can print as they are."""
    return sorted(name for name in names if name.startswith(incomplete) and visible(name) == name)


REGISTERS = click.argument(
    "registers", nargs=-1, metavar="[REGISTER]...", shell_complete=complete_register
)

SOURCES = click.option(
    "--sources",
    envvar="ROPA_SOURCES",
    show_envvar=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
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

ISO_DAY = click.DateTime(["%Y-%m-%d"])

DAY = click.option(
    "--as-of",
    "day",
    type=ISO_DAY,
    help="The day the documents speak of, such as 2026-01-31.",
)


_Function = TypeVar("_Function", bound=Callable[..., Any])


def format_option(
    names: Iterable[str], help: str | None = None
) -> Callable[[_Function], _Function]:
    """How to print a result: as text, where no other format is named."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(list(names)),
        default="text",
        show_default=True,
        help=help,
    )


def needed(sources: Path | None) -> Path:
    """The folder of documents. Raises UsageError where nobody named it."""
    if sources is None:
        from ropa.errors import UsageError

        raise UsageError("name the folder of documents with --sources DIR, or in ROPA_SOURCES")
    return sources


def directory(ctx: click.Context) -> Path:
    """The directory the command works in."""
    settings: dict[str, Any] = ctx.find_object(dict) or {}
    # A shell that completes runs no command: the options before it are the root's parameters.
    root = ctx.find_root().params
    return Path(settings.get("directory") or root.get("directory") or ".")


def is_quiet(ctx: click.Context) -> bool:
    """Whether the user asked for results and problems only."""
    settings: dict[str, Any] = ctx.find_object(dict) or {}
    return bool(settings.get("quiet"))


def note(ctx: click.Context, message: str) -> None:
    """Tell *message* on stderr, unless the user wants quiet."""
    if not is_quiet(ctx):
        echo(message, err=True)


def joined(words: Sequence[str]) -> str:
    """*words* as a list in a sentence."""
    *first, last = words or [""]
    return f"{', '.join(first)} and {last}" if first else last


def did_you_mean(word: str, names: Iterable[str], otherwise: str = "") -> str:
    """What ends a sentence about an unknown *word*: the one of *names* most like it, if any is."""
    from ropa.vocabulary import nearest

    similar = nearest(word, names)
    return f"; did you mean '{similar}'?" if similar else otherwise


def register_name(path: str) -> str:
    """The name of a register that a user may give as a path, such as ``records/shop/``."""
    return path.rstrip("/").rpartition("/")[2]
