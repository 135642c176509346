"""What an import found and did: one entry a cell, in the order of sheets and rows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import islice
from types import MappingProxyType
from typing import Any, Protocol

from ropa.terminal import json_text, named, one_line, visible


def place(sheet: str, cell: str) -> str:
    """A cell as a formula names it, its sheet quoted where need be; either may be missing."""
    if not re.fullmatch(r"\w*", sheet):
        escaped = sheet.replace("'", "''")
        sheet = f"'{escaped}'"
    return _joined("!", sheet, cell)


def _joined(mark: str, *parts: str) -> str:
    """Those of *parts* that say something, with *mark* between them."""
    return mark.join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something for which the whole workbook is refused, with sheet and cell where it has one."""

    sheet: str
    cell: str
    message: str
    help: str = ""

    def line(self, name: str) -> str:
        """The problem in the workbook *name*, in one line."""
        sentence = _joined(": ", name, place(self.sheet, self.cell), self.message)
        return one_line(_joined("; ", sentence, self.help))


MOST_PROBLEMS = 50
"""Problems of one workbook that are listed."""


def listed(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """As many of *problems* as anybody reads at once; where there are more, that is said."""
    first = tuple(islice(problems, MOST_PROBLEMS + 1))
    if len(first) <= MOST_PROBLEMS:
        return first
    message = f"there are more than {MOST_PROBLEMS} problems"
    return (*first[:MOST_PROBLEMS], Problem("", "", message, "resolve those above first"))


class Kind(StrEnum):
    """What became of a cell."""

    CHANGED = "changed"
    ADDED = "added"
    CONFLICT = "conflict"
    REFUSED = "refused"
    QUESTION = "question"
    DERIVED = "derived"
    DELETED = "deleted"
    RENAMED = "renamed"
    COMMENT = "comment"
    IGNORED = "ignored"
    KEPT = "kept"
    OPEN = "open"

    @property
    def is_done(self) -> bool:
        """Whether the entry needs nobody's attention: it was imported, or is only mentioned."""
        return self in DONE


DONE = frozenset({Kind.CHANGED, Kind.ADDED, Kind.COMMENT, Kind.IGNORED, Kind.OPEN})


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell or row, and what became of it."""

    kind: Kind
    sheet: str
    cell: str
    message: str
    file: str = ""
    field: str = ""
    was: str = ""
    now: str = ""
    cited: tuple[str, ...] = ()
    """What the value rested on before; the correction rests on the statement."""


HEADINGS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.CHANGED: "changed",
        Kind.ADDED: "new",
        Kind.CONFLICT: "conflicts, not taken over",
        Kind.REFUSED: "not taken over",
        Kind.KEPT: "kept in words, to be looked at",
        Kind.QUESTION: "questions, nothing changed",
        Kind.OPEN: "left open, nothing written",
        Kind.DERIVED: "derived cells, not taken over",
        Kind.DELETED: "rows that are gone, nothing deleted",
        Kind.RENAMED: "ids changed by hand, proposed only",
        Kind.COMMENT: "comments",
        Kind.IGNORED: "not read",
    }
)


def text(entries: Sequence[Entry], workbook: str) -> str:
    """The report for a person: what changes first, then what needs an answer."""
    lines: list[str] = []
    for kind, heading in HEADINGS.items():
        of_kind = [entry for entry in entries if entry.kind is kind]
        if of_kind:
            lines.append(f"{heading} ({len(of_kind)}):")
            lines += [f"  {visible(_line(entry))}" for entry in of_kind]
    if not lines:
        nothing = one_line(f"{workbook}: nothing was changed in it")
        lines.append(visible(nothing))
    return "".join(f"{line}\n" for line in lines)


def _line(entry: Entry) -> str:
    target = _joined(", ", entry.file, entry.field)
    is_change = entry.kind is Kind.CHANGED
    change = f"{_quoted(entry.was)} → {_quoted(entry.now)}" if is_change else ""
    sources = ", ".join(entry.cited)
    cited = f"it rested on {sources}" if sources else ""
    message = _joined("; ", change, entry.message, cited)
    return one_line(_joined(": ", place(entry.sheet, entry.cell), target, message))


def _quoted(words: str) -> str:
    return f"“{one_line(words)}”" if words else "nothing"


def as_json(result: "Result", workbook: str, register: str, written: bool) -> str:
    """The report for a machine."""
    report = {
        "format": "ropa-import/1",
        "workbook": workbook,
        "register": register,
        "written": written,
        "files": sorted(result.files),
        "problems": [asdict(problem) for problem in result.problems],
        "entries": [asdict(entry) for entry in result.entries],
    }
    return json_text(_without_halves(report))


def _without_halves(value: Any) -> Any:
    """*value* with halves of characters made visible: JSON can hold none."""
    if isinstance(value, str):
        return re.sub("[\ud800-\udfff]", named, value)
    if isinstance(value, dict):
        return {name: _without_halves(field) for name, field in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_halves(element) for element in value]
    return value


class Result(Protocol):
    """What an import found."""

    @property
    def files(self) -> Mapping[str, bytes]:
        """What it writes, by file below the project."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What became of each cell."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why nothing is taken over."""
