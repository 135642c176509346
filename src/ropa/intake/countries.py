"""Countries as people name them."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from ropa.intake.spellings import any_of, meanings, spellings
from ropa.layouts import folded
from ropa.model.claim import State
from ropa.vocabulary import country_codes, language, translate

LONGEST_NAME = 1_000
"""Characters of what can be a name: accents without end take a second to be put in order."""

LONGEST_CODE = 3


def country(words: str) -> str:
    """The code of the country *words* name, whole and in whatever case.

    Empty where they name none.
    """
    name = words.strip().rstrip(".")
    return _country(language(), name) if len(name) <= LONGEST_NAME else ""


@lru_cache(maxsize=20_000)
def _country(tag: str, name: str) -> str:
    # Norway's code is also how people write "no".
    if meanings("first_state").get(name.casefold()) == State.NONE:
        return ""
    # What is as short as a code is one only in capitals.
    is_word = len(name) <= LONGEST_CODE and not name.isupper()
    codes = _spoken(tag) if is_word else _codes(tag)
    return codes.get(folded(name), "")


@cache
def _codes(tag: str) -> Mapping[str, str]:
    """Codes by every name of a country, folded: what people call it, what CLDR and ISO 3166 do."""
    official = country_codes().items()
    codes = {folded(name): code for name, code in official}
    return {**codes, **_spoken(tag)}


@cache
def _spoken(tag: str) -> Mapping[str, str]:
    """Codes by what people call countries, folded."""
    spoken = meanings("first_country").items()
    return {folded(spelling): code for spelling, code in spoken}


def places(words: str) -> tuple[list[str], str]:
    """Codes of the countries *words* name; all of the words where one of them is not known."""
    if code := country(words):
        return [code], ""
    parts = re.split(rf",|\b{any_of('and')}\b|&|/", words)
    names = filter(str.strip, parts)
    codes = dict.fromkeys(map(country, names))
    if codes and all(codes):
        return [*codes], ""
    return [], words


def is_eea(words: str) -> bool:
    """Whether *words* name the European Economic Area as a whole."""
    names = (*spellings("eea"), translate("location.eea"))
    areas = map(folded, names)
    return len(words) <= LONGEST_NAME and folded(words) in areas
