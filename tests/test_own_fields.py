"""Where an activity is run, the organization's own number for it, and fields of the organization's own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from registers import register_of
from ropa import documents
from ropa.documents.layout_words import draw
from support import SHOP, project_of, ropa

REGISTER = "records/shop/register.yaml"
PAYROLL = "records/shop/activities/payroll.yaml"
DECLARED = """\
own_fields:
  cost-centre: {label: Cost centre, internal: true}
  works-council: {label: Works council}
"""
PLACES = (
    "establishments: {head-office: {name: Example Head Office, country: IE}, barn: {country: IE}}"
)
ACTIVITY = """\
    id: payroll
    name: Payroll
    role: {controller: stated}
    reference: HR-017
    establishments: [head-office, barn]
    own_fields: {cost-centre: "4711", works-council: Agreement 12}
    """


def written(activity: str = ACTIVITY) -> Mapping[str, str]:
    name = "organization: {name: Corner Shop Ltd"
    assert name in SHOP[REGISTER]
    register = SHOP[REGISTER].replace(name, f"{name}, {PLACES}") + DECLARED
    return {**SHOP, REGISTER: register, PAYROLL: dedent(activity)}


def test_they_are_printed_with_their_labels(tmp_path: Path) -> None:
    """A key is for the file."""
    shop = register_of(tmp_path, written())
    document = documents.appendix(shop, date(2026, 1, 31))
    parts = [part for section in document.sections for part in (section, *section.sections)]
    [payroll] = [part for part in parts if part.name == "payroll"]
    facts = {name: str(cell) for name, _, cell in payroll.facts}

    assert [facts["Reference"], facts["Establishments"], facts["Own fields"]] == [
        "HR-017",
        "Example Head Office\nbarn",
        "Cost centre: 4711\nWorks council: Agreement 12",
    ]
    activity = shop.resolved_by_id["payroll"]
    assert str(draw("own_fields", activity, None)) == facts["Own fields"]
    assert str(draw("establishments", activity, None)) == "Example Head Office, barn"


def test_a_public_register_has_no_internal_field_of_ones_own(tmp_path: Path) -> None:
    """Neither its values nor its label."""
    root = project_of(tmp_path, written())
    done = ropa(root, "render", "--format", "json", "--public", "--output", str(root / "out"))
    assert done.status == 0, done.err
    text = (root / "out/shop/register.json").read_text()
    [payroll] = [each for each in json.loads(text)["activities"] if each["id"] == "payroll"]

    assert payroll["own_fields"] == {"works-council": "Agreement 12"}
    assert "4711" not in text
    assert "Cost centre" not in text


@pytest.mark.parametrize(
    ("activity", "found"),
    [
        (
            ACTIVITY.replace("barn", "bran"),
            """\
            records/shop/activities/payroll.yaml:5:31: error: 'bran' is not among the establishments of the organization [unknown-establishment]
                5 | establishments: [head-office, bran]
                  |                               ^^^^
                  = help: did you mean 'barn'?
            """,
        ),
        (
            ACTIVITY.replace("cost-centre", "cost-center"),
            """\
            records/shop/activities/payroll.yaml:6:14: error: 'cost-center' is not a field that this register declares [unknown-own-field]
                6 | own_fields: {cost-center: "4711", works-council: Agreement 12}
                  |              ^^^^^^^^^^^
                  = help: did you mean 'cost-centre'?
            """,
        ),
    ],
    ids=["establishment", "own field"],
)
def test_a_name_that_nobody_declared_is_found(tmp_path: Path, activity: str, found: str) -> None:
    """Place, fault, and the name most like it."""
    done = ropa(project_of(tmp_path, written(activity)), "check")

    assert dedent(found) in done.out
    assert done.out.count(": error: ") == 1
