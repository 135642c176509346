"""Files to disk: all of a set or none, and whatever stood there before stays until the new ones are complete."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ropa.errors import WriteError


def write(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write *files* (bytes by name) into *folder*. Raises WriteError, with what stood there untouched."""
    written: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            written.append((_draft(folder, data), folder / name))
        for draft, final in written:
            os.replace(draft, final)
    except OSError as error:
        raise WriteError(
            f"{folder}: cannot be written: {error.strerror or error}; what stood there is untouched"
        ) from error
    finally:
        for draft, _ in written:
            draft.unlink(missing_ok=True)
    return tuple(final for _, final in written)


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
