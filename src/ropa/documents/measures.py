"""Security measures under the headings of an authority's form."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ropa import vocabulary
from ropa.california import grouped
from ropa.documents.cells import labelled
from ropa.documents.lines import MOST_LINES, Printed, item_lines, one_line
from ropa.fields.values import Value, unqualified
from ropa.register import ResolvedClaim
from ropa.vocabulary import Word, translate

OTHERS = "other-measures"
"""The heading of measures that stand under no other."""


def heading(answer: ResolvedClaim) -> Word:
    """The heading of a measure."""
    headings = vocabulary.words("measure_headings")
    measure = answer.register.word("measures", answer.key)
    name = measure.text("heading") if measure else ""
    return headings[name or OTHERS]


def place(answer: ResolvedClaim) -> int:
    """Where the heading of a measure stands among the others; behind all for a whole list."""
    names = vocabulary.names("measure_headings")
    if not answer.is_item:
        return len(names)
    return names.index(heading(answer).name)


def source() -> str:
    """Whose headings they are, and how far they were verified."""
    word = vocabulary.words("measure_headings")[OTHERS]
    verified = translate(f"layout.{word.text('verified')}")
    return translate("report.measure_headings", authority=word.text("authority"), verified=verified)


def lines(items: Sequence[Printed]) -> list[Value]:
    """Measures a line each below their heading; a line for each heading where they are many."""
    labelled_items = ((heading(item.answer).label, item) for item in _in_order(items))
    groups = grouped(labelled_items)
    if len(groups) < 2:
        return item_lines(items)
    under = {name: item_lines(group) for name, group in groups.items()}
    below = list(_below(under))
    if len(below) > MOST_LINES:
        return [one_line(values, _capital(name)) for name, values in under.items()]
    return below


def _below(under: Mapping[str, Iterable[Value]]) -> Iterator[Value]:
    """Each heading in a line of its own, then the measures that stand under it."""
    for name, values in under.items():
        yield _line(name)
        yield from values


def _line(name: str) -> Value:
    words = labelled(_capital(name), "")
    return unqualified(words.rstrip())


def _in_order(items: Iterable[Printed]) -> list[Printed]:
    return sorted(items, key=lambda item: place(item.answer))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
