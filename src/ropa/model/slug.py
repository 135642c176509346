"""Keys made of names: readable in ASCII, whatever script a name is written in."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Container

from ropa.model.claim import RESERVED

LONGEST_KEY = 40
"""Characters of a key that is made; it ends with a whole word where that can be."""

LONGEST_NAME = 1_000
"""Characters of a name that are looked at: accents without end take a second to be put in order."""

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def slug(words: str) -> str:
    """A key made of *words*: lower-case letters and digits, joined by hyphens; empty for none."""
    plain = unicodedata.normalize("NFC", words[:LONGEST_NAME]).translate(_GERMAN)
    plain = re.sub(r"(?<=\w)['’]s\b", "s", plain)
    latin = "".join(map(_latin, plain)).lower()
    key = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")
    if len(key) <= LONGEST_KEY:
        return key
    whole_words = key[: LONGEST_KEY + 1].rpartition("-")[0]
    return whole_words or key[:LONGEST_KEY]


def _latin(character: str) -> str:
    from anyascii import anyascii

    if character.isascii():
        return character
    letters = anyascii(character)
    # Where a character is a syllable or a word, its letters need room around them.
    is_word = unicodedata.name(character, "").startswith(("CJK UNIFIED", "HANGUL SYLLABLE"))
    return f" {letters} " if is_word else letters


def unused(key: str, *taken: Container[str]) -> str:
    """*key*, with a number behind it where it is among those *taken*, or can name no item."""

    def is_free(name: str) -> bool:
        return name not in RESERVED and not any(name in names for names in taken)

    def is_free_with(number: int) -> bool:
        return is_free(f"{key}-{number}")

    if is_free(key):
        return key
    # Twice as far until one is free, then back to the first: a thousand rows of one name are
    # no million questions.
    last = 2
    while not is_free_with(last):
        last *= 2
    numbers = range(last // 2 + 1, last + 1)
    return f"{key}-{numbers[bisect_left(numbers, True, hi=len(numbers) - 1, key=is_free_with)]}"
