"""Which rules of retention hold for what: some for data they name, one for the rest."""

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from ropa.model.claim import Claim, ClaimList

LIMITS = ("data_subjects", "purposes", "countries", "establishments")
"""What a rule may hold for, beside data."""


class RetentionAnswer(Protocol):
    """A claim that answers how long data are kept."""

    @property
    def claim(self) -> Claim:
        """What it says."""

    @property
    def is_item(self) -> bool:
        """Whether it has a key, and is not that for the rest."""


R = TypeVar("R", bound=RetentionAnswer)


def has_rule_for_rest(value: ClaimList[Any]) -> bool:
    """Whether a list of rules has one of its own for all that its items do not speak of."""
    is_of_rules = bool(value.fields_of_whole())
    return is_of_rules and value.whole is not None and value.whole.state.has_value


def rules_for(data: str, rules: Sequence[R]) -> tuple[R, ...]:
    """Those of *rules* that hold for the item *data*.

    That for the rest does not where another names the item and holds for it in every case.
    """
    holding = [rule for rule in rules if data in (_data_of(rule) or (data,))]
    if any(map(_settles, holding)):
        holding = [rule for rule in holding if rule.is_item]
    return tuple(holding)


def _settles(rule: RetentionAnswer) -> bool:
    """Whether a rule that holds for a data item leaves nothing of it to that for the rest."""
    return rule.is_item and bool(_data_of(rule)) and not _is_limited(rule.claim)


def _data_of(rule: RetentionAnswer) -> tuple[str, ...]:
    """The data that a rule names; none where it holds for all."""
    return getattr(rule.claim, "data", ())


def _is_limited(rule: Claim) -> bool:
    """Whether a rule holds for some of the people, purposes or places alone."""
    limits = (getattr(rule, name, ()) for name in LIMITS)
    return bool(rule.when) or any(limits)
