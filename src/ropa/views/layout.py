"""The two registers in the columns of a layout, an authority's or one's own. GDPR Art. 30."""

from collections.abc import Iterator
from dataclasses import replace

from ropa.fields.table import at
from ropa.fields.values import Cell, text
from ropa.model.layout import HeaderPart, Layout, LayoutColumn, LayoutSheet, RowPer, Verified
from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.register.select import PUBLIC
from ropa.views import sheets
from ropa.views.identity import identity, status_lines
from ropa.views.layout_words import absent, draw
from ropa.views.table import Column, Table
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
    return tuple(_table(register, layout, role, sheet) for role, sheet in _sheets(layout))


def _sheets(layout: Layout) -> Iterator[tuple[str, LayoutSheet]]:
    for role in ("controller", "processor"):
        sheet = getattr(layout, role)
        if sheet is not None:
            yield role, sheet


def _table(register: Register, layout: Layout, role: str, sheet: LayoutSheet) -> Table:
    title = translate("layout.table", title=translate(f"sheet.{role}_title"), layout=layout.title)
    columns = tuple(_column(key, asked) for key, asked in sheet.columns.items())
    rows = tuple(_rows(register, role, sheet))
    empty = translate(f"sheet.{role}_empty")
    table = Table(role, title, columns, rows, status_lines(register), empty)
    identity_block = tuple(_identity(register, role, sheet))
    if len(identity_block) <= len(columns):
        return replace(table, identity=identity_block)
    # A narrow table has no room for the block beside itself.
    lines = map(_in_line, identity_block)
    return replace(table, lead=(*table.lead, *lines))


def _in_line(fact: tuple[str, Cell]) -> str:
    label, cell = fact
    return f"{label}: {'; '.join(str(cell).splitlines())}"


def _identity(register: Register, role: str, sheet: LayoutSheet) -> Iterator[tuple[str, Cell]]:
    """Labels and values of the identity block, in the layout's order."""
    first, *between, last = identity(register, role)
    parts = {
        HeaderPart.ORGANIZATION: [first],
        HeaderPart.REPRESENTATIVES: between,
        HeaderPart.DPO: [last],
    }
    for part in sheet.header:
        yield from parts[part]


def _rows(register: Register, role: str, sheet: LayoutSheet) -> Iterator[tuple[Cell, ...]]:
    for activity in register.activities:
        if getattr(activity.record, f"is_{role}"):
            for purpose in _purposes(activity, sheet):
                cells = (_cell(activity, purpose, column) for column in sheet.columns.values())
                yield tuple(cells)


def _purposes(activity: ResolvedActivity, sheet: LayoutSheet) -> tuple[ResolvedClaim | None, ...]:
    """The purpose of each row of an activity; none where its row is for all of them."""
    is_per_purpose = sheet.one_row_per is RowPer.PURPOSE
    return activity.answers["purposes"] if is_per_purpose else (None,)


def _cell(activity: ResolvedActivity, purpose: ResolvedClaim | None, asked: LayoutColumn) -> Cell:
    """The cell of a column; several fields one below the other, each with its name before it."""
    if len(asked.field) == 1:
        return _field(activity, purpose, asked.field[0])
    values = []
    for field in asked.field:
        label = layout_label(field).capitalize()
        for value in _field(activity, purpose, field).values:
            values.append(value.saying(translate("layout.part", field=label, words=value.text)))
    return Cell(tuple(values))


def _field(activity: ResolvedActivity, purpose: ResolvedClaim | None, field: str) -> Cell:
    if PUBLIC in activity.register.part and at(field).is_internal:
        return absent(translate("layout.left_out"))
    return draw(field, activity, purpose)


def _column(key: str, asked: LayoutColumn) -> Column:
    width = asked.width or _width(asked)
    return Column(f"layout.{key}", asked.heading, asked.article, width, note=_note(asked))


def _width(asked: LayoutColumn) -> int:
    """As wide as the fields need, and as the longest word of the heading."""
    short, usual, long = WIDTHS
    width = long if any(field in _LONG for field in asked.field) else usual
    if all(field in _SHORT for field in asked.field):
        width = short
    return max(width, *(len(word) + 3 for word in asked.heading.split()))


def _note(asked: LayoutColumn) -> str:
    who = translate(f"layout.{asked.asked}")
    article = asked.article and f": {asked.article}"
    asks = translate("layout.asks", asked=who[:1].upper() + who[1:], article=article)
    shows = translate("layout.fills", fields=_fields(asked))
    return "\n".join(filter(None, (asks, shows, asked.remark)))


def _fields(asked: LayoutColumn) -> str:
    return "; ".join(layout_label(field) for field in asked.field)


def facts(layout: Layout) -> tuple[tuple[str, Cell], ...]:
    """Labels and values of the cover: what the layout is, how far it was verified, from what."""
    title = layout.title
    if layout.authority:
        title = translate("layout.of", title=title, authority=layout.authority)
    law = translate("layout.for_law", law=layout.law) if layout.law else ""
    heading = "\n".join(filter(None, (title, law)))
    rows = [(translate("layout.title"), text(heading))]
    rows.append((translate("layout.verification"), text(verification(layout))))
    sources = [*layout.sources, *_sheet_sources(layout)]
    if sources:
        rows.append((translate("layout.source"), text("\n".join(sources))))
    if layout.note:
        rows.append((translate("layout.remark"), text(layout.note)))
    return tuple(rows)


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


def columns(register: Register, layout: Layout) -> Table:
    """Every column of the layout: who asks for it, and which fields of the record fill it."""
    rows = []
    for role, sheet in _sheets(layout):
        name = translate(f"sheet.{role}")
        for asked in sheet.columns.values():
            who = translate(f"layout.{asked.asked}")
            ends = map(text, (who, asked.article, asked.remark))
            rows.append((text(name), text(asked.heading), _filled_by(asked), *ends))
    heads = sheets.columns(sheet=22, heading=34, filled_by=40, asked_by=26, article=22, remark=46)
    title = translate("sheet.layout_title")
    return Table("layout", title, heads, tuple(rows), lead=status_lines(register))


def _filled_by(asked: LayoutColumn) -> Cell:
    has_none = all(field == "no_field" for field in asked.field)
    return absent(translate("layout.no_field")) if has_none else text(_fields(asked))
