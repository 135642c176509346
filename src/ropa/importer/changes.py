"""What a row of a sheet changes: in its claim, in the lists and in the claims inside it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ropa.fields import multi_value, nested_claim
from ropa.fields.codecs import lines
from ropa.fields.table import Field
from ropa.importer.claims import Change, merged
from ropa.importer.compare import Edit, value_of
from ropa.importer.drafts import Draft, item_of, model_of
from ropa.importer.statement import StatementSource
from ropa.model.claim import Claim, State
from ropa.reader import Plain
from ropa.register import ResolvedClaim
from ropa.views.table import Origin


@dataclass
class Changes:
    """What a row changes, and the passages on which what it replaces no longer counts."""

    own: Change = field(default_factory=Change)
    lists: Change = field(default_factory=Change)
    inside: dict[str, Change] = field(default_factory=dict)
    withdrawn: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def steps(
        self, path: tuple[str, ...], statement: StatementSource
    ) -> Iterator[tuple[tuple[str, ...], Change, str]]:
        """Each change with the path of what it changes and what it rests on.

        Lists cite word by word.
        """
        if self.lists:
            yield path, self.lists, ""
        if self.own:
            yield path, self.own, statement.cite()
        for name, change in self.inside.items():
            yield (*path, name), change, statement.cite()

    def cited(self, edited: Field, claim: Claim) -> Iterable[str]:
        """The passages that what *edited* showed rested on."""
        if edited.kind in ("set", "claim") or "." in edited.name:
            return self.withdrawn.get(inside(edited), ())
        return claim.cites


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A row that came back: what it is about, the answer it showed, and the draft it changes."""

    origin: Origin
    draft: Draft
    statement: StatementSource
    answer: ResolvedClaim | None = None

    def changes(self, edits: Iterable[Edit]) -> Changes:
        """What *edits* change. Raises UnreadableCell."""
        changes = Changes()
        for edit in edits:
            self._take(changes, edit)
        return changes

    def _take(self, changes: Changes, edit: Edit) -> None:
        name = edit.field.name
        if edit.kind == "state":
            changes.own.state = State(str(self._value(edit)))
        elif edit.kind == "reason":
            changes.own.reason = str(self._value(edit)) if edit.words else None
        elif edit.kind == "set":
            self._take_list(changes, edit)
        elif edit.kind == "claim" or "." in name:
            self._take_inside(changes, edit)
        else:
            changes.own.fields[name] = self._value(edit)

    def _value(self, edit: Edit) -> Plain:
        return value_of(self.draft.register, edit) if edit.words else ""

    def _take_list(self, changes: Changes, edit: Edit) -> None:
        name = edit.field.name
        answers = self.answer.nested(name) if self.answer is not None else ()
        by_line = {multi_value.line(answer): answer for answer in answers}
        before: Mapping[str, ResolvedClaim | None] = {
            **dict.fromkeys(lines(edit.before)),
            **by_line,
        }
        cell_lines = multi_value.read(self.draft.register, edit.field, edit.words, before)
        is_own = self.answer is not None and name in self.answer.own
        own = self._as_written(name) if is_own else None
        changes.lists.fields[name] = merged(cell_lines, own, self.statement.cite())
        shown = {line.words for line in cell_lines}
        gone = (answer for words, answer in by_line.items() if words not in shown)
        cites = (name for answer in gone for name in answer.claim.cites)
        changes.withdrawn[name] = tuple(dict.fromkeys(cites))

    def _as_written(self, name: str) -> Plain:
        """The list *name* inside the claim, as the activity or the general statement writes it."""
        shared_statement = self.origin.shared_statement
        part: Any = self.draft.general[shared_statement] if shared_statement else self.draft.value
        for step in (*self.origin.path, name):
            part = part[step]
        written: Plain = part
        return written

    def _take_inside(self, changes: Changes, edit: Edit) -> None:
        """Add what *edit* changes in a claim inside an item, or in a field of one."""
        name = inside(edit.field)
        claim = getattr(self.answer.claim, name) if self.answer is not None else None
        change = changes.inside.setdefault(name, Change())
        changes.withdrawn[name] = tuple(claim.cites) if claim is not None else ()
        _, dot, part = edit.field.name.partition(".")
        if dot:
            change.fields[part] = self._value(edit)
            change.state = change.state or (State.STATED if claim is None else None)
        elif edit.words:
            cell = nested_claim.read(edit.field, edit.words, edit.today)
            kind = model_of(item_of(self.origin.path[0]), name)
            assert kind is not None and issubclass(kind, Claim)
            change.state, change.reason = cell.state, cell.wording or None
            change.fields[nested_claim.main_field(kind)] = cell.text


def inside(edited: Field) -> str:
    """The claim or list inside an item that a field is about."""
    return edited.name.partition(".")[0]
