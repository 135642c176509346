"""Cells that hold a list: each item under a word of the vocabulary, a recipient, a country, or a key of its own."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from ropa.fields.table import at
from ropa.fields.wording import said_by
from ropa.importer.first.cells import Item, head_and_rest, items, lines, marked, state_of
from ropa.importer.first.ground import ImportContext, country, eea, found
from ropa.importer.first.made import Made, brief, details, several
from ropa.importer.first.rows import ListCell
from ropa.model.claim import State
from ropa.model.lists import list_of
from ropa.model.slug import slug, unused
from ropa.register import Register
from ropa.vocabulary import heard, say

Name = Callable[[ImportContext, Made, str], tuple[str, str]]
"""The key an item goes under, and what its words say beyond it; an empty key where there is none."""

WORD_ONLY = ("data_subjects", "role")
"""Questions whose items have no room for words of their own."""


def _word(question: str) -> Name:
    return lambda ground, made, words: ground.word(list_of(question), words)


def _recipient(ground: ImportContext, made: Made, words: str) -> tuple[str, str]:
    return ground.recipient(words)


def _system(ground: ImportContext, made: Made, words: str) -> tuple[str, str]:
    head, rest = head_and_rest(words)
    key = unused(slug(head) or "system")
    there = made.value.get("systems")
    text = rest or head
    if isinstance(there, dict) and key in there and there[key] not in ("stated", {"text": text}):
        key = unused(key, there)
    return key, text


def _place(ground: ImportContext, made: Made, words: str) -> tuple[str, str]:
    head, rest = head_and_rest(words)
    for asked, detail in ((words, ""), (head, rest)):
        if code := ("eea" if eea(asked) else country(asked)):
            return code, detail
    return unused(slug(head) or "place"), rest or head


NAMES: Mapping[str, Name] = MappingProxyType(
    {
        "recipients": _recipient,
        "systems": _system,
        "locations": _place,
    }
)
"""Questions whose items find their keys in another way than as words of a list."""


def listed(ground: ImportContext, made: Made, cell: ListCell, question: str) -> None:
    """Take a cell whose items are those of *question*."""
    made.anew(question)
    _take(ground, made, cell, question, items(cell.words), {})


def _take(
    ground: ImportContext,
    made: Made,
    cell: ListCell,
    question: str,
    found: list[Item],
    more: Mapping[str, object],
) -> None:
    """Put *found* into the list *question*, and *more* into the details of each."""
    keys = []
    for item in found:
        if item.is_state:
            if (len(found) > 1 or made.value.get(question)) and item.state is State.NONE:
                made.kept(cell, question, say("first.none_beside"), say("state.none"))
            elif not made.state(cell, question, item):
                made.kept(cell, question, say("first.differs"), say(f"state.{item.state}"))
            continue
        if made.is_closed(question):
            made.kept(cell, question, say("first.none_beside"), item.text)
            continue
        key, rest = NAMES.get(question, _word(question))(ground, made, item.text)
        if not key:
            made.kept(
                cell, question, say("first.no_word", list=question.replace("_", " ")), item.text
            )
            continue
        text = rest if question not in WORD_ONLY else ""
        data = _data(ground, made, text) if question == "collected_from" else []
        said = details(item) | {"data": data} if data else details(item, text)
        made.add(question, key, {**said, **more}, item.number)
        if rest and not text:
            made.kept(cell, question, say("first.no_text"), item.text)
        keys.append(key)
    if keys:
        made.took(cell, question, several(keys))


def _data(ground: ImportContext, made: Made, words: str) -> list[str]:
    """Items of the activity's data that a rendered workbook names behind an origin; none where one is unknown."""
    items = said_by(at("collected_from.data"), words)
    there = made.value.get("personal_data")
    if not items or not isinstance(there, dict):
        return []
    labels = ground.of("personal_data", there)
    keys = [found(labels, part) for part in items.split(",")]
    return keys if all(keys) else []


def recipients_by_kind(ground: ImportContext, made: Made, cell: ListCell) -> None:
    """Take recipients that stand behind what they are: ``processor: A; B``."""
    kinds = ground.known("recipient_kinds")
    for line in cell.words.splitlines():
        [bare] = lines(line) or [""]
        head, rest = head_and_rest(bare)
        asked = [found(kinds, part) for part in re.split("[,/]", head)] if rest else []
        if asked and all(asked):
            more = {"kind": dict.fromkeys(asked, "stated")}
            _take(ground, made, cell, "recipients", _marked_alike(rest), more)
        elif rest and state_of(head) is not None:
            _take(ground, made, cell, "recipients", _marked_alike(rest), {})
        elif bare:
            _take(ground, made, cell, "recipients", items(line), {})


def _marked_alike(words: str) -> list[Item]:
    """Items of one line whose marks stand once, behind the last."""
    whole = marked(words)
    parts = items(whole.text) if whole.text else [whole]
    return [
        Item(one.text, 0, whole.state, whole.wording, whole.hedged, whole.when)
        for one in parts
        if one.text
    ]


def contracts(ground: ImportContext, made: Made, cell: ListCell) -> None:
    """Take contracts with recipients: ``the contract: A; B``, or one contract where the row has one recipient."""
    there = made.value.get("recipients")
    known = (
        {key: item_label(ground, "recipients", key) for key in there}
        if isinstance(there, dict)
        else {}
    )
    for line in lines(cell.words):
        whole = marked(line)
        head, _, names = whole.text.rpartition(": ")
        keys = [found(known, part.text) for part in items(names)] if head else []
        if whole.is_state or state_of(head) is not None:
            made.left_open(cell, "recipients › contract", say("first.open", words=brief(line)))
        elif keys and all(keys):
            _contract(made, cell, keys, head)
        elif len(known) == 1:
            _contract(made, cell, list(known), line)
        else:
            made.kept(cell, "recipients › contract", say("first.whose"), line)


def _contract(made: Made, cell: ListCell, keys: list[str], title: str) -> None:
    for key in keys:
        made.add("recipients", key, {"contract": {"title": title}})
    made.took(cell, "recipients › contract", several(keys))


def item_label(ground: ImportContext, question: str, key: str) -> str:
    """What a list calls an item: the name of a recipient, the label of a word, else its key."""
    if question != "recipients":
        return ground.known(list_of(question)).get(key, key) if list_of(question) else key
    if key in ground.recipients:
        return str(ground.recipients[key]["name"])
    register: Register = ground.register
    if key in register.recipients:
        return register.recipients[key].name or key
    return ground.known("recipient_categories").get(key, key)


def joint_controllers(ground: ImportContext, made: Made, cell: ListCell) -> None:
    """Take other controllers with their contact and arrangement. GDPR Art. 26, 30(1)(a)."""
    _parties(ground, made, cell, "joint_controllers")


def controllers(ground: ImportContext, made: Made, cell: ListCell) -> None:
    """Take controllers acted for; who is new gets an entry in ``controllers.yaml``. GDPR Art. 30(2)(a)."""
    _parties(ground, made, cell, "controllers")


def _parties(ground: ImportContext, made: Made, cell: ListCell, question: str) -> None:
    keys = []
    for line in lines(cell.words):
        item = marked(line)
        if item.is_state:
            if not made.state(cell, question, item):
                made.kept(cell, question, say("first.differs"), line)
            continue
        for name, contact in _named(item.text):
            if made.is_closed(question):
                made.kept(cell, question, say("first.none_beside"), name)
                continue
            if question == "controllers":
                key, said = ground.controller(name, contact), details(item)
            else:
                key, said = unused(slug(name) or "controller"), _joint(name, contact)
            made.add(question, key, said)
            keys.append(key)
    if keys:
        made.took(cell, question, several(keys))


def _named(words: str) -> list[tuple[str, dict[str, str]]]:
    """Names with what follows each of address, e-mail, telephone and the like, at the semicolons of *words*."""
    parties: list[tuple[str, dict[str, str]]] = []
    for part in filter(None, (part.strip() for part in words.split(";"))):
        kind, detail = _kind(part)
        if not parties or not kind:
            parties.append((part, {}))
        else:
            contact = parties[-1][1]
            before = contact.get(kind)
            contact[kind] = f"{before}; {detail}" if before else detail
    return parties


def _kind(words: str) -> tuple[str, str]:
    """What a part behind a name is, and what it says; no kind where it is a name of its own."""
    if kept := heard("controller.list", words):
        return "list_kept_at", kept["place"]
    if arrangement := said_by(at("joint_controllers.arrangement"), words):
        return "arrangement", arrangement
    return _contact_kind(words), words


def _contact_kind(words: str) -> str:
    if "@" in words:
        return "email"
    if re.match(r"(https?://|www\.)", words):
        return "website"
    if re.fullmatch(r"[+(]?[\d\s()./-]{6,}", words):
        return "telephone"
    return "address" if re.search(r"\d", words) and "," in words else ""


def _joint(name: str, contact: Mapping[str, str]) -> dict[str, object]:
    how = "; ".join(said for kind, said in contact.items() if kind != "arrangement")
    agreed = contact.get("arrangement", "")
    return (
        {"name": name}
        | ({"contact": how} if how else {})
        | ({"arrangement": {"title": agreed}} if agreed else {})
    )
