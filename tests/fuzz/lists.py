"""A first import: somebody's list in a layout of one's own, both changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from random import Random

from fuzz import seeds
from fuzz.case import Case, Maker
from fuzz.guard import texts
from fuzz.mutate import likely, one_of, some
from fuzz.packages import changed_book, parts_of
from fuzz.trees import YAML
from olds import HEADINGS, LAYOUT, ROWS, messy, plain
from support import SHOP

OWN = "templates/layouts/ours.yaml"


def cases(work: Path) -> Maker:
    """Changed lists."""
    messy(work / "messy.xlsx")
    plain(
        work / "plain.xlsx",
        tuple(upper or lower for upper, lower in HEADINGS),
        *ROWS[:1],
        *ROWS[3:4],
    )
    return _Lists(tuple(_parts(work / f"{name}.xlsx") for name in ("messy", "plain"))).case


def _parts(book: Path) -> dict[str, bytes]:
    """The parts of *book*, the time it was saved at left out."""
    parts = parts_of(book.read_bytes())
    return {
        name: re.sub(rb"\d{4}-\d\d-\d\dT[0-9:]+Z", b"2026-01-31T00:00:00Z", data)
        for name, data in parts.items()
    }


class _Lists:
    """Workbooks with a list in them, by their parts."""

    def __init__(self, books: tuple[Mapping[str, bytes], ...]) -> None:
        self.books = books

    def case(self, chance: Random) -> Case:
        layout = LAYOUT.encode()
        if likely(chance, 20):
            for _ in some(chance, 3):
                layout = one_of(chance, YAML)(chance, layout)
        book = changed_book(chance, one_of(chance, self.books))
        template = (
            "ours" if likely(chance, 90) else one_of(chance, ("ico", "cnil", "dpc", OWN, "default"))
        )
        register = (
            one_of(chance, ("shop", "corner"))
            if likely(chance, 97)
            else one_of(chance, ("", "..", "../x", "a/b", "A"))
        )
        words = ["import", "list.xlsx", register, "--template", template]
        words += ["--dry-run"] if likely(chance, 50) else []
        words += ["--format", "json"] if likely(chance, 15) else []
        before = texts(SHOP) if likely(chance, 70) else dict(seeds.full())
        return Case(
            {**before, OWN: layout, "list.xlsx": book},
            (tuple(words),),
            may_write="--dry-run" not in words,
        )
