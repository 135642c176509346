"""Text of a record stays text in every document: it is shown as it was written, and nothing in it is run or fetched."""

from __future__ import annotations

import csv
import functools
import html
import io
import json
import os
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import hypothesis
import markdown_it
import openpyxl
import pikepdf
import pypdf
import pytest
from hypothesis import strategies
from pydantic import BaseModel

from hostile import HOSTILE, hostile, numbered
from ropa.drawing import Request, draw
from ropa.loader import load
from ropa.output import pdf
from ropa.output.csv import safe, strip
from ropa.project import as_of, find
from support import ROOT, SHOP, program, project_of, ropa


def cases(*, without: tuple[str, ...] = ()) -> pytest.MarkDecorator:
    chosen = {name: text for name, text in HOSTILE.items() if name not in without}
    return pytest.mark.parametrize("text", chosen.values(), ids=chosen.keys())


def files(root: Path, format: str) -> Mapping[str, bytes]:
    """The files of *format* for the only register of the project at *root*."""
    project = find(root)
    [register] = load(project).registers
    return draw(format, Request(register, as_of(None, register.record.as_of).day))


def altered(
    shown: str, *texts: str, fold: Callable[[str], str] = lambda text: " ".join(text.split())
) -> list[str]:
    """What *shown* makes of the numbered texts of a record where it shows one otherwise than it was written."""
    ends = [match.end() for match in re.finditer("№[0-9]{4}", shown)]
    assert ends
    wanted = [fold(numbered(texts, int(shown[end - 4 : end]))) for end in ends]
    found = [shown[max(0, end - len(text)) : end] for end, text in zip(ends, wanted, strict=True)]
    return [there for there, text in zip(found, wanted, strict=True) if there != text]


Drawn = Callable[[str], Mapping[str, bytes]]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """The documents, the PDF apart, of a register in which every text is the one asked for; each drawn once."""

    @functools.cache
    def draw(text: str) -> Mapping[str, bytes]:
        root = hostile(tmp_path_factory.mktemp("drawn"), text)
        return {
            name: data
            for format in ("xlsx", "ccpa", "json")
            for name, data in files(root, format).items()
        }

    return draw


@pytest.fixture(scope="module")
def harmless(drawn: Drawn) -> Mapping[str, bytes]:
    """The documents of a register in which nothing is hostile."""
    return drawn("plain")


@cases()
def test_workbook_holds_text_and_nothing_that_runs(
    drawn: Drawn, harmless: Mapping[str, bytes], text: str
) -> None:
    """A record comes from somebody else: what Excel would take for a formula or a link to another file is a sentence."""
    data = drawn(text)["register.xlsx"]

    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]

    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert altered("\n".join(str(cell.value) for cell in cells), text) == []
    assert active(data) == active(harmless["register.xlsx"])


def active(data: bytes) -> dict[str, list[str]]:
    """By part of the workbook *data*, all in it that Excel would compute, follow or open.

    Where a print area begins depends on how wide its columns are, and is left out.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        members = {
            name: parts.read(name).decode()
            for name in parts.namelist()
            if name.endswith((".xml", ".rels"))
        }
    pattern = r"<(?:f|formula1|formula2|definedName|ddeLink|oleLink|externalBook|hyperlink)\b[^>]*>[^<]*|TargetMode=\S*"
    noise = r' display="[^"]*"|(?<=_xlnm\.Print_Area")([^>]*>[^<!]*!\$A\$)\d+'
    found = {
        name: re.findall(pattern, re.sub(noise, r"\1", part)) for name, part in members.items()
    }
    return {name: lines for name, lines in found.items() if lines}


def test_workbook_escapes_what_would_be_read_as_an_escape(tmp_path: Path) -> None:
    """In the file format _x003D_ stands for an equals sign; a record that holds these seven characters means them."""
    root = project_of(
        tmp_path,
        {"records/shop/activities/sales.yaml": SALES_OF.format(name="_x003D_1+1 and _x00")},
    )

    with zipfile.ZipFile(io.BytesIO(files(root, "xlsx")["register.xlsx"])) as parts:
        texts = parts.read("xl/sharedStrings.xml").decode()

    assert "_x005F_x003D_1+1 and _x00" in texts
    assert re.findall("(?<!_x005F)_x003D_", texts) == []


def test_workbook_prints_an_ampersand_below_its_pages(tmp_path: Path) -> None:
    """In a footer an ampersand begins a code: a name with one in it would print the name of the file, or a picture."""
    root = project_of(
        tmp_path,
        {
            "records/shop/register.yaml": SHOP["records/shop/register.yaml"].replace(
                "Corner Shop Ltd", "R&D &F &G Ltd"
            )
        },
    )

    with zipfile.ZipFile(io.BytesIO(files(root, "xlsx")["register.xlsx"])) as parts:
        sheets = [
            parts.read(name).decode()
            for name in parts.namelist()
            if name.startswith("xl/worksheets/sheet")
        ]
    footers = {
        footer for sheet in sheets for footer in re.findall("<oddFooter>(.*)</oddFooter>", sheet)
    }

    assert {footer.replace("\N{WORD JOINER}", "") for footer in footers} == {
        "&amp;LR&amp;&amp;D &amp;&amp;F &amp;&amp;G Ltd, as of 2026-01-31&amp;C&amp;A&amp;RPage &amp;P of &amp;N"
    }


SALES_OF = """
    id: sales
    name: {name}
    role: {{controller: stated}}
"""


@cases()
def test_csv_gives_the_text_back_and_starts_no_formula(drawn: Drawn, text: str) -> None:
    """Quotes, commas, semicolons and line ends stay inside their field, and no field starts what a spreadsheet runs."""
    data = drawn(text)["ccpa.csv"].decode()

    fields = [
        field for row in csv.reader(io.StringIO(data, newline=""), strict=True) for field in row
    ]

    assert [
        field for field in fields if field.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
    ] == []
    assert altered("\n".join(map(strip, fields)), text) == []


@hypothesis.given(strategies.text())
def test_csv_mark_comes_off_again(word: str) -> None:
    """Whoever reads our CSV back gets the very text, also one that began with an apostrophe of its own."""
    assert strip(safe(word)) == word


@hypothesis.given(strategies.text())
def test_csv_mark_keeps_spreadsheets_from_running_it(word: str) -> None:
    """Excel, LibreOffice and Sheets run what begins with one of these."""
    assert not safe(word).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


class Page(HTMLParser):
    """The tags with their attributes in order, and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append((f"/{tag}", ()))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.tags.append(("comment", ((data, None),)))

    def handle_decl(self, decl: str) -> None:
        self.tags.append((decl, ()))

    @property
    def text(self) -> str:
        return "".join(self.words)


@cases()
@pytest.mark.parametrize("name", ["ccpa.html", "ccpa-fragment.html"])
def test_page_has_no_tag_but_the_templates_own(
    drawn: Drawn, harmless: Mapping[str, bytes], name: str, text: str
) -> None:
    """The page has the same tags and attributes, one for one, as that of a register in which nothing is hostile."""
    page = Page(drawn(text)[name].decode())

    assert page.tags == Page(harmless[name].decode()).tags
    assert altered(page.text, text) == []


@cases()
def test_docx_is_text_in_the_same_paragraphs(
    drawn: Drawn, harmless: Mapping[str, bytes], text: str
) -> None:
    """Counsel comment in Word: no field, link or object comes from a record, and every paragraph says what it says."""
    tags, shown = word_parts(drawn(text)["ccpa.docx"])

    assert tags == word_parts(harmless["ccpa.docx"])[0]
    assert altered(shown, text) == []


def word_parts(data: bytes) -> tuple[dict[str, list[str]], str]:
    """The tags of each part of the Word document *data*, and the text of its pages."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        members = {
            name: parts.read(name) for name in parts.namelist() if name.endswith((".xml", ".rels"))
        }
    trees = {name: ElementTree.fromstring(part) for name, part in members.items()}
    words = [
        item.text or "\n"
        for item in trees["word/document.xml"].iter()
        if item.tag.endswith(("}t", "}p", "}br"))
    ]
    return {name: [item.tag for item in tree.iter()] for name, tree in trees.items()}, "".join(
        words
    )


def html_of(markdown: str) -> Page:
    """*markdown* as a CommonMark reader with pipe tables and strike-through draws it."""
    reader = markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return Page(re.sub("<br>", "\n", reader.render(markdown)))


@cases()
def test_markdown_shows_the_text_as_itself(
    drawn: Drawn, harmless: Mapping[str, bytes], text: str
) -> None:
    """Counsel paste these tables into a public policy: no cell is lost, no link or markup comes from a record."""
    page = html_of(drawn(text)["ccpa.md"].decode())

    assert page.tags == html_of(harmless["ccpa.md"].decode()).tags
    assert altered(page.text, text) == []


def test_markdown_leaves_no_bare_address(drawn: Drawn) -> None:
    """GitHub makes a link of every bare address; a record chooses no link for the reader of a policy."""
    text = drawn(HOSTILE["address"])["ccpa.md"].decode()

    assert re.findall(r"(?:https?|file|mailto):\S*|www\.\S*|\S[^\\ ]@\S*", text) == []


@cases()
def test_json_gives_the_text_back(drawn: Drawn, text: str) -> None:
    """Machines get what the record says, to the character."""
    data = json.loads(drawn(text)["register.json"])

    assert altered("\n".join(strings(data)), text) == []


def strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from (key, *strings(item))
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value


LATIN = [text for name, text in HOSTILE.items() if text.isascii() and name != "word"]


@pytest.fixture(scope="module")
def appendix(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The PDF of a register in which every text is hostile."""
    return files(hostile(tmp_path_factory.mktemp("appendix"), *LATIN), "pdf")["appendix.pdf"]


@pytest.mark.needs("pango")
def test_pdf_shows_the_text_as_itself(appendix: bytes) -> None:
    """An auditor who copies a sentence out of the PDF gets the sentence of the record."""
    shown = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(appendix)).pages)

    assert altered(tight(shown), *LATIN, fold=tight) == []


def tight(text: str) -> str:
    """*text* without what a line break takes or adds."""
    return re.sub(r"[\s\u200b]", "", text)


@pytest.mark.needs("pango")
def test_pdf_does_nothing_and_carries_nothing(appendix: bytes) -> None:
    """No link, script or program comes from a record, and no attachment but those that every appendix carries."""
    with pikepdf.open(io.BytesIO(appendix)) as pdf:
        dictionaries = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
        keys = {str(key) for item in dictionaries for key in item}
        clicked = {
            str(key) for item in dictionaries for key in item if item.get("/Subtype") == "/Link"
        }

        assert (
            keys
            & {"/URI", "/Launch", "/JS", "/AA", "/OpenAction", "/AcroForm", "/RichMediaContent"}
            == set()
        )
        assert clicked & {"/A", "/PA"} == set()
        assert set(pdf.attachments) <= {"register.json", "register.xlsx"}


@pytest.mark.needs("pango")
def test_pdf_takes_every_script(tmp_path: Path) -> None:
    """A name in another alphabet is a name: it is drawn with packaged fonts, and a reader gets the same letters back."""
    words = [
        "שלום",
        "עולם",
        "مرحبا",
        "بالعالم",
        "個人情報の取扱い",
        "개인정보",
        "处理活动记录",
        "հայերեն",
        "ქართული",
        "አማርኛ",
        "ไทย",
        "Κρήτη",
        "Жизнь",
        "👩🏽",
        "⚠",
        "∑",
    ]

    data = files(hostile(tmp_path, *words), "pdf")["appendix.pdf"]
    shown = tight("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages))

    # The reader gives a right-to-left word beside a number in the order it is drawn.
    assert [word for word in words if word not in shown and word[::-1] not in shown] == []


@pytest.mark.needs("pango")
def test_a_character_without_a_glyph_is_printed_as_its_code() -> None:
    """An empty box tells nobody what stood there, and an archive refuses it. ISO 19005-3, 6.2.11.8."""
    page = "<html lang='en'><head><title>x</title></head><body>a\u16a0b\u2028c\ue000d\U00013000e</body></html>"

    drawn = pdf.draw(pdf.Page(page, "", date(2026, 1, 31)))

    assert (
        pypdf.PdfReader(io.BytesIO(drawn)).pages[0].extract_text()
        == "a[U+16A0]b[U+2028]c[U+E000]d[U+13000]e"
    )


@pytest.mark.needs("pango")
@hypothesis.settings(max_examples=25, deadline=None)
@hypothesis.given(text=strategies.text(max_size=200))
def test_no_character_stops_the_pdf(text: str) -> None:
    """Whatever can be typed can be in a record."""
    page = f"<html lang='en'><head><title>x</title></head><body><p>{html.escape(text)}</p></body></html>"

    assert pdf.draw(pdf.Page(page, "", date(2026, 1, 31)))[:5] == b"%PDF-"


def test_a_word_of_a_hundred_thousand_letters_is_written(tmp_path: Path) -> None:
    """No text is so long that drawing it takes minutes; a cell of a workbook says where the rest of it is."""
    root = project_of(
        tmp_path, {"records/shop/activities/sales.yaml": SELLING.format(text="x" * 100_000)}
    )

    ran = ropa(root, "render", "--format", "xlsx,ccpa,json")
    sheet = openpyxl.load_workbook(root / "output/shop/register.xlsx")["Purposes"]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    data = json.loads((root / "output/shop/register.json").read_bytes())

    assert (ran.status, ran.err) == (0, "")
    assert [cell[32_000:] for cell in cells if "x" * 100 in cell] == [
        " … (cut; the full text is in register.json)"
    ]
    assert [text for text in strings(data) if "x" * 100_000 in text]


@pytest.mark.needs("pango")
def test_a_long_word_is_broken_in_the_pdf_and_not_lost(tmp_path: Path) -> None:
    """Laying out a word takes time by the square of its length; it is broken first, and every letter is drawn."""
    root = project_of(
        tmp_path, {"records/shop/activities/sales.yaml": SELLING.format(text="ø" * 100_000)}
    )

    pages = pypdf.PdfReader(io.BytesIO(files(root, "pdf")["appendix.pdf"])).pages
    drawn = tight("".join(page.extract_text() for page in pages)).count("ø")

    assert (drawn > 0, drawn % 100_000) == (True, 0)


SELLING = """
    id: sales
    name: Sales
    role: {{controller: stated}}
    purposes: {{selling: {{text: {text}}}}}
"""

WATCH = """
import os, sys

log = os.open(os.environ["WATCH_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
allowed = tuple(os.environ["WATCH_ALLOWED"].split(os.pathsep))
finders = ("ldconfig", "gcc", "cc", "ld", "objdump")  # ctypes asks them where Pango is
child = os.environ["WATCH_CHILD"]  # watched as well
refused = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "urllib.", "http.", "webbrowser.")


def watch(event, values):
    if event == "open" and isinstance(values[0], (str, bytes)):
        path = os.path.realpath(os.fsdecode(values[0]))
        # A folder is emptied by names relative to it: this one has the fonts of the page that was drawn.
        is_scratch = os.path.basename(path).startswith("weasyprint-")
        if not (path.startswith(allowed) or path.endswith("mime.types") or is_scratch):
            os.write(log, f"open {path}\\n".encode())
    elif event.startswith(refused) and os.path.basename(str(values[0])) not in (*finders, child):
        os.write(log, f"{event} {values!r}\\n".encode())


sys.addaudithook(watch)
"""
"""Becomes sitecustomize: writes down every file opened outside the allowed folders, and every call to the outside."""


def reached(root: Path, *arguments: str, child: str = "") -> tuple[int, str]:
    """Run ``ropa`` in *root*: its exit status, and what it, or its *child*, reached for and has no business with."""
    hook = root.with_name("hook")
    for folder in (hook, hook / "tmp"):
        folder.mkdir()
    (hook / "sitecustomize.py").write_text(WATCH)
    allowed = [
        ROOT / "src",
        ROOT / "templates",
        root,
        hook,
        Path(sys.prefix),
        Path(sys.base_prefix),
        Path("/dev/null"),
        Path("/usr/share/zoneinfo"),  # the library of dates asks for the local zone as it starts
    ]
    ran = program(
        root,
        *arguments,
        PYTHONPATH=f"{hook}{os.pathsep}{ROOT / 'src'}",
        PYTHONDONTWRITEBYTECODE="1",
        TMPDIR=str(hook / "tmp"),
        WATCH_LOG=str(hook / "log"),
        WATCH_CHILD=child,
        WATCH_ALLOWED=os.pathsep.join(os.path.realpath(folder) for folder in allowed),
    )
    return ran.status, (hook / "log").read_text() + ran.err


@pytest.mark.needs("pango")
def test_rendering_fetches_nothing_a_record_names(tmp_path: Path) -> None:
    """A record is written by somebody; drawing it opens no file of the machine and talks to nobody."""
    root = hostile(tmp_path / "project", *LATIN)

    assert reached(root, "render") == (0, "")


@pytest.mark.needs("pango")
def test_rendering_fetches_nothing_a_template_names(tmp_path: Path) -> None:
    """A project's own templates come with the clone; they choose the look of a document and read nothing else."""
    root = project_of(
        tmp_path / "project",
        {
            "templates/appendix.html.jinja": """
                <link rel="stylesheet" href="file:///etc/passwd"><link rel="attachment" href="file:///etc/passwd">
                <img src="http://127.0.0.1:9/x.png"><img src="file:///etc/passwd"><object data="/etc/passwd"></object>
                <svg><image href="file:///etc/passwd"/></svg><p>{{ document.title }}</p>
                """,
            "templates/appendix.css.jinja": """
                @import "file:///etc/passwd";
                @font-face { font-family: x; src: url(file:///etc/passwd) }
                body { background: url(http://127.0.0.1:9/); font-family: x }
                """,
        },
    )

    assert reached(root, "render", "--format", "pdf", child=Path(sys.executable).name) == (0, "")


def test_every_text_field_is_hostile_here(tmp_path: Path) -> None:
    """A field that is added to the model is written above as well, or it is not tested."""
    [register] = load(find(hostile(tmp_path, "hostile"))).registers
    sources = list(register.sources.values())
    found = [
        *(place.part for place in register.parts),
        *sources,
        *(date for source in sources for date in source.dates.values()),
        *(passage for source in sources for passage in source.passages.values()),
    ]

    unwritten = {
        f"{kind.__name__}.{name}"
        for kind in {
            base for item in found for base in type(item).__mro__ if issubclass(base, BaseModel)
        }
        for name in texts_of(kind)
        if not any(
            "hostile" in str(getattr(item, name)) for item in found if isinstance(item, kind)
        )
    }

    assert unwritten == {"OwnWord.art_9", "Anchor.at", "DocumentSettings.logo"}


def texts_of(kind: type[BaseModel]) -> list[str]:
    """Names of the fields that *kind* adds and that hold free text."""
    fields = {
        name: kind.model_fields[name] for name in kind.__annotations__ if name in kind.model_fields
    }
    return [name for name, field in fields.items() if "_sentence" in repr(field.metadata)]
