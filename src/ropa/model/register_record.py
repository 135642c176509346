"""What a register says of itself: who keeps it, who speaks, and what holds for many."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from pydantic import Field

from ropa.model.approval import RENAMED_RULES, Approval, Waiver
from ropa.model.claim import Claim, ClaimList
from ropa.model.contact import (
    Contact,
    Contacts,
    Controller,
    Organization,
    Representatives,
)
from ropa.model.declared import Declared, DeclaredCategory
from ropa.model.model import (
    INTERNAL,
    Day,
    Language,
    Model,
    Reference,
    Sentence,
    Slug,
    Slugs,
    optional,
    sentence,
)
from ropa.model.own_fields import OwnField
from ropa.model.own_words import OwnVocabulary, OwnWord
from ropa.model.recipient import Recipient
from ropa.model.rights import OptOuts, Rights
from ropa.model.shared_statement import SharedStatement
from ropa.model.statement import TextClaim

__all__ = [
    "Approval",
    "Contact",
    "Controller",
    "Declared",
    "DeclaredCategory",
    "KeptBy",
    "OwnVocabulary",
    "OwnWord",
    "Recipient",
    "RegisterRecord",
    "SharedStatement",
]


class KeptBy(StrEnum):
    """Whose record this is."""

    ORGANIZATION = "organization"
    RECONSTRUCTION = "reconstruction"


class ApplicableLaws(ClaimList[Claim]):
    """Laws that apply, as far as a source or the organization says."""

    words = "applicable_laws"


class Confirmation(Model):
    """Who confirms the register as a whole, so that no claim in it needs a citation."""

    by: Sentence = Field(description="who, as a function")
    on: Day = Field(description="when")


class Inconsistency(Model):
    """Statements of a source that contradict each other or pull apart; recorded, not repaired."""

    text: Sentence = Field(description="what pulls, in your own words")
    between: tuple[Reference, ...] = Field(min_length=2, description="the passages")
    activities: Slugs = Field((), description="activities it touches")


class Edition(Model):
    """One version of the document, for its history."""

    on: Day = Field(description="the day it was issued")
    by: Sentence = sentence("who issued it, as a function")
    text: Sentence = sentence("what changed, in your own words")


class DocumentSettings(Model):
    """What the covers of documents say."""

    version: Sentence = sentence("version of the document")
    prepared_by: Sentence = sentence("who prepared it, as a function")
    approved_by: Sentence = sentence("who approved it, as a function")
    confidentiality: Sentence = sentence("confidentiality level")
    history: Mapping[str, Edition] = Field(
        default_factory=dict, description="versions of the document, by number"
    )
    logo: Sentence = sentence("picture for the cover of the PDF: a PNG or JPEG file in templates/")
    watermark: Sentence = sentence("word across the pages of the PDF, such as Draft")
    language: Language | None = optional("language of the documents, such as `en`")


class RegisterRecord(Model):
    """The register's own file, ``register.yaml``. GDPR Art. 30(1)(a), 30(2)(a), 30(3)."""

    renamed = MappingProxyType(
        {
            "general": "register_wide",
            "regimes": "applicable_laws",
            "silent_on": "not_addressed",
            "tensions": "inconsistencies",
            "vouched_by": "confirmed_by",
        }
    )

    renamed_values = MappingProxyType(
        {
            "not_addressed": MappingProxyType({"regimes": "applicable_laws"}),
            "waivers": RENAMED_RULES,
        }
    )

    schema_: int = Field(alias="schema", description="version of this record format")
    title: Sentence = Field(description="title of the register")
    kept_by: KeptBy = Field(
        description="organization: its own record; "
        "reconstruction: drawn by somebody else from documents"
    )
    as_of: Day | None = optional("the day the register speaks of")
    confirmed_by: Confirmation | None = optional(
        "who confirms the whole, where claims cite nothing"
    )
    organization: Organization = Field(description="the organization. GDPR Art. 30(1)(a), 30(2)(a)")
    representatives: Representatives | None = optional("representatives. GDPR Art. 27, 30(1)(a)")
    dpo: Contact | None = optional("data protection officer. GDPR Art. 37, 30(1)(a)")
    contacts: Contacts | None = optional("contact points, by use")
    applicable_laws: ApplicableLaws | None = optional("laws that apply")
    not_addressed: tuple[str, ...] = Field(
        (), description="questions read for, to which the sources do not speak"
    )
    register_wide: Mapping[Slug, SharedStatement] = Field(
        default_factory=dict, description="what is said once for many activities"
    )
    rights: Rights | None = optional("rights of individuals")
    opt_outs: OptOuts | None = optional("opt-outs and preference signals")
    minors: TextClaim | None = optional("children")
    declared: Declared | None = optional("the California table as published")
    inconsistencies: Mapping[Slug, Inconsistency] = Field(
        default_factory=dict, description="statements that pull apart"
    )
    reviews: Mapping[Day, Approval] = Field(
        default_factory=dict, description="reviews", json_schema_extra=INTERNAL
    )
    approvals: Mapping[Day, Approval] = Field(default_factory=dict, description="approvals")
    vocabulary: OwnVocabulary = Field(
        default_factory=OwnVocabulary, description="words of your own"
    )
    own_fields: Mapping[Slug, OwnField] = Field(
        default_factory=dict, description="fields of your own that activities can have"
    )
    glossary: Mapping[str, Sentence] = Field(
        default_factory=dict, description="abbreviations and terms"
    )
    document: DocumentSettings = Field(
        default_factory=DocumentSettings, description="what covers say"
    )
    waivers: Mapping[Slug, Waiver] = Field(
        default_factory=dict, description="accepted findings, by rule", json_schema_extra=INTERNAL
    )
    notes: Sentence = sentence("remarks for readers inside the organization", internal=True)
