"""The first real register: a reconstruction says so everywhere, and says nothing its source does not say."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook

from registers import FILES, bakery, callminer, rendered, table_of
from ropa import documents
from ropa.documents.identity import status_lines
from ropa.documents.table import Table
from support import ROOT, ropa

NAME = "callminer-2023"

LINE = (
    "Reconstructed from CallMiner Privacy Policy (effective 2023-07-18). Not made, reviewed or approved by "
    "CallMiner, Inc.; not its record under GDPR Art. 30. “not stated” means these documents do not say it, not "
    "that it is not done."
)


def text_of(name: str, file: str) -> str:
    return rendered(name)[file].decode()


def test_the_line_is_one() -> None:
    """Who speaks, from what, and what silence means, as `product.md` has it."""
    assert status_lines(callminer()) == (LINE,)


def test_these_files_are_written_and_no_more() -> None:
    """What a user finds in the output folder."""
    assert sorted(rendered(NAME)) == sorted(FILES)


def sheets_without(name: str, line: str) -> list[str]:
    book = load_workbook(io.BytesIO(rendered(name)["register.xlsx"]), read_only=True)
    return [
        sheet.title
        for sheet in book.worksheets
        if not any(value == line for row in sheet.iter_rows(values_only=True) for value in row)
    ]


def test_every_sheet_says_whose_record_it_is() -> None:
    """A sheet is copied out of its workbook sooner than one thinks."""
    assert sheets_without(NAME, LINE) == []


def test_every_sheet_that_holds_records_says_whose_record_it_is() -> None:
    """The legend explains words; every other sheet speaks about the organization."""
    assert set(sheets_without(NAME, LINE)) <= {"Legend"}


def test_every_table_says_whose_record_it_is() -> None:
    """The tables that are pasted into pages of other people carry the line themselves."""
    register = callminer()
    assert register.record.as_of is not None
    document = documents.ccpa_tables(register, register.record.as_of)

    assert [table.name for table in document.tables if LINE not in table.lead] == []


def test_the_page_the_text_and_the_list_say_whose_record_it_is() -> None:
    """HTML and Markdown before the first table, CSV in every row, JSON under a name of its own."""
    html, markdown = text_of(NAME, "ccpa.html"), text_of(NAME, "ccpa.md")
    rows = [row for row in csv.reader(io.StringIO(text_of(NAME, "ccpa.csv"))) if row]

    assert LINE in html[: html.index("<table")]
    assert LINE in markdown[: markdown.index("\n## ")].replace("\\", "")
    assert {row[-1] for row in rows} == {"Whose record this is", LINE}
    assert json.loads(text_of(NAME, "register.json"))["status"] == [LINE]


@pytest.mark.parametrize("file", ["ccpa.md", "ccpa.html", "ccpa.csv", "register.json"])
def test_an_own_register_never_says_so(file: str) -> None:
    """The bakery keeps its own record, and no document of it says otherwise."""
    assert status_lines(bakery()) == ()
    assert "econstruct" not in text_of("example-bakery", file)


def test_no_sheet_of_an_own_register_says_so() -> None:
    """Not on a sheet, nor in the file's properties."""
    book = load_workbook(io.BytesIO(rendered("example-bakery")["register.xlsx"]), read_only=True)
    words = [
        value
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if value
    ]

    assert [word for word in words if "econstruct" in str(word)] == []
    assert not book.properties.description


def test_the_record_is_true_though_incomplete() -> None:
    """A true record of a vague policy has warnings and no errors."""
    ran = ropa(ROOT, "check", NAME, "--format", "json")
    found = Counter(one["severity"] for one in json.loads(ran.out)["diagnostics"])

    assert (ran.status, ran.err) == (0, "")
    assert found["error"] == 0
    assert found["warning"] > 0


def test_it_has_both_halves() -> None:
    """The company's own purposes, and what it does for its customers."""
    roles = Counter(role for record in callminer().records for role in record.activity.role.items)

    assert dict(roles) == {"controller": 14, "processor": 1}


def test_the_declared_table_lacks_three_letters() -> None:
    """Rows for B, E and H are not in the policy; nobody has put them there."""
    declared = callminer().record.declared
    assert declared is not None and declared.categories is not None

    assert {letter: row.collected for letter, row in declared.categories.items.items()} == {
        "A": "yes",
        "C": "no",
        "D": "yes",
        "F": "yes",
        "G": "yes",
        "I": "yes",
        "J": "yes",
        "K": "yes",
    }


def test_no_gap_is_called_a_breach() -> None:
    """What a document does not say is nothing the organization has failed to do."""
    said = {
        str(row["what"]) for row in table("gaps").records() if str(row["state"]) == "not stated"
    }

    assert said == {"The source does not say."}


def table(name: str) -> Table:
    register = callminer()
    assert register.record.as_of is not None
    return table_of(documents.workbook(register, register.record.as_of), name)


def test_a_may_stays_a_may() -> None:
    """What the policy hedges is qualified on paper, in the cell where it is said."""
    [row] = [row for row in table("controller").records() if str(row["key"]) == "advertising"]

    assert "[source: “may”" in str(row["recipients"])


@pytest.mark.sources
def test_the_document_is_the_one_the_register_was_read_from(sources: Path) -> None:
    """Evidence in another edition of the policy is no evidence."""
    for source in callminer().sources.values():
        assert hashlib.sha256((sources / source.file).read_bytes()).hexdigest() == source.sha256


@pytest.mark.sources
def test_every_anchor_stands_in_the_document(sources: Path) -> None:
    """With the documents at hand, nothing the register cites is missing from them."""
    ran = ropa(ROOT, "check", NAME, "--sources", str(sources), "--format", "json")

    assert (ran.status, ran.err) == (0, "")
    assert [
        one["rule"] for one in json.loads(ran.out)["diagnostics"] if one["severity"] == "error"
    ] == []
