"""What a pack says of itself: which register, of when, made by what, with which files.

It has the shape of an in-toto Statement, so that an attestation can be made of it.
"""

import hashlib
import json
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError, model_validator

from ropa.model.model import Day, Flag, Language, Model, Slug
from ropa.model.register_record import KeptBy
from ropa.packing.names import Files
from ropa.vocabulary import translate
from ropa.vocabulary.language import ENGLISH

MANIFEST = "manifest.json"

Form = Literal["https://in-toto.io/Statement/v1"]

Predicate = Literal["tag:ropa.example,2026:pack/1"]
"""Names the form of what a pack says of itself; no page answers to it."""

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0, le=10**9, strict=True)]


def _folder(name: str) -> str:
    *steps, last = name.split("/")
    is_climbing = not {"", ".", ".."}.isdisjoint(steps)
    if last or is_climbing or "\0" in name:
        raise ValueError("a folder is empty, or a path that ends in a slash")
    return name


class Tool(Model):
    """What made the pack."""

    name: Literal["ropa"]
    version: Annotated[str, Field(pattern=r"^[0-9][0-9A-Za-z.+!-]{0,63}$")]


class Digest(Model):
    """The fingerprint of a file."""

    sha256: Sha256


class Subject(Model):
    """One file of a pack."""

    name: str
    digest: Digest


class GitOrigin(Model):
    """Where in git the records are said to be kept, and what differed from it when packed."""

    commit: Annotated[str, Field(pattern="^[0-9a-f]{40}([0-9a-f]{24})?$")]
    committed: Day
    folder: Annotated[str, AfterValidator(_folder)]
    """The project's folder in the repository, empty or ending in a slash."""
    state: Literal["clean", "dirty"]
    differences: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _agrees(self) -> "GitOrigin":
        if (self.state == "dirty") != bool(self.differences):
            raise ValueError("a state is dirty where something differs")
        return self


class Findings(Model):
    """How many findings a check has, by severity."""

    error: Count
    warning: Count
    info: Count


class About(Model):
    """What a pack says of its register."""

    tool: Tool
    register_: Slug = Field(alias="register")
    title: str
    organization: str
    kept_by: KeptBy
    as_of: Day
    undated: Flag
    """Whether nobody stated that day: it is the one on which the pack was made."""
    language: Language = ENGLISH
    """The language of its documents."""
    revision: Annotated[str, Field(pattern="^[0-9a-f]{12}$")]
    git: GitOrigin | None
    findings: Findings


class Manifest(Model):
    """``manifest.json``: the files of a pack, and what they are."""

    type_: Form = Field("https://in-toto.io/Statement/v1", alias="_type")
    subject: tuple[Subject, ...]
    predicate_type: Predicate = Field("tag:ropa.example,2026:pack/1", alias="predicateType")
    predicate: About

    def data(self) -> bytes:
        """The manifest as it is written."""
        return json_bytes(self.model_dump(mode="json", by_alias=True))

    @property
    def files(self) -> dict[str, str]:
        """The fingerprint of each file, by name."""
        return {subject.name: subject.digest.sha256 for subject in self.subject}


def json_bytes(value: object) -> bytes:
    """*value* as JSON the way a pack has it."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def sha256(data: bytes) -> str:
    """The fingerprint of *data*, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def fingerprints(files: Files) -> dict[str, str]:
    """The fingerprint of each of *files*, in order of name."""
    return {name: sha256(files[name]) for name in sorted(files)}


def manifest_of(about: About, files: Files) -> Manifest:
    """The manifest of *files*, which are what is said *about* them."""
    sums = fingerprints(files).items()
    subjects = tuple(Subject(name=name, digest=Digest(sha256=sum)) for name, sum in sums)
    return Manifest(subject=subjects, predicate=about)


def parsed(data: bytes) -> Manifest | str:
    """The manifest in *data*; where it is not as this tool writes one, the place of what is not."""
    try:
        manifest = Manifest.model_validate(json.loads(data.decode()))
        names = [subject.name for subject in manifest.subject]
        if names != sorted(manifest.files):
            return "subject"
        return manifest if manifest.data() == data else translate("manifest.as_written")
    except ValidationError as error:
        return _place(error)
    except (ValueError, RecursionError):
        return translate("manifest.no_json")


def _place(error: ValidationError) -> str:
    """The first place that is not as it should be, without anything a stranger wrote."""
    first = error.errors(include_url=False, include_input=False)[0]
    steps = []
    for step in map(str, first["loc"]):
        is_ours = re.fullmatch("[A-Za-z0-9_]{1,40}", step)
        steps.append(step if is_ours else "…")
    return ".".join(steps) or translate("manifest.whole")
