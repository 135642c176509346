"""Cells that hold a whole claim inside an item, such as whether a disclosure is a sale.

Its state and its own words.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ropa import vocabulary
from ropa.fields.codecs import UnreadableCell, lines, state_of
from ropa.fields.marks import apart
from ropa.fields.table import Field
from ropa.fields.values import IN_ITS_COLUMN, Cell, Value
from ropa.fields.wording import beside, pointer, unsaid
from ropa.model.activity import Transfer
from ropa.model.claim import TEXTS, Claim, State
from ropa.register import ResolvedClaim
from ropa.terminal import quoted
from ropa.vocabulary import translate


@dataclass(frozen=True, slots=True)
class ClaimCell:
    """What a cell says of a claim.

    Its state, the wording or reason of that state, its own words.
    """

    state: State
    wording: str
    text: str


def show(answer: ResolvedClaim, field: Field) -> Cell:
    """The state, where it is not stated, then the claim's own words.

    What qualifies it in brackets.
    """
    model_fields = type(answer.claim).model_fields
    if not answer.is_item or field.name not in model_fields:
        return Cell()
    if field.name in answer.own or field.name in vocabulary.questions():
        nested = answer.nested(field.name)
        values = (value for claim in nested for value in _values(claim, field))
        return Cell(tuple(values))
    if isinstance(answer.claim, Transfer) and field.name == "destination":
        return Cell() if _names_a_place(answer.claim) else Cell((unsaid(answer.register),))
    return Cell()


def _names_a_place(transfer: Transfer) -> bool:
    return bool(transfer.countries or transfer.organization)


def _values(answer: ResolvedClaim, field: Field) -> Iterator[Value]:
    cell_lines = _lines(answer.claim, field)
    whole = Value("\n".join(cell_lines), answer.state, beside(answer))
    short = pointer(answer, whole)
    if short is not whole:
        yield short
        return
    yield from (Value(words, answer.state, IN_ITS_COLUMN) for words in cell_lines[:-1])
    yield whole.saying(cell_lines[-1])


def _lines(claim: Claim, field: Field) -> list[str]:
    words, state = main_words(claim), translate(f"state.{claim.state}")
    if claim.state is State.STATED:
        default = translate("word.yes") if field.words == "yes" else state
        return [words or default]
    parts = filter(None, (state, claim.wording))
    head = translate("joiner.label").join(parts)
    return [head, words] if words else [head]


def main_words(claim: Claim) -> str:
    """What a claim inside an item says in words of its own."""
    return str(getattr(claim, main_field(type(claim)), ""))


def main_field(kind: type[Claim]) -> str:
    """The field of *kind* that its cell writes: its text, or the title of what it refers to."""
    return "text" if "text" in kind.model_fields else "title"


def read(field: Field, words: str, before: Cell) -> ClaimCell:
    """What *words* say of the claim; *before* is the cell as it was. Raises UnreadableCell."""
    cell_lines = _without_brackets(lines(words), before)
    state, wording = _state(field, cell_lines[0])
    own = " ".join(cell_lines[1:] if state else cell_lines)
    if own and state is not None and state.is_bare:
        raise UnreadableCell(translate("cell.stands_above", words=quoted(cell_lines[0])))
    return ClaimCell(state or State.STATED, wording, own)


def _without_brackets(cell_lines: list[str], before: Cell) -> list[str]:
    """The lines without what qualified the claim in the cell *before*."""
    brackets = {value.bracket.strip() for value in before.values if value.qualifiers}
    if not brackets:
        return cell_lines
    bare = [_bare(words, brackets) for words in cell_lines]
    pairs = zip(cell_lines, bare, strict=True)
    shortened = sum(words != short for words, short in pairs)
    if shortened > 1:
        raise UnreadableCell(translate("cell.several"))
    return bare


def _bare(words: str, brackets: set[str]) -> str:
    text, marks = apart(words)
    if not marks:
        return words
    if f"[{marks}]" in brackets:
        return text
    quoted_brackets = (f"“{bracket}”" for bracket in sorted(brackets))
    derived = translate("joiner.or").join(quoted_brackets)
    raise UnreadableCell(translate("cell.derived", brackets=derived))


def _state(field: Field, words: str) -> tuple[State | None, str]:
    """The state that the first line of a cell says, and the wording or reason behind it."""
    if field.words == "yes" and words.casefold() == translate("word.yes").casefold():
        return State.STATED, ""
    state = state_of(words)
    if state is not None and state in TEXTS:
        text = translate(f"state_text.{state}")
        raise UnreadableCell(translate("cell.needs_text", words=quoted(words), text=text))
    if state is State.GENERAL:
        raise UnreadableCell(translate("cell.general", words=quoted(words)))
    head, colon, wording = words.partition(translate("joiner.label").strip())
    before_colon = state_of(head) if state is None and colon else None
    if before_colon is None or before_colon not in TEXTS:
        return state, ""
    if not wording.strip():
        text = translate(f"state_text.{before_colon}")
        raise UnreadableCell(translate("cell.needs_text_behind", words=quoted(words), text=text))
    return before_colon, wording.strip()
