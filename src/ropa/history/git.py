"""Git, asked for facts only: which commit, which files, which bytes.

A repository can come from a stranger, and its settings can name programs. Only commands that read objects are used,
with hooks, monitors, filters, replacements and every way of fetching switched off, and nothing is checked out.
"""

import hashlib
import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from ropa.errors import MissingPartError, UsageError

MOST_ENTRIES = 200_000
"""Files of a revision that are listed; a tree of a few hundred bytes can claim billions."""

GIT_HELP = "git is missing on this machine; install it, for instance with: apt-get install git"

_SETTINGS = (
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    f"core.hooksPath={os.devnull}",
    f"core.attributesFile={os.devnull}",
    "core.commitGraph=false",
    "core.useReplaceRefs=false",
    "protocol.allow=never",
    "gc.auto=0",
    "maintenance.auto=false",
)

_ENVIRONMENT = (
    ("LC_ALL", "C"),
    ("GIT_ALLOW_PROTOCOL", ""),
    ("GIT_ATTR_NOSYSTEM", "1"),
    ("GIT_GRAFT_FILE", os.devnull),
    ("GIT_LITERAL_PATHSPECS", "1"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_TERMINAL_PROMPT", "0"),
)


@dataclass(frozen=True, slots=True)
class Commit:
    """One revision: its full id, and the day it was committed (UTC)."""

    id: str
    day: date

    def __str__(self) -> str:
        return f"{self.id[:12]} ({self.day})"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a revision, by its path from the top of the repository."""

    path: str
    mode: str
    id: str
    size: int

    def __str__(self) -> str:
        return self.path if self.path.isprintable() else ascii(self.path)


@dataclass(frozen=True, slots=True)
class Account:
    """What a repository says of a commit: who wrote it, on which day (UTC), and which branches hold it."""

    author: str
    day: date
    branches: tuple[str, ...]


def sampled(wanted: str) -> date | None:
    """The day *wanted* names, if it is written as one. Raises UsageError where there is no such day."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", wanted):
        return None
    try:
        return date.fromisoformat(wanted)
    except ValueError as error:
        raise UsageError(f"'{wanted}' is not a day; write it as 2026-01-31") from error


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository, and where in it the folder at hand lies: *prefix* is empty or ends in a slash."""

    folder: Path
    prefix: str

    @property
    def is_shallow(self) -> bool:
        """Whether the clone holds only the newer part of the history."""
        return _output(self.folder, "rev-parse", "--is-shallow-repository") == "true\n"

    def commit(self, wanted: str) -> Commit:
        """The commit *wanted*: a day (UTC), for the last one on the main line by its end, or any name git knows.

        Raises UsageError where there is none.
        """
        if day := sampled(wanted):
            return self._on(day)
        name = f"{wanted}^{{commit}}"
        found = _run(self.folder, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
        if found.returncode:
            more = ", which is a shallow clone; `git fetch --unshallow` brings the rest" if self.is_shallow else ""
            raise UsageError(f"there is no revision '{wanted}' in this repository{more}")
        return self._dated(found.stdout.decode().strip())

    def holds(self, commit: str) -> bool:
        """Whether the commit with the full id *commit* is here."""
        return _output_or_none(self.folder, "cat-file", "-t", commit) == "commit\n"

    def account(self, commit: str) -> Account:
        """What is known here of the commit with the full id *commit*.

        A name of an author is what the author gave; a branch may be one of another clone.
        """
        told = _output(self.folder, "rev-list", "--max-count=1", "--format=%an", commit)
        author = told.partition("\n")[2].rstrip("\n")
        words = ("for-each-ref", f"--contains={commit}", "--format=%(symref)%00%(refname)")
        lines = _output(self.folder, *words, "refs/heads", "refs/remotes").splitlines()
        names = [line[1:] for line in lines if line.startswith("\0")]
        branches = tuple(name.removeprefix("refs/heads/").removeprefix("refs/remotes/") for name in names)
        return Account(author, self._dated(commit).day, branches)

    def entries(self, commit: Commit, path: str) -> tuple[Entry, ...]:
        """Files of *commit* at or below *path*, which counts from the top of the repository; all where it is empty."""
        words = ("ls-tree", "-r", "-z", "-l", "--full-tree", commit.id, *(("--", path) if path else ()))
        found = []
        for line in _stream(self.folder, words):
            about, _, name = line.partition("\t")
            mode, _, id, size = about.split()
            found.append(Entry(name, mode, id, int(size) if size.isdecimal() else 0))
            if len(found) > MOST_ENTRIES:
                raise UsageError(f"at {commit}: there are more than {MOST_ENTRIES} files")
        return tuple(sorted(found, key=lambda entry: entry.path))

    def contents(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes]]:
        """The bytes of each of *entries* as git keeps them. Raises UsageError where they are missing or damaged."""
        with _started(self.folder, ("cat-file", "--batch"), stdin=subprocess.PIPE) as git:
            assert git.stdin is not None and git.stdout is not None
            for entry in entries:
                git.stdin.write(f"{entry.id}\n".encode())
                git.stdin.flush()
                about = git.stdout.readline().decode().split()
                if len(about) != 3 or about[1] != "blob":
                    raise UsageError(f"{entry}: this clone does not hold its content; a full clone does")
                data = git.stdout.read(int(about[2]))
                git.stdout.read(1)
                if blob_id(data, entry.id) != entry.id:
                    raise UsageError(f"{entry}: its content is not what its name in git says; run `git fsck`")
                yield entry, data

    def _on(self, wanted: date) -> Commit:
        end = datetime.combine(wanted, time.max, UTC)
        newest = ("rev-list", "--first-parent", "--max-count=1", f"--min-age={int(end.timestamp())}", "HEAD")
        found = self._list(newest).strip()
        if found:
            return self._dated(found)
        stamps = [int(line.split()[0]) for line in self._list(("rev-list", "--timestamp", "HEAD")).splitlines()]
        first = datetime.fromtimestamp(min(stamps), UTC).date()
        if self.is_shallow:
            raise UsageError(
                f"{wanted} is before {first}, where this shallow clone begins; `git fetch --unshallow` brings the rest"
            )
        raise UsageError(f"{wanted} is before the first commit, which is of {first}")

    def _list(self, words: Sequence[str]) -> str:
        found = _output_or_none(self.folder, *words)
        if found is None:
            raise UsageError("the repository has no commit yet")
        return found

    def _dated(self, id: str) -> Commit:
        stamp = _output(self.folder, "rev-list", "--timestamp", "--max-count=1", id).split()[0]
        return Commit(id, datetime.fromtimestamp(int(stamp), UTC).date())


def repository(folder: Path) -> Repository | None:
    """The repository *folder* lies in, or None. Raises MissingPartError where git is missing, UsageError where it
    refuses, as it does a repository that belongs to somebody else.
    """
    found = _run(folder, "rev-parse", "--show-prefix")
    if found.returncode:
        told = (found.stderr.decode("utf-8", "replace").splitlines() or [""])[0].removeprefix("fatal: ")
        if told.startswith("not a git repository"):
            return None
        raise UsageError(f"git cannot read this repository: {told}")
    return Repository(folder, os.fsdecode(found.stdout).rstrip("\n"))


def blob_id(data: bytes, like: str) -> str:
    """The name git gives a file of *data*, by the hash that made the name *like*."""
    total = hashlib.new("sha1" if len(like) == 40 else "sha256", usedforsecurity=False)
    total.update(b"blob %d\0" % len(data) + data)
    return total.hexdigest()


def _words(words: Sequence[str]) -> list[str]:
    return ["git", "--no-pager", *(word for setting in _SETTINGS for word in ("-c", setting)), *words]


def _surroundings() -> dict[str, str]:
    """The environment without what could lead git elsewhere, such as GIT_DIR inside a hook."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, **dict(_ENVIRONMENT)}


def _started(folder: Path, words: Sequence[str], stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            _words(words),
            cwd=folder,
            env=_surroundings(),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except FileNotFoundError as error:
        raise MissingPartError(GIT_HELP) from error


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            _words(words), cwd=folder, env=_surroundings(), stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except FileNotFoundError as error:
        raise MissingPartError(GIT_HELP) from error


def _output_or_none(folder: Path, *words: str) -> str | None:
    done = _run(folder, *words)
    return None if done.returncode else os.fsdecode(done.stdout)


def _output(folder: Path, *words: str) -> str:
    found = _output_or_none(folder, *words)
    if found is None:
        raise UsageError(f"git cannot do `git {' '.join(words[:2])}` here; run `git fsck`")
    return found


def _stream(folder: Path, words: Sequence[str]) -> Iterator[str]:
    """What git prints between zero bytes, as it comes; git ends when nobody reads on."""
    git = _started(folder, words)
    assert git.stdout is not None
    rest = b""
    try:
        while chunk := git.stdout.read(1 << 16):
            *lines, rest = (rest + chunk).split(b"\0")
            yield from map(os.fsdecode, lines)
    finally:
        git.kill()
        git.stdout.close()
        status = git.wait()
    if status > 0:
        raise UsageError(f"git cannot do `git {words[0]}` here; run `git fsck`")
