"""A pack made once, and what ``ropa verify`` says of what lies beside it: signatures and time stamps."""

from __future__ import annotations

import functools
import subprocess
from pathlib import Path

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
    assert [line for line in alone(file.read_bytes(), file.parent) if line not in lines] == []
    return ran.status, [line for line in lines if line not in alone(file.read_bytes(), file.parent)]


@functools.cache
def alone(data: bytes, folder: Path) -> tuple[str, ...]:
    """What is said of the pack *data* whoever signed it."""
    (folder / "alone").mkdir(exist_ok=True)
    (folder / "alone" / "alone.zip").write_bytes(data)
    ran = ropa(folder, "verify", str(folder / "alone" / "alone.zip"))
    return tuple(line for line in ran.out.splitlines() if line != UNSIGNED)


UNSIGNED = "not proven: who made it: there is no signature"


def does(*words: str | Path, data: bytes = b"", at: Path | None = None) -> bytes:
    """What a program prints, which must succeed."""
    done = subprocess.run(
        [*map(str, words)], input=data, cwd=at, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
