"""A register packed: its documents and data, the records as they were, check result, fingerprints and manifest."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from ropa import __version__
from ropa.diagnostics import Diagnostic, Severity
from ropa.errors import UsageError
from ropa.files import Refused, read_below
from ropa.history import Standing, differences, head
from ropa.packing.archive import build
from ropa.packing.manifest import FORMAT, MANIFEST, Manifest, Origin, Tool, fingerprints
from ropa.project import MARKER, Project
from ropa.register import Register
from ropa.renderers import RENDERERS, Request, renderer
from ropa.reporters import REPORTERS
from ropa.vocabulary import say

PROJECT = "project/"
"""Where the records stand in a pack, as they stood in their project."""

DOCUMENTS = "documents/"
"""Where the documents stand in a pack."""

LARGEST = 100_000_000
"""Bytes of a file that is packed."""


def pack(then: Standing, request: Request, found: Sequence[Diagnostic]) -> bytes:
    """The archive of the register of *request*, with what was *found* in it. The same input gives the same bytes."""
    register = request.register
    records = project_files(then, register)
    files = {f"{PROJECT}{name}": data for name, data in records.items()}
    for format in RENDERERS:
        files |= {f"{DOCUMENTS}{name}": data for name, data in renderer(format)(request).items()}
    files["sources.json"] = _sources(register)
    files |= {
        "check.txt": REPORTERS["text"](found, then.loaded.texts).encode(),
        "check.json": REPORTERS["json"](found, then.loaded.texts).encode(),
    }
    origin = _origin(then, register, records)
    files["README.txt"] = _readme(request, origin).encode()
    manifest = Manifest(
        format=FORMAT,
        tool=Tool(name="ropa", version=__version__),
        register_=register.name,
        title=register.record.title,
        organization=register.record.organization.name,
        kept_by=str(register.record.kept_by),
        as_of=request.as_of.isoformat(),
        revision=register.revision,
        git=origin,
        findings=_counts(found),
        files=fingerprints(files),
    ).sealed()
    return build({**files, MANIFEST: manifest.data()})


def _counts(found: Sequence[Diagnostic]) -> dict[str, int]:
    counts = Counter(one.severity for one in found)
    return {str(severity): counts[severity] for severity in sorted(Severity, reverse=True)}


def places(project: Project, register: str) -> tuple[str, ...]:
    """What of *project* the documents of *register* are made of: settings, records, templates."""
    return (MARKER, project.name(project.records / register), project.name(project.templates))


def project_files(then: Standing, register: Register) -> dict[str, bytes]:
    """The files the documents of *register* are made of, by their path in the project."""
    project = then.project
    folder = register.file.rpartition("/")[0]
    if project.records.is_relative_to(project.templates):
        raise UsageError(f"{MARKER}: the templates' folder holds the records too; give templates a folder of their own")
    names = [MARKER, *(name for name in then.loaded.texts if name.startswith(f"{folder}/"))]
    paths = [project.root / name for name in names] + _files(project.templates)
    return {project.name(path): _bytes(project, path) for path in paths}


def _bytes(project: Project, path: Path) -> bytes:
    data = read_below(project.root, project.name(path), LARGEST)
    if isinstance(data, Refused):
        raise UsageError(f"{project.name(path)}: it {data.why}")
    return data


def _files(folder: Path) -> list[Path]:
    found = sorted(folder.rglob("*")) if folder.is_dir() else []
    for path in found:
        if path.is_symlink():
            raise UsageError(f"{path}: a symbolic link cannot be packed; put the file itself there")
    return [path for path in found if path.is_file()]


def _origin(then: Standing, register: Register, records: Mapping[str, bytes]) -> Origin | None:
    """The commit the records are of; where the work tree was packed, what differs from it."""
    differing: tuple[str, ...] = ()
    if then.home and then.commit:
        home, commit = then.home, then.commit
    else:
        here = head(then.project)
        if here is None:
            return None
        home, commit = here
        differing = differences(home, commit, home.prefix, records, places(then.project, register.name))
    return Origin(
        commit=commit.id,
        committed=commit.day.isoformat(),
        folder=home.prefix,
        state="dirty" if differing else "clean",
        differences=differing,
    )


def _sources(register: Register) -> bytes:
    """Title, dates and fingerprints of each source: what a copy of the document is to be compared with."""
    shown = {
        key: {
            "title": source.title,
            "file": source.file,
            "sha256": register.locks.get(key, {}).get("sha256"),
            "passages": {name: register.locks.get(key, {}).get(name) for name in source.passages},
        }
        for key, source in register.sources.items()
    }
    return (json.dumps({"sources": shown}, ensure_ascii=False, indent=2) + "\n").encode()


def _readme(request: Request, origin: Origin | None) -> str:
    register = request.register
    if origin is None:
        where = say("pack.no_git")
    else:
        where = say(f"pack.{origin.state}", commit=origin.commit, day=origin.committed, n=len(origin.differences))
    return say(
        "pack.readme",
        title=register.record.title,
        organization=register.record.organization.name,
        as_of=request.as_of.isoformat(),
        revision=register.revision,
        where=where,
        kept_by=say(f"kept_by.{register.record.kept_by}"),
        version=__version__,
        register=register.name,
    )
