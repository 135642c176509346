"""Category by category, what is declared beside what is recorded: for review, not for pasting."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ropa import california, vocabulary
from ropa.california import DeclaredRow, Held, Side, Window
from ropa.fields.names import label
from ropa.fields.values import Cell, Value, text
from ropa.fields.wording import value
from ropa.model.activity import Disclosure, Provenance
from ropa.model.claim import State
from ropa.model.model import CCPA_LETTERS
from ropa.register import Register, ResolvedClaim
from ropa.views.ccpa import cells
from ropa.views.ccpa.cells import Row
from ropa.views.identity import status_lines
from ropa.views.table import Table, column
from ropa.vocabulary import translate


def categories(register: Register, as_of: date) -> Table:
    """A row for each statutory category (A)-(K). 1798.140(v)(1), 11 CCR 7011(e)(1)."""
    columns = (
        column("statutory", "Cal. Civ. Code 1798.140(v)(1)", 30),
        column("declared_label", "", 28),
        column("collected", "1798.130(a)(5)(B)", 14),
        column("recorded", "", 38),
        column("ccpa_window", "1798.130(a)(5)(B)", 26),
        column("ccpa_sources", "11 CCR 7011(e)(1)(B)", 34),
        column("ccpa_purposes", "11 CCR 7011(e)(1)(C)", 36),
        column("disclosed_to", "11 CCR 7011(e)(1)(H), (I)", 36),
        column("sold", "11 CCR 7011(e)(1)(D)", 22),
        column("shared", "11 CCR 7011(e)(1)(D)", 22),
        column("ccpa_retention", "1798.100(a)(3)", 32),
    )
    held = tuple(california.held(register, as_of))
    rows = tuple(_row(register, letter, held) for letter in CCPA_LETTERS)
    lead = (*_leads(register, as_of), *status_lines(register))
    return Table("ccpa", translate("sheet.ccpa_title"), columns, rows, lead=lead)


def sensitive(register: Register, as_of: date) -> Table:
    """Sensitive personal information, kind by kind. Cal. Civ. Code 1798.140(ae)."""
    columns = (
        column("statutory", "Cal. Civ. Code 1798.140(ae)", 56),
        column("declared_label", "", 28),
        column("collected", "1798.130(a)(5)(B)", 14),
        column("recorded", "", 44),
        column("ccpa_window", "1798.130(a)(5)(B)", 26),
    )
    rows = (*_sensitive_as_whole(register), *_sensitive_kinds(register, as_of))
    lead = (
        translate("ccpa.derived_lead"),
        translate("ccpa.sensitive_lead"),
        *status_lines(register),
    )
    return Table(
        "ccpa_sensitive", translate("sheet.ccpa_sensitive_title"), columns, rows, lead=lead
    )


def _sensitive_as_whole(register: Register) -> Iterator[Row]:
    """The row (L) of the declared table, which is about sensitive information of every kind."""
    for row in california.rows(register):
        if row.letter == "L":
            title = text(translate("ccpa.sensitive_whole"))
            answer = cells.collected(row.category)
            yield (title, cells.label(row.category), answer, Cell(), Cell())


def _sensitive_kinds(register: Register, as_of: date) -> Iterator[Row]:
    declared = {row.key: row.category for row in california.sensitive_rows(register)}
    everything = tuple(california.held(register, as_of))
    for kind in vocabulary.words("ccpa_sensitive").values():
        category = declared.get(kind.name)
        held = [item for item in everything if kind.name in item.sensitive_kinds]
        article = f" ({kind.article})" if kind.article else ""
        yield (
            text(f"{kind.label}{article}"),
            cells.label(category),
            cells.collected(category),
            _recorded(held),
            _window(held),
        )


def _leads(register: Register, as_of: date) -> Iterator[str]:
    yield translate("ccpa.lead")
    yield translate("ccpa.lead_declared" if california.rows(register) else "ccpa.lead_undeclared")
    first, last = california.months(as_of)
    lead = "ccpa.window_lead_undated" if register.undated else "ccpa.window_lead"
    yield translate(lead, first=first.isoformat(), last=last.isoformat())
    outside = [
        record.activity.name
        for record in register.records
        if record.is_controller and california.window(record.activity, as_of) is Window.OUTSIDE
    ]
    if outside:
        yield translate("ccpa.window_left_out", names="; ".join(outside))


def _row(register: Register, letter: str, everything: Sequence[Held]) -> Row:
    rows = {row.letter: row for row in california.rows(register) if row.letter}
    row = rows.get(letter)
    category = row.category if row else None
    held = [item for item in everything if letter in item.letters]
    return (
        text(cells.category(letter)),
        cells.label(category),
        cells.collected(category),
        _recorded(held),
        _window(held),
        *_practices(register, row, held),
    )


def _practices(register: Register, row: DeclaredRow | None, held: Sequence[Held]) -> Iterator[Cell]:
    """What is declared of a category that is collected, beside or else what is recorded of it."""

    def declared(field: str) -> tuple[Value, ...]:
        if row is None or not row.is_collected:
            return ()
        return cells.of_row_or_table(register, field, row)

    for field, values in (
        ("sources", _paired(held, "collected_from")),
        ("purposes", _activities(held)),
        ("disclosed_to", _paired(held, "recipients")),
    ):
        yield cells.or_not_stated((*declared(field), *values))
    for field, values in (
        ("sold", _sale(held, "sale")),
        ("shared", _sale(held, "sharing")),
        ("retention", _retention(held)),
    ):
        yield cells.or_not_stated(declared(field) or values)


def _recorded(held: Iterable[Held]) -> Cell:
    values: dict[str, Value] = {}
    for item in held:
        words = label(item.answer)
        recorded = Value(words, item.answer.state, (), item.answer.claim.cites)
        values.setdefault(words, recorded)
    return Cell(tuple(values.values())) if values else text(translate("ccpa.nothing_recorded"))


def _window(held: Iterable[Held]) -> Cell:
    """Whether the activities fell into the 12 months, as far as their dates tell."""
    inside: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for item in held:
        names = inside if item.window is Window.INSIDE else unknown
        names[item.activity.name] = None
    values = []
    if inside:
        values.append(Value(translate("ccpa.window_inside", names="; ".join(inside))))
    if unknown:
        values.append(Value(translate("ccpa.window_unknown", n=len(unknown)), State.NOT_STATED))
    return Cell(tuple(values))


def _paired(held: Iterable[Held], question: str) -> Sequence[Value]:
    """Origins or recipients that name the items, and whether there are any that name no data."""
    names: dict[str, None] = {}
    is_unpaired = False
    for item in held:
        for answer, data in _with_data(item, question):
            is_unpaired = is_unpaired or not data
            if item.answer.key in data:
                names[label(answer)] = None
    values = []
    if names:
        values.append(Value(translate("ccpa.recorded", words="; ".join(names)), State.INFERRED))
    if is_unpaired:
        unpaired = translate("ccpa.recorded", words=translate("word.unpaired"))
        values.append(Value(unpaired, State.NOT_STATED))
    return values


def _with_data(item: Held, question: str) -> Iterator[tuple[ResolvedClaim, Sequence[str]]]:
    """Origins, or recipients outside the organization, each with the data it names."""
    for answer in item.activity.items(question):
        claim = answer.claim
        if isinstance(claim, Disclosure) and california.side(claim) is Side.INTERNAL:
            continue
        if isinstance(claim, (Provenance, Disclosure)):
            yield answer, claim.data


def _activities(held: Iterable[Held]) -> Sequence[Value]:
    names = dict.fromkeys(item.activity.name for item in held)
    return [cells.recorded_in(names)] if names else []


def _sale(held: Iterable[Held], question: str) -> tuple[Value, ...]:
    """Sale or sharing as recorded of the activities, and of the disclosures that name the items."""
    answers: list[ResolvedClaim] = []
    for item in held:
        answers += item.activity.answers[question]
        for disclosure in item.activity.answers["recipients"]:
            claim = disclosure.claim
            if isinstance(claim, Disclosure) and item.answer.key in claim.data:
                answers += disclosure.own.get(question, ())
    return cells.once(map(cells.denial, _each_place_once(answers)))


def _retention(held: Iterable[Held]) -> tuple[Value, ...]:
    answers = [answer for item in held for answer in item.answer.nested("retention")]
    return cells.once(map(value, _each_place_once(answers)))


def _each_place_once(answers: Iterable[ResolvedClaim]) -> Iterable[ResolvedClaim]:
    """*answers* without those that another activity inherits from the same general statement."""
    return {(answer.file, answer.path): answer for answer in answers}.values()
