"""Git, asked for facts only: which commit, which files, which bytes."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from ropa.errors import UsageError
from ropa.history.objects import (
    LARGEST_FILE,
    LARGEST_TREE,
    Objects,
    TreeEntry,
    Walk,
    object_id,
    objects,
)
from ropa.history.plumbing import output, output_or_none, run, started, unable

MOST_BYTES = 512_000_000
"""Bytes of all files of a revision that are read."""

_ID = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")

_LOG = re.compile(r"@\{(?!(?:-?[0-9]+|u|upstream|push)\})", re.IGNORECASE)
"""A day in a clone's own log, such as ``HEAD@{yesterday}``, which may begin later than that."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One revision: its full id, and the day it was committed (UTC)."""

    id: str
    day: date

    def __str__(self) -> str:
        return f"{self.id[:12]} ({self.day})"


@dataclass(frozen=True, slots=True)
class Account:
    """What a repository says of a commit: its author, its day (UTC), the branches that hold it."""

    author: str
    day: date
    branches: tuple[str, ...]


def day_named(name: str) -> date | None:
    """The day *name* stands for, if it is written as one. Raises UsageError if there is none."""
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", name):
        return None
    try:
        return date.fromisoformat(name)
    except ValueError as error:
        raise UsageError(f"'{name}' is not a day; write it as 2026-01-31") from error


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository, and the path in it of the folder at hand: empty, or ending in a slash."""

    folder: Path
    prefix: str

    @property
    def is_shallow(self) -> bool:
        """Whether the clone holds only the newer part of the history."""
        return output(self.folder, "rev-parse", "--is-shallow-repository") == "true\n"

    def commit(self, name: str) -> Commit:
        """The commit called *name*: any name git knows, or a day (UTC).

        A day stands for the last commit on the main line by its end; one to come, for the newest.
        Raises UsageError where there is none, or where it could be another one.
        """
        if day := day_named(name):
            return self._on(day)
        if not name.strip():
            raise UsageError("name a revision, such as HEAD~1, or a day, such as 2026-01-31")
        if _LOG.search(name):
            raise UsageError(
                f"'{name}' asks this clone's own log; name the day alone, such as 2026-01-31"
            )
        return self._dated(self._named(name))

    def holds(self, commit: str) -> bool:
        """Whether the commit with the full id *commit* is here."""
        is_id = _ID.fullmatch(commit) is not None
        return is_id and output_or_none(self.folder, "cat-file", "-t", commit) == "commit\n"

    def account(self, commit: str) -> Account:
        """What is known here of the commit with the full id *commit*.

        A name of an author is what the author gave; a branch may be one of another clone.
        """
        answer = output(self.folder, "rev-list", "--max-count=1", "--format=%an", commit)
        _, _, author = answer.partition("\n")
        words = ("for-each-ref", f"--contains={commit}", "--format=%(symref)%00%(refname)")
        branches = []
        for line in output(self.folder, *words, "refs/heads", "refs/remotes").splitlines():
            if line.startswith("\0"):
                branches.append(re.sub("^\0(refs/heads/)?(refs/remotes/)?", "", line))
        return Account(author.rstrip("\n"), self._dated(commit).day, tuple(branches))

    def entries(self, commit: Commit, path: str) -> tuple[TreeEntry, ...]:
        """Files of *commit* at or below *path*, which counts from the top of the repository.

        All where it is empty.
        """
        with objects(self.folder) as store:
            try:
                entries = list(Walk(store).below(_tree(store, commit.id), path))
            except UsageError as error:
                raise UsageError(f"at {commit}: {error}") from error
        return tuple(sorted(entries, key=lambda entry: entry.path))

    def contents(self, entries: Iterable[TreeEntry]) -> Iterator[tuple[TreeEntry, bytes]]:
        """The bytes of each of *entries*. Raises UsageError where they are missing or damaged."""
        total = 0
        with objects(self.folder) as store:
            for entry in entries:
                size = store.size(entry.id, "blob", str(entry))
                total += size
                if size > LARGEST_FILE:
                    raise UsageError(f"{entry}: larger than {LARGEST_FILE:,} bytes")
                if total > MOST_BYTES:
                    raise UsageError(f"the files hold more than {MOST_BYTES} bytes")
                yield entry, store.data(entry.id, "blob", str(entry), size)

    def _named(self, name: str) -> str:
        """The id of the commit that git knows as *name*."""
        if "\0" in name:
            raise UsageError(f"there is no revision '{name}' in this repository")
        # the words of a message go on to the end, so that nothing can be asked of what they find
        expression = name if name.startswith(":/") else f"{name}^{{commit}}"
        done = run(self.folder, "rev-parse", "--verify", "--end-of-options", expression)
        why = done.stderr.decode("utf-8", "replace")
        if "is ambiguous" in why:
            raise UsageError(
                f"'{name}' names several; write all of the id, or such as refs/heads/{name}"
            )
        id = done.stdout.decode("utf-8", "replace").strip()
        if not done.returncode and _ID.fullmatch(id):
            return id
        raise UsageError(self._unnamed(name, why))

    def _unnamed(self, name: str, why: str) -> str:
        """What to say where git knows no commit as *name*, and says *why*."""
        if kind := re.search("dereferences to (tree|blob) type", why):
            return f"'{name}' is a {kind[1]}, not a commit"
        message = f"there is no revision '{name}' in this repository"
        if self.is_shallow:
            message += ", which is a shallow clone; `git fetch --unshallow` brings the rest"
        return message

    def _on(self, day: date) -> Commit:
        """The last commit of the main line by the end of *day*."""
        if output_or_none(self.folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}") is None:
            raise UsageError("the repository has no commit yet")
        end = datetime.combine(day, time.max, UTC).timestamp()
        first = None
        for stamp, id in self._main_line():
            if stamp <= end:
                return self._dated(id)
            first = min(stamp, first or stamp)
        begins = _day(first or 0, "the first commit")
        if self.is_shallow:
            raise UsageError(
                f"{day} is before {begins}, where this shallow clone begins; "
                "`git fetch --unshallow` brings the rest"
            )
        raise UsageError(f"{day} is before the first commit, which is of {begins}")

    def _main_line(self) -> Iterator[tuple[int, str]]:
        """When each commit was made, and its id, from the newest on."""
        words = ("rev-list", "--first-parent", "--timestamp", "HEAD", "--")
        with started(self.folder, *words) as git:
            assert git.stdout is not None
            for line in git.stdout:
                stamp, id = line.decode().split()
                yield int(stamp), id
            if git.wait():
                raise unable(words)

    def _dated(self, id: str) -> Commit:
        with objects(self.folder) as store:
            head = _head(store, id)
        stamp = re.search(r"^committer .*> ([0-9]{1,20}) [+-][0-9]+$", head, re.MULTILINE)
        if stamp is None:
            raise UsageError(f"{id[:12]}: git holds no day of it that can be read; run `git fsck`")
        return Commit(id, _day(int(stamp[1]), id[:12]))


def repository(folder: Path) -> Repository | None:
    """The repository *folder* lies in, or None.

    Raises MissingPartError where git is missing, UsageError where it refuses, as it does a
    repository that belongs to somebody else.
    """
    done = run(folder, "rev-parse", "--show-prefix")
    if not done.returncode:
        return Repository(folder, os.fsdecode(done.stdout).rstrip("\n"))
    lines = os.fsdecode(done.stderr).splitlines()
    why = (lines or [""])[0].removeprefix("fatal: ")
    if why.startswith("not a git repository"):
        return None
    trust = next((line.strip() for line in lines if "safe.directory" in line), "")
    hint = f"; if you trust it: {trust}" if trust else ""
    raise UsageError(f"git cannot read this repository: {why}{hint}")


def blob_id(data: bytes, like: str) -> str:
    """The name git gives a file of *data*, by the hash that made the name *like*."""
    return object_id("blob", data, like)


def _head(store: Objects, id: str) -> str:
    """The lines of the commit *id* before its message."""
    data = store.read(id, "commit", id[:12], LARGEST_TREE)
    return data.partition(b"\n\n")[0].decode("utf-8", "replace")


def _tree(store: Objects, id: str) -> str:
    tree = re.match("tree ([0-9a-f]+)$", _head(store, id), re.MULTILINE)
    if tree is None or not _ID.fullmatch(tree[1]):
        raise UsageError(f"{id[:12]}: git holds no list of files for it; run `git fsck`")
    return tree[1]


def _day(stamp: int, name: str) -> date:
    """The day (UTC) of *stamp*, in seconds since 1970."""
    try:
        return datetime.fromtimestamp(stamp, UTC).date()
    except (OverflowError, ValueError, OSError) as error:
        raise UsageError(
            f"{name}: its day, {stamp} seconds after 1970, is after the year 9999"
        ) from error
