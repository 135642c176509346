"""One processing activity: who, why, whose data, which data, from where, to whom, for how long, how protected."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.config import JsonDict

from ropa.model.claim import Claim, Many
from ropa.model.location import Locations
from ropa.model.part import CCPA_LETTER, Country, Day, Flag, Part, Period, Sentence, Slug

INTERNAL: JsonDict = {"internal": True}
"""Marks a field that public renderings leave out."""


class TextClaim(Claim):
    """A statement in the author's own words, with what it rests on."""

    text: Sentence = Field("", description="in your own words")
    bare_text = "text"


class ReferenceClaim(Claim):
    """A document kept elsewhere: a contract, a notice, a policy, an assessment."""

    title: Sentence = Field("", description="what it is called")
    location: Sentence = Field("", description="where it is kept", json_schema_extra=INTERNAL)
    on: Day | None = Field(None, description="its date")
    party: Sentence = Field("", description="with whom, for a contract")


class PublicReference(ReferenceClaim):
    """A document that everybody is to find, such as a privacy notice."""

    location: Sentence = Field("", description="where it is kept")


class Interest(Claim):
    """A lawful basis, where it applies, and the interest pursued. GDPR Art. 6(1), Art. 13(1)(d)."""

    interest: Sentence = Field(
        "", description="the interest pursued, for legitimate interests. GDPR Art. 13(1)(d)"
    )
    law: Sentence = Field("", description="the law that obliges or empowers. GDPR Art. 6(3)")
    contract: Sentence = Field(
        "", description="the contract with the data subject. GDPR Art. 6(1)(b)"
    )


class LawfulBases(Many[Interest]):
    """Lawful bases. Several are alternatives the source names without choosing. GDPR Art. 6(1)."""

    words = "lawful_bases"
    closed = True


class Ground(Claim):
    """A condition for special-category data, or a ground for data on criminal offences. GDPR Art. 9(2), Art. 10."""

    law: Sentence = Field("", description="the law it rests on")


class Article9Conditions(Many[Ground]):
    """Conditions that lift the ban on special-category data. GDPR Art. 9(2)."""

    words = "art_9"
    closed = True


class Article10Grounds(Many[Ground]):
    """Grounds for data on criminal convictions and offences. GDPR Art. 10."""

    words = "art_10"
    closed = True


class Assessment(ReferenceClaim):
    """An assessment of risk or interests: how far it is and where it is kept. GDPR Art. 35, Art. 6(1)(f)."""

    status: Sentence = Field("", description="how far it is")


class BusinessPurposes(Many[Claim]):
    """Business purposes in the statute's terms. Cal. Civ. Code 1798.140(e)."""

    words = "ccpa_purposes"
    closed = True


class Purpose(Claim):
    """One purpose with its lawful bases. GDPR Art. 30(1)(b), Art. 6(1)."""

    text: Sentence = Field("", description="the purpose in your own words. GDPR Art. 30(1)(b)")
    lawful_basis: LawfulBases | None = Field(None, description="lawful bases. GDPR Art. 6(1)")
    art_9: Article9Conditions | None = Field(
        None, description="condition for special-category data. GDPR Art. 9(2)"
    )
    art_10: Article10Grounds | None = Field(
        None, description="ground for data on offences. GDPR Art. 10"
    )
    lia: Assessment | None = Field(
        None,
        description="legitimate interests assessment. GDPR Art. 6(1)(f)",
        json_schema_extra=INTERNAL,
    )
    business_purposes: BusinessPurposes | None = Field(
        None,
        description="the statute's business purposes it falls under. Cal. Civ. Code 1798.140(e)",
    )


class Purposes(Many[Purpose]):
    """Purposes of the processing. GDPR Art. 30(1)(b)."""


class DataSubjects(Many[Claim]):
    """Categories of data subjects. GDPR Art. 30(1)(c)."""

    words = "data_subjects"


class Retention(Claim):
    """How long data are kept: a period, an event or a criterion, and the law that sets it. GDPR Art. 30(1)(f)."""

    period: Period | None = Field(None, description="ISO 8601 duration, such as P10Y or P18M")
    after: Sentence = Field("", description="the event the period runs from")
    until: Sentence = Field("", description="the event or criterion that ends it")
    law: Sentence = Field("", description="the law that sets it")


class DataItem(Claim):
    """One category of personal data. GDPR Art. 30(1)(c); Cal. Civ. Code 1798.140(v)."""

    text: Sentence = Field("", description="what exactly, where the word alone does not say")
    subjects: tuple[Slug, ...] = Field(
        (), description="whose, where not of all data subjects of the activity"
    )
    retention: Retention | None = Field(
        None, description="how long this category is kept. GDPR Art. 30(1)(f)"
    )
    ccpa: tuple[Annotated[str, Field(pattern=CCPA_LETTER)], ...] | None = Field(
        None,
        description="categories (A)-(K), where they differ from the vocabulary's. Cal. Civ. Code 1798.140(v)(1)",
    )
    ccpa_reason: Sentence = Field("", description="why they differ")
    required: TextClaim | None = Field(
        None, description="whether it must be provided, and what follows if not. GDPR Art. 13(2)(e)"
    )


class PersonalData(Many[DataItem]):
    """Categories of personal data, item by item. GDPR Art. 30(1)(c)."""

    words = "personal_data"


class Provenance(Claim):
    """Where data come from, and which. GDPR Art. 14(2)(f); 11 CCR 7011(e)(1)(B)."""

    text: Sentence = Field("", description="how, in your own words")
    data: tuple[Slug, ...] = Field((), description="which items, where the source pairs them")


class Origins(Many[Provenance]):
    """Where personal data come from. GDPR Art. 14(2)(f)."""

    words = "origins"


class RecipientKinds(Many[Claim]):
    """What a recipient is to the organization. GDPR Art. 4(7)-(10), Art. 26, Art. 28."""

    words = "recipient_kinds"
    closed = True


class Sale(Claim):
    """Whether a disclosure is a sale, or sharing for cross-context advertising. Cal. Civ. Code 1798.140(ad), (ah)."""

    period: Sentence = Field(
        "", description="the period the statement is about, where it names one"
    )
    text: Sentence = Field("", description="what is sold or shared, in your own words")


class Disclosure(Claim):
    """Data going to one recipient or category of recipients. GDPR Art. 30(1)(d)."""

    text: Sentence = Field("", description="what happens, in your own words")
    kind: RecipientKinds | None = Field(
        None, description="internal, processor, third party, independent controller …"
    )
    example_of: Slug | None = Field(
        None, description="the category this named recipient is an example of"
    )
    data: tuple[Slug, ...] = Field((), description="items disclosed, where the source pairs them")
    purposes: tuple[Slug, ...] = Field(
        (), description="purposes of this activity it serves, where the source pairs them"
    )
    purpose: Sentence = Field("", description="what for, in your own words")
    inquiry: Flag = Field(
        False, description="an authority that receives data in a particular inquiry. GDPR Art. 4(9)"
    )
    sale: Sale | None = Field(None, description="whether it is a sale. Cal. Civ. Code 1798.140(ad)")
    sharing: Sale | None = Field(
        None, description="whether it is sharing. Cal. Civ. Code 1798.140(ah)"
    )
    contract: ReferenceClaim | None = Field(
        None, description="the contract with a processor. GDPR Art. 28(3)"
    )


class Disclosures(Many[Disclosure]):
    """Recipients and categories of recipients. GDPR Art. 30(1)(d)."""

    words = "recipient_categories"


class Mechanisms(Many[ReferenceClaim]):
    """Grounds of Chapter V for a transfer. GDPR Art. 45, 46, 49."""

    words = "mechanisms"
    closed = True


class Transfer(Claim):
    """Data leaving for a third country or international organization. GDPR Art. 30(1)(e), Chapter V."""

    text: Sentence = Field("", description="what is transferred, in your own words")
    exporter: Sentence = Field("", description="who sends")
    importer: Sentence = Field("", description="who receives: a recipient's key, or in words")
    countries: tuple[Country, ...] = Field(
        (), description="destinations, ISO 3166-1 codes. GDPR Art. 30(1)(e)"
    )
    organization: Sentence = Field(
        "", description="the international organization, where the destination is one"
    )
    destination: TextClaim | None = Field(
        None, description="the destination where no country is named. GDPR Art. 30(1)(e)"
    )
    mechanism: Mechanisms | None = Field(None, description="ground of the transfer. GDPR Chapter V")
    safeguards: TextClaim | None = Field(
        None, description="suitable safeguards. GDPR Art. 30(1)(e), Art. 49(1)"
    )
    tia: Assessment | None = Field(
        None, description="transfer impact assessment", json_schema_extra=INTERNAL
    )


class Transfers(Many[Transfer]):
    """Transfers to third countries and international organizations. GDPR Art. 30(1)(e)."""


class Measure(Claim):
    """A technical or organizational measure. GDPR Art. 30(1)(g), Art. 32(1)."""

    text: Sentence = Field("", description="what is done, in your own words")


class Measures(Many[Measure]):
    """General description of security measures. GDPR Art. 30(1)(g), Art. 32(1)."""

    words = "measures"


class System(Claim):
    """Software or an application the activity uses."""

    text: Sentence = Field("", description="what it does")
    operated_by: Slug | None = Field(None, description="the recipient who operates it")


class Systems(Many[System]):
    """Software and applications the activity uses."""


class RoleKinds(Many[Claim]):
    """The organization's role in this activity. GDPR Art. 4(7), 4(8), 26, 28."""

    words = "roles"
    closed = True


class JointController(Claim):
    """Another controller that decides together with the organization. GDPR Art. 26, 30(1)(a)."""

    name: Sentence = Field("", description="its name")
    contact: Sentence = Field("", description="its contact details")
    arrangement: ReferenceClaim | None = Field(None, description="who does what. GDPR Art. 26(1)")


class JointControllers(Many[JointController]):
    """Joint controllers. GDPR Art. 26, 30(1)(a)."""


class ControllerReference(Claim):
    """A controller, or category of them, from ``controllers.yaml``, on whose behalf it acts. GDPR Art. 30(2)(a)."""


class ControllerReferences(Many[ControllerReference]):
    """Controllers on whose behalf the organization acts. GDPR Art. 30(2)(a)."""


class Processing(Claim):
    """A category of processing carried out for a controller. GDPR Art. 30(2)(b)."""

    text: Sentence = Field("", description="what is done, in your own words")
    controllers: tuple[Slug, ...] = Field(
        (), description="for which controllers, where not for all"
    )


class ProcessingCategories(Many[Processing]):
    """Categories of processing carried out on behalf of each controller. GDPR Art. 30(2)(b)."""

    words = "processing"


class AutomatedDecisions(Claim):
    """Decisions made by automated means alone. GDPR Art. 22, 13(2)(f)."""

    text: Sentence = Field("", description="which decisions")
    logic: Sentence = Field("", description="the logic involved")
    significance: Sentence = Field("", description="what they mean for people")
    ground: Sentence = Field("", description="the ground of Art. 22(2) that allows them")


class Status(StrEnum):
    """Where an activity stands."""

    DRAFT = "draft"
    PLANNED = "planned"
    ACTIVE = "active"
    ENDED = "ended"


class Review(Part):
    """A look at the record by somebody answerable for it."""

    by: Sentence = Field(description="who, as a function")
    outcome: Sentence = Field("", description="what came of it")
    next: Day | None = Field(None, description="when it is due again")
    facts: Sentence = Field("", description="hash of what was reviewed")


class Waiver(Part):
    """An accepted finding, under the name of its rule: why, who accepts it and until when."""

    reason: Sentence = Field(description="why it is accepted")
    until: Day = Field(description="the day it ends")
    by: Sentence = Field("", description="who accepts it, as a function")
    at: Sentence = Field("", description="the field it is about, where not the whole record")


class Answers(Part):
    """What an activity can say, and a general statement can say for many activities at once."""

    purposes: Purposes | None = Field(
        None, description="purposes, each with its lawful bases. GDPR Art. 30(1)(b)"
    )
    lawful_basis: LawfulBases | None = Field(
        None, description="lawful bases of every purpose that names none. GDPR Art. 6(1)"
    )
    art_9: Article9Conditions | None = Field(
        None, description="condition for special-category data. GDPR Art. 9(2)"
    )
    art_10: Article10Grounds | None = Field(
        None, description="ground for data on offences. GDPR Art. 10"
    )
    data_subjects: DataSubjects | None = Field(
        None, description="categories of data subjects. GDPR Art. 30(1)(c)"
    )
    personal_data: PersonalData | None = Field(
        None, description="categories of personal data. GDPR Art. 30(1)(c)"
    )
    retention: Retention | None = Field(
        None, description="how long data without a period of their own are kept. GDPR Art. 30(1)(f)"
    )
    collected_from: Origins | None = Field(
        None, description="where the data come from. GDPR Art. 14(2)(f)"
    )
    recipients: Disclosures | None = Field(
        None, description="recipients, past and future. GDPR Art. 30(1)(d)"
    )
    sale: Sale | None = Field(
        None, description="sale, for recipients that do not say. Cal. Civ. Code 1798.140(ad)"
    )
    sharing: Sale | None = Field(
        None, description="sharing, for recipients that do not say. Cal. Civ. Code 1798.140(ah)"
    )
    locations: Locations | None = Field(None, description="where data are kept or seen")
    transfers: Transfers | None = Field(
        None, description="transfers to third countries. GDPR Art. 30(1)(e)"
    )
    security: Measures | None = Field(
        None, description="security measures. GDPR Art. 30(1)(g), Art. 32(1)"
    )
    systems: Systems | None = Field(None, description="software and applications used")
    joint_controllers: JointControllers | None = Field(
        None, description="joint controllers. GDPR Art. 30(1)(a), Art. 26"
    )
    controllers: ControllerReferences | None = Field(
        None, description="controllers acted for, from controllers.yaml. GDPR Art. 30(2)(a)"
    )
    processing: ProcessingCategories | None = Field(
        None,
        description="categories of processing carried out for each controller. GDPR Art. 30(2)(b)",
    )
    processing_contract: ReferenceClaim | None = Field(
        None, description="contract with the controller acted for. GDPR Art. 28(3)"
    )
    automated_decisions: AutomatedDecisions | None = Field(
        None, description="automated decisions. GDPR Art. 22"
    )
    profiling: TextClaim | None = Field(None, description="profiling. GDPR Art. 4(4)")
    minors: TextClaim | None = Field(
        None, description="children's data. GDPR Art. 8; Cal. Civ. Code 1798.120(c)"
    )
    consent_record: ReferenceClaim | None = Field(
        None, description="where consents are kept. GDPR Art. 7(1)"
    )
    notice: PublicReference | None = Field(
        None, description="the privacy notice people are given. GDPR Art. 13, 14"
    )
    retention_policy: ReferenceClaim | None = Field(
        None, description="the policy that sets the periods"
    )
    dpia: Assessment | None = Field(
        None,
        description="data protection impact assessment. GDPR Art. 35",
        json_schema_extra=INTERNAL,
    )
    lia: Assessment | None = Field(
        None,
        description="legitimate interests assessment. GDPR Art. 6(1)(f)",
        json_schema_extra=INTERNAL,
    )


class Activity(Answers):
    """One processing activity, in a file named after its id. GDPR Art. 30."""

    id: Slug = Field(description="its identity; also the name of its file")
    formerly: tuple[Slug, ...] = Field((), description="earlier ids")
    name: Sentence = Field(description="what it is called")
    description: TextClaim | None = Field(None, description="what happens, in your own words")
    function: TextClaim | None = Field(None, description="the business function that runs it")
    role: RoleKinds = Field(
        description="controller, joint controller, processor, sub-processor. GDPR Art. 4(7), 4(8), 26, 28"
    )
    status: Status = Field(Status.ACTIVE, description="where it stands")
    active_from: Day | None = Field(None, description="the day it began")
    active_until: Day | None = Field(None, description="the day it ended")
    owner: Sentence = Field(
        "", description="who answers for it, as a function", json_schema_extra=INTERNAL
    )
    volume: Sentence = Field(
        "", description="how many people or records", json_schema_extra=INTERNAL
    )
    tags: tuple[Slug, ...] = Field(
        (), description="words of your own to select by", json_schema_extra=INTERNAL
    )
    notes: Sentence = Field(
        "", description="remarks for readers inside the organization", json_schema_extra=INTERNAL
    )
    reviews: Mapping[Day, Review] = Field(
        default_factory=dict, description="reviews, by date", json_schema_extra=INTERNAL
    )
    waivers: Mapping[Slug, Waiver] = Field(
        default_factory=dict, description="accepted findings, by rule", json_schema_extra=INTERNAL
    )
