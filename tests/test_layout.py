"""The appendix on paper: nothing leaves its page, nothing lies over anything else, and a broken table says its head again."""

from __future__ import annotations

import itertools
import re
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import HOSTILE, hostile
from registers import each_book, rendered
from ropa.documents.table import Column, Table
from ropa.fields.values import text
from ropa.output.widths import widths
from support import project_of, ropa

MARGIN = 15 / 25.4 * 72
"""Points between the text and the edge of the narrowest page."""

pytestmark = pytest.mark.needs("pango", "pdftoppm")


class Word(NamedTuple):
    """One word on a page, with its box in points from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


class Page(NamedTuple):
    """A page with its size in points."""

    width: float
    height: float
    words: Sequence[Word]


@cache
def drawn(name: str, folder: Path) -> Sequence[Page]:
    """The pages of an appendix, as another program than the one that drew it reads them."""
    if name == "hostile":
        root = hostile(folder / "project", *HOSTILE.values())
        settings = root / "records/shop/register.yaml"
        settings.write_text(
            re.sub(", watermark: [^}]*", "", settings.read_text())
        )  # it is meant to lie below words
        assert ropa(root, "render", "--format", "pdf").status == 0
        file = root / "output/shop/appendix.pdf"
    else:
        file = folder / f"{name}.pdf"
        file.write_bytes(rendered(name)["appendix.pdf"])
    command = ["pdftotext", "-bbox", str(file), "-"]
    return list(pages(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


_NUMBER = r'"([-0-9.]+)"'
_PAGE = re.compile(rf"<page width={_NUMBER} height={_NUMBER}>(.*?)</page>", re.DOTALL)
_WORD = re.compile(
    rf"<word xMin={_NUMBER} yMin={_NUMBER} xMax={_NUMBER} yMax={_NUMBER}>(.*?)</word>", re.DOTALL
)


def pages(boxes: str) -> Iterator[Page]:
    for width, height, words in _PAGE.findall(boxes):
        found = [Word(*map(float, box), text) for *box, text in _WORD.findall(words)]
        yield Page(
            float(width),
            float(height),
            [word for word in found if word.text.strip("\u200b\u00ad\u200f")],
        )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("layout")


@each_book("hostile")
def test_no_word_leaves_the_margins_of_its_page(folder: Path, name: str) -> None:
    """What is cut off at an edge is not in the document, whatever the file holds."""
    out = [
        (number, word.text[:40])
        for number, page in enumerate(drawn(name, folder), start=1)
        for word in page.words
        if word.left < MARGIN - 1
        or word.right > page.width - MARGIN + 1
        or not 0 <= word.top < word.bottom <= page.height
    ]

    assert out == []


@each_book("hostile")
def test_no_word_lies_over_another(folder: Path, name: str) -> None:
    """Two words in one place are none."""
    clashes = [
        (number, one.text[:30], other.text[:30])
        for number, page in enumerate(drawn(name, folder), start=1)
        for one, other in overlapping(page.words)
    ]

    assert clashes == []


def overlapping(words: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    """Pairs of words of which one covers more than a third of the other."""
    ordered = sorted(words, key=lambda word: word.top)
    for place, one in enumerate(ordered):
        for other in itertools.takewhile(
            lambda word, end=one.bottom: word.top < end, ordered[place + 1 :]
        ):  # type: ignore[misc]
            width = min(one.right, other.right) - max(one.left, other.left)
            height = min(one.bottom, other.bottom) - max(one.top, other.top)
            if width > 0 and height > 0 and width * height > min(area(one), area(other)) / 3:
                yield one, other


def area(word: Word) -> float:
    return (word.right - word.left) * (word.bottom - word.top)


def test_a_table_that_goes_on_says_its_head_again(tmp_path: Path) -> None:
    """A page that is looked at alone must say what its columns are."""
    activities = {
        f"records/shop/activities/shop-{n}.yaml": f"id: shop-{n}\nname: Shop {n}\nrole: {{controller: stated}}\n"
        for n in range(1, 71)
    }
    root = project_of(tmp_path, activities)
    assert ropa(root, "render", "--format", "pdf").status == 0
    shown = subprocess.run(
        ["pdftotext", "-layout", str(root / "output/shop/appendix.pdf"), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\f")
    first = next(
        number for number, page in enumerate(shown) if "List of processing activities" in page
    )
    last = next(number for number, page in enumerate(shown) if "Contents" in page)

    heads = [
        re.findall(r"Processing activity +Role +Description +Status", page)
        for page in shown[first:last]
    ]

    assert [len(found) for found in heads] == [1] * (last - first)
    assert last - first > 1


@given(st.lists(st.lists(st.text(max_size=80), min_size=3, max_size=3), max_size=12))
def test_columns_fill_the_page_and_no_more(rows: list[list[str]]) -> None:
    """Widths add up, so that no table leaves its page; a heading of one word always has room."""
    columns = tuple(Column(name, name.capitalize()) for name in ("activity", "element", "what"))
    table = Table(
        "made", "Made", columns, tuple(tuple(text(words) for words in row) for row in rows)
    )

    found = [float(width.removesuffix("%")) for width in widths(table)]

    assert abs(sum(found) - 100) < 0.05
    assert min(found) > 6
