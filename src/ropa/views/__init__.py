"""What each document shows: rows and columns, sections and facts. The narrow waist between registers and ink."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from ropa import california
from ropa.diagnostics import Diagnostic
from ropa.evidence import Evidence
from ropa.fields.cells import offered
from ropa.fields.values import Cell
from ropa.model.layout import Layout
from ropa.register import Register, ResolvedActivity
from ropa.views import (
    annexes,
    ccpa,
    cover,
    evidence,
    findings,
    general,
    item_sheets,
    layout,
    parties,
    pictures,
    report,
)
from ropa.views.binding import FORMAT, content
from ropa.views.figures import FIRMNESS, by_element, by_state
from ropa.views.identity import status_lines
from ropa.views.lines import activities
from ropa.views.machine import register_json
from ropa.views.overview import controller_register, processor_register
from ropa.views.table import (
    Chart,
    Choices,
    Document,
    Lead,
    Section,
    State,
    Table,
    TableKind,
    merged,
    only,
)
from ropa.vocabulary import say

__all__ = ["appendix", "ccpa_disclosure", "ccpa_tables", "in_layout", "register_json", "workbook"]

Cover = Callable[[Register, str], tuple[tuple[str, Cell], ...]]


def workbook(register: Register, as_of: date, documents: Evidence | None = None) -> Document:
    """The Article 30 workbook: a cover, two registers for reading, and a sheet for each kind of item.

    With *documents* the evidence sheet prints the passages themselves.
    """
    tables = (
        *map(_overview, (controller_register(register), processor_register(register))),
        *map(_items, item_sheets.sheets(register)),
        _linked(general.statements(register)),
        _linked(findings.gap_table(register, as_of), {"key": Lead.ACTIVITY}),
        _linked(cover.tensions(register)),
        _linked(evidence.sources(register)),
        _passages(evidence.passages(register, documents)),
        *_california_sheets(register, as_of),
        cover.completeness(register),
        cover.legend(register),
    )
    document = _document(register, as_of, "register", tables=tables)
    return replace(
        document,
        facts=_facts(register, document),
        charts=tuple(_charts(register)),
        choices=tuple(_choices(register, tables)),
    )


CITING: Mapping[str, Lead] = MappingProxyType({"evidence": Lead.PASSAGE, "passages": Lead.PASSAGE})
"""Columns that name passages."""

NAMES = ("key", "evidence")
"""Columns whose words are names, which no line end may cut."""


def _overview(table: Table) -> Table:
    return replace(_linked(table, {"key": Lead.ACTIVITY}), kind=TableKind.OVERVIEW)


def _items(table: Table) -> Table:
    return replace(_linked(table, {"key": Lead.ACTIVITY}), kind=TableKind.ITEMS)


def _passages(table: Table) -> Table:
    return replace(table, passages=tuple(str(row["passage"]) for row in table.records()))


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
            yield Chart(say(f"summary.chart_{role}"), elements, COUNTS)
    yield Chart(say("summary.chart_states"), by_state(register), (1,), tuple(State))


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
    """The two registers in the columns of a layout called *name*, with a cover that says how far it was verified."""
    tables = (
        *layout.tables(register, drawn),
        layout.columns(register, drawn),
        cover.legend(register),
    )

    def front(register: Register, day: str) -> tuple[tuple[str, Cell], ...]:
        return (*layout.facts(drawn), *cover.cover(register, day))

    document = _document(register, as_of, "layout", tables=tables, front=front)
    return replace(
        document,
        title=say("layout.document", title=document.title, layout=drawn.title),
        settings={**document.settings, "layout": name},
        facts=_facts(register, document, name),
    )


def appendix(
    register: Register,
    as_of: date,
    documents: Evidence | None = None,
    found: Sequence[Diagnostic] = (),
) -> Document:
    """The appendix for an audit: list of activities first, then a section for each, then what goes across them.

    With *documents* the sources annex prints the passages themselves; *found* is what a check finds.
    """

    def section(activity: ResolvedActivity) -> Section:
        about = findings.of_activity(register, activity.record, found, as_of)
        return report.activity(activity, about)

    controlled = [one for one in register.activities if one.record.is_controller]
    processed = [
        one for one in register.activities if one.record.is_processor and one not in controlled
    ]
    controller, processor = tuple(map(section, controlled)), tuple(map(section, processed))
    sections = (
        _annex("index", only(cover.index(register), ("name", "role", "description", "status"))),
        annexes.control(register, as_of.isoformat()),
        Section("summary", say("report.summary"), pictures=pictures.summary(register)),
        _annex("completeness", only(cover.completeness(register), COMPLETENESS)),
        report.organization(register),
        _part("controller", "GDPR Art. 30(1)", controller),
        _part("processor", "GDPR Art. 30(2)", processor),
        report.general(register),
        _annex(
            "transfers",
            _across(register, annexes.transfers(register)),
            "GDPR Art. 30(1)(e), 30(2)(c)",
        ),
        _annex("recipients", _across(register, annexes.recipients(register)), "GDPR Art. 30(1)(d)"),
        *(_annex(table.name, table) for table in parties.parties(register)),
        _annex("retention", _across(register, annexes.retention(register)), "GDPR Art. 30(1)(f)"),
        _annex(
            "security",
            _across(register, annexes.security(register)),
            "GDPR Art. 30(1)(g), 30(2)(d)",
        ),
        _annex("gaps", _across(register, _gaps(register, as_of)), "GDPR Art. 30"),
        _annex("findings", findings.finding_table(register, found, as_of)),
        *_california_annexes(register, as_of),
        _annex("tensions", only(cover.tensions(register), ("tension", "passages", "touches"))),
        _annex(
            "sources",
            only(evidence.sources(register), ("source", "kind_of_source", "dates", "verified")),
        ),
        _annex(
            "evidence",
            only(evidence.passages(register, documents), EXCERPTS if documents else PASSAGES),
        ),
        *(
            part
            for part in (annexes.words(register), annexes.remarks(register))
            if part.tables or part.facts
        ),
        _annex("legend", only(cover.legend(register), ("state", "meaning"))),
    )
    return _document(register, as_of, "appendix", sections=sections, front=cover.short)


COMPLETENESS = ("article", "element", "asked", *FIRMNESS, "partly")
GAPS = ("activity", "element", "item_of", "article", "state", "what", "waived")
PASSAGES = ("passage", "anchor", "hedged", "claims")
EXCERPTS = ("passage", "excerpt", "lines", "hedged", "claims")


def _annex(name: str, table: Table, article: str = "") -> Section:
    return Section(name, table.title, article, tables=(table,))


def _part(role: str, article: str, sections: tuple[Section, ...]) -> Section:
    """The activities of one role, or the sentence that there are none."""
    lead = () if sections else (say(f"sheet.{role}_empty"),)
    return Section(role, say(f"report.{role}"), article, lead=lead, sections=sections)


def _across(register: Register, table: Table) -> Table:
    """An annex: what is the same for several activities stands once."""
    return merged(table, "activity", lambda names: activities(register, names))


def _gaps(register: Register, as_of: date) -> Table:
    table = findings.gap_table(register, as_of)
    names = {column.name for column in table.columns}
    return only(table, [name for name in GAPS if name in names])


def ccpa_tables(register: Register, as_of: date) -> Document:
    """The California tables: those declared, for pasting, then what the records imply, for review."""
    return _document(register, as_of, "ccpa", tables=_california(register, as_of))


def ccpa_disclosure(register: Register, as_of: date) -> Document:
    """The California tables for pasting: what is declared, and nothing that is derived."""
    tables = (
        ccpa.declared(register, as_of),
        ccpa.declared_sensitive(register, as_of),
        ccpa.sold_or_shared(register, as_of, derived=False),
        ccpa.disclosed(register, as_of, derived=False),
        ccpa.elements(register, as_of),
        ccpa.notice(register, as_of, derived=False),
    )
    return _document(register, as_of, "ccpa_disclosure", tables=tables)


def _california(register: Register, as_of: date) -> tuple[Table, ...]:
    return (
        ccpa.declared(register, as_of),
        ccpa.declared_sensitive(register, as_of),
        ccpa.sold_or_shared(register, as_of),
        ccpa.disclosed(register, as_of),
        ccpa.elements(register, as_of),
        ccpa.notice(register, as_of),
        ccpa.categories(register, as_of),
        ccpa.sensitive(register, as_of),
        ccpa.unpaired(register, as_of),
        ccpa.service_provider(register, as_of),
    )


def _california_sheets(register: Register, as_of: date) -> tuple[Table, ...]:
    """All tables where California's law is spoken of; else the two that show what it would ask."""
    if _concerns_california(register):
        return _california(register, as_of)
    return (ccpa.categories(register, as_of), ccpa.sensitive(register, as_of))


def _california_annexes(register: Register, as_of: date) -> Iterator[Section]:
    """The same tables for paper, where California's law is spoken of; wide ones in parts that share a column."""
    if not _concerns_california(register):
        return
    status = status_lines(register)
    for table in _california(register, as_of):
        lead = tuple(line for line in table.lead if line not in status)
        whole = (tuple(column.name for column in table.columns),)
        parts = PARTS.get(table.name, whole) if table.rows else whole
        for index, names in enumerate(parts):
            part = only(table, names)
            if len(parts) > 1:  # a row that says nothing in this part says it in another
                part = replace(
                    part,
                    rows=tuple(row for row in part.rows if any(cell.values for cell in row[1:])),
                )
            title = (
                say("ccpa.part", title=table.title, n=index + 1, m=len(parts))
                if len(parts) > 1
                else table.title
            )
            yield Section(
                f"{table.name}-{index + 1}", title, lead=lead if index == 0 else (), tables=(part,)
            )


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


def _document(
    register: Register,
    as_of: date,
    name: str,
    tables: tuple[Table, ...] = (),
    sections: tuple[Section, ...] = (),
    front: Cover = cover.cover,
) -> Document:
    day = as_of.isoformat()
    organization = register.record.organization.name
    status = status_lines(register)
    title = say(f"document.{name}")
    about = register.record.document
    settings = {"logo": about.logo, "watermark": about.watermark}
    return Document(
        name,
        title,
        organization,
        "en",
        day,
        register.revision,
        status,
        front(register, day),
        tables,
        sections,
        settings,
        dated=cover.dated(register),
    )
