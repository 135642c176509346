"""The appendix as an auditor opens it: one PDF that leads everywhere inside itself and nowhere else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

import setup
from registers import (
    about,
    activity,
    appendix_of,
    bakery,
    callminer,
    each_book,
    each_of,
    pages_of,
    rendered,
)
from ropa.documents.details import role_labels
from ropa.documents.identity import status_lines
from ropa.errors import MissingPartError, UsageError
from ropa.output import fonts
from support import program, project_of, ropa

pytestmark = pytest.mark.needs("pango")

BOOKS = ["example-bakery", "callminer-2023"]


def bookmarks(name: str) -> Iterator[tuple[str, int]]:
    """Titles of bookmarks and the pages they open, counted from 1."""

    def below(entries: list[Any]) -> Iterator[tuple[str, int]]:
        for entry in entries:
            if isinstance(entry, Destination):
                yield (
                    str(entry.title),
                    (appendix_of(name).get_destination_page_number(entry) or 0) + 1,
                )
            else:
                yield from below(entry)

    return below(appendix_of(name).outline)


def links(name: str) -> Iterator[dict[str, Any]]:
    for page in appendix_of(name).pages:
        for annotation in page.get("/Annots", []):
            if annotation.get_object().get("/Subtype") == "/Link":
                yield annotation.get_object()


@pytest.mark.parametrize(
    ("name", "title"),
    [
        pytest.param(
            "example-bakery",
            "Record of processing activities – audit appendix: Example Bakery Ltd",
            marks=about("example-bakery"),
        ),
        pytest.param(
            "callminer-2023",
            "Record of processing activities – audit appendix: CallMiner, Inc.",
            marks=about("callminer-2023"),
        ),
    ],
)
def test_the_file_has_a_title_and_a_language(name: str, title: str) -> None:
    """A screen reader says what it opens, in the right voice."""
    about = appendix_of(name).metadata
    root = appendix_of(name).trailer["/Root"]

    assert about is not None and about.title == title
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en", True)


@each_of(*BOOKS)
def test_every_page_says_which_it_is_of_how_many(name: str) -> None:
    """A page that is missing is missed."""
    pages = pages_of(name)

    assert [
        f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages, start=1)
    ] == [True] * len(pages)


@about("callminer-2023")
def test_every_page_of_a_reconstruction_says_whose_record_it_is() -> None:
    """A page on its own must not pass for the organization's record."""
    [line] = status_lines(callminer())

    assert [
        number
        for number, page in enumerate(pages_of("callminer-2023"), start=1)
        if line not in page
    ] == []


@about("example-bakery")
def test_no_page_of_an_own_record_says_so() -> None:
    """The bakery's record is the bakery's."""
    assert [
        page
        for page in pages_of("example-bakery")
        if "econstructed" in page or "not its record" in page
    ] == []


@each_of(*BOOKS)
def test_the_activities_are_listed_before_the_contents(name: str) -> None:
    """What there is comes before where to find it."""
    titles = [title for title, _ in bookmarks(name)]

    assert titles[1:8] == [
        "List of processing activities",
        "Contents",
        "Document control",
        "Version history",
        "Approvals",
        "The register on one page",
        "Completeness by element of Art. 30",
    ]


@each_of(*BOOKS)
def test_every_activity_has_its_section_and_its_bookmark(name: str) -> None:
    """No activity is in the list and nowhere else."""
    register = bakery() if name == "example-bakery" else callminer()
    marks = dict(bookmarks(name))
    wanted = {f"{activity.name} Role: {role_labels(activity)}" for activity in register.activities}

    assert wanted <= marks.keys()
    for title in wanted:
        assert title.split(" Role: ")[0] in pages_of(name)[marks[title] - 1]


@each_of(*BOOKS)
def test_links_lead_inside_the_document(name: str) -> None:
    """Self-contained: every link finds its place, and none leaves the file."""
    reader = appendix_of(name)
    found = list(links(name))

    assert found
    assert [link for link in found if "/A" in link and "/URI" in str(link["/A"])] == []
    assert {str(link["/Dest"]) for link in found} <= set(reader.named_destinations)


@each_of(*BOOKS)
def test_the_contents_give_the_page_on_which_a_part_begins(name: str) -> None:
    """The printed page number is that of the page the line leads to."""
    reader = appendix_of(name)
    contents = reader.pages[dict(bookmarks(name))["Contents"] - 1]
    lines = [str(annotation.get_object()["/Dest"]) for annotation in contents["/Annots"]]

    printed = [
        int(line)
        for line in contents.extract_text().split("\n")
        if re.fullmatch(r"\d+", line.strip())
    ]

    assert printed == [
        (reader.get_destination_page_number(reader.named_destinations[line]) or 0) + 1
        for line in lines
    ]


@each_of(*BOOKS)
def test_only_the_packaged_font_is_inside_and_it_is_embedded(name: str) -> None:
    """A font of the machine would make other pages on another machine."""
    fonts = set()
    for page in appendix_of(name).pages:
        for reference in page["/Resources"]["/Font"].values():
            font = reference.get_object()
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            fonts.add(
                (str(font["/BaseFont"]).partition("+")[2], "/FontFile2" in inner["/FontDescriptor"])
            )

    assert fonts <= {
        (f"Plex{style}", True)
        for style in ("", "-Medium", "-Semi-Bold", "-Italic", "-Medium-Italic", "-Bold")
    }


@about("example-bakery")
def test_what_looks_like_markup_is_text() -> None:
    """A name with angle brackets is printed, not obeyed."""
    assert any("=Newsletter <b>of the shop</b>" in page for page in pages_of("example-bakery"))


def test_a_projects_own_template_is_used(tmp_path: Path) -> None:
    """The house style of an organization is a file in its project, not a fork of this tool."""
    own = '<html lang="de"><head><title>{{ document.organization }}</title></head><body>Eigenes</body></html>'
    project_of(tmp_path, {"templates/appendix.html.jinja": own})

    ran = ropa(tmp_path, "render", "--format", "pdf")

    assert (ran.status, ran.err) == (0, "")
    page = PdfReader(tmp_path / "output" / "shop" / "appendix.pdf").pages[0]
    assert "Eigenes" in page.extract_text()


FAULTS = [
    ("{{ document.nothing }}", "template appendix.html.jinja:1: "),
    ("{% for %}", "template appendix.html.jinja:1: "),
    ("a\n{{ document.as_of + 1 }}", "template appendix.html.jinja:2: "),
    (
        "{% include 'none.jinja' %}",
        "template appendix.html.jinja:1: there is no template 'none.jinja'",
    ),
]


@pytest.mark.parametrize(("template", "told"), FAULTS, ids=[template for template, _ in FAULTS])
def test_a_template_at_fault_is_named_with_its_line(
    tmp_path: Path, template: str, told: str
) -> None:
    """Whoever writes a template sees where it breaks, and no traceback."""
    project_of(tmp_path, {"templates/appendix.html.jinja": template})

    ran = ropa(tmp_path, "render", "--format", "pdf")

    assert ran.status == 2
    assert ran.err.startswith(f"ropa: {told}") and ran.err.count("\n") == 1


def test_a_template_fetches_nothing(tmp_path: Path) -> None:
    """A picture from the network, or a file of the machine, must not end up in a document."""
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"\x89PNG secret")
    own = f'<html lang="en"><head><title>t</title></head><body><img src="file://{secret}" alt="x">text</body></html>'
    project_of(
        tmp_path / "p",
        {"templates/appendix.html.jinja": own, "records/shop/activities/sales.yaml": activity()},
    )

    ran = ropa(tmp_path / "p", "render", "--format", "pdf")

    assert ran.status == 0
    assert b"secret" not in (tmp_path / "p" / "output" / "shop" / "appendix.pdf").read_bytes()


def test_errors_of_a_missing_part_and_of_use_are_told_apart() -> None:
    """Both end with status 2; only the first leaves other documents to be written."""
    assert not issubclass(MissingPartError, UsageError)


SILENT = {
    "file": "a path in the project",
    "fingerprint": "what a lock holds; the sources annex says how many passages are verified",
    "out_of_scope": "what of a document is about no processing; `ropa coverage` prints it",
    "note": "a remark for readers inside the organization",
    "not_addressed": "what the sources were read for in vain: printed as the state of each question",
    "format": "what kind of file it is",
    "country": "a code, whose country is printed",
    "countries": "the same",
    "period": "ISO 8601, printed in words",
    "register_wide": "the name of a block, printed where the block is",
    "as_written": "a date as the document writes it, printed where that is ambiguous",
    "ccpa_reason": "why a record gives another category than the vocabulary",
}
"""Texts of register.json that are for machines, or for the people who keep the register."""

WORDS = frozenset(
    {
        "id",
        "key",
        "of",
        "state",
        "kept_by",
        "role",
        "kind",
        "element",
        "condition",
        "activity",
        "activities",
        "register",
        "importer",
        "exporter",
        "data",
        "subjects",
        "purposes",
        "category",
        "item",
        "example_of",
        "operated_by",
    }
)
"""Keys and words of lists, whose labels are printed."""


def strings(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text in *value* that a document prints as it is, with the keys that lead to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in SILENT:
                yield from strings(inner, (*path, key))
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, path)
    elif isinstance(value, str) and path[-1] not in WORDS:
        yield path, value


def tight(words: str) -> str:
    """*words* without white space, hyphens, capitals, and the full stop at the end, which a line does without."""
    return re.sub(r"[\s\-\u2010\u00ad\u200b]", "", words.replace("_", " ")).rstrip(".").casefold()


@each_book()
def test_everything_the_data_says_stands_on_a_page(name: str) -> None:
    """The attached data is for programs; who reads the pages reads the same register."""
    data = json.loads(rendered(name)["register.json"])
    shown = tight("".join(pages_of(name)))

    missing = [(path, said) for path, said in strings(data) if tight(said) not in shown]

    # Alternatives of one list stand in one line there, with "or" between them.
    assert [(path, said) for path, said in missing if not stands_as_or(path, said, shown)] == []


def stands_as_or(path: tuple[str, ...], said: str, shown: str) -> bool:
    """Whether *said* is the mark of an alternative, and all that it names stand on a page."""
    mark = said.removeprefix("alternatively: ")
    if path[-1] != "marks" or mark == said:
        return False
    names = re.split(r"(?<=\)), ", mark)
    return all(tight(name) in shown for name in names)


@pytest.mark.parametrize(
    "words", [("render", "--format", "pdf"), ("pack",)], ids=["render", "pack"]
)
def test_drawing_leaves_nothing_in_the_folder_for_temporary_files(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    """The layout engine writes each font to the disk, and a build machine runs for years."""
    root = project_of(tmp_path / "shop", {})
    scratch = tmp_path / "scratch"
    scratch.mkdir()

    ran = program(root, *words, TMPDIR=str(scratch), TEMP=str(scratch), TMP=str(scratch))

    assert (ran.status, ran.err) == (0, "")
    assert list(scratch.iterdir()) == []


def test_every_character_of_the_optional_fonts_is_asked_for() -> None:
    """One that is not would be drawn as its code where they are missing, and as itself where they are not."""
    optional = {name for name in fonts.faces() if name.startswith(("NotoSansSC", "NotoSansTC"))}
    optional |= {name for name in fonts.faces() if name.startswith(("NotoSansJP", "NotoSansKR"))}
    assert len(optional) == 4

    covered = {name: fonts._characters(name) for name in fonts.faces()}
    elsewhere = frozenset[int]().union(*(covered[name] for name in covered.keys() - optional))
    only_there = frozenset[int]().union(*(covered[name] for name in optional)) - elsewhere
    assert [chr(code) for code in sorted(only_there) if not fonts.CJK_TEXT.match(chr(code))] == []


def test_set_up_looks_for_what_the_documents_ask_for() -> None:
    """`make render` installs the fonts where a record has such text."""
    assert setup.CJK_TEXT.pattern == fonts.CJK_TEXT.pattern
