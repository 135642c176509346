"""How a claim is put into words: what stands before the bracket, and the marks inside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from registers import activity_of, files, general, printed, register_of, said
from ropa.fields.codecs import period

RECIPIENTS = "acme: {name: Acme GmbH, country: DE, category: payroll, email: info@acme.example}\nbare: {email: b@c.example}\n"
CONTROLLERS = "bakers: {name: Bakers United, email: b@b.example}\ncustomers: {text: Customers of the shop}\nothers: {list_kept_at: the ledger}\n"

PHRASES = [
    ("purposes", "{selling: {text: Sell goods.}}", ("stated", "Sell goods")),
    ("purposes", "{selling: stated}", ("stated", "selling")),
    ("data_subjects", "{customers: stated}", ("stated", "customers")),
    (
        "data_subjects",
        "{website-visitors: {when: on Sundays.}}",
        ("stated", "website visitors [on Sundays]"),
    ),
    ("personal_data", "{email: {text: of the shop}}", ("stated", "email address: of the shop")),
    (
        "personal_data",
        "{email: {subjects: [customers]}}",
        ("stated", "email address: of customers"),
    ),
    ("retention", "{period: P1Y6M}", ("stated", "1 year 6 months")),
    (
        "retention",
        "{period: P10Y, after: the sale, law: tax law}",
        ("stated", "10 years from the sale (tax law)"),
    ),
    ("retention", "{until: the end}", ("stated", "until the end")),
    (
        "retention",
        "{vague: As long as needed., period: P1Y}",
        ("vague", "As long as needed. [vague]"),
    ),
    (
        "collected_from",
        "{data-subject: {text: at the till}}",
        ("stated", "data subject directly: at the till"),
    ),
    (
        "collected_from",
        "{data-subject: {data: [email]}}",
        ("stated", "data subject directly: for email address"),
    ),
    (
        "recipients",
        "{acme: {text: Pays wages., purpose: payroll}}",
        ("stated", "Acme GmbH: Pays wages; payroll"),
    ),
    ("recipients", "{bare: stated}", ("stated", "bare")),
    (
        "recipients",
        "{acme: {example_of: payroll}}",
        ("stated", "Acme GmbH: named as an example of payroll and benefits providers"),
    ),
    ("locations", "{IE: {text: The office.}}", ("stated", "Ireland: The office")),
    ("locations", "{eea: stated}", ("stated", "European Economic Area")),
    ("locations", "{head-office: stated}", ("stated", "head office")),
    (
        "transfers",
        "{us: {text: Backups, exporter: The shop, importer: acme}}",
        ("stated", "Backups; The shop → Acme GmbH"),
    ),
    ("transfers", "{us: {importer: The parent company}}", ("stated", "The parent company")),
    ("security", "{access-control: {text: Staff only.}}", ("stated", "access control: Staff only")),
    ("systems", "{till-software: {text: Counts.}}", ("stated", "till software: Counts")),
    (
        "processing_contract",
        "{title: Contract, party: Acme, on: 2024-05-01}",
        ("stated", "Contract, Acme, 2024-05-01"),
    ),
    (
        "dpia",
        "{status: done, title: DPIA 1, location: the safe}",
        ("stated", "done, DPIA 1, the safe"),
    ),
    ("sale", "stated", ("stated", "yes")),
    ("sale", "{text: e-mail addresses, period: 2025}", ("stated", "e-mail addresses, 2025")),
    ("controllers", "{bakers: stated}", ("stated", "Bakers United; b@b.example")),
    ("controllers", "{customers: stated}", ("stated", "Customers of the shop")),
    ("controllers", "{others: stated}", ("stated", "others; list kept at the ledger")),
    ("automated_decisions", "{text: Credit is refused.}", ("stated", "Credit is refused")),
    ("profiling", "{text: None., qualified: may}", ("stated", "None [source: “may”]")),
    (
        "profiling",
        "{inferred: It follows., text: Scores.}",
        ("inferred", "Scores [inferred: It follows]"),
    ),
    ("profiling", "{inferred: It follows.}", ("inferred", "It follows. [inferred: It follows]")),
    (
        "data_subjects",
        "{customers: {inferred: It follows.}}",
        ("inferred", "customers [inferred: It follows]"),
    ),
    ("data_subjects", "{customers: {vague: Regulars}}", ("vague", "customers: Regulars [vague]")),
    ("data_subjects", "{customers: not-stated}", ("not-stated", "customers: not stated")),
    ("data_subjects", "{customers: none}", ("none", "customers: none")),
    ("data_subjects", "{customers: lost}", ("lost", "customers: lost in source")),
    (
        "data_subjects",
        "{customers: {not-applicable: No shop.}}",
        ("not-applicable", "customers: No shop. [No shop]"),
    ),
    ("purposes", "{selling: lost}", ("lost", "lost in source")),
    ("minors", "{not-applicable: It sells tools.}", ("not-applicable", "n/a [It sells tools]")),
]


@pytest.mark.parametrize(
    ("question", "written", "printed_as"), PHRASES, ids=[f"{q}: {w}" for q, w, _ in PHRASES]
)
def test_each_kind_of_claim_has_its_phrase(
    tmp_path: Path, question: str, written: str, printed_as: tuple[str, str]
) -> None:
    """Every document prints the same words for the same claim."""
    register = register_of(
        tmp_path,
        files(
            activities=f"{question}: {written}\n", recipients=RECIPIENTS, controllers=CONTROLLERS
        ),
    )

    assert said(register, question) == [printed_as]


def test_marks_stand_in_one_order(tmp_path: Path) -> None:
    """What the source hedges, when it holds, why it is concluded, and that it was said of many: nothing is dropped."""
    block = general(
        "profiling: {inferred: It follows., qualified: may, when: at night}", "{people: Staff}"
    )
    register = register_of(tmp_path, files(blocks=block))

    assert said(register, "profiling") == [
        (
            "inferred",
            "It follows. [source: “may”; at night; inferred: It follows; general statement, for Staff]",
        )
    ]


def test_details_of_an_item_have_phrases_of_their_own(tmp_path: Path) -> None:
    """Bases, mechanisms, conditions and kinds are words of the law with what the source adds."""
    written = """\
        purposes:
          selling:
            text: Sell goods.
            lawful_basis:
              contract: {contract: The purchase}
              legal-obligation: {law: tax law}
              legitimate-interests: {interest: Selling more., when: for regulars}
            art_9: {explicit-consent: stated}
        """
    register = register_of(tmp_path, files(activities=written))
    [purpose] = activity_of(register).answers["purposes"]

    bases = printed(purpose.nested("lawful_basis"))
    [(_, condition)] = printed(purpose.nested("art_9"))

    assert bases == [
        ("stated", "contract, Art. 6(1)(b): The purchase"),
        ("stated", "legal obligation, Art. 6(1)(c): tax law"),
        ("stated", "legitimate interests, Art. 6(1)(f): Selling more [for regulars]"),
    ]
    assert condition == "explicit consent"


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        ("P1Y", "1 year"),
        ("P10Y", "10 years"),
        ("P18M", "18 months"),
        ("P1W", "1 week"),
        ("P30D", "30 days"),
        ("P1Y6M2W1D", "1 year 6 months 2 weeks 1 day"),
    ],
)
def test_a_period_is_read_aloud(duration: str, words: str) -> None:
    """A data protection officer does not read ISO 8601."""
    assert period(duration) == words
