"""An activity in the making: what rows say of it, field by field, and what is told of every cell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ropa.importer.first.cells import Item
from ropa.importer.first.rows import ListCell
from ropa.importer.report import Entry, Kind
from ropa.model.claim import EXCLUDING, State
from ropa.vocabulary import say


class Before(NamedTuple):
    """An activity in the making as it was before a cell: what it said, and how much was told."""

    value: dict[str, Any]
    row: dict[str, list[str]]
    numbers: dict[str, dict[int, str]]
    notes: int
    entries: int


@dataclass
class Made:
    """One activity: its file, what its record says, what goes into its notes, what is told of its cells."""

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
    """What cells of earlier rows said, by role and column: what is said again is not taken again."""

    def before(self) -> Before:
        """What there is now, to come back to."""
        value, row, numbers = copied(self.value), copied(self.row), copied(self.numbers)
        return Before(value, row, numbers, len(self.notes), len(self.entries))

    def changed_since(self, before: Before) -> dict[str, Any]:
        """What the record says otherwise than *before*, with what every record says."""
        always = ("id", "name", "role")
        return {
            key: said
            for key, said in self.value.items()
            if key in always or before.value.get(key) != said
        }

    def go_back(self, before: Before) -> None:
        """Be again what was there *before*."""
        self.value, self.row, self.numbers = before.value, before.row, before.numbers
        del self.notes[before.notes :], self.entries[before.entries :]

    def anew(self, question: str) -> None:
        """Forget which items of *question* the row before named."""
        self.row[question], self.numbers[question] = [], {}

    def took(self, cell: ListCell, field: str, shown: str) -> None:
        """Tell that *cell* was taken into *field*."""
        self._tell(Kind.ADDED, cell, field, say("first.took", words=brief(cell.words), shown=shown))

    def kept(self, cell: ListCell, field: str, why: str, words: str = "") -> None:
        """Keep words of *cell* in the notes of the record, and tell why they are nowhere else."""
        said = " ".join((words or cell.words).split())
        self.notes.append(
            say("first.note", sheet=cell.sheet, cell=cell.place, heading=heading(cell), words=said)
        )
        self._tell(Kind.KEPT, cell, field or "notes", say("first.kept", words=brief(said), why=why))

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
        """The list *question*, ready to take an item: what was said of an empty one no longer holds."""
        here = self.value.get(question)
        if not isinstance(here, dict):
            here = self.value[question] = {}
        return here

    def add(self, question: str, key: str, details: Mapping[str, Any], number: int = 0) -> None:
        """Add an item, or to what is there of it; what stands there already stays."""
        here = self.items(question)
        there = here.get(key)
        here[key] = together(there if isinstance(there, dict) else {}, details) or "stated"
        self.row.setdefault(question, []).append(key)
        if number:
            self.numbers.setdefault(question, {})[number] = key

    def is_closed(self, question: str) -> bool:
        """Whether a state stands in place of the list *question*, so that no item can stand beside it."""
        return closed(self.value.get(question))

    def state(self, cell: ListCell, field: str, item: Item) -> bool:
        """Write the state that stands in place of a whole list or claim; False where it is already answered."""
        if item.state is State.NOT_RECORDED:
            self.left_open(cell, field, say("first.open", words=brief(cell.words)))
            return True
        if item.state is State.NOT_APPLICABLE and not item.wording:
            self.left_open(cell, field, say("first.why", words=brief(cell.words)))
            return True
        if item.when or (item.wording and item.state is not State.NOT_APPLICABLE):
            self.kept(cell, field, say("first.condition"))
            return True
        if self.value.get(field) in ({str(item.state): item.wording}, str(item.state)):
            self.ignored(cell, field, say("first.same"))
            return True
        if field in self.value:
            return False
        self.value[field] = {str(item.state): item.wording} if item.wording else str(item.state)
        self.took(cell, field, say(f"state.{item.state}"))
        return True

    def once(self, cell: ListCell, field: str, value: Any, shown: str) -> None:
        """Write a single value; where another stands already, keep it in the notes."""
        there = self.value.get(field)
        if there is None:
            self.value[field] = value
            self.took(cell, field, shown)
        elif there == value:
            self.ignored(cell, field, say("first.same"))
        else:
            self.kept(cell, field, say("first.differs"))


def copied(value: Any) -> Any:
    """A copy of mappings and lists, down to their words."""
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value


def together(there: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """The details that are *there* with those *said* as well: different words of one kind stand side by side."""
    whole = {**said, **there}
    for name, words in said.items():
        before = there.get(name, words)
        if isinstance(before, str) and isinstance(words, str) and words not in before:
            whole[name] = f"{before}; {words}"
        elif isinstance(before, dict) and isinstance(words, dict):
            whole[name] = together(before, words)
        elif isinstance(before, list) and isinstance(words, list):
            whole[name] = list(dict.fromkeys((*before, *words)))
    return whole


def closed(said: Any) -> bool:
    """Whether what is *said* of a list leaves no room for items."""
    return isinstance(said, str) or (
        isinstance(said, dict) and any(str(state) in said for state in EXCLUDING)
    )


def details(item: Item, text: str = "", name: str = "text") -> dict[str, Any]:
    """The details of an item's claim: its text, its state, and the marks beside it."""
    made: dict[str, Any] = {}
    if item.state in (State.VAGUE, State.INFERRED):
        made[str(item.state)] = item.wording or text or item.text
        text = text if item.wording else ""
    made |= {name: text} if text else {}
    made |= {"hedged": item.hedged} if item.hedged else {}
    return made | ({"when": item.when} if item.when else {})


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
