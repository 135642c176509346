"""Software and applications, written once for all activities that use them."""

from ropa.model.claim import Claim
from ropa.model.location import Locations
from ropa.model.model import OneOrSeveral, Sentence, Slug, optional, owners, sentence
from ropa.model.personal_data import PersonalData, Retention
from ropa.model.security import Measures
from ropa.model.statement import TextClaim


class System(Claim):
    """Software or an application that activities name by its key.

    Where it runs, its measures and its operator hold for every activity that names it.
    """

    name: Sentence = sentence("its name")
    text: Sentence = sentence("what it does")
    operated_by: Slug | None = optional("the recipient who operates it, who receives the data")
    owner: OneOrSeveral = owners("who answers for it: by key of people.yaml, or in words")
    personal_data: PersonalData | None = optional("what it holds, for all activities together")
    locations: Locations | None = optional("where it keeps the data")
    security: Measures | None = optional("its security measures. GDPR Art. 32(1)")
    backup: TextClaim | None = optional("how it is backed up. GDPR Art. 32(1)(c)")
    retention: Retention | None = optional("how long it keeps the data. GDPR Art. 30(1)(f)")
