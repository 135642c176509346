"""What is said where a repository does not give what it is asked for."""

from ropa.errors import UsageError
from ropa.vocabulary import translate


class RevisionError(UsageError):
    """Why a revision cannot be read, in a line that names the revision."""


def refusal(key: str, /, **values: object) -> UsageError:
    """The catalogue's text for *key* of this room, as an error to raise."""
    return UsageError(translate(f"history.{key}", **values))


def unreadable_at(commit: object, why: object) -> RevisionError:
    """*why* something of *commit* cannot be read."""
    return RevisionError(translate("history.at", commit=commit, why=why))
