"""Three ways to look at a cell: as it was sent, as it came back, and as the record stands today."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ropa.fields import multi_value, nested_claim
from ropa.fields.codecs import UnreadableCell, lines, read
from ropa.fields.marks import marked
from ropa.fields.table import Field
from ropa.fields.values import Cell
from ropa.importer.report import MOST_PROBLEMS, Entry, Kind, Problem
from ropa.importer.sheets import ReturnedRow, ReturnedSheet
from ropa.reader import Plain
from ropa.register import Register
from ropa.register.qualifiers import Qualifier, QualifierKind
from ropa.terminal import quoted
from ropa.views.row_identity import DIGITS, cut, fingerprint, mark, plain
from ropa.views.table import Column, Origin
from ropa.vocabulary import translate

MOST_NEW = 10_000
"""Rows of one workbook that were added by hand."""

IDENTITIES = ("key", "id")
"""Kinds of cells that say which item or activity a row is."""

NOTHING = Cell()


@dataclass
class Edit:
    """A cell that was changed: its column, what it says now, and what the record says today."""

    sent: ReturnedSheet
    row: ReturnedRow
    place: int
    words: str
    today: Cell = NOTHING

    @property
    def column(self) -> Column:
        """The column of the cell."""
        return self.sent.table.columns[self.place]

    @property
    def kind(self) -> str:
        """The kind of the column's field; empty for a column that is derived."""
        return self.column.field.kind if self.column.field else ""

    @property
    def field(self) -> Field:
        """The field that the cell writes, in a column that has one."""
        assert self.column.field is not None, self.column.name
        return self.column.field

    @property
    def before(self) -> str:
        """What the cell would say today."""
        return cut(str(self.today))

    @property
    def cell(self) -> str:
        """The name of the cell."""
        return self.sent.cell(self.row.number, self.place)


@dataclass
class Edited:
    """A row with what was changed in it; one without an origin is new."""

    sent: ReturnedSheet
    row: ReturnedRow
    origin: Origin | None
    edits: list[Edit] = field(default_factory=list)


@dataclass
class Compared:
    """What came back, beside what was sent and what stands today."""

    register: Register
    moved: tuple[str, ...] = ()
    """Pointers to general statements that say something else today than in the workbook."""
    edited: list[Edited] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    new: int = 0
    """How many rows were added by hand."""


def compare(
    register: Register, sheets: list[ReturnedSheet], marks: Mapping[str, str], is_today: bool
) -> Compared:
    """Compare every row of *sheets* with what it says today.

    *marks* lists the rows that were sent, by sheet; *is_today* tells whether the register still
    is the one the workbook was made of.
    """
    compared = Compared(register, moved=() if is_today else tuple(_moved(sheets)))
    for sheet in sheets:
        if sheet.table.is_bound:
            _compare_sheet(compared, sheet, marks.get(sheet.title, ""))
        elif is_today:
            compared.entries += _changes_of_derived(sheet)
    compared.problems += _contradictions(compared.edited)
    return compared


def _compare_sheet(compared: Compared, sheet: ReturnedSheet, marks: str) -> None:
    rows_today = dict(zip(map(str, sheet.table.origins), sheet.table.rows, strict=True))
    compared.problems += [problem for _, problem in sorted(sheet.grid.unwritable.items())]
    seen: dict[str, ReturnedRow] = {}
    for row in sheet.rows:
        if len(compared.problems) > MOST_PROBLEMS:
            return
        name = str(row.bound.origin) if row.bound else ""
        is_again = name in seen
        if row.bound is None or (is_again and not _same_key(sheet, row, seen[name])):
            compared.edited.append(_new_row(compared, sheet, row))
        elif is_again:
            compared.problems.append(_copied(sheet, row, seen[name]))
        else:
            seen[name] = row
            edited = _compare_row(compared, sheet, row, rows_today.get(name))
            compared.edited += [edited] if edited.edits else []
    compared.entries += _deleted_rows(sheet, seen, marks)


def _copied(sheet: ReturnedSheet, row: ReturnedRow, first: ReturnedRow) -> Problem:
    message = f"row {first.number} has the same origin"
    return Problem(sheet.title, f"A{row.number}", message, "a copied row needs a key of its own")


def _moved(sheets: list[ReturnedSheet]) -> Iterator[str]:
    """Pointers to general statements that were changed since.

    The cell that points looks the same.
    """
    for sheet in sheets:
        if sheet.table.name == "general":
            today = {_plain_cells(cells) for cells in sheet.table.rows}
            sent = {tuple(map(plain, row.texts)) for row in sheet.rows}
            statements = {row[0] for row in today ^ sent}
            pointers = (Qualifier(QualifierKind.REFERENCE, name) for name in statements)
            yield from sorted(map(marked, pointers))


def _plain_cells(cells: Iterable[Cell]) -> tuple[str, ...]:
    return tuple(plain(cut(str(cell))) for cell in cells)


def _same_key(sheet: ReturnedSheet, row: ReturnedRow, other: ReturnedRow) -> bool:
    names = [column.name for column in sheet.table.columns]
    place = names.index("key")
    return row.texts[place] == other.texts[place]


def _compare_row(
    compared: Compared, sheet: ReturnedSheet, row: ReturnedRow, cells: tuple[Cell, ...] | None
) -> Edited:
    assert row.bound is not None
    edited = Edited(sheet, row, row.bound.origin)
    for place, words in enumerate(row.texts):
        print_sent = row.bound.prints[place]
        if _is_unwritable(sheet, row, place) or fingerprint(words) == print_sent:
            continue
        edit = Edit(sheet, row, place, words, cells[place] if cells else NOTHING)
        if cells is None:
            compared.entries.append(_entry(Kind.CONFLICT, edit, translate("import.gone")))
        elif plain(words) != plain(edit.before):
            _compare_cell(compared, edited, edit, print_sent)
    return edited


def _is_unwritable(sheet: ReturnedSheet, row: ReturnedRow, place: int) -> bool:
    return (row.number, place + 1) in sheet.grid.unwritable


def _compare_cell(compared: Compared, edited: Edited, edit: Edit, print_sent: str) -> None:
    """Take a changed cell as an edit, or tell why it is none."""
    entry = _not_taken(compared, edit, print_sent)
    if entry is not None:
        compared.entries.append(entry)
    elif (problem := unreadable(compared.register, edit)) is not None:
        compared.problems.append(problem)
    else:
        edited.edits.append(edit)


def _not_taken(compared: Compared, edit: Edit, print_sent: str) -> Entry | None:
    """What is told of a cell that is not taken over, such as one changed meanwhile."""
    words = quoted(edit.words)
    if edit.kind in IDENTITIES:
        return _renamed(compared.register, edit)
    if not edit.kind:
        return _entry(Kind.DERIVED, edit, translate("import.derived", words=words))
    if any(pointer in edit.before for pointer in compared.moved):
        return _entry(Kind.CONFLICT, edit, translate("import.moved", words=words))
    if fingerprint(edit.before) != print_sent:
        message = translate("import.conflict", words=words, today=quoted(edit.before))
        return _entry(Kind.CONFLICT, edit, message)
    return None


def unreadable(register: Register, edit: Edit) -> Problem | None:
    """Why a cell cannot be read as what its column holds."""
    is_number = (edit.row.number, edit.place + 1) in edit.sent.grid.numbers
    if edit.kind == "day" and is_number:
        message = f"{quoted(edit.words)} is a number, not a date"
        help = "format the cell as a date, or write 2026-01-31"
        return Problem(edit.sent.title, edit.cell, message, help)
    try:
        _try_to_read(register, edit)
    except UnreadableCell as error:
        return Problem(edit.sent.title, edit.cell, str(error))
    return None


def _try_to_read(register: Register, edit: Edit) -> None:
    if not edit.words:
        return
    if edit.kind == "set":
        before = dict.fromkeys(lines(edit.before))
        multi_value.read(register, edit.field, edit.words, before)
    elif edit.kind == "claim":
        nested_claim.read(edit.field, edit.words, edit.today)
    else:
        read(register, edit.field, edit.words)


def _new_row(compared: Compared, sheet: ReturnedSheet, row: ReturnedRow) -> Edited:
    edited = Edited(sheet, row, None)
    compared.new += 1
    if compared.new == MOST_NEW + 1:
        message = f"more than {MOST_NEW:,} rows are new"
        help = "take them in as a register of its own, with --template"
        compared.problems.append(Problem(sheet.title, f"A{row.number}", message, help))
    for place, words in enumerate(row.texts):
        if not words or _is_unwritable(sheet, row, place):
            continue
        edit = Edit(sheet, row, place, words)
        is_value = edit.kind and edit.kind not in IDENTITIES
        problem = unreadable(compared.register, edit) if is_value else None
        if problem is not None:
            compared.problems.append(problem)
        else:
            edited.edits.append(edit)
    return edited


def _deleted_rows(
    sheet: ReturnedSheet, seen: Mapping[str, ReturnedRow], marks: str
) -> Iterator[Entry]:
    sent = {marks[start : start + DIGITS] for start in range(0, len(marks), DIGITS)}
    for origin in sheet.table.origins:
        if mark(origin) in sent and str(origin) not in seen:
            row = "/".join((origin.activity, *origin.path))
            yield Entry(Kind.DELETED, sheet.title, "", translate("import.deleted", row=row))


def _changes_of_derived(sheet: ReturnedSheet) -> Iterator[Entry]:
    """Rows of a derived sheet that say something else than they did."""
    counts: dict[tuple[str, ...], int] = {}
    for cells in sheet.table.rows:
        key = _plain_cells(cells)
        counts[key] = counts.get(key, 0) + 1
    changed = 0
    for row in sheet.rows:
        key = tuple(map(plain, row.texts))
        if counts.get(key, 0):
            counts[key] -= 1
            continue
        changed += 1
        place = _first_difference(key, counts) if changed <= MOST_PROBLEMS else 0
        message = translate("import.derived", words=quoted(row.texts[place]))
        yield Entry(Kind.DERIVED, sheet.title, sheet.cell(row.number, place), message)


def _first_difference(row: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> int:
    """The first cell in which *row* differs from the one most like it among *rows*."""
    nearest_row = max(rows, key=lambda other: _equal_cells(row, other), default=row)
    pairs = enumerate(zip(row, nearest_row, strict=True))
    return next((place for place, (ours, theirs) in pairs if ours != theirs), 0)


def _equal_cells(row: tuple[str, ...], other: tuple[str, ...]) -> int:
    return sum(ours == theirs for ours, theirs in zip(row, other, strict=True))


def _contradictions(rows: list[Edited]) -> Iterator[Problem]:
    """Cells for the same field that say different things.

    An activity that stands in both registers.
    """
    first: dict[tuple[str, str], Edit] = {}
    for row in rows:
        for edit in row.edits if row.origin else ():
            other = first.setdefault((str(row.origin), edit.column.name), edit)
            if plain(other.words) != plain(edit.words):
                message = f"'{other.sent.title}'!{other.cell} says something else about the same"
                help = "say it in one of them only"
                yield Problem(edit.sent.title, edit.cell, message, help)


def _renamed(register: Register, edit: Edit) -> Entry:
    was, now = edit.before, edit.words
    if edit.kind != "id":
        return _entry(Kind.RENAMED, edit, translate("import.renamed", was=was, now=now))
    file = register.by_id[was].file
    to = f"{file.rpartition('/')[0]}/{now}.yaml"
    return _entry(
        Kind.RENAMED, edit, translate("import.formerly", was=was, now=now, file=file, to=to)
    )


def _entry(kind: Kind, edit: Edit, message: str) -> Entry:
    return Entry(
        kind,
        edit.sent.title,
        edit.cell,
        message,
        field=edit.column.heading,
        was=edit.before,
        now=edit.words,
    )


def value_of(register: Register, edit: Edit) -> Plain:
    """What a cell writes into its field; it was read once before."""
    return read(register, edit.field, edit.words)
