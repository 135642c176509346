"""Countries as people name them."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from ropa.importer.first.spellings import any_of, meanings, spellings
from ropa.layouts import folded
from ropa.model.claim import State
from ropa.model.model import countries
from ropa.vocabulary import language, translate

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
    if code := _codes(tag).get(folded(name)):
        return code
    is_abbreviation = len(name) <= LONGEST_CODE
    return "" if is_abbreviation and not name.isupper() else _looked_up(name)


@cache
def _codes(tag: str) -> Mapping[str, str]:
    """Codes by what people call countries, and by their names, folded."""
    codes = {folded(spelling): code for spelling, code in meanings("first_country").items()}
    for code, name in countries().items():
        codes.setdefault(folded(name), code)
    return codes


def _looked_up(name: str) -> str:
    """The code of a country by any name that ISO 3166 gives it; empty where it gives none."""
    import pycountry

    try:
        return str(pycountry.countries.lookup(name).alpha_2)
    except LookupError:
        return ""


def places(words: str) -> tuple[list[str], str]:
    """Codes of the countries *words* name; all of the words where one of them is not known."""
    if code := country(words):
        return [code], ""
    parts = re.split(rf",|\b{any_of('and')}\b|&|/", words)
    codes = dict.fromkeys(country(part) for part in parts if part.strip())
    return ([*codes], "") if codes and all(codes) else ([], words)


def is_eea(words: str) -> bool:
    """Whether *words* name the European Economic Area as a whole."""
    names = (*spellings("eea"), translate("location.eea"))
    return len(words) <= LONGEST_NAME and folded(words) in map(folded, names)
