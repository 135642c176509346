"""The two lists, sold or shared and disclosed for a business purpose, the notice at collection, and what stands apart.

1798.130(a)(5)(C), 11 CCR 7011(e)(1)(D)-(J), 7012(e). Each row says whether it is declared, or derived and for review.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from ropa import california
from ropa.california import Disclosed, Side
from ropa.fields.names import recipient
from ropa.fields.values import Cell, Value, text
from ropa.fields.wording import value
from ropa.model.claim import State
from ropa.model.part import CCPA_LETTERS
from ropa.model.register_record import DeclaredCategory
from ropa.register import Path, Register, ResolvedClaim
from ropa.views.ccpa import cells
from ropa.views.identity import status_lines
from ropa.views.lines import activities
from ropa.views.table import Column, Table, column
from ropa.vocabulary import say

Row = tuple[Cell, ...]
SALE = (("sold", "sale"), ("shared", "sharing"))
"""Field of a declaration and the question of an activity that asks the same."""


def sold_or_shared(register: Register, as_of: date, derived: bool = True) -> Table:
    """Categories sold or shared, to whom and what for, or that there are none. 11 CCR 7011(e)(1)(D)-(F)."""
    columns = (
        column("statutory", "1798.130(a)(5)(C)(i)", 34),
        column("basis", "", 16),
        column("sold", "11 CCR 7011(e)(1)(D)", 30),
        column("shared", "11 CCR 7011(e)(1)(D)", 30),
        column("third_parties", "11 CCR 7011(e)(1)(E)", 34),
        column("ccpa_purposes", "11 CCR 7011(e)(1)(F)", 34),
    )
    rows = [*_declared_sale(register), *(_derived_sale(register, as_of) if derived else ())]
    return _table("ccpa_sold", columns, rows, register, (say("ccpa.sold_lead"),), derived)


def disclosed(register: Register, as_of: date, derived: bool = True) -> Table:
    """Categories disclosed for a business purpose, to whom and what for, or none. 11 CCR 7011(e)(1)(H)-(J)."""
    columns = (
        column("statutory", "1798.130(a)(5)(C)(ii)", 34),
        column("basis", "", 16),
        column("providers", "11 CCR 7011(e)(1)(I)", 34),
        column("third_parties", "11 CCR 7011(e)(1)(I)", 34),
        column("unclassified", "", 30),
        column("ccpa_purposes", "11 CCR 7011(e)(1)(J)", 36),
    )
    rows = [
        *_declared_disclosures(register),
        *(_derived_disclosures(register, as_of) if derived else ()),
    ]
    lead = (say("ccpa.disclosed_lead"), *cells.law(as_of))
    return _table("ccpa_disclosed", columns, rows, register, lead, derived)


def notice(register: Register, as_of: date, derived: bool = True) -> Table:
    """The notice at collection, category by category. 1798.100(a), 11 CCR 7012(e)(1)-(4)."""
    columns = (
        column("statutory", "11 CCR 7012(e)(1)", 34),
        column("basis", "", 16),
        column("ccpa_purposes", "11 CCR 7012(e)(2)", 40),
        column("sold", "11 CCR 7012(e)(3)", 26),
        column("shared", "11 CCR 7012(e)(3)", 26),
        column("ccpa_retention", "11 CCR 7012(e)(4), 1798.100(a)(3)", 32),
    )
    rows = [*_declared_notice(register), *(_derived_notice(register, as_of) if derived else ())]
    return _table("ccpa_notice", columns, rows, register, (say("ccpa.notice_lead"),), derived)


def unpaired(register: Register, as_of: date) -> Table:
    """Disclosures for which no source says which data: they enter no category."""
    columns = (
        column("recipient", "", 36),
        column("activity", "", 32),
        column("for", "", 50),
        column("sold", "", 24),
        column("shared", "", 24),
    )
    found: dict[tuple[str, object], list[Disclosed]] = {}
    for one in california.disclosures(register, as_of):
        if not one.claim.data:
            found.setdefault((one.answer.file, one.answer.path), []).append(one)
    rows = [
        (
            Cell((value(same[0].answer),)),
            text(
                activities(register, tuple(dict.fromkeys(one.answer.activity.name for one in same)))
            ),
            text("; ".join(purpose.rstrip(".") for purpose in california.purposes_of(same[0]))),
            *(Cell(tuple(_sale(same[0], question))) for _, question in SALE),
        )
        for same in found.values()
    ]
    return _table("ccpa_unpaired", columns, rows, register, (say("ccpa.unpaired_lead"),), False)


def service_provider(register: Register, as_of: date) -> Table:
    """Data held for customers, as a service provider: outside the other tables."""
    columns = (
        column("activity", "", 36),
        column("item", "", 44),
        column("ccpa", "Cal. Civ. Code 1798.140(v)(1)", 16),
        column("state", "", 16),
    )
    rows = [
        (
            text(activity.name),
            Cell((value(answer),)),
            text(", ".join(california.letters(answer)) if answer.is_item else ""),
            Cell((Value(say(f"state.{answer.state}"), answer.state),)),
        )
        for activity in register.activities
        if activity.record.is_processor and not activity.record.is_controller
        for answer in activity.answers["personal_data"]
    ]
    return _table(
        "ccpa_service_provider",
        columns,
        rows,
        register,
        (say("ccpa.service_provider_lead"),),
        False,
    )


def _table(
    name: str,
    columns: tuple[Column, ...],
    rows: Iterable[Row],
    register: Register,
    lead: tuple[str, ...],
    derived: bool,
) -> Table:
    lines = (*lead, *((say("ccpa.derived_rows"),) if derived else ()), *status_lines(register))
    title, empty = say(f"sheet.{name}_title"), say(f"sheet.{name}_empty")
    return Table(name, title, columns, tuple(rows), lead=lines, empty=empty)


def _basis(derived: bool) -> Cell:
    state = State.INFERRED if derived else State.STATED
    return Cell((Value(say("ccpa.derived" if derived else "ccpa.declared"), state),))


def _title(letter: str, row: DeclaredCategory) -> Cell:
    return text(cells.category(letter)) if letter else cells.label(row)


def _every(words: str) -> Cell:
    return text(say(f"ccpa.{words}"))


# Sold or shared


def _declared_sale(register: Register) -> Iterator[Row]:
    own = [
        found
        for found in california.rows(california.declared(register))
        if found[2].sold or found[2].shared
    ]
    fields = ("sold", "shared", "sold_to", "sale_purposes")
    if not own or any(california.said(register, field) for field in fields):
        told = [
            cells.or_silence(register, cells.said(register, field)) for field in ("sold", "shared")
        ]
        to = [_unless_denied(register, None, (), field) for field in ("sold_to", "sale_purposes")]
        yield (_every("whole_row" if own else "every_category"), _basis(False), *told, *to)
    for path, letter, row in own:
        told = [
            cells.or_silence(register, cells.said(register, field, row, path))
            for field in ("sold", "shared")
        ]
        to = [_unless_denied(register, row, path, field) for field in ("sold_to", "sale_purposes")]
        yield (_title(letter, row), _basis(False), *told, *to)


def _unless_denied(
    register: Register, row: DeclaredCategory | None, path: Path, field: str
) -> Cell:
    """To whom and what for; nothing to ask where both sale and sharing are denied."""
    found = cells.said(register, field, row, path)
    answers = [answer for one, _ in SALE for answer in california.said(register, one, row, path)]
    if (
        not found
        and len(answers) == len(SALE)
        and all(answer.claim.state is State.NONE for answer in answers)
    ):
        return Cell((Value(say("state.not-applicable"), State.NOT_APPLICABLE),))
    return cells.or_silence(register, found)


def _derived_sale(register: Register, as_of: date) -> Iterator[Row]:
    sales = [
        one
        for one in california.disclosures(register, as_of)
        if any(_is_sale(one, q) for _, q in SALE)
    ]
    for letter, found in _by_letter(sales):
        yield (
            text(_heading(letter)),
            _basis(True),
            *(
                Cell(cells.once(v for one in found for v in _sale(one, question)))
                for _, question in SALE
            ),
            _names(register, found),
            _purposes(found),
        )
    told = [Cell(cells.once(_general_sale(register, as_of, question))) for _, question in SALE]
    if any(cell.values for cell in told):
        yield (_every("recorded_activities"), _basis(True), *told, Cell(), Cell())


def _is_sale(one: Disclosed, question: str) -> bool:
    claim = getattr(one.claim, question)
    return claim is not None and claim.state.asserts


def _sale(one: Disclosed, question: str) -> Iterator[Value]:
    return map(cells.denial, one.answer.nested(question))


def _general_sale(register: Register, as_of: date, question: str) -> Iterator[Value]:
    """What activities say of sale or sharing as a whole."""
    for activity in california.counted(register, as_of):
        for answer in activity.answers[question]:
            if answer.path:
                yield cells.denial(answer)


# Disclosed for a business purpose


def _declared_disclosures(register: Register) -> Iterator[Row]:
    declared = california.declared(register)
    own = [
        found
        for found in california.rows(declared)
        if found[2].disclosed_to or found[2].disclosure_purposes
    ]
    whole = [california.said(register, field) for field in ("disclosed_to", "disclosure_purposes")]
    if not own or any(whole):
        yield (_every("whole_table" if any(whole) else "every_category"), *_to(register, None, ()))
    for path, letter, row in own:
        yield (_title(letter, row), *_to(register, row, path))


def _to(register: Register, row: DeclaredCategory | None, path: Path) -> Row:
    """Declared recipients, providers apart from third parties; what is said of the whole list stands in both."""
    answers = california.said(register, "disclosed_to", row, path)
    sides: dict[Side, list[Value]] = {Side.PROVIDER: [], Side.THIRD_PARTY: []}
    for answer in answers:
        drawn = value(answer)
        for place in (_declared_side(answer),) if answer.is_item else tuple(sides):
            sides[place].append(drawn)
    empty = Cell() if answers else Cell((cells.silence(register),))
    providers, third = (Cell(tuple(found)) if found else empty for found in sides.values())
    purposes = cells.or_silence(register, cells.said(register, "disclosure_purposes", row, path))
    return (_basis(False), providers, third, Cell(), purposes)


def _declared_side(answer: ResolvedClaim) -> Side:
    return Side.PROVIDER if answer.key in ("service-providers", "contractors") else Side.THIRD_PARTY


def _derived_disclosures(register: Register, as_of: date) -> Iterator[Row]:
    found = [
        one
        for one in california.disclosures(register, as_of)
        if california.side(one.claim) is not Side.INTERNAL
    ]
    for letter, same in _by_letter(found):
        by_side = {
            place: [one for one in same if california.side(one.claim) is place] for place in Side
        }
        yield (
            text(_heading(letter)),
            _basis(True),
            *(
                _names(register, by_side[place])
                for place in (Side.PROVIDER, Side.THIRD_PARTY, Side.UNSAID)
            ),
            _purposes(same),
        )


# Notice at collection


def _declared_notice(register: Register) -> Iterator[Row]:
    declared = california.declared(register)
    for path, letter, row in california.rows(declared):
        if row.collected == "yes":
            yield (_title(letter, row), _basis(False), *_notice_cells(register, row, path))
    for key, row in (declared.sensitive.items if declared.sensitive else {}).items():
        if row.collected == "yes":
            path = ("declared", "sensitive", key)
            yield (
                text(register.label("ccpa_sensitive", key)),
                _basis(False),
                *_notice_cells(register, row, path),
            )
    if any(california.said(register, field) for field in NOTICE):
        whole = (cells.or_silence(register, cells.said(register, field)) for field in NOTICE)
        yield (_every("whole_row"), _basis(False), *whole)


NOTICE = ("purposes", "sold", "shared", "retention")
"""What a notice at collection says of each category."""


def _notice_cells(register: Register, row: DeclaredCategory, path: Path) -> Row:
    return tuple(cells.of_row(register, field, row, path) for field in NOTICE)


def _derived_notice(register: Register, as_of: date) -> Iterator[Row]:
    declared = california.declared(register)
    listed = {letter for _, letter, row in california.rows(declared) if row.collected == "yes"}
    held = california.held(register, as_of)
    for letter in CCPA_LETTERS:
        found = [one for one in held if letter in california.letters(one.answer)]
        if not found or letter in listed:
            continue
        purposes = dict.fromkeys(one.answer.activity.name for one in found)
        kept = [value(answer) for one in found for answer in one.answer.nested("retention")]
        sale = [
            Cell(cells.once(
                cells.denial(answer)
                for one in found
                for answer in one.answer.activity.answers[question]
            ))
            for _, question in SALE
        ]  # fmt: skip
        recorded = Value(say("ccpa.recorded_in", words="; ".join(purposes)), State.INFERRED)
        yield (
            text(cells.category(letter)),
            _basis(True),
            Cell((recorded,)),
            *sale,
            Cell(cells.once(kept)),
        )


# Disclosures by category


def _by_letter(found: Iterable[Disclosed]) -> Iterator[tuple[str, list[Disclosed]]]:
    """Disclosures by the category of the data they name, in the statute's order; last, those that name no data."""
    groups: dict[str, list[Disclosed]] = {}
    for one in found:
        for letter in (california.letters_of(one) or ("none",)) if one.claim.data else ("",):
            groups.setdefault(letter, []).append(one)
    for letter in (*CCPA_LETTERS, "none", ""):
        if letter in groups:
            yield letter, groups[letter]


def _heading(letter: str) -> str:
    return {"": say("word.unpaired"), "none": say("ccpa.no_category")}.get(
        letter
    ) or cells.category(letter)


def _names(register: Register, found: Iterable[Disclosed]) -> Cell:
    return Cell(
        cells.once(Value(recipient(register, one.answer.key), State.INFERRED) for one in found)
    )


def _purposes(found: Iterable[Disclosed]) -> Cell:
    words = (purpose.rstrip(".") for one in found for purpose in california.purposes_of(one))
    values = cells.once(Value(word, State.INFERRED) for word in words)
    return Cell(values or (Value(say("state.not-stated"), State.NOT_STATED),))
