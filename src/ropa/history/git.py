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
    objects,
)
from ropa.history.plumbing import output, output_or_none, run, started, unable
from ropa.history.refusal import refusal, unreadable_at
from ropa.vocabulary import day_text, number_text, translate

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
        day = day_text(self.day)
        return translate("history.commit", id=self.id[:12], day=day)


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
        raise refusal("not_a_day", name=name) from error


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository, and the path in it of the folder at hand: empty, or ending in a slash."""

    folder: Path
    prefix: str

    @property
    def is_shallow(self) -> bool:
        """Whether the clone holds only the newer part of the history."""
        return output(self.folder, "rev-parse", "--is-shallow-repository") == "true\n"

    @property
    def head(self) -> Commit | None:
        """The commit that is checked out; None where nothing was committed yet."""
        id = self._head_id
        return None if id is None else self._dated(id)

    @property
    def _head_id(self) -> str | None:
        """The id of that commit, whose day may be one that cannot be read."""
        id = output_or_none(self.folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        return None if id is None else id.strip()

    def commit(self, name: str) -> Commit:
        """The commit called *name*: any name git knows, or a day (UTC).

        A day stands for the last commit on the main line by its end; one to come, for the newest.
        Raises UsageError where there is none, or where it could be another one.
        """
        if day := day_named(name):
            return self._on(day)
        if not name.strip():
            raise refusal("unnamed")
        if _LOG.search(name):
            raise refusal("log_of_clone", name=name)
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
        author = answer.partition("\n")[2].rstrip("\n")
        branches = tuple(self._branches(commit))
        return Account(author, self._dated(commit).day, branches)

    def _branches(self, commit: str) -> Iterator[str]:
        """The branches that hold *commit*, of this clone and of those it was fetched from."""
        words = ("for-each-ref", f"--contains={commit}", "--format=%(symref)%00%(refname:lstrip=2)")
        answer = output(self.folder, *words, "refs/heads", "refs/remotes")
        for line in answer.splitlines():
            symbolic, _, name = line.partition("\0")
            if name and not symbolic:
                yield name

    def entries(self, commit: Commit, path: str) -> tuple[TreeEntry, ...]:
        """Files of *commit* at or below *path*, which counts from the top of the repository.

        All where it is empty.
        """
        with objects(self.folder) as store:
            try:
                tree = _tree(store, commit.id)
                entries = list(Walk(store).below(tree, path))
            except UsageError as error:
                raise unreadable_at(commit, error) from error
        return tuple(sorted(entries, key=lambda entry: entry.path))

    def contents(self, entries: Iterable[TreeEntry]) -> Iterator[tuple[TreeEntry, bytes]]:
        """The bytes of each of *entries*. Raises UsageError where they are missing or damaged."""
        total = 0
        with objects(self.folder) as store:
            for entry in entries:
                size = store.size(entry.id, "blob", entry.path)
                total += size
                if size > LARGEST_FILE:
                    raise refusal("too_large", name=entry.path, most=number_text(LARGEST_FILE))
                if total > MOST_BYTES:
                    raise refusal("too_large_in_all", most=MOST_BYTES)
                data = store.data(entry.id, "blob", entry.path, size)
                yield entry, data

    def _named(self, name: str) -> str:
        """The id of the commit that git knows as *name*."""
        if "\0" in name:
            raise refusal("no_revision", name=name)
        # the words of a message go on to the end, so that nothing can be asked of what they find
        expression = name if name.startswith(":/") else f"{name}^{{commit}}"
        done = run(self.folder, "rev-parse", "--verify", "--end-of-options", expression)
        id = done.stdout.decode("utf-8", "replace").strip()
        why = done.stderr.decode("utf-8", "replace")
        if "is ambiguous" in why:
            raise refusal("ambiguous", name=name)
        if not done.returncode and _ID.fullmatch(id):
            return id
        raise self._no_commit(name, why)

    def _no_commit(self, name: str, why: str) -> UsageError:
        """What to say where git knows no commit as *name*, and says *why*."""
        if kind := re.search("dereferences to (tree|blob) type", why):
            return refusal("no_commit", name=name, kind=kind[1])
        return refusal("not_in_shallow" if self.is_shallow else "no_revision", name=name)

    def _on(self, day: date) -> Commit:
        """The last commit of the main line by the end of *day*."""
        if self._head_id is None:
            raise refusal("no_commit_yet")
        last_moment = datetime.combine(day, time.max, UTC)
        end = last_moment.timestamp()
        later_stamps = []
        for stamp, id in self._main_line():
            if stamp <= end:
                return self._dated(id)
            later_stamps.append(stamp)
        begins = _day(min(later_stamps), translate("history.first_commit"))
        key = "before_shallow" if self.is_shallow else "before_first"
        raise refusal(key, day=day_text(day), begins=day_text(begins))

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
        name = id[:12]
        if stamp is None:
            raise refusal("no_date", name=name)
        return Commit(id, _day(int(stamp[1]), name))


def repository(folder: Path) -> Repository | None:
    """The repository *folder* lies in, or None.

    Raises MissingPartError where git is missing, UsageError where it refuses, as it does a
    repository that belongs to somebody else.
    """
    done = run(folder, "rev-parse", "--show-prefix")
    if not done.returncode:
        prefix = os.fsdecode(done.stdout).rstrip("\n")
        return Repository(folder, prefix)
    message = os.fsdecode(done.stderr)
    why = message.partition("\n")[0].removeprefix("fatal: ")
    if why.startswith("not a git repository"):
        return None
    trust = re.search("^.*safe[.]directory.*$", message, re.MULTILINE)
    if trust:
        raise refusal("untrusted", why=why, command=trust[0].strip())
    raise refusal("unreadable", why=why)


def _head(store: Objects, id: str) -> str:
    """The lines of the commit *id* before its message."""
    data = store.read(id, "commit", id[:12], LARGEST_TREE)
    return data.partition(b"\n\n")[0].decode("utf-8", "replace")


def _tree(store: Objects, id: str) -> str:
    tree = re.match("tree ([0-9a-f]+)$", _head(store, id), re.MULTILINE)
    if tree is None or not _ID.fullmatch(tree[1]):
        raise refusal("no_file_list", name=id[:12])
    return tree[1]


def _day(stamp: int, name: str) -> date:
    """The day (UTC) of *stamp*, in seconds since 1970."""
    try:
        return datetime.fromtimestamp(stamp, UTC).date()
    except (OverflowError, ValueError, OSError) as error:
        raise refusal("day_too_late", name=name, stamp=stamp) from error
