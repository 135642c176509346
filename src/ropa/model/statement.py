"""Statements in an author's own words, and references to documents kept elsewhere."""

from typing import Annotated

from ropa.model.claim import Claim
from ropa.model.model import Day, Listed, Sentence, optional, sentence


class TextClaim(Claim):
    """A statement in the author's own words, with what it rests on."""

    text: Sentence = sentence("in your own words")
    bare_text = "text"


class ReferenceClaim(Claim):
    """A document kept elsewhere: a contract, a notice, a policy, an assessment."""

    title: Sentence = sentence("what it is called")
    location: Sentence = sentence("where it is kept", internal=True)
    on: Day | None = optional("its date")
    party: Sentence = sentence("with whom, for a contract")
    next: Day | None = optional("the day it is reviewed next", internal=True)


class PublicReference(ReferenceClaim):
    """A document that everybody is to find, such as a privacy notice."""

    location: Sentence = sentence("where it is kept")


AssessmentStatus = Annotated[str, Listed("assessment_status")]


class Assessment(ReferenceClaim):
    """An assessment of risk or interests: how far it is and where it is kept. GDPR Art. 35, Art.
    6(1)(f).
    """

    status: AssessmentStatus | None = optional("how far it is")
    reason: Sentence = sentence("why it is not required")
