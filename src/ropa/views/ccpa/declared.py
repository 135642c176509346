"""The table of categories as the organization publishes it: the one that is for pasting."""

from datetime import date

from ropa import california, vocabulary
from ropa.fields.values import Cell, Value, text
from ropa.fields.wording import value
from ropa.model.claim import State
from ropa.model.register_record import DeclaredCategory
from ropa.register import Path, Register
from ropa.views.ccpa import cells
from ropa.views.identity import status_lines
from ropa.views.table import Table, column
from ropa.vocabulary import say


def declared(register: Register, as_of: date) -> Table:
    """The declared table, row by row in its own order. Cal. Civ. Code 1798.130(a)(5)(B), 11 CCR 7011(e)(1)(A)-(C)."""
    columns = (
        column("declared_label", "", 30),
        column("statutory", "Cal. Civ. Code 1798.140(v)(1)", 34),
        column("collected", "1798.130(a)(5)(B)", 14),
        column("declared_examples", "", 40),
        column("declared_period", "1798.130(a)(5)(B)", 20),
        column("ccpa_sources", "11 CCR 7011(e)(1)(B)", 34),
        column("ccpa_purposes", "11 CCR 7011(e)(1)(C)", 36),
        column("disclosed_to", "11 CCR 7011(e)(1)(H), (I)", 34),
        column("ccpa_retention", "1798.100(a)(3)", 26),
    )
    rows = [_row(register, *found) for found in california.rows(california.declared(register))]
    if rows and any(california.said(register, field) for field in FIELDS):
        rows.append(_whole(register))
    lead = (say("ccpa.declared_lead"), *status_lines(register))
    title, empty = say("sheet.ccpa_declared_title"), say("sheet.ccpa_declared_empty")
    return Table("ccpa_declared", title, columns, tuple(rows), lead=lead, empty=empty)


def declared_sensitive(register: Register, as_of: date) -> Table:
    """Sensitive personal information as declared. Cal. Civ. Code 1798.140(ae)."""
    columns = (
        column("declared_label", "", 30),
        column("statutory", "Cal. Civ. Code 1798.140(ae)", 56),
        column("collected", "1798.130(a)(5)(B)", 14),
        column("declared_examples", "", 40),
    )
    many = california.declared(register).sensitive
    kinds = vocabulary.words("ccpa_sensitive")
    rows = [
        (cells.label(row), text(kinds[key].label), cells.collected(row), _examples(row))
        for key, row in (many.items if many else {}).items()
    ]
    if many and many.rest is not None:
        rest = value(register.claim(many.rest, ("declared", "sensitive")))
        rows.append((Cell((rest,)), text(say("ccpa.sensitive_all")), Cell((rest,)), Cell()))
    lead = (say("ccpa.declared_lead"), *status_lines(register))
    title, empty = (
        say("sheet.ccpa_declared_sensitive_title"),
        say("sheet.ccpa_declared_sensitive_empty"),
    )
    return Table("ccpa_declared_sensitive", title, columns, tuple(rows), lead=lead, empty=empty)


def _row(register: Register, path: Path, letter: str, row: DeclaredCategory) -> tuple[Cell, ...]:
    return (
        cells.label(row),
        text(cells.category(letter) if letter else say("ccpa.no_letter")),
        cells.collected(row),
        _examples(row),
        _period(register, row),
        *(_told(register, field, row, path) for field in FIELDS),
    )


FIELDS = ("sources", "purposes", "disclosed_to", "retention")
"""What a table can say of each row, or for all rows at once."""


def _told(register: Register, field: str, row: DeclaredCategory, path: Path) -> Cell:
    """What is said of a row; for one that is not collected only what it says itself."""
    if row.collected != "yes" and getattr(row, field) is None:
        return Cell()
    return cells.of_row(register, field, row, path)


def _whole(register: Register) -> tuple[Cell, ...]:
    """The last row: what is said once for every category collected."""
    return (
        text(say("ccpa.whole_row")),
        *(Cell() for _ in range(4)),
        *(Cell(cells.said(register, field)) for field in FIELDS),
    )


def _examples(row: DeclaredCategory) -> Cell:
    return text(row.examples.rstrip("."), row.cites)


def _period(register: Register, row: DeclaredCategory) -> Cell:
    """The period the row is about; where neither it nor the table names one, that it does not."""
    if row.when:
        return text(row.when, row.cites)
    found = california.said(register, "period")
    values = tuple(map(value, found))
    return Cell(values or (Value(say("ccpa.no_period"), State.NOT_STATED),))
