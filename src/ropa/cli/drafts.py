"""Records to fill in, as ``ropa init``, ``ropa new`` and a first import begin them."""

import re
from datetime import date
from pathlib import Path

from ropa.errors import UsageError
from ropa.model.model import SLUG
from ropa.project import as_of
from ropa.templates import fill
from ropa.vocabulary import translate


def register_text(
    root: Path, folder: Path, title: str = "", day: date | None = None, reconstruction: bool = False
) -> str:
    """The ``register.yaml`` of a register that begins in *folder* of the project *root*."""
    name = folder.name.replace("-", " ").title()
    values = {"name": title or name}
    values["day"] = as_of(day, None).day.isoformat()
    values["schema"] = schema_link(root, folder, "register")
    return fill(None, "new/register.yaml.jinja", reconstruction=reconstruction, **values)


def refuse_no_slug(name: str, refusal: str) -> None:
    """Raise UsageError, with the text of *refusal*, where *name* is no slug."""
    if not re.fullmatch(SLUG, name):
        raise UsageError(translate(refusal, name=name))


def schema_link(root: Path, folder: Path, kind: str) -> str:
    """The way from *folder* to the schema of a *kind* of record of the project *root*."""
    steps = folder.relative_to(root).parts
    return "../" * len(steps) + f"schema/{kind}.json"
