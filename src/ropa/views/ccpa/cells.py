"""Cells that several California tables draw alike."""

from collections.abc import Iterable
from datetime import date

from ropa import california, vocabulary
from ropa.fields.names import label as key_label
from ropa.fields.values import Cell, Value
from ropa.fields.wording import value
from ropa.model.claim import State
from ropa.model.register_record import DeclaredCategory
from ropa.register import Path, Register, ResolvedClaim
from ropa.register.qualifiers import Qualifier, QualifierKind
from ropa.vocabulary import say


def silence(register: Register) -> Value:
    """What stands where nobody declares anything: to be completed in an own register, not stated in any other."""
    silent = register.is_reconstruction or "declared" in register.record.silent_on
    state = State.NOT_STATED if silent else State.NOT_RECORDED
    return Value(say(f"state.{state}"), state)


def or_silence(register: Register, values: Iterable[Value]) -> Cell:
    """*values*, or what stands in place of none."""
    return Cell(tuple(values) or (silence(register),))


def once(values: Iterable[Value]) -> tuple[Value, ...]:
    """*values* without those that read as one before them."""
    return tuple({str(one): one for one in values}.values())


def label(found: DeclaredCategory | None) -> Cell:
    """The label the source prints, a misspelling marked."""
    if found is None:
        return Cell((Value(say("word.not-listed"), State.NOT_STATED),))
    misspelt = (Qualifier(QualifierKind.MISSPELT),) if found.misspelt else ()
    return Cell(
        (Value(found.label or say("state.not-stated"), State.STATED, misspelt, found.cites),)
    )


def collected(found: DeclaredCategory | None) -> Cell:
    """The declared answer: yes, no or not listed."""
    if found is None:
        return Cell((Value(say("word.not-listed"), State.NOT_STATED),))
    return Cell((Value(say(f"word.{found.collected}"), State.STATED, (), found.cites),))


def category(letter: str) -> str:
    """A statutory category by its letter, as the statute calls it."""
    return f"({letter}) {vocabulary.words('ccpa_categories')[letter].label}"


def denial(answer: ResolvedClaim) -> Value:
    """A denial as what it is: for a period where a source names one, else as a statement in the present tense."""
    one = value(answer)
    if answer.claim.state is not State.NONE:
        return one
    said_for = str(getattr(answer.claim, "period", ""))
    words = say("ccpa.none_in_period", period=said_for) if said_for else say("ccpa.none_present")
    return one.saying(words)


def said(
    register: Register, field: str, row: DeclaredCategory | None = None, path: Path = ()
) -> tuple[Value, ...]:
    """What is declared for *field*: of the row where it says so itself, else of the whole table."""
    drawn = denial if field in ("sold", "shared") else value
    return tuple(map(drawn, california.said(register, field, row, path)))


def of_row(register: Register, field: str, row: DeclaredCategory, path: Path) -> Cell:
    """What a row says of itself; where the table says it for all of its rows, only that it does."""
    if getattr(row, field) is not None:
        return Cell(said(register, field, row, path))
    if california.said(register, field):
        return Cell((Value(say("ccpa.as_whole")),))
    return Cell((silence(register),))


def whole(register: Register, field: str, row: DeclaredCategory, path: Path) -> tuple[Value, ...]:
    """As :func:`said`, with what the table says for all of its rows at once in one line."""
    if getattr(row, field) is not None or field in ("sold", "shared"):
        return said(register, field, row, path)
    answers = california.said(register, field)
    items = [answer for answer in answers if answer.is_item]
    cites = tuple(dict.fromkeys(cite for one in items for cite in one.claim.cites))
    hedges = {one.claim.hedged for one in items}
    common = (
        tuple(Qualifier(QualifierKind.HEDGED, word) for word in hedges if word)
        if len(hedges) == 1
        else ()
    )
    told = [_short(one, not common) for one in items]
    line = (
        [Value(say("ccpa.declared_for_table", words="; ".join(told)), State.STATED, common, cites)]
        if told
        else []
    )
    return (*line, *(value(answer) for answer in answers if not answer.is_item))


def _short(answer: ResolvedClaim, marked: bool) -> str:
    """An item by its name, or by its words where its key is no word."""
    words = key_label(answer) or str(getattr(answer.claim, "text", "")).rstrip(".")
    is_hedged = marked and answer.claim.hedged
    return str(
        Value(
            words,
            qualifiers=(Qualifier(QualifierKind.HEDGED, answer.claim.hedged),) if is_hedged else (),
        )
    )


def law(as_of: date) -> tuple[str, ...]:
    """Which text of the regulations the tables follow, where another is in force on the day."""
    amended = vocabulary.words("regimes")["ccpa-regulations-2026"]
    return (say("ccpa.text_2026"),) if as_of.isoformat() >= amended.text("applies_from") else ()
