"""Every document is read whole or refused in one sentence, whatever a stranger put into it."""

from __future__ import annotations

import random
import subprocess
import sys
import unicodedata
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from ropa.evidence import Fault, Found, SourceDocument, Unreadable, open_document
from ropa.evidence.documents import READERS
from ropa.evidence.folding import fold
from ropa.evidence.passages import MOST_SUGGESTIONS, Evidence, resolve
from ropa.loader import load
from ropa.model.source import Anchor
from ropa.project import find
from support import project_of, ropa, surroundings

WORDS = "hello world"


def read(folder: Path, name: str, data: bytes) -> str:
    """The words of a document of *data*, or why it cannot be read."""
    (folder / name).write_bytes(data)
    document = open_document(folder, name)
    return (
        document.folded.text if isinstance(document, SourceDocument) else f"refused: {document.why}"
    )


# --- plain text -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xef\xbb\xbfhello world", "hello world"),
        (b"hello \x00\x1b[31mworld", "hello \x00\x1b[31mworld"),
        ("hello \u202eworld".encode(), "hello \u202eworld"),
        ("hello world".encode("utf-16"), "refused: is UTF-16, not UTF-8; save it as UTF-8"),
        (b"caf\xe9", "refused: is not UTF-8 at byte 3; save it as UTF-8"),
    ],
    ids=["byte order mark", "control characters", "direction", "utf-16", "latin-1"],
)
def test_text_is_read_as_it_is(tmp_path: Path, data: bytes, words: str) -> None:
    """What a document holds is evidence; making it safe to print is the printer's work."""
    assert read(tmp_path, "policy.txt", data) == words


# --- HTML -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (
            "<!DOCTYPE html>\n<!-- saved from url=(0014)about:internet -->\n<html><body><p>hello world</p>",
            WORDS,
        ),
        ("<!-- x --><p>hello world</p>", WORDS),
        ("<html><body><p>hello world</p></body></html><!-- saved -->", WORDS),
        (
            '<?xml version="1.0" encoding="utf-8"?><html><body><p>hello world</p></body></html>',
            WORDS,
        ),
        (
            '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>hello &x; world',
            "hello &x; world",
        ),
        ("<!DOCTYPE html [<!ENTITY x ']>'> <!-- isn't ] --> ]><p>hello world", WORDS),
        ("<noscript><p>hello world</p></noscript>", WORDS),
        ("<template>hello world</template>", "refused: holds no text"),
        ("<script>hello world</script>", "refused: holds no text"),
        ("<style>x {}</style><p>hello <script>x()</script>world", WORDS),
        ("<p>hello\x00 world</p>", "hello\ufffd world"),
        ("<div>hello<p>world</p></div>", WORDS),
        ("<ul><li>hello<ul><li>world</ul></ul>", WORDS),
        ("<p>hel<b>lo</b> w<i>orl</i>d", WORDS),
        ("<p>hel<ins>lo</ins> <label>w<q>or</q></label>l<time>d</time>", WORDS),
        (
            "<div><template shadowrootmode=open>hello <script>x</script></template>world</div>",
            WORDS,
        ),
        (
            "<template><template shadowrootmode=open>never</template>seen</template>hello world",
            WORDS,
        ),
        ("<p>hello <![CDATA[never]]>world</p>", WORDS),
    ],
)
def test_html_is_read_with_all_that_is_written_around_it(
    tmp_path: Path, page: str, words: str
) -> None:
    """Browsers save comments and declarations around a page; what a reader of the page never sees is left out."""
    assert read(tmp_path, "policy.html", page.encode()) == words


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<p>hello</p><![CDATA[world]]>", WORDS),
        ("<p>hello <![CDATA[a < b && c]]]]><![CDATA[> world]]></p>", "hello a < b && c]]> world"),
        ("<script>//<![CDATA[\nnever()//]]>\n</script><p>hello world", WORDS),
        ("<p>hello <![CDATA[world", WORDS),
    ],
    ids=["section", "signs", "script", "open"],
)
def test_character_data_is_text_in_a_page_of_xml(tmp_path: Path, page: str, words: str) -> None:
    """A page of that kind shows it; to one of the other it is a comment."""
    assert read(tmp_path, "policy.xhtml", page.encode()) == words


def test_a_million_openings_of_character_data_are_read_once(tmp_path: Path) -> None:
    """Each of them could go on to the end of the page."""
    page = "<p>hello world " + "<![CDATA[" * 1_000_000

    assert read(tmp_path, "policy.xhtml", page.encode()).startswith(WORDS)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            f"<head><!--{'-' * 9_000} --><meta charset=windows-1251></head><p>Мы".encode("cp1251"),
            "Мы",
        ),
        (
            b"<p>h\xc3\xa9"
            + b" " * 9_000
            + b"<body><script>'<meta charset=windows-1251>'</script>",
            "h\xe9",
        ),
        (b'<meta charset="unknown-9"><p>hello world</p>', WORDS),
        (b'<meta charset="unicode_escape"><p>h\\u00e9', "h\\u00e9"),
        ("<p>h\xe9".encode("utf-16"), "h\xe9"),
        ("<p>h\xe9".encode("utf-16-be"), "h\xe9"),
        ("\ufeff<meta charset=latin1><p>h\xe9".encode(), "h\xe9"),
        ("<p>h\xe9".encode(), "h\xe9"),
        (b"<p>h\xe9", "h\xe9"),
        (b"<meta charset=utf-8><p>h\xe9 world", "h\ufffd world"),
        (
            "<meta http-equiv=Content-Type content='text/html; charset=windows-1251'><p>Мы".encode(
                "cp1251"
            ),
            "Мы",
        ),
        ("<?xml version='1.0' encoding='iso-8859-15'?><p>€".encode("iso-8859-15"), "€"),
    ],
)
def test_html_says_how_it_is_encoded_or_is_read_all_the_same(
    tmp_path: Path, data: bytes, words: str
) -> None:
    """An encoding nobody knows, or a byte that is not of it, is no reason to lose the rest of a page."""
    assert read(tmp_path, "policy.html", data) == words


@pytest.mark.parametrize("levels", [300, 400, 10_000, 1_000_000])
@pytest.mark.parametrize("tag", ["div", "b", "p", "font"])
def test_no_depth_of_html_cuts_a_page(tmp_path: Path, tag: str, levels: int) -> None:
    """A sentence behind a thousand boxes is one that a browser shows."""
    page = f"<p>We sell nothing.</p>{f'<{tag}>' * levels}We sell your data to brokers.{f'</{tag}>' * levels}<p>Bye."

    assert (
        read(tmp_path, "policy.html", page.encode())
        == "We sell nothing. We sell your data to brokers. Bye."
    )


# --- PDF --------------------------------------------------------------------------------------------------------------

SHOWS = b"BT /F1 9 Tf (hello world) Tj ET "


def pdf(contents: bytes = SHOWS, pages: int = 1, font: bytes = b"", **saved: object) -> bytes:
    """A document of as many pages with *contents*, whose font has the table of letters *font*, *saved* so."""
    document = pikepdf.new()
    letters = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    if font:
        letters.ToUnicode = document.make_stream(font)
    resources = Dictionary(Font=Dictionary(F1=document.make_indirect(letters)))
    stream = document.make_stream(zlib.compress(contents, 9), Filter=Name.FlateDecode)
    for _ in range(pages):
        page = Dictionary(
            Type=Name.Page, MediaBox=[0, 0, 99, 99], Resources=resources, Contents=stream
        )
        document.pages.append(pikepdf.Page(document.make_indirect(page)))
    return saved_pdf(document, **saved)


def saved_pdf(document: pikepdf.Pdf, **saved: object) -> bytes:
    out = BytesIO()
    document.save(out, static_id=True, **saved)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("revision", [2, 3, 4, 6])
def test_a_pdf_that_everybody_can_open_is_read(tmp_path: Path, revision: int) -> None:
    """RC4 of 40 and of 128 bits, AES of 128 and of 256: encrypted, and without a password."""
    strong = {"aes": revision > 3, "metadata": revision > 3}
    data = pdf(encryption=pikepdf.Encryption(owner="keeper", user="", R=revision, **strong))  # type: ignore[arg-type]

    assert read(tmp_path, "policy.pdf", data) == WORDS


def test_a_pdf_behind_a_password_says_so(tmp_path: Path) -> None:
    """The one thing to do is to save it without."""
    data = pdf(encryption=pikepdf.Encryption(owner="keeper", user="secret"))

    assert (
        read(tmp_path, "policy.pdf", data)
        == "refused: opens with a password only; save it without one"
    )


def loop() -> bytes:
    document = pikepdf.open(BytesIO(pdf()))
    document.Root.Pages.Kids = Array([document.Root.Pages])
    return saved_pdf(document)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is not a readable PDF: Cannot read an empty file"),
        (b"%PDF-1.4\n%%EOF", "is not a readable PDF: startxref not found"),
        (pdf()[:500], "is not a readable PDF: "),
        (loop(), "is not a readable PDF: Detected cyclic page references."),
        (
            b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Prev 9/Root 1 0 R>>\nstartxref\n9\n%%EOF",
            "",
        ),
        (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
            "is not a readable PDF",
        ),
        (
            b"%PDF-1.4\n1 0 obj"
            + b"[" * 100_000
            + b"\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF",
            "is nested too deeply",
        ),
        (b"%PDF-1.4\n/Encrypt", "is not a readable PDF: it cannot be decrypted"),
        (pdf(b""), "holds no text"),
        (
            pdf(
                font=b"1 beginbfrange\n<20> <20> <fffd>\nendbfrange\n1 beginbfrange\n<21> <7e> ["
                + b"<fffd>" * 94
                + b"]\nendbfrange"
            ),
            "holds no text: no character of it can be read: nothing but replacement characters",
        ),
    ],
    ids=[
        "zero",
        "empty",
        "cut",
        "loop",
        "xref loop",
        "no xref",
        "nested",
        "encrypted nonsense",
        "blank",
        "no letters",
    ],
)
def test_a_broken_pdf_is_refused_in_one_sentence(tmp_path: Path, data: bytes, why: str) -> None:
    """A library that stumbles over a document tells of the document, not of itself."""
    refused = read(tmp_path, "policy.pdf", data)

    assert refused.startswith(f"refused: {why}") and "\n" not in refused


def laughing_forms() -> bytes:
    """Twelve forms, each of which draws the one before it ten times."""
    document = pikepdf.open(BytesIO(pdf()))
    form = document.make_stream(SHOWS, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    for _ in range(12):
        resources = Dictionary(XObject=Dictionary(X=form))
        form = document.make_stream(
            b"/X Do " * 10,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=[0, 0, 9, 9],
            Resources=resources,
        )
    document.pages[0].Resources.XObject = Dictionary(X=form)
    document.pages[0].Contents = document.make_stream(b"/X Do")
    return saved_pdf(document)


def laughing_pages() -> bytes:
    """Eight nodes of a tree of pages, each of which has the one below it ten times."""
    document = pikepdf.open(BytesIO(pdf()))
    node = document.pages[0].obj
    for _ in range(8):
        node = document.make_indirect(
            Dictionary(Type=Name.Pages, Count=10, Kids=Array([node] * 10))
        )
    document.Root.Pages = node
    return saved_pdf(document)


def many_letters() -> bytes:
    """A page with a hundred fonts, each of which knows every letter there is."""
    document = pikepdf.open(BytesIO(pdf(font=b"1 beginbfrange <0000> <ffff> <0000> endbfrange")))
    fonts = document.pages[0].Resources.Font
    for number in range(2, 101):
        fonts[f"/F{number}"] = fonts.F1
    return saved_pdf(document)


DRAWS_TOO_MUCH = "refused: is too large to read: its pages draw more than 40,000,000 bytes, with 10 for each piece of text"


@pytest.mark.parametrize(
    ("make", "refused"),
    [
        (lambda: pdf(b" " * 100_000_000), "refused: is not a readable PDF: Limit reached while decompressing."),
        (lambda: pdf(b" " * 19_000_000, pages=100), DRAWS_TOO_MUCH),
        (lambda: pdf(SHOWS * 800_000), "refused: is not a readable PDF: "),
        (lambda: pdf(pages=5_001), "refused: is not a readable PDF: Maximum page tree entry limit reached: 5001 > 5000."),
        (laughing_pages, "refused: is not a readable PDF: Maximum page tree entry limit reached: 5001 > 5000."),
        (lambda: pdf(b"BT /F1 9 Tf " + b"(a )Tj " * 2_400_000 + b"ET"), DRAWS_TOO_MUCH),
        (laughing_forms, DRAWS_TOO_MUCH),
        (many_letters, "refused: is too large to read: the fonts of a page know more than 1,500,000 letters"),
        (lambda: pdf(b"BT /F1 9 Tf (" + b"a" * 9_000_000 + b") Tj ET", font=b"beginbfchar\n<61> <" + b"0062" * 250 + b">\nendbfchar"), DRAWS_TOO_MUCH),
    ],
    ids=["one stream", "one stream often", "operators", "pages", "tree of pages", "pieces of text", "forms", "fonts", "long letters"],
)  # fmt: skip
def test_a_small_pdf_that_is_large_inside_is_refused(
    tmp_path: Path, make: Callable[[], bytes], refused: str
) -> None:
    """What it takes to read a document is known before it is read."""
    data = make()

    assert len(data) < 1_000_000
    assert read(tmp_path, "policy.pdf", data).startswith(refused)


def test_a_real_pdf_of_five_megabytes_and_two_hundred_pages_is_read(tmp_path: Path) -> None:
    """A bound that refuses what is real protects nobody."""
    lines = b"".join(
        b"(We share item %d with couriers who deliver it to you.) Tj T* " % line
        for line in range(50)
    )
    document = pikepdf.open(BytesIO(pdf(b"BT /F1 9 Tf 12 TL " + lines + b"ET", pages=200)))
    pixels = random.Random(1).randbytes(5_000_000)
    document.pages[0].Resources.XObject = Dictionary(
        I=document.make_stream(pixels, Subtype=Name.Image)
    )
    data = saved_pdf(document)

    assert len(data) > 5_000_000
    assert read(tmp_path, "policy.pdf", data).count("We share item 49 with couriers") == 200


def test_a_form_that_cannot_be_read_is_not_left_out(tmp_path: Path) -> None:
    """A page without one of its parts says something else than the page."""
    document = pikepdf.open(BytesIO(pdf(SHOWS + b"/X Do ")))
    broken = document.make_stream(
        b"BT (x) Tj BI BI", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9]
    )
    broken.Resources = document.pages[0].Resources
    document.pages[0].Resources.XObject = Dictionary(X=broken)

    refused = read(tmp_path, "policy.pdf", saved_pdf(document))

    assert refused.startswith(
        "refused: is not a readable PDF: page 1 cannot be read whole: Impossible to decode"
    )


# --- DOCX -------------------------------------------------------------------------------------------------------------

OFFICE = "http://schemas.openxmlformats.org"
PART = f"{OFFICE}/officeDocument/2006/relationships"
HELLO = "<w:p><w:r><w:t>hello world</w:t></w:r></w:p>"


def docx(body: str = HELLO, declared: str = "", **parts: str | None) -> bytes:
    """A document of *body*; *parts* are notes and the like, by kind, or other text for ``types`` and ``rels``."""
    beside = {kind: text for kind, text in parts.items() if kind not in ("types", "rels")}
    files = {
        "[Content_Types].xml": parts.get(
            "types", f'<Types xmlns="{OFFICE}/package/2006/content-types"/>'
        ),
        "_rels/.rels": parts.get("rels", relations(officeDocument="word/document.xml")),
        "word/document.xml": declared + word("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": relations(**{kind: f"{kind}.xml" for kind in beside}),
        **{f"word/{kind}.xml": word(kind, text or "") for kind, text in beside.items()},
    }
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            if text is not None:
                archive.writestr(name, text)
    return out.getvalue()


def word(kind: str, text: str) -> str:
    return f'<w:{kind} xmlns:w="{OFFICE}/wordprocessingml/2006/main" xmlns:mc="{OFFICE}/mc">{text}</w:{kind}>'


def relations(**parts: str) -> str:
    listed = "".join(
        f'<Relationship Type="{PART}/{kind}" Target="{name}"/>' for kind, name in parts.items()
    )
    return f'<Relationships xmlns="{OFFICE}/package/2006/relationships">{listed}</Relationships>'


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def test_a_docx_that_is_nothing_but_a_box_for_others_is_read(tmp_path: Path) -> None:
    """Its root has nothing around it."""
    root = f'<mc:Fallback xmlns:mc="x" xmlns:w="y">{HELLO}</mc:Fallback>'
    out = BytesIO(docx())
    with ZipFile(out) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, data in (files | {"word/document.xml": root.encode()}).items():
            archive.writestr(name, data)

    assert read(tmp_path, "policy.docx", out.getvalue()) == WORDS


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<w:p><w:r><w:t>hello</w:t><w:tab/><w:t>wor</w:t><w:noBreakHyphen/><w:t>ld</w:t></w:r></w:p>", ["hello\twor-ld"]),
        ("<w:p><w:r><w:t>hel<!-- x -->lo</w:t><w:br/><w:t>world</w:t></w:r></w:p>", ["hello", "world"]),
        ("<w:p><w:ins><w:r><w:t>hello world</w:t></w:r></w:ins></w:p>", ["hello world"]),
        ("<w:p><w:del><w:r><w:delText>never</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>here</w:t></w:r></w:moveFrom></w:p>" + HELLO, ["", "hello world"]),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>shown</w:t></w:r></w:p>", ["shown"]),
        (f"<w:sdt><w:sdtPr><w:t>x</w:t></w:sdtPr><w:sdtContent>{HELLO}</w:sdtContent></w:sdt>", ["hello world"]),
        (f"<w:p><w:r><w:t>Box: </w:t></w:r><w:r><w:pict><w:txbxContent>{HELLO}</w:txbxContent></w:pict></w:r><w:r><w:t>see it</w:t></w:r></w:p>", ["Box: see it", "hello world"]),
        (f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{HELLO}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{HELLO}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>", ["", "hello world"]),
        (f"<w:tbl>{row(cell('Sold'), cell('Yes'), cell('Yes'))}</w:tbl>", ["Sold Yes Yes"]),
        (f"<w:tbl>{row(cell('Names', '<w:vMerge w:val=`restart`/>'), cell('Yes'))}{row(cell('', '<w:vMerge/>'), cell('No'))}</w:tbl>".replace("`", '"'), ["Names Yes", "Names No"]),
        (f"<w:tbl><w:tr><w:tc><w:tbl>{row(cell('inner'))}</w:tbl><w:p/></w:tc>{cell('outer')}</w:tr></w:tbl>", ["inner", " outer"]),
        (f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{cell('sold')}</w:tr>{row(cell('kept'))}</w:tbl><w:p><w:r><w:t>End</w:t></w:r></w:p>", ["kept", "End"]),
        (f"<w:tbl>{row(cell('hello', '<w:gridSpan w:val=`60000000`/>'), cell('world'))}</w:tbl>".replace("`", '"'), ["hello world"]),
        ("<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:t>hello world</w:t></w:tc>", ["hello world"]),
        (f"<w:p><w:r><mc:AlternateContent><mc:Choice/><mc:Fallback><w:txbxContent>{HELLO}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>", ["", "hello world"]),
        ("<w:p><w:r><w:t>hello <w:x>wide </w:x>world</w:t></w:r></w:p>", ["hello wide world"]),
    ],
    ids=["signs", "comment", "inserted", "deleted", "hidden", "control", "box", "box twice", "equal cells", "merged", "table in table", "row deleted", "span", "loose cell", "box for others", "text in text"],
)  # fmt: skip
def test_docx_says_what_its_reader_sees(tmp_path: Path, body: str, lines: list[str]) -> None:
    """Nothing that is on the page is left out, and nothing that is not on it is read."""
    (tmp_path / "policy.docx").write_bytes(docx(body))

    document = open_document(tmp_path, "policy.docx")

    assert isinstance(document, SourceDocument) and document.text.split("\n") == lines


def test_notes_headers_and_footers_follow_the_body(tmp_path: Path) -> None:
    """A sentence in small print is a sentence."""
    rule = "<w:footnote w:type='separator'><w:p><w:r><w:t>___</w:t></w:r></w:p></w:footnote>"
    note = "<w:footnote><w:p><w:r><w:t>We sell data.</w:t></w:r></w:p></w:footnote>"
    (tmp_path / "a.docx").write_bytes(
        docx(footnotes=rule + note, header="<w:p><w:r><w:t>Bakery</w:t></w:r></w:p>")
    )

    document = open_document(tmp_path, "a.docx")

    assert (
        isinstance(document, SourceDocument)
        and document.text == "hello world\n\nWe sell data.\n\nBakery"
    )


def encrypted(data: bytes) -> bytes:
    """*data* with the mark of encryption on each of its entries."""
    return data.replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
    )


LAUGHS = "<!DOCTYPE l [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;'>]>"
PARAGRAPH = "<w:p><w:r><w:t>&b;</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is not a readable DOCX: File is not a zip file"),
        (docx()[:-60], "is not a readable DOCX: File is not a zip file"),
        (docx().replace(b"\x00word/document.xml", b"\x00word/documents.xml"), "is not a readable DOCX: "),
        (docx("<w:p><w:r>"), "is not a readable DOCX: Opening and ending tag mismatch"),
        (docx(types=None), "is not a readable DOCX: it has no part [Content_Types].xml"),
        (docx(rels=None), "is not a readable DOCX: it names no document"),
        (docx(rels=relations(officeDocument="../../etc/passwd")), "is not a readable DOCX: it has no part etc/passwd"),
        (docx("<w:ins>" * 300 + "</w:ins>" * 300), "is nested too deeply"),
        (docx(PARAGRAPH, declared=LAUGHS), "is not a readable DOCX: its part word/document.xml declares a document type"),
        (docx(HELLO + " " * 30_000_000), "is not a readable DOCX: its text is larger than 30,000,000 bytes"),
        (docx("<w:p/>" * 2_000_000), "is not a readable DOCX: its text has more than 2,000,000 tags"),
        (docx("<w:altChunk/>"), "is not a readable DOCX: it includes another document, which is not read"),
        (encrypted(docx()), "is encrypted; save it without protection"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "is an old .doc; save it as .docx"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "is encrypted; save it without protection",
        ),
    ],
    ids=["empty", "cut", "name", "XML", "types", "rels", "outside", "deep", "laughs", "large", "tags", "chunk", "encrypted", "ole", "encrypted ole"],
)  # fmt: skip
def test_a_broken_docx_is_refused_in_one_sentence(tmp_path: Path, data: bytes, why: str) -> None:
    """Every way in which one breaks has a sentence, and where there is something to do, says what."""
    assert read(tmp_path, "policy.docx", data).startswith(f"refused: {why}")


def test_a_document_elsewhere_is_never_fetched(tmp_path: Path) -> None:
    """A name in a document opens nothing, be it an address or a file of this machine."""
    elsewhere = relations(officeDocument="word/document.xml").replace(
        "/>", ' TargetMode="External"/>'
    )

    assert (
        read(tmp_path, "a.docx", docx(rels=elsewhere))
        == "refused: is not a readable DOCX: it names no document"
    )


def test_rows_that_repeat_a_long_cell_are_bounded(tmp_path: Path) -> None:
    """A merged cell says the same in every row; a million characters in ten thousand rows is no table."""
    long = row(cell("x" * 1_000_000, "<w:vMerge w:val='restart'/>"))
    body = f"<w:tbl>{long}{row(cell('', '<w:vMerge/>')) * 10_000}</w:tbl>"

    refused = read(tmp_path, "policy.docx", docx(body))

    assert (
        refused
        == "refused: is not a readable DOCX: its merged cells say more than 30,000,000 characters again"
    )


# --- whatever it is ---------------------------------------------------------------------------------------------------

SEEDS = {
    ".html": b"<html><head><title>T</title></head><body><!-- c --><table><tr><td>A<td>B</table><p>caf&eacute;",
    ".pdf": pdf(),
    ".docx": docx(f"{HELLO}<w:tbl>{row(cell('a'), cell('b'))}</w:tbl>"),
}


@given(st.sampled_from(sorted(SEEDS)), st.randoms(use_true_random=False))
@settings(max_examples=300)
def test_no_damage_is_an_exception(kind: str, chance: random.Random) -> None:
    """A damaged document is a finding about the document."""
    data = bytearray(SEEDS[kind])
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(data))
        data[place : place + chance.randint(0, 9)] = chance.randbytes(chance.randint(0, 9))

    assert isinstance(READERS[kind](bytes(data)), (str, Unreadable))


def test_every_command_says_why_a_document_is_not_read(tmp_path: Path) -> None:
    """Who is told that a document is unreadable is told what to do."""
    source = "title: P\nkind: document\nfile: policy.txt\npassages: {who: We are}\n"
    files = {
        "records/shop/sources/policy.yaml": source,
        "documents/policy.txt": "We are".encode("utf-16"),
    }
    folder = str(project_of(tmp_path, files) / "documents")

    checked, covered, anchored = (
        ropa(tmp_path, *words, "--sources", folder)
        for words in (("check",), ("coverage",), ("anchor", "policy", "We"))
    )

    assert (checked.status, checked.out.splitlines()[0]) == (
        1,
        "records/shop/sources/policy.yaml:3:7: error: 'policy.txt' is UTF-16, not UTF-8; save it as UTF-8; 1 passage cannot be verified [document-unreadable]",
    )
    assert (covered.status, covered.err) == (
        1,
        "ropa: shop/policy: 'policy.txt' is UTF-16, not UTF-8; save it as UTF-8\n",
    )
    assert (anchored.status, anchored.err) == (
        2,
        "ropa: 'policy.txt' is UTF-16, not UTF-8; save it as UTF-8\n",
    )


def test_half_a_character_of_a_pdf_is_printed_as_one_that_is_lost(tmp_path: Path) -> None:
    """Its fonts say what its letters stand for, and can say anything."""
    source = "title: P\nkind: document\nfile: policy.pdf\npassages: {who: ello world}\n"
    font = b"beginbfchar\n<68> <d800>\nendbfchar"
    files = {"records/shop/sources/policy.yaml": source, "documents/policy.pdf": pdf(font=font)}
    folder = str(project_of(tmp_path, files) / "documents")

    covered = ropa(tmp_path, "coverage", "--sources", folder)
    anchored = ropa(tmp_path, "anchor", "policy", "world", "--sources", folder)

    assert (
        read(tmp_path / "documents", "policy.pdf", pdf(font=font))
        == "\N{REPLACEMENT CHARACTER}ello world"
    )
    assert (covered.status, covered.err, anchored.status) == (0, "", 0)


def test_a_text_that_grows_when_it_is_compared_is_bounded(tmp_path: Path) -> None:
    """One sign can stand for eighteen letters; a page of ordinary dots stands for itself."""
    refused = "refused: is too large to read: its ligatures and signs stand for over 5,000,000 more characters"

    assert read(tmp_path, "policy.txt", ("\ufdfa" * 300_000).encode()) == refused
    assert len(read(tmp_path, "policy.txt", ("We share… " * 100_000).encode())) == 1_199_999


# --- folding and anchors ----------------------------------------------------------------------------------------------


def simple(char: str) -> str:
    if char in "“”„‟«»″":
        return '"'
    if char in "‘’‚‛′`´":
        return "'"
    if char in "‐‑‒–—―−":
        return "-"
    return " " if char.isspace() or char in "•●▪‣◦⁃∙·" else char


def simply_folded(text: str) -> tuple[str, list[int]]:
    """Text folded character by character, and where each comes from: slow, and plain to see."""
    out: list[tuple[str, int]] = []
    for place, raw in enumerate(text):
        for char in (
            ""
            if raw in "\u00ad\u200b\u200c\u200d\u2060\ufeff"
            else unicodedata.normalize("NFKC", raw)
        ):
            plain = simple(char)
            if plain != " " or (out and out[-1][0] != " "):
                out.append((plain, place))
    if out and out[-1][0] == " ":
        out.pop()
    return "".join(char for char, _ in out), [place for _, place in out]


@given(
    st.text(
        st.sampled_from(" \n\t\u00a0ab.“–•\u00ad\ufeffﬁ½´éЖ中①-]^\\&~[|#'\r\u2028\u200b")
        | st.characters()
    )
)
@settings(max_examples=500)
def test_folding_by_runs_is_folding_by_characters(text: str) -> None:
    """Every place is remembered, and none has a number of its own."""
    folded = fold(text)
    words, places = simply_folded(text)

    assert folded.text == words
    assert [folded.runs.place(index) for index in range(len(words))] == places
    assert [folded.reached(place) for place in range(len(text) + 1)] == [
        sum(origin < place for origin in places) for place in range(len(text) + 1)
    ]


@given(st.text("ab .-", max_size=40), st.text("ab .-", max_size=4), st.integers(0, 20))
def test_the_index_finds_what_a_search_finds(text: str, part: str, begin: int) -> None:
    """A part begins and ends where words do, and each occurrence lies behind the last."""
    folded = fold(text)
    part = part.strip()
    expected, place = [], begin
    while part and (place := folded.text.find(part, place)) >= 0:
        around = (
            folded.text[place - 1 : place] + part[0],
            part[-1] + folded.text[place + len(part) :][:1],
        )
        apart = not any(len(pair) == 2 and pair.isalnum() for pair in around)
        expected += [place] if apart else []
        place += len(part) if apart else 1

    assert [*folded.occurrences(part, begin)] == expected


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no `resource`")
def test_twenty_megabytes_of_text_take_a_tenth_of_what_they_took() -> None:
    """A large document is folded in little more than its own size."""
    program = """if True:
        import resource
        from ropa.evidence.folding import fold

        text = "We may share your data – “for example” your name – with couriers who deliver it.\\n" * 230_000
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        folded = fold(text)
        print(len(text), folded.line(len(folded.text) - 1), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
        """
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=surroundings(),
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    size, line, kilobytes = map(int, done.stdout.split())

    assert (size, line) == (18_630_000, 230_000)
    assert kilobytes * (1 if sys.platform != "darwin" else 1 / 1024) < 130_000


def test_twenty_thousand_passages_are_looked_up_in_a_document_of_as_many_statements() -> None:
    """Each anchor looks where its rarest word stands, and nowhere else."""
    folded = fold(
        "\n".join(f"We share item {number} with couriers who bring it." for number in range(20_000))
    )
    looked_at = 0

    class Counted(str):
        def startswith(self, *arguments: object) -> bool:
            nonlocal looked_at
            looked_at += 1
            return super().startswith(*arguments)  # type: ignore[arg-type]

    object.__setattr__(folded, "text", Counted(folded.text))
    anchors = [Anchor(at=f"We share item {number} … it.") for number in range(20_000)]

    assert all(isinstance(resolve(folded, anchor), Found) for anchor in anchors)
    assert looked_at < 3 * len(anchors)


def test_the_nearest_words_are_named_for_the_first_fifty(tmp_path: Path) -> None:
    """A document that was replaced says so once; three thousand suggestions help nobody."""
    passages = "".join(f"  p{number}: We shares item {number} …  it.\n" for number in range(60))
    source = f"title: P\nkind: document\nfile: policy.txt\npassages:\n{passages}"
    project_of(
        tmp_path,
        {
            "records/shop/sources/policy.yaml": source,
            "policy.txt": "We share item 1 with couriers who bring it.",
        },
    )
    [register] = load(find(tmp_path), []).registers
    document = open_document(tmp_path, "policy.txt")

    faults = [*Evidence(register, {"policy": document}).passages["policy"].values()]

    assert faults[1] == Fault(
        "anchor-not-found", "the document has no 'We shares item 1'", "nearest: 'We share item 1'"
    )
    assert [fault.help for fault in faults if isinstance(fault, Fault)][MOST_SUGGESTIONS:] == [
        "nearest words are named for the first 50 only"
    ] * 10


def test_a_word_that_stands_everywhere_is_counted_to_a_thousand() -> None:
    """One occurrence is wanted; whether there are a thousand or a million is the same to an author."""
    fault = resolve(fold("We " * 5_000), Anchor(at="We"))

    assert (
        isinstance(fault, Fault)
        and fault.message == "'We' stands 1,000 times and more, in lines 1, 1, 1, 1, 1"
    )
