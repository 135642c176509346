"""A document split into statements: sentences, bullets, headings, rows of tables. A line can hold fifteen."""

import re
from collections.abc import Iterator

from ropa.evidence.folding import Folded
from ropa.evidence.passages import Found


def statements(text: Folded, language: str = "en") -> tuple[Found, ...]:
    """Every statement of *text*, in order, as places in the folded text; together they hold all of its words."""
    import sentencex

    found = []
    for start, end in _blocks(text.original):
        block = text.original[start:end]
        for part in sentencex.get_sentence_boundaries(language, block.replace("\n", " ")):
            place = _folded(text, start + part["start_index"], start + part["end_index"])
            if place is not None:
                found.append(place)
    return tuple(found)


def _folded(text: Folded, start: int, end: int) -> Found | None:
    """The folded place of original characters *start* to *end*; None where no word is left."""
    from bisect import bisect_left

    first, last = bisect_left(text.offsets, start), bisect_left(text.offsets, end)
    while first < last and text.text[first] == " ":
        first += 1
    while last > first and text.text[last - 1] == " ":
        last -= 1
    return Found(first, last) if re.search(r"\w", text.text[first:last]) else None


_BULLET = re.compile(r"\s*(?:[•●▪‣◦⁃∙·*–-]|\(?[0-9a-z]{1,3}[.)])\s+")


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs, bullets and rows: where a line ends that had room for the next word, a block ends too."""
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]
    width = max((len(text[a:b].rstrip()) for a, b in lines), default=0)
    start = None
    for index, (first, last) in enumerate(lines):
        start = first if start is None else start
        following = lines[index + 1] if index + 1 < len(lines) else None
        if following is None or _ends(text, (first, last), following, width):
            yield start, last
            start = None


def _ends(text: str, line: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    if text[line[1] : following[0]].count("\n") > 1:
        return True
    after = text[following[0] : following[1]]
    if _BULLET.match(after) or not after.strip():
        return True
    word = after.split()[0]
    return len(text[line[0] : line[1]].rstrip()) + 1 + len(word) <= width
