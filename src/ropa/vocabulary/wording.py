"""Every printed word of ours, from one catalogue, so that documents can one day be translated."""

from functools import cache

from ropa.vocabulary.words import read_list


@cache
def _catalogue() -> dict[str, str]:
    catalogue = {}
    for group, entries in read_list("wording").items():
        for key, text in entries.items():
            catalogue[f"{group}.{key}"] = text
    return catalogue


def spelled(key: str) -> str:
    """A *key* in words: hyphens and underscores are spaces, and names keep their capitals."""
    words = key.replace("_", " ").replace("-", " ").split(" ")
    return " ".join(_catalogue().get(f"spelling.{word}", word) for word in words)


def say(key: str, /, **values: object) -> str:
    """The text for *key* (group.name), its ``{name}`` places filled. Raises KeyError for no key."""
    text = _catalogue()[key]
    return text.format(**values) if values else text
