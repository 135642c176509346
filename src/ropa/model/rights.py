"""Rights of individuals, and how they opt out."""

from ropa.model.claim import Claim, ClaimList
from ropa.model.model import Sentence, sentence
from ropa.model.statement import TextClaim


class Right(Claim):
    """A right of individuals, for whom and how it is exercised. GDPR Art. 12-22; Cal. Civ. Code
    1798.105-125.
    """

    text: Sentence = sentence("limits and particulars, in your own words")
    people: Sentence = sentence("who has it")
    method: Sentence = sentence("how it is exercised")


class Rights(ClaimList[Right]):
    """Rights of individuals."""

    words = "rights"


class OptOuts(ClaimList[TextClaim]):
    """Opt-outs and preference signals. 11 CCR 7025."""
