"""A workbook's sheets as texts by place, and everything in them that is not plain text."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ropa.corrections.places import Area, Place
from ropa.corrections.report import Problem


@dataclass
class Grid:
    """One sheet: its texts by row and column, both counted from 1, and what stands beside them."""

    title: str
    texts: dict[Place, str] = field(default_factory=dict)
    """In the order of rows and columns."""
    numbers: set[Place] = field(default_factory=set)
    comments: dict[Place, str] = field(default_factory=dict)
    problems: dict[Place, Problem] = field(default_factory=dict)
    """Cells no import may read, such as formulas, by their place."""
    unwritable: dict[Place, Problem] = field(default_factory=dict)
    """Cells and comments with characters that no record can hold."""
    values: dict[Place, str] = field(default_factory=dict)
    """What formulas came to when the workbook was saved."""
    merged: list[Area] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    is_hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    formatted: set[Place] = field(default_factory=set)
    """Cells among the problems whose text is whole: only parts of it are formatted."""

    def row(self, row: int, width: int) -> list[str]:
        """The texts of a row."""
        columns = range(1, width + 1)
        return [self.texts.get((row, column), "") for column in columns]

    def forget(self, place: Place) -> None:
        """Take away what stands in a cell, its comment apart."""
        for cells in (self.texts, self.problems, self.unwritable, self.values):
            cells.pop(place, None)
        self.numbers.discard(place)
        self.formatted.discard(place)

    @property
    def last_row(self) -> int:
        """The last row with a text."""
        return max((row for row, _ in self.texts), default=0)

    @property
    def last_column(self) -> int:
        """The last column with a text."""
        return max((column for _, column in self.texts), default=0)


Grids = Mapping[str, Grid]
"""The sheets of a workbook by title, in their order."""


def in_order(problems: Mapping[Place, Problem]) -> list[Problem]:
    """Problems of cells in the order of rows and columns."""
    return [problems[place] for place in sorted(problems)]
