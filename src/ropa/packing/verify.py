"""A pack or an appendix held against itself, against a repository, and against what this tool draws of its records."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ropa import __version__
from ropa.checker import check
from ropa.diagnostics import Diagnostic
from ropa.errors import MissingPartError, RopaError, UsageError
from ropa.history import Commit, Repository, differences
from ropa.loader import load
from ropa.packing.archive import opened, shown
from ropa.packing.attached import attachments
from ropa.packing.manifest import MANIFEST, Manifest, Origin, fingerprints, parsed, sha256
from ropa.packing.pack import DOCUMENTS, PROJECT, places
from ropa.packing.statement import Outcome, Statement, statement
from ropa.project import Project, find
from ropa.register import Register
from ropa.renderers import RENDERERS, Request, renderer
from ropa.renderers.archival import ATTACHMENTS, seal_holds
from ropa.rules import RULES
from ropa.views.machine import FORMAT as REGISTER_FORMAT

APPENDIX = f"{DOCUMENTS}appendix.pdf"

PROVEN, UNPROVEN, FAILED = Outcome.PROVEN, Outcome.UNPROVEN, Outcome.FAILED


def verify_pack(data: bytes, home: Repository | None, redraw: bool = False) -> Iterator[Statement]:
    """Everything that can be said of the pack *data*, beside the repository *home* where there is one."""
    archive = opened(data)
    yield from (Statement(FAILED, fault) for fault in archive.faults)
    if not archive.files:
        return
    manifest = parsed(archive.files.get(MANIFEST, b""))
    if manifest is None or manifest != manifest.sealed():
        yield statement(FAILED, "manifest_missing" if MANIFEST not in archive.files else "manifest_edited")
        if manifest is None:
            return
    files = {name: found for name, found in archive.files.items() if name != MANIFEST}
    faults = list(_compared(manifest, files))
    yield from faults
    if not faults and not archive.faults:
        yield statement(PROVEN, "files", n=len(files), seal=sha256(archive.files[MANIFEST]))
    yield from _appendix_of(files)
    yield from _records(manifest, files, home, redraw)


def _compared(manifest: Manifest, files: Mapping[str, bytes]) -> Iterator[Statement]:
    """Files that are not what *manifest* says."""
    found = fingerprints(files)
    gone = {manifest.files[name]: name for name in manifest.files if name not in found}
    for name in sorted(found.keys() | manifest.files.keys()):
        if name not in manifest.files and found[name] in gone:
            yield statement(FAILED, "renamed", name=shown(name), was=shown(gone.pop(found[name])))
        elif name not in manifest.files:
            yield statement(FAILED, "added", name=shown(name))
        elif name in found and found[name] != manifest.files[name]:
            yield statement(FAILED, "changed", name=shown(name))
    for name in sorted(gone.values()):
        yield statement(FAILED, "removed", name=shown(name))


def _appendix_of(files: Mapping[str, bytes]) -> Iterator[Statement]:
    """The appendix in a pack, and whether it carries the pack's own data."""
    if APPENDIX not in files:
        return
    faults = [one for one in verify_appendix(files[APPENDIX]) if one.outcome is FAILED]
    yield from faults
    carried = attachments(files[APPENDIX]) or {}
    same = [name for name in ATTACHMENTS if carried.get(name) == files.get(f"{DOCUMENTS}{name}")]
    if len(same) == len(ATTACHMENTS):
        yield statement(PROVEN, "attachments_same", names=", ".join(ATTACHMENTS))
    for name in ATTACHMENTS:
        if name not in same and not faults:
            yield statement(FAILED, "attachment_differs", name=name)


def verify_appendix(data: bytes) -> Iterator[Statement]:
    """Everything that can be said of the appendix *data* on its own."""
    carried = attachments(data)
    holds = seal_holds(data)
    if holds is False or (holds is None and carried and _register_in(carried)):
        yield statement(FAILED, "pdf_broken")
    if carried is None:
        yield statement(FAILED, "pdf_unreadable")
    elif not carried:
        yield statement(FAILED, "pdf_bare")
    elif _register_in(carried) is None:
        yield statement(FAILED, "pdf_foreign")
    elif holds:
        about = _register_in(carried) or {}
        yield statement(PROVEN, "pdf_sealed", sha256=sha256(data))
        yield statement(
            PROVEN,
            "pdf_carries",
            names=", ".join(map(shown, sorted(carried))),
            as_of=shown(str(about["as_of"])),
            revision=shown(str(about["revision"])),
        )
    for name in ATTACHMENTS:
        if carried and _register_in(carried) and name not in carried:
            yield statement(FAILED, "pdf_lacks", name=name)


def _register_in(carried: Mapping[str, bytes]) -> dict[str, Any] | None:
    """``register.json`` among *carried*; None where it is not ours."""
    try:
        found = json.loads(carried.get("register.json", b"").decode())
    except (ValueError, RecursionError):
        return None
    is_ours = isinstance(found, dict) and found.get("format") == REGISTER_FORMAT
    return found if is_ours and {"as_of", "revision"} <= found.keys() else None


def _records(
    manifest: Manifest, files: Mapping[str, bytes], home: Repository | None, redraw: bool
) -> Iterator[Statement]:
    """The records in a pack, read again in a folder of their own."""
    records = {name.removeprefix(PROJECT): data for name, data in files.items() if name.startswith(PROJECT)}
    with tempfile.TemporaryDirectory(prefix="ropa-") as folder:
        try:
            for name, data in records.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            project = find(Path(folder)) if "ropa.yaml" in records else None
            loaded = load(project, [manifest.register_]) if project else None
        except (UsageError, OSError):
            project = loaded = None
        registers = loaded.registers if loaded else ()
        if project is None or loaded is None or not registers or registers[0].revision != manifest.revision:
            yield statement(FAILED, "records_differ", revision=shown(manifest.revision))
            return
        yield statement(PROVEN, "records", revision=manifest.revision)
        found = check(registers[0], loaded.texts, RULES)
        yield from _drawn(manifest, files, project, registers[0], found, redraw)
        yield _git(manifest.git, records, home, places(project, manifest.register_))


def _drawn(
    manifest: Manifest,
    files: Mapping[str, bytes],
    project: Project,
    register: Register,
    found: tuple[Diagnostic, ...],
    redraw: bool,
) -> Iterator[Statement]:
    """Whether the documents are what this tool draws of the records; the data always, the rest where asked."""
    if manifest.tool.version != __version__:
        yield statement(UNPROVEN, "other_version", theirs=shown(manifest.tool.version), ours=__version__)
        return
    try:
        own = project.templates if project.templates.is_dir() else None
        day = date.fromisoformat(manifest.as_of)
        request = Request(register, day, own, project.settings.paper, findings=found)
        formats = tuple(RENDERERS) if redraw else ("json",)
        drawn = {f"{DOCUMENTS}{name}": data for one in formats for name, data in renderer(one)(request).items()}
    except MissingPartError as error:
        yield statement(UNPROVEN, "cannot_redraw", why=error)
        return
    except (RopaError, ValueError) as error:
        yield statement(FAILED, "cannot_redraw", why=shown(str(error)))
        return
    differing = [name for name, data in drawn.items() if files.get(name) != data]
    yield from (statement(FAILED, "not_of_records", name=name) for name in differing)
    if not differing:
        yield statement(PROVEN, "of_records", names=", ".join(name.removeprefix(DOCUMENTS) for name in sorted(drawn)))
    if not redraw:
        yield statement(UNPROVEN, "not_redrawn")


def _git(
    origin: Origin | None, records: Mapping[str, bytes], home: Repository | None, places: tuple[str, ...]
) -> Statement:
    """The records of a pack beside the commit it names."""
    if origin is None:
        return statement(UNPROVEN, "no_git")
    if origin.state == "dirty":
        return statement(UNPROVEN, "dirty", commit=origin.commit, names=", ".join(map(shown, origin.differences)))
    if home is None:
        return statement(UNPROVEN, "no_repository", commit=origin.commit)
    if not home.holds(origin.commit):
        return statement(UNPROVEN, "no_commit", commit=origin.commit)
    commit = Commit(origin.commit, date.min)
    differing = differences(home, commit, origin.folder, records, places)
    if differing:
        return statement(FAILED, "git_differs", commit=origin.commit, names=", ".join(map(shown, differing)))
    return statement(PROVEN, "git", n=len(records), commit=origin.commit, day=shown(origin.committed))
