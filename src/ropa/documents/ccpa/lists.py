"""The two lists: categories sold or shared, and categories disclosed for a business purpose.

1798.130(a)(5)(C), 11 CCR 7011(e)(1)(D)-(J). Each row says whether it is declared, or derived and
for review.
"""

from collections.abc import Iterator
from datetime import date

from ropa import california
from ropa.california import SALE, DeclaredRow, DeclaredTable, RecordedDisclosure, Side, grouped
from ropa.documents.ccpa import cells
from ropa.documents.ccpa.by_category import Disclosures, by_category, purposes, recipients
from ropa.documents.ccpa.cells import table
from ropa.documents.ccpa.passages import declared_value
from ropa.documents.table import Row, Table
from ropa.fields.values import Cell, state_value
from ropa.model.claim import State
from ropa.register import Register, ResolvedClaim
from ropa.vocabulary import translate


def sold_or_shared(register: Register, as_of: date, derived: bool = True) -> Table:
    """Categories sold or shared, to whom and what for, or none. 11 CCR 7011(e)(1)(D)-(F)."""
    rows = [*_declared_sale(register)]
    lead = [translate("ccpa.sold_lead")]
    if derived:
        rows += _derived_sale(register, as_of)
        rows += _sale_of_whole_activities(register, as_of)
        lead.append(translate("ccpa.derived_rows"))
    return table(register, "ccpa_sold", rows, *lead)


def disclosed(register: Register, as_of: date, derived: bool = True) -> Table:
    """Categories disclosed for a business purpose, or none. 11 CCR 7011(e)(1)(H)-(J)."""
    rows = [*_declared_disclosures(register)]
    lead = [translate("ccpa.disclosed_lead"), *cells.law(as_of)]
    if derived:
        rows += _derived_disclosures(register, as_of)
        lead.append(translate("ccpa.derived_rows"))
    return table(register, "ccpa_disclosed", rows, *lead)


# Sold or shared


def _declared_sale(register: Register) -> Iterator[Row]:
    declaration = DeclaredTable(register)
    fields = (*SALE, *SALE_DETAILS)
    rows = [*california.rows_with_own(register, *fields)]
    is_whole = any(map(declaration.answers, fields))
    if is_whole or not rows:
        heading = cells.phrase("ccpa.whole_row" if rows else "ccpa.every_category")
        yield cells.declared_row(heading, _declared_sale_cells(declaration))
    for row in rows:
        yield cells.declared_row(cells.title(row), _declared_sale_cells(row))


SALE_DETAILS = ("sold_to", "sale_purposes")
"""What is declared of a sale or of sharing."""


def _declared_sale_cells(part: DeclaredTable | DeclaredRow) -> Iterator[Cell]:
    for field in SALE:
        yield cells.or_silence(part.register, cells.practice(part, field))
    for field in SALE_DETAILS:
        values = cells.practice(part, field)
        if not values and _is_denied(part):
            values = (state_value(State.NOT_APPLICABLE),)
        yield cells.or_silence(part.register, values)


def _is_denied(part: DeclaredTable | DeclaredRow) -> bool:
    """Whether sale and sharing are both denied: there is nobody to name then, and no purpose."""
    for field in SALE:
        states = [answer.claim.state for answer in part.answers(field)]
        if states[:1] != [State.NONE]:
            return False
    return True


def _derived_sale(register: Register, as_of: date) -> Iterator[Row]:
    sales = filter(_is_sale, california.disclosures(register, as_of))
    for heading, disclosures in by_category(sales):
        answers = [_sale_cell(disclosures, question) for question in SALE.values()]
        details = (recipients(disclosures), purposes(disclosures))
        yield cells.derived_row(heading, (*answers, *details))


def _is_sale(disclosure: RecordedDisclosure) -> bool:
    """Whether it is said to be a sale, or to be sharing."""
    claims = (disclosure.claim.sale, disclosure.claim.sharing)
    return any(claim.state.asserts for claim in claims if claim)


def _sale_cell(disclosures: Disclosures, question: str) -> Cell:
    """What is recorded of sale or sharing for disclosures, their own or their activities'."""
    answers: list[ResolvedClaim] = []
    for disclosure in disclosures:
        answers += disclosure.answer.nested(question)
    return Cell(cells.sale(answers))


def _sale_of_whole_activities(register: Register, as_of: date) -> Iterator[Row]:
    """A row for what activities say of sale or sharing as a whole."""
    activities = list(california.counted_activities(register, as_of))
    answers = []
    for question in SALE.values():
        claims: list[ResolvedClaim] = []
        for activity in activities:
            claims += [claim for claim in activity.answers[question] if claim.path]
        answers.append(Cell(cells.sale(claims)))
    if any(answer.values for answer in answers):
        heading = cells.phrase("ccpa.recorded_activities")
        yield cells.derived_row(heading, (*answers, Cell(), Cell()))


# Disclosed for a business purpose


def _declared_disclosures(register: Register) -> Iterator[Row]:
    declaration = DeclaredTable(register)
    rows = [*california.rows_with_own(register, *DISCLOSURE)]
    is_whole = any(map(declaration.answers, DISCLOSURE))
    if is_whole or not rows:
        heading = cells.phrase("ccpa.whole_table" if is_whole else "ccpa.every_category")
        yield cells.declared_row(heading, _declared_disclosure_cells(declaration))
    for row in rows:
        yield cells.declared_row(cells.title(row), _declared_disclosure_cells(row))


DISCLOSURE = ("disclosed_to", "disclosure_purposes")
"""What is declared of a disclosure."""


def _declared_disclosure_cells(part: DeclaredTable | DeclaredRow) -> Iterator[Cell]:
    """Providers and third parties; what is said of the whole list stands in both cells."""
    answers = part.answers("disclosed_to")
    providers = [answer for answer in answers if answer.key in PROVIDERS or not answer.is_item]
    third_parties = [answer for answer in answers if answer.key not in PROVIDERS]
    for recipients_of_side in (providers, third_parties):
        values = tuple(map(declared_value, recipients_of_side))
        yield Cell(values) if answers else cells.or_silence(part.register, ())
    yield Cell()
    yield cells.or_silence(part.register, cells.practice(part, "disclosure_purposes"))


PROVIDERS = ("service-providers", "contractors")
"""Recipients that the law names beside third parties."""


def _derived_disclosures(register: Register, as_of: date) -> Iterator[Row]:
    recorded = california.disclosures(register, as_of)
    outward = [disclosure for disclosure in recorded if disclosure.side is not Side.INTERNAL]
    for heading, disclosures in by_category(outward):
        sides = grouped((disclosure.side, disclosure) for disclosure in disclosures)
        answers = [recipients(sides.get(side, ())) for side in SIDES]
        answers.append(purposes(disclosures))
        yield cells.derived_row(heading, answers)


SIDES = (Side.PROVIDER, Side.THIRD_PARTY, Side.UNSAID)
"""Recipients outside the organization, each in a column of their own."""
