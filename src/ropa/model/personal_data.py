"""Whose data, which data, where they come from and for how long they are kept."""

from pydantic import Field, GetJsonSchemaHandler, field_validator
from pydantic.config import JsonDict
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from ropa import vocabulary
from ropa.model.claim import Claim, ClaimList
from ropa.model.model import (
    CcpaLetters,
    Country,
    Period,
    Sentence,
    Slugs,
    optional,
    refusal,
    sentence,
)
from ropa.model.statement import TextClaim


class DataSubjects(ClaimList[Claim]):
    """Categories of data subjects. GDPR Art. 30(1)(c)."""

    words = "data_subjects"


def _offer_actions(schema: JsonDict) -> None:
    words = vocabulary.words("retention_actions").values()
    schema["enum"] = [word.name for word in words]
    schema["enumDescriptions"] = [word.label for word in words]
    schema.pop("anyOf", None)


class Retention(Claim):
    """How long data are kept: a period, an event or a criterion, the law that sets it, what happens
    then, and what it holds for. GDPR Art. 30(1)(f).
    """

    period: Period | None = optional("ISO 8601 duration, such as P10Y, P18M or PT72H; or no-limit")
    after: Sentence = sentence("the event the period runs from")
    until: Sentence = sentence("the event or criterion that ends it")
    law: Sentence = sentence("the law that sets it")
    action: str | None = Field(
        None,
        description="what happens then: delete, anonymize, archive, return or review",
        json_schema_extra=_offer_actions,
    )
    data: Slugs = Field((), description="which items of personal_data it holds for, if not all")
    data_subjects: Slugs = Field((), description="whose data it holds for, if not everybody's")
    purposes: Slugs = Field((), description="the purposes it holds for, if not all")
    countries: tuple[Country, ...] = Field(
        (), description="the countries it holds for, as ISO 3166-1 codes, if not all"
    )
    establishments: Slugs = Field(
        (), description="the establishments of the organization it holds for, if not all"
    )

    @field_validator("action")
    @classmethod
    def _check_action(cls, value: str | None) -> str | None:
        actions = vocabulary.names("retention_actions")
        if value is None or value in actions:
            return value
        raise refusal("action", value=value, words=vocabulary.joined(actions))


class RetentionRules(ClaimList[Retention]):
    """How long data are kept: a rule, or several by keys of your own and one for the rest. GDPR
    Art. 30(1)(f).
    """

    whole: Retention | None = None

    @classmethod
    def fields_of_whole(cls) -> tuple[str, ...]:
        """The fields of the rule that stands beside the others, or alone."""
        return tuple(name for name in Retention.model_fields if name not in Claim.model_fields)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = super().__get_pydantic_json_schema__(core, handler)
        forms = schema["anyOf"][0]
        rule = Retention.model_json_schema()["anyOf"][0]
        of_whole = {name: rule["properties"][name] for name in cls.fields_of_whole()}
        forms["properties"] = {**of_whole, **forms["properties"]}
        passages = {name: rule[name] for name in ("type", "pattern", "items")}
        return {**schema, "anyOf": [{**forms, **passages}, *schema["anyOf"][1:]]}


class DataItem(Claim):
    """One category of personal data. GDPR Art. 30(1)(c); Cal. Civ. Code 1798.140(v)."""

    text: Sentence = sentence("what exactly, where the word alone does not say")
    subjects: Slugs = Field((), description="whose, where not of all data subjects of the activity")
    retention: Retention | None = optional("how long this category is kept. GDPR Art. 30(1)(f)")
    ccpa: CcpaLetters | None = optional(
        "categories (A)-(K), where they differ from the vocabulary's. Cal. Civ. Code 1798.140(v)(1)"
    )
    ccpa_reason: Sentence = sentence("why they differ")
    required: TextClaim | None = optional(
        "whether it must be provided, and what follows if not. GDPR Art. 13(2)(e)"
    )


class PersonalData(ClaimList[DataItem]):
    """Categories of personal data, item by item. GDPR Art. 30(1)(c)."""

    words = "personal_data"


class Provenance(Claim):
    """Where data come from, and which. GDPR Art. 14(2)(f); 11 CCR 7011(e)(1)(B)."""

    text: Sentence = sentence("how, in your own words")
    data: Slugs = Field((), description="which items, where the source pairs them")


class Origins(ClaimList[Provenance]):
    """Where personal data come from. GDPR Art. 14(2)(f)."""

    words = "origins"
