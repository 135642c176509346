"""The sheets on which a register is corrected: a row a claim, a cell a field.

GDPR Art. 30(1)(b)-(g), 30(2).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ropa import vocabulary
from ropa.fields.cells import cell as editable_cell
from ropa.fields.marks import marked
from ropa.fields.names import label, name
from ropa.fields.table import ITEM, Field, fields, sheet_fields
from ropa.fields.values import Cell, Value, text
from ropa.fields.wording import LONGEST, pointer, value
from ropa.model.claim import ClaimList
from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.register.qualifiers import QualifierKind, general, reservations, without
from ropa.views.details import (
    adequacy_note,
    disclosed_for,
    recipient_category,
    role_labels,
    special,
)
from ropa.views.identity import status_lines
from ropa.views.table import Column, Origin, Table
from ropa.vocabulary import translate


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: the answer it shows, and what the row is about."""

    answer: ResolvedClaim
    origin: Origin


def sheets(register: Register) -> Iterator[Table]:
    """The sheet of each list of an activity, in the order of the table.

    Those of processors alone last.
    """
    asked = {question: field.row.text("sheet") for question, field in fields().items()}
    for question in sorted(filter(asked.get, asked), key=lambda name: asked[name] == "processor"):
        yield sheet(register, question)


def sheet(register: Register, question: str) -> Table:
    """A row for each item of the list *question*, of every activity of which it is asked."""
    shown = columns(question)
    rows = list(_rows(register, question))
    return Table(
        question,
        translate(f"sheet.{question}_title"),
        tuple(map(column_of, shown)),
        tuple(tuple(_cell(row, field) for field in shown) for row in rows),
        lead=(translate("sheet.editing_lead"), *status_lines(register)),
        empty=translate(f"sheet.{question}_empty"),
        origins=tuple(row.origin for row in rows),
    )


def columns(question: str) -> tuple[Field, ...]:
    """What has a column on the sheet of *question*.

    What the row is, how it stands, what it says.
    """
    table = fields()
    is_of_both_roles = table[question].row.text("sheet") in ("all", "named")
    head = ("activity", "key", "role") if is_of_both_roles else ("activity", "key")
    inside = sheet_fields(question)
    items = [field for field in inside if field.name == ITEM]
    texts = [field for field in inside if field.name == "text"]
    others = [field for field in inside if field not in (*items, *texts)]
    common = {path: table[f"claim.{path}"] for path in (*head, *_OF_EVERY_CLAIM)}
    tail = (common["when"], common["marks"], common["evidence"])
    first = tuple(common[path] for path in head)
    values = (*texts, common["wording"], *others) if texts else (*others, common["wording"])
    return (*first, *items, common["state"], *values, *tail)


_OF_EVERY_CLAIM = ("state", "wording", "when", "marks", "evidence")


def column_of(field: Field) -> Column:
    """The column of *field*; what follows from other fields cannot be written back."""
    is_derived = field.drawn or field.name == ITEM
    return Column(
        field.column,
        field.row.label,
        field.articles,
        field.width,
        None if is_derived else field,
    )


def _rows(register: Register, question: str) -> Iterator[Row]:
    asked = fields()[question].row.text("sheet")
    if asked == "periods":
        yield from _periods(register)
        return
    for activity in register.activities:
        if _is_on_sheet(activity, asked):
            for answer in activity.answers[question]:
                if answer.path or asked != "named":
                    yield Row(answer, origin_of(answer))


def _is_on_sheet(activity: ResolvedActivity, asked: str) -> bool:
    if asked == "controller":
        return activity.record.is_controller
    return asked != "processor" or activity.record.is_processor


def origin_of(answer: ResolvedClaim) -> Origin:
    """What the row of *answer* is about."""
    path = (answer.question, answer.key) if answer.key else (answer.question,)
    return Origin(answer.activity.id, path, answer.shared_statement)


def _periods(register: Register) -> Iterator[Row]:
    """Periods of single data items, and that of an activity as a whole. GDPR Art. 30(1)(f)."""
    for activity in register.activities:
        for item in activity.answers["personal_data"]:
            path = ("personal_data", item.key, "retention")
            for period in item.own.get("retention", ()):
                yield Row(period, Origin(activity.id, path, item.shared_statement))
        answers = activity.answers["retention"]
        if activity.record.is_controller or any(answer.path for answer in answers):
            yield from (Row(answer, origin_of(answer)) for answer in answers)


def _cell(row: Row, field: Field) -> Cell:
    if field.drawn == "in_full":
        return _in_full(row.answer, *field.row.many("of"))
    if field.drawn:
        return DRAWN[field.drawn](row)
    if field.kind == "key":
        return text("/".join((row.answer.activity.id, *row.origin.path[1:2])))
    if field.name == ITEM:
        return _item(row.answer)
    return editable_cell(row.answer, field)


def _item(answer: ResolvedClaim) -> Cell:
    words = label(answer) if answer.is_item else translate(f"state.{answer.state}")
    return Cell((Value(words, answer.state),))


def _whose_period(row: Row) -> Cell:
    """The data item that a period is of; all of them, or the others, where it is the activity's."""
    question, *steps = row.origin.path
    if question == "personal_data":
        item = name(row.answer.register, question, steps[0]) if steps else ""
        return Cell((Value(item, row.answer.state),))
    own = row.answer.activity.record.activity.personal_data
    items = own.items.values() if isinstance(own, ClaimList) else ()
    has_others = any(item.retention for item in items)
    return text(translate("word.others" if has_others else "word.all"))


def _in_full(answer: ResolvedClaim, question: str) -> Cell:
    """The item's answer to a question with all its details; printed, not written back."""
    if not answer.is_item or question not in type(answer.claim).model_fields:
        return Cell()
    if question not in answer.own and question not in vocabulary.questions():
        return Cell()
    values = [pointer(nested, value(nested)) for nested in answer.nested(question)]
    return Cell(tuple({str(each): each for each in values}.values()))


def _kept(row: Row) -> Cell:
    """How long a data item is kept.

    What its activity says at length stands on the sheet Retention.
    """
    answer = row.answer
    if not answer.is_item or "retention" in answer.own:
        return _in_full(answer, "retention")
    return Cell(tuple(map(_on_retention, answer.activity.answers["retention"])))


def _on_retention(answer: ResolvedClaim) -> Value:
    period = value(answer)
    if len(str(period)) <= LONGEST:
        return period
    words = translate("word.see_retention", state=translate(f"state.{period.state}"))
    return Value(words, period.state, reservations(answer.claim), period.cites)


def _marks(row: Row) -> Cell:
    # The condition has a column of its own, in which it is corrected.
    hedges = without(reservations(row.answer.claim), QualifierKind.CONDITION)
    return text("; ".join(map(marked, (*hedges, *general(row.answer)))))


DRAWN: Mapping[str, Callable[[Row], Cell]] = MappingProxyType(
    {
        "activity": lambda row: text(row.answer.activity.name),
        "role": lambda row: text(role_labels(row.answer.activity)),
        "marks": _marks,
        "evidence": lambda row: text(", ".join(row.answer.claim.cites), row.answer.claim.cites),
        "special": lambda row: special(row.answer),
        "kept": _kept,
        "whose_period": _whose_period,
        "category": lambda row: recipient_category(row.answer),
        "purposes_served": lambda row: disclosed_for(row.answer),
        "adequacy": lambda row: adequacy_note(row.answer),
    }
)
"""What draws the columns that follow from other fields, by the name the table gives them."""
