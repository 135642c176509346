"""Layouts as files: the project's own first, then those that come with the tool; read like a record, never executed."""

import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from pydantic import ValidationError

from ropa.diagnostics import Diagnostic, Severity, Span
from ropa.errors import UsageError
from ropa.faults import explain, kind_of
from ropa.model.layout import Layout, LayoutSheet
from ropa.model.part import SLUG
from ropa.net import net
from ropa.project import Project
from ropa.reader import Path_, Text, read
from ropa.templates import packaged
from ropa.vocabulary import nearest

DEFAULT = "default"
"""The name of the workbook's own layout, which is no file."""

FOLDER = "layouts"
"""Where layouts are, below a folder of templates."""

ROLES = ("controller", "processor")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A layout by the name under which its workbook is written."""

    name: str
    layout: Layout


@dataclass(frozen=True, slots=True)
class LayoutOutcome:
    """A layout as read from a file, or everything that keeps it from being used."""

    drawn: Drawn | None
    text: Text
    diagnostics: tuple[Diagnostic, ...] = ()


def names(own: Path) -> tuple[str, ...]:
    """Names of the layouts there are: the default, then those of the folder of templates *own* and of the tool."""
    folders = (own / FOLDER, packaged("templates") / FOLDER)
    found = {
        path.stem for folder in folders if not folder.is_symlink() for path in folder.glob("*.yaml")
    }
    return (DEFAULT, *sorted(found - {DEFAULT}))


def is_name(asked: str) -> bool:
    """Whether *asked* is a name, not the path of a file."""
    return re.fullmatch(SLUG, asked) is not None


def find(project: Project, start: Path, asked: str, is_drawn: bool) -> LayoutOutcome:
    """The layout *asked* for: a name, or a path from *start* to a file inside the project.

    Where it *is_drawn*, it must have columns for both roles. Raises UsageError where nothing has
    that name.
    """
    own = project.templates
    if is_name(asked):
        for folder in (own / FOLDER, packaged("templates") / FOLDER):
            path = folder / f"{asked}.yaml"
            if os.path.lexists(path):
                return _opened(project, path, is_drawn)
        there = names(own)
        near = nearest(asked, there)
        hint = (
            f"; did you mean '{near}'?"
            if near
            else f"; there are {', '.join(there)}, or the path of a file"
        )
        raise UsageError(f"there is no layout '{asked}'{hint}")
    path = start / asked
    if not os.path.lexists(path):
        raise UsageError(
            f"there is no file '{asked}'; a layout is {', '.join(names(own))}, or the path of a file"
        )
    return _opened(project, path, is_drawn)


def _opened(project: Project, path: Path, is_drawn: bool) -> LayoutOutcome:
    try:
        real, root = path.resolve(), project.root.resolve()
    except (OSError, RuntimeError):  # links that lead in a circle
        return _refused(
            path.name,
            "symbolic-link",
            "a symbolic link is not followed",
            "put the file itself here",
        )
    inside = next(
        (
            folder
            for folder in (root, packaged("templates").resolve())
            if real.is_relative_to(folder)
        ),
        None,
    )
    if inside is None:
        help = f"copy it to {project.settings.templates}/{FOLDER}/"
        return _refused(path.name, "outside-project", "the layout lies outside the project", help)
    name = real.relative_to(inside).as_posix()
    if path.is_symlink():
        return _refused(
            name, "symbolic-link", "a symbolic link is not followed", "put the file itself here"
        )
    if not stat.S_ISREG(path.lstat().st_mode):
        return _refused(
            name, "not-a-layout", "this is no file", "a layout is a file that ends in .yaml"
        )
    if not re.fullmatch(SLUG, path.stem) or path.suffix != ".yaml":
        help = "call it NAME.yaml, in lower-case words joined by hyphens"
        return _refused(name, "layout-name", f"'{path.name}' cannot name a layout", help)
    return _read(inside, name, is_drawn)


def _refused(name: str, rule: str, message: str, help: str) -> LayoutOutcome:
    return LayoutOutcome(
        None, Text(name), (Diagnostic(Span(name), rule, Severity.ERROR, message, help),)
    )


def _read(root: Path, name: str, is_drawn: bool) -> LayoutOutcome:
    failed: list[Diagnostic] = []
    with net(Span(name), "while it read this file", failed.append):
        found = _taken(root, name, is_drawn)
    return LayoutOutcome(None, Text(name), tuple(failed)) if failed else found


def _taken(root: Path, name: str, is_drawn: bool) -> LayoutOutcome:
    text, found = read(root, name)
    if any(one.severity is Severity.ERROR for one in found):
        return LayoutOutcome(None, text, tuple(sorted(found)))
    if not isinstance(text.value, dict):
        message = f"a layout is a mapping of keys, not {kind_of(text.value)}"
        found.append(
            Diagnostic(
                text.span(()),
                "wrong-type",
                Severity.ERROR,
                message,
                "write 'key: value', one per line",
            )
        )
        return LayoutOutcome(None, text, tuple(found))
    found += _shape(text, text.value, is_drawn)
    try:
        layout = Layout.model_validate(text.value)
    except ValidationError as error:
        return LayoutOutcome(None, text, tuple(sorted([*found, *explain(error, text, Layout, ())])))
    drawn = None if found else Drawn(PurePath(name).stem, layout)
    return LayoutOutcome(drawn, text, tuple(sorted(found)))


def _shape(text: Text, value: Mapping[str, object], is_drawn: bool) -> Iterator[Diagnostic]:
    """What no model of a single column can see: roles that are missing, and headings that stand twice."""
    there = [role for role in ROLES if role in value]
    for role in ROLES if is_drawn else ROLES[:1] if not there else ():
        if role not in there:
            message = (
                f"'{role}' is missing"
                if is_drawn
                else "neither 'controller' nor 'processor' has columns"
            )
            help = f"add '{role}:' with its columns, so that no record is left out"
            yield Diagnostic(text.span((role,)), "missing-key", Severity.ERROR, message, help)
    for role in there:
        yield from _repeated(text, role, value[role])


def _repeated(text: Text, role: str, sheet: object) -> Iterator[Diagnostic]:
    first: dict[str, str] = {}
    for key, words, path in _headings(role, sheet):
        said = folded(words)
        if said and first.setdefault(said, key) != key:
            message = f"'{words}' is also the heading of '{first[said]}'"
            yield Diagnostic(
                text.span(path),
                "duplicate-heading",
                Severity.ERROR,
                message,
                "give one another heading",
            )


def _headings(role: str, sheet: object) -> Iterator[tuple[str, str, Path_]]:
    """Every heading of every column of *sheet*, whatever else is wrong with it: the column, the words, their place."""
    columns = sheet.get("columns") if isinstance(sheet, dict) else None
    for key, column in columns.items() if isinstance(columns, dict) else ():
        if not isinstance(column, dict):
            continue
        path: Path_ = (role, "columns", key)
        others = column.get("also_called")
        called = [(column.get("heading"), (*path, "heading"))]
        for place, one in enumerate(others if isinstance(others, list) else ()):
            called.append((one, (*path, "also_called", place)))
        yield from ((key, words, place) for words, place in called if isinstance(words, str))


def folded(words: str) -> str:
    """*words* without what does not tell headings apart: case, accents, white space and punctuation."""
    import unicodedata

    plain = words.casefold()
    if (
        not plain.isascii()
    ):  # letter by letter: putting accents without end in order takes their number squared
        plain = "".join(unicodedata.normalize("NFKD", letter) for letter in plain)
    return "".join(letter for letter in plain if letter.isalnum())


def sheets(layout: Layout) -> Iterator[tuple[str, LayoutSheet]]:
    """The roles that *layout* has columns for, each with them."""
    for role, sheet in zip(ROLES, (layout.controller, layout.processor), strict=True):
        if sheet is not None:
            yield role, sheet
