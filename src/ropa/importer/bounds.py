"""How much of a stranger's workbook is taken: counted while it is read, and said where it is too much."""

from dataclasses import dataclass

from ropa.importer.package import Unopened

MOST_CELLS = 8_000_000
"""Cells of one workbook; a register of 10,000 activities has about four million."""

MOST_LETTERS = 250_000_000
"""Characters of all cells together, each counted where it is shown."""

MOST_ODD = 200_000
"""Cells that are no text; each is told."""

MOST_AREAS = 250_000
MOST_SPANNED = 2_000_000
"""Merged areas of one workbook, and the cells they span as far as there are texts."""


@dataclass
class Room:
    """What may still come of a workbook, over all its sheets."""

    cells: int = MOST_CELLS
    letters: int = MOST_LETTERS
    odd: int = MOST_ODD
    areas: int = MOST_AREAS
    spanned: int = MOST_SPANNED

    def take_cell(self) -> None:
        """Count a cell. Raises Unopened where it is one too many."""
        self.cells -= 1
        if self.cells < 0:
            raise Unopened(
                f"the workbook has more than {MOST_CELLS:,} cells", "delete those below the rows"
            )

    def take_letters(self, number: int) -> None:
        """Count the characters of a cell, likewise."""
        self.letters -= number
        if self.letters < 0:
            raise Unopened(
                f"the cells hold more than {MOST_LETTERS:,} characters",
                "send the register in parts",
            )

    def take_odd(self) -> None:
        """Count a cell that is no text, likewise."""
        self.odd -= 1
        if self.odd < 0:
            raise Unopened(
                f"more than {MOST_ODD:,} cells hold formulas or errors",
                "paste their values in their place",
            )

    def take_area(self) -> None:
        """Count a merged area, likewise."""
        self.areas -= 1
        if self.areas < 0:
            raise Unopened(f"more than {MOST_AREAS:,} areas are merged", "split them")

    def take_spanned(self, number: int) -> None:
        """Count the cells of a merged area, likewise."""
        self.spanned -= number
        if self.spanned < 0:
            raise Unopened(f"the merged areas span more than {MOST_SPANNED:,} cells", "split them")
