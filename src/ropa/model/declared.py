"""The table of categories that California's law has an organization publish."""

from typing import Annotated

from pydantic import Field

from ropa.model.claim import Claim, ClaimList
from ropa.model.disclosure import Sale
from ropa.model.model import Day, Flag, Model, Sentence, optional, sentence
from ropa.model.personal_data import Origins
from ropa.model.statement import ReferenceClaim, TextClaim


class DeclaredPurposes(ClaimList[TextClaim]):
    """Purposes a published table gives."""


class DeclaredRecipients(ClaimList[TextClaim]):
    """Categories of third parties, service providers and contractors a published table gives."""

    words = "recipient_categories"


class DeclaredCategory(Claim):
    """One row of a published table of categories. Cal. Civ. Code 1798.130(a)(5)(B).

    What a row says of itself takes the place of what is said for the whole table.
    """

    label: Sentence = sentence("the label as the source prints it")
    misspelt: Flag = Field(False, description="the label is misspelt in the source")
    collected: Annotated[str, Field(pattern="^(yes|no|not-listed)$")] = Field(
        description="yes, no or not-listed"
    )
    examples: TextClaim | None = optional("examples the source gives; not what is collected")
    sources: Origins | None = optional("categories of sources, of this category")
    purposes: DeclaredPurposes | None = optional("purposes of collecting, of this category")
    disclosed_to: DeclaredRecipients | None = optional("to whom this category is disclosed")
    disclosure_purposes: DeclaredPurposes | None = optional("business purposes of disclosing it")
    sold: Sale | None = optional("whether this category is sold")
    shared: Sale | None = optional("whether this category is shared")
    sold_to: DeclaredRecipients | None = optional(
        "third parties this category is sold to or shared with"
    )
    sale_purposes: DeclaredPurposes | None = optional("purposes of selling or sharing it")
    retention: TextClaim | None = optional("how long this category is kept. 1798.100(a)(3)")


class DeclaredCategories(ClaimList[DeclaredCategory]):
    """Categories in the statute's letters. Cal. Civ. Code 1798.140(v)(1)."""

    words = "ccpa_categories"
    closed = True


class OtherCategories(ClaimList[DeclaredCategory]):
    """Rows of a published table that answer to no letter of the statute."""


class SensitiveCategories(ClaimList[DeclaredCategory]):
    """Sensitive personal information. Cal. Civ. Code 1798.140(ae)."""

    words = "ccpa_sensitive"
    closed = True


class DeclaredLinks(ClaimList[ReferenceClaim]):
    """Links and notices a declaration leads to. 11 CCR 7011(e)(3), 7012(e)."""

    words = "ccpa_links"
    closed = True


class DeclaredHandling(ClaimList[TextClaim]):
    """How requests of consumers are handled. 11 CCR 7011(e)(3)."""

    words = "ccpa_handling"
    closed = True


class Declared(Model):
    """The table of categories as the organization publishes it. Cal. Civ. Code 1798.130(a)(5), 11
    CCR 7011(e).
    """

    period: TextClaim | None = optional("the period the table is about, where it names one")
    categories: DeclaredCategories | None = optional("rows of the table, by statutory letter")
    other: OtherCategories | None = optional(
        "rows that answer to no letter, each under a key of its own"
    )
    sensitive: SensitiveCategories | None = optional("sensitive personal information. 1798.140(ae)")
    sources: Origins | None = optional("categories of sources, for the whole table")
    purposes: DeclaredPurposes | None = optional("purposes of collecting, for the whole table")
    disclosure_purposes: DeclaredPurposes | None = optional(
        "business purposes of disclosing, for the whole table"
    )
    disclosed_to: DeclaredRecipients | None = optional(
        "categories of third parties, for the whole table"
    )
    sold: Sale | None = optional("whether personal information is sold")
    shared: Sale | None = optional("whether it is shared for cross-context behavioural advertising")
    sold_to: DeclaredRecipients | None = optional(
        "third parties it is sold to or shared with, for the whole table. 11 CCR 7011(e)(1)(E)"
    )
    sale_purposes: DeclaredPurposes | None = optional(
        "purposes of selling or sharing, for the whole table. 11 CCR 7011(e)(1)(F)"
    )
    retention: TextClaim | None = optional("retention, for the whole table. 1798.100(a)(3)")
    minors: TextClaim | None = optional(
        "sale or sharing of data of consumers under 16. 11 CCR 7011(e)(1)(G)"
    )
    limit_use: TextClaim | None = optional("use of sensitive information beyond 11 CCR 7027(m)")
    links: DeclaredLinks | None = optional("links and notices. 11 CCR 7011(e)(3), 7012(e)")
    handling: DeclaredHandling | None = optional("how requests are handled. 11 CCR 7011(e)(3)")
    updated: Day | None = optional("when the disclosure was last updated. 11 CCR 7011(e)(4)")
