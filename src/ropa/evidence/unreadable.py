"""What is said of a document that cannot be read."""

from dataclasses import dataclass

from ropa.vocabulary import translate


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a document could not be read, as the end of a sentence about it."""

    why: str


def unreadable(key: str, /, **values: object) -> Unreadable:
    """The catalogue's text for *key*, as what keeps a document from being read."""
    return Unreadable(translate(f"unreadable.{key}", **values))


def broken(kind: str, error: object) -> Unreadable:
    """A document that a library for its *kind* gave up on, with what the library says of it."""
    message = " ".join(str(error).split())
    reason = message[:_LONGEST] or type(error).__name__
    if isinstance(error, RecursionError) or "recursion depth" in reason:
        return unreadable("too_deep")
    return unreadable(f"broken_{kind}", reason=reason)


_LONGEST = 200
"""Characters of a library's message, which can hold as much of the document as it likes."""
