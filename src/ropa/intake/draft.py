"""An activity in the making: what rows say of it, field by field."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ropa.corrections.report import Entry
from ropa.intake.cells import JOINT, Item
from ropa.model.claim import EXCLUDING, State

PlainClaim = dict[str, Any]
"""A claim, a list or a whole record as it is written."""

ALWAYS = ("id", "name", "role")
"""What every record says."""


class RowItem(NamedTuple):
    """An item that a row named, and the number that stood before it, 0 for none."""

    key: str
    number: int


class DraftSnapshot(NamedTuple):
    """An activity in the making as it was before a cell: what it said, and how much was told."""

    value: PlainClaim
    row: dict[str, list[RowItem]]
    notes: int
    entries: int


@dataclass
class DraftActivity:
    """One activity.

    Its file, what its record says, what goes into its notes, what is told of its cells.
    """

    id: str
    file: str
    value: PlainClaim
    notes: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    row: dict[str, list[RowItem]] = field(default_factory=dict)
    """The items that the row at hand named, by question."""
    seen: set[tuple[str, str, str]] = field(default_factory=set)
    """What cells of earlier rows said, by role and column.

    What is said again is not imported again.
    """

    def snapshot(self) -> DraftSnapshot:
        """What there is now, to come back to."""
        notes = len(self.notes)
        entries = len(self.entries)
        value = copied(self.value)
        return DraftSnapshot(value, copied(self.row), notes, entries)

    def changed_since(self, before: DraftSnapshot) -> PlainClaim:
        """What the record says otherwise than *before*, with what every record says."""
        changes = {}
        for key, claim in self.value.items():
            if key in ALWAYS or before.value.get(key) != claim:
                changes[key] = claim
        return changes

    def go_back(self, before: DraftSnapshot) -> None:
        """Be again what it was *before*."""
        self.value = before.value
        self.row = before.row
        del self.notes[before.notes :]
        del self.entries[before.entries :]

    def start_row(self, question: str) -> None:
        """Forget which items of *question* the row before named."""
        self.row[question] = []

    def row_keys(self, question: str) -> list[str]:
        """The items of *question* that the row at hand named, once each."""
        keys = (item.key for item in self.row.get(question, ()))
        return list(dict.fromkeys(keys))

    def numbered(self, question: str, number: int) -> str:
        """The item of *question* with that *number* in the row at hand; empty where none has it."""
        items = self.row.get(question, ())
        keys = {item.number: item.key for item in items}
        return keys.get(number, "") if number else ""

    def listed(self, question: str) -> PlainClaim:
        """The items of the list *question* by key; none where a state stands in their place."""
        return details_of(self.value.get(question))

    def items(self, question: str) -> PlainClaim:
        """The list *question*, ready to take an item.

        What was said of an empty one no longer holds.
        """
        items = self.value[question] = self.listed(question)
        return items

    def add(self, question: str, key: str, details: PlainClaim, number: int = 0) -> None:
        """Add an item, or to what is known of it; what stands there already stays."""
        items = self.items(question)
        items[key] = joined_claims(items.get(key), details)
        self.row.setdefault(question, []).append(RowItem(key, number))

    def is_closed(self, question: str) -> bool:
        """Whether a state stands in place of the list *question*."""
        return is_closed(self.value.get(question))


def copied(value: Any) -> Any:
    """A copy of mappings and lists, down to their words."""
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value


def joined_claims(claim: Any, details: PlainClaim) -> Any:
    """The *claim* of an item with more *details*; ``stated`` where nothing is said of it."""
    return _joined(details_of(claim), details) or "stated"


def details_of(claim: Any) -> PlainClaim:
    """What a claim says beyond its state; nothing where it is a word."""
    return claim if isinstance(claim, dict) else {}


def _joined(before: PlainClaim, details: PlainClaim) -> PlainClaim:
    """The details known *before* with others; different words of one kind stand side by side."""
    joined = {**details, **before}
    for name, detail in details.items():
        joined[name] = _side_by_side(before.get(name, detail), detail)
    return joined


def _side_by_side(before: Any, detail: Any) -> Any:
    """Two details of one kind as one; the first where they are of different kinds."""
    if isinstance(before, str) and isinstance(detail, str):
        return before if detail in before else f"{before}{JOINT}{detail}"
    if isinstance(before, dict) and isinstance(detail, dict):
        return _joined(before, detail)
    if isinstance(before, list) and isinstance(detail, list):
        return list(dict.fromkeys((*before, *detail)))
    return before


def is_closed(claim: Any) -> bool:
    """Whether what a list says of itself leaves no room for items."""
    if isinstance(claim, dict):
        return any(str(state) in claim for state in EXCLUDING)
    return isinstance(claim, str)


def details(item: Item, text: str = "", name: str = "text") -> PlainClaim:
    """The details of an item's claim: its text, its state, and the marks beside it."""
    claim = {}
    if item.state in (State.VAGUE, State.INFERRED):
        wording = item.wording or text or item.text
        claim[str(item.state)] = wording
        text = text if item.wording else ""
    marks = {name: text, "qualified": item.qualified, "when": item.when}
    filled = {key: words for key, words in marks.items() if words}
    return claim | filled
