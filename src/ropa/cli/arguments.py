"""Arguments and options that several commands take, with their completion in a shell."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

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
    folders = [project.records / name / "activities" for name in register_names(project)]
    paths = [
        path
        for folder in folders
        if is_below(project.root, folder)
        for path in folder.glob("*.yaml")
    ]
    return _offered({path.stem for path in paths}, incomplete)


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
    help="Read the register as it stood in git: at a revision, or at the end of a day (UTC) such as 2026-01-31.",
)

DAY = click.option(
    "--as-of",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day the documents speak of, such as 2026-01-31.",
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
    # A shell that completes runs no command: what was given before it is among the root's parameters.
    return Path(settings.get("directory") or ctx.find_root().params.get("directory") or ".")


def is_quiet(ctx: click.Context) -> bool:
    """Whether the user asked for results and problems only."""
    return bool((ctx.find_object(dict) or {}).get("quiet"))


def note(ctx: click.Context, message: str) -> None:
    """Tell *message* on stderr, unless the user wants quiet."""
    if not is_quiet(ctx):
        echo(message, err=True)


def joined(words: Sequence[str]) -> str:
    """*words* as a list in a sentence."""
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + words[-1] if words else ""
