"""Category by category, what is declared beside what is recorded: for review, not for pasting."""

from collections.abc import Iterator
from datetime import date

from ropa import california, vocabulary
from ropa.california import QUESTIONS, SALE, DeclaredRow, Items, Side, Window, grouped
from ropa.documents.ccpa import cells
from ropa.documents.ccpa.cells import Values, filled_table, worded
from ropa.documents.table import Row, Table
from ropa.fields.names import label
from ropa.fields.values import Cell, Value, text
from ropa.model.activity import Disclosure
from ropa.model.claim import State
from ropa.model.model import CCPA_LETTERS
from ropa.model.register_record import DeclaredCategory
from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.register.qualifiers import qualifiers
from ropa.vocabulary import Word, day_text, translate


def categories(register: Register, as_of: date) -> Table:
    """A row for each statutory category (A)-(K). 1798.140(v)(1), 11 CCR 7011(e)(1)."""
    rows = _category_rows(register, as_of)
    return filled_table(register, "ccpa", rows, *_leads(register, as_of))


def sensitive(register: Register, as_of: date) -> Table:
    """Sensitive personal information, kind by kind. Cal. Civ. Code 1798.140(ae)."""
    rows = [*_sensitive_as_whole(register), *_sensitive_kinds(register, as_of)]
    lead = (translate("ccpa.derived_lead"), translate("ccpa.sensitive_lead"))
    return filled_table(register, "ccpa_sensitive", rows, *lead)


def _leads(register: Register, as_of: date) -> Iterator[str]:
    yield translate("ccpa.lead")
    is_declared = bool(california.rows(register))
    yield translate("ccpa.lead_declared" if is_declared else "ccpa.lead_undeclared")
    first, last = map(day_text, california.months(as_of))
    window_lead = "ccpa.window_lead_undated" if register.undated else "ccpa.window_lead"
    yield translate(window_lead, first=first, last=last)
    outside = [*_names_outside(register, as_of)]
    if outside:
        yield translate("ccpa.window_left_out", names=cells.listed(outside))


def _names_outside(register: Register, as_of: date) -> Iterator[str]:
    """Activities that count for no category, since they are outside the 12 months."""
    for record in register.records:
        window = california.window(record.activity, as_of)
        if record.is_controller and window is Window.OUTSIDE:
            yield record.activity.name


# Rows


def _category_rows(register: Register, as_of: date) -> Iterator[Row]:
    declared = {row.letter: row for row in california.rows(register)}
    held = california.items_by_category(register, as_of)
    for letter in CCPA_LETTERS:
        row = declared.get(letter)
        items = held.get(letter, ())
        heading = text(cells.category(letter))
        answers = _answers(row.category if row else None, items, as_of)
        yield (heading, *answers, *_practices(row, items))


def _sensitive_as_whole(register: Register) -> Iterator[Row]:
    """The row (L) of the declared table, which is about sensitive information of every kind."""
    for row in california.rows(register):
        if row.letter == "L":
            heading = cells.phrase("ccpa.sensitive_whole")
            yield (heading, *_declared(row.category), Cell(), Cell())


def _sensitive_kinds(register: Register, as_of: date) -> Iterator[Row]:
    declared = {row.key: row.category for row in california.sensitive_rows(register)}
    held = california.items_by_category(register, as_of)
    for kind in vocabulary.words("ccpa_sensitive").values():
        heading = text(_kind_heading(kind))
        items = held.get(kind.name, ())
        answers = _answers(declared.get(kind.name), items, as_of)
        yield (heading, *answers)


def _kind_heading(kind: Word) -> str:
    if not kind.article:
        return kind.label
    return translate("ccpa.kind", label=kind.label, article=kind.article)


def _answers(category: DeclaredCategory | None, items: Items, as_of: date) -> Iterator[Cell]:
    """What is declared of a category, and which items of it are held, and when."""
    yield from _declared(category)
    yield _recorded(items)
    yield _window(items, as_of)


def _declared(category: DeclaredCategory | None) -> tuple[Cell, Cell]:
    """The label and the answer of a category, or twice that it is not listed."""
    if category is None:
        not_listed = Cell((worded("word.not-listed", State.NOT_STATED),))
        return not_listed, not_listed
    return cells.label(category), cells.collected(category)


def _practices(row: DeclaredRow | None, items: Items) -> Iterator[Cell]:
    """What is declared of a category that is collected, beside or else what is recorded of it."""
    for field in (*BESIDE, *INSTEAD):
        values: Values = ()
        if row is not None and row.is_collected:
            values = cells.of_row_or_table(row, field)
        if field in BESIDE or not values:
            values += _recorded_practice(items, field)
        yield cells.or_not_stated(values)


BESIDE = ("sources", "purposes", "disclosed_to")
"""Practices of which what is recorded stands beside what is declared."""

INSTEAD = ("sold", "shared", "retention")
"""Practices of which what is recorded stands where nothing is declared."""


# What is recorded of the items of a category


def _recorded(items: Items) -> Cell:
    """Each item once, with what qualifies it where it is qualified least."""
    values: dict[str, Value] = {}
    for item in items:
        words = label(item)
        qualified = qualifiers(item)
        recorded = Value(words, item.state, qualified, item.claim.cites)
        firmest = values.get(words, recorded)
        if len(recorded.qualifiers) <= len(firmest.qualifiers):
            values[words] = recorded
    return Cell(tuple(values.values())) if values else cells.phrase("ccpa.nothing_recorded")


def _window(items: Items, as_of: date) -> Cell:
    """Whether the activities fell into the 12 months, as far as their dates tell."""
    names = grouped(_with_window(item.activity, as_of) for item in items)
    inside = dict.fromkeys(names.get(Window.INSIDE, ()))
    unknown = dict.fromkeys(names.get(Window.UNKNOWN, ()))
    values = []
    if inside:
        values.append(worded("ccpa.window_inside", names=cells.listed(inside)))
    if unknown:
        values.append(worded("ccpa.window_unknown", State.NOT_STATED, n=len(unknown)))
    return Cell(tuple(values))


def _with_window(activity: ResolvedActivity, as_of: date) -> tuple[Window, str]:
    return california.window(activity.record.activity, as_of), activity.name


def _recorded_practice(items: Items, field: str) -> Values:
    if field == "purposes":
        return (cells.recorded_in(items),) if items else ()
    if field == "retention":
        return cells.retention(items)
    if field in SALE:
        return _sale(items, SALE[field])
    return tuple(_paired(items, QUESTIONS[field]))


def _paired(items: Items, question: str) -> Iterator[Value]:
    """Origins or recipients that name the items, and whether there are any that name no data."""
    names: dict[str, None] = {}
    is_unpaired = False
    for item in items:
        for answer in filter(_is_outward, item.activity.items(question)):
            data = getattr(answer.claim, "data", ())
            is_unpaired = is_unpaired or not data
            if item.key in data:
                named = Value(label(answer), answer.state, qualifiers(answer))
                names[named.signed] = None
    if names:
        yield worded("ccpa.recorded", State.INFERRED, words=cells.listed(names))
    if is_unpaired:
        unpaired = translate("word.unpaired")
        yield worded("ccpa.recorded", State.NOT_STATED, words=unpaired)


def _is_outward(answer: ResolvedClaim) -> bool:
    """Whether it is an origin, or a recipient outside the organization."""
    if isinstance(answer.claim, Disclosure):
        return california.side(answer.claim) is not Side.INTERNAL
    return True


def _sale(items: Items, question: str) -> Values:
    """Sale or sharing as recorded of the activities, and of the disclosures that name the items."""
    answers: list[ResolvedClaim] = []
    for item in items:
        answers += item.activity.answers[question]
        for disclosure in item.activity.items("recipients"):
            if item.key in getattr(disclosure.claim, "data", ()):
                answers += disclosure.own.get(question, ())
    return cells.sale(answers)
