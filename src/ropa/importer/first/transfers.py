"""Transfers: destinations, then the mechanism and safeguards of each. GDPR Art. 30(1)(e), 30(2)(c), Chapter V."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ropa.importer.first.cells import Item, items, whole_lines
from ropa.importer.first.ground import ImportContext, places
from ropa.importer.first.made import Made, brief, details, several
from ropa.importer.first.rows import ListCell
from ropa.model.claim import State
from ropa.model.part import countries
from ropa.model.slug import slug, unused
from ropa.vocabulary import say, words

ARROW = " → "

SHORT: Mapping[str, str] = MappingProxyType(
    {
        "scc": "standard-contractual-clauses",
        "sccs": "standard-contractual-clauses",
        "bcr": "binding-corporate-rules",
        "bcrs": "binding-corporate-rules",
        "idta": "uk-idta",
        "adequacy": "adequacy-decision",
    }
)
"""What people call mechanisms for short."""


def destinations(ground: ImportContext, made: Made, cell: ListCell) -> None:
    """Take where data go, a transfer an item; words that name no country stand as the destination, and are told."""
    keys = []
    made.anew("transfers")
    for item in whole_lines(cell.words) if ARROW in cell.words else items(cell.words):
        if item.is_state:
            if made.value.get("transfers") or not made.state(cell, "transfers", item):
                made.kept(cell, "transfers", say("first.none_beside"), say(f"state.{item.state}"))
            continue
        if made.is_closed("transfers"):
            made.kept(cell, "transfers", say("first.none_beside"), item.text)
            continue
        keys.append(_one(made, cell, item))
    if keys:
        made.took(cell, "transfers", several(keys))


def _one(made: Made, cell: ListCell, item: Item) -> str:
    what, arrow, where = item.text.rpartition(ARROW)
    codes, unknown = places(where)
    said: dict[str, Any] = {"text": what} if arrow else {}
    if codes:
        said |= {"countries": codes, **details(item)}
    elif item.state is State.VAGUE:
        said["destination"] = {"vague": unknown}
    elif re.search(r"\b(yes|ja|oui)\b", where.casefold()) and len(where) < 5:
        made.unsure(cell, "transfers › destination", say("first.which"))
        said["destination"] = "not-recorded"
    else:
        made.unsure(cell, "transfers › destination", say("first.no_country", words=brief(unknown)))
        said["destination"] = {"text": unknown}
    base = what if arrow else "-".join(countries()[code] for code in codes) if codes else unknown
    there = made.items("transfers")
    key = unused(slug(base) or "transfer")
    if (
        key in there
        and isinstance(there[key], dict)
        and there[key].get("countries") != said.get("countries")
    ):
        key = unused(key, there)
    made.add("transfers", key, said, item.number)
    return key


def safeguards(ground: ImportContext, made: Made, cell: ListCell) -> None:
    """Take mechanisms and safeguards: of the transfer numbered alike, or of every transfer of the row."""
    told: list[str] = []
    for item in items(cell.words):
        keys = _whose(made, item.number)
        if item.is_state:
            if not item.state.denies or keys:
                made.left_open(
                    cell, "transfers › mechanism", say("first.open", words=brief(cell.words))
                )
            continue
        if not keys:
            made.kept(cell, "transfers › mechanism", say("first.no_transfer"), item.text)
            continue
        mechanism, rest = _mechanism(item.text)
        for key in keys:
            told.append(_put(made, key, mechanism, rest, item))
    if told:
        made.took(cell, "transfers › mechanism", several(told))


def _whose(made: Made, number: int) -> list[str]:
    numbered = made.numbers.get("transfers", {}).get(number)
    return [numbered] if numbered else list(dict.fromkeys(made.row.get("transfers", [])))


def _put(made: Made, key: str, mechanism: str, rest: str, item: Item) -> str:
    here = made.items("transfers")[key]
    if mechanism:
        there = here.setdefault("mechanism", {})
        there.setdefault(mechanism, details(item, rest, "title") or "stated")
        return mechanism
    said = here.get("safeguards")
    before = said.get("text", "") if isinstance(said, dict) else ""
    here["safeguards"] = {"text": "; ".join(filter(None, (before, item.text)))}
    return "safeguards"


def _mechanism(text: str) -> tuple[str, str]:
    """The mechanism *text* begins with, and what it says beyond it; empty where it names none."""
    plain = text.casefold()
    for name, word in words("mechanisms").items():
        for label in (word.label, name.replace("-", " "), name):
            if (
                plain.startswith(label.casefold())
                and not plain[len(label) : len(label) + 1].isalpha()
            ):
                return name, text[len(label) :].strip(" :,;–—-()")
    first = re.match(r"[A-Za-z]+", text)
    name = SHORT.get(first[0].casefold(), "") if first else ""
    return (name, text[first.end() :].strip(" :,;–—-()")) if name and first else ("", text)
