"""Cells that can be written back.

Each shows one field of one record, so that what is typed over it is that field.
"""

from ropa.fields import multi_value, nested_claim
from ropa.fields.codecs import show
from ropa.fields.names import names
from ropa.fields.table import Field
from ropa.fields.values import IN_ITS_COLUMN, Cell, Value, state_value, text
from ropa.model.activity import DataItem, Disclosure
from ropa.model.claim import VALUELESS_WORDS, State
from ropa.register import Records, ResolvedClaim
from ropa.vocabulary import translate


def cell(answer: ResolvedClaim, field: Field) -> Cell:
    """The cell of *field* in the row of *answer*.

    Nothing but that field, in words that can be read back.
    """
    if field.kind == "state":
        return state_cell(answer)
    if field.kind == "set":
        return multi_value.show(answer, field)
    if field.kind == "claim":
        return nested_claim.show(answer, field)
    if "." in field.name:
        claim, _, name = field.name.partition(".")
        part = getattr(getattr(answer.claim, claim, None), name, None)
        return text(show(answer.register, field, part))
    return _plain(answer, field)


def state_cell(answer: ResolvedClaim) -> Cell:
    """The state of *answer*, by its label."""
    return Cell((state_value(answer.state),))


def _plain(answer: ResolvedClaim, field: Field) -> Cell:
    """A field with a plain value; the state stands where there is a text and no value."""
    part = getattr(answer.claim, field.name, None)
    has_field = field.name in type(answer.claim).model_fields
    if field.name == "text" and not part and not (has_field and answer.state.has_value):
        return state_cell(answer)
    if isinstance(answer.claim, Disclosure) and field.name == "data" and not part:
        return Cell((Value(translate("word.unpaired"), State.NOT_STATED, ()),))
    if isinstance(answer.claim, DataItem) and field.name == "ccpa" and part is None:
        known = answer.register.word("personal_data", answer.key)
        part = known.many("ccpa") if known else ()
    words = show(answer.register, field, part)
    if words and field.kind == "text":
        return Cell((Value(words, answer.state, IN_ITS_COLUMN),))
    return text(words)


def offered(register: Records, field: Field) -> tuple[str, ...]:
    """What the dropdown of a cell offers: its words, and inside an item the states beside them."""
    words = tuple(dict.fromkeys(names(register, field).values()))
    if field.kind == "claim" and field.words == "yes":
        words = (translate("word.yes"),)
    if field.kind not in ("set", "claim"):
        return words
    states = (translate(f"state.{state}") for state in VALUELESS_WORDS)
    return (*words, *states)


def note(field: Field) -> str:
    """What the heading of its column says of how it is corrected."""
    return f"{translate('note.editable')} {translate(f'note.{field.kind}')}"
