"""The records of a pack beside a repository, which alone says what is true of the commit."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ropa.errors import UsageError
from ropa.history import Account, Commit, Repository, differences
from ropa.packing.manifest import GitOrigin
from ropa.packing.statement import Verdict, failed, listed, printable, proven, unproven
from ropa.project import MARKER
from ropa.vocabulary import day_text, number_text, translate

MOST_NAMES = 5
"""Branches and folders that are named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class PackedRecords:
    """What a pack holds of a project: the files by path, and the *places* they belong to."""

    register: str
    files: Mapping[str, bytes]
    places: Sequence[str]
    """The settings, the folder of the register, and that of the templates."""


def beside_git(
    claim: GitOrigin | None, records: PackedRecords, home: Repository | None
) -> Iterator[Verdict]:
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
            yield unproven("git_unread", commit=claim.commit, why=printable(error))


def _compared(claim: GitOrigin, records: PackedRecords, home: Repository) -> Iterator[Verdict]:
    """The same where the repository holds the commit."""
    account = home.account(claim.commit)
    commit = Commit(claim.commit, account.day)
    differing = differences(home, commit, claim.folder, records.files, records.places)
    names = listed(differing)
    if differing and not claim.differences:
        yield failed("git_differs", commit=commit.id, names=names)
    elif differing != claim.differences:
        yield failed("git_claims", commit=commit.id, names=names or translate("verify.none"))
    elif differing:
        yield unproven("dirty", commit=commit.id, names=names)
    else:
        yield proven("git", n=len(records.files), commit=commit.id, day=day_text(commit.day))
    yield from _accounted(claim, account)
    yield from _elsewhere(claim, records, home, commit)


def _accounted(claim: GitOrigin, account: Account) -> Iterator[Verdict]:
    """What the repository knows of the commit beside its files."""
    if claim.committed != account.day:
        claimed, day = day_text(claim.committed), day_text(account.day)
        yield failed("git_day", commit=claim.commit, said=claimed, day=day)
    author, folder = _quoted(account.author), _folder(claim.folder)
    if account.branches:
        branches = _first(account.branches)
        yield proven("git_account", author=author, branches=branches, folder=folder)
    else:
        yield unproven("no_branch", author=author, folder=folder)


def _elsewhere(
    claim: GitOrigin, records: PackedRecords, home: Repository, commit: Commit
) -> Iterator[Verdict]:
    """Other folders in which *commit*, or what is checked out, has a register of the same name."""
    register = records.register
    _, register_folder, _ = records.places
    packed = f"{claim.folder}{register_folder}/register.yaml"
    paths: set[str] = set()
    for revision in (commit, home.commit("HEAD")):
        paths |= {entry.path for entry in home.entries(revision, "")}
    ending = f"/{register}/register.yaml"
    namesakes = sorted(path for path in paths - {packed} if f"/{path}".endswith(ending))
    is_at_hand = any(_project(path, paths) == home.prefix for path in namesakes)
    if is_at_hand and claim.folder != home.prefix:
        folder, folder_at_hand = _folder(claim.folder), _folder(home.prefix)
        yield failed("other_folder", folder=folder, here=folder_at_hand, register=register)
    elif namesakes:
        yield unproven("namesakes", names=_first(namesakes), register=register)


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


def _folder(name: str) -> str:
    return printable(name) or "./"


def _quoted(name: str) -> str:
    """*name* in quotes that it cannot end, so that it is not taken for words of the line."""
    quotable = printable(name).replace('"', "'")
    return f'"{quotable}"'


def _first(names: Sequence[str]) -> str:
    """The first of *names* as they can be printed, and how many follow."""
    first = listed(names[:MOST_NAMES])
    n = len(names) - MOST_NAMES
    if n <= 0:
        return first
    return translate("verify.and_more", n=n, names=first, rest=number_text(n))
