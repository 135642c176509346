"""The California tables: what is declared, what is derived, and what is never made of either."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from registers import (
    DRAWN,
    OWN,
    POLICY,
    activity,
    callminer,
    files,
    general,
    register_of,
    rows,
    states,
    table_of,
)
from ropa import documents
from ropa.fields.values import Cell
from ropa.register import Register

DAY = date(2026, 1, 31)


def category(register: Register, letter: str) -> dict[str, Cell]:
    """The row of a statutory category."""
    table = table_of(documents.ccpa_tables(register, DAY), "ccpa")
    [row] = [row for row in table.records() if str(row["statutory"]).startswith(f"({letter})")]
    return row


def words(row: dict[str, Cell], *names: str) -> list[str]:
    return [str(row[name]) for name in names]


def declared(said: str) -> str:
    return "declared:\n" + "".join(f"  {line}\n" for line in said.strip("\n").split("\n"))


def test_what_is_qualified_in_a_record_is_qualified_in_every_table(tmp_path: Path) -> None:
    """A "may" that is lost between a record and a table is a disclosure that nobody made."""
    said = """\
        personal_data: {email: {qualified: we may collect}}
        recipients: {payroll: {data: [email], qualified: we may disclose, when: if you agree, sale: stated}}
        """
    register = register_of(tmp_path, files(activities=said))
    tables = documents.ccpa_tables(register, DAY).tables

    printed = {
        (table.name, name): str(cell)
        for table in tables
        for row in table.records()
        for name, cell in row.items()
        if "payroll" in str(cell) or str(cell).startswith("email address")
    }

    assert printed == {
        ("ccpa", "recorded"): "email address [source: “we may collect”]",
        ("ccpa", "disclosed_to"): "recorded: payroll and benefits providers "
        "[“we may disclose”; conditional]",
        ("ccpa_disclosed", "unclassified"): "payroll and benefits providers "
        "[source: “we may disclose”; if you agree]",
        ("ccpa_sold", "third_parties"): "payroll and benefits providers "
        "[source: “we may disclose”; if you agree]",
    }


def test_not_listed_is_not_a_no(tmp_path: Path) -> None:
    """A category a published table leaves out is neither collected nor not collected: the table does not say."""
    said = declared(
        "categories: {A: {label: Identifiers, collected: yes}, C: {collected: no}, D: {collected: not-listed}}"
    )
    register = register_of(tmp_path, files(said=said))

    shown = {
        letter: words(category(register, letter), "declared_label", "collected")
        for letter in "ABCD"
    }

    assert shown == {
        "A": ["Identifiers", "yes"],
        "B": ["not listed", "not listed"],
        "C": ["not stated", "no"],
        "D": ["not stated", "not listed"],
    }
    assert states(category(register, "B")["collected"]) == ["not-stated"]


def test_without_a_published_table_every_category_is_not_listed(tmp_path: Path) -> None:
    """Data that are recorded make no Yes: only the organization can declare."""
    register = register_of(tmp_path, files(activities="personal_data: {email: stated}"))
    table = table_of(documents.ccpa_tables(register, DAY), "ccpa")

    assert [row[:3] for row in rows(table, "collected", "declared_label")] == [
        ["not listed", "not listed"]
    ] * 11
    assert table.lead[1] == (
        "No table of categories is published in the sources; every category is “not listed”, which is not a No."
    )


def test_what_is_recorded_is_marked_as_derived(tmp_path: Path) -> None:
    """Nobody has reviewed what a vocabulary implies; the heading says so and the cell holds items, no Yes."""
    register = register_of(
        tmp_path, files(activities="personal_data: {salary: stated, email: stated}")
    )
    table = table_of(documents.ccpa_tables(register, DAY), "ccpa")

    headings = {column.name: column.heading for column in table.columns}

    assert headings["recorded"] == "What exactly, as recorded (derived, for review)"
    assert words(category(register, "I"), "recorded", "ccpa_purposes") == [
        "salary",
        "recorded in: Sales",
    ]
    assert words(category(register, "E"), "recorded", "ccpa_purposes") == [
        "no item recorded",
        "not stated",
    ]
    assert states(category(register, "I")["ccpa_purposes"]) == ["inferred"]


def test_an_item_can_have_letters_of_its_own(tmp_path: Path) -> None:
    """The mapping is editorial; a record that knows better says so, and a register adds words with their letters."""
    said = """\
        personal_data:
          email: {ccpa: [F], ccpa_reason: It is read for opens.}
          salary: {ccpa: [], ccpa_reason: Not of consumers.}
          till-number: stated
        """
    vocabulary = (
        "vocabulary: {personal_data: {till-number: {label: number of the till, ccpa: [A, D]}}}\n"
    )
    register = register_of(tmp_path, files(said=vocabulary, activities=said))

    recorded = {letter: str(category(register, letter)["recorded"]) for letter in "ADFI"}

    assert recorded == {
        "A": "number of the till",
        "D": "number of the till",
        "F": "email address",
        "I": "no item recorded",
    }


DISCLOSURES = """\
personal_data: {email: stated, salary: stated}
recipients:
  payroll: {data: [salary]}
  advertising-networks: {text: Receive data.}
"""


def test_a_disclosure_counts_for_the_data_it_names(tmp_path: Path) -> None:
    """Data times recipients is not a fact: only a pair that a source makes enters a category."""
    register = register_of(tmp_path, files(activities=DISCLOSURES))

    assert str(category(register, "I")["disclosed_to"]) == (
        "recorded: payroll and benefits providers\nrecorded: not stated for which data"
    )
    assert str(category(register, "A")["disclosed_to"]) == "recorded: not stated for which data"
    assert str(category(register, "C")["disclosed_to"]) == "not stated"


def test_an_unpaired_disclosure_is_listed_apart(tmp_path: Path) -> None:
    """It happened, so it is not dropped; it is of unknown data, so it makes no Yes."""
    table = table_of(
        documents.ccpa_tables(register_of(tmp_path, files(activities=DISCLOSURES)), DAY),
        "ccpa_unpaired",
    )

    assert rows(table, "recipient", "activity") == [["advertising networks: Receive data", "Sales"]]
    assert table.lead == (
        "These disclosures enter no category above, because no source says which data they are of.",
    )


def test_sources_are_paired_as_disclosures_are(tmp_path: Path) -> None:
    """A source of data counts for the data it is said to give."""
    said = """\
        personal_data: {email: stated, salary: stated}
        collected_from: {data-subject: {data: [email]}, public-sources: stated}
        """
    register = register_of(tmp_path, files(activities=said))

    assert str(category(register, "A")["ccpa_sources"]) == (
        "recorded: data subject directly\nrecorded: not stated for which data"
    )
    assert str(category(register, "I")["ccpa_sources"]) == "recorded: not stated for which data"


def test_data_held_for_customers_stand_apart(tmp_path: Path) -> None:
    """A service provider does not decide; its customer's data are none of its own categories."""
    activities = {
        "sales": activity("sales", "personal_data: {email: stated}"),
        "hosting": activity(
            "hosting", "personal_data: {call-recording: stated}", "{processor: stated}"
        ),
    }
    register = register_of(tmp_path, files(activities=activities))

    table = table_of(documents.ccpa_tables(register, DAY), "ccpa_service_provider")

    assert rows(table) == [["Hosting", "call recording", "H", "stated"]]
    assert str(category(register, "H")["recorded"]) == "no item recorded"


DENIALS = [
    ("none", "denied in the present tense, no period stated"),
    (
        "{none: [], period: the preceding 12 months}",
        "none, for this period: the preceding 12 months",
    ),
    ("{none: [], when: of minors}", "denied in the present tense, no period stated [of minors]"),
    ("stated", "yes"),
    ("{text: e-mail addresses}", "e-mail addresses"),
    ("not-stated", "not stated"),
    ("{vague: Perhaps.}", "Perhaps. [vague]"),
]


@pytest.mark.parametrize(("written", "shown"), DENIALS, ids=[written for written, _ in DENIALS])
def test_a_denial_is_printed_as_what_it_is(tmp_path: Path, written: str, shown: str) -> None:
    """'We do not sell' is no 'none in the preceding 12 months', which the statute asks for."""
    register = register_of(
        tmp_path, files(activities=f"personal_data: {{email: stated}}\nsale: {written}\n")
    )

    assert str(category(register, "A")["sold"]) == shown


def test_sale_and_sharing_are_two_facts(tmp_path: Path) -> None:
    """A denial of the one says nothing about the other."""
    register = register_of(
        tmp_path, files(activities="personal_data: {email: stated}\nsale: none\n")
    )

    assert words(category(register, "A"), "sold", "shared") == [
        "denied in the present tense, no period stated",
        "to be completed",
    ]


DECLARED = declared("""
categories:
  A: {label: Identifers, misspelt: true, collected: yes, from: till}
  C: {label: Protected, collected: no, from: till}
sources: {data-subject: {text: At the till, from: till}, vague: And others., from: letters}
purposes: {selling: {text: Selling, from: till}, writing: {text: Writing, from: letters}}
disclosed_to: {payroll: {text: For wages, from: till}}
sold: {none: nothing}
shared: {none: nothing, period: the preceding 12 months}
retention: {text: One year, from: till}
sensitive: {health: {label: Health, collected: no, from: till}}
""")


def test_a_declared_row_prints_what_is_published(tmp_path: Path) -> None:
    """Labels stand as the source prints them, mistakes marked; what it says for the whole table is said to be that."""
    register = register_of(
        tmp_path,
        files(DRAWN, DECLARED, activities="personal_data: {email: till}", sources__policy=POLICY),
    )

    row = category(register, "A")

    assert words(row, "declared_label", "collected", "recorded") == [
        "Identifers [misspelt in the source]",
        "yes",
        "email address",
    ]
    assert (
        str(row["ccpa_sources"]).split("\n")[0]
        == "declared for the whole table: data subject directly"
    )
    assert (
        str(row["ccpa_purposes"])
        == "declared for the whole table: Selling; Writing\nrecorded in: Sales"
    )
    assert words(row, "sold", "shared", "ccpa_retention") == [
        "denied in the present tense, no period stated",
        "none, for this period: the preceding 12 months",
        "One year",
    ]


def test_a_category_declared_as_not_collected_takes_nothing_from_the_table(tmp_path: Path) -> None:
    """Sources and purposes of the table are those of what is collected."""
    register = register_of(tmp_path, files(DRAWN, DECLARED, sources__policy=POLICY))

    assert words(
        category(register, "C"),
        "declared_label",
        "collected",
        "ccpa_sources",
        "ccpa_purposes",
        "sold",
    ) == [
        "Protected",
        "no",
        "not stated",
        "not stated",
        "not stated",
    ]


def test_sensitive_information_is_a_list_of_its_own(tmp_path: Path) -> None:
    """Category (L) is a list in the statute, and 'not listed' there is no No either."""
    register = register_of(
        tmp_path,
        files(
            DRAWN, DECLARED, activities="personal_data: {health-data: till}", sources__policy=POLICY
        ),
    )
    table = table_of(documents.ccpa_tables(register, DAY), "ccpa_sensitive")

    shown = {
        row[0].split(" (Cal.")[0]: row[1:]
        for row in rows(table, "statutory", "declared_label", "collected", "recorded")
    }

    assert shown["personal information collected and analysed concerning health"] == [
        "Health",
        "no",
        "health data",
    ]
    assert shown["genetic data"] == ["not listed", "not listed", "no item recorded"]


def test_items_that_are_denied_are_not_held(tmp_path: Path) -> None:
    """An item said not to be collected is not derived as collected."""
    said = "personal_data: {email: none, salary: {not-applicable: No staff.}, name: not-stated}"
    register = register_of(tmp_path, files(activities=said))

    assert [str(category(register, letter)["recorded"]) for letter in "AI"] == [
        "name",
        "no item recorded",
    ]


def test_a_general_statement_about_californians_says_so(tmp_path: Path) -> None:
    """A statement for some people keeps its mark in the table."""
    block = general("sale: none", "{role: controller, people: California residents}")
    register = register_of(
        tmp_path, files(blocks=block, activities="personal_data: {email: stated}")
    )

    assert str(category(register, "A")["sold"]) == (
        "denied in the present tense, no period stated [general statement, for California residents]"
    )


def test_a_declared_row_for_sensitive_information_is_printed(tmp_path: Path) -> None:
    """A published table may have a line (L) without naming kinds; what is declared is never dropped."""
    said = declared("categories: {L: {label: Sensitive Stuff, collected: no}}")

    shown = repr(documents.ccpa_tables(register_of(tmp_path, files(said=said)), DAY))

    assert "Sensitive Stuff" in shown


def test_callminers_table_is_printed_with_its_gaps() -> None:
    """The first real table: eight rows, three letters it does not list, and a misspelt label."""
    register = callminer()
    shown = {
        letter: words(category(register, letter), "declared_label", "collected")
        for letter in "ABCDEFGHIJK"
    }

    assert [letter for letter, row in shown.items() if row == ["not listed", "not listed"]] == [
        "B",
        "E",
        "H",
    ]
    assert shown["K"] == ["Interferences [misspelt in the source]", "yes"]
    assert shown["C"] == [
        "Characteristics of Protected Classifications Under California Federal Law",
        "no",
    ]


def test_an_own_register_carries_no_line_of_a_reconstruction(tmp_path: Path) -> None:
    """Whose record it is decides what the tables say of themselves."""
    own = documents.ccpa_tables(register_of(tmp_path / "own", files(OWN)), DAY)
    drawn = documents.ccpa_tables(
        register_of(tmp_path / "drawn", files(DRAWN, sources__policy=POLICY)), DAY
    )

    assert own.status == ()
    assert all(table.lead[-1] == drawn.status[0] for table in drawn.tables)
