"""The two registers for reading: a row an activity. GDPR Art. 30(1)(a)-(g) and 30(2)(a)-(d)."""

from dataclasses import replace
from functools import partial

from ropa import vocabulary
from ropa.documents.cells import answers_cell, worded
from ropa.documents.details import destination, status
from ropa.documents.figures import acting_as
from ropa.documents.identity import identity
from ropa.documents.lines import cell, list_cell, nested_cell
from ropa.documents.sheets import sheet
from ropa.documents.table import Column, Origin, Table
from ropa.fields.codecs import show
from ropa.fields.table import Field, fields
from ropa.fields.values import Cell, Value, state_value, text
from ropa.fields.wording import value
from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.vocabulary import translate

EDITABLE = ("plain", "sentence", "status", "day", "id")
"""Kinds of fields that are corrected in the row of their activity."""


def register_table(register: Register, role: str) -> Table:
    """The register of the *role*, controller or processor. GDPR Art. 30(1), 30(2)."""
    fields_of_register = columns(role)
    activities = acting_as(register, role)
    heads = tuple(map(partial(_column, role), fields_of_register))
    rows = []
    for activity in activities:
        cells = map(partial(_cell, activity), fields_of_register)
        rows.append(tuple(cells))
    table = sheet(role, rows, translate(f"sheet.{role}_lead"))
    origins = tuple(Origin(activity.id) for activity in activities)
    return replace(table, columns=heads, identity=identity(register, role), origins=origins)


def columns(role: str) -> tuple[Field, ...]:
    """The fields of the register of *role*.

    The activity, what is asked of it, then what else is recorded.
    """
    of_role = filter(partial(_is_shown, role), fields().values())
    return tuple(sorted(of_role, key=partial(_rank, role)))


def _rank(role: str, field: Field) -> int:
    """Where a column of *field* stands among those of the register of *role*."""
    if field.path in ("name", "description"):
        return 0
    if field.path in vocabulary.questions():
        return 1 if role in field.row.many("roles") else 2
    return 4 if field.kind == "id" else 3


def _is_shown(role: str, field: Field) -> bool:
    if not field.row.text("register"):
        return False
    roles = field.row.many("registers") or field.row.many("roles")
    return not roles or role in roles


def _column(role: str, field: Field) -> Column:
    width = int(field.row.text("register"))
    written = field if field.kind in EDITABLE else None
    heading = field.row.label
    return Column(field.column, heading, field.article(role), width, written)


def _cell(activity: ResolvedActivity, field: Field) -> Cell:
    if field.path in vocabulary.questions():
        return question_cell(activity, field)
    if field.kind == "sentence":
        return _sentence(activity, field)
    if field.kind == "status":
        return status(activity)
    return text(plain_text(activity, field))


def question_cell(activity: ResolvedActivity, field: Field) -> Cell:
    """What an activity answers to the question that *field* is."""
    if field.path == "transfers":
        return destinations(activity)
    if field.row.text("within"):
        return nested_cell(activity, field.path)
    return cell(activity, field.path)


def _sentence(activity: ResolvedActivity, field: Field) -> Cell:
    """A claim in words as it is written, so that it can be corrected.

    Else the state in its place.
    """
    answer = activity.optional(field.path)
    if answer is None:
        return Cell()
    words = str(getattr(answer.claim, "text", ""))
    if not words:
        return answers_cell([answer])
    return Cell((worded(answer, words),))


def plain_text(activity: ResolvedActivity, field: Field) -> str:
    """What *field* of an activity holds, where that is no claim."""
    content = getattr(activity.record.activity, field.path)
    return show(activity.register, field, content)


def destinations(activity: ResolvedActivity) -> Cell:
    """Transfers with their destinations. GDPR Art. 30(1)(e), 30(2)(c)."""
    return list_cell(activity.answers["transfers"], _transfer)


def _transfer(answer: ResolvedClaim) -> Value:
    place = destination(answer)
    transfer = value(answer)
    words = place.text
    if transfer.text != state_value(transfer.state).text:
        words = translate("line.way", start=transfer.text, end=place.text)
    is_open = place.state.is_open and not transfer.state.is_open
    state = place.state if is_open else transfer.state
    qualified = place.qualified(transfer.qualifiers)
    cites = (*transfer.cites, *place.cites)
    return replace(qualified, text=words, state=state, cites=cites)


def optional(activity: ResolvedActivity, name: str) -> Cell:
    """The value of a claim that may be left out without a question standing open."""
    answer = activity.optional(name)
    return answers_cell([answer] if answer else [])
