"""``ropa new``."""

import re

import click

from ropa.cli.arguments import complete_register, directory
from ropa.cli.drafts import schema_link
from ropa.errors import UsageError
from ropa.loader import register_names
from ropa.model.model import SLUG
from ropa.project import Project, find
from ropa.templates import new_activity
from ropa.terminal import echo
from ropa.writer import write


@click.group("new")
def new_() -> None:
    """Write a record to fill in."""


@new_.command("activity")
@click.argument("id")
@click.option(
    "--register",
    shell_complete=complete_register,
    help="The register it belongs to, where there are several.",
)
@click.option("--name", default="", help="What it is called.  [default: made of ID]")
@click.option(
    "--role",
    type=click.Choice(["controller", "joint-controller", "processor", "sub-processor"]),
    default="controller",
    show_default=True,
    help="The organization's role. GDPR Art. 4(7), 4(8).",
)
@click.pass_context
def activity_(ctx: click.Context, id: str, register: str | None, name: str, role: str) -> None:
    """Write the activity ID, each question asked once and marked as not recorded yet."""
    if not re.fullmatch(SLUG, id):
        raise UsageError(f"'{id}' is not an id; write lower-case words joined by hyphens")
    project = find(directory(ctx))
    folder = project.records / _register(project, register) / "activities"
    path = folder / f"{id}.yaml"
    if path.exists():
        raise UsageError(f"{project.name(path)} is already there")
    title = name or id.replace("-", " ").capitalize()
    schema = schema_link(project.root, folder, "activity")
    text = new_activity(id, title, role, schema)
    write(folder, {path.name: text.encode()}, below=project.root, expected={path.name: None})
    echo(f"wrote {project.name(path)}")


def _register(project: Project, name: str | None) -> str:
    """The register called *name*, or the only one where none is named."""
    names = register_names(project)
    if name and name not in names:
        raise UsageError(f"there is no register '{name}'; `ropa list` lists them")
    if not names:
        raise UsageError("there is no register; `ropa init` begins one")
    if not name and len(names) > 1:
        raise UsageError("name the register with --register; `ropa list` lists them")
    return name or names[0]
