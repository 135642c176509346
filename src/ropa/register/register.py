"""All records of a register together, and what each activity answers once inheritance is resolved.

Resolution happens once, when a register is made: documents, rules, JSON and import read its result.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ropa.model.claim import Claim, ClaimList
from ropa.register.record import Path
from ropa.register.records import Records
from ropa.register.resolution import resolve, written
from ropa.register.resolved import (
    ResolvedActivity,
    ResolvedClaim,
    ResolvedClaims,
    Speaker,
    unanswered,
)


@dataclass(frozen=True)
class Register(Records):
    """All records of one organization at one date, with every answer of their activities."""

    activities: tuple[ResolvedActivity, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        resolved = tuple(resolve(self, record) for record in self.records)
        object.__setattr__(self, "activities", resolved)

    @property
    def speaker(self) -> Speaker:
        """The register itself as the one who says something."""
        return Speaker(self, self.file)

    @cached_property
    def resolved_by_id(self) -> Mapping[str, ResolvedActivity]:
        """Activities with their answers, by id."""
        return {activity.id: activity for activity in self.activities}

    def answers(self, question: str, value: Claim | ClaimList[Any] | None) -> ResolvedClaims:
        """What the register itself answers to *question*, such as ``rights``; never empty."""
        if value is None:
            return (self.unanswered(question),)
        return tuple(written(self.speaker, question, value, (question,)))

    def claim(self, claim: Claim, path: Path) -> ResolvedClaim:
        """A claim of the register's own that answers no question of an activity."""
        return ResolvedClaim(self.speaker, "", "", claim, path)

    def unanswered(self, question: str) -> ResolvedClaim:
        """The answer to *question* that neither the register nor its sources give."""
        return unanswered(self.speaker, question)
