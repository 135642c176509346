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
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from itertools import filterfalse
from pathlib import Path

from ropa.errors import WriteError
from ropa.files import Refusal, Refused, is_below, is_of_git, read_below
from ropa.turns import JOURNAL, PREFIX, is_draft, turn
from ropa.vocabulary import translate

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
    parents = [place.parent for place in places]
    folders = [folder, *parents]
    with _refusals(folder), _folders(below, folders), _alone(below, folder) as is_alone:
        if is_alone:
            _settle(folder)
        _compare(folder, expected or {})
        _replace(folder, files)
    return tuple(places)


def settle(folder: Path) -> None:
    """Put back what a killed writer exchanged in *folder* of a set, and sweep its drafts.

    Raises WriteError where somebody has changed one of the files since.
    """
    names = os.listdir(folder) if folder.is_dir() else []
    if JOURNAL in names or any(map(is_draft, names)):
        with _refusals(folder), turn(folder) as is_alone:
            if is_alone:
                _settle(folder)


@contextmanager
def _refusals(folder: Path) -> Iterator[None]:
    """Whatever the system refuses, as one line about *folder*."""
    try:
        yield
    except OSError as error:
        reason = translate("not_written.file") if folder.is_file() else error.strerror or error
        message = translate("not_written.refused", path=folder, reason=reason)
        raise WriteError(message) from error


@contextmanager
def _folders(below: Path, folders: Iterable[Path]) -> Iterator[None]:
    """*folders* made where they are missing, and gone again where nothing was written."""
    folders = list(dict.fromkeys(folders))
    for folder in folders:
        if not is_below(below, folder):
            raise WriteError(translate("not_written.outside", path=folder, below=below))
        if is_of_git(below, folder):
            raise WriteError(translate("not_written.git", path=folder))
    missing = _missing(folders)
    try:
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()
        raise


def _missing(folders: Iterable[Path]) -> list[Path]:
    """Those of *folders* and of all above them that are not there, the innermost first."""
    paths = {path for folder in folders for path in (folder, *folder.parents)}
    return sorted(filterfalse(os.path.lexists, paths), reverse=True)


@contextmanager
def _alone(below: Path, folder: Path) -> Iterator[bool]:
    """The turn to write in the project, and in the folder, which another project may share."""
    is_one = below.resolve() == folder.resolve()
    with nullcontext() if is_one else turn(below), turn(folder) as is_alone:
        yield is_alone


def _compare(folder: Path, expected: Expected) -> None:
    for name, data in expected.items():
        present = read_below(folder, name, len(data or b""))
        if isinstance(present, Refused):
            is_as_expected = data is None and present.kind is Refusal.MISSING
        else:
            is_as_expected = present == data
        if not is_as_expected:
            raise WriteError(translate("not_written.changed", path=folder / name))


@dataclass(frozen=True, slots=True)
class _Exchange:
    """A *draft* on its way to *final*; fingerprints of the *old* file, if any, and the *new*."""

    final: Path
    draft: Path
    old: str
    new: str

    @property
    def backup(self) -> Path:
        """Where the old file is until the new are complete."""
        return self.draft.with_name(f"{self.draft.name}-old")


def _replace(folder: Path, files: Mapping[str, bytes]) -> None:
    exchanges: list[_Exchange] = []
    try:
        for name, data in files.items():
            final = folder / name
            if final.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            draft = _draft(folder, data)
            new = hashlib.sha256(data).hexdigest()
            exchanges.append(_Exchange(final, draft, "", new))
        if len(exchanges) == 1:
            [exchange] = exchanges
            os.replace(exchange.draft, exchange.final)
        else:
            _exchange(folder, exchanges)
    finally:
        if not (folder / JOURNAL).exists():  # else an exchange that could not be undone needs them
            for exchange in exchanges:
                exchange.draft.unlink(missing_ok=True)
                exchange.backup.unlink(missing_ok=True)


def _exchange(folder: Path, exchanges: Iterable[_Exchange]) -> None:
    """Put every draft in its place; where one cannot be, put back what stood there."""
    exchanges = [_backed_up(exchange) for exchange in exchanges]
    journal = folder / JOURNAL
    draft = _draft(folder, _journal(folder, exchanges))
    try:
        os.replace(draft, journal)
        for exchange in exchanges:
            os.replace(exchange.draft, exchange.final)
    except BaseException:
        _put_back(exchanges)
        for path in (draft, journal):
            path.unlink(missing_ok=True)
        raise
    journal.unlink()


def _backed_up(exchange: _Exchange) -> _Exchange:
    """*exchange* with a backup of the old file, complete before anything is exchanged."""
    if not os.path.lexists(exchange.final):
        return exchange
    try:
        os.link(exchange.final, exchange.backup, follow_symlinks=False)
    except OSError:  # a disk without links
        shutil.copy2(exchange.final, exchange.backup, follow_symlinks=False)
    return replace(exchange, old=_fingerprint(exchange.backup))


def _put_back(exchanges: Iterable[_Exchange]) -> None:
    for exchange in exchanges:
        if os.path.lexists(exchange.backup):
            os.replace(exchange.backup, exchange.final)
        elif not exchange.old and not exchange.draft.exists():
            exchange.final.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    exchanges = _read_journal(folder)
    for exchange in exchanges:
        final = exchange.final
        known = (exchange.old, exchange.new)
        if os.path.lexists(final) and _fingerprint(final) not in known:
            journal = folder / JOURNAL
            raise WriteError(translate("not_written.settled", path=final, journal=journal))
    _put_back(exchanges)
    (folder / JOURNAL).unlink(missing_ok=True)
    for name in sorted(filter(is_draft, os.listdir(folder))):
        with suppress(OSError):
            (folder / name).unlink()


def _journal(folder: Path, exchanges: Iterable[_Exchange]) -> bytes:
    entries = {}
    for exchange in exchanges:
        # A name below the folder, so that the folder can move.
        name = exchange.final.relative_to(folder).as_posix()
        entries[name] = [exchange.draft.name, exchange.old, exchange.new]
    return json.dumps(entries).encode()


def _read_journal(folder: Path) -> list[_Exchange]:
    """What the journal of *folder* says; nothing where there is none, or none of ours."""
    data = read_below(folder, JOURNAL, LARGEST)
    if isinstance(data, Refused):
        return []
    exchanges = []
    try:
        entries = json.loads(data)
        for name, (draft, old, new) in entries.items():
            final = folder / str(name)
            exchange = _Exchange(final, folder / str(draft), str(old), str(new))
            if is_draft(exchange.draft.name) and is_below(folder, final):
                exchanges.append(exchange)
    except (ValueError, AttributeError, TypeError):
        return []
    return exchanges


def _fingerprint(path: Path) -> str:
    data = read_below(path.parent, path.name, LARGEST)
    return data.kind if isinstance(data, Refused) else hashlib.sha256(data).hexdigest()


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
