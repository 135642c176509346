"""Places where personal data are."""

from collections.abc import Mapping

from ropa import vocabulary
from ropa.model.claim import Claim, ClaimList
from ropa.model.model import Sentence, check_country, sentence
from ropa.vocabulary import countries


class Location(Claim):
    """Where data are kept or seen. A location outside the EEA is not a transfer by itself."""

    text: Sentence = sentence("what is there")


class Locations(ClaimList[Location]):
    """Places of storage and processing, by ISO 3166-1 code, or ``eea``, or a key of your own."""

    @classmethod
    def check_key(cls, key: str) -> None:
        if key not in countries():
            if len(key) == 2 and key.isupper():
                check_country(key)
            super().check_key(key)

    @classmethod
    def offered_keys(cls) -> Mapping[str, str]:
        """Countries by code, and the European Economic Area."""
        return {"eea": vocabulary.translate("location.eea"), **countries()}
