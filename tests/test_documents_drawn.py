"""What documents show: rows and columns, whole; numbers that mean the same in every column; percentages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from registers import (
    DRAWN,
    OWN,
    POLICY,
    activity,
    bakery,
    callminer,
    files,
    general,
    register_of,
    rows,
    states,
    table_of,
)
from ropa import documents
from ropa.documents.table import Document, Section, merged, only
from ropa.fields.values import Cell, Value, text, unqualified
from ropa.model.claim import State
from ropa.register import Register
from ropa.register.gaps import answers as answers_to
from ropa.register.select import narrowed
from ropa.vocabulary import questions

DAY = date(2026, 1, 31)

UNDER_HEADINGS = (
    "User access control:\n"
    "access control: Only staff who need the data have an account [general statement]\n"
    "Encryption of data:\n"
    "encryption at rest: Laptops and backups are encrypted [general statement]"
)

MEASURES = (
    "1. access control: Only staff who need the data have an account [general statement]\n"
    "2. encryption at rest: Laptops and backups are encrypted [general statement]"
)


def workbook(register: Register) -> Document:
    return documents.workbook(register, DAY)


def record(document: Document, table: str, row: int = 0) -> dict[str, str]:
    """A row of *table* by column, without its empty cells."""
    found = list(table_of(document, table).records())[row]
    return {name: str(cell) for name, cell in found.items() if cell.values}


def section(document: Document, *names: str) -> Section:
    """The section called by *names*, outermost first."""
    [found] = [part for part in document.sections if part.name == names[0]]
    for name in names[1:]:
        [found] = [part for part in found.sections if part.name == name]
    return found


def facts(found: Section) -> list[tuple[str, str, str]]:
    return [(label, article, str(cell)) for label, article, cell in found.facts]


def test_the_controllers_register_has_a_row_an_activity() -> None:
    """The register a data protection officer reads: all that Art. 30(1) asks, in its order."""
    assert [record(workbook(bakery()), "controller", row) for row in (0, 1)] == [
        {
            "name": "=Newsletter <b>of the shop</b>",
            "role": "controller",
            "joint_controllers": "none [general statement]",
            "purposes": "-10% offers & news by e-mail",
            "lawful_basis": "consent, Art. 6(1)(a) [at the till or on the web site]",
            "data_subjects": "customers",
            "personal_data": "email address",
            "collected_from": "data subject directly: for email address",
            "recipients": "email and message delivery providers",
            "transfers": (
                "Addresses are kept at the delivery service; email and message delivery providers → United States"
            ),
            "mechanism": "standard contractual clauses: Decision 2021/914, 2025-03-01",
            "retention": "until the customer unsubscribes",
            "security": MEASURES,
            "locations": "Ireland [general statement]",
            "automated_decisions": "none [general statement]",
            "key": "newsletter",
        },
        {
            "name": "Payroll",
            "description": "Wages are calculated and paid every month.",
            "role": "controller",
            "joint_controllers": "none [general statement]",
            "purposes": "Calculate and pay wages and social contributions",
            "lawful_basis": (
                "contract, Art. 6(1)(b): The employment contract; "
                "legal obligation, Art. 6(1)(c): Tax and social security law"
            ),
            "data_subjects": "employees",
            "personal_data": "1. name\n2. bank account number\n3. salary",
            "collected_from": "data subject directly",
            "recipients": "1. Example Payroll GmbH\n2. tax authorities",
            "transfers": "none",
            "mechanism": "n/a",
            "retention": (
                "2. bank account number: 1 year from the end of employment\n"
                "3. salary: 6 years from the end of the tax year (tax law)\n"
                "all others: 1 year from the end of employment"
            ),
            "security": MEASURES,
            "locations": "Ireland [general statement]",
            "automated_decisions": "none [general statement]",
            "key": "payroll",
        },
    ]


def test_an_empty_register_says_so() -> None:
    """A sheet without rows could be a bug; a sentence is an answer."""
    table = table_of(workbook(bakery()), "processor")

    assert (table.rows, table.empty) == (
        (),
        "No activity in which the organization is a processor is recorded.",
    )


def test_each_item_has_a_row_of_its_own() -> None:
    """What flat registers lose: which data go to whom, on which ground, for how long."""
    document = workbook(bakery())

    assert record(document, "purposes", 1) == {
        "activity": "Payroll",
        "purpose": "Calculate and pay wages and social contributions.",
        "lawful_basis": "contract, Art. 6(1)(b)\nlegal obligation, Art. 6(1)(c)",
        "lawful_basis_full": (
            "contract, Art. 6(1)(b): The employment contract\n"
            "legal obligation, Art. 6(1)(c): Tax and social security law"
        ),
        "art_9": "n/a [No special categories are processed; general statement]",
        "art_10": "n/a [No data on offences are processed; general statement]",
        "state": "stated",
        "key": "payroll/pay-wages",
    }
    assert record(document, "personal_data", 3) == {
        "activity": "Payroll",
        "role": "controller",
        "item": "salary",
        "retention": "6 years from the end of the tax year (tax law)",
        "ccpa": "B, I",
        "state": "stated",
        "key": "payroll/salary",
    }
    assert record(document, "recipients", 1) == {
        "activity": "Payroll",
        "role": "controller",
        "recipient": "Example Payroll GmbH",
        "category": "payroll and benefits providers",
        "kind": "processor",
        "data": "name\nbank account number\nsalary",
        "sale": "none [general statement]",
        "sharing": "none [general statement]",
        "contract": "Processing contract [Example Payroll GmbH]",
        "contract_on": "2024-05-01",
        "state": "stated",
        "key": "payroll/example-payroll",
    }
    assert record(document, "security", 2) == {
        "activity": "Payroll",
        "role": "controller",
        "measure": "access control",
        "value": "Only staff who need the data have an account.",
        "state": "general statement",
        "marks": "general statement",
        "key": "payroll/access-control",
    }


def test_an_adequacy_status_stands_beside_the_mechanism_never_in_its_place() -> None:
    """The note is the tool's; what a transfer relies on is what the record says."""
    row = record(workbook(bakery()), "transfers", 0)

    assert row["mechanism_full"] == "standard contractual clauses: Decision 2021/914, 2025-03-01"
    assert row["adequacy"].startswith(
        "United States, under the EU GDPR: (EU) 2023/1795 of 2023-07-10; scope: organisations on the"
    )


NESTED = {"lawful_basis": "purposes", "mechanism": "transfers", "retention": "personal_data"}


def numbered_lines(cell: str) -> dict[int, str]:
    return {
        int(found[1]): found[2]
        for line in cell.split("\n")
        if (found := re.match(r"(\d+)\. (.*)", line))
    }


@pytest.mark.parametrize("question", NESTED)
def test_the_same_number_names_the_same_item_in_every_column(question: str) -> None:
    """Line 3 of the retentions is that of line 3 of the data, or the reader is misled without a trace."""
    register = callminer()
    asked = questions().get(question)
    assert asked is not None
    for row in table_of(workbook(register), "controller").records():
        shown = numbered_lines(str(row[NESTED[question]]))
        entry = register.resolved_by_id[str(row["key"])]
        keys = list(dict.fromkeys(key for key, _ in answers_to(entry, asked) if key))
        items = [answer.key for answer in entry.items(NESTED[question])]
        for number in numbered_lines(str(row[question])):
            assert keys[number - 1] == items[number - 1]
            assert number in shown


def test_an_item_said_twice_does_not_shift_the_numbers(tmp_path: Path) -> None:
    """An activity's own item and a general statement about the same one are two lines, in both columns."""
    register = register_of(
        tmp_path,
        files(
            blocks=general("personal_data: {name: stated, email: {retention: {period: P2Y}}}"),
            activities="personal_data: {name: {retention: {period: P1Y}}}\nretention: {period: P9Y}",
        ),
    )
    row = record(workbook(register), "controller")

    assert (
        row["personal_data"]
        == "1. name\n2. name [general statement]\n3. email address [general statement]"
    )
    assert row["retention"] == (
        "1. name: 1 year\n3. email address: 2 years [general statement]\nall others: 9 years"
    )


MANY = """\
personal_data:
  name: stated
  email: {qualified: may}
  telephone: {qualified: may}
  ip-address: {inferred: It is the web.}
  salary: not-stated
"""


def test_many_items_of_one_general_statement_stand_by_name(tmp_path: Path) -> None:
    """Five or more are listed in one line for each way they are said, and in full where the statement is."""
    register = register_of(tmp_path, files(blocks=general(MANY)))

    [row] = table_of(workbook(register), "controller").records()

    assert str(row["personal_data"]).split("\n")[:2] == [
        "name [general statement]",
        "email address; telephone number [source: “may”; general statement]",
    ]
    assert states(row["personal_data"]) == ["general", "general", "inferred", "not-stated"]


def test_items_that_stand_by_name_keep_their_state_in_words(tmp_path: Path) -> None:
    """In black and white a concluded item and one the source is silent on are no stated items."""
    register = register_of(tmp_path, files(blocks=general(MANY)))

    [row] = table_of(workbook(register), "controller").records()

    [concluded, silent] = str(row["personal_data"]).split("\n")[2:]
    assert "inferred" in concluded
    assert "not stated" in silent


def test_alternatives_are_never_reduced_to_one(tmp_path: Path) -> None:
    """Two bases the source does not choose between are two on paper."""
    said = """\
        purposes:
          selling:
            text: Sell.
            lawful_basis: {contract: stated, consent: {when: abroad}}
          letters: {text: Write.}
        lawful_basis: {legitimate-interests: stated, vague: Or another.}
        """
    register = register_of(tmp_path, files(activities=said))

    assert record(workbook(register), "controller")["lawful_basis"] == (
        "1. contract, Art. 6(1)(b); consent, Art. 6(1)(a) [abroad]\n"
        "all others: legitimate interests, Art. 6(1)(f); Or another. [vague]"
    )


def test_an_unpaired_disclosure_says_so(tmp_path: Path) -> None:
    """An empty cell could mean all data, no data, or that nobody knows."""
    said = "recipients: {payroll: {inquiry: true, purposes: [pay]}}\npurposes: {pay: {text: Pay wages.}}"
    row = record(workbook(register_of(tmp_path, files(activities=said))), "recipients")

    assert (row["data"], row["for"], row["inquiry"]) == (
        "not stated for which data",
        "Pay wages.",
        "yes",
    )


def test_gaps_are_rows_with_their_article(tmp_path: Path) -> None:
    """The list an auditor asks for first: what stands open, under which article, and what the record says instead."""
    said = """\
        retention: {vague: As long as needed.}
        personal_data: {name: stated}
        locations: lost
        transfers: not-stated
        """
    table = table_of(workbook(register_of(tmp_path, files(activities=said))), "gaps")
    shown = rows(table, "element", "article", "condition", "state", "what")

    assert [
        row for row in shown if row[0] in ("Retention", "Locations", "Transfers", "Purposes")
    ] == [
        ["Purposes", "GDPR Art. 30(1)(b)", "always", "to be completed", "To be completed."],
        [
            "Retention",
            "GDPR Art. 30(1)(f)",
            "where possible",
            "vague",
            "As long as needed. [vague]",
        ],
        [
            "Locations",
            "",
            "beyond Art. 30",
            "lost in source",
            "The source announces it; it is missing there.",
        ],
        [
            "Transfers",
            "GDPR Art. 30(1)(e)",
            "where applicable",
            "not stated",
            "The sources do not say.",
        ],
    ]


def test_a_reconstruction_never_calls_a_gap_missing(tmp_path: Path) -> None:
    """Its author knows what a document says, not what the organization does."""
    register = register_of(
        tmp_path,
        files(
            DRAWN,
            activities="transfers: not-stated\nsecurity: {vague: Usual., from: till}",
            sources__policy=POLICY,
        ),
    )
    table = table_of(workbook(register), "gaps")
    words = {row[1]: row[6] for row in rows(table)}

    assert words["Transfers"] == "The source does not say."
    assert words["Security measures"] == "Usual. [vague]"
    assert table.lead[0] == (
        "Each row is a question the source does not answer. A gap says nothing about what the organization does."
    )


def test_each_activity_is_counted_once_under_the_firmest_of_its_answers(tmp_path: Path) -> None:
    """One vague answer makes nobody's measures nought, and that it stays vague in part is counted too."""
    three = {
        "a": activity("a", "security: none"),
        "b": activity("b", "security: {access-control: {inferred: So.}}"),
        "c": activity("c"),
        "d": activity("d", "security: {firewall: stated, vague: And more.}"),
    }
    table = table_of(workbook(register_of(tmp_path, files(activities=three))), "completeness")

    assert rows(table)[-1] == [
        "GDPR Art. 30(1)(g)",
        "Security measures",
        *("4", "2", "0", "1", "0", "0", "1", "1"),
    ]


def test_the_cover_names_everybody() -> None:
    """Art. 30(1)(a): the organization, its representative, its data protection officer, with how to reach them."""
    assert [(label, str(cell)) for label, cell in workbook(bakery()).cover][:-1] == [
        (
            "Organization",
            "Example Bakery Ltd\n1 Flour Lane, Dublin, Ireland\nE-mail: privacy@bakery.example",
        ),
        (
            "Representative in the European Union (GDPR Art. 30(1)(a))",
            "n/a [The bakery is established in Ireland]",
        ),
        (
            "Data protection officer (GDPR Art. 30(1)(a))",
            "data protection officer\nE-mail: dpo@bakery.example",
        ),
        ("Applicable law", "General Data Protection Regulation"),
        ("Register", "Record of processing activities of Example Bakery Ltd"),
        ("Activities", "2 recorded: 2 as controller, 0 as processor"),
        ("Sources", "No document; the register is the organization’s own statement."),
        ("Kept by", "The organization itself"),
        ("Confirmed by", "data protection officer, 2026-01-31"),
        ("As of", "2026-01-31"),
    ]


def test_nobody_is_named_by_silence(tmp_path: Path) -> None:
    """A register that says nothing of a representative or officer prints that, in the words of its keeper."""
    own = workbook(register_of(tmp_path / "own", files(OWN)))
    drawn = workbook(
        register_of(
            tmp_path / "drawn",
            files(DRAWN, "not_addressed: [dpo, representatives]\n", sources__policy=POLICY),
        )
    )

    def named(document: Document) -> dict[str, str]:
        return {label.split(" (")[0]: str(cell) for label, cell in document.cover}

    assert (named(own)["Representatives"], named(own)["Data protection officer"]) == (
        "to be completed",
        "to be completed",
    )
    assert (named(drawn)["Representatives"], named(drawn)["Data protection officer"]) == (
        "not stated",
        "not stated",
    )


def test_a_cover_says_what_the_register_settles(tmp_path: Path) -> None:
    """Version, author, approval and confidentiality stand on the cover where somebody wrote them."""
    settings = "document: {version: '2', prepared_by: privacy team, approved_by: board, confidentiality: internal}\n"
    document = workbook(register_of(tmp_path, files(OWN, settings)))
    labels = [(label, str(cell)) for label, cell in document.cover]

    assert labels[-6:-2] == [
        ("Version", "2"),
        ("Prepared by", "privacy team"),
        ("Approved by", "board"),
        ("Confidentiality", "internal"),
    ]


FACTS = [
    ("2017-06-30", "the General Data Protection Regulation, applicable from 2018-05-25", 3),
    ("2019-04-09", "the California Consumer Privacy Act, applicable from 2020-01-01", 2),
    ("2021-08-09", "the CPRA amendments to the CCPA, applicable from 2023-01-01", 1),
    ("2023-07-18", "", 0),
]


@pytest.mark.parametrize(("day", "first", "count"), FACTS)
def test_facts_older_than_a_law_say_so(tmp_path: Path, day: str, first: str, count: int) -> None:
    """A policy of 2019 breaks no law of 2020."""
    head = OWN.replace("as_of: 2026-01-31", f"as_of: {day}")
    status = workbook(register_of(tmp_path, files(head))).status

    if count:
        assert status[0].startswith(f"The facts are of {day}. They predate {first}")
        assert len(status[0].split(";")) == count
    else:
        assert status == ()


def test_who_speaks_names_the_documents_with_their_dates(tmp_path: Path) -> None:
    """One line, on every page: from what it was drawn, and that the organization had no part in it."""
    ambiguous = POLICY.replace(
        "dates: {effective: {date: 2025-12-01, as_written: 1 December 2025}}",
        'dates: {effective: {date: 2025-09-08, as_written: "09.08.2025", note: d.m.}, captured: {as_written: May}}',
    )
    undated = POLICY.replace("title: Privacy Policy", "title: Notice").replace(
        "dates: {effective: {date: 2025-12-01, as_written: 1 December 2025}}\n", ""
    )
    register = register_of(
        tmp_path, files(DRAWN, sources__policy=ambiguous, sources__notice=undated)
    )

    assert workbook(register).status == (
        "Reconstructed from Notice (undated); Privacy Policy (effective 2025-09-08 (“09.08.2025”), captured “May”). "
        "Not made, reviewed or approved by Corner Shop Ltd; not its record under GDPR Art. 30. “not stated” means "
        "these documents do not say it, not that it is not done.",
    )


def test_a_statement_is_declared_by_somebody(tmp_path: Path) -> None:
    """What rests on a person's word names the person's function and the day."""
    statement = """\
        title: What the shop told us
        kind: statement
        by: data protection officer
        about: retention
        dates: {stated: {date: 2026-01-15}}
        """
    register = register_of(
        tmp_path, files(sources__word=statement, activities="retention: {period: P1Y, from: word}")
    )

    row = record(workbook(register), "sources")

    assert (row["source"], row["kind_of_source"]) == ("What the shop told us", "statement")
    assert row["dates"].startswith("declared by data protection officer, stated 2026-01-15")


def test_the_appendix_begins_with_the_list_of_activities() -> None:
    """An auditor first asks what there is; then how complete, who, and each activity in turn."""
    document = documents.appendix(bakery(), DAY)

    assert [part.name for part in document.sections][:8] == [
        "index",
        "control",
        "summary",
        "completeness",
        "organization",
        "controller",
        "processor",
        "general",
    ]
    assert rows(section(document, "index").tables[0]) == [
        ["=Newsletter <b>of the shop</b>", "controller", "-10% offers & news by e-mail", ""],
        ["Payroll", "controller", "Wages are calculated and paid every month", ""],
    ]


def test_an_activity_is_a_section_question_by_question() -> None:
    """Each answer stands beside the article that asks for it, in the law's order."""
    assert facts(section(documents.appendix(bakery(), DAY), "controller", "payroll")) == [
        ("Description", "", "Wages are calculated and paid every month"),
        ("Role", "GDPR Art. 4(7), 4(8)", "controller"),
        ("Joint controllers", "GDPR Art. 30(1)(a)", "none [general statement]"),
        ("Purposes", "GDPR Art. 30(1)(b)", "Calculate and pay wages and social contributions"),
        (
            "Lawful bases",
            "GDPR Art. 6(1)",
            "contract, Art. 6(1)(b): The employment contract; "
            "legal obligation, Art. 6(1)(c): Tax and social security law",
        ),
        (
            "Condition for special categories",
            "GDPR Art. 9(2)",
            "n/a [No special categories are processed; general statement]",
        ),
        (
            "Ground for data on offences",
            "GDPR Art. 10",
            "n/a [No data on offences are processed; general statement]",
        ),
        ("Data subjects", "GDPR Art. 30(1)(c)", "employees"),
        ("Personal data", "GDPR Art. 30(1)(c)", "1. name\n2. bank account number\n3. salary"),
        (
            "Retention",
            "GDPR Art. 30(1)(f)",
            "2. bank account number: 1 year from the end of employment\n"
            "3. salary: 6 years from the end of the tax year (tax law)\n"
            "all others: 1 year from the end of employment",
        ),
        ("Collected from", "GDPR Art. 14(2)(f)", "data subject directly"),
        (
            "Recipients",
            "GDPR Art. 30(1)(d)",
            "1. Example Payroll GmbH — processor — contract: Processing contract, Example Payroll GmbH, 2024-05-01 — data: name, bank account number, salary\n"
            "2. tax authorities — data: name, salary",
        ),
        ("Sold", "Cal. Civ. Code 1798.140", "all: none [general statement]"),
        (
            "Shared for cross-context advertising",
            "Cal. Civ. Code 1798.140",
            "all: none [general statement]",
        ),
        ("Locations", "", "Ireland [general statement]"),
        ("Transfers", "GDPR Art. 30(1)(e)", "none"),
        ("Security measures", "GDPR Art. 30(1)(g)", UNDER_HEADINGS),
        ("Automated decisions", "GDPR Art. 22", "none [general statement]"),
        ("Profiling", "GDPR Art. 4(4)", "none [general statement]"),
        ("Children", "GDPR Art. 8", "The shop sells to adults [general statement]"),
        ("Owner", "", "head of staff"),
    ]


def test_a_processors_activity_stands_under_article_30_2(tmp_path: Path) -> None:
    """Two registers, two lists of questions; an activity that is both stands in the first and in both workbooks."""
    said = "controllers: {bakers: stated}\nprocessing: {hosting: {text: Hosts the shop.}}\ntransfers: none\n"
    activities = {
        "hosting": activity("hosting", said, "{processor: stated}"),
        "both": activity("both", said, "{controller: stated, processor: stated}"),
    }
    register = register_of(
        tmp_path,
        files(
            activities=activities, controllers="bakers: {name: Bakers United, email: b@b.example}\n"
        ),
    )
    document, book = documents.appendix(register, DAY), workbook(register)

    assert [part.name for part in section(document, "controller").sections] == ["both"]
    assert [part.name for part in section(document, "processor").sections] == ["hosting"]
    assert rows(table_of(book, "controller"), "key") == [["both"]]
    assert rows(table_of(book, "processor"), "key", "processing") == [
        ["both", "hosting: Hosts the shop"],
        ["hosting", "hosting: Hosts the shop"],
    ]
    assert facts(section(document, "processor", "hosting"))[1:4] == [
        ("Controllers acted for", "GDPR Art. 30(2)(a)", "Bakers United; b@b.example"),
        ("Categories of processing", "GDPR Art. 30(2)(b)", "hosting: Hosts the shop"),
        ("Locations", "", "to be completed"),
    ]


def test_owner_and_assessments_are_not_for_the_public(tmp_path: Path) -> None:
    """Internal fields stay out of the documents that leave the house."""
    said = "owner: Jo Example\nvolume: 4000\nnotes: ask Jo\ntags: [secret-tag]\n"
    register = register_of(tmp_path, files(activities=said))
    public = narrowed(register, (), True)
    words = ("Jo Example", "4000", "ask Jo", "secret-tag")

    inside = repr(documents.appendix(register, DAY))
    outside = repr(
        (workbook(public), documents.appendix(public, DAY), documents.ccpa_tables(public, DAY))
    )

    assert [word for word in words if word not in inside] == []
    assert [word for word in words if word in outside] == []


def test_dates_of_an_activity_are_printed(tmp_path: Path) -> None:
    """An ended activity is not an active one."""
    said = "status: ended\nactive_from: 2020-01-01\nactive_until: 2025-06-30\n"
    register = register_of(tmp_path, files(activities=said))

    row = record(workbook(register), "controller")

    assert (row["status"], row["active_from"], row["active_until"]) == (
        "ended",
        "2020-01-01",
        "2025-06-30",
    )
    assert facts(section(documents.appendix(register, DAY), "controller", "sales"))[-1] == (
        "Status",
        "",
        "ended, from 2020-01-01, until 2025-06-30",
    )


def test_a_general_statement_is_printed_in_full_once(tmp_path: Path) -> None:
    """Sections of activities name it; here a reader finds every word, and whom it reaches."""
    block = general(
        "security: {access-control: {text: Staff only.}}\n",
        "{role: controller, people: Staff}",
        "staff-only",
    )
    register = register_of(tmp_path, files(blocks=block))

    found = section(documents.appendix(register, DAY), "general", "general-staff-only")

    assert (found.title, found.article) == ("Staff only", "Applies to: controller; Staff")
    assert facts(found) == [("Security measures", "", "access control: Staff only")]


def test_rights_opt_outs_and_children_have_their_tables(tmp_path: Path) -> None:
    """What a register says of individuals' rights is for whom and how, each in its column."""
    more = """\
        rights:
          access: {text: A copy., people: Everybody, method: By e-mail}
          erasure: not-stated
        opt_outs:
          promotional-email: {text: By a link.}
        minors: {text: Nobody under 16.}
        """
    found = section(
        documents.appendix(register_of(tmp_path, files(OWN, more)), DAY), "organization"
    )

    assert [rows(table) for table in found.tables] == [
        [
            ["right of access: A copy", "Everybody", "By e-mail"],
            ["right to erasure: not stated", "", ""],
        ],
        [["promotional email", "By a link"]],
    ]
    assert facts(found)[-1] == ("Children", "GDPR Art. 8", "Nobody under 16")


def test_rows_that_differ_in_the_activity_alone_are_one_row() -> None:
    """An annex across activities says once what is the same for several."""
    table = only(table_of(workbook(bakery()), "security"), ("activity", "measure"))

    assert rows(merged(table, "activity", "; ".join)) == [
        ["=Newsletter <b>of the shop</b>; Payroll", "access control"],
        ["=Newsletter <b>of the shop</b>; Payroll", "encryption at rest"],
    ]


NOT_ON_PAPER = [
    (
        "joint_controllers: {bakers: {name: Bakers United, contact: b@b.example}}",
        ["Bakers United", "b@b.example"],
    ),
    (
        "automated_decisions: {text: Credit., logic: A score., significance: No credit.}",
        ["A score", "No credit"],
    ),
    (
        "personal_data: {name: {required: {text: Without it no contract.}}}",
        ["Without it no contract"],
    ),
    ("systems: {till: {operated_by: payroll}}", ["payroll and benefits providers"]),
]


@pytest.mark.parametrize(
    ("written", "words"), NOT_ON_PAPER, ids=[written for written, _ in NOT_ON_PAPER]
)
def test_nothing_an_activity_says_is_lost_on_paper(
    tmp_path: Path, written: str, words: list[str]
) -> None:
    """Art. 30(1)(a) asks for name and contact details of each joint controller; a key is neither."""
    shown = repr(documents.appendix(register_of(tmp_path, files(activities=written)), DAY))

    assert [word for word in words if word not in shown] == []


def test_a_cell_shows_the_state_a_reader_must_notice() -> None:
    """One open value among many must not hide behind the rest."""
    cell = Cell(
        (
            unqualified("a"),
            Value("b", State.INFERRED, ()),
            Value("c", State.VAGUE, ()),
            Value("d", State.NOT_STATED, ()),
        )
    )

    assert [Cell(cell.values[:n]).state for n in range(5)] == [
        State.STATED,
        State.STATED,
        State.INFERRED,
        State.VAGUE,
        State.NOT_STATED,
    ]
    assert text("").values == ()


def test_a_cell_taller_than_a_row_can_grow_runs_on(tmp_path: Path) -> None:
    """A spreadsheet hides what does not fit into a row; a long line can still be read."""
    many = "".join(f"  p{n}: {{text: Purpose {n}.}}\n" for n in range(31))
    register = register_of(tmp_path, files(activities=f"purposes:\n{many}"))

    cell = record(workbook(register), "controller")["purposes"]

    assert cell.startswith("1. Purpose 0; 2. Purpose 1; ") and "\n" not in cell
