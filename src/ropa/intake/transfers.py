"""Transfers: destinations, then the mechanism and safeguards of each.

GDPR Art. 30(1)(e), 30(2)(c), Chapter V.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ropa.intake.cell_import import CellImport, Reader
from ropa.intake.cells import JOINT, Item, Named, items, whole_lines
from ropa.intake.countries import places
from ropa.intake.draft import DraftActivity, PlainClaim, details, details_of
from ropa.intake.spellings import any_of, meanings
from ropa.model.claim import State
from ropa.model.slug import slug, unused
from ropa.vocabulary import countries, translate, words

ARROW = " → "
"""What stands between a transfer and its destination in a rendered workbook."""

STOPS = " :,;–—-()"
"""What stands between a name and what is said beside it."""


def destinations(cell: CellImport) -> None:
    """Import where data go, a transfer an item.

    Words that name no country stand as the destination, and are told.
    """
    cell = cell.under("transfers")
    cell.draft.start_row("transfers")
    keys = []
    items_of = whole_lines if ARROW in cell.words else items
    for item in items_of(cell.words):
        if item.is_state:
            _take_state(cell, item)
        elif cell.draft.is_closed("transfers"):
            cell.noted("first.none_beside", item.text)
        else:
            keys.append(_take_transfer(cell, item))
    cell.imported_keys(keys)


def _take_state(cell: CellImport, item: Item) -> None:
    if cell.draft.value.get("transfers"):
        cell.noted("first.none_beside", translate(f"state.{item.state}"))
    else:
        cell.write_state(item)


def _take_transfer(cell: CellImport, item: Item) -> str:
    what, arrow, destination = item.text.rpartition(ARROW)
    codes, unknown = places(destination)
    transfer: PlainClaim = {"text": what} if arrow else {}
    if codes:
        transfer |= {"countries": codes, **details(item)}
    else:
        place = cell.under("transfers", "destination")
        transfer["destination"] = _destination(place, item, destination)
    names = [countries()[code] for code in codes]
    name = what or "-".join(names) or unknown
    key = _key(cell.draft.items("transfers"), name, transfer)
    cell.draft.add("transfers", key, transfer, item.number)
    return key


def _destination(cell: CellImport, item: Item, destination: str) -> Any:
    """The destination of a transfer for which no country is named; what is not clear is told."""
    if item.state is State.VAGUE:
        return {"vague": destination}
    if re.fullmatch(rf"\W*{any_of('takes_place')}\W*", destination.casefold()):
        cell.unclear("first.no_destination")
        return "not-recorded"
    cell.unclear("first.no_country", destination)
    return {"text": destination}


def _key(transfers: PlainClaim, name: str, transfer: PlainClaim) -> str:
    """The key of a transfer.

    That of its name, or another where the name has other countries already.
    """
    key = unused(slug(name) or "transfer")
    countries_before = transfers.get(key, transfer).get("countries")
    is_other = countries_before != transfer.get("countries")
    return unused(key, transfers) if is_other else key


def safeguards(cell: CellImport) -> None:
    """Import mechanisms and safeguards.

    Of the transfer numbered alike, or of every transfer of the row.
    """
    cell = cell.under("transfers", "mechanism")
    mechanisms = []
    for item in items(cell.words):
        keys = _whose(cell.draft, item.number)
        if item.is_state:
            if keys or not item.state.denies:
                cell.left_open()
        elif keys:
            mechanisms += [_take_safeguard(cell.draft, key, item) for key in keys]
        else:
            cell.noted("first.no_transfer", item.text)
    cell.imported_keys(mechanisms)


def _whose(draft: DraftActivity, number: int) -> list[str]:
    key = draft.numbered("transfers", number)
    return [key] if key else draft.row_keys("transfers")


def _take_safeguard(draft: DraftActivity, key: str, item: Item) -> str:
    """Put a mechanism, or a safeguard in words, into a transfer; its name."""
    transfer = draft.items("transfers")[key]
    mechanism, rest = _mechanism(item.text)
    if mechanism:
        claim = details(item, rest, "title") or "stated"
        transfer.setdefault("mechanism", {}).setdefault(mechanism, claim)
        return mechanism
    before = details_of(transfer.get("safeguards")).get("text")
    text = f"{before}{JOINT}{item.text}" if before else item.text
    transfer["safeguards"] = {"text": text}
    return "safeguards"


def _mechanism(text: str) -> Named:
    """The mechanism *text* begins with, and what it says beyond it; empty where it names none."""
    for name, mechanism in words("mechanisms").items():
        for label in (mechanism.label, name.replace("-", " "), name):
            if begins_with(text, label):
                rest = text[len(label) :]
                return Named(name, rest.strip(STOPS))
    word = re.sub("[^A-Za-z].*", "", text, flags=re.DOTALL)
    name = meanings("first_mechanism").get(word.casefold(), "")
    if not name:
        return Named("", text)
    rest = text[len(word) :]
    return Named(name, rest.strip(STOPS))


def begins_with(text: str, label: str) -> bool:
    """Whether the first words of *text* are *label*, in whatever case."""
    rest = text[len(label) :]
    is_begun = text.casefold().startswith(label.casefold())
    return is_begun and not rest[:1].isalpha()


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "transfers": destinations,
        "destinations": destinations,
        "mechanism": safeguards,
        "safeguards": safeguards,
    }
)
"""What reads the cells of words of layouts about transfers."""
