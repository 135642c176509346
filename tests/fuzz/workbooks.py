"""``import``: a workbook that ropa rendered, changed inside its parts, and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random

from books import WHO
from fuzz import seeds
from fuzz.case import Case, Maker
from fuzz.mutate import likely
from fuzz.packages import changed_book, parts_of
from support import ropa


def cases(work: Path) -> Maker:
    """Changed workbooks of the corrected shop and of the shop that fills in everything."""
    made = []
    for name, project in (("corrected", seeds.corrected()), ("full", seeds.full())):
        Case(project, ()).write(work / name)
        ran = ropa(
            work / name, "-q", "render", "--format", "xlsx", "--output", str(work / name / "out")
        )
        assert ran.status == 0, ran
        made.append(
            (project, parts_of((work / name / "out" / "shop" / "register.xlsx").read_bytes()))
        )
    return _Workbooks(made).case


class _Workbooks:
    """Projects, each with the parts of its workbook."""

    def __init__(self, pairs: list[tuple[Mapping[str, bytes], Mapping[str, bytes]]]) -> None:
        self.pairs = pairs

    def case(self, chance: Random) -> Case:
        project, parts = self.pairs[0 if likely(chance, 80) else 1]
        book = changed_book(chance, parts)
        words = ["import", "register.xlsx", *(("shop",) if likely(chance, 20) else ()), *WHO]
        words += ["--dry-run"] if likely(chance, 50) else []
        words += ["--notes"] if likely(chance, 20) else []
        words += ["--format", "json"] if likely(chance, 15) else []
        return Case(
            {**project, "register.xlsx": book}, (tuple(words),), may_write="--dry-run" not in words
        )
