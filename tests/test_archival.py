"""The appendix is what archives and readers of every kind ask for: PDF/A-3a and PDF/UA-1, judged by veraPDF."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

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
    arguments = ["-C", str(project), "render", register, "--format", "pdf", "--output", str(tmp_path)]
    assert CliRunner().invoke(ropa, arguments, catch_exceptions=False).exit_code == 0
    file = tmp_path / register / "appendix.pdf"

    judged = subprocess.run(
        [sys.executable, str(VALIDATOR), "3a,ua1", str(file)], capture_output=True, text=True, check=False
    )

    assert (judged.returncode, judged.stdout) == (0, f"{file}: 3a: compliant\n{file}: ua1: compliant\n")
