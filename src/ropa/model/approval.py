"""What people answer for: reviews, approvals, and findings they accept."""

from collections.abc import Mapping
from types import MappingProxyType

from pydantic import Field

from ropa.model.model import Day, Model, Sentence, optional, sentence

RENAMED_RULES: Mapping[str, str] = MappingProxyType(
    {"register-not-vouched-for": "register-not-confirmed"}
)
"""Rules that waivers of an older schema name otherwise."""


class Review(Model):
    """A look at the record by somebody answerable for it."""

    by: Sentence = Field(description="who, as a function")
    outcome: Sentence = sentence("what came of it")
    next: Day | None = optional("when it is due again")
    facts: Sentence = sentence("hash of what was reviewed")


class Waiver(Model):
    """An accepted finding, under the name of its rule: why, who accepts it and until when."""

    reason: Sentence = Field(description="why it is accepted")
    until: Day = Field(description="the day it ends")
    by: Sentence = sentence("who accepts it, as a function")
    at: Sentence = sentence("the field it is about, where not the whole record")


class Approval(Model):
    """An approval, bound to the hash of what it approved."""

    by: Sentence = Field(description="who, as a function")
    facts: Sentence = sentence("hash of what was approved")
