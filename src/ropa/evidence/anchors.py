"""The shortest anchor for a statement, and a name for it: what an author pastes into a source's index."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ropa.evidence.folding import Folded, fold
from ropa.evidence.passages import Found, resolve
from ropa.evidence.statements import statements
from ropa.model.source import LONGEST_ANCHOR, Anchor


@dataclass(frozen=True, slots=True)
class Proposal:
    """An anchor for a statement, a name made of its telling words, and where the statement stands."""

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
    wanted = fold(words).text
    places = (
        [match.start() for match in re.finditer(re.escape(wanted), text.text)] if wanted else []
    )
    if len(places) != 1:
        return NotOnce(len(places), tuple(text.line(place) for place in places[:5]))
    held = Found(places[0], places[0] + len(wanted))
    statement = next((one for one in statements(text, language) if one.meets(held)), held)
    said = text.text[statement.start : statement.end]
    anchor = next(
        (one for one in _candidates(said) if resolve(text, Anchor(at=one)) == statement), ""
    )
    return Proposal(_name(said), anchor or said, text.line(statement.start), said)


def _candidates(said: str) -> Iterator[str]:
    """Anchors of *said*, the shortest first."""
    parts = said.split(" ")
    for total in range(1, LONGEST_ANCHOR + 1):
        if total == len(parts):
            yield said
        for tail in range(1, total):
            if total < len(parts):
                yield f"{' '.join(parts[: total - tail])} … {' '.join(parts[-tail:])}"


_SMALL = frozenset(
    {
        "and",
        "any",
        "are",
        "for",
        "from",
        "has",
        "have",
        "into",
        "its",
        "may",
        "not",
        "our",
        "such",
        "that",
        "the",
    }
    | {"their", "these", "this", "those", "when", "which", "will", "with", "you", "your"}
)
"""Words that tell nothing in a name."""


def _name(said: str) -> str:
    """Three telling words of a statement as a key."""
    telling = [
        word
        for word in re.findall(r"[a-z0-9]+", said.casefold())
        if word not in _SMALL and len(word) > 2
    ]
    return "-".join(telling[:3]) or "passage"
