"""The words of a document that are most like some others, for the help of a message."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher, get_close_matches
from itertools import islice

from ropa.evidence.folding import Folded, fold


def nearest_words(text: Folded, part: str) -> str:
    """The words of *text* most like *part*, as ``nearest: '…'``; empty where none are like it.

    Only words are compared that stand where *part* has one of its own, or one like it.
    """
    wanted = fold(part).text
    best, likeness = "", 0.6
    matcher = SequenceMatcher(None, "", wanted.casefold(), autojunk=False)
    for candidate in dict.fromkeys(_candidates(text, wanted.split())):
        matcher.set_seq1(candidate.casefold())
        if matcher.real_quick_ratio() > likeness and matcher.quick_ratio() > likeness:
            ratio = matcher.ratio()
            best, likeness = (candidate, ratio) if ratio > likeness else (best, likeness)
    return f"nearest: '{best}'" if best else ""


def _candidates(text: Folded, wanted: list[str]) -> Iterator[str]:
    """As many words of *text* as are *wanted*, wherever one of them stands in its place."""
    spellings = [_longest(word) for word in wanted]
    # Where the document has no word of the anchor, words that are spelled like it are tried.
    strange = not any(word in text.index for word in spellings)
    for before, word in enumerate(spellings):
        similar = (
            get_close_matches(word, islice(text.index, _MOST_WORDS), n=3)
            if strange and word
            else [word]
        )
        for spelling in similar:
            for place in islice(text.index.get(spelling, ()), _MOST_PLACES):
                yield _around(text.text, place, before, len(wanted))


def _longest(word: str) -> str:
    """The longest part of *word* that is letters and digits alone."""
    return max(re.findall(r"\w+", word), key=len, default="")


_MOST_PLACES = 100
"""Places of a word that are looked at; a rare word has fewer."""

_MOST_WORDS = 20_000
"""Words of a document that are compared where no word of an anchor is in it."""


def _around(text: str, place: int, before: int, count: int) -> str:
    """*count* words of *text*, *before* of them before the one that stands at *place*."""
    head = text[max(0, place - _LONGEST_GROUP) : place].split(" ")
    tail = text[place : place + _LONGEST_GROUP].split(" ", count)
    words = [*head[:-1], head[-1] + tail[0], *tail[1:]]
    first = max(0, len(head) - 1 - before)
    return " ".join(words[first : first + count])


_LONGEST_GROUP = 1_000
"""Characters on each side of a word in which those beside it are looked for."""
