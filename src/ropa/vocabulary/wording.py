"""Every printed word of ours, from the catalogue of the language that is written."""

import re
from collections.abc import Mapping
from functools import cache

from ropa.vocabulary.language import Text, catalogue, language, plural_form


def humanize(key: str) -> str:
    """A *key* in words: hyphens and underscores are spaces, and names keep their capitals."""
    texts = catalogue(language())
    words = key.replace("_", " ").replace("-", " ").split(" ")
    return " ".join(str(texts.get(f"spelling.{word}", word)) for word in words)


def translate(key: str, /, **values: object) -> str:
    """The text for *key* (group.name), its ``{name}`` places filled.

    Of a text with plural forms that of the number ``n``. Raises KeyError where there is no key.
    """
    text = catalogue(language())[key]
    if not isinstance(text, str):
        text = text.get(plural_form(int(str(values["n"])))) or text["other"]
    return text.format(**values) if values else text


def heard(key: str, words: str) -> Mapping[str, str] | None:
    """What fills the places of the text for *key* where *words* say it: translate, read back."""
    for pattern in _patterns(language(), key):
        if match := pattern.fullmatch(words):
            return match.groupdict()
    return None


@cache
def _patterns(tag: str, key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(_pattern, _forms(catalogue(tag).get(key, {})).values()))


def forms(key: str) -> Mapping[str, str]:
    """The text for *key* by plural form; of a text without such forms the one it has, ``other``."""
    return _forms(catalogue(language())[key])


def _forms(text: Text) -> Mapping[str, str]:
    return {"other": text} if isinstance(text, str) else text


def _pattern(text: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", text)
    places = (
        f"(?P<{part}>.+)" if index % 2 else re.escape(part) for index, part in enumerate(parts)
    )
    return re.compile("".join(places), re.DOTALL)
