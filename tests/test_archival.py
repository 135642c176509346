"""The appendix is what archives and readers of every kind ask for: PDF/A-3a and PDF/UA-1, judged by veraPDF."""

import subprocess
import sys
from pathlib import Path

import pytest

from hostile import HOSTILE, hostile
from registers import each_book, rendered
from support import ROOT, ropa

VALIDATOR = ROOT / "tools" / "verapdf" / "verapdf.py"


@pytest.mark.needs("verapdf", "pango")
@each_book()
def test_the_appendix_conforms_to_both_standards(tmp_path: Path, name: str) -> None:
    """ISO 19005-3 level A and ISO 14289-1 in one file, without one violation."""
    assert judged(rendered(name)["appendix.pdf"], tmp_path) == (
        0,
        "3a: compliant\nua1: compliant\n",
    )


@pytest.mark.needs("verapdf", "pango")
def test_no_text_of_a_record_breaks_the_standards(tmp_path: Path) -> None:
    """A name in any script, markup, emoji, a character without a glyph: the archive must take them all."""
    root = hostile(tmp_path / "project", *HOSTILE.values())
    assert ropa(root, "render", "--format", "pdf").status == 0
    data = (root / "output/shop/appendix.pdf").read_bytes()

    assert judged(data, tmp_path) == (0, "3a: compliant\nua1: compliant\n")


def judged(data: bytes, folder: Path) -> tuple[int, str]:
    """What the validator says of a PDF: its exit status, and a line a standard."""
    file = folder / "judged.pdf"
    file.write_bytes(data)
    command = [sys.executable, str(VALIDATOR), "3a,ua1", str(file)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout.replace(f"{file}: ", "")
