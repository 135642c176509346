"""Files to disk: all of a set or none; what stood there before stays until the new are complete.

What a killed writer leaves is put right by the next one: a journal says what stood where.
"""

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ropa.errors import WriteError
from ropa.files import Refusal, Refused, is_below, is_of_git, read_below
from ropa.turns import JOURNAL, PREFIX, is_draft, turn

LARGEST = 1 << 30
"""Bytes of a file that is compared with what a journal says of it."""

Expected = Mapping[str, bytes | None]
"""What files held when they were read, by name; None for a file that was not there."""


def write(
    folder: Path, files: Mapping[str, bytes], *, below: Path, expected: Expected | None = None
) -> tuple[Path, ...]:
    """Write *files* (bytes by name) into *folder*, which lies below *below*, all links followed.

    Raises WriteError, with what stood there untouched: also where a file is not as *expected*.
    """
    places = [folder / name for name in files]
    folders = [folder, *(place.parent for place in places)]
    with _told(folder), _folders(below, folders), _alone(below, folder) as is_alone:
        if is_alone:
            _settle(folder)
        _compare(folder, expected or {})
        _replace(folder, files)
    return tuple(places)


def settle(folder: Path) -> None:
    """Put back what a killed writer exchanged in *folder* of a set, and sweep its drafts.

    Raises WriteError where somebody has changed one of the files since.
    """
    if folder.is_dir() and any(name == JOURNAL or is_draft(name) for name in os.listdir(folder)):
        with _told(folder), turn(folder) as is_alone:
            if is_alone:
                _settle(folder)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Whatever the system refuses, as one line about *folder*."""
    try:
        yield
    except OSError as error:
        why = "a file stands in its place" if folder.is_file() else error.strerror or error
        message = f"{folder}: cannot be written: {why}; what stood there is untouched"
        raise WriteError(message) from error


@contextmanager
def _folders(below: Path, folders: Iterable[Path]) -> Iterator[None]:
    """*folders* made where they are missing, and gone again where nothing was written."""
    wanted = list(dict.fromkeys(folders))
    for folder in wanted:
        if not is_below(below, folder):
            help = "put a folder of its own in place of the link"
            raise WriteError(f"{folder}: leads out of {below}; {help}")
        if is_of_git(below, folder):
            help = "name another folder"
            raise WriteError(f"{folder}: belongs to git, and nothing else is written there; {help}")
    above = {place for folder in wanted for place in (folder, *folder.parents)}
    new = sorted((place for place in above if not os.path.lexists(place)), reverse=True)
    try:
        for folder in wanted:
            folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for folder in new:
            with suppress(OSError):
                folder.rmdir()
        raise


@contextmanager
def _alone(below: Path, folder: Path) -> Iterator[bool]:
    """The turn to write in the project, and in the folder, which another project may share."""
    if below.resolve() == folder.resolve():
        with turn(folder) as is_alone:
            yield is_alone
    else:
        with turn(below), turn(folder) as is_alone:
            yield is_alone


def _compare(folder: Path, expected: Expected) -> None:
    for name, data in expected.items():
        there = read_below(folder, name, len(data or b""))
        is_missing = isinstance(there, Refused) and there.kind is Refusal.MISSING
        if not (is_missing if data is None else there == data):
            help = "nothing was written: run the command again"
            raise WriteError(f"{folder / name}: somebody changed it meanwhile; {help}")


@dataclass(frozen=True, slots=True)
class _Exchange:
    """A *draft* on its way to *final*; fingerprints of the *old* file, if any, and the *new*."""

    final: Path
    draft: Path
    old: str
    new: str

    @property
    def aside(self) -> Path:
        """Where the old file is kept meanwhile."""
        return self.draft.with_name(f"{self.draft.name}-old")


def _replace(folder: Path, files: Mapping[str, bytes]) -> None:
    exchanges: list[_Exchange] = []
    try:
        for name, data in files.items():
            final = folder / name
            if final.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            draft = _draft(folder, data)
            exchanges.append(_Exchange(final, draft, "", hashlib.sha256(data).hexdigest()))
        if len(exchanges) == 1:
            os.replace(exchanges[0].draft, exchanges[0].final)
        else:
            _exchange(folder, exchanges)
    finally:
        if not (folder / JOURNAL).exists():  # else an exchange that could not be undone needs them
            for one in exchanges:
                one.draft.unlink(missing_ok=True)
                one.aside.unlink(missing_ok=True)


def _exchange(folder: Path, exchanges: Iterable[_Exchange]) -> None:
    """Put every draft in its place; where one cannot be, put back what stood there."""
    kept = [_kept(one) for one in exchanges]
    journal = folder / JOURNAL
    note = _draft(folder, _journal(folder, kept))
    try:
        os.replace(note, journal)
        for one in kept:
            os.replace(one.draft, one.final)
    except BaseException:
        _put_back(kept)
        for path in (note, journal):
            path.unlink(missing_ok=True)
        raise
    journal.unlink()


def _kept(one: _Exchange) -> _Exchange:
    """*one* with the old file kept aside, complete before anything is exchanged."""
    if not os.path.lexists(one.final):
        return one
    try:
        os.link(one.final, one.aside, follow_symlinks=False)
    except OSError:  # a disk without links
        shutil.copy2(one.final, one.aside, follow_symlinks=False)
    return _Exchange(one.final, one.draft, _fingerprint(one.aside), one.new)


def _put_back(exchanges: Iterable[_Exchange]) -> None:
    for one in exchanges:
        if os.path.lexists(one.aside):
            os.replace(one.aside, one.final)
        elif not one.old and not one.draft.exists():
            one.final.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    exchanges = _written_down(folder)
    for one in exchanges:
        if os.path.lexists(one.final) and _fingerprint(one.final) not in (one.old, one.new):
            raise WriteError(
                f"{one.final}: changed since a command was stopped half-way; "
                f"delete {folder / JOURNAL} to leave it as it is"
            )
    _put_back(exchanges)
    (folder / JOURNAL).unlink(missing_ok=True)
    for name in sorted(filter(is_draft, os.listdir(folder))):
        with suppress(OSError):
            (folder / name).unlink()


def _journal(folder: Path, exchanges: Iterable[_Exchange]) -> bytes:
    lines = {
        one.final.relative_to(folder).as_posix(): [one.draft.name, one.old, one.new]
        for one in exchanges  # a name below the folder, so that the folder can move
    }
    return json.dumps(lines).encode()


def _written_down(folder: Path) -> list[_Exchange]:
    """What the journal of *folder* says; nothing where there is none, or none of ours."""
    data = read_below(folder, JOURNAL, LARGEST)
    if isinstance(data, Refused):
        return []
    try:
        lines: dict[str, Any] = json.loads(data)
        exchanges = [
            _Exchange(folder / str(name), folder / str(draft), str(old), str(new))
            for name, (draft, old, new) in lines.items()
        ]
    except (ValueError, AttributeError, TypeError):
        return []
    return [one for one in exchanges if is_draft(one.draft.name) and is_below(folder, one.final)]


def _fingerprint(path: Path) -> str:
    data = read_below(path.parent, path.name, LARGEST)
    return data.why if isinstance(data, Refused) else hashlib.sha256(data).hexdigest()


def _draft(folder: Path, data: bytes) -> Path:
    """A complete file under another name, on the same disk."""
    handle, name = tempfile.mkstemp(prefix=PREFIX, dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(0o644)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path
