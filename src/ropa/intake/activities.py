"""From rows to activities.

Which rows belong together, under which id, and what could not become a record.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ropa.corrections.report import Entry, Kind, Problem
from ropa.fields.table import at
from ropa.intake.cell_import import CellImport, brief, heading
from ropa.intake.context import ImportContext
from ropa.intake.draft import DraftActivity
from ropa.intake.list_sheet import ListRow, problem_at
from ropa.intake.readers import take
from ropa.layouts import folded
from ropa.model.layout import LayoutColumn, RowPer
from ropa.model.model import SLUG
from ropa.model.slug import slug, unused
from ropa.terminal import quoted
from ropa.vocabulary import translate

MOST_OF_ONE = 500
"""Rows of one activity: each of them is tried out with what the others said."""

LONGEST_NAME = 80
"""Characters of a name made of a purpose."""

LONGEST_ID = 100
"""Characters of an id, which names a file."""

OPTIONAL = (["id"], ["notes"], ["tags"])
"""Columns whose empty cells ask nothing."""

Key = tuple[str, ...]
"""What tells the rows of one activity from those of another."""


@dataclass
class Activities:
    """The activities of a workbook in the order of its rows, and what is told of other rows."""

    context: ImportContext
    home: str
    drafts: dict[str, DraftActivity] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _ids: dict[Key, str] = field(default_factory=dict)
    _rows: dict[str, list[ListRow]] = field(default_factory=dict)
    _last: Key = ()

    def add(self, row: ListRow) -> None:
        """Import *row* into its activity, which it may begin."""
        key = self._key(row)
        if key not in self._ids:
            self._ids[key] = self._begin(row)
        self._last = key
        id = self._ids[key]
        if id in self.drafts:
            self._add_to(self.drafts[id], row)

    def _add_to(self, draft: DraftActivity, row: ListRow) -> None:
        rows = self._rows[draft.id]
        rows.append(row)
        if len(rows) <= MOST_OF_ONE:
            draft.value["role"].setdefault(row.role, "stated")
            take(self.context, draft, row)
        elif len(rows) == MOST_OF_ONE + 1:
            self.problems.append(_too_many(row, draft))

    def _key(self, row: ListRow) -> Key:
        if row.joined:
            return ("merged", row.joined)
        if id := _id(row):
            return ("id", id)
        is_of_activity = row.layout.one_row_per is RowPer.PURPOSE
        key = self._key_of_several(row) if is_of_activity else ()
        return key or (row.first_cell.sheet, str(row.number))

    def _key_of_several(self, row: ListRow) -> Key:
        """The key of an activity that may have more rows; empty where *row* gives none."""
        names = [name for name in row.layout.same_activity if row.of(name)]
        for name in names:
            if words := row.says(name):
                return (row.role, name, folded(words))
        if names and self._last:
            self._tell(row, Kind.IGNORED, translate("first.continued"))
        return self._last if names else ()

    def _begin(self, row: ListRow) -> str:
        """Begin an activity with *row*.

        Its id, or for a refused row a name that no activity has.
        """
        name = _name(row)
        if not name:
            message = translate("first.nameless", words=_summary(row))
            self._tell(row, Kind.REFUSED, message)
            return f"/row {row.number}"
        wish = _id(row) or slug(name) or "activity"
        id = unused(wish, self.drafts)
        if id in self.context.register.by_id:
            self._tell_of_conflict(row, id, name)
            return f"/{id}"
        self._tell_of_id(row, id, wish)
        self._create(row, id, name)
        return id

    def _file(self, id: str) -> str:
        return f"{self.home}/activities/{id}.yaml"

    def _create(self, row: ListRow, id: str, name: str) -> None:
        file = self._file(id)
        value = {"id": id, "name": name, "role": {}}
        self.drafts[id] = DraftActivity(id, file, value)
        self._rows[id] = []
        message = translate("first.activity", name=name, id=id)
        self._tell(row, Kind.ADDED, message, file)

    def _tell_of_conflict(self, row: ListRow, id: str, name: str) -> None:
        """Tell of an id that an activity of the register has already."""
        other = unused(id, self.context.register.by_id, self.drafts)
        message = translate("first.id_in_register", id=id, other=other, name=name)
        self._tell(row, Kind.CONFLICT, message, self._file(id))

    def _tell_of_id(self, row: ListRow, id: str, wish: str) -> None:
        """Tell of an id that is another than the row gives, or that another row gives too."""
        if id != wish and wish in self.drafts:
            message = translate("first.id_repeated", name=_name(row), other=wish, id=id)
            self._tell(row, Kind.KEPT, message, self._file(id))
        written = row.says("id")
        if written not in ("", wish):
            message = translate("first.no_id", words=written, id=id)
            self._tell(row, Kind.KEPT, message, self._file(id))

    def _tell(self, row: ListRow, kind: Kind, message: str, file: str = "") -> None:
        self.entries.append(row.first_cell.entry(kind, message, file))

    def finished(self) -> Iterator[DraftActivity]:
        """The activities, with empty columns told, and what was noted in their notes."""
        for id, draft in self.drafts.items():
            self._tell_questions(draft, self._rows.pop(id))
            if draft.notes:
                draft.value["notes"] = " ".join(dict.fromkeys(draft.notes))
            yield draft

    def _tell_questions(self, draft: DraftActivity, rows: list[ListRow]) -> None:
        """Tell which columns no row of an activity fills."""
        first = rows[0]
        for key, source in first.cells.items():
            question = _question(first.layout.columns[key])
            cells = [row.cells[key] for row in rows if key in row.cells]
            is_filled = any(cell.is_filled for cell in cells)
            if question and not is_filled:
                cell = CellImport(self.context, draft, first, source, question)
                cell.left_open("first.empty")


def _summary(row: ListRow) -> str:
    cells = []
    for cell in row.filled_cells:
        summary = translate("first.cell", heading=heading(cell), words=brief(cell.words))
        cells.append(summary)
    return translate("joiner.phrases").join(cells)


def _too_many(row: ListRow, draft: DraftActivity) -> Problem:
    """That a list is refused at the first row too many of an activity.

    The others are not looked at.
    """
    name = quoted(draft.value["name"])
    sheet = row.first_cell.sheet
    return problem_at(sheet, f"A{row.number}", "activity_rows", most=MOST_OF_ONE, name=name)


def _name(row: ListRow) -> str:
    """The name of an activity.

    Its own, or of what makes its rows one, or of its purpose or department.
    """
    if name := row.says("name"):
        return name
    for question in (*row.layout.same_activity, "purposes", "department", "processing"):
        words = row.says(question)
        if words and question != "id":
            return words if len(words) <= LONGEST_NAME else _cut(words)
    return row.says("id")


def _cut(words: str) -> str:
    whole_words, _, _ = words[:LONGEST_NAME].rpartition(" ")
    return f"{whole_words} …"


def _id(row: ListRow) -> str:
    """The id a row gives, where it can be one; empty otherwise."""
    id = row.says("id")
    is_slug = re.fullmatch(SLUG, id)
    return id if is_slug and len(id) <= LONGEST_ID else ""


def _question(column: LayoutColumn) -> str:
    """The first field of a column that a record holds; empty where empty cells ask nothing."""
    fields = [field for field in column.field if not at(field).is_derived]
    return fields[0] if fields and fields not in OPTIONAL else ""
