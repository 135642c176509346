"""Layouts as files, the project's own before the tool's: read like a record, never executed."""

import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from pydantic import ValidationError

from ropa.diagnostics import Diagnostic, Severity, Span, error_at
from ropa.errors import UsageError
from ropa.model.layout import Layout, LayoutSheet
from ropa.model.model import SLUG
from ropa.net import net
from ropa.project import Project
from ropa.reader import Path_, Text, read
from ropa.templates import packaged
from ropa.validation_messages import explain, kind_of
from ropa.vocabulary import joined, nearest, translate

DEFAULT = "default"
"""The name of the workbook's own layout, which is no file."""

FOLDER = "layouts"
"""Where layouts are, below a folder of templates."""

ROLES = ("controller", "processor")


@dataclass(frozen=True, slots=True)
class NamedLayout:
    """A layout by the name under which its workbook is written."""

    name: str
    layout: Layout


@dataclass(frozen=True, slots=True)
class LayoutOutcome:
    """A layout as read from a file, or everything that keeps it from being used."""

    layout: NamedLayout | None
    text: Text
    diagnostics: tuple[Diagnostic, ...] = ()


def names(templates: Path) -> tuple[str, ...]:
    """Names of all layouts: the default, those in a project's *templates*, and the tool's."""
    stems: set[str] = set()
    for folder in _folders(templates):
        if not folder.is_symlink():
            stems.update(path.stem for path in folder.glob("*.yaml"))
    others = sorted(stems - {DEFAULT})
    return DEFAULT, *others


def _folders(templates: Path) -> tuple[Path, Path]:
    return templates / FOLDER, packaged("templates") / FOLDER


def is_name(layout: str) -> bool:
    """Whether *layout* is a name, not the path of a file."""
    return re.fullmatch(SLUG, layout) is not None


def find(project: Project, start: Path, layout: str, is_drawn: bool) -> LayoutOutcome:
    """The *layout* of that name, or of that path from *start* to a file inside the project.

    Where it *is_drawn*, it must have columns for both roles. Raises UsageError where nothing has
    that name.
    """
    path = _named(project, layout) if is_name(layout) else start / layout
    if not os.path.lexists(path):
        choices = joined(names(project.templates))
        raise UsageError(translate("refusal.no_layout_file", name=layout, names=choices))
    return _open(project, path, is_drawn)


def _named(project: Project, name: str) -> Path:
    for folder in _folders(project.templates):
        path = folder / f"{name}.yaml"
        if os.path.lexists(path):
            return path
    choices = names(project.templates)
    hint = translate("refusal.layouts", names=joined(choices))
    if similar := nearest(name, choices):
        hint = translate("refusal.is_it", name=similar)
    raise UsageError(translate("refusal.no_layout", name=name, hint=hint))


def _open(project: Project, path: Path, is_drawn: bool) -> LayoutOutcome:
    """The layout in the file at *path*, which must lie in the project or come with the tool."""
    try:
        real = path.resolve()
        root = _root(project, real)
    except (OSError, RuntimeError):  # links that lead in a circle
        return _refused(path.name, "symbolic-link", "link")
    if root is None:
        folder = f"{project.settings.templates}/{FOLDER}"
        return _refused(path.name, "outside-project", "outside", folder=folder)
    name = real.relative_to(root).as_posix()
    if path.is_symlink():
        return _refused(name, "symbolic-link", "link")
    if not stat.S_ISREG(path.lstat().st_mode):
        return _refused(name, "not-a-layout", "no_file")
    if not is_name(path.stem) or path.suffix != ".yaml":
        return _refused(name, "layout-name", "name", name=path.name)
    return _read(root, name, is_drawn)


def _root(project: Project, file: Path) -> Path | None:
    """The folder that *file* may be read in; None where it lies in neither."""
    for folder in (project.root, packaged("templates")):
        root = folder.resolve()
        if file.is_relative_to(root):
            return root
    return None


def _refused(file: str, rule: str, fault: str, **values: str) -> LayoutOutcome:
    diagnostic = _fault(Span(file), rule, fault, **values)
    return LayoutOutcome(None, Text(file), (diagnostic,))


def _fault(span: Span, rule: str, fault: str, **values: str) -> Diagnostic:
    """A diagnostic in the words of the catalogue for *fault*."""
    message = translate(f"layout_fault.{fault}", **values)
    help = translate(f"layout_fault.{fault}_help", **values)
    return error_at(span, rule, message, help)


def _read(root: Path, name: str, is_drawn: bool) -> LayoutOutcome:
    failures: list[Diagnostic] = []
    with net(Span(name), translate("layout_fault.reading"), failures.append):
        outcome = _outcome(root, name, is_drawn)
    return LayoutOutcome(None, Text(name), tuple(failures)) if failures else outcome


def _outcome(root: Path, name: str, is_drawn: bool) -> LayoutOutcome:
    text, problems = read(root, name)
    is_faulty = any(problem.severity is Severity.ERROR for problem in problems)
    layout = None if is_faulty else _validated(text, problems, is_drawn)
    return LayoutOutcome(layout, text, tuple(sorted(problems)))


def _validated(text: Text, problems: list[Diagnostic], is_drawn: bool) -> NamedLayout | None:
    """The layout that *text* is; None where there are *problems*, to which its own are added."""
    if not isinstance(text.value, dict):
        kind = kind_of(text.value)
        problems.append(_fault(text.span(()), "wrong-type", "no_mapping", kind=kind))
        return None
    problems += _missing_roles(text, text.value, is_drawn)
    for role in ROLES:
        problems += _repeated_headings(text, role, text.value.get(role))
    try:
        layout = Layout.model_validate(text.value)
    except ValidationError as error:
        problems += explain(error, text, Layout, ())
        return None
    return None if problems else NamedLayout(PurePath(text.file).stem, layout)


def _missing_roles(text: Text, roles: Mapping[str, object], is_drawn: bool) -> Iterator[Diagnostic]:
    missing = [role for role in ROLES if role not in roles]
    if is_drawn:
        for role in missing:
            yield _fault(text.span((role,)), "missing-key", "role", role=role)
    elif len(missing) == len(ROLES):
        first = missing[0]
        yield _fault(text.span((first,)), "missing-key", "roles", role=first)


def _repeated_headings(text: Text, role: str, sheet: object) -> Iterator[Diagnostic]:
    columns: dict[str, str] = {}
    for key, heading, path in _headings(role, sheet):
        plain = folded(heading)
        first = columns.setdefault(plain, key)
        if plain and first != key:
            span = text.span(path)
            yield _fault(span, "duplicate-heading", "heading", heading=heading, column=first)


def _headings(role: str, sheet: object) -> Iterator[tuple[str, str, Path_]]:
    """The column, words and path of each heading of *sheet*, whatever else is wrong with it."""
    columns = sheet.get("columns") if isinstance(sheet, dict) else None
    if not isinstance(columns, dict):
        return
    for key, column in columns.items():
        if not isinstance(column, dict):
            continue
        headings: dict[Path_, object] = {("heading",): column.get("heading")}
        others = column.get("also_called")
        if isinstance(others, list):
            headings |= {("also_called", number): other for number, other in enumerate(others)}
        for path, heading in headings.items():
            if isinstance(heading, str):
                yield key, heading, (role, "columns", key, *path)


def folded(words: str) -> str:
    """*words* without what tells no headings apart: case, accents, white space and punctuation."""
    plain = words.casefold()
    if not plain.isascii():
        # Letter by letter: putting accents without end in order takes their number squared.
        plain = "".join(unicodedata.normalize("NFKD", letter) for letter in plain)
    return "".join(filter(str.isalnum, plain))


def sheets(layout: Layout) -> Iterator[tuple[str, LayoutSheet]]:
    """The roles that *layout* has columns for, each with them."""
    for role, sheet in zip(ROLES, (layout.controller, layout.processor), strict=True):
        if sheet is not None:
            yield role, sheet
