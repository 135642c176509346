"""Which statements of a document the records account for, as a coverage tool does with lines."""

import re
from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from ropa import vocabulary
from ropa.diagnostics import Diagnostic, Span
from ropa.evidence.documents import SourceDocument
from ropa.evidence.folding import Folded
from ropa.evidence.passages import Evidence, Found, Resolution
from ropa.evidence.statements import statements
from ropa.net import net
from ropa.vocabulary import language, translate, writing


class CoverageStatus(StrEnum):
    """How a statement is accounted for."""

    CITED = "cited"
    OUT_OF_SCOPE = "out-of-scope"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class CoveredStatement:
    """A statement of a document: its place, and how and by which claims it is accounted for."""

    place: Found
    line: int
    text: str
    standing: CoverageStatus
    passages: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    why: str = ""
    words: tuple[str, ...] = ()
    """Words of the vocabulary in it: out of scope although it has one, it wants a second reader."""

    @property
    def wants_second_reading(self) -> bool:
        """Whether it is out of scope although it holds a word of the vocabulary."""
        return self.standing is CoverageStatus.OUT_OF_SCOPE and bool(self.words)


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
        """Share of statements that are cited or out of scope, out of a hundred."""
        total = len(self.statements)
        accounted = total - self.count(CoverageStatus.OPEN)
        return 100.0 * accounted / total if total else 100.0

    @property
    def second_reading(self) -> tuple[CoveredStatement, ...]:
        """Statements out of scope although they hold a word of the vocabulary."""
        return tuple(statement for statement in self.statements if statement.wants_second_reading)


def cover(evidence: Evidence, tell: Callable[[Diagnostic], None]) -> Iterator[Coverage]:
    """Coverage of each document of *evidence*; *tell* of one at which the tool failed."""
    for key, document in evidence.documents.items():
        if isinstance(document, SourceDocument):
            record = Span(evidence.register.files[f"sources/{key}"])
            with net(record, translate("task.covering", name=document.name), tell):
                yield _cover(evidence, key)


def _cover(evidence: Evidence, source: str) -> Coverage:
    record = evidence.register.sources[source]
    text = evidence.document(source).folded
    claims = _claims(evidence, source)
    passages = evidence.passages[source]
    cited = [place for place in passages.items() if place[0] in claims]
    reasons = [anchor.why for anchor in record.out_of_scope]
    out_of_scope = zip(reasons, evidence.out_of_scope[source], strict=True)
    accounts = _Accounts(_Sweep(cited), _Sweep(out_of_scope), claims)
    places = statements(text, record.language or "en")
    covered = [accounts.of(text, place) for place in places]
    return Coverage(evidence.register.name, source, record.title, tuple(covered))


class _Sweep:
    """Named places of a document, for statements in its order: each place is looked at once."""

    def __init__(self, places: Iterable[tuple[str, Resolution]]) -> None:
        self._open: list[_NamedPlace] = []
        self._ahead: list[_NamedPlace] = []
        for number, (name, place) in enumerate(places):
            if isinstance(place, Found):
                self._ahead.append(_NamedPlace(number, name, place))
        self._ahead.sort(key=lambda ahead: (ahead.place.start, ahead.number), reverse=True)

    def meeting(self, statement: Found) -> list["_NamedPlace"]:
        """The places that share a character with *statement*, in the order written."""
        start, end = statement.start, statement.end
        ahead = self._ahead
        while ahead and ahead[-1].place.start < end:
            insort(self._open, ahead.pop(), key=attrgetter("number"))
        if any(named.place.end <= start for named in self._open):
            self._open = [named for named in self._open if named.place.end > start]
        return [named for named in self._open if named.place.meets(statement)]


class _NamedPlace(NamedTuple):
    """The place of a passage, or of a statement out of scope, whose name is the reason."""

    number: int
    name: str
    place: Found


@dataclass(frozen=True)
class _Accounts:
    """What accounts for the statements of a document: passages with their claims, and reasons."""

    passages: _Sweep
    out_of_scope: _Sweep
    claims: Mapping[str, Sequence[str]]

    def of(self, text: Folded, place: Found) -> CoveredStatement:
        """The statement of *text* at *place*; each begins behind the one before."""
        passages = self.passages.meeting(place)
        reasons = self.out_of_scope.meeting(place)
        sentence = text.text[place.start : place.end]
        standing = CoverageStatus.CITED if passages else CoverageStatus.OUT_OF_SCOPE
        if _has_uncovered_word(sentence, place, [*passages, *reasons]):
            standing = CoverageStatus.OPEN
        why = reasons[0].name if reasons else ""
        wants_words = standing is CoverageStatus.OUT_OF_SCOPE and why != "navigation"
        words = _telling(sentence) if wants_words else ()
        names = tuple(passage.name for passage in passages)
        return CoveredStatement(
            place=place,
            line=text.line(place.start),
            text=sentence,
            standing=standing,
            passages=names,
            claims=self._claims(names),
            why=why,
            words=words,
        )

    def _claims(self, passages: Sequence[str]) -> tuple[str, ...]:
        claims: dict[str, None] = {}
        for passage in passages:
            claims |= dict.fromkeys(self.claims[passage])
        return tuple(claims)


def _has_uncovered_word(sentence: str, place: Found, accounts: list[_NamedPlace]) -> bool:
    """Whether a word of the *sentence* at *place* lies in none of *accounts*."""
    for match in re.finditer(r"\w+", sentence):
        start, end = match.span()
        word = Found(place.start + start, place.start + end)
        is_covered = any(account.place.contains(word) for account in accounts)
        if not is_covered:
            return True
    return False


def _claims(evidence: Evidence, source: str) -> Mapping[str, Sequence[str]]:
    """For each passage of *source* that a claim cites, the claims, as ``file: path``."""
    claims: dict[str, list[str]] = {}
    for file, path, name in evidence.register.citations():
        if source in evidence.register.passages.get(name, ()):
            passage = name.removeprefix(f"{source}/")
            record = file.rpartition("/")[2].removesuffix(".yaml")
            keys = " › ".join(map(str, path))
            claims.setdefault(passage, []).append(f"{record}: {keys}")
    return claims


_TELLING = (
    "retain, sell, sold, share, disclose, transfer, collect, process, store, encrypt, delete,"
    " consent, child, cookie, advertis, analytics, third part, service provider"
)
"""Beginnings of words that tell of processing, beside the words of the vocabulary."""


def _telling(sentence: str) -> tuple[str, ...]:
    """Words of the vocabulary, countries and verbs of disclosure in a statement."""
    lower = sentence.casefold()
    words = _vocabulary(language())
    return tuple(word for word in words if _begins_word(word, lower))


def _begins_word(word: str, text: str) -> bool:
    # Most words are nowhere in the text, and looking for them is many times faster.
    if word not in text:
        return False
    beginning = rf"(?<!\w){re.escape(word)}"
    return re.search(beginning, text) is not None


@cache
def _vocabulary(tag: str) -> tuple[str, ...]:
    """What is looked for in statements, by the labels of the language *tag*."""
    words = [*vocabulary.words("personal_data").values()]
    words += vocabulary.words("recipient_categories").values()
    with writing(tag):
        labels = [word.label for word in words]
        places = [*vocabulary.countries().values()]
    simple = [label for label in labels if "," not in label]
    telling_labels = [label for label in simple if len(label) > 3]
    names = [*telling_labels, *places]
    return (*_TELLING.split(", "), *map(str.casefold, names))
