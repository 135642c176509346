"""What ``ropa render`` and ``ropa pack`` share: which registers are sound, and what to draw."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from ropa.checker import check
from ropa.cli.arguments import directory, note
from ropa.diagnostics import Diagnostic, Severity, bounded
from ropa.drawing import Request, writing_of
from ropa.errors import UsageError
from ropa.evidence import gather
from ropa.history import Snapshot
from ropa.layouts import DEFAULT, LayoutOutcome, NamedLayout, find, is_name
from ropa.loader import Loaded
from ropa.net import has_failed
from ropa.project import Project, as_of
from ropa.register import Register
from ropa.rules import RULES
from ropa.terminal import echo_lines
from ropa.vocabulary import day_text, translate


def report_errors(loaded: Loaded) -> list[Diagnostic]:
    """Print every error there is, and return them."""
    from ropa.reporters.text import report

    diagnostics = set(loaded.diagnostics)
    for register in loaded.registers:
        diagnostics.update(check(register, loaded.texts, RULES))
    faults = (fault for fault in diagnostics if fault.severity is Severity.ERROR)
    errors = sorted(faults)
    if errors:
        lines = report(bounded(errors), loaded.texts)
        echo_lines(lines, err=True)
    return errors


def parted(
    registers: Sequence[Register], errors: Sequence[Diagnostic]
) -> tuple[list[Register], list[Register]]:
    """Those of *registers* that no error is about, and the others."""
    sound: list[Register] = []
    unsound: list[Register] = []
    files = [f"{error.span.file}/" for error in errors]
    for register in registers:
        folder, _, _ = register.file.rpartition("/")
        is_faulty = any(file.startswith(f"{folder}/") for file in files)
        part = unsound if is_faulty else sound
        part.append(register)
    return sound, unsound


def layout(
    ctx: click.Context, project: Project, snapshot: Snapshot, name: str
) -> NamedLayout | None:
    """The layout called *name*; None for the default.

    A name is looked up in the *snapshot*, the path of a file in the *project* of today.
    """
    if name == DEFAULT:
        return None
    home = snapshot.project if is_name(name) else project
    return usable(ctx, find(home, directory(ctx), name, is_drawn=True))


def usable(ctx: click.Context, outcome: LayoutOutcome) -> NamedLayout:
    """The layout in *outcome*; where it is at fault, all is printed and the command ends with 1."""
    from ropa.reporters.text import report

    if outcome.layout is None:
        texts = {outcome.text.file: outcome.text}
        echo_lines(report(outcome.diagnostics, texts), err=True)
        ctx.exit(2 if has_failed(outcome.diagnostics) else 1)
    return outcome.layout


def request(
    ctx: click.Context,
    snapshot: Snapshot,
    register: Register,
    day: date | None,
    sources: Path | None = None,
) -> Request:
    """What is to be drawn of *register*, with templates and settings of the *snapshot*.

    A day nobody stated is noted. With a folder of *sources* their passages are printed.
    """
    project = snapshot.project
    committed = snapshot.commit.day if snapshot.commit else None
    when = as_of(day or snapshot.day, register.record.as_of, committed)
    if when.guessed:
        today = day_text(when.day)
        note(ctx, translate("command.undated", register=register.name, day=today))
    documents = gather(register, sources) if sources else None
    if documents and documents.failures:
        raise UsageError(str(documents.failures[0]))
    excerpts = documents.excerpts if documents else {}
    register = replace(register, undated=when.guessed, excerpts=excerpts)
    with writing_of(register):
        findings = check(register, snapshot.loaded.texts, RULES)
    templates = project.templates if project.templates.is_dir() else None
    paper = project.settings.paper
    return Request(register, when.day, templates, paper, documents, findings=findings)


def as_typed(path: Path) -> Path:
    """*path* as it would be typed in the working directory, where it lies below."""
    start = Path.cwd()
    return path.relative_to(start) if path.is_relative_to(start) else path
