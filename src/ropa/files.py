"""Files of a folder a stranger may have filled: nothing outside is opened, and no pipe."""

import os
import stat
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ropa.vocabulary import number_text, translate


class Refusal(StrEnum):
    """What keeps a file from being read."""

    MISSING = "missing"
    LINK = "link"
    OUTSIDE = "outside"
    NO_FILE = "no-file"
    TOO_LARGE = "too-large"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file is not read: *why* ends a sentence that begins with its name."""

    kind: Refusal
    why: str


def read_below(root: Path, name: str, most: int) -> bytes | Refused:
    """The file *name* below the folder *root*, where it is a plain file of at most *most* bytes.

    No link is followed at the end of *name*; on the way to it only links that stay below *root*.
    """
    path = root / name
    try:
        if not is_below(root, path.parent):
            return _refused(Refusal.OUTSIDE)
        return _not_plain(path.lstat().st_mode) or _bytes(path, most)
    except (FileNotFoundError, NotADirectoryError):
        return _refused(Refusal.MISSING)
    except OSError as error:
        return _refused(Refusal.SYSTEM, reason=error.strerror or error)
    except ValueError:  # a zero byte, or half a character
        return _refused(Refusal.SYSTEM, "name")


def is_below(root: Path, path: Path) -> bool:
    """Whether *path*, its links followed, is *root* or lies below it."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):  # links that lead in a circle; a zero byte
        return False


def _bytes(path: Path, most: int) -> bytes | Refused:
    """At most *most* bytes of *path*, judged once more by what was really opened."""
    try:
        handle = os.open(path, _FLAGS)
    except OSError:
        if path.is_symlink():  # since it was looked at
            return _refused(Refusal.LINK)
        raise
    with os.fdopen(handle, "rb") as file:
        refused = _not_plain(os.fstat(handle).st_mode)
        if refused is not None:
            return refused
        data = file.read(most + 1)
    if len(data) > most:
        return _refused(Refusal.TOO_LARGE, most=number_text(most))
    return data


def _refused(kind: Refusal, case: str = "", /, **values: object) -> Refused:
    return Refused(kind, translate(f"file_refused.{case or kind}", **values))


# A link is not followed and a pipe is not waited for, where the system knows how.
_FLAGS = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"):
    _FLAGS |= getattr(os, _flag, 0)


def _not_plain(mode: int) -> Refused | None:
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISLNK(mode):
        return _refused(Refusal.LINK)
    return _refused(Refusal.NO_FILE, "folder" if stat.S_ISDIR(mode) else "odd")


def is_of_git(root: Path, path: Path) -> bool:
    """Whether *path*, its links followed, lies in a folder below *root* that is of git."""
    root, path = root.resolve(), path.resolve()
    steps = path.relative_to(root).parts if path.is_relative_to(root) else path.parts
    if any(_is_dot_git(step) for step in steps):
        return True
    folders = (folder for folder in (path, *path.parents) if root in folder.parents)
    return any(_is_repository(folder) for folder in folders)


def _is_dot_git(step: str) -> bool:
    """Whether some system takes *step* for ``.git``."""
    # Letters of no width, case, names of streams, dots and spaces at the end, short names.
    plain = "".join(letter for letter in step if unicodedata.category(letter) != "Cf")
    return plain.partition(":")[0].rstrip(". ").casefold() in (".git", "git~1")


def _is_repository(folder: Path) -> bool:
    """Whether *folder* has what git looks for in a repository, whatever it is called."""
    parts = ("objects", "refs")
    return (folder / "HEAD").is_file() and all((folder / part).is_dir() for part in parts)
