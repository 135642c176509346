"""Files to disk: all of a set or none, and whatever stood there before stays until the new ones are complete."""

import errno
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ropa.errors import WriteError


def write(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write *files* (bytes by name) into *folder*. Raises WriteError, with what stood there untouched."""
    drafts: dict[Path, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            drafts[folder / name] = _draft(folder, data)
        _exchange(drafts)
    except OSError as error:
        why = "a file stands in its place" if folder.is_file() else error.strerror or error
        raise WriteError(f"{folder}: cannot be written: {why}; what stood there is untouched") from error
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
    return tuple(drafts)


def _draft(folder: Path, data: bytes) -> Path:
    """A complete file under another name, on the same disk."""
    handle, name = tempfile.mkstemp(prefix=".ropa-", dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(0o644)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _exchange(drafts: Mapping[Path, Path]) -> None:
    """Put every draft in its place; where one cannot be, put back what stood in the place of each."""
    try:
        for final, draft in drafts.items():
            if final.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            if os.path.lexists(final):
                _keep(final, _aside(draft))
            os.replace(draft, final)
    except BaseException:
        for final, draft in drafts.items():
            if os.path.lexists(_aside(draft)):
                os.replace(_aside(draft), final)
            elif not draft.exists():
                final.unlink(missing_ok=True)
        raise
    finally:
        for draft in drafts.values():
            _aside(draft).unlink(missing_ok=True)


def _aside(draft: Path) -> Path:
    return draft.with_name(f"{draft.name}-old")


def _keep(final: Path, aside: Path) -> None:
    try:
        os.link(final, aside, follow_symlinks=False)
    except OSError:  # a disk without links
        shutil.copy2(final, aside, follow_symlinks=False)
