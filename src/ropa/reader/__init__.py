"""YAML text to plain values, remembering where each was written.

Every scalar stays text: YAML reads ``NO`` as false and ``012`` as ten, and a register must not.
What a record has no use for is refused with its place: duplicate keys, aliases, tags, several
documents, values that are not there.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ropa.diagnostics import Diagnostic, Span, problem
from ropa.files import Refused, read_below
from ropa.reader.composer import DEEPEST, Composer
from ropa.reader.plain import Path_, Plain, end_of, split_lines
from ropa.reader.problems import (
    CONTROL,
    MOST_PROBLEMS,
    control_character,
    first_problems,
    unreadable,
)
from ropa.reader.sound import PlaceNeeded, sound_values
from ropa.reader.text import Text

__all__ = [
    "CONTROL",
    "DEEPEST",
    "LARGEST_FILE",
    "MOST_PROBLEMS",
    "Path_",
    "Plain",
    "Text",
    "first_problems",
    "parse",
    "read",
    "unreadable",
]

LARGEST_FILE = 1_000_000
"""Bytes; the longest hand-written record seen so far has 30,000."""


def read(root: Path, name: str) -> tuple[Text, list[Diagnostic]]:
    """Read the file *name* below *root*: its values, and everything that keeps it from being read.

    Where there is a diagnostic of severity error the value may be incomplete and is not to be used.
    """
    data = read_below(root, name, LARGEST_FILE)
    if isinstance(data, Refused):
        return Text(name), [unreadable(Span(name), data)]
    text, undecodable = _decode(data, name)
    if undecodable:
        return Text(name, text, data=data), [undecodable]
    parsed, diagnostics = parse(text, name)
    return replace(parsed, data=data), diagnostics


def parse(text: str, name: str) -> tuple[Text, list[Diagnostic]]:
    """Read *text* as YAML; as :func:`read` does for a file."""
    if CONTROL.search(text):
        problems = first_problems(_controls(text, name))
        return Text(name, text), list(problems)
    try:
        return Text(name, text, sound_values(text)), []
    except PlaceNeeded:
        composer = Composer(name, split_lines(text))
        composer.compose(text)
    return Text(name, text, composer.value), composer.diagnostics


def _controls(text: str, name: str) -> Iterator[Diagnostic]:
    for number, line in enumerate(split_lines(text), start=1):
        for match in CONTROL.finditer(line):
            yield control_character(Span(name, number, match.start() + 1), match.group())


def _decode(data: bytes, name: str) -> tuple[str, Diagnostic | None]:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n"), None
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        line, column = end_of(before)
        byte = f"{data[error.start]:#04x}"
        undecodable = problem(Span(name, line, column), "not-utf-8", byte=byte)
        return data.decode("utf-8-sig", "replace"), undecodable
