"""Cells that hold a list.

Each item under a word of the vocabulary, a recipient, a country, or a key of its own.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from ropa.fields.table import at, said_by
from ropa.intake.cell_import import CellImport, Reader
from ropa.intake.cells import (
    JOINT,
    Item,
    Named,
    head_and_rest,
    items,
    lines,
    marked,
    readings,
    state_of,
)
from ropa.intake.context import find_key
from ropa.intake.countries import country, is_eea
from ropa.intake.draft import PlainClaim, details
from ropa.model.claim import State
from ropa.model.lists import list_of
from ropa.model.slug import slug, unused
from ropa.vocabulary import heard, humanize, translate

Naming = Callable[[CellImport, str], Named]
"""The key an item goes under, and what its words say beyond it.

An empty key where there is none.
"""

WORD_ONLY = ("data_subjects", "role")
"""Questions whose items have no room for words of their own."""

TELEPHONE = re.compile(r"[+(]?[\d\s()./-]{6,}")
WEBSITE = re.compile(r"(https?://|www\.)")


def _recipient(cell: CellImport, words: str) -> Named:
    return cell.context.recipient(words)


def _system(cell: CellImport, words: str) -> Named:
    head, rest = head_and_rest(words)
    text = rest or head
    key = unused(slug(head) or "system")
    systems = cell.draft.listed("systems")
    is_other = systems.get(key, "stated") not in ("stated", {"text": text})
    return Named(unused(key, systems) if is_other else key, text)


def _place(cell: CellImport, words: str) -> Named:
    for name, detail in readings(words):
        code = "eea" if is_eea(name) else country(name)
        if code:
            return Named(code, detail)
    head, rest = head_and_rest(words)
    return Named(unused(slug(head) or "place"), rest or head)


NAMES: Mapping[str, Naming] = MappingProxyType(
    {"recipients": _recipient, "systems": _system, "locations": _place}
)
"""Questions whose items find their keys in another way than as words of a list."""


def listed(cell: CellImport) -> None:
    """Import a cell whose items are those of a question."""
    cell.draft.start_row(cell.field)
    _take_items(cell, items(cell.words), {})


def _take_items(cell: CellImport, listed_items: list[Item], shared: PlainClaim) -> None:
    """Put items into the list of *cell*, each with *shared* details; tell what became of each."""
    keys: list[str] = []
    is_alone = len(listed_items) == 1
    for item in listed_items:
        if item.is_state:
            _take_state(cell, item, is_alone)
        elif cell.draft.is_closed(cell.field):
            cell.noted("first.none_beside", item.text)
        else:
            keys += _take_item(cell, item, shared)
    cell.imported_keys(keys)


def _take_state(cell: CellImport, item: Item, is_alone: bool) -> None:
    written = cell.draft.value.get(cell.field)
    has_items = written or not is_alone
    state = translate(f"state.{item.state}")
    if has_items and item.state is State.NONE:
        cell.noted("first.none_beside", state)
    else:
        cell.write_state(item, state)


def _take_item(cell: CellImport, item: Item, shared: PlainClaim) -> Iterator[str]:
    """Put an item into the list; its key, where it has one."""
    key, rest = _name(cell, item.text)
    if not key:
        cell.noted("first.no_word", item.text, list=humanize(cell.field))
        return
    is_word_only = cell.field in WORD_ONLY
    claim = _claim(cell, item, "" if is_word_only else rest) | shared
    cell.draft.add(cell.field, key, claim, item.number)
    if rest and is_word_only:
        cell.noted("first.no_text", item.text)
    yield key


def _name(cell: CellImport, words: str) -> Named:
    if naming := NAMES.get(cell.field):
        return naming(cell, words)
    return cell.context.word(list_of(cell.field), words)


def _claim(cell: CellImport, item: Item, text: str) -> PlainClaim:
    data = _data(cell, text) if cell.field == "collected_from" else []
    return details(item) | {"data": data} if data else details(item, text)


def _data(cell: CellImport, words: str) -> list[str]:
    """Items of the activity's data that a rendered workbook names behind an origin.

    None where one is unknown.
    """
    names = said_by(at("collected_from.data"), words)
    labels = cell.labels("personal_data")
    keys = [find_key(labels, name) for name in names.split(",")]
    return keys if all(keys) else []


def recipients_by_kind(cell: CellImport) -> None:
    """Import recipients that stand behind what they are: ``processor: A; B``."""
    for line in cell.words.splitlines():
        _recipients_in_line(cell.under("recipients"), line)


def _recipients_in_line(cell: CellImport, line: str) -> None:
    labels = cell.context.labels("recipient_kinds")
    bare = "".join(lines(line))
    head, rest = head_and_rest(bare)
    parts = re.split("[,/]", head)
    kinds = [find_key(labels, part) for part in parts]
    if rest and all(kinds):
        kind = dict.fromkeys(kinds, "stated")
        _take_items(cell, _marked_alike(rest), {"kind": kind})
    elif rest and state_of(head) is not None:
        _take_items(cell, _marked_alike(rest), {})
    elif bare:
        _take_items(cell, items(line), {})


def _marked_alike(words: str) -> list[Item]:
    """Items of one line whose marks stand once, behind the last."""
    line = marked(words)
    parts = items(line.text) if line.text else [line]
    texts = [part.text for part in parts if part.text]
    return [replace(line, text=text, number=0) for text in texts]


def contracts(cell: CellImport) -> None:
    """Import contracts with recipients.

    ``the contract: A; B``, or one contract where the row has one recipient.
    """
    keys = cell.draft.listed("recipients")
    labels = {key: cell.context.label("recipients", key) for key in keys}
    for line in lines(cell.words):
        _contract_in_line(cell.under("recipients", "contract"), labels, line)


def _contract_in_line(cell: CellImport, labels: Mapping[str, str], line: str) -> None:
    item = marked(line)
    head, _, names = item.text.rpartition(": ")
    parties = [find_key(labels, part.text) for part in items(names)]
    if item.is_state or state_of(head) is not None:
        cell.left_open(words=line)
    elif head and parties and all(parties):
        _take_contract(cell, parties, head)
    elif len(labels) == 1:
        _take_contract(cell, labels, line)
    else:
        cell.noted("first.no_item", line)


def _take_contract(cell: CellImport, parties: Iterable[str], title: str) -> None:
    for key in parties:
        cell.draft.add("recipients", key, {"contract": {"title": title}})
    cell.imported_keys(parties)


def parties(cell: CellImport) -> None:
    """Import other controllers with their contact and arrangement, or those acted for.

    Who is new of those acted for gets an entry in ``controllers.yaml``. GDPR Art. 26, 30(1)(a),
    30(2)(a).
    """
    keys: list[str] = []
    for line in lines(cell.words):
        item = marked(line)
        if item.is_state:
            cell.write_state(item, line)
        else:
            keys += _parties_in_line(cell, item)
    cell.imported_keys(keys)


def _parties_in_line(cell: CellImport, item: Item) -> Iterator[str]:
    for name, contact in _named(item.text):
        if cell.draft.is_closed(cell.field):
            cell.noted("first.none_beside", name)
            continue
        if cell.field == "controllers":
            key = cell.context.controller(name, contact)
            claim = details(item)
        else:
            key = unused(slug(name) or "controller")
            claim = _joint_controller(name, contact)
        cell.draft.add(cell.field, key, claim)
        yield key


def _named(words: str) -> list[tuple[str, dict[str, str]]]:
    """Names at the semicolons of *words*, each with the contact details behind it."""
    parties: list[tuple[str, dict[str, str]]] = []
    parts = map(str.strip, words.split(";"))
    for part in filter(None, parts):
        kind, detail = _kind(part)
        if not parties or not kind:
            parties.append((part, {}))
            continue
        _, contact = parties[-1]
        before = contact.get(kind)
        contact[kind] = f"{before}{JOINT}{detail}" if before else detail
    return parties


def _kind(words: str) -> tuple[str, str]:
    """What a part behind a name is, and what it says; no kind where it is a name of its own."""
    if place := heard("controller.list", words):
        return "list_kept_at", place["place"]
    if arrangement := said_by(at("joint_controllers.arrangement"), words):
        return "arrangement", arrangement
    return _contact_kind(words), words


def _contact_kind(words: str) -> str:
    if "@" in words:
        return "email"
    if WEBSITE.match(words):
        return "website"
    if TELEPHONE.fullmatch(words):
        return "telephone"
    return "address" if re.search(r"\d", words) and "," in words else ""


def _joint_controller(name: str, contact: Mapping[str, str]) -> PlainClaim:
    claim: PlainClaim = {"name": name}
    ways = {**contact}
    arrangement = ways.pop("arrangement", "")
    if ways:
        claim["contact"] = JOINT.join(ways.values())
    if "arrangement" in contact:
        claim["arrangement"] = {"title": arrangement}
    return claim


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "joint_controllers": parties,
        "controllers": parties,
        "recipients_by_kind": recipients_by_kind,
        "recipient_contracts": contracts,
    }
)
"""What reads the cells of words of layouts that hold lists in a way of their own."""
