"""Every part of a record with the place where it was written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel

from ropa.model.claim import ClaimList
from ropa.model.lists import models_in
from ropa.register.record import Path


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a record, and the file and path it stands at."""

    file: str
    path: Path
    part: BaseModel


def below(file: str, path: Path, part: BaseModel) -> Iterator[Place]:
    """*part* and every part inside it, outermost first, in the order of keys."""
    yield Place(file, path, part)
    for steps, child in _children(part):
        yield from below(file, (*path, *steps), child)


def _children(part: BaseModel) -> Iterator[tuple[Path, BaseModel]]:
    """The parts directly inside *part*, each with the steps that lead to it."""
    if isinstance(part, ClaimList):
        for key, item in part.items.items():
            yield (key,), item
        if part.whole is not None:
            yield (), part.whole
        return
    for name, alias in _branches(type(part)):
        value = part.__dict__[name]  # which a model asks last, and most fields are not written
        if value is None:
            continue
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
