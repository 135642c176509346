"""What data are not used for, or only used for."""

from ropa.model.claim import Claim, ClaimList
from ropa.model.model import Sentence, sentence


class UseLimit(Claim):
    """A limit on what data are used for."""

    text: Sentence = sentence("the limit in your own words")


class UseLimits(ClaimList[UseLimit]):
    """Limits on what data are used for."""

    words = "use_limits"
    closed = True
