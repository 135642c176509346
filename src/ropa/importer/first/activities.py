"""From rows to activities: which rows belong together, under which id, and what could not become a record."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ropa.fields.table import at
from ropa.importer.first.ground import ImportContext
from ropa.importer.first.made import Made, brief, heading
from ropa.importer.first.readers import take
from ropa.importer.first.rows import ListRow
from ropa.importer.report import Entry, Kind, Problem, quoted
from ropa.layouts import folded
from ropa.model.layout import RowPer
from ropa.model.part import SLUG
from ropa.model.slug import slug, unused
from ropa.vocabulary import say

MOST_OF_ONE = 500
"""Rows of one activity: each of them is tried out with what the others said."""

LONGEST_NAME = 80
"""Characters of a name made of a purpose."""

LONGEST_ID = 100
"""Characters of an id, which names a file."""


@dataclass
class Activities:
    """The activities of a workbook in the order of its rows, and what is told of rows that became none."""

    ground: ImportContext
    home: str
    made: dict[str, Made] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _ids: dict[tuple[str, ...], str] = field(default_factory=dict)
    _rows: dict[str, list[ListRow]] = field(default_factory=dict)
    _refused: set[str] = field(default_factory=set)
    _last: tuple[str, ...] = ()

    def add(self, row: ListRow) -> None:
        """Take *row* into its activity, which it may begin."""
        key = self._key(row)
        id = self._ids.get(key)
        if id is None:
            id = self._begin(row, key)
        self._last = key
        if id in self.made:
            one = self.made[id]
            self._rows[id].append(row)
            if len(self._rows[id]) > MOST_OF_ONE:
                self._overflow(row, one)
                return
            one.value["role"].setdefault(row.role, "stated")
            take(self.ground, one, row)

    def _overflow(self, row: ListRow, one: Made) -> None:
        """Refuse the list at the first row too many of an activity; the others are not looked at."""
        if len(self._rows[one.id]) == MOST_OF_ONE + 1:
            first = next(iter(row.cells.values()))
            message = (
                f"more than {MOST_OF_ONE} rows belong to the activity “{quoted(one.value['name'])}”"
            )
            self.problems.append(
                Problem(first.sheet, f"A{row.number}", message, "name each activity in its own row")
            )

    def _key(self, row: ListRow) -> tuple[str, ...]:
        """What tells the rows of one activity from those of another."""
        if row.joined:
            return ("merged", row.joined)
        if id := _id(row):
            return ("id", id)
        if row.layout.one_row_per is RowPer.PURPOSE:
            found = [(name, row.says(name)) for name in row.layout.same_activity if row.of(name)]
            said = next(((name, folded(text)) for name, text in found if text), None)
            if said:
                return (row.role, *said)
            if found and self._last:
                self._tell(row, Kind.IGNORED, say("first.continued"))
                return self._last
        return (next(iter(row.cells.values())).sheet, str(row.number))

    def _begin(self, row: ListRow, key: tuple[str, ...]) -> str:
        name = self._name(row)
        if not name:
            said = "; ".join(
                f"{heading(one)}: {brief(one.words)}"
                for one in row.cells.values()
                if one.words.strip()
            )
            self._tell(row, Kind.REFUSED, say("first.nameless", words=said))
            return self._refuse(key, f"row {row.number}")
        asked = _id(row) or slug(name) or "activity"
        id = unused(asked, self.made)
        file = f"{self.home}/activities/{id}.yaml"
        if id in self.ground.register.by_id:
            self._tell(
                row,
                Kind.CONFLICT,
                say("first.there", id=id, other=self._other(id), name=name),
                file,
            )
            return self._refuse(key, id)
        if id != asked and asked in self.made:
            self._tell(row, Kind.KEPT, say("first.again", name=name, other=asked, id=id), file)
        if row.says("id") and asked != row.says("id"):
            self._tell(row, Kind.KEPT, say("first.no_id", words=row.says("id"), id=id), file)
        self._ids[key] = id
        self._rows[id] = []
        self.made[id] = Made(id, file, {"id": id, "name": name, "role": {row.role: "stated"}})
        self._tell(row, Kind.ADDED, say("first.activity", name=name, id=id), file)
        return id

    def _other(self, id: str) -> str:
        return unused(id, self.ground.register.by_id, self.made)

    def _refuse(self, key: tuple[str, ...], what: str) -> str:
        self._ids[key] = f"/{what}"
        return self._ids[key]

    def _name(self, row: ListRow) -> str:
        """The name of an activity: its own, or of what makes its rows one, or of its purpose or function."""
        for asked in ("name", *row.layout.same_activity, "purposes", "function", "processing"):
            if asked != "id" and (said := row.says(asked)):
                return (
                    said
                    if asked == "name" or len(said) <= LONGEST_NAME
                    else f"{said[:LONGEST_NAME].rpartition(' ')[0]} …"
                )
        return row.says("id")

    def _tell(self, row: ListRow, kind: Kind, message: str, file: str = "") -> None:
        first = next(
            (one for one in row.cells.values() if one.words.strip()), next(iter(row.cells.values()))
        )
        self.entries.append(Entry(kind, first.sheet, first.place, message, file))

    def finished(self) -> Iterator[Made]:
        """The activities, with the questions their rows leave empty told, and what was kept put into their notes."""
        for id, one in self.made.items():
            rows = self._rows.pop(id)
            self._questions(one, rows[0], rows)
            if one.notes:
                one.value["notes"] = " ".join(dict.fromkeys(one.notes))
            yield one

    def _questions(self, one: Made, first: ListRow, rows: list[ListRow]) -> None:
        for key, column in first.layout.columns.items():
            known = [name for name in column.field if not at(name).is_derived]
            if not known or known in (["id"], ["notes"], ["tags"]) or key not in first.cells:
                continue
            if not any(key in row.cells and row.cells[key].words.strip() for row in rows):
                one.left_open(
                    first.cells[key],
                    known[0],
                    say("first.empty", heading=heading(first.cells[key])),
                )


def _id(row: ListRow) -> str:
    """The id a row gives, where it can be one; empty otherwise."""
    said = row.says("id")
    return said if len(said) <= LONGEST_ID and re.fullmatch(SLUG, said) else ""
