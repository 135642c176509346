"""Writes a pseudo-language: English with accents, two fifths longer, with joiners of its own.

``python tools/pseudo.py TAG FOLDER`` makes of the English texts and labels the language TAG in
FOLDER: ``en-XA`` from left to right, ``ar-XB`` from right to left and with the six plural forms of
Arabic. What a document then still says in plain English stands in the code, not in the catalogue.
"""

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from ropa.vocabulary import data_files
from ropa.vocabulary.language import ENGLISH, Text

ACCENTS = str.maketrans(
    "AaCcDdEeGgHhIiJjKkLlNnOoRrSsTtUuWwYyZz",
    "ÅåÇçĎďÉéĜĝĤĥÎîĴĵĶķĻļÑñÖöŔŕŠšŢţÛûŴŵÝýŽž",
)
PADDING = "~"
PLACE = re.compile(r"(\{[^}]*\}|'[^']*')")

PRINTED = ("label", "name", "says", "layout", "joins")
"""Facts of a word that documents print."""

AS_THEY_ARE: Mapping[str, Mapping[str, str]] = {
    "joiner": {"list": " · ", "phrases": " ¦ ", "label": " – ", "or": " ¿ "},
    "period": {"joiner": " + ", "last_joiner": "&"},
    "format": {"day": "dd.MM.yyyy"},
}
"""What is no text: what stands between items, and how days are written."""

ARABIC_FORMS = ("zero", "one", "two", "few", "many", "other")

Written = dict[str, dict[str, Any]]


def pseudo(text: str) -> str:
    """*text* with accents and two fifths longer; its ``{name}`` places and quoted keys stay."""
    parts = PLACE.split(text)
    accented = [part if PLACE.fullmatch(part) else part.translate(ACCENTS) for part in parts]
    return "".join(accented) + PADDING * round(len(PLACE.sub("", text)) * 0.4)


def texts(tag: str, english: Mapping[str, Mapping[str, Text]]) -> Written:
    """The groups of a catalogue's file in the language *tag*."""
    written: Written = {}
    for group, entries in english.items():
        own = AS_THEY_ARE.get(group, {})
        translated = {key: own.get(key) or _forms(tag, text) for key, text in entries.items()}
        written[group] = translated
    return written


def _forms(tag: str, text: Text) -> Text:
    if isinstance(text, str):
        return pseudo(text)
    if tag.startswith("ar"):
        return dict.fromkeys(ARABIC_FORMS, pseudo(text["other"]))
    return {form: pseudo(words) for form, words in text.items()}


def words(english: Mapping[str, Mapping[str, Any]]) -> Written:
    """What is printed for the words of a list."""
    written: Written = {}
    for word, facts in english.items():
        printed = {fact: facts[fact] for fact in PRINTED if fact in facts}
        translated = {fact: pseudo(text) for fact, text in printed.items() if text != "-"}
        if translated:
            written[word] = translated
    return written


def write(tag: str, folder: Path) -> None:
    """The whole pseudo-language *tag*, into *folder*."""
    (folder / "words").mkdir(parents=True)
    for file in sorted((data_files.FOLDER / "languages" / ENGLISH).iterdir(), key=str):
        _save(folder / file.name, texts(tag, data_files.read(file)))
    for file in sorted((data_files.FOLDER / "data").iterdir(), key=str):
        _save(folder / "words" / file.name, words(data_files.read(file)))


def _save(path: Path, contents: Written) -> None:
    path.write_text(yaml.safe_dump(contents, allow_unicode=True, sort_keys=False), "utf-8")


if __name__ == "__main__":
    write(sys.argv[1], Path(sys.argv[2]))
