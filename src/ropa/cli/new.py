"""``ropa new``."""

import click

from ropa.cli.arguments import complete_register, directory
from ropa.cli.drafts import refuse_no_slug, schema_link
from ropa.errors import UsageError
from ropa.loader import register_names
from ropa.project import Project, find
from ropa.templates import new_activity
from ropa.terminal import echo
from ropa.vocabulary import translate
from ropa.writer import write


@click.group("new")
def new_() -> None:
    """Write a record to fill in."""


REGISTER = click.option(
    "--register",
    shell_complete=complete_register,
    help="The register it belongs to, where there are several.",
)
NAME = click.option("--name", default="", help="What it is called.  [default: made of ID]")
ROLES = click.Choice(["controller", "joint-controller", "processor", "sub-processor"])
ROLE = click.option(
    "--role",
    type=ROLES,
    default="controller",
    show_default=True,
    help="The organization's role. GDPR Art. 4(7), 4(8).",
)


@new_.command("activity")
@click.argument("id")
@REGISTER
@NAME
@ROLE
@click.pass_context
def activity_(ctx: click.Context, id: str, register: str | None, name: str, role: str) -> None:
    """Write the activity ID, each question asked once and marked as not recorded yet."""
    refuse_no_slug(id, "refusal.no_id")
    project = find(directory(ctx))
    folder = project.records / _register(project, register) / "activities"
    path = folder / f"{id}.yaml"
    if path.exists():
        raise UsageError(translate("refusal.is_there", file=project.name(path)))
    title = name or id.replace("-", " ").capitalize()
    schema = schema_link(project.root, folder, "activity")
    text = new_activity(id, title, role, schema)
    files = {path.name: text.encode()}
    write(folder, files, below=project.root, expected=dict.fromkeys(files))
    echo(translate("command.wrote", names=project.name(path)))


def _register(project: Project, name: str | None) -> str:
    """The register called *name*, or the only one where none is named."""
    names = register_names(project)
    if name and name not in names:
        raise UsageError(translate("refusal.no_register", name=name))
    if name:
        return name
    if not names:
        raise UsageError(translate("refusal.no_registers"))
    if len(names) > 1:
        raise UsageError(translate("refusal.which_register"))
    return names[0]
