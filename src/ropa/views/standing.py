"""Which items of a list stand: what is denied is no item, and its denial is a sentence."""

from collections.abc import Iterator

from ropa.fields.names import label
from ropa.fields.values import Value
from ropa.fields.wording import details, value
from ropa.model.claim import Claim, State
from ropa.register import ResolvedActivity, ResolvedClaim
from ropa.register.qualifiers import Qualifier, QualifierKind, Qualifiers, qualifiers
from ropa.vocabulary import humanize, translate

SENTENCES = ("recipients", "personal_data", "data_subjects", "collected_from", "locations")
"""Lists of which a denial of an item has a sentence of its own."""


def is_denial(answer: ResolvedClaim) -> bool:
    """Whether it says of one item that it is not so."""
    return answer.is_item and answer.state is State.NONE


def is_denied(answer: ResolvedClaim) -> bool:
    """Whether a general statement names the item, and the activity itself denies it outright."""
    return any(not _limits(denial) for denial in _own_denials(answer))


def exceptions(answer: ResolvedClaim) -> Qualifiers:
    """As what the activity itself denies an item that a general statement names."""
    limits = filter(None, map(_limits, _own_denials(answer)))
    words = (translate("denied.here", words=limit) for limit in limits)
    return tuple(Qualifier(QualifierKind.CONDITION, limit) for limit in words)


def _own_denials(answer: ResolvedClaim) -> Iterator[ResolvedClaim]:
    if not (answer.shared_statement and answer.is_item):
        return
    for own in answer.activity.items(answer.question):
        if own.key == answer.key and not own.shared_statement and is_denial(own):
            yield own


def _limits(denial: ResolvedClaim) -> str:
    return denial.claim.when.rstrip(".") or denial.claim.hedged


def items(activity: ResolvedActivity, question: str) -> list[ResolvedClaim]:
    """The items that stand: not denied, neither by themselves nor by the activity."""
    asserted = [answer for answer in activity.items(question) if not answer.state.denies]
    return [answer for answer in asserted if not is_denied(answer)]


def remark_of(claim: Claim) -> Qualifiers:
    """The remark beside a denial: how far it reaches is part of what it says."""
    words = claim.note.rstrip(".")
    return (Qualifier(QualifierKind.REMARK, words),) if words else ()


def denial(answer: ResolvedClaim) -> Value:
    """A denial as a sentence, with its own words and qualifiers; other answers as printed."""
    if answer.state is not State.NONE:
        return value(answer)
    words = value(answer).text
    if answer.is_item:
        name = label(answer) or humanize(answer.key)
        kind = answer.question if answer.question in SENTENCES else "other"
        sentence = translate(f"denied.{kind}", item=name)
        own_words = details(answer.register, answer.claim).rstrip(".")
        words = f"{sentence}: {own_words}" if own_words else sentence
    qualified = (*qualifiers(answer), *remark_of(answer.claim))
    return Value(words, answer.state, qualified, answer.claim.cites)
