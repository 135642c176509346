"""What ``ropa render`` and ``ropa pack`` share: which registers are sound, and what to draw."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NoReturn

import click

from ropa.checker import check
from ropa.cli.arguments import directory, note
from ropa.diagnostics import Diagnostic, Severity, bounded
from ropa.drawing import Request
from ropa.errors import UsageError
from ropa.evidence import gather
from ropa.history import Snapshot
from ropa.layouts import DEFAULT, Drawn, LayoutOutcome, find, is_name
from ropa.loader import Loaded
from ropa.net import has_failed
from ropa.project import Project, as_of
from ropa.register import Register
from ropa.rules import RULES
from ropa.terminal import echo_lines


def report_errors(loaded: Loaded) -> list[Diagnostic]:
    """Print every error there is, and return them."""
    from ropa.reporters.text import report

    diagnostics = set(loaded.diagnostics)
    for register in loaded.registers:
        diagnostics.update(check(register, loaded.texts, RULES))
    errors = sorted(one for one in diagnostics if one.severity is Severity.ERROR)
    if errors:
        echo_lines(report(bounded(errors), loaded.texts), err=True)
    return errors


def parted(
    registers: Sequence[Register], errors: Sequence[Diagnostic]
) -> tuple[list[Register], list[Register]]:
    """Those of *registers* that no error is about, and the others."""
    sound: list[Register] = []
    unsound: list[Register] = []
    for register in registers:
        folder = register.file.rpartition("/")[0]
        files = (error.span.file for error in errors)
        is_faulty = any(file == folder or file.startswith(f"{folder}/") for file in files)
        (unsound if is_faulty else sound).append(register)
    return sound, unsound


def layout(ctx: click.Context, project: Project, then: Snapshot, asked: str) -> Drawn | None:
    """The layout *asked* for; None for the default.

    A name is looked up as *then*, the path of a file in the *project* of today. Where the file is
    at fault, everything is printed, and the command ends with 1.
    """
    if asked == DEFAULT:
        return None
    place = then.project if is_name(asked) else project
    outcome = find(place, directory(ctx), asked, is_drawn=True)
    if outcome.drawn is None:
        end_with_faults(ctx, outcome)
    return outcome.drawn


def end_with_faults(ctx: click.Context, outcome: LayoutOutcome) -> NoReturn:
    """Print all that is wrong with a layout, and end the command with 1."""
    from ropa.reporters.text import report

    echo_lines(report(outcome.diagnostics, {outcome.text.file: outcome.text}), err=True)
    ctx.exit(2 if has_failed(outcome.diagnostics) else 1)


def request(
    ctx: click.Context,
    then: Snapshot,
    register: Register,
    day: date | None,
    sources: Path | None = None,
) -> Request:
    """What is to be drawn of *register*, with templates and settings of *then*.

    A day nobody stated is noted. With a folder of *sources* their passages are printed.
    """
    project = then.project
    committed = then.commit.day if then.commit else None
    when = as_of(day or then.day, register.record.as_of, committed)
    if when.guessed:
        note(ctx, f"ropa: {register.name} has no as_of; its documents speak of today, {when.day}")
    register = replace(register, undated=when.guessed)
    documents = gather(register, sources) if sources else None
    if documents and documents.failures:
        raise UsageError(str(documents.failures[0]))
    return Request(
        register,
        when.day,
        templates=project.templates if project.templates.is_dir() else None,
        paper=project.settings.paper,
        documents=documents,
        findings=check(register, then.loaded.texts, RULES),
    )


def from_here(path: Path) -> Path:
    """*path* as it would be typed here, where it lies below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
