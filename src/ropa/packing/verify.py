"""What a pack proves: by itself, against a repository, and against what its records give.

Who rewrites a pack can make every fingerprint in it fit. So nothing it says is believed: what this
tool can make again is made again and compared, what git knows is asked of git, and the rest is
named as not proven.
"""

from ropa.history import Repository
from ropa.packing import bag
from ropa.packing.appendix import beside_pack
from ropa.packing.archive import Opened, opened
from ropa.packing.manifest import MANIFEST, Manifest, fingerprints, parsed, sha256
from ropa.packing.names import Files
from ropa.packing.recomputed import VerifyOptions, recomputed
from ropa.packing.statement import Verdicts, failed, proven


def verify_pack(data: bytes, home: Repository | None, options: VerifyOptions) -> Verdicts:
    """Everything that can be said of the pack *data*, beside the repository *home* if any."""
    archive = opened(data)
    yield from archive.faults
    if not archive.files:
        return
    if MANIFEST not in archive.files:
        yield failed("manifest_missing")
        return
    manifest = parsed(archive.files[MANIFEST])
    if isinstance(manifest, str):
        yield failed("manifest_edited", place=manifest)
        return
    yield from _beside_manifest(manifest, archive)
    yield from beside_pack(archive.files)
    yield from recomputed(manifest.predicate, archive.files, home, options)


def _beside_manifest(manifest: Manifest, archive: Opened) -> Verdicts:
    """Whether the files of *archive* are what *manifest* says, and nothing else is in it."""
    faults = [*_altered(manifest, archive.files)]
    faults += _unlike_a_bag(manifest, archive)
    yield from faults
    if not faults and not archive.faults:
        seal = sha256(archive.files[MANIFEST])
        yield proven("files", n=len(manifest.subject), seal=seal)


def _altered(manifest: Manifest, files: Files) -> Verdicts:
    """Files that are not what *manifest* says."""
    listed = manifest.files
    names = filter(bag.is_listed, files)
    present = fingerprints({name: files[name] for name in names})
    missing = {listed[name]: name for name in listed if name not in present}
    for name, sum in present.items():
        if listed.get(name) == sum:
            continue
        if name in listed:
            yield failed("changed", name=name)
        elif sum in missing:
            former_name = missing.pop(sum)
            yield failed("renamed", name=name, was=former_name)
        else:
            yield failed("added", name=name)
    for name in sorted(missing.values()):
        yield failed("removed", name=name)


def _unlike_a_bag(manifest: Manifest, archive: Opened) -> Verdicts:
    """What is not as in a bag that this tool makes of the same payload."""
    about = manifest.predicate
    files = archive.files
    folder = bag.folder(about)
    if archive.folder != folder:
        yield failed("folder", name=archive.folder, ours=folder)
    expected = bag.tags(about, bag.payload(files))
    expected[bag.TAG_SUMS] = bag.tag_sums(files)
    for name in sorted(expected):
        if files.get(name) != expected[name]:
            yield failed("not_of_files" if name in files else "removed", name=name)
