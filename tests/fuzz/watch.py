"""A watch on what a command opens, writes and calls, by the audit events of Python."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support import ROOT

PROGRAMS = frozenset({"git", "gpg", "ssh-keygen", "openssl", Path(sys.executable).name})

_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

OWN = tuple(
    os.path.realpath(path)
    for path in (
        sys.prefix,
        sys.base_prefix,
        *filter(None, sys.path),
        *(
            "/dev/null",
            "/dev/urandom",
            "/etc/mime.types",
            "/etc/localtime",
            "/usr/share/zoneinfo",
            "/usr/share/mime",
        ),
        *(ROOT / name for name in ("src", "templates", "schema", "tests", "tools")),
    )
)
"""What Python, its libraries and the tool itself read."""

_WRITERS = frozenset(
    {
        "os.mkdir",
        "os.rename",
        "os.remove",
        "os.rmdir",
        "os.link",
        "os.symlink",
        "os.truncate",
        "os.chmod",
        "os.chown",
    }
    | {"os.utime", "os.setxattr", "os.removexattr"}
)
_READERS = frozenset({"os.listdir", "os.scandir", "os.chdir"})
_CALLERS = frozenset(
    {
        "socket.connect",
        "socket.getaddrinfo",
        "socket.bind",
        "os.system",
        "os.exec",
        "os.posix_spawn",
    }
)


class Outside(BaseException):
    """The input led out of its folder."""


@dataclass(frozen=True)
class Bounds:
    """Folders that a command may read, and those that it may write."""

    readable: tuple[str, ...]
    writable: tuple[str, ...]

    def judge(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Look at an audit *event*; raises Outside where it leads out of the folders."""
        if event == "open":
            self._opens(*arguments)
        elif event in _WRITERS:
            for path, folder in _written(event, arguments):
                self._within(path, self.writable, event, folder)
        elif event in _READERS:
            self._within(arguments[0], (*OWN, *self.readable), event)
        elif event == "subprocess.Popen":
            program = os.path.basename(os.fsdecode(arguments[0] or arguments[1][0]))
            if program not in PROGRAMS:
                raise Outside(f"{event} {program}")
        elif event in _CALLERS:
            raise Outside(f"{event} {arguments!r}"[:300])

    def _opens(self, path: Any, mode: str | None, flags: int | None) -> None:
        writes = (flags or 0) & _TO_WRITE or set(str(mode or "")) & set("wax+")
        if writes and path != os.devnull:
            self._within(path, self.writable, "open to write")
        else:
            self._within(path, (*OWN, *self.readable), "open")

    def _within(self, path: Any, allowed: tuple[str, ...], event: str, folder: str = "") -> None:
        if path is None or isinstance(path, int):
            return
        name = os.path.join(folder, os.fsdecode(path))
        real = os.path.join(os.path.realpath(os.path.dirname(name) or "."), os.path.basename(name))
        real = real if event in _WRITERS else os.path.realpath(real)
        if not any(real == one or real.startswith(f"{one}/") for one in allowed):
            raise Outside(f"{event} {real}")


def _written(event: str, arguments: tuple[Any, ...]) -> Iterator[tuple[Any, str]]:
    """The paths that *event* changes, each with the folder it counts from where that is not the one at hand."""
    first, second = arguments[0], arguments[1] if len(arguments) > 1 else None
    if event in ("os.rename", "os.link"):
        yield first, _folder(arguments[2])
        yield second, _folder(arguments[3])
    else:
        yield (
            second if event == "os.symlink" else first,
            _folder(arguments[-1] if len(arguments) > 1 else -1),
        )


def _folder(descriptor: object) -> str:
    """The folder that an open *descriptor* stands for; empty where it is none."""
    if not isinstance(descriptor, int) or descriptor < 0 or not os.path.isdir("/proc/self/fd"):
        return ""
    try:
        return os.readlink(f"/proc/self/fd/{descriptor}")
    except OSError:
        return ""


_bounds: list[Bounds] = []
"""The bounds that hold now, if any do: an audit hook cannot be taken off again."""

_hooked: list[bool] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _bounds and (event == "open" or event[:3] in ("os.", "soc", "sub")):
        bounds = _bounds.pop()  # what the judge does is not judged
        try:
            bounds.judge(event, arguments)
        finally:
            _bounds.append(bounds)


@contextlib.contextmanager
def watched(bounds: Bounds) -> Iterator[None]:
    """Hold everything that is done to *bounds*."""
    if not _hooked:
        sys.addaudithook(_hook)
        _hooked.append(True)
    no_bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    _bounds.append(bounds)
    try:
        yield
    finally:
        _bounds.clear()
        sys.dont_write_bytecode = no_bytecode
