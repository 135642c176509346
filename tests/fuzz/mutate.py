"""Bytes and texts changed by chance: small functions that put together make any input."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

Change = Callable[[Random, bytes], bytes]

WORDS: Sequence[str] = (
    *(
        "",
        " ",
        "\n",
        "\r",
        "\t",
        "\0",
        "\x1b[31m",
        "\x1b]0;title\x07",
        "\x7f",
        "\x85",
        "\x9b31m",
        "\u2028",
        "\ufeff",
    ),
    *(
        "\u202e",
        "\u2066",
        "\u200f",
        "\u200b",
        "\xad",
        "\ufffd",
        "\uffff",
        "\U0010ffff",
        "e\u0301",
        "ﬁ",
        "İ",
        "ß",
    ),
    *(
        "true",
        "null",
        "~",
        "NO",
        "none",
        "stated",
        "not-stated",
        "unclear",
        "all",
        "yes",
        "controller",
        "processor",
    ),
    *(
        "0",
        "-1",
        "1",
        "012",
        "1.5",
        "1e400",
        "NaN",
        "99999999",
        "2147483648",
        "9223372036854775808",
        "9" * 400,
        "٣",
    ),
    *(
        "0000-00-00",
        "0001-01-01",
        "1969-12-31",
        "2026-02-30",
        "2108-01-01",
        "9999-12-31",
        "10000-01-01",
        "P1Y",
        "P" + "9" * 30 + "Y",
    ),
    *(
        "..",
        "../canary/secret.txt",
        "../canary",
        "/",
        "~/x",
        ".git",
        "a/b",
        "C:\\x",
        "file:///etc/passwd",
        "CON",
        "-",
        "--",
    ),
    *(
        "=1+1",
        "@SUM(A1)",
        "{{ 7*7 }}",
        "{% include 'x' %}",
        "{0}",
        "%s",
        "${x}",
        "<b>",
        "&amp;",
        "]]>",
        "'",
        '"',
        "`",
        "\\",
    ),
    *(
        "{",
        "}",
        "[",
        "]",
        "{}",
        "[]",
        ": ",
        " #",
        "- ",
        "&a",
        "*a",
        "!!python/name:os.system",
        "|",
        ">",
        "?",
        "%YAML 9.9",
        "---",
        "...",
    ),
    *("x" * 300, "x" * 70_000, "\u0301" * 200, "…", " … ", "(" * 500, "a b " * 400),
)
"""What has stopped a program once: controls, directions, numbers, dates, paths, formulas, YAML, lengths."""

RAW: Sequence[bytes] = (
    b"\0",
    b"\xff",
    b"\xfe\xff",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xc0\xaf",
    b"\x80",
    b"\xf4\x90\x80\x80",
)
"""Bytes that are no UTF-8, or only seem so."""


def one_of(chance: Random, things: Sequence[T]) -> T:
    """One of *things*."""
    return things[chance.randrange(len(things))]


def likely(chance: Random, percent: int) -> bool:
    """Whether what happens *percent* times in a hundred happens."""
    return chance.randrange(100) < percent


def word(chance: Random, beside: Sequence[str] = ()) -> str:
    """A text that may be too much for somebody, or one of those *beside*."""
    if beside and likely(chance, 40):
        return one_of(chance, beside)
    return one_of(chance, WORDS)


def _span(chance: Random, data: bytes, most: int = 200) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.randrange(most + 1))


def flip(chance: Random, data: bytes) -> bytes:
    """One byte is another."""
    if not data:
        return b"x"
    place = chance.randrange(len(data))
    return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]


def cut(chance: Random, data: bytes) -> bytes:
    """A part is gone."""
    start, end = _span(chance, data)
    return data[:start] + data[end:]


def twice(chance: Random, data: bytes) -> bytes:
    """A part stands twice, or very often."""
    start, end = _span(chance, data)
    return data[:end] + data[start:end] * one_of(chance, (1, 2, 300)) + data[end:]


def ended(chance: Random, data: bytes) -> bytes:
    """The end is missing."""
    return data[: chance.randrange(len(data) + 1)]


def put(chance: Random, data: bytes) -> bytes:
    """A word or raw bytes stand in the middle."""
    start, end = _span(chance, data, 20)
    what = (
        one_of(chance, RAW) if likely(chance, 30) else word(chance).encode("utf-8", "surrogatepass")
    )
    return data[:start] + what + data[end if likely(chance, 50) else start :]


def moved(chance: Random, data: bytes) -> bytes:
    """A part stands elsewhere."""
    start, end = _span(chance, data)
    part, rest = data[start:end], data[:start] + data[end:]
    place = chance.randrange(len(rest) + 1)
    return rest[:place] + part + rest[place:]


def other_code(chance: Random, data: bytes) -> bytes:
    """The text is written in another encoding."""
    code = one_of(chance, ("utf-16", "utf-32", "utf-8-sig", "latin-1", "cp1252", "utf-7"))
    return data.decode("utf-8", "replace").encode(code, "replace")


BYTES: Sequence[Change] = (flip, cut, twice, ended, put, put, moved, other_code)


def bytes_of(chance: Random, data: bytes) -> bytes:
    """*data* with one change of its bytes."""
    return one_of(chance, BYTES)(chance, data)


def some(chance: Random, most: int) -> range:
    """As many turns as are taken: most often one."""
    turns = 1
    while turns < most and likely(chance, 40):
        turns += 1
    return range(turns)


TELLING = r"worksheets/|sharedStrings|comments|document\.xml$|\.yaml$|\.json$|manifest"
"""Files whose words are read: what else a package holds says how they look."""


def many(chance: Random) -> int:
    """How often something stands: a few times, or as often as only a program would write it."""
    return 35_000 if likely(chance, 2) else one_of(chance, (2, 2, 40, 1000))


def changed(
    chance: Random, files: Mapping[str, bytes], changes: Mapping[str, Sequence[Change]]
) -> dict[str, bytes]:
    """*files* with a few changes of the kinds that suit the ending of each name; *changes* of "" suit any."""
    after = dict(files)
    telling = sorted(name for name in after if re.search(TELLING, name)) or sorted(after)
    for _ in some(chance, 4):
        name = one_of(chance, telling if likely(chance, 70) else sorted(after))
        ending = name.rpartition(".")[2].lower()
        kinds = changes.get(ending, changes[""])
        after[name] = one_of(chance, kinds)(chance, after[name])
    return after
