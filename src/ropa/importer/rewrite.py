"""A YAML text made to say something else in one place, and left alone letter by letter elsewhere.

The text is not written anew: only the characters of a value that differs are replaced, so that
comments, order, quoting, folding and line ends of everything else stay what their author made them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from ropa.importer.scalars import block, flow, inline, key_text, pairs
from ropa.reader import Plain, parse
from ropa.vocabulary import translate

Fields = Mapping[str, Plain]
"""A mapping of YAML, as plain values."""


class NotRewritten(Exception):
    """The text cannot be made to say that without touching what it says elsewhere."""


@dataclass(frozen=True, slots=True)
class Splice:
    """Characters from *start* to *end* of a text, and what stands there instead."""

    start: int
    end: int
    words: str


def rewrite(text: str, value: Fields) -> str:
    """*text*, a YAML mapping, made to say *value*. Raises NotRewritten where it would not."""
    import yaml

    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    node = yaml.compose(body, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    if not isinstance(node, yaml.MappingNode):
        raise NotRewritten(translate("rewrite.no_mapping"))
    new_body = _spliced(body, _Editor(body).mapping(node, value))
    read, faults = parse(new_body.replace("\r\n", "\n"), "")
    if faults or read.value != value:
        raise NotRewritten(translate("rewrite.by_hand"))
    return mark + new_body


def _spliced(text: str, splices: Iterable[Splice]) -> str:
    """*text* with all *splices* at once. Raises NotRewritten where two of them overlap."""
    pieces, done = [], 0
    for splice in sorted(splices, key=lambda splice: (splice.start, splice.end)):
        if splice.start < done:
            raise NotRewritten(translate("rewrite.overlap"))
        pieces += [text[done : splice.start], splice.words]
        done = splice.end
    pieces.append(text[done:])
    return "".join(pieces)


class _Entry(NamedTuple):
    """An entry of a mapping: its key and its value, as nodes."""

    key: Any
    value: Any

    @property
    def start(self) -> int:
        return int(self.key.start_mark.index)

    @property
    def column(self) -> int:
        return int(self.key.start_mark.column)


class _Editor:
    """Finds the characters of one text that have to go, and what comes in their place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.end_of_line = "\r\n" if "\r\n" in text else "\n"

    def mapping(self, node: Any, value: Fields) -> Iterator[Splice]:
        """What turns the mapping *node* into *value*: keys changed, removed, added at the end."""
        entries = {key.value: _Entry(key, child) for key, child in node.value}
        for position, (name, entry) in enumerate(entries.items()):
            if name not in value:
                yield self._without(node, position, entry)
            elif plain_of(entry.value) != value[name]:
                yield from self._changed(node, entry, value[name])
        for before, added in _added(entries, value).items():
            yield self._with(node, entries.get(before), added)

    def _changed(self, node: Any, entry: _Entry, value: Plain) -> Iterator[Splice]:
        """The *entry* of the mapping *node* with another value."""
        if isinstance(value, dict) and _shares_a_key(entry.value, value):
            yield from self.mapping(entry.value, value)
        else:
            yield self._replaced(node, entry, value)

    def _replaced(self, node: Any, entry: _Entry, value: Plain) -> Splice:
        """The *entry* of the mapping *node* with a value written anew."""
        style = getattr(entry.value, "style", None)
        colon = self.text.index(":", entry.start) + 1
        end = self._end(entry.value)
        remainder = self.text[end:].split("\n", 1)[0].strip()
        is_last_on_line = not remainder or style in ("|", ">")
        if node.flow_style or not is_last_on_line:
            return Splice(colon, end, " " + flow(value, style))
        return Splice(colon, end, self._value(value, entry.column, style))

    def _value(self, value: Plain, indent: int, style: str | None = None) -> str:
        """What stands after the colon of a key that begins at column *indent*."""
        words = inline(value, indent, style) or block(value, indent + 2)
        return words.replace("\n", self.end_of_line)

    def _with(self, node: Any, before: _Entry | None, added: Fields) -> Splice:
        """The mapping *node* with more keys: behind the entry *before*, or behind the last."""
        last = _Entry(*node.value[-1]) if node.value else None
        before = before or last
        if before is None or node.flow_style:
            return self._with_inside_braces(node, before, added)
        end = self._line_end(self._end(before.value))
        is_last = last is not None and before.key is last.key
        is_set_off = before.column == 0 and is_last and self._is_airy(node)
        gap = self.end_of_line if is_set_off else ""
        indent = " " * before.column
        lines = ""
        for name, value in added.items():
            words = self._value(value, before.column)
            lines += f"{self.end_of_line}{gap}{indent}{key_text(name)}:{words}"
        return Splice(end, end, lines)

    def _with_inside_braces(self, node: Any, before: _Entry | None, added: Fields) -> Splice:
        words = pairs(added)
        if before is None:
            start = node.start_mark.index + 1
            return Splice(start, start, words)
        end = self._end(before.value)
        return Splice(end, end, f", {words}")

    def _is_airy(self, node: Any) -> bool:
        """Whether empty lines stand between most keys of the mapping."""
        airy = 0
        for (_, value), (key, _) in pairwise(node.value):
            between = self.text[self._end(value) : key.start_mark.index]
            airy += between.count("\n") > 1
        return airy * 2 > len(node.value) - 1

    def _without(self, node: Any, position: int, entry: _Entry) -> Splice:
        """The mapping *node* without an *entry*; a comment on the same line goes with it."""
        start, end = entry.start, self._end(entry.value)
        if not node.flow_style:
            line = self.text.rfind("\n", 0, start) + 1
            if self.text[line:start].strip():
                raise NotRewritten(translate("rewrite.inside_line", key=entry.key.value))
            return Splice(line, self._next_line(end), "")
        if position + 1 < len(node.value):
            next_key, _ = node.value[position + 1]
            end = next_key.start_mark.index
        elif position:
            _, previous = node.value[position - 1]
            start = self._end(previous)
        return Splice(start, end, "")

    def _next_line(self, place: int) -> int:
        """Where the line after that of *place* begins."""
        end = self.text.find("\n", place)
        return end + 1 if end >= 0 else len(self.text)

    def _line_end(self, place: int) -> int:
        """Where the line of *place* ends."""
        end = self.text.find("\n", place)
        if end < 0:
            return len(self.text)
        return end - 1 if self.text[end - 1 : end] == "\r" else end

    def _end(self, node: Any) -> int:
        """Where *node* ends, without the space and the comments that libyaml counts to a block."""
        import yaml

        end = int(node.end_mark.index)
        if isinstance(node, yaml.ScalarNode):
            is_block = node.style in ("|", ">")
            return len(self.text[:end].rstrip()) if is_block else end
        if node.flow_style:
            return end
        last = node.value[-1]
        return self._end(last[1] if isinstance(last, tuple) else last)


def _shares_a_key(node: Any, value: Fields) -> bool:
    """Whether *node* is a mapping with a key of *value*."""
    import yaml

    return isinstance(node, yaml.MappingNode) and any(key.value in value for key, _ in node.value)


def _added(entries: Mapping[str, _Entry], value: Fields) -> Mapping[str, Fields]:
    """Keys of *value* to add, by the key that stays before them; an empty text where none does."""
    added: dict[str, dict[str, Plain]] = {}
    before = ""
    for name, words in value.items():
        if name in entries:
            before = name
        else:
            added.setdefault(before, {})[name] = words
    return added


def plain_of(node: Any) -> Plain:
    """The plain value of a node, as the reader gives it."""
    import yaml

    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [plain_of(child) for child in node.value]
    return {str(key.value): plain_of(value) for key, value in node.value}
