"""Data that leave for third countries, and on what ground."""

from pydantic import Field

from ropa.model.claim import Claim, ClaimList
from ropa.model.model import Country, Sentence, optional, sentence
from ropa.model.statement import Assessment, ReferenceClaim, TextClaim


class Mechanisms(ClaimList[ReferenceClaim]):
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
    tia: Assessment | None = optional("transfer impact assessment", internal=True)


class Transfers(ClaimList[Transfer]):
    """Transfers to third countries and international organizations. GDPR Art. 30(1)(e)."""
