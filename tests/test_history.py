"""`--at`: the register as it stood in git, read without touching the work tree or running anything a repository names."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from registers import FILES
from repositories import WHO, commit, git, repository_of
from support import SHOP, Ran, project_of, ropa

pytestmark = pytest.mark.needs("git")

SALES = "records/shop/activities/sales.yaml"
REGISTER = "records/shop/register.yaml"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Three commits on the main line: sales, then letters added, then sales renamed; and a work tree changed since."""
    root = repository_of(tmp_path / "shop", day="2025-01-31")
    commit(
        root,
        {
            "records/shop/activities/letters.yaml": "id: letters\nname: Letters\nrole: {controller: stated}\n"
        },
        "2025-03-01",
    )
    commit(
        root,
        {SALES: "id: sales\nname: Sales everywhere\nrole: {controller: stated}\n"},
        "2025-06-30",
    )
    (root / SALES).write_text("id: sales\nname: Not committed\nrole: {controller: stated}\n")
    return root


def drawn(root: Path, *arguments: str) -> str:
    """The names of the activities rendered, and as of when."""
    import json

    assert (
        ropa(root, "render", "--format", "json", "--output", str(root / "drawn"), *arguments).status
        == 0
    )
    data = json.loads((root / "drawn/shop/register.json").read_text())
    return f"{data['as_of']}: {', '.join(activity['name'] for activity in data['activities'])}"


@pytest.mark.parametrize(
    ("at", "found"),
    [
        ("2025-01-31", "2025-01-31: Sales at the till"),
        ("2025-02-28", "2025-02-28: Sales at the till"),
        ("2025-03-01", "2025-03-01: Letters, Sales at the till"),
        ("2030-01-01", "2030-01-01: Letters, Sales everywhere"),
        ("HEAD", "2026-01-31: Letters, Sales everywhere"),
        ("main~1", "2026-01-31: Letters, Sales at the till"),
        ("HEAD~2", "2026-01-31: Sales at the till"),
    ],
)
def test_a_day_or_a_revision_names_the_register_that_was_live(
    shop: Path, at: str, found: str
) -> None:
    """The auditor's sample date decides, and is the day the documents speak of; a revision speaks of its own day."""
    assert drawn(shop, "--at", at) == found


def test_a_register_without_a_day_speaks_of_that_of_the_commit(shop: Path) -> None:
    """Nothing better is known of a register that names no day, and today's would change from day to day."""
    undated = SHOP[REGISTER].replace("as_of: 2026-01-31\n", "")
    assert undated != SHOP[REGISTER]
    commit(shop, {REGISTER: undated}, "2025-07-15")

    assert drawn(shop, "--at", "HEAD") == "2025-07-15: Letters, Not committed"


def test_a_branch_that_came_in_later_was_not_live_before(shop: Path) -> None:
    """A record written in May and merged in August was not in force in June."""
    git(shop, "stash", "--quiet")
    git(shop, "checkout", "--quiet", "-b", "draft", "HEAD~1")
    commit(
        shop,
        {
            "records/shop/activities/draft.yaml": "id: draft\nname: Draft\nrole: {controller: stated}\n"
        },
        "2025-05-01",
    )
    git(shop, "checkout", "--quiet", "main")
    git(shop, "merge", "--quiet", "--no-ff", "--message", "Merge", "draft", day="2025-08-01")

    assert drawn(shop, "--at", "2025-07-01") == "2025-07-01: Letters, Sales everywhere"
    assert drawn(shop, "--at", "2025-08-01") == "2025-08-01: Draft, Letters, Sales everywhere"


def test_the_day_asked_for_comes_before_that_of_the_commit(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was known then can be shown as of another day, when somebody says so."""
    assert (
        drawn(shop, "--at", "HEAD", "--as-of", "2026-02-02")
        == "2026-02-02: Letters, Sales everywhere"
    )
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")

    assert drawn(shop, "--at", "HEAD") == "2026-01-01: Letters, Sales everywhere"


@pytest.mark.needs("pango")
def test_the_first_commit_renders_to_the_bytes_it_rendered_to_then(tmp_path: Path) -> None:
    """Records, templates and settings are those of the revision, and nothing of today gets in."""
    own = {"templates/page.css": "body { color: #111 }\n", "ropa.yaml": "paper: Letter\n"}
    root = repository_of(tmp_path / "shop", own, day="2026-02-14")
    assert ropa(root, "render", "--output", str(tmp_path / "then")).status == 0
    changed = {
        "templates/page.css": "body { color: red }\n",
        "ropa.yaml": "paper: A4\nrecords: kept\n",
        REGISTER: None,
        SALES: None,
    }
    moved = {
        name.replace("records", "kept"): text
        for name, text in SHOP.items()
        if name.startswith("records/")
    }
    commit(root, {**changed, **moved}, "2026-03-01")

    assert ropa(root, "render", "--at", "HEAD~1", "--output", str(tmp_path / "now")).status == 0

    def files(name: str) -> dict[str, bytes]:
        return {
            path.name: path.read_bytes() for path in sorted((tmp_path / name / "shop").iterdir())
        }

    assert files("then") == files("now")
    assert sorted(files("now")) == sorted(FILES)


def test_documents_of_the_past_do_not_replace_those_of_today(shop: Path) -> None:
    """Who looks back must not find an old register among the current documents the day after."""
    id = git(shop, "rev-parse", "HEAD")[:12]

    ran = ropa(shop, "render", "--format", "json", "--at", "HEAD")

    assert ran.status == 0
    assert [path.relative_to(shop).as_posix() for path in (shop / "output").rglob("*.json")] == [
        f"output/at-{id}/shop/register.json"
    ]


def test_the_past_is_checked_in_its_own_words(shop: Path) -> None:
    """A finding of the past has the place it had then."""
    commit(shop, {SALES: "id: sales\nnmae: Sales\nrole: {controller: stated}\n"}, "2025-09-01")
    commit(shop, {SALES: SHOP[SALES]}, "2025-10-01")

    ran = ropa(shop, "check", "--at", "2025-09-15")

    assert ran.out.startswith(f"{SALES}:1:1: error: 'name' is missing [missing-key]\n")
    assert (ran.status, ropa(shop, "check").status) == (1, 0)


def test_nothing_in_the_work_tree_is_touched(shop: Path) -> None:
    """Neither a file nor git's own index changes by looking back."""

    def everything() -> dict[str, tuple[bytes, int]]:
        files = (path for path in sorted(shop.rglob("*")) if path.is_file())
        return {
            path.relative_to(shop).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in files
        }

    before = everything()
    assert ropa(shop, "check", "--at", "HEAD~1").status == 0

    assert everything() == before


def test_a_project_in_a_corner_of_a_repository_has_a_past_too(tmp_path: Path) -> None:
    """A register kept beside the code it is about."""
    git(tmp_path, "init", "--quiet")
    root = project_of(tmp_path / "legal" / "privacy", {})
    commit(tmp_path, {"README": "Code.\n"}, "2025-01-31")
    (root / SALES).write_text("id: sales\nname: Later\nrole: {controller: stated}\n")

    assert drawn(root, "--at", "HEAD") == "2026-01-31: Sales at the till"


def test_what_cannot_be_read_of_the_past_is_one_line(shop: Path) -> None:
    """Each says what to do instead, or where the past begins."""
    first, third = git(shop, "rev-parse", "HEAD~2")[:12], git(shop, "rev-parse", "HEAD")[:12]
    assert ropa(shop, "check", "--at", "nix") == Ran(
        2, "", "ropa: there is no revision 'nix' in this repository\n"
    )
    assert (
        ropa(shop, "check", "--at", "--all").err
        == "ropa: there is no revision '--all' in this repository\n"
    )
    assert ropa(shop, "check", "--at", "2025-01-30") == Ran(
        2, "", "ropa: 2025-01-30 is before the first commit, which is of 2025-01-31\n"
    )
    assert (
        ropa(shop, "check", "--at", "2025-02-30").err
        == "ropa: '2025-02-30' is not a day; write it as 2026-01-31\n"
    )
    assert ropa(shop, "check", "--at", "HEAD~2", "kiosk") == Ran(
        2, "", f"ropa: at {first} (2025-01-31): there is no register 'kiosk'\n"
    )
    old = commit(shop, {REGISTER: SHOP[REGISTER].replace("schema: 2", "schema: 0")}, "2025-10-01")[
        :12
    ]
    assert ropa(shop, "check", "--at", "HEAD") == Ran(
        2,
        "",
        f"ropa: at {old} (2025-10-01): {REGISTER}:1:9: schema 0 is older than this tool's 2, so the register is not read\n",
    )
    commit(shop, {"ropa.yaml": "recrods: x\n"}, "2025-10-02")
    assert "'recrods' is not a setting" in ropa(shop, "check", "--at", "HEAD").err
    (shop / "ropa.yaml").write_text("")

    assert ropa(shop, "check", "--at", third).status == 0


def test_before_there_was_a_project_there_is_no_register(tmp_path: Path) -> None:
    """The repository may be older than its register."""
    git(tmp_path, "init", "--quiet")
    early = commit(tmp_path, {"README": "Code.\n"}, "2024-01-01")[:12]
    (tmp_path / "ropa.yaml").write_text("")
    assert (
        ropa(tmp_path, "check", "--at", "HEAD").err
        == f"ropa: at {early} (2024-01-01): there is no ropa.yaml, so there was no project yet\n"
    )
    empty = commit(tmp_path, {}, "2024-01-02")[:12]

    assert (
        ropa(tmp_path, "check", "--at", "HEAD").err
        == f"ropa: at {empty} (2024-01-02): there is no register in 'records' yet\n"
    )


def test_without_a_repository_or_a_commit_there_is_no_past(tmp_path: Path) -> None:
    """A project outside git works, without this."""
    root = project_of(tmp_path, {})
    assert ropa(root, "check", "--at", "HEAD") == Ran(
        2, "", f"ropa: {root} is in no git repository, so --at has nothing to look at\n"
    )
    git(root, "init", "--quiet")

    assert ropa(root, "check", "--at", "2025-01-01") == Ran(
        2, "", "ropa: the repository has no commit yet\n"
    )


def test_a_shallow_clone_says_where_it_begins(shop: Path, tmp_path: Path) -> None:
    """A pipeline clones the last commit only, and the remedy is one line."""
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{shop}", "shallow")
    first = git(shop, "rev-parse", "HEAD~2")

    assert ropa(tmp_path / "shallow", "check", "--at", "2025-02-01") == Ran(
        2,
        "",
        "ropa: 2025-02-01 is before 2025-06-30, where this shallow clone begins; `git fetch --unshallow` brings the rest\n",
    )
    assert ropa(tmp_path / "shallow", "check", "--at", first) == Ran(
        2,
        "",
        f"ropa: there is no revision '{first}' in this repository, which is a shallow clone; `git fetch --unshallow` brings the rest\n",
    )
    assert ropa(tmp_path / "shallow", "check", "--at", "HEAD").status == 0


def test_links_and_submodules_of_the_past_are_refused(shop: Path) -> None:
    """A link could lead out of the folder the past is written to."""
    (shop / "records/shop/activities/passwd.yaml").symlink_to("/etc/passwd")
    linked = commit(shop, {}, "2025-07-01")[:12]
    assert (
        ropa(shop, "check", "--at", "HEAD").err
        == f"ropa: at {linked} (2025-07-01): records/shop/activities/passwd.yaml: a symbolic link is not followed\n"
    )
    git(shop, "rm", "--quiet", "records/shop/activities/passwd.yaml")
    git(
        shop,
        "update-index",
        "--add",
        "--cacheinfo",
        f"160000,{git(shop, 'rev-parse', 'HEAD')},records/other",
    )
    git(shop, "commit", "--quiet", "--message", "A submodule", day="2025-07-02")
    nested = git(shop, "rev-parse", "--short=12", "HEAD")

    assert (
        ropa(shop, "check", "--at", "HEAD").err
        == f"ropa: at {nested} (2025-07-02): records/other: this is neither a file nor a folder of this repository\n"
    )


def planted(root: Path, tree: bytes, path: str) -> str:
    """A commit whose folder *path* is the tree object *tree*, which git itself would not make."""
    done = subprocess.run(
        ["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"],
        cwd=root,
        input=tree,
        capture_output=True,
        check=True,
    )
    below = done.stdout.decode().strip()
    kept = git(root, "ls-tree", "HEAD") + f"\n040000 tree {below}\t{path}\n"
    made = subprocess.run(
        ["git", "mktree"], cwd=root, input=kept.encode(), capture_output=True, check=True
    )
    return git(root, "commit-tree", made.stdout.decode().strip(), "-m", "Planted")


@pytest.mark.parametrize("name", ["..", "a\\..\\b"])
def test_a_name_that_leads_out_is_refused(shop: Path, name: str) -> None:
    """A tree written by hand can call a file anything."""
    blob = bytes.fromhex(git(shop, "rev-parse", "HEAD:ropa.yaml"))
    inner = b"100644 evil.yaml\0" + blob
    if name == "..":
        done = subprocess.run(
            ["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"],
            cwd=shop,
            input=inner,
            capture_output=True,
            check=True,
        )
        tree = b"40000 ..\0" + bytes.fromhex(done.stdout.decode().strip())
    else:
        tree = b"100644 a\\..\\b\0" + blob
    id = planted(shop, tree, "templates")

    ran = ropa(shop, "check", "--at", id)

    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert "the name leads out of its folder" in ran.err


def test_a_tree_that_claims_billions_of_files_ends(shop: Path) -> None:
    """Ten folders in ten folders in ten folders … fit into a kilobyte."""
    tree = b"100644 f.yaml\0" + bytes.fromhex(git(shop, "rev-parse", "HEAD:ropa.yaml"))
    for _ in range(9):
        done = subprocess.run(
            ["git", "hash-object", "-t", "tree", "-w", "--stdin"],
            cwd=shop,
            input=tree,
            capture_output=True,
            check=True,
        )
        tree = b"".join(
            b"40000 %d\0" % n + bytes.fromhex(done.stdout.decode().strip()) for n in range(10)
        )
    id = planted(shop, tree, "templates")

    ran = ropa(shop, "check", "--at", id)

    assert (ran.status, ran.err) == (
        2,
        f"ropa: at {id[:12]} (2025-01-31): there are more than 200000 files and folders\n",
    )


def test_a_strangers_repository_runs_nothing(shop: Path, tmp_path: Path) -> None:
    """Hooks, filters, textconv, monitors and remotes of a clone name programs; reading a register starts none of them."""
    trap, sprung = tmp_path / "trap", tmp_path / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch {sprung}\ncat\n")
    trap.chmod(0o755)
    commit(shop, {".gitattributes": "* filter=trap diff=trap\n"}, "2025-07-01")
    hooks = shop / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for name in (
        "post-checkout",
        "pre-commit",
        "reference-transaction",
        "post-index-change",
        "fsmonitor-watchman",
    ):
        (hooks / name).write_text(trap.read_text())
        (hooks / name).chmod(0o755)
    lost = git(shop, "rev-parse", f"HEAD:{SALES}")
    (shop / ".git/objects" / lost[:2] / lost[2:]).unlink()
    (shop / ".git/config").write_text(
        f"[core]\nrepositoryformatversion = 1\nfsmonitor = {trap}\nhooksPath = {hooks}\nsshCommand = {trap}\npager = {trap}\n"
        f'alternateRefsCommand = {trap}\n[filter "trap"]\nclean = {trap}\nsmudge = {trap}\nprocess = {trap}\n'
        f'[diff "trap"]\ntextconv = {trap}\ncommand = {trap}\n[extensions]\npartialClone = origin\n'
        f'[remote "origin"]\nurl = ext::{trap} x\npromisor = true\nuploadpack = {trap}\n[protocol "ext"]\nallow = always\n'
        f"[alias]\nls-tree = !{trap}\n[gpg]\nprogram = {trap}\n[log]\nshowSignature = true\n"
        f"[include]\npath = more\n"
    )
    (shop / ".git/more").write_text(
        f"[core]\naskPass = {trap}\neditor = {trap}\ngitProxy = {trap}\n[diff]\nexternal = {trap}\n"
        f"[credential]\nhelper = !{trap}\n[trace2]\neventTarget = {sprung}\n[uploadpack]\npackObjectsHook = {trap}\n"
    )

    ran = ropa(shop, "check", "--at", "HEAD")

    assert ran.err.endswith(f"{SALES}: this clone does not hold its content; a full clone does\n")
    assert not sprung.exists()
    assert ropa(shop, "check", "--at", "HEAD~2").status == 0 and not sprung.exists()


def test_a_replaced_object_is_not_believed(shop: Path) -> None:
    """`git replace` shows another file under an old name."""
    old = git(shop, "rev-parse", f"HEAD~1:{SALES}")
    git(shop, "replace", old, git(shop, "rev-parse", f"HEAD:{SALES}"))

    assert drawn(shop, "--at", "HEAD~1") == "2026-01-31: Letters, Sales at the till"


def test_the_repository_is_the_one_at_hand(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inside a hook git says where it is working, which need not be here."""
    other = repository_of(tmp_path / "other", day="2020-02-02")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    for name, value in WHO.items():
        monkeypatch.setenv(name, value)

    assert drawn(shop, "--at", "HEAD") == "2026-01-31: Letters, Sales everywhere"


def test_without_git_there_is_one_line(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything else works without git."""
    monkeypatch.setenv("PATH", str(tmp_path))

    assert ropa(shop, "check").status == 0
    assert ropa(shop, "check", "--at", "HEAD") == Ran(
        2,
        "",
        "ropa: git is missing on this machine; install it, for instance with: apt-get install git\n",
    )
