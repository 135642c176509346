"""Which list of words the keys of a field come from, asked of the models themselves."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from ropa.model.activity import Activity
from ropa.model.claim import ClaimList
from ropa.model.register_record import RegisterRecord


def list_of(field: str) -> str:
    """The vocabulary list that the keys of *field* come from; empty where authors choose them."""
    return _lists().get(field, "")


@cache
def _lists() -> Mapping[str, str]:
    """The vocabulary list of each field that holds a list, anywhere in a record."""
    lists: dict[str, str] = {}
    waiting: list[type[BaseModel]] = [Activity, RegisterRecord]
    seen = set(waiting)
    while waiting:
        for name, field in waiting.pop().model_fields.items():
            for model in models_in(field.annotation):
                if issubclass(model, ClaimList):
                    lists[name] = model.words
                if model not in seen:
                    seen.add(model)
                    waiting.append(model)
    return lists


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models inside a type such as ``Purposes | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from models_in(inner)
