"""Category by category, what is declared beside what is recorded: for review, not for pasting."""

from collections.abc import Iterable, Iterator
from datetime import date

from ropa import california, vocabulary
from ropa.california import Held, Side, Window, letters, sensitive_kinds
from ropa.fields.names import label, recipient
from ropa.fields.values import Cell, Value, text
from ropa.fields.wording import value
from ropa.model.activity import Disclosure, Provenance
from ropa.model.claim import State
from ropa.model.part import CCPA_LETTERS
from ropa.register import Path, Register, ResolvedClaim
from ropa.views.ccpa import cells
from ropa.views.identity import status_lines
from ropa.views.table import Table, column
from ropa.vocabulary import say


def categories(register: Register, as_of: date) -> Table:
    """A row for each statutory category (A)-(K). Cal. Civ. Code 1798.140(v)(1), 11 CCR 7011(e)(1)."""
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
    found = california.held(register, as_of)
    rows = tuple(_row(register, letter, found) for letter in CCPA_LETTERS)
    lead = (*_leads(register, as_of), *status_lines(register))
    return Table("ccpa", say("sheet.ccpa_title"), columns, rows, lead=lead)


def sensitive(register: Register, as_of: date) -> Table:
    """Sensitive personal information, kind by kind. Cal. Civ. Code 1798.140(ae)."""
    columns = (
        column("statutory", "Cal. Civ. Code 1798.140(ae)", 56),
        column("declared_label", "", 28),
        column("collected", "1798.130(a)(5)(B)", 14),
        column("recorded", "", 44),
        column("ccpa_window", "1798.130(a)(5)(B)", 26),
    )
    declared = california.declared(register)
    everything = california.held(register, as_of)
    whole = declared.categories.items.get("L") if declared.categories else None
    rows = []
    if whole:
        rows = [
            (
                text(say("ccpa.sensitive_whole")),
                cells.label(whole),
                cells.collected(whole),
                Cell(),
                Cell(),
            )
        ]
    for kind in vocabulary.words("ccpa_sensitive").values():
        found = declared.sensitive.items.get(kind.name) if declared.sensitive else None
        held = [one for one in everything if kind.name in sensitive_kinds(one.answer)]
        rows.append(
            (
                text(f"{kind.label} ({kind.article})" if kind.article else kind.label),
                cells.label(found),
                cells.collected(found),
                _recorded(held),
                _window(held),
            )
        )
    lead = (say("ccpa.derived_lead"), say("ccpa.sensitive_lead"), *status_lines(register))
    return Table(
        "ccpa_sensitive", say("sheet.ccpa_sensitive_title"), columns, tuple(rows), lead=lead
    )


def _leads(register: Register, as_of: date) -> Iterator[str]:
    declared = california.declared(register)
    yield say("ccpa.lead")
    yield say("ccpa.lead_declared" if list(california.rows(declared)) else "ccpa.lead_undeclared")
    first, last = california.months(as_of)
    lead = "ccpa.window_lead_undated" if register.undated else "ccpa.window_lead"
    yield say(lead, first=first.isoformat(), last=last.isoformat())
    left = [
        record.activity.name
        for record in register.records
        if record.is_controller and california.window(record.activity, as_of) is Window.OUTSIDE
    ]
    if left:
        yield say("ccpa.window_left_out", names="; ".join(left))


def _row(register: Register, letter: str, everything: Iterable[Held]) -> tuple[Cell, ...]:
    declared = california.declared(register)
    found = declared.categories.items.get(letter) if declared.categories else None
    held = [one for one in everything if letter in letters(one.answer)]
    path: Path = ("declared", "categories", letter)

    def told(field: str) -> tuple[Value, ...]:
        return (
            cells.whole(register, field, found, path)
            if found is not None and found.collected == "yes"
            else ()
        )

    return (
        text(cells.category(letter)),
        cells.label(found),
        cells.collected(found),
        _recorded(held),
        _window(held),
        _join(told("sources"), _sources(held)),
        _join(told("purposes"), _activities(held)),
        _join(told("disclosed_to"), _recipients(register, held)),
        _join(told("sold") or _recorded_sale("sale", held)),
        _join(told("shared") or _recorded_sale("sharing", held)),
        _join(told("retention") or _retention(held)),
    )


def _recorded(held: Iterable[Held]) -> Cell:
    values: dict[str, Value] = {}
    for one in held:
        drawn = value(one.answer)
        item = label(one.answer)
        values.setdefault(item, Value(item, drawn.state, (), drawn.cites))
    return Cell(tuple(values.values())) if values else text(say("ccpa.nothing_recorded"))


def _window(held: Iterable[Held]) -> Cell:
    """Whether the activities fell into the 12 months, as far as their dates tell."""
    names = {
        place: dict.fromkeys(one.answer.activity.name for one in held if one.window is place)
        for place in Window
    }
    values = []
    if names[Window.INSIDE]:
        values.append(Value(say("ccpa.window_inside", names="; ".join(names[Window.INSIDE]))))
    if names[Window.UNKNOWN]:
        words = say("ccpa.window_unknown", n=len(names[Window.UNKNOWN]))
        values.append(Value(words, State.NOT_STATED))
    return Cell(tuple(values))


def _join(*parts: Iterable[Value]) -> Cell:
    values = tuple(one for part in parts for one in part)
    return Cell(values) if values else Cell((Value(say("state.not-stated"), State.NOT_STATED),))


def _sources(held: list[Held]) -> Iterator[Value]:
    paired: dict[str, None] = {}
    is_unpaired = False
    for one in held:
        for origin in one.answer.activity.answers["collected_from"]:
            if isinstance(origin.claim, Provenance) and origin.is_item:
                if one.answer.key in origin.claim.data:
                    paired[label(origin)] = None
                is_unpaired = is_unpaired or not origin.claim.data
    yield from _derived(paired, is_unpaired)


def _derived(paired: Iterable[str], is_unpaired: bool) -> Iterator[Value]:
    words = list(paired)
    if words:
        yield Value(say("ccpa.recorded", words="; ".join(words)), State.INFERRED)
    if is_unpaired:
        yield Value(say("ccpa.recorded", words=say("word.unpaired")), State.NOT_STATED)


def _activities(held: list[Held]) -> Iterator[Value]:
    names = dict.fromkeys(one.answer.activity.name for one in held)
    if names:
        yield Value(say("ccpa.recorded_in", words="; ".join(names)), State.INFERRED)


def _recipients(register: Register, held: list[Held]) -> Iterator[Value]:
    paired: dict[str, None] = {}
    is_unpaired = False
    for one in held:
        for found in one.answer.activity.answers["recipients"]:
            if (
                isinstance(found.claim, Disclosure)
                and found.is_item
                and california.side(found.claim) is not Side.INTERNAL
            ):
                if one.answer.key in found.claim.data:
                    paired[recipient(register, found.key)] = None
                is_unpaired = is_unpaired or not found.claim.data
    yield from _derived(paired, is_unpaired)


def _recorded_sale(question: str, held: list[Held]) -> tuple[Value, ...]:
    found: dict[tuple[str, object], ResolvedClaim] = {}
    for one in held:
        for answer in (*one.answer.activity.answers[question], *_on_disclosures(one, question)):
            found[(answer.file, answer.path)] = answer
    return cells.once(map(cells.denial, found.values()))


def _on_disclosures(one: Held, question: str) -> Iterator[ResolvedClaim]:
    """Sale or sharing as said of the disclosures that name the item."""
    for disclosure in one.answer.activity.answers["recipients"]:
        claim = disclosure.claim
        if isinstance(claim, Disclosure) and one.answer.key in claim.data:
            yield from disclosure.own.get(question, ())


def _retention(held: list[Held]) -> tuple[Value, ...]:
    found: dict[tuple[str, object], Value] = {}
    for one in held:
        for answer in one.answer.nested("retention"):
            found[(answer.file, answer.path)] = value(answer)
    return cells.once(found.values())
