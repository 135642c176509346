"""``ropa lock``."""

from pathlib import Path

import click

from ropa.cli.arguments import DRY_RUN, REGISTERS, SOURCES, directory, needed
from ropa.cli.documents import unreadable_documents
from ropa.evidence import Evidence, Fault, SourceDocument, gather
from ropa.evidence.passages import lock_text
from ropa.loader import load
from ropa.net import has_failed
from ropa.project import Project, find
from ropa.terminal import echo
from ropa.vocabulary import translate
from ropa.writer import write


@click.command("lock")
@REGISTERS
@SOURCES
@DRY_RUN
@click.pass_context
def lock_(
    ctx: click.Context, registers: tuple[str, ...], sources: Path | None, dry_run: bool
) -> None:
    """Write a fingerprint of each passage, so that a changed document is noticed.

    Exits with 1 where a document or a passage is not found: `ropa check --sources DIR` says which.
    """
    project = find(directory(ctx))
    loaded = load(project, registers)
    is_complete = not loaded.diagnostics
    failures = [*loaded.diagnostics]
    for register in loaded.registers:
        evidence = gather(register, needed(sources))
        failures += evidence.failures
        for fault in unreadable_documents(evidence):
            echo(fault, err=True)
            is_complete = False
        for key, document in evidence.documents.items():
            if isinstance(document, SourceDocument):
                is_complete &= _lock(project, evidence, key, dry_run)
    ctx.exit(2 if has_failed(failures) else int(not is_complete))


def _lock(project: Project, evidence: Evidence, key: str, dry_run: bool) -> bool:
    """Write the fingerprints of the source *key*; whether all its passages were found."""
    passages = evidence.passages[key].values()
    missing = sum(isinstance(passage, Fault) for passage in passages)
    source = project.root / evidence.register.files[f"sources/{key}"]
    path = source.with_suffix(".lock")
    if not dry_run:
        data = lock_text(evidence, key).encode()
        write(path.parent, {path.name: data}, below=project.root)
    locked = translate("command.passages", n=len(passages) - missing)
    outcome = "command.locked_in_part" if missing else "command.locked"
    file = project.name(path)
    echo(translate(outcome, file=file, passages=locked, n=missing))
    return not missing
