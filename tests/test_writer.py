"""Writing: all of a set or none, and whatever stood there before stays until the new files are complete."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import books
from ropa.errors import WriteError
from ropa.turns import turn
from ropa.writer import write
from support import Ran, command, program, project_of, ropa, surroundings

OLD = {"a.txt": b"old a", "c.txt": b"old c"}
NEW = {"a.txt": b"new a", "b.txt": b"new b", "c.txt": b"new c"}


def contents(folder: Path) -> dict[str, bytes]:
    """Everything below *folder*, hidden files too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


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


def fail_at(
    number: int, function: Callable[..., object], error: BaseException
) -> Callable[..., object]:
    """*function*, but its call *number* raises *error*."""
    calls = iter(range(1, 1000))

    def called(*values: object, **named: object) -> object:
        if next(calls) == number:
            raise error
        return function(*values, **named)

    return called


@pytest.mark.parametrize(
    ("function", "number"),
    [
        ("fsync", 1),
        ("fsync", 3),
        ("link", 1),
        ("link", 2),
        ("replace", 1),
        ("replace", 2),
        ("replace", 4),
    ],
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

    assert (
        str(raised.value)
        == f"{folder}: cannot be written: No space left on device; what stood there is untouched"
    )
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


def test_a_disk_without_links_is_written_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory sticks and some network shares have none."""
    monkeypatch.setattr(
        os, "link", fail_at(1, os.link, OSError(errno.EPERM, os.strerror(errno.EPERM)))
    )

    write(folder, NEW, below=folder.parent)

    assert contents(folder) == {**NEW, "mine.txt": b"mine"}


def test_a_folder_one_may_not_write_to_is_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Said of the folder, for the file of that name is our own draft."""
    refused = PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    monkeypatch.setattr("tempfile.mkstemp", fail_at(1, os.replace, refused))

    with pytest.raises(WriteError) as raised:
        write(folder, NEW, below=folder.parent)

    assert (
        str(raised.value)
        == f"{folder}: cannot be written: Permission denied; what stood there is untouched"
    )
    assert contents(folder) == {**OLD, "mine.txt": b"mine"}


def rendered_once(root: Path) -> Path:
    """The shop at *root* with yesterday's documents of it."""
    return project_of(
        root, {"output/shop/register.xlsx": "old workbook", "output/shop/ccpa.md": "old tables"}
    )


YESTERDAY = {"shop/register.xlsx": b"old workbook", "shop/ccpa.md": b"old tables"}


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("output", "Not a directory"),
        ("output/shop", "a file stands in its place"),
        ("output/shop/ccpa.csv/x", "Is a directory"),
    ],
)
def test_something_in_the_way_of_documents_is_one_line(
    tmp_path: Path, place: str, why: str
) -> None:
    """Render says what is in the way, and does not move it."""
    root = project_of(tmp_path, {place: "mine"})

    ran = ropa(root, "render", "--format", "ccpa")

    assert ran == (
        2,
        "",
        f"ropa: {root}/output/shop: cannot be written: {why}; what stood there is untouched\n",
    )
    assert (
        contents(root / "output" if (root / "output").is_dir() else root)[
            place.removeprefix("output/")
        ]
        == b"mine"
    )


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
        "import ropa.cli 1",
        "import click 1",
        "import ropa.errors 1",
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


# Two at once


IMPORT_MEANWHILE = """
import os, subprocess, sys

left = [1]


def watch(event, values):
    if event == "tempfile.mkdtemp" and left[0]:  # the records are read, and about to be tried out
        left[0] = 0
        environment = {**os.environ, "PYTHONPATH": os.environ["LATER_PATH"]}
        words = [sys.executable, "-m", "ropa", *os.environ["MEANWHILE"].split("\\n")]
        subprocess.run(words, env=environment, check=True, capture_output=True)


sys.addaudithook(watch)
"""
"""Becomes sitecustomize: runs another import while the first is at work."""


def hooked(folder: Path, hook: str, **more: str) -> dict[str, str]:
    """An environment in which *hook* runs before everything else."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(hook)
    return {"PYTHONPATH": f"{folder}{os.pathsep}{surroundings()['PYTHONPATH']}", **more}


def test_of_two_imports_at_once_the_second_notices(tmp_path: Path) -> None:
    """It was made from records that are no longer there, and would undo the other's correction."""
    root = books.shop(tmp_path / "project")
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    original = books.book_at(root).read_bytes()
    books.write(root, ("Purposes", "sales/selling", "Purpose", "Sell cakes"))
    first.write_bytes(books.book_at(root).read_bytes())
    books.book_at(root).write_bytes(original)
    books.write(root, ("Controller Art. 30(1)", "sales", "Description", "People pay by card."))
    second.write_bytes(books.book_at(root).read_bytes())
    meanwhile = ["-C", str(root), "import", str(first), *books.WHO]
    environment = hooked(
        tmp_path / "hook",
        IMPORT_MEANWHILE,
        MEANWHILE="\n".join(meanwhile),
        LATER_PATH=surroundings()["PYTHONPATH"],
    )

    ran = program(root, "import", str(second), *books.WHO, **environment)

    assert ran == (
        2,
        "",
        f"ropa: {root}/{books.ACTIVITY}: somebody changed it meanwhile; nothing was written: run the command again\n",
    )
    assert "Sell cakes" in (root / books.ACTIVITY).read_text()

    again = program(root, "import", str(second), *books.WHO)

    assert again.status == 0
    assert "Sell cakes" in (root / books.ACTIVITY).read_text()
    assert "People pay by card." in (root / books.ACTIVITY).read_text()


def test_an_activity_is_not_begun_over_one_that_came_meanwhile(tmp_path: Path) -> None:
    """What nobody expected there is somebody's work."""
    (tmp_path / "a.yaml").write_bytes(b"theirs")

    with pytest.raises(WriteError) as raised:
        write(tmp_path, {"a.yaml": b"mine"}, below=tmp_path, expected={"a.yaml": None})

    assert str(raised.value) == (
        f"{tmp_path}/a.yaml: somebody changed it meanwhile; nothing was written: run the command again"
    )
    assert contents(tmp_path) == {"a.yaml": b"theirs"}


def test_a_writer_waits_for_the_one_before(folder: Path) -> None:
    """Its drafts are not swept while it is at work, and are when it is gone."""
    (folder / ".ropa-abcd1234").write_bytes(b"draft of the other")
    ready = folder.parent / "ready"
    hold = f"from ropa.turns import turn\nimport pathlib, sys\nwith turn(pathlib.Path({str(folder)!r})):\n"
    hold += f"    pathlib.Path({str(ready)!r}).touch(); sys.stdin.read()\n"
    other = subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, env=surroundings()
    )
    while not ready.exists() and other.poll() is None:
        pass
    writing = threading.Thread(target=write, args=(folder, NEW), kwargs={"below": folder})

    writing.start()
    writing.join(0.5)
    waited = contents(folder)
    other.communicate()
    writing.join(20)

    assert waited == {**OLD, "mine.txt": b"mine", ".ropa-abcd1234": b"draft of the other"}
    assert contents(folder) == {**NEW, "mine.txt": b"mine"}


# After a kill


KILL = INTERRUPT.replace("signal.SIGINT)", "signal.SIGKILL)").replace(
    "signal.signal(signal.SIGINT, signal.default_int_handler)", ""
)


def killed(tmp_path: Path, folder: Path, moment: str) -> None:
    """Let a program write NEW into *folder*, and kill it at *moment*."""
    environment = hooked(tmp_path / "hook", KILL, INTERRUPT_AT=moment)
    code = (
        f"import pathlib\nfrom ropa.writer import write\nfolder = pathlib.Path({str(folder)!r})\n"
    )
    code += f"write(folder, {NEW!r}, below=folder)\n"
    done = subprocess.run(
        [sys.executable, "-c", code], env=surroundings(**environment), check=False
    )
    assert done.returncode == -signal.SIGKILL


MOMENTS = [
    "tempfile.mkstemp .ropa- 1",
    "tempfile.mkstemp .ropa- 3",
    *(f"os.rename .ropa- {n}" for n in (1, 2, 3, 4)),
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_a_kill_leaves_is_put_right_by_the_next_writer(
    tmp_path: Path, folder: Path, moment: str
) -> None:
    """All of a set or none: also where nobody could tidy up."""
    killed(tmp_path, folder, moment)

    write(folder, {"other.txt": b"other"}, below=folder)

    assert contents(folder) == {**OLD, "mine.txt": b"mine", "other.txt": b"other"}


def test_what_was_changed_after_a_kill_is_not_put_back(tmp_path: Path, folder: Path) -> None:
    """Somebody's work of today is worth more than a rule about sets."""
    killed(tmp_path, folder, "os.rename .ropa- 3")
    (folder / "a.txt").write_bytes(b"today")

    with pytest.raises(WriteError) as raised:
        write(folder, NEW, below=folder)

    assert str(raised.value) == (
        f"{folder}/a.txt: changed since a command was stopped half-way; delete {folder}/.ropa-journal to leave it as it is"
    )
    assert contents(folder)["a.txt"] == b"today"

    (folder / ".ropa-journal").unlink()
    write(folder, {"b.txt": b"b"}, below=folder)

    assert contents(folder) == {
        "a.txt": b"today",
        "b.txt": b"b",
        "c.txt": b"old c",
        "mine.txt": b"mine",
    }


def test_a_check_tells_of_a_write_that_was_stopped(tmp_path: Path) -> None:
    """A register may be half old and half new; a draft is no strange file but the rest of a command."""
    root = project_of(tmp_path / "project", {"records/shop/activities/.ropa-abcd1234": "id: x"})
    home = root / "records/shop"
    for name in ("a.txt", "c.txt"):
        (home / name).write_bytes(OLD[name])
    killed(tmp_path, home, "os.rename .ropa- 3")

    ran = ropa(root, "check")

    said = [line for line in ran.out.splitlines() if "[unfinished-write]" in line]
    assert ran.status == 1
    assert any(
        line.startswith("records/shop/.ropa-")
        and line.endswith(
            "warning: a command was stopped before this file was in its place [unfinished-write]"
        )
        for line in said
    )
    assert (
        "records/shop/.ropa-journal:1:1: error: a command was stopped while it exchanged files: "
        "some are new, some are not [unfinished-write]"
    ) in said
    assert (
        "records/shop/activities/.ropa-abcd1234:1:1: warning: a command was stopped before this file "
        "was in its place [unfinished-write]"
    ) in said


def test_a_check_beside_a_writer_tells_nothing_of_it(tmp_path: Path) -> None:
    """Its drafts are gone a moment later."""
    root = project_of(tmp_path, {"records/shop/activities/.ropa-abcd1234": "id: x"})

    with turn(root / "records/shop/activities"):
        ran = ropa(root, "check")

    assert ran == (0, "nothing found\n", "")


def test_a_new_activity_sweeps_the_draft_of_the_last(tmp_path: Path) -> None:
    """And nothing that only begins like one."""
    root = project_of(tmp_path, {"records/shop/activities/.ropa-abcd1234": "id: x"})
    (root / "records/shop/activities/.ropa-notes.yaml").write_text("mine")

    assert ropa(root, "new", "activity", "returns").status == 0
    assert sorted(contents(root / "records/shop/activities")) == [
        ".ropa-notes.yaml",
        "returns.yaml",
        "sales.yaml",
    ]


# A full disk at the beginning


@pytest.mark.parametrize("room", [10, 150])
def test_a_disk_that_is_full_at_the_beginning_blocks_no_other_beginning(
    tmp_path: Path, room: int
) -> None:
    """The limit on the size of a file stands in for the end of the disk, at the marker or at the register."""
    resource = pytest.importorskip("resource", reason="needs a Unix")

    done = subprocess.run(
        command(tmp_path, "init", "shop", "--as-of", "2026-01-31"),
        env=surroundings(PYTHONDONTWRITEBYTECODE="1"),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
        capture_output=True,
        timeout=60,
        check=False,
    )

    place = tmp_path if room == 10 else tmp_path / "records/shop"
    assert Ran(done.returncode, done.stdout.decode(), done.stderr.decode()) == (
        2,
        "",
        f"ropa: {place}: cannot be written: File too large; what stood there is untouched\n",
    )
    assert sorted(contents(tmp_path)) == ([] if room == 10 else ["ropa.yaml"])
    assert not (tmp_path / "records").exists()

    again = ropa(tmp_path, "init", "shop", "--as-of", "2026-01-31")

    assert (again.status, again.err) == (0, "")


def test_a_beginning_that_was_killed_blocks_no_other(tmp_path: Path) -> None:
    """Folders alone are no register; `ropa check` says that init writes one."""
    (tmp_path / "records/shop/activities").mkdir(parents=True)

    assert ropa(tmp_path, "init", "shop").status == 0
    assert ropa(tmp_path, "init", "shop") == (
        2,
        "",
        f"ropa: {tmp_path}/records/shop is already there\n",
    )
