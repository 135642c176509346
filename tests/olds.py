"""Registers as they lived in spreadsheets for years: headings of one's own, merged cells, lists in one cell."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from support import Ran, project_of, ropa

LAYOUT = """\
title: Our old list
controller:
  columns:
    name: {heading: Processing activity, field: name, also_called: [Verfahren]}
    purpose: {heading: Purpose, field: purposes, also_called: [Zweck]}
    basis: {heading: Legal basis, field: lawful_basis}
    people: {heading: People, field: data_subjects}
    data: {heading: Data, field: personal_data}
    recipients: {heading: Recipients, field: recipients}
    countries: {heading: Third country, field: destinations}
    safeguards: {heading: Safeguards, field: safeguards}
    deletion: {heading: Deletion, field: retention}
    measures: {heading: TOM, field: security}
    dpia: {heading: DPIA, field: dpia}
    since: {heading: Since, field: active_from}
"""

HEADINGS = (
    ("Verfahren", ""),
    ("Zweck", ""),
    ("Legal basis", ""),
    ("Who and what", "People"),
    ("", "Data"),
    ("Recipients", ""),
    ("Third  COUNTRY?", ""),
    ("Safeguards", ""),
    ("Deletion", ""),
    ("TOM", ""),
    ("Risk score", ""),
    ("DPIA", ""),
    ("Since", ""),
)

ROWS: tuple[tuple[object, ...], ...] = (
    (
        "Payroll",
        "Pay wages",
        "Art. 6 (1) b GDPR; Art. 6(1)(c) tax law",
        "Employees\n• Interns",
        "name; bank account number\n- shoe size",
        "Tax authorities; Example Payroll GmbH",
        "no",
        "",
        "6 years from the end of the year",
        "access control: only staff have keys\nWe lock the cupboard in which the paper files of the last ten years are kept",
        7,
        "n/a",
        "2018-05-25",
    ),
    (),
    ("Human resources",),
    (
        "Newsletter",
        "Send news",
        "consent",
        "customers",
        "email",
        "Example Mailhouse: sends the letters",
        "USA, India",
        "SCC of 2021",
        "as long as needed",
        "",
        "high",
        "-",
        "last year",
    ),
    ("", "Count opened mails", "our interest in good mails"),
    (
        "Newsletter",
        "Invite to tastings",
        "legitimate interests: telling people",
        "",
        "",
        "",
        "Atlantis",
    ),
)


def messy(path: Path) -> None:
    """A workbook with a title, two rows of headings, a blank row, a line across, merged, hidden and formatted cells."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "List 2021"
    page["A1"] = "Processing register of Corner Shop"
    page.merge_cells("A1:D1")
    for place, (upper, lower) in enumerate(HEADINGS, start=1):
        page.cell(3, place).value = upper or None
        page.cell(4, place).value = lower or None
        if not lower:
            page.merge_cells(start_row=3, end_row=4, start_column=place, end_column=place)
    page.merge_cells("D3:E3")
    for number, row in enumerate(ROWS, start=5):
        for place, said in enumerate(row, start=1):
            page.cell(number, place).value = said or None  # type: ignore[assignment]
    page.merge_cells("A7:M7")
    page.merge_cells("A8:A9")
    page["J8"] = CellRichText("encryption ", TextBlock(InlineFont(b=True), "at rest"))
    page["E5"].comment = Comment("ask the head of staff", "somebody")
    page.column_dimensions["K"].hidden = True
    page.row_dimensions[10].hidden = True
    book.create_sheet("Notes")["A1"] = "nothing here"
    book.save(path)


def plain(
    path: Path, headings: tuple[str, ...], *rows: tuple[object, ...], title: str = "Sheet1"
) -> None:
    """A workbook of one sheet with *headings* in its first row."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = title
    for row in (headings, *rows):
        page.append(list(row))
    book.save(path)


def project(root: Path, layout: str = LAYOUT, **more: str | None) -> Path:
    """The shop with a layout of its own, and no register but that of the shop."""
    return project_of(root, {"templates/layouts/ours.yaml": layout, **more})


def first(
    root: Path, book: Path, *more: str, template: str = "ours", register: str = "corner"
) -> Ran:
    """Import *book* for the first time."""
    return ropa(root, "import", str(book), register, "--template", template, *more)
