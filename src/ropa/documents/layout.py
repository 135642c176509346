"""The two registers in the columns of a layout, an authority's or one's own. GDPR Art. 30."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import starmap

from ropa.documents import sheets
from ropa.documents.cells import enumerated, labelled, lines_cell, text_row
from ropa.documents.figures import acting_as
from ropa.documents.identity import identity
from ropa.documents.layout_words import absent, draw
from ropa.documents.table import Column, Facts, Row, Table
from ropa.fields.table import at
from ropa.fields.values import Cell, text
from ropa.model.layout import HeaderPart, Layout, LayoutColumn, LayoutSheet, RowPer, Verified
from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.register.select import PUBLIC
from ropa.vocabulary import layout_label, translate

WIDTHS = (14, 22, 30)
"""Characters of a column, by how much its fields say, where the layout does not set them."""

_SHORT = (
    "id",
    "status",
    "active_from",
    "active_until",
    "role",
    "owner",
    "reference",
    "volume",
    "tags",
    "no_field",
)
_LONG = (
    "purposes",
    "recipients",
    "recipients_by_kind",
    "personal_data",
    "security",
    "retention",
    "lawful_basis",
)


def tables(register: Register, layout: Layout) -> tuple[Table, ...]:
    """A table for each role the layout has columns for: the controller's, then the processor's."""
    registers = []
    for role, sheet in _sheets(layout):
        registers.append(_table(register, layout, role, sheet))
    return tuple(registers)


def _sheets(layout: Layout) -> Iterator[tuple[str, LayoutSheet]]:
    for role in ("controller", "processor"):
        sheet = getattr(layout, role)
        if sheet is not None:
            yield role, sheet


def _table(register: Register, layout: Layout, role: str, sheet: LayoutSheet) -> Table:
    columns = tuple(starmap(_column, sheet.columns.items()))
    table = sheets.sheet(role, _rows(register, role, sheet))
    title = translate("layout.table", title=table.title, layout=layout.title)
    table = replace(table, title=title, columns=columns)
    facts = tuple(_identity(register, role, sheet))
    if len(facts) <= len(columns):
        return replace(table, identity=facts)
    # A narrow table has no room for the block beside itself.
    return replace(table, lead=tuple(starmap(_in_line, facts)))


def _in_line(label: str, cell: Cell) -> str:
    return labelled(label, enumerated(str(cell).splitlines()))


def _identity(register: Register, role: str, sheet: LayoutSheet) -> Iterator[tuple[str, Cell]]:
    """Labels and values of the identity block, in the layout's order."""
    organization, *representatives, officer = identity(register, role)
    parts = {
        HeaderPart.ORGANIZATION: [organization],
        HeaderPart.REPRESENTATIVES: representatives,
        HeaderPart.DPO: [officer],
    }
    for part in sheet.header:
        yield from parts[part]


def _rows(register: Register, role: str, sheet: LayoutSheet) -> Iterator[Row]:
    columns = sheet.columns.values()
    for activity in acting_as(register, role):
        for purpose in _purposes(activity, sheet):
            yield tuple(_cell(activity, purpose, column) for column in columns)


def _purposes(activity: ResolvedActivity, sheet: LayoutSheet) -> tuple[ResolvedClaim | None, ...]:
    """The purpose of each row of an activity; none where its row is for all of them."""
    is_per_purpose = sheet.one_row_per is RowPer.PURPOSE
    return activity.answers["purposes"] if is_per_purpose else (None,)


def _cell(activity: ResolvedActivity, purpose: ResolvedClaim | None, column: LayoutColumn) -> Cell:
    """The cell of a column; several fields one below the other, each with its name before it."""
    if len(column.field) == 1:
        return _field(activity, purpose, column.field[0])
    values = []
    for field in column.field:
        label = layout_label(field).capitalize()
        for value in _field(activity, purpose, field).values:
            values.append(value.saying(labelled(label, value.text)))
    return Cell(tuple(values))


def _field(activity: ResolvedActivity, purpose: ResolvedClaim | None, field: str) -> Cell:
    if PUBLIC in activity.register.part and at(field).is_internal:
        return absent(translate("layout.left_out"))
    return draw(field, activity, purpose)


def _column(key: str, column: LayoutColumn) -> Column:
    width = column.width or _width(column)
    return Column(f"layout.{key}", column.heading, column.article, width, note=_note(column))


def _width(column: LayoutColumn) -> int:
    """As wide as the fields need, and as the longest word of the heading."""
    short, usual, long = WIDTHS
    fields = set(column.field)
    width = usual if fields.isdisjoint(_LONG) else long
    if fields.issubset(_SHORT):
        width = short
    longest_word = max(map(len, column.heading.split()))
    return max(width, longest_word + 3)


def _note(column: LayoutColumn) -> str:
    asker = translate(f"layout.{column.asked}")
    asker = asker[:1].upper() + asker[1:]
    words = labelled(asker, column.article) if column.article else asker
    asks = translate("layout.asks", asked=words)
    fills = translate("layout.fills", fields=_fields(column))
    return "\n".join(filter(None, (asks, fills, column.remark)))


def _fields(column: LayoutColumn) -> str:
    return enumerated(map(layout_label, column.field))


def facts(layout: Layout) -> Facts:
    """Labels and values of the cover: what the layout is, how far it was verified, from what."""
    rows = []
    for key, cell in _facts(layout):
        if cell.values:
            rows.append((translate(f"layout.{key}"), cell))
    return tuple(rows)


def _facts(layout: Layout) -> Iterator[tuple[str, Cell]]:
    yield "title", lines_cell((_title(layout), _law(layout)))
    yield "verification", text(verification(layout))
    sources = (*layout.sources, *_sheet_sources(layout))
    yield "source", lines_cell(sources)
    yield "remark", text(layout.note)


def _title(layout: Layout) -> str:
    if not layout.authority:
        return layout.title
    return translate("layout.of", title=layout.title, authority=layout.authority)


def _law(layout: Layout) -> str:
    return translate("layout.for_law", law=layout.law) if layout.law else ""


def _sheet_sources(layout: Layout) -> Iterator[str]:
    """Where the columns of a sheet are taken from, where that is said of it apart."""
    for role, sheet in _sheets(layout):
        if sheet.source:
            name = translate(f"sheet.{role}")
            level = translate(f"layout.{sheet.verified or layout.verified}")
            yield translate("layout.sheet_source", sheet=name, words=sheet.source, verified=level)


def verification(layout: Layout) -> str:
    """How far the layout was compared with its authority's file; or that it is one's own."""
    if not layout.authority:
        return translate("layout.own")
    if layout.verified is Verified.PRIMARY:
        return translate("layout.primary")
    return translate("layout.unverified", verified=translate(f"layout.{layout.verified}"))


def columns(layout: Layout) -> Table:
    """Every column of the layout: who asks for it, and which fields of the record fill it."""
    rows = []
    for role, sheet in _sheets(layout):
        name = translate(f"sheet.{role}")
        for column in sheet.columns.values():
            asker = translate(f"layout.{column.asked}")
            begin = text_row(name, column.heading)
            end = text_row(asker, column.article, column.remark)
            rows.append((*begin, _filled_by(column), *end))
    title = translate("sheet.layout_title")
    return Table("layout", title, sheets.heads("layout"), tuple(rows))


def _filled_by(column: LayoutColumn) -> Cell:
    has_none = all(field == "no_field" for field in column.field)
    if has_none:
        return absent(translate("layout.no_field"))
    return text(_fields(column))
