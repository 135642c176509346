"""What is said of a document that cannot be read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a document could not be read, as the end of a sentence about it."""

    why: str


def broken(kind: str, error: Exception) -> Unreadable:
    """A document that a library for its *kind* gave up on, with what the library says of it."""
    reason = " ".join(str(error).split())[:_LONGEST] or type(error).__name__
    if isinstance(error, RecursionError) or "recursion depth" in reason:
        return Unreadable("is nested too deeply")
    return Unreadable(f"is not a readable {kind}: {reason}")


_LONGEST = 200
"""Characters of a library's message, which can hold as much of the document as it likes."""
