"""The sheets on which a register is corrected: a row a claim, a cell a field.

GDPR Art. 30(1)(b)-(g), 30(2).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from ropa import vocabulary
from ropa.documents.adequacy import adequacy_note
from ropa.documents.cells import enumerated, state_cell
from ropa.documents.details import (
    disclosed_for,
    recipient_category,
    role_labels,
    special,
)
from ropa.documents.sheets import sheet as sheet_of
from ropa.documents.table import Column, Origin, Table
from ropa.fields.cells import cell as editable_cell
from ropa.fields.marks import marked
from ropa.fields.names import label, name
from ropa.fields.table import ITEM, Field, fields, sheet_fields
from ropa.fields.values import IN_ITS_COLUMN, Cell, Value, state_value, text
from ropa.fields.wording import LONGEST, pointer, value
from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.register.qualifiers import (
    QualifierKind,
    alternative,
    general,
    reservations,
    without,
)
from ropa.vocabulary import joined, translate


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet: the answer it shows, and what the row is about."""

    answer: ResolvedClaim
    origin: Origin


def sheets(register: Register) -> Iterator[Table]:
    """The sheet of each list of an activity, in the order of the table.

    Those of processors alone last.
    """
    for field in sorted(fields().values(), key=_is_of_processors):
        if field.row.text("sheet"):
            yield sheet(register, field.path)


def _is_of_processors(field: Field) -> bool:
    return field.row.text("sheet") == "processor"


def sheet(register: Register, question: str) -> Table:
    """A row for each item of the list *question*, of every activity of which it is asked."""
    fields_of_sheet = columns(question)
    heads = tuple(map(column_of, fields_of_sheet))
    cells, origins = [], []
    for row in _rows(register, question):
        cells.append(tuple(map(partial(_cell, row), fields_of_sheet)))
        origins.append(row.origin)
    table = sheet_of(question, cells, translate("sheet.editing_lead"))
    return replace(table, columns=heads, origins=tuple(origins))


def columns(question: str) -> tuple[Field, ...]:
    """What has a column on the sheet of *question*.

    What the row is, how it stands, what it says.
    """
    inside = sheet_fields(question)
    names = {field.name for field in inside}
    order = WITH_TEXTS if "text" in names else WITHOUT_TEXTS
    columns_of_sheet = [fields()[f"claim.{name}"] for name in OF_EVERY_CLAIM]
    rows_of = fields()[question].row.text("sheet")
    if rows_of in ("all", "named"):
        columns_of_sheet.append(fields()["claim.role"])
    columns_of_sheet += inside
    return tuple(sorted(columns_of_sheet, key=partial(_place, order)))


def _place(order: tuple[str, ...], field: Field) -> int:
    is_named = field.question == "claim" or field.name in (ITEM, "text")
    return order.index(field.name if is_named else "")


OF_EVERY_CLAIM = ("activity", "key", "state", "wording", "when", "marks", "evidence")
"""Columns of every sheet."""

FIRST = ("activity", "key", "role", ITEM, "state")
WITH_TEXTS = (*FIRST, "text", "wording", "", "when", "marks", "evidence")
WITHOUT_TEXTS = (*FIRST, "", "wording", "when", "marks", "evidence")
"""The order of columns, with a place for what has none of its own."""


def column_of(field: Field) -> Column:
    """The column of *field*; what follows from other fields cannot be written back."""
    is_derived = field.drawn or field.name == ITEM
    written = None if is_derived else field
    return Column(field.column, field.row.label, field.articles, field.width, written)


def _rows(register: Register, question: str) -> Iterator[SheetRow]:
    rows_of = fields()[question].row.text("sheet")
    for activity in register.activities:
        if rows_of == "periods":
            yield from _periods(activity)
        elif _is_on_sheet(activity, rows_of):
            for answer in activity.answers[question]:
                if answer.path or rows_of != "named":
                    yield SheetRow(answer, origin_of(answer))


def _is_on_sheet(activity: ResolvedActivity, rows_of: str) -> bool:
    if rows_of == "controller":
        return activity.record.is_controller
    return rows_of != "processor" or activity.record.is_processor


def origin_of(answer: ResolvedClaim) -> Origin:
    """What the row of *answer* is about."""
    path = filter(None, (answer.question, answer.key))
    inherited_from = answer.shared_statement or answer.entry
    return Origin(answer.activity.id, tuple(path), inherited_from)


def _periods(activity: ResolvedActivity) -> Iterator[SheetRow]:
    """Periods of single data items, and that of an activity as a whole. GDPR Art. 30(1)(f)."""
    for item in activity.answers["personal_data"]:
        path = ("personal_data", item.key, "retention")
        for period in item.own.get("retention", ()):
            yield SheetRow(period, Origin(activity.id, path, item.shared_statement))
    answers = activity.answers["retention"]
    is_written = any(answer.path for answer in answers)
    if is_written or activity.record.is_controller:
        for answer in answers:
            yield SheetRow(answer, origin_of(answer))


def _cell(row: SheetRow, field: Field) -> Cell:
    answer = row.answer
    if field.drawn == "in_full":
        return _in_full(answer, *field.row.many("of"))
    if field.drawn == "whose_period":
        return _whose_period(row)
    if field.drawn:
        return DRAWN[field.drawn](answer)
    if field.kind == "key":
        item = row.origin.path[1:2]
        return text("/".join((answer.activity.id, *item)))
    if field.name == ITEM:
        return _item(answer)
    return editable_cell(answer, field)


def _activity(answer: ResolvedClaim) -> Cell:
    return text(answer.activity.name)


def _role(answer: ResolvedClaim) -> Cell:
    return text(role_labels(answer.activity))


def _evidence(answer: ResolvedClaim) -> Cell:
    return text(joined(answer.claim.cites), answer.claim.cites)


def _item(answer: ResolvedClaim) -> Cell:
    if not answer.is_item:
        return state_cell(answer.state)
    return Cell((Value(label(answer), answer.state, IN_ITS_COLUMN),))


def _whose_period(row: SheetRow) -> Cell:
    """The data item or the rule that a period is of; all data, or the others, for the rest."""
    question, *steps = row.origin.path
    answer = row.answer
    if question == "personal_data":
        item = name(answer.register, question, *steps[:1])
        return Cell((Value(item, answer.state, IN_ITS_COLUMN),))
    if answer.is_item:
        return Cell((Value(label(answer), answer.state, IN_ITS_COLUMN),))
    activity = answer.activity
    data = activity.items("personal_data")
    has_others = any("retention" in item.own for item in data) or activity.items("retention")
    words = translate("word.others" if has_others else "word.all")
    return text(words)


def _in_full(answer: ResolvedClaim, question: str) -> Cell:
    """The item's answer to a question with all its details; printed, not written back."""
    model_fields = type(answer.claim).model_fields
    if not answer.is_item or question not in model_fields:
        return Cell()
    if question not in answer.own and question not in vocabulary.questions():
        return Cell()
    values = {}
    for nested in answer.nested(question):
        printed = pointer(nested, value(nested))
        if nested.is_item and printed.text == translate(f"state.{nested.claim.state}"):
            printed = printed.saying(label(nested) or printed.text)
        values[str(printed)] = printed
    return Cell(tuple(values.values()))


def _retention(answer: ResolvedClaim) -> Cell:
    """How long a data item is kept.

    What its activity says at length stands on the sheet Retention.
    """
    if not answer.is_item or "retention" in answer.own:
        return _in_full(answer, "retention")
    return Cell(tuple(map(_on_retention, answer.nested("retention"))))


def _on_retention(answer: ResolvedClaim) -> Value:
    period = value(answer)
    if len(str(period)) <= LONGEST:
        return period
    state = state_value(period.state)
    words = translate("word.see_retention", state=state.text)
    qualified = (*reservations(answer.claim), *alternative(answer))
    return Value(words, period.state, qualified, period.cites)


def _marks(answer: ResolvedClaim) -> Cell:
    # The condition has a column of its own, in which it is corrected.
    hedges = without(reservations(answer.claim), QualifierKind.CONDITION)
    qualified = (*hedges, *alternative(answer), *general(answer))
    marks = map(marked, qualified)
    return text(enumerated(marks))


DRAWN: Mapping[str, Callable[[ResolvedClaim], Cell]] = {
    "activity": _activity,
    "role": _role,
    "marks": _marks,
    "evidence": _evidence,
    "special": special,
    "kept": _retention,
    "category": recipient_category,
    "purposes_served": disclosed_for,
    "adequacy": adequacy_note,
}
"""What draws the columns that follow from other fields, by the name the table gives them."""
