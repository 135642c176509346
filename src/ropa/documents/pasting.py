"""California's tables: for pasting, for review, as sheets of a workbook, and on paper."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ropa import california
from ropa.documents import ccpa
from ropa.documents.frame import framed
from ropa.documents.identity import status_lines
from ropa.documents.sheets import parts as parts_of
from ropa.documents.table import Document, Section, Table, only
from ropa.register import Register
from ropa.vocabulary import joined, translate


def ccpa_tables(register: Register, as_of: date) -> Document:
    """Those declared, for pasting, then what the records imply, for review."""
    document = framed(register, as_of, "ccpa")
    return replace(document, tables=tuple(_tables(register, as_of)))


def ccpa_disclosure(register: Register, as_of: date) -> Document:
    """Those for pasting: what is declared, and nothing that is derived."""
    document = framed(register, as_of, "ccpa_disclosure")
    tables = tuple(_declared(register, as_of, derived=False))
    return replace(document, tables=tables)


def _tables(register: Register, as_of: date) -> Iterator[Table]:
    yield from _declared(register, as_of, derived=True)
    yield ccpa.categories(register, as_of)
    yield ccpa.sensitive(register, as_of)
    yield ccpa.unpaired(register, as_of)
    yield ccpa.service_provider(register)


def _declared(register: Register, as_of: date, derived: bool) -> Iterator[Table]:
    yield ccpa.declared(register)
    yield ccpa.declared_sensitive(register)
    yield ccpa.sold_or_shared(register, as_of, derived=derived)
    yield ccpa.disclosed(register, as_of, derived=derived)
    yield ccpa.elements(register, as_of)
    yield ccpa.notice(register, as_of, derived=derived)


def sheets(register: Register, as_of: date) -> Iterator[Table]:
    """All tables where California's law applies; else the two that show what it would ask."""
    if _concerns_california(register):
        yield from _tables(register, as_of)
        return
    yield ccpa.categories(register, as_of)
    yield ccpa.sensitive(register, as_of)


def annexes(register: Register, as_of: date) -> Iterator[Section]:
    """The same tables for paper, where California's law applies; wide ones in parts."""
    if not _concerns_california(register):
        return
    status = status_lines(register)
    for table in _tables(register, as_of):
        lead = tuple(line for line in table.lead if line not in status)
        parts = _parts(table)
        for number, part in enumerate(parts, start=1):
            name = f"{table.name}-{number}"
            title = _part_title(table.title, number, len(parts))
            yield Section(name, title, lead=lead, tables=(part,))
            lead = ()


def _part_title(title: str, number: int, parts: int) -> str:
    if parts > 1:
        return translate("ccpa.part", title=title, n=number, m=parts)
    return title


def _parts(table: Table) -> list[Table]:
    """*table* in parts that share a column, where it is wide; without the lines above."""
    parts = [only(table, names) for names in parts_of(table.name)]
    if parts and table.rows:
        return list(map(_filled, parts))
    return [replace(table, lead=())]


def _filled(part: Table) -> Table:
    """*part* without rows that say nothing in it: they say it in another.

    Where none is left, it is only this part that has nothing to say, and not the table.
    """
    rows = []
    for row in part.rows:
        _, *cells = row
        if any(cell.values for cell in cells):
            rows.append(row)
    _, *columns = part.columns
    headings = joined(column.heading for column in columns)
    return replace(part, rows=tuple(rows), empty=translate("ccpa.part_empty", columns=headings))


def _concerns_california(register: Register) -> bool:
    return california.applies(register) or register.record.declared is not None
