"""``ropa check``."""

from collections.abc import Iterator
from pathlib import Path

import click

from ropa.checker import check
from ropa.cli.arguments import AT, REGISTERS, SOURCES, directory, format_option
from ropa.cli.severity import exit_status, fail_on_option
from ropa.diagnostics import Diagnostic, bounded
from ropa.evidence import gather
from ropa.history import standing
from ropa.loader import Loaded
from ropa.project import find
from ropa.reporters import REPORTERS
from ropa.rules import EVIDENCE_RULES, RULES
from ropa.terminal import echo_lines


@click.command("check")
@REGISTERS
@SOURCES
@AT
@format_option(REPORTERS, "How to print what was found.")
@fail_on_option("error", "Lowest severity that makes the command fail.")
@click.pass_context
def check_(
    ctx: click.Context,
    registers: tuple[str, ...],
    sources: Path | None,
    at: str | None,
    format_: str,
    fail_on: str,
) -> None:
    """Check registers and report every problem; all of them where none is named.

    With the documents at hand, every passage is looked up in them too.

    Exits with 0 if all is well, 1 if something was found, 2 if it could not run.
    """
    with standing(find(directory(ctx)), at, registers) as snapshot:
        loaded = snapshot.loaded
        findings = {*loaded.diagnostics, *_checked(loaded, sources)}
    diagnostics = sorted(findings)
    listed = bounded(diagnostics)
    report = REPORTERS[format_](listed, loaded.texts)
    echo_lines(report)
    ctx.exit(exit_status(diagnostics, fail_on))


def _checked(loaded: Loaded, sources: Path | None) -> Iterator[Diagnostic]:
    for register in loaded.registers:
        yield from check(register, loaded.texts, RULES)
        if sources is not None:
            evidence = gather(register, sources)
            yield from evidence.failures
            yield from check(evidence, loaded.texts, EVIDENCE_RULES)
