"""Every claim of a register with the place where it was written, for rules and indexes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel

from ropa.model.claim import Claim, ClaimList
from ropa.model.lists import models_in
from ropa.register.record import Path
from ropa.register.register import Register


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a record, and the file and path it stands at."""

    file: str
    path: Path
    part: BaseModel


def parts(register: Register) -> Iterator[Place]:
    """Every part of every record of *register*, outermost first, in order of files and keys."""
    yield from _below(register.file, (), register.record)
    for key, recipient in register.recipients.items():
        yield from _below(register.files["recipients"], (key,), recipient)
    for key, controller in register.controllers.items():
        yield from _below(register.files["controllers"], (key,), controller)
    for record in register.records:
        yield from _below(record.file, (), record.activity)


def claims(register: Register) -> Iterator[tuple[Place, Claim]]:
    """Every claim of *register* with its place."""
    for place in parts(register):
        if isinstance(place.part, Claim):
            yield place, place.part


def lists(register: Register) -> Iterator[tuple[Place, ClaimList[Any]]]:
    """Every list of *register* with its place."""
    for place in parts(register):
        if isinstance(place.part, ClaimList):
            yield place, place.part


def _below(file: str, path: Path, part: BaseModel) -> Iterator[Place]:
    yield Place(file, path, part)
    for steps, child in _children(part):
        yield from _below(file, (*path, *steps), child)


def _children(part: BaseModel) -> Iterator[tuple[Path, BaseModel]]:
    """The parts directly inside *part*, each with the steps that lead to it."""
    if isinstance(part, ClaimList):
        for key, item in part.items.items():
            yield (key,), item
        if part.whole is not None:
            yield (), part.whole
        return
    for name, alias in _branches(type(part)):
        value = getattr(part, name)
        if isinstance(value, BaseModel):
            yield (alias,), value
        elif isinstance(value, Mapping):
            for key, entry in value.items():
                if isinstance(entry, BaseModel):
                    yield (alias, str(key)), entry


@cache
def _branches(kind: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """Fields of *kind* that can hold parts, with the names they are written under."""
    names = []
    for name, field in kind.model_fields.items():
        if any(models_in(field.annotation)):
            names.append((name, field.alias or name))
    return tuple(names)


def citations(register: Register) -> Iterator[tuple[str, Path, str]]:
    """Every name of a passage that a claim cites: the file, the path of the claim, the name."""
    for place, claim in claims(register):
        for name in claim.cites:
            yield place.file, place.path, name
    for key, tension in register.record.tensions.items():
        for name in tension.between:
            yield register.file, ("tensions", key), name
