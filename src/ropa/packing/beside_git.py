"""The records of a pack beside a repository, which alone says what is true of the commit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ropa.errors import UsageError
from ropa.history import Account, Commit, Repository, differences
from ropa.packing.manifest import GitOrigin
from ropa.packing.names import Files
from ropa.packing.statement import (
    Escaped,
    Verdict,
    Verdicts,
    failed,
    listed,
    printable,
    proven,
    unproven,
)
from ropa.project import MARKER
from ropa.vocabulary import number_text, translate

MOST_NAMES = 5
"""Branches and folders that are named; the rest are counted."""

_TOP = "./"
"""The folder of a repository's own top."""


@dataclass(frozen=True, slots=True)
class PackedRecords:
    """What a pack holds of a project: the files by path, and the *places* they belong to."""

    register: str
    files: Files
    places: Sequence[str]
    """The settings, the folder of the register, and that of the templates."""


def beside_git(
    claim: GitOrigin | None, records: PackedRecords, home: Repository | None
) -> Verdicts:
    """The *records* beside the commit that the pack claims."""
    if claim is None:
        yield unproven("no_git")
    elif home is None:
        yield unproven("no_repository", commit=claim.commit)
    elif not home.holds(claim.commit):
        yield unproven("no_commit", commit=claim.commit)
    else:
        try:
            yield from _compared(claim, records, home)
        except UsageError as error:
            yield unproven("git_unread", commit=claim.commit, why=error)


def _compared(claim: GitOrigin, records: PackedRecords, home: Repository) -> Verdicts:
    """The same where the repository holds the commit."""
    account = home.account(claim.commit)
    commit = Commit(claim.commit, account.day)
    differing = differences(home, commit, claim.folder, records.files, records.places)
    yield _beside_commit(claim, records, commit, differing)
    yield from _accounted(claim, account)
    yield from _elsewhere(claim, records, home, commit)


def _beside_commit(
    claim: GitOrigin, records: PackedRecords, commit: Commit, differing: tuple[str, ...]
) -> Verdict:
    """Whether the records are those of *commit*, but for the files *differing* from it."""
    if differing and not claim.differences:
        return failed("git_differs", commit=commit.id, names=differing)
    if differing != claim.differences:
        names = differing or translate("verify.none")
        return failed("git_claims", commit=commit.id, names=names)
    if differing:
        return unproven("dirty", commit=commit.id, names=differing)
    n = len(records.files)
    return proven("git", n=n, commit=commit.id, day=commit.day)


def _accounted(claim: GitOrigin, account: Account) -> Verdicts:
    """What the repository knows of the commit beside its files."""
    if claim.committed != account.day:
        yield failed("git_day", commit=claim.commit, claimed=claim.committed, day=account.day)
    author = _quoted(account.author)
    folder = claim.folder or _TOP
    if account.branches:
        branches = _first(account.branches)
        yield proven("git_account", author=author, branches=branches, folder=folder)
    else:
        yield unproven("no_branch", author=author, folder=folder)


def _elsewhere(
    claim: GitOrigin, records: PackedRecords, home: Repository, commit: Commit
) -> Verdicts:
    """Other folders in which *commit*, or what is checked out, has a register of the same name."""
    register = records.register
    _, register_folder, _ = records.places
    packed = f"{claim.folder}{register_folder}/register.yaml"
    paths = _paths(home, commit)
    ending = f"/{register}/register.yaml"
    others = sorted(paths - {packed})
    namesakes = [path for path in others if f"/{path}".endswith(ending)]
    projects = [_project(path, paths) for path in namesakes]
    if home.prefix in projects and claim.folder != home.prefix:
        folder = claim.folder or _TOP
        at_hand = home.prefix or _TOP
        yield failed("other_folder", folder=folder, at_hand=at_hand, register=register)
    elif namesakes:
        yield unproven("namesakes", names=_first(namesakes), register=register)


def _paths(home: Repository, commit: Commit) -> set[str]:
    """The paths of all files of *commit*, and of what is checked out."""
    paths = set()
    for revision in (commit, home.commit("HEAD")):
        paths |= {entry.path for entry in home.entries(revision, "")}
    return paths


def _project(path: str, paths: Collection[str]) -> str | None:
    """The project that *path* lies in: the folder of the nearest marker among *paths*, if any."""
    steps = path.split("/")
    while steps:
        steps[-1] = MARKER
        marker = "/".join(steps)
        if marker in paths:
            return marker.removesuffix(MARKER)
        steps.pop()
    return None


def _quoted(name: str) -> Escaped:
    """*name* in quotes that it cannot end, so that it is not taken for words of the line."""
    quotable = printable(name).replace('"', "'")
    return Escaped(f'"{quotable}"')


def _first(names: Sequence[str]) -> Escaped:
    """The first of *names* as they can be printed, and how many follow."""
    first = listed(names[:MOST_NAMES])
    n = len(names) - MOST_NAMES
    if n <= 0:
        return first
    return Escaped(translate("verify.and_more", n=n, names=first, rest=number_text(n)))
