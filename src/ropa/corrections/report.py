"""What an import found and did: one entry a cell, in the order of sheets and rows."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any

from ropa.terminal import json_text, named, one_line, visible
from ropa.vocabulary import joined, translate


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
        where = place(self.sheet, self.cell)
        sentence = _joined(": ", name, where, self.message)
        return one_line(_joined(translate("joiner.phrases"), sentence, self.help))


def problem(
    fault: str, remedy: str = "", sheet: str = "", cell: str = "", **values: object
) -> Problem:
    """The problem that the catalogue calls *fault*; its *remedy*, if not named, is of that name."""
    message = translate(f"workbook_problem.{fault}", **values)
    help = translate(f"workbook_remedy.{remedy or fault}", **values)
    return Problem(sheet, cell, message, help)


MOST_PROBLEMS = 50
"""Problems of one workbook that are listed."""


def listed(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """As many of *problems* as anybody reads at once; where there are more, that is said."""
    first = list(islice(problems, MOST_PROBLEMS + 1))
    if len(first) > MOST_PROBLEMS:
        first[-1] = problem("problems", number=MOST_PROBLEMS)
    return tuple(first)


class Kind(StrEnum):
    """What became of a cell, in the order of the report: first what was written."""

    CHANGED = "changed"
    ADDED = "added"
    CONFLICT = "conflict"
    REFUSED = "refused"
    KEPT = "kept"
    QUESTION = "question"
    OPEN = "open"
    DERIVED = "derived"
    DELETED = "deleted"
    RENAMED = "renamed"
    COMMENT = "comment"
    IGNORED = "ignored"

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


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import would write, by file below the project, and what it tells of every cell."""

    files: Mapping[str, bytes]
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    needs_statement: bool = False
    expected: Mapping[str, bytes | None] = field(default_factory=dict)
    """What each of *files* held when it was read, None for a new one: else somebody was quicker."""


def refused(problems: Iterable[Problem]) -> Imported:
    """An import that writes nothing, for *problems*."""
    return Imported({}, (), listed(problems))


def text(entries: Sequence[Entry], workbook: str) -> str:
    """The report for a person: what changes first, then what needs an answer."""
    lines: list[str] = []
    for kind in Kind:
        of_kind = [entry for entry in entries if entry.kind is kind]
        if of_kind:
            lines.append(translate(f"import_report.{kind}", n=len(of_kind)))
            lines += [f"  {visible(_line(entry))}" for entry in of_kind]
    if not lines:
        unchanged = translate("import_report.unchanged", workbook=workbook)
        lines.append(visible(one_line(unchanged)))
    return "".join(f"{line}\n" for line in lines)


def _line(entry: Entry) -> str:
    cell = place(entry.sheet, entry.cell)
    target = joined((entry.file, entry.field))
    message = _joined(translate("joiner.phrases"), *_remarks(entry))
    return one_line(_joined(": ", cell, target, message))


def _remarks(entry: Entry) -> Iterator[str]:
    """What the cell says now, what is told of it, and what its value rested on before."""
    if entry.kind is Kind.CHANGED:
        before = _quoted(entry.was)
        after = _quoted(entry.now)
        yield translate("import_report.change", before=before, after=after)
    yield entry.message
    if entry.cited:
        yield translate("import_report.basis", sources=joined(entry.cited))


def _quoted(words: str) -> str:
    """The words of a cell in quotation marks, or that there are none."""
    if not words:
        return translate("import_report.nothing")
    return translate("import_report.quoted", words=one_line(words))


def as_json(imported: Imported, workbook: str, register: str, written: bool) -> str:
    """The report for a machine."""
    problems = [asdict(problem) for problem in imported.problems]
    entries = [asdict(entry) for entry in imported.entries]
    report = {
        "format": "ropa-import/1",
        "workbook": workbook,
        "register": register,
        "written": written,
        "files": sorted(imported.files),
        "problems": problems,
        "entries": entries,
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
