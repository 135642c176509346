"""How plain values of each kind are shown in a cell and read back, and how two of them differ."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from ropa.fields.names import names
from ropa.fields.table import Field
from ropa.model.claim import State
from ropa.model.model import PERIOD
from ropa.reader import Plain
from ropa.register import Register
from ropa.terminal import quoted
from ropa.vocabulary import nearest, translate

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

    def show(self, register: Register, field: Field, value: Any) -> str:
        """*value* as the cell of *field* shows it."""
        return str(value)

    def read(self, register: Register, field: Field, words: str) -> Plain:
        """What *words*, which are not empty, write into *field*. Raises UnreadableCell."""
        return " ".join(words.split())

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

    def read(self, register: Register, field: Field, words: str) -> Plain:
        try:
            return date.fromisoformat(words.strip()).isoformat()
        except ValueError:
            message = f"“{quoted(words)}” is no date; write it as 2026-01-31"
            raise UnreadableCell(message) from None

    def _differs(self, before: Any, after: Any) -> Difference:
        return Difference.LONGER if str(after) > str(before) else Difference.SHORTER


UNITS: Mapping[str, str] = MappingProxyType({"Y": "year", "M": "month", "W": "week", "D": "day"})
"""The units of an ISO 8601 duration as they are printed for one of them."""

DAYS: Mapping[str, float] = MappingProxyType({"Y": 365.25, "M": 30.4375, "W": 7, "D": 1})


class PeriodCodec(Codec):
    """Periods: ``P1Y6M`` in a record is "1 year 6 months" in a cell."""

    def show(self, register: Register, field: Field, value: Any) -> str:
        return period(str(value))

    def read(self, register: Register, field: Field, words: str) -> Plain:
        asked = words.strip()
        if len(asked) <= LONGEST_PERIOD:
            duration = asked if re.match(PERIOD, asked) else _duration(asked.casefold())
            if re.match(PERIOD, duration):
                return duration
        message = f"“{quoted(words)}” is no period; write it as 6 years, or 1 year 6 months"
        raise UnreadableCell(message)

    def _differs(self, before: Any, after: Any) -> Difference:
        return Difference.LONGER if _days(after) > _days(before) else Difference.SHORTER


def period(duration: str) -> str:
    """An ISO 8601 duration in words: ``P1Y6M`` is "1 year 6 months"."""
    parts = ((int(number), UNITS[unit]) for number, unit in _parts(duration))
    return " ".join(f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in parts)


def _parts(duration: str) -> list[tuple[str, str]]:
    return re.findall(r"(\d+)([YMWD])", duration)


def _days(duration: str) -> float:
    return sum(int(number) * DAYS[unit] for number, unit in _parts(duration))


def _duration(words: str) -> str:
    """The ISO 8601 duration that *words* spell; empty where they say anything else."""
    letters = {unit: letter for letter, unit in UNITS.items()}
    parts = re.findall(r"(\d+)\s*([a-z]+)", words)
    units = [letters.get(unit.removesuffix("s"), "") for _, unit in parts]
    spelt = "".join(f"{number}{unit}" for number, unit in parts)
    if not all(units) or re.sub(r"[\s,]|and", "", words) != spelt:
        return ""
    return "P" + "".join(number + unit for (number, _), unit in zip(parts, units, strict=True))


class WordCodec(Codec):
    """One word of a list, shown by its label."""

    def show(self, register: Register, field: Field, value: Any) -> str:
        return names(register, field).get(str(value), str(value))

    def read(self, register: Register, field: Field, words: str) -> Plain:
        return words_of(register, field, [words])[0]


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

    def show(self, register: Register, field: Field, value: Any) -> str:
        return translate("word.yes")


class WordsCodec(Codec):
    """Several words of a list, a line each."""

    joint = "\n"

    def show(self, register: Register, field: Field, value: Any) -> str:
        known = names(register, field)
        return self.joint.join(known.get(key, str(key)) for key in value)

    def read(self, register: Register, field: Field, words: str) -> Plain:
        return [*words_of(register, field, lines(words))]

    def _differs(self, before: Any, after: Any) -> Difference:
        old, new = set(before), set(after)
        if old < new:
            return Difference.WIDER
        return Difference.NARROWER if new < old else Difference.REWORDED


class LettersCodec(WordsCodec):
    """Letters of California's categories, joined by commas."""

    joint = ", "

    def read(self, register: Register, field: Field, words: str) -> Plain:
        letters = re.split(r"[\s,;]+", words.strip(", ;"))
        return [*words_of(register, field, [letter.upper() for letter in letters])]


CODECS: Mapping[str, Codec] = MappingProxyType(
    {
        "text": Codec(),
        "plain": Codec(),
        "sentence": Codec(),
        "reason": Codec(),
        "key": Codec(),
        "id": Codec(),
        "day": DayCodec(),
        "period": PeriodCodec(),
        "state": StateCodec(),
        "status": WordCodec(),
        "choice": WordCodec(),
        "flag": FlagCodec(),
        "words": WordsCodec(),
        "countries": WordsCodec(),
        "letters": LettersCodec(),
    }
)
"""The codec of each kind of plain value."""


def show(register: Register, field: Field, value: Any) -> str:
    """*value* as the cell of *field* shows it; empty where it says nothing."""
    return "" if value in NOTHING else CODECS[field.kind].show(register, field, value)


def read(register: Register, field: Field, words: str) -> Plain:
    """What *words*, which are not empty, write into *field*. Raises UnreadableCell."""
    return CODECS[field.kind].read(register, field, words)


def lines(words: str) -> list[str]:
    """The lines of a cell that hold something."""
    return [line for line in (" ".join(line.split()) for line in words.splitlines()) if line]


def word(register: Register, field: Field, words: str) -> str:
    """The word of a list that *words* stand for, by its label or itself. Raises UnreadableCell."""
    return words_of(register, field, [words])[0]


def words_of(register: Register, field: Field, labels: Sequence[str]) -> list[str]:
    """The words of a list that *labels* stand for. Raises UnreadableCell."""
    if len(labels) > MOST_LINES:
        raise UnreadableCell(f"the cell names more than {MOST_LINES:,} words; split the row")
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
        message = f"“{words}” cannot be chosen; it comes from the register as a whole"
        return UnreadableCell(message)
    key = nearest(words, offered)
    near = nearest(words, offered.values()) or (offered[key] if key else "")
    hint = f"; did you mean “{near}”?" if near else ""
    return UnreadableCell(f"“{quoted(words)}” is not in the list{hint}")


def state_of(words: str) -> State | None:
    """The state that *words* say, by its label or itself, if they say one."""
    asked = _folded(words)
    return next((s for s in State if asked in (s.value, translate(f"state.{s}").casefold())), None)
