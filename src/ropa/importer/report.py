"""What an import found and did: one entry a cell, in the order of sheets and rows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import islice
from types import MappingProxyType
from typing import Any, Protocol

from ropa.terminal import json_text, visible

LONGEST_QUOTE = 80
"""Characters of a cell that a message quotes."""


def one_line(words: str) -> str:
    """*words* with a slash where a line ends, whatever ends it."""
    return " / ".join(words.splitlines())


def quoted(words: str, longest: int = LONGEST_QUOTE) -> str:
    """*words* as a message quotes them: on one line, and no longer than is read."""
    line = one_line(words[: 2 * longest])
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def place(sheet: str, cell: str) -> str:
    """A cell as a formula names it, with the sheet in quotes where it needs them; either may be missing."""
    is_plain = re.fullmatch(r"\w*", sheet)
    return "!".join(
        filter(None, (sheet if is_plain else "'" + sheet.replace("'", "''") + "'", cell))
    )


@dataclass(frozen=True, slots=True)
class Problem:
    """Something for which the whole workbook is refused, with sheet and cell where it has one."""

    sheet: str
    cell: str
    message: str
    help: str = ""

    def line(self, name: str) -> str:
        """The problem in the workbook *name*, in one line."""
        said = ": ".join(filter(None, (name, place(self.sheet, self.cell), self.message)))
        return one_line(said + (f"; {self.help}" if self.help else ""))


MOST_PROBLEMS = 50
"""Problems of one workbook that are listed."""


def listed(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """As many of *problems* as anybody reads at once; where there are more, that is said."""
    some = tuple(islice(problems, MOST_PROBLEMS + 1))
    if len(some) <= MOST_PROBLEMS:
        return some
    more = Problem(
        "", "", f"there are more than {MOST_PROBLEMS} problems", "resolve those above first"
    )
    return (*some[:MOST_PROBLEMS], more)


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
        """Whether the entry needs nobody's attention: it was taken over, or is only told."""
        return self in (Kind.CHANGED, Kind.ADDED, Kind.COMMENT, Kind.IGNORED, Kind.OPEN)


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
        found = [entry for entry in entries if entry.kind is kind]
        if found:
            lines.append(f"{heading} ({len(found)}):")
            lines += [f"  {visible(_line(entry))}" for entry in found]
    nothing = visible(one_line(f"{workbook}: nothing was changed in it"))
    return "".join(f"{line}\n" for line in lines or [nothing])


def _line(entry: Entry) -> str:
    target = ", ".join(filter(None, (entry.file, entry.field)))
    change = f"{_quoted(entry.was)} → {_quoted(entry.now)}" if entry.kind is Kind.CHANGED else ""
    cited = f"it rested on {', '.join(entry.cited)}" if entry.cited else ""
    message = "; ".join(filter(None, (change, entry.message, cited)))
    return one_line(": ".join(filter(None, (place(entry.sheet, entry.cell), target, message))))


def _quoted(words: str) -> str:
    return f"“{one_line(words)}”" if words else "nothing"


def as_json(found: "Result", workbook: str, register: str, written: bool) -> str:
    """The report for a machine."""
    whole = {
        "format": "ropa-import/1",
        "workbook": workbook,
        "register": register,
        "written": written,
        "files": sorted(found.files),
        "problems": [asdict(problem) for problem in found.problems],
        "entries": [asdict(entry) for entry in found.entries],
    }
    return json_text(_without_halves(whole))


def _without_halves(value: Any) -> Any:
    """*value* with halves of characters made visible: JSON can hold none."""
    if isinstance(value, str):
        return re.sub("[\ud800-\udfff]", lambda half: f"[U+{ord(half[0]):04X}]", value)
    if isinstance(value, dict):
        return {name: _without_halves(item) for name, item in value.items()}
    return [_without_halves(item) for item in value] if isinstance(value, (list, tuple)) else value


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
