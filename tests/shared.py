"""What one process of a run makes, and the others read: a folder for the run, filled piece by piece."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

RUN = "ROPA_TESTS_SHARE"
"""The variable of the environment that names the folder of the run."""


@contextmanager
def folder_of_the_run() -> Iterator[None]:
    """Have a folder for what follows, and for every process that is started meanwhile."""
    with tempfile.TemporaryDirectory(prefix="ropa-tests-", ignore_cleanup_errors=True) as folder:
        os.environ[RUN] = folder
        yield
        del os.environ[RUN]


def shared(name: str, make: Callable[[Path], object]) -> Path:
    """The folder called *name*, filled by *make* in whichever process asks for it first.

    The others wait for it. Where *make* fails, the next to ask makes it again, and fails as well.
    """
    place = Path(os.environ[RUN]) / name
    is_whole = place.with_name(f"{name}.whole")
    with _one_at_a_time(place.with_name(f"{name}.lock")):
        if not is_whole.exists():
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            make(place)
            is_whole.touch()
    return place


@contextmanager
def _one_at_a_time(file: Path) -> Iterator[None]:
    with file.open("w") as handle:
        _wait_for(handle.fileno())
        yield  # closing the file gives the lock back


if sys.platform == "win32":
    import msvcrt

    def _wait_for(handle: int) -> None:
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
            except OSError:  # it gives up after ten seconds
                continue
            return

else:
    import fcntl

    def _wait_for(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)
