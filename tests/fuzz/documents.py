"""Documents: text, HTML, PDF and DOCX by strangers, covered, checked, locked and searched for an anchor."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random

import pikepdf

from fuzz.case import Case, Maker
from fuzz.guard import texts
from fuzz.markup import MARKUP
from fuzz.mutate import BYTES, Change, likely, one_of, some, word
from fuzz.packages import package_of, parts_of
from fuzz.portable import PDF, plain_pdf
from support import SHOP

POLICY = """\
Privacy Policy
Last updated: 31 January 2026. Corner Shop Ltd runs this shop.

What we collect
We collect your name and e-mail address when you order. We don't sell your data to brokers.
- orders: kept for six years
- newsletters: until you unsubscribe, e.g. by e-mail to privacy@shop.example
We may share data with service providers… and with tax authorities where the law asks for it.
"""

HTML = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Privacy Policy</title><style>p {color: red}</style></head>
<body><!-- saved from the shop --><h1>Privacy Policy</h1>
<p class="a">We collect your <b>name</b> and e-mail address when you order.<br>We don't sell your data to brokers.</p>
<ul><li>orders: kept for six years</li><li>newsletters: until you unsubscribe</li></ul>
<table border="1"><tr><th colspan="2">Data</th></tr><tr><td>name</td><td rowspan="1">to deliver</td></tr></table>
<script>var a = "<p>no</p>";</script><noscript>Scripts are off.</noscript><template><p>never shown</p></template>
<div><template shadowrootmode="open"><p>shown</p></template><![CDATA[data]]></div>
<p>We may share data with service providers &amp; tax authorities.</p></body></html>
"""

SOURCE = """\
title: Privacy Policy
kind: document
file: FILE
language: LANGUAGE
dates: {effective: {date: 2026-01-31, as_written: 31 January 2026}}
passages:
  collected: {at: We collect your … when you order}
  sold: {at: We don't sell, after: when you order}
  kept: {at: kept for six years}
  lost: {at: no such words}
out_of_scope:
  - {at: Privacy Policy, why: navigation}
"""

LANGUAGES = ("en", "de", "fr", "ja", "ar", "th", "xx", "zz-ZZ", "pt-BR")


TYPES = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
</Types>
"""

RELATIONS = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/KIND" Target="GOAL"/>
</Relationships>
"""

STYLES = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
</w:styles>
"""

LINKED = """\
<w:p><w:hyperlink w:anchor="a"><w:r><w:t>a link</w:t></w:r></w:hyperlink><w:ins w:author="a"><w:r><w:t>put in</w:t></w:r></w:ins>\
<w:del w:author="a"><w:r><w:delText>taken out</w:delText></w:r></w:del><w:r><w:tab/><w:br/><w:t>after</w:t></w:r></w:p>\
<w:sdt><w:sdtContent><w:p><w:r><w:t>in a control</w:t></w:r></w:p></w:sdtContent></w:sdt>\
<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">\
<mc:Choice Requires="x"><w:t>new</w:t></mc:Choice><mc:Fallback><w:t>old</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>\
"""

LETTERS = b"1 beginbfchar\n<57> <0057>\nendbfchar\n1 beginbfrange\n<61> <7a> <0061>\nendbfrange\n"
"""What the letters of a PDF's font stand for."""


@cache
def docx() -> Mapping[str, bytes]:
    """The parts of a DOCX with paragraphs and a table that has spans."""
    from docx import Document

    document = Document()
    for line in POLICY.split("\n"):
        document.add_paragraph(line)
    table = document.add_table(3, 3)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"cell {number}"
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 0).merge(table.cell(2, 0))
    out = io.BytesIO()
    document.save(out)
    parts = parts_of(out.getvalue())
    return {
        "[Content_Types].xml": TYPES.encode(),
        "_rels/.rels": RELATIONS.replace("KIND", "officeDocument")
        .replace("GOAL", "word/document.xml")
        .encode(),
        "word/document.xml": parts["word/document.xml"].replace(
            b"<w:tbl>", f"{LINKED}<w:tbl>".encode(), 1
        ),
        "word/_rels/document.xml.rels": RELATIONS.replace("KIND", "styles")
        .replace("GOAL", "styles.xml")
        .encode(),
        "word/styles.xml": STYLES.encode(),
    }


@cache
def pdf() -> bytes:
    """A PDF of two pages."""
    half = POLICY.index("- orders")
    return plain_pdf([POLICY[:half], POLICY[half:]], _lettered)


def _lettered(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.Resources.Font.F1.ToUnicode = document.make_stream(LETTERS)


def cases(work: Path) -> Maker:
    """Changed documents."""
    docx(), pdf()
    return _case


def _case(chance: Random) -> Case:
    name = one_of(
        chance,
        (
            "policy.txt",
            "policy.md",
            "policy.html",
            "policy.xhtml",
            "policy.pdf",
            "policy.pdf",
            "policy.docx",
            "policy.docx",
        ),
    )
    ending = name.rpartition(".")[2]
    if ending == "docx":
        data = package_of(chance, docx())
    else:
        begins: Mapping[str, tuple[bytes, Sequence[Change]]] = {
            "html": (HTML.encode(), MARKUP),
            "xhtml": (HTML.encode(), MARKUP),
            "pdf": (pdf(), PDF),
        }
        data, changes = begins.get(ending, (POLICY.encode(), BYTES))
        for _ in some(chance, 6):
            data = one_of(chance, changes)(chance, data)
    if likely(chance, 3):  # what it says it is, it is not
        name = f"policy.{one_of(chance, ('txt', 'html', 'htm', 'pdf', 'docx', 'doc', 'PDF', ''))}"
    source = SOURCE.replace("FILE", name).replace(
        "LANGUAGE", "en" if likely(chance, 80) else one_of(chance, LANGUAGES)
    )
    files = texts({**SHOP, "records/shop/sources/policy.yaml": source, f"documents/{name}": data})
    command = _command(chance)
    return Case(files, (command,), may_write=command[0] == "lock")


def _command(chance: Random) -> tuple[str, ...]:
    turn = chance.randrange(10)
    if turn < 4:
        return ("coverage", "--sources", "documents")
    if turn < 5:
        return ("coverage", "--sources", "documents", "--format", one_of(chance, ("json", "html")))
    if turn < 7:
        return ("check", "--sources", "documents")
    if turn < 9:
        said = one_of(chance, ("We collect", "your", "brokers", "six years", "a cell", "e-mail"))
        asked = said if likely(chance, 80) else word(chance, (POLICY,)).replace("\0", "")
        return ("anchor", "--sources", "documents", "--", "policy", asked)
    return ("lock", "--sources", "documents")
