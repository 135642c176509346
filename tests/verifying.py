"""A pack made once, and what ``ropa verify`` says of what lies beside it: signatures and time stamps."""

from __future__ import annotations

import functools
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from support import project_of, ropa


def pack_of(folder: Path) -> Path:
    """The shop, packed as shop.zip in *folder*."""
    root, file = project_of(folder / "shop", {}), folder / "shop.zip"
    assert ropa(root, "pack", "--output", str(file)).status == 0
    return file


def verdict(file: Path, *options: str) -> tuple[int, list[str]]:
    """How ``ropa verify`` ends, and the lines it has beyond those of the same pack alone, none of which it lacks."""
    ran = ropa(file.parent, "verify", str(file), *options)
    assert ran.err == ""
    lines = ran.out.splitlines()
    always = alone(file.read_bytes())
    assert [line for line in always if line not in lines] == []
    return ran.status, [line for line in lines if line not in always]


@functools.cache
def alone(data: bytes) -> tuple[str, ...]:
    """What is said of the pack *data* whoever signed it, and wherever it lies."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "alone.zip"
        file.write_bytes(data)
        ran = ropa(file.parent, "verify", str(file))
        return tuple(line for line in ran.out.splitlines() if line != UNSIGNED)


UNSIGNED = "not proven: who made it: there is no signature"


def does(*words: str | Path, data: bytes = b"", at: Path | None = None) -> bytes:
    """What a program prints, which must succeed."""
    done = subprocess.run(
        [*map(str, words)], input=data, cwd=at, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
