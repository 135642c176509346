"""A project as it stood at a commit, written to a temporary folder and read like any other."""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from posixpath import normpath

from ropa.errors import UsageError
from ropa.history.git import Commit, Repository, blob_id, repository, sampled
from ropa.history.objects import FILE, LINK, TreeEntry
from ropa.loader import Loaded, load
from ropa.project import MARKER, Project, find

LONGEST_NAME = 255
"""Bytes of a name that file systems take."""

LONGEST_PATH = 2_000
"""Bytes of a path; with the folder it is written to, file systems take 4,096."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A project with its registers read: as it is, or as it stood at *commit* of the repository *home*.

    The *day* is the one the past was asked for by, if it was by a day.
    """

    project: Project
    loaded: Loaded
    home: Repository | None = None
    commit: Commit | None = None
    day: date | None = None


@contextmanager
def standing(project: Project, at: str | None, names: Sequence[str] = ()) -> Iterator[Snapshot]:
    """*project* with the registers *names* read; as it stood *at* a revision or day where one is given.

    Records, templates and settings are then those of that revision. Raises UsageError where it cannot be read.
    """
    if at is None:
        yield Snapshot(project, load(project, names))
        return
    home = repository(project.root)
    if home is None:
        raise UsageError(f"{project.root} is in no git repository, so --at has nothing to look at")
    commit = home.commit(at)
    with tempfile.TemporaryDirectory(prefix="ropa-") as folder:
        try:
            past = _written(home, commit, Path(folder))
            loaded = load(past, names)
        except UsageError as error:
            raise UsageError(
                str(error) if str(error).startswith("at ") else f"at {commit}: {error}"
            ) from error
        for found in loaded.diagnostics:
            if found.rule == "older-schema":
                raise UsageError(f"at {commit}: {found.span}: {found.message}")
        yield Snapshot(past, loaded, home, commit, sampled(at))


def _written(home: Repository, commit: Commit, folder: Path) -> Project:
    """The project at *commit*, in *folder*: its settings first, since they say where the rest is."""
    marker = [
        entry
        for entry in home.entries(commit, home.prefix + MARKER)
        if entry.path == home.prefix + MARKER
    ]
    if not marker:
        raise UsageError(f"there is no {MARKER}, so there was no project yet")
    _write(home, marker, folder)
    past = find(folder)
    records = _below(home, commit, past.settings.records)
    if not records:
        raise UsageError(f"there is no register in '{past.settings.records}' yet")
    templates = _below(home, commit, past.settings.templates)
    _write(
        home,
        [entry for entry in dict.fromkeys((*records, *templates)) if entry not in marker],
        folder,
    )
    return past


def _below(home: Repository, commit: Commit, setting: str) -> tuple[TreeEntry, ...]:
    """Files of *commit* below the folder a setting names."""
    path = normpath(home.prefix + setting)
    return home.entries(commit, "" if path == "." else path)


def _write(home: Repository, entries: Sequence[TreeEntry], folder: Path) -> None:
    """Write *entries* below *folder*; a name or a kind of file that could lead elsewhere is refused."""
    for entry in entries:
        _judge(entry)
    for entry, data in home.contents(entries):
        path = folder / entry.path.removeprefix(home.prefix)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)


def _judge(entry: TreeEntry) -> None:
    if entry.mode == LINK:
        raise UsageError(f"{entry}: a symbolic link is not followed")
    if entry.mode != FILE:
        raise UsageError(f"{entry}: this is neither a file nor a folder of this repository")
    steps = entry.path.split("/")
    if (
        {"..", ".", ""} & set(steps)
        or "\\" in entry.path
        or PurePosixPath(entry.path).is_absolute()
    ):
        raise UsageError(f"{entry}: the name leads out of its folder")
    longest, whole = max(len(os.fsencode(step)) for step in steps), len(os.fsencode(entry.path))
    if longest > LONGEST_NAME or whole > LONGEST_PATH:
        raise UsageError(f"{entry.path[:60]}…: the name is longer than file systems take")


def head(project: Project) -> tuple[Repository, Commit] | None:
    """The repository of *project* and the commit its work tree stands on; None where there is neither."""
    home = repository(project.root)
    if home is None:
        return None
    try:
        return home, home.commit("HEAD")
    except UsageError:
        return None


def differences(
    home: Repository, commit: Commit, prefix: str, files: Mapping[str, bytes], places: Sequence[str]
) -> tuple[str, ...]:
    """Files, by path below *prefix*, that are not the same in *files* and, at one of *places*, in *commit*.

    Line ends alone make no difference, since git may have changed them on the way out.
    """
    kept = {
        entry.path.removeprefix(prefix): entry
        for place in places
        for entry in home.entries(commit, prefix + place)
    }
    found = {name for name, data in files.items() if name not in kept or not _is(data, kept[name])}
    return tuple(sorted(found | (kept.keys() - files.keys())))


def _unix(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")


def _is(data: bytes, entry: TreeEntry) -> bool:
    return entry.mode == FILE and entry.id in (
        blob_id(data, entry.id),
        blob_id(_unix(data), entry.id),
    )
