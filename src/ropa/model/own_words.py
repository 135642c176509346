"""Words a register adds to the vocabulary's lists."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from ropa.model.model import CcpaLetters, Listed, Model, Sentence, Slug, optional, sentence


class OwnWord(Model):
    """A word the register adds to a vocabulary list."""

    label: Sentence = Field(description="what is printed")
    ccpa: CcpaLetters = Field((), description="categories (A)-(K), for a data item")
    art_9: Sentence = sentence("kind of special category, for a data item. GDPR Art. 9(1)")
    dpv: Sentence = sentence("DPV term")
    heading: Annotated[str, Listed("measure_headings")] | None = optional(
        "the heading documents list it under, for a measure"
    )
    group: Sentence = sentence("the group it belongs to")


OwnWords = Mapping[Slug, OwnWord]


class OwnVocabulary(Model):
    """Words the register adds to the vocabulary's lists."""

    personal_data: OwnWords = Field(default_factory=dict, description="personal-data items")
    data_subjects: OwnWords = Field(default_factory=dict, description="categories of data subjects")
    recipient_categories: OwnWords = Field(
        default_factory=dict, description="categories of recipients"
    )
    origins: OwnWords = Field(default_factory=dict, description="where data come from")
    measures: OwnWords = Field(default_factory=dict, description="security measures")
    processing: OwnWords = Field(default_factory=dict, description="categories of processing")
    rights: OwnWords = Field(default_factory=dict, description="rights of individuals")
    applicable_laws: OwnWords = Field(default_factory=dict, description="laws that apply")
