"""What people write in lists of their own, in the language that is written."""

import re
from collections.abc import Mapping
from functools import cache

from ropa.vocabulary import language
from ropa.vocabulary.language import catalogue

BETWEEN = " | "
"""What stands between the spellings of one meaning in a catalogue."""


def meanings(group: str) -> Mapping[str, str]:
    """What each spelling of a *group* of the catalogue stands for, in the order written there."""
    return _meanings(language(), group)


@cache
def _meanings(tag: str, group: str) -> Mapping[str, str]:
    keys: dict[str, str] = {}
    for name, text in catalogue(tag).items():
        owner, _, key = name.partition(".")
        if owner == group:
            spellings = str(text).split(BETWEEN)
            keys |= dict.fromkeys(spellings, key)
    return keys


def spellings(key: str) -> tuple[str, ...]:
    """What people write for *key* of the group ``first_read``."""
    return tuple(_texts(language(), key))


def any_of(key: str) -> str:
    """A regular expression for whatever people write for *key* of the group ``first_read``."""
    return _pattern(language(), key)


@cache
def _pattern(tag: str, key: str) -> str:
    longest_first = sorted(_texts(tag, key), key=len, reverse=True)
    choices = "|".join(map(re.escape, longest_first))
    return f"(?:{choices})"


def _texts(tag: str, key: str) -> list[str]:
    texts = catalogue(tag)[f"first_read.{key}"]
    return str(texts).split(BETWEEN)
