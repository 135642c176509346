"""How much of a stranger's workbook is taken: what is real passes, and what is not is refused with the bound it met."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from books import ACTIVITY, RECORD, WHO, book_at, changed, come_back, shop, texts
from olds import LAYOUT, first, project
from strange import HEAD, LIST, ROW, book, cell, comments, links, pack, parts, row, rows, sheet
from support import Ran, command, surroundings

PATIENCE = 60
"""Seconds after which a run is one that never ends; what is tested takes one or two."""

FIRST = ("import", "list.xlsx", "corner", "--template", "ours", "--dry-run")


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    """A register that is begun speaks of today; here it is always the same day."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769817600")


def bounded(root: Path, *arguments: str) -> Ran:
    """Run ``ropa`` where it may take two gigabytes and a minute."""
    words = ["bash", "-c", 'ulimit -v 2500000; exec "$@"', "bash", *command(root, *arguments)]
    done = subprocess.run(
        words, cwd=root, env=surroundings(), capture_output=True, timeout=PATIENCE, check=False
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def merged(*names: str) -> str:
    """Merged areas."""
    drawn = (f'<mergeCell ref="{name}"/>' for name in names)
    return f"<mergeCells>{''.join(drawn)}</mergeCells>"


def twice_listed(count: int) -> dict[str, str]:
    """A workbook of many sheets that all stand in one part."""
    names = [f"List {number}" for number in range(count)]
    return parts(
        book=book(*names),
        links=links({f"r{n}": ("worksheet", "worksheets/sheet1.xml") for n in range(1, count + 1)}),
    )


BETWEEN = "".join(row(number, "x") for number in range(10, 20))

REFUSED: dict[str, tuple[Callable[[], dict[str, str]], str]] = {
    "20,000 sheets": (
        lambda: twice_listed(20_000),
        "the workbook has more than 1,000 sheets; delete those without rows",
    ),
    "areas over areas": (
        lambda: parts(
            sheet(LIST + row(1_048_576, "far"), behind=merged("A5:A1048576", "B5:B1048576"))
        ),
        "List: the merged areas span more than 2,000,000 cells; split them",
    ),
    "300,000 areas": (
        lambda: parts(sheet(behind=merged(*(f"A{n}:B{n}" for n in range(5, 300_005))))),
        "List: more than 250,000 areas are merged; split them",
    ),
    "a cell of 60,000 characters": (
        lambda: parts(sheet(rows(HEAD, ("Payroll", "wages " * 10_000, "6 years")))),
        "List!B2: the text is longer than 50,000 characters; shorten it",
    ),
    "a comment of ten megabytes": (
        lambda: parts(
            beside=links({"r1": ("comments", "../comments1.xml")}),
            comments=comments(("B2", " ".join(map(str, range(1_500_000))))),
        ),
        "List: the workbook is damaged: a text has more than 1,000,000 characters; "
        "open and save it with a spreadsheet program",
    ),
    "200,000 comments": (
        lambda: parts(
            beside=links({"r1": ("comments", "../comments1.xml")}),
            comments=comments(*((f"B{n}", f"ask {n}") for n in range(1, 200_001))),
        ),
        "List: a sheet has more than 100,000 comments; delete them",
    ),
    "300,000 formulas": (
        lambda: parts(
            sheet(
                "".join(
                    f'<row r="{n}"><c r="A{n}"><f>A{n + 1}</f></c></row>' for n in range(1, 300_001)
                )
            )
        ),
        "List: more than 200,000 cells hold formulas or errors; paste their values in their place",
    ),
    "one activity of 600 rows": (
        lambda: parts(
            sheet(
                rows(HEAD, *(("Payroll", f"purpose {n}", "") for n in range(600))),
                behind=merged("A2:A601"),
            )
        ),
        "List!A502: more than 500 rows belong to the activity “Payroll”; name each activity in its own row",
    ),
    "2,000 items in a cell": (
        lambda: parts(
            sheet(rows(HEAD, ("Payroll", "; ".join(f"purpose {n}" for n in range(2_000)), "")))
        ),
        "List!B2: the cell holds more than 1,000 items; send such a list as a file beside the register",
    ),
    "50,001 rows": (
        lambda: parts(sheet(rows(HEAD, *((f"Activity {n}", "") for n in range(50_001))))),
        "List!A50002: a list of more than 50,000 rows, or 2,000,000 cells, is not taken in at once; "
        "send it in parts, each into a register of its own",
    ),
}


@pytest.mark.parametrize(("make", "message"), REFUSED.values(), ids=REFUSED)
def test_what_nobody_can_mean_is_refused_with_its_bound(
    make: Callable[[], dict[str, str]], message: str, tmp_path: Path
) -> None:
    """A file of some kilobytes takes neither all memory nor all day."""
    pack(project(tmp_path) / "list.xlsx", make())

    assert bounded(tmp_path, *FIRST) == Ran(1, f"list.xlsx: {message}\n", "")


def test_problems_are_told_until_nobody_reads_on(tmp_path: Path) -> None:
    """That there are more is said."""
    pack(
        project(tmp_path) / "list.xlsx",
        parts(
            sheet(
                row(1, *HEAD)
                + "".join(
                    f'<row r="{n}">{cell(f"A{n}", "Act")}<c r="B{n}" t="e"><v>#REF!</v></c></row>'
                    for n in range(2, 102)
                )
            )
        ),
    )

    ran = first(tmp_path, tmp_path / "list.xlsx")

    problems = [
        f"list.xlsx: List!B{n}: the error #REF! stands here; write what it should say"
        for n in range(2, 52)
    ]
    more = "list.xlsx: there are more than 50 problems; resolve those above first"
    assert ran == Ran(1, "".join(f"{line}\n" for line in (*problems, more)), "")


FAR = {
    "a cell in the last row": sheet(LIST + row(1_048_576, "Last", "Stop")),
    "a cell in the last column": sheet(LIST + f'<row r="3">{cell("XFD3", "far")}</row>'),
    "a sheet that is one merged area": sheet(
        row(1, *HEAD) + row(3, *ROW) + row(5, "Other"), behind=merged("A7:XFD1048576")
    ),
    "200,000 areas below the rows": sheet(
        behind=merged(*(f"A{n}:B{n}" for n in range(5, 200_005)))
    ),
    "a link over everything": sheet(
        behind='<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>'
    ),
}


@pytest.mark.parametrize("one", FAR.values(), ids=FAR)
def test_rows_are_walked_by_what_is_there(one: str, tmp_path: Path) -> None:
    """One cell at the end of a sheet is one row more, not a million."""
    pack(project(tmp_path) / "list.xlsx", parts(one))

    ran = bounded(tmp_path, *FIRST)

    assert ran.err == ""
    assert (
        ": records/corner/activities/payroll.yaml: new activity “Payroll”, id payroll\n" in ran.out
    )


def test_a_far_cell_in_a_workbook_that_comes_back_is_told(tmp_path: Path) -> None:
    """The rows between are empty, which is said once."""
    shop(tmp_path)
    changed(tmp_path, lambda made: made["Security"].cell(1_048_576, 16_384, "far"))
    changed(tmp_path, lambda made: made["Purposes"].cell(1_048_576, 1, "far"))

    ran = bounded(tmp_path, "import", str(book_at(tmp_path)), *WHO)

    assert ran == Ran(
        1, "register.xlsx: Purposes!A5: an empty row stands between rows; delete it\n", ""
    )


LONG = {
    "brackets": "(" * 32_767,
    "square brackets": "[" * 32_767,
    "pairs": "()" * 16_383,
    "blanks": "a" + " " * 32_765 + "b",
    "digits": "1" * 32_767,
    "digits and blanks": "1 " * 16_383,
    "ones and sixes": "6.1" * 10_922,
    "articles": "Art. 6 (1) " * 2_978,
    "semicolons": ";" * 1_000 + "a",
    "periods": "1 year, " * 4_000,
    "ands": " and" * 8_000,
    "dashes": "- " * 16_000,
    "accents": "a" + "\u0315\u0300" * 16_000,
    "ligatures": "\ufdfa" * 32_767,
    "colons": "a: " * 10_900,
    "arrows": "a → " * 8_000,
    "words": "x" * 32_767,
    "quotes": "“" * 32_767,
}


@pytest.mark.parametrize("words", LONG.values(), ids=LONG)
def test_a_full_cell_of_anything_is_taken_in_before_it_is_cold(words: str, tmp_path: Path) -> None:
    """No pattern that looks at a cell begins again at each of its characters."""
    headings = (
        "Verfahren",
        "Zweck",
        "Legal basis",
        "People",
        "Data",
        "Recipients",
        "Third country",
    )
    texts = [
        f'<c r="{letter}2" t="inlineStr"><is><t>{words}</t></is></c>' for letter in "BCDEFGHIJKLM"
    ]
    more = ("Safeguards", "Deletion", "TOM", "DPIA", "Since")
    heads = [
        cell(f"{letter}1", name)
        for letter, name in zip("ABCDEFGHIJKLM", (*headings, *more), strict=False)
    ]
    of = parts(
        sheet(
            f'<row r="1">{"".join(heads)}</row><row r="2">{cell("A2", "Long")}{"".join(texts)}</row>'
        )
    )
    pack(project(tmp_path) / "list.xlsx", of)

    ran = bounded(tmp_path, *FIRST)

    assert (ran.status, ran.err) == (1, "")


@pytest.mark.parametrize("words", LONG.values(), ids=LONG)
def test_a_full_cell_of_anything_comes_back_before_it_is_cold(words: str, tmp_path: Path) -> None:
    """Likewise in every cell that can be corrected."""
    shop(tmp_path)

    def change(made: object) -> None:
        for name in (
            "Purposes",
            "Personal data",
            "Recipients",
            "Retention",
            "Transfers",
            "Security",
        ):
            page = made[name]  # type: ignore[index]
            for column in range(2, page.max_column):
                page.cell(4, column).value = words

    changed(tmp_path, change)
    ran = bounded(tmp_path, "import", str(book_at(tmp_path)), *WHO, "--dry-run")

    assert (ran.status, ran.err) == (1, "")


def test_a_list_of_thousands_of_rows_passes(tmp_path: Path) -> None:
    """With a recipient, a measure and a category of its own in each row, and one name for all of them."""
    layout = LAYOUT.replace("field: active_from", "field: notes")
    page = [("Verfahren", "Zweck", "Recipients", "TOM", "Data")]
    page += [
        ("Sales", f"purpose {n}", f"Example {n} Ltd", f"measure {n}", f"item {n}")
        for n in range(1_500)
    ]
    pack(project(tmp_path, layout) / "list.xlsx", parts(sheet(rows(*page))))

    ran = bounded(tmp_path, *FIRST)

    assert ran.err == ""
    assert "would write records/corner/activities/sales-1500.yaml\n" in ran.out


def test_comments_on_every_row_become_notes(tmp_path: Path) -> None:
    """A thousand of them are no million comparisons, and none stands twice."""
    purposes = "".join(f"  selling-{n}:\n    text: Sell bread {n}\n" for n in range(300))
    shop(tmp_path, RECORD.replace("  # The only one.\n", purposes))
    before = texts(tmp_path)[ACTIVITY]

    from openpyxl.comments import Comment

    def change(made: object) -> None:
        page = made["Purposes"]  # type: ignore[index]
        for number in range(4, 304):
            page.cell(number, 4).comment = Comment(f"ask {number}", "somebody")

    changed(tmp_path, change)
    assert come_back(tmp_path, *WHO, "--notes").status == 0
    assert come_back(tmp_path, *WHO, "--notes").status == 0

    after = texts(tmp_path)[ACTIVITY]
    assert after.startswith(before.rpartition("# the end")[0])
    assert [len(re.findall(rf"ask\s+{number}\b", after)) for number in (4, 150, 303)] == [1, 1, 1]
