"""How data are protected, and the software that processes them."""

from ropa.model.claim import Claim, ClaimList
from ropa.model.model import Sentence, Slug, optional, sentence


class Measure(Claim):
    """A technical or organizational measure. GDPR Art. 30(1)(g), Art. 32(1)."""

    text: Sentence = sentence("what is done, in your own words")


class Measures(ClaimList[Measure]):
    """General description of security measures. GDPR Art. 30(1)(g), Art. 32(1)."""

    words = "measures"


class SystemUse(Claim):
    """Software or an application the activity uses, by its key in ``systems.yaml``."""

    text: Sentence = sentence("what it does")
    operated_by: Slug | None = optional("the recipient who operates it")


class Systems(ClaimList[SystemUse]):
    """Software and applications the activity uses."""
