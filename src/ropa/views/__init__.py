"""What each document shows: rows and columns, sections and facts. The narrow waist between registers and ink."""

from collections.abc import Callable
from datetime import date

from ropa.register import Register
from ropa.views import ccpa, cover, items, report
from ropa.views.identity import status_lines
from ropa.views.machine import register_json
from ropa.views.registers import controller_register, processor_register
from ropa.views.table import Cell, Document, Section, Table, merged, only
from ropa.vocabulary import say

__all__ = ["appendix", "ccpa_tables", "register_json", "workbook"]


Cover = Callable[[Register, str], tuple[tuple[str, Cell], ...]]


def workbook(register: Register, as_of: date) -> Document:
    """The Article 30 workbook: a cover, two registers for reading, and a sheet for each kind of item."""
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
        cover.sources(register),
        ccpa.categories(register),
        ccpa.sensitive(register),
    )
    return _document(
        register,
        as_of,
        "register",
        say("document.register"),
        tables=(*tables, cover.completeness(register), cover.legend()),
    )


def appendix(register: Register, as_of: date) -> Document:
    """The appendix for an audit: list of activities first, then a section for each, then what goes across them."""
    controller = tuple(report.activity(register, record) for record in register.records if record.is_controller)
    processor = tuple(
        report.activity(register, record)
        for record in register.records
        if record.is_processor and not record.is_controller
    )
    sections = (
        Section(
            "index",
            say("sheet.index_title"),
            tables=(only(cover.index(register), ("name", "role", "description", "status")),),
        ),
        Section(
            "completeness",
            say("sheet.completeness_title"),
            tables=(
                only(cover.completeness(register), ("article", "element", "asked", "complete", "inferred", "open")),
            ),
        ),
        report.organization(register),
        Section(
            "controller",
            say("report.controller"),
            "GDPR Art. 30(1)",
            lead=() if controller else (say("sheet.controller_empty"),),
            sections=controller,
        ),
        Section(
            "processor",
            say("report.processor"),
            "GDPR Art. 30(2)",
            lead=() if processor else (say("sheet.processor_empty"),),
            sections=processor,
        ),
        report.general(register),
        Section(
            "transfers",
            say("sheet.transfers_title"),
            "GDPR Art. 30(1)(e), 30(2)(c)",
            tables=(
                _across(
                    register,
                    items.transfers(register),
                    ("activity", "transfer", "importer", "destination", "mechanism", "adequacy"),
                ),
            ),
        ),
        Section(
            "security",
            say("sheet.security_title"),
            "GDPR Art. 30(1)(g), 30(2)(d)",
            tables=(
                _across(register, items.security(register), ("activity", "measure", "detail", "state", "evidence")),
            ),
        ),
        Section(
            "gaps",
            say("sheet.gaps_title"),
            "GDPR Art. 30",
            tables=(
                _across(
                    register, items.gap_table(register), ("activity", "element", "item", "article", "state", "what")
                ),
            ),
        ),
        Section(
            "tensions",
            say("sheet.tensions_title"),
            tables=(only(cover.tensions(register), ("tension", "passages", "touches")),),
        ),
        Section(
            "sources",
            say("sheet.sources_title"),
            tables=(only(cover.sources(register), ("source", "kind_of_source", "dates", "count", "fingerprint")),),
        ),
        Section("legend", say("sheet.legend"), tables=(cover.legend(),)),
    )
    return _document(register, as_of, "appendix", say("document.appendix"), sections=sections, cover_=cover.short)


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
        ccpa.unpaired(register),
        ccpa.service_provider(register),
    )
    return _document(register, as_of, "ccpa", say("document.ccpa"), tables=tables)


def _document(
    register: Register,
    as_of: date,
    name: str,
    title: str,
    tables: tuple[Table, ...] = (),
    sections: tuple[Section, ...] = (),
    cover_: Cover = cover.cover,
) -> Document:
    day = as_of.isoformat()
    return Document(
        name,
        title,
        register.record.organization.name,
        "en",
        day,
        register.revision,
        status_lines(register),
        cover_(register, day),
        tables,
        sections,
    )
