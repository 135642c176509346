"""What keeps a value from being the plain, whole truth, wherever the value is shown."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from ropa.model.claim import Claim, State
from ropa.model.source import SourceKind
from ropa.register.names import name
from ropa.register.resolved import ResolvedClaim
from ropa.vocabulary import humanize, joined


class QualifierKind(StrEnum):
    """The ways in which a value is qualified."""

    QUALIFIED = "qualified"
    """The source does not assert it: it says "may"."""
    CONDITION = "condition"
    """It holds only if, or only where, something else does."""
    INFERRED = "inferred"
    """No source says it; the author concludes it, and says why."""
    ALTERNATIVE = "alternative"
    """It holds, or another item of its list does: the record does not say which."""
    VAGUE = "vague"
    """A source speaks of it and names nothing usable."""
    REASON = "reason"
    """Why a question does not arise, or why nothing stands here."""
    GENERAL = "general"
    """It is said for many activities at once, or only for some people."""
    REFERENCE = "reference"
    """It stands in full with the general statement it is taken from."""
    ENTRY = "entry"
    """It stands in the entry of a vendor or a system that the activity names."""
    DECLARED = "declared"
    """A person says so, not a document."""
    DERIVED = "derived"
    """This tool concludes it from the records; nobody reviewed it."""
    STATE = "state"
    """The state of an item that stands by its name alone."""
    MISSPELT = "misspelt"
    """The source writes it this way."""
    REMARK = "remark"
    """Said beside the value, such as the period a denial is about."""


class Qualifier(NamedTuple):
    """One qualification of a value, with its words, and for whom it holds, if not for all."""

    kind: QualifierKind
    text: str = ""
    scope: str = ""


Qualifiers = tuple[Qualifier, ...]


def qualifiers(answer: ResolvedClaim) -> Qualifiers:
    """Everything that qualifies *answer*, in the order in which it is printed."""
    own = (*claim_qualifiers(answer.claim), *alternative(answer))
    return (*own, *general(answer), *_entry(answer), *_declared(answer))


def claim_qualifiers(claim: Claim) -> Qualifiers:
    """What qualifies *claim* by itself, wherever it stands: hedge, condition, state."""
    return (*reservations(claim), *_of_state(claim))


def reservations(claim: Claim) -> Qualifiers:
    """What keeps *claim* from being asserted outright: its source's hedge, and its condition."""
    limits = []
    if claim.qualified:
        limits.append(Qualifier(QualifierKind.QUALIFIED, claim.qualified))
    if claim.when:
        limits.append(Qualifier(QualifierKind.CONDITION, claim.when.rstrip(".")))
    return tuple(limits)


def _of_state(claim: Claim) -> Iterator[Qualifier]:
    wording = claim.wording.rstrip(".")
    if claim.state is State.INFERRED:
        yield Qualifier(QualifierKind.INFERRED, wording)
    elif claim.state is State.NOT_APPLICABLE and wording:
        yield Qualifier(QualifierKind.REASON, wording)
    elif claim.state is State.VAGUE:
        yield Qualifier(QualifierKind.VAGUE)


def alternative(answer: ResolvedClaim) -> Qualifiers:
    """The other items that may hold in place of *answer*, where its list does not say which do."""
    if not answer.alternatives:
        return ()
    others = [_name(answer, key) for key in answer.alternatives]
    return (Qualifier(QualifierKind.ALTERNATIVE, joined(others)),)


def _name(answer: ResolvedClaim, key: str) -> str:
    return name(answer.register, answer.question, key) or humanize(key)


def general(answer: ResolvedClaim) -> Qualifiers:
    """That *answer* is said for many activities, and for whom, where it is not for everybody."""
    return (
        (Qualifier(QualifierKind.GENERAL, scope=answer.scope),) if answer.shared_statement else ()
    )


def _entry(answer: ResolvedClaim) -> Iterator[Qualifier]:
    if answer.entry:
        list_name, _, key = answer.entry.partition("/")
        entry = answer.register.entries(list_name)[key]
        yield Qualifier(QualifierKind.ENTRY, getattr(entry, "name", "") or humanize(key))


def _declared(answer: ResolvedClaim) -> Iterator[Qualifier]:
    for cited in answer.claim.cites:
        source = answer.register.sources.get(cited)
        if source is not None and source.kind is SourceKind.STATEMENT:
            yield Qualifier(QualifierKind.DECLARED, source.by)


def without(qualified: Qualifiers, *kinds: QualifierKind) -> Qualifiers:
    """*qualified* without those of *kinds*, for a place that shows them in another way."""
    return tuple(qualifier for qualifier in qualified if qualifier.kind not in kinds)
