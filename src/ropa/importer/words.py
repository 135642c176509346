"""What a cell says, as a record writes it; a word the dropdown does not offer is refused with the one most like it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from ropa.importer.report import quoted
from ropa.model.claim import State
from ropa.model.part import PERIOD
from ropa.reader import Plain
from ropa.register import Register
from ropa.views.fields import names
from ropa.views.table import Field
from ropa.vocabulary import nearest, say

MOST_LINES = 1_000
"""Words that one cell may name."""

LONGEST_PERIOD = 100
"""Characters of a period, such as 1 year 6 months."""


class UnreadableCell(Exception):
    """A cell does not say what its column holds; the message says what it holds."""


def read(register: Register, field: Field, words: str) -> Plain:
    """What *words*, which are not empty, write into *field*. Raises Unreadable."""
    if field.kind in ("words", "countries"):
        return [*words_of(register, field, lines(words))]
    if field.kind == "letters":
        letters = re.split(r"[\s,;]+", words.strip(", ;"))
        return [*words_of(register, field, [letter.upper() for letter in letters])]
    if field.kind in ("state", "status", "choice"):
        return word(register, field, words)
    if field.kind == "flag":
        return word(register, field, words)
    if field.kind == "day":
        return _day(words)
    if field.kind == "period":
        return _period(words)
    return " ".join(words.split())


def lines(words: str) -> list[str]:
    """The lines of a cell that hold something."""
    return [line for line in (" ".join(line.split()) for line in words.splitlines()) if line]


def word(register: Register, field: Field, words: str) -> str:
    """The word of a list that *words* stand for: its label as the dropdown shows it, or the word itself."""
    return words_of(register, field, [words])[0]


def words_of(register: Register, field: Field, said: Sequence[str]) -> list[str]:
    """The words of a list that each of what is *said* stands for."""
    if len(said) > MOST_LINES:
        raise UnreadableCell(f"the cell names more than {MOST_LINES:,} words; split the row")
    offered = names(register, field)
    keys: dict[str, str] = {}
    for key, label in offered.items():
        keys.setdefault(str(key).casefold(), str(key))
        keys.setdefault(" ".join(label.split()).casefold(), str(key))
    found = []
    for one in said:
        asked = " ".join(one.split()).casefold()
        if asked not in keys:
            raise _unknown(field, one, offered)
        found.append(keys[asked])
    return found


def _unknown(field: Field, words: str, offered: Mapping[str, str]) -> UnreadableCell:
    if (
        field.kind == "state"
        and " ".join(words.split()).casefold() == say("state.general").casefold()
    ):
        return UnreadableCell(f"“{words}” cannot be chosen; it comes from the register as a whole")
    near = nearest(words, offered.values()) or (
        nearest(words, offered) and offered[nearest(words, offered)]
    )
    return UnreadableCell(
        f"“{quoted(words)}” is not in the list" + (f"; did you mean “{near}”?" if near else "")
    )


def state_of(words: str) -> State | None:
    """The state that a line of a cell with several words says, if it says one."""
    asked = words.casefold()
    return next((s for s in State if asked in (s.value, say(f"state.{s}").casefold())), None)


def _day(words: str) -> str:
    try:
        return date.fromisoformat(words.strip()).isoformat()
    except ValueError:
        raise UnreadableCell(f"“{quoted(words)}” is no date; write it as 2026-01-31") from None


_UNITS = {
    "year": "Y",
    "years": "Y",
    "month": "M",
    "months": "M",
    "week": "W",
    "weeks": "W",
    "day": "D",
    "days": "D",
}


def _period(words: str) -> str:
    asked = words.strip()
    if len(asked) > LONGEST_PERIOD:
        raise UnreadableCell(
            f"“{quoted(words)}” is no period; write it as 6 years, or 1 year 6 months"
        )
    if re.match(PERIOD, asked):
        return asked
    found = re.findall(r"(\d+)\s*([a-z]+)", asked.casefold())
    spelt = re.sub(r"[\s,]|and", "", asked.casefold())
    if (
        found
        and all(unit in _UNITS for _, unit in found)
        and spelt == "".join(n + unit for n, unit in found)
    ):
        made = "P" + "".join(number + _UNITS[unit] for number, unit in found)
        if re.match(PERIOD, made):
            return made
    raise UnreadableCell(f"“{quoted(words)}” is no period; write it as 6 years, or 1 year 6 months")
