"""Writing: all of a set or none, and whatever stood there before stays until the new files are complete."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ropa.errors import WriteError
from ropa.writer import write
from support import Ran, command, program, project_of, ropa, surroundings

OLD = {"a.txt": b"old a", "c.txt": b"old c"}
NEW = {"a.txt": b"new a", "b.txt": b"new b", "c.txt": b"new c"}


def contents(folder: Path) -> dict[str, bytes]:
    """Everything below *folder*, hidden files too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file that is to be replaced, one beside it, and one that is nobody's business."""
    folder = tmp_path / "output"
    folder.mkdir()
    for name, data in {**OLD, "mine.txt": b"mine"}.items():
        (folder / name).write_bytes(data)
    return folder


def test_files_replace_what_stood_there_and_nothing_else(folder: Path) -> None:
    """A folder of documents can hold a reader's own notes."""
    written = write(folder, NEW, below=folder.parent)

    assert contents(folder) == {**NEW, "mine.txt": b"mine"}
    assert written == tuple(folder / name for name in NEW)


def test_a_folder_is_made_where_there_is_none(tmp_path: Path) -> None:
    """Nobody makes folders for a tool."""
    write(tmp_path / "deep" / "down", NEW, below=tmp_path)

    assert contents(tmp_path / "deep" / "down") == NEW


def test_written_files_can_be_read_by_others(folder: Path) -> None:
    """Drafts are made for their owner alone; a document is for the web server and the colleague."""
    [path, *_] = write(folder, NEW, below=folder.parent)

    assert oct(path.stat().st_mode & 0o777) == "0o644"


def fail_at(number: int, function: Callable[..., object], error: BaseException) -> Callable[..., object]:
    """*function*, but its call *number* raises *error*."""
    calls = iter(range(1, 1000))

    def called(*values: object, **named: object) -> object:
        if next(calls) == number:
            raise error
        return function(*values, **named)

    return called


@pytest.mark.parametrize(
    ("function", "number"),
    [("fsync", 1), ("fsync", 3), ("link", 1), ("link", 2), ("replace", 1), ("replace", 2), ("replace", 4)],
)
def test_a_disk_that_fills_up_leaves_what_stood_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch, function: str, number: int
) -> None:
    """Half a set of documents contradicts itself: a workbook of today beside an appendix of last year."""
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    monkeypatch.setattr(os, function, fail_at(number, getattr(os, function), full))
    monkeypatch.setattr("shutil.copy2", fail_at(1, os.replace, full))

    with pytest.raises(WriteError) as raised:
        write(folder, NEW, below=folder.parent)

    assert str(raised.value) == f"{folder}: cannot be written: No space left on device; what stood there is untouched"
    assert contents(folder) == {**OLD, "mine.txt": b"mine"}


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("function", ["replace", "fsync"])
def test_an_interruption_leaves_what_stood_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch, function: str, number: int
) -> None:
    """Ctrl-C comes when it comes."""
    monkeypatch.setattr(os, function, fail_at(number, getattr(os, function), KeyboardInterrupt()))

    with pytest.raises(KeyboardInterrupt):
        write(folder, NEW, below=folder.parent)

    assert contents(folder) == {**OLD, "mine.txt": b"mine"}


def test_a_disk_without_links_is_written_all_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory sticks and some network shares have none."""
    monkeypatch.setattr(os, "link", fail_at(1, os.link, OSError(errno.EPERM, os.strerror(errno.EPERM))))

    write(folder, NEW, below=folder.parent)

    assert contents(folder) == {**NEW, "mine.txt": b"mine"}


def test_a_folder_one_may_not_write_to_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said of the folder, for the file of that name is our own draft."""
    refused = PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    monkeypatch.setattr("tempfile.mkstemp", fail_at(1, os.replace, refused))

    with pytest.raises(WriteError) as raised:
        write(folder, NEW, below=folder.parent)

    assert str(raised.value) == f"{folder}: cannot be written: Permission denied; what stood there is untouched"
    assert contents(folder) == {**OLD, "mine.txt": b"mine"}


def rendered_once(root: Path) -> Path:
    """The shop at *root* with yesterday's documents of it."""
    return project_of(root, {"output/shop/register.xlsx": "old workbook", "output/shop/ccpa.md": "old tables"})


YESTERDAY = {"shop/register.xlsx": b"old workbook", "shop/ccpa.md": b"old tables"}


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("output", "Not a directory"),
        ("output/shop", "a file stands in its place"),
        ("output/shop/ccpa.csv/x", "Is a directory"),
    ],
)
def test_something_in_the_way_of_documents_is_one_line(tmp_path: Path, place: str, why: str) -> None:
    """Render says what is in the way, and does not move it."""
    root = project_of(tmp_path, {place: "mine"})

    ran = ropa(root, "render", "--format", "ccpa")

    assert ran == (2, "", f"ropa: {root}/output/shop: cannot be written: {why}; what stood there is untouched\n")
    assert contents(root / "output" if (root / "output").is_dir() else root)[place.removeprefix("output/")] == b"mine"


def test_a_full_disk_is_one_line_and_yesterdays_documents_stay(tmp_path: Path) -> None:
    """The limit on the size of a file stands in for the end of a disk: the kernel refuses the rest of the write."""
    resource = pytest.importorskip("resource", reason="needs a Unix")
    root = rendered_once(tmp_path)

    done = subprocess.run(
        command(root, "render", "--format", "ccpa"),
        env=surroundings(PYTHONDONTWRITEBYTECODE="1"),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000)),
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert Ran(done.returncode, done.stdout.decode(), done.stderr.decode()) == (
        2,
        "",
        f"ropa: {root}/output/shop: cannot be written: File too large; what stood there is untouched\n",
    )
    assert contents(root / "output") == YESTERDAY


INTERRUPT = """
import os, signal, sys

signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background inherits that it is ignored
name, word, number = os.environ["INTERRUPT_AT"].split()
left = [int(number)]


def watch(event, values):
    if event == name and word in str(values[0]):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGINT)
            for _ in range(100_000):  # it arrives while this runs
                pass


sys.addaudithook(watch)
"""
"""Becomes sitecustomize: sends the signal of Ctrl-C at the n-th event of a kind."""


@pytest.mark.parametrize(
    "moment",
    [
        "import ropa.loader 1",
        "open sales.yaml 1",
        "import jinja2 1",
        "open .jinja 1",
        "tempfile.mkstemp .ropa- 2",
        "os.rename .ropa- 1",
        "os.rename .ropa- 3",
    ],
)
def test_ctrl_c_is_one_line_and_yesterdays_documents_stay(tmp_path: Path, moment: str) -> None:
    """Whoever stops a render gets the old documents, not some of the new, and nothing to clean up."""
    root = rendered_once(tmp_path / "project")
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(INTERRUPT)

    path = f"{hook}{os.pathsep}{surroundings()['PYTHONPATH']}"
    ran = program(root, "render", "--format", "xlsx,ccpa", PYTHONPATH=path, INTERRUPT_AT=moment)

    assert ran == (2, "", "\nropa: stopped\n")  # after the line in which a terminal shows ^C
    assert contents(root / "output") == YESTERDAY
