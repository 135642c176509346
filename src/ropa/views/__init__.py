"""What each document shows: rows and columns, sections and facts. The narrow waist between registers and ink."""

from collections.abc import Callable
from datetime import date

from ropa.evidence import Evidence
from ropa.register import Register
from ropa.views import ccpa, cover, evidence, items, report
from ropa.views.identity import status_lines
from ropa.views.machine import register_json
from ropa.views.registers import controller_register, processor_register
from ropa.views.table import Cell, Document, Section, Table, merged, only
from ropa.vocabulary import say

__all__ = ["appendix", "ccpa_tables", "register_json", "workbook"]

Cover = Callable[[Register, str], tuple[tuple[str, Cell], ...]]


def workbook(register: Register, as_of: date, documents: Evidence | None = None) -> Document:
    """The Article 30 workbook: a cover, two registers for reading, and a sheet for each kind of item.

    With *documents* the evidence sheet prints the passages themselves.
    """
    tables = (
        controller_register(register),
        processor_register(register),
        items.purposes(register),
        items.personal_data(register),
        items.recipients(register),
        items.transfers(register),
        items.security(register),
        items.gap_table(register),
        cover.tensions(register),
        evidence.sources(register),
        evidence.passages(register, documents),
        ccpa.categories(register),
        ccpa.sensitive(register),
        cover.completeness(register),
        cover.legend(),
    )
    return _document(register, as_of, "register", tables=tables)


def appendix(register: Register, as_of: date, documents: Evidence | None = None) -> Document:
    """The appendix for an audit: list of activities first, then a section for each, then what goes across them.

    With *documents* the sources annex prints the passages themselves.
    """
    controller = tuple(report.activity(register, record) for record in register.records if record.is_controller)
    processor = tuple(
        report.activity(register, record)
        for record in register.records
        if record.is_processor and not record.is_controller
    )
    sections = (
        _annex("index", only(cover.index(register), ("name", "role", "description", "status"))),
        _annex("completeness", only(cover.completeness(register), COMPLETENESS)),
        report.organization(register),
        _part("controller", "GDPR Art. 30(1)", controller),
        _part("processor", "GDPR Art. 30(2)", processor),
        report.general(register),
        _annex("transfers", _across(register, items.transfers(register), TRANSFERS), "GDPR Art. 30(1)(e), 30(2)(c)"),
        _annex("security", _across(register, items.security(register), SECURITY), "GDPR Art. 30(1)(g), 30(2)(d)"),
        _annex("gaps", _across(register, items.gap_table(register), GAPS), "GDPR Art. 30"),
        _annex("tensions", only(cover.tensions(register), ("tension", "passages", "touches"))),
        _annex("sources", only(evidence.sources(register), ("source", "kind_of_source", "dates", "verified"))),
        _annex("evidence", only(evidence.passages(register, documents), EXCERPTS if documents else PASSAGES)),
        _annex("legend", cover.legend()),
    )
    return _document(register, as_of, "appendix", sections=sections, front=cover.short)


COMPLETENESS = ("article", "element", "asked", "complete", "inferred", "open")
TRANSFERS = ("activity", "transfer", "importer", "destination", "mechanism", "adequacy")
SECURITY = ("activity", "measure", "detail", "state", "evidence")
GAPS = ("activity", "element", "item", "article", "state", "what")
PASSAGES = ("passage", "anchor", "hedged", "claims")
EXCERPTS = ("passage", "excerpt", "lines", "hedged", "claims")


def _annex(name: str, table: Table, article: str = "") -> Section:
    return Section(name, table.title, article, tables=(table,))


def _part(role: str, article: str, sections: tuple[Section, ...]) -> Section:
    """The activities of one role, or the sentence that there are none."""
    lead = () if sections else (say(f"sheet.{role}_empty"),)
    return Section(role, say(f"report.{role}"), article, lead=lead, sections=sections)


def _across(register: Register, table: Table, names: tuple[str, ...]) -> Table:
    """An annex: what is the same for several activities stands once."""
    everything = {record.activity.name for record in register.records}
    controller = {record.activity.name for record in register.records if record.is_controller}

    def whole(found: tuple[str, ...]) -> str:
        if set(found) == everything:
            return say("report.all_activities", n=len(found))
        return say("report.all_controller", n=len(found)) if set(found) == controller else "; ".join(found)

    return merged(only(table, names), "activity", whole)


def ccpa_tables(register: Register, as_of: date) -> Document:
    """The California tables: a row for each statutory category, and sensitive personal information as its own list."""
    tables = (
        ccpa.categories(register),
        ccpa.sensitive(register),
        ccpa.statements(register),
        ccpa.unpaired(register),
        ccpa.service_provider(register),
    )
    return _document(register, as_of, "ccpa", tables=tables)


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
    return Document(
        name, title, organization, "en", day, register.revision, status, front(register, day), tables, sections
    )
