"""Purposes, and the legitimate interests that they rest on. GDPR Art. 6(1)(f), 13(1)(d)."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from ropa.intake.cell_import import CellImport, Reader
from ropa.intake.cells import Item, items, one_item
from ropa.intake.context import shortened
from ropa.intake.draft import PlainClaim, details, details_of, joined_claims
from ropa.intake.grounds import asked
from ropa.intake.spellings import spellings
from ropa.layouts import folded
from ropa.model.claim import State
from ropa.model.layout import RowPer
from ropa.model.slug import slug, unused

LONGEST_KEY = 60
"""Characters of a purpose whose key is made of all its words."""


def purposes(cell: CellImport) -> None:
    """Import purposes: one where a row is one, else as many as the cell lists.

    GDPR Art. 30(1)(b).
    """
    is_one = cell.row.layout.one_row_per is RowPer.PURPOSE
    keys = []
    parts = [one_item(cell.words)] if is_one else items(cell.words)
    for item in parts:
        if item.is_state:
            _take_state(cell, item)
        elif cell.draft.is_closed("purposes"):
            cell.noted("first.none_beside", item.text)
        else:
            key = _key(cell.draft.items("purposes"), item.text)
            cell.draft.add("purposes", key, details(item, item.text), item.number)
            keys.append(key)
    cell.imported_keys(keys)


def _take_state(cell: CellImport, item: Item) -> None:
    if cell.draft.value.get("purposes"):
        cell.noted("first.none_beside")
    else:
        cell.write_state(item)


def _key(claims: PlainClaim, text: str) -> str:
    """The key of the purpose *text*: the one it has already, or a new one of its words."""
    for key, claim in claims.items():
        present = str(details_of(claim).get("text", ""))
        if folded(present) == folded(text):
            return key
    label = shortened(text) if len(text) > LONGEST_KEY else text
    return unused(slug(label) or "purpose", claims)


def interests(cell: CellImport) -> None:
    """Import the interests pursued into the lawful basis that rests on them."""
    cell = cell.under("interest")
    for item, target in asked(cell):
        bases = details_of(target.get("lawful_basis"))
        if item.state is State.NOT_APPLICABLE and item.wording:
            cell.ignored("first.derived")
        elif item.is_state:
            cell.left_open()
        elif "legitimate-interests" in bases:
            _take_interest(cell, bases, item.text)
        else:
            cell.noted("first.no_interest", item.text)


def _take_interest(cell: CellImport, bases: PlainClaim, words: str) -> None:
    claim = bases["legitimate-interests"]
    interest = details_of(claim).get("interest")
    if not interest:
        bases["legitimate-interests"] = joined_claims(claim, {"interest": words})
        cell.imported("legitimate-interests")
    elif folded(interest) == folded(words):
        cell.ignored("first.repeated")
    else:
        cell.noted("first.differs", words)


def assessment(cell: CellImport) -> None:
    """Import where an assessment of interests is: of the purpose in the row, or of the activity."""
    for item, target in asked(cell):
        if item.is_state or item.text.casefold() in spellings("yes"):
            cell.left_open()
        elif "lia" in target:
            cell.noted("first.differs", item.text)
        else:
            name = "location" if re.match("https?://", item.text) else "title"
            target["lia"] = {name: item.text}
            cell.imported(item.text)


READERS: Mapping[str, Reader] = MappingProxyType(
    {"purposes": purposes, "interests": interests, "lia": assessment}
)
"""What reads the cells of words of layouts about purposes."""
