"""Cells that can be written back: each shows one field of one record, so that what is typed over it is that field."""

from collections.abc import Iterator, Mapping

from ropa import vocabulary
from ropa.model.activity import DataItem, Disclosure, Status, Transfer
from ropa.model.claim import VALUELESS_WORDS, Claim, State
from ropa.model.part import CCPA_LETTERS, countries
from ropa.register import Record, Register, ResolvedClaim
from ropa.register.qualifiers import qualifiers
from ropa.views.details import unsaid
from ropa.views.phrases import beside, label, period, pointer, recipient, value
from ropa.views.table import Cell, Field, Value, text
from ropa.vocabulary import say


def drawn(answer: ResolvedClaim, field: Field) -> Cell:
    """The cell of *field* in the row of *answer*: nothing but that field, in words that can be read back."""
    claim = answer.claim
    if field.kind == "state":
        return Cell((Value(say(f"state.{answer.state}"), answer.state),))
    if field.kind == "set":
        return _set(answer, field)
    if field.kind == "claim":
        return _claim(answer, field)
    if "." in field.name:
        return _inside(answer, field)
    if field.name not in type(claim).model_fields:
        return (
            Cell((Value(say(f"state.{answer.state}"), answer.state),))
            if field.name == "text"
            else Cell()
        )
    said = getattr(claim, field.name)
    if field.kind == "text" and field.name == "text" and not said and not answer.state.has_value:
        return Cell((Value(say(f"state.{answer.state}"), answer.state),))
    if isinstance(claim, Disclosure) and field.name == "data" and not said:
        return Cell((Value(say("word.unpaired"), State.NOT_STATED),))
    if isinstance(claim, DataItem) and field.name == "ccpa" and said is None:
        known = answer.register.word("personal_data", answer.key)
        said = known.many("ccpa") if known else ()
    words = shown(answer.register, field, said)
    return Cell((Value(words, answer.state),)) if field.kind == "text" and words else text(words)


def shown(register: Register, field: Field, said: object) -> str:
    """*said* as the cell of *field* shows it; empty where nothing is said."""
    if said in (None, "", (), False):
        return ""
    if isinstance(said, tuple):
        known = names(register, field)
        words = [known.get(one, str(one)) for one in said]
        return ", ".join(words) if field.kind == "letters" else "\n".join(words)
    if field.kind == "flag":
        return say("word.yes")
    if field.kind == "period":
        return period(str(said))
    if field.kind in ("choice", "status"):
        return names(register, field).get(str(said), str(said))
    return str(said)


def _set(answer: ResolvedClaim, field: Field) -> Cell:
    """Keys of a list inside an item by their labels, a line each, or the state that stands in their place."""
    if not answer.is_item or field.name not in type(answer.claim).model_fields:
        return Cell()
    if field.name not in answer.own and _is_not_asked(answer.activity.record, field.name):
        return Cell((Value(say(f"state.{State.NOT_APPLICABLE}"), State.NOT_APPLICABLE),))
    if field.name not in answer.own and vocabulary.word("questions", field.name) is None:
        return Cell()
    return Cell(tuple(Value(line(one), one.state) for one in answer.nested(field.name)))


def _claim(answer: ResolvedClaim, field: Field) -> Cell:
    """A claim inside an item: the state, where it is not stated, then its own words; what else it says in brackets."""
    if not answer.is_item or field.name not in type(answer.claim).model_fields:
        return Cell()
    if field.name in answer.own or vocabulary.word("questions", field.name) is not None:
        inner = answer.nested(field.name)
        return Cell(tuple(one for claim in inner for one in _lines(claim, field)))
    if (
        isinstance(answer.claim, Transfer)
        and field.name == "destination"
        and not _is_named(answer.claim)
    ):
        return Cell((unsaid(answer.register),))
    return Cell()


def _is_not_asked(record: Record, name: str) -> bool:
    """Whether *name* is a question for controllers, and the record is not one's."""
    found = vocabulary.word("questions", name)
    return found is not None and "processor" not in found.many("roles") and not record.is_controller


def _is_named(transfer: Transfer) -> bool:
    return bool(transfer.countries or transfer.organization)


def _lines(answer: ResolvedClaim, field: Field) -> Iterator[Value]:
    claim = answer.claim
    said = main_words(claim)
    state = say(f"state.{claim.state}")
    if claim.state is State.STATED:
        lines = [said or (say("word.yes") if field.words == "yes" else state)]
    else:
        lines = [f"{state}: {claim.wording}" if claim.wording else state, *filter(None, (said,))]
    found = [Value(one, answer.state) for one in lines[:-1]]
    found.append(Value(lines[-1], answer.state, beside(answer)))
    whole = Value("\n".join(lines), answer.state, beside(answer))
    short = pointer(answer, whole)
    yield from found if short is whole else (short,)


def main_words(claim: Claim) -> str:
    """What a claim inside an item says in words of its own."""
    return str(getattr(claim, words_of(type(claim)), ""))


def words_of(kind: type[Claim]) -> str:
    """The field of *kind* that a cell for the whole claim writes: its text, or the title of what it refers to."""
    return "text" if "text" in kind.model_fields else "title"


def _inside(answer: ResolvedClaim, field: Field) -> Cell:
    """A field of a claim inside an item, such as ``contract.on``."""
    claim, _, name = field.name.partition(".")
    return text(
        shown(answer.register, field, getattr(getattr(answer.claim, claim, None), name, None))
    )


def line(answer: ResolvedClaim) -> str:
    """One line of a cell that holds several keys: the word alone, or what stands in place of words."""
    if answer.is_item:
        return Value(label(answer), answer.state, qualifiers(answer)).signed
    one = pointer(answer, value(answer))
    return str(one) if answer.claim.wording else say(f"state.{answer.state}")


def names(register: Register, field: Field) -> Mapping[str, str]:
    """What a controlled cell may say: labels by the word they stand for, in the order they are offered."""
    if field.kind == "state":
        return {state: say(f"state.{state}") for state in State if state is not State.GENERAL}
    if field.kind == "status":
        return {status: say(f"status.{status}") for status in Status}
    if field.kind == "countries":
        return countries()
    if field.kind == "letters":
        return {letter: letter for letter in CCPA_LETTERS}
    if field.kind == "flag":
        return {"true": say("word.yes")}
    if field.words == "locations":
        return {"eea": say("location.eea"), **countries()}
    if field.words == "recipients":
        keys = (*register.recipients, *_known(register, "recipient_categories"))
        return {key: recipient(register, key) for key in keys}
    if field.words in ("", "yes"):
        return {}
    return {key: register.label(field.words, key) for key in _known(register, field.words)}


def _known(register: Register, list_name: str) -> tuple[str, ...]:
    own = getattr(register.record.vocabulary, list_name, {})
    return (*own, *(key for key in vocabulary.names(list_name) if key not in own))


def offered(register: Register, field: Field) -> tuple[str, ...]:
    """What the dropdown of a cell offers: its words, and for what stands inside an item the states beside them."""
    words = tuple(dict.fromkeys(names(register, field).values()))
    if field.kind == "claim" and field.words == "yes":
        words = (say("word.yes"),)
    if field.kind not in ("set", "claim"):
        return words
    return (*words, *(say(f"state.{state}") for state in VALUELESS_WORDS))


def is_claim(claim: Claim, field: Field) -> bool:
    """Whether *claim* has *field* at all: a remark about a list has a state and a reason, and no details."""
    return field.kind in ("state", "key", "set") or field.name in type(claim).model_fields
