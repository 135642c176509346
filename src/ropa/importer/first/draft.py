"""An activity in the making.

What rows say of it, field by field, and what is told of every cell.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ropa.importer.first.cells import Item
from ropa.importer.first.rows import ListCell
from ropa.importer.report import Entry, Kind
from ropa.model.claim import EXCLUDING, State
from ropa.vocabulary import translate

ALWAYS = ("id", "name", "role")
"""What every record says."""


class Before(NamedTuple):
    """An activity in the making as it was before a cell: what it said, and how much was told."""

    value: dict[str, Any]
    row: dict[str, list[str]]
    numbers: dict[str, dict[int, str]]
    notes: int
    entries: int


@dataclass
class DraftActivity:
    """One activity.

    Its file, what its record says, what goes into its notes, what is told of its cells.
    """

    id: str
    file: str
    value: dict[str, Any]
    notes: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    row: dict[str, list[str]] = field(default_factory=dict)
    """Keys of the items that the row at hand named, by question."""
    numbers: dict[str, dict[int, str]] = field(default_factory=dict)
    """Keys by the numbers that stood before them in the row at hand."""

    seen: set[tuple[str, str, str]] = field(default_factory=set)
    """What cells of earlier rows said, by role and column.

    What is said again is not taken again.
    """

    def before(self) -> Before:
        """What there is now, to come back to."""
        value, row, numbers = copied(self.value), copied(self.row), copied(self.numbers)
        return Before(value, row, numbers, len(self.notes), len(self.entries))

    def changed_since(self, before: Before) -> dict[str, Any]:
        """What the record says otherwise than *before*, with what every record says."""
        changed = {}
        for key, claim in self.value.items():
            if key in ALWAYS or before.value.get(key) != claim:
                changed[key] = claim
        return changed

    def go_back(self, before: Before) -> None:
        """Be again what was there *before*."""
        self.value, self.row, self.numbers = before.value, before.row, before.numbers
        del self.notes[before.notes :], self.entries[before.entries :]

    def anew(self, question: str) -> None:
        """Forget which items of *question* the row before named."""
        self.row[question], self.numbers[question] = [], {}

    def imported(self, cell: ListCell, field: str, shown: str) -> None:
        """Tell that *cell* was taken into *field*."""
        message = translate("first.took", words=brief(cell.words), shown=shown)
        self._tell(Kind.ADDED, cell, field, message)

    def noted(self, cell: ListCell, field: str, why: str, words: str = "") -> None:
        """Keep words of *cell* in the notes of the record, and tell why they are nowhere else."""
        line = " ".join((words or cell.words).split())
        place = {"sheet": cell.sheet, "cell": cell.place, "heading": heading(cell)}
        self.notes.append(translate("first.note", words=line, **place))
        message = translate("first.kept", words=brief(line), why=why)
        self._tell(Kind.KEPT, cell, field or "notes", message)

    def unsure(self, cell: ListCell, field: str, why: str) -> None:
        """Tell that words of *cell* were taken, and that somebody has to look at them."""
        self._tell(Kind.KEPT, cell, field, why)

    def left_open(self, cell: ListCell, field: str, why: str) -> None:
        """Tell that a question stands open."""
        self._tell(Kind.OPEN, cell, field, why)

    def ignored(self, cell: ListCell, field: str, why: str) -> None:
        """Tell that there was nothing to take."""
        self._tell(Kind.IGNORED, cell, field, why)

    def _tell(self, kind: Kind, cell: ListCell, field: str, message: str) -> None:
        self.entries.append(Entry(kind, cell.sheet, cell.place, message, self.file, field))

    def items(self, question: str) -> dict[str, Any]:
        """The list *question*, ready to take an item.

        What was said of an empty one no longer holds.
        """
        items = self.value.get(question)
        if not isinstance(items, dict):
            items = self.value[question] = {}
        return items

    def add(self, question: str, key: str, details: Mapping[str, Any], number: int = 0) -> None:
        """Add an item, or to what is known of it; what stands there already stays."""
        items = self.items(question)
        item = items.get(key)
        before = item if isinstance(item, dict) else {}
        items[key] = together(before, details) or "stated"
        self.row.setdefault(question, []).append(key)
        if number:
            self.numbers.setdefault(question, {})[number] = key

    def is_closed(self, question: str) -> bool:
        """Whether a state stands in place of the list *question*."""
        return closed(self.value.get(question))

    def state(self, cell: ListCell, field: str, item: Item) -> bool:
        """Write the state of a whole list or claim; False where it is answered already."""
        answer = {str(item.state): item.wording} if item.wording else str(item.state)
        if message := _leaves_open(item):
            self.left_open(cell, field, translate(message, words=brief(cell.words)))
        elif item.when or (item.wording and item.state is not State.NOT_APPLICABLE):
            self.noted(cell, field, translate("first.condition"))
        elif self.value.get(field) in (answer, str(item.state)):
            self.ignored(cell, field, translate("first.same"))
        elif field in self.value:
            return False
        else:
            self.value[field] = answer
            self.imported(cell, field, translate(f"state.{item.state}"))
        return True

    def once(self, cell: ListCell, field: str, value: Any, shown: str) -> None:
        """Write a single value; where another stands already, keep it in the notes."""
        before = self.value.get(field)
        if before is None:
            self.value[field] = value
            self.imported(cell, field, shown)
        elif before == value:
            self.ignored(cell, field, translate("first.same"))
        else:
            self.noted(cell, field, translate("first.differs"))


def _leaves_open(item: Item) -> str:
    """The message of a state that answers nothing: a dash, or n/a without a reason.

    Empty for others.
    """
    if item.state is State.NOT_RECORDED:
        return "first.open"
    lacks_reason = item.state is State.NOT_APPLICABLE and not item.wording
    return "first.why" if lacks_reason else ""


def copied(value: Any) -> Any:
    """A copy of mappings and lists, down to their words."""
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value


def together(before: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """The details known *before* with *more* of them.

    Different words of one kind stand side by side.
    """
    joined = {**more, **before}
    for name, detail in more.items():
        joined[name] = _side_by_side(before.get(name, detail), detail)
    return joined


def _side_by_side(before: Any, more: Any) -> Any:
    """Two details of one kind as one; the first where they are of different kinds."""
    if isinstance(before, str) and isinstance(more, str):
        return before if more in before else f"{before}; {more}"
    if isinstance(before, dict) and isinstance(more, dict):
        return together(before, more)
    if isinstance(before, list) and isinstance(more, list):
        return list(dict.fromkeys((*before, *more)))
    return before


def closed(claim: Any) -> bool:
    """Whether what a list says of itself leaves no room for items."""
    if isinstance(claim, dict):
        return any(str(state) in claim for state in EXCLUDING)
    return isinstance(claim, str)


def details(item: Item, text: str = "", name: str = "text") -> dict[str, Any]:
    """The details of an item's claim: its text, its state, and the marks beside it."""
    claim: dict[str, Any] = {}
    if item.state in (State.VAGUE, State.INFERRED):
        claim[str(item.state)] = item.wording or text or item.text
        text = text if item.wording else ""
    marks = {name: text, "hedged": item.hedged, "when": item.when}
    return claim | {key: words for key, words in marks.items() if words}


def brief(words: str) -> str:
    """*words* on one line, as a report quotes them."""
    line = " / ".join(part.strip() for part in words.splitlines() if part.strip())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


LONGEST = 120
"""Characters of a cell that a report quotes."""


def heading(cell: ListCell) -> str:
    """The heading of a cell on one line."""
    return " ".join(cell.heading.split())


def several(keys: Iterable[str]) -> str:
    """Keys as a report lists them."""
    return ", ".join(dict.fromkeys(keys))
