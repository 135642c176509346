"""``ropa lock``."""

from pathlib import Path

import click

from ropa.cli.arguments import REGISTERS, SOURCES, directory, needed
from ropa.evidence import Fault, SourceDocument, gather
from ropa.evidence.passages import lock_text
from ropa.loader import load
from ropa.net import has_failed
from ropa.project import find
from ropa.terminal import echo
from ropa.writer import write


@click.command("lock")
@REGISTERS
@SOURCES
@click.option("--dry-run", is_flag=True, help="Tell what would be written, and write nothing.")
@click.pass_context
def lock_(
    ctx: click.Context, registers: tuple[str, ...], sources: Path | None, dry_run: bool
) -> None:
    """Write a fingerprint of each passage, so that a changed document is noticed.

    Exits with 1 where a document or a passage is not found: `ropa check --sources DIR` says which.
    """
    project = find(directory(ctx))
    loaded = load(project, registers)
    missing = bool(loaded.diagnostics)
    failures = [*loaded.diagnostics]
    for register in loaded.registers:
        evidence = gather(register, needed(sources))
        failures += evidence.failures
        for key, document in evidence.documents.items():
            if not isinstance(document, SourceDocument):
                echo(
                    f"{register.name}/{key}: '{register.sources[key].file}' {document.why}",
                    err=True,
                )
                missing = True
                continue
            passages = evidence.passages[key]
            lost = sum(isinstance(found, Fault) for found in passages.values())
            missing = missing or bool(lost)
            path = (project.root / register.files[f"sources/{key}"]).with_suffix(".lock")
            if not dry_run:
                text = lock_text(evidence, key)
                write(path.parent, {path.name: text.encode()}, below=project.root)
            echo(
                f"{project.name(path)}: {len(passages) - lost} passages"
                + (f", {lost} not found" if lost else "")
            )
    ctx.exit(2 if has_failed(failures) else 1 if missing else 0)
