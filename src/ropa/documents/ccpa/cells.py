"""Cells, and the frame around them, that several California tables draw alike."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from ropa import vocabulary
from ropa.california import SALE, DeclaredRow, DeclaredTable, Items, is_in_force, paragraph
from ropa.documents.ccpa.passages import declared_value
from ropa.documents.identity import status_lines
from ropa.documents.lines import one_line
from ropa.documents.sheets import heads
from ropa.documents.table import Row, Table
from ropa.fields.names import label as key_label
from ropa.fields.values import Cell, Value, state_value, text, unqualified
from ropa.fields.wording import value
from ropa.model.claim import State
from ropa.model.register_record import DeclaredCategory
from ropa.register import Register, ResolvedClaim
from ropa.register.qualifiers import Qualifier, QualifierKind, claim_qualifiers
from ropa.vocabulary import humanize, translate

Values = tuple[Value, ...]


def table(register: Register, name: str, rows: Iterable[Row], *lead: str) -> Table:
    """A California table that can be without rows, and says so then."""
    filled = filled_table(register, name, rows, *lead)
    return replace(filled, empty=translate(f"sheet.{name}_empty"))


def filled_table(register: Register, name: str, rows: Iterable[Row], *lead: str) -> Table:
    """A California table under its *lead* and the lines that every table carries."""
    title = translate(f"sheet.{name}_title")
    lines = (*lead, *status_lines(register))
    return Table(name, title, heads(name), tuple(rows), lead=lines)


def phrase(key: str) -> Cell:
    """A cell that says what the catalogue has for *key*, and claims nothing."""
    return text(translate(key))


def worded(key: str, state: State = State.STATED, **words: object) -> Value:
    """A value in the catalogue's words for *key*, their places filled with *words*."""
    return Value(translate(key, **words), state, ())


def silence(register: Register) -> Value:
    """What stands where nobody declares anything.

    It is to be completed in a register of one's own, and not stated in any other.
    """
    is_silent = register.is_reconstruction or "declared" in register.record.not_addressed
    return state_value(State.NOT_STATED if is_silent else State.NOT_RECORDED)


def or_silence(register: Register, values: Iterable[Value]) -> Cell:
    """*values*, or what stands in place of none."""
    return Cell(tuple(values) or (silence(register),))


def or_not_stated(values: Iterable[Value]) -> Cell:
    """*values*, or that nothing is stated."""
    return Cell(tuple(values) or (state_value(State.NOT_STATED),))


def once(values: Iterable[Value]) -> Values:
    """*values* without those that read as another does."""
    return tuple({str(value): value for value in values}.values())


def listed(names: Iterable[str]) -> str:
    """*names*, which may hold commas and end in dots of their own, in one line."""
    return translate("joiner.phrases").join(names)


def prefixed(title: str, values: Iterable[Value]) -> Iterator[Value]:
    """*values*, each behind the *title* of what it is said of."""
    for untitled in values:
        words = translate("full.part", name=title, words=untitled.text)
        yield untitled.saying(words)


def label(category: DeclaredCategory) -> Cell:
    """The label the source prints, a misspelling marked."""
    words = category.label or translate("state.not-stated")
    printed = unqualified(words, category.cites)
    if category.misspelt:
        printed = printed.qualified((Qualifier(QualifierKind.MISSPELT),))
    return Cell((printed,))


def collected(category: DeclaredCategory) -> Cell:
    """The declared answer: yes, no or not listed; with its condition, where it has one."""
    return Cell((of_category(category, translate(f"word.{category.collected}")),))


def of_category(category: DeclaredCategory, words: str) -> Value:
    """*words* that a row says of itself, with what qualifies the row."""
    return Value(words, category.state, claim_qualifiers(category), category.cites)


def category(letter: str) -> str:
    """A statutory category by its letter, as the statute calls it."""
    label = vocabulary.words("ccpa_categories")[letter].label
    return translate("ccpa.category", paragraph=paragraph(letter), label=label)


def statutory(row: DeclaredRow, otherwise: str) -> str:
    """The statute's category for a row; *otherwise* where it answers to none."""
    return category(row.letter) if row.letter else otherwise


def title(row: DeclaredRow) -> Cell:
    """A row by the statute's category, else by its own label or key."""
    if row.letter:
        return text(category(row.letter))
    if row.category.label:
        return label(row.category)
    return text(own_name(row), row.category.cites)


def own_name(row: DeclaredRow) -> str:
    """The label the source prints; where the record has none, the row's key in words."""
    return row.category.label or humanize(row.key)


def declared_row(heading: Cell, cells: Iterable[Cell]) -> Row:
    """A row that says of itself that it is declared."""
    return (heading, phrase("ccpa.declared"), *cells)


def derived_row(heading: Cell, cells: Iterable[Cell]) -> Row:
    """A row that says of itself that it is derived, and for review."""
    basis = Cell((worded("ccpa.derived", State.INFERRED),))
    return (heading, basis, *cells)


def denial(answer: ResolvedClaim) -> Value:
    """A denial as what it is: for a period where a source names one, else in the present tense."""
    if answer.claim.state is not State.NONE:
        return value(answer)
    period = getattr(answer.claim, "period", None)
    words = "ccpa.none_in_period" if period else "ccpa.none_present"
    return value(answer).saying(translate(words, period=period))


def sale(answers: Iterable[ResolvedClaim]) -> Values:
    """What *answers* say of sale or sharing, each once."""
    return once(map(denial, answers))


def practice(part: DeclaredTable | DeclaredRow, field: str) -> Values:
    """What is declared of a practice for the whole table, or by a row."""
    draw = denial if field in SALE else declared_value
    return tuple(map(draw, part.answers(field)))


def of_row(row: DeclaredRow, field: str) -> Cell:
    """What a row says of itself; where the table says it for all of its rows, only that it does."""
    if row.has_own(field):
        return Cell(practice(row, field))
    if row.answers(field):
        return phrase("ccpa.as_whole")
    return or_silence(row.register, ())


def of_row_or_table(row: DeclaredRow, field: str) -> Values:
    """As :func:`practice`, but what the table says for all of its rows stands in one line."""
    if row.has_own(field) or field in SALE:
        return practice(row, field)
    answers = row.answers(field)
    items = [_by_name(answer) for answer in answers if answer.is_item]
    remarks = [declared_value(answer) for answer in answers if not answer.is_item]
    return (_in_one_line(items), *remarks) if items else tuple(remarks)


def _in_one_line(items: Sequence[Value]) -> Value:
    """Items by name; a hedge that all of them share stands once, behind the line."""
    line = one_line(items)
    return line.saying(translate("ccpa.declared_for_table", words=line.text))


def _by_name(item: ResolvedClaim) -> Value:
    """An item by its name, or by its words where its key is no word."""
    claim = item.claim
    words = str(getattr(claim, "text", "")).rstrip(".")
    name = key_label(item) or words or declared_value(item).text
    return Value(name, item.state, claim_qualifiers(claim), claim.cites)


def retention(items: Items) -> Values:
    """How long the items are kept, each answer once."""
    answers = [answer for item in items for answer in item.nested("retention")]
    return once(map(value, answers))


def recorded_in(items: Items) -> Value:
    """The activities that record the items, each once, for review."""
    names = dict.fromkeys(item.activity.name for item in items)
    return worded("ccpa.recorded_in", State.INFERRED, words=listed(names))


def law(as_of: date) -> tuple[str, ...]:
    """Which text of the regulations the tables follow, where another is in force on the day."""
    is_amended = is_in_force("ccpa-regulations-2026", as_of)
    return (translate("ccpa.text_2026"),) if is_amended else ()
