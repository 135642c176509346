"""Cells that hold several words of a list, such as lawful bases.

Shown by their labels, read line by line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ropa import vocabulary
from ropa.fields.codecs import UnreadableCell, lines, state_of, word
from ropa.fields.names import label
from ropa.fields.table import Field
from ropa.fields.values import Cell, Value, state_value
from ropa.fields.wording import pointer, value
from ropa.model.claim import VALUELESS_WORDS, State
from ropa.register import Record, Records, ResolvedClaim
from ropa.register.qualifiers import qualifiers
from ropa.terminal import quoted
from ropa.vocabulary import translate


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cell: the answer that it showed already, or a word of the list, or a state."""

    words: str
    answer: ResolvedClaim | None = None
    key: str = ""
    state: State | None = None


def show(answer: ResolvedClaim, field: Field) -> Cell:
    """Keys of a list inside an item by their labels, a line each, or the state in their place."""
    model_fields = type(answer.claim).model_fields
    if not answer.is_item or field.name not in model_fields:
        return Cell()
    is_inherited = field.name not in answer.own
    if is_inherited and _is_not_asked(answer.activity.record, field.name):
        return Cell((state_value(State.NOT_APPLICABLE),))
    if is_inherited and field.name not in vocabulary.questions():
        return Cell()
    values = map(_in_cell, answer.nested(field.name))
    return Cell(tuple(values))


def _in_cell(answer: ResolvedClaim) -> Value:
    """A line of the cell, which carries the signs of its qualifiers in its words."""
    return Value(line(answer), answer.state, ())


def _is_not_asked(record: Record, name: str) -> bool:
    """Whether *name* is a question for controllers, and the record is not one's."""
    question = vocabulary.questions().get(name)
    if question is None or record.is_controller:
        return False
    return "processor" not in question.many("roles")


def line(answer: ResolvedClaim) -> str:
    """One line of the cell: the word alone, or what stands in place of words."""
    if answer.is_item:
        return Value(label(answer), answer.state, qualifiers(answer)).signed
    if not answer.claim.wording:
        return translate(f"state.{answer.state}")
    return str(pointer(answer, value(answer)))


def read(
    register: Records,
    field: Field,
    words: str,
    before: Mapping[str, ResolvedClaim | None],
) -> Sequence[Line]:
    """The lines of a cell, *before* being those it was sent with. Raises UnreadableCell."""
    cell_lines = []
    texts = lines(words)
    for text in texts:
        if text in before:
            cell_lines.append(Line(text, before[text]))
        else:
            cell_lines.append(_read_line(register, field, text, len(texts)))
    return cell_lines


def _read_line(register: Records, field: Field, words: str, count: int) -> Line:
    state = state_of(words)
    if state is None:
        return Line(words, key=word(register, field, words))
    if state not in VALUELESS_WORDS:
        raise UnreadableCell(translate("cell.needs_reason", words=quoted(words)))
    if count > 1:
        raise UnreadableCell(translate("cell.stands_alone", words=quoted(words)))
    return Line(words, state=state)
