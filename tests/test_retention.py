"""Retention: a rule, or several by keys of your own and one for the rest, on paper and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from books import ACTIVITY, HEAD, add, book_at, cell_of, come_back, diff, shop, write
from books import texts as texts_of
from olds import first, plain, project
from registers import activity_of, files, general, register_of, rows, said
from ropa.documents import annexes
from ropa.documents.overview import question_cell
from ropa.fields import retention
from ropa.fields.table import at
from ropa.model.personal_data import Retention
from ropa.register import Register
from ropa.vocabulary import names
from support import lines, problems, ropa, sales

RULES = """\
retention:
  tickets: {period: P2Y, after: the ticket is closed, data: [email]}
  cctv: {period: PT72H, action: delete}
  period: P6Y
  after: the end of the tax year
  law: § 147 AO
  action: delete
"""
RECORD = f"""\
id: sales
name: Sales
role: {{controller: stated}}
purposes: {{selling: {{text: Selling., lawful_basis: {{contract: stated}}}}}}
personal_data: {{name: stated, email: stated}}
{RULES}"""


def register_at(root: Path, answers: str = "", shared: str = "") -> Register:
    return register_of(root, files(blocks=shared and general(shared), activities=answers))


def line(root: Path, rule: str) -> str:
    [(_, words)] = said(register_at(root, f"retention: {rule}"), "retention")
    return words


SAID = [
    (
        "{period: P6Y, after: the end of the tax year, law: § 147 AO, action: delete}",
        "6 years from the end of the tax year (§ 147 AO), then deleted",
    ),
    ("{after: the ticket is closed}", "after the ticket is closed"),
    ("{period: P2Y, after: the ticket is closed}", "2 years after the ticket is closed"),
    (
        "{after: The ticket is closed., action: archive}",
        "after The ticket is closed, then archived",
    ),
    ("{period: PT72H}", "72 hours"),
    ("{period: P1DT1H}", "1 day 1 hour"),
    ("{period: no-limit}", "no limit"),
    ("{until: you leave Example Inc.}", "until you leave Example Inc."),
    (
        "{period: P1Y, until: you leave Example Inc., action: review}",
        "1 year, until you leave Example Inc., then reviewed",
    ),
    ("{law: § 147 AO}", "as long as § 147 AO asks"),
    ("{law: § 147 AO, action: return}", "as long as § 147 AO asks, then returned"),
    ("{action: anonymize}", "anonymized"),
    ("{period: P1Y, countries: [IE, FR]}", "1 year; in Ireland, France"),
    ("{tickets: {period: P2Y}}", "tickets: 2 years"),
    ("{tickets: {until: you leave Example Inc.}}", "tickets: until you leave Example Inc."),
    ("{tickets: {vague: As needed.}}", "tickets: As needed. [vague]"),
]


@pytest.mark.parametrize(("rule", "words"), SAID)
def test_a_rule_reads_as_a_sentence(tmp_path: Path, rule: str, words: str) -> None:
    """With no comma before "from", and no full stop twice or lost."""
    assert line(tmp_path, rule) == words


def test_a_rule_says_what_it_holds_for(tmp_path: Path) -> None:
    """Data, people, purposes and places by the names that readers know."""
    head = HEAD.replace(
        "email: privacy@shop.example}",
        "email: privacy@shop.example, establishments: {dublin: {name: Dublin office}}}",
    )
    rule = (
        "retention: {logs: {period: P1Y, data: [name], data_subjects: [customers],"
        " purposes: [selling], countries: [IE], establishments: [dublin]}}\n"
        "data_subjects: {customers: stated}\n"
    )
    record = RECORD.replace(RULES, rule)
    register = register_of(
        tmp_path, {ACTIVITY: record, "records/shop/register.yaml": head, "ropa.yaml": "# root\n"}
    )

    assert said(register, "retention") == [
        (
            "stated",
            "logs: 1 year; for the purpose selling; for name; of customers; in Ireland;"
            " at Dublin office",
        )
    ]


WORDS = st.from_regex(r"\A[a-z]{3,8}( [a-z]{3,8}){0,3}\Z").filter(
    lambda words: not {"from", "until", "then", "asks", "for", "of", "in", "at"} & {*words.split()}
)
TEXTS = st.one_of(WORDS, WORDS.map(lambda words: f"{words} (see § 1)"), st.just("Example Inc."))
COUNTS = st.integers(1, 400)
PERIODS = st.one_of(
    st.just("no-limit"),
    COUNTS.map("P{}Y".format),
    COUNTS.map("PT{}H".format),
    st.tuples(COUNTS, COUNTS, COUNTS).map(lambda counts: "P{}Y{}M{}D".format(*counts)),
)


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    """A rule with some of its fields."""
    fields = {
        "period": PERIODS,
        "after": WORDS,
        "until": WORDS,
        "law": TEXTS,
        "action": st.sampled_from(names("retention_actions")),
        "data": st.lists(
            st.sampled_from(names("personal_data")), min_size=1, max_size=3, unique=True
        ),
        "data_subjects": st.lists(
            st.sampled_from(names("data_subjects")), min_size=1, max_size=2, unique=True
        ),
        "countries": st.lists(st.sampled_from(["IE", "FR", "US"]), min_size=1, unique=True),
    }
    return draw(st.fixed_dictionaries({}, optional=fields).filter(bool))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(rule=rules())
def test_what_a_rule_says_is_read_back(rule: dict[str, Any], shop_register: Register) -> None:
    """A line that a document prints is the rule that it was printed of."""
    printed = retention.words(shop_register, Retention.model_validate(rule))

    assert retention.read(shop_register, printed) == rule


@pytest.fixture(scope="module")
def shop_register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    return register_at(tmp_path_factory.mktemp("shop"))


SHARED = "retention: {backups: {period: P90D, action: delete}, period: P10Y}"
RESOLVED = [
    ("", ["backups: 90 days, then deleted [general statement]", "10 years [general statement]"]),
    (
        "retention: {period: P6Y}",
        ["6 years", "backups: 90 days, then deleted [general statement]"],
    ),
    (
        "retention: {tickets: {period: P2Y}}",
        [
            "tickets: 2 years",
            "backups: 90 days, then deleted [general statement]",
            "10 years [general statement]",
        ],
    ),
    (
        "retention: {tickets: {period: P2Y}, vague: As needed.}",
        [
            "tickets: 2 years",
            "As needed. [vague]",
            "backups: 90 days, then deleted [general statement]",
        ],
    ),
    (
        "retention: {tickets: {period: P2Y}, replaces: [everywhere/backups]}",
        ["tickets: 2 years", "10 years [general statement]"],
    ),
    ("retention: {tickets: {period: P2Y}, only: true}", ["tickets: 2 years"]),
    ("retention: not-recorded", ["to be completed"]),
]


@pytest.mark.parametrize(("own", "resolved"), RESOLVED)
def test_own_rules_add_to_general_ones_and_the_own_rest_replaces(
    tmp_path: Path, own: str, resolved: list[str]
) -> None:
    """Own rule for the rest in place of the general one; own items beside the general items."""
    answers = said(register_at(tmp_path, own, SHARED), "retention")

    assert [words for _, words in answers] == resolved


def test_each_data_item_is_kept_by_the_rules_that_hold_for_it(tmp_path: Path) -> None:
    """A rule that names an item stands in place of that for the rest, unless it holds in part."""
    answers = """
        personal_data: {name: stated, email: stated, telephone: {retention: {period: P1Y}}}
        retention:
          tickets: {period: P2Y, data: [email]}
          irish: {period: P3Y, data: [name], countries: [IE]}
          period: P6Y
    """
    register = register_at(tmp_path, answers)
    kept = {
        item.key: [answer.key for answer in item.nested("retention")]
        for item in activity_of(register).items("personal_data")
    }

    assert kept == {"name": ["irish", ""], "email": ["tickets"], "telephone": [""]}
    assert rows(annexes.retention(register), "item", "retention") == [
        ["telephone number", "1 year"],
        ["tickets", "2 years; for email address"],
        ["irish", "3 years; for name; in Ireland"],
        ["all others", "6 years"],
    ]
    assert str(question_cell(activity_of(register), at("retention"))) == (
        "3. telephone number: 1 year\n"
        "tickets: 2 years; for email address\n"
        "irish: 3 years; for name; in Ireland\n"
        "all others: 6 years"
    )


def test_data_of_which_no_rule_speaks_stand_open(tmp_path: Path) -> None:
    """A rule for some data is none for the others."""
    answers = "personal_data: {name: stated, email: stated}\nretention: {a: {period: P1Y, data: [name]}}\n"
    register = register_at(tmp_path, answers)
    [name, email] = activity_of(register).items("personal_data")

    assert [str(one.state) for one in name.nested("retention")] == ["stated"]
    assert [str(one.state) for one in email.nested("retention")] == ["not-recorded"]


def test_json_says_each_rule(tmp_path: Path) -> None:
    """With its key and its fields, also where each item it holds for has a period of its own."""
    record = RECORD.replace("email: stated", "email: {retention: {period: P1Y}}")
    shop(tmp_path, record)
    ropa(tmp_path, "-q", "render", "--format", "json", "--output", str(tmp_path / "out"))
    register = json.loads((tmp_path / "out" / "shop" / "register.json").read_text("utf-8"))
    [activity] = register["activities"]
    values = activity["answers"]["retention"]["values"]

    assert [(value.get("of"), value["key"], value["text"]) for value in values] == [
        ("name", "cctv", "cctv: 72 hours, then deleted"),
        ("name", "", "6 years from the end of the tax year (§ 147 AO), then deleted"),
        ("email", "", "1 year"),
        (None, "tickets", "tickets: 2 years after the ticket is closed; for email address"),
    ]
    assert values[3]["facts"] == {
        "period": "P2Y",
        "after": "the ticket is closed",
        "data": ["email"],
    }


NO_PERIOD = "is not a period; write years as P10Y, months as P18M, days as P30D, hours as PT72H, or no-limit"
PERIODS_THAT_ARE_NONE = ("P", "PT", "P6Y6", "-P1Y", "6 years", "PT1H30M", "unlimited")


@pytest.mark.parametrize("period", PERIODS_THAT_ARE_NONE)
def test_what_is_no_period_is_refused_at_its_place(tmp_path: Path, period: str) -> None:
    """Nobody has to guess what it meant."""
    root = sales(tmp_path, f"retention: {{logs: {{period: {period}}}}}")

    assert problems(root) == lines(
        f"""
        records/shop/activities/sales.yaml:4:28: error: '{period}' {NO_PERIOD} [wrong-value]
            4 | retention: {{logs: {{period: {period}}}}}
              |                            {"^" * len(period)}
        1 error
        """
    )


def test_an_action_that_is_not_listed_is_refused(tmp_path: Path) -> None:
    """The list is closed, and the message says it."""
    assert problems(sales(tmp_path, "retention: {action: burn}")) == lines(
        """
        records/shop/activities/sales.yaml:4:21: error: 'burn' is nothing that happens to data then; write one of delete, anonymize, archive, return, review [wrong-value]
            4 | retention: {action: burn}
              |                     ^^^^
        1 error
        """
    )


def test_what_no_item_has_is_pointed_at(tmp_path: Path) -> None:
    """A rule for data that an activity has not is a rule for nothing."""
    rule = "{data: [phone], data_subjects: [guests], purposes: [fun], establishments: [moon]}"

    assert problems(sales(tmp_path, f"retention: {{logs: {rule}}}")) == lines(
        """
        records/shop/activities/sales.yaml:4:27: error: 'phone' is not among the personal data of this activity [unknown-item]
            4 | retention: {logs: {data: [phone], data_subjects: [guests], purposes: [fun], establishments: [moon]}}
              |                           ^^^^^
              = help: add 'phone:' under 'personal_data:'
        records/shop/activities/sales.yaml:4:51: error: 'guests' is not among the data subjects of this activity [unknown-item]
            4 | retention: {logs: {data: [phone], data_subjects: [guests], purposes: [fun], establishments: [moon]}}
              |                                                   ^^^^^^
              = help: add 'guests:' under 'data_subjects:'
        records/shop/activities/sales.yaml:4:71: error: 'fun' is not among the purposes of this activity [unknown-item]
            4 | retention: {logs: {data: [phone], data_subjects: [guests], purposes: [fun], establishments: [moon]}}
              |                                                                       ^^^
              = help: add 'fun:' under 'purposes:'
        records/shop/activities/sales.yaml:4:94: error: 'moon' is not among the establishments of the organization [unknown-establishment]
            4 | retention: {logs: {data: [phone], data_subjects: [guests], purposes: [fun], establishments: [moon]}}
              |                                                                                              ^^^^
              = help: add 'moon:' under 'organization: establishments:' in register.yaml
        4 errors
        """
    )


def test_a_misspelt_field_is_no_rule(tmp_path: Path) -> None:
    """Keys of rules are the author's own, but what is meant for a field is none."""
    assert problems(sales(tmp_path, "retention: {perod: P6Y, logs: {after: x}}")) == lines(
        """
        records/shop/activities/sales.yaml:4:13: error: 'perod' is not a field here [unknown-key]
            4 | retention: {perod: P6Y, logs: {after: x}}
              |             ^^^^^
              = help: did you mean 'period'?
        1 error
        """
    )


def test_a_workbook_of_rules_comes_home_unchanged(tmp_path: Path) -> None:
    """What the sheet of periods shows, it reads."""
    shop(tmp_path, RECORD)
    before = texts_of(tmp_path)
    book = load_workbook(book_at(tmp_path))
    shown = {
        "sales/tickets": ("2 years", "the ticket is closed", None, "email address"),
        "sales/cctv": ("72 hours", None, "deleted", None),
        "sales": ("6 years", "the end of the tax year", "deleted", None),
    }
    headings = ("Period", "Counted from", "Then", "Holds for data")

    assert {
        key: tuple(cell_of(book, "Retention", key, heading).value for heading in headings)
        for key in shown
    } == shown
    assert come_back(tmp_path).out == "register.xlsx: nothing was changed in it\n"
    assert texts_of(tmp_path) == before


CORRECTIONS = {
    "a rule": (
        [
            ("Retention", "sales/tickets", "Period", "36 hours"),
            ("Retention", "sales/tickets", "Then", "archived"),
            ("Retention", "sales/tickets", "Holds for data", "email address\nname"),
        ],
        [
            "-  tickets: {period: P2Y, after: the ticket is closed, data: [email]}",
            "+  tickets: {period: PT36H, after: the ticket is closed, data: [email, name], "
            "action: archive, from: statement-2026-02-01}",
        ],
    ),
    "the rule for the rest": (
        [
            ("Retention", "sales", "Period", "no limit"),
            ("Retention", "sales", "Holds for countries", "Ireland\nFrance"),
        ],
        [
            "-  period: P6Y",
            "+  period: no-limit",
            "+  countries: [IE, FR]",
            "+  from: statement-2026-02-01",
        ],
    ),
}


@pytest.mark.parametrize("name", CORRECTIONS)
def test_a_corrected_rule_comes_home(name: str, tmp_path: Path) -> None:
    """Each field by its column, and nothing else is touched."""
    cells, expected = CORRECTIONS[name]
    before = texts_of(shop(tmp_path, RECORD))[ACTIVITY]
    write(tmp_path, *cells)

    ran = come_back(tmp_path)

    assert (ran.status, ran.err) == (0, "")
    assert diff(before, texts_of(tmp_path)[ACTIVITY]) == expected


def test_a_general_rule_that_is_corrected_becomes_the_activitys_own(tmp_path: Path) -> None:
    """An item stands in place of the general one; a rule for the rest does so by itself."""
    head = HEAD.replace("    locations: none\n", f"    {SHARED}\n")
    record = RECORD.replace(RULES, "retention: {tickets: {period: P2Y}}\n")
    shop(tmp_path, record, **{"records/shop/register.yaml": head})
    write(
        tmp_path,
        ("Retention", "sales/backups", "Period", "30 days"),
        ("Retention", "sales", "Period", "8 years"),
    )

    ran = come_back(tmp_path)

    assert (ran.status, ran.err) == (0, "")
    assert diff(record, texts_of(tmp_path)[ACTIVITY]) == [
        "-retention: {tickets: {period: P2Y}}",
        "+retention: {tickets: {period: P2Y}, backups: {period: P30D, "
        "from: statement-2026-02-01, action: delete}, replaces: [everywhere/backups], period: P8Y, "
        "from: statement-2026-02-01}",
    ]


def test_a_new_row_of_the_sheet_is_a_rule(tmp_path: Path) -> None:
    """Its key is no word of data; one that is like such a word is refused, as before."""
    before = texts_of(shop(tmp_path, RECORD))[ACTIVITY]
    add(tmp_path, "Retention", {"Key": "sales/invoices", "Period": "10 years"})

    ran = come_back(tmp_path)

    assert (ran.status, ran.err) == (0, "")
    assert diff(before, texts_of(tmp_path)[ACTIVITY]) == [
        "+  invoices: {period: P10Y, from: statement-2026-02-01}",
    ]


@pytest.mark.parametrize("words", ["6", "soon", "P", "-1 years", "1 year 2"])
def test_a_cell_that_is_no_period_is_refused(tmp_path: Path, words: str) -> None:
    """With the way to write one."""
    shop(tmp_path, RECORD)
    write(tmp_path, ("Retention", "sales/cctv", "Period", words))

    ran = come_back(tmp_path)

    assert ran.status == 1
    assert "write it as 6 years, 1 year 6 months, 72 hours, or no limit" in ran.out


def test_a_misspelt_item_of_the_activity_is_no_rule(tmp_path: Path) -> None:
    """Else its own period would be nobody's."""
    before = texts_of(shop(tmp_path, RECORD))
    add(tmp_path, "Retention", {"Key": "sales/emial", "Period": "10 years"})

    ran = come_back(tmp_path)

    assert ran.status == 1
    assert "email" in ran.out
    assert texts_of(tmp_path) == before


CELL = """\
tickets: 2 years after the ticket is closed, then deleted; for email address
cctv: 72 hours
email address: 1 year
all others: 6 years from the end of the tax year (§ 147 AO), then deleted"""


def test_a_first_import_reads_rules(tmp_path: Path) -> None:
    """A line that begins with a word of data is of that item, another name is that of a rule."""
    plain(
        tmp_path / "old.xlsx",
        ("Processing activity", "Purpose", "Data", "Deletion"),
        ("Sales", "Sell", "name\nemail address", CELL),
    )
    root = project(tmp_path)

    ran = first(root, tmp_path / "old.xlsx")

    assert (ran.status, ran.err) == (0, "")
    text = (root / "records/corner/activities/sales.yaml").read_text(encoding="utf-8")
    assert text.partition("personal_data:\n")[2] == lines(
        """
          name: stated
          email:
            retention: {period: P1Y}

        retention:
          tickets: {period: P2Y, after: the ticket is closed, action: delete, data: [email]}
          cctv: {period: PT72H}
          period: P6Y
          after: the end of the tax year
          law: § 147 AO
          action: delete
        """
    )


LAYOUT = """\
title: Ours
controller:
  columns:
    name: {heading: Activity, field: name}
    period: {heading: Period, field: retention.period}
    then: {heading: Then, field: retention.action}
    data: {heading: Data, field: retention.data}
processor: {columns: {name: {heading: Activity, field: name}}}
"""


def test_a_layout_has_a_column_for_each_field_of_a_rule(tmp_path: Path) -> None:
    """Rule by rule; where none is named it holds for all, and that is no gap."""
    shop(tmp_path, RECORD, **{"templates/layouts/ours.yaml": LAYOUT})

    ran = ropa(
        tmp_path,
        "-q",
        "render",
        "--format",
        "xlsx",
        "--layout",
        "ours",
        "--output",
        str(tmp_path / "own"),
    )

    assert (ran.status, ran.err) == (0, "")
    book = load_workbook(tmp_path / "own" / "shop" / "register-ours.xlsx")
    [row] = [
        row
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        if row[0] == "Sales" and len(row) > 3
    ]
    assert row[1:4] == (
        "tickets: 2 years\ncctv: 72 hours\n6 years",
        "tickets: to be completed\ncctv: deleted\ndeleted",
        "tickets: email address\ncctv: all\nall",
    )


def test_a_public_document_leaves_out_remarks_on_rules(tmp_path: Path) -> None:
    """Beside an item, and beside the rule for the rest."""
    record = RECORD.replace("action: delete}", "action: delete, note: hidden}") + "  note: hidden\n"
    shop(tmp_path, record)

    ran = ropa(
        tmp_path,
        "-q",
        "render",
        "--public",
        "--format",
        "json",
        "--output",
        str(tmp_path / "public"),
    )

    assert (ran.status, ran.err) == (0, "")
    assert "hidden" not in (tmp_path / "public/shop/register.json").read_text(encoding="utf-8")
