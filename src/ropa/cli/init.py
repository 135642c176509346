"""``ropa init``."""

import os
from datetime import date
from pathlib import Path

import click

from ropa.cli.arguments import day_option, directory, enumerated
from ropa.cli.drafts import refuse_no_slug, register_text
from ropa.errors import RopaError, UsageError
from ropa.project import MARKER, find
from ropa.terminal import echo
from ropa.vocabulary import translate
from ropa.writer import write

ORGANIZATION = click.option(
    "--organization", default="", help="Name of the organization.  [default: made of REGISTER]"
)
RECONSTRUCTION = click.option(
    "--reconstruction",
    is_flag=True,
    help="You draw it from documents; it is not the organization's own record.",
)
AS_OF = day_option("--as-of", "day", help="The day the register speaks of.  [default: today]")


@click.command("init")
@click.argument("register")
@ORGANIZATION
@RECONSTRUCTION
@AS_OF
@click.pass_context
def init_(
    ctx: click.Context, register: str, organization: str, reconstruction: bool, day: date | None
) -> None:
    """Begin REGISTER, and a project around it where there is none yet.

    REGISTER names a folder below records/, in lower-case words joined by hyphens.
    """
    refuse_no_slug(register, "refusal.no_register_name")
    root, files = _project(directory(ctx))
    records = root / "records" if files else find(root).records
    folder = records / register
    file = folder / "register.yaml"
    if os.path.lexists(file):
        raise UsageError(translate("refusal.is_there", file=folder))
    text = register_text(root, folder, organization, day, reconstruction)
    if files:
        write(root, files, below=root, expected=dict.fromkeys(files))
    new = {file.name: text.encode()}
    write(folder, new, below=root, expected=dict.fromkeys(new))
    (folder / "activities").mkdir(exist_ok=True)
    names = [*files, file.relative_to(root).as_posix()]
    echo(translate("command.wrote", names=enumerated(names)))
    echo(translate("command.next", register=register))


def _project(start: Path) -> tuple[Path, dict[str, bytes]]:
    """The root, and the files that make it a project where it is none yet."""
    try:
        return find(start).root, {}
    except RopaError:
        text = f"# {translate('new_record.marker')}\n"
        return start.resolve(), {MARKER: text.encode()}
