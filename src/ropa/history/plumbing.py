"""How git is run: for facts only, alone with the objects of a repository, and not for ever.

A repository can come from a stranger, and its settings can name programs. Only commands that read
are used, with hooks, monitors, filters, replacements and every way of fetching switched off, and
nothing is checked out. What a file of it makes git wait for, such as a pipe, ends with the time
that git is given.
"""

import os
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from ropa.errors import UsageError
from ropa.history import program
from ropa.history.refusal import refusal

LONGEST = 60.0
"""Seconds that one question to git may take; a history of a hundred thousand commits takes two."""

_SETTINGS = (
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    f"core.hooksPath={os.devnull}",
    f"core.attributesFile={os.devnull}",
    "core.commitGraph=false",
    "core.useReplaceRefs=false",
    "core.warnAmbiguousRefs=true",
    "core.bigFileThreshold=8m",  # what is larger is handed on in pieces
    "safe.bareRepository=explicit",  # a folder that only looks like a repository is none
    "protocol.allow=never",
    "gc.auto=0",
    "maintenance.auto=false",
)

_ENVIRONMENT = (
    ("LC_ALL", "C"),
    ("GIT_ALLOW_PROTOCOL", ""),
    ("GIT_ATTR_NOSYSTEM", "1"),
    ("GIT_GRAFT_FILE", os.devnull),
    ("GIT_LITERAL_PATHSPECS", "1"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_TERMINAL_PROMPT", "0"),
)


def run(folder: Path, *words: str) -> program.Done:
    """Ask git one question in *folder*, whose answer is short."""
    try:
        return program.run(
            _command(words), seconds=LONGEST, folder=folder, environment=_surroundings()
        )
    except program.OverdueError as error:
        raise _overdue(words) from error


def output_or_none(folder: Path, *words: str) -> str | None:
    """What git answers, or None where it has no answer."""
    done = run(folder, *words)
    return None if done.returncode else os.fsdecode(done.stdout)


def output(folder: Path, *words: str) -> str:
    """What git answers. Raises UsageError where it has no answer."""
    answer = output_or_none(folder, *words)
    if answer is None:
        raise unable(words)
    return answer


@contextmanager
def started(
    folder: Path, *words: str, stdin: int = subprocess.DEVNULL
) -> Iterator[subprocess.Popen[bytes]]:
    """Git at work in *folder*; it is ended with the block, or when its time is up."""
    try:
        git = subprocess.Popen(
            _command(words),
            cwd=folder,
            env=_surroundings(),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except FileNotFoundError as error:
        raise program.missing("git") from error
    is_overdue = threading.Event()
    timer = threading.Timer(LONGEST, _stop, (git, is_overdue))
    timer.start()
    try:
        yield git
    finally:
        timer.cancel()
        _end(git)
        if is_overdue.is_set():
            raise _overdue(words)


def unable(words: Sequence[str]) -> UsageError:
    """What to say where git does not answer what it always can."""
    return refusal("unable", step=words[0])


def _stop(git: subprocess.Popen[bytes], is_overdue: threading.Event) -> None:
    is_overdue.set()
    git.kill()


def _end(git: subprocess.Popen[bytes]) -> None:
    git.kill()
    for pipe in (git.stdin, git.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):  # it had not read all that was asked
                pipe.close()
    git.wait()


def _overdue(words: Sequence[str]) -> UsageError:
    return refusal("overdue", step=words[0], seconds=f"{LONGEST:g}")


def _command(words: Sequence[str]) -> list[str]:
    command = ["git", "--no-pager"]
    for setting in _SETTINGS:
        command += ["-c", setting]
    return [*command, *words]


def _surroundings() -> dict[str, str]:
    """The environment without what could lead git elsewhere, such as GIT_DIR inside a hook."""
    given = os.environ.items()
    harmless = {name: value for name, value in given if not name.startswith("GIT_")}
    return {**harmless, **dict(_ENVIRONMENT)}
