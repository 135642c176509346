"""A pack beside what this tool makes of its records: read again, checked again and drawn again."""

import struct
import tempfile
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from ropa import __version__
from ropa.checker import check
from ropa.diagnostics import Diagnostic, Severity
from ropa.drawing import FORMATS, Request
from ropa.errors import MissingPartError, RopaError, UsageError
from ropa.history import Repository
from ropa.loader import Loaded, load
from ropa.packing import bag
from ropa.packing.appendix import APPENDIX
from ropa.packing.attached import carried
from ropa.packing.beside_git import PackedRecords, beside_git
from ropa.packing.contents import DOCUMENTS, PROJECT, TEMPLATES, Checked, about_of, readme, results
from ropa.packing.manifest import MANIFEST, About
from ropa.packing.names import Files, decoded, encoded
from ropa.packing.own import PackedTemplates, own_templates, write_files
from ropa.packing.pack import documents_of, places, project_names
from ropa.packing.statement import (
    Outcome,
    Verdicts,
    failed,
    proven,
    statement,
    unproven,
)
from ropa.project import MARKER, Project, find
from ropa.rules import RULES
from ropa.vocabulary import writing


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

    about: About
    files: Files
    project: Project
    records: Files
    """The files of that project."""
    checked: Checked
    findings: tuple[Diagnostic, ...]
    """Those of the rules alone, which documents speak of."""
    templates: PackedTemplates
    folder: Path
    """Where its pictures are, to draw with."""


def recomputed(
    about: About, files: Files, home: Repository | None, options: VerifyOptions
) -> Verdicts:
    """Whether the *files* of a pack are what its records give, and its records those of git."""
    records = {}
    packed = [name for name in files if name.startswith(PROJECT)]
    for name in sorted(packed):
        path = decoded(name.removeprefix(PROJECT))
        if path is None:
            yield failed("not_a_name", name=name)
        else:
            records[path] = files[name]
    with tempfile.TemporaryDirectory(prefix="ropa-") as folder:
        pack = _read(about, files, records, Path(folder).resolve())
        if pack is None:
            yield failed("records_differ", revision=about.revision)
            return
        yield proven("records", revision=about.revision)
        yield from _judged(pack, options)
        yield from beside_git(about.git, _packed_records(pack), home)


def _packed_records(pack: _Pack) -> PackedRecords:
    register = pack.about.register_
    return PackedRecords(register, pack.records, places(pack.project, register))


def _read(about: About, files: Files, records: Files, folder: Path) -> _Pack | None:
    """The records of a pack, read in *folder*; None where they are not those it speaks of."""
    try:
        with writing(about.language):
            project, loaded = _loaded(about, records, folder / "project")
    except (UsageError, OSError, ValueError):
        return None
    register = next(iter(loaded.registers), None)
    if register is None or register.revision != about.revision:
        return None
    # A register that states its day is not undated, whatever a pack says.
    undated = about.undated and register.record.as_of is None
    register = replace(register, undated=undated)
    with writing(about.language):
        findings = check(register, loaded.texts, RULES)
    all_findings = sorted({*loaded.diagnostics, *findings})
    checked = Checked(register, all_findings, loaded.texts)
    templates = own_templates(project, register, records)
    pictures = folder / "pictures"
    write_files(templates.pictures, pictures)
    return _Pack(about, files, project, records, checked, findings, templates, pictures)


def _loaded(about: About, records: Files, folder: Path) -> tuple[Project, Loaded]:
    """The project of *records*, written to *folder*. Raises UsageError where it is none."""
    write_files(records, folder)
    if MARKER not in records:
        # none above the folder is meant
        raise UsageError(MARKER)
    project = find(folder)
    return project, load(project, [about.register_])


def _judged(pack: _Pack, options: VerifyOptions) -> Verdicts:
    """The files of *pack* beside what the records give."""
    severities = [finding.severity for finding in pack.checked.findings]
    errors = severities.count(Severity.ERROR)
    if errors:
        yield failed("errors", n=errors)
    yield from _strangers(pack)
    theirs = pack.about.tool.version
    if theirs != __version__:
        outcome = Outcome.UNPROVEN if options.any_version else Outcome.FAILED
        yield statement(outcome, "other_version", theirs=theirs, ours=__version__)
        return
    yield from _day(pack)
    yield from _words(pack)
    yield from _beside_templates(pack)
    yield from _documents(pack, options.redraw)


def _strangers(pack: _Pack) -> Verdicts:
    """Files that no pack of these records has, and those that every pack has."""
    try:
        paths = project_names(pack.project, pack.checked.register, pack.checked.texts)
    except UsageError as error:
        yield failed("not_drawn", why=error)
        return
    register = pack.about.register_
    strange = pack.records.keys() - paths
    for name in sorted(map(encoded, strange)):
        yield failed("not_of_register", name=PROJECT + name, register=register)
    yield from _unlike_a_pack(pack)


def _unlike_a_pack(pack: _Pack) -> Verdicts:
    """Files beside the records that no pack has, and those that every pack has."""
    expected = {bag.README, MANIFEST, bag.BAGIT, bag.INFO}
    expected |= {bag.SUMS, bag.TAG_SUMS}
    expected |= {DOCUMENTS + name for name in TEMPLATES}
    expected |= results(pack.checked).keys()
    present = {name for name in pack.files if not name.startswith(PROJECT)}
    for name in sorted(present - expected):
        yield failed("not_of_tool", name=name)
    for name in sorted(expected - present):
        yield failed("lacking", name=name)


def _day(pack: _Pack) -> Verdicts:
    """Named as not proven: a day that the pack speaks of, and its register does not state."""
    day = pack.about.as_of
    stated = pack.checked.register.record.as_of
    if stated is None:
        yield unproven("day_chosen", day=day)
    elif stated != day:
        yield unproven("other_day", day=day, stated=stated)


def _words(pack: _Pack) -> Verdicts:
    """What the pack says of itself and of its check, beside what the records give."""
    with writing(pack.about.language):
        claim = pack.about
        about = about_of(pack.checked, claim.as_of, claim.git)
        words = results(pack.checked)
        words[bag.README] = readme(about)
    expected = words | bag.tags(about, bag.payload(pack.files))
    faults = [*_misstated(pack.about, about)]
    faults += _unlike(expected, pack.files)
    yield from faults
    if not faults:
        names = sorted({*words, bag.INFO, MANIFEST})
        yield proven("words", names=names)


def _unlike(expected: Files, files: Files) -> Verdicts:
    """Those of *files* that are not as *expected*; of one that is missing, others speak."""
    for name, data in sorted(expected.items()):
        if files.get(name, data) != data:
            yield failed("not_of_records", name=name)


def _misstated(claimed: About, about: About) -> Verdicts:
    """Fields in which what a pack *claimed* is not what is true *about* it."""
    for field in About.model_fields:
        if getattr(claimed, field) != getattr(about, field):
            yield failed("manifest_says", field=field.rstrip("_"))


def _beside_templates(pack: _Pack) -> Verdicts:
    """Files and links that the pack's own templates bring, and nothing compares."""
    if pack.templates.unread:
        yield unproven("own_unread", names=pack.templates.unread)
    links = carried(pack.files.get(APPENDIX, b"")).links
    if links:
        is_shaped = pack.templates.shapes("appendix.pdf")
        outcome = Outcome.UNPROVEN if is_shaped else Outcome.FAILED
        yield statement(outcome, "pdf_links", links=links)


def _documents(pack: _Pack, redraw: bool) -> Verdicts:
    """Whether the documents are what this tool draws of the records.

    The data always, the rest where *redraw* asks for it. Only templates that came with the tool
    are run.
    """
    try:
        with writing(pack.about.language):
            documents = documents_of(_request(pack), FORMATS if redraw else ("json",))
    except MissingPartError as error:
        yield unproven("cannot_redraw", why=error)
    except (RopaError, ValueError, OverflowError, struct.error) as error:
        yield failed("not_drawn", why=error)
    else:
        yield from _compared(pack, documents)


def _request(pack: _Pack) -> Request:
    """What the documents of *pack* were drawn for."""
    folder = pack.folder if pack.templates.pictures else None
    paper = pack.project.settings.paper
    return Request(pack.checked.register, pack.about.as_of, folder, paper, findings=pack.findings)


def _compared(pack: _Pack, documents: Files) -> Verdicts:
    """The documents of *pack* beside those that were drawn of its records."""
    equal = set()
    for name, data in documents.items():
        packed = pack.files.get(DOCUMENTS + name)
        if packed == data:
            equal.add(name)
        elif packed is not None and not pack.templates.shapes(name):
            yield failed("not_of_records", name=DOCUMENTS + name)
    if equal:
        yield proven("of_records", names=sorted(equal))
    yield from _uncompared(pack, TEMPLATES.keys() - equal, documents)


def _uncompared(pack: _Pack, names: Collection[str], documents: Files) -> Verdicts:
    """Why nothing is proven of the documents *names*, of which some were drawn: *documents*."""
    shaped = sorted(filter(pack.templates.shapes, names))
    if shaped:
        yield unproven("own_templates", names=shaped, templates=pack.templates.names)
    undrawn = sorted({*names} - {*documents, *shaped})
    if undrawn:
        yield unproven("not_redrawn", names=undrawn)
