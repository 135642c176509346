"""``ropa coverage``."""

from pathlib import Path

import click

from ropa.cli.arguments import REGISTERS, SOURCES, directory, needed
from ropa.diagnostics import Diagnostic
from ropa.evidence import Unreadable, gather
from ropa.evidence.coverage import Coverage, cover
from ropa.loader import load
from ropa.net import has_failed
from ropa.project import find
from ropa.reporters import REPORTERS
from ropa.reporters.coverage import COVERAGE_REPORTERS
from ropa.terminal import echo, echo_document, echo_lines


@click.command("coverage")
@REGISTERS
@SOURCES
@click.option("--format", "format_", type=click.Choice(list(COVERAGE_REPORTERS)), default="text", show_default=True,
              help="How to print it; html is a page that stands alone.")  # fmt: skip
@click.option("--fail-under", type=click.FloatRange(0, 100), default=0.0, show_default=True, metavar="PERCENT",
              help="Fail where a source is covered less.")  # fmt: skip
@click.pass_context
def coverage_(
    ctx: click.Context,
    registers: tuple[str, ...],
    sources: Path | None,
    format_: str,
    fail_under: float,
) -> None:
    """List the statements of documents that no record accounts for, as a coverage tool lists untested lines.

    A statement is cited by a claim, set aside with a reason, or open. Exits with 1 where a source is covered less than
    --fail-under, or a document cannot be read; with 2 where the tool itself failed at one.
    """
    loaded = load(find(directory(ctx)), registers)
    found: list[Coverage] = []
    failed = bool(loaded.diagnostics)
    failures: list[Diagnostic] = []
    for register in loaded.registers:
        evidence = gather(register, needed(sources))
        for key, document in evidence.documents.items():
            if isinstance(document, Unreadable):
                echo(
                    f"ropa: {register.name}/{key}: '{register.sources[key].file}' {document.why}",
                    err=True,
                )
                failed = True
        failures += evidence.failures
        found += cover(evidence, failures.append)
    if failures:
        echo_lines(REPORTERS["text"](failures, loaded.texts), err=True)
    echo_report = echo_document if format_ == "html" else echo_lines
    echo_report(COVERAGE_REPORTERS[format_](found))
    if has_failed([*loaded.diagnostics, *failures]):
        ctx.exit(2)
    ctx.exit(1 if failed or any(one.percent < fail_under for one in found) else 0)
