"""What stands open, what a check finds beside it, and what of both somebody has accepted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from ropa.diagnostics import Diagnostic, Severity
from ropa.documents.cells import quoted, state_cell, text_row
from ropa.documents.identity import representative_article
from ropa.documents.names import activity_name, file_words, recipient_name
from ropa.documents.sheets import report_table, sheet
from ropa.documents.table import Row, Table, only
from ropa.fields.names import name
from ropa.fields.values import Cell, Value
from ropa.fields.wording import value
from ropa.model.claim import State
from ropa.register import Record, Register, ResolvedClaim
from ropa.register.gaps import RECOMMENDED, Gap, gaps, identity_gaps
from ropa.register.qualifiers import Qualifier, QualifierKind
from ropa.register.waivers import Accepted, accepted, any_waiver
from ropa.vocabulary import day_text, humanize, joined, questions, translate

OPEN = ("element-not-answered", "question-not-answered", "identity-not-answered")
"""Rules whose findings are the rows of the gaps."""

LABELLED = ("ccpa_sensitive", "personal_data", "data_subjects", "roles")
"""Lists whose words a finding may quote, beside recipients and activities."""

QUOTED_KEY = re.compile(r"'([a-z0-9-]+)'")
"""A key as a rule quotes it, the way its reader types it."""

BETWEEN_NAMES = re.compile(r"(\s*[();,:]\s*| and (?=\d+ more))")
"""What stands between the names that a rule lists."""


def gap_table(register: Register, as_of: date) -> Table:
    """A row for each question left open, in the law's order; if accepted, why and until when."""
    rows = list(_identity_rows(register, as_of))
    for gap in sorted(gaps(register), key=_place_in_law):
        rows.append(_gap_row(register, gap, as_of))
    lead = "gaps_lead_reconstruction" if register.is_reconstruction else "gaps_lead"
    table = sheet("gaps", rows, translate(f"sheet.{lead}"))
    return _waived(register, table)


def _waived(register: Register, table: Table) -> Table:
    """*table*, without the column of what is accepted where nothing is."""
    if any_waiver(register):
        return table
    names = [column.name for column in table.columns if column.name != "waived"]
    return replace(only(table, names), lead=table.lead)


def _place_in_law(gap: Gap) -> int:
    return list(questions()).index(gap.question.name)


def _identity_rows(register: Register, as_of: date) -> Iterator[Row]:
    register_itself = translate("gap_identity.register")
    condition = translate("condition.where-applicable")
    for answer in identity_gaps(register):
        question = answer.question
        item = register.label(question, answer.key) if answer.key else ""
        article = representative_article(register, answer.key, "GDPR Art. 30(1)(a)")
        about = (register_itself, translate(f"gap_identity.{question}"), item, article, condition)
        waiver = accepted(register, None, "identity-not-answered", question, as_of)
        yield _row(about, answer, _waiver_text(waiver), "")


def _gap_row(register: Register, gap: Gap, as_of: date) -> Row:
    question = gap.question
    activity = gap.record.activity
    key = gap.item or gap.answer.key
    holder = question.text("within") or question.name
    item = name(register, holder, key) or humanize(key)
    condition = question.text("condition")
    words = translate(f"condition.{condition}")
    about = (activity.name, question.label, item, gap.article, words)
    rule = "question-not-answered" if condition in RECOMMENDED else "element-not-answered"
    waiver = accepted(register, gap.record, rule, question.name, as_of)
    return _row(about, gap.answer, _waiver_text(waiver), activity.id)


def _row(about: tuple[str, ...], answer: ResolvedClaim, waiver: str, key: str) -> Row:
    evidence = joined(answer.claim.cites)
    ends = text_row(_words(answer), waiver, evidence, key)
    begins = text_row(*about)
    return (*begins, state_cell(answer.state), *ends)


def _words(answer: ResolvedClaim) -> str:
    if answer.state is State.NOT_STATED and answer.register.is_reconstruction:
        return translate("gap_words.source_silent")
    if answer.state in (State.NOT_STATED, State.NOT_RECORDED, State.LOST):
        return translate(f"gap_words.{answer.state}")
    return str(value(answer))


def _waiver_text(acceptance: Accepted | None) -> str:
    """Who accepts a finding, why and until when, or that this ended; empty where nobody does."""
    if acceptance is None:
        return ""
    waiver = acceptance.waiver
    by = translate("waiver.by", by=waiver.by) if waiver.by else ""
    key = "waiver.runs" if acceptance.runs else "waiver.ended"
    day = day_text(waiver.until)
    return translate(key, by=by, day=day, reason=waiver.reason)


def finding_table(register: Register, diagnostics: Sequence[Diagnostic], as_of: date) -> Table:
    """A row for each warning that is not a gap: what, under which article and rule, and where."""
    rows = []
    for finding in filter(_is_printed, diagnostics):
        where = file_words(register, finding.span.file)
        message = in_names(register, finding.message)
        record = record_of(register, finding)
        waiver = accepted(register, record, finding.rule, "", as_of)
        words = _waiver_text(waiver)
        rows.append(text_row(where, message, finding.article, finding.rule, words))
    table = report_table("findings", rows, translate("report.findings_empty"))
    return _waived(register, table)


def _is_printed(finding: Diagnostic) -> bool:
    return finding.severity >= Severity.WARNING and finding.rule not in OPEN


def record_of(register: Register, finding: Diagnostic) -> Record | None:
    """The record the file of a finding holds; None where it is another file of the register."""
    file = finding.span.file
    for record in register.records:
        if record.file == file:
            return record
    return None


def of_activity(
    register: Register, record: Record, diagnostics: Sequence[Diagnostic], as_of: date
) -> Cell:
    """The warnings about one activity that are not gaps, a line each."""
    values = []
    for finding in filter(_is_printed, diagnostics):
        if finding.span.file == record.file:
            waiver = accepted(register, record, finding.rule, "", as_of)
            words = filter(None, (finding.article, _waiver_text(waiver)))
            remarks = [Qualifier(QualifierKind.REMARK, remark) for remark in words]
            message = in_names(register, finding.message)
            values.append(Value(message, State.STATED, tuple(remarks)))
    return Cell(tuple(values))


def in_names(register: Register, message: str) -> str:
    """A message of a rule with names in place of keys, and a recipient with what qualifies it.

    Whoever reads a document has seen the names.
    """
    with_names = QUOTED_KEY.sub(lambda key: _name(register, key[1]), message)
    pieces = BETWEEN_NAMES.split(with_names)
    return "".join(_listed(register, piece) for piece in pieces)


def _listed(register: Register, piece: str) -> str:
    """A name in a list of a message: of an activity or declared category, or *piece* itself."""
    declared = register.record.declared
    others = declared.other.items if declared and declared.other else {}
    if piece in others:
        return quoted(others[piece].label or humanize(piece))
    return activity_name(register, piece)


def _name(register: Register, key: str) -> str:
    """What a quoted *key* stands for, by name; the quoted key where it stands for nothing."""
    recipient = recipient_name(register, key)
    if recipient:
        return recipient
    if key in register.by_id:
        return quoted(activity_name(register, key))
    for list_name in LABELLED:
        word = register.word(list_name, key)
        if word:
            return quoted(word.label)
    return f"'{key}'"
