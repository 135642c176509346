"""What a first import stands on.

The words, recipients and controllers of the register, and those it has to add.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ropa import vocabulary
from ropa.importer.first.cells import head_and_rest
from ropa.layouts import folded
from ropa.model.model import countries
from ropa.model.register_record import Controller, OwnVocabulary, Recipient
from ropa.model.slug import slug, unused
from ropa.register import Register
from ropa.vocabulary import translate

LONGEST_LABEL = 60
"""Characters of a label made of a cell.

What is longer is the item's text, and its first words are the label.
"""

LONGEST_NAME = 1_000
"""Characters of what can be a name: accents without end take a second to be put in order."""

AMBIGUOUS = "NO"
"""Norway's code, which people also write for no."""

SPOKEN: Mapping[str, str] = {
    "uk": "GB",
    "greatbritain": "GB",
    "england": "GB",
    "us": "US",
    "usa": "US",
    "uae": "AE",
}
"""Short names of countries that ISO 3166 does not have, folded."""


class Labels(dict[str, str]):
    """Labels by key; a key is found by what it or its label says, however many there are."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        super().__init__()
        self._keys: dict[str, list[str]] = {}
        for key, label in labels.items():
            self[key] = label

    def __setitem__(self, key: str, label: str) -> None:
        super().__setitem__(key, label)
        for stem in {_stem(key), _stem(label)}:
            self._keys.setdefault(stem, []).append(key)

    def __delitem__(self, key: str) -> None:
        for stem in {_stem(key), _stem(self[key])}:
            self._keys[stem].remove(key)
        super().__delitem__(key)

    def find(self, words: str) -> str:
        """The first key that *words* stand for, whatever their case, punctuation or number.

        Else empty.
        """
        stem = _stem(words) if len(words) <= LONGEST_NAME else ""
        keys = self._keys.get(stem, ()) if stem else ()
        return next(iter(keys), "")


@dataclass
class ImportContext:
    """The register a first import goes into, and what it adds beside activities, by key."""

    register: Register
    words: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    recipients: dict[str, dict[str, Any]] = field(default_factory=dict)
    controllers: dict[str, dict[str, Any]] = field(default_factory=dict)
    _labels: dict[str, Labels] = field(default_factory=dict)

    def known(self, list_name: str) -> Labels:
        """Labels of a list by word: the register's own, the common ones, those added."""
        if list_name not in self._labels:
            own = getattr(self.register.record.vocabulary, list_name, {})
            names = dict.fromkeys((*own, *vocabulary.names(list_name)))
            labels = {name: self.register.label(list_name, name) for name in names}
            self._labels[list_name] = Labels(labels)
        return self._labels[list_name]

    def of(self, list_name: str, keys: Iterable[str]) -> Mapping[str, str]:
        """The labels of those words of a list that are among *keys*."""
        known = self.known(list_name)
        return {key: known[key] for key in keys if key in known}

    def _entries(self, kind: str) -> Labels:
        """Names of recipients or controllers by key: the register's own, those added."""
        if kind not in self._labels:
            entries: Mapping[str, Recipient | Controller] = getattr(self.register, kind)
            self._labels[kind] = Labels({key: _name(entry) for key, entry in entries.items()})
        return self._labels[kind]

    def word(self, list_name: str, words: str) -> tuple[str, str]:
        """The word for *words*, and what they say beyond it.

        One the register adds where no list has it.
        """
        head, rest = head_and_rest(words)
        for name, detail in ((words, ""), (head, rest)):
            if key := self.known(list_name).find(name):
                return key, detail
        is_short = bool(rest) and len(head) <= LONGEST_LABEL
        label, text = (head, rest) if is_short else (words, "")
        if list_name not in OwnVocabulary.model_fields or not folded(label):
            return "", words
        if len(label) > LONGEST_LABEL:
            label, text = shortened(label), words
        return self._add_word(list_name, label), text

    def _add_word(self, list_name: str, label: str) -> str:
        known = self.known(list_name)
        key = unused(slug(label) or "item", known)
        known[key] = label
        self.words.setdefault(list_name, {})[key] = {"label": label}
        return key

    def recipient(self, words: str) -> tuple[str, str]:
        """The recipient *words* name, and what they say of it.

        A new entry of ``recipients.yaml`` where it is new.
        """
        entries, categories = self._entries("recipients"), self.known("recipient_categories")
        head, rest = head_and_rest(words)
        for name, detail in ((words, ""), (head, rest)):
            if key := entries.find(name) or categories.find(name):
                return key, detail
        if not folded(head):
            return "", words
        key = unused(slug(head) or "item", entries, categories)
        entries[key] = head
        self.recipients[key] = {"name": head}
        return key, rest

    def controller(self, name: str, contact: Mapping[str, str]) -> str:
        """The key of the controller *name*.

        A new entry of ``controllers.yaml`` where it is not known.
        """
        entries = self._entries("controllers")
        if key := entries.find(name):
            return key
        key = unused(slug(name) or "item", entries)
        entries[key] = name
        self.controllers[key] = {"name": name, **contact}
        return key

    def _added(self) -> Mapping[str, dict[str, dict[str, Any]]]:
        return {**self.words, "recipients": self.recipients, "controllers": self.controllers}

    def added(self) -> Mapping[str, int]:
        """How much is added so far, by list."""
        return {name: len(entries) for name, entries in self._added().items()}

    def keep(self, added: Mapping[str, int]) -> None:
        """Take back everything beyond what was *added* before."""
        for name, entries in self._added().items():
            while len(entries) > added.get(name, 0):
                key, _ = entries.popitem()
                del self._labels[name][key]


def _name(entry: Recipient | Controller) -> str:
    return entry.name or (entry.text if isinstance(entry, Controller) else "")


def find_key(labels: Mapping[str, str], words: str) -> str:
    """The key whose label, or which itself, is *words*, whatever their case, punctuation or number.

    Else empty.
    """
    return (labels if isinstance(labels, Labels) else Labels(labels)).find(words)


@lru_cache(maxsize=20_000)
def _folded(words: str) -> str:
    return folded(words)


def _stem(words: str) -> str:
    return _folded(words).removesuffix("s")


def shortened(words: str) -> str:
    """The first words of a sentence, as a label."""
    start = words[:LONGEST_LABEL]
    head = start.rpartition(" ")[0] or start
    return f"{head.rstrip(' ,;:.')} …"


@lru_cache(maxsize=20_000)
def country(words: str) -> str:
    """The code of the country *words* name, whole and in whatever case.

    Empty where they name none.
    """
    name = words.strip().rstrip(".")
    if name == AMBIGUOUS or len(name) > LONGEST_NAME:
        return ""
    plain = _folded(name)
    if code := SPOKEN.get(plain):
        return code
    if len(name) <= 3 and not name.isupper():
        return ""
    same = (code for code, label in countries().items() if _folded(label) == plain)
    return next(same, "") or _looked_up(name)


def _looked_up(name: str) -> str:
    """The code of a country by any name that ISO 3166 gives it; empty where it gives none."""
    import pycountry

    try:
        return str(pycountry.countries.lookup(name).alpha_2)
    except LookupError:
        return ""


def places(words: str) -> tuple[list[str], str]:
    """Codes of the countries *words* name; all of the words where one of them is not known."""
    code = country(words)
    if code:
        return [code], ""
    parts = re.split(r",|\band\b|&|/", words)
    codes = [country(part) for part in parts if part.strip()]
    return (list(dict.fromkeys(codes)), "") if codes and all(codes) else ([], words)


def is_eea(words: str) -> bool:
    """Whether *words* name the European Economic Area as a whole."""
    return len(words) <= LONGEST_NAME and folded(words) in (
        "eea",
        folded(translate("location.eea")),
    )
