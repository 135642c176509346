"""One processing activity: what it is called, where it stands and what it answers."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from pydantic import Field

from ropa.model.approval import Review, Waiver
from ropa.model.disclosure import Disclosure, Disclosures, Sale
from ropa.model.model import (
    INTERNAL,
    Day,
    OneOrSeveral,
    Sentence,
    Slug,
    Slugs,
    optional,
    owners,
    sentence,
)
from ropa.model.personal_data import DataItem, DataSubjects, Provenance, Retention, RetentionRules
from ropa.model.purpose import Ground, Interest, LawfulBases, Purposes
from ropa.model.questions import AutomatedDecisions, Questions
from ropa.model.role import ControllerReferences, JointController, Processing, RoleKinds
from ropa.model.security import SystemUse
from ropa.model.statement import Assessment, ReferenceClaim, TextClaim
from ropa.model.transfer import Transfer

__all__ = [
    "INTERNAL",
    "Activity",
    "Assessment",
    "AutomatedDecisions",
    "ControllerReferences",
    "DataItem",
    "DataSubjects",
    "Disclosure",
    "Disclosures",
    "Ground",
    "Interest",
    "JointController",
    "LawfulBases",
    "Processing",
    "Provenance",
    "Purposes",
    "Questions",
    "ReferenceClaim",
    "Retention",
    "RetentionRules",
    "Review",
    "Sale",
    "Status",
    "SystemUse",
    "TextClaim",
    "Transfer",
]


class Status(StrEnum):
    """Where an activity stands."""

    DRAFT = "draft"
    PLANNED = "planned"
    ACTIVE = "active"
    ENDED = "ended"


class Activity(Questions):
    """One processing activity, in a file named after its id. GDPR Art. 30."""

    renamed = MappingProxyType({"formerly": "previous_ids", "function": "department"})

    id: Slug = Field(description="its identity; also the name of its file")
    previous_ids: Slugs = Field((), description="earlier ids")
    name: Sentence = Field(description="what it is called")
    description: TextClaim | None = optional("what happens, in your own words")
    department: TextClaim | None = optional("the department or business function that runs it")
    role: RoleKinds = Field(
        description="controller, joint controller, processor, sub-processor. "
        "GDPR Art. 4(7), 4(8), 26, 28"
    )
    status: Status = Field(Status.ACTIVE, description="where it stands")
    active_from: Day | None = optional("the day it began")
    active_until: Day | None = optional("the day it ended")
    owner: OneOrSeveral = owners("who answers for it: by key of people.yaml, or in words")
    reference: Sentence = sentence("the organization's own number for it")
    establishments: Slugs = Field(
        (), description="places of business that run it, by key of organization: establishments"
    )
    own_fields: Mapping[Slug, Sentence] = Field(
        default_factory=dict, description="fields of your own, declared in register.yaml"
    )
    volume: Sentence = sentence("how many people or records", internal=True)
    tags: Slugs = Field(
        (), description="words of your own to select by", json_schema_extra=INTERNAL
    )
    notes: Sentence = sentence("remarks for readers inside the organization", internal=True)
    reviews: Mapping[Day, Review] = Field(
        default_factory=dict, description="reviews, by date", json_schema_extra=INTERNAL
    )
    waivers: Mapping[Slug, Waiver] = Field(
        default_factory=dict, description="accepted findings, by rule", json_schema_extra=INTERNAL
    )
