"""Whose turn it is to write in a folder, and the names of what a writer that is killed leaves."""

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ropa.errors import WriteError
from ropa.vocabulary import translate

PREFIX = ".ropa-"
"""How everything begins that a writer makes for itself."""

JOURNAL = f"{PREFIX}journal"
"""Says which files are being exchanged; it is gone when all of them or none are new."""

_LOCK = f"{PREFIX}lock"
_DRAFT = re.compile(re.escape(PREFIX) + "[a-z0-9_]{8}(-old)?")
_TRIES, _PAUSE = 300, 0.1


def is_draft(name: str) -> bool:
    """Whether *name* is that of a draft, or of what stood in the place of one."""
    return _DRAFT.fullmatch(name) is not None


def is_trace(name: str) -> bool:
    """Whether *name* is of anything a writer makes for itself."""
    return is_draft(name) or name in (JOURNAL, _LOCK)


@contextmanager
def turn(folder: Path) -> Iterator[bool]:
    """Be the only writer in *folder* once the others are done; False where the disk has no locks.

    Raises WriteError where another writer takes half a minute.
    """
    handle = _open(folder)
    try:
        yield handle is not None and _wait(handle, folder)
    finally:
        if handle is not None:
            _close(handle, folder)


def is_taken(folder: Path) -> bool:
    """Whether somebody is writing in *folder* at this moment."""
    if sys.platform == "win32":
        return (folder / _LOCK).exists()
    handle = _open(folder)
    if handle is None:
        return False
    try:
        return _lock(handle) is False
    finally:
        os.close(handle)


def _wait(handle: int, folder: Path) -> bool:
    for _ in range(_TRIES):
        is_ours = _lock(handle)
        if is_ours is not False:
            return is_ours is True
        time.sleep(_PAUSE)
    raise WriteError(translate("not_written.taken", path=folder))


if sys.platform == "win32":
    import msvcrt

    def _open(folder: Path) -> int | None:
        try:  # a folder cannot be locked there, so a file in it is
            return os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT)
        except OSError:
            return None

    def _lock(handle: int) -> bool | None:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _close(handle: int, folder: Path) -> None:
        os.close(handle)
        with suppress(OSError):  # the next writer has it open
            (folder / _LOCK).unlink()

else:
    import fcntl

    def _open(folder: Path) -> int | None:
        try:
            return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError:
            return None

    def _lock(handle: int) -> bool | None:
        """Whether the lock is ours; None where the disk knows none."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return None
        return True

    def _close(handle: int, folder: Path) -> None:
        os.close(handle)  # which gives the lock back
