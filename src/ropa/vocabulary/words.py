"""The lists under ``data/``, read once and only when asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ropa.vocabulary import data_files
from ropa.vocabulary.language import by_language, language, words_in

MOST_COMPARED = 1_000
"""Words a name is compared with."""

LONGEST_SLIP = 100
"""Letters of a name for which a slip of the pen is looked for."""

Fact = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a list with its facts, such as label, article, DPV term, how far verified."""

    list: str
    name: str
    facts: Mapping[str, Fact]

    @property
    def label(self) -> str:
        """What is printed for the word."""
        return self.text("label") or self.text("name") or self.name

    @property
    def article(self) -> str:
        """Point of law an auditor can look up, or an empty string."""
        return self.text("article")

    def text(self, fact: str) -> str:
        """The *fact* as text; an empty string where the list does not give it."""
        value = self.facts.get(fact, "")
        return value if isinstance(value, str) else ", ".join(value)

    def many(self, fact: str) -> tuple[str, ...]:
        """The *fact* as a tuple; empty where the list does not give it."""
        value = self.facts.get(fact, ())
        return (value,) if isinstance(value, str) else value


@by_language
def words(name: str) -> Mapping[str, Word]:
    """The list called *name* in its own order, by word. Raises FileNotFoundError without one."""
    rows = data_files.read(data_files.FOLDER / "data" / f"{name}.yaml")
    printed = words_in(language(), name)
    return {
        key: Word(name, key, _facts({**row, **printed.get(key, {})})) for key, row in rows.items()
    }


def word(list_name: str, name: str) -> Word | None:
    """The word *name* of the list *list_name*, or None."""
    return words(list_name).get(name)


@by_language
def questions() -> Mapping[str, Word]:
    """The fields of an activity that somebody asks for, by name, in the order of documents."""
    return {name: field for name, field in words("fields").items() if field.text("condition")}


@by_language
def layout_words() -> Mapping[str, Word]:
    """What a column of a layout can show, by the word a layout writes."""
    return {path: row for path, row in words("fields").items() if _is_layout_word(path, row)}


_OF_MANY = (
    "claim",
    "document",
    "statement",
    "mechanism",
    "recipient",
    "sub_processor",
    "system",
    "person",
    "schedule_1",
)
"""Rows of what stands in several places of a record, or in none of an activity."""


def _is_layout_word(path: str, row: Word) -> bool:
    if row.text("layout"):
        return True
    head, dot, name = path.partition(".")
    if not dot or head in _OF_MANY or name == "*":
        return False
    return not row.text("drawn") and not words("fields")[head].text("drawn")


def layout_label(path: str) -> str:
    """What a column of a layout shows by the word *path*."""
    row = words("fields")[path]
    if shown := row.text("layout"):
        return shown
    whole = words("fields")[path.partition(".")[0]]
    return f"{whole.label.lower()}: {row.label[:1].lower()}{row.label[1:]}"


def names(list_name: str) -> tuple[str, ...]:
    """All words of a list, in the list's order."""
    return tuple(words(list_name))


def nearest(name: str, candidates: Iterable[str]) -> str:
    """The candidate most like *name*, or an empty string: for "did you mean".

    Of many words only those are compared that begin alike; a very long name is no slip of the pen.
    """
    from difflib import get_close_matches

    if len(name) > LONGEST_SLIP:
        return ""
    compared = sorted(candidates)
    if len(compared) > MOST_COMPARED:
        compared = [word for word in compared if word[:2] == name[:2]][:MOST_COMPARED]
    matches = get_close_matches(name, compared, n=1, cutoff=0.6)
    return matches[0] if matches else ""


def _facts(entry: Mapping[str, object]) -> Mapping[str, Fact]:
    facts: dict[str, Fact] = {}
    for key, value in entry.items():
        facts[key] = tuple(map(str, value)) if isinstance(value, list) else str(value)
    return facts
