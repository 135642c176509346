"""A document as statements: sentences, bullets, headings, rows. A line can hold fifteen of them."""

import re
from collections.abc import Iterator

from ropa.evidence.folding import Folded
from ropa.evidence.passages import Found


def statements(text: Folded, language: str = "en") -> tuple[Found, ...]:
    """Every statement of *text*, in order, as places in it; together they hold all of its words."""
    return tuple(_statements(text, language))


def _statements(text: Folded, language: str) -> Iterator[Found]:
    import sentencex

    for start, end in _blocks(text.original):
        block = text.original[start:end]
        for part in sentencex.get_sentence_boundaries(language, block.replace("\n", " ")):
            place = _folded(text, start + part["start_index"], start + part["end_index"])
            if place is not None:
                yield place


def _folded(text: Folded, start: int, end: int) -> Found | None:
    """The folded place of original characters *start* to *end*; None where no word is left."""
    first, last = text.reached(start), text.reached(end)
    while first < last and text.text[first] == " ":
        first += 1
    while last > first and text.text[last - 1] == " ":
        last -= 1
    return Found(first, last) if re.search(r"\w", text.text[first:last]) else None


_BULLET = re.compile(r"\s*(?:[•●▪‣◦⁃∙·*–-]|\(?[0-9a-z]{1,3}[.)])\s+")


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs, bullets, rows: where a line has room for the word on the next, a block ends."""
    width = max((len(line.group().rstrip()) for line in _lines(text)), default=0)
    start, line = 0, (0, 0)
    for match in _lines(text):
        following = match.span()
        if line[1] and _ends(text, line, following, width):
            yield start, line[1]
            start = following[0]
        elif not line[1]:
            start = following[0]
        line = following
    if line[1]:
        yield start, line[1]


def _lines(text: str) -> Iterator[re.Match[str]]:
    return re.finditer(r"[^\n]+", text)


def _ends(text: str, line: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    if text[line[1] : following[0]].count("\n") > 1:
        return True
    after = text[following[0] : following[1]]
    if _BULLET.match(after) or not after.strip():
        return True
    word = after.split(maxsplit=1)[0]
    return len(text[line[0] : line[1]].rstrip()) + 1 + len(word) <= width
