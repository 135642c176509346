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
from ropa.vocabulary import nearest, translate

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment

LARGEST = 10_000_000
"""Bytes of a template or style sheet."""


@dataclass(frozen=True, slots=True)
class OwnTemplates:
    """The folder of a project's own templates, as they may be run: in ``renderers.child``."""

    folder: Path


def packaged(name: str) -> Path:
    """The folder *name* that comes with the tool: in its package, or at the root of a checkout."""
    package = Path(str(files("ropa")))
    installed = package / "_packaged" / name
    return installed if installed.is_dir() else package.parents[1] / name


def owned(folder: Path | None, names: Sequence[str]) -> tuple[str, ...]:
    """Those of the templates *names* that *folder* has in place of the packaged ones."""
    if folder is None or folder.resolve() == packaged("templates").resolve():
        return ()
    return tuple(name for name in names if os.path.lexists(folder / name))


@cache
def environment(own: OwnTemplates | None) -> "Environment":
    """Templates of *own*, then the packaged; sandboxed, escaping, strict about unknown names."""
    from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    loader: BaseLoader = FileSystemLoader(packaged("templates"))
    if own:
        loader = ChoiceLoader([_loader(own.folder), loader])
    jinja = ImmutableSandboxedEnvironment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    jinja.globals["say"] = translate
    del jinja.globals["lipsum"], jinja.filters["random"]  # the same register gives the same bytes
    return jinja


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
                text = data.decode()
            except UnicodeDecodeError as error:
                raise UsageError(f"template {template}: it is not UTF-8") from error
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            return text, str(folder / name), lambda: True

    return Loader()


def fill(own: OwnTemplates | None, name: str, /, **values: Any) -> str:
    """The template *name* filled with *values*.

    A project's own template is first read for names it is not given, also where this register
    would not get to them. Raises UsageError with file and line where a template is at fault.
    """
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    try:
        if own is not None:
            _refuse_unknown_names(environment(own), name, frozenset(values))
        return environment(own).get_template(name).render(**values)
    except TemplateNotFound as error:
        where = "" if error.name == name else f"{place(error, f'template {name}')}: "
        raise UsageError(f"{where}there is no template '{error.name}'") from error
    except TemplateSyntaxError as error:
        raise UsageError(f"template {error.name}:{error.lineno}: {_sentence(error)}") from error
    except _faults() as error:
        where = place(error, f"template {name}")
        raise UsageError(f"{where}: {_sentence(error, where)}") from error


def _refuse_unknown_names(jinja: "Environment", name: str, values: frozenset[str]) -> None:
    lines = tuple(_unknown_names(jinja, name, values, set()))
    if lines:
        raise UsageError(*lines)


def _unknown_names(
    jinja: "Environment", name: str, values: frozenset[str], seen: set[str]
) -> Iterator[str]:
    """A line for each name that the template *name*, or one it includes, uses and is not given."""
    from jinja2 import TemplateError, meta, nodes

    if name in seen or jinja.loader is None:
        return
    seen.add(name)
    try:
        source, _, _ = jinja.loader.get_source(jinja, name)
        tree = jinja.parse(source, name, name)
        undeclared = meta.find_undeclared_variables(tree)
    except TemplateError:  # told, with its place, where the template is filled
        return
    names = sorted(tree.find_all(nodes.Name), key=lambda node: node.lineno)
    # A name that is made in one branch counts as undeclared, so those made anywhere are taken out.
    assigned = {node.name for node in names if node.ctx != "load"}
    unknown = undeclared - values - assigned - jinja.globals.keys()
    for node in names:
        if node.name in unknown:
            unknown.remove(node.name)
            hint = _hint(node.name, values)
            yield f"template {name}:{node.lineno}: '{node.name}' is not given to it; {hint}"
    for included in meta.find_referenced_templates(tree):
        if included is not None:
            yield from _unknown_names(jinja, included, values | assigned, seen)


def _hint(name: str, values: frozenset[str]) -> str:
    similar = nearest(name, values)
    if similar:
        return f"did you mean '{similar}'?"
    return f"there are {', '.join(sorted({*values, 'say'}))}"


def read(own: OwnTemplates | None, name: str) -> str:
    """The text of a file that stands beside the templates, such as a style sheet."""
    jinja = environment(own)
    assert jinja.loader is not None
    try:
        return jinja.loader.get_source(jinja, name)[0]
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
        values, line = step.tb_frame.f_globals, step.tb_lineno
        file = Path(step.tb_frame.f_code.co_filename).name
        if "__jinja_exception__" in values:  # the library has put the template's line there
            innermost = f"template {file}:{line}"
        elif "__jinja_template__" in values:
            line = values["__jinja_template__"].get_corresponding_lineno(line)
            innermost = f"template {file}:{line}"
        step = step.tb_next
    return innermost


def new_activity(id: str, name: str, role: str, schema: str) -> str:
    """A record of an activity to fill in: what the law asks in its *role*, each question once.

    *schema* is the path of the JSON Schema, from the file's folder.
    """
    from ropa.register.record import CONTROLLER_ROLES
    from ropa.vocabulary import questions

    side = "controller" if role in CONTROLLER_ROLES else "processor"
    asked = [
        {
            "name": question.name,
            "asks": question.text("asks"),
            "article": question.text(side) or question.article,
            "example": question.text("example"),
        }
        for question in questions().values()
        if question.text("asks") and side in question.many("roles")
    ]
    given = {"id": id, "name": name, "role": role, "schema": schema, "questions": asked}
    return fill(None, "new/activity.yaml.jinja", **given)
