"""Workbooks as they come back: rendered by the program, changed cell by cell as a person does, and imported."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from support import Ran, project_of, ropa

WHO = ("--by", "data protection officer", "--on", "2026-02-01")

RECORD = """\
# Sales at the till, as the shop runs them.
id: sales
name: 'Sales, at the till'   # what staff call it
role: {controller: stated}

description: >-
  People pay at the till,
  by card or in cash.

purposes:   # one so far
  # The only one.
  selling:
    text: "Sell bread"
    lawful_basis: {contract: stated, legal-obligation: {law: "tax law", when: for receipts}}

personal_data: {name: stated, "email": {text: for receipts, ccpa: [A]}}   # flow

data_subjects: {customers: stated}
recipients:
  payroll:
    kind: {processor: stated}
    data: [name]

  tax-authorities: {data: [name]}
collected_from: {data-subject: stated}
retention: {period: P6Y, after: 'the sale'}
transfers: none
# the end
"""

HEAD = """\
schema: 2
title: Record of Corner Shop Ltd
kept_by: organization
as_of: 2026-01-31
confirmed_by: {by: data protection officer, on: 2026-01-31}
organization: {name: Corner Shop Ltd, email: privacy@shop.example}
register_wide:
  everywhere:
    applies_to: all
    security:
      access-control: {text: Only staff have a key.}
      encryption-at-rest: stated
    locations: none
    joint_controllers: none
"""

ACTIVITY = "records/shop/activities/sales.yaml"


def shop(root: Path, record: str = RECORD, **more: str | None) -> Path:
    """The shop with one record, and its workbook at ``out/shop/register.xlsx``."""
    files: dict[str, str | bytes | None] = {
        ACTIVITY: record,
        "records/shop/register.yaml": HEAD,
        **more,
    }
    project_of(root, files)
    book_at(root).parent.mkdir(parents=True, exist_ok=True)
    book_at(root).write_bytes(_drawn(tuple(files.items()), os.environ.get("SOURCE_DATE_EPOCH")))
    return root


@cache
def _drawn(files: tuple[tuple[str, str | bytes | None], ...], _day: str | None) -> bytes:
    """The workbook of a shop of *files*, which is the same in whatever folder it is drawn."""
    with TemporaryDirectory() as folder:
        root = project_of(Path(folder), dict(files))
        ran = ropa(root, "-q", "render", "--format", "xlsx", "--output", str(root / "out"))
        assert (ran.status, ran.err) == (0, ""), ran
        return book_at(root).read_bytes()


def book_at(root: Path) -> Path:
    """The workbook of the shop."""
    return root / "out" / "shop" / "register.xlsx"


def changed(root: Path, change: Callable[[Workbook], object]) -> None:
    """Change the workbook of the shop as a person with a spreadsheet program does."""
    book = load_workbook(book_at(root), rich_text=True)
    change(book)
    book.save(book_at(root))


def head_of(sheet: Worksheet) -> int:
    """The row of the headings."""
    for row in range(1, 12):
        if "Key" in {str(cell.value) for cell in sheet[row]}:
            return row
    raise AssertionError(f"{sheet.title} has no headings")


def column_of(sheet: Worksheet, heading: str) -> int:
    """The column under *heading*, its article left out."""
    for cell in sheet[head_of(sheet)]:
        if str(cell.value).split(" · ")[0].split("\n")[0] == heading:
            return int(cell.column or 0)
    raise AssertionError(f"{sheet.title} has no column {heading}")


def cell_of(book: Workbook, sheet: str, key: str, heading: str) -> Cell:
    """The cell in the row of *key* under *heading*."""
    page = book[sheet]
    keys = column_of(page, "Key")
    for row in range(head_of(page) + 1, page.max_row + 1):
        if page.cell(row, keys).value == key:
            found = page.cell(row, column_of(page, heading))
            assert isinstance(found, Cell)
            return found
    raise AssertionError(f"{sheet} has no row {key}")


def write(root: Path, *cells: tuple[str, str, str, object]) -> None:
    """Write values into cells: sheet, key, heading, value."""

    def change(book: Workbook) -> None:
        for sheet, key, heading, value in cells:
            cell_of(book, sheet, key, heading).value = value  # type: ignore[assignment]

    changed(root, change)


def add(root: Path, sheet: str, values: Mapping[str, object]) -> None:
    """Add a row with *values* by heading."""

    def change(book: Workbook) -> None:
        page = book[sheet]
        row = page.max_row + 1
        for heading, value in values.items():
            page.cell(row, column_of(page, heading)).value = value  # type: ignore[assignment]

    changed(root, change)


def come_back(root: Path, *more: str) -> Ran:
    """Import the workbook of the shop."""
    return ropa(root, "import", str(book_at(root)), *(more or WHO))


def texts(root: Path) -> dict[str, str]:
    """Every record of the project by its name."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes().decode()
        for path in _files(root / "records")
    }


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


def diff(before: str, after: str) -> list[str]:
    """Lines that went and came, without those around them."""
    import difflib

    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def hunks(before: str, after: str) -> int:
    """How many places differ."""
    import difflib

    return sum(
        line.startswith("@@")
        for line in difflib.unified_diff(before.splitlines(), after.splitlines(), n=0)
    )
