"""A folder as one zip archive, the same bytes on every machine; and such an archive distrusted."""

import io
import stat
import zipfile
from collections import Counter
from dataclasses import dataclass

from ropa.packing.names import Files, leads_out
from ropa.packing.statement import Verdict, Verdicts, failed

MOST_FILES = 100_000
"""Files of an archive that is read."""

FIRST = "README.txt"
"""What somebody who opens an archive sees first."""

_STAMP = (1980, 1, 1, 0, 0, 0)
"""The first date a zip archive can hold: it stands for none."""

_UNIX = 3
"""The system that an archive says it was written on."""

_ENTRY = b"PK\1\2"
"""What begins an entry in an archive's list of files."""

_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Opened:
    """The folder in an archive, its files by name, and what is wrong with the rest of it."""

    files: Files
    faults: tuple[Verdict, ...] = ()
    folder: str = ""


def build(folder: str, files: Files) -> bytes:
    """An archive of *folder* with *files*, uncompressed: the readme, then the others by name."""
    out = io.BytesIO()
    names = sorted(files, key=lambda name: (name != FIRST, name))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in names:
            entry = zipfile.ZipInfo(f"{folder}/{name}", _STAMP)
            entry.create_system = _UNIX
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, files[name])
    return out.getvalue()


def opened(data: bytes) -> Opened:
    """What the archive *data* holds. Nothing is unpacked to disk; compressed files are refused."""
    # counted before zipfile builds an object of each
    if data.count(_ENTRY) > 2 * MOST_FILES:
        return Opened({}, (failed("too_large"),))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, OSError) as error:
        return Opened({}, (failed("no_archive", why=error),))
    entries = archive.infolist()
    refusals = tuple(_refusals(entries))
    claimed = sum(entry.file_size for entry in entries)
    if refusals or len(entries) > MOST_FILES or claimed > len(data):
        return Opened({}, refusals or (failed("too_large"),))
    return _folder(archive, data)


def _folder(archive: zipfile.ZipFile, data: bytes) -> Opened:
    """The one folder of the *archive*, which was read from *data*."""
    files = {}
    faults = []
    folders = set()
    for entry in archive.infolist():
        folder, _, name = entry.filename.partition("/")
        folders.add(folder)
        content = _content(archive, entry)
        if content is None:
            faults.append(failed("damaged", name=entry.filename))
        else:
            files[name] = content
    if len(folders) != 1 or "" in files:
        return Opened({}, (*faults, failed("no_bag")))
    if not faults and build(folder, files) != data:
        faults.append(failed("not_as_written"))
    return Opened(files, tuple(faults), folder)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | None:
    """What *entry* holds; None where it is damaged."""
    try:
        return archive.read(entry)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, OSError):
        return None


def _refusals(entries: list[zipfile.ZipInfo]) -> Verdicts:
    """Why files are not read."""
    for entry in entries:
        yield from _refusals_of(entry)
    counts = Counter(entry.filename for entry in entries)
    for name, count in sorted(counts.items()):
        if count > 1:
            yield failed("twice", name=name)


def _refusals_of(entry: zipfile.ZipInfo) -> Verdicts:
    name = entry.orig_filename
    is_cut = entry.filename != name
    is_stored = entry.compress_type == zipfile.ZIP_STORED
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if is_cut or leads_out(name):
        yield failed("leads_out", name=name)
    elif not is_stored or entry.flag_bits & _ENCRYPTED:
        yield failed("compressed", name=name, packed=entry.compress_size, size=entry.file_size)
    elif kind not in (0, stat.S_IFREG):
        yield failed("no_file", name=name)
