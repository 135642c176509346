"""``ropa init``."""

import os
import re
from datetime import datetime
from pathlib import Path

import click

from ropa.cli.arguments import directory, joined
from ropa.errors import RopaError, UsageError
from ropa.model.part import SLUG
from ropa.project import MARKER, as_of, find
from ropa.templates import fill
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
    type=click.DateTime(["%Y-%m-%d"]),
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
    text = fill(
        None,
        "new/register.yaml.jinja",
        name=organization or register.replace("-", " ").title(),
        reconstruction=reconstruction,
        day=as_of(day.date() if day else None, None).day.isoformat(),
        schema=_schema(root, folder),
    )
    if files:
        write(root, files, below=root, expected=dict.fromkeys(files))
    write(folder, {file.name: text.encode()}, below=root, expected={file.name: None})
    (folder / "activities").mkdir(exist_ok=True)
    made = [*files, file.relative_to(root).as_posix()]
    echo(f"wrote {joined(made)}")
    echo(f"next: ropa new activity ID --register {register}")


def _project(start: Path) -> tuple[Path, dict[str, bytes]]:
    """The root, and the files that make it a project where it is none yet."""
    try:
        return find(start).root, {}
    except RopaError:
        marker = "# Marks the root of a ropa project. It settles scope and output, never what counts as compliant.\n"
        return start.resolve(), {MARKER: marker.encode()}


def _schema(root: Path, folder: Path) -> str:
    return "../" * len(folder.relative_to(root).parts) + "schema/register.json"
