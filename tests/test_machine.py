"""``register.json``: everything a register says, resolved, for machines."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from registers import DRAWN, POLICY, activity, bakery, files, general, register_of, rendered
from ropa import documents
from ropa.register import Register

DAY = date(2026, 1, 31)


def written(register: Register) -> dict[str, Any]:
    """The register as a machine reads it back."""
    got: dict[str, Any] = json.loads(
        json.dumps(documents.register_json(register, DAY), ensure_ascii=False)
    )
    return got


def values(entry: dict[str, Any], question: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = entry["answers"][question]["values"]
    return found


def test_a_machine_finds_the_register_by_fixed_names() -> None:
    """The names are a promise to whoever reads the file next year."""
    got = written(bakery())

    assert list(got) == [
        "format",
        "register",
        "title",
        "kept_by",
        "status",
        "as_of",
        "as_of_is_stated",
        "revision",
        "organization",
        "representatives",
        "dpo",
        "contacts",
        "applicable_laws",
        "not_addressed",
        "rights",
        "opt_outs",
        "minors",
        "declared",
        "confirmed_by",
        "inconsistencies",
        "recipients",
        "systems",
        "controllers",
        "activities",
        "gaps",
        "sources",
    ]
    assert (got["format"], got["register"], got["as_of"]) == (
        "ropa-register/1",
        "example-bakery",
        "2026-01-31",
    )


def test_an_answer_is_whole() -> None:
    """State, words, marks, passages, and the facts behind the words."""
    [_, payroll] = written(bakery())["activities"]

    assert values(payroll, "retention")[2] == {
        "key": "",
        "state": "stated",
        "text": "6 years from the end of the tax year (tax law)",
        "marks": [],
        "passages": [],
        "of": "salary",
        "facts": {"period": "P6Y", "after": "the end of the tax year", "law": "tax law"},
    }
    assert values(payroll, "security")[0] == {
        "key": "access-control",
        "state": "general",
        "text": "access control: Only staff who need the data have an account",
        "marks": ["general statement"],
        "passages": [],
        "general": "whole-bakery",
        "facts": {"text": "Only staff who need the data have an account."},
    }
    assert payroll["answers"]["retention"]["article"] == "GDPR Art. 30(1)(f)"


def test_a_tuple_of_facts_is_a_list() -> None:
    """Countries, data and dates are values, not sentences."""
    [newsletter, payroll] = written(bakery())["activities"]

    assert values(newsletter, "transfers")[0]["facts"] == {
        "text": "Addresses are kept at the delivery service",
        "importer": "email-delivery",
        "countries": ["US"],
    }
    assert values(payroll, "recipients")[0]["facts"]["contract"] == {
        "state": "stated",
        "title": "Processing contract",
        "on": "2024-05-01",
        "party": "Example Payroll GmbH",
    }


def test_passages_and_gaps_are_named(tmp_path: Path) -> None:
    """A claim's passages, the register's sources, and what stands open: by name."""
    said = "security: {vague: Usual., from: [till, letters]}\n"
    register = register_of(
        tmp_path,
        files(DRAWN, "not_addressed: [transfers]\n", activities=said, sources__policy=POLICY),
    )
    got = written(register)

    assert values(got["activities"][0], "security")[0]["passages"] == ["till", "letters"]
    assert list(got["sources"]["policy"]["passages"]) == ["who", "till", "letters", "nothing"]
    assert {
        "activity": "sales",
        "element": "transfers",
        "item": "",
        "article": "GDPR Art. 30(1)(e)",
        "condition": "where-applicable",
        "state": "not-stated",
    } in got["gaps"]
    assert got["not_addressed"] == ["transfers"]
    assert got["status"][0].startswith(
        "Reconstructed from Privacy Policy (effective 2025-12-01). Not made"
    )


def test_what_the_register_says_of_itself_is_there(tmp_path: Path) -> None:
    """Rights, inconsistencies, declared tables and vendors are not only for paper."""
    more = """\
        rights: {access: {text: A copy., people: Everybody}}
        opt_outs: {promotional-email: {text: By a link.}}
        minors: {text: None.}
        contacts: {questions: {email: q@shop.example}}
        applicable_laws: {eu-gdpr: stated, vague: And others.}
        declared: {categories: {A: {label: Identifiers, collected: yes}}}
        inconsistencies: {kept: {text: Both., between: [till, letters], activities: [sales]}}
        """
    register = register_of(
        tmp_path,
        files(
            said=more,
            blocks=general("profiling: none"),
            activities={"sales": activity(said="active_from: 2020-01-01\n")},
            sources__policy=POLICY,
            recipients="acme: {name: Acme, category: payroll}\n",
            controllers="bakers: {name: Bakers}\n",
        ),
    )
    got = written(register)

    assert got["rights"] == {
        "items": {"access": {"state": "stated", "text": "A copy.", "people": "Everybody"}}
    }
    assert got["applicable_laws"] == {
        "items": {"eu-gdpr": {"state": "stated"}},
        "rest": {"state": "vague", "wording": "And others."},
    }
    assert got["declared"] == {
        "categories": {
            "items": {"A": {"state": "stated", "label": "Identifiers", "collected": "yes"}}
        }
    }
    assert got["inconsistencies"] == {
        "kept": {"text": "Both.", "between": ["till", "letters"], "activities": ["sales"]}
    }
    assert got["recipients"] == {"acme": {"state": "stated", "name": "Acme", "category": "payroll"}}
    assert got["controllers"] == {"bakers": {"state": "stated", "name": "Bakers"}}
    assert got["activities"][0]["active_from"] == "2020-01-01"


def test_the_file_is_utf_8_with_indentation() -> None:
    """A person can read it, and a diff shows lines."""
    data = rendered("callminer-2023")["register.json"]

    assert data.startswith(b'{\n  "format": "ropa-register/1",\n  "register": "callminer-2023",\n')
    assert data.endswith(b"}\n")
    assert "“" in data.decode()
