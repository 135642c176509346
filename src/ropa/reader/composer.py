"""Plain values composed from libyaml's events: scalars stay text, and everything has its place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import yaml

from ropa.diagnostics import Diagnostic, Span, error_at, problem
from ropa.reader.plain import Path_, Plain
from ropa.reader.problems import CONTROL, MOST_PROBLEMS, control_character, too_many
from ropa.vocabulary import translate

DEEPEST = 24
"""Levels; the record model needs nine."""

NO_VALUE = ("", "~", "null")
"""Unquoted, these are what YAML writes for a value that is not there."""

Loader: Any = getattr(yaml, "CLoader", yaml.Loader)
"""libyaml, where PyYAML comes with it."""

_TOO_DEEP_FOR_LIBYAML = "exceeded maximum nesting depth"
"""What libyaml says of a thousand levels and more, as PyYAML 6.0.4 brings it."""


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not been read yet."""

    container: Any
    path: Path_
    is_flow: bool
    key: str | None = None
    is_new: bool = True
    """Whether the key has not been in the mapping before."""

    @property
    def awaits_key(self) -> bool:
        return isinstance(self.container, dict) and self.key is None


class Composer:
    """Composes values and their places without recursion and without following aliases."""

    def __init__(self, name: str, lines: Sequence[str]) -> None:
        self.name = name
        self.lines = lines
        self.value: Plain = ""
        self.values: dict[Path_, Span] = {}
        self.keys: dict[Path_, Span] = {}
        self.diagnostics: list[Diagnostic] = []
        self._open: list[_Open] = []

    def compose(self, text: str) -> None:
        """Take everything that *text* says, as far as it can be trusted."""
        try:
            self._compose(text)
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
        except yaml.YAMLError as error:  # a ReaderError carries no mark
            reason, *_ = str(error).splitlines()
            self._add_syntax(Span(self.name), reason)

    def _compose(self, text: str) -> None:
        documents = 0
        for event in _events(text):
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._add(self._span(event), "several-documents")
                    return
            elif not self._take(event):
                return
            if len(self.diagnostics) > MOST_PROBLEMS:
                self.diagnostics[MOST_PROBLEMS:] = [too_many(self._span(event))]
                return
        if not documents and not self.diagnostics:
            self._empty_file()

    def _take(self, event: Any) -> bool:
        """Take an event that is no scalar; False where nothing after it can be trusted."""
        if isinstance(event, yaml.AliasEvent):
            span = self._span(event)
            self._add(span, "alias", name=event.anchor)
            self._put([], span)
        elif isinstance(event, yaml.CollectionStartEvent):
            return self._start(event, {} if isinstance(event, yaml.MappingStartEvent) else [])
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
        return True

    def _start(self, event: Any, container: Plain) -> bool:
        self._refuse_properties(event)
        span = self._span(event)
        if len(self._open) >= DEEPEST:
            self._add(span, "too-deep", deepest=DEEPEST)
            return False
        if self._open and self._open[-1].awaits_key:
            self._add(span, "key-not-text", brace="{")
        path = self._put(container, span)
        is_flow = bool(event.flow_style)
        self._open.append(_Open(container, path, is_flow))
        return True

    def _scalar(self, event: Any) -> None:
        self._refuse_properties(event)
        span = self._span(event)
        if not event.style and event.value in NO_VALUE:
            self._no_value(span, event.value)
        # Printable letters are told apart by the interpreter far faster than by a pattern.
        if not event.value.isprintable() and (control := CONTROL.search(event.value)):
            self.diagnostics.append(control_character(span, control.group()))
        self._put(event.value, span)

    def _refuse_properties(self, event: Any) -> None:
        if not event.anchor and not event.tag:
            return
        span = self._span(event)
        if event.anchor:
            self._add(span, "alias", "anchor", name=event.anchor)
        if event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._add(span, "yaml-tag", tag=tag)

    def _empty_file(self) -> None:
        self._add(Span(self.name), "empty-file")

    def _no_value(self, span: Span, written: str) -> None:
        if not self._open:
            self._empty_file()
            return
        holder = self._open[-1]
        if holder.key is None:
            self._add(span, "empty-value", "empty-item")
        elif holder.is_new:
            path = (*holder.path, holder.key)
            key = self.keys[path]
            if holder.is_flow and not written and self._is_part_of_sentence(key, span):
                self._add(key, "comma-in-sentence")
            else:
                self._add(key, "empty-value", key=holder.key)

    def _is_part_of_sentence(self, key: Span, value: Span) -> bool:
        """Whether *key* was meant as words: a comma is before it, no colon before its *value*."""
        return self._last_before(key) == "," and self._last_before(value) != ":"

    def _last_before(self, span: Span) -> str:
        """The last character before *span* that is no white space."""
        row = span.line - 1
        # The end of a text may lie below its last line.
        line = self.lines[row] if row < len(self.lines) else ""
        before = line[: span.column - 1]
        for part in (before, *reversed(self.lines[:row])):
            if part.strip():
                return part.rstrip()[-1]
        return ""

    def _put(self, value: Plain, span: Span) -> Path_:
        """Put *value* where the innermost open container wants it, and return its path."""
        if not self._open:
            self.value, self.values[()] = value, span
            return ()
        holder = self._open[-1]
        if holder.awaits_key:
            return self._put_key(holder, value, span)
        if isinstance(holder.container, list):
            path = (*holder.path, len(holder.container))
            holder.container.append(value)
        else:
            assert holder.key is not None
            path = (*holder.path, holder.key)
            if holder.is_new:
                holder.container[holder.key] = value
            holder.key = None
        if holder.is_new:
            self.values[path] = span
        return path

    def _put_key(self, holder: _Open, key: Plain, span: Span) -> Path_:
        if not isinstance(key, str):
            holder.key, holder.is_new = "", False
            return (*holder.path, "")
        path = (*holder.path, key)
        holder.key = key
        holder.is_new = key not in holder.container
        if holder.is_new:
            holder.container[key] = ""
            self.keys[path] = span
        else:
            first = self.keys[path].line
            self._add(span, "duplicate-key", key=key, line=first)
        return path

    def _span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        width = end.column - start.column if end.line == start.line else 1
        line = start.line + 1
        column = start.column + 1
        return Span(self.name, line, column, max(1, width))

    def _syntax(self, error: Any) -> None:
        is_unended = error.context in (
            "while scanning a simple key",
            "while scanning a quoted scalar",
        )
        mark = error.context_mark if is_unended else error.problem_mark or error.context_mark
        # A text that ends too early ends in its last line.
        row = min(mark.line, len(self.lines) - 1)
        line = self.lines[row]
        column = mark.column if row == mark.line else len(line)
        width = len(line) - len(line.lstrip())
        indentation = line[:width]
        tab = indentation.find("\t") if "\t" in indentation else column
        if line.startswith("\t", tab):
            span = Span(self.name, row + 1, tab + 1)
            self._add(span, "tab")
        else:
            span = Span(self.name, row + 1, column + 1)
            reason = error.problem or error.context
            self._add_syntax(span, reason, self._remedy(mark.line))

    def _remedy(self, row: int) -> str:
        if self._open and self._open[-1].is_flow:
            bracket = self.values.get(self._open[-1].path)  # none below a key that is no word
            if bracket and bracket.line <= row:  # which counts from 0
                return translate("syntax_help.bracket", line=bracket.line)
        return translate("syntax_help.quote")

    def _add(self, span: Span, rule: str, case: str = "", /, **values: object) -> None:
        fault = problem(span, rule, case, **values)
        self.diagnostics.append(fault)

    def _add_syntax(self, span: Span, reason: str, help: str = "") -> None:
        message = translate("problem.yaml-syntax", reason=reason)
        self.diagnostics.append(error_at(span, "yaml-syntax", message, help))


def _events(text: str) -> Iterator[Any]:
    """What libyaml reads in *text*, up to where it goes deeper than libyaml itself can.

    libyaml looks ahead: in "[[[[…" it gives up before it has told of the first bracket. What comes
    before that place is read again, so that our own count says where it gets too deep.
    """
    count = 0
    loader = Loader(text)
    try:
        while event := loader.get_event():
            yield event
            count += 1
    except yaml.MarkedYAMLError as error:
        if error.problem != _TOO_DEEP_FOR_LIBYAML or error.problem_mark is None:
            raise
        readable = text[: error.problem_mark.index]
        yield from islice(yaml.parse(readable, Loader=Loader), count, None)
    finally:
        loader.dispose()
