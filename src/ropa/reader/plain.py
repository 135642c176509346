"""Plain values, the paths that lead to them, and lines as YAML counts them."""

import re

Plain = str | list["Plain"] | dict[str, "Plain"]
Path_ = tuple[str | int, ...]

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line for YAML, which counts them in its places."""


def split_lines(text: str) -> list[str]:
    """The lines of *text* as YAML counts them; a line end at its end begins no other."""
    lines = _LINE_END.split(text)
    return lines if lines[-1] else lines[:-1]


def end_of(text: str) -> tuple[int, int]:
    """The line and column, from 1, right behind the last character of *text*."""
    lines = _LINE_END.split(text)
    last = lines[-1]
    return len(lines), len(last) + 1
