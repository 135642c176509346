"""Transfers: destinations, then the mechanism and safeguards of each.

GDPR Art. 30(1)(e), 30(2)(c), Chapter V.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ropa.importer.first.cells import Item, items, whole_lines
from ropa.importer.first.draft import DraftActivity, brief, details, several
from ropa.importer.first.ground import ImportContext, places
from ropa.importer.first.rows import ListCell
from ropa.model.claim import State
from ropa.model.model import countries
from ropa.model.slug import slug, unused
from ropa.vocabulary import translate, words

ARROW = " → "
"""What stands between a transfer and its destination in a rendered workbook."""

STOPS = " :,;–—-()"

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


def destinations(ground: ImportContext, draft: DraftActivity, cell: ListCell) -> None:
    """Take where data go, a transfer an item.

    Words that name no country stand as the destination, and are told.
    """
    keys = []
    draft.anew("transfers")
    for item in whole_lines(cell.words) if ARROW in cell.words else items(cell.words):
        if item.is_state:
            if draft.value.get("transfers") or not draft.state(cell, "transfers", item):
                state = translate(f"state.{item.state}")
                draft.noted(cell, "transfers", translate("first.none_beside"), state)
        elif draft.is_closed("transfers"):
            draft.noted(cell, "transfers", translate("first.none_beside"), item.text)
        else:
            keys.append(_take_transfer(draft, cell, item))
    if keys:
        draft.imported(cell, "transfers", several(keys))


def _take_transfer(draft: DraftActivity, cell: ListCell, item: Item) -> str:
    what, arrow, where = item.text.rpartition(ARROW)
    codes, unknown = places(where)
    transfer: dict[str, Any] = {"text": what} if arrow else {}
    if codes:
        transfer |= {"countries": codes, **details(item)}
    else:
        transfer["destination"] = _destination(draft, cell, item, where)
    named = "-".join(countries()[code] for code in codes) or unknown
    key = _key(draft.items("transfers"), what if arrow else named, transfer)
    draft.add("transfers", key, transfer, item.number)
    return key


def _destination(draft: DraftActivity, cell: ListCell, item: Item, where: str) -> Any:
    """The destination of a transfer for which no country is named; what is not clear is told."""
    if item.state is State.VAGUE:
        return {"vague": where}
    if re.fullmatch(r"\W*(yes|ja|oui)\W*", where.casefold()):
        draft.unsure(cell, "transfers › destination", translate("first.which"))
        return "not-recorded"
    message = translate("first.no_country", words=brief(where))
    draft.unsure(cell, "transfers › destination", message)
    return {"text": where}


def _key(transfers: Mapping[str, Any], name: str, transfer: Mapping[str, Any]) -> str:
    """The key of a transfer.

    That of its name, or another where the name has other countries already.
    """
    key = unused(slug(name) or "transfer")
    same = transfers.get(key)
    is_other = isinstance(same, dict) and same.get("countries") != transfer.get("countries")
    return unused(key, transfers) if is_other else key


def safeguards(ground: ImportContext, draft: DraftActivity, cell: ListCell) -> None:
    """Take mechanisms and safeguards.

    Of the transfer numbered alike, or of every transfer of the row.
    """
    where = "transfers › mechanism"
    mechanisms: list[str] = []
    for item in items(cell.words):
        keys = _whose(draft, item.number)
        if item.is_state:
            if keys or not item.state.denies:
                draft.left_open(cell, where, translate("first.open", words=brief(cell.words)))
        elif keys:
            mechanisms += [_take_safeguard(draft, key, item) for key in keys]
        else:
            draft.noted(cell, where, translate("first.no_transfer"), item.text)
    if mechanisms:
        draft.imported(cell, where, several(mechanisms))


def _whose(draft: DraftActivity, number: int) -> list[str]:
    numbered = draft.numbers.get("transfers", {}).get(number)
    return [numbered] if numbered else list(dict.fromkeys(draft.row.get("transfers", [])))


def _take_safeguard(draft: DraftActivity, key: str, item: Item) -> str:
    """Take a mechanism, or a safeguard in words, into a transfer; its name."""
    transfer = draft.items("transfers")[key]
    mechanism, rest = _mechanism(item.text)
    if mechanism:
        claim = details(item, rest, "title") or "stated"
        transfer.setdefault("mechanism", {}).setdefault(mechanism, claim)
        return mechanism
    safeguard = transfer.get("safeguards")
    before = safeguard.get("text", "") if isinstance(safeguard, dict) else ""
    text = "; ".join(filter(None, (before, item.text)))
    transfer["safeguards"] = {"text": text}
    return "safeguards"


def _mechanism(text: str) -> tuple[str, str]:
    """The mechanism *text* begins with, and what it says beyond it; empty where it names none."""
    for name, word in words("mechanisms").items():
        for label in (word.label, name.replace("-", " "), name):
            next_letter = text[len(label) : len(label) + 1]
            if text.casefold().startswith(label.casefold()) and not next_letter.isalpha():
                return name, text[len(label) :].strip(STOPS)
    first = re.match(r"[A-Za-z]+", text)
    name = SHORT.get(first[0].casefold(), "") if first else ""
    return (name, text[first.end() :].strip(STOPS)) if name and first else ("", text)
