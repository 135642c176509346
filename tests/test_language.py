"""Another language is a folder of data: drawn, checked, corrected and packed in English with accents, and from right to left."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from docx import Document as WordFile
from docx.oxml.ns import qn
from docx.text.run import Run
from openpyxl import load_workbook

import pseudo
from books import ACTIVITY, HEAD, RECORD
from languages import LEFT_TO_RIGHT, RIGHT_TO_LEFT, copy_of_the_tool, english, ropa_of
from ropa.model.activity import Activity
from support import ROOT, project_of
from test_docs import blocks
from test_workbook import converted

TAGS = (LEFT_TO_RIGHT, RIGHT_TO_LEFT)
WHO = ("--by", "data protection officer", "--on", "2026-02-01")

pytestmark = pytest.mark.needs("pango", "pdftoppm")


@pytest.fixture(scope="module")
def tool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_the_tool(tmp_path_factory.mktemp("tool"))


@pytest.fixture(scope="module")
def shops(tool: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A shop with its documents below ``out/``, in each language."""
    roots = {}
    for tag in TAGS:
        root = tmp_path_factory.mktemp(tag)
        project_of(root, {ACTIVITY: RECORD, "records/shop/register.yaml": HEAD})
        done = ropa_of(tool, root, "--language", tag, "render", "--output", str(root / "out"))
        assert done.returncode == 0, done.stderr
        roots[tag] = root
    return roots


def printed(path: Path) -> Iterator[str]:
    """What a reader sees of a document, a text at a time."""
    if path.suffix == ".xlsx":
        yield from _in_workbook(path)
    elif path.suffix == ".pdf":
        words = ["pdftotext", "-layout", str(path), "-"]
        yield subprocess.run(words, capture_output=True, text=True, check=True).stdout
    elif path.suffix == ".html":
        page = re.sub(r"(?s)<style.*?</style>", "", path.read_text(encoding="utf-8"))
        yield html.unescape(re.sub(r"<[^>]*>", " ", page))
    elif path.suffix in (".md", ".csv"):
        yield path.read_text(encoding="utf-8")


def _in_workbook(path: Path) -> Iterator[str]:
    for sheet in load_workbook(path).worksheets:
        yield sheet.title
        for row in sheet.iter_rows():
            for cell in row:
                yield str(cell.value or "")
                yield cell.comment.text if cell.comment else ""
        for validation in sheet.data_validations.dataValidation:
            yield f"{validation.prompt or ''} {validation.error or ''}"
        for part in (sheet.oddHeader, sheet.oddFooter):
            yield " ".join(str(piece.text or "") for piece in (part.left, part.center, part.right))


@pytest.mark.parametrize(
    "name", ["register.xlsx", "appendix.pdf", "ccpa.html", "ccpa.md", "ccpa.csv"]
)
@pytest.mark.parametrize("tag", TAGS)
def test_a_document_has_no_english_word_of_ours(
    tag: str, name: str, shops: dict[str, Path]
) -> None:
    """A word that stays English stands in the code, where no translator will ever find it."""
    texts = list(printed(shops[tag] / "out/shop" / name))

    assert sum(map(len, texts)) > 1_000
    assert {text: words for text in texts if (words := english(text, RECORD + HEAD))} == {}


@pytest.mark.parametrize("tag", TAGS)
def test_a_document_keeps_every_word_of_a_record(tag: str, shops: dict[str, Path]) -> None:
    """What a record says is evidence; it is quoted in whatever language the document is."""
    texts = " ".join(" ".join(printed(shops[tag] / "out/shop/appendix.pdf")).split())

    for words in ("Sales, at the till", "Sell bread", "tax law", "Only staff have a key"):
        assert words in texts


@pytest.mark.parametrize("tag", TAGS)
def test_a_page_says_which_language_it_is_in_and_which_way_it_runs(
    tag: str, shops: dict[str, Path]
) -> None:
    """A screen reader speaks it, and a browser sets it, by these two attributes."""
    page = (shops[tag] / "out/shop/ccpa.html").read_text(encoding="utf-8")
    way = {LEFT_TO_RIGHT: "ltr", RIGHT_TO_LEFT: "rtl"}[tag]

    assert f'<html lang="{tag}" dir="{way}">' in page


WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" .*?>(.*?)</word>')


def places_of(path: Path, page: int) -> list[tuple[str, float, float, float]]:
    """Each word of a page of a PDF, and where it begins on the left, on top, and ends on the right."""
    command = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), str(path), "-"]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [(word, float(x), float(y), float(end)) for x, y, end, word in WORD.findall(found)]


def left_edges(path: Path, page: int, texts: list[str]) -> list[float]:
    """Where the first words of *texts* first stand on a page, from the left."""
    begin: dict[str, float] = {}
    for word, x, _, _ in places_of(path, page):
        begin.setdefault(word.strip("~"), x)
    return [begin[pseudo.pseudo(text).split()[0].strip("~")] for text in texts]


FLOW, CONTENTS = 6, 3
"""Pages of the shop's appendix."""


@pytest.mark.parametrize("tag", TAGS)
def test_a_flow_runs_the_way_the_language_does(tag: str, shops: dict[str, Path]) -> None:
    """People stand where reading begins, and countries where it ends."""
    lanes = ["Data subjects", "Processing activity", "Recipients", "Destination"]

    found = left_edges(shops[tag] / "out/shop/appendix.pdf", FLOW, lanes)

    assert found == sorted(found, reverse=tag == RIGHT_TO_LEFT)


@pytest.mark.parametrize("tag", TAGS)
def test_page_numbers_stand_where_a_line_of_the_contents_ends(
    tag: str, shops: dict[str, Path]
) -> None:
    """At the margin that is read last, and not beside the title or beyond the paper."""
    words = places_of(shops[tag] / "out/shop/appendix.pdf", CONTENTS)
    contents = [word for word in words if word[0].isdigit() and word[2] < 700]
    left = [round(x) for _, x, _, _ in contents]
    right = [round(595.28 - end) for _, _, _, end in contents]

    assert (left if tag == RIGHT_TO_LEFT else right).count(48) == 19


@pytest.mark.parametrize("tag", TAGS)
def test_a_word_file_says_which_language_it_is_in_and_which_way_it_runs(
    tag: str, shops: dict[str, Path]
) -> None:
    """Word checks the spelling of every text by it, and begins lines, tables and pages on that side."""
    file = WordFile(str(shops[tag] / "out/shop/ccpa.docx"))
    [section] = file.sections
    runs = [
        Run(run, file)
        for part in (file.element, section.footer._element)
        for run in part.iter(qn("w:r"))
    ]
    turned = [
        file.styles["Normal"].element.find(f".//{qn('w:bidi')}") is not None,
        section._sectPr.find(qn("w:bidi")) is not None,
        *(bool(table.table_direction) for table in file.tables),
        *(run.font.rtl is True for run in runs),
    ]
    languages = [lang.attrib.values() for lang in file.styles.element.iter(qn("w:lang"))]

    assert languages == [[tag, tag, tag]]
    assert len(turned) > 100
    assert set(turned) == {tag == RIGHT_TO_LEFT}
    assert all(run.font.cs_bold is run.bold and run.font.cs_italic is run.italic for run in runs)


@pytest.mark.needs("libreoffice")
@pytest.mark.parametrize("tag", TAGS)
def test_a_word_file_is_laid_out_the_way_the_language_runs(
    tag: str, shops: dict[str, Path], tmp_path: Path
) -> None:
    """The first column of a table is where reading begins."""
    data = (shops[tag] / "out/shop/ccpa.docx").read_bytes()
    paper = tmp_path / "ccpa.pdf"
    paper.write_bytes(converted(data, tmp_path, "pdf", "ccpa.docx"))

    found = left_edges(paper, 1, ["Basis", "Third parties", "Purposes"])

    assert found == sorted(found, reverse=tag == RIGHT_TO_LEFT)


@pytest.mark.needs("libreoffice")
@pytest.mark.parametrize("tag", TAGS)
def test_a_workbook_that_libreoffice_saved_comes_home_without_a_change(
    tag: str, tool: Path, shops: dict[str, Path], tmp_path: Path
) -> None:
    """It is read in the language that it was written in, which nobody has to name."""
    book = tmp_path / "back.xlsx"
    book.write_bytes(
        converted((shops[tag] / "out/shop/register.xlsx").read_bytes(), tmp_path, "xlsx")
    )

    done = ropa_of(tool, shops[tag], "import", str(book), "--dry-run")

    assert (done.returncode, done.stderr) == (0, "")
    assert english(done.stdout, "register.xlsx back.xlsx") == []


@pytest.mark.parametrize("tag", TAGS)
def test_a_correction_in_words_of_the_language_is_the_same_record(
    tag: str, tool: Path, shops: dict[str, Path], tmp_path: Path
) -> None:
    """A period, a state and a word of a list are typed as the workbook prints them."""
    root = tmp_path / "shop"
    shutil.copytree(shops[tag], root)
    book = load_workbook(root / "out/shop/register.xlsx")
    [period] = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value).startswith("6 ý") and len(str(cell.value)) < 20
    ][:1]
    period.value = str(period.value).replace("6", "7")
    book.save(root / "edited.xlsx")

    done = ropa_of(tool, root, "import", str(root / "edited.xlsx"), *WHO)

    assert done.returncode == 0, done.stdout + done.stderr
    assert yaml.safe_load((root / ACTIVITY).read_text())["retention"]["period"] == "P7Y"
    assert english(re.sub(r"\S+\.(yaml|xlsx)", "", done.stdout), RECORD + HEAD) == []


FAULTY = """\
id: sales
name: Sales
role: {controller: stated}
retention: {period: ten years}
purpose: Selling
active_from: 2026-05-01
active_until: 2026-04-01
recipients: {nobody-known: stated}
"""


@pytest.mark.parametrize("tag", TAGS)
def test_what_a_check_prints_has_no_english_word_of_ours(
    tag: str, tool: Path, tmp_path: Path
) -> None:
    """Names of rules, fields and files are typed as they are, in every language."""
    project_of(tmp_path, {ACTIVITY: FAULTY, "records/shop/register.yaml": HEAD})

    done = ropa_of(tool, tmp_path, "--language", tag, "check")

    bare = re.sub(r"'[^']*'|\[[a-z-]+\]|\S+\.yaml\S*|^ +\d+ \|.*$", " ", done.stdout, flags=re.M)
    assert done.returncode == 1
    assert english(bare, " ".join((FAULTY, "dpo", *Activity.model_fields))) == []


def test_a_language_is_one_folder(tool: Path, tmp_path: Path) -> None:
    """As the manual says: three phrases of German are German at once; all others are English until they are written."""
    copy = tmp_path / "tool"
    shutil.copytree(tool, copy)
    for block in blocks(ROOT / "docs/languages.md"):
        name, _, text = block.text.partition("\n")
        file = copy / "src/ropa/vocabulary/languages" / name.removeprefix("# file: ")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    head = f"{HEAD}document: {{language: de}}\n"
    root = project_of(tmp_path / "shop", {ACTIVITY: RECORD, "records/shop/register.yaml": head})

    done = ropa_of(copy, root, "render", "--format", "xlsx", "--output", str(root / "out"))
    words = set(printed(root / "out/shop/register.xlsx"))

    assert done.returncode == 0, done.stderr
    assert {"Fassung", "Zwecke", "6 Jahre"} <= {
        line for text in words for line in text.splitlines()
    }
    assert "Recipients" in words


def test_a_language_that_there_is_not_is_refused(tool: Path, tmp_path: Path) -> None:
    """A register that names it, and a command that does."""
    head = f"{HEAD}document: {{language: fr}}\n"
    root = project_of(tmp_path, {ACTIVITY: RECORD, "records/shop/register.yaml": head})

    checked = ropa_of(tool, root, "check")
    asked = ropa_of(tool, root, "--language", "fr", "check")

    assert checked.returncode == 1
    assert "'fr'" in checked.stdout
    assert asked.returncode == 2
    assert "'fr' is not one of" in asked.stderr


def test_a_pack_is_verified_in_the_language_that_it_was_made_in(
    tool: Path, shops: dict[str, Path], tmp_path: Path
) -> None:
    """Whoever verifies it speaks another language, and makes the same files again."""
    pack = tmp_path / "shop.zip"
    root = shops[LEFT_TO_RIGHT]
    made = ropa_of(tool, root, "--language", LEFT_TO_RIGHT, "pack", "shop", "--output", str(pack))

    done = ropa_of(tool, tmp_path, "verify", str(pack))

    assert made.returncode == 0, made.stderr
    assert "failed" not in done.stdout
    assert done.returncode == 0, done.stdout


ROUND_TRIPS = """\
from pathlib import Path
from itertools import product
from ropa.fields.codecs import CODECS, period, read, show
from ropa.fields.marks import marked, read as read_marks
from ropa.fields.names import names
from ropa.fields.table import at, fields
from ropa.loader import load
from ropa.project import find
from ropa.register.qualifiers import Qualifier, QualifierKind
from ropa.vocabulary import translate, writing

[register] = load(find(Path(ROOT))).registers
for tag in TAGS:
    with writing(tag):
        for letter, number in product("YMWD", range(1, 40)):
            duration = f"P{number}{letter}"
            assert read(register, at("retention.period"), period(duration)) == duration, duration
        mixed = "P1Y6M2W3D"
        assert read(register, at("retention.period"), period(mixed)) == mixed
        for field in fields().values():
            offered = names(register, field)
            labels = list(offered.values())
            for key, label in offered.items():
                if labels.count(label) > 1 or field.kind not in CODECS:
                    continue
                several = CODECS[field.kind].joiner()
                value = True if field.kind == "flag" else (key,) if several else key
                expected = [key] if several else key
                assert read(register, field, show(register, field, value)) == expected, (field, key)
        kinds = (QualifierKind.QUALIFIED, QualifierKind.INFERRED, QualifierKind.DECLARED)
        qualifiers = tuple(Qualifier(kind, "some words of a record") for kind in kinds)
        joiner = translate("joiner.phrases")
        assert read_marks(joiner.join(map(marked, qualifiers))) == qualifiers
print("every value came back")
"""


def test_what_a_cell_shows_it_reads_in_every_language(
    tool: Path, shops: dict[str, Path], tmp_path: Path
) -> None:
    """Every word that a cell offers, periods, and what stands in brackets."""
    script = tmp_path / "round_trips.py"
    head = f"ROOT, TAGS = {str(shops[LEFT_TO_RIGHT])!r}, {TAGS!r}\n"
    script.write_text(head + ROUND_TRIPS, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, str(script)],
        env={"PYTHONPATH": str(tool / "src"), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert (done.stdout, done.stderr) == ("every value came back\n", "")
