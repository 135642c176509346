"""Cells that hold a list.

Each item under a word of the vocabulary, a recipient, a country, or a key of its own.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ropa.fields.table import at
from ropa.fields.wording import said_by
from ropa.importer.first.cells import Item, head_and_rest, items, lines, marked, state_of
from ropa.importer.first.draft import DraftActivity, brief, details, several
from ropa.importer.first.ground import ImportContext, country, find_key, is_eea
from ropa.importer.first.rows import ListCell
from ropa.model.claim import State
from ropa.model.lists import list_of
from ropa.model.slug import slug, unused
from ropa.vocabulary import heard, translate

Naming = Callable[[ImportContext, DraftActivity, str], tuple[str, str]]
"""The key an item goes under, and what its words say beyond it.

An empty key where there is none.
"""

WORD_ONLY = ("data_subjects", "role")
"""Questions whose items have no room for words of their own."""

TELEPHONE = re.compile(r"[+(]?[\d\s()./-]{6,}")


def _recipient(ground: ImportContext, draft: DraftActivity, words: str) -> tuple[str, str]:
    return ground.recipient(words)


def _system(ground: ImportContext, draft: DraftActivity, words: str) -> tuple[str, str]:
    head, rest = head_and_rest(words)
    key, text = unused(slug(head) or "system"), rest or head
    systems = draft.value.get("systems")
    is_other = isinstance(systems, dict) and systems.get(key, "stated") not in (
        "stated",
        {"text": text},
    )
    return (unused(key, systems) if is_other and isinstance(systems, dict) else key), text


def _place(ground: ImportContext, draft: DraftActivity, words: str) -> tuple[str, str]:
    head, rest = head_and_rest(words)
    for name, detail in ((words, ""), (head, rest)):
        code = "eea" if is_eea(name) else country(name)
        if code:
            return code, detail
    return unused(slug(head) or "place"), rest or head


NAMES: Mapping[str, Naming] = MappingProxyType(
    {"recipients": _recipient, "systems": _system, "locations": _place}
)
"""Questions whose items find their keys in another way than as words of a list."""


@dataclass
class ListedItems:
    """A cell whose items go into one list of an activity, each with *more* details."""

    ground: ImportContext
    draft: DraftActivity
    cell: ListCell
    question: str
    more: Mapping[str, object] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)

    def take(self, listed_items: list[Item]) -> None:
        """Put the items into the list, and tell what became of each."""
        is_alone = len(listed_items) == 1
        for item in listed_items:
            if item.is_state:
                self._take_state(item, is_alone)
            elif self.draft.is_closed(self.question):
                self._keep("first.none_beside", item.text)
            else:
                self._take_item(item)
        if self.keys:
            self.draft.imported(self.cell, self.question, several(self.keys))

    def _keep(self, message: str, words: str) -> None:
        list_name = self.question.replace("_", " ")
        self.draft.noted(self.cell, self.question, translate(message, list=list_name), words)

    def _take_state(self, item: Item, is_alone: bool) -> None:
        has_items = not is_alone or self.draft.value.get(self.question)
        if has_items and item.state is State.NONE:
            self._keep("first.none_beside", translate("state.none"))
        elif not self.draft.state(self.cell, self.question, item):
            self._keep("first.differs", translate(f"state.{item.state}"))

    def _take_item(self, item: Item) -> None:
        key, rest = self._name(item.text)
        if not key:
            self._keep("first.no_word", item.text)
            return
        has_room = self.question not in WORD_ONLY
        claim = self._claim(item, rest if has_room else "")
        self.draft.add(self.question, key, {**claim, **self.more}, item.number)
        if rest and not has_room:
            self._keep("first.no_text", item.text)
        self.keys.append(key)

    def _name(self, words: str) -> tuple[str, str]:
        naming = NAMES.get(self.question)
        if naming:
            return naming(self.ground, self.draft, words)
        return self.ground.word(list_of(self.question), words)

    def _claim(self, item: Item, text: str) -> dict[str, object]:
        data = _data(self.ground, self.draft, text) if self.question == "collected_from" else []
        return {**details(item), "data": data} if data else details(item, text)


def listed(ground: ImportContext, draft: DraftActivity, cell: ListCell, question: str) -> None:
    """Take a cell whose items are those of *question*."""
    draft.anew(question)
    ListedItems(ground, draft, cell, question).take(items(cell.words))


def _data(ground: ImportContext, draft: DraftActivity, words: str) -> list[str]:
    """Items of the activity's data that a rendered workbook names behind an origin.

    None where one is unknown.
    """
    names = said_by(at("collected_from.data"), words)
    data = draft.value.get("personal_data")
    if not names or not isinstance(data, dict):
        return []
    labels = ground.of("personal_data", data)
    keys = [find_key(labels, name) for name in names.split(",")]
    return keys if all(keys) else []


def recipients_by_kind(ground: ImportContext, draft: DraftActivity, cell: ListCell) -> None:
    """Take recipients that stand behind what they are: ``processor: A; B``."""
    for line in cell.words.splitlines():
        _recipients_in_line(ground, draft, cell, line)


def _recipients_in_line(
    ground: ImportContext, draft: DraftActivity, cell: ListCell, line: str
) -> None:
    known = ground.known("recipient_kinds")
    [bare] = lines(line) or [""]
    head, rest = head_and_rest(bare)
    kinds = [find_key(known, part) for part in re.split("[,/]", head)] if rest else []
    recipients = ListedItems(ground, draft, cell, "recipients")
    if kinds and all(kinds):
        recipients.more = {"kind": dict.fromkeys(kinds, "stated")}
        recipients.take(_marked_alike(rest))
    elif rest and state_of(head) is not None:
        recipients.take(_marked_alike(rest))
    elif bare:
        recipients.take(items(line))


def _marked_alike(words: str) -> list[Item]:
    """Items of one line whose marks stand once, behind the last."""
    line = marked(words)
    parts = items(line.text) if line.text else [line]
    marks = (line.state, line.wording, line.hedged, line.when)
    return [Item(part.text, 0, *marks) for part in parts if part.text]


def contracts(ground: ImportContext, draft: DraftActivity, cell: ListCell) -> None:
    """Take contracts with recipients.

    ``the contract: A; B``, or one contract where the row has one recipient.
    """
    recipients = draft.value.get("recipients")
    keys = recipients if isinstance(recipients, dict) else ()
    labels = {key: item_label(ground, "recipients", key) for key in keys}
    for line in lines(cell.words):
        _contract_in_line(draft, cell, labels, line)


def _contract_in_line(
    draft: DraftActivity, cell: ListCell, labels: Mapping[str, str], line: str
) -> None:
    where = "recipients › contract"
    item = marked(line)
    head, _, names = item.text.rpartition(": ")
    parties = [find_key(labels, part.text) for part in items(names)] if head else []
    if item.is_state or state_of(head) is not None:
        draft.left_open(cell, where, translate("first.open", words=brief(line)))
    elif parties and all(parties):
        _take_contract(draft, cell, parties, head)
    elif len(labels) == 1:
        _take_contract(draft, cell, labels, line)
    else:
        draft.noted(cell, where, translate("first.whose"), line)


def _take_contract(
    draft: DraftActivity, cell: ListCell, parties: Iterable[str], title: str
) -> None:
    for key in parties:
        draft.add("recipients", key, {"contract": {"title": title}})
    draft.imported(cell, "recipients › contract", several(parties))


def item_label(ground: ImportContext, question: str, key: str) -> str:
    """What a list calls an item: the name of a recipient, the label of a word, else its key."""
    if question != "recipients":
        list_name = list_of(question)
        return ground.known(list_name).get(key, key) if list_name else key
    if key in ground.recipients:
        return str(ground.recipients[key]["name"])
    entry = ground.register.recipients.get(key)
    if entry is not None:
        return entry.name or key
    return ground.known("recipient_categories").get(key, key)


def joint_controllers(ground: ImportContext, draft: DraftActivity, cell: ListCell) -> None:
    """Take other controllers with their contact and arrangement. GDPR Art. 26, 30(1)(a)."""
    _parties(ground, draft, cell, "joint_controllers")


def controllers(ground: ImportContext, draft: DraftActivity, cell: ListCell) -> None:
    """Take controllers acted for; who is new gets an entry in ``controllers.yaml``.

    GDPR Art. 30(2)(a).
    """
    _parties(ground, draft, cell, "controllers")


def _parties(ground: ImportContext, draft: DraftActivity, cell: ListCell, question: str) -> None:
    keys: list[str] = []
    for line in lines(cell.words):
        item = marked(line)
        if not item.is_state:
            keys += _parties_in_line(ground, draft, cell, (question, item))
        elif not draft.state(cell, question, item):
            draft.noted(cell, question, translate("first.differs"), line)
    if keys:
        draft.imported(cell, question, several(keys))


def _parties_in_line(
    ground: ImportContext, draft: DraftActivity, cell: ListCell, party: tuple[str, Item]
) -> Iterable[str]:
    question, item = party
    for name, contact in _named(item.text):
        if draft.is_closed(question):
            draft.noted(cell, question, translate("first.none_beside"), name)
            continue
        if question == "controllers":
            key = ground.controller(name, contact)
            claim: Mapping[str, object] = details(item)
        else:
            key = unused(slug(name) or "controller")
            claim = _joint_controller(name, contact)
        draft.add(question, key, claim)
        yield key


def _named(words: str) -> list[tuple[str, dict[str, str]]]:
    """Names at the semicolons of *words*, each with the contact details behind it."""
    parties: list[tuple[str, dict[str, str]]] = []
    for part in filter(None, map(str.strip, words.split(";"))):
        kind, detail = _kind(part)
        if not parties or not kind:
            parties.append((part, {}))
            continue
        contact = parties[-1][1]
        before = contact.get(kind)
        contact[kind] = f"{before}; {detail}" if before else detail
    return parties


def _kind(words: str) -> tuple[str, str]:
    """What a part behind a name is, and what it says; no kind where it is a name of its own."""
    if noted := heard("controller.list", words):
        return "list_kept_at", noted["place"]
    if arrangement := said_by(at("joint_controllers.arrangement"), words):
        return "arrangement", arrangement
    return _contact_kind(words), words


def _contact_kind(words: str) -> str:
    if "@" in words:
        return "email"
    if re.match(r"(https?://|www\.)", words):
        return "website"
    if TELEPHONE.fullmatch(words):
        return "telephone"
    return "address" if re.search(r"\d", words) and "," in words else ""


def _joint_controller(name: str, contact: Mapping[str, str]) -> dict[str, object]:
    reach = "; ".join(detail for kind, detail in contact.items() if kind != "arrangement")
    claim: dict[str, object] = {"name": name}
    if reach:
        claim["contact"] = reach
    if "arrangement" in contact:
        claim["arrangement"] = {"title": contact["arrangement"]}
    return claim
