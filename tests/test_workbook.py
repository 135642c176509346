"""The workbook as a data protection officer gets it: read back from its bytes, and through LibreOffice."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from registers import (
    DRAWN,
    POLICY,
    activity,
    bakery,
    callminer,
    files,
    general,
    register_of,
    rendered,
    rows,
    table_of,
)
from ropa import documents
from ropa.output.xlsx.measures import height, pages_across
from ropa.vocabulary import translate
from support import project_of, ropa

SHEETS = [
    "Cover",
    "Summary",
    "Controller Art. 30(1)",
    "Processor Art. 30(2)",
    "Purposes",
    "Data subjects",
    "Personal data",
    "Retention",
    "Collected from",
    "Recipients",
    "Locations",
    "Transfers",
    "Security",
    "Systems",
    "Processing",
    "General statements",
    "Gaps",
    "Inconsistencies",
    "Sources",
    "Evidence",
    "Readings",
]
"""Sheets before those for California, of which there are more where something is declared."""

OF_SOME = ("Further facts", "Vendors", "Systems by name", "Controllers", "People")
"""Sheets that are there where a register has something for them."""

BACK = ["Completeness", "Legend", "About", "Lists"]

BOOKS = ["example-bakery", "callminer-2023"]


def bytes_of(name: str) -> bytes:
    return rendered(name)["register.xlsx"]


@cache
def book_of(name: str) -> Workbook:
    return load_workbook(io.BytesIO(bytes_of(name)))


def head_row(sheet: Worksheet) -> int:
    """The row of headings: the first one of the filter."""
    found = re.match(r"A(\d+):", rows_of(sheet))
    assert found
    return int(found[1])


def rows_of(sheet: Worksheet) -> str:
    """The area of headings and rows: that of the Excel table, or of the filter."""
    return next((table.ref for table in sheet.tables.values()), sheet.auto_filter.ref or "")


def tables(book: Workbook) -> Iterator[Worksheet]:
    yield from (
        sheet
        for sheet in book.worksheets
        if sheet.title not in ("Cover", "Summary", "About", "Lists")
    )


EDITED = tuple(SHEETS[SHEETS.index("Purposes") : SHEETS.index("General statements")])


def cells(sheet: Worksheet) -> Iterator[Cell]:
    for row in sheet.iter_rows():
        yield from (cell for cell in row if isinstance(cell, Cell) and cell.value is not None)


def headings(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for cell in sheet[head_row(sheet)]]


def page(root: Path, name: str, text: str | None = None) -> Worksheet:
    """The sheet *name* of the shop whose one activity says *text*."""
    written = {} if text is None else {"records/shop/activities/sales.yaml": activity(said=text)}
    ran = ropa(project_of(root, written), "render", "--format", "xlsx")
    assert (ran.status, ran.err) == (0, "")
    sheet = load_workbook(root / "output" / "shop" / "register.xlsx")[name]
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.parametrize("name", BOOKS)
def test_sheets_stand_in_one_order(name: str) -> None:
    """Whoever knows one workbook finds everything in the next; empty sheets stay, but for what few registers have."""
    names = [title for title in book_of(name).sheetnames if title not in OF_SOME]

    assert names[: len(SHEETS)] + names[-len(BACK) :] == SHEETS + BACK
    assert {title.split()[0] for title in names[len(SHEETS) : -len(BACK)]} == {"California"}


def test_the_registers_headings_carry_the_letter_of_the_law() -> None:
    """An auditor checks the columns against Art. 30(1)(a) to (g) and 30(2)(a) to (d)."""
    book = book_of("callminer-2023")

    assert [heading.replace("\n", ": ") for heading in headings(book["Controller Art. 30(1)"])] == [
        "Processing activity",
        "Description",
        "Role: GDPR Art. 4(7), 4(8)",
        "Joint controllers: GDPR Art. 30(1)(a)",
        "Purposes: GDPR Art. 30(1)(b)",
        "Lawful bases: GDPR Art. 6(1)",
        "Data subjects: GDPR Art. 30(1)(c)",
        "Personal data: GDPR Art. 30(1)(c)",
        "Retention: GDPR Art. 30(1)(f)",
        "Collected from: GDPR Art. 14(2)(f)",
        "Recipients: GDPR Art. 30(1)(d)",
        "Locations",
        "Transfers: GDPR Art. 30(1)(e)",
        "Transfer mechanism: GDPR Art. 45, 46, 49",
        "Security measures: GDPR Art. 30(1)(g)",
        "Automated decisions: GDPR Art. 22",
        "Status",
        "Active from",
        "Active until",
        "Key",
        "Origin",
    ]
    assert [
        heading.split("\n")[1]
        for heading in headings(book["Processor Art. 30(2)"])
        if "Art. 30(2)" in heading
    ] == [
        "GDPR Art. 30(2)(a)",
        "GDPR Art. 30(2)(b)",
        "GDPR Art. 30(2)(c)",
        "GDPR Art. 30(2)(d)",
    ]


@pytest.mark.parametrize("name", BOOKS)
def test_every_sheet_can_be_sorted_scrolled_and_printed(name: str) -> None:
    """Frozen headings, a filter over exactly the rows, headings on every printed page, landscape, as wide as paper."""
    for sheet in tables(book_of(name)):
        row = head_row(sheet)
        setup = sheet.page_setup

        assert sheet.freeze_panes == f"B{row + 1}"
        last = sheet.cell(row, sheet.max_column).column_letter
        assert rows_of(sheet) == f"A{row}:{last}{max(sheet.max_row, row + 1)}"
        assert sheet.print_title_rows == f"${row}:${row}"
        assert sheet.print_title_cols in ("$A:$A", "$A:$B", "$B:$B")
        assert (setup.orientation, setup.paperSize, setup.fitToHeight) == ("landscape", 9, 0)
        assert setup.fitToWidth in (None, 2, 3, 4)  # one page wide goes without saying
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.parametrize("name", BOOKS)
def test_text_is_wrapped_and_columns_have_widths(name: str) -> None:
    """Nobody should have to rebuild the layout; a row is as tall as its text, which a spreadsheet does not see to."""
    for sheet in tables(book_of(name)):
        first = head_row(sheet)
        heads = headings(sheet)
        columns = [cell.column_letter for cell in sheet[first] if isinstance(cell, Cell)]
        rows = [sheet[row] for row in range(first + 1, sheet.max_row + 1)]
        filled = [row for row in rows if sum(bool(cell.value) for cell in row) > 1]

        assert all(9 <= sheet.column_dimensions[letter].width <= 100 for letter in columns)
        assert all(
            cell.alignment.wrap_text
            for row in filled
            for cell, head in zip(row, heads, strict=True)
            if head != "Origin"
        )
        assert all(0 < (sheet.row_dimensions[row[0].row].height or 0) <= 409 for row in filled)


@pytest.mark.parametrize("name", BOOKS)
def test_nothing_is_a_formula_and_nothing_is_locked(name: str) -> None:
    """Every cell is text, a number or a date that a person may correct, in every part of the file."""
    for sheet in book_of(name).worksheets:
        assert {cell.data_type for cell in cells(sheet)} <= (
            {"s", "n"} if sheet.title == "Summary" else {"s", "d"}
        )
        assert not sheet.protection.sheet
    with zipfile.ZipFile(io.BytesIO(bytes_of(name))) as parts:
        assert [part for part in parts.namelist() if re.search(b"<f[ >]", parts.read(part))] == []
        assert not [
            part for part in parts.namelist() if "external" in part.lower() or "vba" in part.lower()
        ]


def test_a_text_that_looks_like_a_formula_is_marked_as_text() -> None:
    """The apostrophe keeps it text when somebody edits the cell."""
    sheet = book_of("example-bakery")["Controller Art. 30(1)"]
    risky = {
        str(cell.value): cell.quotePrefix for cell in cells(sheet) if str(cell.value)[0] in "=+-@"
    }

    assert risky == {"=Newsletter <b>of the shop</b>": True, "-10% offers & news by e-mail": True}


@pytest.mark.parametrize(
    ("name", "day"), [("example-bakery", (2026, 1, 31)), ("callminer-2023", (2023, 7, 18))]
)
def test_every_date_in_the_file_is_the_as_of_date(name: str, day: tuple[int, int, int]) -> None:
    """A difference between two files means a difference in content, not in when somebody pressed a key."""
    about = book_of(name).properties
    with zipfile.ZipFile(io.BytesIO(bytes_of(name))) as parts:
        stamps = {entry.date_time for entry in parts.infolist()}

    assert stamps == {(*day, 0, 0, 0)}
    assert (about.created, about.modified) == (datetime(*day), datetime(*day))


def test_the_file_says_what_it_is() -> None:
    """Title, language, the revision it was made of, and who speaks, in the file's own properties."""
    about = book_of("callminer-2023").properties

    assert about.title == "Record of processing activities: CallMiner, Inc."
    assert (about.language, about.creator, about.subject) == ("en", "ropa", "GDPR Art. 30")
    assert about.identifier == callminer().revision
    assert (about.description or "").startswith(
        "Reconstructed from CallMiner Privacy Policy (effective 2023-07-18)"
    )


@pytest.mark.parametrize("title", ["Controller Art. 30(1)", "Processor Art. 30(2)"])
def test_the_identity_block_stands_above_both_registers(title: str) -> None:
    """Art. 30(1)(a) and 30(2)(a): who, with contact details, beside the register and not on another sheet only."""
    sheet = book_of("callminer-2023")[title]
    shown = [str(cell.value) for cell in sheet[head_row(sheet) - 1] if cell.value]
    letter, kind = ("(1)(a)", "Controller") if "(1)" in title else ("(2)(a)", "Processor")

    assert shown[0] == (
        f"{kind} (GDPR Art. 30{letter})\nCallMiner, Inc.\n200 West Street, Waltham, MA 02451, United States\n"
        "Web: www.callminer.com"
    )
    assert [line.split("\n")[:2] for line in shown[1:]] == [
        [f"Representative in the European Union (GDPR Art. 30{letter})", "VeraSafe Ireland Ltd."],
        ["Representative in the United Kingdom (UK GDPR Art. 27)", "not stated"],
        ["Representative in Switzerland (FADP Art. 14)", "not stated"],
        [f"Data protection officer (GDPR Art. 30{letter})", "not stated"],
    ]


def fill_of(cell: Cell) -> str:
    return str(cell.fill.fgColor.rgb)[2:] if cell.fill.fill_type else ""


GAPS = """\
purposes: not-recorded
data_subjects: {vague: Everybody}
personal_data: {name: {inferred: So I think.}}
collected_from: lost
recipients: not-stated
security: {access-control: stated, encryption-at-rest: not-stated}
"""


def test_a_gap_is_seen(tmp_path: Path) -> None:
    """A cell that stands open is filled and set apart in type; one in which some values are open is tinted faintly."""
    sheet = page(tmp_path, "Controller Art. 30(1)", GAPS)
    row = head_row(sheet)
    looks = {
        str(head.value).split("\n")[0]: (fill_of(cell), cell.font.b, cell.font.i)
        for head, cell in zip(sheet[row], sheet[row + 1], strict=True)
    }

    assert looks["Purposes"] == ("F9D9D3", True, False)
    assert looks["Data subjects"] == ("FDF3DC", False, True)
    assert looks["Personal data"] == ("E3ECF9", False, True)
    assert looks["Collected from"] == ("F9D9D3", True, False)
    assert looks["Recipients"] == ("FCE9C8", True, False)
    assert looks["Security measures"] == ("FEF9EE", False, False)
    assert looks["Transfers"] == ("", False, False)


def test_letter_paper_is_letter_paper(tmp_path: Path) -> None:
    """Half the world does not print on A4."""
    project_of(tmp_path, {"ropa.yaml": "paper: Letter\n"})
    assert ropa(tmp_path, "render", "--format", "xlsx").status == 0

    book = load_workbook(tmp_path / "output" / "shop" / "register.xlsx")

    assert {sheet.page_setup.paperSize for sheet in book.worksheets} == {1}


def test_a_text_longer_than_a_cell_is_cut_in_the_open(tmp_path: Path) -> None:
    """Excel refuses a file with a longer cell; what is left out is said, and where it is whole."""
    sheet = page(tmp_path, "Controller Art. 30(1)", f"description: {'long ' * 7000}\n")
    text = str(sheet.cell(head_row(sheet) + 1, 2).value)

    assert text.endswith(" … (cut; the full text is in register.json)")
    assert len(text) <= 32_767


def test_the_cover_leads_to_every_sheet() -> None:
    """A workbook of sixteen sheets needs a list of them; a link leads inside the file and nowhere else."""
    cover = book_of("callminer-2023")["Cover"]
    links = [(str(cell.value), cell.hyperlink) for cell in cells(cover) if cell.hyperlink]

    names = book_of("callminer-2023").sheetnames[1:]

    assert [name for name, _ in links] == names
    assert [link.location for _, link in links] == [f"'{name}'!A1" for name in names]
    assert [link.target for _, link in links] == [None] * len(links)


@pytest.mark.parametrize("name", BOOKS)
def test_every_row_of_a_view_is_a_row_of_its_sheet(name: str) -> None:
    """The sheet shows what the view says, no more and no less."""
    register = bakery() if name == "example-bakery" else callminer()
    assert register.record.as_of is not None
    document = documents.workbook(register, register.record.as_of)
    for table in document.tables:
        sheet = book_of(name)[translate(f"sheet.{table.name}")]
        shown = [
            [words(cell.value) for cell in row]
            for row in sheet.iter_rows(min_row=head_row(sheet) + 1)
        ]
        width = len(table.columns)

        assert [row[:width] for row in shown[: len(table.rows)]] == [
            [str(cell) for cell in row] for row in table.rows
        ]
        if not table.rows:
            assert shown[0][0] == table_of(document, table.name).empty


def words(value: object) -> str:
    return value.date().isoformat() if isinstance(value, datetime) else str(value or "")


def converted(data: bytes, folder: Path, kind: str, name: str = "register.xlsx") -> bytes:
    """What LibreOffice makes of a workbook, or of another file called *name*."""
    source = folder / name
    source.write_bytes(data)
    out = folder / "out"
    done = subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(out),
            str(source),
        ],
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return (out / f"{source.stem}.{kind}").read_bytes()


@pytest.mark.needs("libreoffice")
def test_libreoffice_keeps_every_word(tmp_path: Path) -> None:
    """An officer without Excel opens it, saves it, and sends it back: not a character is lost."""
    data = bytes_of("callminer-2023")
    back = load_workbook(io.BytesIO(converted(data, tmp_path, "xlsx")))

    for sheet in book_of("callminer-2023").worksheets:
        before = {cell.coordinate: str(cell.value) for cell in cells(sheet)}
        after = {cell.coordinate: str(cell.value) for cell in cells(back[sheet.title])}

        assert after == before
        assert {cell.data_type for cell in cells(back[sheet.title])} <= {"s", "n", "d"}


@pytest.mark.needs("libreoffice")
def test_libreoffice_prints_it(tmp_path: Path) -> None:
    """Each sheet comes out of the printer, with its headings and page numbers."""
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(converted(bytes_of("example-bakery"), tmp_path, "pdf"))).pages
    text = "\n".join(page.extract_text() for page in pages)

    assert f"Page 1 of {len(pages)}" in text
    assert "Register of the controller, GDPR Art. 30(1)" in text
    assert "=Newsletter <b>of the shop</b>" in text


def test_the_lines_of_a_reconstruction_stand_on_the_sheet(tmp_path: Path) -> None:
    """Whoever prints one sheet prints whose record it is."""
    cited = {"sales": activity(role="{controller: who}")}
    project_of(tmp_path, files(DRAWN, activities=cited, sources__policy=POLICY))
    assert ropa(tmp_path, "render", "--format", "xlsx").status == 0

    book = load_workbook(tmp_path / "output" / "shop" / "register.xlsx")

    for sheet in book.worksheets:
        assert any(
            str(cell.value).startswith("Reconstructed from Privacy Policy") for cell in cells(sheet)
        ), sheet.title


def test_the_archive_is_well_formed() -> None:
    """Every part of the package is XML that a strict reader takes."""
    with zipfile.ZipFile(io.BytesIO(bytes_of("callminer-2023"))) as parts:
        for part in parts.namelist():
            if part.endswith((".xml", ".rels")):
                ElementTree.fromstring(parts.read(part))


@pytest.mark.parametrize("name", BOOKS)
def test_sheets_for_editing_are_excel_tables(name: str) -> None:
    """They sort, filter and grow as their reader is used to; a table's name is that of what it holds."""
    found = {sheet.title: [*sheet.tables] for sheet in book_of(name).worksheets if sheet.tables}

    assert found == {title: [title.replace(" ", "_").title()] for title in EDITED}
    for title in EDITED:
        [table] = book_of(name)[title].tables.values()
        assert [column.name for column in table.tableColumns] == headings(book_of(name)[title])


def test_every_controlled_column_has_its_words_in_a_dropdown() -> None:
    """Who corrects a basis or a state chooses it, also in rows that are still empty."""
    book = book_of("callminer-2023")
    found: dict[str, list[str]] = {}
    for title in EDITED:
        sheet = book[title]
        heads = {
            cell.column_letter: str(cell.value).split(" · ")[0] for cell in sheet[head_row(sheet)]
        }
        for rule in sheet.data_validations.dataValidation:
            if rule.type == "date":
                continue
            assert rule.formula1.startswith("'Lists'!")
            letter, last = re.fullmatch(r"([A-Z]+)\d+:[A-Z]+(\d+)", str(rule.sqref)).groups()  # type: ignore[union-attr]
            assert int(last) > sheet.max_row
            found.setdefault(title, []).append(heads[letter])

    assert found == {
        "Purposes": [
            "State",
            "Lawful bases",
            "Condition for special categories",
            "Ground for data on offences",
            "Business purpose (California)",
        ],
        "Data subjects": ["State"],
        "Personal data": ["State", "Data subjects", "California category"],
        "Retention": [
            "State",
            "Then",
            "Holds for data",
            "Holds for data subjects",
            "Holds for purposes",
            "Holds for countries",
            "Holds for establishments",
        ],
        "Collected from": ["State", "Data collected"],
        "Recipients": [
            "State",
            "Recipient role",
            "Data disclosed",
            "Sold",
            "Shared for cross-context advertising",
            "Contract",
            "Particular inquiry",
        ],
        "Transfers": ["State", "Countries", "Destination", "Transfer mechanism", "Safeguards"],
        "Locations": ["State"],
        "Systems": ["State", "Operated by"],
        "Security": ["State"],
        "Processing": ["State"],
    }


def test_headings_say_what_their_column_takes() -> None:
    """A note on each, with the article that asks; a reader need not know the manual."""
    sheet = book_of("example-bakery")["Retention"]
    notes = {
        str(cell.value): str(cell.comment.text) for cell in sheet[head_row(sheet)] if cell.comment
    }

    assert [*notes] == headings(sheet)
    assert notes["Period · GDPR Art. 30(1)(f)"] == (
        "Can be corrected. Such as 6 years, 1 year 6 months, 72 hours, or no limit.\nAsked by: GDPR Art. 30(1)(f)"
    )
    assert notes["Processing activity"] == "Derived; a change here is reported, not taken back."


def test_links_lead_from_rows_to_their_activity_and_to_their_passages() -> None:
    """From a claim to the register and to the evidence, and back to the claims: no searching by eye."""
    book = book_of("callminer-2023")
    for title in (*EDITED, "Gaps", "Controller Art. 30(1)"):
        links = [
            cell.hyperlink for row in book[title].iter_rows() for cell in row if cell.hyperlink
        ]
        assert links
        for link in links:
            there = re.fullmatch(r"'(.+)'!A(\d+)", link.location or "")
            assert there
            assert book[there[1]].cell(int(there[2]), 1).value
            assert link.target is None


def test_a_source_named_like_an_activity_leads_nowhere(tmp_path: Path) -> None:
    """A column that happens to be called "key" holds keys of many things, and only some are activities."""
    register = register_of(tmp_path, files(sources__sales=POLICY))

    sources = table_of(documents.workbook(register, date(2026, 1, 31)), "sources")

    assert rows(sources, "key") == [["sales"]]
    assert [column.name for column in sources.columns if column.leads] == []


def test_the_summary_has_pictures_that_are_also_words() -> None:
    """Native charts of cells beside them, with a text for who cannot see them."""
    with zipfile.ZipFile(io.BytesIO(bytes_of("callminer-2023"))) as parts:
        charts = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
        drawing = parts.read("xl/drawings/drawing1.xml").decode()

    assert len(charts) == 3
    assert re.findall(r'descr="([^".]+)\.', drawing) == [
        "Completeness of the register of the controller, by element of Art",
        "Completeness of the register of the processor, by element of Art",
        "Answers by state",
    ]


def test_the_file_says_which_register_it_is_of() -> None:
    """The import goes by it: on a sheet a person sees, and in the file's own properties."""
    book = book_of("callminer-2023")
    sheet = book["About"]
    told = {
        str(row[0].value): str(row[1].value)
        for row in sheet.iter_rows(min_col=1, max_col=2)
        if row[1].value
    }

    assert {
        label: told[label] for label in ("Format", "Register", "Revision", "Day", "Layout")
    } == {
        "Format": "ropa-workbook/1",
        "Register": "callminer-2023",
        "Revision": callminer().revision,
        "Day": "2023-07-18",
        "Layout": "default",
    }
    assert {one.name: one.value for one in book.custom_doc_props.props}["ropa content"] == told[
        "Content (SHA-256)"
    ]


def test_days_are_dates(tmp_path: Path) -> None:
    """A column of dates sorts by day and not by letter."""
    sheet = page(tmp_path, "Controller Art. 30(1)", "active_from: 2020-01-31\n")
    place = headings(sheet).index("Active from") + 1

    assert sheet.cell(head_row(sheet) + 1, place).value == datetime(2020, 1, 31)


STATES_SEEN = """\
purposes: {a: {text: Sell.}}
data_subjects: {vague: Everybody}
personal_data: {name: {inferred: So I think.}}
collected_from: lost
recipients: not-stated
security: not-recorded
transfers: none
"""


def test_states_differ_in_black_and_white(tmp_path: Path) -> None:
    """Letters and the line at the left tell states apart where a printer has no colour."""
    sheet = page(tmp_path, "Controller Art. 30(1)", STATES_SEEN)
    row = head_row(sheet)
    looks = {
        str(head.value).split("\n")[0]: (
            bool(cell.font.b),
            bool(cell.font.i),
            cell.border.left.style,
        )
        for head, cell in zip(sheet[row], sheet[row + 1], strict=True)
    }
    seen = {
        name: looks[name]
        for name in ("Purposes", "Data subjects", "Personal data", "Collected from", "Recipients")
    }
    seen["Security measures"] = looks["Security measures"]

    assert seen == {
        "Purposes": (False, False, None),
        "Data subjects": (False, True, "dashed"),
        "Personal data": (False, True, "dotted"),
        "Collected from": (True, False, "double"),
        "Recipients": (True, False, "medium"),
        "Security measures": (True, False, "thick"),
    }


LONG = "We share with partners what they may need to show advertising on other sites"


def test_a_long_general_answer_stands_once(tmp_path: Path) -> None:
    """A sentence repeated in three hundred rows is three hundred lines of paper; its state and its hedge stay in each."""
    said = general(f"""\
        sale: none
        sharing: {{vague: {LONG}, qualified: may}}
        lawful_basis: {{vague: {LONG}, contract: {{interest: {LONG}}}}}
        retention: {{vague: {LONG}}}
    """)
    activities = {
        "sales": activity(
            "sales",
            """\
            purposes: {selling: {text: Sell.}}
            personal_data: {name: stated}
            recipients: {banks: stated}
            """,
        )
    }
    register = register_of(tmp_path, files(blocks=said, activities=activities))
    document = documents.workbook(register, register.record.as_of)  # type: ignore[arg-type]

    pointed = "see the general statement “everywhere”"
    assert rows(table_of(document, "recipients"), "sale", "sharing") == [
        ["none [general statement]", f"vague [source: “may”; {pointed}]"]
    ]
    assert rows(table_of(document, "purposes"), "lawful_basis", "lawful_basis_full") == [
        [
            f"contract, Art. 6(1)(b) [general]\nvague [{pointed}]",
            f"contract, Art. 6(1)(b) [{pointed}]\nvague [{pointed}]",
        ]
    ]
    assert rows(table_of(document, "personal_data"), "retention") == [
        ["vague: see the activity on the sheet Retention"]
    ]
    assert rows(table_of(document, "retention"), "state", "reason") == [["vague", LONG]]
    assert rows(table_of(document, "general"), "statement", "element", "state", "what") == [
        ["everywhere", "Lawful bases", "stated", f"contract, Art. 6(1)(b): {LONG}"],
        ["everywhere", "Lawful bases", "vague", f"{LONG} [vague]"],
        ["everywhere", "Retention", "vague", f"{LONG} [vague]"],
        ["everywhere", "Sold", "none", "none"],
        [
            "everywhere",
            "Shared for cross-context advertising",
            "vague",
            f"{LONG} [source: “may”; vague]",
        ],
    ]


def test_a_long_period_of_an_activity_stands_once(tmp_path: Path) -> None:
    """The sheet Retention has it; the rows of its data say its state and its hedge."""
    said = f"""\
        personal_data: {{name: stated, email: {{retention: {{period: P1Y, after: {LONG}}}}}}}
        retention: {{vague: {LONG}, qualified: may}}
    """
    register = register_of(tmp_path, files(activities=said))
    document = documents.workbook(register, register.record.as_of)  # type: ignore[arg-type]

    assert rows(table_of(document, "personal_data"), "retention") == [
        ["vague: see the activity on the sheet Retention [source: “may”]"],
        [f"1 year from {LONG}"],
    ]


@pytest.mark.parametrize(
    ("words", "wide", "lines"),
    [
        ("", 10, 1),
        ("ten chars!", 10, 1),
        ("two words", 5, 2),
        ("a b c d e f", 5, 2),
        ("one\ntwo", 30, 2),
        ("Donaudampfschifffahrt", 10, 2),
        ("個人情報の取扱い", 10, 2),
        ("x" * 40_000, 10, 32),
    ],
)
def test_a_row_is_as_tall_as_its_words(words: str, wide: int, lines: int) -> None:
    """Excel does not grow rows it did not write: too low and words are cut, too tall and paper is empty."""
    assert height(words, wide) == min(409, lines * 13 + 4)


@pytest.mark.parametrize(
    ("widths", "pages"), [([26, 100], 1), ([26, 184], 1), ([26, 185], 2), ([26, *[30] * 18], 3)]
)
def test_a_sheet_is_as_many_pages_across_as_can_be_read(widths: list[int], pages: int) -> None:
    """Each page repeats the first column; none is smaller than seven points."""
    assert pages_across(widths) == pages


def test_each_page_across_says_which_row_it_is_of() -> None:
    """Three hundred recipients of fifteen activities are told apart by their keys, on the second page too."""
    book = book_of("callminer-2023")

    assert [book[name].print_title_cols for name in ("Recipients", "Gaps", "Purposes")] == [
        "$B:$B",
        "$A:$B",
        "$B:$B",
    ]


def test_every_page_says_whose_record_it_is() -> None:
    """A page that fell out of a reconstruction must not pass for the organization's own; an own record says nothing."""
    said = {str(sheet.oddHeader.left.text) for sheet in book_of("callminer-2023")}

    assert said == {
        "Reconstructed from CallMiner Privacy Policy (effective 2023-07-18). Not made, reviewed or approved by CallMiner, "
        "Inc.; not its record under GDPR Art. 30. “not stated” means these documents do not say it, not that it is not "
        "done."
    }
    assert {sheet.oddHeader.left.text for sheet in book_of("example-bakery")} == {None}


def test_what_is_for_machines_is_not_printed() -> None:
    """Lists of words for dropdowns, and marks for the import, would be pages of print nobody can read."""
    book = book_of("callminer-2023")

    assert (book["Lists"].print_area, book["About"].print_area) == (
        "'Lists'!$A$1",
        "'About'!$A$1:$B$10",
    )


def test_every_page_says_its_sheet() -> None:
    """A page that fell out of a stack of two hundred finds its place again."""
    assert {str(sheet.oddFooter.center.text) for sheet in book_of("example-bakery")} == {"&A"}
