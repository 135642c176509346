"""Purposes, and the grounds that make processing for them lawful."""

from typing import Annotated

from pydantic import Field

from ropa.model.claim import Claim, ClaimList
from ropa.model.model import Sentence, optional, sentence
from ropa.model.statement import Assessment, ReferenceClaim


class Interest(Claim):
    """A lawful basis, where it applies, and the interest pursued. GDPR Art. 6(1), Art. 13(1)(d)."""

    interest: Sentence = sentence(
        "the interest pursued, for legitimate interests. GDPR Art. 13(1)(d)"
    )
    law: Sentence = sentence("the law that obliges or empowers. GDPR Art. 6(3)")
    contract: Sentence = sentence("the contract with the data subject. GDPR Art. 6(1)(b)")


class LawfulBases(ClaimList[Interest]):
    """Lawful bases. GDPR Art. 6(1)."""

    words = "lawful_bases"
    closed = True


class Schedule1(Claim):
    """A condition of the United Kingdom beside a ground, and whether the policy document it needs
    is followed. UK DPA 2018 Sch. 1.
    """

    condition: Sentence = sentence("the condition relied on")
    policy_document: ReferenceClaim | None = optional("the policy on retention and erasure")
    followed: Annotated[str, Field(pattern="^(yes|no)$")] | None = optional(
        "yes or no: whether data are kept and erased as the policy document says"
    )
    reasons: Sentence = sentence("why not, where it is not followed")


class Ground(Claim):
    """A condition for special-category data, or a ground for data on criminal offences. GDPR Art.
    9(2), Art. 10.
    """

    law: Sentence = sentence("the law it rests on")
    schedule_1: Schedule1 | None = optional("the condition of UK DPA 2018 Sch. 1 relied on")


class Article9Conditions(ClaimList[Ground]):
    """Conditions that lift the ban on special-category data. GDPR Art. 9(2)."""

    words = "art_9"
    closed = True


class Article10Grounds(ClaimList[Ground]):
    """Grounds for data on criminal convictions and offences. GDPR Art. 10."""

    words = "art_10"
    closed = True


class BusinessPurposes(ClaimList[Claim]):
    """Business purposes in the statute's terms. Cal. Civ. Code 1798.140(e)."""

    words = "ccpa_purposes"
    closed = True


class Purpose(Claim):
    """One purpose with its lawful bases. GDPR Art. 30(1)(b), Art. 6(1)."""

    text: Sentence = sentence("the purpose in your own words. GDPR Art. 30(1)(b)")
    lawful_basis: LawfulBases | None = optional("lawful bases. GDPR Art. 6(1)")
    art_9: Article9Conditions | None = optional(
        "condition for special-category data. GDPR Art. 9(2)"
    )
    art_10: Article10Grounds | None = optional("ground for data on offences. GDPR Art. 10")
    lia: Assessment | None = optional(
        "legitimate interests assessment. GDPR Art. 6(1)(f)", internal=True
    )
    business_purposes: BusinessPurposes | None = optional(
        "the statute's business purposes it falls under. Cal. Civ. Code 1798.140(e)"
    )


class Purposes(ClaimList[Purpose]):
    """Purposes of the processing. GDPR Art. 30(1)(b)."""
