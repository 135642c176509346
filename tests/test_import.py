"""`ropa import`: what was changed in a workbook comes back into the records, and nothing else does."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from books import (
    ACTIVITY,
    HEAD,
    RECORD,
    WHO,
    add,
    book_at,
    cell_of,
    changed,
    column_of,
    come_back,
    diff,
    head_of,
    hunks,
    shop,
    write,
)
from books import texts as texts_of
from support import ROOT, ropa

REGISTERS = ("callminer-2014", "callminer-2023", "kaizenify", "kaizo-2021", "successkpi-2024")

STATEMENT = "records/shop/sources/statement-2026-02-01.yaml"
SOURCE = [
    "+# yaml-language-server: $schema=../../../schema/source.json",
    "+title: Corrections of 2026-02-01",
    "+kind: statement",
    "+by: data protection officer",
    "+about: Corrections that came back in a workbook",
    "+dates: {stated: {date: 2026-02-01}}",
]
"""What is written of who corrects, and when."""


def differences(root: Path, before: dict[str, str]) -> dict[str, list[str]]:
    """Lines that went and came, by record."""
    after = texts_of(root)
    found = {
        name: diff(before.get(name, ""), after.get(name, "")) for name in sorted({*before, *after})
    }
    return {name: lines for name, lines in found.items() if lines}


@pytest.mark.parametrize("name", REGISTERS)
def test_a_workbook_nobody_touched_changes_nothing(name: str, tmp_path: Path) -> None:
    """Not a byte of the five first registers; the import of nothing is no event."""
    for part in ("ropa.yaml", "records"):
        subprocess.run(["cp", "-r", str(ROOT / part), str(tmp_path)], check=True)
    before = texts_of(tmp_path)
    rendered = ropa(
        tmp_path,
        "-q",
        "render",
        name,
        "--format",
        "xlsx",
        "--as-of",
        "2026-01-31",
        "--output",
        str(tmp_path),
    )

    ran = ropa(tmp_path, "import", str(tmp_path / name / "register.xlsx"))

    assert rendered.status == 0
    assert ran == (0, "register.xlsx: nothing was changed in it\n", "")
    assert texts_of(tmp_path) == before


def test_a_corrected_cell_is_one_hunk(tmp_path: Path) -> None:
    """Comments, folded sentences, odd quoting and order stay as their author made them."""
    before = texts_of(shop(tmp_path))
    write(tmp_path, ("Purposes", "sales/selling", "Purpose", 'Sell bread, cakes: and "tea"'))

    ran = come_back(tmp_path)

    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (
        "changed (1):\n"
        f'  Purposes!D4: {ACTIVITY}, purposes › selling › text: “Sell bread” → “Sell bread, cakes: and "tea"”\n'
        f"wrote {ACTIVITY}\n"
        f"wrote {STATEMENT}\n"
    )
    assert differences(tmp_path, before) == {
        ACTIVITY: [
            '-    text: "Sell bread"',
            '+    text: "Sell bread, cakes: and \\"tea\\""',
            "+    from: statement-2026-02-01",
        ],
        STATEMENT: SOURCE,
    }
    assert hunks(before[ACTIVITY], texts_of(tmp_path)[ACTIVITY]) == 1


@pytest.mark.needs("git")
def test_git_sees_one_hunk(tmp_path: Path) -> None:
    """What a lawyer reviews in a pull request is the correction."""
    shop(tmp_path)
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@b.example"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "records"], check=True)
    subprocess.run([*git, "commit", "-qm", "before"], check=True)
    write(
        tmp_path,
        ("Controller Art. 30(1)", "sales", "Description", "People pay at the till by card."),
    )

    assert come_back(tmp_path).status == 0
    shown = subprocess.run(
        [*git, "diff", "-U0", ACTIVITY], check=True, capture_output=True, text=True
    ).stdout

    assert [
        line
        for line in shown.splitlines()
        if line[:2] in ("@@", "+ ", "- ") or line[:2] in ("+d", "-d")
    ] == [
        "@@ -6,3 +6 @@ role: {controller: stated}",
        "-description: >-",
        "-  People pay at the till,",
        "-  by card or in cash.",
        "+description: {text: People pay at the till by card., from: statement-2026-02-01}",
    ]


def test_words_in_place_of_an_open_description_are_taken(tmp_path: Path) -> None:
    """The sheet has no state beside a description: who writes one states it."""
    described = "description: >-\n  People pay at the till,\n  by card or in cash.\n"
    shop(tmp_path, RECORD.replace(described, "description: not-recorded\n"))
    write(tmp_path, ("Controller Art. 30(1)", "sales", "Description", "People pay."))

    assert come_back(tmp_path).status == 0
    assert (
        "\ndescription: {text: People pay., from: statement-2026-02-01}\n"
        in texts_of(tmp_path)[ACTIVITY]
    )


CORRECTIONS = {
    "a plain field keeps its quotes and its comment": (
        [("Controller Art. 30(1)", "sales", "Processing activity", "Sales: at the till")],
        [
            "-name: 'Sales, at the till'   # what staff call it",
            "+name: 'Sales: at the till'   # what staff call it",
        ],
    ),
    "status and dates of the activity": (
        [
            ("Controller Art. 30(1)", "sales", "Status", "ended"),
            ("Controller Art. 30(1)", "sales", "Active until", "2025-12-31"),
        ],
        ["+status: ended", "+active_until: 2025-12-31"],
    ),
    "a general statement becomes the activity's own": (
        [("Security", "sales/access-control", "Value", "Only staff have keys.")],
        [
            "+security:",
            "+  access-control: {text: Only staff have keys., from: statement-2026-02-01}",
            "+  replaces: [everywhere/access-control]",
        ],
    ),
    "a state with its reason": (
        [
            ("Security", "sales/encryption-at-rest", "State", "inferred"),
            ("Security", "sales/encryption-at-rest", "Reason or wording", "The vendor says so."),
        ],
        [
            "+security:",
            "+  encryption-at-rest: {inferred: The vendor says so., from: statement-2026-02-01}",
            "+  replaces: [everywhere/encryption-at-rest]",
        ],
    ),
    "lawful bases that stay, go and come": (
        [("Purposes", "sales/selling", "Lawful bases", "contract, Art. 6(1)(b)\nconsent")],
        [
            '-    lawful_basis: {contract: stated, legal-obligation: {law: "tax law", when: for receipts}}',
            "+    lawful_basis: {contract: stated, consent: statement-2026-02-01}",
        ],
    ),
    "a kind of recipient": (
        [("Recipients", "sales/payroll", "Recipient role", "third party")],
        ["-    kind: {processor: stated}", "+    kind: {third-party: statement-2026-02-01}"],
    ),
    "words of a list, in a mapping in one line": (
        [("Recipients", "sales/tax-authorities", "Data disclosed", "name\nemail address")],
        [
            "-  tax-authorities: {data: [name]}",
            "+  tax-authorities: {data: [name, email], from: statement-2026-02-01}",
        ],
    ),
    "California letters": (
        [("Personal data", "sales/email", "California category", "a; b")],
        [
            '-personal_data: {name: stated, "email": {text: for receipts, ccpa: [A]}}   # flow',
            '+personal_data: {name: stated, "email": {text: for receipts, ccpa: [A, B], from: statement-2026-02-01}}   # flow',
        ],
    ),
    "a period in words": (
        [("Retention", "sales", "Period", "1 year 6 months")],
        [
            "-retention: {period: P6Y, after: 'the sale'}",
            "+retention: {period: P1Y6M, from: statement-2026-02-01, after: 'the sale'}",
        ],
    ),
    "sale, sharing and contract of a disclosure": (
        [
            ("Recipients", "sales/payroll", "Sold", "None"),
            (
                "Recipients",
                "sales/payroll",
                "Shared for cross-context advertising",
                "vague: With partners\nhashed mails",
            ),
            ("Recipients", "sales/payroll", "Contract", "Contract of 2024"),
            ("Recipients", "sales/payroll", "Contract, date", "2024-05-01"),
            ("Recipients", "sales/payroll", "Contract, where it is kept", "the safe"),
        ],
        [
            "+    sale: {none: statement-2026-02-01}",
            "+    sharing: {vague: With partners, text: hashed mails, from: statement-2026-02-01}",
            "+    contract: {title: Contract of 2024, on: 2024-05-01, location: the safe, from: statement-2026-02-01}",
        ],
    ),
    "a sale in one word": (
        [("Recipients", "sales/tax-authorities", "Sold", "yes")],
        [
            "-  tax-authorities: {data: [name]}",
            "+  tax-authorities: {data: [name], sale: statement-2026-02-01}",
        ],
    ),
    "whose data, and why": (
        [
            ("Data subjects", "sales/customers", "State", "inferred"),
            ("Data subjects", "sales/customers", "Reason or wording", "Who else pays?"),
        ],
        [
            "-data_subjects: {customers: stated}",
            "+data_subjects: {customers: {inferred: Who else pays?, from: statement-2026-02-01}}",
        ],
    ),
    "where the data come from, and which": (
        [("Collected from", "sales/data-subject", "Data collected", "name")],
        [
            "-collected_from: {data-subject: stated}",
            "+collected_from: {data-subject: {data: [name], from: statement-2026-02-01}}",
        ],
    ),
    "a general answer about places": (
        [("Locations", "sales", "State", "not stated")],
        ["+locations: not-stated"],
    ),
    "a list as a whole": (
        [("Transfers", "sales", "State", "not stated")],
        ["-transfers: none", "+transfers: not-stated"],
    ),
}


@pytest.mark.parametrize(("cells", "wanted"), CORRECTIONS.values(), ids=CORRECTIONS)
def test_a_correction_lands_where_it_belongs(
    cells: list[tuple[str, str, str, object]], wanted: list[str], tmp_path: Path
) -> None:
    """Each kind of cell writes its field, in the form the record is written in."""
    before = texts_of(shop(tmp_path))
    write(tmp_path, *cells)

    ran = come_back(tmp_path)

    assert (ran.status, ran.err) == (0, ""), ran.out
    assert differences(tmp_path, before)[ACTIVITY] == wanted
    assert ropa(tmp_path, "check").status == 0


TRANSFER = RECORD.replace(
    "transfers: none",
    """\
transfers:
  backups:
    text: Backups
    destination: Outside the EEA   # as the vendor writes
    safeguards: {text: 'Encrypted', qualified: may, from: stated-by-vendor}""",
)
VENDOR = {
    "records/shop/sources/stated-by-vendor.yaml": "title: Vendor\nkind: statement\nby: vendor\nabout: backups\n"
}

DESTINATIONS = {
    "the words of a qualified claim": (
        ("Transfers", "sales/backups", "Safeguards", "Encrypted twice [source: “may”]"),
        [
            "-    safeguards: {text: 'Encrypted', qualified: may, from: stated-by-vendor}",
            "+    safeguards: {text: 'Encrypted twice', qualified: may, from: statement-2026-02-01}",
        ],
    ),
    "a state in place of words": (
        ("Transfers", "sales/backups", "Destination", "to be completed"),
        [
            "-    destination: Outside the EEA   # as the vendor writes",
            "+    destination: not-recorded   # as the vendor writes",
        ],
    ),
    "a state with its reason": (
        ("Transfers", "sales/backups", "Destination", "N/A: Nothing leaves the house."),
        [
            "-    destination: Outside the EEA   # as the vendor writes",
            "+    destination: {not-applicable: Nothing leaves the house., from: statement-2026-02-01}   # as the vendor writes",
        ],
    ),
}


@pytest.mark.parametrize(("cell", "wanted"), DESTINATIONS.values(), ids=DESTINATIONS)
def test_a_claim_inside_an_item_is_corrected_in_its_place(
    cell: tuple[str, str, str, object], wanted: list[str], tmp_path: Path
) -> None:
    """A destination or a safeguard has a state of its own, and a hedge the correction does not take away."""
    before = texts_of(shop(tmp_path, TRANSFER, **VENDOR))
    write(tmp_path, cell)

    ran = come_back(tmp_path)

    assert (ran.status, ran.err) == (0, ""), ran.out
    assert differences(tmp_path, before)[ACTIVITY] == wanted


def test_a_cell_that_points_to_a_general_statement_is_corrected_for_its_row(tmp_path: Path) -> None:
    """The words stand on another sheet; who writes over the pointer says what holds here."""
    words = "What we share with partners depends on what they need for it at the time"
    head = HEAD + f"    sharing: {{vague: {words}}}\n    lawful_basis: {{vague: {words}}}\n"
    before = texts_of(shop(tmp_path, **{"records/shop/register.yaml": head}))
    assert come_back(tmp_path) == (0, "register.xlsx: nothing was changed in it\n", "")
    write(tmp_path, ("Recipients", "sales/payroll", "Shared for cross-context advertising", "none"))

    ran = come_back(tmp_path)

    assert (ran.status, ran.err) == (0, ""), ran.out
    assert differences(tmp_path, before)[ACTIVITY] == ["+    sharing: {none: statement-2026-02-01}"]


def test_a_claim_that_changed_on_both_sides_is_left_alone(tmp_path: Path) -> None:
    """Somebody corrected the record while the workbook was away; both values are told, and a person decides."""
    shop(tmp_path, TRANSFER, **VENDOR)
    write(tmp_path, ("Transfers", "sales/backups", "Destination", "none"))
    record = tmp_path / ACTIVITY
    record.write_text(record.read_text().replace("Outside the EEA", "In the EEA"))
    before = texts_of(tmp_path)

    assert come_back(tmp_path) == (
        1,
        "conflicts, not taken over (1):\n"
        "  Transfers!K4: Destination: the workbook says “none”, the record meanwhile “In the EEA”\n",
        "",
    )
    assert texts_of(tmp_path) == before


def test_a_general_statement_that_changed_since_is_a_conflict(tmp_path: Path) -> None:
    """The cell only points to it, and looks the same; who corrected it had read other words."""
    words = "What we share with partners depends on what they need for it at the time"
    head = HEAD + f"    sharing: {{vague: {words}}}\n"
    shop(tmp_path, **{"records/shop/register.yaml": head})
    write(tmp_path, ("Recipients", "sales/payroll", "Shared for cross-context advertising", "none"))
    (tmp_path / "records/shop/register.yaml").write_text(head.replace("partners", "advertisers"))
    before = texts_of(tmp_path)

    assert come_back(tmp_path) == (
        1,
        "conflicts, not taken over (1):\n"
        "  Recipients!N4: Shared for cross-context advertising: "
        "the workbook says “none”; the general statement it stood for was changed meanwhile\n",
        "",
    )
    assert texts_of(tmp_path) == before


REFUSED_CLAIMS = {
    "Encrypted [source: “must”]": (
        "what stands in brackets is derived; leave “[source: “may”]” as it is, or take it away"
    ),
    "inferred": "“inferred” needs why you conclude it: write “inferred: …”",
    "vague:": "“vague:” needs the wording, in your own words",
    "general statement": "“general statement” cannot be chosen; it comes from the register as a whole",
    "not stated\nEncrypted": "“not stated” stands in place of words, not above them",
}


@pytest.mark.parametrize(("words", "why"), REFUSED_CLAIMS.items(), ids=REFUSED_CLAIMS)
def test_a_claim_that_says_two_things_is_refused(words: str, why: str, tmp_path: Path) -> None:
    """A cell for a whole claim holds more than words; what cannot be told apart is asked, not guessed."""
    before = texts_of(shop(tmp_path, TRANSFER, **VENDOR))
    write(tmp_path, ("Transfers", "sales/backups", "Safeguards", words))

    assert come_back(tmp_path) == (1, f"register.xlsx: Transfers!N4: {why}\n", "")
    assert texts_of(tmp_path) == before


def test_new_rows_of_places_and_systems(tmp_path: Path) -> None:
    """A country by its name or code, a word by its label or itself, a key of one's own where the record allows one."""
    before = texts_of(shop(tmp_path))
    add(tmp_path, "Locations", {"Key": "sales/Germany", "Value": "The till's server"})
    add(tmp_path, "Locations", {"Key": "sales/IE"})
    add(tmp_path, "Locations", {"Key": "sales/back-office"})
    add(
        tmp_path,
        "Systems",
        {"Key": "sales/till-software", "Value": "Counts", "Operated by": "payroll"},
    )
    add(tmp_path, "Data subjects", {"Key": "sales/Employees"})

    ran = come_back(tmp_path)

    assert (ran.status, ran.err) == (0, ""), ran.out
    assert differences(tmp_path, before)[ACTIVITY] == [
        "-data_subjects: {customers: stated}",
        "+data_subjects: {customers: stated, employees: statement-2026-02-01}",
        "+locations:",
        "+  replaces: [everywhere]",
        "+  DE: {text: The till's server, from: statement-2026-02-01}",
        "+  IE: statement-2026-02-01",
        "+  back-office: statement-2026-02-01",
        "+systems:",
        "+  till-software: {text: Counts, operated_by: payroll, from: statement-2026-02-01}",
    ]


@pytest.mark.parametrize(
    ("sheet", "key", "why"),
    [
        (
            "Data subjects",
            "sales/custmers",
            "'custmers' is not a word of this sheet; did you mean 'customers'?",
        ),
        ("Locations", "sales/XX", "'XX' is not a key; write lower-case words joined by hyphens"),
        (
            "Systems",
            "sales/Till Software",
            "'Till Software' is not a key; write lower-case words joined by hyphens",
        ),
    ],
)
def test_a_key_that_names_nothing_is_told(sheet: str, key: str, why: str, tmp_path: Path) -> None:
    """A misspelt word would be a category of its own from then on."""
    before = texts_of(shop(tmp_path))
    add(tmp_path, sheet, {"Key": key})

    ran = come_back(tmp_path)

    assert ran.status == 1
    assert why in ran.out
    assert texts_of(tmp_path) == before


def test_what_was_taken_over_is_not_taken_over_twice(tmp_path: Path) -> None:
    """Whoever imports the same workbook again finds nothing left to do."""
    shop(tmp_path)
    write(tmp_path, ("Purposes", "sales/selling", "Purpose", "Sell cakes"))
    assert come_back(tmp_path).status == 0

    assert come_back(tmp_path) == (0, "register.xlsx: nothing was changed in it\n", "")


def test_the_old_citation_is_kept_in_the_report(tmp_path: Path) -> None:
    """A correction rests on who made it; what it rested on before is not lost without a word."""
    policy = "title: Policy\nkind: document\npassages:\n  till: At the till … paid.\n"
    record = RECORD.replace("{period: P6Y, after: 'the sale'}", "{period: P6Y, from: till}")
    shop(tmp_path, record, **{"records/shop/sources/policy.yaml": policy})
    write(tmp_path, ("Retention", "sales", "Period", "7 years"))

    ran = come_back(tmp_path)

    assert ran.out.splitlines()[1] == (
        f"  Retention!E4: {ACTIVITY}, retention › period: “6 years” → “7 years”; it rested on till"
    )
    assert "retention: {period: P7Y, from: statement-2026-02-01}" in texts_of(tmp_path)[ACTIVITY]


def test_new_rows_become_new_records(tmp_path: Path) -> None:
    """A row nobody sent is an item, or an activity with every question still to be answered."""
    before = texts_of(shop(tmp_path))
    add(
        tmp_path,
        "Transfers",
        {"Key": "sales/support", "Transfer": "Tickets", "Countries": "United States"},
    )
    add(tmp_path, "Controller Art. 30(1)", {"Processing activity": "Gift cards"})

    ran = come_back(tmp_path)

    assert ran.out == (
        "new (2):\n"
        "  'Controller Art. 30(1)'!A6: records/shop/activities/gift-cards.yaml, name: new activity\n"
        f"  Transfers!B5: {ACTIVITY}, transfers › support › key: new item, in place of “none” for the whole list\n"
        f"wrote records/shop/activities/gift-cards.yaml\nwrote {ACTIVITY}\nwrote {STATEMENT}\n"
    )
    assert differences(tmp_path, before)[ACTIVITY] == [
        "-transfers: none",
        "+transfers:",
        "+  support: {text: Tickets, countries: [US], from: statement-2026-02-01}",
    ]
    assert ropa(tmp_path, "show", "gift-cards").status == 0


def test_what_is_not_taken_over_is_told(tmp_path: Path) -> None:
    """A deleted row deletes nothing; an emptied cell, a derived one and an id are questions, not answers."""
    before = texts_of(shop(tmp_path))

    def change(book: Workbook) -> None:
        cell_of(book, "Purposes", "sales/selling", "Purpose").value = None
        cell_of(book, "Purposes", "sales/selling", "Processing activity").value = "Shop"
        cell_of(book, "Controller Art. 30(1)", "sales", "Key").value = "till"
        page = book["Recipients"]
        page.delete_rows(cell_of(book, "Recipients", "sales/tax-authorities", "Key").row)
        cell_of(book, "Security", "sales/access-control", "Value").comment = Comment(
            "Which keys?", "DPO"
        )
        page = book["Legend"]
        page["B4"] = "Something else."

    changed(tmp_path, change)

    ran = come_back(tmp_path)

    assert (ran.status, ran.err) == (1, "")
    assert ran.out == (
        "questions, nothing changed (1):\n"
        "  Purposes!D4: purposes › selling › text: "
        "the cell was emptied: “Sell bread” stands until somebody says what holds instead\n"
        "derived cells, not taken over (2):\n"
        "  Purposes!A4: Processing activity: "
        "“Shop” was written; the cell is derived, and what it is derived from stands on another sheet\n"
        "  Legend!B4: “Something else.” was written; the cell is derived, "
        "and what it is derived from stands on another sheet\n"
        "rows that are gone, nothing deleted (1):\n"
        "  Recipients: sales/recipients/tax-authorities has no row any more; to delete it, delete it in the record\n"
        "ids changed by hand, proposed only (1):\n"
        f"  'Controller Art. 30(1)'!T5: Key: to rename 'sales', rename {ACTIVITY} to "
        "records/shop/activities/till.yaml, and write 'id: till' and 'previous_ids: [sales]' in it\n"
        "comments (1):\n"
        "  Security!F4: sales: Which keys?\n"
    )
    assert texts_of(tmp_path) == before


def test_comments_become_notes_on_request(tmp_path: Path) -> None:
    """What an officer writes in the margin reaches whoever keeps the record."""
    before = texts_of(shop(tmp_path))
    changed(
        tmp_path,
        lambda book: setattr(
            cell_of(book, "Security", "sales/access-control", "Value"),
            "comment",
            Comment("Which keys?", "DPO"),
        ),
    )

    ran = come_back(tmp_path, "--notes")

    assert ran.status == 0
    assert differences(tmp_path, before) == {
        ACTIVITY: ['+notes: "Comment in the workbook, Security F4: Which keys?"']
    }


def test_a_record_that_changed_since_is_not_overwritten(tmp_path: Path) -> None:
    """Three ways: what only the workbook changed is taken, what both changed is listed with both."""
    shop(tmp_path)
    write(
        tmp_path,
        ("Purposes", "sales/selling", "Purpose", "Sell cakes"),
        ("Retention", "sales", "Period", "7 years"),
    )
    record = tmp_path / ACTIVITY
    record.write_text(record.read_text().replace('"Sell bread"', '"Sell bread and butter"'))

    ran = come_back(tmp_path)

    assert (ran.status, ran.err) == (1, "")
    assert ran.out == (
        "changed (1):\n"
        f"  Retention!E4: {ACTIVITY}, retention › period: “6 years” → “7 years”\n"
        "conflicts, not taken over (1):\n"
        "  Purposes!D4: Purpose: the workbook says “Sell cakes”, the record meanwhile “Sell bread and butter”\n"
        f"wrote {ACTIVITY}\nwrote {STATEMENT}\n"
    )
    assert 'text: "Sell bread and butter"' in record.read_text()


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """Whoever wants to see first sees the same words, and needs to name nobody."""
    before = texts_of(shop(tmp_path))
    write(tmp_path, ("Purposes", "sales/selling", "Purpose", "Sell cakes"))

    ran = come_back(tmp_path, "--dry-run")

    assert ran.out.splitlines()[-2:] == [
        f"would write {ACTIVITY}",
        "would write records/shop/sources/statement.yaml",
    ]
    assert texts_of(tmp_path) == before


def test_a_correction_needs_somebody_who_says_so(tmp_path: Path) -> None:
    """A claim rests on a source; a correction rests on who corrects."""
    before = texts_of(shop(tmp_path))
    write(tmp_path, ("Purposes", "sales/selling", "Purpose", "Sell cakes"))

    ran = ropa(tmp_path, "import", str(book_at(tmp_path)))

    assert ran == (
        2,
        "",
        "ropa: name who corrects and when: --by 'data protection officer' --on 2026-01-31\n",
    )
    assert texts_of(tmp_path) == before


def test_the_report_for_machines(tmp_path: Path) -> None:
    """A pipeline reads what a person reads."""
    shop(tmp_path)
    write(tmp_path, ("Retention", "sales", "Period", "7 years"))

    found = json.loads(come_back(tmp_path, *WHO, "--format", "json").out)

    assert found == {
        "format": "ropa-import/1",
        "workbook": "register.xlsx",
        "register": "shop",
        "written": True,
        "files": [ACTIVITY, STATEMENT],
        "problems": [],
        "entries": [
            {
                "kind": "changed",
                "sheet": "Retention",
                "cell": "E4",
                "message": "",
                "file": ACTIVITY,
                "field": "retention › period",
                "was": "6 years",
                "now": "7 years",
                "cited": [],
            }
        ],
    }


def test_a_record_with_windows_line_ends_keeps_them(tmp_path: Path) -> None:
    """An editor on Windows wrote the file; a diff of every line would hide the one that changed."""
    shop(tmp_path)
    record = tmp_path / ACTIVITY
    record.write_bytes(record.read_bytes().replace(b"\n", b"\r\n"))
    assert (
        ropa(tmp_path, "-q", "render", "--format", "xlsx", "--output", str(tmp_path / "out")).status
        == 0
    )
    write(tmp_path, ("Purposes", "sales/selling", "Purpose", "Sell cakes"))

    assert come_back(tmp_path).status == 0

    assert (
        record.read_bytes()
        == RECORD.replace('"Sell bread"', '"Sell cakes"\n    from: statement-2026-02-01')
        .replace("\n", "\r\n")
        .encode()
    )


def test_sorted_rows_are_the_same_rows(tmp_path: Path) -> None:
    """A row carries what it is; where it stands says nothing."""
    before = texts_of(shop(tmp_path))

    def swap(book: Workbook) -> None:
        page = book["Recipients"]
        first = head_of(page) + 1
        for column in range(1, page.max_column + 1):
            one, other = page.cell(first, column), page.cell(first + 1, column)
            one.value, other.value = other.value, one.value
        page.cell(first, column_of(page, "What for, in words")).value = "Tax returns"

    changed(tmp_path, swap)

    assert come_back(tmp_path).status == 0
    assert differences(tmp_path, before)[ACTIVITY] == [
        "-  tax-authorities: {data: [name]}",
        "+  tax-authorities: {data: [name], purpose: Tax returns, from: statement-2026-02-01}",
    ]


# Lists of keys


BARE = """\
id: sales
name: Sales
role: [controller]
description: People pay.
purposes:
  selling:
    text: Sell bread
    lawful_basis: [contract]  # so far
personal_data: [name, email]  # flow
data_subjects:
  - customers  # who come in
  # and those who might
  - prospective-customers
collected_from: [data-subject]
recipients:
- tax-authorities
retention: {period: P6Y}
transfers: none
"""


def test_a_workbook_of_lists_of_keys_comes_home_unchanged(tmp_path: Path) -> None:
    """The form of a list is the author's, not the workbook's."""
    before = texts_of(shop(tmp_path, BARE))

    ran = ropa(tmp_path, "import", str(book_at(tmp_path)))

    assert ran == (0, "register.xlsx: nothing was changed in it\n", "")
    assert texts_of(tmp_path) == before


def test_an_item_joins_a_list_of_keys_as_its_key(tmp_path: Path) -> None:
    """A comma in a list on one line, a line of its own in one on several."""
    before = texts_of(shop(tmp_path, BARE))
    add(tmp_path, "Personal data", {"Key": "sales/salary"})
    add(tmp_path, "Data subjects", {"Key": "sales/employees"})
    add(tmp_path, "Recipients", {"Key": "sales/banks"})

    ran = come_back(tmp_path)

    assert (ran.status, ran.err) == (0, "")
    assert differences(tmp_path, before) == {
        ACTIVITY: [
            "-personal_data: [name, email]  # flow",
            "+personal_data: [name, email, salary]  # flow",
            "+  - employees",
            "+- banks",
        ]
    }


def test_a_detail_makes_one_list_of_keys_a_mapping(tmp_path: Path) -> None:
    """That list alone; its other items stay stated, and comments where they were."""
    before = texts_of(shop(tmp_path, BARE))
    write(tmp_path, ("Data subjects", "sales/customers", "Condition", "when they pay by card"))
    add(tmp_path, "Retention", {"Key": "sales/email", "Period": "P1Y"})
    add(tmp_path, "Recipients", {"Key": "sales/banks", "Condition": "when they pay by card"})

    ran = come_back(tmp_path)

    assert (ran.status, ran.err) == (0, "")
    assert differences(tmp_path, before) == {
        ACTIVITY: [
            "-personal_data: [name, email]  # flow",
            "+personal_data: {name: stated, email: {retention: {period: P1Y, from: statement-2026-02-01}}}  # flow",
            "-  - customers  # who come in",
            "+  customers: {when: when they pay by card, from: statement-2026-02-01}  # who come in",
            "-  - prospective-customers",
            "+  prospective-customers: stated",
            "-- tax-authorities",
            "+  tax-authorities: stated",
            "+  banks: {when: when they pay by card, from: statement-2026-02-01}",
        ],
        STATEMENT: SOURCE,
    }


def test_what_a_cell_no_longer_lists_leaves_a_list_of_keys(tmp_path: Path) -> None:
    """And what it lists in its place comes in, in the form that was there."""
    listed = BARE.replace("[contract]", "[contract, consent, legal-obligation]")
    before = texts_of(shop(tmp_path, listed))
    bases = "consent, Art. 6(1)(a)\nlegitimate interests, Art. 6(1)(f)"
    write(tmp_path, ("Purposes", "sales/selling", "Lawful bases", bases))

    ran = come_back(tmp_path)

    assert (ran.status, ran.err) == (0, "")
    assert differences(tmp_path, before) == {
        ACTIVITY: [
            "-    lawful_basis: [contract, consent, legal-obligation]  # so far",
            "+    lawful_basis: [consent, legitimate-interests]  # so far",
        ]
    }
