"""Which of several answers to one question hold beside each other."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from ropa.model.claim import Claim, ClaimList, State
from ropa.model.recipient import Recipient
from ropa.register.retention import has_rule_for_rest


class Answer(Protocol):
    """What has to be known of an answer: its claim, its key in a list, whether it is inherited."""

    @property
    def claim(self) -> Claim:
        """What it says."""

    @property
    def key(self) -> str:
        """Its identity in a list; empty for what is said of the whole."""

    @property
    def state(self) -> State:
        """In which state."""

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""

    @property
    def is_inherited(self) -> bool:
        """Whether somebody else says it."""


A = TypeVar("A", bound=Answer)


def without_contradictions(answers: Sequence[A]) -> Iterator[A]:
    """*answers* without what is inherited and contradicts another of them.

    That is a denial of what another says, and an item that the activity itself denies outright.
    """
    if not any(answer.is_inherited for answer in answers):
        yield from answers
        return
    asserted = {answer.key for answer in answers if answer.is_item and not answer.state.denies}
    denied = {answer.key for answer in answers if _denies_outright(answer)}
    for answer in answers:
        if answer.state.denies:
            is_contradicted = answer.key in asserted if answer.is_item else bool(asserted)
        else:
            is_contradicted = answer.is_item and answer.key in denied
        if not (answer.is_inherited and is_contradicted):
            yield answer


def _denies_outright(answer: Answer) -> bool:
    """Whether the activity itself says, without a condition, that an item is not so."""
    is_own_denial = answer.is_item and answer.state.denies and not answer.is_inherited
    return is_own_denial and not (answer.claim.when or answer.claim.qualified)


def inherits(value: Claim | ClaimList[Any]) -> bool:
    """Whether what is inherited holds beside an activity's own answer."""
    if not isinstance(value, ClaimList) or value.only:
        return False
    return bool(value.items or value.replaces) or has_rule_for_rest(value)


def standing(value: ClaimList[Any]) -> tuple[str, ...]:
    """Keys of the items of a list that are not denied."""
    return tuple(key for key, claim in value.items.items() if not claim.state.denies)


def engaged(recipients: Mapping[str, Recipient], named: Mapping[str, Claim]) -> Mapping[str, Claim]:
    """Vendors that are *named*, and the processors they engage, tier by tier, that have an entry.

    Each once, with the claim through which it is reached.
    """
    reached: dict[str, Claim] = {}
    waiting = deque(named.items())
    while waiting:
        key, claim = waiting.popleft()
        if key in reached or key not in recipients or not claim.state.has_value:
            continue
        reached[key] = claim
        sub_processors = recipients[key].sub_processors
        for name, engagement in sub_processors.items.items() if sub_processors else ():
            waiting.append((name, limited(engagement, claim)))
    return reached


C = TypeVar("C", bound=Claim)


def limited(claim: C, by: Claim) -> C:
    """*claim* as far as the claim holds *by* which it is reached.

    That is with its condition and its hedge, and inferred where that is.
    """
    limits: dict[str, Any] = {}
    if by.when:
        limits["when"] = "; ".join(filter(None, (by.when.rstrip("."), claim.when)))
    if by.qualified and not claim.qualified:
        limits["qualified"] = by.qualified
    if by.state is State.INFERRED and claim.state is State.STATED:
        limits |= {"state": State.INFERRED, "wording": by.wording}
    return claim.model_copy(update=limits) if limits else claim
