"""The workbook as a document: its sheets in order, what leads where, numbers and dropdowns."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from ropa.documents import (
    cover,
    evidence,
    findings,
    further,
    general,
    item_sheets,
    layout,
    parties,
    pasting,
)
from ropa.documents.figures import by_element, by_state
from ropa.documents.frame import framed
from ropa.documents.overview import register_table
from ropa.documents.row_identity import FORMAT, content
from ropa.documents.table import Chart, Choices, Column, Document, Lead, State, Table, TableKind
from ropa.evidence import Evidence
from ropa.fields.cells import offered
from ropa.model.layout import Layout
from ropa.register import Register
from ropa.vocabulary import translate


def workbook(register: Register, as_of: date, documents: Evidence | None = None) -> Document:
    """The Article 30 workbook: a cover, two overviews, and a sheet for each kind of item.

    With *documents* the evidence sheet prints the passages themselves.
    """
    document = framed(register, as_of, "register")
    sheets = _sheets(register, as_of, documents)
    about = (cover.completeness(register), cover.legend())
    tables = list(_under_status(sheets, document.status))
    # The tables of California carry the lines of the register already.
    tables += pasting.sheets(register, as_of)
    tables += _under_status(about, document.status)
    charts = tuple(_charts(register))
    choices = tuple(_choices(register, tables))
    document = replace(document, tables=tuple(tables), charts=charts, choices=choices)
    return replace(document, facts=_facts(register, document))


def _under_status(tables: Iterable[Table], status: tuple[str, ...]) -> Iterator[Table]:
    """*tables* with the lines that every page carries below their own."""
    for table in tables:
        yield replace(table, lead=(*table.lead, *status))


def _sheets(register: Register, as_of: date, documents: Evidence | None) -> Iterator[Table]:
    """The sheets before those of California, in their order."""
    for role in ("controller", "processor"):
        overview = _of_activities(register_table(register, role))
        yield replace(overview, kind=TableKind.OVERVIEW)
    for table in item_sheets.sheets(register):
        yield replace(_of_activities(table), kind=TableKind.ITEMS)
    yield _linked(general.statements(register))
    for table in (further.further(register), *parties.parties(register)):
        if table.rows:
            yield replace(table, is_occasional=True)
    yield _of_activities(findings.gap_table(register, as_of))
    yield _linked(cover.inconsistencies(register))
    yield _linked(evidence.sources(register))
    passages = evidence.passages(register, documents)
    names = [str(row["passage"]) for row in passages.records()]
    yield replace(passages, passages=tuple(names))
    yield _linked(evidence.readings(register))


CITING: Mapping[str, Lead] = {"evidence": Lead.PASSAGE, "passages": Lead.PASSAGE}
"""Columns that name passages."""

NAMES = ("key", "evidence")
"""Columns whose words are names, which no line end may cut."""


def _of_activities(table: Table) -> Table:
    """*table* with keys that lead to their activities."""
    return _linked(table, {**CITING, "key": Lead.ACTIVITY})


def _linked(table: Table, leads: Mapping[str, Lead] = CITING) -> Table:
    """*table* with columns that lead to what they name, as *leads* says."""
    columns = []
    for column in table.columns:
        name = column.name
        lead = leads.get(name)
        columns.append(replace(column, leads=lead, is_unbroken=name in NAMES))
    return replace(table, columns=tuple(columns))


def _facts(register: Register, document: Document, layout: str = "") -> tuple[tuple[str, str], ...]:
    """What ties a workbook to its register; one in a layout is not taken back, and needs less."""
    facts = {"register": register.name, "revision": register.revision}
    if not layout:
        facts = {"format": FORMAT, **facts, "content": content(document)}
    facts["as_of"] = document.as_of
    facts["template"] = layout or "default"
    if register.part:
        facts["part"] = " ".join(register.part)
    return tuple(facts.items())


def _charts(register: Register) -> Iterator[Chart]:
    """What is answered by element, for each role there is, then by state."""
    for role in ("controller", "processor"):
        elements = by_element(register, role)
        if elements.rows:
            yield Chart(translate(f"summary.chart_{role}"), elements, COUNTS)
    figures = by_state(register)
    states = (*State, State.VAGUE)[: len(figures.rows)]  # Alternatives look as what is vague does.
    yield Chart(translate("summary.chart_states"), figures, (1,), states)


COUNTS = (3, 4, 5)
"""Columns of the figures by element that have bars: complete, inferred, open."""


def _choices(register: Register, tables: Iterable[Table]) -> Iterator[Choices]:
    """What dropdowns offer: each list once, under the first heading that asks for it."""
    lists = set()
    for column in _columns(tables):
        field = column.field
        if field is None:
            continue
        word_list = field.kind, field.words
        if word_list in lists:
            continue
        if words := offered(register, field):
            lists.add(word_list)
            yield Choices(field.kind, field.words, column.heading, words)


def _columns(tables: Iterable[Table]) -> Iterator[Column]:
    for table in tables:
        yield from table.columns


def in_layout(register: Register, as_of: date, chosen: Layout, name: str) -> Document:
    """The two registers in the columns of a layout called *name*.

    The cover says how far the layout was verified.
    """
    front = (*layout.facts(chosen), *cover.cover(register, as_of))
    document = framed(register, as_of, "layout", front)
    sheets = (*layout.tables(register, chosen), layout.columns(chosen), cover.legend())
    tables = []
    for table in sheets:
        lead = (*document.status, *table.lead)
        tables.append(replace(table, lead=lead))
    title = translate("layout.document", title=document.title, layout=chosen.title)
    settings = {**document.settings, "layout": name}
    facts = _facts(register, document, name)
    return replace(document, tables=tuple(tables), title=title, settings=settings, facts=facts)
