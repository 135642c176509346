"""Which statements of a document the records account for, as a coverage tool lists untested lines."""

import re
from bisect import insort
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from ropa import vocabulary
from ropa.diagnostics import Diagnostic, Span
from ropa.evidence.documents import SourceDocument
from ropa.evidence.folding import Folded
from ropa.evidence.passages import Evidence, Found
from ropa.evidence.statements import statements
from ropa.net import net
from ropa.register.traverse import citations


class CoverageStatus(StrEnum):
    """How a statement is accounted for."""

    CITED = "cited"
    SET_ASIDE = "set-aside"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class CoveredStatement:
    """A statement of a document: where it is, how it is accounted for, and by which passages and claims."""

    place: Found
    line: int
    text: str
    standing: CoverageStatus
    passages: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    why: str = ""
    words: tuple[str, ...] = ()
    """Words of the vocabulary it holds: a statement set aside that holds one wants a second reader."""

    @property
    def wants_second_reading(self) -> bool:
        """Whether it is set aside although it holds a word of the vocabulary."""
        return self.standing is CoverageStatus.SET_ASIDE and bool(self.words)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The statements of one source."""

    register: str
    source: str
    title: str
    statements: tuple[CoveredStatement, ...]

    def count(self, standing: CoverageStatus) -> int:
        """How many statements stand so."""
        return sum(statement.standing is standing for statement in self.statements)

    @property
    def percent(self) -> float:
        """Share of statements that are cited or set aside, out of a hundred."""
        total = len(self.statements)
        return 100.0 * (total - self.count(CoverageStatus.OPEN)) / total if total else 100.0

    @property
    def second_reading(self) -> tuple[CoveredStatement, ...]:
        """Statements set aside although they hold a word of the vocabulary."""
        return tuple(statement for statement in self.statements if statement.wants_second_reading)


def cover(evidence: Evidence, tell: Callable[[Diagnostic], None]) -> Iterator[Coverage]:
    """Coverage of each document of *evidence*; *tell* of one at which the tool failed."""
    for key, document in evidence.documents.items():
        if isinstance(document, SourceDocument):
            with net(
                Span(evidence.register.files[f"sources/{key}"]), f"over '{document.name}'", tell
            ):
                yield _cover(evidence, key)


def _cover(evidence: Evidence, source: str) -> Coverage:
    record = evidence.register.sources[source]
    text = evidence.document(source).folded
    cited = _cited(evidence, source)
    held = [
        (name, found)
        for name, found in evidence.passages[source].items()
        if isinstance(found, Found) and name in cited
    ]
    aside = [
        (anchor.why, found)
        for anchor, found in zip(record.set_aside, evidence.set_aside[source], strict=True)
        if isinstance(found, Found)
    ]
    passages, reasons = _Sweep(held), _Sweep(aside)
    counted = [
        _statement(text, place, passages.meeting(place), reasons.meeting(place), cited)
        for place in statements(text, record.language or "en")
    ]
    return Coverage(evidence.register.name, source, record.title, tuple(counted))


class _Sweep:
    """Named places of a document, for statements that are asked about in its order: each place is looked at once."""

    def __init__(self, places: list[tuple[str, Found]]) -> None:
        numbered = [
            (place.start, number, name, place) for number, (name, place) in enumerate(places)
        ]
        self._ahead = sorted(numbered, key=lambda entry: entry[:2], reverse=True)
        self._open: list[tuple[int, str, Found]] = []

    def meeting(self, statement: Found) -> list[tuple[str, Found]]:
        """The places that share a character with *statement*, in the order written."""
        while self._ahead and self._ahead[-1][0] < statement.end:
            insort(self._open, self._ahead.pop()[1:], key=lambda entry: entry[0])
        if any(place.end <= statement.start for _, _, place in self._open):
            self._open = [entry for entry in self._open if entry[2].end > statement.start]
        return [(name, place) for _, name, place in self._open if place.meets(statement)]


def _statement(
    text: Folded,
    place: Found,
    passages: list[tuple[str, Found]],
    reasons: list[tuple[str, Found]],
    cited: Mapping[str, tuple[str, ...]],
) -> CoveredStatement:
    said = text.text[place.start : place.end]
    if _uncovered(text.text, place, [found for _, found in (*passages, *reasons)]):
        standing = CoverageStatus.OPEN
    else:
        standing = CoverageStatus.CITED if passages else CoverageStatus.SET_ASIDE
    claims = tuple(dict.fromkeys(claim for name, _ in passages for claim in cited[name]))
    why = reasons[0][0] if reasons else ""
    return CoveredStatement(
        place,
        text.line(place.start),
        said,
        standing,
        tuple(name for name, _ in passages),
        claims,
        why,
        _telling(said) if standing is CoverageStatus.SET_ASIDE and why != "navigation" else (),
    )


def _uncovered(text: str, place: Found, found: list[Found]) -> bool:
    """Whether a word of the statement lies in none of *found*."""
    for word in re.finditer(r"\w+", text[place.start : place.end]):
        start, end = place.start + word.start(), place.start + word.end()
        if not any(one.start <= start and end <= one.end for one in found):
            return True
    return False


def _cited(evidence: Evidence, source: str) -> Mapping[str, tuple[str, ...]]:
    """For each passage of *source* that a claim cites, the claims, as ``file: path``."""
    found: dict[str, list[str]] = {}
    for file, path, name in citations(evidence.register):
        plain = name.removeprefix(f"{source}/")
        if source in evidence.register.passages.get(name, ()):
            claim = f"{file.rpartition('/')[2].removesuffix('.yaml')}: {' › '.join(map(str, path))}"
            found.setdefault(plain, []).append(claim)
    return {name: tuple(claims) for name, claims in found.items()}


_TELLING = (
    "retain",
    "sell",
    "sold",
    "share",
    "disclose",
    "transfer",
    "collect",
    "process",
    "store",
    "encrypt",
    "delete",
)
_TELLING_NOUNS = (
    "consent",
    "child",
    "cookie",
    "advertis",
    "analytics",
    "third part",
    "service provider",
)
"""Beginnings of words that tell of processing, beside the words of the vocabulary."""


def _telling(said: str) -> tuple[str, ...]:
    """Words of the vocabulary, countries and verbs of disclosure in a statement."""
    lower = said.casefold()
    return tuple(word for word in _vocabulary() if word in lower and _begins_word(word, lower))


def _begins_word(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}", text) is not None


@cache
def _vocabulary() -> tuple[str, ...]:
    return (*_TELLING, *_TELLING_NOUNS, *_labels())


def _labels() -> Iterator[str]:
    from ropa.model.part import countries

    for name in ("personal_data", "recipient_categories"):
        for word in vocabulary.words(name).values():
            if "," not in word.label and len(word.label) > 3:
                yield word.label.casefold()
    for country in countries().values():
        yield country.casefold()
