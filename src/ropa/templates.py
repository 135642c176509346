"""The one Jinja environment: the project's own templates first, the packaged defaults second."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ropa.errors import UsageError
from ropa.files import Refusal, Refused, read_below
from ropa.vocabulary import day_text, direction, joined, language, nearest, translate

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment

LARGEST = 10_000_000
"""Bytes of a template or style sheet."""


@dataclass(frozen=True, slots=True)
class OwnTemplates:
    """The folder of a project's own templates, as they may be run: in ``output.child``."""

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


def environment(overrides: OwnTemplates | None) -> "Environment":
    """Templates of *overrides*, then the packaged; sandboxed, escaping, strict about names."""
    return _environment(overrides, language())


@cache
def _environment(overrides: OwnTemplates | None, tag: str) -> "Environment":
    """The environment that writes in the language *tag*, which is the one that is written now."""
    from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    loader: BaseLoader = FileSystemLoader(packaged("templates"))
    if overrides:
        loader = ChoiceLoader([_loader(overrides.folder), loader])
    jinja = ImmutableSandboxedEnvironment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    jinja.globals.update(say=translate, language=tag, direction=direction())
    jinja.filters.update(listed=joined, within_line=within_line, as_day=iso_day_text)
    del jinja.globals["lipsum"], jinja.filters["random"]  # the same register gives the same bytes
    return jinja


def _loader(folder: Path) -> "BaseLoader":
    from jinja2 import FunctionLoader, TemplateNotFound
    from jinja2.loaders import split_template_path

    def source(template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a plain file of *folder*, and of nothing a link in it leads to."""
        name = "/".join(split_template_path(template))
        data = read_below(folder, name, LARGEST)
        if isinstance(data, Refused):
            if data.kind is Refusal.MISSING:
                raise TemplateNotFound(template)
            raise _fault(template, translate("template_fault.refused", why=data.why))
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            raise _fault(template, translate("template_fault.not_utf_8")) from error
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text, str(folder / name), lambda: True

    return FunctionLoader(source)


def fill(overrides: OwnTemplates | None, name: str, /, **values: Any) -> str:
    """The template *name* filled with *values*.

    A project's own template is first read for names it is not given, also where this register
    would not get to them. Raises UsageError with file and line where a template is at fault.
    """
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    try:
        jinja = environment(overrides)
        if overrides is not None:
            given = frozenset(values)
            unknown = list(_unknown_names(jinja, name, given, set()))
            if unknown:
                raise UsageError(*unknown)
        return jinja.get_template(name).render(**values)
    except TemplateNotFound as error:
        why = translate("template_fault.no_template", name=error.name)
        if error.name == name:
            raise UsageError(why) from error
        raise _fault(name, why, error) from error
    except TemplateSyntaxError as error:
        place = _place(error.name, error.lineno)
        raise UsageError(located(place, _sentence(error))) from error
    except _faults() as error:
        raise _fault(name, _sentence(error), error) from error


def _unknown_names(
    jinja: "Environment", name: str, values: frozenset[str], seen: set[str]
) -> Iterator[str]:
    """A line for each name that the template *name*, or one it includes, uses and is not given."""
    from jinja2 import TemplateError, meta, nodes

    if name in seen:
        return
    seen.add(name)
    try:
        tree = jinja.parse(_source(jinja, name), name, name)
        undeclared = meta.find_undeclared_variables(tree)
    except TemplateError:  # raised once more, with its place, where the template is filled
        return
    names = sorted(tree.find_all(nodes.Name), key=lambda node: node.lineno)
    # A name that is made in one branch counts as undeclared, so those made anywhere are taken out.
    assigned = {node.name for node in names if node.ctx != "load"}
    unknown = undeclared - values - assigned - jinja.globals.keys()
    for node in names:
        if node.name in unknown:
            unknown.remove(node.name)
            hint = _hint(node.name, values)
            why = translate("template_fault.not_given", name=node.name, hint=hint)
            yield located(_place(name, node.lineno), why)
    for included in filter(None, meta.find_referenced_templates(tree)):
        yield from _unknown_names(jinja, included, values | assigned, seen)


def _source(jinja: "Environment", name: str) -> str:
    """The text of the template *name*, before it is run."""
    assert jinja.loader is not None
    text, _, _ = jinja.loader.get_source(jinja, name)
    return text


def _hint(name: str, values: frozenset[str]) -> str:
    if similar := nearest(name, values):
        return translate("refusal.is_it", name=similar)
    names = joined(sorted({*values, "say"}))
    return translate("template_fault.names", names=names)


def read(overrides: OwnTemplates | None, name: str) -> str:
    """The text of a file that stands beside the templates, such as a style sheet."""
    try:
        return _source(environment(overrides), name)
    except _faults() as error:
        raise _fault(name, _sentence(error)) from error


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


def _sentence(error: Exception) -> str:
    if isinstance(error, RecursionError):
        if _innermost(error):
            return translate("template_fault.endless")
        return translate("template_fault.nested")
    if isinstance(error, SyntaxError):  # Python's own, of what a template becomes
        return error.msg
    return " ".join(str(error).split()) or type(error).__name__


def _fault(template: str, why: str, error: BaseException | None = None) -> UsageError:
    """What to raise of the *template*; where it has an *error*, of the line that comes from."""
    name = translate("template_fault.template", name=template)
    return UsageError(located(place_of(error, name) if error else name, why))


def located(place: str, why: str) -> str:
    """A line that says of *place* what is wrong with it."""
    return translate("template_fault.fault", place=place, why=why)


def place_of(error: BaseException, name: str) -> str:
    """``template``, file and line of the innermost template *error* comes from; else *name*."""
    innermost = _innermost(error)
    return _place(*innermost) if innermost else name


def _place(file: str | None, line: int) -> str:
    return translate("template_fault.place", file=file, line=line)


def _innermost(error: BaseException) -> tuple[str, int] | None:
    """The file and line of the innermost template *error* comes from."""
    innermost = None
    step = error.__traceback__
    while step is not None:
        values, line = step.tb_frame.f_globals, step.tb_lineno
        file = Path(step.tb_frame.f_code.co_filename).name
        if "__jinja_exception__" in values:  # the library has put the template's line there
            innermost = file, line
        elif "__jinja_template__" in values:
            innermost = file, values["__jinja_template__"].get_corresponding_lineno(line)
        step = step.tb_next
    return innermost


def within_line(heading: str) -> str:
    """A *heading* as it goes on in a line: in small letters, in languages that write it so."""
    return heading.lower() if translate("format_case.within_line") == "lower" else heading


def iso_day_text(day: str) -> str:
    """A *day* by ISO 8601 as the language writes it."""
    return day_text(date.fromisoformat(day))


def new_activity(id: str, name: str, role: str, schema: str) -> str:
    """A record of an activity to fill in: what the law asks in its *role*, each question once.

    *schema* is the path of the JSON Schema, from the file's folder.
    """
    from ropa.register.record import CONTROLLER_ROLES
    from ropa.vocabulary import questions

    side = "controller" if role in CONTROLLER_ROLES else "processor"
    to_answer = []
    for question in questions().values():
        asks = question.text("asks")
        if asks and side in question.many("roles"):
            article = question.text(side) or question.article
            facts = {"name": question.name, "article": article, "asks": asks}
            to_answer.append({**facts, "example": question.text("example")})
    values = {"id": id, "name": name, "role": role, "schema": schema}
    return fill(None, "new/activity.yaml.jinja", **values, questions=to_answer)
