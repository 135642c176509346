"""A pack beside what this tool makes of the records in it: read again, checked again, and drawn again."""

import struct
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ropa import __version__
from ropa.checker import check
from ropa.diagnostics import Severity
from ropa.drawing import FORMATS, Request, draw
from ropa.errors import MissingPartError, RopaError, UsageError
from ropa.history import Repository
from ropa.loader import load
from ropa.packing import bag
from ropa.packing.appendix import APPENDIX, links_of
from ropa.packing.archive import shown
from ropa.packing.beside_git import beside_git
from ropa.packing.contents import DOCUMENTS, PROJECT, TEMPLATES, Checked, about, readme, results
from ropa.packing.manifest import MANIFEST, About
from ropa.packing.names import decoded, encoded
from ropa.packing.own import Own, own_templates
from ropa.packing.pack import places, project_names
from ropa.packing.statement import Outcome, Verdict, statement
from ropa.project import MARKER, Project, find
from ropa.rules import RULES

PROVEN, UNPROVEN, FAILED = Outcome.PROVEN, Outcome.UNPROVEN, Outcome.FAILED


@dataclass(frozen=True, slots=True)
class VerifyOptions:
    """What a verification is asked for, beside what it always does."""

    redraw: bool = False
    """Whether every document is drawn anew."""
    any_version: bool = False
    """Whether a pack of another version may pass, though none of its documents is compared."""


@dataclass(frozen=True, slots=True)
class _Pack:
    """A pack whose records were read: what it says of itself, its files, and the project in it."""

    said: About
    files: Mapping[str, bytes]
    project: Project
    checked: Checked
    own: Own
    pictures: Path | None
    """A folder of the pictures among the templates, to draw with."""


def recomputed(
    said: About, files: Mapping[str, bytes], home: Repository | None, asked: VerifyOptions
) -> Iterator[Verdict]:
    """Whether the *files* of a pack are what its records give, and its records those of git."""
    records = _records(files)
    for name in sorted(name for name, path in records.items() if path is None):
        yield statement(FAILED, "not_a_name", name=shown(name))
    known = {path: files[name] for name, path in records.items() if path is not None}
    with tempfile.TemporaryDirectory(prefix="ropa-") as folder:
        pack = _read(said, files, known, Path(folder).resolve())
        if pack is None:
            yield statement(FAILED, "records_differ", revision=said.revision)
            return
        yield statement(PROVEN, "records", revision=pack.checked.register.revision)
        yield from _judged(pack, known, asked)
        claim, name = said.git, said.register_
        yield from beside_git(claim, name, known, home, places(pack.project, name))


def _records(files: Mapping[str, bytes]) -> dict[str, str | None]:
    """The path of each file below project/ in its project; None where it can have none."""
    names = (name for name in files if name.startswith(PROJECT))
    return {name: decoded(name.removeprefix(PROJECT)) for name in names}


def _read(
    said: About, files: Mapping[str, bytes], records: Mapping[str, bytes], folder: Path
) -> _Pack | None:
    """The records of a pack, read in *folder*; None where they are not those it speaks of."""
    try:
        _write(records, folder / "project")
        if MARKER not in records:
            return None
        project = find(folder / "project")
        loaded = load(project, [said.register_])
    except (UsageError, OSError, ValueError):
        return None
    if not loaded.registers or loaded.registers[0].revision != said.revision:
        return None
    # A register that states its day is not undated, whatever a pack says.
    undated = said.undated and loaded.registers[0].record.as_of is None
    register = replace(loaded.registers[0], undated=undated)
    findings = sorted({*loaded.diagnostics, *check(register, loaded.texts, RULES)})
    own = own_templates(project, register, records)
    pictures = own.written(folder / "pictures")
    return _Pack(said, files, project, Checked(register, findings, loaded.texts), own, pictures)


def _write(records: Mapping[str, bytes], folder: Path) -> None:
    for name, data in records.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _judged(pack: _Pack, records: Mapping[str, bytes], asked: VerifyOptions) -> Iterator[Verdict]:
    """The files of *pack* beside what the records give; those it should not have, and those it lacks."""
    theirs = pack.said.tool.version
    errors = [one for one in pack.checked.findings if one.severity is Severity.ERROR]
    if errors:
        yield statement(FAILED, "errors", n=len(errors))
    yield from _strangers(pack, records)
    if theirs != __version__:
        outcome = UNPROVEN if asked.any_version else FAILED
        yield statement(outcome, "other_version", theirs=theirs, ours=__version__)
        return
    yield from _day(pack)
    yield from _words(pack)
    yield from _own(pack)
    yield from _drawn(pack, asked.redraw)


def _strangers(pack: _Pack, records: Mapping[str, bytes]) -> Iterator[Verdict]:
    """Files that no pack of these records has, and documents that every pack has."""
    try:
        names = set(project_names(pack.project, pack.checked.register, pack.checked.texts))
    except UsageError as error:
        yield statement(FAILED, "not_drawn", why=shown(str(error)))
        return
    for name in sorted(f"{PROJECT}{encoded(name)}" for name in records.keys() - names):
        yield statement(FAILED, "not_of_register", name=shown(name), register=pack.said.register_)
    documents = {f"{DOCUMENTS}{name}" for name in TEMPLATES}
    tags = {bag.README, bag.BAGIT, bag.INFO, bag.SUMS, bag.TAG_SUMS, MANIFEST}
    right = documents | tags | results(pack.checked).keys()
    others = {name for name in pack.files if not name.startswith(PROJECT)}
    for name in sorted(others - right):
        yield statement(FAILED, "not_of_tool", name=shown(name))
    for name in sorted(right - others):
        yield statement(FAILED, "lacking", name=name)


def _day(pack: _Pack) -> Iterator[Verdict]:
    """Named as not proven: a day that the pack speaks of, and its register does not state."""
    stated = pack.checked.register.record.as_of
    if stated is None:
        yield statement(UNPROVEN, "day_chosen", day=pack.said.as_of)
    elif stated != pack.said.as_of:
        yield statement(UNPROVEN, "other_day", day=pack.said.as_of, stated=stated)


def _words(pack: _Pack) -> Iterator[Verdict]:
    """What the pack says of itself and of its check, beside what the records give."""
    said = about(pack.checked, pack.said.as_of, pack.said.git)
    faults = [
        statement(FAILED, "manifest_says", field=field.rstrip("_"))
        for field in About.model_fields
        if getattr(said, field) != getattr(pack.said, field)
    ]
    payload = {name: data for name, data in pack.files.items() if name.startswith(bag.PAYLOAD)}
    right = {**results(pack.checked), bag.README: readme(said), **bag.tags(said, payload)}
    for name in sorted(right):
        if name in pack.files and pack.files[name] != right[name]:
            faults.append(statement(FAILED, "not_of_records", name=name))
    yield from faults
    if not faults:
        names = ", ".join(sorted({*results(pack.checked), bag.README, bag.INFO, MANIFEST}))
        yield statement(PROVEN, "words", names=names)


def _own(pack: _Pack) -> Iterator[Verdict]:
    """Files and links that the pack's own templates bring, and nothing compares."""
    if pack.own.unread:
        names = ", ".join(map(shown, pack.own.unread))
        yield statement(UNPROVEN, "own_unread", names=names)
    links = links_of(pack.files.get(APPENDIX, b""))
    if links:
        outcome = UNPROVEN if pack.own.shapes("appendix.pdf") else FAILED
        yield statement(outcome, "pdf_links", links=", ".join(links))


def _drawn(pack: _Pack, redraw: bool) -> Iterator[Verdict]:
    """Whether the documents are what this tool draws of the records; the data always, the rest where asked.

    Only templates that came with the tool are run.
    """
    checked = pack.checked
    paper = pack.project.settings.paper
    findings = check(checked.register, checked.texts, RULES)
    request = Request(checked.register, pack.said.as_of, pack.pictures, paper, findings=findings)
    try:
        drawn = dict(_documents(request, redraw))
    except MissingPartError as error:
        yield statement(UNPROVEN, "cannot_redraw", why=error)
        return
    except (RopaError, ValueError, OverflowError, struct.error) as error:
        yield statement(FAILED, "not_drawn", why=shown(str(error)))
        return
    files = {name: pack.files.get(f"{DOCUMENTS}{name}") for name in drawn}
    differing = [name for name in drawn if files[name] is not None and files[name] != drawn[name]]
    for name in differing:
        if not pack.own.shapes(name):
            yield statement(FAILED, "not_of_records", name=f"{DOCUMENTS}{name}")
    same = sorted(name for name in drawn if files[name] == drawn[name])
    if same:
        yield statement(PROVEN, "of_records", names=", ".join(same))
    shaped = [name for name in TEMPLATES if name not in same and pack.own.shapes(name)]
    if shaped:
        templates = ", ".join(map(shown, pack.own.templates))
        yield statement(UNPROVEN, "own_templates", names=", ".join(shaped), templates=templates)
    left = [name for name in TEMPLATES if name not in drawn and name not in shaped]
    if left:
        yield statement(UNPROVEN, "not_redrawn", names=", ".join(left))


def _documents(request: Request, redraw: bool) -> Iterator[tuple[str, bytes]]:
    for format in FORMATS if redraw else ("json",):
        yield from draw(format, request).items()
