"""Which of several answers to one question hold beside each other."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypeVar

from ropa.model.claim import Claim, ClaimList, State


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

LIMITS = ("data_subjects", "purposes", "countries", "establishments")
"""What a rule of retention may hold for, beside data."""


def without_contradictions(answers: Sequence[A]) -> Iterator[A]:
    """*answers* without inherited denials of what another of them says."""
    asserted = {answer.key for answer in answers if answer.is_item and not answer.state.denies}
    for answer in answers:
        is_contradicted = answer.key in asserted if answer.is_item else bool(asserted)
        if not (answer.is_inherited and answer.state.denies and is_contradicted):
            yield answer


def rules_for(data: str, rules: Sequence[A]) -> tuple[A, ...]:
    """Those of *rules* of retention that hold for the item *data*.

    That for the rest does not where another names the item and holds for it in every case.
    """
    named = [rule for rule in rules if data in getattr(rule.claim, "data", ())]
    is_settled = any(rule.is_item and not _is_limited(rule.claim) for rule in named)
    holding = []
    for rule in rules:
        is_rest = not rule.is_item and is_settled
        if not is_rest and (rule in named or not getattr(rule.claim, "data", ())):
            holding.append(rule)
    return tuple(holding)


def _is_limited(rule: Claim) -> bool:
    """Whether a rule of retention holds for some of the people, purposes or places alone."""
    limits = (getattr(rule, name, ()) for name in LIMITS)
    return bool(rule.when) or any(limits)


def has_rule_for_rest(answer: ClaimList[Any]) -> bool:
    """Whether a list of rules has one of its own for all that its items do not speak of."""
    is_of_rules = bool(answer.fields_of_whole())
    return is_of_rules and answer.whole is not None and answer.whole.state.has_value
