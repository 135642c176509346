"""The one Jinja environment: the project's own templates first, the packaged defaults second."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ropa.errors import UsageError
from ropa.vocabulary import nearest, say

if TYPE_CHECKING:
    from jinja2 import Environment, FileSystemLoader


def packaged(name: str) -> Path:
    """The folder *name* (``templates`` or ``schema``): inside the installed package, or at the root of a checkout."""
    inside = Path(str(files("ropa"))) / "_packaged" / name
    return inside if inside.is_dir() else Path(str(files("ropa"))).parents[1] / name


@cache
def environment(own: Path | None) -> "Environment":
    """Templates of *own*, then the packaged ones; sandboxed, with autoescape and strict about names it is not given."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    folders = [str(folder) for folder in (own, packaged("templates")) if folder is not None and folder.is_dir()]
    made = ImmutableSandboxedEnvironment(
        loader=_loader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals["say"] = say
    del made.globals["lipsum"], made.filters["random"]  # the same register gives the same bytes
    return made


def _loader(folders: Sequence[str]) -> "FileSystemLoader":
    from jinja2 import Environment, FileSystemLoader, TemplateRuntimeError

    class Loader(FileSystemLoader):
        """Reads templates of *folders*, and nothing a link in them leads to."""

        def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
            source, file, is_current = super().get_source(environment, template)
            if not any(Path(file).resolve().is_relative_to(Path(folder).resolve()) for folder in folders):
                raise TemplateRuntimeError("it is a link that leads out of its folder")
            return source, file, is_current

    return Loader(folders)


def fill(own: Path | None, name: str, /, **values: Any) -> str:
    """The template *name* filled with *values*. Raises UsageError with file and line where a template is at fault.

    A project's own template is first read for names it is not given, also where this register would not get to them.
    """
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    try:
        if own is not None and (unknown := tuple(_unknown(environment(own), name, frozenset(values), set()))):
            raise UsageError(*unknown)
        return environment(own).get_template(name).render(**values)
    except TemplateNotFound as error:
        place = "" if error.name == name else f"template {_place(error, name)}: "
        raise UsageError(f"{place}there is no template '{error.name}'") from error
    except TemplateSyntaxError as error:
        raise UsageError(f"template {error.name}:{error.lineno}: {_sentence(error)}") from error
    except _faults() as error:
        raise UsageError(f"template {_place(error, name)}: {_sentence(error)}") from error


def _unknown(env: "Environment", name: str, given: frozenset[str], seen: set[str]) -> Iterator[str]:
    """A line for each name that the template *name*, or one it includes, uses and is not given."""
    from jinja2 import TemplateError, meta, nodes

    if name in seen or env.loader is None:
        return
    seen.add(name)
    try:
        tree = env.parse(env.loader.get_source(env, name)[0], name, name)
        undeclared = meta.find_undeclared_variables(tree)
    except (TemplateError, UnicodeDecodeError):  # told, with its place, where the template is filled
        return
    names = sorted(tree.find_all(nodes.Name), key=lambda node: node.lineno)
    # A name that is made in one branch counts as undeclared, so those made anywhere are taken out.
    passed = given | {node.name for node in names if node.ctx != "load"}
    for word in dict.fromkeys(node.name for node in names if node.name in undeclared - passed - env.globals.keys()):
        line = next(node.lineno for node in names if node.name == word)
        near = nearest(word, given)
        hint = f"did you mean '{near}'?" if near else f"there are {', '.join(sorted({*given, 'say'}))}"
        yield f"template {name}:{line}: '{word}' is not given to it; {hint}"
    for other in meta.find_referenced_templates(tree):
        if other is not None:
            yield from _unknown(env, other, passed, seen)


def read(own: Path | None, name: str) -> str:
    """The text of a file that stands beside the templates, such as a style sheet."""
    loader = environment(own).loader
    assert loader is not None
    try:
        return loader.get_source(environment(own), name)[0]
    except _faults() as error:
        raise UsageError(f"template {name}: {_sentence(error)}") from error


def _faults() -> tuple[type[Exception], ...]:
    """What a template at fault can raise while it is filled."""
    from jinja2 import TemplateError

    return (
        TemplateError,
        ArithmeticError,
        AttributeError,
        LookupError,
        MemoryError,
        RecursionError,
        TypeError,
        ValueError,
    )


def _sentence(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8"
    if isinstance(error, RecursionError):
        return "it calls itself without end"
    return " ".join(str(error).split()) or type(error).__name__


def _place(error: BaseException, name: str) -> str:
    """File and line of the innermost template in the traceback of *error*."""
    place, step = name, error.__traceback__
    while step is not None:
        file = step.tb_frame.f_code.co_filename
        if file.endswith((".jinja", ".html", ".css", ".md")):
            place = f"{Path(file).name}:{step.tb_lineno}"
        step = step.tb_next
    return place
