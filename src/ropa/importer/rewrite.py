"""A YAML text that says something else in one place, and is the same letter for letter in every other.

The text is not drawn anew: only the characters of a value that differs are replaced, so that comments, order, quoting,
folding and line ends of everything else stay what their author made them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ropa.importer.scalars import block, flow, inline, key_text
from ropa.reader import Plain, parse


class NotRewritten(Exception):
    """The text cannot be made to say that without touching what it says elsewhere."""


@dataclass(frozen=True, slots=True)
class Splice:
    """Characters from *start* to *end* of a text, and what stands there instead."""

    start: int
    end: int
    words: str


def rewrite(text: str, wanted: Mapping[str, Plain]) -> str:
    """*text*, a YAML mapping, made to say *wanted*. Raises NotRewritten where it would not."""
    import yaml

    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    node = yaml.compose(body, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    if not isinstance(node, yaml.MappingNode):
        raise NotRewritten("the file is no mapping")
    pen = _Pen(body)
    splices = sorted(pen.mapping(node, wanted), key=lambda one: (one.start, one.end))
    out, done = [], 0
    for one in splices:
        if one.start < done:
            raise NotRewritten("two changes meet in one place")
        out += [body[done : one.start], one.words]
        done = one.end
    new = mark + "".join((*out, body[done:]))
    read, faults = parse(new.removeprefix(mark).replace("\r\n", "\n"), "")
    if faults or read.value != wanted:
        raise NotRewritten("the file cannot be changed in this place; edit it by hand")
    return new


class _Pen:
    """Finds the characters of one text that have to go, and what comes in their place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.end_of_line = "\r\n" if "\r\n" in text else "\n"

    def mapping(self, node: Any, wanted: Mapping[str, Plain]) -> Iterator[Splice]:
        """What turns the mapping *node* into *wanted*: values changed, keys gone, keys added at the end."""
        present = {key.value: (key, value) for key, value in node.value}
        for place, (name, (key, value)) in enumerate(present.items()):
            if name not in wanted:
                yield self._without(node, place, key, value)
            elif plain_of(value) != wanted[name]:
                yield from self._changed(node, key, value, wanted[name])
        for after, added in _added(present, wanted).items():
            yield self._with(node, present.get(after), added)

    def _changed(self, node: Any, key: Any, value: Any, wanted: Plain) -> Iterator[Splice]:
        import yaml

        is_mapping = isinstance(value, yaml.MappingNode)
        if (
            is_mapping
            and isinstance(wanted, dict)
            and any(name.value in wanted for name, _ in value.value)
        ):
            yield from self.mapping(value, wanted)
            return
        start, end = key.end_mark.index, self._end(value)
        colon = self.text.index(":", start) + 1
        style = value.style if isinstance(value, yaml.ScalarNode) else None
        rest = self.text[end:].split("\n", 1)[0].strip()
        if node.flow_style:
            words = " " + flow(wanted, style)
        else:
            words = self._value(
                wanted, self._column(key), style, is_last_on_line=not rest or style in ("|", ">")
            )
        yield Splice(colon, end, words)

    def _value(
        self, wanted: Plain, indent: int, style: str | None = None, is_last_on_line: bool = True
    ) -> str:
        """What stands after the colon of a key that begins at column *indent*."""
        if not is_last_on_line:
            return " " + flow(wanted, style)
        return self._lines(inline(wanted, indent, style) or block(wanted, indent + 2))

    def _lines(self, words: str) -> str:
        return words.replace("\n", self.end_of_line)

    def _with(self, node: Any, after: Any, added: Mapping[str, Plain]) -> Splice:
        """A mapping with more keys behind the entry *after*; behind the last, where there is none."""
        entry: Any = after or (node.value[-1] if node.value else None)
        if node.flow_style:
            words = ", ".join(f"{key_text(name)}: {flow(value)}" for name, value in added.items())
            if entry is None:
                inside = node.start_mark.index + 1
                return Splice(inside, inside, words)
            end = self._end(entry[1])
            return Splice(end, end, f", {words}")
        indent = self._column(entry[0])
        end = self._line_end(self._end(entry[1]))
        is_last = entry[0] is node.value[-1][0]
        gap = self.end_of_line if indent == 0 and is_last and self._is_airy(node) else ""
        lines = [
            f"{gap}{' ' * indent}{key_text(name)}:{self._value(value, indent)}"
            for name, value in added.items()
        ]
        return Splice(end, end, "".join(self.end_of_line + line for line in lines))

    def _is_airy(self, node: Any) -> bool:
        """Whether empty lines stand between most keys of the mapping."""
        between = [
            self.text[self._end(value) : key.start_mark.index].count("\n") > 1
            for (_, value), (key, _) in zip(node.value, node.value[1:], strict=False)
        ]
        return sum(between) * 2 > len(between)

    def _without(self, node: Any, place: int, key: Any, value: Any) -> Splice:
        """A mapping without one of its keys; a comment on the same line goes with it."""
        start, end = key.start_mark.index, self._end(value)
        if not node.flow_style:
            line = self.text.rfind("\n", 0, start) + 1
            if self.text[line:start].strip():
                raise NotRewritten(f"'{key.value}' does not begin its line")
            return Splice(line, min(len(self.text), self._line_end(end, whole=True)), "")
        if place + 1 < len(node.value):
            return Splice(start, node.value[place + 1][0].start_mark.index, "")
        if place:
            return Splice(self._end(node.value[place - 1][1]), end, "")
        return Splice(start, end, "")

    def _column(self, key: Any) -> int:
        return int(key.start_mark.column)

    def _line_end(self, place: int, whole: bool = False) -> int:
        """Where the line of *place* ends; behind its line end, where *whole*."""
        found = self.text.find("\n", place)
        if found < 0:
            return len(self.text)
        return found + 1 if whole else found - (self.text[found - 1 : found] == "\r")

    def _end(self, node: Any) -> int:
        """Where the words of *node* end, without the space and the comments that libyaml counts to a block."""
        import yaml

        if isinstance(node, yaml.ScalarNode):
            end = int(node.end_mark.index)
            if node.style in ("|", ">"):
                return len(self.text[:end].rstrip())
            return end
        if node.flow_style:
            return int(node.end_mark.index)
        last = node.value[-1]
        return self._end(last[1] if isinstance(last, tuple) else last)


def _added(
    present: Mapping[str, Any], wanted: Mapping[str, Plain]
) -> Mapping[str, Mapping[str, Plain]]:
    """Keys to add, by the key that stays before them; those with none before them by an empty text."""
    found: dict[str, dict[str, Plain]] = {}
    after = ""
    for name, value in wanted.items():
        if name in present:
            after = name
        else:
            found.setdefault(after, {})[name] = value
    return found


def plain_of(node: Any) -> Plain:
    """The plain value of a node, as the reader gives it."""
    import yaml

    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [plain_of(item) for item in node.value]
    return {str(key.value): plain_of(value) for key, value in node.value}
