"""What a register says of itself: the organization, who speaks, and what holds for many activities at once."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from ropa import vocabulary
from ropa.model.activity import INTERNAL, Answers, Origins, ReferenceClaim, Sale, TextClaim, Waiver
from ropa.model.claim import Claim, Many
from ropa.model.part import CCPA_LETTER, Country, Day, Flag, Part, Reference, Sentence, Slug, listed


class KeptBy(StrEnum):
    """Whose record this is."""

    ORGANIZATION = "organization"
    RECONSTRUCTION = "reconstruction"


class Contact(Claim):
    """How to reach somebody, and what for. GDPR Art. 30(1)(a)."""

    name: Sentence = Field("", description="name, or function")
    address: Sentence = Field("", description="postal address")
    country: Country | None = Field(None, description="ISO 3166-1 code")
    email: Sentence = Field("", description="e-mail address")
    telephone: Sentence = Field("", description="telephone number")
    website: Sentence = Field("", description="web address, or form")
    use: Sentence = Field("", description="what it is for")


class Contacts(Many[Contact]):
    """Contact points, by use."""


class Establishments(Many[Contact]):
    """Places of business, affiliates and subsidiaries as far as named."""


class Representatives(Many[Contact]):
    """Representatives. GDPR Art. 27, 30(1)(a)."""

    words = "representatives"
    closed = True


class Organization(Contact):
    """The organization whose register this is. GDPR Art. 30(1)(a), 30(2)(a)."""

    name: Sentence = Field(description="its name")
    legal_form: Sentence = Field("", description="its legal form")
    registration: Sentence = Field("", description="its registration number")
    establishments: Establishments | None = Field(None, description="places of business")


class Regimes(Many[Claim]):
    """Laws that apply, as far as a source or the organization says."""

    words = "regimes"


class Vouch(Part):
    """Who vouches for the whole register, so that no claim in it needs a citation."""

    by: Sentence = Field(description="who, as a function")
    on: Day = Field(description="when")


class Scope(Part):
    """Which activities, and which people, a general statement is about."""

    role: tuple[str, ...] = Field(
        (), description="activities in which the organization has one of these roles"
    )
    activities: tuple[Slug, ...] = Field((), description="these activities")
    people: Sentence = Field("", description="whom it is about, where not everybody")

    @model_validator(mode="before")
    @classmethod
    def _forms(cls, value: Any) -> Any:
        if value == "all":
            return {}
        if isinstance(value, Mapping) and isinstance(value.get("role"), str):
            return {**value, "role": [value["role"]]}
        return value

    @model_validator(mode="after")
    def _roles(self) -> "Scope":
        for role in self.role:
            listed("roles", role)
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core)
        roles = {"enum": list(vocabulary.names("roles"))}
        role = {"anyOf": [{"type": "array", "items": roles}, roles]}
        schema["properties"]["role"] = {
            **role,
            "description": schema["properties"]["role"]["description"],
        }
        return {"description": schema.pop("description", ""), "anyOf": [schema, {"enum": ["all"]}]}


class General(Answers):
    """Something a source says once for many activities."""

    applies_to: Scope = Field(description="`all`, or which activities and which people")


class Right(Claim):
    """A right of individuals, for whom and how it is exercised. GDPR Art. 12-22; Cal. Civ. Code 1798.105-125."""

    text: Sentence = Field("", description="limits and particulars, in your own words")
    people: Sentence = Field("", description="who has it")
    method: Sentence = Field("", description="how it is exercised")


class Rights(Many[Right]):
    """Rights of individuals."""

    words = "rights"


class OptOuts(Many[TextClaim]):
    """Opt-outs and preference signals. 11 CCR 7025."""


class DeclaredPurposes(Many[TextClaim]):
    """Purposes a published table gives."""


class DeclaredRecipients(Many[TextClaim]):
    """Categories of third parties, service providers and contractors a published table gives."""

    words = "recipient_categories"


class DeclaredCategory(Claim):
    """One row of a published table of categories. Cal. Civ. Code 1798.130(a)(5)(B).

    What a row says of itself takes the place of what is said for the whole table.
    """

    label: Sentence = Field("", description="the label as the source prints it")
    misspelt: Flag = Field(False, description="the label is misspelt in the source")
    collected: Annotated[str, Field(pattern="^(yes|no|not-listed)$")] = Field(
        description="yes, no or not-listed"
    )
    examples: Sentence = Field(
        "", description="examples the source gives, in your own words; not what is collected"
    )
    sources: Origins | None = Field(None, description="categories of sources, of this category")
    purposes: DeclaredPurposes | None = Field(
        None, description="purposes of collecting, of this category"
    )
    disclosed_to: DeclaredRecipients | None = Field(
        None, description="to whom this category is disclosed"
    )
    disclosure_purposes: DeclaredPurposes | None = Field(
        None, description="business purposes of disclosing it"
    )
    sold: Sale | None = Field(None, description="whether this category is sold")
    shared: Sale | None = Field(None, description="whether this category is shared")
    sold_to: DeclaredRecipients | None = Field(
        None, description="third parties this category is sold to or shared with"
    )
    sale_purposes: DeclaredPurposes | None = Field(
        None, description="purposes of selling or sharing it"
    )
    retention: TextClaim | None = Field(
        None, description="how long this category is kept. 1798.100(a)(3)"
    )


class DeclaredCategories(Many[DeclaredCategory]):
    """Categories in the statute's letters. Cal. Civ. Code 1798.140(v)(1)."""

    words = "ccpa_categories"
    closed = True


class OtherCategories(Many[DeclaredCategory]):
    """Rows of a published table that answer to no letter of the statute."""


class SensitiveCategories(Many[DeclaredCategory]):
    """Sensitive personal information. Cal. Civ. Code 1798.140(ae)."""

    words = "ccpa_sensitive"
    closed = True


class DeclaredLinks(Many[ReferenceClaim]):
    """Links and notices a declaration leads to. 11 CCR 7011(e)(3), 7012(e)."""

    words = "ccpa_links"
    closed = True


class DeclaredHandling(Many[TextClaim]):
    """How requests of consumers are handled. 11 CCR 7011(e)(3)."""

    words = "ccpa_handling"
    closed = True


class Declared(Part):
    """The table of categories as the organization publishes it. Cal. Civ. Code 1798.130(a)(5), 11 CCR 7011(e)."""

    period: TextClaim | None = Field(
        None, description="the period the table is about, where it names one"
    )
    categories: DeclaredCategories | None = Field(
        None, description="rows of the table, by statutory letter"
    )
    other: OtherCategories | None = Field(
        None, description="rows that answer to no letter, each under a key of its own"
    )
    sensitive: SensitiveCategories | None = Field(
        None, description="sensitive personal information. 1798.140(ae)"
    )
    sources: Origins | None = Field(None, description="categories of sources, for the whole table")
    purposes: DeclaredPurposes | None = Field(
        None, description="purposes of collecting, for the whole table"
    )
    disclosure_purposes: DeclaredPurposes | None = Field(
        None, description="business purposes of disclosing, for the whole table"
    )
    disclosed_to: DeclaredRecipients | None = Field(
        None, description="categories of third parties, for the whole table"
    )
    sold: Sale | None = Field(None, description="whether personal information is sold")
    shared: Sale | None = Field(
        None, description="whether it is shared for cross-context behavioural advertising"
    )
    sold_to: DeclaredRecipients | None = Field(
        None,
        description="third parties it is sold to or shared with, for the whole table. 11 CCR 7011(e)(1)(E)",
    )
    sale_purposes: DeclaredPurposes | None = Field(
        None,
        description="purposes of selling or sharing, for the whole table. 11 CCR 7011(e)(1)(F)",
    )
    retention: TextClaim | None = Field(
        None, description="retention, for the whole table. 1798.100(a)(3)"
    )
    minors: TextClaim | None = Field(
        None, description="sale or sharing of data of consumers under 16. 11 CCR 7011(e)(1)(G)"
    )
    limit_use: TextClaim | None = Field(
        None, description="use of sensitive information beyond 11 CCR 7027(m)"
    )
    links: DeclaredLinks | None = Field(
        None, description="links and notices. 11 CCR 7011(e)(3), 7012(e)"
    )
    handling: DeclaredHandling | None = Field(
        None, description="how requests are handled. 11 CCR 7011(e)(3)"
    )
    updated: Day | None = Field(
        None, description="when the disclosure was last updated. 11 CCR 7011(e)(4)"
    )


class Tension(Part):
    """Statements of a source that contradict each other or pull apart; recorded, not repaired."""

    text: Sentence = Field(description="what pulls, in your own words")
    between: tuple[Reference, ...] = Field(min_length=2, description="the passages")
    activities: tuple[Slug, ...] = Field((), description="activities it touches")


class Approval(Part):
    """An approval, bound to the hash of what it approved."""

    by: Sentence = Field(description="who, as a function")
    facts: Sentence = Field("", description="hash of what was approved")


class OwnWord(Part):
    """A word the register adds to a vocabulary list."""

    label: Sentence = Field(description="what is printed")
    ccpa: tuple[Annotated[str, Field(pattern=CCPA_LETTER)], ...] = Field(
        (), description="categories (A)-(K), for a data item"
    )
    art_9: Sentence = Field(
        "", description="kind of special category, for a data item. GDPR Art. 9(1)"
    )
    dpv: Sentence = Field("", description="DPV term")
    group: Sentence = Field("", description="the group it belongs to")


class OwnVocabulary(Part):
    """Words the register adds to the vocabulary's lists."""

    personal_data: Mapping[Slug, OwnWord] = Field(
        default_factory=dict, description="personal-data items"
    )
    data_subjects: Mapping[Slug, OwnWord] = Field(
        default_factory=dict, description="categories of data subjects"
    )
    recipient_categories: Mapping[Slug, OwnWord] = Field(
        default_factory=dict, description="categories of recipients"
    )
    origins: Mapping[Slug, OwnWord] = Field(
        default_factory=dict, description="where data come from"
    )
    measures: Mapping[Slug, OwnWord] = Field(default_factory=dict, description="security measures")
    processing: Mapping[Slug, OwnWord] = Field(
        default_factory=dict, description="categories of processing"
    )
    rights: Mapping[Slug, OwnWord] = Field(
        default_factory=dict, description="rights of individuals"
    )


class Edition(Part):
    """One version of the document, for its history."""

    on: Day = Field(description="the day it was issued")
    by: Sentence = Field("", description="who issued it, as a function")
    text: Sentence = Field("", description="what changed, in your own words")


class DocumentSettings(Part):
    """What the covers of documents say."""

    version: Sentence = Field("", description="version of the document")
    prepared_by: Sentence = Field("", description="who prepared it, as a function")
    approved_by: Sentence = Field("", description="who approved it, as a function")
    confidentiality: Sentence = Field("", description="confidentiality level")
    history: Mapping[str, Edition] = Field(
        default_factory=dict, description="versions of the document, by number"
    )
    logo: Sentence = Field(
        "", description="picture for the cover of the PDF: a PNG or JPEG file in templates/"
    )
    watermark: Sentence = Field("", description="word across the pages of the PDF, such as Draft")


class RegisterRecord(Part):
    """The register's own file, ``register.yaml``. GDPR Art. 30(1)(a), 30(2)(a), 30(3)."""

    schema_: int = Field(alias="schema", description="version of this record format")
    title: Sentence = Field(description="title of the register")
    kept_by: KeptBy = Field(
        description="organization: its own record; reconstruction: drawn by somebody else from documents"
    )
    as_of: Day | None = Field(None, description="the day the register speaks of")
    vouched_by: Vouch | None = Field(
        None, description="who vouches for the whole, where claims cite nothing"
    )
    organization: Organization = Field(description="the organization. GDPR Art. 30(1)(a), 30(2)(a)")
    representatives: Representatives | None = Field(
        None, description="representatives. GDPR Art. 27, 30(1)(a)"
    )
    dpo: Contact | None = Field(None, description="data protection officer. GDPR Art. 37, 30(1)(a)")
    contacts: Contacts | None = Field(None, description="contact points, by use")
    regimes: Regimes | None = Field(None, description="laws that apply")
    silent_on: tuple[str, ...] = Field(
        (), description="questions read for, to which the sources do not speak"
    )
    general: Mapping[Slug, General] = Field(
        default_factory=dict, description="what is said once for many activities"
    )
    rights: Rights | None = Field(None, description="rights of individuals")
    opt_outs: OptOuts | None = Field(None, description="opt-outs and preference signals")
    minors: TextClaim | None = Field(None, description="children")
    declared: Declared | None = Field(None, description="the California table as published")
    tensions: Mapping[Slug, Tension] = Field(
        default_factory=dict, description="statements that pull apart"
    )
    reviews: Mapping[Day, Approval] = Field(
        default_factory=dict, description="reviews", json_schema_extra=INTERNAL
    )
    approvals: Mapping[Day, Approval] = Field(default_factory=dict, description="approvals")
    vocabulary: OwnVocabulary = Field(
        default_factory=OwnVocabulary, description="words of your own"
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
    notes: Sentence = Field(
        "", description="remarks for readers inside the organization", json_schema_extra=INTERNAL
    )


class Recipient(Contact):
    """A vendor or a category of recipients that activities refer to by its key. GDPR Art. 30(1)(d)."""

    category: Slug | None = Field(None, description="category it belongs to, from the vocabulary")
    text: Sentence = Field("", description="what it does, in your own words")


class Controller(Contact):
    """A controller the organization acts for, or the place where the list of them is kept. GDPR Art. 30(2)(a)."""

    text: Sentence = Field("", description="who they are, in your own words")
    list_kept_at: Sentence = Field("", description="where the list of these controllers is kept")
    representative: Contact | None = Field(
        None, description="its representative. GDPR Art. 30(2)(a)"
    )
    dpo: Contact | None = Field(None, description="its data protection officer. GDPR Art. 30(2)(a)")
