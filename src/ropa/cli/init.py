"""``ropa init``."""

import os
import re
from datetime import datetime
from pathlib import Path

import click

from ropa.cli.arguments import ISO_DAY, directory, joined
from ropa.cli.drafts import register_text
from ropa.errors import RopaError, UsageError
from ropa.model.model import SLUG
from ropa.project import MARKER, find
from ropa.terminal import echo
from ropa.writer import write


@click.command("init")
@click.argument("register")
@click.option(
    "--organization", default="", help="Name of the organization.  [default: made of REGISTER]"
)
@click.option(
    "--reconstruction",
    is_flag=True,
    help="You draw it from documents; it is not the organization's own record.",
)
@click.option(
    "--as-of",
    "day",
    type=ISO_DAY,
    help="The day the register speaks of.  [default: today]",
)
@click.pass_context
def init_(
    ctx: click.Context, register: str, organization: str, reconstruction: bool, day: datetime | None
) -> None:
    """Begin REGISTER, and a project around it where there is none yet.

    REGISTER names a folder below records/, in lower-case words joined by hyphens.
    """
    if not re.fullmatch(SLUG, register):
        raise UsageError(
            f"'{register}' cannot name a register; write lower-case words joined by hyphens"
        )
    root, files = _project(directory(ctx))
    folder = root / "records" / register if files else find(root).records / register
    file = folder / "register.yaml"
    if os.path.lexists(file):
        raise UsageError(f"{folder} is already there")
    as_of = day.date() if day else None
    text = register_text(root, folder, organization, as_of, reconstruction)
    if files:
        write(root, files, below=root, expected=dict.fromkeys(files))
    write(folder, {file.name: text.encode()}, below=root, expected={file.name: None})
    (folder / "activities").mkdir(exist_ok=True)
    names = [*files, file.relative_to(root).as_posix()]
    echo(f"wrote {joined(names)}")
    echo(f"next: ropa new activity ID --register {register}")


def _project(start: Path) -> tuple[Path, dict[str, bytes]]:
    """The root, and the files that make it a project where it is none yet."""
    try:
        return find(start).root, {}
    except RopaError:
        return start.resolve(), {MARKER: _MARKER_TEXT.encode()}


_MARKER_TEXT = (
    "# Marks the root of a ropa project. "
    "It settles scope and output, never what counts as compliant.\n"
)
