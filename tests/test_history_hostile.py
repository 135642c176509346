"""A repository or a name of a revision made to mislead: one line says what is wrong, and no other revision is drawn."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from repositories import commit, git, repository_of
from ropa.history import plumbing
from support import Ran, ropa

pytestmark = pytest.mark.needs("git")

SALES = "records/shop/activities/sales.yaml"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Two commits on the main line, of January and March 2025."""
    root = repository_of(tmp_path / "shop", day="2025-01-31")
    commit(
        root,
        {SALES: "id: sales\nname: Sales everywhere\nrole: {controller: stated}\n"},
        "2025-03-01",
    )
    return root


def put(root: Path, kind: str, data: bytes) -> str:
    """The id of an object as git itself would not make it."""
    words = ["git", "hash-object", "-t", kind, "-w", "--stdin", "--literally"]
    done = subprocess.run(words, cwd=root, input=data, capture_output=True, check=True)
    return done.stdout.decode().strip()


def row(mode: str, name: bytes, id: str) -> bytes:
    return mode.encode() + b" " + name + b"\0" + bytes.fromhex(id)


def project(root: Path, records: str) -> str:
    """A commit of today's project whose records are the tree *records*."""
    marker = git(root, "rev-parse", "HEAD:ropa.yaml")
    top = put(root, "tree", row("40000", b"records", records) + row("100644", b"ropa.yaml", marker))
    return git(root, "commit-tree", top, "-m", "Planted")


def told(root: Path, at: str) -> str:
    """The line with which the register is refused as it stood *at* some time."""
    ran = ropa(root, "check", "--at", at)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1), ran
    return ran.err.removeprefix("ropa: ").removesuffix("\n")


def dated(root: Path, stamp: str, *parents: str) -> str:
    """A commit of the project as it stands, made at *stamp*."""
    tree = git(root, "rev-parse", "HEAD^{tree}")
    before = "".join(f"parent {parent}\n" for parent in parents)
    who = "A. Author <author@shop.example>"
    return put(
        root,
        "commit",
        f"tree {tree}\n{before}author {who} 1 +0000\ncommitter {who} {stamp}\n\nx\n".encode(),
    )


STAMPS = [
    ("253402300800 +0000", "its day, 253402300800 seconds after 1970, is after the year 9999"),
    (
        "99999999999999999999 +0000",
        "its day, 99999999999999999999 seconds after 1970, is after the year 9999",
    ),
    ("9" * 300 + " +0000", "git holds no day of it that can be read; run `git fsck`"),
    ("-100 +0000", "git holds no day of it that can be read; run `git fsck`"),
    ("yesterday", "git holds no day of it that can be read; run `git fsck`"),
    ("", "git holds no day of it that can be read; run `git fsck`"),
]


@pytest.mark.parametrize(("stamp", "why"), STAMPS)
def test_a_commit_whose_day_cannot_be_read_is_named(shop: Path, stamp: str, why: str) -> None:
    """Git itself takes such a day for the first of 1970 or wraps it round."""
    id = dated(shop, stamp, git(shop, "rev-parse", "HEAD"))

    assert told(shop, id) == f"{id[:12]}: {why}"


@pytest.mark.parametrize(
    ("stamp", "day"), [("253402300799 +0000", "9999-12-31"), ("0 -1200", "1970-01-01")]
)
def test_the_first_and_the_last_day_that_git_can_write_are_days(
    shop: Path, stamp: str, day: str
) -> None:
    """The day is that of UTC."""
    id = dated(shop, stamp)

    assert told(shop, f"{id}^{{tree}}") == f"'{id}^{{tree}}' is a tree, not a commit"
    assert (
        ropa(shop, "check", "kiosk", "--at", id).err
        == f"ropa: at {id[:12]} ({day}): there is no register 'kiosk'\n"
    )


def test_a_newest_commit_beyond_all_days_is_on_none(shop: Path) -> None:
    """The main line goes on below it, and a day finds what was live then."""
    second = git(shop, "rev-parse", "HEAD")
    git(shop, "update-ref", "refs/heads/main", dated(shop, "99999999999999 +0000", second))

    ran = ropa(shop, "check", "kiosk", "--at", "2025-03-01")

    assert ran.err == f"ropa: at {second[:12]} (2025-03-01): there is no register 'kiosk'\n"
    assert (
        told(shop, "2025-01-01") == "2025-01-01 is before the first commit, which is of 2025-01-31"
    )


@pytest.mark.parametrize("day", ["0001-01-01", "1969-12-31", "1970-01-01", "2025-01-30"])
def test_a_day_before_the_first_commit_has_no_register(shop: Path, day: str) -> None:
    """Git ignores a limit before 1970, and would give the newest."""
    assert told(shop, day) == f"{day} is before the first commit, which is of 2025-01-31"


def test_a_day_to_come_has_the_newest_register(shop: Path) -> None:
    """Whoever asks for the end of time gets what is known; documents, whose files cannot bear that day, say so."""
    assert ropa(shop, "check", "--at", "9999-12-31") == Ran(0, "nothing found\n", "")
    assert ropa(shop, "render", "--at", "9999-12-31") == Ran(
        2,
        "",
        "ropa: 9999-12-31 is beyond 2107-12-31, the last day that documents can bear; name one with --as-of\n",
    )


NOWHERE = "there is no revision '{at}' in this repository"

NAMES = [
    ("^HEAD", NOWHERE),
    ("HEAD..HEAD~1", NOWHERE),
    ("HEAD~1..HEAD", NOWHERE),
    ("HEAD...HEAD~1", NOWHERE),
    ("HEAD^@", NOWHERE),
    ("HEAD^!", NOWHERE),
    ("HEAD HEAD", NOWHERE),
    ("-x", NOWHERE),
    ("--all", NOWHERE),
    ("--not", NOWHERE),
    (" HEAD", NOWHERE),
    ("HEAD\n", "there is no revision 'HEAD[U+000A]' in this repository"),
    ("\x1b[2J", "there is no revision '[U+001B][2J' in this repository"),
    ("@{upstream}", NOWHERE),
    (":/no such words", NOWHERE),
    ("HEAD@{99}", NOWHERE),
    ("2025-1-31", NOWHERE),
    ("２０２５-０１-３１", NOWHERE),
    ("20250131", NOWHERE),
    ("", "name a revision, such as HEAD~1, or a day, such as 2026-01-31"),
    ("  ", "name a revision, such as HEAD~1, or a day, such as 2026-01-31"),
    ("2025-02-30", "'2025-02-30' is not a day; write it as 2026-01-31"),
    ("0000-00-00", "'0000-00-00' is not a day; write it as 2026-01-31"),
    (
        "HEAD@{2001-01-01}",
        "'{at}' asks this clone's own log; name the day alone, such as 2026-01-31",
    ),
    (
        "main@{yesterday}",
        "'{at}' asks this clone's own log; name the day alone, such as 2026-01-31",
    ),
    ("HEAD^{tree}", "'{at}' is a tree, not a commit"),
    (f"HEAD:{SALES}", NOWHERE),
    ("folder", "'{at}' is a tree, not a commit"),
    ("file", "'{at}' is a blob, not a commit"),
    ("twice", "'{at}' names several; write all of the id, or such as refs/heads/twice"),
]


@pytest.mark.parametrize(("at", "why"), NAMES, ids=[ascii(at) for at, _ in NAMES])
def test_what_names_no_revision_is_never_another_one(shop: Path, at: str, why: str) -> None:
    """Git would walk a range, take the oldest line of its log, or choose between a branch and a tag."""
    git(shop, "tag", "folder", "HEAD^{tree}")
    git(shop, "tag", "file", f"HEAD:{SALES}")
    git(shop, "tag", "twice", "HEAD~1")
    git(shop, "branch", "twice", "HEAD")

    assert told(shop, at) == why.replace("{at}", at)


def test_a_short_id_that_two_commits_begin_with_is_no_name(shop: Path) -> None:
    """More of it is."""
    first: dict[str, str] = {}
    for number in range(1_000):
        id = dated(shop, f"{number} +0000")
        if id[:4] in first:
            break
        first[id[:4]] = id

    assert (
        told(shop, id[:4])
        == f"'{id[:4]}' names several; write all of the id, or such as refs/heads/{id[:4]}"
    )
    assert ropa(shop, "check", "--at", id[:30]).status == 0


@pytest.mark.parametrize(
    "at", ["main~1", "@~1", ":/Keep", "HEAD@{1}", "old", "v1", "refs/heads/twice", "HEAD^{/Keep}"]
)
def test_every_other_name_that_git_knows_is_a_revision(shop: Path, at: str) -> None:
    """A branch, a tag, an annotated tag, words of a message, a line of the log by its number."""
    git(shop, "branch", "old", "HEAD~1")
    git(shop, "tag", "--annotate", "--message", "One", "v1", "HEAD~1")
    git(shop, "tag", "twice", "HEAD~1")
    git(shop, "branch", "twice", "HEAD")

    assert ropa(shop, "check", "--at", at) == Ran(0, "nothing found\n", "")


def nested(root: Path, tree: bytes, names: int, times: int) -> str:
    """The id of *tree*, put under *names* names into a tree, and so on *times*."""
    id = put(root, "tree", tree)
    for _ in range(times):
        id = put(root, "tree", b"".join(row("40000", b"%02d" % name, id) for name in range(names)))
    return id


def test_a_tree_of_empty_trees_ends(shop: Path) -> None:
    """A billion folders without a file: `git ls-tree` walks for hours and prints nothing."""
    id = project(shop, nested(shop, b"", 10, 9))

    assert (
        told(shop, id) == f"at {id[:12]} (2025-01-31): there are more than 200000 files and folders"
    )


def test_folders_within_each_other_end(shop: Path) -> None:
    """A path of ten thousand steps fits into no file system."""
    id = project(shop, nested(shop, b"", 1, 70))

    assert (
        told(shop, id)
        == f"at {id[:12]} (2025-01-31): there are folders more than 64 deep within each other"
    )


BROKEN = [
    (b"\xff" * 40, "git holds no list of files for it; run `git fsck`"),
    (b"100644 name\0short", "git holds no list of files for it; run `git fsck`"),
    (b"10x644 name\0" + b"1" * 20, "git holds no list of files for it; run `git fsck`"),
    (
        b"100644 name\0" + b"1" * 20 + b"40000 name\0" + b"1" * 20,
        "a name stands in it twice; run `git fsck`",
    ),
]


@pytest.mark.parametrize(("tree", "why"), BROKEN)
def test_a_tree_that_is_none_is_named(shop: Path, tree: bytes, why: str) -> None:
    """It was written by hand or is damaged."""
    id = project(shop, put(shop, "tree", tree))

    assert told(shop, id) == f"at {id[:12]} (2025-01-31): records: {why}"


def test_a_name_that_no_file_system_takes_is_refused(shop: Path) -> None:
    """Neither one long step nor many."""
    blob = git(shop, "rev-parse", f"HEAD:{SALES}")
    long = project(shop, put(shop, "tree", row("100644", b"n" * 256, blob)))
    deep = put(shop, "tree", row("100644", b"file", blob))
    for _ in range(10):
        deep = put(shop, "tree", row("40000", b"d" * 250, deep))
    far = project(shop, deep)

    why = "the name is longer than file systems take"
    assert told(shop, long) == f"at {long[:12]} (2025-01-31): records/{'n' * 52}…: {why}"
    assert told(shop, far) == f"at {far[:12]} (2025-01-31): records/{'d' * 52}…: {why}"


@pytest.mark.parametrize("name", [b".", b"..", b"a\\b"])
def test_a_name_that_leads_out_is_named(shop: Path, name: bytes) -> None:
    """Git itself writes no such name."""
    blob = git(shop, "rev-parse", f"HEAD:{SALES}")
    id = project(shop, put(shop, "tree", row("100644", name, blob)))

    assert (
        told(shop, id)
        == f"at {id[:12]} (2025-01-31): records/{name.decode()}: the name leads out of its folder"
    )


def test_a_name_with_an_escape_is_printed_and_not_obeyed(shop: Path) -> None:
    """Also where it is no text at all."""
    blob = git(shop, "rev-parse", f"HEAD:{SALES}")
    id = project(shop, put(shop, "tree", row("120000", b"\x1b[2J\n\xff", blob)))

    assert told(shop, id) == (
        f"at {id[:12]} (2025-01-31): records/[U+001B][2J[U+000A][U+DCFF]: a symbolic link is not followed"
    )


def test_a_huge_file_is_not_read(shop: Path) -> None:
    """Seventy million zeros are seventy kilobytes in git."""
    blob = put(shop, "blob", bytes(70_000_000))
    id = project(shop, put(shop, "tree", row("100644", b"huge", blob)))

    assert (
        told(shop, id) == f"at {id[:12]} (2025-01-31): records/huge: larger than 64,000,000 bytes"
    )


def lose(root: Path, id: str) -> None:
    path = root / ".git/objects" / id[:2] / id[2:]
    path.chmod(0o600)
    path.unlink()


@pytest.mark.parametrize(
    ("lost", "name"), [("HEAD^{tree}", "the top folder"), ("HEAD:records/shop", "records/shop")]
)
def test_a_tree_that_is_not_here_is_named(shop: Path, lost: str, name: str) -> None:
    """A clone without trees holds them elsewhere, and nothing is fetched."""
    id = git(shop, "rev-parse", "--short=12", "HEAD")
    lose(shop, git(shop, "rev-parse", lost))

    assert (
        told(shop, "HEAD")
        == f"at {id} (2025-03-01): {name}: this clone does not hold its content; a full clone does"
    )


def test_an_object_under_the_name_of_another_is_refused(shop: Path) -> None:
    """What git keeps is compared with its id, trees as well as files."""
    id = git(shop, "rev-parse", "--short=12", "HEAD")
    tree, other = git(shop, "rev-parse", "HEAD:records"), git(shop, "rev-parse", "HEAD~1:records")
    objects = shop / ".git/objects"
    data = (objects / other[:2] / other[2:]).read_bytes()
    lose(shop, tree)
    (objects / tree[:2] / tree[2:]).write_bytes(data)

    assert told(shop, "HEAD") in (
        f"at {id} (2025-03-01): records: its content is not what its name in git says; run `git fsck`",
        f"at {id} (2025-03-01): records: this clone does not hold its content; a full clone does",
    )


def test_a_graft_and_a_replacement_are_not_believed(shop: Path) -> None:
    """They show another history than the one that was committed."""
    first, second = git(shop, "rev-parse", "HEAD~1"), git(shop, "rev-parse", "HEAD")
    (shop / ".git/info").mkdir(exist_ok=True)
    (shop / ".git/info/grafts").write_text(f"{second}\n")
    git(shop, "replace", second, first)

    assert (
        told(shop, "2025-01-30") == "2025-01-30 is before the first commit, which is of 2025-01-31"
    )
    assert ropa(shop, "check", "kiosk", "--at", "HEAD").err.startswith(
        f"ropa: at {second[:12]} (2025-03-01): "
    )


@pytest.mark.parametrize("kind", ["--shared", "--bare"])
def test_a_clone_that_keeps_its_objects_elsewhere_is_read(
    shop: Path, tmp_path: Path, kind: str
) -> None:
    """A runner in CI borrows the objects of a pool; a work tree has a file where others have a folder."""
    git(tmp_path, "clone", "--quiet", kind, str(shop), "clone")
    if kind == "--bare":
        git(tmp_path / "clone", "worktree", "add", "--quiet", str(tmp_path / "tree"), "main")
    root = tmp_path / ("tree" if kind == "--bare" else "clone")

    assert ropa(root, "check", "--at", "2025-01-31") == Ran(0, "nothing found\n", "")


def test_a_folder_that_looks_like_a_repository_is_none(shop: Path) -> None:
    """A project that came with a file HEAD, and folders objects and refs, would bring its own settings and past."""
    git(shop.parent, "clone", "--quiet", "--bare", str(shop), "bare")
    for path in sorted((shop.parent / "bare").iterdir()):
        path.rename(shop / "records" / path.name)
    (shop / "records/ropa.yaml").write_text("records: shop\noutput: drawn\n")

    assert told(shop / "records", "HEAD") == (
        "git cannot read this repository: "
        f"cannot use bare repository '{shop}/records' (safe.bareRepository is 'explicit')"
    )


def test_a_repository_of_somebody_else_says_how_to_trust_it(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git refuses it, and so it is refused, with the line that settles it."""
    stranger = ("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setattr(plumbing, "_ENVIRONMENT", (*plumbing._ENVIRONMENT, stranger))

    assert told(shop, "HEAD") == (
        f"git cannot read this repository: detected dubious ownership in repository at '{shop}'; "
        f"if you trust it: git config --global --add safe.directory {shop}"
    )


def test_a_folder_of_git_that_is_a_list_of_settings_no_more(shop: Path) -> None:
    """The words of git about it are one line."""
    (shop / ".git/config").write_text("[core\x1b[2J\n")

    assert (
        told(shop, "HEAD")
        == "git cannot read this repository: bad config line 1 in file .git/config"
    )


@pytest.mark.parametrize("place", [".git/HEAD", ".git/config", "pipe"])
def test_git_is_not_waited_for_for_ever(
    shop: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """A pipe in its folder, or one that its settings include, has no end."""
    monkeypatch.setattr(plumbing, "LONGEST", 1.0)
    if place == "pipe":
        (shop / ".git/config").write_text(f"[include]\npath = {shop}/pipe\n")
    else:
        (shop / place).unlink()
    os.mkfifo(shop / place)

    assert (
        told(shop, "HEAD")
        == "`git rev-parse` took longer than 1 seconds; `git fsck` says what is wrong"
    )


def test_git_is_not_read_from_for_ever(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it waits for while it gives objects, such as a disk that does not answer."""
    real = subprocess.run(
        ["which", "git"], capture_output=True, check=True, text=True
    ).stdout.strip()
    (tmp_path / "bin").mkdir()
    slow = tmp_path / "bin/git"
    slow.write_text(
        f'#!/bin/sh\ncase "$*" in *cat-file*) exec sleep 60 ;; esac\nexec {real} "$@"\n'
    )
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    monkeypatch.setattr(plumbing, "LONGEST", 1.0)

    assert (
        told(shop, "HEAD")
        == "`git cat-file` took longer than 1 seconds; `git fsck` says what is wrong"
    )


def test_ten_thousand_commits_are_a_history_like_any_other(shop: Path) -> None:
    """One a day since 1997, and each day has its own."""
    start = 24 * 3600
    lines = [b"reset refs/heads/main\nfrom " + git(shop, "rev-parse", "HEAD").encode() + b"\n\n"]
    for number in range(10_000):
        who = f"A <a@shop.example> {1_740_830_400 + (number + 1) * start} +0000"
        lines.append(f"commit refs/heads/main\ncommitter {who}\ndata 1\nx\n".encode())
    words = ["git", "fast-import", "--quiet", "--force"]
    subprocess.run(words, cwd=shop, input=b"".join(lines), check=True, capture_output=True)

    def day(at: str) -> str:
        return ropa(shop, "check", "kiosk", "--at", at).err.partition("(")[2].partition(")")[0]

    assert (day("2025-03-01"), day("2030-06-15"), day("main~9999")) == (
        "2025-03-01",
        "2030-06-15",
        "2025-03-02",
    )


DRAWN_EPOCHS = [("315532800", "1980-01-01"), ("0", "1970-01-01"), ("1767225600", "2026-01-01")]

EPOCHS = [
    *(
        (epoch, f"SOURCE_DATE_EPOCH is '{epoch}', not a number of seconds")
        for epoch in ("1e9", " 1000 ", "-1", "1_000")
    ),
    ("１０", "SOURCE_DATE_EPOCH is '１０', not a number of seconds"),
    ("9" * 13, f"SOURCE_DATE_EPOCH is '{'9' * 13}', not a number of seconds"),
    (
        "999999999999",
        "SOURCE_DATE_EPOCH is '999999999999', more seconds than there are to the year 9999",
    ),
    (
        "4354819200",
        "2108-01-01 is beyond 2107-12-31, the last day that documents can bear; name one with --as-of",
    ),
]


@pytest.mark.parametrize(("epoch", "why"), EPOCHS)
def test_an_epoch_that_is_no_day_is_refused(
    shop: Path, monkeypatch: pytest.MonkeyPatch, epoch: str, why: str
) -> None:
    """A build that can be repeated sets it, and a misspelt one must not become a day."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    assert ropa(shop, "render", "--format", "json") == Ran(2, "", f"ropa: {why}\n")


@pytest.mark.parametrize(("epoch", "day"), DRAWN_EPOCHS)
def test_an_epoch_is_a_day(
    shop: Path, monkeypatch: pytest.MonkeyPatch, epoch: str, day: str
) -> None:
    """Also the first there is, with which some build everything."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    assert ropa(shop, "render", "--format", "xlsx,json").status == 0
    assert f'"as_of": "{day}"' in (shop / "output/shop/register.json").read_text()


@pytest.mark.parametrize("day", ["2108-01-01", "9999-12-31"])
@pytest.mark.parametrize("command", [("render",), ("pack",), ("ccpa",), ("ccpa", "--reconcile")])
def test_documents_of_a_day_beyond_the_last_are_refused(
    shop: Path, command: tuple[str, ...], day: str
) -> None:
    """Whether it is asked for or the register's own; records of it can be checked."""
    why = f"ropa: {day} is beyond 2107-12-31, the last day that documents can bear; name one with --as-of\n"
    assert ropa(shop, *command, "--as-of", day) == Ran(2, "", why)
    register = shop / "records/shop/register.yaml"
    register.write_text(register.read_text().replace("as_of: 2026-01-31", f"as_of: {day}"))

    assert ropa(shop, *command) == Ran(2, "", why)
    assert ropa(shop, "check").status == 0


@pytest.mark.parametrize(
    "command", [("render", "--format", "xlsx,ccpa,json"), ("ccpa",), ("ccpa", "--reconcile")]
)
def test_documents_of_the_first_day_there_is_are_drawn(
    shop: Path, command: tuple[str, ...]
) -> None:
    """Twelve months before it there is no day."""
    assert ropa(shop, *command, "--as-of", "0001-01-01").status == 0


def test_the_environment_of_a_hook_leads_nowhere_else(shop: Path, tmp_path: Path) -> None:
    """Git sets GIT_DIR, GIT_WORK_TREE and GIT_INDEX_FILE in a hook, and settings of its own."""
    other = repository_of(tmp_path / "other", day="2020-02-02")
    hook = {
        "GIT_DIR": str(other / ".git"),
        "GIT_OBJECT_DIRECTORY": str(other / ".git/objects"),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.worktree",
        "GIT_CONFIG_VALUE_0": str(other),
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in hook.items():
            patch.setenv(name, value)
        ran = ropa(shop, "check", "kiosk", "--at", "2025-02-01")

    id = git(shop, "rev-parse", "--short=12", "HEAD~1")
    assert ran.err == f"ropa: at {id} (2025-01-31): there is no register 'kiosk'\n"
