"""Recorded disclosures, by the category of the data they name."""

from collections.abc import Iterable, Iterator, Sequence

from ropa.california import Disclosed
from ropa.fields.names import label
from ropa.fields.values import Cell, Value, text
from ropa.model.claim import State
from ropa.model.model import CCPA_LETTERS
from ropa.views.ccpa import cells
from ropa.vocabulary import translate

NO_CATEGORY = "none"
"""Stands for data that are named and fall into no category."""

NO_DATA = ""
"""Stands for data that are not named."""


def by_category(disclosures: Iterable[Disclosed]) -> Iterator[tuple[Cell, Sequence[Disclosed]]]:
    """Headings with their disclosures, in the statute's order; last, those that name no data."""
    groups: dict[str, list[Disclosed]] = {}
    for disclosed in disclosures:
        letters = disclosed.letters or (NO_CATEGORY if disclosed.claim.data else NO_DATA,)
        for letter in letters:
            groups.setdefault(letter, []).append(disclosed)
    for letter in (*CCPA_LETTERS, NO_CATEGORY, NO_DATA):
        if letter in groups:
            yield _heading(letter), groups[letter]


def _heading(letter: str) -> Cell:
    if letter == NO_DATA:
        return text(translate("word.unpaired"))
    return text(translate("ccpa.no_category") if letter == NO_CATEGORY else cells.category(letter))


def recipients(disclosures: Iterable[Disclosed]) -> Cell:
    """Who receives, each once."""
    names = (label(disclosed.answer) for disclosed in disclosures)
    return Cell(cells.once(Value(name, State.INFERRED) for name in names))


def purposes(disclosures: Iterable[Disclosed]) -> Cell:
    """What for, each purpose once."""
    words = [purpose.rstrip(".") for disclosed in disclosures for purpose in disclosed.purposes]
    return cells.or_not_stated(cells.once(Value(word, State.INFERRED) for word in words))
