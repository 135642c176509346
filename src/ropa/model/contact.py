"""The organization and everybody else who has a name and an address."""

from pydantic import Field

from ropa.model.claim import Claim, ClaimList
from ropa.model.model import Country, Sentence, Slug


class Contact(Claim):
    """How to reach somebody, and what for. GDPR Art. 30(1)(a)."""

    name: Sentence = Field("", description="name, or function")
    address: Sentence = Field("", description="postal address")
    country: Country | None = Field(None, description="ISO 3166-1 code")
    email: Sentence = Field("", description="e-mail address")
    telephone: Sentence = Field("", description="telephone number")
    website: Sentence = Field("", description="web address, or form")
    use: Sentence = Field("", description="what it is for")


class Contacts(ClaimList[Contact]):
    """Contact points, by use."""


class Establishments(ClaimList[Contact]):
    """Places of business, affiliates and subsidiaries as far as named."""


class Representatives(ClaimList[Contact]):
    """Representatives. GDPR Art. 27, 30(1)(a)."""

    words = "representatives"
    closed = True


class Organization(Contact):
    """The organization whose register this is. GDPR Art. 30(1)(a), 30(2)(a)."""

    name: Sentence = Field(description="its name")
    legal_form: Sentence = Field("", description="its legal form")
    registration: Sentence = Field("", description="its registration number")
    establishments: Establishments | None = Field(None, description="places of business")


class Recipient(Contact):
    """A vendor or a category of recipients that activities refer to by its key.
    GDPR Art. 30(1)(d).
    """

    category: Slug | None = Field(None, description="category it belongs to, from the vocabulary")
    text: Sentence = Field("", description="what it does, in your own words")


class Controller(Contact):
    """A controller the organization acts for, or the place where the list of them is kept. GDPR
    Art. 30(2)(a).
    """

    text: Sentence = Field("", description="who they are, in your own words")
    list_kept_at: Sentence = Field("", description="where the list of these controllers is kept")
    representative: Contact | None = Field(
        None, description="its representative. GDPR Art. 30(2)(a)"
    )
    dpo: Contact | None = Field(None, description="its data protection officer. GDPR Art. 30(2)(a)")
