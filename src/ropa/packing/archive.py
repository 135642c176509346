"""A folder as one zip archive, the same to the byte wherever it is made, and such an archive read with suspicion."""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ropa.vocabulary import say

MOST_FILES = 100_000
"""Files of an archive that is read."""

FIRST = "README.txt"
"""What somebody who opens an archive sees first."""

_STAMP = (1980, 1, 1, 0, 0, 0)
"""The first date a zip archive can hold: it stands for none."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The folder in an archive, its files by name, and what is wrong with the others or the archive itself."""

    files: Mapping[str, bytes]
    faults: tuple[str, ...] = ()
    folder: str = ""


def build(folder: str, files: Mapping[str, bytes]) -> bytes:
    """An archive of *folder* with *files*, stored as they are: the first, and the others in order of name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files, key=lambda name: (name != FIRST, name)):
            entry = zipfile.ZipInfo(f"{folder}/{name}", _STAMP)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, files[name])
    return out.getvalue()


def opened(data: bytes) -> Opened:
    """What the archive *data* holds. Nothing is unpacked to disk, and nothing grows: compressed files are refused."""
    if data.count(b"PK\1\2") > 2 * MOST_FILES:
        return Opened({}, (say("verify.too_large"),))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, OSError) as error:
        return Opened({}, (say("verify.no_archive", why=shown(str(error))),))
    entries = archive.infolist()
    refused = list(_refused(entries))
    if (
        refused
        or len(entries) > MOST_FILES
        or sum(entry.file_size for entry in entries) > len(data)
    ):
        return Opened({}, tuple(refused or [say("verify.too_large")]))
    files, faults = _read(archive, entries)
    folders = {entry.filename.partition("/")[0] for entry in entries}
    folder = folders.pop() if len(folders) == 1 else ""
    inside = {name.partition("/")[2]: content for name, content in files.items()}
    if not folder or "" in inside:
        return Opened({}, (*faults, say("verify.no_bag")))
    if not faults and build(folder, inside) != data:
        faults.append(say("verify.not_as_written"))
    return Opened(inside, tuple(faults), folder)


def _read(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]
) -> tuple[dict[str, bytes], list[str]]:
    files, faults = {}, []
    for entry in entries:
        try:
            files[entry.filename] = archive.read(entry)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, OSError):
            faults.append(say("verify.damaged", name=shown(entry.filename)))
    return files, faults


def _refused(entries: list[zipfile.ZipInfo]) -> Iterator[str]:
    """Why files are not read, one line each."""
    for entry in entries:
        yield from _refusals(entry)
    counts = Counter(entry.filename for entry in entries)
    for name in sorted(counts):
        if counts[name] > 1:
            yield say("verify.twice", name=shown(name))


def _refusals(entry: zipfile.ZipInfo) -> Iterator[str]:
    name = entry.orig_filename
    if name != entry.filename or _leads_out(name):
        yield say("verify.leads_out", name=shown(name))
    elif entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 0x1:
        yield say(
            "verify.compressed", name=shown(name), packed=entry.compress_size, size=entry.file_size
        )
    elif (entry.external_attr >> 16) & 0o170000 not in (0, 0o100000):
        yield say("verify.no_file", name=shown(name))


def _leads_out(name: str) -> bool:
    steps = name.split("/")
    return bool({"", ".", ".."} & set(steps) or set(name) & set("\\:\0"))


def shown(name: str) -> str:
    """*name* as it can be printed, whatever a stranger put into it."""
    cut = name if len(name) <= 200 else f"{name[:200]}…"
    return cut if cut.isprintable() else ascii(cut)
