"""How a claim is put into words: the parts its fields say, with the marks that tell its state."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from ropa.fields import retention
from ropa.fields.codecs import CODECS, NOTHING
from ropa.fields.names import importer, label
from ropa.fields.table import BESIDE, SHARED, Field, fields, fields_in, homes
from ropa.fields.values import Value, state_value
from ropa.model.activity import Retention, Sale, Transfer
from ropa.model.claim import Claim, State
from ropa.register import Records, ResolvedClaim
from ropa.register.qualifiers import (
    Qualifier,
    QualifierKind,
    Qualifiers,
    alternative,
    general,
    qualifiers,
    reservations,
    without,
)
from ropa.vocabulary import humanize, joined, phrases, translate, unstopped

LONGEST = 60
"""Characters of an answer taken over from elsewhere that are printed in every row."""


def value(answer: ResolvedClaim) -> Value:
    """The printed value of *answer*."""
    qualified = qualifiers(answer)
    if answer.state.is_bare:  # a silence comes from nowhere
        qualified = without(qualified, QualifierKind.GENERAL)
    return Value(_words(answer), answer.state, qualified, answer.claim.cites)


def _words(answer: ResolvedClaim) -> str:
    claim = answer.claim
    parts = (label(answer), details(answer.register, claim))
    words = translate("joiner.label").join(unstopped(part) for part in parts if part)
    state = translate(f"state.{claim.state}")
    if claim.state in (State.STATED, State.INFERRED):
        return words or claim.wording or _key_alone(answer) or state
    if claim.state is State.VAGUE and not answer.is_item:
        return claim.wording
    label_and_text = (words, claim.wording or state) if answer.is_item else (state, words)
    return translate("joiner.label").join(filter(None, label_and_text))


def _key_alone(answer: ResolvedClaim) -> str:
    """The key of an item in words, where nothing else is said of it; empty where something is."""
    details = answer.claim.model_fields_set.difference(Claim.model_fields)
    return "" if details else humanize(answer.key)


def beside(answer: ResolvedClaim) -> Qualifiers:
    """What a cell must not lose beside the words and the state of *answer*.

    Hedge, condition, period, party, origin.
    """
    claim = answer.claim
    period, party = getattr(claim, "period", ""), getattr(claim, "party", "")
    details = filter(None, (period, party))
    remarks = (Qualifier(QualifierKind.REMARK, detail) for detail in details)
    return (*reservations(claim), *alternative(answer), *remarks, *general(answer))


def pointer(answer: ResolvedClaim, one: Value) -> Value:
    """*one*, or where *answer* is a long general one, its state and the statement it stands in."""
    steps = (answer.question, answer.key) if answer.key else (answer.question,)
    is_of_statement = bool(answer.shared_statement) and answer.path[2:] == steps
    if not is_of_statement or len(str(one)) <= LONGEST:
        return one
    statement_name = called(answer.shared_statement)
    statement = Qualifier(QualifierKind.REFERENCE, statement_name, answer.scope)
    qualified = (*reservations(answer.claim), *alternative(answer), statement)
    state = translate(f"state.{answer.claim.state}")
    return Value(state, one.state, qualified, one.cites)


def unsaid(register: Records) -> Value:
    """The state of a detail nobody wrote.

    Not stated by the documents of a reconstruction, else not recorded.
    """
    state = State.NOT_STATED if register.is_reconstruction else State.NOT_RECORDED
    return state_value(state)


def called(statement: str) -> str:
    """What a general statement is called on paper."""
    return humanize(statement)


def details(register: Records, claim: Claim) -> str:
    """What a claim says beyond its key, in one line: each field as the table says it."""
    if isinstance(claim, Retention):
        return retention.words(register, claim)
    home = homes().get(type(claim), "")
    if home in ("", SHARED[Claim]):
        return str(getattr(claim, "text", ""))
    parts = [*_parts(register, claim)]
    if len(parts) == 1:
        return parts[0]
    joint = fields()[home].row.text("joins") if home in fields() else ""
    return joint.join(parts) if joint else phrases(*parts)


def _parts(register: Records, claim: Claim) -> Iterator[str]:
    is_stated = claim.state is State.STATED
    if is_stated and isinstance(claim, Sale) and not claim.text:
        yield translate("word.yes")
    for field in fields_in(type(claim)):
        if words := part(register, claim, field):
            yield words


def part(register: Records, claim: Claim, field: Field) -> str:
    """What *field* of *claim* says in its line.

    Empty where it says nothing, or stands beside the line.
    """
    pattern = field.row.text("says")
    if pattern == BESIDE:
        return ""
    words = _drawn(register, claim, field) if field.drawn else shown(register, field, claim)
    if not words:
        return ""
    if not pattern:
        joiner = translate("joiner.label")
        return f"{field.row.label}{joiner}{words}"
    if "{ccpa}" in pattern:
        return pattern.format(words=words.rstrip("."), ccpa=_letters(claim))
    return pattern.format(words=words)


def _letters(claim: Claim) -> str:
    """The categories that a record gives a data item itself, or that they are none."""
    return joined(getattr(claim, "ccpa", None) or ()) or translate("word.no_category")


def shown(register: Records, field: Field, claim: Claim) -> str:
    """What *field* of *claim* says, in one line; empty where it says nothing."""
    part = getattr(claim, field.name)
    if part in NOTHING:
        return ""
    if isinstance(part, Claim):
        return inline(register, part)
    words = CODECS[field.kind].show(register, field, part)
    joiner = "phrases" if field.words == "controllers" else "list"
    return words.replace("\n", translate(f"joiner.{joiner}"))


def inline(register: Records, claim: Claim) -> str:
    """What a claim inside another says in the other's line, with its hedge and condition."""
    line = details(register, claim).rstrip(".")
    words = line or translate(f"state.{claim.state}")
    return str(Value(words, claim.state, reservations(claim)))


def _drawn(register: Records, claim: Claim, field: Field) -> str:
    draw = DRAWN.get(field.drawn)
    return draw(register, claim) if draw else ""


def _way(register: Records, claim: Transfer) -> str:
    """From whom to whom a transfer goes."""
    ends = (claim.exporter, importer(register, claim.importer))
    return " → ".join(filter(None, ends))


DRAWN: Mapping[str, Callable[[Records, Any], str]] = MappingProxyType({"way": _way})
"""What several fields of a claim say together, by the name its row gives it."""
