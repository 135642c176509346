"""Which of several answers to one question hold beside each other."""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from ropa.model.claim import Claim, State


class Answer(Protocol):
    """What has to be known of an answer: its claim, its key in a list, whether it is inherited."""

    @property
    def claim(self) -> Claim: ...
    @property
    def key(self) -> str: ...
    @property
    def state(self) -> State: ...
    @property
    def is_item(self) -> bool: ...
    @property
    def is_inherited(self) -> bool: ...


A = TypeVar("A", bound=Answer)


def without_contradictions(answers: Sequence[A]) -> Iterator[A]:
    """*answers* without what is inherited and contradicts another of them.

    That is a denial of what another says, and an item that the activity itself denies outright.
    """
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
