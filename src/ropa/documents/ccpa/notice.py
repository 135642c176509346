"""The notice at collection, category by category. 1798.100(a), 11 CCR 7012(e)."""

from collections.abc import Iterator
from datetime import date

from ropa import california
from ropa.california import SALE, DeclaredRow, DeclaredTable, Items
from ropa.documents.ccpa import cells
from ropa.documents.ccpa.cells import table
from ropa.documents.table import Row, Table
from ropa.fields.values import Cell, text
from ropa.model.model import CCPA_LETTERS
from ropa.register import Register, ResolvedClaim
from ropa.vocabulary import translate

NOTICE = ("purposes", "sold", "shared", "retention")
"""What a notice at collection says of each category."""


def notice(register: Register, as_of: date, derived: bool = True) -> Table:
    """The notice at collection, category by category. 1798.100(a), 11 CCR 7012(e)(1)-(4)."""
    rows = [*_declared_rows(register), *_declared_for_the_table(register)]
    lead = [translate("ccpa.notice_lead")]
    if derived:
        rows += _derived_rows(register, as_of)
        lead.append(translate("ccpa.derived_rows"))
    return table(register, "ccpa_notice", rows, *lead)


def _declared_rows(register: Register) -> Iterator[Row]:
    rows = (*california.rows(register), *california.sensitive_rows(register))
    for row in rows:
        if row.is_collected:
            answers = [cells.of_row(row, field) for field in NOTICE]
            yield cells.declared_row(_title(row), answers)


def _title(row: DeclaredRow) -> Cell:
    if row.is_sensitive:
        return text(row.register.label("ccpa_sensitive", row.key))
    return cells.title(row)


def _declared_for_the_table(register: Register) -> Iterator[Row]:
    declaration = DeclaredTable(register)
    answers = [cells.practice(declaration, field) for field in NOTICE]
    if any(answers):
        filled = [cells.or_silence(register, values) for values in answers]
        yield cells.declared_row(cells.phrase("ccpa.whole_row"), filled)


def _derived_rows(register: Register, as_of: date) -> Iterator[Row]:
    """A row for each category that is recorded, and not declared as collected."""
    declared = {row.letter for row in california.rows(register) if row.is_collected}
    held = california.items_by_category(register, as_of)
    for letter in CCPA_LETTERS:
        if letter in held and letter not in declared:
            heading = text(cells.category(letter))
            yield cells.derived_row(heading, _recorded(held[letter]))


def _recorded(items: Items) -> Iterator[Cell]:
    """What the activities that hold the items say of each practice."""
    yield Cell((cells.recorded_in(items),))
    for question in SALE.values():
        answers: list[ResolvedClaim] = []
        for item in items:
            answers += item.activity.answers[question]
        yield Cell(cells.sale(answers))
    yield Cell(cells.retention(items))
