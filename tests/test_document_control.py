"""The edition of a document: its history, its logo and its watermark, and the annexes that stand across activities."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from registers import activity, files, register_of, rows
from ropa.documents import appendix
from ropa.documents.annexes import control, retention
from support import project_of, ropa

SETTINGS = """\
document:
  version: "2.0"
  confidentiality: internal
  watermark: Draft
  logo: logo.png
  history:
    "2.0": {on: 2026-01-31, by: data protection officer, text: Letters added.}
    "1.0": {on: 2025-01-31}
"""


def picture(size: tuple[int, int] = (40, 20), kind: str = "PNG", mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


def test_the_history_of_versions_is_printed_as_written(tmp_path: Path) -> None:
    """An auditor asks which edition this is, and what came before."""
    register = register_of(tmp_path, files(said=SETTINGS))

    found = control(register, date(2026, 1, 31))

    assert ("Version", "2.0") in [(label, str(cell)) for label, _, cell in found.facts]
    assert rows(found.tables[0]) == [
        ["2.0", "2026-01-31", "data protection officer", "Letters added."],
        ["1.0", "2025-01-31", "", ""],
    ]
    assert found.tables[1].empty == "No approval is recorded."


def test_the_schedule_says_how_long_each_is_kept(tmp_path: Path) -> None:
    """Data with a period of their own first, then what holds for the others; nothing multiplied."""
    said = """\
        personal_data:
          name: stated
          order-history: {retention: {period: P6Y, after: the order}}
        retention: {vague: As long as needed.}
        """
    register = register_of(
        tmp_path,
        files(
            activities={
                "sales": activity("sales", said),
                "mail": activity("mail", "retention: not-stated\n"),
            }
        ),
    )

    assert rows(retention(register)) == [
        ["Mail", "all", "not stated", ""],
        ["Sales", "order history", "6 years from the order", ""],
        ["Sales", "all others", "As long as needed. [vague]", ""],
    ]


@pytest.mark.needs("pango")
@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 841)), ("Letter", (612, 792))])
def test_the_paper_is_the_projects(tmp_path: Path, paper: str, size: tuple[int, int]) -> None:
    """Letter where letter paper is in the tray; logo and watermark on it."""
    root = project_of(
        tmp_path,
        {**files(said=SETTINGS), "ropa.yaml": f"paper: {paper}\n", "templates/logo.png": picture()},
    )
    assert ropa(root, "render", "--format", "pdf").status == 0

    reader = PdfReader(root / "output/shop/appendix.pdf")

    first = reader.pages[0]
    assert (int(first.mediabox.width), int(first.mediabox.height)) == size
    assert len(first.images) == 1
    assert [page for page in reader.pages if "Draft" not in page.extract_text()] == []


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("logo.png", None, "there is no file 'logo.png' in the templates' folder"),
        ("../ropa.yaml", None, "there is no file '../ropa.yaml' in the templates' folder"),
        ("logo.png", b"<svg/>", "'logo.png' is neither PNG nor JPEG"),
        ("logo.png", picture()[:45], "'logo.png' cannot be read: "),
        ("logo.png", picture((4001, 1)), "'logo.png' is larger than 4000 pixels on a side"),
        ("logo.jpg", picture(kind="JPEG", mode="CMYK"), "'logo.jpg' has colours for print (CMYK)"),
        ("logo.png", picture() + bytes(2_000_001), "'logo.png' is larger than 2,000,000 bytes"),
    ],
    ids=["missing", "outside", "svg", "cut off", "wide", "cmyk", "large"],
)
def test_a_logo_that_cannot_be_shown_is_one_line(
    tmp_path: Path, name: str, data: bytes | None, told: str
) -> None:
    """Nothing outside the project, no bomb, nothing that an archive refuses."""
    said = f"document: {{logo: {name}}}\n"
    root = project_of(
        tmp_path,
        {**files(said=said), "templates/own.css": "", f"templates/{Path(name).name}": data},
    )

    ran = ropa(root, "render", "--format", "pdf")

    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert ran.err.startswith(f"ropa: document: logo: {told}")


def test_recipients_have_an_annex(tmp_path: Path) -> None:
    """Art. 30(1)(d) across all activities: a recipient once, with the activities that disclose to it."""
    said = "recipients: {payroll-providers: stated}\n"
    register = register_of(
        tmp_path,
        files(activities={"sales": activity("sales", said), "mail": activity("mail", said)}),
    )

    [section] = [
        one
        for one in appendix(register, register.record.as_of or pytest.fail("dated")).sections
        if one.name == "recipients"
    ]

    assert rows(section.tables[0], "activity", "recipient") == [
        ["all 2 activities", "payroll providers"]
    ]
