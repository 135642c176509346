"""``ropa coverage``."""

from pathlib import Path

import click

from ropa.cli.arguments import REGISTERS, SOURCES, directory, format_option, needed, warn
from ropa.cli.documents import unreadable_documents
from ropa.diagnostics import Diagnostic
from ropa.evidence import gather
from ropa.evidence.coverage import Coverage, cover
from ropa.loader import load
from ropa.net import has_failed
from ropa.project import find
from ropa.reporters import REPORTERS
from ropa.reporters.coverage import COVERAGE_REPORTERS
from ropa.terminal import echo_document, echo_lines


@click.command("coverage")
@REGISTERS
@SOURCES
@format_option(COVERAGE_REPORTERS, "How to print it; html is a page that stands alone.")
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    default=0.0,
    show_default=True,
    metavar="PERCENT",
    help="Fail where a source is covered less.",
)
@click.pass_context
def coverage_(
    ctx: click.Context,
    registers: tuple[str, ...],
    sources: Path | None,
    format_: str,
    fail_under: float,
) -> None:
    """List the statements of documents that no record accounts for, as a coverage tool lists
    untested lines.

    A statement is cited by a claim, out of scope for a reason, or open. Exits with 1 where a source
    is covered less than --fail-under, or a document cannot be read; with 2 where the tool itself
    failed at one.
    """
    loaded = load(find(directory(ctx)), registers)
    coverages: list[Coverage] = []
    is_incomplete = bool(loaded.diagnostics)
    failures: list[Diagnostic] = []
    for register in loaded.registers:
        evidence = gather(register, needed(sources))
        for fault in unreadable_documents(evidence):
            warn(fault)
            is_incomplete = True
        failures += evidence.failures
        coverages += cover(evidence, failures.append)
    if failures:
        problems = REPORTERS["text"](failures, loaded.texts)
        echo_lines(problems, err=True)
    report = COVERAGE_REPORTERS[format_](coverages)
    echo_report = echo_document if format_ == "html" else echo_lines
    echo_report(report)
    if has_failed([*loaded.diagnostics, *failures]):
        ctx.exit(2)
    is_under = any(coverage.percent < fail_under for coverage in coverages)
    ctx.exit(1 if is_incomplete or is_under else 0)
