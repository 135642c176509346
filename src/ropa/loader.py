"""Directories to registers: every file below ``records/`` is a record, or a diagnostic says why not."""

import hashlib
import os
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ropa.diagnostics import Diagnostic, Severity, Span
from ropa.errors import UsageError
from ropa.faults import kind_of
from ropa.files import Refusal, Refused, read_below
from ropa.model.activity import Activity
from ropa.model.part import SLUG
from ropa.model.register_record import Controller, Recipient, RegisterRecord
from ropa.model.source import Source
from ropa.project import Project
from ropa.reader import MOST_PROBLEMS, Text, too_many, unreadable
from ropa.reading import M, Reading
from ropa.register import Record, Register
from ropa.vocabulary import nearest

SCHEMA = 1
"""Version of the record format this tool reads."""

REGISTER_FILE = "register.yaml"

LARGEST_LOCK = 3_000_000
"""Bytes; more than the passages of the largest source need."""


@dataclass(frozen=True)
class Loaded:
    """What was read: registers, the texts they were read from by file, and what kept files from being read."""

    registers: tuple[Register, ...]
    texts: Mapping[str, Text]
    diagnostics: tuple[Diagnostic, ...]


def load(project: Project, names: Sequence[str] = ()) -> Loaded:
    """Read the registers called *names*, or all of them. Raises UsageError for a name or folder that does not exist."""
    if not project.records.is_dir():
        raise UsageError(f"there is no folder '{project.settings.records}'; `ropa init` makes one")
    reading = Reading(project)
    folders = list(_folders(reading, names))
    registers = []
    for folder in folders:
        part = Reading(project)
        register = _register(part, folder)
        registers += [] if register is None else [register]
        reading.texts |= part.texts
        reading.diagnostics += part.diagnostics
    if not folders and not reading.diagnostics:
        reading.add(
            Span(project.settings.records),
            "no-register",
            "there is no register here",
            "`ropa init NAME` begins one",
        )
    return Loaded(tuple(registers), reading.texts, tuple(sorted(reading.diagnostics)))


def register_names(project: Project) -> tuple[str, ...]:
    """Names of the registers on disk, sorted, without reading them."""
    if not project.records.is_dir():
        return ()
    return tuple(
        sorted(
            entry.name
            for entry in os.scandir(project.records)
            if entry.is_dir(follow_symlinks=False) and (Path(entry) / REGISTER_FILE).is_file()
        )
    )


def _folders(reading: Reading, names: Sequence[str]) -> Iterator[Path]:
    project = reading.project
    present = sorted(path.name for path in project.records.iterdir())
    wanted = {name.rstrip("/").rpartition("/")[2] for name in names}
    for name in sorted(wanted):
        if name not in present:
            near = nearest(name, present)
            raise UsageError(
                f"there is no register '{name}'" + (f"; did you mean '{near}'?" if near else "")
            )
    for path in reading.entries(project.records):
        if wanted and path.name not in wanted:
            continue
        if not path.is_dir():
            reading.stray(path)
        else:
            yield path


def _register(reading: Reading, folder: Path) -> Register | None:
    name = reading.project.name(folder)
    files = {REGISTER_FILE: False, "recipients.yaml": False, "controllers.yaml": False}
    folders: dict[str, list[Path]] = {"activities": [], "sources": []}
    if not _has_register_file(reading, folder, name):
        return None
    for path in reading.entries(folder):
        if path.is_file() and path.name in files:
            files[path.name] = True
        elif path.is_dir() and path.name in folders:
            folders[path.name] = _members(reading, path, locks=path.name == "sources")
        else:
            reading.stray(path)

    text = reading.text(folder / REGISTER_FILE) if files[REGISTER_FILE] else None
    if text is not None and _other_schema(reading, text):
        return None
    record = None if text is None else reading.model(text, text.value, RegisterRecord)
    recipients = (
        _mapping(reading, folder / "recipients.yaml", Recipient) if files["recipients.yaml"] else {}
    )
    controllers = (
        _mapping(reading, folder / "controllers.yaml", Controller)
        if files["controllers.yaml"]
        else {}
    )
    sources = _sources(reading, folders["sources"])
    records = _activities(reading, folders["activities"])
    if not folders["activities"]:
        reading.add(
            Span(f"{name}/{REGISTER_FILE}"),
            "empty-register",
            "the register has no activity",
            f"`ropa new activity ID --register {shlex.quote(folder.name)}` begins one",
        )
    if record is None:
        return None
    if not _is_slug(folder.name):
        reading.add(
            Span(name),
            "register-name",
            f"'{folder.name}' cannot name a register",
            "name the folder in lower-case words joined by hyphens",
        )
    where = {f"sources/{path.stem}": reading.project.name(path) for path in folders["sources"]}
    where |= {kind: f"{name}/{kind}.yaml" for kind in ("recipients", "controllers")}
    revision = _revision(reading, name)
    locks = {path.stem: _lock(reading, path.with_suffix(".lock")) for path in folders["sources"]}
    return Register(
        folder.name,
        f"{name}/{REGISTER_FILE}",
        record,
        records,
        recipients,
        controllers,
        sources,
        where,
        locks,
        revision,
    )


def _lock(reading: Reading, path: Path) -> Mapping[str, str]:
    """Fingerprints by passage; empty where nothing is locked yet."""
    name = reading.project.name(path)
    data = read_below(reading.project.root, name, LARGEST_LOCK)
    if isinstance(data, Refused):
        if data.kind in (
            Refusal.TOO_LARGE,
            Refusal.SYSTEM,
        ):  # the others are told already, or no lock
            help = "run `ropa lock` again"
            reading.diagnostics.append(replace(unreadable(Span(name), data), help=help))
        return {}
    lines = data.decode("utf-8", "replace").splitlines()
    reading.texts[name] = Text(name, lines, data=data)
    reading.diagnostics += _unreadable_lines(name, lines)
    return {passage: digits for passage, _, digits in (line.partition(" ") for line in lines)}


def _unreadable_lines(name: str, lines: Sequence[str]) -> Iterator[Diagnostic]:
    problems = 0
    for number, line in enumerate(lines, start=1):
        passage, _, digits = line.partition(" ")
        if re.fullmatch(r"[0-9a-f]{16}|[0-9a-f]{64}", digits) and re.fullmatch(SLUG, passage):
            continue
        problems += 1
        span = Span(name, number)
        if problems > MOST_PROBLEMS:
            yield too_many(span)
            return
        help = "run `ropa lock` again"
        yield Diagnostic(span, "lock-unreadable", Severity.ERROR, "this is not a fingerprint", help)


def _has_register_file(reading: Reading, folder: Path, name: str) -> bool:
    if os.path.lexists(folder / REGISTER_FILE):
        return True
    reading.add(
        Span(name),
        "no-register-file",
        f"the folder has no {REGISTER_FILE}, so nothing in it is read",
        f"`ropa init {folder.name}` writes one, or delete the folder"
        if _is_slug(folder.name)
        else "delete the folder",
    )
    return False


def _other_schema(reading: Reading, text: Text) -> bool:
    """Whether *text* is a register of another schema: then nothing in its folder means what this tool would read."""
    found = text.value.get("schema") if isinstance(text.value, dict) else None
    if not isinstance(found, str) or found == str(SCHEMA):
        return False
    span = text.span(("schema",))
    if not re.fullmatch("0|[1-9][0-9]{0,8}", found):
        reading.add(
            span, "wrong-value", f"'{found}' is not a whole number", f"write 'schema: {SCHEMA}'"
        )
        return True
    if int(found) < SCHEMA:
        message = f"schema {found} is older than this tool's {SCHEMA}, so the register is not read"
        reading.add(span, "older-schema", message, "`ropa migrate` rewrites it")
    else:
        message = f"schema {found} is newer than this tool's {SCHEMA}, so the register is not read"
        reading.add(span, "newer-schema", message, "update ropa")
    return True


def _members(reading: Reading, folder: Path, locks: bool) -> list[Path]:
    """Record files of *folder*, sorted; everything else in it becomes a diagnostic."""
    found = []
    for path in reading.entries(folder):
        if path.is_file() and path.suffix == ".yaml":
            found.append(path)
        elif not (
            locks
            and path.is_file()
            and path.suffix == ".lock"
            and path.with_suffix(".yaml").is_file()
        ):
            reading.stray(path)
    return found


def _activities(reading: Reading, paths: Iterable[Path]) -> tuple[Record, ...]:
    read = [
        (path, activity)
        for path in paths
        if (activity := reading.record(path, Activity)) is not None
    ]
    home = {activity.id: path for path, activity in reversed(read)}
    home |= {activity.id: path for path, activity in read if activity.id == path.stem}
    for path, activity in read:
        name = reading.project.name(path)
        span = reading.texts[name].span(("id",))
        if activity.id != path.stem:
            reading.add(
                span,
                "id-not-file-name",
                f"the id is '{activity.id}' and the file is called '{path.stem}'",
                (f"write 'id: {path.stem}', or " if _is_slug(path.stem) else "")
                + f"rename the file to {activity.id}.yaml",
            )
        if path != home[activity.id]:
            other = reading.project.name(home[activity.id])
            reading.add(
                span,
                "duplicate-id",
                f"'{activity.id}' is already the id in {other}",
                "give one another id",
            )
    return tuple(
        Record(reading.project.name(path), activity)
        for path, activity in read
        if path == home[activity.id]
    )


def _sources(reading: Reading, paths: Iterable[Path]) -> dict[str, Source]:
    sources = {
        path: source for path in paths if (source := reading.record(path, Source)) is not None
    }
    for path in sources:
        if not _is_slug(path.stem):
            reading.add(
                Span(reading.project.name(path)),
                "source-name",
                f"'{path.stem}' cannot name a source",
                "name the file in lower-case words joined by hyphens",
            )
    return {path.stem: source for path, source in sources.items()}


def _is_slug(name: str) -> bool:
    return re.fullmatch(SLUG, name) is not None


def _mapping(reading: Reading, path: Path, model: type[M]) -> dict[str, M]:
    """A file that is a mapping of keys to records, such as ``recipients.yaml``."""
    text = reading.text(path)
    if text is None:
        return {}
    if not isinstance(text.value, dict):
        reading.add(
            text.span(()),
            "wrong-type",
            f"this file is a mapping of keys, not {kind_of(text.value)}",
            "",
        )
        return {}
    found = {}
    for key, value in text.value.items():
        if not _is_slug(key):
            reading.add(
                text.key_span((key,)),
                "wrong-value",
                f"'{key}' is not a key",
                "write lower-case words joined by hyphens",
            )
        elif (entry := reading.model(text, value, model, (key,))) is not None:
            found[key] = entry
    return found


def _revision(reading: Reading, name: str) -> str:
    """Hash over names and contents of the register's files: what "the same register" means. SHA-256, 12 digits."""
    total = hashlib.sha256()
    for file, text in sorted(reading.texts.items()):
        total.update(file[len(name) :].encode() + b"\0" + hashlib.sha256(text.data).digest())
    return total.hexdigest()[:12]
