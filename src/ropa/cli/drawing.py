"""What ``ropa render`` and ``ropa pack`` share: which registers can be drawn, and the request to draw one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NoReturn

import click

from ropa.checker import check
from ropa.cli.arguments import directory, note
from ropa.diagnostics import Diagnostic, Severity, bounded
from ropa.errors import UsageError
from ropa.evidence import gather
from ropa.history import Snapshot
from ropa.layouts import DEFAULT, Drawn, LayoutOutcome, find, is_name
from ropa.loader import Loaded
from ropa.net import has_failed
from ropa.project import Project, as_of
from ropa.register import Register
from ropa.renderers import Request
from ropa.rules import RULES
from ropa.terminal import echo_lines


def errors(loaded: Loaded) -> list[Diagnostic]:
    """Every error there is, printed."""
    from ropa.reporters.text import report

    found = [d for register in loaded.registers for d in check(register, loaded.texts, RULES)]
    faulty = sorted({d for d in (*loaded.diagnostics, *found) if d.severity is Severity.ERROR})
    if faulty:
        echo_lines(report(bounded(faulty), loaded.texts), err=True)
    return faulty


def layout(ctx: click.Context, project: Project, then: Snapshot, asked: str) -> Drawn | None:
    """The layout *asked* for, by its name as *then*, or by the path of a file of *project* today; None for the default.

    Where the file is at fault, everything is printed, and the command ends with 1.
    """
    if asked == DEFAULT:
        return None
    found = find(then.project if is_name(asked) else project, directory(ctx), asked, is_drawn=True)
    if found.drawn is None:
        told(ctx, found)
    return found.drawn


def told(ctx: click.Context, found: LayoutOutcome) -> NoReturn:
    """Print all that is wrong with a layout, and end the command with 1."""
    from ropa.reporters.text import report

    echo_lines(report(found.diagnostics, {found.text.file: found.text}), err=True)
    ctx.exit(2 if has_failed(found.diagnostics) else 1)


def is_among(register: Register, faulty: Sequence[Diagnostic]) -> bool:
    """Whether one of *faulty* is about a file of *register*."""
    folder = register.file.rpartition("/")[0]
    return any(
        error.span.file == folder or error.span.file.startswith(f"{folder}/") for error in faulty
    )


def request(
    ctx: click.Context,
    then: Snapshot,
    register: Register,
    day: date | None,
    folder: Path | None = None,
) -> Request:
    """What is to be drawn of *register*, with the templates and settings of *then*; a guessed day is told."""
    project = then.project
    when = as_of(day or then.day, register.record.as_of, then.commit.day if then.commit else None)
    register = replace(register, undated=when.guessed)
    if when.guessed:
        note(ctx, f"ropa: {register.name} has no as_of; its documents speak of today, {when.day}")
    own = project.templates if project.templates.is_dir() else None
    documents = gather(register, folder) if folder else None
    if documents and documents.failures:
        raise UsageError(str(documents.failures[0]))
    found = check(register, then.loaded.texts, RULES)
    return Request(register, when.day, own, project.settings.paper, documents, findings=found)
