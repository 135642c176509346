"""Workbooks that no spreadsheet program writes, part by part: what a stranger, a bug or a bad disk may send."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATED = "http://purl.oclc.org/ooxml/officeDocument/relationships"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"

HEAD = ("Verfahren", "Zweck", "Deletion")
ROW = ("Payroll", "Pay wages", "6 years")


def cell(name: str, words: str) -> str:
    """A cell with its text in it."""
    return f'<c r="{name}" t="inlineStr"><is><t>{words}</t></is></c>'


def row(number: int, *texts: str) -> str:
    """A row of texts from column A on."""
    cells = (
        cell(f"{letter}{number}", words) for letter, words in zip("ABCDEFG", texts, strict=False)
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def rows(*texts: tuple[str, ...], first: int = 1) -> str:
    """Rows of texts, one below the other."""
    return "".join(row(number, *one) for number, one in enumerate(texts, start=first))


LIST = rows(HEAD, ROW)
"""A list of one activity."""


def sheet(cells: str = LIST, before: str = "", behind: str = "", space: str = MAIN) -> str:
    """A sheet with *cells*, and what stands before and behind them."""
    return f'<worksheet xmlns="{space}">{before}<sheetData>{cells}</sheetData>{behind}</worksheet>'


def book(*sheets: str, properties: str = "", space: str = MAIN, related: str = RELATED) -> str:
    """The part that lists the sheets."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>'
        for n, name in enumerate(sheets, start=1)
    )
    return f'<workbook xmlns="{space}" xmlns:r="{related}">{properties}<sheets>{listed}</sheets></workbook>'


def links(targets: Mapping[str, tuple[str, str]], related: str = RELATED) -> str:
    """A part with links, each with its kind and target."""
    drawn = (
        f'<Relationship Id="{id}" Type="{related}/{kind}" Target="{to}"/>'
        for id, (kind, to) in targets.items()
    )
    return f'<Relationships xmlns="{LINKS}">{"".join(drawn)}</Relationships>'


def strings(*items: str) -> str:
    """The texts that cells share."""
    return f'<sst xmlns="{MAIN}">{"".join(f"<si>{item}</si>" for item in items)}</sst>'


def comments(*said: tuple[str, str]) -> str:
    """Comments on cells."""
    drawn = "".join(
        f'<comment ref="{name}" authorId="0"><text><t>{words}</t></text></comment>'
        for name, words in said
    )
    return f'<comments xmlns="{MAIN}"><commentList>{drawn}</commentList></comments>'


TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def types(name: str = TYPES) -> str:
    """The part that says what each part is."""
    kinds = {
        "/xl/workbook.xml": "sheet.main",
        "/xl/worksheets/sheet1.xml": "worksheet",
        "/xl/worksheets/sheet2.xml": "worksheet",
        "/xl/styles.xml": "styles",
        "/xl/sharedStrings.xml": "sharedStrings",
        "/xl/comments1.xml": "comments",
    }
    said = (
        f'<Override PartName="{part}" ContentType="{name}.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    known = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<Types xmlns="{space}">{known}{"".join(said)}</Types>'


DAYS = (
    f'<styleSheet xmlns="{MAIN}"><fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>'
    '<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
)
"""Two formats: the second is that of a day."""


def parts(one: str = "", **more: str) -> dict[str, str]:
    """The parts of a workbook of one sheet; what is given by name stands in place of the usual part, or beside it."""
    usual = {
        "[Content_Types].xml": types(),
        "_rels/.rels": links({"r1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": book("List"),
        "xl/_rels/workbook.xml.rels": links(
            {
                "r1": ("worksheet", "worksheets/sheet1.xml"),
                "r8": ("styles", "styles.xml"),
                "r9": ("sharedStrings", "sharedStrings.xml"),
            }
        ),
        "xl/worksheets/sheet1.xml": one or sheet(),
        "xl/styles.xml": DAYS,
        "xl/sharedStrings.xml": strings(),
    }
    names = {
        "book": "xl/workbook.xml",
        "links": "xl/_rels/workbook.xml.rels",
        "roots": "_rels/.rels",
        "strings": "xl/sharedStrings.xml",
        "styles": "xl/styles.xml",
        "beside": "xl/worksheets/_rels/sheet1.xml.rels",
        "comments": "xl/comments1.xml",
        "types": "[Content_Types].xml",
        "second": "xl/worksheets/sheet2.xml",
    }
    return usual | {names[name]: text for name, text in more.items()}


def commented(*said: tuple[str, str]) -> dict[str, str]:
    """The list with comments."""
    return parts(beside=links({"r1": ("comments", "../comments1.xml")}), comments=comments(*said))


def pack(path: Path, of: Mapping[str, str | bytes]) -> None:
    """Write a workbook of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in of.items():
            archive.writestr(name, text)
