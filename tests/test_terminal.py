"""Nothing raw reaches a terminal: what a stranger writes is printed, and never obeyed."""

from __future__ import annotations

import json
import unicodedata

import hypothesis
import pytest
from hypothesis import strategies

from ropa.terminal import json_text, visible

CONTROLS = set(map(chr, (*range(0x20), *range(0x7F, 0xA0))))
DIRECTIONS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
HIDDEN = set("\u2028\u2029\u200b\ufeff") | {chr(code) for code in range(0xE0000, 0xE0080)}
HALVES = {chr(code) for code in range(0xD800, 0xE000)}
OBEYED = CONTROLS | DIRECTIONS | HIDDEN | HALVES

texts = strategies.text(strategies.one_of(strategies.characters(), strategies.sampled_from(sorted(OBEYED))))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("\x1b[2J\x1b]0;owned\x07", "[U+001B][2J[U+001B]]0;owned[U+0007]"),
        ("one\ntwo\r\nthree", "one[U+000A]two[U+000D][U+000A]three"),
        ("\x9b31m", "[U+009B]31m"),
        ("lock\u202elmay", "lock[U+202E]lmay"),
        ("a\u2066b\u2069", "a[U+2066]b[U+2069]"),
        ("half \ud83d", "half [U+D83D]"),
        ("tag \U000e0041", "tag [U+E0041]"),
        ("a\tb", "a b"),
        ("क्‍ष 👩‍💻 می‌خواهم 葛󠄀", "क्‍ष 👩‍💻 می‌خواهم 葛󠄀"),
        ("Grüße, “ελληνικά”, עברית", "Grüße, “ελληνικά”, עברית"),
    ],
)
def test_what_a_terminal_would_obey_has_a_number(text: str, printed: str) -> None:
    """The reader sees what stands there; letters of any script stay what they are."""
    assert visible(text) == printed


@hypothesis.given(texts)
def test_no_text_is_obeyed_and_a_line_stays_a_line(text: str) -> None:
    """Whatever somebody writes; and what is made visible twice is what is made visible once."""
    printed = visible(text)

    assert set(printed) & OBEYED == set()
    assert {unicodedata.category(character) for character in printed} & {"Cc", "Cs", "Zl", "Zp"} == set()
    assert len(f"{printed}.".splitlines()) == 1
    assert visible(printed) == printed


@hypothesis.given(strategies.dictionaries(texts, strategies.lists(texts)))
def test_json_reads_back_as_it_was(value: dict[str, list[str]]) -> None:
    """Inside JSON such a character is an escape: nothing is obeyed, and nothing is lost."""
    printed = json_text(value)

    assert set(printed) & (OBEYED - {"\n"}) == set()
    assert json.loads(printed) == json.loads(json.dumps(value))
