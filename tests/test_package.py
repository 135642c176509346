"""The wheel as a user installs it: everything it needs is inside, and nothing of the checkout is missed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from packs import sha256
from registers import BOOKS, day_of, each_of, rendered
from ropa import __version__
from ropa.schema import MODELS
from shared import shared
from support import ROOT, Ran


class Installed(NamedTuple):
    """The contents of a wheel, unpacked where no checkout is."""

    folder: Path
    names: frozenset[str]

    def run(self, at: Path, *arguments: str) -> Ran:
        """``python -m ropa`` with the unpacked wheel in place of the checkout."""
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHONPATH", "ROPA_"))
        }
        done = subprocess.run(
            [sys.executable, "-m", "ropa", *arguments],
            cwd=at,
            env={**environment, "PYTHONPATH": str(self.folder), "PYTHONUTF8": "1"},
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def installed() -> Installed:
    folder = shared("wheel", unpacked_wheel)
    with zipfile.ZipFile(wheel_in(folder)) as packed:
        return Installed(folder / "site", frozenset(packed.namelist()))


def unpacked_wheel(folder: Path) -> None:
    """The wheel of the checkout in *folder*, and all that is in it below ``site``."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=True,
    )
    with zipfile.ZipFile(wheel_in(folder)) as packed:
        packed.extractall(folder / "site")


def wheel_in(folder: Path) -> Path:
    """The one wheel in *folder*."""
    [wheel] = folder.glob("*.whl")
    return wheel


def below(folder: Path, at: str) -> set[str]:
    """Files of the checkout below *folder*, as they are called in the wheel."""
    return {
        f"{at}/{path.relative_to(folder).as_posix()}"
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_everything_the_package_needs_is_inside(installed: Installed) -> None:
    """Code, vocabularies, templates and schemas: all of the checkout's, and nothing beside them."""
    wanted = (
        below(ROOT / "src" / "ropa", "ropa")
        | below(ROOT / "templates", "ropa/_packaged/templates")
        | below(ROOT / "schema", "ropa/_packaged/schema")
    )
    inside = {
        name for name in installed.names if not name.startswith(f"ropa-{__version__}.dist-info/")
    }

    assert inside == wanted
    assert {f"ropa/_packaged/schema/{name}.json" for name in MODELS} <= inside


def test_the_wheel_says_what_it_is(installed: Installed) -> None:
    """Version, command and licence are those of the project."""
    about = installed.folder / f"ropa-{__version__}.dist-info"

    assert f"\nVersion: {__version__}\n" in (about / "METADATA").read_text()
    assert "ropa = ropa.__main__:main" in (about / "entry_points.txt").read_text()
    assert (about / "licenses" / "LICENSE").is_file()


def test_the_wheel_works_where_no_checkout_is(installed: Installed, tmp_path: Path) -> None:
    """From an empty folder to documents, with nothing but what was installed."""
    assert installed.run(tmp_path, "init", "corner-shop", "--as-of", "2026-01-31").status == 0
    assert installed.run(tmp_path, "new", "activity", "sales").status == 0
    checked = installed.run(tmp_path, "check")
    assert (checked.status, checked.err) == (0, "")

    drawn = installed.run(tmp_path, "render", "--format", "xlsx,ccpa,json")

    assert drawn == Ran(
        0,
        "output/corner-shop: register.xlsx, ccpa.md, ccpa.html, ccpa-fragment.html, ccpa.csv, ccpa.docx and register.json\n",
        "",
    )


def test_the_wheel_brings_the_layouts_of_authorities(installed: Installed, tmp_path: Path) -> None:
    """They are data beside the templates, found where no checkout is."""
    assert installed.run(tmp_path, "init", "corner-shop", "--as-of", "2026-01-31").status == 0
    assert installed.run(tmp_path, "new", "activity", "sales").status == 0

    drawn = installed.run(tmp_path, "render", "--format", "xlsx", "--layout", "cnil")

    assert drawn == Ran(0, "output/corner-shop: register-cnil.xlsx\n", "")


@pytest.mark.needs("pango")
def test_the_wheel_draws_the_appendix(installed: Installed, tmp_path: Path) -> None:
    """Templates and styles are found inside the package."""
    assert installed.run(tmp_path, "init", "corner-shop", "--as-of", "2026-01-31").status == 0
    assert installed.run(tmp_path, "new", "activity", "sales").status == 0

    drawn = installed.run(tmp_path, "render", "--format", "pdf")

    assert (drawn.status, drawn.err) == (0, "")
    assert (tmp_path / "output" / "corner-shop" / "appendix.pdf").read_bytes().startswith(b"%PDF-")


def test_the_tests_ran_on_the_wheel(installed: Installed, tmp_path: Path) -> None:
    """The module that ran is the unpacked one, or the tests above have proved nothing."""
    code = "import ropa, sys; print(ropa.__file__)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed.folder)},
        capture_output=True,
        check=True,
    )

    assert done.stdout.decode().strip() == str(installed.folder / "ropa" / "__init__.py")


@pytest.mark.needs("pango")
@each_of(*(name for name in BOOKS if (ROOT / "records" / name).is_dir()))
def test_the_wheel_draws_a_register_as_the_checkout_does(
    installed: Installed, name: str, tmp_path: Path
) -> None:
    """Whoever installs `ropa` gets the documents that were reviewed here, to the byte."""
    project = tmp_path / "project"
    shutil.copytree(ROOT / "records", project / "records")
    shutil.copy(ROOT / "ropa.yaml", project)
    folder = shared("environment", lambda folder: fill_environment(installed, folder))
    render = ("-m", "ropa", "-C", project, "render", name, "--output", tmp_path / "drawn")

    subprocess.run(
        [python_of(folder), *render, *day_of(name)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": "", "PYTHONUTF8": "1"},
        capture_output=True,
        timeout=600,
        check=True,
    )

    drawn = {f"{name}/{file}": sha256(data) for file, data in rendered(name).items()}
    assert contents(tmp_path / "drawn") == drawn


def python_of(folder: Path) -> Path:
    """The Python of the virtual environment in *folder*."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fill_environment(installed: Installed, folder: Path) -> None:
    """Make *folder* a virtual environment that has the wheel, and borrows what the wheel needs."""
    venv.create(folder, with_pip=False)
    python = str(python_of(folder))
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--no-index", "--no-deps")
    wheel = str(wheel_in(installed.folder.parent))
    subprocess.run([*pip, wheel], capture_output=True, timeout=60, check=True)
    scheme = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", "venv", scheme))
    # A path in such a file is searched, and the editable ropa of the checkout is not in it.
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    where = [python, "-c", "import ropa; print(ropa.__file__)"]
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    found = subprocess.run(where, cwd=folder, env=clean, capture_output=True, check=True).stdout
    assert Path(found.decode().strip()) == site / "ropa" / "__init__.py"


def contents(folder: Path) -> dict[str, str]:
    """The fingerprint of every file below *folder*."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
