"""What holds of every input: how a command ends, what it prints, opens, writes, and how long it takes."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NamedTuple
from unittest import mock

from fuzz.case import Case
from fuzz.watch import Bounds, Outside, watched

LONGEST = 20.0
"""Seconds one input may take, on a busy machine."""

MOST_MEMORY = 600_000_000
"""Bytes by which one input may raise the highest mark of memory so far."""

MOST_PRINTED = 4_000_000
"""Characters one command may print."""

SECRET = "the-secret-beside-the-project"
"""What stands in a file that no input may lead to."""

RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Controls, escapes, and what turns the direction of a line or ends it."""

STYLES = re.compile("\x1b\\[[012]m")
"""Bold, dim and plain, which the tool itself writes on a terminal."""


class Fault(NamedTuple):
    """What does not hold of an input: which *kind*, *where* in the code, and all that can be said of it."""

    kind: str
    where: str
    detail: str

    @property
    def key(self) -> tuple[str, str]:
        """The same for what is most likely one fault."""
        return self.kind, self.where


class Overtime(BaseException):
    """The input took too long; no handler of the tool's own stops it."""


@dataclass
class Spent:
    """What the inputs of a run took at most, and which of them."""

    seconds: float = 0.0
    slowest: object = None
    memory: int = 0
    largest: object = None

    def note(self, seconds: float, label: object) -> None:
        """Keep the *seconds* and the memory of the input *label* where they are the most so far."""
        if seconds > self.seconds:
            self.seconds, self.slowest = seconds, label
        memory = highest_memory()
        if memory > self.memory:
            self.memory, self.largest = memory, label


def highest_memory() -> int:
    """The most memory this process ever had, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


class Guard:
    """A folder for inputs with a canary beside it, and a watch on everything a command does."""

    def __init__(self, home: Path, longest: float = LONGEST) -> None:
        self.home = Path(os.path.realpath(home))
        self.folder = self.home / "inside"
        self.canary = self.home / "canary"
        self.rooms = tuple(self.home / name for name in ("tmp", "user"))
        self.longest = longest
        self.spent = Spent()
        for room in (self.folder, *self.rooms, self.canary):
            room.mkdir(parents=True)
        (self.canary / "secret.txt").write_text(SECRET)
        self._beside = self._listing()

    def try_(self, case: Case, label: object = None) -> Fault | None:
        """What is wrong with how the tool takes *case*; None where everything holds."""
        case.write(self.folder)
        before = highest_memory()
        start = time.monotonic()
        faults = [fault for words in case.commands if (fault := self._run(words, case.may_write))]
        seconds = time.monotonic() - start
        self.spent.note(seconds, label)
        if faults:
            return faults[0]
        if seconds > self.longest * len(case.commands):
            return Fault("slow", " ".join(case.commands[0]), f"{seconds:.1f} s")
        grown = highest_memory() - before
        if grown > MOST_MEMORY:
            return Fault("memory", " ".join(case.commands[0]), f"{grown:,} bytes more")
        return None

    def _run(self, words: tuple[str, ...], may_write: bool) -> Fault | None:
        rooms = tuple(map(str, self.rooms))
        whole = (*rooms, str(self.folder))
        bounds = Bounds(readable=whole, writable=whole if may_write else rooms)
        ran = _Ran()
        with self._surroundings(), _captured(ran), _limited(self.longest), watched(bounds):
            ran.status = _status(words)
        return _judged(ran, words) or self._left(words)

    def _left(self, words: tuple[str, ...]) -> Fault | None:
        """What a command left where it should not."""
        if self._listing() != self._beside:
            shutil.rmtree(self.canary, ignore_errors=True)
            self.canary.mkdir()
            (self.canary / "secret.txt").write_text(SECRET)
            self._beside = self._listing()
            return Fault("outside", "the canary was touched", " ".join(words))
        for room in self.rooms:
            if left := sorted(os.listdir(room)):
                shutil.rmtree(room)
                room.mkdir()
                if left == [".gnupg"]:
                    continue  # gpg makes its own folder
                return Fault("left behind", left[0].split("-")[0], f"{left} by {' '.join(words)}")
        return None

    def _listing(self) -> tuple[object, ...]:
        secret = self.canary / "secret.txt"
        about = secret.lstat()
        return (
            sorted(os.listdir(self.home)),
            sorted(os.listdir(self.canary)),
            about.st_mtime_ns,
            about.st_size,
            about.st_mode,
        )

    @contextlib.contextmanager
    def _surroundings(self) -> Iterator[None]:
        tmp, user = map(str, self.rooms)
        names = {"TMPDIR": tmp, "HOME": user, "ROPA_DEBUG": "1", "SOURCE_DATE_EPOCH": "1769817600"}
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("ROPA_", "GIT_", "NO_COLOR"))
        }
        here = os.getcwd()
        os.chdir(self.folder)
        try:
            with (
                mock.patch.dict(os.environ, {**kept, **names}, clear=True),
                mock.patch.object(tempfile, "tempdir", tmp),
            ):
                yield
        finally:
            os.chdir(here)


class _Terminal(io.TextIOWrapper):
    """A stream that is taken for a terminal: click takes escapes out of what goes elsewhere."""

    def isatty(self) -> bool:
        return True


class _Ran:
    """What a command left behind."""

    def __init__(self) -> None:
        self.out, self.err = (_Terminal(io.BytesIO(), "utf-8", newline="") for _ in range(2))
        self.status: object = None
        self.error: BaseException | None = None
        self.noise: list[str] = []

    def printed(self, stream: io.TextIOWrapper) -> str:
        stream.flush()
        buffer = stream.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode("utf-8", "surrogateescape")


class _Noise(logging.Handler):
    """Keeps what a library would have told the user by itself."""

    def __init__(self, ran: _Ran) -> None:
        super().__init__(logging.WARNING)
        self.ran = ran

    def emit(self, record: logging.LogRecord) -> None:
        self.ran.noise.append(f"{record.name}: {record.getMessage()}")


@contextlib.contextmanager
def _captured(ran: _Ran) -> Iterator[None]:
    noise = _Noise(ran)
    logging.getLogger().addHandler(noise)
    try:
        with warnings.catch_warnings(record=True) as heard, _streams(ran):
            warnings.simplefilter("always")
            for unseen in (
                DeprecationWarning,
                PendingDeprecationWarning,
                ImportWarning,
                ResourceWarning,
            ):
                warnings.simplefilter(
                    "ignore", unseen
                )  # as Python has it where nobody asks for them
            try:
                yield
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                ran.error = error
        ran.noise += [f"{one.category.__name__}: {one.message}" for one in heard]
    finally:
        logging.getLogger().removeHandler(noise)


@contextlib.contextmanager
def _streams(ran: _Ran) -> Iterator[None]:
    with contextlib.redirect_stdout(ran.out), contextlib.redirect_stderr(ran.err):
        yield


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Ends what runs for more than *seconds*, twice where the first end was swallowed."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Overtime

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _status(words: tuple[str, ...]) -> object:
    from ropa.cli import main

    with mock.patch.object(sys, "argv", ["ropa", *words]):
        try:
            main()
        except SystemExit as end:
            return end.code or 0
    return None


def _judged(ran: _Ran, words: tuple[str, ...]) -> Fault | None:
    command = " ".join(words)
    if ran.error is not None:
        return _raised(ran.error, command)
    out, err = ran.printed(ran.out), ran.printed(ran.err)
    printed = STYLES.sub("", out + err)
    if ran.status not in (0, 1, 2):
        return Fault("status", command, f"{ran.status!r}")
    if SECRET in printed:
        return Fault(
            "outside",
            f"{words[0]} prints a file beside the project",
            _around(printed, printed.index(SECRET)),
        )
    if raw := RAW.search(printed):
        line = _around(printed, raw.start())
        return Fault("raw character", _form(words), f"U+{ord(raw.group()):04X} in {line!r}")
    if "a fault of ropa itself" in printed or "[internal-error]" in printed:
        return Fault("the net", words[0], printed[:2000])
    if "ropa: a file: " in err:
        return Fault("unclear", words[0], f"no word of which file: {err}")
    if ran.status == 2 and not err.strip():
        return Fault("silent", words[0], "exit status 2 and not a word why")
    if len(printed) > MOST_PRINTED:
        return Fault("output", words[0], f"{len(printed):,} characters")
    if ran.noise:
        return Fault("noise", ran.noise[0].split(":")[0], ran.noise[0])
    return None


def _around(text: str, place: int) -> str:
    """The line of *text* that *place* stands in, or the part of it around."""
    start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    return text[max(start, place - 150) : min(end if end >= 0 else len(text), place + 150)]


def _form(words: tuple[str, ...]) -> str:
    """The command, and in which form it prints."""
    place = words.index("--format") if "--format" in words else len(words)
    return " ".join((words[0], *words[place : place + 2]))


def _raised(error: BaseException, command: str) -> Fault:
    if isinstance(error, Outside):
        kind, name = "outside", str(error).split("/")[0].strip()
    elif isinstance(error, Overtime):
        kind, name = "slow", "more than the time allowed"
    else:
        kind, name = "exception", type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if f"{os.sep}ropa{os.sep}" in frame.filename]
    last = own[-1] if own else frames[-1]
    place = f"{last.filename.rpartition(f'{os.sep}ropa{os.sep}')[2]}:{last.name}"
    told = "".join(traceback.format_exception(error, limit=-12))
    return Fault(kind, f"{name} in {place}", f"{command}\n{told}"[:20_000])


def saved(case: Case, fault: Fault, folder: Path, again: str) -> None:
    """Write *case* into *folder* beside what is wrong with it and how to try it *again*."""
    case.write(folder)
    lines = [
        f"{fault.kind}: {fault.where}",
        again,
        *(f"ropa {' '.join(words)}" for words in case.commands),
        fault.detail,
    ]
    (folder / "fault.txt").write_text("\n".join(lines) + "\n", "utf-8", "backslashreplace")


def texts(files: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """*files* as bytes."""
    return {
        name: data if isinstance(data, bytes) else data.encode() for name, data in files.items()
    }
