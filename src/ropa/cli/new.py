"""``ropa new``."""

import re

import click

from ropa.cli.arguments import complete_register, directory
from ropa.errors import UsageError
from ropa.loader import register_names
from ropa.model.part import SLUG
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
    depth = "../" * len(folder.relative_to(project.root).parts)
    title = name or id.replace("-", " ").capitalize()
    text = new_activity(id, title, role, f"{depth}schema/activity.json")
    write(folder, {path.name: text.encode()}, below=project.root, expected={path.name: None})
    echo(f"wrote {project.name(path)}")


def _register(project: Project, asked: str | None) -> str:
    there = register_names(project)
    if asked:
        if asked not in there:
            raise UsageError(f"there is no register '{asked}'; `ropa list` lists them")
        return asked
    if len(there) != 1:
        raise UsageError(
            "name the register with --register; `ropa list` lists them"
            if there
            else "there is no register; `ropa init` begins one"
        )
    return there[0]
