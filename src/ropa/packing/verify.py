"""What a pack or an appendix proves: by itself, against a repository, and against what this tool makes of its records.

Who rewrites a pack can make every fingerprint in it fit. So nothing it says is believed: what this tool can make
again is made again and compared, what git knows is asked of git, and the rest is named as not proven.
"""

from collections.abc import Iterator, Mapping

from ropa.history import Repository
from ropa.packing import bag
from ropa.packing.appendix import beside_pack
from ropa.packing.archive import opened, shown
from ropa.packing.manifest import MANIFEST, Manifest, fingerprints, parsed, sha256
from ropa.packing.recomputed import VerifyOptions, recomputed
from ropa.packing.statement import Outcome, Verdict, statement

PROVEN, FAILED = Outcome.PROVEN, Outcome.FAILED


def verify_pack(data: bytes, home: Repository | None, asked: VerifyOptions) -> Iterator[Verdict]:
    """Everything that can be said of the pack *data*, beside the repository *home* where there is one."""
    archive = opened(data)
    yield from (Verdict(FAILED, fault) for fault in archive.faults)
    if not archive.files:
        return
    if MANIFEST not in archive.files:
        yield statement(FAILED, "manifest_missing")
        return
    manifest = parsed(archive.files[MANIFEST])
    if isinstance(manifest, str):
        yield statement(FAILED, "manifest_edited", place=manifest)
        return
    faults = [*_compared(manifest, archive.files), *_bag(manifest, archive.folder, archive.files)]
    yield from faults
    if not faults and not archive.faults:
        yield statement(
            PROVEN, "files", n=len(manifest.subject), seal=sha256(archive.files[MANIFEST])
        )
    yield from beside_pack(archive.files)
    yield from recomputed(manifest.predicate, archive.files, home, asked)


def _compared(manifest: Manifest, files: Mapping[str, bytes]) -> Iterator[Verdict]:
    """Files that are not what *manifest* says."""
    listed = manifest.files
    found = fingerprints({name: data for name, data in files.items() if bag.is_listed(name)})
    gone = {listed[name]: name for name in listed if name not in found}
    for name in sorted(found.keys() | listed.keys()):
        if name not in listed and found[name] in gone:
            was = gone.pop(found[name])
            yield statement(FAILED, "renamed", name=shown(name), was=shown(was))
        elif name not in listed:
            yield statement(FAILED, "added", name=shown(name))
        elif name in found and found[name] != listed[name]:
            yield statement(FAILED, "changed", name=shown(name))
    for name in sorted(gone.values()):
        yield statement(FAILED, "removed", name=shown(name))


def _bag(manifest: Manifest, folder: str, files: Mapping[str, bytes]) -> Iterator[Verdict]:
    """What is not as in a bag that this tool makes of the same payload."""
    if folder != bag.folder(manifest.predicate):
        yield statement(FAILED, "folder", name=shown(folder), ours=bag.folder(manifest.predicate))
    payload = {name: data for name, data in files.items() if name.startswith(bag.PAYLOAD)}
    right = {**bag.tags(manifest.predicate, payload), bag.TAG_SUMS: bag.tag_sums(files)}
    for name in sorted(right):
        if files.get(name) != right[name]:
            yield statement(FAILED, "not_of_files" if name in files else "removed", name=name)
