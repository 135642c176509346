"""Vendors and categories of recipients, written once for all activities that name them."""

from pydantic import Field

from ropa.model.claim import Claim, ClaimList
from ropa.model.contact import Contact
from ropa.model.disclosure import RecipientKinds
from ropa.model.location import Locations
from ropa.model.model import (
    Country,
    Day,
    OneOrSeveral,
    Period,
    Sentence,
    Slug,
    optional,
    owners,
    sentence,
)
from ropa.model.statement import ReferenceClaim
from ropa.model.transfer import Transfers


class SubProcessor(Claim):
    """Another processor that a vendor engages. GDPR Art. 28(2), 28(4)."""

    text: Sentence = sentence("the service it provides, in your own words")
    countries: tuple[Country, ...] = Field((), description="where it processes, ISO 3166-1 codes")
    since: Day | None = optional("the day from which it is engaged")
    notice: Period | None = optional("how long before a change the vendor tells of it")
    objection: Period | None = optional("how long the change can be objected to")


class SubProcessors(ClaimList[SubProcessor]):
    """Other processors a vendor engages, by their keys in ``recipients.yaml``. GDPR Art. 28(4)."""


class Recipient(Contact):
    """A vendor or a category of recipients that activities name by its key.
    GDPR Art. 30(1)(d).

    What is said here holds for every activity that names it, unless the activity says otherwise.
    """

    category: Slug | None = optional("category it belongs to, from the vocabulary")
    text: Sentence = sentence("the service it provides, in your own words")
    kind: RecipientKinds | None = optional(
        "internal, processor, third party, independent controller …"
    )
    owner: OneOrSeveral = owners("who answers for the relation: by key of people.yaml, or in words")
    contract: ReferenceClaim | None = optional("contract with a processor. GDPR Art. 28(3)")
    locations: Locations | None = optional("where it keeps or sees the data")
    transfers: Transfers | None = optional(
        "transfers that follow from using it. GDPR Art. 30(1)(e)"
    )
    sub_processors: SubProcessors | None = optional(
        "other processors it engages. GDPR Art. 28(2), 28(4)"
    )
