"""The manual does not rot: its commands are run, its files are checked, its pages and links are current."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

import docs
from ropa.cli import COMMANDS
from support import ROOT, surroundings

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md"), ROOT / "benchmarks/README.md"])
TUTORIAL = ROOT / "docs/tutorial.md"
FROM_DOCUMENTS = ROOT / "docs/from-documents.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!`)\[[^]\n]*\]\(([^)\s]+)\)")

each_page = pytest.mark.parametrize(
    "path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix()
)


class Block(NamedTuple):
    """A fenced block of a page: its language, its text, and the line it begins in."""

    language: str
    text: str
    line: int


def blocks(path: Path) -> Iterator[Block]:
    """The fenced blocks of the page at *path*, in order."""
    page = path.read_text(encoding="utf-8")
    for found in FENCE.finditer(page):
        yield Block(found[1], found[2], page.count("\n", 0, found.start()) + 2)


# The pages to follow, from the first line to the last


class Reader:
    """Somebody who follows a page in an empty directory."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.status = 0

    def follow(self, block: Block) -> None:
        """Write the file, or type the commands, that *block* shows."""
        if block.language in ("yaml", "text"):
            self.write(block)
        elif block.language == "console":
            for command, shown in commands(block.text):
                said = self.run(command)
                assert like(shown, said), f"line {block.line}: $ {command}\n{said}"

    def write(self, block: Block) -> None:
        first, _, text = block.text.partition("\n")
        name = first.removeprefix("# file: ")
        assert name != first, f"line {block.line}: a file block begins with '# file: PATH'"
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(self, command: str) -> str:
        if command == "echo $?":
            return f"{self.status}\n"
        program, *arguments = shlex.split(command)
        assert program == "ropa", f"a page to follow needs nothing but ropa, not {program}"
        done = subprocess.run(
            [sys.executable, "-m", "ropa", *arguments],
            cwd=self.root,
            env=surroundings(COLUMNS="100", NO_COLOR="1"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
            check=False,
        )
        self.status = done.returncode
        return done.stdout.decode()


def commands(text: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with the output shown for it."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


def like(shown: str, said: str) -> bool:
    """Whether *said* is what the page shows; a line that is an ellipsis stands for lines left out."""
    parts = re.split(r"^…\n", shown, flags=re.MULTILINE)
    return re.fullmatch(r"(?:.*\n)*".join(map(re.escape, parts)), said) is not None


def follow(page: Path, root: Path) -> None:
    """Write every file and type every command of *page*, in order, in the empty directory *root*."""
    reader = Reader(root)
    for block in blocks(page):
        reader.follow(block)


def test_a_register_is_drawn_from_documents_as_the_page_says(tmp_path: Path) -> None:
    """Passages, anchors, coverage and locks do what is told of them, with the outputs that are shown."""
    follow(FROM_DOCUMENTS, tmp_path)


@pytest.mark.needs("pango")
def test_the_tutorial_does_what_it_says(tmp_path: Path) -> None:
    """Every file is written and every command is typed; every output is compared."""
    follow(TUTORIAL, tmp_path)

    assert sorted(path.name for path in (tmp_path / "output/example-bakery").iterdir()) == [
        "appendix.pdf",
        "ccpa-fragment.html",
        "ccpa.csv",
        "ccpa.docx",
        "ccpa.html",
        "ccpa.md",
        "register.json",
        "register.xlsx",
    ]


def test_the_worked_example_of_california_does_what_it_says() -> None:
    """Every command is typed in this repository, and every output compared: who corrects a record corrects the page."""
    reader = Reader(ROOT)

    for block in blocks(ROOT / "docs/california.md"):
        if block.language == "console":
            reader.follow(block)


def test_the_tutorial_cites_nothing() -> None:
    """An organization's first record needs no document, no passage and no index of sources."""
    files = [block.text for block in blocks(TUTORIAL) if block.language == "yaml"]

    assert [text for text in files if re.search(r"\bfrom:|sources/", text)] == []


# Pages made from the code


@pytest.mark.parametrize("name", docs.PAGES)
def test_a_generated_page_is_current(name: str) -> None:
    """A manual of yesterday's fields is worse than none; `make docs` writes it anew."""
    assert name not in docs.stale()


def test_a_stale_page_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--check` writes nothing and names what is behind."""
    for name in docs.PAGES:
        (tmp_path / name).write_text("yesterday\n")

    assert docs.stale(tmp_path) == list(docs.PAGES)
    assert docs.main(["--chekc"]) == 2
    assert capsys.readouterr().err == "usage: python tools/docs.py [--check]\n"


def test_generated_pages_do_not_depend_on_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same code gives the same pages on a phone and on a wall."""
    pages = []
    for columns in ("40", "200"):
        monkeypatch.setenv("COLUMNS", columns)
        pages.append({name: page() for name, page in docs.PAGES.items()})

    assert pages[0] == pages[1]


# What a page may say


@each_page
def test_links_lead_somewhere(path: Path) -> None:
    """A reader who follows a link inside the repository arrives."""
    dead = [
        link
        for link in LINK.findall(path.read_text(encoding="utf-8"))
        if not link.startswith(("https://", "http://", "mailto:")) and not arrives(path, link)
    ]

    assert dead == []


def arrives(page: Path, link: str) -> bool:
    """Whether *link* on *page* leads to a file, and to a heading where it names one."""
    name, _, heading = link.partition("#")
    target = page.parent / name if name else page
    if not target.exists():
        return False
    return not heading or heading in headings(target)


def headings(page: Path) -> set[str]:
    """Anchors of the headings of *page*, as a forge makes them."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@each_page
def test_commands_named_on_a_page_exist(path: Path) -> None:
    """A command that was renamed is renamed in the manual too."""
    page = path.read_text(encoding="utf-8")
    targets = set(
        re.findall(
            r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE
        )
    )

    assert set(re.findall(r"`ropa ([a-z]+)\b", page)) - set(COMMANDS) == set()
    assert set(re.findall(r"`make ([a-z]+)\b", page)) - targets == set()


@each_page
def test_a_page_names_no_machine(path: Path) -> None:
    """A path of the machine a page was written on helps nobody else."""
    assert re.findall(r"/(?:root|home|work|Users)/\S*", path.read_text(encoding="utf-8")) == []


def test_pictures_are_small_and_shown() -> None:
    """A clone should not carry what no page shows, nor wait for a picture."""
    pictures = sorted((ROOT / "docs/images").iterdir())
    pages = "".join(path.read_text(encoding="utf-8") for path in PAGES)

    assert [path.name for path in pictures if f"images/{path.name}" not in pages] == []
    assert [path.name for path in pictures if path.stat().st_size > 200_000] == []
    for path in pictures:
        with Image.open(path) as picture:
            assert picture.width <= 1600


def test_what_the_readme_shows_of_a_record_is_in_the_record() -> None:
    """The first YAML a stranger reads is real."""
    shown = [block.text for block in blocks(ROOT / "README.md") if block.language == "yaml"]
    assert shown

    for text in shown:
        first, _, excerpt = text.partition("\n")
        record = (ROOT / first.removeprefix("# ")).read_text(encoding="utf-8")
        for part in excerpt.split("# …\n"):
            assert part in record
