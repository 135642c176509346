"""One function opens the files of a project: nothing outside it, and nothing that is not a file."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from ropa.files import Refusal, Refused, read_below

LINK = Refused(Refusal.LINK, "is a symbolic link, which is not followed")
OUTSIDE = Refused(Refusal.OUTSIDE, "leads out of its folder")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with a note in it, beside a secret that is none of its business."""
    root = tmp_path / "project"
    (root / "deep").mkdir(parents=True)
    (root / "note.txt").write_bytes(b"a note")
    (root / "deep" / "note.txt").write_bytes(b"a deep note")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    return root


def test_a_file_below_the_root_is_read(root: Path) -> None:
    """The ordinary case, up to the last byte that is allowed."""
    assert read_below(root, "note.txt", 6) == b"a note"
    assert read_below(root, "deep/../deep/note.txt", 100) == b"a deep note"


def test_a_folder_may_be_linked_inside_the_project(root: Path) -> None:
    """Some keep one folder under two names."""
    (root / "same").symlink_to("deep")

    assert read_below(root, "same/note.txt", 100) == b"a deep note"


def test_a_project_may_be_reached_by_a_link(root: Path) -> None:
    """A home directory often is one."""
    (root.parent / "home").symlink_to(root)

    assert read_below(root.parent / "home", "note.txt", 100) == b"a note"


@pytest.mark.parametrize("target", ["note.txt", "../secret.txt", "loop", "nowhere"])
def test_a_link_is_never_followed(root: Path, target: str) -> None:
    """Wherever it leads: the file that is checked is the file that is meant."""
    (root / "loop").symlink_to(target)

    assert read_below(root, "loop", 100) == LINK


@pytest.mark.parametrize(
    "name", ["../secret.txt", "deep/../../secret.txt", "way/secret.txt", "round/x"]
)
def test_no_way_leads_out_of_the_root(root: Path, name: str) -> None:
    """Neither dots nor a linked folder, nor links in a circle."""
    (root / "way").symlink_to("..")
    (root / "round").symlink_to("round")

    assert read_below(root, name, 100) == OUTSIDE


def test_a_whole_path_is_no_name(root: Path) -> None:
    """Joined to the root, it would replace it."""
    assert read_below(root, str(root.parent / "secret.txt"), 100) == OUTSIDE


def test_a_file_that_is_too_large_is_said_with_the_number(root: Path) -> None:
    """And no more than one byte beyond it is read."""
    assert read_below(root, "note.txt", 5) == Refused(Refusal.TOO_LARGE, "is larger than 5 bytes")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gone.txt", Refused(Refusal.MISSING, "is not there")),
        ("note.txt/x", Refused(Refusal.MISSING, "is not there")),
        ("deep", Refused(Refusal.NO_FILE, "is a folder")),
        ("", OUTSIDE),
        ("a\0b", Refused(Refusal.SYSTEM, "cannot be read: no file can have this name")),
        ("n" * 300, Refused(Refusal.SYSTEM, "cannot be read: File name too long")),
    ],
)
def test_what_is_no_file_is_said(root: Path, name: str, expected: Refused) -> None:
    """Each by its own word, so that a caller can say what to do."""
    assert read_below(root, name, 100) == expected


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a Unix")
def test_nothing_is_waited_for(root: Path) -> None:
    """A pipe without a writer would hold the run for ever."""
    os.mkfifo(root / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(root / "socket"))

    odd = Refused(Refusal.NO_FILE, "is neither a file nor a folder")
    assert read_below(root, "pipe", 100) == odd
    assert read_below(root, "socket", 100) == odd
