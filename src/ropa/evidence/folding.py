"""Text as anchors compare it: white space, quotes, dashes, bullets and soft hyphens folded, places remembered."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

_QUOTES = dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′`´", "'")
_DASHES = dict.fromkeys("‐‑‒–—―−", "-")
_NOTHING = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_SPACES = frozenset("•●▪‣◦⁃∙·")


@dataclass(frozen=True)
class Folded:
    """*text* folded; ``offsets[i]`` is the place in the original that character *i* comes from."""

    original: str
    text: str
    offsets: tuple[int, ...]

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.original))]

    def line(self, place: int) -> int:
        """The line of the original, from 1, in which the folded character at *place* stands."""
        return bisect_right(self._lines, self.offsets[place]) if self.offsets else 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where folded characters *start* to *end* stand in the original."""
        if not self.offsets:
            return 0, 0
        first = self.offsets[min(start, len(self.offsets) - 1)]
        last = self.offsets[min(max(start, end - 1), len(self.offsets) - 1)]
        return first, last + 1


def fold(text: str) -> Folded:
    """*text* folded for comparison; letters keep their case."""
    out: list[str] = []
    offsets: list[int] = []
    for place, raw in enumerate(text):
        if raw in _NOTHING:
            continue
        for char in unicodedata.normalize("NFKC", raw):
            folded = _QUOTES.get(char) or _DASHES.get(char) or (" " if char.isspace() or char in _SPACES else char)
            if folded == " " and (not out or out[-1] == " "):
                continue
            out.append(folded)
            offsets.append(place)
    while out and out[-1] == " ":
        out.pop()
        offsets.pop()
    return Folded(text, "".join(out), tuple(offsets))


def words(text: str) -> list[str]:
    """The words of folded *text*."""
    return re.findall(r"\w+(?:[-'.@/]\w+)*", text)
