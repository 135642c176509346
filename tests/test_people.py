"""People and functions written once: whoever answers for something is named by key, and printed by name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from registers import register_of
from ropa import documents
from ropa.register import Register
from ropa.register.select import narrowed
from support import SHOP, project_of, ropa

PAYROLL = """\
    id: payroll
    name: Payroll
    role: {controller: stated}
    owner: [head-of-hr, payroll-lead]
    recipients: {tax-adviser: stated}
    systems: {till: stated}
    """
FILES = {
    "records/shop/activities/payroll.yaml": PAYROLL,
    "records/shop/people.yaml": """\
        head-of-hr: {name: Head of human resources, email: hr@shop.example, department: Human resources}
        payroll-lead: {telephone: "+353 1 5550100"}
        """,
    "records/shop/recipients.yaml": "tax-adviser: {name: Example Tax LLP, owner: head-of-hr}\n",
    "records/shop/systems.yaml": "till: {name: ExampleTill, owner: payroll-lead}\n",
}
NOBODY = {**FILES, "records/shop/people.yaml": ""}


def written(files: Mapping[str, str]) -> dict[str, str]:
    return {**SHOP, **{name: dedent(text) for name, text in files.items() if text}}


def register(root: Path, files: Mapping[str, str] = FILES) -> Register:
    return register_of(root, written(files))


def appendix(shop: Register) -> str:
    return repr(documents.appendix(shop, date(2026, 1, 31)))


def test_owners_are_printed_by_name(tmp_path: Path) -> None:
    """A key is for the file; who reads the appendix reads whom to ask."""
    document = documents.appendix(register(tmp_path), date(2026, 1, 31))
    parts = [part for section in document.sections for part in (section, *section.sections)]
    [payroll] = [part for part in parts if part.name == "payroll"]
    [people] = [table for part in parts for table in part.tables if table.name == "named_people"]

    assert [str(cell) for name, _, cell in payroll.facts if name == "Owner"] == [
        "Head of human resources, payroll lead"
    ]
    assert [str(row["owned"]) for row in people.records()] == [
        "Payroll\nExample Tax LLP",
        "Payroll\nExampleTill",
    ]


def test_without_people_any_words_will_do(tmp_path: Path) -> None:
    """Who has a function in mind and no file of them writes it as before."""
    files = {
        **NOBODY,
        "records/shop/activities/payroll.yaml": PAYROLL.replace("payroll-lead", "Jo"),
    }
    shop = register(tmp_path, files)

    assert "head-of-hr, Jo" in appendix(shop)
    done = ropa(project_of(tmp_path / "again", written(files)), "check")
    assert "unknown-owner" not in done.out


def test_an_owner_that_is_nobody_is_found_with_the_nearest(tmp_path: Path) -> None:
    """In an activity, with a vendor, with a system."""
    files = {name: text.replace("head-of-hr", "head-of-rh") for name, text in FILES.items()}
    files["records/shop/people.yaml"] = FILES["records/shop/people.yaml"]
    done = ropa(project_of(tmp_path, written(files)), "check")

    found = """\
        records/shop/activities/payroll.yaml:4:9: error: 'head-of-rh' is not in people.yaml [unknown-owner]
            4 | owner: [head-of-rh, payroll-lead]
              |         ^^^^^^^^^^
              = help: did you mean 'head-of-hr'?
        """
    assert dedent(found) in done.out
    assert "records/shop/recipients.yaml:1:45: error: 'head-of-rh'" in done.out
    assert done.out.count("unknown-owner") == 2


@pytest.mark.parametrize("pattern", ["head-of-hr", "head of human*", "payroll lead"])
def test_activities_are_selected_by_key_and_by_name(tmp_path: Path, pattern: str) -> None:
    """Whoever selects has read the one or the other."""
    [record] = narrowed(register(tmp_path), (f"owner={pattern}",)).records

    assert record.activity.id == "payroll"


def test_people_are_not_for_the_public(tmp_path: Path) -> None:
    """A register that is published names no employee."""
    root = project_of(tmp_path, written(FILES))
    done = ropa(root, "render", "--format", "json", "--public", "--output", str(root / "out"))
    assert done.status == 0, done.err
    text = (root / "out/shop/register.json").read_text()

    assert "hr@shop.example" not in text
    assert "people" not in json.loads(text)
    assert "head-of-hr" not in text
