"""What stands open, what a check finds beside it, and what of both somebody has accepted."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from ropa.diagnostics import Diagnostic, Severity
from ropa.fields.names import name
from ropa.fields.values import Cell, Value, text
from ropa.fields.wording import value
from ropa.model.claim import State
from ropa.register import Record, Register, ResolvedClaim
from ropa.register.gaps import RECOMMENDED, Gap, gaps, identity_gaps
from ropa.register.qualifiers import Qualifier, QualifierKind
from ropa.register.waivers import accepted, any_waiver
from ropa.views.identity import representative_article
from ropa.views.names import activity_name, file_words, recipient_name
from ropa.views.sheets import columns, sheet
from ropa.views.table import Column, Table, column
from ropa.vocabulary import humanize, questions, translate

OPEN = ("element-not-answered", "question-not-answered", "identity-not-answered")
"""Rules whose findings are the rows of the gaps."""

LABELLED = ("ccpa_sensitive", "personal_data", "data_subjects", "roles")
"""Lists whose words a finding may quote, beside recipients and activities."""

Row = tuple[Cell, ...]


def gap_table(register: Register, as_of: date) -> Table:
    """A row for each question left open, in the law's order; if accepted, why and until when."""
    order = list(questions())
    in_order = sorted(gaps(register), key=lambda gap: order.index(gap.question.name))
    rows = [*_identity_rows(register, as_of)]
    rows += [_row(register, gap, as_of) for gap in in_order]
    kind = "gaps_lead_reconstruction" if register.is_reconstruction else "gaps_lead"
    return sheet(register, "gaps", _columns(register), rows, translate(f"sheet.{kind}"))


def _columns(register: Register) -> tuple[Column, ...]:
    heads = columns(
        activity=26, element=24, item_of=26, article=22, condition=18, state=16, what=88
    )
    waived = columns(waived=36) if any_waiver(register) else ()
    return (*heads, *waived, *columns(evidence=26, key=24))


def _identity_rows(register: Register, as_of: date) -> Iterator[Row]:
    whole, condition = translate("gap_identity.register"), translate("condition.where-applicable")
    for answer in identity_gaps(register):
        question = answer.question
        item = register.label(question, answer.key) if answer.key else ""
        article = representative_article(register, answer.key, "GDPR Art. 30(1)(a)")
        about = (whole, translate(f"gap_identity.{question}"), item, article, condition)
        waiver = _waiver(register, None, "identity-not-answered", question, as_of)
        yield _cells(about, answer, waiver, "")


def _row(register: Register, gap: Gap, as_of: date) -> Row:
    question, activity = gap.question, gap.record.activity
    key = gap.item or gap.answer.key
    item = name(register, question.text("within") or question.name, key) or humanize(key)
    condition = question.text("condition")
    rule = "question-not-answered" if condition in RECOMMENDED else "element-not-answered"
    about = (activity.name, question.label, item, gap.article, translate(f"condition.{condition}"))
    waiver = _waiver(register, gap.record, rule, question.name, as_of)
    return _cells(about, gap.answer, waiver, activity.id)


def _cells(about: tuple[str, ...], answer: ResolvedClaim, waiver: str, key: str) -> Row:
    state = Value(translate(f"state.{answer.state}"), answer.state)
    cells = [*map(text, about), Cell((state,)), text(_words(answer))]
    if any_waiver(answer.register):
        cells.append(text(waiver))
    evidence = ", ".join(answer.claim.cites)
    return (*cells, text(evidence), text(key))


def _words(answer: ResolvedClaim) -> str:
    if answer.state is State.NOT_STATED and answer.register.is_reconstruction:
        return translate("gap_words.source_silent")
    if answer.state in (State.NOT_STATED, State.NOT_RECORDED, State.LOST):
        return translate(f"gap_words.{answer.state}")
    return str(value(answer))


def _waiver(register: Register, record: Record | None, rule: str, field: str, as_of: date) -> str:
    """Who accepts it, why and until when; that it ended, where it did before *as_of*; or empty."""
    acceptance = accepted(register, record, rule, field, as_of)
    if acceptance is None:
        return ""
    waiver = acceptance.waiver
    by = translate("waiver.by", by=waiver.by) if waiver.by else ""
    key = "waiver.runs" if acceptance.runs else "waiver.ended"
    return translate(key, by=by, day=waiver.until.isoformat(), reason=waiver.reason)


def finding_table(register: Register, found: Sequence[Diagnostic], as_of: date) -> Table:
    """A row for each warning that is not a gap: what, under which article and rule, and where."""
    names = ["where", "finding", "article", "rule"]
    if any_waiver(register):
        names.append("waived")
    rows = []
    for finding in filter(_is_printed, found):
        where = file_words(register, finding.span.file)
        words = (where, in_names(register, finding.message), finding.article, finding.rule)
        row = tuple(map(text, words))
        if any_waiver(register):
            record = record_of(register, finding)
            row += (text(_waiver(register, record, finding.rule, "", as_of)),)
        rows.append(row)
    title, empty = translate("report.findings"), translate("report.findings_empty")
    return Table("findings", title, tuple(map(column, names)), tuple(rows), empty=empty)


def _is_printed(finding: Diagnostic) -> bool:
    return finding.severity >= Severity.WARNING and finding.rule not in OPEN


def record_of(register: Register, finding: Diagnostic) -> Record | None:
    """The record the file of a finding holds; None where it is another file of the register."""
    file = finding.span.file
    return next((record for record in register.records if record.file == file), None)


def of_activity(
    register: Register, record: Record, found: Sequence[Diagnostic], as_of: date
) -> Cell:
    """The warnings about one activity that are not gaps, a line each."""
    values = []
    for finding in filter(_is_printed, found):
        if finding.span.file == record.file:
            waived = _waiver(register, record, finding.rule, "", as_of)
            words = filter(None, (finding.article, waived))
            remarks = [Qualifier(QualifierKind.REMARK, remark) for remark in words]
            message = in_names(register, finding.message)
            values.append(Value(message, qualifiers=tuple(remarks)))
    return Cell(tuple(values))


def in_names(register: Register, message: str) -> str:
    """A message of a rule with names in place of keys, and a recipient with what qualifies it.

    A rule quotes keys as its reader types them; whoever reads a document has seen the names.
    """
    quoted = re.sub(r"'([a-z0-9-]+)'", lambda key: _quoted(register, key[1]), message)
    pieces = re.split(r"(\s*[();,:]\s*| and (?=\d+ more))", quoted)
    return "".join(_listed(register, piece) for piece in pieces)


def _listed(register: Register, piece: str) -> str:
    """An entry of a list in a message: the name of an activity or declared category, or itself."""
    declared = register.record.declared
    others = declared.other.items if declared and declared.other else {}
    if piece in others:
        return f"“{others[piece].label or humanize(piece)}”"
    return activity_name(register, piece)


def _quoted(register: Register, key: str) -> str:
    recipient = recipient_name(register, key)
    if recipient:
        return recipient
    if key in register.by_id:
        return f"“{activity_name(register, key)}”"
    for list_name in LABELLED:
        word = register.word(list_name, key)
        if word:
            return f"“{word.label}”"
    return f"'{key}'"
