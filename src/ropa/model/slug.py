"""Keys made of names: readable in ASCII, whatever script a name is written in."""

import re
import unicodedata
from collections.abc import Container, Iterator

from ropa.model.claim import RESERVED

LONGEST_KEY = 40
"""Characters of a key that is made; it ends with a whole word where that can be."""

LONGEST_NAME = 1_000
"""Characters of a name that are looked at: accents without end take a second to be put in order."""

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def slug(words: str) -> str:
    """A key made of *words*: lower-case letters and digits, joined by hyphens; empty where they hold none."""
    plain = unicodedata.normalize("NFC", words[:LONGEST_NAME]).translate(_GERMAN)
    plain = re.sub(r"(?<=\w)['’]s\b", "s", plain)
    joined = re.sub(r"[^a-z0-9]+", "-", "".join(_ascii(plain)).lower()).strip("-")
    if len(joined) <= LONGEST_KEY:
        return joined
    return joined[: LONGEST_KEY + 1].rpartition("-")[0] or joined[:LONGEST_KEY]


def _ascii(words: str) -> Iterator[str]:
    from anyascii import anyascii

    for character in words:
        latin = character if character.isascii() else anyascii(character)
        yield f" {latin} " if _is_a_word(character) else latin


def _is_a_word(character: str) -> bool:
    """Whether a character stands for a syllable or a word, so that its letters need room around them."""
    return unicodedata.name(character, "").startswith(("CJK UNIFIED", "HANGUL SYLLABLE"))


def unused(key: str, *taken: Container[str]) -> str:
    """*key*, with a number behind it where it is among those *taken*, or can name no item."""

    def is_free(name: str) -> bool:
        return name not in RESERVED and not any(name in names for names in taken)

    if is_free(key):
        return key
    # Twice as far until one is free, then back to the first: a thousand rows of one name are no million questions.
    low, high = 1, 2
    while not is_free(f"{key}-{high}"):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_free(f"{key}-{middle}") else (middle, high)
    return f"{key}-{high}"
