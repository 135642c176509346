"""From cells to records: every change put into the draft of its record, or an entry that says why not."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ropa.importer import inner, sets
from ropa.importer.claims import Change, changed
from ropa.importer.compare import Compared, Edit, Edited, value_of
from ropa.importer.drafts import Draft, bare_text, draft, item_of, model_of
from ropa.importer.report import MOST_PROBLEMS, Entry, Kind, quoted
from ropa.importer.statement import StatementSource
from ropa.importer.words import UnreadableCell
from ropa.model.activity import Activity
from ropa.model.claim import Claim, State
from ropa.model.lists import list_of
from ropa.model.part import SLUG
from ropa.model.slug import slug
from ropa.reader import Plain, Text, parse
from ropa.register import Record, Register, ResolvedClaim
from ropa.templates import fill
from ropa.views.fields import names, words_of
from ropa.views.table import Field, Origin
from ropa.vocabulary import nearest, say

REGISTERS: Mapping[str, str] = {"controller": "controller", "processor": "processor"}
"""Sheets with a row an activity, and the role a new row there has."""


OWN_KEYS = ("locations",)
"""Sheets whose keys are words of a list, or keys of one's own."""

LONGEST_ID = 100
"""Characters of an id, which names a file."""

_DATES = ("status", "active_from", "active_until")


@dataclass
class Plan:
    """Drafts of every record that changes, by the activity's id, with what is told about each cell."""

    register: Register
    texts: Mapping[str, Text]
    statement: StatementSource
    drafts: dict[str, Draft] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    """Texts of new files, by name."""
    entries: list[Entry] = field(default_factory=list)
    suggestions: int = 0
    """How many words were looked for that are none."""

    def take(self, compared: Compared) -> None:
        """Put everything that was changed into drafts: whole activities first, so that their rows find them."""
        self.entries += compared.entries
        rows = sorted(
            compared.edited,
            key=lambda row: bool(row.origin) or row.sent.table.name not in REGISTERS,
        )
        for row in rows:
            if row.origin is None and row.sent.table.name in REGISTERS:
                self._new_activity(row)
            elif row.origin is None:
                self._new_row(row)
            elif row.origin.path:
                self._claim(row, row.origin)
            else:
                self._activity(row, row.origin)

    def draft(self, id: str) -> Draft:
        """The draft of the activity *id*."""
        if id not in self.drafts:
            self.drafts[id] = draft(self.register, self.register.by_id[id], self.texts)
        return self.drafts[id]

    def _tell(
        self, kind: Kind, edit: Edit, origin: Origin, message: str = "", cited: Iterable[str] = ()
    ) -> None:
        file = self.drafts[origin.activity].record.file if origin.activity in self.drafts else ""
        where = " › ".join((*origin.path, edit.field.name))
        self.entries.append(
            Entry(
                kind,
                edit.sent.title,
                edit.cell,
                message,
                file,
                where,
                edit.today,
                edit.words,
                tuple(cited),
            )
        )

    def _activity(self, row: Edited, origin: Origin) -> None:
        one = self.draft(origin.activity)
        for edit in row.edits:
            if not edit.words:
                self._tell(Kind.QUESTION, edit, origin, say("import.cleared", words=edit.today))
            elif not _stands(one, edit):
                self._put_plain(one, edit)
                was = one.record.activity.description
                is_claim = edit.field.kind == "sentence" and was is not None
                self._tell(Kind.CHANGED, edit, origin, cited=was.cites if is_claim and was else ())

    def _put_plain(self, one: Draft, edit: Edit) -> None:
        said, name = value_of(self.register, edit), edit.field.name
        if edit.field.kind == "sentence":
            change = Change(fields={"text": said})
            one.value[name] = changed(
                one.value.get(name, "stated"), change, self.statement.cite(), "text"
            )
        elif name in one.value:
            one.value[name] = said
        else:
            places = list(one.value.items())
            behind = 1 + max(
                i for i, (key, _) in enumerate(places) if key in ("name", "role", *_DATES)
            )
            one.value = dict((*places[:behind], (name, said), *places[behind:]))

    def _claim(self, row: Edited, origin: Origin) -> None:
        edits = self._without_questions(row.edits, origin)
        if not edits:
            return
        one = self.draft(origin.activity)
        answer = answer_of(self.register, origin)
        cited = list(answer.claim.cites)
        try:
            found = self._change(answer, edits, origin)
            at = origin
            for path, change, statement in found.steps(origin.path, self.statement):
                one.correct(Origin(origin.activity, path, at.block), change, statement)
                at = Origin(origin.activity, origin.path)
        except UnreadableCell as error:
            self._tell(Kind.REFUSED, edits[0], origin, str(error))
            return
        for edit in edits:
            is_inside = edit.field.kind in ("set", "claim") or "." in edit.field.name
            self._tell(
                Kind.CHANGED,
                edit,
                origin,
                cited=found.gone.get(_inside(edit.field), ()) if is_inside else cited,
            )

    def _without_questions(self, edits: list[Edit], origin: Origin) -> list[Edit]:
        """*edits* without emptied cells, which are questions; but not where the state says that there is no value."""
        states = [edit for edit in edits if edit.field.kind == "state" and edit.words]
        chosen = [value_of(self.register, edit) for edit in states]
        left = []
        for edit in edits:
            may_empty = edit.field.kind == "reason" or not all(
                State(str(state)).has_value for state in chosen
            )
            if edit.words or (chosen and may_empty):
                left.append(edit)
            else:
                self._tell(Kind.QUESTION, edit, origin, say("import.cleared", words=edit.today))
        return left

    def _change(
        self, answer: ResolvedClaim | None, edits: Iterable[Edit], origin: Origin
    ) -> "Changes":
        """What *edits* change in the claim itself, in the lists and in the claims inside it."""
        found = Changes()
        for edit in edits:
            kind, name = edit.field.kind, edit.field.name
            if kind == "state":
                found.own.state = State(str(value_of(self.register, edit)))
            elif kind == "reason":
                found.own.reason = str(value_of(self.register, edit)) if edit.words else None
            elif kind == "set":
                there = answer.nested(name) if answer is not None else ()
                stood = self._written(origin, name) if answer and name in answer.own else None
                cite = self.statement.cite()
                found.lists.fields[name], found.gone[name] = sets.merged(
                    self.register, edit.field, edit.words, there, stood, cite
                )
            elif kind == "claim" or "." in name:
                self._change_inside(found, answer, edit, origin)
            else:
                found.own.fields[name] = value_of(self.register, edit) if edit.words else ""
        return found

    def _change_inside(
        self, found: "Changes", answer: ResolvedClaim | None, edit: Edit, origin: Origin
    ) -> None:
        """Add what *edit* changes in a claim inside an item, or in a field of one."""
        name = _inside(edit.field)
        there = getattr(answer.claim, name) if answer is not None else None
        change = found.inside.setdefault(name, Change())
        found.gone[name] = tuple(there.cites) if there is not None else ()
        if "." in edit.field.name:
            change.fields[edit.field.name.partition(".")[2]] = (
                value_of(self.register, edit) if edit.words else ""
            )
            change.state = change.state or (State.STATED if there is None else None)
        elif edit.words:
            kind = model_of(item_of(origin.path[0]), name)
            assert kind is not None and issubclass(kind, Claim)
            said = inner.told(edit.field, edit.words, edit.today, words_of(kind))
            change.state, change.reason = said.state, said.reason
            change.fields |= said.fields

    def _written(self, origin: Origin, name: str) -> Plain:
        """The list *name* inside the claim of *origin* as it is written, in the activity or the general statement."""
        one = self.draft(origin.activity)
        here: Any = one.general[origin.block] if origin.block else one.value
        for step in (*origin.path, name):
            here = here[step]
        found: Plain = here
        return found

    def _new_row(self, row: Edited) -> None:
        key = next((edit for edit in row.edits if edit.field.kind == "key"), None)
        first = key or row.edits[0]
        table = row.sent.table.name
        id, _, said = (key.words if key else "").strip().partition("/")
        item = self._item(table, said)
        path = (
            ("personal_data", item, "retention") if table == "retention" and item else (table, item)
        )
        origin = Origin(id, path if item else (table,))
        if why := self._no_place(table, id, item, key is not None):
            self._tell(Kind.REFUSED, first, origin, why)
            return
        one = self.draft(id)
        stood = closed_words(one.value.get(path[0]))
        edits = [edit for edit in row.edits if edit.field.kind not in ("key", "")]
        try:
            found = self._change(None, edits, origin)
            own = found.own
            own.state = own.state or State.STATED
            own.fields |= found.lists.fields
            for name, change in found.inside.items():
                bare = bare_text(item_of(origin.path[0]), name)
                own.fields[name] = changed(None, change, self.statement.cite(), bare)
            one.add(origin.path, own, self.statement.cite())
        except UnreadableCell as error:
            self._tell(Kind.REFUSED, first, origin, str(error))
            return
        told = say("import.in_place", was=stood) if stood else say("import.item")
        self._tell(Kind.ADDED, first, origin, told)

    def _no_place(self, table: str, id: str, item: str, has_key: bool) -> str:
        """Why a new row cannot become an item; empty where it can."""
        if not has_key:
            return "a new row needs a key; write activity/item"
        if id not in self.register.by_id and id not in self.drafts:
            return f"there is no activity '{quoted(id)}'; write its key, a slash, and a key of the item"
        if not item:
            return "" if table == "retention" else f"write a key for the item: {id}/item"
        known = names(self.register, Field("", "", _key_words(table)))
        if item in known:
            return ""
        if not re.fullmatch(SLUG, item):
            return f"'{quoted(item)}' is not a key; write lower-case words joined by hyphens"
        self.suggestions += 1
        near = nearest(item, known) if self.suggestions <= MOST_PROBLEMS else ""
        hint = f"; did you mean '{near}'?" if near else "; `ropa explain` lists them"
        return (
            f"'{item}' is not a word of this sheet{hint}"
            if _key_words(table) and table not in OWN_KEYS
            else ""
        )

    def _item(self, table: str, said: str) -> str:
        """The key that a new row means: the word whose label it gives, or the key itself."""
        asked = " ".join(said.split()).casefold()
        known = names(self.register, Field("", "", _key_words(table)))
        return next(
            (key for key, label in known.items() if asked in (key.casefold(), label.casefold())),
            said.strip(),
        )

    def _new_activity(self, row: Edited) -> None:
        said = {edit.field.name: edit for edit in row.edits if edit.field.kind}
        first = said.get("name") or row.edits[0]
        name = " ".join(said["name"].words.split()) if "name" in said else ""
        id = said["id"].words.strip() if "id" in said else slug(name)
        origin = Origin(id)
        if not name or len(id) > LONGEST_ID or not re.fullmatch(SLUG, id):
            self._tell(
                Kind.REFUSED,
                first,
                origin,
                "a new activity needs a name, and a key in words joined by hyphens",
            )
            return
        folder = self.register.file.rpartition("/")[0]
        file = f"{folder}/activities/{id}.yaml"
        if id in self.register.by_id or id in self.drafts or file in self.texts:
            self._tell(Kind.REFUSED, first, origin, f"'{id}' is already the key of an activity")
            return
        role, depth = REGISTERS[row.sent.table.name], "../" * len(file.split("/")[:-1])
        given = {"id": id, "name": name, "role": role, "schema": f"{depth}schema/activity.json"}
        self.made[file] = fill(None, "new/activity.yaml.jinja", **given)
        value = parse(self.made[file], file)[0].value
        assert isinstance(value, dict)
        record = Record(file, Activity.model_validate(value))
        self.drafts[id] = Draft(self.register, record, {}, value)
        for edit in row.edits:
            if edit.field.kind in ("sentence", "status", "day"):
                self._put_plain(self.drafts[id], edit)
        self._tell(Kind.ADDED, first, origin, say("import.activity"))

    def add_notes(self) -> None:
        """Write comments into the notes of the activities whose rows they stand on."""
        added: dict[str, dict[str, None]] = {}
        for entry in self.entries:
            if entry.kind is Kind.COMMENT and entry.field in self.register.by_id:
                words = say(
                    "import.note",
                    sheet=entry.sheet,
                    cell=entry.cell,
                    words=" ".join(entry.message.split()),
                )
                added.setdefault(entry.field, {})[words] = None
        for id, notes in added.items():
            value = self.draft(id).value
            stood = " ".join(value.get("notes", "").split())
            if new := [words for words in notes if words not in stood]:
                value["notes"] = " ".join(filter(None, (value.get("notes", ""), *new)))


@dataclass
class Changes:
    """What a row changes: in its claim, in lists inside it, in claims inside it; passages that no longer count."""

    own: Change = field(default_factory=Change)
    lists: Change = field(default_factory=Change)
    inside: dict[str, Change] = field(default_factory=dict)
    gone: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def steps(
        self, path: tuple[str, ...], statement: StatementSource
    ) -> Iterator[tuple[tuple[str, ...], Change, str]]:
        """Each change with the path of what it changes, and what it rests on; lists cite word by word."""
        if self.lists:
            yield path, self.lists, ""
        if self.own:
            yield path, self.own, statement.cite()
        for name, change in self.inside.items():
            yield (*path, name), change, statement.cite()


def _key_words(table: str) -> str:
    """The list that the keys of the rows of a sheet come from; empty where the author chooses them."""
    if table in ("recipients", *OWN_KEYS):
        return table
    return list_of("personal_data" if table == "retention" else table)


def _inside(field: Field) -> str:
    """The claim or list inside an item that *field* is about."""
    return field.name.partition(".")[0]


def _stands(one: Draft, edit: Edit) -> bool:
    """Whether the draft says so already: an activity that stands in both registers was changed in both."""
    return edit.field.kind != "sentence" and one.value.get(edit.field.name) == " ".join(
        edit.words.split()
    )


def closed_words(value: Plain | None) -> str:
    """What a list says of itself in one word, where it has no items; empty otherwise."""
    if isinstance(value, dict) and set(value) == {State.NONE.value}:
        value = State.NONE.value
    return say(f"state.{value}") if isinstance(value, str) and value in list(State) else ""


def answer_of(register: Register, origin: Origin) -> ResolvedClaim:
    """The answer a row is about."""
    question, *steps = origin.path
    key = steps[0] if steps else ""
    answers = register.resolved_by_id[origin.activity].answers[question]
    answer = next(one for one in answers if (one.key, one.block) == (key, origin.block))
    return answer.nested(steps[1])[0] if len(steps) > 1 else answer
