"""The declared documents: every element answered or said to be open, two lists, a notice, and what counts in 12 months."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from californians import californian
from registers import DRAWN, OWN, POLICY, files, register_of, rows, table_of
from ropa import california, documents, vocabulary
from ropa.documents.ccpa.elements import ELEMENT_KINDS
from ropa.evidence import gather
from ropa.loader import load
from ropa.model.activity import Activity, Disclosure
from ropa.project import find
from ropa.register import Register
from support import ROOT, problems, project_of

DAY = date(2026, 1, 31)

ANSWERS = {
    "ccpa.reg.7011.e.1.A": (
        "yes: (A), (F), Whatever else you send\nno: (C)\nnot listed: (B), (D), (E), (G), (H), (I), (J), (K)\n"
        "sensitive, no: personal information collected and analysed concerning health\n"
        "sensitive, yes: account log-in, financial account or card number with the code or credential that gives access"
    ),
    "ccpa.reg.7011.e.1.B": (
        "data subject directly\n"
        "(F) Internet or other electronic network activity information: device or browser, collected automatically"
    ),
    "ccpa.reg.7011.e.1.C": (
        "Taking orders\n(F) Internet or other electronic network activity information: Measuring visits"
    ),
    "ccpa.reg.7011.e.1.D": (
        "Sold: none, for this period: the preceding 12 months\n"
        "Shared for cross-context behavioural advertising: none, for this period: the preceding 12 months"
    ),
    "ccpa.reg.7011.e.1.E": "none",
    "ccpa.reg.7011.e.1.F": "none",
    "ccpa.reg.7011.e.1.G": "none",
    "ccpa.reg.7011.e.1.H": (
        "(A) Identifiers\ndeclared for the whole table, without saying which category goes to whom"
    ),
    "ccpa.reg.7011.e.1.I": (
        "service providers\nsocial networks: On their pages\n(A) Identifiers: contractors"
    ),
    "ccpa.reg.7011.e.1.J": "Support by others",
    "ccpa.reg.7011.e.1.K": "none",
    "ccpa.reg.7011.e.2.A": "right to know: What was collected",
    "ccpa.reg.7011.e.2.B": "right to delete: What was collected",
    "ccpa.reg.7011.e.2.C": "right to correct: What is wrong",
    "ccpa.reg.7011.e.2.D": "right to opt out of sale and sharing: At any time",
    "ccpa.reg.7011.e.2.E": "right to limit the use of sensitive personal information: At any time",
    "ccpa.reg.7011.e.2.F": "right to no discrimination or retaliation: Nobody is treated worse",
    "ccpa.reg.7011.e.3.A": "By form or letter",
    "ccpa.reg.7011.e.3.B": "Fill in the form",
    "ccpa.reg.7011.e.3.C": "Your choices, https://shop.example/choices",
    "ccpa.reg.7011.e.3.D": "Limit, https://shop.example/limit",
    "ccpa.reg.7011.e.3.E": "A code is sent",
    "ccpa.reg.7011.e.3.F": "Are obeyed",
    "ccpa.reg.7011.e.3.G": "No message is shown",
    "ccpa.reg.7011.e.3.H": "Show a mandate",
    "ccpa.reg.7011.e.3.I": "Parents opt in",
    "ccpa.reg.7011.e.3.J": "privacy@shop.example",
    "ccpa.reg.7011.e.4": "2025-12-01",
    "ccpa.reg.7011.e.5": "Metrics, https://shop.example/metrics",
    "ccpa.reg.7012.e.2": (
        "Taking orders\n(F) Internet or other electronic network activity information: Measuring visits"
    ),
    "ccpa.reg.7012.e.3": (
        "Sold: none, for this period: the preceding 12 months\n"
        "Shared for cross-context behavioural advertising: none, for this period: the preceding 12 months"
    ),
    "ccpa.reg.7012.e.4": "As long as the account lasts\n(A) Identifiers: Three years",
    "ccpa.reg.7012.e.5": "Your choices, https://shop.example/choices",
    "ccpa.reg.7012.e.6": "Privacy policy, https://shop.example/privacy",
}
ANSWERS["ccpa.reg.7012.e.1"] = ANSWERS["ccpa.reg.7011.e.1.A"]

SILENT_SALE = "Sold: {0}\nShared for cross-context behavioural advertising: {0}"


def answers(register: Register) -> dict[str, str]:
    """The printed answer to each element, by the element's name."""
    table = table_of(documents.ccpa_disclosure(register, DAY), "ccpa_elements")
    return dict(
        zip(
            vocabulary.names("ccpa_policy"),
            (shown for [shown] in rows(table, "declared")),
            strict=True,
        )
    )


def test_every_element_of_the_law_is_asked() -> None:
    """An element without a place in the document would be dropped without a word."""
    elements = vocabulary.words("ccpa_policy").values()

    assert {element.text("drawn") for element in elements} == set(ELEMENT_KINDS)
    assert sorted(vocabulary.names("ccpa_policy")) == sorted(ANSWERS)


@pytest.mark.parametrize("element", vocabulary.names("ccpa_policy"))
def test_an_element_is_printed_where_the_records_give_it(
    element: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Counsel looks for each of them."""
    register = register_of(tmp_path_factory.mktemp("full"), californian())

    assert answers(register)[element] == ANSWERS[element]


@pytest.mark.parametrize("element", vocabulary.names("ccpa_policy"))
def test_an_element_nobody_declares_says_so(
    element: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """In an own register it is to be completed; in a reconstruction the source does not say it."""
    own = answers(register_of(tmp_path_factory.mktemp("own"), files(OWN)))[element]
    drawn = answers(
        register_of(tmp_path_factory.mktemp("drawn"), files(DRAWN, sources__policy=POLICY))
    )[element]

    silent = SILENT_SALE if element in ("ccpa.reg.7011.e.1.D", "ccpa.reg.7012.e.3") else "{0}"
    dated = "not declared; the dates of “Privacy Policy”: effective 2025-12-01"
    assert own == silent.format("to be completed")
    assert drawn == (dated if element == "ccpa.reg.7011.e.4" else silent.format("not stated"))


def test_the_declared_table_stands_as_it_is_printed(tmp_path: Path) -> None:
    """Own labels, misspellings marked, rows without a letter kept, and what is said once said once."""
    table = table_of(
        documents.ccpa_disclosure(register_of(tmp_path, californian()), DAY), "ccpa_declared"
    )

    assert rows(
        table,
        "declared_label",
        "collected",
        "declared_examples",
        "declared_period",
        "ccpa_retention",
    ) == [
        [
            "Identifers [misspelt in the source]",
            "yes",
            "Names and numbers",
            "The preceding 12 months",
            "Three years",
        ],
        ["Protected classes", "no", "Age", "The preceding 12 months", ""],
        ["Use of the site", "yes", "", "The preceding 12 months", "as for the whole table"],
        ["Work", "not listed", "", "The preceding 12 months", ""],
        ["Whatever else you send", "yes", "", "The preceding 12 months", "as for the whole table"],
        ["for the whole table", "", "", "", "As long as the account lasts"],
    ]


CITING = """\
declared:
  period: {from: twelve}
  categories:
    A: {label: Identifiers, collected: yes, examples: {from: cell-a}, from: cell-a}
    D:
      label: Purchases
      collected: yes
      when: where the law asks
      examples: What was bought
      purposes: {orders: {from: use-orders}}
      from: [twelve, cell-d]
    F: {label: Visits, collected: no, from: cell-d}
  sensitive:
    health: {label: Health, collected: yes, when: if you tell us, from: cell-d}
  sources: {our-own-till: use-orders, data-subject: use-orders}
  purposes: {orders: [use-orders, kept], fraud: {from: keeper, qualified: may}}
  disclosed_to: {our-friends: {from: use-orders}, banks: {from: use-orders}}
  sold_to: {none: kept}
  retention: [kept, letters]
  handling: {methods: [kept]}
"""
"""Answers of a reconstruction that cite and do not retell."""

SOURCES = {
    "sources__policy": """\
title: Privacy Policy
kind: document
file: policy.txt
passages:
  cell-a: Names, … addresses
  cell-d: Goods … returned
  twelve: the last … months
  use-orders: We take … deliver.
  lost: {at: No such … words}
""",
    "sources__annex": """\
title: Annex
kind: document
file: annex.txt
passages:
  kept: Seven … most.
  letters: Letters … longer
""",
    "sources__keeper": """\
title: What the keeper says
kind: statement
by: head of the shop
about: Fraud
""",
}
DOCUMENTS = {
    "policy.txt": "In the last 12 months:\nNames, aliases and\n  postal addresses\nGoods bought or returned\n"
    "We take orders and deliver.\n",
    "annex.txt": "Seven years at most. Letters are kept longer.\n",
}


def citing(root: Path) -> Register:
    """A reconstruction whose declaration only cites."""
    return register_of(root, files(DRAWN, CITING, **SOURCES))


def printed_table(register: Register, name: str) -> list[list[str]]:
    """The rows of one of the tables for pasting."""
    return rows(table_of(documents.ccpa_disclosure(register, DAY), name))


def test_a_cell_that_only_cites_says_where_it_is_worded(tmp_path: Path) -> None:
    """Neither empty nor a bare "stated": whoever reads it finds the words."""
    register = citing(tmp_path)

    assert printed_table(register, "ccpa_declared") == [
        [
            "Identifiers",
            "(A) Identifiers",
            "yes",
            "as worded in “Privacy Policy”, passage cell-a",
            "as worded in “Privacy Policy”, passage twelve",
            "as for the whole table",
            "as for the whole table",
            "as for the whole table",
            "as for the whole table",
        ],
        [
            "Purchases",
            "(D) Commercial information",
            "yes [where the law asks]",
            "What was bought",
            "as worded in “Privacy Policy”, passage twelve",
            "as for the whole table",
            "as worded in “Privacy Policy”, passage use-orders",
            "as for the whole table",
            "as for the whole table",
        ],
        [
            "Visits",
            "(F) Internet or other electronic network activity information",
            "no",
            "",
            "as worded in “Privacy Policy”, passage twelve",
            "",
            "",
            "",
            "",
        ],
        [
            "for the whole table",
            "",
            "",
            "",
            "",
            "our own till: as worded in “Privacy Policy”, passage use-orders\ndata subject directly",
            "as worded in “Privacy Policy”, passage use-orders; as worded in “Annex”, passage kept\nas stated in “What the keeper says” [source: “may”; declared by head of the shop]",
            "our friends: as worded in “Privacy Policy”, passage use-orders\nbanks",
            "as worded in “Annex”, passages kept, letters",
        ],
    ]
    assert printed_table(register, "ccpa_disclosed") == [
        [
            "for the whole table, without saying which category goes to whom",
            "declared",
            "",
            "our friends: as worded in “Privacy Policy”, passage use-orders\nbanks",
            "",
            "not stated",
        ]
    ]
    assert printed_table(register, "ccpa_notice") == [
        [
            "(A) Identifiers",
            "declared",
            "as for the whole table",
            "not stated",
            "not stated",
            "as for the whole table",
        ],
        [
            "(D) Commercial information",
            "declared",
            "as worded in “Privacy Policy”, passage use-orders",
            "not stated",
            "not stated",
            "as for the whole table",
        ],
        [
            "personal information collected and analysed concerning health",
            "declared",
            "as for the whole table",
            "not stated",
            "not stated",
            "as for the whole table",
        ],
        [
            "for the whole table",
            "declared",
            "as worded in “Privacy Policy”, passage use-orders; as worded in “Annex”, passage kept\nas stated in “What the keeper says” [source: “may”; declared by head of the shop]",
            "not stated",
            "not stated",
            "as worded in “Annex”, passages kept, letters",
        ],
    ]


def test_a_cell_that_only_cites_prints_the_words_where_the_document_is_at_hand(
    tmp_path: Path,
) -> None:
    """The table stands in the organization's own words, not retold; a statement has none to print."""
    register = citing(tmp_path)
    for name, words in DOCUMENTS.items():
        (tmp_path / name).write_text(words, encoding="utf-8")
    register = replace(register, excerpts=gather(register, tmp_path).excerpts)

    assert printed_table(register, "ccpa_declared") == [
        [
            "Identifiers",
            "(A) Identifiers",
            "yes",
            "Names, aliases and postal addresses",
            "the last 12 months",
            "as for the whole table",
            "as for the whole table",
            "as for the whole table",
            "as for the whole table",
        ],
        [
            "Purchases",
            "(D) Commercial information",
            "yes [where the law asks]",
            "What was bought",
            "the last 12 months",
            "as for the whole table",
            "We take orders and deliver",
            "as for the whole table",
            "as for the whole table",
        ],
        [
            "Visits",
            "(F) Internet or other electronic network activity information",
            "no",
            "",
            "the last 12 months",
            "",
            "",
            "",
            "",
        ],
        [
            "for the whole table",
            "",
            "",
            "",
            "",
            "our own till: We take orders and deliver\ndata subject directly",
            "We take orders and deliver; Seven years at most\nas stated in “What the keeper says” [source: “may”; declared by head of the shop]",
            "our friends: We take orders and deliver\nbanks",
            "Seven years at most; Letters are kept longer",
        ],
    ]
    assert printed_table(register, "ccpa_disclosed") == [
        [
            "for the whole table, without saying which category goes to whom",
            "declared",
            "",
            "our friends: We take orders and deliver\nbanks",
            "",
            "not stated",
        ]
    ]


def test_a_condition_of_a_row_is_no_period(tmp_path: Path) -> None:
    """It stands beside the answer, in each table that gives it."""
    register = citing(tmp_path)

    assert printed_table(register, "ccpa_declared_sensitive") == [
        [
            "Health",
            "personal information collected and analysed concerning health",
            "yes [if you tell us]",
            "",
        ]
    ]
    assert answers(register)["ccpa.reg.7011.e.1.A"] == (
        "yes: (A), (D) [where the law asks]\n"
        "no: (F)\n"
        "not listed: (B), (C), (E), (G), (H), (I), (J), (K)\n"
        "sensitive, yes: personal information collected and analysed concerning health [if you tell us]"
    )


@pytest.mark.parametrize(("cited", "asked"), [(", from: till", []), ("", ["8:8", "8:49"])])
def test_examples_in_words_rest_on_the_passages_of_their_row(
    cited: str, asked: list[str], tmp_path: Path
) -> None:
    """A row that cites accounts for its examples; one that does not is asked for passages."""
    row = f"{{label: Names, collected: yes, examples: Aliases{cited}}}"
    said = f"declared:\n  categories:\n    A: {row}\n"
    project_of(tmp_path, files(DRAWN, said, sources__policy=POLICY))

    found = re.findall(
        r"register.yaml:(\S+): error: this claim .* cites no passage", problems(tmp_path)
    )

    assert found == asked


def test_sold_and_disclosed_are_two_lists(tmp_path: Path) -> None:
    """1798.130(a)(5)(C) asks for two; each says whether a row is declared or derived."""
    document = documents.ccpa_tables(register_of(tmp_path, californian()), DAY)

    sold = rows(
        table_of(document, "ccpa_sold"), "statutory", "basis", "sold", "shared", "third_parties"
    )
    disclosed = rows(
        table_of(document, "ccpa_disclosed"),
        "statutory",
        "basis",
        "providers",
        "third_parties",
        "unclassified",
    )

    none = "none, for this period: the preceding 12 months"
    present = "denied in the present tense, no period stated"
    assert sold == [
        ["every category", "declared", none, none, "none"],
        ["(A) Identifiers", "derived, for review", present, "yes", "advertising networks"],
        ["no category is named", "derived, for review", present, "", ""],
    ]
    assert disclosed == [
        [
            "for the whole table, without saying which category goes to whom",
            "declared",
            "service providers",
            "social networks: On their pages",
            "",
        ],
        ["(A) Identifiers", "declared", "contractors", "", ""],
        ["(A) Identifiers", "derived, for review", "hosting providers", "advertising networks", ""],
        ["not stated for which data", "derived, for review", "", "", "banks"],
    ]


def test_a_category_can_be_sold_alone(tmp_path: Path) -> None:
    """A row that says so itself stands beside what is said of the table."""
    said = """\
        declared:
          sold: {none: [], period: the year before}
          categories:
            A: {label: Names, collected: yes, sold: {text: For money}, sold_to: {data-brokers: stated}, sale_purposes: {trade: Trade}}
        """
    document = documents.ccpa_disclosure(register_of(tmp_path, files(OWN, said)), DAY)

    assert rows(table_of(document, "ccpa_sold")) == [
        [
            "for the whole table",
            "declared",
            "none, for this period: the year before",
            "to be completed",
            "to be completed",
            "to be completed",
        ],
        ["(A) Identifiers", "declared", "For money", "to be completed", "data brokers", "Trade"],
    ]


@pytest.mark.parametrize(
    ("said", "third_parties", "purposes"),
    [
        ("sold_to: {data-brokers: stated}", "data brokers", "to be completed"),
        ("sale_purposes: {trade: Trade}", "to be completed", "Trade"),
    ],
)
def test_a_row_that_says_only_to_whom_or_what_for_is_in_the_list_of_sales(
    said: str, third_parties: str, purposes: str, tmp_path: Path
) -> None:
    """Whoever names a buyer has said more than nothing."""
    declared = f"declared: {{categories: {{A: {{label: Names, collected: yes, {said}}}}}}}\n"
    document = documents.ccpa_disclosure(register_of(tmp_path, files(OWN, declared)), DAY)

    assert rows(table_of(document, "ccpa_sold")) == [
        [
            "(A) Identifiers",
            "declared",
            "to be completed",
            "to be completed",
            third_parties,
            purposes,
        ]
    ]


UNLABELLED = """\
declared:
  other:
    visitor-book:
      collected: yes
      sources: {data-subject: stated}
      sold_to: {data-brokers: stated}
      disclosed_to: {contractors: stated}
"""


def test_a_row_without_a_letter_and_a_label_is_called_by_its_key(tmp_path: Path) -> None:
    """An empty name in a list is a category that nobody can look up."""
    register = register_of(tmp_path, files(OWN, UNLABELLED))
    document = documents.ccpa_disclosure(register, DAY)

    for name in ("ccpa_sold", "ccpa_disclosed", "ccpa_notice"):
        assert rows(table_of(document, name), "statutory") == [["visitor book"]]
    shown = answers(register)
    assert shown["ccpa.reg.7011.e.1.A"].startswith("yes: visitor book\n")
    assert shown["ccpa.reg.7011.e.1.B"] == "visitor book: data subject directly"
    assert shown["ccpa.reg.7011.e.1.H"] == "visitor book"
    assert shown["ccpa.reg.7011.e.1.I"] == "visitor book: contractors"
    [[label]] = rows(table_of(document, "ccpa_declared"), "declared_label")
    assert label == "not stated"


def test_only_what_is_declared_is_for_pasting(tmp_path: Path) -> None:
    """A derived Yes in a public policy is one that nobody reviewed."""
    document = documents.ccpa_disclosure(register_of(tmp_path, californian()), DAY)
    words = "\n".join(str(cell) for table in document.tables for row in table.rows for cell in row)

    assert "derived" not in words
    assert "recorded" not in words
    assert "banks" not in words


def test_the_notice_at_collection_speaks_of_each_category(tmp_path: Path) -> None:
    """Retention per category stands in the notice; a category that is recorded alone is marked for review."""
    document = documents.ccpa_tables(register_of(tmp_path, californian()), DAY)
    table = table_of(document, "ccpa_notice")

    assert rows(table, "statutory", "basis", "ccpa_purposes", "ccpa_retention") == [
        ["(A) Identifiers", "declared", "as for the whole table", "Three years"],
        [
            "(F) Internet or other electronic network activity information",
            "declared",
            "Measuring visits",
            "as for the whole table",
        ],
        ["Whatever else you send", "declared", "as for the whole table", "as for the whole table"],
        [
            vocabulary.words("ccpa_sensitive")["account-access"].label,
            "declared",
            "as for the whole table",
            "as for the whole table",
        ],
        ["for the whole table", "declared", "Taking orders", "As long as the account lasts"],
        [
            "(B) Personal information described in subdivision (e) of Section 1798.80",
            "derived, for review",
            "recorded in: Letters; Sales",
            "to be completed\nuntil the contract ends",
        ],
        [
            "(I) Professional or employment-related information",
            "derived, for review",
            "recorded in: Sales",
            "until the contract ends",
        ],
    ]


def test_the_amended_regulations_are_named_from_their_day(tmp_path: Path) -> None:
    """The text in force since 2026-01-01 was not read, and the page says so."""
    register = register_of(tmp_path, californian())
    leads = {
        day: table_of(documents.ccpa_tables(register, day), "ccpa_disclosed").lead
        for day in (DAY, date(2025, 12, 31))
    }

    assert [line for line in leads[DAY] if line not in leads[date(2025, 12, 31)]] == [
        "The regulations were amended with effect from 2026-01-01. Their new text was not read; disclosures to service "
        "providers and contractors, which it spells out according to secondary sources, stand apart from those to third parties."
    ]


# The 12 months

DATES = [
    ("{}", "unknown"),
    ("{active_from: 2020-01-01}", "inside"),
    ("{active_from: 2020-01-01, status: ended}", "unknown"),
    ("{active_from: 2020-01-01, active_until: 2025-04-30, status: ended}", "inside"),
    ("{active_until: 2025-04-30, status: ended}", "inside"),
    ("{active_until: 2025-02-01}", "inside"),
    ("{active_until: 2025-01-31}", "outside"),
    ("{active_until: 2027-01-01}", "unknown"),
    ("{active_from: 2026-01-31}", "inside"),
    ("{active_from: 2026-02-01}", "outside"),
    ("{status: planned}", "outside"),
]


@pytest.mark.parametrize(("written", "shown"), DATES, ids=[written for written, _ in DATES])
def test_an_activity_counts_if_it_fell_into_the_12_months(written: str, shown: str) -> None:
    """One that ended nine months ago counts; one without dates cannot be told."""
    pairs = dict(pair.split(": ") for pair in written.strip("{}").split(", ") if pair)
    about = Activity.model_validate(
        {"id": "sales", "name": "Sales", "role": {"controller": "stated"}, **pairs}
    )

    assert str(california.window(about, DAY)) == shown


def test_a_leap_day_has_12_months_before_it() -> None:
    """29 February has no namesake in the year before."""
    assert california.months(date(2024, 2, 29)) == (date(2023, 3, 1), date(2024, 2, 29))


def test_what_is_outside_is_named_and_left_out(tmp_path: Path) -> None:
    """An activity that ended 13 months ago gives no category, and the page says which it left out."""
    table = table_of(documents.ccpa_tables(register_of(tmp_path, californian()), DAY), "ccpa")

    shown = {row[0][:3]: row[1:] for row in rows(table, "statutory", "recorded", "ccpa_window")}

    assert shown["(A)"] == ["name\nemail address\nIP address", "inside: Letters; Sales"]
    assert shown["(H)"] == ["no item recorded", ""]
    assert table.lead[2:] == (
        "The 12 months are those from 2025-02-01 to 2026-01-31.",
        "Left out, since they began later or ended earlier: Archive.",
    )


def test_an_activity_without_dates_is_not_determinable(tmp_path: Path) -> None:
    """Unknown is printed, not guessed."""
    register = register_of(tmp_path, files(activities="personal_data: {email: stated}"))
    table = table_of(documents.ccpa_tables(register, DAY), "ccpa")

    assert rows(table, "ccpa_window")[0] == [
        "not determinable for 1 of the activities: their dates are not recorded"
    ]


def test_a_recipient_inside_is_no_disclosure(tmp_path: Path) -> None:
    """Staff are not somebody else."""
    document = documents.ccpa_tables(register_of(tmp_path, californian()), DAY)
    words = [
        str(cell)
        for name in ("ccpa", "ccpa_disclosed")
        for row in table_of(document, name).rows
        for cell in row
    ]

    assert [word for word in words if "employees" in word] == []


# Bad input


def test_two_rows_for_one_category_have_a_place(tmp_path: Path) -> None:
    """The second is not quietly the one that counts."""
    said = """\
        declared:
          categories:
            A: {label: Names, collected: yes}
            A: {label: Names again, collected: no}
        """
    found = problems(project_of(tmp_path, files(OWN, said)))

    assert [line for line in found.split("\n") if line.startswith("records/")] == [
        "records/shop/register.yaml:10:5: error: 'A' stands twice; first in line 9 [duplicate-key]"
    ]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "categories: {Z: {label: Nothing, collected: yes}}",
            "8:16: error: 'Z' is not one of the ccpa categories [wrong-value]",
        ),
        (
            "categories: {A: {label: Names, collected: maybe}}",
            "8:45: error: 'maybe' does not fit here [wrong-value]",
        ),
        (
            "links: {opt-uot: {title: Choices}}",
            "8:11: error: 'opt-uot' is not one of the ccpa links; did you mean 'opt-out'? [wrong-value]",
        ),
        (
            "handling: {agent: Show a mandate}",
            "8:14: error: 'agent' is not one of the ccpa handling [wrong-value]",
        ),
    ],
)
def test_what_cannot_be_declared_has_a_place(tmp_path: Path, said: str, shown: str) -> None:
    """Each at the word the author has to look at."""
    found = problems(project_of(tmp_path, files(OWN, f"declared:\n  {said}\n")))

    assert [line for line in found.split("\n") if "error" in line][:1] == [
        f"records/shop/register.yaml:{shown}"
    ]


def test_old_forms_stay_valid(tmp_path: Path) -> None:
    """A register written before rows had sources of their own is read as it was."""
    said = "declared:\n  categories: {A: {label: Names, collected: yes}}\n  sources: {data-subject: stated}\n  retention: One year\n"
    table = table_of(
        documents.ccpa_disclosure(register_of(tmp_path, files(OWN, said)), DAY), "ccpa_declared"
    )

    assert rows(table, "declared_label", "ccpa_sources", "ccpa_retention") == [
        ["Names", "as for the whole table", "as for the whole table"],
        ["for the whole table", "data subject directly", "One year"],
    ]


# The source documents


@pytest.mark.sources
def test_callminers_table_is_that_of_its_policy(sources: Path) -> None:
    """Row by row, in label and answer, against the document itself."""
    lines = (sources / "callminer-2023-07-18.txt").read_text(encoding="utf-8").split("\n")
    first = next(
        number for number, line in enumerate(lines) if line.startswith("Identifiers Name, social")
    )
    printed = lines[first : first + 8]
    [register] = load(find(ROOT), ["callminer-2023"]).registers
    table = table_of(documents.ccpa_disclosure(register, DAY), "ccpa_declared")
    declared = [
        (row[0].split(" [")[0], row[1]) for row in rows(table, "declared_label", "collected")[:-1]
    ]

    assert len(declared) == len(printed)
    for (label, answer), line in zip(declared, printed, strict=True):
        assert line.startswith(f"{label} ")
        assert line.rsplit(" ", 1)[1].lower() == answer


@pytest.mark.sources
def test_successkpis_list_is_that_of_its_policy(sources: Path) -> None:
    """Item by item; every item of a list of what was collected is a yes."""
    lines = (sources / "successkpi-2024-09-12.txt").read_text(encoding="utf-8").split("\n")
    first = next(
        number
        for number, line in enumerate(lines)
        if line.startswith("In the last 12 months, we have collected")
    )
    printed = lines[first + 1 : first + 8]
    [register] = load(find(ROOT), ["successkpi-2024"]).registers
    table = table_of(documents.ccpa_disclosure(register, DAY), "ccpa_declared")
    declared = rows(table, "declared_label", "collected")[:-1]

    assert len(declared) == len(printed) == 7
    for (label, answer), line in zip(declared, printed, strict=True):
        assert line.startswith((f"- {label},", f"- {label} "))
        assert answer.split(" [")[0] == "yes"


def test_the_others_declare_no_table() -> None:
    """Kaizenify makes statements; CallMiner in 2014 and Kaizo declare nothing."""
    declared = {one.name: one.record.declared for one in load(find(ROOT)).registers}

    assert {name for name, found in declared.items() if found is None} == {
        "callminer-2014",
        "kaizo-2021",
    }
    assert declared["kaizenify"] is not None
    assert declared["kaizenify"].categories is None


def test_a_declaration_is_written_in_the_statutes_words() -> None:
    """The statute's own names of its categories, letter by letter."""
    assert [word.label for word in vocabulary.words("ccpa_categories").values()] == [
        "Identifiers",
        "Personal information described in subdivision (e) of Section 1798.80",
        "Characteristics of protected classifications under California or federal law",
        "Commercial information",
        "Biometric information",
        "Internet or other electronic network activity information",
        "Geolocation data",
        "Audio, electronic, visual, thermal, olfactory, or similar information",
        "Professional or employment-related information",
        "Education information",
        "Inferences drawn from any of the information identified in this subdivision to create a profile about a consumer",
        "Sensitive personal information",
    ]


def test_whoever_acts_for_the_business_is_no_third_party() -> None:
    """Cal. Civ. Code 1798.140(ai) says that service providers and contractors are not third parties."""
    kinds = vocabulary.names("recipient_kinds")

    sides = {
        kind: california.side(Disclosure.model_validate({"kind": {kind: "stated"}}))
        for kind in kinds
    }

    assert sides == {
        "internal": "internal",
        "affiliate": "third-party",
        "processor": "provider",
        "sub-processor": "provider",
        "joint-controller": "third-party",
        "independent-controller": "third-party",
        "third-party": "third-party",
        "authority": "third-party",
        "controller-served": "third-party",
        "service-provider": "provider",
        "contractor": "provider",
    }
