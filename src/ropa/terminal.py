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
    # no width, or a blank that is a letter
    "\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\uffa0\ufeff\ufff0-\ufffb"
    # the same, beyond U+FFFF
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    "\ud800-\udfff\ufffe\uffff"  # halves of characters, and numbers that are none
    "]"
)
"""Not among them are joiners, the soft hyphen and the selectors of a variant.

With U+200C and U+200D Indic, Arabic and emoji text joins its letters; U+00AD is a soft hyphen;
Japanese names need the selectors.
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
    click.echo("".join(map(_styled, parts)), err=err)


def echo_lines(text: str, err: bool = False) -> None:
    """Print *text*, a report that ends its lines itself and whose values are :func:`visible`."""
    lines = text.removesuffix("\n").split("\n")
    click.echo("\n".join(map(visible, lines)), err=err)


def echo_document(text: str) -> None:
    """Print *text*, a document: unchanged into a file or a pipe, which are to get its own bytes."""
    if sys.stdout.isatty():
        echo_lines(text.replace("\r\n", "\n"))
    else:
        click.echo(text, nl=False)


def json_text(value: object) -> str:
    """*value* as JSON to print; what a terminal would obey is an escape and reads back the same."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _OBEYED.sub(_escaped, text) + "\n"


def _styled(part: str | Styled) -> str:
    if isinstance(part, str):
        return visible(part)
    return click.style(visible(part.words), bold=part.bold or None, dim=part.dim or None)


def _escaped(match: re.Match[str]) -> str:
    """*match* as JSON escapes it; a line end is one that JSON itself writes, and stays."""
    character = match.group()
    return character if character == "\n" else json.dumps(character)[1:-1]


def cut(words: str, most: int) -> str:
    """The first *most* characters of *words*, and an ellipsis where there are more."""
    return words if len(words) <= most else f"{words[:most]}…"


LONGEST_QUOTE = 80
"""Characters of a text that a message quotes."""


def one_line(words: str) -> str:
    """*words* with a slash where a line ends, whatever ends it."""
    return " / ".join(words.splitlines())


def quoted(words: str, longest: int = LONGEST_QUOTE) -> str:
    """*words* as a message quotes them: on one line, and no longer than is read."""
    line = one_line(words[: 2 * longest])
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
