"""The table of categories as the organization publishes it: the one that is for pasting."""

from collections.abc import Iterator

from ropa import california, vocabulary
from ropa.california import DeclaredRow, DeclaredTable
from ropa.documents.ccpa import cells
from ropa.documents.ccpa.cells import table
from ropa.documents.ccpa.passages import declared_value
from ropa.documents.table import Row, Table
from ropa.fields.values import Cell, text
from ropa.fields.wording import value
from ropa.model.claim import State
from ropa.register import Register
from ropa.vocabulary import translate

WHOLE_FIELDS = ("sources", "purposes", "disclosed_to", "retention")
"""What a table can say of each row, or for all rows at once."""


def declared(register: Register) -> Table:
    """The declared table in its own order. 1798.130(a)(5)(B), 11 CCR 7011(e)(1)(A)-(C)."""
    rows = list(map(_row, california.rows(register)))
    if rows:
        rows += _whole_row(register, len(rows[0]))
    return table(register, "ccpa_declared", rows, translate("ccpa.declared_lead"))


def declared_sensitive(register: Register) -> Table:
    """Sensitive personal information as declared. Cal. Civ. Code 1798.140(ae)."""
    rows = _sensitive_rows(register)
    lead = translate("ccpa.declared_lead")
    return table(register, "ccpa_declared_sensitive", rows, lead)


def _sensitive_rows(register: Register) -> Iterator[Row]:
    kinds = vocabulary.words("ccpa_sensitive")
    for row in california.sensitive_rows(register):
        category = row.category
        kind = text(kinds[row.key].label)
        answers = (cells.collected(category), _examples(row))
        yield (cells.label(category), kind, *answers)
    remark = DeclaredTable(register).remark("sensitive")
    if remark is not None:
        rest = Cell((value(remark),))
        yield (rest, cells.phrase("ccpa.sensitive_all"), rest, Cell())


def _row(row: DeclaredRow) -> Row:
    category = row.category
    statutory = cells.statutory(row, translate("ccpa.no_letter"))
    heading = (cells.label(category), text(statutory))
    answers = (cells.collected(category), _examples(row), _period(row.register))
    practices = [_practice(row, field) for field in WHOLE_FIELDS]
    return (*heading, *answers, *practices)


def _whole_row(register: Register, width: int) -> Iterator[Row]:
    """The row of what is said for the whole table, under the last of *width* columns."""
    declaration = DeclaredTable(register)
    practices = [Cell(cells.practice(declaration, field)) for field in WHOLE_FIELDS]
    if any(cell.values for cell in practices):
        between = [Cell()] * (width - len(practices) - 1)
        yield (cells.phrase("ccpa.whole_row"), *between, *practices)


def _practice(row: DeclaredRow, field: str) -> Cell:
    """What is said of a row; for one that is not collected only what it says itself."""
    if not row.is_collected and not row.has_own(field):
        return Cell()
    return cells.of_row(row, field)


def _examples(row: DeclaredRow) -> Cell:
    return Cell((declared_value(row.examples),)) if row.examples else Cell()


def _period(register: Register) -> Cell:
    """The period the table is about; where it names none, that it does not."""
    values = cells.practice(DeclaredTable(register), "period")
    return Cell(values or (cells.worded("ccpa.no_period", State.NOT_STATED),))
