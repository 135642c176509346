"""A register packed: documents, data, the records as they were, check result and fingerprints."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ropa.drawing import FORMATS, Request, draw, writing_of
from ropa.errors import UsageError
from ropa.files import Refused, read_below
from ropa.history import Commit, Repository, Snapshot, differences, head
from ropa.packing import bag
from ropa.packing.archive import build
from ropa.packing.contents import DOCUMENTS, PROJECT, Checked, about_of, readme, results
from ropa.packing.manifest import MANIFEST, About, GitOrigin, manifest_of
from ropa.packing.names import Files, encoded
from ropa.project import MARKER, Project
from ropa.reader import Text
from ropa.register import Register
from ropa.vocabulary import translate

LARGEST = 100_000_000
"""Bytes of a file that is packed."""

_SURROGATE = re.compile("[\ud800-\udfff]")
"""What stands in a name for a byte that is not UTF-8."""


def pack(snapshot: Snapshot, request: Request, checked: Checked) -> bytes:
    """The archive of the register of *request*, as *checked*: the same bytes for the same input."""
    with writing_of(request.register):
        return _pack(snapshot, request, checked)


def _pack(snapshot: Snapshot, request: Request, checked: Checked) -> bytes:
    register = request.register
    records = project_files(snapshot.project, register, snapshot.loaded.texts)
    payload = results(checked)
    for name, data in records.items():
        payload[PROJECT + encoded(name)] = data
    for name, data in documents_of(request, FORMATS).items():
        payload[DOCUMENTS + name] = data
    origin = _origin(snapshot, register, records)
    about = about_of(checked, request.as_of, origin)
    return build(bag.folder(about), _bagged(about, payload))


def _bagged(about: About, payload: Files) -> dict[str, bytes]:
    """The files of a pack: the *payload*, and what says what it is."""
    files = {**payload, **bag.tags(about, payload)}
    files[bag.README] = readme(about)
    files[MANIFEST] = manifest_of(about, files).data()
    files[bag.TAG_SUMS] = bag.tag_sums(files)
    return files


def documents_of(request: Request, formats: Iterable[str]) -> dict[str, bytes]:
    """The documents of *request* in *formats*, by name."""
    documents: dict[str, bytes] = {}
    for format in formats:
        documents |= draw(format, request)
    return documents


def places(project: Project, register: str) -> tuple[str, ...]:
    """What of *project* the documents of *register* are made of: settings, records, templates."""
    records = project.name(project.records / register)
    return (MARKER, records, project.name(project.templates))


def project_names(project: Project, register: Register, texts: Mapping[str, Text]) -> list[str]:
    """Paths, in *project*, of the files the documents of *register* are made of.

    The project was read as *texts*.
    """
    if project.records.is_relative_to(project.templates):
        raise UsageError(translate("pack.records_among_templates", marker=MARKER))
    folder = register.file.rpartition("/")[0]
    records = [name for name in texts if name.startswith(f"{folder}/")]
    templates = map(project.name, _files(project.templates))
    return [MARKER, *records, *templates]


def project_files(
    project: Project, register: Register, texts: Mapping[str, Text]
) -> dict[str, bytes]:
    """The files the documents of *register* are made of, by their path in *project*."""
    files = {}
    for name in project_names(project, register, texts):
        data = read_below(project.root, name, LARGEST)
        if isinstance(data, Refused):
            raise UsageError(translate("pack.unread", name=name, why=data.why))
        files[name] = data
    return files


def _files(folder: Path) -> list[Path]:
    paths = sorted(folder.rglob("*"))
    for path in paths:
        if path.is_symlink():
            raise UsageError(translate("pack.link", path=path))
    return [path for path in paths if path.is_file()]


def _origin(snapshot: Snapshot, register: Register, records: Files) -> GitOrigin | None:
    """The commit the records are of; where the work tree was packed, what differs from it."""
    if snapshot.home and snapshot.commit:
        return _git_origin(snapshot.home, snapshot.commit, ())
    checkout = head(snapshot.project)
    if checkout is None:
        return None
    home, commit = checkout
    files = places(snapshot.project, register.name)
    differing = differences(home, commit, home.prefix, records, files)
    return _git_origin(home, commit, differing)


def _git_origin(home: Repository, commit: Commit, differing: Sequence[str]) -> GitOrigin:
    if any(map(_SURROGATE.search, (home.prefix, *differing))):
        raise UsageError(translate("pack.not_utf_8", folder=repr(home.prefix)))
    differences = tuple(differing)
    return GitOrigin(
        commit=commit.id,
        committed=commit.day,
        folder=home.prefix,
        state="dirty" if differing else "clean",
        differences=differences,
    )
