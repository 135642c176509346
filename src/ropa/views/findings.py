"""What stands open, what a check finds beside it, and what of both somebody has accepted."""

from collections.abc import Iterator, Sequence
from datetime import date

from ropa.diagnostics import Diagnostic, Severity
from ropa.model.claim import State
from ropa.register import Record, Register, ResolvedClaim
from ropa.register.gaps import RECOMMENDED, Gap, gaps, identity_gaps
from ropa.register.qualifiers import Qualifier, QualifierKind
from ropa.register.waivers import accepted, any_waiver
from ropa.views.identity import status_lines
from ropa.views.phrases import name, value
from ropa.views.table import Cell, Table, Value, column, text
from ropa.vocabulary import questions, say, spelled

OPEN = ("element-not-answered", "question-not-answered", "identity-not-answered")
"""Rules whose findings are the rows of the gaps."""


def gap_table(register: Register, as_of: date) -> Table:
    """A row for each question a register leaves open, in the order of the law; accepted ones with reason and end."""
    columns = (
        column("activity", "", 26),
        column("element", "", 24),
        column("item_of", "", 26),
        column("article", "", 22),
        column("condition", "", 18),
        column("state", "", 16),
        column("what", "", 88),
        *((column("waived", "", 36),) if any_waiver(register) else ()),
        column("evidence", "", 26),
        column("key", "", 24),
    )
    order = list(questions())
    found = sorted(gaps(register), key=lambda gap: order.index(gap.question.name))
    rows = (*_identity_rows(register, as_of), *(_row(register, gap, as_of) for gap in found))
    return Table(
        "gaps",
        say("sheet.gaps_title"),
        columns,
        rows,
        lead=(
            say(
                "sheet.gaps_lead_reconstruction"
                if register.is_reconstruction
                else "sheet.gaps_lead"
            ),
            *status_lines(register),
        ),
        empty=say("sheet.gaps_empty"),
    )


def _identity_rows(register: Register, as_of: date) -> Iterator[tuple[Cell, ...]]:
    for answer in identity_gaps(register):
        question = answer.question
        label = say(f"gap_identity.{question}")
        item = register.label(question, answer.key) if answer.key else ""
        about = (
            say("gap_identity.register"),
            label,
            item,
            "GDPR Art. 30(1)(a)",
            say("condition.where-applicable"),
        )
        waiver = _waiver(register, None, "identity-not-answered", question, as_of)
        yield _cells(about, answer, waiver, "")


def _row(register: Register, gap: Gap, as_of: date) -> tuple[Cell, ...]:
    question, record = gap.question, gap.record
    key = gap.item or gap.answer.key
    item = name(register, question.text("within") or question.name, key) or spelled(key)
    condition = question.text("condition")
    rule = "question-not-answered" if condition in RECOMMENDED else "element-not-answered"
    about = (record.activity.name, question.label, item, gap.article, say(f"condition.{condition}"))
    waiver = _waiver(register, record, rule, question.name, as_of)
    return _cells(about, gap.answer, waiver, record.activity.id)


def _cells(
    about: tuple[str, ...], answer: ResolvedClaim, waiver: str, key: str
) -> tuple[Cell, ...]:
    one = value(answer)
    return (
        *map(text, about),
        Cell((Value(say(f"state.{answer.state}"), answer.state),)),
        text(_words(answer, one)),
        *((text(waiver),) if any_waiver(answer.register) else ()),
        text(", ".join(one.cites), one.cites),
        text(key),
    )


def _words(answer: ResolvedClaim, one: Value) -> str:
    if answer.state is State.NOT_STATED and answer.register.is_reconstruction:
        return say("gap_words.source_silent")
    if answer.state in (State.NOT_STATED, State.NOT_RECORDED, State.LOST):
        return say(f"gap_words.{answer.state}")
    return str(one)


def _waiver(register: Register, record: Record | None, rule: str, field: str, as_of: date) -> str:
    """Who accepts it, why and until when; that it ended, where it ended before the *as_of* day; else empty."""
    found = accepted(register, record, rule, field, as_of)
    if found is None:
        return ""
    told = {"day": found.waiver.until.isoformat(), "reason": found.waiver.reason}
    by = say("waiver.by", by=found.waiver.by) if found.waiver.by else ""
    return say("waiver.runs" if found.runs else "waiver.ended", by=by, **told)


def finding_table(register: Register, found: Sequence[Diagnostic], as_of: date) -> Table:
    """A row for each warning of a check that is not a gap: what, under which article and rule, in which record."""
    columns = (
        column("where"),
        column("finding"),
        column("article"),
        column("rule"),
        *((column("waived"),) if any_waiver(register) else ()),
    )
    rows = []
    for one in found:
        if one.severity < Severity.WARNING or one.rule in OPEN:
            continue
        record = record_of(register, one)
        row = (
            _subject(register, record, one),
            text(one.message),
            text(one.article),
            text(one.rule),
        )
        waived = _waiver(register, record, one.rule, "", as_of)
        rows.append((*row, *((text(waived),) if any_waiver(register) else ())))
    return Table(
        "findings", say("report.findings"), columns, tuple(rows), empty=say("report.findings_empty")
    )


def _subject(register: Register, record: Record | None, one: Diagnostic) -> Cell:
    if record is not None:
        return text(record.activity.name)
    is_register = one.span.file == register.file
    return text(say("gap_identity.register") if is_register else one.span.file.rpartition("/")[2])


def record_of(register: Register, one: Diagnostic) -> Record | None:
    """The record the file of a finding holds; None where it is another file of the register."""
    return next((record for record in register.records if record.file == one.span.file), None)


def of_activity(
    register: Register, record: Record, found: Sequence[Diagnostic], as_of: date
) -> Cell:
    """The warnings about one activity that are not gaps, a line each."""
    values = []
    for one in found:
        if (
            one.severity >= Severity.WARNING
            and one.rule not in OPEN
            and one.span.file == record.file
        ):
            waived = _waiver(register, record, one.rule, "", as_of)
            remarks = (
                Qualifier(QualifierKind.REMARK, words) for words in (one.article, waived) if words
            )
            values.append(Value(one.message, qualifiers=tuple(remarks)))
    return Cell(tuple(values))
