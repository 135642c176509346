"""California's tables: for pasting, for review, as sheets of a workbook, and on paper."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from ropa import california
from ropa.register import Register
from ropa.views import ccpa, cover
from ropa.views.frame import framed
from ropa.views.identity import status_lines
from ropa.views.table import Document, Section, Table, only
from ropa.vocabulary import translate


def ccpa_tables(register: Register, as_of: date) -> Document:
    """Those declared, for pasting, then what the records imply, for review."""
    day = as_of.isoformat()
    document = framed(register, day, "ccpa", cover.cover(register, day))
    return replace(document, tables=_tables(register, as_of))


def ccpa_disclosure(register: Register, as_of: date) -> Document:
    """Those for pasting: what is declared, and nothing that is derived."""
    day = as_of.isoformat()
    document = framed(register, day, "ccpa_disclosure", cover.cover(register, day))
    return replace(document, tables=_declared(register, as_of, derived=False))


def _tables(register: Register, as_of: date) -> tuple[Table, ...]:
    return (
        *_declared(register, as_of, derived=True),
        ccpa.categories(register, as_of),
        ccpa.sensitive(register, as_of),
        ccpa.unpaired(register, as_of),
        ccpa.service_provider(register, as_of),
    )


def _declared(register: Register, as_of: date, derived: bool) -> tuple[Table, ...]:
    return (
        ccpa.declared(register, as_of),
        ccpa.declared_sensitive(register, as_of),
        ccpa.sold_or_shared(register, as_of, derived=derived),
        ccpa.disclosed(register, as_of, derived=derived),
        ccpa.elements(register, as_of),
        ccpa.notice(register, as_of, derived=derived),
    )


def sheets(register: Register, as_of: date) -> tuple[Table, ...]:
    """All tables where California's law applies; else the two that show what it would ask."""
    if _concerns_california(register):
        return _tables(register, as_of)
    return (ccpa.categories(register, as_of), ccpa.sensitive(register, as_of))


def annexes(register: Register, as_of: date) -> Iterator[Section]:
    """The same tables for paper, where California's law applies; wide ones in parts."""
    if not _concerns_california(register):
        return
    status = status_lines(register)
    for table in _tables(register, as_of):
        lead = tuple(line for line in table.lead if line not in status)
        parts = _parts(table)
        for number, part in enumerate(parts, start=1):
            title = table.title
            if len(parts) > 1:
                title = translate("ccpa.part", title=title, n=number, m=len(parts))
            name = f"{table.name}-{number}"
            yield Section(name, title, lead=lead if number == 1 else (), tables=(part,))


def _parts(table: Table) -> list[Table]:
    """*table* in parts that share a column, where it is wide; without the lines above."""
    if table.name not in PARTS or not table.rows:
        return [only(table, [column.name for column in table.columns])]
    return [_filled(only(table, names)) for names in PARTS[table.name]]


def _filled(part: Table) -> Table:
    """*part* without rows that say nothing in it: they say it in another."""
    rows = [row for row in part.rows if any(cell.values for cell in row[1:])]
    return replace(part, rows=tuple(rows))


def _concerns_california(register: Register) -> bool:
    return california.applies(register) or register.record.declared is not None


PARTS: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        "ccpa_declared": (
            ("declared_label", "statutory", "collected", "declared_examples", "declared_period"),
            ("declared_label", "ccpa_sources", "ccpa_purposes", "disclosed_to", "ccpa_retention"),
        ),
        "ccpa": (
            ("statutory", "declared_label", "collected", "recorded", "ccpa_window"),
            ("statutory", "ccpa_sources", "ccpa_purposes", "disclosed_to"),
            ("statutory", "sold", "shared", "ccpa_retention"),
        ),
    }
)
"""Columns of the parts of California's wide tables on paper; every column is in one of them."""
