"""What is printed: every line with nothing in it that a terminal would obey.

Names, values and messages come from strangers. Controls and escapes move the cursor, direction
marks let a line read differently from what it says, and what has no width hides in a name. Each is
printed as ``[U+001B]``.
"""

import json
import re
import sys
from dataclasses import dataclass

import click

_OBEYED = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # controls, among them escape
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction
    "\u2028\u2029"  # line and paragraph separators
    "\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\uffa0\ufeff\ufff0-\ufffb"  # no width, or a blank that is a letter
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # the same, beyond U+FFFF
    "\ud800-\udfff\ufffe\uffff"  # halves of characters, and numbers that are none
    "]"
)
"""Not among them: U+200C and U+200D, with which Indic, Arabic and emoji text joins its letters; U+00AD, a soft hyphen;
and the selectors of a variant, which Japanese names need.
"""


@dataclass(frozen=True, slots=True)
class Styled:
    """Words of a line that stand out from the rest of it, where the terminal can show it."""

    words: str
    bold: bool = False
    dim: bool = False


def visible(text: str) -> str:
    """*text* as one line with nothing in it that a terminal would obey; a tab becomes a blank."""
    return _OBEYED.sub(named, text.replace("\t", " "))


def named(match: re.Match[str]) -> str:
    """The number of the character that *match* is, such as ``[U+001B]``."""
    return f"[U+{ord(match.group()):04X}]"


def echo(*parts: str | Styled, err: bool = False) -> None:
    """Print *parts* as one line, whatever stands in them."""
    click.echo("".join(map(_drawn, parts)), err=err)


def echo_lines(text: str, err: bool = False) -> None:
    """Print *text*, a report that ends its lines itself: its values are :func:`visible` before they are put in."""
    lines = text.removesuffix("\n").split("\n")
    click.echo("\n".join(map(visible, lines)), err=err)


def echo_document(text: str) -> None:
    """Print *text*, a document: unchanged into a file or a pipe, which are to get its own bytes."""
    if sys.stdout.isatty():
        echo_lines(text.replace("\r\n", "\n"))
    else:
        click.echo(text, nl=False)


def json_text(value: object) -> str:
    """*value* as JSON to print; what a terminal would obey is an escape, which reads back as the same."""
    return _OBEYED.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


def _drawn(part: str | Styled) -> str:
    if isinstance(part, str):
        return visible(part)
    return click.style(visible(part.words), bold=part.bold or None, dim=part.dim or None)


def _escaped(match: re.Match[str]) -> str:
    """*match* as JSON escapes it; the line ends are those that JSON itself writes, since inside a text they are two."""
    return match.group() if match.group() == "\n" else json.dumps(match.group())[1:-1]
