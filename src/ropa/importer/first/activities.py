"""From rows to activities.

Which rows belong together, under which id, and what could not become a record.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ropa.fields.table import at
from ropa.importer.first.draft import DraftActivity, brief, heading
from ropa.importer.first.ground import ImportContext
from ropa.importer.first.readers import take
from ropa.importer.first.rows import ListCell, ListRow
from ropa.importer.report import Entry, Kind, Problem
from ropa.layouts import folded
from ropa.model.layout import RowPer
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

    ground: ImportContext
    home: str
    drafts: dict[str, DraftActivity] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _ids: dict[Key, str] = field(default_factory=dict)
    _rows: dict[str, list[ListRow]] = field(default_factory=dict)
    _last: Key = ()

    def add(self, row: ListRow) -> None:
        """Take *row* into its activity, which it may begin."""
        key = self._key(row)
        id = self._ids.get(key)
        if id is None:
            id = self._ids[key] = self._begin(row)
        self._last = key
        draft = self.drafts.get(id)
        if draft is None:
            return
        rows = self._rows[id]
        rows.append(row)
        if len(rows) <= MOST_OF_ONE:
            draft.value["role"].setdefault(row.role, "stated")
            take(self.ground, draft, row)
        elif len(rows) == MOST_OF_ONE + 1:
            self.problems.append(_too_many(row, draft))

    def _key(self, row: ListRow) -> Key:
        if row.joined:
            return ("merged", row.joined)
        if id := _id(row):
            return ("id", id)
        if row.layout.one_row_per is RowPer.PURPOSE:
            names = [(name, row.says(name)) for name in row.layout.same_activity if row.of(name)]
            for name, words in names:
                if words:
                    return (row.role, name, folded(words))
            if names and self._last:
                self._tell(row, Kind.IGNORED, translate("first.continued"))
                return self._last
        return (_first_cell(row).sheet, str(row.number))

    def _begin(self, row: ListRow) -> str:
        """Begin an activity with *row*.

        Its id, or for a refused row a name that no activity has.
        """
        name = _name(row)
        if not name:
            cells = (cell for cell in row.cells.values() if cell.words.strip())
            words = "; ".join(f"{heading(cell)}: {brief(cell.words)}" for cell in cells)
            self._tell(row, Kind.REFUSED, translate("first.nameless", words=words))
            return f"/row {row.number}"
        asked = _id(row) or slug(name) or "activity"
        id = unused(asked, self.drafts)
        file = f"{self.home}/activities/{id}.yaml"
        if id in self.ground.register.by_id:
            other = unused(id, self.ground.register.by_id, self.drafts)
            message = translate("first.there", id=id, other=other, name=name)
            self._tell(row, Kind.CONFLICT, message, file)
            return f"/{id}"
        self._tell_of_id(row, id, asked, file)
        self._rows[id] = []
        value = {"id": id, "name": name, "role": {row.role: "stated"}}
        self.drafts[id] = DraftActivity(id, file, value)
        self._tell(row, Kind.ADDED, translate("first.activity", name=name, id=id), file)
        return id

    def _tell_of_id(self, row: ListRow, id: str, asked: str, file: str) -> None:
        """Tell of an id that is another than the row gives, or that another row gives too."""
        if id != asked and asked in self.drafts:
            message = translate("first.again", name=_name(row), other=asked, id=id)
            self._tell(row, Kind.KEPT, message, file)
        written = row.says("id")
        if written and asked != written:
            self._tell(row, Kind.KEPT, translate("first.no_id", words=written, id=id), file)

    def _tell(self, row: ListRow, kind: Kind, message: str, file: str = "") -> None:
        filled = (cell for cell in row.cells.values() if cell.words.strip())
        cell = next(filled, _first_cell(row))
        self.entries.append(Entry(kind, cell.sheet, cell.place, message, file))

    def finished(self) -> Iterator[DraftActivity]:
        """The activities, with empty columns told, and what was noted in their notes."""
        for id, draft in self.drafts.items():
            _tell_questions(draft, self._rows.pop(id))
            if draft.notes:
                draft.value["notes"] = " ".join(dict.fromkeys(draft.notes))
            yield draft


def _first_cell(row: ListRow) -> ListCell:
    return next(iter(row.cells.values()))


def _too_many(row: ListRow, draft: DraftActivity) -> Problem:
    """That a list is refused at the first row too many of an activity.

    The others are not looked at.
    """
    name = quoted(draft.value["name"])
    message = f"more than {MOST_OF_ONE} rows belong to the activity “{name}”"
    help = "name each activity in its own row"
    return Problem(_first_cell(row).sheet, f"A{row.number}", message, help)


def _name(row: ListRow) -> str:
    """The name of an activity.

    Its own, or of what makes its rows one, or of its purpose or function.
    """
    for word in ("name", *row.layout.same_activity, "purposes", "function", "processing"):
        words = row.says(word) if word != "id" else ""
        if words:
            is_whole = word == "name" or len(words) <= LONGEST_NAME
            return words if is_whole else f"{words[:LONGEST_NAME].rpartition(' ')[0]} …"
    return row.says("id")


def _id(row: ListRow) -> str:
    """The id a row gives, where it can be one; empty otherwise."""
    id = row.says("id")
    return id if len(id) <= LONGEST_ID and re.fullmatch(SLUG, id) else ""


def _tell_questions(draft: DraftActivity, rows: list[ListRow]) -> None:
    """Tell which columns no row of an activity fills."""
    first = rows[0]
    for key, column in first.layout.columns.items():
        words = [word for word in column.field if not at(word).is_derived]
        if not words or words in OPTIONAL or key not in first.cells:
            continue
        cell = first.cells[key]
        if not any(key in row.cells and row.cells[key].words.strip() for row in rows):
            message = translate("first.empty", heading=heading(cell))
            draft.left_open(cell, words[0], message)
