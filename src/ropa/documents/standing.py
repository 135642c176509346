"""Which items of a list stand: what is denied is no item, and its denial is a sentence."""

from ropa.documents.cells import labelled, worded
from ropa.fields.names import label
from ropa.fields.values import Value
from ropa.fields.wording import details, value
from ropa.model.claim import State
from ropa.register import ResolvedActivity, ResolvedClaim
from ropa.register.qualifiers import Qualifier, QualifierKind, Qualifiers, qualifiers
from ropa.vocabulary import humanize, translate

SENTENCES = ("recipients", "personal_data", "data_subjects", "collected_from", "locations")
"""Lists of which a denial of an item has a sentence of its own."""


def is_denial(answer: ResolvedClaim) -> bool:
    """Whether it says of one item that it is not so."""
    return answer.is_item and answer.state is State.NONE


def exceptions(answer: ResolvedClaim) -> Qualifiers:
    """As what the activity itself denies an item that a general statement names."""
    words = [translate("denied.here", words=limit) for limit in _denied_limits(answer)]
    return tuple(Qualifier(QualifierKind.CONDITION, limit) for limit in words)


def _denied_limits(answer: ResolvedClaim) -> list[str]:
    """How far the activity itself denies an item that it inherits."""
    if not (answer.is_inherited and answer.is_item):
        return []
    limits = []
    for item in filter(is_denial, answer.activity.items(answer.question)):
        if item.key == answer.key and not item.is_inherited:
            condition = item.claim.when.rstrip(".")
            limits.append(condition or item.claim.qualified)
    return limits


def items(activity: ResolvedActivity, question: str) -> list[ResolvedClaim]:
    """The items that stand: those that are not denied."""
    answers = activity.items(question)
    return [answer for answer in answers if not answer.state.denies]


def denial(answer: ResolvedClaim) -> Value:
    """A denial as a sentence, with its own words and qualifiers; other answers as printed."""
    printed = value(answer)
    if answer.state is not State.NONE:
        return printed
    words = _sentence(answer) if answer.is_item else printed.text
    qualified = qualifiers(answer)
    # How far a denial reaches is part of what it says.
    if remark := answer.claim.note.rstrip("."):
        qualified = (*qualified, Qualifier(QualifierKind.REMARK, remark))
    return worded(answer, words, qualified)


def _sentence(answer: ResolvedClaim) -> str:
    """That an item is denied, in a sentence, and the words of the denial."""
    name = label(answer) or humanize(answer.key)
    kind = answer.question if answer.question in SENTENCES else "other"
    sentence = translate(f"denied.{kind}", item=name)
    own_words = details(answer.register, answer.claim).rstrip(".")
    return labelled(sentence, own_words) if own_words else sentence
