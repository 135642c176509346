"""Three ways to look at a cell: as it was sent, as it came back, and as the record stands today."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ropa.corrections.grid import in_order
from ropa.corrections.report import MOST_PROBLEMS, Entry, Kind, Problem
from ropa.corrections.sheets import ReturnedRow, ReturnedSheet
from ropa.documents.row_identity import cell_hash, cut, pieces, plain, row_hash
from ropa.documents.table import Column, Origin
from ropa.fields import multi_value, nested_claim
from ropa.fields.codecs import UnreadableCell, lines, read
from ropa.fields.marks import marked
from ropa.fields.table import Field
from ropa.fields.values import Cell
from ropa.reader import Plain
from ropa.register import Register
from ropa.register.qualifiers import Qualifier, QualifierKind
from ropa.terminal import quoted
from ropa.vocabulary import number_text, translate

MOST_NEW = 10_000
"""Rows of one workbook that were added by hand."""

IDENTITIES = ("key", "id")
"""Kinds of cells that say which item or activity a row is."""

NOTHING = Cell()


@dataclass(frozen=True, slots=True)
class Edit:
    """A cell that was changed: its row and column, and what the record says today."""

    sheet: ReturnedSheet
    row: ReturnedRow
    index: int
    """Its column, counted from 0."""
    today: Cell = NOTHING

    @property
    def words(self) -> str:
        """What the cell says now."""
        return self.row.texts[self.index]

    @property
    def column(self) -> Column:
        """The column of the cell."""
        return self.sheet.table.columns[self.index]

    @property
    def kind(self) -> str:
        """The kind of the column's field; empty for a column that is derived."""
        return self.column.field.kind if self.column.field else ""

    @property
    def is_value(self) -> bool:
        """Whether the cell writes a field, and not only says which row this is."""
        return self.kind not in ("", *IDENTITIES)

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
    def is_number(self) -> bool:
        """Whether the cell holds a number, and no text."""
        place = (self.row.number, self.index + 1)
        return place in self.sheet.grid.numbers

    @property
    def cell(self) -> str:
        """The name of the cell."""
        return self.sheet.cell(self.row.number, self.index)

    def entry(self, kind: Kind, message: str) -> Entry:
        """What became of the cell, where it is not taken over."""
        entry = Entry(kind, self.sheet.title, self.cell, message)
        return replace(entry, field=self.column.heading, was=self.before, now=self.words)


@dataclass
class EditedRow:
    """A row with what was changed in it; one without an origin is new."""

    sheet: ReturnedSheet
    origin: Origin | None = None
    edits: list[Edit] = field(default_factory=list)

    def edit(self, column: str) -> Edit | None:
        """The change in the *column* of that name, where there is one."""
        edits = (edit for edit in self.edits if edit.column.name == column)
        return next(edits, None)


def compare(
    register: Register, sheets: list[ReturnedSheet], hashes: Mapping[str, str], is_today: bool
) -> "Comparison":
    """Compare every row of *sheets* with what it says today.

    *hashes* lists the rows that were sent, by sheet; *is_today* tells whether the register still
    is the one the workbook was made of.
    """
    pointers = () if is_today else tuple(_changed_pointers(sheets))
    comparison = Comparison(register, pointers)
    for sheet in sheets:
        if sheet.table.is_bound:
            comparison.compare_sheet(sheet, hashes.get(sheet.title, ""))
        elif is_today:
            comparison.entries += _changes_of_derived(sheet)
    comparison.problems += _contradictions(comparison.rows)
    return comparison


@dataclass
class Comparison:
    """What came back, beside what was sent and what stands today."""

    register: Register
    pointers: tuple[str, ...] = ()
    """Pointers to general statements that say something else today than in the workbook."""
    rows: list[EditedRow] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    new_rows: int = 0
    """How many rows were added by hand."""

    def compare_sheet(self, sheet: ReturnedSheet, hashes: str) -> None:
        """Compare the rows of a sheet, of which *hashes* lists those that were sent."""
        origins = map(str, sheet.table.origins)
        cells_today = dict(zip(origins, sheet.table.rows, strict=True))
        self.problems += in_order(sheet.grid.unwritable)
        rows: dict[str, ReturnedRow] = {}
        for row in sheet.rows:
            if len(self.problems) > MOST_PROBLEMS:
                return
            first = rows.setdefault(row.origin, row)
            if row.sent is None:
                self._add_row(sheet, row)
            elif first is row:
                self._compare_row(sheet, row, cells_today.get(row.origin))
            else:
                self._take_copy(sheet, row, first)
        self.entries += _deleted_rows(sheet, rows, hashes)

    def _take_copy(self, sheet: ReturnedSheet, row: ReturnedRow, first: ReturnedRow) -> None:
        """Take a row with the origin of the *first* one: a new one where its key is another."""
        if _key(sheet, row) != _key(sheet, first):
            self._add_row(sheet, row)
        else:
            cell = sheet.cell(row.number)
            self.problems.append(sheet.problem("row_copied", cell, number=first.number))

    def _compare_row(
        self, sheet: ReturnedSheet, row: ReturnedRow, cells: tuple[Cell, ...] | None
    ) -> None:
        assert row.sent is not None
        edited = EditedRow(sheet, row.sent.origin)
        for index, hash_sent in enumerate(row.sent.cell_hashes):
            if sheet.is_unwritable(row, index) or cell_hash(row.texts[index]) == hash_sent:
                continue
            today = cells[index] if cells else NOTHING
            edit = Edit(sheet, row, index, today)
            if cells is None:
                conflict = edit.entry(Kind.CONFLICT, translate("import.gone"))
                self.entries.append(conflict)
            elif plain(edit.words) != plain(edit.before):
                self._compare_cell(edited, edit, hash_sent)
        if edited.edits:
            self.rows.append(edited)

    def _compare_cell(self, row: EditedRow, edit: Edit, hash_sent: str) -> None:
        """Take a changed cell as an edit of its row, or tell why it is none."""
        objection = self._objection(edit, hash_sent)
        if objection is not None:
            self.entries.append(objection)
        else:
            self._take(row, edit)

    def _take(self, row: EditedRow, edit: Edit) -> None:
        """Take a cell as an edit of its row where it says what its column holds."""
        fault = _unreadable(self.register, edit) if edit.is_value else None
        if fault is None:
            row.edits.append(edit)
        else:
            self.problems.append(fault)

    def _objection(self, edit: Edit, hash_sent: str) -> Entry | None:
        """What is told of a cell that is not taken over, such as one changed meanwhile."""
        words = quoted(edit.words)
        if edit.kind in IDENTITIES:
            return edit.entry(Kind.RENAMED, _renaming(self.register, edit))
        if not edit.is_value:
            return edit.entry(Kind.DERIVED, translate("import.derived", words=words))
        if any(pointer in edit.before for pointer in self.pointers):
            return edit.entry(Kind.CONFLICT, translate("import.moved", words=words))
        if cell_hash(edit.before) != hash_sent:
            message = translate("import.conflict", words=words, today=quoted(edit.before))
            return edit.entry(Kind.CONFLICT, message)
        return None

    def _add_row(self, sheet: ReturnedSheet, row: ReturnedRow) -> None:
        """Take a row that was added by hand."""
        edited = EditedRow(sheet)
        self.rows.append(edited)
        self.new_rows += 1
        if self.new_rows == MOST_NEW + 1:
            cell = sheet.cell(row.number)
            number = number_text(MOST_NEW)
            self.problems.append(sheet.problem("new_rows", cell, number=number))
        for index, words in enumerate(row.texts):
            if words and not sheet.is_unwritable(row, index):
                self._take(edited, Edit(sheet, row, index))


def _changed_pointers(sheets: list[ReturnedSheet]) -> Iterator[str]:
    """Pointers to general statements that were changed since.

    The cell that points looks the same.
    """
    for sheet in sheets:
        if sheet.table.name == "general":
            today = set(map(_plain_cells, sheet.table.rows))
            returned = {tuple(map(plain, row.texts)) for row in sheet.rows}
            statements = {row[0] for row in today ^ returned}
            pointers = (Qualifier(QualifierKind.REFERENCE, name) for name in statements)
            yield from sorted(map(marked, pointers))


def _plain_cells(cells: Iterable[Cell]) -> tuple[str, ...]:
    return tuple(plain(cut(str(cell))) for cell in cells)


def _key(sheet: ReturnedSheet, row: ReturnedRow) -> str:
    names = (column.name for column in sheet.table.columns)
    return dict(zip(names, row.texts, strict=True))["key"]


def _unreadable(register: Register, edit: Edit) -> Problem | None:
    """Why a cell cannot be read as what its column holds."""
    if edit.kind == "day" and edit.is_number:
        return edit.sheet.problem("no_date", edit.cell, words=quoted(edit.words))
    try:
        _try_to_read(register, edit)
    except UnreadableCell as error:
        return Problem(edit.sheet.title, edit.cell, str(error))
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
        value_of(register, edit)


def value_of(register: Register, edit: Edit) -> Plain:
    """What a cell writes into its field."""
    return read(register, edit.field, edit.words)


def _deleted_rows(
    sheet: ReturnedSheet, rows: Mapping[str, ReturnedRow], hashes: str
) -> Iterator[Entry]:
    sent = set(pieces(hashes))
    for origin in sheet.table.origins:
        if row_hash(origin) in sent and str(origin) not in rows:
            row = "/".join((origin.activity, *origin.path))
            yield Entry(Kind.DELETED, sheet.title, "", translate("import.deleted", row=row))


def _changes_of_derived(sheet: ReturnedSheet) -> Iterator[Entry]:
    """Rows of a derived sheet that say something else than they did."""
    rows_today = Counter(map(_plain_cells, sheet.table.rows))
    changed = 0
    for row in sheet.rows:
        texts = tuple(map(plain, row.texts))
        if rows_today[texts]:
            rows_today[texts] -= 1
            continue
        changed += 1
        index = _first_difference(texts, rows_today) if changed <= MOST_PROBLEMS else 0
        message = translate("import.derived", words=quoted(row.texts[index]))
        cell = sheet.cell(row.number, index)
        yield Entry(Kind.DERIVED, sheet.title, cell, message)


def _first_difference(row: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> int:
    """The first cell in which *row* differs from the one most like it among *rows*."""
    differences = (_differences(row, other) for other in rows)
    fewest = min(differences, key=len, default=[])
    return fewest[0] if fewest else 0


def _differences(row: tuple[str, ...], other: tuple[str, ...]) -> list[int]:
    pairs = enumerate(zip(row, other, strict=True))
    return [index for index, (ours, theirs) in pairs if ours != theirs]


def _contradictions(rows: list[EditedRow]) -> Iterator[Problem]:
    """Cells for the same field that say different things.

    An activity that stands in both registers.
    """
    first: dict[tuple[str, str], Edit] = {}
    for row in rows:
        for edit in row.edits if row.origin else ():
            field = str(row.origin), edit.column.name
            other = first.setdefault(field, edit)
            if plain(other.words) != plain(edit.words):
                title = other.sheet.title
                name = other.cell
                yield edit.sheet.problem("contradiction", edit.cell, title=title, name=name)


def _renaming(register: Register, edit: Edit) -> str:
    """How the record is changed where somebody changed the id or key of a row."""
    old = edit.before
    new = edit.words
    if edit.kind != "id":
        return translate("import.renamed", was=old, now=new)
    file = register.by_id[old].file
    folder = file.rpartition("/")[0]
    new_file = f"{folder}/{new}.yaml"
    return translate("import.previous_ids", was=old, now=new, file=file, to=new_file)
