"""YAML text to plain values, remembering where each was written.

Every scalar stays text: YAML reads ``NO`` as false and ``012`` as ten, and a register must not. What a record has no
use for is refused with its place: duplicate keys, aliases, tags, several documents, values that are not there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ropa.diagnostics import Diagnostic, Severity, Span
from ropa.files import Refusal, Refused, read_below

Plain = str | list["Plain"] | dict[str, "Plain"]
Path_ = tuple[str | int, ...]

LARGEST_FILE = 1_000_000
"""Bytes; the longest hand-written record seen so far has 30,000."""

DEEPEST = 24
"""Levels; the record model needs nine."""

MOST_PROBLEMS = 100
"""Problems of one file that are listed; a file with more is no record, and the rest of it is not read."""

CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Controls, bidirectional overrides that let a line read differently from what it says, and halves of characters."""

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line for YAML, which counts them in its places."""

_NO_VALUE = ("", "~", "null")
"""Unquoted, these are what YAML writes for a value that is not there."""


@dataclass(frozen=True, slots=True)
class Text:
    """A YAML file as read: its values, and the places of its keys and values."""

    file: str
    lines: Sequence[str] = ()
    value: Plain = ""
    values: Mapping[Path_, Span] = field(default_factory=dict)
    keys: Mapping[Path_, Span] = field(default_factory=dict)
    data: bytes = b""
    """The bytes the text was read from; none where the file is not read."""

    def span(self, path: Sequence[str | int]) -> Span:
        """Where the value at *path* was written; its key, where the value begins on a line below, or where only an
        ancestor of it was written: a missing key has no place of its own.
        """
        here = self._written(path)
        value, key = self.values.get(here, Span(self.file)), self.keys.get(here)
        if key is None or (here == tuple(path) and value.line == key.line):
            return value
        return key

    def key_span(self, path: Sequence[str | int]) -> Span:
        """Where the key at the end of *path* was written, or what :meth:`span` finds."""
        return self.keys.get(self._written(path)) or self.span(path)

    def _written(self, path: Sequence[str | int]) -> Path_:
        # pydantic adds steps that are not in the file, such as the tag of a union, so walk only those that exist.
        here: Path_ = ()
        for step in path:
            if (*here, step) in self.values:
                here = (*here, step)
        return here


def read(root: Path, name: str) -> tuple[Text, list[Diagnostic]]:
    """Read the file *name* below *root*: its values, and everything that keeps it from being read.

    Where there is a diagnostic of severity error the value may be incomplete and is not to be used.
    """
    data = read_below(root, name, LARGEST_FILE)
    if isinstance(data, Refused):
        return Text(name), [unreadable(Span(name), data)]
    text, problem = _decode(data, name)
    if problem:
        return Text(name, _lines(text), data=data), [problem]
    parsed, diagnostics = parse(text, name)
    return replace(parsed, data=data), diagnostics


def unreadable(span: Span, refused: Refused) -> Diagnostic:
    """Why the file at *span* is not read, and what to do about it."""
    rule, help = _REFUSALS[refused.kind]
    subject = "this" if refused.kind is Refusal.NO_FILE else "the file"
    return _fault(span, rule, f"{subject} {refused.why}", help)


_REFUSALS: Mapping[Refusal, tuple[str, str]] = MappingProxyType(
    {
        Refusal.MISSING: ("unreadable", "put it back, or run the command again"),
        Refusal.LINK: ("symbolic-link", "put the file itself here"),
        Refusal.OUTSIDE: ("outside-project", "put the file itself here"),
        Refusal.NO_FILE: ("not-a-record", "delete it"),
        Refusal.TOO_LARGE: (
            "file-too-large",
            "one activity per file; leave the documents themselves out of the register",
        ),
        Refusal.SYSTEM: ("unreadable", "give yourself permission to read it"),
    }
)


def parse(text: str, name: str) -> tuple[Text, list[Diagnostic]]:
    """Read *text* as YAML; as :func:`read` does for a file."""
    lines = _lines(text)
    controls = list(_controls(lines, name))
    if controls:
        return Text(name, lines), controls
    builder = _Builder(name, lines)
    builder.build(text)
    return Text(name, lines, builder.value, builder.values, builder.keys), builder.diagnostics


def _fault(span: Span, rule: str, message: str, help: str = "") -> Diagnostic:
    return Diagnostic(span, rule, Severity.ERROR, message, help)


def _lines(text: str) -> list[str]:
    lines = _LINE_END.split(text)
    return lines if lines[-1] else lines[:-1]


def _controls(lines: Sequence[str], name: str) -> Iterator[Diagnostic]:
    found = (
        (Span(name, number, match.start() + 1), ord(match.group()))
        for number, line in enumerate(lines, start=1)
        for match in CONTROL.finditer(line)
    )
    for span, code in islice(found, MOST_PROBLEMS):
        yield _control(span, code)
    for span, _ in islice(found, 1):
        yield too_many(span)


def _control(span: Span, code: int) -> Diagnostic:
    help = "delete it, or write the text it stands for"
    return _fault(span, "control-character", f"U+{code:04X} is a control character", help)


def too_many(span: Span) -> Diagnostic:
    """That the problems of a file end with the one at *span*."""
    message = f"the file has more than {MOST_PROBLEMS} problems; from here on it is not read"
    return _fault(span, "too-many-problems", message, "resolve those above first")


def _decode(data: bytes, name: str) -> tuple[str, Diagnostic | None]:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n"), None
    except UnicodeDecodeError as error:
        before = _LINE_END.split(data[: error.start].decode("utf-8-sig"))
        return data.decode("utf-8-sig", "replace"), _fault(
            Span(name, len(before), len(before[-1]) + 1),
            "not-utf-8",
            f"byte {data[error.start]:#04x} is not UTF-8",
            "save the file as UTF-8",
        )


class _Builder:
    """Builds plain values from libyaml's events, with places, without recursion and without following aliases."""

    def __init__(self, name: str, lines: Sequence[str]) -> None:
        self.name = name
        self.lines = lines
        self.value: Plain = ""
        self.values: dict[Path_, Span] = {}
        self.keys: dict[Path_, Span] = {}
        self.diagnostics: list[Diagnostic] = []
        self._open: list[_Open] = []

    def build(self, text: str) -> None:
        import yaml

        documents = 0
        try:
            for event in yaml.parse(text, Loader=_loader()):
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self._add(
                            self._span(event),
                            "several-documents",
                            "a second document begins here",
                            "one record per file; move what follows to a file of its own",
                        )
                        return
                elif not self._event(event):
                    return
                if len(self.diagnostics) > MOST_PROBLEMS:
                    self.diagnostics[MOST_PROBLEMS:] = [too_many(self._span(event))]
                    return
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
        except yaml.YAMLError as error:  # a ReaderError carries no mark
            self._add(
                Span(self.name), "yaml-syntax", f"this is not YAML: {error}".splitlines()[0], ""
            )
        if not documents and not self.diagnostics:
            self._add(
                Span(self.name),
                "empty-file",
                "the file is empty",
                "write a record, or delete the file",
            )

    def _event(self, event: Any) -> bool:
        """Take one event; False where nothing after it can be trusted."""
        import yaml

        if isinstance(event, yaml.AliasEvent):
            self._add(
                self._span(event),
                "alias",
                f"'*{event.anchor}' is an alias",
                "write the value out where it is needed",
            )
            self._put([], self._span(event))
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._marks(event)
            if len(self._open) >= DEEPEST:
                self._add(
                    self._span(event),
                    "too-deep",
                    f"values are nested more than {DEEPEST} deep",
                    "a record needs nine levels",
                )
                return False
            self._start(event, isinstance(event, yaml.MappingStartEvent))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
        return True

    def _start(self, event: Any, mapping: bool) -> None:
        container: Plain = {} if mapping else []
        if self._open and self._open[-1].awaits_key:
            self._add(
                self._span(event),
                "key-not-text",
                "a key is a word, not a list or mapping",
                "quote text that begins with [ or {",
            )
        path = self._put(container, self._span(event))
        self._open.append(_Open(container, path, bool(event.flow_style)))

    def _scalar(self, event: Any) -> None:
        self._marks(event)
        span = self._span(event)
        if not event.style and event.value in _NO_VALUE:
            self._empty(span, event.value)
        if control := CONTROL.search(event.value):  # written as an escape
            self.diagnostics.append(_control(span, ord(control.group())))
        self._put(event.value, span)

    def _empty(self, span: Span, written: str) -> None:
        here = self._open[-1] if self._open else None
        if here is None:
            self._add(
                Span(self.name),
                "empty-file",
                "the file is empty",
                "write a record, or delete the file",
            )
        elif here.key is None:
            self._add(span, "empty-value", "an item has no value", "write it, or delete the line")
        elif here.fresh:
            self._key_alone(here, self.keys[(*here.path, here.key)], span, written)

    def _key_alone(self, here: "_Open", key: Span, span: Span, written: str) -> None:
        if (
            here.flow
            and not written
            and self._last_before(key) == ","
            and self._last_before(span) != ":"
        ):
            self._add(
                key,
                "comma-in-sentence",
                "a comma ended the sentence before this",
                "quote the sentence, or write it as a block, one key per line, without braces",
            )
        else:
            self._add(
                key,
                "empty-value",
                f"'{here.key}' has no value",
                "write what is known; a claim can also be one of: stated, none, not-stated, not-recorded, lost",
            )

    def _last_before(self, span: Span) -> str:
        """The last character before *span* that is no white space."""
        row = span.line - 1
        here = (
            self.lines[row] if row < len(self.lines) else ""
        )  # the end of a text may lie below its last line
        before = (here[: span.column - 1], *reversed(self.lines[:row]))
        return next((line.rstrip()[-1] for line in before if line.strip()), "")

    def _marks(self, event: Any) -> None:
        if event.anchor:
            self._add(
                self._span(event),
                "alias",
                f"'&{event.anchor}' is an anchor",
                "write the value out where it is needed",
            )
        if event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._add(
                self._span(event), "yaml-tag", f"'{tag}' is a tag; values are text", "delete it"
            )

    def _put(self, value: Plain, span: Span) -> Path_:
        """Put *value* where the innermost open container wants it, and return its path."""
        if not self._open:
            self.value, self.values[()] = value, span
            return ()
        here = self._open[-1]
        if isinstance(here.container, list):
            here.container.append(value)
            path = (*here.path, len(here.container) - 1)
        elif here.awaits_key:
            return self._key(here, value, span)
        else:
            assert here.key is not None
            path = (*here.path, here.key)
            if here.fresh:
                here.container[here.key] = value
            here.key = None
        if self._open[-1].fresh:
            self.values[path] = span
        return path

    def _key(self, here: "_Open", value: Plain, span: Span) -> Path_:
        if not isinstance(value, str):
            here.key, here.fresh = "", False
            return (*here.path, "")
        here.key = value
        path = (*here.path, here.key)
        assert isinstance(here.container, dict)
        here.fresh = here.key not in here.container
        if not here.fresh:
            first = self.keys[path]
            self._add(
                span,
                "duplicate-key",
                f"'{here.key}' stands twice; first in line {first.line}",
                "join the two, or delete one",
            )
        else:
            here.container[here.key] = ""
            self.keys[path] = span
        return path

    def _span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        width = end.column - start.column if end.line == start.line else 1
        return Span(self.name, start.line + 1, start.column + 1, max(1, width))

    def _syntax(self, error: Any) -> None:
        started = error.context in ("while scanning a simple key", "while scanning a quoted scalar")
        mark = error.context_mark if started else error.problem_mark or error.context_mark
        number = min(
            mark.line, len(self.lines) - 1
        )  # a text that ends too early ends in its last line
        line = self.lines[number]
        column = mark.column if number == mark.line else len(line)
        indent = len(line) - len(line.lstrip())
        tab = line.find("\t", 0, indent) if "\t" in line[:indent] else column
        if line[tab : tab + 1] == "\t":
            span = Span(self.name, number + 1, tab + 1)
            self._add(span, "tab", "a tab stands where YAML wants spaces", "indent with two spaces")
        else:
            problem = f"this is not YAML: {error.problem or error.context}"
            self._add(
                Span(self.name, number + 1, column + 1),
                "yaml-syntax",
                problem,
                self._remedy(mark.line),
            )

    def _remedy(self, row: int) -> str:
        here = self._open[-1] if self._open else None
        opened = (
            self.values.get(here.path) if here and here.flow else None
        )  # none below a key that is no word
        if opened and opened.line <= row:  # which counts from 0
            return f"close the bracket opened in line {opened.line}"
        return "quote text that holds ': ' or ' #' or begins with one of: [ ] { } , & * ! | > % @ `"

    def _add(self, span: Span, rule: str, message: str, help: str) -> None:
        self.diagnostics.append(_fault(span, rule, message, help))


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not been read yet."""

    container: Any
    path: Path_
    flow: bool
    key: str | None = None
    fresh: bool = True

    @property
    def awaits_key(self) -> bool:
        return isinstance(self.container, dict) and self.key is None


@cache
def _loader() -> Any:
    import yaml

    return getattr(yaml, "CLoader", yaml.Loader)
