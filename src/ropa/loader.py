"""Directories to registers: every file below ``records/`` is read, or a diagnostic says why not."""

import hashlib
import os
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from ropa.diagnostics import Diagnostic, Span, did_you_mean, problem
from ropa.errors import UsageError
from ropa.files import Refusal, Refused, read_below
from ropa.model.activity import Activity
from ropa.model.model import SLUG, Model
from ropa.model.person import Person
from ropa.model.register_record import Controller, Recipient, RegisterRecord
from ropa.model.source import Source
from ropa.model.system import System
from ropa.project import Project
from ropa.reader import Text, first_problems
from ropa.reading import M, Reading
from ropa.register import ENTRIES, Record, Register
from ropa.validation_messages import kind_of
from ropa.vocabulary import nearest, phrases, translate

SCHEMA = 2
"""Version of the record format this tool reads."""

REGISTER_FILE = "register.yaml"

LARGEST_LOCK = 3_000_000
"""Bytes; more than the passages of the largest source need."""


@dataclass(frozen=True)
class Loaded:
    """Registers, the texts they were read from by file, and what kept files from being read."""

    registers: tuple[Register, ...]
    texts: Mapping[str, Text]
    diagnostics: tuple[Diagnostic, ...]


def load(project: Project, names: Sequence[str] = ()) -> Loaded:
    """Read the registers called *names*, or all. Raises UsageError for one that is not there."""
    if not project.records.is_dir():
        raise UsageError(translate("load.no_folder", folder=project.settings.records))
    reading = Reading(project)
    registers = []
    folders = list(_folders(reading, names))
    for folder in folders:
        own_reading = Reading(project)
        register = _register(own_reading, folder)
        if register is not None:
            registers.append(register)
        reading.texts |= own_reading.texts
        reading.diagnostics += own_reading.diagnostics
    if not folders and not reading.diagnostics:
        reading.add(Span(project.settings.records), "no-register")
    return Loaded(tuple(registers), reading.texts, tuple(sorted(reading.diagnostics)))


def register_names(project: Project) -> tuple[str, ...]:
    """Names of the registers on disk, sorted, without reading them."""
    if not project.records.is_dir():
        return ()
    names = []
    for entry in os.scandir(project.records):
        is_folder = entry.is_dir(follow_symlinks=False)
        if is_folder and (Path(entry) / REGISTER_FILE).is_file():
            names.append(entry.name)
    return tuple(sorted(names))


def files_of(reading: Reading, folder: Path) -> Iterator[tuple[Path, type[Model], bool]]:
    """The files of the register in *folder*: the model of each, and whether it holds many by key.

    Everything else in it becomes a diagnostic.
    """
    files = _files(reading, folder)
    for name, path in files.single.items():
        yield path, _SINGLE_FILES[name], name != REGISTER_FILE
    for path in files.activities:
        yield path, Activity, False
    for path in files.sources:
        yield path, Source, False


def _folders(reading: Reading, names: Sequence[str]) -> Iterator[Path]:
    """The folders of the registers called *names*, or of all of them."""
    records = reading.project.records
    present = sorted(path.name for path in records.iterdir())
    selected = {name.rstrip("/").rpartition("/")[2] for name in names}
    for name in sorted(selected.difference(present)):
        hint = did_you_mean(nearest(name, present))
        raise UsageError(phrases(translate("load.no_register", name=name), hint))
    for path in reading.entries(records):
        if selected and path.name not in selected:
            continue
        if path.is_dir():
            yield path
        else:
            reading.stray(path)


@dataclass
class _Files:
    """The files in the folder of a register that are read, by what they hold."""

    single: dict[str, Path] = field(default_factory=dict)
    activities: list[Path] = field(default_factory=list)
    sources: list[Path] = field(default_factory=list)


def _files(reading: Reading, folder: Path) -> _Files:
    """What is read of *folder*; everything else in it becomes a diagnostic."""
    files = _Files()
    for path in reading.entries(folder):
        if path.is_file() and path.name in _SINGLE_FILES:
            files.single[path.name] = path
        elif path.is_dir() and path.name == "activities":
            files.activities = list(_record_files(reading, path))
        elif path.is_dir() and path.name == "sources":
            files.sources = list(_record_files(reading, path, has_locks=True))
        else:
            reading.stray(path)
    return files


_SINGLE_FILES: Mapping[str, type[Model]] = MappingProxyType(
    {
        REGISTER_FILE: RegisterRecord,
        "recipients.yaml": Recipient,
        "controllers.yaml": Controller,
        "systems.yaml": System,
        "people.yaml": Person,
    }
)


def _record_files(reading: Reading, folder: Path, has_locks: bool = False) -> Iterator[Path]:
    for path in reading.entries(folder):
        is_file = path.is_file()
        if is_file and path.suffix == ".yaml":
            yield path
        elif not (is_file and has_locks and _is_lock(path)):
            reading.stray(path)


def _is_lock(path: Path) -> bool:
    return path.suffix == ".lock" and path.with_suffix(".yaml").is_file()


def _register(reading: Reading, folder: Path) -> Register | None:
    """The register in *folder*; None where diagnostics say why there is none."""
    if not _has_register_file(reading, folder):
        return None
    files = _files(reading, folder)
    text = _text(reading, files.single.get(REGISTER_FILE))
    if text is not None and _is_other_schema(reading, text):
        return None
    record = None if text is None else reading.model(text, text.value, RegisterRecord)
    register = _with_parts(reading, folder, files, record)
    if not files.activities:
        place = Span(reading.project.name(folder / REGISTER_FILE))
        reading.add(place, "empty-register", register=shlex.quote(folder.name))
    if register is not None and not _is_slug(folder.name):
        reading.add(Span(reading.project.name(folder)), "register-name", name=folder.name)
    return register


def _with_parts(
    reading: Reading, folder: Path, files: _Files, record: RegisterRecord | None
) -> Register | None:
    """The register whose own file says *record*, with what all other *files* say of it."""
    file_of = files.single.get
    recipients = _by_key(reading, file_of("recipients.yaml"), Recipient)
    controllers = _by_key(reading, file_of("controllers.yaml"), Controller)
    systems = _by_key(reading, file_of("systems.yaml"), System)
    people = _by_key(reading, file_of("people.yaml"), Person)
    sources = _sources(reading, files.sources)
    records = _activities(reading, files.activities)
    if record is None:
        return None
    name = reading.project.name(folder)
    revision = _revision(reading, name)  # locks are no part of it, so they are read later
    places = _places(reading, folder, files)
    locks = {path.stem: _lock(reading, path.with_suffix(".lock")) for path in files.sources}
    return Register(
        name=folder.name,
        file=f"{name}/{REGISTER_FILE}",
        record=record,
        records=records,
        recipients=recipients,
        controllers=controllers,
        systems=systems,
        people=people,
        sources=sources,
        files=places,
        locks=locks,
        revision=revision,
    )


def _has_register_file(reading: Reading, folder: Path) -> bool:
    if os.path.lexists(folder / REGISTER_FILE):
        return True
    case = "no-register-file" if _is_slug(folder.name) else "no-register-name"
    place = Span(reading.project.name(folder))
    reading.add(place, "no-register-file", case, file=REGISTER_FILE, name=folder.name)
    return False


def _places(reading: Reading, folder: Path, files: _Files) -> dict[str, str]:
    """The file that each part of a register is read from, there or not."""
    name = reading.project.name
    places = {f"sources/{path.stem}": name(path) for path in files.sources}
    for part in ENTRIES:
        places[part] = name(folder / f"{part}.yaml")
    return places


def _lock(reading: Reading, path: Path) -> Mapping[str, str]:
    """Fingerprints by passage; empty where nothing is locked yet."""
    if not os.path.lexists(path):
        return {}
    name = reading.project.name(path)
    data = read_below(reading.project.root, name, LARGEST_LOCK)
    if isinstance(data, Refused):
        # All others are told with the rest of the folder.
        if rule := _LOCK_RULES.get(data.kind):
            reading.diagnostics.append(problem(Span(name), rule, "refused-lock", why=data.why))
        return {}
    text = data.decode("utf-8", "replace")
    lines = text.splitlines()
    reading.texts[name] = Text(name, text, data=data)
    reading.diagnostics += first_problems(_unreadable_lines(name, lines))
    pairs = (line.partition(" ") for line in lines)
    return {passage: digits for passage, _, digits in pairs}


_LOCK_RULES: Mapping[Refusal, str] = MappingProxyType(
    {Refusal.TOO_LARGE: "file-too-large", Refusal.SYSTEM: "unreadable"}
)

_FINGERPRINT = re.compile("[0-9a-f]{16}|[0-9a-f]{64}")


def _unreadable_lines(name: str, lines: Sequence[str]) -> Iterator[Diagnostic]:
    for number, line in enumerate(lines, start=1):
        passage, _, digits = line.partition(" ")
        if not (_FINGERPRINT.fullmatch(digits) and _is_slug(passage)):
            yield problem(Span(name, number), "lock-unreadable")


def _is_other_schema(reading: Reading, text: Text) -> bool:
    """Whether *text* is of another schema, so that its folder means something else."""
    version = text.value.get("schema") if isinstance(text.value, dict) else None
    if not isinstance(version, str) or version == str(SCHEMA):
        return False
    span = text.span(("schema",))
    if not re.fullmatch("0|[1-9][0-9]{0,8}", version):
        reading.add(span, "wrong-value", "schema", value=version, schema=SCHEMA)
        return True
    rule = "older-schema" if int(version) < SCHEMA else "newer-schema"
    reading.add(span, rule, version=version, schema=SCHEMA)
    return True


def _records(reading: Reading, paths: Iterable[Path], model: type[M]) -> Iterator[tuple[Path, M]]:
    """The records that can be read, beside their files."""
    for path in paths:
        if record := reading.record(path, model):
            yield path, record


def _activities(reading: Reading, paths: Iterable[Path]) -> tuple[Record, ...]:
    activities = dict(_records(reading, paths, Activity))
    homes = {}
    for path, activity in activities.items():
        if activity.id not in homes or activity.id == path.stem:
            homes[activity.id] = path
    for path, activity in activities.items():
        _check_id(reading, path, activity.id, homes[activity.id])
    homed = (path for path, activity in activities.items() if path == homes[activity.id])
    return tuple(Record(reading.project.name(path), activities[path]) for path in homed)


def _check_id(reading: Reading, path: Path, id: str, home: Path) -> None:
    """Tell of an *id* that is not its file's name, and of one whose *home* is another file."""
    if id == path.stem and path == home:
        return
    text = reading.texts[reading.project.name(path)]
    span = text.span(("id",))
    if id != path.stem:
        case = "id-not-file-name" if _is_slug(path.stem) else "file-name-no-id"
        reading.add(span, "id-not-file-name", case, id=id, file=path.stem)
    if path != home:
        file = reading.project.name(home)
        reading.add(span, "duplicate-id", id=id, file=file)


def _sources(reading: Reading, paths: Iterable[Path]) -> dict[str, Source]:
    sources = {}
    for path, source in _records(reading, paths, Source):
        sources[path.stem] = source
        if not _is_slug(path.stem):
            place = Span(reading.project.name(path))
            reading.add(place, "source-name", name=path.stem)
    return sources


def _is_slug(name: str) -> bool:
    return re.fullmatch(SLUG, name) is not None


def _text(reading: Reading, path: Path | None) -> Text | None:
    """The text of the file at *path*; None where there is no such file, or it cannot be used."""
    return None if path is None else reading.text(path)


def _by_key(reading: Reading, path: Path | None, model: type[M]) -> dict[str, M]:
    """Records of the file at *path* by their keys; none where there is no such file."""
    text = _text(reading, path)
    if text is None:
        return {}
    if not isinstance(text.value, dict):
        reading.add(text.span(()), "wrong-type", "file", kind=kind_of(text.value))
        return {}
    records = {}
    for key, value in text.value.items():
        if not _is_slug(key):
            reading.add(text.key_span((key,)), "wrong-value", "slug", value=key)
            continue
        record = reading.model(text, value, model, (key,))
        if record is not None:
            records[key] = record
    return records


def _revision(reading: Reading, name: str) -> str:
    """Twelve digits of a SHA-256 over names and contents of all files of the register *name*."""
    digest = hashlib.sha256()
    for file, text in sorted(reading.texts.items()):
        contents = hashlib.sha256(text.data).digest()
        path = file[len(name) :]
        digest.update(path.encode() + b"\0" + contents)
    return digest.hexdigest()[:12]
