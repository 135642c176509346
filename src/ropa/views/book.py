"""The workbook as a document: its sheets in order, what leads where, numbers and dropdowns."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from ropa.evidence import Evidence
from ropa.fields.cells import offered
from ropa.model.layout import Layout
from ropa.register import Register
from ropa.views import cover, evidence, findings, general, item_sheets, layout, pasting
from ropa.views.figures import by_element, by_state
from ropa.views.frame import framed
from ropa.views.overview import controller_register, processor_register
from ropa.views.row_identity import FORMAT, content
from ropa.views.table import Chart, Choices, Document, Lead, State, Table, TableKind
from ropa.vocabulary import translate


def workbook(register: Register, as_of: date, documents: Evidence | None = None) -> Document:
    """The Article 30 workbook: a cover, two overviews, and a sheet for each kind of item.

    With *documents* the evidence sheet prints the passages themselves.
    """
    overviews = (controller_register(register), processor_register(register))
    items = item_sheets.sheets(register)
    annexes = _annexes(register, as_of, documents)
    tables = (*map(_overview, overviews), *map(_items, items), *annexes)
    day = as_of.isoformat()
    document = framed(register, day, "register", cover.cover(register, day))
    document = replace(document, tables=tables)
    return replace(
        document,
        facts=_facts(register, document),
        charts=tuple(_charts(register)),
        choices=tuple(_choices(register, tables)),
    )


def _annexes(register: Register, as_of: date, documents: Evidence | None) -> Iterator[Table]:
    """The sheets behind those of items, in their order."""
    yield _linked(general.statements(register))
    yield _linked(findings.gap_table(register, as_of), {"key": Lead.ACTIVITY})
    yield _linked(cover.tensions(register))
    yield _linked(evidence.sources(register))
    passages = evidence.passages(register, documents)
    names = tuple(str(row["passage"]) for row in passages.records())
    yield replace(passages, passages=names)
    yield from pasting.sheets(register, as_of)
    yield cover.completeness(register)
    yield cover.legend(register)


CITING: Mapping[str, Lead] = MappingProxyType({"evidence": Lead.PASSAGE, "passages": Lead.PASSAGE})
"""Columns that name passages."""

NAMES = ("key", "evidence")
"""Columns whose words are names, which no line end may cut."""


def _overview(table: Table) -> Table:
    return replace(_linked(table, {"key": Lead.ACTIVITY}), kind=TableKind.OVERVIEW)


def _items(table: Table) -> Table:
    return replace(_linked(table, {"key": Lead.ACTIVITY}), kind=TableKind.ITEMS)


def _linked(table: Table, leads: Mapping[str, Lead] = MappingProxyType({})) -> Table:
    """*table* with columns that lead to the passages they name, and others by *leads*."""
    all_leads = {**CITING, **leads}
    columns = tuple(
        replace(column, leads=all_leads.get(column.name), is_unbroken=column.name in NAMES)
        for column in table.columns
    )
    return replace(table, columns=columns)


def _facts(register: Register, document: Document, layout: str = "") -> tuple[tuple[str, str], ...]:
    """What ties a workbook to its register; one in a layout is not taken back, and needs less."""
    format_ = () if layout else (("format", FORMAT),)
    rows_hash = () if layout else (("content", content(document)),)
    part = (("part", " ".join(register.part)),) if register.part else ()
    return (
        *format_,
        ("register", register.name),
        ("revision", register.revision),
        *rows_hash,
        ("as_of", document.as_of),
        ("template", layout or "default"),
        *part,
    )


def _charts(register: Register) -> Iterator[Chart]:
    """What is answered by element, for each role there is, then by state."""
    for role in ("controller", "processor"):
        elements = by_element(register, role)
        if elements.rows:
            yield Chart(translate(f"summary.chart_{role}"), elements, COUNTS)
    yield Chart(translate("summary.chart_states"), by_state(register), (1,), tuple(State))


COUNTS = (3, 4, 5)
"""Columns of the figures by element that are drawn: complete, inferred, open."""


def _choices(register: Register, tables: Iterable[Table]) -> Iterator[Choices]:
    """What dropdowns offer: each list once, under the first heading that asks for it."""
    seen = set()
    for column in (column for table in tables for column in table.columns):
        field = column.field
        if field is None or (field.kind, field.words) in seen:
            continue
        if words := offered(register, field):
            seen.add((field.kind, field.words))
            yield Choices(field.kind, field.words, column.heading, words)


def in_layout(register: Register, as_of: date, drawn: Layout, name: str) -> Document:
    """The two registers in the columns of a layout called *name*.

    The cover says how far the layout was verified.
    """
    tables = (
        *layout.tables(register, drawn),
        layout.columns(register, drawn),
        cover.legend(register),
    )
    day = as_of.isoformat()
    front = (*layout.facts(drawn), *cover.cover(register, day))
    document = framed(register, day, "layout", front)
    return replace(
        document,
        tables=tables,
        title=translate("layout.document", title=document.title, layout=drawn.title),
        settings={**document.settings, "layout": name},
        facts=_facts(register, document, name),
    )
