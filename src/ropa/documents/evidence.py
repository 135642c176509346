"""Where claims come from: sources and what their lock says, every passage and what it feeds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from ropa.california import grouped
from ropa.documents.cells import enumerated, labelled, lines_cell, path_text, text_row
from ropa.documents.identity import dates
from ropa.documents.names import file_words, place_words
from ropa.documents.sheets import heads, sheet
from ropa.documents.table import Row, Table
from ropa.evidence import Evidence
from ropa.model.source import Passage, Source, SourceKind
from ropa.register import Path, Register
from ropa.vocabulary import joined, translate


def sources(register: Register) -> Table:
    """Documents and statements, with dates and fingerprints, and whether they were verified."""
    rows = []
    for key, source in register.sources.items():
        rows.append(_source(register, key, source))
    return sheet("sources", rows)


def _source(register: Register, key: str, source: Source) -> Row:
    kind = translate(f"source.{source.kind}")
    state = verified(register, key, source)
    dates, address = _dates(source), _address(source)
    return text_row(source.title, kind, dates, address, state, key)


def _dates(source: Source) -> str:
    if source.kind is not SourceKind.STATEMENT:
        return dates(source)
    declared = translate("source.declared", by=source.by, dates=dates(source))
    return enumerated((declared, source.about))


def _address(source: Source) -> str:
    is_stated = source.address not in ("", "not-stated")
    if is_stated or source.kind is SourceKind.STATEMENT:
        return source.address
    return translate("state.not-stated")


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
    claims = _claims(register)
    rows = []
    for key, source in register.sources.items():
        for name, passage in source.passages.items():
            cited_by = lines_cell(claims.get((key, name), ()))
            row = (*_passage(source, name, passage), cited_by)
            if evidence:
                row += _excerpt(evidence, key, name)
            rows.append(row)
    table = sheet("evidence", rows, translate("sheet.evidence_lead"))
    if evidence:
        columns = (*table.columns, *heads("excerpts"))
        return replace(table, columns=columns)
    return table


def readings(register: Register) -> Table:
    """How sources were read, a row for each claim that says so."""
    rows = []
    for place, claim in register.claims:
        if claim.reading:
            field, item = _citation(register, place.file, place.path)
            where = path_text(filter(None, (field, item)))
            passages = joined(claim.cites)
            rows.append(text_row(where, claim.reading, passages))
    return sheet("readings", rows)


def _excerpt(evidence: Evidence, source: str, passage: str) -> Row:
    """The lines of a document that a passage stands in, and its words."""
    lines = evidence.lines(source, passage)
    return text_row(lines, evidence.excerpt(source, passage))


def _passage(source: Source, name: str, passage: Passage) -> Row:
    """The source and name of a passage, where it stands, and what keeps it from asserting."""
    after = translate("source.after", text=passage.after) if passage.after else ""
    anchor = " ".join(filter(None, (passage.at, after)))
    qualified = translate("state.lost") if passage.lost else passage.qualified
    return text_row(source.title, name, anchor, qualified)


def _claims(register: Register) -> Mapping[tuple[str, str], list[str]]:
    """For each passage the claims that cite it, a line a field: record, field, then its items."""
    citing = grouped(_cited(register))
    return {passage: _lines(cited_by) for passage, cited_by in citing.items()}


class Citation(NamedTuple):
    """A claim that cites a passage: the field of a file that it answers, and the item of its list.

    That of a general statement names its statement.
    """

    field: str
    item: str


def _cited(register: Register) -> Iterator[tuple[tuple[str, str], Citation]]:
    """Each passage, by its source and its name, with each claim that cites it."""
    for file, path, name in register.citations():
        citation = _citation(register, file, path)
        for source in register.passages.get(name, ()):
            passage = name.removeprefix(f"{source}/")
            yield (source, passage), citation


def _citation(register: Register, file: str, path: Path) -> Citation:
    words = place_words(register, file, path)
    length = 3 if path[0] == "register_wide" else 1
    field = path_text(words[:length])
    item = path_text(words[length : length + 2])
    return Citation(labelled(file_words(register, file), field), item)


def _lines(citations: Iterable[Citation]) -> list[str]:
    lines = []
    items = grouped(dict.fromkeys(citations))
    for field, names in items.items():
        lines.append(path_text((field, joined(names))))
    return lines
