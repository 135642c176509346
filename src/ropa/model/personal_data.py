"""Whose data, which data, where they come from and for how long they are kept."""

from pydantic import Field

from ropa.model.claim import Claim, ClaimList
from ropa.model.model import CcpaLetters, Period, Sentence, Slugs, optional, sentence
from ropa.model.statement import TextClaim


class DataSubjects(ClaimList[Claim]):
    """Categories of data subjects. GDPR Art. 30(1)(c)."""

    words = "data_subjects"


class Retention(Claim):
    """How long data are kept: a period, an event or a criterion, and the law that sets it. GDPR
    Art. 30(1)(f).
    """

    period: Period | None = optional("ISO 8601 duration, such as P10Y or P18M")
    after: Sentence = sentence("the event the period runs from")
    until: Sentence = sentence("the event or criterion that ends it")
    law: Sentence = sentence("the law that sets it")


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
