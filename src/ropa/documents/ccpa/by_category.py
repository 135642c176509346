"""Recorded disclosures, by the category of the data they name."""

from collections.abc import Iterable, Iterator, Sequence

from ropa.california import RecordedDisclosure, grouped
from ropa.documents.ccpa import cells
from ropa.fields.names import label
from ropa.fields.values import Cell, Value, text
from ropa.model.claim import State
from ropa.model.model import CCPA_LETTERS
from ropa.register.qualifiers import qualifiers
from ropa.vocabulary import translate

NO_CATEGORY = "none"
"""Stands for data that are named and fall into no category."""

NO_DATA = ""
"""Stands for data that are not named."""

Disclosures = Sequence[RecordedDisclosure]


def by_category(disclosures: Iterable[RecordedDisclosure]) -> Iterator[tuple[Cell, Disclosures]]:
    """Headings with their disclosures, in the statute's order; last, those that name no data."""
    groups = grouped(_with_letters(disclosures))
    for letter in (*CCPA_LETTERS, NO_CATEGORY, NO_DATA):
        if letter in groups:
            yield text(_heading(letter)), groups[letter]


def _with_letters(
    disclosures: Iterable[RecordedDisclosure],
) -> Iterator[tuple[str, RecordedDisclosure]]:
    """Each disclosure with each category of its data, or with what stands for none."""
    for disclosure in disclosures:
        no_letter = NO_CATEGORY if disclosure.claim.data else NO_DATA
        for letter in disclosure.letters or (no_letter,):
            yield letter, disclosure


def _heading(letter: str) -> str:
    if letter == NO_DATA:
        return translate("word.unpaired")
    if letter == NO_CATEGORY:
        return translate("ccpa.no_category")
    return cells.category(letter)


def recipients(disclosures: Disclosures) -> Cell:
    """Who receives, each once."""
    names = [_derived(label(disclosure.answer), disclosure) for disclosure in disclosures]
    return Cell(cells.once(names))


def purposes(disclosures: Disclosures) -> Cell:
    """What for, each purpose once."""
    values = []
    for disclosure in disclosures:
        for purpose in disclosure.purposes:
            values.append(_derived(purpose, disclosure))
    return cells.or_not_stated(cells.once(values))


def _derived(line: str, disclosure: RecordedDisclosure) -> Value:
    """What follows from a *disclosure*, with what qualifies that."""
    return Value(line, State.INFERRED, qualifiers(disclosure.answer))
