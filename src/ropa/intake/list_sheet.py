"""A sheet from elsewhere that holds a register, its rows and their cells."""

from dataclasses import dataclass, field

from ropa.corrections.grid import Grid
from ropa.corrections.places import Place, name_of
from ropa.corrections.report import Entry, Kind, Problem
from ropa.intake.headings import Head
from ropa.model.layout import LayoutSheet
from ropa.vocabulary import translate


def problem_at(sheet: str, place: str, case: str, **values: object) -> Problem:
    """What is wrong at a *place* of a list, in the catalogue's words for its *case*."""
    message = translate(f"first_problem.{case}", **values)
    return Problem(sheet, place, message, translate(f"first_problem.{case}_help"))


@dataclass(frozen=True, slots=True)
class ListCell:
    """A cell of a row: where it stands, under which heading, what it says."""

    sheet: str
    place: str
    heading: str
    words: str

    @property
    def is_filled(self) -> bool:
        """Whether it says anything."""
        return bool(self.words.strip())

    def entry(self, kind: Kind, message: str, file: str = "", field: str = "") -> Entry:
        """What became of it."""
        return Entry(kind, self.sheet, self.place, message, file, field)


@dataclass
class ListRow:
    """One row: its cells by column of the layout, and those under headings it does not know."""

    role: str
    layout: LayoutSheet
    number: int
    cells: dict[str, ListCell] = field(default_factory=dict)
    others: list[ListCell] = field(default_factory=list)
    joined: str = ""
    """The merged cell that names the activity, where it spans several rows."""

    def of(self, name: str) -> ListCell | None:
        """The cell of the first column that holds the field *name*, where the sheet has one."""
        for key, column in self.layout.columns.items():
            if name in column.field and key in self.cells:
                return self.cells[key]
        return None

    @property
    def filled_cells(self) -> list[ListCell]:
        """The cells under known headings that say something."""
        return [cell for cell in self.cells.values() if cell.is_filled]

    @property
    def only_cell(self) -> ListCell | None:
        """The cell under a known heading that says something, where there is no other."""
        filled = self.filled_cells
        return filled[0] if len(filled) == 1 else None

    @property
    def first_cell(self) -> ListCell:
        """The first cell that says something, else the first of all."""
        cells = self.filled_cells or [*self.cells.values()]
        return cells[0]

    def says(self, name: str) -> str:
        """What the row says of the field *name*; empty where nothing."""
        cell = self.of(name)
        return " ".join(cell.words.split()) if cell else ""


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A sheet that holds a register: of which role, in which layout, under which headings."""

    role: str
    layout: LayoutSheet
    grid: Grid
    head: Head

    @property
    def naming_column(self) -> int:
        """The first column that tells which rows are one activity; 0 where none does."""
        naming = set(self.layout.same_activity)
        for column, key in self.head.columns.items():
            if naming & set(self.layout.columns[key].field):
                return column
        return 0

    def is_above_head(self, place: Place) -> bool:
        """Whether *place* is in a row above the headings."""
        row, _ = place
        return row < self.head.first

    def is_below_head(self, place: Place) -> bool:
        """Whether *place* is in a row below the headings."""
        row, _ = place
        return row > self.head.row

    def cell(self, place: Place, heading: str, words: str) -> ListCell:
        """The cell at *place*."""
        return ListCell(self.grid.title, name_of(place), heading, words)

    def entry(self, kind: Kind, place: Place, message: str) -> Entry:
        """What is told of the cell at *place*."""
        return Entry(kind, self.grid.title, name_of(place), message)

    def ignored(self, place: Place, message: str, **values: object) -> Entry:
        """That something at *place* is not imported, or not as it stands."""
        return self.entry(Kind.IGNORED, place, translate(message, **values))
