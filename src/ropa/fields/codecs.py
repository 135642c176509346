"""How plain values of each kind are shown in a cell and read back, and how two of them differ."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from math import inf
from types import MappingProxyType
from typing import Any

from ropa.fields.names import names
from ropa.fields.table import Field
from ropa.model.claim import State
from ropa.model.model import NO_LIMIT, PERIOD
from ropa.reader import Plain
from ropa.register import Records
from ropa.terminal import quoted
from ropa.vocabulary import by_language, forms, nearest, number_text, translate

MOST_LINES = 1_000
"""Words that one cell may name."""

LONGEST_PERIOD = 100
"""Characters of a period, such as 1 year 6 months."""

NOTHING = (None, "", (), False)
"""Values that say nothing."""


class UnreadableCell(Exception):
    """A cell does not say what its column holds; the message says what it holds."""


class Difference(StrEnum):
    """What kind of change leads from one value to another."""

    ADDED = "added"
    REMOVED = "removed"
    LONGER = "longer"
    SHORTER = "shorter"
    WIDER = "wider"
    NARROWER = "narrower"
    FIRMER = "firmer"
    LOOSER = "looser"
    REWORDED = "reworded"


class Codec:
    """The values of one kind: texts, which stand in a cell as they are."""

    def show(self, register: Records, field: Field, value: Any) -> str:
        """*value* as the cell of *field* shows it."""
        return str(value)

    def read(self, register: Records, field: Field, words: str) -> Plain:
        """What *words*, which are not empty, write into *field*. Raises UnreadableCell."""
        return " ".join(words.split())

    def joiner(self) -> str:
        """What stands between the values of a cell; empty where it holds a single one."""
        return ""

    def compare(self, before: Any, after: Any) -> Difference | None:
        """What kind of change leads from *before* to *after*; None where they are the same."""
        if before == after:
            return None
        if before in NOTHING:
            return Difference.ADDED
        return Difference.REMOVED if after in NOTHING else self._differs(before, after)

    def _differs(self, before: Any, after: Any) -> Difference:
        return Difference.REWORDED


class DayCodec(Codec):
    """Days, in the order of ISO 8601."""

    def read(self, register: Records, field: Field, words: str) -> Plain:
        try:
            return date.fromisoformat(words.strip()).isoformat()
        except ValueError:
            message = translate("cell.no_date", words=quoted(words))
            raise UnreadableCell(message) from None

    def _differs(self, before: Any, after: Any) -> Difference:
        is_longer = str(after) > str(before)
        return Difference.LONGER if is_longer else Difference.SHORTER


UNITS: Mapping[str, str] = MappingProxyType(
    {"Y": "years", "M": "months", "W": "weeks", "D": "days", "H": "hours"}
)
"""The units of an ISO 8601 duration, as the catalogue calls them."""

DAYS: Mapping[str, float] = MappingProxyType(
    {"Y": 365.25, "M": 30.4375, "W": 7, "D": 1, "H": 1 / 24}
)


class PeriodCodec(Codec):
    """Periods: ``P1Y6M`` in a record is "1 year 6 months" in a cell."""

    def show(self, register: Records, field: Field, value: Any) -> str:
        return period(str(value))

    def read(self, register: Records, field: Field, words: str) -> Plain:
        duration = words.strip()
        if len(duration) <= LONGEST_PERIOD:
            if not re.match(PERIOD, duration):
                duration = _duration(duration.casefold())
            if re.match(PERIOD, duration):
                return duration
        raise UnreadableCell(translate("cell.no_period", words=quoted(words)))

    def _differs(self, before: Any, after: Any) -> Difference:
        is_longer = _days(after) > _days(before)
        return Difference.LONGER if is_longer else Difference.SHORTER


def period(duration: str) -> str:
    """An ISO 8601 duration in words: ``P1Y6M`` is "1 year 6 months"."""
    if duration == NO_LIMIT:
        return translate("period.no_limit")
    counts = [(UNITS[letter], int(number)) for number, letter in _parts(duration)]
    parts = [translate(f"period.{unit}", n=count) for unit, count in counts]
    return translate("period.joiner").join(parts)


def _parts(duration: str) -> list[tuple[str, str]]:
    return re.findall(r"(\d+)([YMWDH])", duration)


def _days(duration: str) -> float:
    if duration == NO_LIMIT:
        return inf
    lengths = (int(number) * DAYS[unit] for number, unit in _parts(duration))
    return sum(lengths)


def _duration(words: str) -> str:
    """The ISO 8601 duration that *words* spell; empty where they say anything else."""
    if words == translate("period.no_limit").casefold():
        return NO_LIMIT
    pattern, letters = _counted_units()
    if _between_units().sub("", pattern.sub("", words)):
        return ""
    duration = "P"
    for numbers in pattern.findall(words):
        for number, letter in zip(numbers, letters, strict=True):
            if number:
                time = "T" if letter == "H" else ""
                duration += f"{time}{number}{letter}"
    return duration


@by_language
def _counted_units() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """A number with a unit, a group for each form of a unit, and the letter of each group."""
    units = []
    for letter, unit in UNITS.items():
        units += [(form.casefold(), letter) for form in forms(f"period.{unit}").values()]
    units.sort(key=lambda unit: -len(unit[0]))  # "days" before "day"
    patterns = []
    for form, _ in units:
        pattern = re.escape(form).replace(r"\{n\}", r"(\d+)")
        patterns.append(pattern.replace(r"\ ", r"\s*"))
    return re.compile("|".join(patterns)), tuple(letter for _, letter in units)


@by_language
def _between_units() -> re.Pattern[str]:
    joiners = (translate("period.joiner").strip(), translate("period.last_joiner"))
    escaped = map(re.escape, filter(None, joiners))
    return re.compile("|".join((r"[\s,]", *escaped)))


class WordCodec(Codec):
    """One word of a list, shown by its label."""

    def show(self, register: Records, field: Field, value: Any) -> str:
        return names(register, field).get(str(value), str(value))

    def read(self, register: Records, field: Field, words: str) -> Plain:
        return word(register, field, words)


class StateCodec(WordCodec):
    """The states of a claim."""

    def _differs(self, before: Any, after: Any) -> Difference:
        firmer = FIRMNESS.index(State(after)) - FIRMNESS.index(State(before))
        return Difference.FIRMER if firmer > 0 else Difference.LOOSER


FIRMNESS = (
    State.NOT_RECORDED,
    State.LOST,
    State.NOT_STATED,
    State.VAGUE,
    State.INFERRED,
    State.GENERAL,
    State.NOT_APPLICABLE,
    State.NONE,
    State.STATED,
)
"""States from the one that answers least to the one that answers most."""


class FlagCodec(WordCodec):
    """Yes, or nothing."""

    def show(self, register: Records, field: Field, value: Any) -> str:
        return translate("word.yes")


class WordsCodec(Codec):
    """Several words of a list, a line each."""

    def show(self, register: Records, field: Field, value: Any) -> str:
        known = names(register, field)
        shown_names = (known.get(key, str(key)) for key in value)
        return self.joiner().join(shown_names)

    def joiner(self) -> str:
        return "\n"

    def read(self, register: Records, field: Field, words: str) -> Plain:
        return [*words_of(register, field, lines(words))]

    def _differs(self, before: Any, after: Any) -> Difference:
        old, new = set(before), set(after)
        if old < new:
            return Difference.WIDER
        return Difference.NARROWER if new < old else Difference.REWORDED


class PeopleCodec(WordsCodec):
    """Those who answer for something: people by name, others in words, a line each."""

    def read(self, register: Records, field: Field, words: str) -> Plain:
        known = names(register, field)
        keys = {_folded(name): key for key, name in known.items()}
        owners = [keys.get(_folded(line), line) for line in lines(words)]
        return owners[0] if len(owners) == 1 else [*owners]


class LettersCodec(WordsCodec):
    """Letters of California's categories, joined by commas."""

    def read(self, register: Records, field: Field, words: str) -> Plain:
        separated = words.replace(self.joiner(), ",").strip(", ;")
        letters = re.split(r"[\s,;]+", separated.upper())
        return [*words_of(register, field, letters)]

    def joiner(self) -> str:
        return translate("joiner.list")


CODECS: Mapping[str, Codec] = MappingProxyType(
    {
        **dict.fromkeys(("text", "plain", "sentence", "reason", "key", "id"), Codec()),
        "day": DayCodec(),
        "period": PeriodCodec(),
        "state": StateCodec(),
        "status": WordCodec(),
        "choice": WordCodec(),
        "yes_or_no": WordCodec(),
        "flag": FlagCodec(),
        "words": WordsCodec(),
        "countries": WordsCodec(),
        "letters": LettersCodec(),
        "people": PeopleCodec(),
    }
)
"""The codec of each kind of plain value."""


def show(register: Records, field: Field, value: Any) -> str:
    """*value* as the cell of *field* shows it; empty where it says nothing."""
    if value in NOTHING:
        return ""
    codec = CODECS[field.kind]
    return codec.show(register, field, value)


def read(register: Records, field: Field, words: str) -> Plain:
    """What *words*, which are not empty, write into *field*. Raises UnreadableCell."""
    return CODECS[field.kind].read(register, field, words)


def lines(words: str) -> list[str]:
    """The lines of a cell that hold something."""
    stripped = (" ".join(line.split()) for line in words.splitlines())
    return [*filter(None, stripped)]


def word(register: Records, field: Field, words: str) -> str:
    """The word of a list that *words* stand for, by its label or itself. Raises UnreadableCell."""
    return words_of(register, field, [words])[0]


def words_of(register: Records, field: Field, labels: Sequence[str]) -> list[str]:
    """The words of a list that *labels* stand for. Raises UnreadableCell."""
    if len(labels) > MOST_LINES:
        raise UnreadableCell(translate("cell.too_many_words", n=number_text(MOST_LINES)))
    offered = names(register, field)
    keys: dict[str, str] = {}
    for key, label in offered.items():
        keys.setdefault(str(key).casefold(), str(key))
        keys.setdefault(_folded(label), str(key))
    for label in labels:
        if _folded(label) not in keys:
            raise _unknown(field, label, offered)
    return [keys[_folded(label)] for label in labels]


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


def _unknown(field: Field, words: str, offered: Mapping[str, str]) -> UnreadableCell:
    if field.kind == "state" and state_of(words) is State.GENERAL:
        return UnreadableCell(translate("cell.general", words=words))
    key = nearest(words, offered)
    label_of_key = offered[key] if key else ""
    near = nearest(words, offered.values()) or label_of_key
    message = "cell.unknown_word_near" if near else "cell.unknown_word"
    return UnreadableCell(translate(message, words=quoted(words), near=near))


def state_of(words: str) -> State | None:
    """The state that *words* say, by its label or itself, if they say one."""
    folded = _folded(words)
    for state in State:
        if folded in (state, translate(f"state.{state}").casefold()):
            return state
    return None
