"""The two lists: categories sold or shared, and categories disclosed for a business purpose.

1798.130(a)(5)(C), 11 CCR 7011(e)(1)(D)-(J). Each row says whether it is declared, or derived and
for review.
"""

from collections.abc import Iterator
from datetime import date

from ropa import california
from ropa.california import DeclaredRow, Disclosed, Side
from ropa.fields.values import Cell, Value, text
from ropa.fields.wording import value
from ropa.model.claim import State
from ropa.register import Register
from ropa.views.ccpa import cells
from ropa.views.ccpa.by_category import by_category, purposes, recipients
from ropa.views.ccpa.cells import Row, table
from ropa.views.table import Table, column
from ropa.vocabulary import translate

SALE = (("sold", "sale"), ("shared", "sharing"))
"""Field of a declaration and the question of an activity that asks the same."""


def sold_or_shared(register: Register, as_of: date, derived: bool = True) -> Table:
    """Categories sold or shared, to whom and what for, or none. 11 CCR 7011(e)(1)(D)-(F)."""
    columns = (
        column("statutory", "1798.130(a)(5)(C)(i)", 34),
        column("basis", "", 16),
        column("sold", "11 CCR 7011(e)(1)(D)", 30),
        column("shared", "11 CCR 7011(e)(1)(D)", 30),
        column("third_parties", "11 CCR 7011(e)(1)(E)", 34),
        column("ccpa_purposes", "11 CCR 7011(e)(1)(F)", 34),
    )
    rows = [*_declared_sale(register)]
    lead = [translate("ccpa.sold_lead")]
    if derived:
        rows += [*_derived_sale(register, as_of), *_recorded_sale_as_whole(register, as_of)]
        lead.append(translate("ccpa.derived_rows"))
    return table(register, "ccpa_sold", columns, rows, *lead)


def disclosed(register: Register, as_of: date, derived: bool = True) -> Table:
    """Categories disclosed for a business purpose, or none. 11 CCR 7011(e)(1)(H)-(J)."""
    columns = (
        column("statutory", "1798.130(a)(5)(C)(ii)", 34),
        column("basis", "", 16),
        column("providers", "11 CCR 7011(e)(1)(I)", 34),
        column("third_parties", "11 CCR 7011(e)(1)(I)", 34),
        column("unclassified", "", 30),
        column("ccpa_purposes", "11 CCR 7011(e)(1)(J)", 36),
    )
    rows = [*_declared_disclosures(register)]
    lead = [translate("ccpa.disclosed_lead"), *cells.law(as_of)]
    if derived:
        rows += _derived_disclosures(register, as_of)
        lead.append(translate("ccpa.derived_rows"))
    return table(register, "ccpa_disclosed", columns, rows, *lead)


# Sold or shared


def _declared_sale(register: Register) -> Iterator[Row]:
    rows = [
        row for row in california.rows(register) if row.answers("sold") or row.answers("shared")
    ]
    fields = ("sold", "shared", "sold_to", "sale_purposes")
    if not rows or any(california.said(register, field) for field in fields):
        heading = translate("ccpa.whole_row" if rows else "ccpa.every_category")
        yield (text(heading), *_declared_sale_cells(register, None))
    for row in rows:
        yield (cells.title(row), *_declared_sale_cells(register, row))


def _declared_sale_cells(register: Register, row: DeclaredRow | None) -> Iterator[Cell]:
    yield cells.basis(State.STATED)
    for field, _ in SALE:
        yield cells.or_silence(register, cells.said(register, field, row))
    for field in ("sold_to", "sale_purposes"):
        values = cells.said(register, field, row)
        if not values and _is_denied(register, row):
            values = (cells.state_value(State.NOT_APPLICABLE),)
        yield cells.or_silence(register, values)


def _is_denied(register: Register, row: DeclaredRow | None) -> bool:
    """Whether sale and sharing are both denied: there is nobody to name then, and no purpose."""
    for field, _ in SALE:
        answers = california.said(register, field, row)
        if not answers or answers[0].claim.state is not State.NONE:
            return False
    return True


def _derived_sale(register: Register, as_of: date) -> Iterator[Row]:
    sales = filter(_is_sale, california.disclosures(register, as_of))
    for heading, disclosures in by_category(sales):
        answers = []
        for _, question in SALE:
            values = [value for sale in disclosures for value in sale_values(sale, question)]
            answers.append(Cell(cells.once(values)))
        basis = cells.basis(State.INFERRED)
        yield (heading, basis, *answers, recipients(disclosures), purposes(disclosures))


def _is_sale(disclosed: Disclosed) -> bool:
    """Whether it is said to be a sale, or to be sharing."""
    claims = (disclosed.claim.sale, disclosed.claim.sharing)
    return any(claim is not None and claim.state.asserts for claim in claims)


def sale_values(disclosed: Disclosed, question: str) -> Iterator[Value]:
    """What is recorded of sale or sharing for a disclosure, its own or its activity's."""
    return map(cells.denial, disclosed.answer.nested(question))


def _recorded_sale_as_whole(register: Register, as_of: date) -> Iterator[Row]:
    """A row for what activities say of sale or sharing as a whole."""
    answers = []
    for _, question in SALE:
        values = []
        for activity in california.counted(register, as_of):
            values += [cells.denial(claim) for claim in activity.answers[question] if claim.path]
        answers.append(Cell(cells.once(values)))
    if any(answer.values for answer in answers):
        heading = text(translate("ccpa.recorded_activities"))
        yield (heading, cells.basis(State.INFERRED), *answers, Cell(), Cell())


# Disclosed for a business purpose


def _declared_disclosures(register: Register) -> Iterator[Row]:
    fields = ("disclosed_to", "disclosure_purposes")
    rows = [row for row in california.rows(register) if any(map(row.answers, fields))]
    is_whole = any(california.said(register, field) for field in fields)
    if is_whole or not rows:
        heading = translate("ccpa.whole_table" if is_whole else "ccpa.every_category")
        yield (text(heading), *_declared_recipients(register, None))
    for row in rows:
        yield (cells.title(row), *_declared_recipients(register, row))


def _declared_recipients(register: Register, row: DeclaredRow | None) -> Iterator[Cell]:
    """Providers and third parties; what is said of the whole list stands in both cells."""
    providers, third_parties = [], []
    answers = california.said(register, "disclosed_to", row)
    for answer in answers:
        is_provider = answer.key in ("service-providers", "contractors")
        if is_provider or not answer.is_item:
            providers.append(value(answer))
        if not is_provider:
            third_parties.append(value(answer))
    yield cells.basis(State.STATED)
    for values in (providers, third_parties):
        yield Cell(tuple(values)) if answers else cells.or_silence(register, ())
    yield Cell()
    yield cells.or_silence(register, cells.said(register, "disclosure_purposes", row))


def _derived_disclosures(register: Register, as_of: date) -> Iterator[Row]:
    outward = [
        disclosed
        for disclosed in california.disclosures(register, as_of)
        if disclosed.side is not Side.INTERNAL
    ]
    for heading, disclosures in by_category(outward):
        receiving = []
        for side in (Side.PROVIDER, Side.THIRD_PARTY, Side.UNSAID):
            of_side = [disclosed for disclosed in disclosures if disclosed.side is side]
            receiving.append(recipients(of_side))
        yield (heading, cells.basis(State.INFERRED), *receiving, purposes(disclosures))
