"""The one Jinja environment: the project's own templates first, the packaged defaults second."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ropa.errors import UsageError
from ropa.files import Refusal, Refused, read_below
from ropa.vocabulary import nearest, say

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment

LARGEST = 10_000_000
"""Bytes of a template or style sheet."""


@dataclass(frozen=True, slots=True)
class OwnTemplates:
    """The folder of a project's own templates, as they may be run: in ``renderers.child``."""

    folder: Path


def packaged(name: str) -> Path:
    """The folder *name* (``templates`` or ``schema``): inside the installed package, or at the root of a checkout."""
    inside = Path(str(files("ropa"))) / "_packaged" / name
    return inside if inside.is_dir() else Path(str(files("ropa"))).parents[1] / name


def owned(folder: Path | None, names: Sequence[str]) -> tuple[str, ...]:
    """Those of the templates *names* that *folder* has in place of the packaged ones."""
    if folder is None or folder.resolve() == packaged("templates").resolve():
        return ()
    return tuple(name for name in names if os.path.lexists(folder / name))


@cache
def environment(own: OwnTemplates | None) -> "Environment":
    """Templates of *own*, then the packaged ones; sandboxed, with autoescape and strict about names it is not given."""
    from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    loader: BaseLoader = FileSystemLoader(packaged("templates"))
    made = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([_loader(own.folder), loader]) if own else loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals["say"] = say
    del made.globals["lipsum"], made.filters["random"]  # the same register gives the same bytes
    return made


def _loader(folder: Path) -> "BaseLoader":
    from jinja2 import BaseLoader, Environment, TemplateNotFound
    from jinja2.loaders import split_template_path

    class Loader(BaseLoader):
        """Reads plain files of *folder*, and nothing a link in it leads to."""

        def get_source(
            self, environment: Environment, template: str
        ) -> tuple[str, str, Callable[[], bool]]:
            name = "/".join(split_template_path(template))
            data = read_below(folder, name, LARGEST)
            if isinstance(data, Refused):
                if data.kind is Refusal.MISSING:
                    raise TemplateNotFound(template)
                raise UsageError(f"template {template}: it {data.why}")
            try:
                text = data.decode().replace("\r\n", "\n").replace("\r", "\n")
                return text, str(folder / name), lambda: True
            except UnicodeDecodeError as error:
                raise UsageError(f"template {template}: it is not UTF-8") from error

    return Loader()


def fill(own: OwnTemplates | None, name: str, /, **values: Any) -> str:
    """The template *name* filled with *values*. Raises UsageError with file and line where a template is at fault.

    A project's own template is first read for names it is not given, also where this register would
    not get to them.
    """
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    try:
        if own is not None and (
            unknown := tuple(_unknown(environment(own), name, frozenset(values), set()))
        ):
            raise UsageError(*unknown)
        return environment(own).get_template(name).render(**values)
    except TemplateNotFound as error:
        where = "" if error.name == name else f"{place(error, f'template {name}')}: "
        raise UsageError(f"{where}there is no template '{error.name}'") from error
    except TemplateSyntaxError as error:
        raise UsageError(f"template {error.name}:{error.lineno}: {_sentence(error)}") from error
    except _faults() as error:
        where = place(error, f"template {name}")
        raise UsageError(f"{where}: {_sentence(error, where)}") from error


def _unknown(env: "Environment", name: str, given: frozenset[str], seen: set[str]) -> Iterator[str]:
    """A line for each name that the template *name*, or one it includes, uses and is not given."""
    from jinja2 import TemplateError, meta, nodes

    if name in seen or env.loader is None:
        return
    seen.add(name)
    try:
        tree = env.parse(env.loader.get_source(env, name)[0], name, name)
        undeclared = meta.find_undeclared_variables(tree)
    except TemplateError:  # told, with its place, where the template is filled
        return
    names = sorted(tree.find_all(nodes.Name), key=lambda node: node.lineno)
    # A name that is made in one branch counts as undeclared, so those made anywhere are taken out.
    passed = given | {node.name for node in names if node.ctx != "load"}
    for word in dict.fromkeys(
        node.name for node in names if node.name in undeclared - passed - env.globals.keys()
    ):
        line = next(node.lineno for node in names if node.name == word)
        near = nearest(word, given)
        hint = (
            f"did you mean '{near}'?" if near else f"there are {', '.join(sorted({*given, 'say'}))}"
        )
        yield f"template {name}:{line}: '{word}' is not given to it; {hint}"
    for other in meta.find_referenced_templates(tree):
        if other is not None:
            yield from _unknown(env, other, passed, seen)


def read(own: OwnTemplates | None, name: str) -> str:
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
        RecursionError,
        SyntaxError,
        TypeError,
        ValueError,
    )


def _sentence(error: Exception, where: str = "") -> str:
    if isinstance(error, RecursionError):
        has_line = where.rpartition(":")[2].isdecimal()
        return "it calls itself without end" if has_line else "it is nested too deeply"
    if isinstance(error, SyntaxError):  # Python's own, of what a template becomes
        return error.msg
    return " ".join(str(error).split()) or type(error).__name__


def place(error: BaseException, name: str) -> str:
    """``template``, file and line of the innermost template *error* comes from; else *name*."""
    innermost, step = name, error.__traceback__
    while step is not None:
        known = step.tb_frame.f_globals
        file, line = Path(step.tb_frame.f_code.co_filename).name, step.tb_lineno
        if "__jinja_exception__" in known:  # the library has put the template's line there
            innermost = f"template {file}:{line}"
        elif "__jinja_template__" in known:
            written = known["__jinja_template__"].get_corresponding_lineno(line)
            innermost = f"template {file}:{written}"
        step = step.tb_next
    return innermost
