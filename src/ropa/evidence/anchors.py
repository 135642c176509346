"""The shortest anchor for a statement, and a name for it: what an author pastes into a source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ropa.evidence.folding import Folded, fold
from ropa.evidence.passages import Found, resolve
from ropa.evidence.statements import statements
from ropa.model.source import LONGEST_ANCHOR, Anchor


@dataclass(frozen=True, slots=True)
class Proposal:
    """An anchor for a statement, a name made of its telling words, and the statement's line."""

    name: str
    anchor: str
    line: int
    statement: str


@dataclass(frozen=True, slots=True)
class NotOnce:
    """The words asked for are not in the document exactly once."""

    count: int
    lines: tuple[int, ...]


def propose(text: Folded, words: str, language: str = "en") -> Proposal | NotOnce:
    """An anchor of eight words at most for the statement of *text* that *words* stand in."""
    folded = fold(words).text
    places = text.places(folded)
    if len(places) != 1:
        lines = map(text.line, places[:5])
        return NotOnce(len(places), tuple(lines))
    start = places[0]
    match = Found(start, start + len(folded))
    around = filter(match.meets, statements(text, language))
    statement = next(around, match)
    sentence = text.text[statement.start : statement.end]
    anchor = _shortest(text, statement, sentence)
    line = text.line(statement.start)
    return Proposal(_name(sentence), anchor, line, sentence)


def _shortest(text: Folded, statement: Found, sentence: str) -> str:
    """The shortest anchor of *sentence* that finds the *statement*; all of it where none does."""
    for anchor in _candidates(sentence):
        if resolve(text, Anchor(at=anchor)) == statement:
            return anchor
    return sentence


def _candidates(sentence: str) -> Iterator[str]:
    """Anchors of *sentence*, the shortest first."""
    words = sentence.split(" ")
    for count in range(1, min(LONGEST_ANCHOR, len(words)) + 1):
        if count == len(words):
            yield sentence
            return
        for tail in range(1, count):
            head = " ".join(words[: count - tail])
            yield f"{head} … {' '.join(words[-tail:])}"


_SMALL = (
    "and any are for from has have into its may not our such that the their these this those when"
    " which will with you your"
)
"""Words that tell nothing in a name."""


def _name(sentence: str) -> str:
    """Three telling words of *sentence* as a key."""
    words = re.findall(r"[a-z0-9]+", sentence.casefold())
    small = _SMALL.split()
    telling = [word for word in words if word not in small and len(word) > 2]
    return "-".join(telling[:3]) or "passage"
