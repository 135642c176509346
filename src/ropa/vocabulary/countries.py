"""Countries by their ISO 3166-1 codes, and their names in the language that is written."""

from collections.abc import Iterator, Mapping
from functools import cache

from ropa.vocabulary import data_files
from ropa.vocabulary.language import ENGLISH, by_language, language, locale

NOT_COUNTRIES = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ")
)
"""Codes that CLDR names and ISO 3166-1 does not assign: islands, unions, pseudo-languages."""


@by_language
def countries() -> Mapping[str, str]:
    """Country names (CLDR) by ISO 3166-1 alpha-2 code."""
    names = locale(language()).territories
    codes = filter(_is_country, map(str, locale(ENGLISH).territories))
    return {code: str(names[code]) for code in sorted(codes)}


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES


@by_language
def country_codes() -> Mapping[str, str]:
    """Codes by every name of a country, in lower case.

    Its name in the language that is written and in English, its names and codes in ISO 3166-1.
    """
    codes = {name.casefold(): code for name, code in _names_of_iso_3166()}
    codes |= {str(name).casefold(): str(code) for code, name in locale(ENGLISH).territories.items()}
    codes |= {name.casefold(): code for code, name in countries().items()}
    return {name: code for name, code in codes.items() if code in countries()}


@cache
def _names_of_iso_3166() -> tuple[tuple[str, str], ...]:
    return tuple(_each_name())


def _each_name() -> Iterator[tuple[str, str]]:
    from babel.core import get_global

    for code in countries():
        yield code, code
    for alias, codes in get_global("territory_aliases").items():
        yield alias, codes[0]
    for code, names in data_files.read(data_files.FOLDER / "country_names.yaml").items():
        for name in names:
            yield name, code
