"""What the programs that sign and judge leave behind, as text."""

from ropa.errors import UsageError
from ropa.history.program import Done
from ropa.vocabulary import translate

SIGNING = 300
"""Seconds a program has to sign: somebody may have to type a passphrase or touch a device."""


def product(done: Done, program: str) -> bytes:
    """What *program* made. Raises UsageError with its reason where it made nothing."""
    if done.returncode or not done.stdout:
        raise UsageError(translate(f"program.refused_{program}", why=last_line(done.stderr)))
    return done.stdout


def text(output: bytes) -> str:
    """What a program printed, though it may have printed what a stranger wrote."""
    return output.decode("utf-8", "replace")


def last_line(output: bytes) -> str:
    """The last line of *output*, where a program says why it gave up."""
    lines = text(output).strip().split("\n")
    return lines[-1].strip() or translate("program.no_reason")
