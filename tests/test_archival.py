"""The appendix is what archives and readers of every kind ask for: PDF/A-3a and PDF/UA-1, judged by veraPDF."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from hostile import HOSTILE, hostile
from ropa.cli import ropa

ROOT = Path(__file__).parents[1]
VALIDATOR = ROOT / "tools" / "verapdf" / "verapdf.py"
REGISTERS = sorted(path.parent.name for path in (ROOT / "records").glob("*/register.yaml"))


@pytest.mark.needs("verapdf", "pango")
@pytest.mark.parametrize(
    ("project", "register"),
    [*((ROOT, name) for name in REGISTERS), (ROOT / "tests" / "projects" / "bakery", "example-bakery")],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_appendix_conforms_to_both_standards(tmp_path: Path, project: Path, register: str) -> None:
    """ISO 19005-3 level A and ISO 14289-1 in one file, without one violation."""
    assert judged(project, register, tmp_path) == (0, "3a: compliant\nua1: compliant\n")


@pytest.mark.needs("verapdf", "pango")
def test_no_text_of_a_record_breaks_the_standards(tmp_path: Path) -> None:
    """A name in any script, markup, emoji, a character without a glyph: the archive must take them all."""
    root = hostile(tmp_path / "project", *HOSTILE.values())

    assert judged(root, "shop", tmp_path) == (0, "3a: compliant\nua1: compliant\n")


def judged(project: Path, register: str, folder: Path) -> tuple[int, str]:
    """What the validator says of the appendix of *register*: its exit status, and a line a standard."""
    arguments = ["-C", str(project), "render", register, "--format", "pdf", "--output", str(folder)]
    assert CliRunner().invoke(ropa, arguments, catch_exceptions=False).exit_code == 0
    file = folder / register / "appendix.pdf"
    command = [sys.executable, str(VALIDATOR), "3a,ua1", str(file)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout.replace(f"{file}: ", "")
