"""From cells to records.

Every change put into the draft of its record, or an entry that says why not.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ropa.corrections.changes import Changes, ClaimRow
from ropa.corrections.claims import Change, changed, refusal
from ropa.corrections.compare import Comparison, Edit, EditedRow, value_of
from ropa.corrections.drafts import Draft, bare_text, draft
from ropa.corrections.report import MOST_PROBLEMS, Entry, Kind
from ropa.corrections.statement import StatementSource
from ropa.documents.table import Origin
from ropa.fields.codecs import UnreadableCell
from ropa.fields.names import names_in
from ropa.fields.table import key_words
from ropa.model.activity import Activity
from ropa.model.claim import WORDS, State
from ropa.model.model import SLUG
from ropa.model.slug import slug
from ropa.reader import Plain, Text, parse
from ropa.register import Record, Register, ResolvedClaim
from ropa.templates import new_activity
from ropa.terminal import quoted
from ropa.vocabulary import nearest, translate

REGISTERS = ("controller", "processor")
"""Sheets with a row an activity, called by the role that a new row there has."""

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
    new_texts: dict[str, str] = field(default_factory=dict)
    """Texts of new files, by name."""
    entries: list[Entry] = field(default_factory=list)
    suggestions: int = 0
    """How many words were looked for that are none."""

    def take(self, comparison: Comparison) -> None:
        """Put everything that was changed into drafts.

        Activities first, so that their rows find them.
        """
        self.entries += comparison.entries
        for row in sorted(comparison.rows, key=_begins_activity, reverse=True):
            if _begins_activity(row):
                self._add_activity(row)
            elif row.origin is None:
                self._add_row(row)
            elif row.origin.path:
                self._correct_claim(row, row.origin)
            else:
                self._correct_activity(row, row.origin)

    def _has(self, id: str) -> bool:
        """Whether there is an activity *id*, or a new row begins it."""
        return id in self.register.by_id or id in self.drafts

    def draft(self, id: str) -> Draft:
        """The draft of the activity *id*."""
        if id not in self.drafts:
            record = self.register.by_id[id]
            self.drafts[id] = draft(self.register, record, self.texts)
        return self.drafts[id]

    def _tell(
        self, kind: Kind, edit: Edit, origin: Origin, message: str = "", cited: Iterable[str] = ()
    ) -> None:
        """Report what became of a cell, and where in the record of *origin* it belongs."""
        activity = self.drafts.get(origin.activity)
        file = activity.record.file if activity else ""
        field_name = edit.field.name if edit.kind else ""
        field = " › ".join((*origin.path, field_name))
        entry = edit.entry(kind, message)
        placed = replace(entry, file=file, field=field, cited=tuple(cited))
        self.entries.append(placed)

    def _ask(self, edit: Edit, origin: Origin) -> None:
        """Tell of an emptied cell, which asks what holds instead and says nothing."""
        message = translate("import.cleared", words=edit.before)
        self._tell(Kind.QUESTION, edit, origin, message)

    def _correct_activity(self, row: EditedRow, origin: Origin) -> None:
        activity = self.draft(origin.activity)
        description = activity.record.activity.description
        for edit in row.edits:
            if not edit.words:
                self._ask(edit, origin)
            elif not _says_already(activity, edit):
                self._put_plain(activity, edit)
                cited = description.cites if description and edit.kind == "sentence" else ()
                self._tell(Kind.CHANGED, edit, origin, cited=cited)

    def _put_plain(self, activity: Draft, edit: Edit) -> None:
        name = edit.field.name
        value = value_of(self.register, edit)
        if edit.kind == "sentence":
            claim = activity.value.get(name)
            if claim is None or claim in WORDS:
                claim = State.STATED.value  # whoever writes words here chooses no state beside them
            change = Change(fields={"text": value})
            cite = self.statement.cite()
            activity.value[name] = changed(claim, change, cite, "text")
        elif name in activity.value:
            activity.value[name] = value
        else:
            activity.value = _with_plain(activity.value, name, value)

    def _correct_claim(self, row: EditedRow, origin: Origin) -> None:
        edits = self._without_questions(row.edits, origin)
        if not edits:
            return
        activity = self.draft(origin.activity)
        answer = answer_of(self.register, origin)
        claim = answer.claim
        try:
            changes = ClaimRow(origin, activity, self.statement, answer).changes(edits)
            self._correct(activity, origin, changes)
        except UnreadableCell as error:
            self._tell(Kind.REFUSED, edits[0], origin, str(error))
            return
        for edit in edits:
            cited = changes.cited(edit.field, claim)
            self._tell(Kind.CHANGED, edit, origin, cited=cited)

    def _correct(self, activity: Draft, origin: Origin, changes: Changes) -> None:
        shared_statement = origin.shared_statement
        for path, change, statement in changes.steps(origin.path, self.statement):
            changed_origin = Origin(origin.activity, path, shared_statement)
            activity.correct(changed_origin, change, statement)
            shared_statement = ""  # the first change made it the activity's own

    def _without_questions(self, edits: list[Edit], origin: Origin) -> list[Edit]:
        """*edits* without emptied cells, which ask unless the state says that there is no value."""
        states = [edit for edit in edits if edit.kind == "state" and edit.words]
        chosen = [State(str(value_of(self.register, edit))) for edit in states]
        is_valueless = any(not state.has_value for state in chosen)
        answered = []
        for edit in edits:
            may_be_empty = is_valueless or (chosen and edit.kind == "reason")
            if edit.words or may_be_empty:
                answered.append(edit)
            else:
                self._ask(edit, origin)
        return answered

    def _add_row(self, row: EditedRow) -> None:
        """Take a row that was added by hand as an item, or tell why it is none."""
        key = row.edit("key")
        edit = key or row.edits[0]
        origin = self._origin(row, key)
        try:
            if key is None:
                raise refusal("no_key")
            message = self._add_item(row, origin)
        except UnreadableCell as error:
            self._tell(Kind.REFUSED, edit, origin, str(error))
        else:
            self._tell(Kind.ADDED, edit, origin, message)

    def _origin(self, row: EditedRow, key: Edit | None) -> Origin:
        """What a new row is about, by its *key*: an activity, a slash, and an item."""
        words = key.words if key else ""
        id, _, item_words = words.strip().partition("/")
        table = row.sheet.table.name
        item = self._item(table, item_words)
        if not item:
            return Origin(id, (table,))
        if table == "retention" and not self._is_rule(id, item):
            return Origin(id, ("personal_data", item, table))
        return Origin(id, (table, item))

    def _is_rule(self, id: str, item: str) -> bool:
        """Whether a row of periods is about a rule.

        Its key is then no word of data, and like no item of the activity.
        """
        activity = self.register.resolved_by_id.get(id)
        data_items = activity.items("personal_data") if activity else ()
        data = [answer.key for answer in data_items]
        known_words = names_in(self.register, "personal_data")
        is_key = bool(re.fullmatch(SLUG, item))
        return is_key and item not in known_words and not nearest(item, data)

    def _item(self, table: str, words: str) -> str:
        """The key that a new row means: the word whose label it gives, or the key itself."""
        folded = " ".join(words.split()).casefold()
        labels = names_in(self.register, key_words(table))
        for key, label in labels.items():
            if folded in (key.casefold(), label.casefold()):
                return key
        return words.strip()

    def _add_item(self, row: EditedRow, origin: Origin) -> str:
        """Add the item of a new row; returns what is told of it. Raises UnreadableCell."""
        self._look_at(row.sheet.table.name, origin)
        activity = self.draft(origin.activity)
        before = _state_label(activity.value.get(origin.path[0]))
        edits = [edit for edit in row.edits if edit.is_value]
        change = self._new_claim(ClaimRow(origin, activity, self.statement), edits)
        activity.add(origin.path, change, self.statement.cite())
        return translate("import.in_place", was=before) if before else translate("import.item")

    def _new_claim(self, row: ClaimRow, edits: list[Edit]) -> Change:
        changes = row.changes(edits)
        claim = changes.claim
        claim.state = claim.state or State.STATED
        claim.fields |= changes.lists.fields
        for name, change in changes.inside.items():
            bare = bare_text(f"{row.origin.path[0]}.{name}")
            cite = self.statement.cite()
            claim.fields[name] = changed(None, change, cite, bare)
        return claim

    def _look_at(self, table: str, origin: Origin) -> None:
        """Raise UnreadableCell where a new row cannot become an item."""
        id = origin.activity
        item = "".join(origin.path[1:2])
        if not self._has(id):
            raise refusal("no_activity", id=quoted(id))
        if not item and table == "retention":
            return
        if not item:
            raise refusal("no_item_key", id=id)
        known_words = names_in(self.register, key_words(table))
        if item in known_words or origin.path[:1] == ("retention",):
            return
        if not re.fullmatch(SLUG, item):
            raise refusal("no_slug", key=quoted(item))
        self.suggestions += 1
        if key_words(table) and table not in OWN_KEYS:
            raise self._unknown(item, known_words)

    def _unknown(self, item: str, words: Iterable[str]) -> UnreadableCell:
        """The refusal of an *item* that is none of the *words* of its sheet."""
        suggestion = nearest(item, words) if self.suggestions <= MOST_PROBLEMS else ""
        if suggestion:
            return refusal("misspelt_word", word=item, nearest=suggestion)
        return refusal("unknown_word", word=item)

    def _add_activity(self, row: EditedRow) -> None:
        """Begin the activity of a row that was added by hand, or tell why it is none."""
        name_edit = row.edit("name")
        key = row.edit("key")
        name = " ".join(name_edit.words.split()) if name_edit else ""
        id = key.words.strip() if key else slug(name)
        edit = name_edit or row.edits[0]
        origin = Origin(id)
        try:
            self.drafts[id] = self._begun(id, name, row.sheet.table.name)
        except UnreadableCell as error:
            self._tell(Kind.REFUSED, edit, origin, str(error))
            return
        for plain_edit in row.edits:
            if plain_edit.kind in ("sentence", "status", "day"):
                self._put_plain(self.drafts[id], plain_edit)
        self._tell(Kind.ADDED, edit, origin, translate("import.activity"))

    def _begun(self, id: str, name: str, role: str) -> Draft:
        """A new activity, as `ropa new` writes one. Raises UnreadableCell where it cannot be."""
        is_id = len(id) <= LONGEST_ID and re.fullmatch(SLUG, id)
        if not name or not is_id:
            raise refusal("no_name")
        folder, _, _ = self.register.file.rpartition("/")
        file = f"{folder}/activities/{id}.yaml"
        if file in self.texts or self._has(id):
            raise refusal("activity_exists", id=id)
        schema = "../" * file.count("/") + "schema/activity.json"
        return self._new_draft(file, new_activity(id, name, role, schema))

    def _new_draft(self, file: str, text: str) -> Draft:
        """The draft of a *file* that is not there yet, and begins as *text*."""
        value = parse(text, file)[0].value
        assert isinstance(value, dict)
        self.new_texts[file] = text
        record = Record(file, Activity.model_validate(value))
        return Draft(self.register, record, {}, value)

    def add_notes(self) -> None:
        """Write comments into the notes of the activities whose rows they stand on."""
        notes_by_id: dict[str, list[str]] = {}
        for id, note in self._notes():
            notes_by_id.setdefault(id, []).append(note)
        for id, notes in notes_by_id.items():
            value = self.draft(id).value
            before = value.get("notes", "")
            words = " ".join(before.split())
            new = [note for note in dict.fromkeys(notes) if note not in words]
            if new:
                sentences = filter(None, (before, *new))
                value["notes"] = " ".join(sentences)

    def _notes(self) -> Iterator[tuple[str, str]]:
        """Each comment as a note, with the id of the activity whose row it stands on."""
        for entry in self.entries:
            is_comment = entry.kind is Kind.COMMENT
            if is_comment and entry.field in self.register.by_id:
                words = " ".join(entry.message.split())
                note = translate("import.note", sheet=entry.sheet, cell=entry.cell, words=words)
                yield entry.field, note


def _with_plain(fields: Mapping[str, Plain], name: str, value: Plain) -> dict[str, Plain]:
    """The *fields* of an activity with one more, behind those that stand at the head."""
    places = enumerate(fields, start=1)
    head = max(place for place, key in places if key in HEAD)
    items = list(fields.items())
    items.insert(head, (name, value))
    return dict(items)


def _begins_activity(row: EditedRow) -> bool:
    return row.origin is None and row.sheet.table.name in REGISTERS


def _says_already(activity: Draft, edit: Edit) -> bool:
    """Whether the draft says so already.

    An activity that stands in both registers was changed in both.
    """
    value = activity.value.get(edit.field.name)
    words = " ".join(edit.words.split())
    return edit.kind != "sentence" and value == words


def _state_label(value: Plain | None) -> str:
    """The state that a list without items says of itself, as it is printed; else empty."""
    denial = State.NONE.value
    if isinstance(value, dict) and set(value) == {denial}:
        value = denial
    is_state = isinstance(value, str) and value in list(State)
    return translate(f"state.{value}") if is_state else ""


def answer_of(register: Register, origin: Origin) -> ResolvedClaim:
    """The answer a row is about."""
    question, *steps = origin.path
    identity = "".join(steps[:1]), origin.shared_statement
    activity = register.resolved_by_id[origin.activity]
    answers = activity.answers[question]
    matches = (answer for answer in answers if (answer.key, answer.shared_statement) == identity)
    answer = next(matches)
    return answer.nested(steps[1])[0] if len(steps) > 1 else answer
