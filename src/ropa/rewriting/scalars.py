"""Values as YAML writes them: unquoted where they can be, else quoted as before; folded if long."""

import json
import re
from collections.abc import Mapping
from textwrap import wrap

from ropa.reader import Plain, parse

WIDEST = 110
"""Characters of a line before a sentence is folded or a mapping is written line by line."""


def key_text(name: str) -> str:
    """A key, quoted where it must be."""
    is_plain = ": " not in name and _means({"k": name}, f"{{k: {name}}}")
    return name if is_plain else json.dumps(name, ensure_ascii=False)


def flow(value: Plain, style: str | None = None) -> str:
    """*value* in one line, as it can stand between braces."""
    if isinstance(value, dict):
        return f"{{{pairs(value)}}}"
    if isinstance(value, list):
        elements = ", ".join(map(flow, value))
        return f"[{elements}]"
    return _scalar(value, style, "{{k: {}}}")


def pairs(fields: Mapping[str, Plain]) -> str:
    """The keys and values of a mapping in one line, without its braces."""
    return ", ".join(f"{key_text(name)}: {flow(value)}" for name, value in fields.items())


def key_and_value(name: str, value: Plain, indent: int) -> str:
    """A key that begins at column *indent*, and its value."""
    return f"{key_text(name)}:{after_key(value, indent)}"


def after_key(value: Plain, indent: int, style: str | None = None) -> str:
    """What follows a key that begins at column *indent*."""
    return _inline(value, indent, style) or _block(value, indent + 2)


def _inline(value: Plain, indent: int, style: str | None) -> str:
    """What follows a key on its line, or folded below it; empty where a block reads better."""
    if isinstance(value, str):
        return _inline_text(value, indent, style)
    if isinstance(value, dict) and any(isinstance(field, dict) for field in value.values()):
        return ""
    words = flow(value)
    return f" {words}" if indent + len(words) <= WIDEST else ""


def _inline_text(value: str, indent: int, style: str | None) -> str:
    words = _scalar(value, style, "k: {}")
    fits = indent + len(words) <= WIDEST and style not in ("|", ">")
    if _can_fold(value) and not fits:
        return _folded(value, indent + 2)
    return f" {words}"


def _block(value: Plain, indent: int) -> str:
    """A mapping a line a key, or a list a line an item, beginning on the line below."""
    pad = "\n" + " " * indent
    if isinstance(value, dict):
        lines = [key_and_value(name, field, indent) for name, field in value.items()]
    else:
        lines = [f"- {flow(element)}" for element in value]
    return "".join(f"{pad}{line}" for line in lines)


def _scalar(value: str, style: str | None, frame: str) -> str:
    double = json.dumps(value, ensure_ascii=False)
    candidates = [value, double]
    if style == '"':
        candidates = [double]
    elif style == "'":
        escaped = value.replace("'", "''")
        candidates = [f"'{escaped}'", double]
    for words in candidates:
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
    pad = "\n" + " " * indent
    return " >-" + pad + pad.join(lines)
