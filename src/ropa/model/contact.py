"""The organization and everybody else who has a name and an address."""

from pydantic import Field

from ropa.model.claim import Claim, ClaimList
from ropa.model.model import Country, Sentence, optional, sentence


class Contact(Claim):
    """How to reach somebody, and what for. GDPR Art. 30(1)(a)."""

    name: Sentence = sentence("name, or function")
    address: Sentence = sentence("postal address")
    country: Country | None = optional("ISO 3166-1 code")
    email: Sentence = sentence("e-mail address")
    telephone: Sentence = sentence("telephone number")
    website: Sentence = sentence("web address, or form")
    use: Sentence = sentence("what it is for")


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
    legal_form: Sentence = sentence("its legal form")
    registration: Sentence = sentence("its registration number")
    establishments: Establishments | None = optional("places of business")


class Controller(Contact):
    """A controller the organization acts for, or the place where the list of them is kept. GDPR
    Art. 30(2)(a).
    """

    text: Sentence = sentence("who they are, in your own words")
    list_kept_at: Sentence = sentence("where the list of these controllers is kept")
    representative: Contact | None = optional("its representative. GDPR Art. 30(2)(a)")
    dpo: Contact | None = optional("its data protection officer. GDPR Art. 30(2)(a)")
