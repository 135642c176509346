"""Statements in an author's own words, and references to documents kept elsewhere."""

from pydantic import Field

from ropa.model.claim import Claim
from ropa.model.model import INTERNAL, Day, Sentence


class TextClaim(Claim):
    """A statement in the author's own words, with what it rests on."""

    text: Sentence = Field("", description="in your own words")
    bare_text = "text"


class ReferenceClaim(Claim):
    """A document kept elsewhere: a contract, a notice, a policy, an assessment."""

    title: Sentence = Field("", description="what it is called")
    location: Sentence = Field("", description="where it is kept", json_schema_extra=INTERNAL)
    on: Day | None = Field(None, description="its date")
    party: Sentence = Field("", description="with whom, for a contract")


class PublicReference(ReferenceClaim):
    """A document that everybody is to find, such as a privacy notice."""

    location: Sentence = Field("", description="where it is kept")


class Assessment(ReferenceClaim):
    """An assessment of risk or interests: how far it is and where it is kept. GDPR Art. 35, Art.
    6(1)(f).
    """

    status: Sentence = Field("", description="how far it is")
