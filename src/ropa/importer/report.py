"""What an import found and did: one entry a cell, in the order of sheets and rows."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from ropa.terminal import json_text, visible


@dataclass(frozen=True, slots=True)
class Problem:
    """Something for which the whole workbook is refused, with sheet and cell where it has one."""

    sheet: str
    cell: str
    message: str
    help: str = ""

    def line(self, name: str) -> str:
        """The problem in the workbook *name*, in one line."""
        where = "!".join(filter(None, (f"'{self.sheet}'" if " " in self.sheet else self.sheet, self.cell)))
        return ": ".join(filter(None, (name, where, self.message))) + (f"; {self.help}" if self.help else "")


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
    nothing = f"{visible(workbook)}: nothing was changed in it"
    return "".join(f"{line}\n" for line in lines or [nothing])


def _line(entry: Entry) -> str:
    where = f"'{entry.sheet}'" if " " in entry.sheet else entry.sheet
    place = "!".join(filter(None, (where, entry.cell)))
    target = ", ".join(filter(None, (entry.file, entry.field)))
    change = f"{_quoted(entry.was)} → {_quoted(entry.now)}" if entry.kind is Kind.CHANGED else ""
    cited = f"it rested on {', '.join(entry.cited)}" if entry.cited else ""
    said = "; ".join(filter(None, (change, _flat(entry.message), cited)))
    return ": ".join(filter(None, (place, target, said)))


def _quoted(words: str) -> str:
    return f"“{_flat(words)}”" if words else "nothing"


def _flat(words: str) -> str:
    return " / ".join(words.splitlines())


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
    return json_text(whole)


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
