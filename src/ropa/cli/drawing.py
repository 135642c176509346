"""What ``ropa render`` and ``ropa pack`` share: which registers can be drawn, and the request to draw one."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from ropa.checker import check
from ropa.cli.arguments import note
from ropa.diagnostics import Diagnostic, Severity
from ropa.evidence import gather
from ropa.history import Standing
from ropa.loader import Loaded
from ropa.project import as_of
from ropa.register import Register
from ropa.renderers import Request
from ropa.rules import RULES


def errors(loaded: Loaded) -> list[Diagnostic]:
    """Every error there is, printed."""
    from ropa.reporters.text import report

    found = [d for register in loaded.registers for d in check(register, loaded.texts, RULES)]
    faulty = sorted({d for d in (*loaded.diagnostics, *found) if d.severity is Severity.ERROR})
    if faulty:
        click.echo(report(faulty, loaded.texts), nl=False, err=True)
    return faulty


def is_among(register: Register, faulty: Sequence[Diagnostic]) -> bool:
    """Whether one of *faulty* is about a file of *register*."""
    folder = register.file.rpartition("/")[0]
    return any(error.span.file == folder or error.span.file.startswith(f"{folder}/") for error in faulty)


def request(
    ctx: click.Context, then: Standing, register: Register, day: date | None, folder: Path | None = None
) -> Request:
    """What is to be drawn of *register*, with the templates and settings of *then*; a guessed day is told."""
    project = then.project
    when = as_of(day or then.day, register.record.as_of, then.commit.day if then.commit else None)
    if when.guessed:
        note(ctx, f"ropa: {register.name} has no as_of; its documents speak of today, {when.day}")
    own = project.templates if project.templates.is_dir() else None
    documents = gather(register, folder) if folder else None
    found = check(register, then.loaded.texts, RULES)
    return Request(register, when.day, own, project.settings.paper, documents, found)
