"""No text of a record is run by a spreadsheet that opens `ccpa.csv`, at whatever it separates the cells."""

from __future__ import annotations

import csv
import io
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies

from ropa.documents.table import Column, Document, Table
from ropa.fields.values import Cell, unqualified
from ropa.output.csv import render, strip

SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")

LIVE = (
    'a;=HYPERLINK("https://shop.example";"x")',
    "b;=1+1;c",
    "d\n=1+1;e",
    'f;"=1+1";g',
    "h; +1|-1\t@SUM(1)",
    "=1+1",
    "'=1+1",
    "i;'=1+1",
    'j;\r\n"" =1+1',
    "plain; words - and | more",
)


def written(texts: Sequence[str]) -> str:
    """The CSV of a table with *texts* below each other."""
    rows = tuple((Cell((unqualified(text),)),) for text in texts)
    table = Table("texts", "Texts", (Column("text", "Text"),), rows)
    return render(
        Document("ccpa", "Title", "Corner Shop Ltd", "en", "2026-01-31", "none", tables=(table,))
    ).decode()


def cells(data: str, separator: str) -> list[str]:
    """What a reader makes of *data* that separates at *separator*."""
    rows = csv.reader(io.StringIO(data, newline=""), delimiter=separator)
    return [cell for row in rows for cell in row]


def test_every_field_is_quoted() -> None:
    """A quote that begins with the cell holds it together; an apostrophe stands wherever a cell could begin."""
    assert written(["plain", "b;=1+1;c", "d\n- e", "=1", ""]) == (
        '"Table","Text","Whose record this is"\r\n'
        '"Texts","plain",""\r\n'
        '"Texts","b;\'=1+1;c",""\r\n'
        '"Texts","d\n\'- e",""\r\n'
        '"Texts","\'=1",""\r\n'
        '"Texts","",""\r\n'
    )


def test_every_text_comes_back() -> None:
    """Whoever separates at commas, as the file is written, has the very texts."""
    assert tuple(map(strip, cells(written(LIVE), ",")[4::3])) == LIVE


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@hypothesis.given(
    texts=strategies.lists(
        strategies.text(strategies.sampled_from("a1=+-@'\" ;|,\t\r\n＝")), max_size=4
    )
)
@hypothesis.example(texts=list(LIVE))
def test_no_separator_makes_a_formula_of_a_text(separator: str, texts: list[str]) -> None:
    """Most of Europe separates at semicolons and a clipboard at tabs, where a quote within a cell holds nothing."""
    assert [
        cell for cell in cells(written(texts), separator) if cell.lstrip(" ").startswith(SIGNS)
    ] == []


@hypothesis.given(
    strategies.lists(strategies.text(strategies.sampled_from("a1=+-@'\" ;|,\t\r\n＝")), min_size=1)
)
def test_apostrophes_come_off_again(texts: list[str]) -> None:
    """Also from a text that has some of its own."""
    assert list(map(strip, cells(written(texts), ",")[4::3])) == texts


@pytest.mark.needs("libreoffice")
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_spreadsheet_runs_no_text(tmp_path: Path, separator: str) -> None:
    """LibreOffice, told to take a formula for a formula, as Excel does unasked."""
    (tmp_path / "ccpa.csv").write_bytes(written([*LIVE, "the end"]).encode())
    options = f"{ord(separator)},34,76,1,,0,false,true,false,false,false,-1,true"

    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            f"--infilter=Text - txt - csv (StarCalc):{options}",
            "--convert-to",
            "fods",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "ccpa.csv"),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    page = (tmp_path / "ccpa.fods").read_text(encoding="utf-8")
    formulas = [
        node
        for node in ElementTree.fromstring(page).iter()
        if any("formula" in key for key in node.attrib)
    ]

    assert "the end" in page
    assert formulas == []
