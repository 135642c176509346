"""What a YAML file holds: plain values, and the places where its keys and values were written."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ropa.diagnostics import Span

Plain = str | list["Plain"] | dict[str, "Plain"]
Path_ = tuple[str | int, ...]

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line for YAML, which counts them in its places."""


@dataclass(frozen=True, slots=True)
class Text:
    """A YAML file as read: its values, and the places of its keys and values."""

    file: str
    lines: Sequence[str] = ()
    value: Plain = ""
    values: Mapping[Path_, Span] = field(default_factory=dict)
    keys: Mapping[Path_, Span] = field(default_factory=dict)
    data: bytes = b""
    """The bytes the text was read from; none where the file is not read."""

    def span(self, path: Sequence[str | int]) -> Span:
        """Where the value at *path* was written.

        That is the place of its key where the value begins on a line below, or where only an
        ancestor was written: a missing key has no place of its own.
        """
        written = self._written(path)
        value = self.values.get(written, Span(self.file))
        key = self.keys.get(written)
        if key is None or (written == tuple(path) and value.line == key.line):
            return value
        return key

    def key_span(self, path: Sequence[str | int]) -> Span:
        """Where the key at the end of *path* was written, or what :meth:`span` finds."""
        return self.keys.get(self._written(path)) or self.span(path)

    def _written(self, path: Sequence[str | int]) -> Path_:
        # pydantic adds steps that are not in the file, such as the tag of a union, so walk only
        # those that exist.
        written: Path_ = ()
        for step in path:
            if (*written, step) in self.values:
                written = (*written, step)
        return written


def split_lines(text: str) -> list[str]:
    """The lines of *text* as YAML counts them; a line end at its end begins no other."""
    lines = _LINE_END.split(text)
    return lines if lines[-1] else lines[:-1]


def end_of(text: str) -> tuple[int, int]:
    """The line and column, from 1, right behind the last character of *text*."""
    lines = _LINE_END.split(text)
    return len(lines), len(lines[-1]) + 1
