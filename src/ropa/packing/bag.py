"""A pack as a BagIt 1.0 bag, so that programs which know nothing of ropa check it. RFC 8493."""

from ropa.packing.archive import FIRST
from ropa.packing.manifest import MANIFEST, About, fingerprints
from ropa.packing.names import Files

PAYLOAD = "data/"
"""Where the payload of a bag stands."""

README = FIRST

BAGIT, INFO = "bagit.txt", "bag-info.txt"
SUMS, TAG_SUMS = "manifest-sha256.txt", "tagmanifest-sha256.txt"

_BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def folder(about: About) -> str:
    """The folder a pack unpacks to."""
    return f"{about.register_}-{about.as_of.isoformat()}"


def payload(files: Files) -> dict[str, bytes]:
    """What is in a bag with *files*, without the tag files that describe it."""
    names = [name for name in files if name.startswith(PAYLOAD)]
    return {name: files[name] for name in names}


def tags(about: About, payload: Files) -> dict[str, bytes]:
    """The tag files that say of a bag that it is one, and what its *payload* is."""
    return {BAGIT: _BAGIT, INFO: _info(about, payload), SUMS: sums(payload)}


def _info(about: About, payload: Files) -> bytes:
    """What the bag says of itself; not the day it was made on, so that the same gives the same."""
    size = sum(map(len, payload.values()))
    text = f"""\
Source-Organization: {about.organization}
External-Description: {about.title}
External-Identifier: {folder(about)} {about.revision}
Payload-Oxum: {size}.{len(payload)}
Bag-Software-Agent: {about.tool.name} {about.tool.version}
"""
    return text.encode()


def sums(files: Files) -> bytes:
    """The SHA-256 of each of *files*, as `sha256sum -c` reads it."""
    listed = fingerprints(files).items()
    lines = [f"{sum}  {name}\n" for name, sum in listed]
    return "".join(lines).encode()


def tag_sums(files: Files) -> bytes:
    """The SHA-256 of each tag file among *files*, but of itself."""
    tag_names = files.keys() - {TAG_SUMS, *payload(files)}
    return sums({name: files[name] for name in tag_names})


def is_listed(name: str) -> bool:
    """Whether the manifest lists the file *name*: all but itself, and the sums that list it."""
    return name not in (MANIFEST, TAG_SUMS)
