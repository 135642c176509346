"""Workbooks no import takes: one clear message with sheet and cell, exit status 1, and no file touched."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from books import ACTIVITY, WHO, add, book_at, cell_of, changed, come_back, head_of, shop, texts
from support import project_of, ropa

Change = Callable[[Workbook], object]


def put(sheet: str, key: str, heading: str, value: object, **more: object) -> Change:
    """Write *value* into a cell, and its properties."""

    def change(book: Workbook) -> None:
        cell = cell_of(book, sheet, key, heading)
        cell.value = value  # type: ignore[assignment]
        for name, said in more.items():
            setattr(cell, name, said)

    return change


def move_sheet(book: Workbook) -> None:
    book.move_sheet("Security", -6)


def hide_column(book: Workbook) -> None:
    book["Purposes"].column_dimensions["D"].hidden = True


def hide_sheet(book: Workbook) -> None:
    book["Security"].sheet_state = "hidden"


def swap_columns(book: Workbook) -> None:
    page = book["Purposes"]
    for row in range(head_of(page), page.max_row + 1):
        one, other = page.cell(row, 4), page.cell(row, 5)
        one.value, other.value = other.value, one.value


def rename_column(book: Workbook) -> None:
    page = book["Purposes"]
    page.cell(head_of(page), 4).value = "Why"


def delete_column(book: Workbook) -> None:
    book["Purposes"].delete_cols(5)


def merge(book: Workbook) -> None:
    book["Recipients"].merge_cells("G4:G5")


def empty_row(book: Workbook) -> None:
    book["Recipients"].insert_rows(5)


def touch_origin(book: Workbook) -> None:
    page = book["Purposes"]
    page.cell(4, page.max_column).value = "sales purposes/selling"


def copy_row(book: Workbook) -> None:
    page = book["Recipients"]
    for column in range(1, page.max_column + 1):
        page.cell(6, column).value = page.cell(4, column).value


RICH = CellRichText("Sell ", TextBlock(InlineFont(b=True), "bread"))

SHAPES: dict[str, tuple[Change, str]] = {
    "formula": (
        put("Purposes", "sales/selling", "Purpose", "=1+1"),
        "Purposes!D4: a formula stands here; paste its value in its place",
    ),
    "formula on a derived sheet": (
        lambda book: setattr(book["Gaps"]["A3"], "value", '=HYPERLINK("http://x.example")'),
        "Gaps!A3: a formula stands here; paste its value in its place",
    ),
    "an error": (
        put("Purposes", "sales/selling", "Purpose", "#REF!"),
        "Purposes!D4: the error #REF! stands here; write what it should say",
    ),
    "rich text": (
        put("Purposes", "sales/selling", "Purpose", RICH),
        "Purposes!D4: parts of the text are formatted; clear the formatting of the cell",
    ),
    "hidden column": (
        hide_column,
        "Purposes!D3: the column is hidden; unhide it: what is taken over must be seen",
    ),
    "hidden sheet": (
        hide_sheet,
        "Security: the sheet is hidden; unhide it: what is taken over must be seen",
    ),
    "renamed sheet": (
        lambda book: setattr(book["Security"], "title", "Safety"),
        "Security: the sheet is gone or was renamed; is it the sheet 'Safety'? Name it as it was",
    ),
    "deleted sheet": (
        lambda book: book.remove(book["Security"]),
        "Security: the sheet is gone or was renamed; start again from a new workbook",
    ),
    "moved sheet": (
        move_sheet,
        "Security: the sheet was moved; here stood 'Personal data'; put the sheets in their first order",
    ),
    "renamed column": (
        rename_column,
        "Purposes!D3: the heading was changed; it was “Purpose · GDPR Art. 30(1)(b)”; write it as it was",
    ),
    "reordered columns": (
        swap_columns,
        "Purposes!D3: the columns stand in another order; here stood “Purpose · GDPR Art. 30(1)(b)”; move it back",
    ),
    "deleted column": (
        delete_column,
        "Purposes!E3: the columns stand in another order; here stood “Reason or wording”; move it back",
    ),
    "merged cells": (merge, "Recipients!G4: the cells G4:G5 are merged; split them"),
    "empty row": (empty_row, "Recipients!A5: an empty row stands between rows; delete it"),
    "origin": (touch_origin, "Purposes!N4: the cell Origin was changed; start from a new workbook"),
    "copied row": (
        copy_row,
        "Recipients!A6: row 4 has the same origin; a copied row needs a key of its own",
    ),
    "number for a date": (
        put("Controller Art. 30(1)", "sales", "Active from", 45000, number_format="General"),
        "'Controller Art. 30(1)'!R5: 45000 is a number, not a date; format the cell as a date, or write 2026-01-31",
    ),
    "words for a date": (
        put("Controller Art. 30(1)", "sales", "Active from", "last year"),
        "'Controller Art. 30(1)'!R5: “last year” is no date; write it as 2026-01-31",
    ),
    "state not in the list": (
        put("Purposes", "sales/selling", "State", "vauge"),
        "Purposes!C4: “vauge” is not in the list; did you mean “vague”?",
    ),
    "state that cannot be chosen": (
        put("Purposes", "sales/selling", "State", "general statement"),
        "Purposes!C4: “general statement” cannot be chosen; it comes from the register as a whole",
    ),
    "basis not in the list": (
        put("Purposes", "sales/selling", "Lawful bases", "contrat, Art. 6(1)(b)"),
        "Purposes!F4: “contrat, Art. 6(1)(b)” is not in the list; did you mean “contract, Art. 6(1)(b)”?",
    ),
    "data not in the list": (
        put("Recipients", "sales/payroll", "Data disclosed", "names"),
        "Recipients!J4: “names” is not in the list; did you mean “name”?",
    ),
    "country not in the list": (
        lambda book: setattr(cell_of(book, "Transfers", "sales", "Countries"), "value", "Atlantis"),
        "Transfers!I4: “Atlantis” is not in the list; did you mean “Albania”?",
    ),
    "no period": (
        put("Retention", "sales", "Period", "some years"),
        "Retention!E4: “some years” is no period; write it as 6 years, 1 year 6 months, 72 hours, or no limit",
    ),
    "about": (
        lambda book: book.remove(book["About"]),
        "About: the sheet is gone or was renamed; import the workbook that `ropa render` wrote, or name its layout with --template",
    ),
}


def refused(root: Path, before: dict[str, str]) -> str:
    """What the import says, where it says no."""
    ran = come_back(root)
    assert (ran.status, ran.err, texts(root)) == (1, "", before), ran
    return ran.out


@pytest.mark.parametrize(("change", "message"), SHAPES.values(), ids=SHAPES)
def test_what_cannot_be_read_is_refused_as_a_whole(
    change: Change, message: str, tmp_path: Path
) -> None:
    """Half an import is worse than none: the sender learns what to put right, and sends it again."""
    before = texts(shop(tmp_path))
    changed(tmp_path, change)

    assert refused(tmp_path, before) == f"register.xlsx: {message}\n"


def test_a_sheet_that_few_registers_have_is_not_missed_where_it_came_later(tmp_path: Path) -> None:
    """One that was sent and taken out is gone; one for what was recorded since was never there."""
    shop(tmp_path)
    assert "Further facts" not in load_workbook(book_at(tmp_path)).sheetnames
    activity = tmp_path / ACTIVITY
    activity.write_text(activity.read_text() + "department: the counter\n")

    assert come_back(tmp_path).status == 0

    output = str(tmp_path / "out")
    assert ropa(tmp_path, "render", "--format", "xlsx", "--output", output).status == 0
    before = texts(tmp_path)
    changed(tmp_path, lambda book: book.remove(book["Further facts"]))
    assert refused(tmp_path, before) == (
        "register.xlsx: 'Further facts': the sheet is gone or was renamed; start again from a new workbook\n"
    )


def part(path: Path, name: str, data: bytes) -> None:
    """Put a part into the package, in place of the one of that name."""
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist() if entry != name}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, old in {**parts, name: data}.items():
            archive.writestr(entry, old)


def macro(path: Path) -> None:
    part(path, "xl/vbaProject.bin", b"macro")


def linked(path: Path) -> None:
    part(path, "xl/externalLinks/externalLink1.xml", b"<externalLink/>")


def bomb(path: Path) -> None:
    part(path, "xl/worksheets/sheet99.xml", b" " * 50_000_000)


def entities(path: Path) -> None:
    lol = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    part(path, "xl/styles.xml", b'<?xml version="1.0"?>' + lol)


def wide(path: Path) -> None:
    part(path, "xl/styles.xml", "<?xml version='1.0' encoding='UTF-16'?><x/>".encode("utf-16"))


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def broken(path: Path) -> None:
    part(path, "xl/worksheets/sheet3.xml", b"<worksheet><sheetData>")


def xls(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))


def csv(path: Path) -> None:
    path.write_text("Key;State;Value\nsales;stated;x\n")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def other_archive(path: Path) -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("readme.txt", "hello")
    path.write_bytes(raw.getvalue())


FILES: dict[str, tuple[Callable[[Path], None], str]] = {
    "macros": (
        macro,
        "the workbook holds a macro or an embedded program ('xl/vbaProject.bin'); save it as .xlsx",
    ),
    "external links": (
        linked,
        "the workbook is linked to another file or service ('xl/externalLinks/externalLink1.xml'); break the links first",
    ),
    "zip bomb": (
        bomb,
        "'xl/worksheets/sheet99.xml' unpacks to 50,000,000 bytes; this is not how a spreadsheet program saves a workbook",
    ),
    "entities": (entities, "'xl/styles.xml' declares entities; save it with a spreadsheet program"),
    "utf-16": (wide, "'xl/styles.xml' is not written in UTF-8; save it with a spreadsheet program"),
    "truncated": (
        truncated,
        "the file is cut off or damaged: File is not a zip file; ask for it again",
    ),
    "xls": (xls, "this is an .xls, or protected by a password; open it and save it as .xlsx"),
    "csv": (csv, "this is no workbook; a CSV that was renamed stays a CSV; send the .xlsx itself"),
    "empty": (
        empty,
        "this is no workbook; a CSV that was renamed stays a CSV; send the .xlsx itself",
    ),
    "other archive": (other_archive, "this archive holds no workbook; send the .xlsx itself"),
}


@pytest.mark.parametrize(("spoil", "message"), FILES.values(), ids=FILES)
def test_what_is_no_workbook_is_not_opened(
    spoil: Callable[[Path], None], message: str, tmp_path: Path
) -> None:
    """A file from outside is looked over before anything reads it: no macro, no entity, no bomb."""
    before = texts(shop(tmp_path))
    spoil(book_at(tmp_path))

    assert refused(tmp_path, before) == f"register.xlsx: {message}\n"


def test_a_damaged_part_is_no_traceback(tmp_path: Path) -> None:
    """The zip is whole and what is in it is not."""
    before = texts(shop(tmp_path))
    broken(book_at(tmp_path))

    assert refused(tmp_path, before) == (
        "register.xlsx: 'Controller Art. 30(1)': the workbook is damaged: "
        "'xl/worksheets/sheet3.xml', line 1, column 23: no element found; open and save it with a spreadsheet program\n"
    )


def test_another_registers_workbook_is_refused(tmp_path: Path) -> None:
    """Corrections of one company must not land in the record of another."""
    root = shop(tmp_path / "a")
    other = project_of(tmp_path / "b", {})
    shutil.copytree(other / "records" / "shop", other / "records" / "bakery")
    shutil.rmtree(other / "records" / "shop")
    before = texts(other)

    ran = ropa(other, "import", str(book_at(root)), *WHO)
    named = ropa(other, "import", str(book_at(root)), "bakery", *WHO)

    assert ran == (
        1,
        "register.xlsx: About!B5: the workbook is of the register 'shop'; there are bakery here\n",
        "",
    )
    assert named == (
        1,
        "register.xlsx: About!B5: the workbook is of the register 'shop'; this is 'bakery'\n",
        "",
    )
    assert texts(other) == before


def test_an_older_revision_is_told_where_it_matters(tmp_path: Path) -> None:
    """What the record says today outweighs a cell that was written over an older value."""
    shop(tmp_path)
    changed(tmp_path, put("Purposes", "sales/selling", "Purpose", "Sell cakes"))
    record = tmp_path / ACTIVITY
    record.write_text(record.read_text().replace('"Sell bread"', '"Sell butter"'))
    before = texts(tmp_path)

    assert refused(tmp_path, before) == (
        "conflicts, not taken over (1):\n"
        "  Purposes!D4: Purpose: the workbook says “Sell cakes”, the record meanwhile “Sell butter”\n"
    )


def test_a_record_that_would_not_be_sound_is_not_written(tmp_path: Path) -> None:
    """What the checker refuses is not written first and found later."""
    before = texts(shop(tmp_path))
    changed(tmp_path, put("Transfers", "sales", "State", "vague"))

    assert refused(tmp_path, before) == (
        "not taken over (1):\n"
        f"  Transfers!D4: {ACTIVITY}, transfers › state: the state needs the wording, in your own words, under Reason\n"
    )


NEW_ROWS = {
    "no key": ({"Value": "Codes"}, "security › text: a new row needs a key; write activity/item"),
    "no such activity": (
        {"Key": "till/access-control"},
        "security › access-control › key: there is no activity 'till'; write its key, a slash, and a key of the item",
    ),
    "no item": ({"Key": "sales"}, "security › key: write a key for the item: sales/item"),
    "no word": (
        {"Key": "sales/multi-factor"},
        "security › multi-factor › key: 'multi-factor' is not a word of this sheet; "
        "did you mean 'multi-factor-authentication'?",
    ),
    "no path": (
        {"Key": "../../etc/passwd"},
        "security › ./etc/passwd › key: there is no activity '..'; write its key, a slash, and a key of the item",
    ),
}


@pytest.mark.parametrize(("row", "message"), NEW_ROWS.values(), ids=NEW_ROWS)
def test_a_new_row_that_has_no_place_is_told(
    row: dict[str, object], message: str, tmp_path: Path
) -> None:
    """A row somebody added is never dropped without a word, and never written anywhere but below its record."""
    before = texts(shop(tmp_path))
    add(tmp_path, "Security", row)

    said = refused(tmp_path, before)

    assert said.splitlines()[0] == "not taken over (1):"
    assert said.splitlines()[1].split(": ", 1)[1] == message.replace(
        "security › ./etc", "security › ../etc"
    )


def test_a_new_activity_cannot_leave_its_folder(tmp_path: Path) -> None:
    """A key becomes the name of a file."""
    before = texts(shop(tmp_path))
    add(tmp_path, "Controller Art. 30(1)", {"Processing activity": "Evil", "Key": "../../evil"})

    assert refused(tmp_path, before) == (
        "not taken over (1):\n"
        "  'Controller Art. 30(1)'!A6: name: "
        "a new activity needs a name, and a key in words joined by hyphens\n"
    )
