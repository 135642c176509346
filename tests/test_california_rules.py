"""Where what is declared and what is recorded differ: each a finding with its place."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from californians import californian
from registers import OWN, activity, files
from ropa.rules import CALIFORNIA_RULES
from support import ROOT, Ran, project_of, ropa


def found(root: Path, written: dict[str, str | None], *names: str) -> list[str]:
    """What the rules *names* (in brackets) find, as it is printed, the folder and the name left out."""
    ran = ropa(project_of(root, written), "check", "--fail-on", "never")
    lines = [
        line.removeprefix("records/shop/")
        for line in ran.out.split("\n")
        if line.startswith("records/")
    ]
    return [
        line.removesuffix(f" {name}")
        for line in lines
        for name in names
        if line.endswith(f" {name}")
    ]


def shop(
    declared: str = "", said: str = "", applicable_laws: str = "{ccpa: stated}"
) -> dict[str, str | None]:
    """The shop under California's law, with *declared* and an activity that says *said*."""
    lines = "".join(f"  {line}\n" for line in declared.strip("\n").split("\n")) if declared else ""
    return files(
        OWN,
        f"applicable_laws: {applicable_laws}\n" + (f"declared:\n{lines}" if declared else ""),
        activities=said,
    )


def test_a_law_without_a_table_is_found(tmp_path: Path) -> None:
    """A register that says the CCPA applies, and holds data, declares categories."""
    said = "personal_data: {email: stated, salary: stated}"

    assert found(tmp_path, shop(said=said), "[categories-not-declared]") == [
        "register.yaml:7:1: warning: no table of categories is declared, and the records hold (A), (B), (I)"
    ]


@pytest.mark.parametrize(
    "applicable_laws", ["{eu-gdpr: stated}", "{ccpa: not-stated}", "{ccpa: none}"]
)
def test_without_the_law_no_table_is_asked(tmp_path: Path, applicable_laws: str) -> None:
    """Europe's registers are left in peace."""
    written = shop(said="personal_data: {email: stated}", applicable_laws=applicable_laws)

    assert found(tmp_path, written, *(f"[{rule.name}]" for rule in CALIFORNIA_RULES)) == []


def test_a_yes_without_a_record_is_found(tmp_path: Path) -> None:
    """Either the table says too much, or a record is missing."""
    declared = """
categories: {A: {label: Names, collected: yes}, E: {label: Prints, collected: yes}, J: {label: School, collected: no}}
sensitive: {health: {label: Health, collected: yes}}
"""
    assert found(
        tmp_path, shop(declared, "personal_data: {email: stated}"), "[declared-but-not-recorded]"
    ) == [
        "register.yaml:9:81: warning: (E) is declared as collected, and no activity records an item of it",
        "register.yaml:10:50: warning: 'health' is declared as collected, and no activity records an item of it",
    ]


def test_a_no_beside_a_record_is_found(tmp_path: Path) -> None:
    """A wrong "no" is a false statement; a category left out is an incomplete one."""
    declared = (
        "categories: {A: {label: Names, collected: no}, I: {label: Work, collected: not-listed}}"
    )
    said = "personal_data: {email: stated, salary: stated, password: stated}"

    assert found(tmp_path, shop(declared, said), "[recorded-but-not-declared]") == [
        "register.yaml:8:1: warning: sensitive information of the kind 'account-access' is not listed, "
        "and the records hold password",
        "register.yaml:9:3: warning: (B) is not listed, and the records hold salary",
        "register.yaml:9:45: warning: (A) is declared as not collected, and the records hold email address",
        "register.yaml:9:78: warning: (I) is not listed, and the records hold salary",
    ]


def test_an_item_with_letters_of_its_own_settles_it(tmp_path: Path) -> None:
    """The mapping is editorial, and the remedy works."""
    declared = "categories: {A: {label: Names, collected: yes}}"
    said = (
        "personal_data: {email: stated, salary: {ccpa: [A], ccpa_reason: A payroll number alone.}}"
    )

    assert (
        found(
            tmp_path,
            shop(declared, said),
            "[recorded-but-not-declared]",
            "[declared-but-not-recorded]",
        )
        == []
    )


def test_what_is_held_for_customers_is_no_difference(tmp_path: Path) -> None:
    """A service provider declares nothing for data of which its customer decides."""
    declared = "applicable_laws: {ccpa: stated}\ndeclared: {categories: {A: {label: Names, collected: yes}}}\n"
    activities = {
        "sales": activity("sales", "personal_data: {email: stated}"),
        "hosting": activity(
            "hosting", "personal_data: {call-recording: stated}", "{processor: stated}"
        ),
    }

    assert (
        found(tmp_path, files(OWN, declared, activities=activities), "[recorded-but-not-declared]")
        == []
    )


def test_an_activity_of_the_year_before_is_no_difference(tmp_path: Path) -> None:
    """What ended 13 months ago is outside; what ended nine months ago is inside."""
    declared = "categories: {A: {label: Names, collected: yes}}"
    before = "personal_data: {salary: stated}\nstatus: ended\nactive_until: {}\n"

    days = {day: shop(declared, before.replace("{}", day)) for day in ("2024-12-31", "2025-04-30")}

    assert found(tmp_path / "out", days["2024-12-31"], "[recorded-but-not-declared]") == []
    assert found(tmp_path / "in", days["2025-04-30"], "[recorded-but-not-declared]") != []


SALE = """\
personal_data: {email: stated}
purposes: {audiences: {text: Build custom audiences., lawful_basis: not-stated}}
recipients:
  banks: {data: [email]}
  payroll: {data: [email], purposes: [audiences]}
  advertising-networks: {data: [email]SAID}
"""


@pytest.mark.parametrize(
    ("said", "signs"),
    [
        ("", "advertising networks, payroll and benefits providers"),
        (", sharing: none, sale: none", "payroll and benefits providers"),
        (", kind: {service-provider: stated}", "payroll and benefits providers"),
        (", sharing: stated, sale: stated", "advertising networks, payroll and benefits providers"),
    ],
)
def test_a_denial_beside_advertising_is_found(tmp_path: Path, said: str, signs: str) -> None:
    """Recipients and purposes point to it; whether it is, somebody has to decide, and can say so."""
    declared = (
        "sold: {none: [], period: the year before}\nshared: {none: [], period: the year before}"
    )

    assert found(
        tmp_path, shop(declared, SALE.replace("SAID", said)), "[sale-denied-beside-sale]"
    ) == [
        f"register.yaml:9:3: warning: 'sold' is denied, and these may be a sale in the statute's sense: {signs}",
        f"register.yaml:10:3: warning: 'shared' is denied, and these may be sharing in the statute's sense: {signs}",
    ]


def test_declared_recipients_point_to_a_sale_too(tmp_path: Path) -> None:
    """The table itself may pull apart."""
    declared = "sold: {none: []}\ndisclosed_to: {data-brokers: stated, banks: stated}"

    assert found(
        tmp_path, shop(declared), "[sale-denied-beside-sale]", "[denial-names-no-period]"
    ) == [
        "register.yaml:9:3: warning: 'sold' is denied without the period the denial is about",
        "register.yaml:9:3: warning: 'sold' is denied, and these may be a sale in the statute's sense: data brokers",
    ]


@pytest.mark.parametrize(
    ("declared", "shown"),
    [
        (
            "",
            "7:1: warning: whether personal information is shared for cross-context behavioural advertising is not declared",
        ),
        (
            "shared: not-stated",
            "9:3: warning: whether personal information is shared for cross-context behavioural advertising is 'not-stated'",
        ),
        (
            "shared: {vague: We share.}",
            "9:3: warning: whether personal information is shared for cross-context behavioural advertising is 'vague'",
        ),
        ("shared: none", ""),
        ("shared: stated", ""),
    ],
)
def test_sharing_that_is_not_addressed_is_found(tmp_path: Path, declared: str, shown: str) -> None:
    """Sharing is a fact of its own since 2023; a denial of sale does not answer it."""
    assert found(tmp_path, shop(declared), "[sharing-not-addressed]") == (
        [f"register.yaml:{shown}"] if shown else []
    )


def test_before_2023_sharing_was_not_asked(tmp_path: Path) -> None:
    """A register of 2022 cannot lack what the law did not know."""
    written = shop(
        "categories: {A: {label: Names, collected: yes}}", "personal_data: {email: stated}"
    )
    written = {
        name: text and text.replace("as_of: 2026-01-31", "as_of: 2022-12-31")
        for name, text in written.items()
    }

    assert found(tmp_path, written, "[sharing-not-addressed]", "[retention-not-declared]") == []


def test_a_recipient_the_list_leaves_out_is_found(tmp_path: Path) -> None:
    """Processors are service providers, a court is a government entity, a vendor is of its category; a bank is none."""
    declared = "disclosed_to: {service-providers: stated, government-entities: stated, social-networks: stated}"
    said = """\
        personal_data: {email: stated, salary: stated}
        recipients:
          banks: {data: [salary]}
          payroll: {kind: {processor: stated}}
          courts: stated
          employees: {kind: {internal: stated}}
          third-parties: stated
          facepage: {data: [email]}
          insurers: none
          resellers: {text: Receive data.}
        """
    written = shop(declared, said) | {
        "records/shop/recipients.yaml": "facepage: {name: Facepage Ltd, category: social-networks}\n"
    }

    assert found(tmp_path, written, "[recipient-not-declared]") == [
        "register.yaml:9:3: warning: 'banks' receives data ((B), (I); Sales) and is not in the list",
        "register.yaml:9:3: warning: 'resellers' receives data (it is not stated which data; Sales) and is not in the list",
    ]


def test_retention_that_is_missing_is_found(tmp_path: Path) -> None:
    """For each category by name; one answer for the table, or one for the row, will do."""
    rows = "A: {label: Names, collected: yes}, D: {label: Trade, collected: yes, retention: One year}, E: {label: Prints, collected: no}"
    declared = f"categories: {{{rows}}}\nother: {{else: {{label: Else, collected: yes}}}}"

    assert found(tmp_path / "open", shop(declared), "[retention-not-declared]") == [
        "register.yaml:8:1: warning: no retention is declared for (A), else"
    ]
    assert (
        found(
            tmp_path / "closed",
            shop(f"{declared}\nretention: Two years"),
            "[retention-not-declared]",
        )
        == []
    )


@pytest.mark.parametrize(("day", "shown"), [("2025-01-31", True), ("2025-02-01", False)])
def test_a_policy_of_the_year_before_is_found(tmp_path: Path, day: str, shown: bool) -> None:
    """Updated every 12 months at least; the day itself counts."""
    line = f"register.yaml:9:12: warning: what is declared was last updated on {day}, more than 12 months before 2026-01-31"

    assert found(tmp_path, shop(f"updated: {day}"), "[policy-older-than-12-months]") == (
        [line] if shown else []
    )


def test_the_documents_own_date_will_do(tmp_path: Path) -> None:
    """Where no update is declared, the latest date of a document counts, though not the day somebody saved it."""
    source = "title: Policy\nkind: document\ndates: {effective: {date: 2024-05-01}, captured: {date: 2026-01-01}}\n"
    written = shop("shared: none") | {"records/shop/sources/policy.yaml": source}

    assert found(tmp_path, written, "[policy-older-than-12-months]") == [
        "register.yaml:8:1: warning: what is declared was last updated on 2024-05-01, more than 12 months before 2026-01-31"
    ]


def test_an_end_before_its_beginning_is_an_error(tmp_path: Path) -> None:
    """The 12 months depend on both."""
    written = files(OWN, activities="active_from: 2025-05-01\nactive_until: 2025-04-30\n")

    assert found(tmp_path, written, "[ends-before-it-begins]") == [
        "activities/sales.yaml:5:15: error: it ends on 2025-04-30, before it begins on 2025-05-01"
    ]


def test_a_day_before_every_activity_is_found(tmp_path: Path) -> None:
    """Nothing that is recorded took place on it; one activity that did, or may have, settles it."""
    later = {name: activity(name, "active_from: 2026-03-01\n") for name in ("letters", "sales")}

    assert found(
        tmp_path / "late", files(OWN, activities=later), "[as-of-before-every-activity]"
    ) == [
        "register.yaml:4:8: warning: every activity begins after 2026-01-31, the first of them on 2026-03-01"
    ]
    assert (
        found(
            tmp_path / "open",
            files(OWN, activities={**later, "walk": activity("walk")}),
            "[as-of-before-every-activity]",
        )
        == []
    )


# The command


def test_reconcile_reports_what_the_rules_find(tmp_path: Path) -> None:
    """The same findings as `ropa check`, and no others."""
    root = project_of(tmp_path, californian())
    checked = json.loads(ropa(root, "check", "--format", "json", "--fail-on", "never").out)[
        "diagnostics"
    ]
    ran = ropa(root, "ccpa", "shop", "--reconcile", "--format", "json")

    names = {rule.name for rule in CALIFORNIA_RULES}
    reported = json.loads(ran.out)["diagnostics"]
    assert (ran.status, ran.err) == (1, "")
    assert reported == [one for one in checked if one["rule"] in names]
    assert [f"{one['rule']}: {one['message']}" for one in reported] == [
        "recorded-but-not-declared: (B) is not listed, and the records hold name, salary",
        "declared-but-not-recorded: (F) is declared as collected, and no activity records an item of it",
        "recorded-but-not-declared: (I) is not listed, and the records hold salary",
        "declared-but-not-recorded: 'account-access' is declared as collected, and no activity records an item of it",
        "recipient-not-declared: 'advertising networks' receives data ((A); Sales) and is not in the list",
        "recipient-not-declared: 'banks' receives data (it is not stated which data; Sales) and is not in the list",
        "sale-denied-beside-sale: 'sold' is denied, and these may be a sale in the statute's sense: advertising networks",
        "sale-denied-beside-sale: 'shared' is denied, and these may be sharing in the statute's sense: advertising networks",
    ]


def test_the_day_can_be_asked_for(tmp_path: Path) -> None:
    """A policy grows old without a change to any file."""
    root = project_of(tmp_path, shop("updated: 2026-01-01\nshared: none"))

    now = ropa(root, "ccpa", "--reconcile", "--fail-on", "never")
    later = ropa(root, "ccpa", "--reconcile", "--as-of", "2027-06-30")

    assert "policy-older-than-12-months" not in now.out
    assert "last updated on 2026-01-01, more than 12 months before 2027-06-30" in later.out
    assert (now.status, later.status) == (0, 1)


def test_the_tables_are_printed_for_pasting(tmp_path: Path) -> None:
    """Markdown unless asked otherwise; with what is derived only where that is asked for."""
    root = project_of(tmp_path, californian())

    plain, derived = ropa(root, "ccpa"), ropa(root, "ccpa", "--derived")
    titles = [
        re.findall(r"^## (.*)$", ran.out.replace("\\", ""), flags=re.MULTILINE)
        for ran in (plain, derived)
    ]

    assert (plain.status, plain.err) == (0, "")
    assert titles[0] == [
        "Categories of personal information as declared",
        "Sensitive personal information as declared",
        "Personal information sold or shared in the preceding 12 months",
        "Personal information disclosed for a business purpose in the preceding 12 months",
        "Elements of the privacy policy and the notice at collection",
        "Notice at collection, by category",
    ]
    assert titles[1][:6] == titles[0]
    assert "derived" not in plain.out
    assert "derived" in derived.out


@pytest.mark.parametrize(
    ("format", "begins"), [("html", "<section"), ("csv", '"Table","Label the')]
)
def test_the_tables_are_printed_in_other_formats(tmp_path: Path, format: str, begins: str) -> None:
    """A fragment for a page, or rows for a spreadsheet."""
    ran = ropa(project_of(tmp_path, californian()), "ccpa", "--format", format)

    assert ran.out.lstrip().startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--format", "docx"), "there is no format 'docx' here; there are markdown, html, csv"),
        (("--reconcile", "--format", "csv"), "there is no format 'csv' here; there are "),
        (("nobody",), "there is no register 'nobody'"),
    ],
)
def test_what_cannot_be_done_is_said(
    tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    """One sentence, exit status 2, no traceback."""
    ran = ropa(project_of(tmp_path, californian()), "ccpa", *arguments)

    assert ran.status == 2
    assert message in ran.err


def test_a_register_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    """Tables of half a register are not printed as if they were of the whole without a word."""
    root = project_of(
        tmp_path, {**californian(), "records/shop/activities/broken.yaml": "id: broken\n"}
    )

    ran = ropa(root, "ccpa")

    assert ran.status == 1
    assert "broken.yaml" in ran.err


@pytest.mark.parametrize("name", ["callminer-2014", "kaizo-2021"])
def test_who_declares_nothing_under_no_law_of_california_has_no_difference(name: str) -> None:
    """The policy of 2014 is older than the law, and Kaizo's speaks of the GDPR alone."""
    assert ropa(ROOT, "ccpa", name, "--reconcile") == Ran(0, "nothing found\n", "")


DIFFERENCES = {
    "callminer-2023": {
        "declared-but-not-recorded": 2,
        "denial-names-no-period": 1,
        "policy-older-than-12-months": 1,
        "recipient-not-declared": 13,
        "recorded-but-not-declared": 2,
        "retention-not-declared": 1,
        "sale-denied-beside-sale": 1,
        "sharing-not-addressed": 1,
    },
    "kaizenify": {"categories-not-declared": 1, "sharing-not-addressed": 1},
    "successkpi-2024": {
        "denial-names-no-period": 1,
        "recipient-not-declared": 8,
        "recorded-but-not-declared": 1,
        "retention-not-declared": 1,
        "sale-denied-beside-sale": 1,
        "sharing-not-addressed": 1,
    },
}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_the_others_have_the_differences_the_manual_explains(name: str) -> None:
    """By rule and count; who corrects a record corrects the worked example with it."""
    ran = ropa(ROOT, "ccpa", name, "--reconcile", "--as-of", "2024-09-12", "--format", "json")

    assert Counter(one["rule"] for one in json.loads(ran.out)["diagnostics"]) == DIFFERENCES[name]
