"""An item in full: beside its own words everything said inside it, each part by its name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ropa.documents.cells import enumerated, labelled
from ropa.documents.details import destination
from ropa.documents.lines import one_line
from ropa.documents.standing import denial
from ropa.fields.names import labels
from ropa.fields.values import Value
from ropa.fields.wording import details, unsaid, value
from ropa.model.activity import Disclosure, JointController, Transfer
from ropa.register import Records, ResolvedClaim
from ropa.register.qualifiers import QualifierKind, without
from ropa.vocabulary import humanize, joined, questions, translate

IN_ITS_LINE = ("required", "schedule_1", "arrangement", "kind", "contract", "destination")
"""Claims inside an item that its line says already, or the pairs of a recipient."""


def in_full(answer: ResolvedClaim) -> Value:
    """An answer with all that is said inside it, for a place where nothing else says it."""
    parts = [*pairs(answer), *_destination(answer)]
    parts += map(str, inside(answer, IN_ITS_LINE))
    return extended(denial(answer), parts)


def extended(item: Value, parts: Iterable[str]) -> Value:
    """An item with the *parts* that are said beside its words."""
    words = translate("line.dash").join((item.text, *parts))
    return item.saying(words)


def inside(answer: ResolvedClaim, but: tuple[str, ...] = ()) -> Iterator[Value]:
    """What an item itself answers, a line for each question by its name, without those of *but*."""
    for question, claims in answer.own.items():
        if question not in but:
            values = [_less_general(claim) for claim in claims]
            yield one_line(values, question_name(question))


def question_name(question: str) -> str:
    """What a question is called within a line."""
    field = questions().get(question)
    heading = field.label if field else translate(f"full.{question}")
    return heading[:1].lower() + heading[1:]


def _less_general(claim: ResolvedClaim) -> Value:
    """A claim inside an item; where the item is taken from stands behind the item itself."""
    inner = value(claim)
    own = without(inner.qualifiers, QualifierKind.GENERAL, QualifierKind.ENTRY)
    return replace(inner, qualifiers=own)


def _destination(answer: ResolvedClaim) -> Iterator[str]:
    if isinstance(answer.claim, Transfer):
        place = destination(answer)
        qualified = without(place.qualifiers, QualifierKind.GENERAL)
        words = replace(place, qualifiers=qualified)
        yield labelled(translate("full.destination"), words)


def pairs(answer: ResolvedClaim) -> Iterator[str]:
    """What is paired with a recipient: its kind, its data, and the terms it receives them on."""
    claim = answer.claim
    if isinstance(claim, Disclosure):
        yield from _kind(answer)
        yield from _contract(answer)
        if claim.data:
            data = labels(answer.register, "personal_data", claim.data)
            yield translate("report.data", data=data)
        yield from _ends(answer, claim)
    if isinstance(claim, JointController) and claim.state.asserts:
        yield from _unstated(answer.register, claim)


def _unstated(register: Records, controller: JointController) -> Iterator[str]:
    """Of the name and contact details of a joint controller, what nobody states.

    GDPR Art. 30(1)(a).
    """
    silence = unsaid(register).text
    details = {"name": controller.name, "contact_details": controller.contact}
    for detail, words in details.items():
        if not words:
            label = translate(f"full.{detail}")
            yield labelled(label, silence)


def terms(answer: ResolvedClaim) -> Iterator[str]:
    """On what terms a recipient receives data: under which contract, and for what."""
    if isinstance(answer.claim, Disclosure):
        yield from _contract(answer)
        yield from _ends(answer, answer.claim)


def _contract(answer: ResolvedClaim) -> Iterator[str]:
    for contract in answer.own.get("contract", ()):
        yield translate("report.contract", words=_less_general(contract))


def _ends(answer: ResolvedClaim, claim: Disclosure) -> Iterator[str]:
    if claim.purposes:
        purposes = enumerated(_purposes(answer, claim.purposes))
        yield translate("report.for", purposes=purposes)
    if claim.inquiry:
        yield translate("report.inquiry")


def _kind(answer: ResolvedClaim) -> Iterator[str]:
    kinds = [_less_general(kind) for kind in answer.own.get("kind", ())]
    words = joined(map(str, kinds))
    if any(kind.state.is_open for kind in kinds):
        yield translate("report.kind", words=words)
    elif kinds:
        yield words


def _purposes(answer: ResolvedClaim, keys: Sequence[str]) -> Iterator[str]:
    """The purposes called *keys* in their own words; a key alone where another record has them."""
    activity = answer.speaker.activity
    words = {}
    for purpose in activity.items("purposes") if activity else ():
        own_words = details(answer.register, purpose.claim)
        words[purpose.key] = own_words.rstrip(".")
    for key in keys:
        yield words.get(key) or humanize(key)
