"""What a first import stands on: the words, recipients and controllers of the register, and those it has to add."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ropa import vocabulary
from ropa.importer.first.cells import head_and_rest
from ropa.layouts import folded
from ropa.model.part import countries
from ropa.model.register_record import OwnVocabulary
from ropa.model.slug import slug, unused
from ropa.register import Register
from ropa.vocabulary import say

LONGEST_LABEL = 60
"""Characters of a label made of a cell; what is longer is the item's text, and its first words are the label."""

AMBIGUOUS = "NO"
"""Norway's code, which people also write for no."""

SPOKEN: Mapping[str, str] = {"uk": "GB", "greatbritain": "GB", "england": "GB", "us": "US", "usa": "US", "uae": "AE"}
"""Short names of countries that ISO 3166 does not have, folded."""


@dataclass
class Ground:
    """The register a first import goes into, and what it adds beside activities, by key."""

    register: Register
    words: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    recipients: dict[str, dict[str, Any]] = field(default_factory=dict)
    controllers: dict[str, dict[str, Any]] = field(default_factory=dict)
    _there: dict[str, dict[str, str]] = field(default_factory=dict)

    def known(self, list_name: str) -> dict[str, str]:
        """Labels of a list by word: the register's own, the common ones, those added."""
        if list_name not in self._there:
            own = getattr(self.register.record.vocabulary, list_name, {})
            names = dict.fromkeys((*own, *vocabulary.names(list_name)))
            self._there[list_name] = {name: self.register.label(list_name, name) for name in names}
        added = {key: str(entry["label"]) for key, entry in self.words.get(list_name, {}).items()}
        return {**self._there[list_name], **added}

    def find(self, list_name: str, words: str) -> str:
        """The word of a list that *words* stand for, or an empty string."""
        return found(self.known(list_name), words)

    def word(self, list_name: str, words: str) -> tuple[str, str]:
        """The word for *words*, and what they say beyond it; one the register adds where no list has it."""
        head, rest = head_and_rest(words)
        for asked, detail in ((words, ""), (head, rest)):
            if key := self.find(list_name, asked):
                return key, detail
        if list_name not in OwnVocabulary.model_fields:
            return "", words
        label, text = (head, rest) if rest and len(head) <= LONGEST_LABEL else (words, "")
        if not folded(label):
            return "", words
        if len(label) > LONGEST_LABEL:
            label, text = shortened(label), words
        key = self.free(label, self.known(list_name))
        self.words.setdefault(list_name, {})[key] = {"label": label}
        return key, text

    def recipient(self, words: str) -> tuple[str, str]:
        """The recipient *words* name, and what they say of it; a new entry of ``recipients.yaml`` where it is new."""
        entries = {key: one.name for key, one in self.register.recipients.items()}
        entries |= {key: str(one["name"]) for key, one in self.recipients.items()}
        head, rest = head_and_rest(words)
        for asked, detail in ((words, ""), (head, rest)):
            if key := found(entries, asked) or self.find("recipient_categories", asked):
                return key, detail
        name, text = (head, rest) if rest else (words, "")
        if not folded(name):
            return "", words
        key = self.free(name, (*entries, *self.known("recipient_categories")))
        self.recipients[key] = {"name": name}
        return key, text

    def controller(self, name: str, contact: Mapping[str, str]) -> str:
        """The key of the controller *name*; a new entry of ``controllers.yaml`` where it is not known."""
        entries = {key: one.name or one.text for key, one in self.register.controllers.items()}
        entries |= {key: str(one["name"]) for key, one in self.controllers.items()}
        if key := found(entries, name):
            return key
        key = self.free(name, entries)
        self.controllers[key] = {"name": name, **contact}
        return key

    def added(self) -> Mapping[str, frozenset[str]]:
        """The keys of what is added so far."""
        lists = {name: frozenset(words) for name, words in self.words.items()}
        return {**lists, "recipients": frozenset(self.recipients), "controllers": frozenset(self.controllers)}

    def keep(self, added: Mapping[str, frozenset[str]]) -> None:
        """Take back everything that is not among what was *added* before."""
        for name, entries in (("recipients", self.recipients), ("controllers", self.controllers), *self.words.items()):
            for key in entries.keys() - added.get(name, frozenset()):
                del entries[key]

    def free(self, words: str, taken: Iterable[str]) -> str:
        """A key made of *words* that is not among those *taken*."""
        return unused(slug(words) or "item", taken)


def found(labels: Mapping[str, str], words: str) -> str:
    """The key whose label, or which itself, is *words*, whatever their case, punctuation or number; else empty."""
    asked = _stem(words)
    if not asked:
        return ""
    return next((key for key, label in labels.items() if asked in (_stem(key), _stem(label))), "")


@lru_cache(maxsize=20_000)
def _stem(words: str) -> str:
    return folded(words).removesuffix("s")


def shortened(words: str) -> str:
    """The first words of a sentence, as a label."""
    head = words[:LONGEST_LABEL].rpartition(" ")[0] or words[:LONGEST_LABEL]
    return f"{head.rstrip(' ,;:.')} …"


def country(words: str) -> str:
    """The code of the country *words* name, whole and in whatever case; empty where they name none."""
    import pycountry

    asked = words.strip().rstrip(".")
    if asked == AMBIGUOUS:
        return ""
    if said := SPOKEN.get(folded(asked)):
        return said
    if len(asked) <= 3 and not asked.isupper():
        return ""
    label = next((code for code, name in countries().items() if folded(name) == folded(asked)), "")
    try:
        return label or str(pycountry.countries.lookup(asked).alpha_2)
    except LookupError:
        return ""


def places(words: str) -> tuple[list[str], str]:
    """Codes of the countries *words* name, joined by commas or "and", and what is left where one is not known."""
    whole = country(words)
    if whole:
        return [whole], ""
    parts = [part.strip() for part in re.split(r",|\band\b|&|/", words) if part.strip()]
    codes = [country(part) for part in parts]
    if parts and all(codes):
        return list(dict.fromkeys(codes)), ""
    return [], words


def eea(words: str) -> bool:
    """Whether *words* name the European Economic Area as a whole."""
    return folded(words) in ("eea", folded(say("location.eea")))
