"""Workbooks as strangers, bugs and bad disks make them: each is read as it is meant, or refused with one line."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import xlsxwriter

from books import WHO, changed, come_back, shop, texts
from books import cell_of as cell_in
from olds import first, project
from strange import (
    HEAD,
    LIST,
    ROW,
    STRICT,
    STRICT_RELATED,
    book,
    cell,
    commented,
    links,
    pack,
    parts,
    row,
    rows,
    sheet,
    strings,
)
from support import Ran

DAMAGED = "open and save it with a spreadsheet program"


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    """A register that is begun speaks of today; here it is always the same day."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769817600")


def taken(root: Path, of: Mapping[str, str | bytes]) -> Ran:
    """Take in a workbook of these parts for the first time."""
    pack(root / "list.xlsx", of)
    return first(project(root), root / "list.xlsx", "--dry-run")


def value(inside: str, attributes: str = "") -> dict[str, str]:
    """The list with a cell B2 of one's own."""
    own = f'<row r="2">{cell("A2", "Payroll")}<c r="B2" {attributes}>{inside}</c>{cell("C2", "6 years")}</row>'
    return parts(sheet(row(1, *HEAD) + own))


def two(*names: str) -> dict[str, str]:
    """The list beside a second sheet."""
    to = {
        "r1": ("worksheet", "worksheets/sheet1.xml"),
        "r2": ("worksheet", "worksheets/sheet2.xml"),
    }
    return parts(book=book(*names), links=links(to), second=sheet(""))


REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "half a character as an escape": (
        value("<is><t>Pay _xD800_ wages</t></is>", 't="inlineStr"'),
        "List!B2: U+D800 stands in the text, which a record cannot hold; write the text anew",
    ),
    "half a character in a shared text": (
        value("<v>0</v>", 't="s"') | {"xl/sharedStrings.xml": strings("<t>Pay _xDC00_ wages</t>")},
        "List!B2: U+DC00 stands in the text, which a record cannot hold; write the text anew",
    ),
    "no character as an escape": (
        value("<is><t>Pay _x0000_ wages</t></is>", 't="inlineStr"'),
        "List!B2: U+0000 stands in the text, which a record cannot hold; write the text anew",
    ),
    "half a character as a reference": (
        value("<is><t>&#xD800;</t></is>", 't="inlineStr"'),
        "List: the workbook is damaged: 'xl/worksheets/sheet1.xml', line 1, column 353: "
        f"reference to invalid character number; {DAMAGED}",
    ),
    "no character as a reference": (
        value("<is><t>&#xFFFF;</t></is>", 't="inlineStr"'),
        "List: the workbook is damaged: 'xl/worksheets/sheet1.xml', line 1, column 353: "
        f"reference to invalid character number; {DAMAGED}",
    ),
    "half a character in a heading of one's own": (
        parts(sheet(rows((*HEAD, "Risk _xD800_"), (*ROW, "high")))),
        "List!D1: U+D800 stands in the text, which a record cannot hold; write the text anew",
    ),
    "a control character in a comment": (
        commented(("B2", "ask _x0007_ them")),
        "List!B2: U+0007 stands in the comment, which a record cannot hold; write the comment anew",
    ),
    "a shared text that is not there": (
        value("<v>7</v>", 't="s"') | {"xl/sharedStrings.xml": strings("<t>Pay wages</t>")},
        f"List!B2: the workbook is damaged: the cell points to a text that is not in the file; {DAMAGED}",
    ),
    "a shared text before the first": (
        value("<v>-1</v>", 't="s"') | {"xl/sharedStrings.xml": strings("<t>Pay wages</t>")},
        f"List: the workbook is damaged: “-1” stands where a number is counted; {DAMAGED}",
    ),
    "an error": (
        value("<v>#REF!</v>", 't="e"'),
        "List!B2: the error #REF! stands here; write what it should say",
    ),
    "an error that is none": (
        value("<v>\n\x1b[31m</v>".replace("\x1b", "_x001B_"), 't="e"'),
        "List!B2: the error of the spreadsheet stands here; write what it should say",
    ),
    "no number": (
        value("<v>NaN</v>"),
        "List!B2: no number stands here; write the number, or a text",
    ),
    "a number beyond every number": (
        value("<v>1e999</v>"),
        "List!B2: the number is larger than a spreadsheet takes; write the number, or a text",
    ),
    "a number of 5,000 digits": (
        value(f"<v>{'9' * 5000}</v>"),
        "List!B2: no number stands here; write the number, or a text",
    ),
    "a day before the first": (
        value("<v>-1</v>", 's="1"'),
        "List!B2: the day is none that a spreadsheet shows; write it as 2026-01-31",
    ),
    "a day after the last": (
        value("<v>2958466</v>", 's="1"'),
        "List!B2: the day is none that a spreadsheet shows; write it as 2026-01-31",
    ),
    "a day without end": (
        value("<v>1e300</v>", 's="1"'),
        "List!B2: the day is none that a spreadsheet shows; write it as 2026-01-31",
    ),
    "a formula without a value": (
        value("<f>1+1</f>"),
        "List!B2: a formula stands here; paste its value in its place",
    ),
    "a formula whose value is half a character": (
        value("<f>1+1</f><v>_xD800_</v>", 't="str"'),
        "List!B2: a formula stands here; paste its value in its place",
    ),
    "a cell beyond the last row": (
        parts(sheet(LIST + row(99_999_999, "far"))),
        "List: the workbook is damaged: a cell stands in row 99,999,999, column 1, "
        f"beyond the end of every sheet; {DAMAGED}",
    ),
    "a cell beyond the last column": (
        parts(sheet(LIST + f'<row r="3">{cell("XFE3", "far")}</row>')),
        f"List: the workbook is damaged: a cell stands in row 3, column 16,385, beyond the end of every sheet; {DAMAGED}",
    ),
    "no cell": (
        parts(sheet(f'<row r="1">{cell("1A", "x")}</row>')),
        f"List: the workbook is damaged: “1A” is no cell; {DAMAGED}",
    ),
    "a cell twice": (
        parts(sheet(LIST + row(2, "Other"))),
        f"List!A2: the workbook is damaged: the cell stands twice in the file; {DAMAGED}",
    ),
    "a comment on no cell": (
        commented(("nowhere", "hello")),
        f"List: the workbook is damaged: “nowhere” is no cell; {DAMAGED}",
    ),
    "two sheets of one name": (
        two("List", "LIST"),
        "two sheets are called 'LIST'; rename one of them",
    ),
    "a control character in the name of a sheet": (
        two("List", "a&#10;b"),
        "the name of sheet 2 is none that a spreadsheet takes; rename the sheet",
    ),
    "a name of a sheet without end": (
        two("List", "x" * 5000),
        "the name of sheet 2 is none that a spreadsheet takes; rename the sheet",
    ),
    "a part that is missing": (
        parts(book=book("List", "Gone")),
        f"Gone: the workbook is damaged: the part with its cells is not in the file; {DAMAGED}",
    ),
    "a target that leads out": (
        parts(links=links({"r1": ("worksheet", "../../../../etc/passwd")})),
        f"List: the workbook is damaged: the part with its cells is not in the file; {DAMAGED}",
    ),
    "a sheet that is its own workbook": (
        parts(links=links({"r1": ("worksheet", "workbook.xml")})),
        f"List: the workbook is damaged: 'xl/workbook.xml' is no sheet; {DAMAGED}",
    ),
    "no sheet": (parts(book=book()), f"the workbook is damaged: it has no sheet; {DAMAGED}"),
    "an area that is none": (
        parts(sheet(behind='<mergeCells><mergeCell ref="B2:A1"/></mergeCells>')),
        f"List: the workbook is damaged: “B2:A1” is no area; {DAMAGED}",
    ),
    "elements without end": (
        parts(sheet(behind="<x>" * 100 + "</x>" * 100)),
        f"List: the workbook is damaged: elements are nested more than 64 deep; {DAMAGED}",
    ),
    "bytes that are no UTF-8": (
        parts(sheet('<row r="1"/>', before="<!-- \udcff -->")),
        "List: the workbook is damaged: 'xl/worksheets/sheet1.xml', line 1, column 83: "
        f"not well-formed (invalid token); {DAMAGED}",
    ),
    ".ods": ({"content.xml": "<x/>"}, "this is an OpenDocument file; open it and save it as .xlsx"),
    ".xlsb": ({"xl/workbook.bin": "x"}, "this is an .xlsb; open it and save it as .xlsx"),
    ".numbers": ({"Index/Document.iwa": "x"}, "this is a Numbers document; export it as .xlsx"),
    ".docx": ({"word/document.xml": "<x/>"}, "this is a text document; send the .xlsx itself"),
}


@pytest.mark.parametrize(("of", "message"), REFUSED.values(), ids=REFUSED)
def test_what_no_spreadsheet_shows_is_refused_with_its_place(
    of: dict[str, str], message: str, tmp_path: Path
) -> None:
    """One line, with sheet and cell where there are any, and what to do; nothing is guessed and nothing is written."""
    raw = {name: text.encode("utf-8", "surrogateescape") for name, text in of.items()}

    assert taken(tmp_path, raw) == Ran(1, f"list.xlsx: {message}\n", "")
    assert not (tmp_path / "records" / "corner").exists()


PLAIN = """\
new (3):
  List!A2: records/corner/activities/payroll.yaml: new activity “Payroll”, id payroll
  List!B2: records/corner/activities/payroll.yaml, purposes: “Pay wages” → pay-wages
  List!C2: records/corner/activities/payroll.yaml, retention: “6 years” → period P6Y
not read (1):
  List!A1: the sheet has no column for: Legal basis, People, Data, Recipients, Third country, Safeguards, TOM, DPIA, Since
would write records/corner/activities/payroll.yaml
would write records/corner/register.yaml
"""

COLUMNS = "".join(f'<col min="{n}" max="{n}" outlineLevel="7"/>' for n in range(1, 16_385))
VALIDATIONS = "".join(f'<dataValidation sqref="A{n}:B{n}"/>' for n in range(1, 20_001))
FORMATS = "".join(
    f'<conditionalFormatting sqref="A{n}"><cfRule type="x" dxfId="{n}"/></conditionalFormatting>'
    for n in range(1, 20_001)
)


def nameless(texts: tuple[str, ...]) -> str:
    """Cells that stand where they stand."""
    return "".join(f'<c t="inlineStr"><is><t>{words}</t></is></c>' for words in texts)


SAME: dict[str, dict[str, str]] = {
    "as it is": parts(),
    "strict": parts(
        sheet(space=STRICT),
        book=book("List", space=STRICT, related=STRICT_RELATED),
        roots=links({"r1": ("officeDocument", "xl/workbook.xml")}, STRICT_RELATED),
        links=links({"r1": ("worksheet", "worksheets/sheet1.xml")}, STRICT_RELATED),
        styles="<styleSheet/>",
    ),
    "absolute targets": parts(
        links=links({"r1": ("worksheet", "/xl/worksheets/sheet1.xml")}),
        roots=links({"r1": ("officeDocument", "/xl/workbook.xml")}),
    ),
    "content types of something else": parts(types="<Types/>"),
    "links in a circle": parts(
        beside=links(
            {"r1": ("worksheet", "sheet1.xml"), "r2": ("officeDocument", "../workbook.xml")}
        )
    ),
    "cells without names": parts(
        sheet("".join(f"<row>{nameless(one)}</row>" for one in (HEAD, ROW)))
    ),
    "rows from below": parts(sheet(row(2, *ROW) + row(1, *HEAD))),
    "dimensions that are none": parts(sheet(before='<dimension ref="A1:XFD1048576"/>')),
    "styles that no program reads": parts(
        styles="<styleSheet xmlns='x'><fills><fill>lilac</fill></fills></styleSheet>"
    ),
    "pronunciation": value(
        '<is><t>Pay wages</t><rPh sb="0" eb="1"><t>pei</t></rPh></is>', 't="inlineStr"'
    ),
    "a text in pieces": value("<is><r><t>Pay </t></r><r><t>wages</t></r></is>", 't="inlineStr"'),
    "a link": parts(
        sheet(behind='<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>')
    ),
    "a column that is merged to its end": parts(
        sheet(behind='<mergeCells><mergeCell ref="G1:G1048576"/></mergeCells>')
    ),
    "16,384 columns with outlines": parts(sheet(before=f"<cols>{COLUMNS}</cols>")),
    "20,000 conditional formats": parts(sheet(behind=FORMATS)),
    "20,000 validations": parts(sheet(behind=f"<dataValidations>{VALIDATIONS}</dataValidations>")),
    "defined names": parts(
        book=book("List").replace(
            "</workbook>",
            "<definedNames><definedName>#REF!</definedName></definedNames></workbook>",
        )
    ),
}


@pytest.mark.parametrize("of", SAME.values(), ids=SAME)
def test_whatever_stands_beside_the_cells_they_are_read(of: dict[str, str], tmp_path: Path) -> None:
    """Formats, links, names, outlines and validations say nothing of processing, however odd or many they are."""
    assert taken(tmp_path, of) == Ran(0, PLAIN, "")


VALUES = {
    "a day": ('s="1"', "<v>43245</v>", "2018-05-25"),
    "a day as strict workbooks write it": ('t="d"', "<v>2018-05-25T00:00:00</v>", "2018-05-25"),
    "a number": ("", "<v>7.50</v>", "7.5"),
    "a large number": ("", "<v>1e308</v>", "1e+308"),
    "yes": ('t="b"', "<v>1</v>", "TRUE"),
    "an underscore": ('t="inlineStr"', "<is><t>a_x005F_x000D_b</t></is>", "a_x000D_b"),
    "a character in two halves": ('t="inlineStr"', "<is><t>_xD83D__xDE00_</t></is>", "😀"),
    "a line end of a text document": ('t="inlineStr"', "<is><t>a_x000B_b</t></is>", "a / b"),
}


@pytest.mark.parametrize(("attributes", "inside", "read"), VALUES.values(), ids=VALUES)
def test_a_value_is_read_as_it_is_shown(
    attributes: str, inside: str, read: str, tmp_path: Path
) -> None:
    """What the sender saw in the cell is what the record is asked to hold."""
    said = taken(tmp_path, value(inside, attributes)).out.splitlines()

    assert any(
        f"List!B2: records/corner/activities/payroll.yaml, purposes: “{read}”" in line
        for line in said
    ), said


def test_days_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    """Excel on old Macintoshes began four years later."""
    of = value("<v>41783</v>", 's="1"') | {
        "xl/workbook.xml": book("List", properties='<workbookPr date1904="1"/>')
    }

    assert "purposes: “2018-05-25” → " in taken(tmp_path, of).out


def packed(path: Path, of: Mapping[str, str], large: bool) -> None:
    """Write a workbook into a stream, with the sizes behind each part, or as ZIP64."""

    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return large

        def tell(self) -> int:
            if not large:
                raise OSError
            return super().tell()

    raw = Stream()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in of.items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=large) as part:
                part.write(text.encode())
    path.write_bytes(raw.getvalue())


@pytest.mark.parametrize("large", [False, True], ids=["sizes behind the parts", "zip64"])
def test_every_way_to_pack_a_workbook_is_read(large: bool, tmp_path: Path) -> None:
    """Programs that write while they go put the sizes behind the parts; large ones use ZIP64."""
    packed(tmp_path / "list.xlsx", parts(), large)

    assert first(project(tmp_path), tmp_path / "list.xlsx", "--dry-run") == Ran(0, PLAIN, "")


def twice(path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "w") as archive:
        for name, text in (*parts().items(), ("xl/workbook.xml", book("Other"))):
            archive.writestr(name, text)


def twice_by_case(path: Path) -> None:
    pack(path, {**parts(), "XL/Workbook.xml": book("Other")})


def locked(path: Path) -> None:
    pack(path, parts())
    raw = bytearray(path.read_bytes())
    raw[raw.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)


def other_packing(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("xl/workbook.xml", book("List"))


def pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n")


def crowd(path: Path) -> None:
    pack(path, parts() | {f"docProps/{number}.xml": "" for number in range(2_000)})


def flipped(path: Path) -> None:
    pack(path, parts(sheet(rows(HEAD, *(ROW for _ in range(500))))))
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"xl/worksheets/sheet1.xml") + 60] ^= 0xFF
    path.write_bytes(raw)


ARCHIVES = {
    "a part twice": (
        twice,
        f"the workbook is damaged: 'xl/workbook.xml' stands in it twice; {DAMAGED}",
    ),
    "a part twice, in capitals": (
        twice_by_case,
        f"the workbook is damaged: 'xl/workbook.xml' stands in it twice; {DAMAGED}",
    ),
    "a password": (
        locked,
        "'xl/sharedStrings.xml' is protected by a password; save the workbook without one",
    ),
    "another way to pack": (
        other_packing,
        f"'xl/workbook.xml' is packed as no workbook is; {DAMAGED}",
    ),
    "a PDF": (pdf, "this is a PDF; send the .xlsx it was printed from"),
    "2,005 parts": (
        crowd,
        "the file has more than 2,000 parts; this is not how a spreadsheet program saves a workbook",
    ),
}


@pytest.mark.parametrize(("make", "message"), ARCHIVES.values(), ids=ARCHIVES)
def test_an_archive_that_no_spreadsheet_program_writes_is_not_opened(
    make: object, message: str, tmp_path: Path
) -> None:
    """Of two parts of one name two programs would read different ones."""
    assert callable(make)
    make(tmp_path / "list.xlsx")

    assert first(project(tmp_path), tmp_path / "list.xlsx") == Ran(1, f"list.xlsx: {message}\n", "")


def test_a_flipped_bit_is_one_line(tmp_path: Path) -> None:
    """What zlib says of it differs between its versions."""
    flipped(tmp_path / "list.xlsx")

    ran = first(project(tmp_path), tmp_path / "list.xlsx")

    assert (ran.status, ran.err, ran.out.count("\n")) == (1, "", 1)
    assert ran.out.startswith(
        (
            "list.xlsx: the file is cut off or damaged: ",
            "list.xlsx: List: the file is cut off or damaged: ",
        )
    )


def test_a_chart_on_a_sheet_of_its_own_is_told(tmp_path: Path) -> None:
    """It has no cells; that nothing was read of it is said."""
    with xlsxwriter.Workbook(str(tmp_path / "list.xlsx")) as made:
        page = made.add_worksheet("List")
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, ROW)
        chart = made.add_chart({"type": "pie"})
        chart.add_series({"values": "=List!$A$1:$A$2"})
        made.add_chartsheet("Cake").set_chart(chart)

    ran = first(project(tmp_path), tmp_path / "list.xlsx", "--dry-run")

    assert ran.out.splitlines()[:4] == PLAIN.splitlines()[:4]
    assert "  Cake: no sheet of this layout; it was not read" in ran.out.splitlines()


def test_the_name_of_a_sheet_cannot_be_taken_for_a_line_of_the_report(tmp_path: Path) -> None:
    """A name is quoted as a formula quotes it, so that it ends where it ends."""
    name = "Purposes!D4: fine; it's all"
    ran = taken(tmp_path, parts(sheet(rows(HEAD, ("=", "", ""), ROW)), book=book(name)))

    assert "  'Purposes!D4: fine; it''s all'!A2: " in ran.out


def test_a_report_for_machines_is_json_whatever_a_cell_says(tmp_path: Path) -> None:
    """Half a character is shown, and what a terminal would obey is an escape that reads back as itself."""
    pack(tmp_path / "list.xlsx", parts(sheet(rows((*HEAD, "Risk"), (*ROW, "ü → 😀")))))

    ran = first(project(tmp_path), tmp_path / "list.xlsx", "--dry-run", "--format", "json")

    assert "ü → 😀" in json.loads(ran.out)["entries"][-1]["message"]


def test_half_a_character_in_a_fact_of_the_workbook_is_shown_in_json(tmp_path: Path) -> None:
    """A lone half is what many programs refuse to read."""
    shop(tmp_path)
    changed(tmp_path, lambda made: setattr(made["About"]["B5"], "value", "sh_xD800_op"))

    ran = come_back(tmp_path, *WHO, "--format", "json")

    said = json.loads(ran.out)
    assert said["problems"] == [
        {
            "sheet": "About",
            "cell": "B5",
            "message": "the workbook is of the register 'sh[U+D800]op'",
            "help": "there are shop here",
        }
    ]


def test_a_correction_that_no_record_can_hold_is_refused_and_the_others_are_told(
    tmp_path: Path,
) -> None:
    """The sender hears of everything at once, and the report has a line for each."""
    before = texts(shop(tmp_path))

    def change(made: object) -> None:
        cell_in(made, "Purposes", "sales/selling", "Purpose").value = "Sell _xDFFF_ cakes"  # type: ignore[arg-type]
        cell_in(made, "Recipients", "sales/payroll", "Data disclosed").value = "names"  # type: ignore[arg-type]
        cell_in(made, "Purposes", "sales/selling", "State").value = "in\nplain\nwords"  # type: ignore[arg-type]

    changed(tmp_path, change)
    ran = come_back(tmp_path)

    assert (ran.status, ran.err, texts(tmp_path)) == (1, "", before)
    assert ran.out == (
        "register.xlsx: Purposes!D4: U+DFFF stands in the text, which a record cannot hold; write the text anew\n"
        "register.xlsx: Purposes!C4: “in / plain / words” is not in the list\n"
        "register.xlsx: Recipients!J4: “names” is not in the list; did you mean “name”?\n"
    )
