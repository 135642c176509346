"""Data that leave for third countries, and on what ground."""

from typing import Annotated

from pydantic import Field

from ropa.model.claim import Claim, ClaimList
from ropa.model.model import Country, Day, Sentence, optional, sentence
from ropa.model.statement import Assessment, ReferenceClaim, TextClaim


class Mechanism(ReferenceClaim):
    """A ground for a transfer, with what shows that it holds. GDPR Art. 45, 46, 49."""

    module: Annotated[str, Field(pattern="^(1|2|3|4)$")] | None = optional(
        "module of the standard contractual clauses, 1 to 4. Decision (EU) 2021/914"
    )
    entry: Sentence = sentence("the importer's entry in a list, such as that of a framework")
    checked: Day | None = optional("the day the entry was last looked up")


class Mechanisms(ClaimList[Mechanism]):
    """Grounds of Chapter V for a transfer. GDPR Art. 45, 46, 49."""

    words = "mechanisms"
    closed = True


class Transfer(Claim):
    """Data leaving for a third country or international organization. GDPR Art. 30(1)(e), Chapter
    V.
    """

    text: Sentence = sentence("what is transferred, in your own words")
    exporter: Sentence = sentence("who sends")
    importer: Sentence = sentence("who receives: a recipient's key, or in words")
    countries: tuple[Country, ...] = Field(
        (), description="destinations, ISO 3166-1 codes. GDPR Art. 30(1)(e)"
    )
    organization: Sentence = sentence(
        "the international organization, where the destination is one"
    )
    destination: TextClaim | None = optional(
        "the destination where no country is named. GDPR Art. 30(1)(e)"
    )
    mechanism: Mechanisms | None = optional("ground of the transfer. GDPR Chapter V")
    safeguards: TextClaim | None = optional("suitable safeguards. GDPR Art. 30(1)(e), Art. 49(1)")
    supplementary_measures: TextClaim | None = optional(
        "measures that supplement the mechanism. GDPR Art. 46"
    )
    tia: Assessment | None = optional("transfer impact assessment", internal=True)


class Transfers(ClaimList[Transfer]):
    """Transfers to third countries and international organizations. GDPR Art. 30(1)(e)."""
