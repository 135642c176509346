"""The California tables: what is declared beside what the records hold. 1798.130(a)(5), 11 CCR 7011(e).

What the records imply is derived, for review. No category becomes a Yes by multiplying lists: a disclosure names its
data, or the cell says that it is not stated for which.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ropa import vocabulary
from ropa.model.activity import DataItem, Disclosure, Provenance
from ropa.model.claim import Claim, Many, State
from ropa.model.register_record import Declared, DeclaredCategory
from ropa.register import Answer, Record, Register, written
from ropa.views.identity import status_lines
from ropa.views.items import categories as letters_of
from ropa.views.phrases import name, recipient, value
from ropa.views.table import Cell, Table, Value, column, text
from ropa.vocabulary import Word, say

LETTERS = tuple("ABCDEFGHIJK")
"""Categories of Cal. Civ. Code 1798.140(v)(1); (L), sensitive personal information, is a list of its own."""


@dataclass(frozen=True, slots=True)
class Held:
    """A data item an activity holds for the organization's own purposes."""

    record: Record
    answer: Answer


def categories(register: Register) -> Table:
    """A row for each statutory category (A)-(K). Cal. Civ. Code 1798.140(v)(1), 11 CCR 7011(e)(1)."""
    columns = (
        column("statutory", "Cal. Civ. Code 1798.140(v)(1)", 30),
        column("declared_label", "", 28),
        column("collected", "1798.130(a)(5)(B)", 14),
        column("recorded", "", 38),
        column("ccpa_sources", "11 CCR 7011(e)(1)(B)", 34),
        column("ccpa_purposes", "11 CCR 7011(e)(1)(C)", 36),
        column("disclosed_to", "11 CCR 7011(e)(1)(H), (I)", 36),
        column("sold", "11 CCR 7011(e)(1)(D)", 22),
        column("shared", "11 CCR 7011(e)(1)(D)", 22),
        column("ccpa_retention", "1798.100(a)(3)", 32),
    )
    rows = tuple(_row(register, vocabulary.words("ccpa_categories")[letter]) for letter in LETTERS)
    return Table("ccpa", say("sheet.ccpa_title"), columns, rows, lead=(*_leads(register), *status_lines(register)))


def sensitive(register: Register) -> Table:
    """Sensitive personal information, kind by kind. Cal. Civ. Code 1798.140(ae)."""
    columns = (
        column("statutory", "Cal. Civ. Code 1798.140(ae)", 56),
        column("declared_label", "", 28),
        column("collected", "1798.130(a)(5)(B)", 14),
        column("recorded", "", 44),
    )
    declared = _declared(register)
    whole = declared.categories.items.get("L") if declared and declared.categories else None
    rows = [(text(say("ccpa.sensitive_whole")), _label(whole), _collected(whole), Cell())] if whole else []
    for kind in vocabulary.words("ccpa_sensitive").values():
        found = declared.sensitive.items.get(kind.name) if declared and declared.sensitive else None
        held = [one for one in _held(register) if kind.name in _sensitive_kinds(register, one.answer)]
        rows.append(
            (
                text(f"{kind.label} ({kind.article})" if kind.article else kind.label),
                _label(found),
                _collected(found),
                _recorded(register, held),
            )
        )
    return Table(
        "ccpa_sensitive",
        say("sheet.ccpa_sensitive_title"),
        columns,
        tuple(rows),
        lead=(say("ccpa.sensitive_lead"), *status_lines(register)),
    )


def statements(register: Register) -> Table:
    """What is declared beside the categories, question by question. 11 CCR 7011(e)(1)(D)-(K), 1798.100(a)(3)."""
    columns = (column("element", "", 60), column("article", "", 30), column("declared", "", 70))
    declared = _declared(register)
    rows = []
    for field, question, law in STATEMENTS:
        said: Claim | Many[Any] | None = getattr(declared, field, None) if declared else None
        values = [Value(say("state.not-stated"), State.NOT_STATED)]
        if said is not None:
            answers = written(said, register.file, ("declared", field))
            values = [_denial(register, question, answer) for answer in answers]
        rows.append((text(say(f"ccpa.statement_{field}")), text(law), Cell(tuple(values))))
    lead = (say("ccpa.statements_lead"), *status_lines(register))
    return Table("ccpa_statements", say("sheet.ccpa_statements_title"), columns, tuple(rows), lead=lead)


STATEMENTS = (
    ("sold", "sale", "11 CCR 7011(e)(1)(D)"),
    ("shared", "sharing", "11 CCR 7011(e)(1)(D)"),
    ("minors", "", "11 CCR 7011(e)(1)(G)"),
    ("disclosure_purposes", "", "11 CCR 7011(e)(1)(J)"),
    ("limit_use", "", "11 CCR 7011(e)(1)(K)"),
    ("retention", "", "Cal. Civ. Code 1798.100(a)(3)"),
)
"""Field of a declaration, the question it answers, the law that asks."""


def unpaired(register: Register) -> Table:
    """Disclosures for which no source says which data: they enter no category."""
    columns = (
        column("recipient", "", 36),
        column("activity", "", 32),
        column("for", "", 50),
        column("sold", "", 24),
        column("shared", "", 24),
    )
    found: dict[tuple[str, object], list[tuple[Record, Answer]]] = {}
    for record, answer in _disclosures(register):
        if isinstance(answer.claim, Disclosure) and not answer.claim.data:
            found.setdefault((answer.file, answer.path), []).append((record, answer))
    rows = []
    for same in found.values():
        record, answer = same[0]
        names = "; ".join(record.activity.name for record, _ in same)
        rows.append(
            (
                Cell((value(register, "recipients", answer),)),
                text(names),
                text(getattr(answer.claim, "purpose", "")),
                _nested(register, record, answer, "sale"),
                _nested(register, record, answer, "sharing"),
            )
        )
    return Table(
        "ccpa_unpaired",
        say("sheet.ccpa_unpaired_title"),
        columns,
        tuple(rows),
        lead=(say("ccpa.unpaired_lead"), *status_lines(register)),
        empty=say("sheet.ccpa_unpaired_empty"),
    )


def service_provider(register: Register) -> Table:
    """Data held for customers, as a service provider: outside the tables above."""
    columns = (
        column("activity", "", 36),
        column("item", "", 44),
        column("ccpa", "Cal. Civ. Code 1798.140(v)(1)", 16),
        column("state", "", 16),
    )
    rows = []
    for record in register.records:
        if record.is_processor and not record.is_controller:
            for answer in register.answers(record, "personal_data"):
                letters = ", ".join(letters_of(register, answer)) if answer.is_item else ""
                rows.append(
                    (
                        text(record.activity.name),
                        Cell((value(register, "personal_data", answer),)),
                        text(letters),
                        Cell((Value(say(f"state.{answer.state}"), answer.state),)),
                    )
                )
    return Table(
        "ccpa_service_provider",
        say("sheet.ccpa_service_provider_title"),
        columns,
        tuple(rows),
        lead=(say("ccpa.service_provider_lead"), *status_lines(register)),
        empty=say("sheet.ccpa_service_provider_empty"),
    )


def _row(register: Register, category: Word) -> tuple[Cell, ...]:
    declared = _declared(register)
    found = declared.categories.items.get(category.name) if declared and declared.categories else None
    held = [one for one in _held(register) if category.name in letters_of(register, one.answer)]
    is_declared = found is not None and found.collected == "yes"
    return (
        text(f"({category.name}) {category.label}"),
        _label(found),
        _collected(found),
        _recorded(register, held),
        _join(_for_table(register, declared, "sources", "collected_from", is_declared), _sources(register, held)),
        _join(_for_table(register, declared, "purposes", "purposes", is_declared), _activities(held)),
        _join(_for_table(register, declared, "disclosed_to", "recipients", is_declared), _recipients(register, held)),
        _sale(register, declared, "sold", "sale", held, is_declared),
        _sale(register, declared, "shared", "sharing", held, is_declared),
        _retention(register, declared, held, is_declared),
    )


def _declared(register: Register) -> Declared | None:
    return register.record.declared


def _leads(register: Register) -> tuple[str, ...]:
    declared = _declared(register)
    declares = declared is not None and declared.categories is not None and declared.categories.items
    return (say("ccpa.lead"), say("ccpa.lead_declared" if declares else "ccpa.lead_undeclared"))


def _held(register: Register) -> Iterator[Held]:
    """Items of activities in which the organization itself decides purposes and means."""
    for record in register.records:
        if record.is_controller:
            for answer in register.answers(record, "personal_data"):
                if answer.is_item and answer.state not in (State.NONE, State.NOT_APPLICABLE):
                    yield Held(record, answer)


def _disclosures(register: Register) -> Iterator[tuple[Record, Answer]]:
    for record in register.records:
        if record.is_controller:
            for answer in register.answers(record, "recipients"):
                if answer.is_item:
                    yield record, answer


def _label(found: DeclaredCategory | None) -> Cell:
    if found is None:
        return Cell((Value(say("word.not-listed"), State.NOT_STATED),))
    marks = (say("mark.misspelt"),) if found.misspelt else ()
    return Cell((Value(found.label or say("state.not-stated"), State.STATED, marks, found.cites),))


def _collected(found: DeclaredCategory | None) -> Cell:
    if found is None:
        return Cell((Value(say("word.not-listed"), State.NOT_STATED),))
    return Cell((Value(say(f"word.{found.collected}"), State.STATED, (), found.cites),))


def _recorded(register: Register, held: Iterable[Held]) -> Cell:
    values: dict[str, Value] = {}
    for one in held:
        drawn = value(register, "personal_data", one.answer)
        label = name(register, "personal_data", one.answer.key)
        values.setdefault(label, Value(label, drawn.state, (), drawn.cites))
    return Cell(tuple(values.values())) if values else text(say("ccpa.nothing_recorded"))


def _join(*parts: Iterable[Value]) -> Cell:
    values = tuple(one for part in parts for one in part)
    return Cell(values) if values else Cell((Value(say("state.not-stated"), State.NOT_STATED),))


def _for_table(
    register: Register, declared: Declared | None, field: str, question: str, applies: bool
) -> Iterator[Value]:
    """What the published table says for all of its categories at once."""
    many: Many[Claim] | None = getattr(declared, field, None) if applies and declared else None
    if many is None:
        return
    ways: dict[str, list[tuple[str, Claim]]] = {}
    for key, claim in many.items.items():
        said = name(register, question, key) or str(getattr(claim, "text", "")).rstrip(".")
        ways.setdefault(claim.hedged, []).append((said, claim))
    for hedged, same in ways.items():
        words = say("ccpa.declared_for_table", words="; ".join(said for said, _ in same))
        cites = tuple(dict.fromkeys(cite for _, claim in same for cite in claim.cites))
        yield Value(words, State.STATED, _hedges(hedged), cites)
    if many.rest is not None:
        yield value(register, question, Answer("", many.rest, register.file, ("declared", field)))


def _sources(register: Register, held: list[Held]) -> Iterator[Value]:
    paired: dict[str, str] = {}
    is_unpaired = False
    for one in held:
        for origin in register.answers(one.record, "collected_from"):
            if isinstance(origin.claim, Provenance) and origin.is_item:
                if one.answer.key in origin.claim.data:
                    paired[name(register, "collected_from", origin.key)] = origin.claim.hedged
                is_unpaired = is_unpaired or not origin.claim.data
    yield from _derived(paired, is_unpaired)


def _derived(paired: Mapping[str, str], is_unpaired: bool) -> Iterator[Value]:
    """What the records pair with the category, by the word that hedges it; and that there is more, unpaired."""
    for hedged in dict.fromkeys(paired.values()):
        words = "; ".join(label for label, hedge in paired.items() if hedge == hedged)
        yield Value(say("ccpa.recorded", words=words), State.INFERRED, _hedges(hedged))
    if is_unpaired:
        yield Value(say("ccpa.recorded", words=say("word.unpaired")), State.NOT_STATED)


def _hedges(hedged: str) -> tuple[str, ...]:
    """A "may" in the source stays a "may" on paper."""
    return (say("mark.hedged", word=hedged),) if hedged else ()


def _activities(held: list[Held]) -> Iterator[Value]:
    names = dict.fromkeys(one.record.activity.name for one in held)
    if names:
        yield Value(say("ccpa.recorded_in", words="; ".join(names)), State.INFERRED)


def _recipients(register: Register, held: list[Held]) -> Iterator[Value]:
    paired: dict[str, str] = {}
    is_unpaired = False
    for one in held:
        for found in register.answers(one.record, "recipients"):
            if isinstance(found.claim, Disclosure) and found.is_item:
                if one.answer.key in found.claim.data:
                    paired[recipient(register, found.key)] = found.claim.hedged
                is_unpaired = is_unpaired or not found.claim.data
    yield from _derived(paired, is_unpaired)


def _sale(
    register: Register, declared: Declared | None, field: str, question: str, held: list[Held], is_declared: bool
) -> Cell:
    claim = getattr(declared, field, None) if declared else None
    if claim is not None and is_declared:
        return Cell((_denial(register, question, Answer("", claim, register.file, ("declared", field))),))
    found: dict[tuple[str, object], Answer] = {}
    for one in held:
        for answer in (*register.answers(one.record, question), *_on_disclosures(register, one, question)):
            found[(answer.file, answer.path)] = answer
    values = tuple(_denial(register, question, answer) for answer in found.values())
    return Cell(values) if values else Cell((Value(say("state.not-stated"), State.NOT_STATED),))


def _on_disclosures(register: Register, one: Held, question: str) -> Iterator[Answer]:
    """Sale or sharing as said of the disclosures that name the item."""
    for disclosure in register.answers(one.record, "recipients"):
        claim = disclosure.claim
        if isinstance(claim, Disclosure) and one.answer.key in claim.data and getattr(claim, question) is not None:
            yield from register.nested(one.record, disclosure, question)


def _denial(register: Register, question: str, answer: Answer) -> Value:
    """A denial as what it is: for a period where a source names one, else as a statement in the present tense."""
    one = value(register, question, answer)
    if answer.claim.state is not State.NONE:
        return one
    said_for = str(getattr(answer.claim, "period", ""))
    words = say("ccpa.none_in_period", period=said_for) if said_for else say("ccpa.none_present")
    return Value(words, one.state, one.marks, one.cites)


def _retention(register: Register, declared: Declared | None, held: list[Held], is_declared: bool) -> Cell:
    if declared and declared.retention and is_declared:
        return Cell(
            (value(register, "retention", Answer("", declared.retention, register.file, ("declared", "retention"))),)
        )
    found: dict[tuple[str, object], Value] = {}
    for one in held:
        for answer in register.nested(one.record, one.answer, "retention"):
            found[(answer.file, answer.path)] = value(register, "retention", answer)
    return _join(found.values())


def _nested(register: Register, record: Record, answer: Answer, question: str) -> Cell:
    return Cell(tuple(_denial(register, question, found) for found in register.nested(record, answer, question)))


def _sensitive_kinds(register: Register, answer: Answer) -> tuple[str, ...]:
    known = register.word("personal_data", answer.key)
    return known.many("sensitive") if known and isinstance(answer.claim, DataItem) else ()
