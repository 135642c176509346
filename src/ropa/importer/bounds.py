"""How much of a stranger's workbook is read: what is too much is refused while it is counted."""

from dataclasses import dataclass

from ropa.importer.package import Unopened

MOST_CELLS = 8_000_000
"""Cells of one workbook; a register of 10,000 activities has about four million."""

MOST_LETTERS = 250_000_000
"""Characters of all cells together, each counted where it is shown."""

MOST_ODD = 200_000
"""Cells that are no text; each is reported."""

MOST_AREAS = 250_000
MOST_SPANNED = 2_000_000
"""Merged areas of one workbook, and the cells they span as far as there are texts."""


@dataclass
class Quota:
    """How many things of one kind may still come, and why one more of them is refused."""

    remaining: int
    message: str
    help: str

    def use(self, number: int = 1) -> None:
        """Count *number* things. Raises Unopened where they are too many."""
        self.remaining -= number
        if self.remaining < 0:
            raise Unopened(self.message, self.help)


class Quotas:
    """What may still come of a workbook, over all its sheets."""

    def __init__(self) -> None:
        cells = f"the workbook has more than {MOST_CELLS:,} cells"
        letters = f"the cells hold more than {MOST_LETTERS:,} characters"
        odd = f"more than {MOST_ODD:,} cells hold formulas or errors"
        areas = f"more than {MOST_AREAS:,} areas are merged"
        spanned = f"the merged areas span more than {MOST_SPANNED:,} cells"
        self.cells = Quota(MOST_CELLS, cells, "delete those below the rows")
        self.letters = Quota(MOST_LETTERS, letters, "send the register in parts")
        self.odd = Quota(MOST_ODD, odd, "paste their values in their place")
        self.areas = Quota(MOST_AREAS, areas, "split them")
        self.spanned = Quota(MOST_SPANNED, spanned, "split them")
