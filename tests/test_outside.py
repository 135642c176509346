"""Nothing outside the project is read, printed or written, whatever a clone brings as links and settings."""

from __future__ import annotations

import os
from pathlib import Path
from textwrap import dedent

import pytest

from books import book_at, come_back, shop, write
from support import problems, project_of, ropa

SOURCE = "records/shop/sources/policy.yaml"
LOCK = "records/shop/sources/policy.lock"
POLICY = {SOURCE: "title: Privacy policy\nkind: document\n"}
SECRET = "password: correct horse battery staple\n"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A private file beside the project."""
    path = tmp_path / "secret"
    path.write_text(SECRET)
    return path


def test_a_lock_that_is_a_link_is_not_printed(tmp_path: Path, secret: Path) -> None:
    """Each of its lines would stand in a log that everybody can read."""
    root = project_of(tmp_path / "project", POLICY)
    (root / LOCK).symlink_to(secret)

    assert problems(root) == dedent("""\
        records/shop/sources/policy.lock:1:1: error: a symbolic link is not followed [symbolic-link]
              = help: put the file itself here
        1 error
        """)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a Unix")
def test_a_lock_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """It is told like any other that is no file."""
    root = project_of(tmp_path, POLICY)
    os.mkfifo(root / LOCK)

    assert problems(root) == dedent("""\
        records/shop/sources/policy.lock:1:1: error: this is neither a file nor a folder [not-a-record]
              = help: delete it
        1 error
        """)


def test_settings_that_are_a_link_are_not_read(tmp_path: Path, secret: Path) -> None:
    """What is not understood in them would be printed."""
    root = project_of(tmp_path / "project", {"ropa.yaml": None})
    (root / "ropa.yaml").symlink_to(secret)

    assert ropa(root, "check") == (
        2,
        "",
        "ropa: ropa.yaml:1:1: error: the file is a symbolic link, which is not followed [symbolic-link]\n",
    )


OF_GIT = [
    ".git",
    ".git/hooks",
    "./.git/",
    "a/../.git",
    ".GIT/hooks",
    ".git./hooks",
    ".git::$INDEX_ALLOCATION/hooks",
    "git~1",
    ".g\u200cit/hooks",
    "nested/.git/hooks",
    "linked/hooks",
    "store/hooks",
]


@pytest.mark.parametrize("written", OF_GIT)
@pytest.mark.parametrize("setting", ["output", "records", "templates"])
def test_no_setting_names_a_folder_of_git(tmp_path: Path, setting: str, written: str) -> None:
    """A file among the hooks is run by the next commit; in every spelling that some disk takes for the same."""
    root = project_of(
        tmp_path, {"ropa.yaml": f"{setting}: '{written}'\n", "store/HEAD": "ref: x\n"}
    )
    for folder in ("a", ".git/hooks", "nested/.git", "store/objects", "store/refs"):
        (root / folder).mkdir(parents=True)
    (root / "linked").symlink_to(".git")

    said = f"'{written}' belongs to git; name a folder of its own, such as '{setting}'"
    column = len(setting) + 3
    assert ropa(root, "render", "--format", "ccpa") == (
        2,
        "",
        f"ropa: ropa.yaml:1:{column}: {said}\n",
    )


def test_git_may_be_a_file(tmp_path: Path) -> None:
    """In a worktree it says where the repository is; a name that only begins like it is a plain one."""
    root = project_of(tmp_path, {".git": "gitdir: elsewhere\n", "ropa.yaml": "output: .github\n"})

    ran = ropa(root, "render", "--format", "ccpa")

    assert (ran.status, ran.err) == (0, "")
    assert (root / ".github/shop/ccpa.md").is_file()


def out_of(folder: Path, root: Path) -> str:
    return f"ropa: {folder}: leads out of {root}; put a folder of its own in place of the link\n"


def test_no_document_is_written_through_a_link_that_leaves(tmp_path: Path) -> None:
    """Not the folder that is named, but where it really is, decides."""
    root = project_of(tmp_path / "project", {"output/x": ""})
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (root / "output/shop").symlink_to(elsewhere)

    ran = ropa(root, "render", "--format", "ccpa")

    assert ran == (2, "", out_of(root / "output/shop", root))
    assert list(elsewhere.iterdir()) == []


def test_no_document_leaves_the_folder_a_user_names(tmp_path: Path) -> None:
    """The user may name any folder; a link in it was made by somebody else."""
    root = project_of(tmp_path / "project", {})
    named, elsewhere = tmp_path / "named", tmp_path / "elsewhere"
    named.mkdir()
    elsewhere.mkdir()
    (named / "shop").symlink_to(elsewhere)

    ran = ropa(root, "render", "--format", "ccpa", "--output", str(named))

    assert ran == (2, "", out_of(named / "shop", named))
    assert list(elsewhere.iterdir()) == []


def test_no_activity_is_written_through_a_link_that_leaves(tmp_path: Path) -> None:
    """Records are written where they are read."""
    root = project_of(tmp_path / "project", {"records/shop/activities/sales.yaml": None})
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (root / "records/shop/activities").symlink_to(elsewhere)

    ran = ropa(root, "new", "activity", "returns")

    assert ran == (2, "", out_of(root / "records/shop/activities", root))
    assert list(elsewhere.iterdir()) == []


def test_an_import_writes_through_no_link(tmp_path: Path) -> None:
    """The folder of statements is made by the import itself, where there is none."""
    shop(tmp_path / "project")
    root = tmp_path / "project"
    write(root, ("Purposes", "sales/selling", "Purpose", "Sell cakes"))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (root / "records/shop/sources").symlink_to(elsewhere)

    ran = come_back(root)

    assert ran == (2, "", "ropa: shop cannot be read; `ropa check shop` says why\n")
    assert list(elsewhere.iterdir()) == []
    assert book_at(root).is_file()
