"""Every printed word of ours, from one catalogue, so that documents can one day speak other languages."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _catalogue() -> dict[str, str]:
    import yaml

    text = (files("ropa.vocabulary") / "data" / "wording.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    groups = yaml.load(text, Loader=loader)
    return {
        f"{group}.{key}": value
        for group, entries in groups.items()
        for key, value in entries.items()
    }


def spelled(key: str) -> str:
    """A *key* in words: hyphens and underscores are spaces, and names keep their capitals."""
    words = key.replace("_", " ").replace("-", " ").split(" ")
    return " ".join(_catalogue().get(f"spelling.{word}", word) for word in words)


def say(key: str, /, **values: object) -> str:
    """The catalogue's text for *key* (group.name), its ``{name}`` places filled. Raises KeyError if there is none."""
    text = _catalogue()[key]
    return text.format(**values) if values else text


def heard(key: str, words: str) -> Mapping[str, str] | None:
    """What fills the places of the text for *key* where *words* say it, else None: say, read back."""
    match = _pattern(key).fullmatch(words)
    return match.groupdict() if match else None


@cache
def _pattern(key: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", _catalogue().get(key, "\0"))
    places = (
        f"(?P<{part}>.+)" if index % 2 else re.escape(part) for index, part in enumerate(parts)
    )
    return re.compile("".join(places), re.DOTALL)
