"""A cell on its way into an activity, and what is told of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ropa.corrections.report import Kind
from ropa.fields import codecs
from ropa.fields.codecs import UnreadableCell
from ropa.fields.table import Field
from ropa.intake.cells import Item, in_one_line
from ropa.intake.context import ImportContext
from ropa.intake.draft import DraftActivity
from ropa.intake.list_sheet import ListCell, ListRow
from ropa.model.claim import State
from ropa.reader import Plain
from ropa.terminal import cut
from ropa.vocabulary import joined, translate

LONGEST = 120
"""Characters of a cell that a report quotes."""


@dataclass(frozen=True, slots=True)
class CellImport:
    """A cell of a row, the field of an activity that takes it, and what both stand in."""

    context: ImportContext
    draft: DraftActivity
    row: ListRow
    source: ListCell
    field: str

    @property
    def words(self) -> str:
        """What the cell says."""
        return self.source.words

    def under(self, *steps: str) -> "CellImport":
        """The same cell on its way to a place below a question."""
        return replace(self, field=" › ".join(steps))

    def labels(self, question: str) -> Mapping[str, str]:
        """The labels of what its activity lists for *question*, by key."""
        return self.context.of(question, self.draft.listed(question))

    def imported(self, value: str) -> None:
        """Tell that the cell was imported as *value*."""
        words = brief(self.words)
        self._tell(Kind.ADDED, translate("first.imported", words=words, value=value))

    def imported_keys(self, keys: Iterable[str]) -> None:
        """Tell that the cell was imported as *keys*, where there are some."""
        if names := joined(dict.fromkeys(keys)):
            self.imported(names)

    def noted(self, message: str, words: str = "", **values: object) -> None:
        """Keep *words* of the cell, else all, in the notes; the message tells why there."""
        self.noted_because(translate(message, **values), words)

    def noted_because(self, reason: str, words: str = "") -> None:
        """Keep *words* of the cell, else all, in the notes, and tell the *reason*."""
        line = " ".join((words or self.words).split())
        self.draft.notes.append(self._note(line))
        message = translate("first.noted", words=brief(line), why=reason)
        noted = self if self.field else self.under("notes")
        noted._tell(Kind.KEPT, message)

    def _note(self, line: str) -> str:
        source = self.source
        place = {"sheet": source.sheet, "cell": source.place, "heading": heading(source)}
        return translate("first.note", words=line, **place)

    def unclear(self, message: str, words: str = "") -> None:
        """Tell that words of the cell were imported, and that somebody has to look at them."""
        told = translate(message, words=brief(words))
        self._tell(Kind.KEPT, told)

    def left_open(self, message: str = "first.open", words: str = "") -> None:
        """Tell that *words* of the cell, else all, leave a question open."""
        quoted = brief(words or self.words)
        told = translate(message, words=quoted, heading=heading(self.source))
        self._tell(Kind.OPEN, told)

    def ignored(self, message: str) -> None:
        """Tell that there was nothing to import."""
        self._tell(Kind.IGNORED, translate(message))

    def _tell(self, kind: Kind, message: str) -> None:
        draft = self.draft
        entry = self.source.entry(kind, message, draft.file, self.field)
        draft.entries.append(entry)

    def read(self, field: Field, words: str) -> Plain | None:
        """What *words* write into *field*; None, and the cell noted, where they are no value."""
        try:
            return codecs.read(self.context.register, field, words)
        except UnreadableCell as error:
            self.noted_because(str(error))
            return None

    def write_state(self, item: Item, words: str = "") -> None:
        """Write the state of a whole list or claim.

        Where the record says something else, keep *words* of the cell, else all, in the notes.
        """
        if message := open_message(item):
            self.left_open(message)
        elif item.when or (item.wording and item.state is not State.NOT_APPLICABLE):
            self.noted("first.condition")
        else:
            state = str(item.state)
            is_written = self.draft.value.get(self.field) == state
            is_bare = is_written or not item.wording
            answer = state if is_bare else {state: item.wording}
            self.write(answer, translate(f"state.{state}"), words)

    def write(self, value: Any, summary: str, words: str = "") -> None:
        """Write a single value.

        Where another stands already, keep *words* of the cell, else all, in the notes.
        """
        claims = self.draft.value
        field = self.field
        if field not in claims:
            claims[field] = value
            self.imported(summary)
        elif claims[field] == value:
            self.ignored("first.repeated")
        else:
            self.noted("first.differs", words)


Reader = Callable[[CellImport], None]
"""What imports a cell."""


def open_message(item: Item) -> str:
    """The message of a state that answers nothing: a dash, or n/a without a reason.

    Empty for others.
    """
    if item.state is State.NOT_RECORDED:
        return "first.open"
    lacks_reason = item.state is State.NOT_APPLICABLE and not item.wording
    return "first.no_reason" if lacks_reason else ""


def brief(words: str) -> str:
    """*words* on one line, as a report quotes them."""
    return cut(in_one_line(words), LONGEST)


def heading(cell: ListCell) -> str:
    """The heading of a cell on one line."""
    return " ".join(cell.heading.split())
