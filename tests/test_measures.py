"""Measures at length stand under the headings of an authority's form, and the words of the list say which."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from registers import register_of
from ropa import documents, vocabulary
from ropa.documents.table import Document
from support import SHOP

REGISTER = "records/shop/register.yaml"
SALES = "records/shop/activities/sales.yaml"
OWN = """\
vocabulary:
  measures:
    locks: {label: locks on doors}
    till-log: {label: log of the till, heading: traceability}
"""
MEASURES = """\
security:
  only: true
  backup: {text: Every night}
  locks: stated
  till-log: {inferred: The till prints one.}
  access-control: {text: Staff only}
  least-privilege: stated
"""


def appendix(root: Path, measures: str) -> Document:
    files = {**SHOP, REGISTER: SHOP[REGISTER] + OWN, SALES: SHOP[SALES] + measures}
    return documents.appendix(register_of(root, files), date(2026, 1, 31))


def printed(document: Document) -> list[str]:
    """The lines of the appendix about the measures of an activity."""
    parts = [part for section in document.sections for part in (section, *section.sections)]
    [sales] = [part for part in parts if part.name == "sales"]
    [cell] = [cell for name, _, cell in sales.facts if name == "Security measures"]
    return str(cell).splitlines()


def test_every_measure_has_a_heading() -> None:
    """Seven of them, of one authority; how far they were verified is said once for all."""
    headings = vocabulary.words("measure_headings")
    used = Counter(word.text("heading") for word in vocabulary.words("measures").values())

    assert set(used) == set(headings)
    assert len(headings) == 7
    assert {(word.text("authority"), word.text("verified")) for word in headings.values()} == {
        ("CNIL, France", "secondary")
    }


def test_an_activity_lists_its_measures_by_heading(tmp_path: Path) -> None:
    """In the order of the form; a word of one's own without a heading is among the others."""
    assert printed(appendix(tmp_path, MEASURES)) == [
        "User access control:",
        "1. access control: Staff only",
        "2. least privilege and need to know",
        "Traceability:",
        "log of the till [inferred: The till prints one]",
        "Backup of data:",
        "backup: Every night",
        "Other measures:",
        "locks on doors",
    ]


@pytest.mark.parametrize("state", ["none", "not-stated"])
def test_no_heading_stands_over_nothing(tmp_path: Path, state: str) -> None:
    """A list that is denied or silent has no items to sort."""
    assert ":" not in "".join(printed(appendix(tmp_path, f"security: {state}\n")))


def test_measures_of_one_kind_need_no_heading(tmp_path: Path) -> None:
    """One heading over the whole list tells nobody anything."""
    measures = "security: {only: true, access-control: stated, least-privilege: stated}\n"

    assert printed(appendix(tmp_path, measures)) == [
        "1. access control",
        "2. least privilege and need to know",
    ]


def test_the_annex_groups_by_heading_and_says_whose_they_are(tmp_path: Path) -> None:
    """Whoever reads a heading of an authority reads how far it was verified."""
    document = appendix(tmp_path, MEASURES)
    [annex] = [section for section in document.sections if section.name == "security"]
    [table] = annex.tables
    rows = [(str(row["heading"]), str(row["measure"])) for row in table.records()]

    assert rows == [
        ("user access control", "access control"),
        ("user access control", "least privilege and need to know"),
        ("traceability", "log of the till [inferred: The till prints one]"),
        ("backup of data", "backup"),
        ("other measures", "locks on doors"),
    ]
    assert annex.lead == (
        "Headings of measures as in the form of the CNIL, France, in translation (taken from somebody’s reading of the "
        "template, not compared with the authority’s own file).",
    )
