"""Every printed word of ours, from one catalogue, so that documents can one day be translated."""

import re
from collections.abc import Mapping
from functools import cache

from ropa.vocabulary.words import read_list


@cache
def _catalogue() -> dict[str, str]:
    catalogue = {}
    for group, entries in read_list("wording").items():
        for key, text in entries.items():
            catalogue[f"{group}.{key}"] = text
    return catalogue


def humanize(key: str) -> str:
    """A *key* in words: hyphens and underscores are spaces, and names keep their capitals."""
    words = key.replace("_", " ").replace("-", " ").split(" ")
    return " ".join(_catalogue().get(f"spelling.{word}", word) for word in words)


def translate(key: str, /, **values: object) -> str:
    """The text for *key* (group.name), its ``{name}`` places filled. Raises KeyError for no key."""
    text = _catalogue()[key]
    return text.format(**values) if values else text


def heard(key: str, words: str) -> Mapping[str, str] | None:
    """What fills the places of the text for *key* where *words* say it: say, read back."""
    match = _pattern(key).fullmatch(words)
    return match.groupdict() if match else None


@cache
def _pattern(key: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", _catalogue().get(key, "\0"))
    places = (
        f"(?P<{part}>.+)" if index % 2 else re.escape(part) for index, part in enumerate(parts)
    )
    return re.compile("".join(places), re.DOTALL)
