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
        block = text.original[start:end].replace("\n", " ")
        for sentence in sentencex.get_sentence_boundaries(language, block):
            first = start + sentence["start_index"]
            last = start + sentence["end_index"]
            place = _folded(text, first, last)
            if place is not None:
                yield place


def _folded(text: Folded, start: int, end: int) -> Found | None:
    """The folded place of original characters *start* to *end*; None where no word is left."""
    first = text.reached(start)
    last = text.reached(end)
    while first < last and text.text[first] == " ":
        first += 1
    words = text.text[first:last].rstrip(" ")
    last = first + len(words)
    has_word = re.search(r"\w", words)
    return Found(first, last) if has_word else None


_BULLET = re.compile(r"\s*(?:[•●▪‣◦⁃∙·*–-]|\(?[0-9a-z]{1,3}[.)])\s+")


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs, bullets, rows: where a line has room for the word on the next, a block ends."""
    lines = _lines(text)  # one after the other, since a document can have millions
    line = next(lines, None)
    if line is None:
        return
    rows = (row.group().rstrip() for row in _lines(text))
    width = max(map(len, rows))
    start = line.start()
    for following in lines:
        if _ends_block(line, following, width):
            yield start, line.end()
            start = following.start()
        line = following
    yield start, line.end()


def _lines(text: str) -> Iterator[re.Match[str]]:
    return re.finditer(r"[^\n]+", text)


def _ends_block(line: re.Match[str], following: re.Match[str], width: int) -> bool:
    line_ends = following.start() - line.end()
    words = following.group()
    is_blank = not words.strip()
    if line_ends > 1 or is_blank or _BULLET.match(words):
        return True
    first_word = words.split(maxsplit=1)[0]
    room = width - len(line.group().rstrip())
    return len(first_word) < room
