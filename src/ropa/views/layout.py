"""The two registers in the columns of a layout: an authority's, or one's own. GDPR Art. 30(1), 30(2)."""

from collections.abc import Iterator

from ropa.fields.table import at
from ropa.model.layout import HeaderPart, Layout, LayoutColumn, LayoutSheet, RowPer, Verified
from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.register.select import PUBLIC
from ropa.views.identity import identity, status_lines
from ropa.views.layout_words import absent, draw
from ropa.views.table import Cell, Column, Table, Value, column, text
from ropa.vocabulary import layout_label, say

WIDTHS = (14, 22, 30)
"""Characters of a column, by how much its fields have to say, where the layout does not set them."""

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
    """A table for each role the layout has columns for: the controller's register, and the processor's."""
    found = []
    for role, sheet in (("controller", layout.controller), ("processor", layout.processor)):
        if sheet is not None:
            found.append(_table(register, layout, role, sheet))
    return tuple(found)


def _table(register: Register, layout: Layout, role: str, sheet: LayoutSheet) -> Table:
    named = tuple(_identity(register, role, sheet))
    lines = tuple(f"{label}: {'; '.join(str(cell).splitlines())}" for label, cell in named)
    is_narrow = len(named) > len(sheet.columns)
    title = say("layout.table", title=say(f"sheet.{role}_title"), layout=layout.title)
    return Table(
        role,
        title,
        tuple(_column(key, one) for key, one in sheet.columns.items()),
        tuple(_rows(register, role, sheet)),
        lead=(*status_lines(register), *(lines if is_narrow else ())),
        empty=say(f"sheet.{role}_empty"),
        identity=() if is_narrow else named,
    )


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
        record = activity.record
        if record.is_controller if role == "controller" else record.is_processor:
            purposes: tuple[ResolvedClaim | None, ...] = (None,)
            if sheet.one_row_per is RowPer.PURPOSE:
                purposes = activity.answers["purposes"]
            for purpose in purposes:
                yield tuple(_cell(activity, purpose, one) for one in sheet.columns.values())


def _cell(activity: ResolvedActivity, purpose: ResolvedClaim | None, one: LayoutColumn) -> Cell:
    """The cell of a column; several fields one below the other, each with its name before it."""
    if len(one.field) == 1:
        return _field(activity, purpose, one.field[0])
    values = []
    for field in one.field:
        label = layout_label(field).capitalize()
        drawn = _field(activity, purpose, field)
        values += [_named(label, value) for value in drawn.values]
    return Cell(tuple(values))


def _named(label: str, value: Value) -> Value:
    return value.saying(say("layout.part", field=label, words=value.text))


def _field(activity: ResolvedActivity, purpose: ResolvedClaim | None, field: str) -> Cell:
    if PUBLIC in activity.register.part and at(field).is_internal:
        return absent(say("layout.left_out"))
    return draw(field, activity, purpose)


def _column(key: str, one: LayoutColumn) -> Column:
    return Column(
        f"layout.{key}", one.heading, one.article, one.width or _width(one), note=_note(one)
    )


def _width(one: LayoutColumn) -> int:
    """As wide as the fields need, and as the longest word of the heading."""
    short, usual, long = WIDTHS
    wide = long if any(field in _LONG for field in one.field) else usual
    wide = short if all(field in _SHORT for field in one.field) else wide
    return max(wide, *(len(word) + 3 for word in one.heading.split()))


def _note(one: LayoutColumn) -> str:
    words = say(f"layout.{one.asked}")
    asked = say(
        "layout.asks",
        asked=words[:1].upper() + words[1:],
        article=one.article and f": {one.article}",
    )
    return "\n".join(filter(None, (asked, say("layout.fills", fields=_fields(one)), one.remark)))


def _fields(one: LayoutColumn) -> str:
    return "; ".join(layout_label(field) for field in one.field)


def facts(layout: Layout) -> tuple[tuple[str, Cell], ...]:
    """Labels and values of the cover: what the layout is, how far it was verified, and from what."""
    named = (
        say("layout.of", title=layout.title, authority=layout.authority)
        if layout.authority
        else layout.title
    )
    law = say("layout.for_law", law=layout.law) if layout.law else ""
    rows = [(say("layout.title"), text("\n".join(filter(None, (named, law)))))]
    rows.append((say("layout.verification"), text(verification(layout))))
    sources = [*layout.sources]
    for role, sheet in (("controller", layout.controller), ("processor", layout.processor)):
        if sheet is not None and sheet.source:
            level = say(f"layout.{sheet.verified or layout.verified}")
            sources.append(
                say(
                    "layout.sheet_source",
                    sheet=say(f"sheet.{role}"),
                    words=sheet.source,
                    verified=level,
                )
            )
    if sources:
        rows.append((say("layout.source"), text("\n".join(sources))))
    return (*rows, *([(say("layout.remark"), text(layout.note))] if layout.note else []))


def verification(layout: Layout) -> str:
    """Whether somebody compared the layout with the authority's own file; of one's own, that it is no authority's."""
    if not layout.authority:
        return say("layout.own")
    if layout.verified is Verified.PRIMARY:
        return say("layout.primary")
    return say("layout.unverified", verified=say(f"layout.{layout.verified}"))


def columns(register: Register, layout: Layout) -> Table:
    """Every column of the layout: who asks for it, and which fields of the record fill it."""
    rows = []
    for role, sheet in (("controller", layout.controller), ("processor", layout.processor)):
        for one in sheet.columns.values() if sheet is not None else ():
            has_none = all(field == "no_field" for field in one.field)
            filled = absent(say("layout.no_field")) if has_none else text(_fields(one))
            asked = say(f"layout.{one.asked}")
            rows.append(
                (
                    text(say(f"sheet.{role}")),
                    text(one.heading),
                    filled,
                    text(asked),
                    text(one.article),
                    text(one.remark),
                )
            )
    heads = (
        column("sheet", "", 22),
        column("heading", "", 34),
        column("filled_by", "", 40),
        column("asked_by", "", 26),
        column("article", "", 22),
        column("remark", "", 46),
    )
    return Table(
        "layout", say("sheet.layout_title"), heads, tuple(rows), lead=status_lines(register)
    )
