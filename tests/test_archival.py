"""The appendix is what archives and readers of every kind ask for: PDF/A-3a and PDF/UA-1, judged by veraPDF."""

import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from hostile import HOSTILE, hostile
from registers import BOOKS, rendered
from support import ROOT, ropa

VALIDATOR = ROOT / "tools" / "verapdf" / "verapdf.py"
COMPLIANT = ["3a: compliant", "ua1: compliant"]

pytestmark = pytest.mark.needs("verapdf", "pango")


@pytest.mark.parametrize("name", BOOKS)
def test_the_appendix_conforms_to_both_standards(name: str) -> None:
    """ISO 19005-3 level A and ISO 14289-1 in one file, without one violation."""
    assert judged().lines_of(name) == COMPLIANT


def test_no_text_of_a_record_breaks_the_standards() -> None:
    """A name in any script, markup, emoji, a character without a glyph: the archive must take them all."""
    assert judged().lines_of("hostile") == COMPLIANT


def test_the_validator_finds_no_fault_with_any_file() -> None:
    """What it prints and how it ends say the same."""
    assert judged().status == 0


class Judged(NamedTuple):
    """How the validator ended, and what it printed."""

    status: int
    out: str

    def lines_of(self, name: str) -> list[str]:
        """What was printed of the file *name*, with what goes on below such a line."""
        _, *parts = self.out.split("file: ")
        heads = (part.partition(".pdf: ") for part in parts)
        return [said.rstrip("\n") for file, _, said in heads if file == name]


@cache
def judged() -> Judged:
    """Every appendix in one run of the validator, which takes longer to start than to read one more file."""
    with TemporaryDirectory() as folder:
        for name, data in appendices(Path(folder) / "project").items():
            (Path(folder) / f"{name}.pdf").write_bytes(data)
        files = sorted(map(str, Path(folder).glob("*.pdf")))
        command = [sys.executable, str(VALIDATOR), "3a,ua1", *files]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        return Judged(ran.returncode, ran.stdout.replace(f"{folder}/", "file: "))


def appendices(root: Path) -> Mapping[str, bytes]:
    """The appendix of each register of the project, and of one in which every text is hostile."""
    hostile(root, *HOSTILE.values())
    assert ropa(root, "render", "--format", "pdf").status == 0
    odd = (root / "output/shop/appendix.pdf").read_bytes()
    return {"hostile": odd, **{name: rendered(name)["appendix.pdf"] for name in BOOKS}}
