"""The appendix carries its data: a reader that opens attachments has the same facts as one that reads pages."""

from __future__ import annotations

import json
import re

import pytest

from registers import about, appendix_of, each_of, pages_of, rendered
from ropa.output.archival import seal_holds

pytestmark = pytest.mark.needs("pango")

BOOKS = ["example-bakery", "callminer-2023"]


@each_of(*BOOKS)
def test_the_data_and_the_workbook_are_attached(name: str) -> None:
    """What the auditor sorts and filters is what the pages say, byte for byte the files beside the appendix."""
    files = rendered(name)

    attached = appendix_of(name).attachments

    assert {name: list(versions) for name, versions in attached.items()} == {
        "register.json": [files["register.json"]],
        "register.xlsx": [files["register.xlsx"]],
    }


@about("example-bakery")
def test_each_says_how_it_relates_to_the_pages() -> None:
    """ISO 19005-3 Annex E: the data the pages were made of, and another form of them."""
    root = appendix_of("example-bakery").trailer["/Root"]

    found = [
        (file["/UF"], file["/AFRelationship"], file["/Desc"])
        for file in (one.get_object() for one in root["/AF"])
    ]

    assert found == [
        ("register.json", "/Data", "The facts of this document, for programs"),
        ("register.xlsx", "/Alternative", "The facts of this document as a workbook"),
    ]


@about("example-bakery")
def test_a_byte_that_changed_breaks_the_seal() -> None:
    """A page altered in a hex editor is noticed without anything beside the file."""
    data = rendered("example-bakery")["appendix.pdf"]
    altered = [
        data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        for place in range(0, len(data), 4999)
    ]

    assert seal_holds(data) is True
    assert {seal_holds(one) for one in [*altered, data + b"\n", b"%" + data]} == {False}


def test_another_tools_file_has_no_seal() -> None:
    """Nothing is said of a file that was not made here."""
    assert seal_holds(b"%PDF-1.7\n%%EOF\n") is None


def folded(words: str) -> str:
    """*words* without white space and hyphens, as a line break in a PDF leaves them."""
    return re.sub(r"[\s\u00ad\u200b-]+", "", words)


@each_of(*BOOKS)
def test_the_pages_hold_every_value_of_the_data(name: str) -> None:
    """The data attached say nothing that the pages leave out."""
    text = folded("".join(pages_of(name)))
    data = json.loads(rendered(name)["register.json"])
    values = [
        line
        for entry in data["activities"]
        for answer in entry["answers"].values()
        for value in answer["values"]
        for line in (entry["name"], *value["text"].split("\n"))
    ]
    values += [
        *data["status"],
        *(inconsistency["text"] for inconsistency in data["inconsistencies"].values()),
    ]

    assert values
    assert [line for line in values if folded(line) not in text] == []
