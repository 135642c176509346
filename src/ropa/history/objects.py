"""Commits, trees and files of a repository: each read by its id, compared with it, and bounded."""

import hashlib
import os
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ropa.history.plumbing import started
from ropa.history.refusal import refusal
from ropa.vocabulary import number_text, translate

MOST_ENTRIES = 200_000
"""Files and folders of a revision that are walked; a few hundred bytes can claim billions."""

DEEPEST = 64
"""Folders within each other."""

LARGEST_TREE = 16_000_000
"""Bytes of one tree or commit, as git keeps it."""

LARGEST_FILE = 64_000_000
"""Bytes of one file; a record has a million at most."""

FILE, LINK, FOLDER, SUBMODULE = "100644", "120000", "040000", "160000"
"""What a name in a tree can stand for, as git writes it."""


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One file of a revision, by its path from the top of the repository."""

    path: str
    mode: str
    id: str

    def below(self, folder: "TreeEntry") -> "TreeEntry":
        """The same, by its path from where the path of *folder* begins."""
        above = folder.path
        path = f"{above}/{self.path}" if above else self.path
        return TreeEntry(path, self.mode, self.id)


@dataclass(frozen=True, slots=True)
class Objects:
    """Gives the bytes of objects through one process of git."""

    git: subprocess.Popen[bytes]

    def size(self, id: str, kind: str, name: str) -> int:
        """How many bytes :meth:`data` will give. Raises UsageError where the object is not here."""
        header = self._header(id)
        if len(header) != 3:
            raise refusal("no_content", name=name)
        _, stored_kind, size = header
        if stored_kind != kind:
            raise refusal("other_kind", name=name, stored=stored_kind, kind=kind)
        return int(size)

    def _header(self, id: str) -> list[str]:
        """The id, kind and size of an object, in words of git; fewer where it is not here."""
        assert self.git.stdin is not None and self.git.stdout is not None
        try:
            self.git.stdin.write(f"{id}\n".encode())
            self.git.stdin.flush()
        except BrokenPipeError:
            return []
        return self.git.stdout.readline().decode().split()

    def data(self, id: str, kind: str, name: str, size: int) -> bytes:
        """The bytes of the object that :meth:`size` was asked for just before."""
        assert self.git.stdout is not None
        data = self.git.stdout.read(size)
        self.git.stdout.read(1)
        if object_id(kind, data, id) != id:
            raise refusal("other_content", name=name)
        return data

    def read(self, id: str, kind: str, name: str, most: int) -> bytes:
        """The bytes of the object *id*, which is called *name* where it cannot be read."""
        size = self.size(id, kind, name)
        if size > most:
            raise refusal("too_large", name=name, most=number_text(most))
        return self.data(id, kind, name, size)


@contextmanager
def objects(folder: Path) -> Iterator[Objects]:
    """The objects of the repository that *folder* lies in."""
    with started(folder, "cat-file", "--batch", stdin=subprocess.PIPE) as git:
        yield Objects(git)


def object_id(kind: str, data: bytes, like: str) -> str:
    """The name git gives *data*, by the hash that made the name *like*."""
    algorithm = "sha1" if len(like) == 40 else "sha256"
    header = f"{kind} {len(data)}\0".encode()
    digest = hashlib.new(algorithm, header, usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()


@dataclass(slots=True)
class Walk:
    """Walks trees, as far as what is met has bounds: a tree may stand in itself a billion times."""

    store: Objects
    walked: int = 0
    children: dict[str, tuple[TreeEntry, ...]] = field(default_factory=dict)
    """What was read of folders, by their id."""

    def below(self, tree: str, path: str) -> Iterator[TreeEntry]:
        """Files of *tree* at or below *path*; all where it is empty."""
        top = TreeEntry("", FOLDER, tree)
        for step in path.split("/") if path else ():
            if top.mode != FOLDER:
                return
            entries = {entry.path: entry for entry in self._children(top)}
            if step not in entries:
                return
            top = entries[step].below(top)
        yield from self._files(top, 0)

    def _files(self, entry: TreeEntry, depth: int) -> Iterator[TreeEntry]:
        self.walked += 1
        if self.walked > MOST_ENTRIES:
            raise refusal("too_many", most=MOST_ENTRIES)
        if entry.mode != FOLDER:
            yield entry
            return
        if depth > DEEPEST:
            raise refusal("too_deep", most=DEEPEST)
        for child in self._children(entry):
            yield from self._files(child.below(entry), depth + 1)

    def _children(self, folder: TreeEntry) -> tuple[TreeEntry, ...]:
        """What stands in *folder*, by its name there."""
        if folder.id not in self.children:
            name = folder.path or translate("history.top_folder")
            self.children[folder.id] = self._read(folder.id, name)
        return self.children[folder.id]

    def _read(self, id: str, name: str) -> tuple[TreeEntry, ...]:
        data = self.store.read(id, "tree", name, LARGEST_TREE)
        try:
            entries = tuple(_parsed(data, len(id) // 2))
        except ValueError as error:
            raise refusal("no_file_list", name=name) from error
        paths = {entry.path for entry in entries}
        if len(paths) < len(entries):
            raise refusal("repeated_name", name=name)
        return entries


def _parsed(data: bytes, width: int) -> Iterator[TreeEntry]:
    """The names of a tree as git keeps it. Raises ValueError where it is none."""
    start = 0
    while start < len(data):
        space = data.index(b" ", start)
        mode = _canonical_mode(data[start:space])
        zero = data.index(b"\0", space)
        name = os.fsdecode(data[space + 1 : zero])
        start = zero + 1 + width
        id = data[zero + 1 : start].hex()
        if len(id) < 2 * width:
            raise ValueError("the last name has no object")
        yield TreeEntry(name, mode, id)


def _canonical_mode(digits: bytes) -> str:
    """What *digits* stand for; git too takes every kind it does not know for a submodule."""
    kinds = {stat.S_IFREG: FILE, stat.S_IFLNK: LINK, stat.S_IFDIR: FOLDER}
    # not by stat.S_IFMT, which raises for a number that no file system has
    return kinds.get(int(digits, 8) & 0o170000, SUBMODULE)
