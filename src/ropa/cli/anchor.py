"""``ropa anchor``."""

from pathlib import Path

import click

from ropa.cli.arguments import SOURCES, directory, needed
from ropa.errors import UsageError
from ropa.evidence import Evidence, SourceDocument, gather
from ropa.evidence.anchors import NotOnce, propose
from ropa.loader import load
from ropa.project import find
from ropa.terminal import echo
from ropa.vocabulary import nearest


@click.command("anchor")
@click.argument("source")
@click.argument("words")
@SOURCES
@click.pass_context
def anchor_(ctx: click.Context, source: str, words: str, sources: Path | None) -> None:
    """Print the shortest anchor that finds the statement WORDS stand in, and a name for it.

    SOURCE is the id of a source, or REGISTER/ID. WORDS are some words of the statement, enough to find it.
    """
    register, _, key = source.rpartition("/")
    evidence = _evidence(ctx, register, key, needed(sources))
    found = propose(
        evidence.document(key).folded, words, evidence.register.sources[key].language or "en"
    )
    if isinstance(found, NotOnce):
        where = f"in lines {', '.join(map(str, found.lines))}" if found.lines else ""
        raise UsageError(
            f"'{words}' stands {found.count} times in {key} {where}".rstrip()
            + "; give more of its words"
        )
    echo(f"{found.name}: {found.anchor}")
    echo(f"line {found.line}: {found.statement}", err=True)


def _evidence(ctx: click.Context, register: str, key: str, folder: Path) -> Evidence:
    loaded = load(find(directory(ctx)), [register] if register else [])
    holders = [entry for entry in loaded.registers if key in entry.sources]
    if not holders:
        known = [name for entry in loaded.registers for name in entry.sources]
        near = nearest(key, known)
        raise UsageError(
            f"there is no source '{key}'" + (f"; did you mean '{near}'?" if near else "")
        )
    if len(holders) > 1:
        names = " and in ".join(entry.name for entry in holders)
        raise UsageError(f"'{key}' is in {names}; write `ropa anchor {holders[0].name}/{key} …`")
    evidence = gather(holders[0], folder)
    document = evidence.documents.get(key)
    if not isinstance(document, SourceDocument):
        raise UsageError(
            f"{key} has no document"
            if document is None
            else f"'{holders[0].sources[key].file}' {document.why}"
        )
    return evidence
