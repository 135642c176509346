"""Outside programs: each is asked one question, and has a limit of time for the answer."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from ropa.errors import MissingPartError, UsageError
from ropa.vocabulary import translate

Done: TypeAlias = subprocess.CompletedProcess[bytes]
"""What a program leaves behind."""

JUDGING = 60.0
"""Seconds a program has to judge what it is given."""


class OverdueError(UsageError):
    """A program did not end within its time."""


def run(
    words: Sequence[str],
    data: bytes = b"",
    seconds: float = JUDGING,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Done:
    """What the program of *words* makes of *data*. Raises RopaError where it gives no answer."""
    in_english = {**os.environ, "LC_ALL": "C"}
    try:
        return subprocess.run(
            words,
            input=data,
            capture_output=True,
            check=False,
            timeout=seconds,
            cwd=folder,
            env=environment or in_english,
        )
    except FileNotFoundError as error:
        raise missing(words[0]) from error
    except subprocess.TimeoutExpired as error:
        message = translate("program.overdue", program=words[0], seconds=f"{seconds:g}")
        raise OverdueError(message) from error


def missing(program: str) -> MissingPartError:
    """That *program* is not installed, and what brings it."""
    return MissingPartError(translate(f"program.no_{program}"))
