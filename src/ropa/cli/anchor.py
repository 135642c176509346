"""``ropa anchor``."""

from collections.abc import Sequence
from pathlib import Path

import click

from ropa.cli.arguments import SOURCES, directory, needed, sole_holder
from ropa.errors import UsageError
from ropa.evidence import Evidence, SourceDocument, gather
from ropa.evidence.anchors import NotOnce, propose
from ropa.loader import load
from ropa.project import find
from ropa.terminal import echo
from ropa.vocabulary import joined, translate


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
        place = _lines(key, proposal.lines)
        raise UsageError(translate("refusal.not_once", words=words, n=proposal.count, place=place))
    echo(f"{proposal.name}: {proposal.anchor}")
    line = proposal.line
    statement = proposal.statement
    echo(translate("command.anchor_line", line=line, statement=statement), err=True)


def _lines(key: str, lines: Sequence[int]) -> str:
    numbers = joined(map(str, lines))
    return translate("command.in_lines", source=key, lines=numbers) if lines else key


def _evidence(ctx: click.Context, name: str, key: str, folder: Path) -> Evidence:
    names = [name] if name else []
    registers = load(find(directory(ctx)), names).registers
    holder = sole_holder(registers, key, "source", lambda holder: holder.sources)
    evidence = gather(holder, folder)
    document = evidence.documents.get(key)
    if document is None:
        raise UsageError(translate("refusal.no_document", source=key))
    if not isinstance(document, SourceDocument):
        file = holder.sources[key].file
        raise UsageError(translate("refusal.unreadable_document", file=file, why=document.why))
    return evidence
