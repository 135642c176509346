"""Values as YAML writes them: unquoted where that can be, quoted as before where it cannot, folded where it is long."""

import json
import re
from textwrap import wrap

from ropa.reader import Plain, parse

WIDEST = 110
"""Characters of a line before a sentence is folded or a mapping is written line by line."""


def key_text(name: str) -> str:
    """A key, quoted where it must be."""
    return (
        name
        if _means({"k": name}, f"{{k: {name}}}") and ": " not in name
        else json.dumps(name, ensure_ascii=False)
    )


def flow(value: Plain, style: str | None = None) -> str:
    """*value* in one line, as it can stand between braces."""
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{key_text(name)}: {flow(item)}" for name, item in value.items()) + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return _scalar(value, style, "{{k: {}}}")


def inline(value: Plain, indent: int, style: str | None = None) -> str:
    """What stands behind a key on its line, or a folded sentence below it; empty where a block reads better."""
    if isinstance(value, str):
        words = _scalar(value, style, "k: {}")
        fits = indent + len(words) <= WIDEST and style not in ("|", ">")
        return f" {words}" if fits or not _can_fold(value) else _folded(value, indent + 2)
    words = flow(value)
    is_flat = not isinstance(value, dict) or all(
        isinstance(item, (str, list)) for item in value.values()
    )
    return f" {words}" if is_flat and indent + len(words) <= WIDEST else ""


def block(value: Plain, indent: int) -> str:
    """A mapping a line a key, or a list a line an item, beginning on the line below."""
    pad = "\n" + " " * indent
    if isinstance(value, dict):
        return "".join(
            f"{pad}{key_text(name)}:{inline(item, indent) or block(item, indent + 2)}"
            for name, item in value.items()
        )
    if isinstance(value, list):
        return "".join(f"{pad}- {flow(item)}" for item in value)
    return f" {_scalar(value, None, 'k: {}')}"


def _scalar(value: str, style: str | None, frame: str) -> str:
    single = "'" + value.replace("'", "''") + "'"
    double = json.dumps(value, ensure_ascii=False)
    order = {"'": (single, double), '"': (double,)}.get(style or "", (value, double))
    for words in order:
        if _means({"k": value}, frame.format(words)):
            return words
    return json.dumps(value)


def _means(value: Plain, text: str) -> bool:
    read, faults = parse(text, "")
    return not faults and read.value == value


def _can_fold(value: str) -> bool:
    return not re.search(r"\s{2}|[^\S ]|^ | $", value)


def _folded(value: str, indent: int) -> str:
    lines = wrap(value, WIDEST - indent, break_long_words=False, break_on_hyphens=False)
    return " >-" + "".join(f"\n{' ' * indent}{line}" for line in lines)
