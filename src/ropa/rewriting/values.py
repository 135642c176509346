"""A YAML text made to say something else in one place, and left alone letter by letter elsewhere.

The text is not written anew: only the characters of a value that differs are replaced, so that
comments, order, quoting, folding and line ends of everything else stay what their author made them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from ropa.reader import Plain, parse
from ropa.rewriting.scalars import after_key, flow, key_and_value, pairs
from ropa.vocabulary import translate

Fields = Mapping[str, Plain]
"""A mapping of YAML, as plain values."""


_LINE_END = re.compile(r"\r?\n|\Z")


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

    mark, body, node = composed(text)
    if not isinstance(node, yaml.MappingNode):
        raise NotRewritten(translate("rewrite.no_mapping"))
    splices = _Editor(body).mapping(node, _mapping(body), value)
    new_body = spliced(body, splices)
    if _mapping(new_body) != value:
        raise NotRewritten(translate("rewrite.by_hand"))
    return mark + new_body


def composed(text: str) -> tuple[str, str, Any]:
    """The byte order mark of *text*, if any, what follows it, and the node of YAML that is."""
    import yaml

    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    return mark, body, yaml.compose(body, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))


def _mapping(text: str) -> Fields:
    """What *text* says, as the reader takes it. Raises NotRewritten where the reader does not."""
    read, problems = parse(text.replace("\r\n", "\n"), "")
    if problems or not isinstance(read.value, dict):
        raise NotRewritten(translate("rewrite.by_hand"))
    return read.value


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """*text* with all *splices* at once. Raises NotRewritten where two of them overlap."""
    pieces = []
    done = 0
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

    def mapping(self, node: Any, old: Fields, value: Fields) -> Iterator[Splice]:
        """What turns the mapping *node*, which says *old*, into *value*.

        Keys are changed, removed, added at the end.
        """
        entries = {key.value: _Entry(key, child) for key, child in node.value}
        for position, (name, entry) in enumerate(entries.items()):
            if name not in value:
                yield self._without(node, position, entry)
            elif old[name] != value[name]:
                yield from self._changed(node, entry, old[name], value[name])
        for before, added in _added(entries, value).items():
            yield self._with(node, entries.get(before), added)

    def _changed(self, node: Any, entry: _Entry, old: Plain, value: Plain) -> Iterator[Splice]:
        """The *entry* of the mapping *node* with another value than the *old* one."""
        if isinstance(old, dict) and isinstance(value, dict) and old.keys() & value.keys():
            yield from self.mapping(entry.value, old, value)
        else:
            yield self._replaced(node, entry, value)

    def _replaced(self, node: Any, entry: _Entry, value: Plain) -> Splice:
        """The *entry* of the mapping *node* with a value written anew."""
        style = getattr(entry.value, "style", None)
        colon = self.text.index(":", entry.start) + 1
        end = self._end(entry.value)
        is_last_on_line = style in ("|", ">") or not self._remainder(end)
        if is_last_on_line and not node.flow_style:
            words = self._written(after_key(value, entry.column, style))
        else:
            words = f" {flow(value, style)}"
        return Splice(colon, end, words)

    def _remainder(self, place: int) -> str:
        """What stands on the line of *place* behind it."""
        line_end = self._line_end(place).start()
        return self.text[place:line_end].strip()

    def _with(self, node: Any, before: _Entry | None, added: Fields) -> Splice:
        """The mapping *node* with more keys: behind the entry *before*, or behind the last."""
        if not node.value:
            start = node.start_mark.index + 1
            return Splice(start, start, pairs(added))
        before = before or _Entry(*node.value[-1])
        end = self._end(before.value)
        if node.flow_style:
            return Splice(end, end, f", {pairs(added)}")
        return self._with_lines(node, before, added)

    def _with_lines(self, node: Any, before: _Entry, added: Fields) -> Splice:
        end = self._line_end(self._end(before.value)).start()
        last_key, _ = node.value[-1]
        is_set_off = before.column == 0 and before.key is last_key and self._is_airy(node)
        gap = self.end_of_line if is_set_off else ""
        lines = (f"{self.end_of_line}{gap}{line}" for line in self._lines(added, before.column))
        return Splice(end, end, "".join(lines))

    def _written(self, words: str) -> str:
        """*words* with the line ends of the text."""
        return words.replace("\n", self.end_of_line)

    def _lines(self, fields: Fields, indent: int) -> Iterator[str]:
        """The *fields* of a mapping whose keys begin at column *indent*."""
        for name, value in fields.items():
            yield " " * indent + self._written(key_and_value(name, value, indent))

    def _is_airy(self, node: Any) -> bool:
        """Whether empty lines stand between most keys of the mapping."""
        airy = 0
        for (_, value), (key, _) in pairwise(node.value):
            between = self.text[self._end(value) : key.start_mark.index]
            airy += between.count("\n") > 1
        return airy * 2 > len(node.value) - 1

    def _without(self, node: Any, position: int, entry: _Entry) -> Splice:
        """The mapping *node* without an *entry*; a comment on the same line goes with it."""
        start = entry.start
        end = self._end(entry.value)
        if not node.flow_style:
            return Splice(self._line_start(entry), self._line_end(end).end(), "")
        if position + 1 < len(node.value):
            next_key, _ = node.value[position + 1]
            end = next_key.start_mark.index
        elif position:
            _, previous = node.value[position - 1]
            start = self._end(previous)
        return Splice(start, end, "")

    def _line_start(self, entry: _Entry) -> int:
        """Where the line of *entry* begins. Raises NotRewritten where it holds something else."""
        line = self.text.rfind("\n", 0, entry.start) + 1
        if self.text[line : entry.start].strip():
            raise NotRewritten(translate("rewrite.inside_line", key=entry.key.value))
        return line

    def _line_end(self, place: int) -> re.Match[str]:
        """The end of the line of *place*, as it is written."""
        match = _LINE_END.search(self.text, place)
        assert match is not None
        return match

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
