"""In which role the organization acts, with whom and on whose behalf."""

from pydantic import Field

from ropa.model.claim import Claim, ClaimList
from ropa.model.model import Sentence, Slugs, optional, sentence
from ropa.model.statement import ReferenceClaim


class RoleKinds(ClaimList[Claim]):
    """The organization's role in this activity. GDPR Art. 4(7), 4(8), 26, 28."""

    words = "roles"
    closed = True


class JointController(Claim):
    """Another controller that decides together with the organization. GDPR Art. 26, 30(1)(a)."""

    name: Sentence = sentence("its name")
    contact: Sentence = sentence("its contact details")
    arrangement: ReferenceClaim | None = optional("who does what. GDPR Art. 26(1)")


class JointControllers(ClaimList[JointController]):
    """Joint controllers. GDPR Art. 26, 30(1)(a)."""


class ControllerReference(Claim):
    """A controller, or category of them, from ``controllers.yaml``, on whose behalf it acts. GDPR
    Art. 30(2)(a).
    """


class ControllerReferences(ClaimList[ControllerReference]):
    """Controllers on whose behalf the organization acts. GDPR Art. 30(2)(a)."""


class Processing(Claim):
    """A category of processing carried out for a controller. GDPR Art. 30(2)(b)."""

    text: Sentence = sentence("what is done, in your own words")
    controllers: Slugs = Field((), description="for which controllers, where not for all")


class ProcessingCategories(ClaimList[Processing]):
    """Categories of processing carried out on behalf of each controller. GDPR Art. 30(2)(b)."""

    words = "processing"
