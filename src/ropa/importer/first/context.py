"""What a first import stands on.

The words, recipients and controllers of the register, and those it has to add.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ropa import vocabulary
from ropa.importer.first.cells import head_and_rest, readings
from ropa.importer.first.countries import LONGEST_NAME
from ropa.layouts import folded
from ropa.model.register_record import Controller, OwnVocabulary, Recipient
from ropa.model.slug import slug, unused
from ropa.register import Register

LONGEST_LABEL = 60
"""Characters of a label made of a cell.

What is longer is the item's text, and its first words are the label.
"""


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
            words_of_register = getattr(self.register.record.vocabulary, list_name, {})
            names = dict.fromkeys((*words_of_register, *vocabulary.names(list_name)))
            labels = {name: self.register.label(list_name, name) for name in names}
            self._labels[list_name] = Labels(labels)
        return self._labels[list_name]

    def of(self, list_name: str, keys: Iterable[str]) -> Mapping[str, str]:
        """The labels of those words of a list that are among *keys*."""
        known = self.known(list_name)
        return {key: known[key] for key in keys if key in known}

    def _parties(self, kind: str) -> Labels:
        """Names of recipients or controllers by key: the register's own, those added."""
        if kind not in self._labels:
            parties: Mapping[str, Recipient | Controller] = getattr(self.register, kind)
            self._labels[kind] = Labels({key: _name(party) for key, party in parties.items()})
        return self._labels[kind]

    def word(self, list_name: str, words: str) -> tuple[str, str]:
        """The word for *words*, and what they say beyond it.

        One the register adds where no list has it.
        """
        key, detail = _find(words, self.known(list_name))
        if key:
            return key, detail
        head, rest = head_and_rest(words)
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
        names, categories = self._parties("recipients"), self.known("recipient_categories")
        key, detail = _find(words, names, categories)
        name, rest = head_and_rest(words)
        if key or not folded(name):
            return key, detail
        key = unused(slug(name) or "item", names, categories)
        names[key] = name
        self.recipients[key] = {"name": name}
        return key, rest

    def controller(self, name: str, contact: Mapping[str, str]) -> str:
        """The key of the controller *name*.

        A new entry of ``controllers.yaml`` where it is not known.
        """
        names = self._parties("controllers")
        if key := names.find(name):
            return key
        key = unused(slug(name) or "item", names)
        names[key] = name
        self.controllers[key] = {"name": name, **contact}
        return key

    def party_name(self, key: str) -> str:
        """The name of the recipient or category of recipients *key*; else *key* itself."""
        if key in self.recipients or key in self.register.recipients:
            return self._parties("recipients")[key] or key
        return self.known("recipient_categories").get(key, key)

    def _added(self) -> Mapping[str, dict[str, dict[str, Any]]]:
        return {**self.words, "recipients": self.recipients, "controllers": self.controllers}

    def count_added(self) -> Mapping[str, int]:
        """How much is added so far, by list."""
        return {name: len(added) for name, added in self._added().items()}

    def take_back(self, counts: Mapping[str, int]) -> None:
        """Take back what was added since there was as much as *counts* tell."""
        for name, added in self._added().items():
            while len(added) > counts.get(name, 0):
                key, _ = added.popitem()
                del self._labels[name][key]


def _name(party: Recipient | Controller) -> str:
    return party.name or (party.text if isinstance(party, Controller) else "")


def _find(words: str, *lists: Labels) -> tuple[str, str]:
    """The key that *words* stand for in one of *lists*, and what they say beyond it.

    No key, and all of the words, where they stand for none.
    """
    for name, detail in readings(words):
        for labels in lists:
            if key := labels.find(name):
                return key, detail
    return "", words


def find_key(labels: Mapping[str, str], words: str) -> str:
    """The key whose label, or which itself, is *words*, whatever their case, punctuation or number.

    Else empty.
    """
    return (labels if isinstance(labels, Labels) else Labels(labels)).find(words)


@lru_cache(maxsize=20_000)
def _stem(words: str) -> str:
    return folded(words).removesuffix("s")


def shortened(words: str) -> str:
    """The first words of a sentence, as a label."""
    start = words[:LONGEST_LABEL]
    head = start.rpartition(" ")[0] or start
    return f"{head.rstrip(' ,;:.')} …"
