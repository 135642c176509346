"""What is printed of registers made at random: no line of a sheet or a page says a claim without what qualifies it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from io import BytesIO
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, find, given, settings
from openpyxl import load_workbook
from pypdf import PdfReader
from pypdf.generic import Destination

from qualified import Written, registers
from registers import register_of
from ropa.drawing import Request, draw
from ropa.fields import values
from ropa.register import Register
from ropa.register.qualifiers import Qualifier, QualifierKind

DAY = date(2026, 1, 31)


CLAIM = re.compile(r"text ?(w\d+x)")


def workbook_lines(register: Register) -> Iterator[str]:
    """Each line of a cell that prints a claim, and the cells of its row that print none."""
    [data] = draw("xlsx", Request(register, DAY)).values()
    for sheet in load_workbook(BytesIO(data)).worksheets:
        for row in sheet.iter_rows(values_only=True):
            cells = [str(cell) for cell in row if cell is not None]
            beside = [sheet.title, *(cell for cell in cells if not CLAIM.search(cell))]
            for line in chain.from_iterable(map(_with_heads, cells)):
                yield " | ".join((line, *beside))


def _with_heads(cell: str) -> Iterator[str]:
    """Each line of a cell that prints a claim, behind the lines of its state that stand above."""
    heads: list[str] = []
    for line in cell.splitlines():
        heads.append(line)
        if CLAIM.search(line):
            yield " ".join(heads)
            heads = []


def page_lines(register: Register) -> Iterator[str]:
    """The text of the appendix around each claim, with the section that it stands in.

    A table prints what qualifies a claim before it or behind it, in columns of their own.
    """
    reader = PdfReader(BytesIO(draw("pdf", Request(register, DAY))["appendix.pdf"]))
    starts = [
        (entry.title, reader.get_destination_page_number(entry) or 0) for entry in _tops(reader)
    ]
    ends = [page for _, page in starts[1:]] + [len(reader.pages)]
    for (title, start), end in zip(starts, ends, strict=True):
        pages = [page.extract_text() for page in reader.pages[start : max(end, start + 1)]]
        text = " ".join(" ".join(pages).split())
        parts = re.split(r"(text ?w\d+x)", text)
        for place in range(1, len(parts), 2):
            yield f"{title}: {' '.join(parts[place - 1 : place + 2])}"


def _tops(reader: PdfReader) -> list[Destination]:
    return [entry for entry in reader.outline if isinstance(entry, Destination)]


def lacking(lines: Iterator[str], claims: list[Written]) -> list[tuple[str, str]]:
    """Lines that print a claim, and the qualifiers of it that they do not."""
    faults = []
    words = {claim.word: claim for claim in claims}
    for line in lines:
        for word in CLAIM.findall(line):
            faults += [(kind, line) for kind in words[word].lacks(line.casefold())]
    return faults


@settings(max_examples=8, deadline=None, derandomize=True)
@given(registers())
def test_every_row_of_a_workbook_carries_what_qualifies_its_claims(
    generated: tuple[dict[str, str], list[Written]],
) -> None:
    """A row that prints a claim without its "may" is a false row, whatever the record says."""
    files, claims = generated
    with TemporaryDirectory() as folder:
        register = register_of(Path(folder), files)

        assert lacking(workbook_lines(register), claims) == []


@pytest.mark.needs("pango")
@settings(max_examples=2, deadline=None, derandomize=True)
@given(registers())
def test_every_line_of_an_appendix_carries_what_qualifies_its_claims(
    generated: tuple[dict[str, str], list[Written]],
) -> None:
    """An auditor reads the page, not the record."""
    files, claims = generated
    with TemporaryDirectory() as folder:
        register = register_of(Path(folder), files)

        assert lacking(page_lines(register), claims) == []


SIGNS = {
    "qualified": QualifierKind.QUALIFIED,
    "when": QualifierKind.CONDITION,
    "inferred": QualifierKind.INFERRED,
    "vague": QualifierKind.VAGUE,
    "alternative": QualifierKind.ALTERNATIVE,
    "general": QualifierKind.GENERAL,
}


@pytest.mark.parametrize("kind", SIGNS)
def test_a_kind_that_is_dropped_is_missed_on_paper(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The tests above fail where the qualifiers of one kind are lost on their way to a cell."""
    files, claims = with_every_qualifier()
    register = register_of(tmp_path, files)
    for name in ("marked", "sign"):
        monkeypatch.setattr(values, name, mute(SIGNS[kind], getattr(values, name)))

    missed = {qualifier for qualifier, _ in lacking(workbook_lines(register), claims)}

    assert missed == {kind}


@cache
def with_every_qualifier() -> tuple[dict[str, str], list[Written]]:
    """The first register found in which every kind of qualifier is written."""
    return find(
        registers(),
        lambda generated: has_every_qualifier(generated[1]),
        settings=settings(phases=[Phase.generate], derandomize=True),
    )


def has_every_qualifier(claims: list[Written]) -> bool:
    written = {qualifier for claim in claims for qualifier in claim.qualifiers}
    return written == {"qualified", "when", "inferred", "vague", "alternative"}


def mute(kind: QualifierKind, original: Callable[[Qualifier], str]) -> Callable[[Qualifier], str]:
    return lambda qualifier: "" if qualifier.kind is kind else original(qualifier)
