"""The two registers for reading: a row an activity. GDPR Art. 30(1)(a)-(g) and 30(2)(a)-(d)."""

from collections.abc import Sequence

from ropa import vocabulary
from ropa.fields.codecs import show
from ropa.fields.table import Field, fields
from ropa.fields.values import Cell, Value, text
from ropa.fields.wording import value
from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.views.details import destination, status
from ropa.views.identity import identity, status_lines
from ropa.views.lines import cell, fold, nested_cell, numbered
from ropa.views.table import Column, Origin, Table
from ropa.vocabulary import translate

EDITABLE = ("plain", "sentence", "status", "day", "id")
"""Kinds of fields that are corrected in the row of their activity."""


def controller_register(register: Register) -> Table:
    """The controller's register. GDPR Art. 30(1)."""
    activities = [one for one in register.activities if one.record.is_controller]
    return _register(register, "controller", activities)


def processor_register(register: Register) -> Table:
    """The processor's register. GDPR Art. 30(2)."""
    activities = [one for one in register.activities if one.record.is_processor]
    return _register(register, "processor", activities)


def _register(register: Register, role: str, activities: Sequence[ResolvedActivity]) -> Table:
    shown = columns(role)
    rows = (tuple(_cell(activity, field) for field in shown) for activity in activities)
    return Table(
        role,
        translate(f"sheet.{role}_title"),
        tuple(_column(field, role) for field in shown),
        tuple(rows),
        lead=(translate(f"sheet.{role}_lead"), *status_lines(register)),
        empty=translate(f"sheet.{role}_empty"),
        identity=identity(register, role),
        origins=tuple(Origin(activity.id) for activity in activities),
    )


def columns(role: str) -> tuple[Field, ...]:
    """The fields of the register of *role*.

    The activity, what is asked of it, then what else is recorded.
    """
    shown = [field for field in fields().values() if _is_shown(field, role)]
    questions = [field for field in shown if field.path in vocabulary.questions()]
    asked = [field for field in questions if role in field.row.many("roles")]
    beyond = [field for field in questions if field not in asked]
    head = [field for field in shown if field.path in ("name", "description")]
    tail = [field for field in shown if field not in (*head, *questions)]
    key = [field for field in tail if field.kind == "id"]
    return (*head, *asked, *beyond, *(field for field in tail if field not in key), *key)


def _is_shown(field: Field, role: str) -> bool:
    if not field.row.text("register"):
        return False
    roles = field.row.many("registers") or field.row.many("roles")
    return not roles or role in roles


def _column(field: Field, role: str) -> Column:
    return Column(
        field.column,
        field.row.label,
        field.article(role),
        int(field.row.text("register")),
        field if field.kind in EDITABLE else None,
    )


def _cell(activity: ResolvedActivity, field: Field) -> Cell:
    if field.path == "transfers":
        return destinations(activity)
    if field.path in vocabulary.questions():
        is_nested = bool(field.row.text("within"))
        return nested_cell(activity, field.path) if is_nested else cell(activity, field.path)
    if field.kind == "sentence":
        return _sentence(activity, field)
    return status(activity) if field.kind == "status" else text(_plain(activity, field))


def _sentence(activity: ResolvedActivity, field: Field) -> Cell:
    """A claim in words as it is written, so that it can be corrected.

    Else the state in its place.
    """
    answer = activity.optional(field.path)
    if answer is None:
        return Cell()
    words = str(getattr(answer.claim, "text", ""))
    if not words:
        return Cell((value(answer),))
    return Cell((Value(words, answer.state, (), answer.claim.cites),))


def _plain(activity: ResolvedActivity, field: Field) -> str:
    return show(activity.register, field, getattr(activity.record.activity, field.path))


def destinations(activity: ResolvedActivity) -> Cell:
    """Transfers with their destinations. GDPR Art. 30(1)(e), 30(2)(c)."""
    answers = activity.answers["transfers"]
    transfers = [_transfer(answer) for answer in answers if answer.is_item]
    remarks = [value(answer) for answer in answers if not answer.is_item]
    return fold([*numbered(transfers), *remarks])


def _transfer(answer: ResolvedClaim) -> Value:
    place, transfer = destination(answer), value(answer)
    is_open = place.state.is_open and not transfer.state.is_open
    has_words = transfer.text != translate(f"state.{transfer.state}")
    return Value(
        f"{transfer.text} → {place.text}" if has_words else place.text,
        place.state if is_open else transfer.state,
        tuple(dict.fromkeys((*transfer.qualifiers, *place.qualifiers))),
        (*transfer.cites, *place.cites),
    )


def optional(activity: ResolvedActivity, name: str) -> Cell:
    """The value of a claim that may be left out without a question standing open."""
    answer = activity.optional(name)
    return Cell((value(answer),)) if answer else Cell()
