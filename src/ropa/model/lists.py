"""Which list of words the keys of a field come from, asked of the models themselves."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from ropa.model.activity import Activity
from ropa.model.claim import Many
from ropa.model.register_record import RegisterRecord


def list_of(field: str) -> str:
    """The vocabulary list whose words are the keys of *field*; empty where the author chooses them."""
    return _lists().get(field, "")


@cache
def _lists() -> Mapping[str, str]:
    return {name: many.words for name, many in _lists_below((Activity, RegisterRecord))}


def _lists_below(kinds: tuple[type[BaseModel], ...]) -> Iterator[tuple[str, type[Many[Any]]]]:
    """Every field below *kinds* that holds a list, with its model."""
    waiting, seen = list(kinds), set(kinds)
    while waiting:
        for name, info in waiting.pop().model_fields.items():
            for model in models_in(info.annotation):
                if issubclass(model, Many):
                    yield name, model
                if model not in seen:
                    seen.add(model)
                    waiting.append(model)


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models inside a type such as ``Purposes | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from models_in(inner)
