"""To whom data go, and whether that is a sale or sharing in California's terms."""

from pydantic import Field

from ropa.model.claim import Claim, ClaimList
from ropa.model.model import Flag, Sentence, Slug, Slugs, optional, sentence
from ropa.model.statement import ReferenceClaim


class RecipientKinds(ClaimList[Claim]):
    """What a recipient is to the organization. GDPR Art. 4(7)-(10), Art. 26, Art. 28."""

    words = "recipient_kinds"
    closed = True


class Sale(Claim):
    """Whether a disclosure is a sale, or sharing for cross-context advertising. Cal. Civ. Code
    1798.140(ad), (ah).
    """

    period: Sentence = sentence("the period the statement is about, where it names one")
    text: Sentence = sentence("what is sold or shared, in your own words")


class Disclosure(Claim):
    """Data going to one recipient or category of recipients. GDPR Art. 30(1)(d)."""

    text: Sentence = sentence("what happens, in your own words")
    kind: RecipientKinds | None = optional(
        "internal, processor, third party, independent controller …"
    )
    example_of: Slug | None = optional("the category this named recipient is an example of")
    data: Slugs = Field((), description="items disclosed, where the source pairs them")
    purposes: Slugs = Field(
        (), description="purposes of this activity it serves, where the source pairs them"
    )
    purpose: Sentence = sentence("what for, in your own words")
    inquiry: Flag = Field(
        False, description="an authority that receives data in a particular inquiry. GDPR Art. 4(9)"
    )
    sale: Sale | None = optional("whether it is a sale. Cal. Civ. Code 1798.140(ad)")
    sharing: Sale | None = optional("whether it is sharing. Cal. Civ. Code 1798.140(ah)")
    contract: ReferenceClaim | None = optional("the contract with a processor. GDPR Art. 28(3)")


class Disclosures(ClaimList[Disclosure]):
    """Recipients and categories of recipients. GDPR Art. 30(1)(d)."""

    words = "recipient_categories"
