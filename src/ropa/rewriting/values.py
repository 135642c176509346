"""A YAML text made to say something else in one place, and left alone letter by letter elsewhere.

The text is not written anew: only the characters of a value that differs are replaced, so that
comments, order, quoting, folding and line ends of everything else stay what their author made them.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from ropa.reader import Plain, parse
from ropa.rewriting.scalars import after_key, flow, key_and_value, key_text, pairs
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
    """An entry of a mapping: its key and its value, as nodes; an element of a list is both."""

    key: Any
    value: Any

    @property
    def name(self) -> str:
        return str(self.key.value)

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
        yield from self._without(node, value)
        entries = {entry.name: entry for entry in _entries(node)}
        for name, entry in entries.items():
            if name in value and old[name] != value[name]:
                yield from self._changed(node, entry, old[name], value[name])
        for before, added in _added(entries, value).items():
            yield self._with(node, entries.get(before), added)

    def _changed(self, node: Any, entry: _Entry, old: Plain, value: Plain) -> Iterator[Splice]:
        """The *entry* of the mapping *node* with another value than the *old* one."""
        if isinstance(old, dict) and isinstance(value, dict) and old.keys() & value.keys():
            yield from self.mapping(entry.value, old, value)
        elif isinstance(old, list) and isinstance(value, list) and _is_edited(old, value):
            yield from self._elements(entry.value, value)
        elif isinstance(value, dict) and self._has_lines(entry.value, old, value):
            yield from self._as_mapping(entry, value)
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

    def _elements(self, node: Any, value: list[Plain]) -> Iterator[Splice]:
        """What turns the list of texts *node* into *value*, which has some of them and others."""
        yield from self._without(node, value)
        elements = {element.name: element for element in _entries(node)}
        *_, last = (element for word, element in elements.items() if word in value)
        added = [flow(word) for word in value if word not in elements]
        if added:
            yield self._with_elements(node, last, added)

    def _with_elements(self, node: Any, last: _Entry, added: list[str]) -> Splice:
        """The list *node* with more elements behind the *last* that stays."""
        end = self._end(last.value)
        if node.flow_style:
            return Splice(end, end, "".join(f", {word}" for word in added))
        end = self._line_end(end).start()
        pad = self.end_of_line + " " * node.start_mark.column
        return Splice(end, end, "".join(f"{pad}- {word}" for word in added))

    def _has_lines(self, node: Any, old: Plain, value: Fields) -> bool:
        """Whether *node* is a list with keys of *value*, and lines of its own for comments."""
        if not isinstance(old, list) or not any(key in old for key in value):
            return False
        return not node.flow_style or node.start_mark.line < node.end_mark.line

    def _as_mapping(self, entry: _Entry, value: Fields) -> Iterator[Splice]:
        """The list of keys in the *entry* of a mapping, made the mapping *value*."""
        yield from self._without(entry.value, value)
        elements = _entries(entry.value)
        listed = {element.name for element in elements}
        added = {key: value[key] for key in value if key not in listed}
        kept = [element for element in elements if element.name in value]
        form = self._in_braces if entry.value.flow_style else self._in_lines
        yield from form(entry, kept, value, added)

    def _in_braces(
        self, entry: _Entry, kept: list[_Entry], value: Fields, added: Fields
    ) -> Iterator[Splice]:
        start, end = entry.value.start_mark.index, entry.value.end_mark.index
        yield Splice(start, start + 1, "{")
        yield Splice(end - 1, end, "}")
        for element in kept:
            place = self._end(element.value)
            yield Splice(place, place, f": {flow(value[element.name])}")
        if added:
            yield Splice(place, place, f", {pairs(added)}")

    def _in_lines(
        self, entry: _Entry, kept: list[_Entry], value: Fields, added: Fields
    ) -> Iterator[Splice]:
        column = max(entry.value.start_mark.column, entry.column + 2)
        for element in kept:
            yield self._as_entry(element, value[element.name], column)
        end = self._line_end(self._end(entry.value)).start()
        lines = (f"{self.end_of_line}{line}" for line in self._lines(added, column))
        yield Splice(end, end, "".join(lines))

    def _as_entry(self, element: _Entry, value: Plain, column: int) -> Splice:
        """The line of an *element* as one of a mapping whose keys begin at *column*."""
        end = self._end(element.value)
        if self._remainder(end):
            words = f"{key_text(element.name)}: {flow(value)}"
        else:
            words = self._written(key_and_value(element.name, value, column))
        return Splice(self._line_start(element), end, " " * column + words)

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

    def _without(self, node: Any, kept: Container[Plain]) -> Iterator[Splice]:
        """What takes all but the *kept* out of *node*, each with a comment on the same line."""
        entries = _entries(node)
        places = [place for place, entry in enumerate(entries) if entry.name in kept]
        last_kept = max(places, default=len(entries))
        for place, entry in enumerate(entries):
            if entry.name in kept:
                continue
            start, end = entry.start, self._end(entry.value)
            if not node.flow_style:
                start, end = self._line_start(entry), self._line_end(end).end()
            elif place > last_kept:
                start = self._end(entries[place - 1].value)
            elif place + 1 < len(entries):
                end = entries[place + 1].start
            yield Splice(start, end, "")

    def _line_start(self, entry: _Entry) -> int:
        """Where the line of *entry* begins. Raises NotRewritten where it holds something else."""
        line = self.text.rfind("\n", 0, entry.start) + 1
        if self.text[line : entry.start].strip() not in ("", "-"):
            raise NotRewritten(translate("rewrite.inside_line", key=entry.name))
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


def _entries(node: Any) -> list[_Entry]:
    """The entries of a mapping, or the elements of a list."""
    pairs = (each if isinstance(each, tuple) else (each, each) for each in node.value)
    return [_Entry(*pair) for pair in pairs]


def _is_edited(old: list[Plain], value: list[Plain]) -> bool:
    """Whether *value* is the *old* list of texts without some of them, and with others behind."""
    words = [*old, *value]
    if not all(isinstance(word, str) for word in words) or len(set(map(str, old))) < len(old):
        return False
    kept = [word for word in old if word in value]
    return bool(kept) and value[: len(kept)] == kept


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
