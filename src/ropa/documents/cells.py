"""Cells and lines of text that many documents print alike."""

from collections.abc import Iterable

from ropa.fields.values import Cell, Value, state_value, text
from ropa.fields.wording import value
from ropa.model.claim import State
from ropa.register import ResolvedClaim
from ropa.register.qualifiers import Qualifiers
from ropa.vocabulary import translate


def answers_cell(answers: Iterable[ResolvedClaim]) -> Cell:
    """What *answers* say, a line each."""
    return Cell(tuple(map(value, answers)))


def worded(answer: ResolvedClaim, words: str, qualified: Qualifiers = ()) -> Value:
    """*words* in the state in which *answer* stands, with its passages."""
    return Value(words, answer.state, qualified, answer.claim.cites)


def lines_cell(lines: Iterable[str]) -> Cell:
    """*lines* that claim nothing, without empty ones."""
    return text("\n".join(filter(None, lines)))


def text_row(*words: str) -> tuple[Cell, ...]:
    """A row of words that claim nothing."""
    return tuple(map(text, words))


def state_cell(state: State) -> Cell:
    """A cell that holds a state alone."""
    return Cell((state_value(state),))


def enumerated(parts: Iterable[str]) -> str:
    """Parts that may hold commas, in one line; empty ones left out."""
    return translate("joiner.phrases").join(filter(None, parts))


def labelled(name: str, words: object) -> str:
    """*words* behind the *name* of what they say."""
    return translate("full.part", name=name, words=words)


def quoted(words: str) -> str:
    """*words* in the quotation marks of the language."""
    return translate("line.quoted", words=words)


def path_text(steps: Iterable[str]) -> str:
    """The way from a whole to its part; empty steps left out."""
    return translate("line.path").join(filter(None, steps))
