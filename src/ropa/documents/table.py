"""What a document shows: the narrow waist between registers and bytes. Format-free."""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from ropa.documents.figures import Figures
from ropa.fields.table import Field
from ropa.fields.values import Cell, Value, text
from ropa.model.claim import State
from ropa.vocabulary import translate

# A renderer knows what a value is, and nothing of where it comes from.
__all__ = [
    "Cell",
    "Chart",
    "Choices",
    "Column",
    "Document",
    "Fact",
    "Facts",
    "Field",
    "Lead",
    "Origin",
    "Row",
    "Section",
    "State",
    "Table",
    "TableKind",
    "Value",
    "column",
    "merged",
    "only",
]

Row = tuple[Cell, ...]
"""The cells of one row, in the order of the columns."""

Facts = tuple[tuple[str, Cell], ...]
"""Labels and values, a line each."""

Fact = tuple[str, str, Cell]
"""Label, article, values."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a row is about.

    An activity, the path its own answer has in it, the general statement it is taken from.
    """

    activity: str
    path: tuple[str, ...] = ()
    shared_statement: str = ""

    def __str__(self) -> str:
        statement = f"@{self.shared_statement}" if self.shared_statement else ""
        parts = (self.activity, "/".join(self.path), statement)
        return " ".join(filter(None, parts))


class TableKind(StrEnum):
    """What a table is for, by which a renderer lays it out."""

    OVERVIEW = "overview"
    """A row an activity, which leads to the rows that say more of it."""
    ITEMS = "items"
    """A row a claim, to be corrected cell by cell."""
    ANNEX = "annex"
    """Anything else: read, not written."""


class Lead(StrEnum):
    """What a cell leads to, in a document whose parts can be reached."""

    ACTIVITY = "activity"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Its heading, the article that asks for it, how wide it is in characters, what its cells write.
    """

    name: str
    heading: str
    article: str = ""
    width: int = 24
    field: Field | None = None
    note: str = ""
    """What the heading's note says, where the column has words of its own."""
    leads: Lead | None = None
    is_unbroken: bool = False
    """Whether its words stay on one line where they can, as those of a link do."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns, with a title, the lines above, and what stands in place of no rows."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    lead: tuple[str, ...] = ()
    empty: str = ""
    identity: Facts = ()
    """Labels and values above the rows: the identity block of a register."""
    origins: tuple[Origin, ...] = ()
    """What each row is about, in a table whose cells can be written back."""
    kind: TableKind = TableKind.ANNEX
    passages: tuple[str, ...] = ()
    """The passage each row shows, where other cells lead to passages."""
    is_occasional: bool = False
    """Whether it is left out where it has no rows."""

    @property
    def is_bound(self) -> bool:
        """Whether any of its cells can be written back."""
        return any(column.field for column in self.columns)

    def records(self) -> Iterator[dict[str, Cell]]:
        """Rows as mappings from the column's name."""
        names = [column.name for column in self.columns]
        for row in self.rows:
            yield dict(zip(names, row, strict=True))


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: labelled values, tables, and parts of its own."""

    name: str
    title: str
    article: str = ""
    lead: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    sections: tuple["Section", ...] = ()
    pictures: tuple[Any, ...] = ()
    """What a renderer that can draw shows beside the words (``ropa.documents.pictures``)."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers, and the columns of them that are drawn as bars."""

    title: str
    """What stands above the bars."""
    figures: Figures
    series: tuple[int, ...]
    states: tuple[State, ...] = ()
    """The state each row counts, where rows count states."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The words a cell may be filled with: those of all fields of one kind and word list."""

    kind: str
    list_name: str
    heading: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One document: what its cover says and what it holds."""

    name: str
    title: str
    organization: str
    language: str
    as_of: str
    revision: str
    status: tuple[str, ...] = ()
    """The lines every page carries: whose record this is, and which laws its facts predate."""
    cover: Facts = ()
    tables: tuple[Table, ...] = ()
    sections: tuple[Section, ...] = ()
    settings: dict[str, Any] = dataclasses.field(default_factory=dict)
    dated: str = ""
    """What stands before its day: as of it, or rendered on it where nobody stated a day."""
    paper: str = "A4"
    facts: tuple[tuple[str, str], ...] = ()
    """Names and values that tie a file to the register it was made of."""
    charts: tuple[Chart, ...] = ()
    choices: tuple[Choices, ...] = ()
    attachments: dict[str, bytes] = dataclasses.field(default_factory=dict)
    """Files it carries, by name."""


def column(name: str, article: str = "", width: int = 24, field: Field | None = None) -> Column:
    """A column whose heading is the catalogue's text for *name*."""
    return Column(name, translate(f"column.{name}"), article, width, field)


def only(table: Table, names: Sequence[str]) -> Table:
    """*table* with the columns *names*, in that order, without the lines above.

    For a page that carries them.
    """
    columns = {column.name: column for column in table.columns}
    chosen = tuple(columns[name] for name in names)
    rows = []
    for row in table.records():
        cells = [row[name] for name in names]
        rows.append(tuple(cells))
    return Table(table.name, table.title, chosen, tuple(rows), empty=table.empty)


def merged(table: Table, name: str, in_words: Callable[[tuple[str, ...]], str]) -> Table:
    """*table* with rows that differ in the column *name* alone made one.

    *in_words* puts their names into words.
    """
    groups: defaultdict[tuple[str, ...], list[dict[str, Cell]]] = defaultdict(list)
    for row in table.records():
        others = {**row, name: Cell()}
        key = tuple(map(str, others.values()))
        groups[key].append(row)
    rows = []
    for group in groups.values():
        names = [str(row[name]) for row in group]
        words = in_words(tuple(dict.fromkeys(names)))
        cells = {**group[0], name: text(words)}
        rows.append(tuple(cells.values()))
    return replace(table, rows=tuple(rows))
