"""The one Jinja environment: the project's own templates first, the packaged defaults second."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ropa.errors import UsageError

if TYPE_CHECKING:
    from jinja2 import Environment


def packaged(name: str) -> Path:
    """The folder *name* (``templates`` or ``schema``): inside the installed package, or at the root of a checkout."""
    inside = Path(str(files("ropa"))) / "_packaged" / name
    return inside if inside.is_dir() else Path(str(files("ropa"))).parents[1] / name


@cache
def environment(own: Path | None) -> "Environment":
    """Templates of *own*, then the packaged ones; sandboxed, with autoescape and strict about names it is not given."""
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from ropa.vocabulary import say

    folders = [str(folder) for folder in (own, packaged("templates")) if folder is not None and folder.is_dir()]
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals["say"] = say
    return made


def fill(own: Path | None, name: str, /, **values: Any) -> str:
    """The template *name* filled with *values*. Raises UsageError with file and line where a template is at fault."""
    from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

    try:
        return environment(own).get_template(name).render(**values)
    except TemplateNotFound as error:
        raise UsageError(f"there is no template '{error.name}'") from error
    except TemplateSyntaxError as error:
        raise UsageError(f"template {error.name}:{error.lineno}: {error.message}") from error
    except (TemplateError, TypeError, ValueError, ZeroDivisionError, AttributeError, KeyError, OverflowError) as error:
        raise UsageError(f"template {_place(error, name)}: {error}") from error


def read(own: Path | None, name: str) -> str:
    """The text of a file that stands beside the templates, such as a style sheet."""
    from jinja2 import TemplateNotFound

    loader = environment(own).loader
    assert loader is not None
    try:
        return loader.get_source(environment(own), name)[0]
    except TemplateNotFound as error:
        raise UsageError(f"there is no template '{name}'") from error


def _place(error: BaseException, name: str) -> str:
    """File and line of the innermost template in the traceback of *error*."""
    place, step = name, error.__traceback__
    while step is not None:
        file = step.tb_frame.f_code.co_filename
        if file.endswith((".jinja", ".html", ".css", ".md")):
            place = f"{Path(file).name}:{step.tb_lineno}"
        step = step.tb_next
    return place
