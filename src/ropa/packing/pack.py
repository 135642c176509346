"""A register packed: its documents and data, the records as they were, check result, fingerprints and manifest."""

from collections.abc import Mapping
from pathlib import Path

from ropa.drawing import FORMATS, Request, draw
from ropa.errors import UsageError
from ropa.files import Refused, read_below
from ropa.history import Snapshot, differences, head
from ropa.packing import bag
from ropa.packing.archive import build
from ropa.packing.contents import DOCUMENTS, PROJECT, Checked, about, readme, results
from ropa.packing.manifest import MANIFEST, GitOrigin, manifest_of
from ropa.packing.names import encoded
from ropa.project import MARKER, Project
from ropa.reader import Text
from ropa.register import Register

LARGEST = 100_000_000
"""Bytes of a file that is packed."""


def pack(then: Snapshot, request: Request, checked: Checked) -> bytes:
    """The archive of the register of *request*, as *checked*. The same input gives the same bytes."""
    register = request.register
    records = project_files(then.project, register, then.loaded.texts)
    payload = {f"{PROJECT}{encoded(name)}": data for name, data in records.items()}
    for format in FORMATS:
        files = draw(format, request)
        payload |= {f"{DOCUMENTS}{name}": data for name, data in files.items()}
    payload |= results(checked)
    said = about(checked, request.as_of, _origin(then, register, records))
    files = {**payload, bag.README: readme(said), **bag.tags(said, payload)}
    files[MANIFEST] = manifest_of(said, files).data()
    files[bag.TAG_SUMS] = bag.tag_sums(files)
    return build(bag.folder(said), files)


def places(project: Project, register: str) -> tuple[str, ...]:
    """What of *project* the documents of *register* are made of: settings, records, templates."""
    return (MARKER, project.name(project.records / register), project.name(project.templates))


def project_names(project: Project, register: Register, texts: Mapping[str, Text]) -> list[str]:
    """Paths, in *project*, of the files the documents of *register* are made of; it was read as *texts*."""
    folder = register.file.rpartition("/")[0]
    if project.records.is_relative_to(project.templates):
        raise UsageError(
            f"{MARKER}: the templates' folder holds the records too; give templates a folder of their own"
        )
    records = [name for name in texts if name.startswith(f"{folder}/")]
    return [MARKER, *records, *map(project.name, _files(project.templates))]


def project_files(
    project: Project, register: Register, texts: Mapping[str, Text]
) -> dict[str, bytes]:
    """The files the documents of *register* are made of, by their path in *project*."""
    names = project_names(project, register, texts)
    return {name: _bytes(project, name) for name in names}


def _bytes(project: Project, name: str) -> bytes:
    data = read_below(project.root, name, LARGEST)
    if isinstance(data, Refused):
        raise UsageError(f"{name}: it {data.why}")
    return data


def _files(folder: Path) -> list[Path]:
    found = sorted(folder.rglob("*")) if folder.is_dir() else []
    for path in found:
        if path.is_symlink():
            raise UsageError(f"{path}: a symbolic link cannot be packed; put the file itself there")
    return [path for path in found if path.is_file()]


def _origin(then: Snapshot, register: Register, records: Mapping[str, bytes]) -> GitOrigin | None:
    """The commit the records are of; where the work tree was packed, what differs from it."""
    differing: tuple[str, ...] = ()
    if then.home and then.commit:
        home, commit = then.home, then.commit
    else:
        here = head(then.project)
        if here is None:
            return None
        home, commit = here
        differing = differences(
            home, commit, home.prefix, records, places(then.project, register.name)
        )
    if not all(_is_text(name) for name in (home.prefix, *differing)):
        raise UsageError(
            f"{home.prefix!r}: a name in it is not UTF-8, so it cannot be packed; rename it"
        )
    return GitOrigin(
        commit=commit.id,
        committed=commit.day,
        folder=home.prefix,
        state="dirty" if differing else "clean",
        differences=differing,
    )


def _is_text(name: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in name)
