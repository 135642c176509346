"""The appendix for an audit as a document: activities first, then what goes across them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ropa.diagnostics import Diagnostic
from ropa.documents import (
    annexes,
    cover,
    evidence,
    findings,
    measures,
    parties,
    pasting,
    pictures,
    report,
)
from ropa.documents.figures import acting_as
from ropa.documents.frame import framed
from ropa.documents.lines import activities
from ropa.documents.table import Document, Section, Table, merged, only
from ropa.evidence import Evidence
from ropa.register import Register, ResolvedActivity
from ropa.vocabulary import translate


def appendix(
    register: Register,
    as_of: date,
    documents: Evidence | None = None,
    diagnostics: Sequence[Diagnostic] = (),
) -> Document:
    """List of activities, a section for each, then what goes across them.

    With *documents* the evidence annex prints the passages; *diagnostics* is what a check finds.
    """
    audit = _Audit(register, as_of, documents, diagnostics)
    front = cover.short(register, as_of)
    document = framed(register, as_of, "appendix", front)
    sections = (*audit.activities(), *audit.annexes(), *audit.sources())
    return replace(document, sections=sections)


NOT_IN_GAPS = ("condition", "evidence", "key")
INCONSISTENCIES = ("inconsistency", "passages", "touches")
SOURCES = ("source", "kind_of_source", "dates", "verified")
PASSAGES = ("passage", "anchor", "qualified", "claims")
EXCERPTS = ("passage", "excerpt", "lines", "qualified", "claims")


@dataclass(frozen=True, slots=True)
class _Audit:
    """What an appendix is made of."""

    register: Register
    as_of: date
    documents: Evidence | None
    diagnostics: Sequence[Diagnostic]

    def activities(self) -> Iterator[Section]:
        """What the register is, and all that it says of each activity."""
        register = self.register
        yield _annex(cover.index(register))
        yield annexes.control(register, self.as_of)
        yield Section("summary", translate("report.summary"), pictures=pictures.summary(register))
        yield _annex(cover.completeness(register))
        yield report.organization(register)
        controlled = acting_as(register, "controller")
        yield self._part("controller", "GDPR Art. 30(1)", controlled)
        processed = acting_as(register, "processor")
        only_processed = [activity for activity in processed if activity not in controlled]
        yield self._part("processor", "GDPR Art. 30(2)", only_processed)
        yield report.general(register)

    def _part(self, role: str, article: str, resolved: Sequence[ResolvedActivity]) -> Section:
        """The activities of one role, or the sentence that there are none."""
        sections = tuple(map(self._activity, resolved))
        lead = () if sections else (translate(f"sheet.{role}_empty"),)
        title = translate(f"report.{role}")
        return Section(role, title, article, lead=lead, sections=sections)

    def _activity(self, activity: ResolvedActivity) -> Section:
        record = activity.record
        about = findings.of_activity(self.register, record, self.diagnostics, self.as_of)
        return report.activity(activity, about)

    def annexes(self) -> Iterator[Section]:
        """What goes across activities, and what a check finds."""
        register = self.register
        yield self._across(annexes.transfers(register), "GDPR Art. 30(1)(e), 30(2)(c)")
        yield self._across(annexes.recipients(register), "GDPR Art. 30(1)(d)")
        for table in parties.parties(register):
            yield _annex(table)
        yield self._across(annexes.retention(register), "GDPR Art. 30(1)(f)")
        security = self._across(annexes.security(register), "GDPR Art. 30(1)(g), 30(2)(d)")
        yield replace(security, lead=(measures.source(),))
        yield self._across(self._gaps(), "GDPR Art. 30")
        yield _annex(findings.finding_table(register, self.diagnostics, self.as_of))
        yield from pasting.annexes(register, self.as_of)

    def _across(self, table: Table, article: str) -> Section:
        """What is the same for several activities stands once."""
        annex = merged(table, "activity", lambda names: activities(self.register, names))
        return _annex(annex, article)

    def _gaps(self) -> Table:
        table = findings.gap_table(self.register, self.as_of)
        names = [column.name for column in table.columns]
        return only(table, [name for name in names if name not in NOT_IN_GAPS])

    def sources(self) -> Iterator[Section]:
        """What the register rests on, and what its words mean."""
        register = self.register
        yield _annex(only(cover.inconsistencies(register), INCONSISTENCIES))
        yield _annex(only(evidence.sources(register), SOURCES))
        passages = evidence.passages(register, self.documents)
        yield _annex(only(passages, EXCERPTS if self.documents else PASSAGES))
        readings = _annex(evidence.readings(register))
        if any(table.rows for table in readings.tables):
            yield readings
        for part in (annexes.words(register), annexes.remarks(register)):
            if part.tables or part.facts:
                yield part
        yield _annex(cover.legend())


def _annex(table: Table, article: str = "") -> Section:
    """A part that is one table, without the lines above it."""
    part = replace(table, lead=())
    return Section(table.name, table.title, article, tables=(part,))
