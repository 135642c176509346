"""The same facts in every format, asserted by parsing each back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import mkdtemp

import pytest
from docx import Document as WordFile
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from pypdf import PdfReader

from californians import californian
from registers import OWN, files, register_of
from ropa import documents
from ropa.documents.table import Document
from ropa.drawing import Request, draw
from ropa.output.csv import strip
from ropa.vocabulary import translate
from test_pages import opened

DAY = date(2026, 1, 31)
Grids = list[list[list[str]]]
"""Tables, rows, cells; headings are the first row."""


@cache
def request() -> Request:
    """The shop that declares everything."""
    return Request(register_of(Path(mkdtemp()), californian()), DAY)


@cache
def written(format: str = "ccpa") -> Mapping[str, bytes]:
    return draw(format, request())


def expected(document: Document) -> Grids:
    """What the view says, white space folded."""
    return [
        [
            [folded(f"{column.heading} {column.article}") for column in table.columns],
            *([folded(str(cell)) for cell in row] for row in table.rows),
        ]
        for table in document.tables
        if table.rows
    ]


def whole() -> Grids:
    return expected(documents.ccpa_tables(request().register, DAY))


def folded(words: str) -> str:
    return " ".join(words.split())


class Tables(HTMLParser):
    """The tables of a page, as a reader of HTML sees them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.grids: Grids = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.cell: list[str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "table":
            self.grids.append([])
        elif tag == "tr":
            self.grids[-1].append([])
        elif tag in ("td", "th"):
            self.cell = []
        elif tag == "br" and self.cell is not None:
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self.cell is not None:
            self.grids[-1][-1].append(folded("".join(self.cell)))
            self.cell = None

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)


def unmarked(grids: Grids) -> Grids:
    """Without the brackets around a mark, which HTML draws as a label of its own."""
    return [[[re.sub(r"[\[\]]", "", cell) for cell in row] for row in grid] for grid in grids]


def test_markdown_reads_as_the_same_tables() -> None:
    """A CommonMark parser with pipe tables gives back every cell."""
    page = (
        MarkdownIt("commonmark", {"html": True})
        .enable("table")
        .render(written()["ccpa.md"].decode())
    )

    assert Tables(page).grids == whole()


def test_html_reads_as_the_same_tables() -> None:
    """The page for review holds every table."""
    assert Tables(written()["ccpa.html"].decode()).grids == unmarked(whole())


def test_the_fragment_reads_as_what_is_declared() -> None:
    """It is pasted: markup alone, headed cells, no style and no script, and nothing that is derived."""
    page = Tables(written()["ccpa-fragment.html"].decode())

    assert page.grids == unmarked(expected(documents.ccpa_disclosure(request().register, DAY)))
    assert [
        tag for tag, _ in page.tags if tag in ("style", "script", "link", "html", "body", "h1")
    ] == []
    assert [tag for tag, attributes in page.tags if "style" in attributes] == []
    assert {attributes.get("scope") for tag, attributes in page.tags if tag == "th"} == {
        "col",
        "row",
    }


def test_csv_reads_as_the_same_tables() -> None:
    """Each row names its table; the last column, whose record it is, is apart."""
    titles = {
        table.title for table in documents.ccpa_tables(request().register, DAY).tables if table.rows
    }
    rows = [
        [strip(cell) for cell in row]
        for row in csv.reader(io.StringIO(written()["ccpa.csv"].decode()))
        if row
    ]
    grids: dict[str, list[list[str]]] = {}
    for row in rows:
        if row[0] in titles:
            grids.setdefault(row[0], []).append([folded(cell) for cell in row[1:-1]])

    assert list(grids.values()) == [grid[1:] for grid in whole()]


def test_the_workbook_has_the_same_tables() -> None:
    """A sheet for each, under its own name."""
    book = load_workbook(io.BytesIO(written("xlsx")["register.xlsx"]))
    for table in documents.ccpa_tables(request().register, DAY).tables:
        cells = [
            [folded(str(value)) if value is not None else "" for value in row]
            for row in book[translate(f"sheet.{table.name}")].iter_rows(values_only=True)
        ]
        width = len(table.columns)
        rows = [[folded(str(cell)) for cell in row] for row in table.rows]

        assert [row for row in rows if row not in [row[:width] for row in cells]] == []


def test_docx_reads_as_the_same_tables() -> None:
    """Counsel comments in it: headings are headings, tables are tables."""
    file = WordFile(io.BytesIO(written()["ccpa.docx"]))
    grids = [
        [[folded(cell.text) for cell in row.cells] for row in table.rows] for table in file.tables
    ]

    assert grids == whole()
    assert [one.text for one in file.paragraphs if one.style.name == "Heading 1"] == [
        table.title for table in documents.ccpa_tables(request().register, DAY).tables
    ]


def test_docx_repeats_its_headings_and_knows_no_clock() -> None:
    """A table over several pages has its headings on each; every date in the file is the one asked for."""
    data = written()["ccpa.docx"]
    file = WordFile(io.BytesIO(data))
    about = file.core_properties

    assert all("tblHeader" in table.rows[0]._tr.xml for table in file.tables)
    assert {str(day) for day in (about.created, about.modified)} == {"2026-01-31 00:00:00+00:00"}
    assert draw("ccpa", request())["ccpa.docx"] == data


@pytest.mark.needs("pango")
def test_the_appendix_has_the_same_tables() -> None:
    """Every value of every cell is on paper."""
    reader = PdfReader(io.BytesIO(written("pdf")["appendix.pdf"]))
    paper = squeezed("".join(page.extract_text() for page in reader.pages))

    assert [word for word in values() if squeezed(word) not in paper] == []


def values() -> Iterator[str]:
    for table in documents.ccpa_tables(request().register, DAY).tables:
        for row in table.rows:
            for cell in row:
                for value in cell.values:
                    yield value.text


def squeezed(words: str) -> str:
    """*words* without white space: where lines break on paper is nobody's fact."""
    return re.sub(r"[\s\u200b]", "", words)


def test_a_register_without_california_has_two_sheets_of_it(tmp_path: Path) -> None:
    """Ten sheets that say "not listed" help nobody in Europe."""
    register = register_of(tmp_path, files(OWN))
    names = [
        table.name
        for table in documents.workbook(register, DAY).tables
        if table.name.startswith("ccpa")
    ]

    assert names == ["ccpa", "ccpa_sensitive"]
    assert [
        part.name
        for part in documents.appendix(register, DAY).sections
        if part.name.startswith("ccpa")
    ] == []


@pytest.mark.needs("chromium", "node", "axe-core", "playwright-core")
@pytest.mark.parametrize("name", ["ccpa.html", "ccpa-fragment.html"])
def test_the_page_and_the_fragment_are_accessible(name: str, tmp_path: Path) -> None:
    """axe-core finds nothing, in the page for review and in a page the fragment was pasted into; neither asks for anything."""
    markup = written()[name].decode()
    page = f"<!DOCTYPE html><html lang='en'><head><title>Policy</title></head><body><main><h1>Policy</h1>{markup}</main></body></html>"
    (tmp_path / name).write_text(markup if name == "ccpa.html" else page, encoding="utf-8")

    seen = opened(tmp_path / name)

    assert (seen["asked"], seen["violations"]) == ([], [])
