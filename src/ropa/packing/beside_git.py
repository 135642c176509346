"""The records of a pack beside a repository: what is said of the commit is what the repository says of it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate

from ropa.errors import UsageError
from ropa.history import Commit, Repository, differences
from ropa.packing.archive import shown
from ropa.packing.manifest import GitOrigin
from ropa.packing.statement import Outcome, Verdict, statement
from ropa.project import MARKER

PROVEN, UNPROVEN, FAILED = Outcome.PROVEN, Outcome.UNPROVEN, Outcome.FAILED

MOST_NAMES = 5
"""Branches and folders that are named; the rest are counted."""


def beside_git(
    claim: GitOrigin | None,
    register: str,
    records: Mapping[str, bytes],
    home: Repository | None,
    places: Sequence[str],
) -> Iterator[Verdict]:
    """The *records* of *register*, which stand in *places*, beside the commit that the pack claims."""
    if claim is None:
        yield statement(UNPROVEN, "no_git")
    elif home is None:
        yield statement(UNPROVEN, "no_repository", commit=claim.commit)
    elif not home.holds(claim.commit):
        yield statement(UNPROVEN, "no_commit", commit=claim.commit)
    else:
        try:
            yield from _held(claim, register, records, home, places)
        except UsageError as error:
            yield statement(UNPROVEN, "git_unread", commit=claim.commit, why=shown(str(error)))


def _held(
    claim: GitOrigin,
    register: str,
    records: Mapping[str, bytes],
    home: Repository,
    places: Sequence[str],
) -> Iterator[Verdict]:
    """The same where the repository holds the commit."""
    account = home.account(claim.commit)
    commit = Commit(claim.commit, account.day)
    differing = differences(home, commit, claim.folder, records, places)
    names = ", ".join(map(shown, differing))
    if differing and not claim.differences:
        yield statement(FAILED, "git_differs", commit=commit.id, names=names)
    elif differing != claim.differences:
        yield statement(FAILED, "git_claims", commit=commit.id, names=names or "none")
    elif differing:
        yield statement(UNPROVEN, "dirty", commit=commit.id, names=names)
    else:
        yield statement(PROVEN, "git", n=len(records), commit=commit.id, day=account.day)
    if claim.committed != account.day:
        yield statement(FAILED, "git_day", commit=commit.id, said=claim.committed, day=account.day)
    folder = shown(claim.folder) or "./"
    if account.branches:
        branches = _named(account.branches)
        yield statement(
            PROVEN, "git_account", author=_quoted(account.author), branches=branches, folder=folder
        )
    else:
        yield statement(UNPROVEN, "no_branch", author=_quoted(account.author), folder=folder)
    yield from _elsewhere(claim, register, home, commit, places)


def _elsewhere(
    claim: GitOrigin, register: str, home: Repository, commit: Commit, places: Sequence[str]
) -> Iterator[Verdict]:
    """Other folders in which *commit*, or what is checked out, holds a register of the same name."""
    file = f"{places[1]}/register.yaml"
    ending = f"/{register}/register.yaml"
    paths = {
        entry.path for tree in (commit, home.commit("HEAD")) for entry in home.entries(tree, "")
    }
    others = sorted(
        path for path in paths if f"/{path}".endswith(ending) and path != claim.folder + file
    )
    if claim.folder != home.prefix and any(_project(path, paths) == home.prefix for path in others):
        yield statement(
            FAILED,
            "other_folder",
            folder=shown(claim.folder) or "./",
            here=shown(home.prefix) or "./",
            register=register,
        )
    elif others:
        yield statement(UNPROVEN, "namesakes", names=_named(others), register=register)


def _project(path: str, paths: Collection[str]) -> str | None:
    """The folder of the project that *path* belongs to, by the marker among *paths*; None where there is none."""
    folders = [f"{folder}/" for folder in accumulate(path.split("/")[:-1], "{}/{}".format)]
    return next((folder for folder in (*reversed(folders), "") if folder + MARKER in paths), None)


def _quoted(name: str) -> str:
    """*name* in quotes that it cannot end, so that its words are not taken for those of the line."""
    return '"' + shown(name).replace('"', "'") + '"'


def _named(names: Sequence[str]) -> str:
    """*names* as they can be printed; many are counted."""
    more = len(names) - MOST_NAMES
    return ", ".join(map(shown, names[:MOST_NAMES])) + (f" and {more:,} more" if more > 0 else "")
