"""Registers of a few lines, written as a user writes them, and what is drawn from them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from textwrap import dedent, indent

import pytest
from pypdf import PdfReader

from ropa.documents.table import Document, Table
from ropa.fields.values import Cell
from ropa.fields.wording import value
from ropa.loader import load
from ropa.project import find
from ropa.register import Record, Register, ResolvedActivity, ResolvedClaim
from shared import shared
from support import BAKERY, ROOT, project_of, ropa

FILES = (
    "register.xlsx",
    "appendix.pdf",
    "ccpa.md",
    "ccpa.html",
    "ccpa-fragment.html",
    "ccpa.csv",
    "ccpa.docx",
    "register.json",
)
"""What one register is rendered to."""

BOOKS = (
    *sorted(path.parent.name for path in (ROOT / "records").glob("*/register.yaml")),
    "example-bakery",
)
"""The registers that come with the project: the reconstructions, and an organization's own."""


def each_of(*names: str) -> pytest.MarkDecorator:
    """Runs a test for each register as *name*; what needs the same one runs in the same process."""
    marked = [pytest.param(name, marks=about(name)) for name in names]
    return pytest.mark.parametrize("name", marked)


def each_book(*more: str) -> pytest.MarkDecorator:
    """Runs a test for every one of ``BOOKS`` as *name*."""
    return each_of(*BOOKS, *more)


def about(name: str) -> pytest.MarkDecorator:
    """Runs a test in the process of all others that need the register *name*."""
    return pytest.mark.xdist_group(name)


OWN = """\
schema: 2
title: Record of Corner Shop Ltd
kept_by: organization
as_of: 2026-01-31
confirmed_by: {by: data protection officer, on: 2026-01-31}
organization: {name: Corner Shop Ltd, email: privacy@shop.example}
"""

DRAWN = """\
schema: 2
title: Processing of Corner Shop Ltd as its policy describes it
kept_by: reconstruction
as_of: 2026-01-31
organization: {name: Corner Shop Ltd, email: privacy@shop.example, from: who}
"""

POLICY = """\
title: Privacy Policy
kind: document
dates: {effective: {date: 2025-12-01, as_written: 1 December 2025}}
passages:
  who: Corner Shop … controller.
  till: At the till … paid.
  letters: We write … letters.
  nothing: We never … anybody.
"""


def activity(id: str = "sales", said: str = "", role: str = "{controller: stated}") -> str:
    """The file of an activity that says *said*."""
    return f"id: {id}\nname: {id.capitalize()}\nrole: {role}\n{dedent(said)}"


def general(said: str, applies_to: str = "all", name: str = "everywhere") -> str:
    """A general statement that says *said*, as it stands below ``register_wide:``."""
    return indent(
        f"{name}:\n  applies_to: {applies_to}\n{indent(dedent(said), '  ')}".rstrip("\n") + "\n",
        "  ",
    )


def files(
    head: str = OWN,
    said: str = "",
    blocks: str = "",
    activities: Mapping[str, str] | str = "",
    **more: str,
) -> dict[str, str | None]:
    """The files of a register: *head* and what it goes on to say, general statements, activities by id, and more."""
    texts = {"sales": activity("sales", activities)} if isinstance(activities, str) else activities
    return {
        "records/shop/activities/sales.yaml": None,
        "records/shop/register.yaml": head
        + dedent(said)
        + (f"register_wide:\n{blocks}" if blocks else ""),
        **{f"records/shop/activities/{id}.yaml": text for id, text in texts.items()},
        **{
            f"records/shop/{name.replace('__', '/')}.yaml": dedent(text)
            for name, text in more.items()
        },
    }


def register_of(root: Path, written: Mapping[str, str | bytes | None]) -> Register:
    """The one register of the project of *written* at *root*, which can be read."""
    loaded = load(find(project_of(root, written)))
    assert not loaded.diagnostics, "\n".join(map(str, loaded.diagnostics))
    [register] = loaded.registers
    return register


def record_of(register: Register, id: str = "sales") -> Record:
    """The record of the activity *id*."""
    return register.by_id[id]


def said(register: Register, question: str, id: str = "sales") -> list[tuple[str, str]]:
    """State and printed words of every answer to *question*."""
    return printed(activity_of(register, id).answers[question])


def activity_of(register: Register, id: str = "sales") -> ResolvedActivity:
    """The activity *id* with all of its answers."""
    return register.resolved_by_id[id]


def printed(answers: tuple[ResolvedClaim, ...]) -> list[tuple[str, str]]:
    """State and printed words of *answers*."""
    return [(str(answer.state), str(value(answer))) for answer in answers]


def rows(table: Table, *names: str) -> list[list[str]]:
    """The printed rows of *table*, or of the columns *names* of it."""
    return [[str(row[name]) for name in names or row] for row in table.records()]


def table_of(document: Document, name: str) -> Table:
    """The table called *name*."""
    [found] = [table for table in document.tables if table.name == name]
    return found


def states(cell: Cell) -> list[str]:
    """The states of the values of a cell."""
    return [str(one.state) for one in cell.values]


def bakery() -> Register:
    """The register of the bakery, an organization's own."""
    return load(find(BAKERY)).registers[0]


@cache
def callminer() -> Register:
    """The register of CallMiner of 2023, a reconstruction."""
    return load(find(ROOT), ["callminer-2023"]).registers[0]


@cache
def rendered(name: str) -> Mapping[str, bytes]:
    """The files that ``ropa render`` writes for one of ``BOOKS``, drawn once in a run of tests."""
    drawn = shared(f"rendered-{name}", lambda folder: _render(name, folder)) / name
    return {path.name: path.read_bytes() for path in sorted(drawn.iterdir())}


def _render(name: str, folder: Path) -> None:
    root = BAKERY if name == "example-bakery" else ROOT
    ran = ropa(root, "render", name, "--output", str(folder), *day_of(name))
    assert (ran.status, ran.err) == (0, ""), ran


def day_of(name: str) -> tuple[str, ...]:
    """The options that say the day of a register which names none."""
    return ("--as-of", "2026-01-31") if name == "kaizenify" else ()


@cache
def appendix_of(name: str) -> PdfReader:
    """The appendix of one of ``BOOKS``."""
    return PdfReader(BytesIO(rendered(name)["appendix.pdf"]))


@cache
def pages_of(name: str) -> tuple[str, ...]:
    """The text of each page of the appendix, every run of white space one space."""
    return tuple(" ".join(page.extract_text().split()) for page in appendix_of(name).pages)
