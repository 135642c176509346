"""Text as anchors compare it: white space, quotes, dashes and bullets folded, places remembered."""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from itertools import islice

_QUOTES = dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′`´", "'")
_DASHES = dict.fromkeys("‐‑‒–—―−", "-")
_NOTHING = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_SPACES = frozenset("•●▪‣◦⁃∙·")


@dataclass(frozen=True)
class Runs:
    """Where folded characters come from: within a run, both texts go on character by character.

    ``folded[i]`` and ``original[i]`` are where run *i* begins. Most of a document is one run a
    line, so this is a small part of what a number for each character would be.
    """

    folded: "array[int]"
    original: "array[int]"

    def place(self, place: int) -> int:
        """Where the folded character at *place* stands in the original."""
        run = bisect_right(self.folded, place) - 1
        return self.original[run] + place - self.folded[run]

    def reached(self, place: int, length: int) -> int:
        """The first of *length* folded characters at *place* of the original or behind it."""
        run = bisect_left(self.original, place)
        is_last = run == len(self.folded)
        next_run = length if is_last else self.folded[run]
        if run == 0:
            return next_run
        distance = place - self.original[run - 1]
        return min(next_run, self.folded[run - 1] + distance)


@dataclass(frozen=True)
class Folded:
    """*text* folded, and where its characters stand in the *original*."""

    original: str
    text: str
    runs: Runs

    @cached_property
    def _lines(self) -> "array[int]":
        breaks = re.finditer("\n", self.original)
        ends = (match.end() for match in breaks)
        return array("I", [0, *ends])

    @cached_property
    def index(self) -> Mapping[str, "array[int]"]:
        """Where each word stands."""
        places: dict[str, array[int]] = {}
        for match in re.finditer(r"\w+", self.text):
            word_places = places.setdefault(match.group(), array("I"))
            word_places.append(match.start())
        return places

    def occurrences(self, part: str, begin: int = 0) -> Iterator[int]:
        """Where *part* stands from *begin* on, each time behind the last; "" stands nowhere.

        It stands as words of its own. Only the places of its rarest word are looked at, so that
        twenty thousand anchors do not read a document as many times.
        """
        offset, places = self._rarest(part)
        first = bisect_left(places, begin + offset)
        for word in islice(places, first, None):
            place = word - offset
            if place >= begin and self.text.startswith(part, place):
                yield place
                begin = place + len(part)

    def _rarest(self, part: str) -> tuple[int, Sequence[int]]:
        """Where the rarest word of *part* is in it, and all its places; else those of *part*."""
        words = list(re.finditer(r"\w+", part))
        if not words:
            return 0, self.places(part)
        places = {word: self.index.get(word.group(), ()) for word in words}
        rarest = min(words, key=lambda word: len(places[word]))
        return rarest.start(), places[rarest]

    def places(self, part: str) -> list[int]:
        """Where *part* stands, also inside of words; "" stands nowhere."""
        if not part:
            return []
        matches = re.finditer(re.escape(part), self.text)
        return [match.start() for match in matches]

    def line(self, place: int) -> int:
        """The line of the original, from 1, in which the folded character at *place* stands."""
        return bisect_right(self._lines, self.runs.place(place)) if self.text else 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where folded characters *start* to *end* stand in the original."""
        if not self.text:
            return 0, 0
        final = len(self.text) - 1
        first = min(start, final)
        last = min(max(start, end - 1), final)
        place = self.runs.place
        return place(first), place(last) + 1

    def reached(self, place: int) -> int:
        """The folded character that is at *place* of the original, or the next one behind it."""
        return self.runs.reached(place, len(self.text))


def fold(text: str) -> Folded:
    """*text* folded for comparison; letters keep their case."""
    letters = {char: _folded(char) for char in sorted(set(text))}
    writer = _Writer(letters)
    place = 0
    for stretch in _stretches(letters, text):
        writer.copy(text[place : stretch.start()], place)
        writer.fold(stretch.group(), stretch.start())
        place = stretch.end()
    writer.copy(text[place:], place)
    runs = Runs(writer.folded, writer.original)
    return Folded(text, writer.text(), runs)


def growth(text: str) -> int:
    """By how many characters *text* is longer once folded, at most."""
    extra = {char: len(_folded(char)) - 1 for char in set(text)}
    growing = [char for char in extra if extra[char] > 0]
    if not growing:
        return 0
    pattern = re.escape("".join(growing))
    chars = re.findall(f"[{pattern}]", text)
    return sum(extra[char] for char in chars)


def _folded(char: str) -> str:
    """What becomes of *char*: nothing, itself, or the characters that are compared in its place."""
    if char in _NOTHING:
        return ""
    return "".join(map(_plain, unicodedata.normalize("NFKC", char)))


def _plain(char: str) -> str:
    if char.isspace() or char in _SPACES:
        return " "
    return _QUOTES.get(char) or _DASHES.get(char) or char


def _stretches(letters: Mapping[str, str], text: str) -> Iterator[re.Match[str]]:
    """The stretches of *text* in which folding changes something; what is between is copied."""
    changing = [char for char, letter in letters.items() if char != letter]
    changed = re.escape("".join(changing))
    folding = f"[ {changed}]"
    # A blank changes nothing unless it begins the text or stands beside another.
    first = rf"\A | (?={folding})"
    if changed:
        first += f"|[{changed}]"
    return re.finditer(f"(?:{first}){folding}*", text)


class _Writer:
    """A folded text as it grows, and the runs it is made of."""

    def __init__(self, letters: Mapping[str, str]) -> None:
        self.folded = array("I")
        self.original = array("I")
        self._letters = letters
        self._text = StringIO()
        self._length = 0
        self._blank = True

    def copy(self, part: str, place: int) -> None:
        """Add *part*, which is at *place* of the original, as it is."""
        if part:
            self._begin(place)
            self._text.write(part)
            self._length += len(part)
            self._blank = False

    def fold(self, part: str, place: int) -> None:
        """Add *part*, which stands at *place* of the original, character by character."""
        for index, char in enumerate(part, start=place):
            for letter in self._letters[char]:
                if letter != " " or not self._blank:
                    self._begin(index)
                    self._text.write(letter)
                    self._length += 1
                    self._blank = letter == " "

    def _begin(self, place: int) -> None:
        """Note that the next character stands at *place*, where the run so far does not say so."""
        folded = self.folded
        original = self.original
        distance = place - self._length
        if folded and original[-1] - folded[-1] == distance:
            return
        folded.append(self._length)
        original.append(place)

    def text(self) -> str:
        """The text without the blank at its end."""
        return self._text.getvalue().removesuffix(" ")


def words(text: str) -> list[str]:
    """The words of folded *text*."""
    return re.findall(r"\w+(?:[-'.@/]\w+)*", text)
