"""The outside programs that sign and judge: each within a limit of time."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from ropa.errors import MissingPartError, UsageError

Done: TypeAlias = subprocess.CompletedProcess[bytes]
"""What a program leaves behind."""

JUDGING = 60
"""Seconds a program has to judge what it is given."""

SIGNING = 300
"""Seconds a program has to sign: somebody may have to type a passphrase or touch a device."""

_PACKAGES: Mapping[str, str] = MappingProxyType(
    {
        "gpg": "gnupg",
        "openssl": "openssl",
        "ssh-keygen": "openssh-client",
    }
)


def run(words: Sequence[str], data: bytes = b"", seconds: int = JUDGING) -> Done:
    """What the program of *words* makes of *data*. Raises RopaError where it gives no answer."""
    environment = {**os.environ, "LC_ALL": "C"}  # openssl prints its months in English
    try:
        return subprocess.run(
            words,
            input=data,
            capture_output=True,
            check=False,
            timeout=seconds,
            env=environment,
        )
    except FileNotFoundError as error:
        why = f"{words[0]} is missing on this machine; the package is {_PACKAGES[words[0]]}"
        raise MissingPartError(why) from error
    except subprocess.TimeoutExpired as error:
        raise UsageError(f"{words[0]} did not end within {seconds} seconds") from error


def product(done: Done, refusal: str) -> bytes:
    """What a program made. Raises UsageError, beginning with *refusal*, where it made nothing."""
    if done.returncode or not done.stdout:
        raise UsageError(f"{refusal}: {last_line(done.stderr)}")
    return done.stdout


def text(output: bytes) -> str:
    """What a program printed, though it may have printed what a stranger wrote."""
    return output.decode("utf-8", "replace")


def last_line(output: bytes) -> str:
    """The last line of *output*, where a program says why it gave up."""
    lines = text(output).strip().split("\n")
    return lines[-1].strip() or "it gave no reason"
