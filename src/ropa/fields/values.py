"""What is printed: a value with its state, what qualifies it, and the passages it rests on.

And cells of such values.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from ropa.fields.marks import marked, sign
from ropa.model.claim import State
from ropa.register.qualifiers import Qualifiers
from ropa.vocabulary import translate


@dataclass(frozen=True, slots=True)
class Value:
    """One printed value: its text, its state, what qualifies it, and the passages it rests on."""

    text: str
    state: State
    qualifiers: Qualifiers
    """No default: what nothing qualifies is made by :func:`unqualified`, or says why it is so."""
    cites: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.text}{self.bracket}"

    def saying(self, text: str) -> "Value":
        """Other words with the same state, qualifiers and passages."""
        return dataclasses.replace(self, text=text)

    def qualified(self, more: Qualifiers) -> "Value":
        """The same with *more* that qualifies it, each once."""
        distinct = dict.fromkeys((*more, *self.qualifiers))
        qualifiers = tuple(distinct)
        return dataclasses.replace(self, qualifiers=qualifiers)

    @property
    def marks(self) -> tuple[str, ...]:
        """What qualifies it, in words."""
        return tuple(map(marked, self.qualifiers))

    @property
    def bracket(self) -> str:
        """What qualifies it, as it stands behind the text; empty where nothing does."""
        if not self.qualifiers:
            return ""
        marks = translate("joiner.phrases").join(self.marks)
        return f" [{marks}]"

    @property
    def signs(self) -> str:
        """What qualifies it, in a word each, for small places; empty where nothing does."""
        return translate("joiner.phrases").join(filter(None, map(sign, self.qualifiers)))

    @property
    def signed(self) -> str:
        """The text with its signs in brackets."""
        return f"{self.text} [{self.signs}]" if self.signs else self.text


IN_ITS_COLUMN: Qualifiers = ()
"""Qualifiers of a value in a row that has a column for them."""


def unqualified(text: str, cites: Sequence[str] = ()) -> Value:
    """Words that claim nothing of a record, such as a label, a count or a day."""
    return Value(text, State.STATED, (), tuple(cites))


def state_value(state: State) -> Value:
    """A *state* by its label, where it stands in place of a value."""
    return Value(translate(f"state.{state}"), state, ())


@dataclass(frozen=True, slots=True)
class Cell:
    """The values of one cell, a line each."""

    values: tuple[Value, ...] = ()
    is_absent: bool = False
    """Whether nothing of the record stands here and the text says why."""

    def __str__(self) -> str:
        return "\n".join(map(str, self.values))

    @property
    def state(self) -> State:
        """The state a reader must notice: open, then inferred, then what the values share."""
        states = [value.state for value in self.values]
        for state in _NOTICE:
            if state in states:
                return state
        return states[0] if states else State.STATED

    @property
    def cites(self) -> tuple[str, ...]:
        """Every passage the cell rests on, once, in order."""
        names = (name for value in self.values for name in value.cites)
        return tuple(dict.fromkeys(names))


_NOTICE = (State.NOT_RECORDED, State.LOST, State.NOT_STATED, State.VAGUE, State.INFERRED)


def text(lines: str, cites: Sequence[str] = ()) -> Cell:
    """A cell of words that claim nothing, a line each; an empty text is an empty cell."""
    if not lines:
        return Cell()
    values = (unqualified(line, cites) for line in lines.split("\n"))
    return Cell(tuple(values))
