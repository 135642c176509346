"""A register that lived in a spreadsheet becomes records: every cell in a field, in the notes, or in a question."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from books import texts
from olds import LAYOUT, first, messy, plain, project
from registers import bakery, table_of
from ropa import documents
from ropa.corrections.grid import Grid
from ropa.intake.cells import items, marked, whole_lines
from ropa.intake.context import ImportContext
from ropa.intake.countries import country, places
from ropa.intake.draft import DraftActivity
from ropa.intake.files import activity
from ropa.intake.headings import head
from ropa.intake.list_sheet import ListCell as Place
from ropa.intake.list_sheet import ListRow
from ropa.intake.readers import take
from ropa.layouts import find as find_layout
from ropa.layouts import folded
from ropa.loader import load
from ropa.model.activity import Activity
from ropa.model.claim import State
from ropa.model.layout import Layout, LayoutSheet
from ropa.model.model import SLUG
from ropa.model.slug import slug
from ropa.project import find
from ropa.reader import parse
from ropa.register import Register
from ropa.vocabulary import data_files, layout_words, writing
from ropa.vocabulary.language import catalogue
from support import BAKERY, ROOT, Ran, lines, project_of, ropa
from test_import_hostile import FILES

WHOLE = """\
new (29):
  'List 2021'!A5: records/corner/activities/payroll.yaml: new activity “Payroll”, id payroll
  'List 2021'!B5: records/corner/activities/payroll.yaml, purposes: “Pay wages” → pay-wages
  'List 2021'!C5: records/corner/activities/payroll.yaml, lawful_basis: “Art. 6 (1) b GDPR; Art. 6(1)(c) tax law” → contract, legal-obligation
  'List 2021'!D5: records/corner/activities/payroll.yaml, data_subjects: “Employees / • Interns” → employees, interns
  'List 2021'!E5: records/corner/activities/payroll.yaml, personal_data: “name; bank account number / - shoe size” → name, bank-account, shoe-size
  'List 2021'!F5: records/corner/activities/payroll.yaml, recipients: “Tax authorities; Example Payroll GmbH” → tax-authorities, example-payroll-gmbh
  'List 2021'!G5: records/corner/activities/payroll.yaml, transfers: “no” → none
  'List 2021'!I5: records/corner/activities/payroll.yaml, retention: “6 years from the end of the year” → period P6Y, after the end of the year
  'List 2021'!J5: records/corner/activities/payroll.yaml, security: “access control: only staff have keys / We lock the cupboard in which the paper files of the last ten years are kept” → access-control, we-lock-the-cupboard-in-which-the-paper
  'List 2021'!M5: records/corner/activities/payroll.yaml, active_from: “2018-05-25” → 2018-05-25
  'List 2021'!A8: records/corner/activities/newsletter.yaml: new activity “Newsletter”, id newsletter
  'List 2021'!B8: records/corner/activities/newsletter.yaml, purposes: “Send news” → send-news
  'List 2021'!C8: records/corner/activities/newsletter.yaml, lawful_basis: “consent” → consent
  'List 2021'!D8: records/corner/activities/newsletter.yaml, data_subjects: “customers” → customers
  'List 2021'!E8: records/corner/activities/newsletter.yaml, personal_data: “email” → email
  'List 2021'!F8: records/corner/activities/newsletter.yaml, recipients: “Example Mailhouse: sends the letters” → example-mailhouse
  'List 2021'!G8: records/corner/activities/newsletter.yaml, transfers: “USA, India” → united-states-india
  'List 2021'!H8: records/corner/activities/newsletter.yaml, transfers › mechanism: “SCC of 2021” → standard-contractual-clauses
  'List 2021'!I8: records/corner/activities/newsletter.yaml, retention: “as long as needed” → vague as long as needed
  'List 2021'!J8: records/corner/activities/newsletter.yaml, security: “encryption at rest” → encryption-at-rest
  'List 2021'!B9: records/corner/activities/newsletter.yaml, purposes: “Count opened mails” → count-opened-mails
  'List 2021'!A10: records/corner/activities/newsletter-2.yaml: new activity “Newsletter”, id newsletter-2
  'List 2021'!B10: records/corner/activities/newsletter-2.yaml, purposes: “Invite to tastings” → invite-to-tastings
  'List 2021'!C10: records/corner/activities/newsletter-2.yaml, lawful_basis: “legitimate interests: telling people” → legitimate-interests
  'List 2021'!G10: records/corner/activities/newsletter-2.yaml, transfers: “Atlantis” → atlantis
  records/corner/register.yaml, vocabulary › personal_data › shoe-size: new word “shoe size”
  records/corner/register.yaml, vocabulary › measures › we-lock-the-cupboard-in-which-the-paper: new word “We lock the cupboard in which the paper files of the last …”
  records/corner/recipients.yaml, example-payroll-gmbh: new entry “Example Payroll GmbH”
  records/corner/recipients.yaml, example-mailhouse: new entry “Example Mailhouse”
not taken over (1):
  'List 2021'!K4: no column of the layout is called “Risk score”; what stands in it is kept in the notes
kept in words, to be looked at (7):
  'List 2021'!K5: records/corner/activities/payroll.yaml, notes: “7” is in the notes: no column of the layout
  'List 2021'!I8: records/corner/activities/newsletter.yaml, retention: no period is recognized in “as long as needed”; it stands as vague
  'List 2021'!K8: records/corner/activities/newsletter.yaml, notes: “high” is in the notes: no column of the layout
  'List 2021'!M8: records/corner/activities/newsletter.yaml, active_from: “last year” is in the notes: “last year” is no date; write it as 2026-01-31
  'List 2021'!C9: records/corner/activities/newsletter.yaml, lawful_basis: “our interest in good mails” is in the notes: no word of the list of lawful bases is recognized
  'List 2021'!A10: records/corner/activities/newsletter-2.yaml: another row gives the id newsletter too, so this one is newsletter-2; where rows are purposes, the layout says one_row_per: purpose
  'List 2021'!G10: records/corner/activities/newsletter-2.yaml, transfers › destination: no country is recognized in “Atlantis”; it stands as the destination in words
left open, nothing written (11):
  'List 2021'!H5: records/corner/activities/payroll.yaml, safeguards: “Safeguards” is empty; nothing says whether that means none
  'List 2021'!L5: records/corner/activities/payroll.yaml, dpia: “n/a” needs its reason: why the question does not arise
  'List 2021'!L8: records/corner/activities/newsletter.yaml, dpia: “-” leaves the question open
  'List 2021'!D10: records/corner/activities/newsletter-2.yaml, data_subjects: “People” is empty; nothing says whether that means none
  'List 2021'!E10: records/corner/activities/newsletter-2.yaml, personal_data: “Data” is empty; nothing says whether that means none
  'List 2021'!F10: records/corner/activities/newsletter-2.yaml, recipients: “Recipients” is empty; nothing says whether that means none
  'List 2021'!H10: records/corner/activities/newsletter-2.yaml, safeguards: “Safeguards” is empty; nothing says whether that means none
  'List 2021'!I10: records/corner/activities/newsletter-2.yaml, retention: “Deletion” is empty; nothing says whether that means none
  'List 2021'!J10: records/corner/activities/newsletter-2.yaml, security: “TOM” is empty; nothing says whether that means none
  'List 2021'!L10: records/corner/activities/newsletter-2.yaml, dpia: “DPIA” is empty; nothing says whether that means none
  'List 2021'!M10: records/corner/activities/newsletter-2.yaml, active_from: “Since” is empty; nothing says whether that means none
comments (1):
  'List 2021'!E5: ask the head of staff
not read (6):
  'List 2021'!A1: above the headings, not read (organization and contacts stand in register.yaml): “Processing register of Corner Shop”
  'List 2021'!K4: the column is hidden; it was read all the same
  'List 2021'!A7: a line across the table: “Human resources”
  'List 2021'!A8: the cells A8:A9 are merged; their text holds for every row they span
  'List 2021'!A10: the row is hidden; it was read all the same
  Notes: no sheet of this layout; it was not read
wrote records/corner/activities/newsletter-2.yaml
wrote records/corner/activities/newsletter.yaml
wrote records/corner/activities/payroll.yaml
wrote records/corner/recipients.yaml
wrote records/corner/register.yaml
"""


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    """A register that is begun speaks of today; here it is always the same day."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769817600")


def test_a_messy_workbook_is_taken_in_whole(tmp_path: Path) -> None:
    """Every cell is told once: taken, kept in words, left open, or not read; the report is the receipt."""
    messy(tmp_path / "old.xlsx")

    ran = first(project(tmp_path), tmp_path / "old.xlsx")

    assert (ran.status, ran.err) == (1, "")
    assert ran.out == WHOLE


RECORDS = {
    "records/corner/activities/payroll.yaml": """\
# yaml-language-server: $schema=../../../schema/activity.json
id: payroll
name: Payroll
role: {controller: stated}
active_from: 2018-05-25

purposes:
  pay-wages:
    text: Pay wages
    lawful_basis:
      contract: stated
      legal-obligation: {law: tax law}

data_subjects: {employees: stated, interns: stated}

personal_data: {name: stated, bank-account: stated, shoe-size: stated}

retention: {period: P6Y, after: the end of the year}

recipients: {tax-authorities: stated, example-payroll-gmbh: stated}

transfers: none

security:
  access-control: {text: only staff have keys}
  we-lock-the-cupboard-in-which-the-paper: {text: We lock the cupboard in which the paper files of the last ten years are kept}

notes: "List 2021 K5, Risk score: 7."
""",
    "records/corner/activities/newsletter.yaml": """\
# yaml-language-server: $schema=../../../schema/activity.json
id: newsletter
name: Newsletter
role: {controller: stated}

purposes:
  send-news:
    text: Send news
    lawful_basis: {consent: stated}
  count-opened-mails: {text: Count opened mails}

data_subjects: {customers: stated}

personal_data: {email: stated}

retention: {vague: as long as needed}

recipients:
  example-mailhouse: {text: sends the letters}

transfers:
  united-states-india:
    countries: [US, IN]
    mechanism:
      standard-contractual-clauses: {title: of 2021}

security: {encryption-at-rest: stated}

notes: >-
  List 2021 M8, Since: last year. List 2021 K8, Risk score: high. List 2021 C9, Legal basis: our interest in
  good mails.
""",
    "records/corner/recipients.yaml": """\
# yaml-language-server: $schema=../../schema/recipients.json
example-payroll-gmbh: {name: Example Payroll GmbH}
example-mailhouse: {name: Example Mailhouse}
""",
}


@pytest.mark.parametrize("name", RECORDS)
def test_the_records_say_what_the_rows_said(name: str, tmp_path: Path) -> None:
    """Keys of the vocabulary where it has the word, own words where not; nothing that no cell said."""
    messy(tmp_path / "old.xlsx")
    first(project(tmp_path), tmp_path / "old.xlsx")

    assert (tmp_path / name).read_text(encoding="utf-8") == RECORDS[name]
    assert "error" not in ropa(tmp_path, "check", "corner").out


def test_the_manual_shows_what_happens(tmp_path: Path) -> None:
    """The layout, the list and the report of docs/excel.md belong together."""
    page = (ROOT / "docs/excel.md").read_text(encoding="utf-8")
    [text] = re.findall(r"# file: templates/layouts/ours.yaml\n(.*?)```", page, re.DOTALL)
    [table] = re.findall(r"With this list in `old.xlsx`,\n\n(.*?)\n\n", page, re.DOTALL)
    [told] = re.findall(
        r"\$ ropa import old.xlsx example-bakery --template ours\n(.*?)```", page, re.DOTALL
    )
    heads, _, *below = (
        [cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()
    )
    plain(
        tmp_path / "old.xlsx", tuple(heads), *(tuple(cell or None for cell in row) for row in below)
    )

    ran = first(project(tmp_path, text), tmp_path / "old.xlsx", register="example-bakery")

    assert ran == (1, told, "")


# There and back


def layout(name: str) -> Layout:
    found = find_layout(find(BAKERY), BAKERY, name, is_drawn=True)
    assert found.layout is not None
    return found.layout.layout


DAY = date(2026, 1, 31)

GENERAL = re.compile(r" \[general statement\]|; general statement(?=\])")

DERIVED = ("layout.data-shared", "layout.controller-representatives")
"""Columns that follow from what a layout cannot carry."""


def shown(register: Register, name: str, role: str) -> list[dict[str, str]]:
    """The rows of a register in a layout, without the mark of a general statement, which becomes each activity's own."""
    table = table_of(documents.in_layout(register, DAY, layout(name), name), role)
    return [
        {
            column: GENERAL.sub("", str(cell))
            for column, cell in row.items()
            if column not in DERIVED
        }
        for row in table.records()
    ]


def again(root: Path, source: Path, register: str, name: str) -> Register:
    """The register *register* of the project *source*, drawn in a layout, and taken into an empty register."""
    drawn = ropa(
        source,
        "-q",
        "render",
        register,
        "--layout",
        name,
        "--format",
        "xlsx",
        "--output",
        str(root / "out"),
    )
    assert (drawn.status, drawn.err) == (0, ""), drawn
    target = project_of(root / "in", {})
    ran = first(
        target, root / "out" / register / f"register-{name}.xlsx", register="again", template=name
    )
    assert "wrote records/again/register.yaml" in ran.out, ran
    loaded = load(find(target), ["again"])
    assert loaded.diagnostics == ()
    return loaded.registers[0]


@pytest.mark.parametrize("name", ["cnil", "dpc", "ico"])
def test_what_a_layout_carries_comes_back(name: str, tmp_path: Path) -> None:
    """Drawn, taken in and drawn again, the bakery's rows say the same."""
    came = again(tmp_path, BAKERY, "example-bakery", name)

    assert shown(came, name, "controller") == shown(bakery(), name, "controller")


HOST = {
    "records/shop/activities/sales.yaml": None,
    "records/shop/register.yaml": """\
        schema: 2
        title: Record of processing activities of Example Host Ltd
        kept_by: organization
        as_of: 2026-01-31
        confirmed_by: {by: data protection officer, on: 2026-01-31}
        organization: {name: Example Host Ltd, email: privacy@host.example}
        """,
    "records/shop/controllers.yaml": """\
        corner-shop: {name: Corner Shop Ltd, email: privacy@shop.example}
        others: {name: Other shops, list_kept_at: the customer system}
        """,
    "records/shop/activities/hosting.yaml": """\
        id: hosting
        name: Hosting of shops
        role: {processor: stated}
        controllers: {corner-shop: stated, others: stated}
        processing: {hosting: {text: Web shops run on its servers.}, backup: stated}
        transfers:
          support:
            countries: [US, IN]
            mechanism: {standard-contractual-clauses: stated}
            safeguards: {text: Data are encrypted before they leave.}
          india: {countries: [IN], mechanism: {binding-corporate-rules: stated}}
        security: {access-control: stated, backup: {text: every night}}
        """,
    "records/shop/activities/accounts.yaml": """\
        id: accounts
        name: Accounts of customers
        role: {controller: stated, processor: stated}
        purposes:
          run: {text: Run the accounts., lawful_basis: {contract: stated}}
          warn: {text: Warn of misuse., lawful_basis: {legitimate-interests: {interest: safe accounts}}}
        controllers: {corner-shop: stated}
        processing: {hosting: stated}
        data_subjects: {customers: stated}
        personal_data: {name: stated, email: stated}
        recipients: none
        transfers: none
        security: {access-control: stated}
        """,
}


@pytest.mark.parametrize("name", ["cnil", "dpc", "ico"])
def test_a_processors_register_comes_back(name: str, tmp_path: Path) -> None:
    """Controllers, categories and transfers; an activity that stands in both registers stays one."""
    source = project_of(
        tmp_path / "source", {file: text and lines(text) for file, text in HOST.items()}
    )
    was = load(find(source)).registers[0]

    came = again(tmp_path, source, "shop", name)

    assert shown(came, name, "processor") == shown(was, name, "processor")
    assert shown(came, name, "controller") == shown(was, name, "controller")
    assert [sorted(record.activity.role.items) for record in came.records] == [
        ["controller", "processor"],
        ["processor"],
    ]


@pytest.mark.needs("libreoffice")
def test_a_workbook_that_libreoffice_saved_comes_back_the_same(tmp_path: Path) -> None:
    """As .xlsx, and by way of an .ods."""
    messy(tmp_path / "old.xlsx")
    project(tmp_path)
    before = json.loads(first(tmp_path, tmp_path / "old.xlsx", "--dry-run", "--format", "json").out)

    for step, wanted in (("one", ["xlsx"]), ("two", ["ods", "xlsx"])):
        folder, book = tmp_path / step, tmp_path / "old.xlsx"
        for kind in wanted:
            profile = f"-env:UserInstallation=file://{tmp_path}/profile"
            convert = [
                "soffice",
                "--headless",
                profile,
                "--convert-to",
                kind,
                "--outdir",
                str(folder / kind),
                str(book),
            ]
            subprocess.run(convert, check=True, capture_output=True, timeout=180)
            book = folder / kind / f"old.{kind}"
        after = json.loads(first(tmp_path, book, "--dry-run", "--format", "json").out)
        assert [one for one in after["entries"] if one not in before["entries"]] == []
        assert after["files"] == before["files"]


# What is written, and what is not


def test_a_dry_run_writes_nothing_and_says_the_same(tmp_path: Path) -> None:
    """What is shown before is what is written after."""
    messy(tmp_path / "old.xlsx")
    before = texts(project(tmp_path))

    ran = first(tmp_path, tmp_path / "old.xlsx", "--dry-run")

    assert texts(tmp_path) == before
    assert ran.out == WHOLE.replace("wrote ", "would write ")


def test_the_report_can_be_read_by_a_machine(tmp_path: Path) -> None:
    """One entry a cell: what became of it, in which file and field."""
    plain(tmp_path / "old.xlsx", ("Verfahren", "Zweck"), ("Sales", "Sell bread"))
    project(tmp_path)

    found = json.loads(first(tmp_path, tmp_path / "old.xlsx", "--format", "json").out)

    assert {key: value for key, value in found.items() if key != "entries"} == {
        "format": "ropa-import/1",
        "workbook": "old.xlsx",
        "register": "corner",
        "written": True,
        "files": ["records/corner/activities/sales.yaml", "records/corner/register.yaml"],
        "problems": [],
    }
    assert [(one["kind"], one["cell"], one["field"], one["message"]) for one in found["entries"]][
        1:
    ] == [
        ("added", "A2", "", "new activity “Sales”, id sales"),
        ("added", "B2", "purposes", "“Sell bread” → sell-bread"),
    ]


def test_a_record_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    """A second run changes nothing; the report says what to type for a row to come in beside."""
    plain(
        tmp_path / "old.xlsx",
        ("Verfahren", "Zweck"),
        ("Sales", "Sell bread"),
        ("Returns", "Take bread back"),
    )
    before = texts(project(tmp_path))

    ran = first(tmp_path, tmp_path / "old.xlsx", register="shop")

    after = texts(tmp_path)
    assert ran == Ran(
        1,
        "new (2):\n"
        "  Sheet1!A3: records/shop/activities/returns.yaml: new activity “Returns”, id returns\n"
        "  Sheet1!B3: records/shop/activities/returns.yaml, purposes: “Take bread back” → take-bread-back\n"
        "conflicts, not taken over (1):\n"
        "  Sheet1!A2: records/shop/activities/sales.yaml: “Sales” would get the id sales, which is there already; "
        "write another into its row under a column for the id: sales-2\n"
        "not read (1):\n"
        "  Sheet1!A1: the sheet has no column for: Legal basis, People, Data, Recipients, Third country, Safeguards, "
        "Deletion, TOM, DPIA, Since\n"
        "wrote records/shop/activities/returns.yaml\n",
        "",
    )
    assert {name: text for name, text in after.items() if name in before} == before


def test_rows_go_into_a_register_that_ropa_init_began(tmp_path: Path) -> None:
    """An empty register is what one begins with; words and recipients are added to files that are there."""
    (tmp_path / "recipients.yaml").write_text("# ours\nexample-bank: {name: Example Bank}\n")
    plain(
        tmp_path / "old.xlsx",
        ("Processing activity", "Recipients", "Data"),
        ("Payments", "Example Bank; Example Audit Ltd", "loyalty stamps"),
    )
    ropa(project(tmp_path), "init", "corner", "--organization", "Corner Shop Ltd")
    (tmp_path / "recipients.yaml").rename(tmp_path / "records/corner/recipients.yaml")

    ran = first(tmp_path, tmp_path / "old.xlsx")

    assert (ran.status, ran.err) == (0, "")
    assert (tmp_path / "records/corner/recipients.yaml").read_text() == (
        "# ours\nexample-bank: {name: Example Bank}\nexample-audit-ltd: {name: Example Audit Ltd}\n"
    )
    assert (
        "loyalty-stamps: {label: loyalty stamps}\n"
        in (tmp_path / "records/corner/register.yaml").read_text()
    )
    assert (
        "recipients: {example-bank: stated, example-audit-ltd: stated}\n"
        in (tmp_path / "records/corner/activities/payments.yaml").read_text()
    )


def test_line_ends_and_comments_of_a_register_stay(tmp_path: Path) -> None:
    """New words are added to register.yaml; every other character is its author's."""
    plain(tmp_path / "old.xlsx", ("Verfahren", "Data"), ("Loyalty", "loyalty stamps"))
    ropa(project(tmp_path), "init", "corner", "--as-of", "2026-01-31")
    head = tmp_path / "records/corner/register.yaml"
    was = "\ufeff" + head.read_text().replace(
        "dpo: not-recorded", "dpo: not-recorded  # soon"
    ).replace("\n", "\r\n")
    head.write_bytes(was.encode())

    ran = first(tmp_path, tmp_path / "old.xlsx")

    now = head.read_bytes().decode()
    assert (ran.status, ran.err) == (0, "")
    added = "vocabulary:\r\n  personal_data:\r\n    loyalty-stamps: {label: loyalty stamps}\r\n"
    assert now.replace(added, "") == was
    assert added in now


def test_rows_of_one_activity_become_one_where_the_layout_says_so(tmp_path: Path) -> None:
    """One row a purpose: lists are joined, what two rows say differently of one thing is kept in the notes."""
    by_purpose = LAYOUT.replace("controller:\n", "controller:\n  one_row_per: purpose\n")
    plain(
        tmp_path / "old.xlsx",
        ("Verfahren", "Zweck", "Legal basis", "People", "Deletion"),
        ("Staff", "Pay wages", "contract", "employees", "6 years"),
        ("staff ", "Plan shifts", "legitimate interests", "employees; interns", "1 year"),
        ("", "Hold parties", "", "", ""),
    )

    ran = first(project(tmp_path, by_purpose), tmp_path / "old.xlsx")

    assert "“1 year” is in the notes: the record says something else here" in ran.out
    assert "the cell that names the activity is empty; the row goes with the one above" in ran.out
    assert (tmp_path / "records/corner/activities/staff.yaml").read_text() == lines("""
        # yaml-language-server: $schema=../../../schema/activity.json
        id: staff
        name: Staff
        role: {controller: stated}

        purposes:
          pay-wages:
            text: Pay wages
            lawful_basis: {contract: stated}
          plan-shifts:
            text: Plan shifts
            lawful_basis: {legitimate-interests: stated}
          hold-parties: {text: Hold parties}

        data_subjects: {employees: stated, interns: stated}

        retention: {period: P6Y}

        notes: "Sheet1 E3, Deletion: 1 year."
        """)


BY_FUNCTION = (
    "Business function",
    "Purpose",
    "Categories of individuals",
    "Retention schedule (if possible)",
)


def test_purposes_of_one_business_function_stay_apart_unless_the_layout_joins_them(
    tmp_path: Path,
) -> None:
    """Wages and applications are both the business of one department, and no one activity."""
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (
        BY_FUNCTION,
        ("Staff", "Pay wages", "employees", "6 years"),
        ("", "Find staff", "job applicants", "1 year"),
    ):
        page.append(row)
    page.merge_cells("A2:A3")
    book.save(tmp_path / "old.xlsx")
    root = project(tmp_path)

    first(root, tmp_path / "old.xlsx", template="ico", register="apart")

    folder = root / "records/apart/activities"
    assert [path.name for path in sorted(folder.iterdir())] == ["find-staff.yaml", "pay-wages.yaml"]
    assert (folder / "find-staff.yaml").read_text() == lines("""
        # yaml-language-server: $schema=../../../schema/activity.json
        id: find-staff
        name: Find staff
        role: {controller: stated}
        department: Staff

        purposes:
          find-staff: {text: Find staff}

        data_subjects: {applicants: stated}

        retention: {period: P1Y}
        """)
    text = (ROOT / "templates/layouts/ico.yaml").read_text(encoding="utf-8")
    joined = text.replace(
        "  one_row_per: purpose\n", "  one_row_per: purpose\n  same_activity: department\n"
    )
    (root / "templates/layouts/ours.yaml").write_text(joined, encoding="utf-8")
    first(root, tmp_path / "old.xlsx", register="joined")
    assert [path.name for path in (root / "records/joined/activities").iterdir()] == ["staff.yaml"]


# What cannot be read


def formulas(path: Path, value: object) -> None:
    """A workbook in which a formula stands, with the *value* that a program saw last."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Sheet1")
        for place, words in enumerate(("Verfahren", "Zweck")):
            page.write_string(0, place, words)
        page.write_string(1, 0, "Sales")
        page.write_formula(1, 1, '=CONCATENATE("Sell ","bread")', None, value)


def test_a_formula_is_taken_for_its_last_value_and_told(tmp_path: Path) -> None:
    """What stood on the screen of whoever kept the list is what they meant; nothing is calculated here."""
    formulas(tmp_path / "old.xlsx", "Sell bread")

    ran = first(project(tmp_path), tmp_path / "old.xlsx")

    assert "  Sheet1!B2: a formula; the value it last had was read: “Sell bread”\n" in ran.out
    assert "text: Sell bread" in (tmp_path / "records/corner/activities/sales.yaml").read_text()


def test_a_formula_without_a_value_keeps_everything_out(tmp_path: Path) -> None:
    """An empty cell would be a lie, a formula in a record another."""
    formulas(tmp_path / "old.xlsx", "")
    before = texts(project(tmp_path))

    ran = first(tmp_path, tmp_path / "old.xlsx")

    assert ran == Ran(
        1, "old.xlsx: Sheet1!B2: a formula stands here; paste its value in its place\n", ""
    )
    assert texts(tmp_path) == before


@pytest.mark.parametrize("name", [name for name in FILES if name != "truncated"])
def test_what_is_no_workbook_or_a_hostile_one_is_not_opened(name: str, tmp_path: Path) -> None:
    """Macros, links to other files, bombs and entities: the same words as for a workbook that comes back."""
    spoil, message = FILES[name]
    messy(tmp_path / "old.xlsx")
    spoil(tmp_path / "old.xlsx")
    before = texts(project(tmp_path))

    assert first(tmp_path, tmp_path / "old.xlsx") == Ran(1, f"old.xlsx: {message}\n", "")
    assert texts(tmp_path) == before


OF_THE_ICO = {
    "Business function": "Finance",
    "Purpose of processing": "Pay wages",
    "Name and contact details of joint controller (if applicable)": "",
    "Categories of individuals": "Employees",
    "Categories of personal data": "Name",
    "Retention schedule (if possible)": "6 years",
    "General description of technical and organisational security measures (if possible)": "Locks",
    "Article 6 lawful basis for processing personal data": "Legal obligation",
    "Is personal data retained and erased in accordance with the policy document?": "Yes",
}
"""Headings of the ICO's own workbook, with what a small organization writes below them."""


def test_the_own_workbook_of_the_ico_is_taken_in_as_it_is(tmp_path: Path) -> None:
    """Bands stand above its headings, and its headings are sentences."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.cell(8, 1, "Article 30 Record of Processing Activities")
    for column, (heading, words) in enumerate(OF_THE_ICO.items(), start=1):
        sheet.cell(9, column, heading)
        sheet.cell(10, column, words)
    book.save(tmp_path / "old.xlsx")

    ran = first(project(tmp_path), tmp_path / "old.xlsx", template="ico")

    assert ran.err == ""
    taken = (tmp_path / "records/corner/activities/pay-wages.yaml").read_text(encoding="utf-8")
    assert "department: Finance\n" in taken
    assert "retention: {period: P6Y}\n" in taken
    assert "lawful_basis: {legal-obligation: stated}" in taken


def test_other_headings_are_not_guessed(tmp_path: Path) -> None:
    """A sheet with one heading by chance is no register; what the layout knows is said."""
    plain(tmp_path / "old.xlsx", ("Zweck", "Color", "Size"), ("a", "b", "c"))

    ran = first(project(tmp_path), tmp_path / "old.xlsx")

    assert ran == Ran(
        1,
        "old.xlsx: no sheet has the headings of the layout; it knows Processing activity, Purpose, Legal basis, People, "
        "Data, Recipients, Third country, Safeguards …; others stand under 'also_called:'\n",
        "",
    )


def test_a_sheet_and_a_row_that_the_layout_names_are_taken(tmp_path: Path) -> None:
    """Where headings are many, the layout says which; a sheet that is not there is an error."""
    named = LAYOUT.replace("controller:\n", "controller:\n  sheet: Old\n  header_row: 2\n")
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Old"
    for row in (("Verfahren", "Zweck", "TOM"), ("Zweck", "Verfahren"), ("Sell bread", "Sales")):
        page.append(row)
    book.save(tmp_path / "old.xlsx")
    project(tmp_path, named)

    assert "new activity “Sales”" in first(tmp_path, tmp_path / "old.xlsx", "--dry-run").out
    page.title = "New"
    book.save(tmp_path / "old.xlsx")
    assert first(tmp_path, tmp_path / "old.xlsx").out == (
        "old.xlsx: Old: there is no such sheet, which 'controller' names; there are New\n"
    )


USAGE = {
    "no register": (
        ["--template", "ico"],
        "name the register that takes the rows: ropa import WORKBOOK REGISTER --template NAME",
    ),
    "default": (
        ["corner", "--template", "default"],
        "the default workbook comes back without --template",
    ),
    "no layout": (
        ["corner", "--template", "icoo"],
        "there is no layout 'icoo'; did you mean 'ico'?",
    ),
    "a statement": (
        ["corner", "--template", "ico", "--by", "officer"],
        "--by, --on and --notes are for corrections; a first import needs none of them",
    ),
    "no slug": (
        ["My Shop", "--template", "ico"],
        "'My Shop' cannot name a register; write lower-case words joined by hyphens",
    ),
}


@pytest.mark.parametrize(("arguments", "message"), USAGE.values(), ids=USAGE)
def test_what_was_asked_wrongly_is_said(arguments: list[str], message: str, tmp_path: Path) -> None:
    """One line, and exit status 2."""
    plain(tmp_path / "old.xlsx", ("Verfahren", "Zweck"), ("Sales", "Sell bread"))
    project_of(tmp_path, {})

    assert ropa(tmp_path, "import", str(tmp_path / "old.xlsx"), *arguments) == Ran(
        2, "", f"ropa: {message}\n"
    )


def test_a_layout_at_fault_is_told_before_the_workbook_is_read(tmp_path: Path) -> None:
    """With file, line and column."""
    plain(tmp_path / "old.xlsx", ("Verfahren", "Zweck"), ("Sales", "Sell bread"))

    ran = first(project(tmp_path, LAYOUT.replace("purposes", "purpses")), tmp_path / "old.xlsx")

    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith(
        "templates/layouts/ours.yaml:5:40: error: 'purpses' is not one of the layout fields; did you mean 'purposes'?"
    )


def test_text_that_looks_like_yaml_stays_text(tmp_path: Path) -> None:
    """A cell is data: no anchor, no formula, no key of the record, no path."""
    hostile = (
        "{role: x}",
        "&a *a",
        "none: x",
        "!!python/object",
        "../../etc/passwd",
        "=1+1",
        "yes: [no",
        "# no comment",
    )
    plain(
        tmp_path / "old.xlsx",
        ("Verfahren", "Zweck"),
        *((f"{one}", f"{one} ; {one}: {one}") for one in hostile[:5]),
    )
    book = load_workbook(tmp_path / "old.xlsx")
    page = book.active
    assert page is not None
    for number, one in enumerate(hostile[5:], start=7):
        for place in (1, 2):
            page.cell(number, place).value = one
            page.cell(number, place).data_type = "s"
    book.save(tmp_path / "old.xlsx")

    ran = first(project(tmp_path), tmp_path / "old.xlsx")

    assert "wrote" in ran.out, ran
    files = sorted((tmp_path / "records/corner").rglob("*"))
    assert {path.parent.name for path in files if path.is_file()} == {"corner", "activities"}
    loaded = load(find(tmp_path), ["corner"])
    assert (
        loaded.diagnostics,
        sorted(record.activity.name for record in loaded.registers[0].records),
    ) == (
        (),
        sorted(hostile),
    )


# Headings, cells and names


OURS = Layout.model_validate(
    {
        "title": "x",
        "controller": {"columns": {"a": {"heading": "Retention period", "field": "retention"}}},
    }
).controller

HEADING = st.text(alphabet=" \n\t.,:;-_/?!()*·", max_size=4)


@given(HEADING, HEADING, HEADING, st.booleans())
def test_a_heading_is_known_whatever_its_case_and_punctuation(
    a: str, b: str, c: str, upper: bool
) -> None:
    """Years of spaces, line breaks and colons do not make another heading of it."""
    words = f"{a}Retention{b}period{c}"
    assert OURS is not None

    found = head(Grid("x", {(3, 2): words.upper() if upper else words}), OURS)

    assert found is not None
    assert (found.row, dict(found.columns)) == (3, {2: "a"})


@given(st.text(max_size=12))
def test_no_other_heading_is_taken_for_it(words: str) -> None:
    """Folding leaves out no letter and no digit."""
    assert OURS is not None
    found = head(Grid("x", {(1, 1): words}), OURS)

    assert (found is not None) == (
        folded(words.split("\n", maxsplit=1)[0]) == "retentionperiod"
        or folded(words) == "retentionperiod"
    )


WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöü,()&' ", min_size=1, max_size=20).map(
    lambda w: " ".join(w.split())
)
PLAIN = WORD.filter(lambda w: w and marked(w).text == w and w.count("(") == w.count(")") == 0)


@given(
    st.lists(PLAIN, min_size=1, max_size=6),
    st.sampled_from(["\n", ";", " ; ", "\n• ", "\n- ", "\n\n", ";\n"]),
)
def test_a_cell_is_split_at_lines_and_semicolons_and_never_at_commas(
    words: list[str], between: str
) -> None:
    """Each item comes out as it went in, in its order."""
    assert [item.text for item in items(between.join(words))] == words


@given(st.lists(PLAIN, min_size=2, max_size=9))
def test_numbers_before_items_are_read(words: list[str]) -> None:
    """The numbers by which a rendered workbook ties one column to another."""
    found = items("\n".join(f"{number}. {word}" for number, word in enumerate(words, start=1)))

    assert [(item.number, item.text) for item in found] == list(enumerate(words, start=1))


STATES = {
    "none": (State.NONE, ""),
    "None.": (State.NONE, ""),
    "No": (State.NONE, ""),
    "none [general statement]": (State.NONE, ""),
    "not stated": (State.NOT_STATED, ""),
    "to be completed": (State.NOT_RECORDED, ""),
    "lost in source": (State.LOST, ""),
    "n/a": (State.NOT_APPLICABLE, ""),
    "n/a [No office in the EU]": (State.NOT_APPLICABLE, "No office in the EU"),
    "n/a [No office; general statement]": (State.NOT_APPLICABLE, "No office"),
    "–": (State.NOT_RECORDED, ""),
}


@pytest.mark.parametrize("words", STATES)
def test_a_word_for_a_state_is_read_as_it_is_printed(words: str) -> None:
    """And as people write it; a dash is a question, never a none."""
    [item] = items(words)

    assert (item.is_state, item.state, item.wording) == (True, *STATES[words])


COUNTRIES = {
    "Germany": "DE",
    "germany": "DE",
    "DE": "DE",
    "USA": "US",
    "usa": "US",
    "UK": "GB",
    "United States of America": "US",
    "Türkiye": "TR",
    "NO": "",
    "no": "",
    "it": "",
    "Atlantis": "",
    "Norway": "NO",
}


@pytest.mark.parametrize("words", COUNTRIES)
def test_a_country_is_known_by_its_names(words: str) -> None:
    """`NO` is Norway or a no; nobody knows, so nobody guesses."""
    assert country(words) == COUNTRIES[words]


def test_what_people_write_in_another_language_is_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A catalogue tells how a language says none, and no code has to know it."""
    catalogue("en")
    folder = tmp_path / "languages" / "qaa"
    folder.mkdir(parents=True)
    words = "first_state: {none: keine | nein}\nfirst_country: {NO: norge}\n"
    (folder / "importing.yaml").write_text(words, encoding="utf-8")
    monkeypatch.setattr(data_files, "FOLDER", tmp_path)
    english = (marked("None").state, country("NO"))
    with writing("qaa"):
        other = (marked("Keine.").state, country("NO"), country("Norge"))

    assert english == (State.NONE, "")
    assert other == (State.NONE, "NO", "NO")


def test_a_bullet_without_words_is_no_item() -> None:
    """A line that was begun and left empty names no transfer."""
    listed = whole_lines("sales → India\n• \n2. support; help → Norway")

    assert [(item.number, item.text) for item in listed] == [
        (0, "sales → India"),
        (2, "support; help → Norway"),
    ]


def test_countries_stand_together_or_not_at_all() -> None:
    """One unknown name keeps the words as they are: a list with a hole in it would be untrue."""
    assert places("United States, India and Japan") == (["US", "IN", "JP"], "")
    assert places("United States, Atlantis") == ([], "United States, Atlantis")


@given(st.text(max_size=80))
def test_a_key_is_a_key_or_nothing(words: str) -> None:
    """Whatever a cell says, what becomes the name of a file is a plain word."""
    made = slug(words)

    assert made == "" or (re.fullmatch(SLUG, made) and len(made) <= 40)


PIECES = st.sampled_from(
    [
        *(
            "none",
            "No",
            "n/a",
            "n/a [x]",
            "to be completed",
            "not stated",
            "[vague]",
            "[inferred: y]",
            "[source: “may”]",
        ),
        *(
            "1. ",
            "2) ",
            "• ",
            "- ",
            "; ",
            "\n",
            ": ",
            ", ",
            " → ",
            "[",
            "(",
            "Art. 6(1)(f)",
            "consent",
            "Art. 9(2)(a)",
        ),
        *(
            "employees",
            "name",
            "Germany",
            "USA",
            "SCC",
            "6 years",
            "from the end",
            "until",
            "(law)",
            "processor: ",
            "all: ",
        ),
        *(
            "Example Ltd",
            "x@y.example",
            "2020-01-01",
            "draft",
            "vague",
            "inferred",
            "stated",
            "lost",
            "from",
            "when",
            "only",
        ),
        *(
            "#",
            "{",
            "}",
            "&a",
            "*b",
            "!!x",
            "'",
            '"',
            "%",
            "@",
            "|",
            ">",
            "?",
            "é",
            "中文",
            "x" * 200,
            "Yes",
            "controller",
        ),
    ]
)
CELLS = st.dictionaries(
    st.sampled_from(sorted(set(layout_words()) - {"id", "name"})),
    st.lists(PIECES, max_size=5).map("".join),
    max_size=8,
)


@settings(deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=3))
def test_whatever_cells_say_the_record_can_be_read_and_each_cell_is_told(
    cells: list[dict[str, str]],
) -> None:
    """No text of a stranger makes a record that is no record, and none is dropped without a word."""
    fields = layout_words()
    sheet = LayoutSheet.model_validate(
        {
            "columns": {
                f.replace("_", "-").replace(".", "-of-"): {"heading": f, "field": f} for f in fields
            }
        }
    )
    made = DraftActivity(
        "sales",
        "records/shop/activities/sales.yaml",
        {"id": "sales", "name": "Sales", "role": {"controller": "stated"}},
    )
    ground = ImportContext(bakery())
    said = set()
    for number, row in enumerate(cells, start=1):
        found = {
            field.replace("_", "-").replace(".", "-of-"): Place(
                "Sheet1", f"{field}{number}", field, text
            )
            for field, text in row.items()
        }
        take(ground, made, ListRow("controller", sheet, number, found))
        said |= {cell.place for cell in found.values() if cell.words.strip()}
    if made.notes:
        made.value["notes"] = " ".join(made.notes)

    text = activity(made).decode()

    read, faults = parse(text, made.file)
    assert (faults, read.value) == ([], made.value)
    Activity.model_validate(read.value)
    assert {entry.cell for entry in made.entries} == said
