"""What a row of a sheet changes: in its claim, in the lists and in the claims inside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ropa.corrections.claims import Change, ClaimPath, merged
from ropa.corrections.compare import Edit, value_of
from ropa.corrections.drafts import Draft, model_of
from ropa.corrections.statement import StatementSource
from ropa.documents.table import Origin
from ropa.fields import multi_value, nested_claim
from ropa.fields.codecs import lines
from ropa.fields.table import Field
from ropa.model.claim import Claim, State
from ropa.reader import Plain
from ropa.register import ResolvedClaim


@dataclass
class Changes:
    """What a row changes, and the passages on which what it replaces no longer counts."""

    claim: Change = field(default_factory=Change)
    lists: Change = field(default_factory=Change)
    inside: dict[str, Change] = field(default_factory=dict)
    withdrawn: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def steps(
        self, path: ClaimPath, statement: StatementSource
    ) -> Iterator[tuple[ClaimPath, Change, str]]:
        """Each change with the path of what it changes and what it rests on.

        Lists cite word by word.
        """
        if self.lists:
            yield path, self.lists, ""
        if self.claim:
            yield path, self.claim, statement.cite()
        for name, change in self.inside.items():
            yield (*path, name), change, statement.cite()

    def cited(self, edited: Field, claim: Claim) -> Iterable[str]:
        """The passages that what *edited* showed rested on."""
        name, _, _ = edited.name.partition(".")
        return self.withdrawn.get(name, claim.cites)


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
            changes.claim.state = State(str(self._value(edit)))
        elif edit.kind == "reason":
            changes.claim.reason = str(self._value(edit)) if edit.words else None
        elif edit.kind == "set":
            self._take_list(changes, edit)
        elif edit.kind == "claim" or "." in name:
            self._take_inside(changes, edit)
        else:
            changes.claim.fields[name] = self._value(edit)

    def _value(self, edit: Edit) -> Plain:
        return value_of(self.draft.register, edit) if edit.words else ""

    def _take_list(self, changes: Changes, edit: Edit) -> None:
        name = edit.field.name
        answers = self.answer.nested(name) if self.answer is not None else ()
        answers_by_line = {multi_value.line(answer): answer for answer in answers}
        before: dict[str, ResolvedClaim | None] = dict.fromkeys(lines(edit.before))
        before |= answers_by_line
        cell_lines = multi_value.read(self.draft.register, edit.field, edit.words, before)
        written = self._written(name)
        changes.lists.fields[name] = merged(cell_lines, written, self.statement.cite())
        for line in cell_lines:
            answers_by_line.pop(line.words, None)
        changes.withdrawn[name] = _cites(answers_by_line.values())

    def _written(self, name: str) -> Plain | None:
        """The list *name* inside the claim as it is written; None where it takes over another's."""
        if self.answer is None or name not in self.answer.own:
            return None
        shared_statement = self.origin.shared_statement
        part: Any = self.draft.general[shared_statement] if shared_statement else self.draft.value
        for step in (*self.origin.path, name):
            part = part[step]
        written: Plain = part
        return written

    def _take_inside(self, changes: Changes, edit: Edit) -> None:
        """Add what *edit* changes in a claim inside an item, or in a field of one."""
        name, _, part = edit.field.name.partition(".")
        claim = getattr(self.answer.claim, name) if self.answer is not None else None
        changes.withdrawn[name] = claim.cites if claim is not None else ()
        change = changes.inside.setdefault(name, Change())
        if part:
            change.fields[part] = self._value(edit)
            if claim is None and change.state is None:
                change.state = State.STATED
        elif edit.words:
            self._read_claim(change, edit)

    def _read_claim(self, change: Change, edit: Edit) -> None:
        """Make the whole claim that a cell holds a *change*."""
        cell = nested_claim.read(edit.field, edit.words, edit.today)
        question = self.origin.path[0]
        model = model_of(f"{question}.{edit.field.name}")
        assert model is not None and issubclass(model, Claim)
        change.state = cell.state
        change.reason = cell.wording or None
        change.fields[nested_claim.main_field(model)] = cell.text


def _cites(answers: Iterable[ResolvedClaim]) -> tuple[str, ...]:
    """The passages that *answers* rest on, each once."""
    passages: dict[str, None] = {}
    for answer in answers:
        passages |= dict.fromkeys(answer.claim.cites)
    return tuple(passages)
