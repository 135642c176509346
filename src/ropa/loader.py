"""Directories to registers: every file below ``records/`` is read, or a diagnostic says why not."""

import hashlib
import os
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ropa.diagnostics import Diagnostic, Span, error_at
from ropa.errors import UsageError
from ropa.files import Refusal, Refused, read_below
from ropa.model.activity import Activity
from ropa.model.model import SLUG
from ropa.model.register_record import Controller, Recipient, RegisterRecord
from ropa.model.source import Source
from ropa.project import Project
from ropa.reader import Text, first_problems, unreadable
from ropa.reading import M, Reading
from ropa.register import Record, Register
from ropa.validation_messages import kind_of
from ropa.vocabulary import nearest

SCHEMA = 1
"""Version of the record format this tool reads."""

REGISTER_FILE = "register.yaml"

LARGEST_LOCK = 3_000_000
"""Bytes; more than the passages of the largest source need."""

_LOCK_AGAIN = "run `ropa lock` again"


@dataclass(frozen=True)
class Loaded:
    """Registers, the texts they were read from by file, and what kept files from being read."""

    registers: tuple[Register, ...]
    texts: Mapping[str, Text]
    diagnostics: tuple[Diagnostic, ...]


def load(project: Project, names: Sequence[str] = ()) -> Loaded:
    """Read the registers called *names*, or all. Raises UsageError for one that is not there."""
    if not project.records.is_dir():
        raise UsageError(f"there is no folder '{project.settings.records}'; `ropa init` makes one")
    reading = Reading(project)
    folders = list(_folders(reading, names))
    registers = []
    for folder in folders:
        own_reading = Reading(project)
        register = _register(own_reading, folder)
        if register is not None:
            registers.append(register)
        reading.texts |= own_reading.texts
        reading.diagnostics += own_reading.diagnostics
    if not folders and not reading.diagnostics:
        place = Span(project.settings.records)
        help = "`ropa init NAME` begins one"
        reading.add(place, "no-register", "there is no register here", help)
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


def _folders(reading: Reading, names: Sequence[str]) -> Iterator[Path]:
    """The folders of the registers called *names*, or of all of them."""
    records = reading.project.records
    present = sorted(path.name for path in records.iterdir())
    selected = {name.rstrip("/").rpartition("/")[2] for name in names}
    for name in sorted(selected.difference(present)):
        similar = nearest(name, present)
        hint = f"; did you mean '{similar}'?" if similar else ""
        raise UsageError(f"there is no register '{name}'{hint}")
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


_SINGLE_FILES = (REGISTER_FILE, "recipients.yaml", "controllers.yaml")


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
    name = reading.project.name(folder)
    if not _has_register_file(reading, folder):
        return None
    files = _files(reading, folder)
    record = None
    if REGISTER_FILE in files.single:
        text = reading.text(folder / REGISTER_FILE)
        if text is not None and _is_other_schema(reading, text):
            return None
        if text is not None:
            record = reading.model(text, text.value, RegisterRecord)
    recipients = _by_key(reading, files.single.get("recipients.yaml"), Recipient)
    controllers = _by_key(reading, files.single.get("controllers.yaml"), Controller)
    sources = _sources(reading, files.sources)
    records = _activities(reading, files.activities)
    _check_contents(reading, folder, files)
    if record is None:
        return None
    _check_name(reading, folder)
    revision = _revision(reading, name)  # locks are no part of it, so they are read later
    return Register(
        name=folder.name,
        file=f"{name}/{REGISTER_FILE}",
        record=record,
        records=records,
        recipients=recipients,
        controllers=controllers,
        sources=sources,
        files=_places(reading, folder, files),
        locks={path.stem: _lock(reading, path.with_suffix(".lock")) for path in files.sources},
        revision=revision,
    )


def _has_register_file(reading: Reading, folder: Path) -> bool:
    if os.path.lexists(folder / REGISTER_FILE):
        return True
    message = f"the folder has no {REGISTER_FILE}, so nothing in it is read"
    help = "delete the folder"
    if _is_slug(folder.name):
        help = f"`ropa init {folder.name}` writes one, or {help}"
    reading.add(Span(reading.project.name(folder)), "no-register-file", message, help)
    return False


def _check_contents(reading: Reading, folder: Path, files: _Files) -> None:
    if not files.activities:
        place = Span(reading.project.name(folder / REGISTER_FILE))
        help = f"`ropa new activity ID --register {shlex.quote(folder.name)}` begins one"
        reading.add(place, "empty-register", "the register has no activity", help)


def _check_name(reading: Reading, folder: Path) -> None:
    if not _is_slug(folder.name):
        place = Span(reading.project.name(folder))
        help = "name the folder in lower-case words joined by hyphens"
        reading.add(place, "register-name", f"'{folder.name}' cannot name a register", help)


def _places(reading: Reading, folder: Path, files: _Files) -> dict[str, str]:
    """The file that each part of a register is read from, there or not."""
    name = reading.project.name
    places = {f"sources/{path.stem}": name(path) for path in files.sources}
    for part in ("recipients", "controllers"):
        places[part] = name(folder / f"{part}.yaml")
    return places


def _lock(reading: Reading, path: Path) -> Mapping[str, str]:
    """Fingerprints by passage; empty where nothing is locked yet."""
    name = reading.project.name(path)
    data = read_below(reading.project.root, name, LARGEST_LOCK)
    if isinstance(data, Refused):
        # All others are no lock, or are told with the rest of the folder.
        if data.kind in (Refusal.TOO_LARGE, Refusal.SYSTEM):
            problem = unreadable(Span(name), data)
            reading.diagnostics.append(replace(problem, help=_LOCK_AGAIN))
        return {}
    lines = data.decode("utf-8", "replace").splitlines()
    reading.texts[name] = Text(name, lines, data=data)
    reading.diagnostics += first_problems(_unreadable_lines(name, lines))
    fingerprints = {}
    for line in lines:
        passage, _, digits = line.partition(" ")
        fingerprints[passage] = digits
    return fingerprints


_FINGERPRINT = re.compile("[0-9a-f]{16}|[0-9a-f]{64}")


def _unreadable_lines(name: str, lines: Sequence[str]) -> Iterator[Diagnostic]:
    for number, line in enumerate(lines, start=1):
        passage, _, digits = line.partition(" ")
        if not (_FINGERPRINT.fullmatch(digits) and _is_slug(passage)):
            place = Span(name, number)
            yield error_at(place, "lock-unreadable", "this is not a fingerprint", _LOCK_AGAIN)


def _is_other_schema(reading: Reading, text: Text) -> bool:
    """Whether *text* is of another schema, so that its folder means something else."""
    version = text.value.get("schema") if isinstance(text.value, dict) else None
    if not isinstance(version, str) or version == str(SCHEMA):
        return False
    span = text.span(("schema",))
    if not re.fullmatch("0|[1-9][0-9]{0,8}", version):
        message, help = f"'{version}' is not a whole number", f"write 'schema: {SCHEMA}'"
        reading.add(span, "wrong-value", message, help)
        return True
    age, help = "newer", "update ropa"
    if int(version) < SCHEMA:
        age, help = "older", "`ropa migrate` rewrites it"
    message = f"schema {version} is {age} than this tool's {SCHEMA}, so the register is not read"
    reading.add(span, f"{age}-schema", message, help)
    return True


def _records(reading: Reading, paths: Iterable[Path], model: type[M]) -> dict[Path, M]:
    """The records that can be read, by file."""
    records = {}
    for path in paths:
        record = reading.record(path, model)
        if record is not None:
            records[path] = record
    return records


def _activities(reading: Reading, paths: Iterable[Path]) -> tuple[Record, ...]:
    activities = _records(reading, paths, Activity)
    homes: dict[str, Path] = {}
    for path, activity in activities.items():
        if activity.id not in homes or activity.id == path.stem:
            homes[activity.id] = path
    records = []
    for path, activity in activities.items():
        home = homes[activity.id]
        _check_id(reading, path, activity, home)
        if path == home:
            records.append(Record(reading.project.name(path), activity))
    return tuple(records)


def _check_id(reading: Reading, path: Path, activity: Activity, home: Path) -> None:
    """Tell of an id that is not its file's name, and of one whose *home* is another file."""
    name = reading.project.name(path)
    span = reading.texts[name].span(("id",))
    if activity.id != path.stem:
        message = f"the id is '{activity.id}' and the file is called '{path.stem}'"
        help = f"rename the file to {activity.id}.yaml"
        if _is_slug(path.stem):
            help = f"write 'id: {path.stem}', or {help}"
        reading.add(span, "id-not-file-name", message, help)
    if path != home:
        message = f"'{activity.id}' is already the id in {reading.project.name(home)}"
        reading.add(span, "duplicate-id", message, "give one another id")


def _sources(reading: Reading, paths: Iterable[Path]) -> dict[str, Source]:
    sources = {}
    for path, source in _records(reading, paths, Source).items():
        sources[path.stem] = source
        if not _is_slug(path.stem):
            place = Span(reading.project.name(path))
            help = "name the file in lower-case words joined by hyphens"
            reading.add(place, "source-name", f"'{path.stem}' cannot name a source", help)
    return sources


def _is_slug(name: str) -> bool:
    return re.fullmatch(SLUG, name) is not None


def _by_key(reading: Reading, path: Path | None, model: type[M]) -> dict[str, M]:
    """Records of the file at *path* by their keys; none where there is no such file."""
    text = reading.text(path) if path else None
    if text is None:
        return {}
    if not isinstance(text.value, dict):
        message = f"this file is a mapping of keys, not {kind_of(text.value)}"
        reading.add(text.span(()), "wrong-type", message)
        return {}
    records = {}
    for key, value in text.value.items():
        if not _is_slug(key):
            help = "write lower-case words joined by hyphens"
            reading.add(text.key_span((key,)), "wrong-value", f"'{key}' is not a key", help)
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
        digest.update(file[len(name) :].encode() + b"\0" + contents)
    return digest.hexdigest()[:12]
