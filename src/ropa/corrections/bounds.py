"""How much of a stranger's workbook is read: what is too much is refused while it is counted."""

from dataclasses import dataclass

from ropa.corrections.package import Unopened
from ropa.vocabulary import number_text

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
    """How many of something are taken, and what the catalogue says of one more."""

    most: int
    fault: str
    remedy: str = ""
    used: int = 0

    def use(self, number: int = 1) -> None:
        """Count *number* more. Raises Unopened where they are too many."""
        self.used += number
        if self.used > self.most:
            raise Unopened(self.fault, self.remedy, number=number_text(self.most))


class Quotas:
    """What may still come of a workbook, over all its sheets."""

    def __init__(self) -> None:
        self.cells = Quota(MOST_CELLS, "cells")
        self.letters = Quota(MOST_LETTERS, "letters")
        self.odd = Quota(MOST_ODD, "odd_cells")
        self.areas = Quota(MOST_AREAS, "areas", remedy="split")
        self.spanned = Quota(MOST_SPANNED, "spanned", remedy="split")
