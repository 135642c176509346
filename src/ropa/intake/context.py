"""What a first import stands on.

The words, recipients and controllers of the register, and those it has to add.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ropa import vocabulary
from ropa.intake.cells import Named, head_and_rest, readings
from ropa.intake.countries import LONGEST_NAME
from ropa.layouts import folded
from ropa.model.lists import list_of
from ropa.model.register_record import Controller, OwnVocabulary, Recipient
from ropa.model.slug import slug, unused
from ropa.register import Register

LONGEST_LABEL = 60
"""Characters of a label made of a cell.

What is longer is the item's text, and its first words are the label.
"""


PARTIES = ("recipients", "controllers")
"""Lists of a register that have a file of their own."""

Entries = dict[str, Mapping[str, str]]
"""What is added to a list of the register, by key."""


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
        keys = self._keys.get(stem)
        return keys[0] if stem and keys else ""


@dataclass
class ImportContext:
    """The register a first import goes into, and what it adds beside activities."""

    register: Register
    words: dict[str, Entries] = field(default_factory=dict)
    """New words by their list."""
    parties: dict[str, Entries] = field(default_factory=lambda: {name: {} for name in PARTIES})
    """New recipients and controllers."""
    _labels: dict[str, Labels] = field(default_factory=dict)

    def labels(self, list_name: str) -> Labels:
        """Labels of a list by word: the register's own, the common ones, those added.

        Of recipients and controllers their names.
        """
        if list_name not in self._labels:
            self._labels[list_name] = Labels(self._labels_of_register(list_name))
        return self._labels[list_name]

    def _labels_of_register(self, list_name: str) -> Mapping[str, str]:
        if list_name in PARTIES:
            parties = getattr(self.register, list_name)
            return {key: _name(party) for key, party in parties.items()}
        words_of_register = getattr(self.register.record.vocabulary, list_name, ())
        names = (*words_of_register, *vocabulary.names(list_name))
        return {name: self.register.label(list_name, name) for name in names}

    def of(self, list_name: str, keys: Iterable[str]) -> Mapping[str, str]:
        """The labels of those words of a list that are among *keys*."""
        labels = self.labels(list_name)
        return {key: labels[key] for key in keys if key in labels}

    def word(self, list_name: str, words: str) -> Named:
        """The word for *words*, and what they say beyond it.

        One the register adds where no list has it.
        """
        named = _find(words, self.labels(list_name))
        if named.name or list_name not in OwnVocabulary.model_fields:
            return named
        label, text = head_and_rest(words)
        is_long = len(label) > LONGEST_LABEL
        if not folded(words if is_long else label):
            return named
        if is_long:
            label = shortened(words)
            text = words
        return Named(self._add(list_name, {"label": label}), text)

    def recipient(self, words: str) -> Named:
        """The recipient *words* name, and what they say of it.

        A new entry of ``recipients.yaml`` where it is new.
        """
        lists = (self.labels("recipients"), self.labels("recipient_categories"))
        named = _find(words, *lists)
        name, rest = head_and_rest(words)
        if named.name or not folded(name):
            return named
        key = self._add("recipients", {"name": name}, *lists)
        return Named(key, rest)

    def controller(self, name: str, contact: Mapping[str, str]) -> str:
        """The key of the controller *name*.

        A new entry of ``controllers.yaml`` where it is not known.
        """
        key = self.labels("controllers").find(name)
        return key or self._add("controllers", {"name": name, **contact})

    def _add(self, list_name: str, details: Mapping[str, str], *taken: Labels) -> str:
        """Add an entry to a list of the register; its key, which is none of those *taken*."""
        labels = self.labels(list_name)
        label = details.get("label") or details["name"]
        key = unused(slug(label) or "item", labels, *taken)
        added = self.parties if list_name in PARTIES else self.words
        added.setdefault(list_name, {})[key] = details
        labels[key] = label
        return key

    def label(self, question: str, key: str) -> str:
        """What a list calls an item: the name of a recipient, the label of a word, else its key."""
        is_recipient = question == "recipients"
        lists = ("recipients", "recipient_categories") if is_recipient else (list_of(question),)
        for list_name in filter(None, lists):
            if label := self.labels(list_name).get(key):
                return label
        return key

    def count_added(self) -> Mapping[str, int]:
        """How much is added so far, by list."""
        added = self._added().items()
        return {name: len(entries) for name, entries in added}

    def take_back(self, counts: Mapping[str, int]) -> None:
        """Take back what was added since there was as much as *counts* tell."""
        for name, entries in self._added().items():
            while len(entries) > counts.get(name, 0):
                key, _ = entries.popitem()
                del self._labels[name][key]

    def _added(self) -> Mapping[str, Entries]:
        return {**self.words, **self.parties}


def _name(party: Recipient | Controller) -> str:
    return party.name or (party.text if isinstance(party, Controller) else "")


def _find(words: str, *lists: Labels) -> Named:
    """The key that *words* stand for in one of *lists*, and what they say beyond it.

    No key, and all of the words, where they stand for none.
    """
    for name, detail in readings(words):
        for labels in lists:
            if key := labels.find(name):
                return Named(key, detail)
    return Named("", words)


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
