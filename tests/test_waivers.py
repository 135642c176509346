"""A finding somebody accepted stays in sight, with the reason and the day it ends."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from registers import files, register_of, rows, table_of
from ropa.checker import check
from ropa.documents import appendix, workbook
from ropa.documents.table import Section
from ropa.loader import load
from ropa.project import find
from ropa.register import Register
from ropa.rules import RULES

BEFORE, AFTER = date(2026, 1, 31), date(2027, 1, 31)

REGISTER = """\
waivers:
  identity-not-answered: {reason: An officer is being appointed., until: 2026-12-31, by: head of legal, at: dpo}
  transfer-without-destination: {reason: The vendor has been asked., until: 2026-06-30}
"""

SALES = """\
transfers: {vendor: {text: To the vendor.}}
security: not-recorded
purposes: not-recorded
waivers:
  element-not-answered: {reason: The audit of measures ends in autumn., until: 2026-12-31, at: security}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Register:
    """A register with an open officer, an open element, and a transfer to nowhere: each accepted until some day."""
    return register_of(tmp_path, files(said=REGISTER, activities=SALES))


def waived(register: Register, day: date) -> dict[tuple[str, str], str]:
    """What the gaps of the workbook say beside the activity and the element somebody accepted."""
    gaps = rows(table_of(workbook(register, day), "gaps"), "activity", "element", "waived")
    return {(activity, element): words for activity, element, words in gaps if words}


def test_an_accepted_gap_says_why_by_whom_and_until_when(shop: Register) -> None:
    """The field a waiver names is the one it covers; the purposes beside it stay open."""
    assert waived(shop, BEFORE) == {
        ("The register as a whole", "Data protection officer"): (
            "accepted until 2026-12-31 by head of legal: An officer is being appointed."
        ),
        (
            "Sales",
            "Security measures",
        ): "accepted until 2026-12-31: The audit of measures ends in autumn.",
    }


def test_a_waiver_that_ended_says_so(shop: Register) -> None:
    """What was accepted for a year is open again the year after; nobody has to remember it."""
    assert waived(shop, AFTER)[("Sales", "Security measures")] == (
        "was accepted until 2026-12-31, and is open again: The audit of measures ends in autumn."
    )


def test_a_register_without_waivers_has_no_column_for_them(tmp_path: Path) -> None:
    """A column nobody filled is a column everybody reads."""
    register = register_of(tmp_path, files(activities="security: not-recorded"))

    assert "waived" not in [
        column.name for column in table_of(workbook(register, BEFORE), "gaps").columns
    ]


def test_who_is_to_be_named_beside_the_organization_is_a_gap_too(tmp_path: Path) -> None:
    """GDPR Art. 30(1)(a) asks for the officer and the representative of the register as a whole."""
    blocks = "representatives: {eu: not-stated, uk: {not-applicable: Nobody there is addressed.}}\n"
    gaps = table_of(workbook(register_of(tmp_path, files(said=blocks)), BEFORE), "gaps")

    assert rows(gaps, "activity", "element", "item_of", "article", "state")[:2] == [
        [
            "The register as a whole",
            "Data protection officer",
            "",
            "GDPR Art. 30(1)(a)",
            "to be completed",
        ],
        [
            "The register as a whole",
            "Representative",
            "Representative in the European Union",
            "GDPR Art. 30(1)(a)",
            "not stated",
        ],
    ]


def test_the_appendix_prints_what_a_check_finds_beside_the_gaps(tmp_path: Path) -> None:
    """An auditor sees the findings in the activity they are about and all of them in one annex."""
    register_of(tmp_path, files(said=REGISTER, activities=SALES))
    loaded = load(find(tmp_path))
    [register] = loaded.registers
    document = appendix(register, AFTER, diagnostics=check(register, loaded.texts, RULES))
    [sales] = [
        part for section in document.sections for part in section.sections if part.name == "sales"
    ]

    [annex] = [section for section in document.sections if section.name == "findings"]

    assert [tuple(map(str, row)) for row in annex.tables[0].rows] == [
        (
            *("Sales", "transfer 'vendor' names no destination", "GDPR Art. 30(1)(e)"),
            *("transfer-without-destination", ENDED),
        )
    ]
    assert facts(sales)["Findings of the check"] == (
        f"transfer 'vendor' names no destination [GDPR Art. 30(1)(e); {ENDED}]"
    )


ENDED = "was accepted until 2026-06-30, and is open again: The vendor has been asked."


def facts(section: Section) -> dict[str, str]:
    return {label: str(cell) for label, _, cell in section.facts}
