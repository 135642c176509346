"""Where claims come from: sources and what their lock says, every passage and what it feeds."""

from collections.abc import Iterable, Mapping

from ropa.evidence import Evidence
from ropa.fields.values import text
from ropa.model.source import Passage, Source, SourceKind
from ropa.register import Path, Register
from ropa.register.traverse import citations
from ropa.views.cells import enumerated, labelled, lines_cell, path_text, text_row
from ropa.views.identity import dates
from ropa.views.names import file_words, place_words
from ropa.views.sheets import columns, sheet
from ropa.views.table import Row, Table
from ropa.vocabulary import joined, translate


def sources(register: Register) -> Table:
    """Documents and statements, with dates and fingerprints, and whether they were verified."""
    heads = columns(source=40, kind_of_source=14, dates=40, address=30, verified=44, key=22)
    rows = [_source(register, key, source) for key, source in register.sources.items()]
    return sheet("sources", heads, rows)


def _source(register: Register, key: str, source: Source) -> Row:
    return text_row(
        source.title,
        translate(f"source.{source.kind}"),
        _dates(source),
        _address(source),
        verified(register, key, source),
        key,
    )


def _dates(source: Source) -> str:
    if source.kind is not SourceKind.STATEMENT:
        return dates(source)
    declared = translate("source.declared", by=source.by, dates=dates(source))
    return enumerated((declared, source.about))


def _address(source: Source) -> str:
    is_silent = source.kind is SourceKind.DOCUMENT and source.address in ("", "not-stated")
    return translate("state.not-stated") if is_silent else source.address


def verified(register: Register, key: str, source: Source) -> str:
    """What the lock says of a source: all of its passages verified, and against which document."""
    if source.kind is SourceKind.STATEMENT:
        return ""
    lock = register.locks.get(key, {})
    locked = sum(name in lock for name in source.passages)
    is_same_document = bool(lock) and lock.get("sha256") == source.sha256
    if is_same_document and locked == len(source.passages):
        return translate("source.verified", n=locked, sha256=lock["sha256"])
    return translate("source.unverified", n=locked, m=len(source.passages))


def passages(register: Register, evidence: Evidence | None = None) -> Table:
    """A row for each passage, in the order of its document, with the claims that cite it.

    With the documents at hand, the lines it stands in and its words stand beside it.
    """
    heads = columns(source=28, passage=28, anchor=44, hedged=12, claims=92)
    if evidence:
        heads += columns(lines=10, excerpt=70)
    claims = _claims(register)
    rows = []
    for key, source in register.sources.items():
        for name, passage in source.passages.items():
            cited_by = lines_cell(claims.get((key, name), ()))
            row = (text(source.title), *_passage(name, passage), cited_by)
            if evidence:
                row += text_row(evidence.lines(key, name), evidence.excerpt(key, name))
            rows.append(row)
    return sheet("evidence", heads, rows, translate("sheet.evidence_lead"))


def _passage(name: str, passage: Passage) -> Row:
    """The name of a passage, where it stands, and what keeps it from asserting."""
    after = translate("source.after", text=passage.after) if passage.after else ""
    anchor = " ".join(filter(None, (passage.at, after)))
    hedged = translate("state.lost") if passage.lost else passage.hedged
    return text_row(name, anchor, hedged)


def _claims(register: Register) -> Mapping[tuple[str, str], list[str]]:
    """For each passage the claims that cite it, a line a field: record, field, then its items."""
    citing: dict[tuple[str, str], dict[str, dict[str, None]]] = {}
    for file, path, name in citations(register):
        field, item = _field(place_words(register, file, path), path)
        line = labelled(file_words(register, file), field)
        for source in register.passages.get(name, ()):
            passage = (source, name.removeprefix(f"{source}/"))
            fields = citing.setdefault(passage, {})
            fields.setdefault(line, {})[item] = None
    return {passage: _lines(fields) for passage, fields in citing.items()}


def _lines(fields: Mapping[str, Iterable[str]]) -> list[str]:
    return [path_text((line, joined(items))) for line, items in fields.items()]


def _field(words: tuple[str, ...], path: Path) -> tuple[str, str]:
    """The field a path leads to, and the item of its list; a general one names its statement."""
    length = 3 if path[0] == "general" else 1
    return path_text(words[:length]), path_text(words[length : length + 2])
