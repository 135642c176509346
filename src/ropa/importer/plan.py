"""From cells to records.

Every change put into the draft of its record, or an entry that says why not.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ropa.fields.codecs import UnreadableCell
from ropa.fields.names import names_in
from ropa.fields.table import key_words
from ropa.importer.changes import Changes, ClaimRow
from ropa.importer.claims import Change, changed
from ropa.importer.compare import Compared, Edit, Edited, value_of
from ropa.importer.drafts import Draft, bare_text, draft, item_of
from ropa.importer.report import MOST_PROBLEMS, Entry, Kind
from ropa.importer.statement import StatementSource
from ropa.model.activity import Activity
from ropa.model.claim import State
from ropa.model.model import SLUG
from ropa.model.slug import slug
from ropa.reader import Plain, Text, parse
from ropa.register import Record, Register, ResolvedClaim
from ropa.templates import new_activity
from ropa.terminal import quoted
from ropa.views.table import Origin
from ropa.vocabulary import nearest, translate

REGISTERS: Mapping[str, str] = {"controller": "controller", "processor": "processor"}
"""Sheets with a row an activity, and the role a new row there has."""

OWN_KEYS = ("locations",)
"""Sheets whose keys are words of a list, or keys of one's own."""

LONGEST_ID = 100
"""Characters of an id, which names a file."""

HEAD = ("name", "role", "status", "active_from", "active_until")
"""Fields behind the last of which a new plain field is written."""


@dataclass
class Plan:
    """Drafts of every record that changes, by the activity's id, with what is told of each cell."""

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
        """Put everything that was changed into drafts.

        Activities first, so that their rows find them.
        """
        self.entries += compared.entries
        for row in sorted(compared.edited, key=_is_not_a_new_activity):
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
        id = origin.activity
        self.entries.append(
            Entry(
                kind,
                edit.sent.title,
                edit.cell,
                message,
                self.drafts[id].record.file if id in self.drafts else "",
                " › ".join((*origin.path, edit.field.name if edit.kind else "")),
                edit.before,
                edit.words,
                tuple(cited),
            )
        )

    def _question(self, edit: Edit, origin: Origin) -> None:
        """Tell of an emptied cell, which asks what holds instead and says nothing."""
        message = translate("import.cleared", words=edit.before)
        self._tell(Kind.QUESTION, edit, origin, message)

    def _activity(self, row: Edited, origin: Origin) -> None:
        activity = self.draft(origin.activity)
        for edit in row.edits:
            if not edit.words:
                self._question(edit, origin)
            elif not _says_already(activity, edit):
                self._put_plain(activity, edit)
                description = activity.record.activity.description
                is_claim = edit.kind == "sentence" and description is not None
                cited = description.cites if is_claim and description else ()
                self._tell(Kind.CHANGED, edit, origin, cited=cited)

    def _put_plain(self, activity: Draft, edit: Edit) -> None:
        value, name = value_of(self.register, edit), edit.field.name
        if edit.kind == "sentence":
            change, claim = Change(fields={"text": value}), activity.value.get(name, "stated")
            activity.value[name] = changed(claim, change, self.statement.cite(), "text")
        elif name in activity.value:
            activity.value[name] = value
        else:
            entries = list(activity.value.items())
            last = max(place for place, (key, _) in enumerate(entries) if key in HEAD)
            before, behind = entries[: last + 1], entries[last + 1 :]
            activity.value = dict((*before, (name, value), *behind))

    def _claim(self, row: Edited, origin: Origin) -> None:
        edits = self._without_questions(row.edits, origin)
        if not edits:
            return
        activity, answer = self.draft(origin.activity), answer_of(self.register, origin)
        claim = answer.claim
        try:
            changes = ClaimRow(origin, activity, self.statement, answer).changes(edits)
            self._correct(activity, origin, changes)
        except UnreadableCell as error:
            self._tell(Kind.REFUSED, edits[0], origin, str(error))
            return
        for edit in edits:
            self._tell(Kind.CHANGED, edit, origin, cited=changes.cited(edit.field, claim))

    def _correct(self, activity: Draft, origin: Origin, changes: Changes) -> None:
        shared_statement = origin.shared_statement
        for path, change, statement in changes.steps(origin.path, self.statement):
            activity.correct(Origin(origin.activity, path, shared_statement), change, statement)
            shared_statement = ""  # the first change made it the activity's own

    def _without_questions(self, edits: list[Edit], origin: Origin) -> list[Edit]:
        """*edits* without emptied cells, which ask unless the state says that there is no value."""
        states = [edit for edit in edits if edit.kind == "state" and edit.words]
        chosen = [State(str(value_of(self.register, edit))) for edit in states]
        are_values_left = all(state.has_value for state in chosen)
        answered = []
        for edit in edits:
            may_empty = bool(chosen) and (edit.kind == "reason" or not are_values_left)
            if edit.words or may_empty:
                answered.append(edit)
            else:
                self._question(edit, origin)
        return answered

    def _new_row(self, row: Edited) -> None:
        key = next((edit for edit in row.edits if edit.kind == "key"), None)
        first = key or row.edits[0]
        table = row.sent.table.name
        id, _, words = (key.words if key else "").strip().partition("/")
        item = self._item(table, words)
        origin = Origin(id, _path(table, item))
        refusal = (
            self._no_place(table, id, item) if key else "a new row needs a key; write activity/item"
        )
        if refusal:
            self._tell(Kind.REFUSED, first, origin, refusal)
            return
        activity = self.draft(id)
        before = closed_words(activity.value.get(origin.path[0]))
        edits = [edit for edit in row.edits if edit.kind not in ("key", "")]
        try:
            change = self._new_claim(ClaimRow(origin, activity, self.statement), edits)
            activity.add(origin.path, change, self.statement.cite())
        except UnreadableCell as error:
            self._tell(Kind.REFUSED, first, origin, str(error))
            return
        message = translate("import.in_place", was=before) if before else translate("import.item")
        self._tell(Kind.ADDED, first, origin, message)

    def _new_claim(self, row: ClaimRow, edits: list[Edit]) -> Change:
        changes = row.changes(edits)
        claim = changes.own
        claim.state = claim.state or State.STATED
        claim.fields |= changes.lists.fields
        for name, change in changes.inside.items():
            bare = bare_text(item_of(row.origin.path[0]), name)
            claim.fields[name] = changed(None, change, self.statement.cite(), bare)
        return claim

    def _no_place(self, table: str, id: str, item: str) -> str:
        """Why a new row cannot become an item; empty where it can."""
        if id not in self.register.by_id and id not in self.drafts:
            message = f"there is no activity '{quoted(id)}'"
            return f"{message}; write its key, a slash, and a key of the item"
        if not item:
            return "" if table == "retention" else f"write a key for the item: {id}/item"
        known = names_in(self.register, key_words(table))
        if item in known:
            return ""
        if not re.fullmatch(SLUG, item):
            return f"'{quoted(item)}' is not a key; write lower-case words joined by hyphens"
        self.suggestions += 1
        if not key_words(table) or table in OWN_KEYS:
            return ""
        near = nearest(item, known) if self.suggestions <= MOST_PROBLEMS else ""
        hint = f"did you mean '{near}'?" if near else "`ropa explain` lists them"
        return f"'{item}' is not a word of this sheet; {hint}"

    def _item(self, table: str, words: str) -> str:
        """The key that a new row means: the word whose label it gives, or the key itself."""
        asked = " ".join(words.split()).casefold()
        for key, label in names_in(self.register, key_words(table)).items():
            if asked in (key.casefold(), label.casefold()):
                return key
        return words.strip()

    def _new_activity(self, row: Edited) -> None:
        edits = {edit.field.name: edit for edit in row.edits if edit.kind}
        name = " ".join(edits["name"].words.split()) if "name" in edits else ""
        id = edits["id"].words.strip() if "id" in edits else slug(name)
        first, origin = edits.get("name") or row.edits[0], Origin(id)
        folder = self.register.file.rpartition("/")[0]
        file = f"{folder}/activities/{id}.yaml"
        if refusal := self._no_activity(id, name, file):
            self._tell(Kind.REFUSED, first, origin, refusal)
            return
        self.drafts[id] = self._begun(id, name, REGISTERS[row.sent.table.name], file)
        for edit in row.edits:
            if edit.kind in ("sentence", "status", "day"):
                self._put_plain(self.drafts[id], edit)
        self._tell(Kind.ADDED, first, origin, translate("import.activity"))

    def _no_activity(self, id: str, name: str, file: str) -> str:
        """Why a new row cannot become an activity; empty where it can."""
        if not name or len(id) > LONGEST_ID or not re.fullmatch(SLUG, id):
            return "a new activity needs a name, and a key in words joined by hyphens"
        is_taken = id in self.register.by_id or id in self.drafts or file in self.texts
        return f"'{id}' is already the key of an activity" if is_taken else ""

    def _begun(self, id: str, name: str, role: str, file: str) -> Draft:
        """A new activity, as `ropa new` writes one."""
        schema = "../" * file.count("/") + "schema/activity.json"
        text = new_activity(id, name, role, schema)
        value = parse(text, file)[0].value
        assert isinstance(value, dict)
        self.made[file] = text
        return Draft(self.register, Record(file, Activity.model_validate(value)), {}, value)

    def add_notes(self) -> None:
        """Write comments into the notes of the activities whose rows they stand on."""
        comments: dict[str, dict[str, None]] = {}
        for entry in self.entries:
            if entry.kind is Kind.COMMENT and entry.field in self.register.by_id:
                words = " ".join(entry.message.split())
                comment = translate("import.note", sheet=entry.sheet, cell=entry.cell, words=words)
                comments.setdefault(entry.field, {})[comment] = None
        for id, notes in comments.items():
            value = self.draft(id).value
            before = value.get("notes", "")
            plain_notes = " ".join(before.split())
            new = [note for note in notes if note not in plain_notes]
            if new:
                value["notes"] = " ".join(filter(None, (before, *new)))


def _is_not_a_new_activity(row: Edited) -> bool:
    return row.origin is not None or row.sent.table.name not in REGISTERS


def _path(table: str, item: str) -> tuple[str, ...]:
    """The path of a new row's claim in its activity."""
    if not item:
        return (table,)
    return ("personal_data", item, "retention") if table == "retention" else (table, item)


def _says_already(activity: Draft, edit: Edit) -> bool:
    """Whether the draft says so already.

    An activity that stands in both registers was changed in both.
    """
    value = activity.value.get(edit.field.name)
    return edit.kind != "sentence" and value == " ".join(edit.words.split())


def closed_words(value: Plain | None) -> str:
    """What a list says of itself in one word, where it has no items; empty otherwise."""
    if isinstance(value, dict) and set(value) == {State.NONE.value}:
        value = State.NONE.value
    is_state = isinstance(value, str) and value in list(State)
    return translate(f"state.{value}") if is_state else ""


def answer_of(register: Register, origin: Origin) -> ResolvedClaim:
    """The answer a row is about."""
    question, *steps = origin.path
    key = steps[0] if steps else ""
    answers = register.resolved_by_id[origin.activity].answers[question]
    answer = next(
        each
        for each in answers
        if (each.key, each.shared_statement) == (key, origin.shared_statement)
    )
    return answer.nested(steps[1])[0] if len(steps) > 1 else answer
