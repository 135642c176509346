"""``ropa anchor``."""

from pathlib import Path

import click

from ropa.cli.arguments import SOURCES, did_you_mean, directory, needed
from ropa.errors import UsageError
from ropa.evidence import Evidence, SourceDocument, gather
from ropa.evidence.anchors import NotOnce, propose
from ropa.loader import load
from ropa.project import find
from ropa.terminal import echo


@click.command("anchor")
@click.argument("source")
@click.argument("words")
@SOURCES
@click.pass_context
def anchor_(ctx: click.Context, source: str, words: str, sources: Path | None) -> None:
    """Print the shortest anchor that finds the statement WORDS stand in, and a name for it.

    SOURCE is the id of a source, or REGISTER/ID. WORDS are some words of the statement, enough to
    find it.
    """
    register, _, key = source.rpartition("/")
    evidence = _evidence(ctx, register, key, needed(sources))
    language = evidence.register.sources[key].language or "en"
    proposal = propose(evidence.document(key).folded, words, language)
    if isinstance(proposal, NotOnce):
        lines = ", ".join(map(str, proposal.lines))
        place = f"{key} in lines {lines}" if lines else key
        raise UsageError(
            f"'{words}' stands {proposal.count} times in {place}; give more of its words"
        )
    echo(f"{proposal.name}: {proposal.anchor}")
    echo(f"line {proposal.line}: {proposal.statement}", err=True)


def _evidence(ctx: click.Context, name: str, key: str, folder: Path) -> Evidence:
    loaded = load(find(directory(ctx)), [name] if name else [])
    holders = [holder for holder in loaded.registers if key in holder.sources]
    if not holders:
        ids = [id for register in loaded.registers for id in register.sources]
        hint = did_you_mean(key, ids)
        raise UsageError(f"there is no source '{key}'{hint}")
    holder = holders[0]
    if len(holders) > 1:
        names = " and in ".join(register.name for register in holders)
        raise UsageError(f"'{key}' is in {names}; write `ropa anchor {holder.name}/{key} …`")
    evidence = gather(holder, folder)
    document = evidence.documents.get(key)
    if document is None:
        raise UsageError(f"{key} has no document")
    if not isinstance(document, SourceDocument):
        raise UsageError(f"'{holder.sources[key].file}' {document.why}")
    return evidence
