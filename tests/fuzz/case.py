"""One input: files in a folder, and the commands a user would run there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random


@dataclass(frozen=True)
class Case:
    """Files and links by their path below the folder at hand, and commands of ``ropa`` that run there."""

    files: Mapping[str, bytes]
    commands: tuple[tuple[str, ...], ...]
    links: Mapping[str, str] = field(default_factory=dict)
    may_write: bool = False
    """Whether a command writes into the folder; one that only reads does not."""

    @property
    def size(self) -> int:
        """Bytes of all files: of two inputs with one fault, the smaller tells more."""
        return sum(map(len, self.files.values()))

    def write(self, folder: Path) -> None:
        """Make *folder* hold this case and nothing else."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, data in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        for name, goal in self.links.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            path.symlink_to(goal)


Maker = Callable[[Random], Case]
"""A case for each state of a source of chance, the same for the same state."""
