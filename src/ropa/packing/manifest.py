"""What a pack says of itself: which register, of when, made by what, and the fingerprint of every file in it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, ValidationError

from ropa.model.part import Part

FORMAT = "ropa-pack/1"

MANIFEST = "manifest.json"

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Tool(Part):
    """What made the pack."""

    name: str
    version: str


class File(Part):
    """One file of a pack."""

    bytes: int
    sha256: Sha256


class Origin(Part):
    """Where in git the records are kept, and whether what was packed is what that commit holds."""

    commit: Annotated[str, Field(pattern="^[0-9a-f]{40}([0-9a-f]{24})?$")]
    committed: str
    folder: str
    """The project's folder in the repository, empty or ending in a slash."""
    state: Annotated[str, Field(pattern="^(clean|dirty)$")]
    differences: tuple[str, ...] = ()


class Manifest(Part):
    """``manifest.json``. Its own *seal* is the SHA-256 of itself with the seal left empty."""

    format: Annotated[str, Field(pattern=f"^{FORMAT}$")]
    tool: Tool
    register_: str = Field(alias="register")
    title: str
    organization: str
    kept_by: str
    as_of: str
    revision: str
    git: Origin | None
    findings: Mapping[str, int]
    files: Mapping[str, File]
    seal: str = ""

    def data(self) -> bytes:
        """The manifest as it is written."""
        shown = self.model_dump(mode="json", by_alias=True)
        return (json.dumps(shown, ensure_ascii=False, indent=2) + "\n").encode()

    def sealed(self) -> "Manifest":
        """The same with its seal."""
        bare = self.model_copy(update={"seal": ""})
        return bare.model_copy(update={"seal": sha256(bare.data())})


def sha256(data: bytes) -> str:
    """The fingerprint of *data*, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def fingerprints(files: Mapping[str, bytes]) -> dict[str, File]:
    """The fingerprint of each of *files*, in order of name."""
    return {name: File(bytes=len(files[name]), sha256=sha256(files[name])) for name in sorted(files)}


def parsed(data: bytes) -> Manifest | None:
    """The manifest in *data*; None where it is not one, or not as this tool writes it."""
    try:
        found = Manifest.model_validate(json.loads(data.decode()))
    except (ValidationError, ValueError, RecursionError):
        return None
    return found if found.data() == data else None
