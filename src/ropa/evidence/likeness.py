"""The words of a document that are most like some others, for the help of a message."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher, get_close_matches
from itertools import islice

from ropa.evidence.folding import Folded, fold
from ropa.vocabulary import translate


def nearest_words(text: Folded, part: str) -> str:
    """The words of *text* most like *part*, as ``nearest: '…'``; empty where none are like it.

    Only words are compared that stand where *part* has one of its own, or one like it.
    """
    folded = fold(part).text
    best, likeness = "", 0.6
    matcher = SequenceMatcher(None, "", folded.casefold(), autojunk=False)
    for candidate in dict.fromkeys(_candidates(text, folded.split())):
        matcher.set_seq1(candidate.casefold())
        if matcher.real_quick_ratio() <= likeness or matcher.quick_ratio() <= likeness:
            continue
        ratio = matcher.ratio()
        if ratio > likeness:
            best, likeness = candidate, ratio
    return translate("anchor.nearest", words=best) if best else ""


def _candidates(text: Folded, words: list[str]) -> Iterator[str]:
    """As many words of *text* as there are *words*, wherever one of these stands in its place."""
    parts = [_longest(word) for word in words]
    # Where the document has no word of the anchor, words that are spelled like it are tried.
    is_strange = not any(part in text.index for part in parts)
    for before, part in enumerate(parts):
        spellings = [part]
        if is_strange and part:
            spellings = get_close_matches(part, islice(text.index, _MOST_WORDS), n=3)
        for spelling in spellings:
            for place in islice(text.index.get(spelling, ()), _MOST_PLACES):
                yield _around(text.text, place, before, len(words))


def _longest(word: str) -> str:
    """The longest part of *word* that is letters and digits alone."""
    return max(re.findall(r"\w+", word), key=len, default="")


_MOST_PLACES = 100
"""Places of a word that are looked at; a rare word has fewer."""

_MOST_WORDS = 20_000
"""Words of a document that are compared where no word of an anchor is in it."""


def _around(text: str, place: int, before: int, count: int) -> str:
    """*count* words of *text*, *before* of them before the one that stands at *place*."""
    start = max(0, place - _LONGEST_GROUP)
    head = text[start:place].split(" ")
    tail = text[place : place + _LONGEST_GROUP].split(" ", count)
    begun = head.pop()
    word, *after = tail
    words = [*head, begun + word, *after]
    first = max(0, len(head) - before)
    return " ".join(words[first : first + count])


_LONGEST_GROUP = 1_000
"""Characters on each side of a word in which those beside it are looked for."""
