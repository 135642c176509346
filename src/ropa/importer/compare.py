"""Three ways to look at a cell: as it was sent, as it came back, and as the record stands today."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ropa.importer import inner, sets
from ropa.importer.report import MOST_PROBLEMS, Entry, Kind, Problem, quoted
from ropa.importer.sheets import ReturnedRow, Sent
from ropa.importer.words import UnreadableCell, read
from ropa.reader import Plain
from ropa.register import Register
from ropa.register.qualifiers import Qualifier, QualifierKind
from ropa.views.binding import DIGITS, cut, fingerprint, mark, plain
from ropa.views.table import Cell, Column, Field, Origin, marked
from ropa.vocabulary import say

MOST_NEW = 10_000
"""Rows of one workbook that were added by hand."""


@dataclass
class Edit:
    """A cell that was changed: the column's field, what it says now, and what the record says."""

    sent: Sent
    row: ReturnedRow
    place: int
    column: Column
    field: Field
    words: str
    today: str

    @property
    def cell(self) -> str:
        """The name of the cell."""
        return self.sent.cell(self.row.number, self.place)


@dataclass
class Edited:
    """A row with what was changed in it; one without an origin is new."""

    sent: Sent
    row: ReturnedRow
    origin: Origin | None
    edits: list[Edit] = field(default_factory=list)


@dataclass
class Compared:
    """What came back, beside what was sent and what stands today."""

    edited: list[Edited] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    new: int = 0
    """How many rows were added by hand."""
    moved: tuple[str, ...] = ()
    """General statements that say something else today than in the workbook, as cells point to them."""


def compare(
    register: Register, sheets: list[Sent], marks: Mapping[str, str], is_today: bool
) -> Compared:
    """Compare every row of *sheets*; *marks* lists the rows that were sent, by sheet, and *is_today* tells whether the
    register still is the one the workbook was made of.
    """
    found = Compared(moved=() if is_today else tuple(_moved(sheets)))
    for one in sheets:
        if one.table.is_bound:
            _sheet(found, register, one, marks.get(one.title, ""))
        elif is_today:
            found.entries += _unread(one)
    found.problems += _twice(found.edited)
    return found


def _sheet(found: Compared, register: Register, one: Sent, marks: str) -> None:
    today = dict(zip(map(str, one.table.origins), one.table.rows, strict=True))
    found.problems += [problem for _, problem in sorted(one.grid.unwritable.items())]
    seen: dict[str, ReturnedRow] = {}
    for row in one.rows:
        if len(found.problems) > MOST_PROBLEMS:
            return
        name = str(row.bound.origin) if row.bound else ""
        if row.bound is None or (name in seen and not _same_key(one, row, seen[name])):
            found.edited.append(_new(found, register, one, row))
        elif name in seen:
            where = f"row {seen[name].number} has the same origin"
            problem = Problem(
                one.title, f"A{row.number}", where, "a copied row needs a key of its own"
            )
            found.problems.append(problem)
        else:
            seen[name] = row
            edited = _row(found, register, one, row, today.get(name))
            if edited.edits:
                found.edited.append(edited)
    found.entries += _gone(one, seen, marks)


def _moved(sheets: list[Sent]) -> Iterator[str]:
    """Pointers to general statements that were changed since: the cell that points looks the same."""
    for one in sheets:
        if one.table.name == "general":
            today = {tuple(plain(cut(str(cell))) for cell in cells) for cells in one.table.rows}
            sent = {tuple(map(plain, row.texts)) for row in one.rows}
            yield from sorted(
                {marked(Qualifier(QualifierKind.REFERENCE, row[0])) for row in today ^ sent}
            )


def _same_key(one: Sent, row: ReturnedRow, other: ReturnedRow) -> bool:
    place = next(i for i, column in enumerate(one.table.columns) if column.name == "key")
    return row.texts[place] == other.texts[place]


def _row(
    found: Compared, register: Register, one: Sent, row: ReturnedRow, today: tuple[Cell, ...] | None
) -> Edited:
    assert row.bound is not None
    edited = Edited(one, row, row.bound.origin)
    for place, (column, words, sent) in enumerate(
        zip(one.table.columns, row.texts, row.bound.prints, strict=True)
    ):
        if (row.number, place + 1) in one.grid.unwritable or fingerprint(words) == sent:
            continue
        stands = cut(str(today[place])) if today else ""
        edit = Edit(one, row, place, column, column.field or Field(""), words, stands)
        if today is None:
            found.entries.append(_entry(Kind.CONFLICT, edit, say("import.gone")))
        elif plain(words) != plain(stands):
            _cell(found, register, edited, edit, sent)
    return edited


def _cell(found: Compared, register: Register, edited: Edited, edit: Edit, sent: str) -> None:
    kind = edit.field.kind
    if kind in ("key", "id"):
        found.entries.append(_renamed(register, edit))
    elif not kind:
        found.entries.append(
            _entry(Kind.DERIVED, edit, say("import.derived", words=quoted(edit.words)))
        )
    elif any(pointer in edit.today for pointer in found.moved):
        found.entries.append(
            _entry(Kind.CONFLICT, edit, say("import.moved", words=quoted(edit.words)))
        )
    elif fingerprint(edit.today) != sent:
        words = say("import.conflict", words=quoted(edit.words), today=quoted(edit.today))
        found.entries.append(_entry(Kind.CONFLICT, edit, words))
    elif (problem := unreadable(register, edit)) is not None:
        found.problems.append(problem)
    else:
        edited.edits.append(edit)


def unreadable(register: Register, edit: Edit) -> Problem | None:
    """Why a cell cannot be read as what its column holds."""
    if edit.field.kind == "day" and (edit.row.number, edit.place + 1) in edit.sent.grid.numbers:
        message, help = (
            f"{quoted(edit.words)} is a number, not a date",
            "format the cell as a date, or write 2026-01-31",
        )
        return Problem(edit.sent.title, edit.cell, message, help)
    try:
        if edit.words and edit.field.kind == "set":
            sets.check(register, edit.field, edit.words, edit.today)
        elif edit.words and edit.field.kind == "claim":
            inner.told(edit.field, edit.words, edit.today, "text")
        elif edit.words:
            read(register, edit.field, edit.words)
    except UnreadableCell as error:
        return Problem(edit.sent.title, edit.cell, str(error))
    return None


def _new(found: Compared, register: Register, one: Sent, row: ReturnedRow) -> Edited:
    edited = Edited(one, row, None)
    found.new += 1
    if found.new == MOST_NEW + 1:
        why, help = (
            f"more than {MOST_NEW:,} rows are new",
            "take them in as a register of its own, with --template",
        )
        found.problems.append(Problem(one.title, f"A{row.number}", why, help))
    for place, (column, words) in enumerate(zip(one.table.columns, row.texts, strict=True)):
        if not words or (row.number, place + 1) in one.grid.unwritable:
            continue
        edit = Edit(one, row, place, column, column.field or Field(""), words, "")
        if column.field is None or column.field.kind in ("key", "id"):
            edited.edits.append(edit)
        elif (problem := unreadable(register, edit)) is not None:
            found.problems.append(problem)
        else:
            edited.edits.append(edit)
    return edited


def _gone(one: Sent, seen: Mapping[str, ReturnedRow], marks: str) -> Iterator[Entry]:
    sent = {marks[start : start + DIGITS] for start in range(0, len(marks), DIGITS)}
    for origin in one.table.origins:
        if mark(origin) in sent and str(origin) not in seen:
            yield Entry(
                Kind.DELETED,
                one.title,
                "",
                say("import.deleted", row="/".join((origin.activity, *origin.path))),
            )


def _unread(one: Sent) -> Iterator[Entry]:
    """Rows of a derived sheet that say something else than they did."""
    today: dict[tuple[str, ...], int] = {}
    for cells in one.table.rows:
        key = tuple(plain(cut(str(cell))) for cell in cells)
        today[key] = today.get(key, 0) + 1
    searched = 0
    for row in one.rows:
        key = tuple(map(plain, row.texts))
        if today.get(key, 0):
            today[key] -= 1
            continue
        searched += 1
        place = _where(key, today) if searched <= MOST_PROBLEMS else 0
        message = say("import.derived", words=quoted(row.texts[place]))
        yield Entry(Kind.DERIVED, one.title, one.cell(row.number, place), message)


def _where(row: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> int:
    """The first cell in which *row* differs from the one most like it among *rows*."""
    near = max(
        rows, key=lambda other: sum(a == b for a, b in zip(row, other, strict=True)), default=row
    )
    return next((i for i, (a, b) in enumerate(zip(row, near, strict=True)) if a != b), 0)


def _twice(edited: list[Edited]) -> Iterator[Problem]:
    """Cells for the same field that say different things: an activity that stands in both registers."""
    first: dict[tuple[str, str], Edit] = {}
    for row in edited:
        for edit in row.edits:
            key = (str(row.origin), edit.column.name)
            if row.origin is None:
                continue
            other = first.setdefault(key, edit)
            if plain(other.words) != plain(edit.words):
                message = f"'{other.sent.title}'!{other.cell} says something else about the same"
                yield Problem(edit.sent.title, edit.cell, message, "say it in one of them only")


def _renamed(register: Register, edit: Edit) -> Entry:
    was = edit.today
    if edit.field.kind == "id":
        file = register.by_id[was].file
        to = f"{file.rpartition('/')[0]}/{edit.words}.yaml"
        return _entry(
            Kind.RENAMED, edit, say("import.formerly", was=was, now=edit.words, file=file, to=to)
        )
    return _entry(Kind.RENAMED, edit, say("import.renamed", was=was, now=edit.words))


def _entry(kind: Kind, edit: Edit, message: str) -> Entry:
    return Entry(
        kind,
        edit.sent.title,
        edit.cell,
        message,
        field=edit.column.heading,
        was=edit.today,
        now=edit.words,
    )


def value_of(register: Register, edit: Edit) -> Plain:
    """What a cell writes into its field; it was read once before."""
    return read(register, edit.field, edit.words)
