"""A project as it stood at a commit, written to a temporary folder and read like any other."""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from posixpath import normpath

from ropa.errors import UsageError
from ropa.history.git import Commit, Repository, day_named, repository
from ropa.history.objects import FILE, LINK, TreeEntry, object_id
from ropa.history.refusal import RevisionError, refusal, unreadable_at
from ropa.loader import Loaded, load
from ropa.project import MARKER, Project, find
from ropa.vocabulary import translate

LONGEST_NAME = 255
"""Bytes of a name that file systems take."""

LONGEST_PATH = 2_000
"""Bytes of a path; with the folder it is written to, file systems take 4,096."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A project with its registers read: as it is, or as it was at *commit* of repository *home*.

    The *day* is the one that the past was called by, if it was by a day.
    """

    project: Project
    loaded: Loaded
    home: Repository | None = None
    commit: Commit | None = None
    day: date | None = None


@contextmanager
def standing(project: Project, at: str | None, names: Sequence[str] = ()) -> Iterator[Snapshot]:
    """*project* with the registers *names* read; as it stood *at* a revision or day, if any.

    Records, templates and settings are then those of that revision. Raises UsageError where it
    cannot be read.
    """
    if at is None:
        yield Snapshot(project, load(project, names))
        return
    home = repository(project.root)
    if home is None:
        raise refusal("no_repository", folder=project.root)
    commit = home.commit(at)
    with tempfile.TemporaryDirectory(prefix="ropa-") as folder:
        past, loaded = _read(home, commit, Path(folder), names)
        yield Snapshot(past, loaded, home, commit, day_named(at))


def _read(
    home: Repository, commit: Commit, folder: Path, names: Sequence[str]
) -> tuple[Project, Loaded]:
    """The project at *commit*, written to *folder*, with the registers *names* read."""
    try:
        past = _written(home, commit, folder)
        loaded = load(past, names)
    except RevisionError:
        raise
    except UsageError as error:
        raise unreadable_at(commit, error) from error
    for diagnostic in loaded.diagnostics:
        if diagnostic.rule == "older-schema":
            place = diagnostic.span
            why = translate("history.placed", place=place, message=diagnostic.message)
            raise unreadable_at(commit, why)
    return past, loaded


def _written(home: Repository, commit: Commit, folder: Path) -> Project:
    """The project at *commit*, in *folder*: first its settings, which say where the rest is."""
    path = home.prefix + MARKER
    # as a folder it would be many entries, and none of this path
    marker = [entry for entry in home.entries(commit, path) if entry.path == path]
    if not marker:
        raise refusal("no_project_yet", marker=MARKER)
    _write(home, marker, folder)
    past = find(folder)
    records = _below(home, commit, past.settings.records)
    if not records:
        raise refusal("no_register_yet", folder=past.settings.records)
    templates = _below(home, commit, past.settings.templates)
    entries = dict.fromkeys((*records, *templates))
    rest = [entry for entry in entries if entry not in marker]
    _write(home, rest, folder)
    return past


def _below(home: Repository, commit: Commit, setting: str) -> tuple[TreeEntry, ...]:
    """Files of *commit* below the folder a setting names."""
    path = normpath(home.prefix + setting)
    return home.entries(commit, "" if path == "." else path)


def _write(home: Repository, entries: Sequence[TreeEntry], folder: Path) -> None:
    """Write *entries* below *folder*; refused is what could lead elsewhere, by name or by kind."""
    for entry in entries:
        _check(entry)
    for entry, data in home.contents(entries):
        path = folder / entry.path.removeprefix(home.prefix)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)


def _check(entry: TreeEntry) -> None:
    """Raise UsageError where *entry* is no file, or its path none that can be written."""
    if entry.mode == LINK:
        raise refusal("link", name=entry.path)
    if entry.mode != FILE:
        raise refusal("no_file", name=entry.path)
    path = os.fsencode(entry.path)
    steps = path.split(b"/")
    # an absolute path has an empty step before its first slash
    if not {b"..", b".", b""}.isdisjoint(steps) or b"\\" in path:
        raise refusal("leads_out", name=entry.path)
    longest = max(map(len, steps))
    if longest > LONGEST_NAME or len(path) > LONGEST_PATH:
        raise refusal("name_too_long", beginning=entry.path[:60])


def head(project: Project) -> tuple[Repository, Commit] | None:
    """The repository of *project* and the commit its work tree stands on, if there are both."""
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
    """Files that are not the same in *files* and, at one of *places*, in *commit*.

    They go by their path below *prefix*. Line ends alone make no difference, since git may have
    changed them on the way out.
    """
    committed = {}
    for place in places:
        for entry in home.entries(commit, prefix + place):
            committed[entry.path.removeprefix(prefix)] = entry
    differing = committed.keys() - files.keys()
    for name, data in files.items():
        if name not in committed or not _is(data, committed[name]):
            differing.add(name)
    return tuple(sorted(differing))


def _is(data: bytes, entry: TreeEntry) -> bool:
    unix = data.replace(b"\r\n", b"\n")
    ids = [object_id("blob", content, entry.id) for content in (data, unix)]
    return entry.mode == FILE and entry.id in ids
