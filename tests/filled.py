"""A register in which every field of the model is written, each with words of its own, made of the models themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import count
from typing import Any, get_args, get_origin

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ropa import vocabulary
from ropa.model.activity import Activity
from ropa.model.claim import Claim, ClaimList
from ropa.model.model import Listed
from ropa.model.person import Person
from ropa.model.register_record import Controller, Recipient, RegisterRecord, SharedStatement
from ropa.model.system import System

KEYS = {
    "data": "email",
    "subjects": "employees",
    "data_subjects": "employees",
    "purposes": "some-purpose",
    "controllers": "some-controller",
    "example_of": "payroll",
    "operated_by": "some-recipient",
    "category": "payroll",
    "importer": "some-recipient",
    "establishments": "some-item",
    "action": "delete",
    "followed": "yes",
    "ccpa": "A",
    "module": "2",
}
"""What fields that refer to something refer to."""

FIXED: Mapping[str, Any] = {
    "schema": "2",
    "kept_by": "organization",
    "id": "filled",
    "country": "IE",
    "countries": ["US"],
    "action": "delete",
    "not_addressed": ["minors"],
    "as_of": "2026-01-31",
    "logo": None,
    "language": "en",
    "applies_to": {"role": "controller"},
}

LEFT_OUT = {
    "register_wide",
    "inconsistencies",
    "declared",
    "state",
    "wording",
    "cites",
    "replaces",
    "only",
    "alternatives",
    "whole",
}
"""What is written elsewhere, or says how a value is meant and not a value."""


@dataclass
class Filled:
    """The texts that were written, by the path of their field, and those of fields that stay inside."""

    words: dict[str, str] = field(default_factory=dict)
    internal: set[str] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=lambda: count(101))

    def model(self, model: type[BaseModel], path: str, is_internal: bool = False) -> dict[str, Any]:
        """A mapping in which every field of *model* is written."""
        written = {}
        for name, info in model.model_fields.items():
            key = info.alias or name
            if name in LEFT_OUT or (name, path) == ("role", ""):
                continue
            inside = is_internal or _is_internal(info)
            value = (
                deepcopy(FIXED[key])
                if key in FIXED
                else self._value(info, key, f"{path}.{key}".lstrip("."), inside)
            )
            if value is not None:
                written[key] = value
        return written

    def _value(self, info: FieldInfo, name: str, path: str, inside: bool) -> Any:
        if words := _closed_list(info):
            return vocabulary.names(words)[-1]
        if name in KEYS and not list(_models(info.annotation)):
            return [KEYS[name]] if _is_tuple(info.annotation) else KEYS[name]
        return self._of(info.annotation, path, inside)

    def _of(self, annotation: Any, path: str, inside: bool) -> Any:
        origin, inner = get_origin(annotation), get_args(annotation)
        if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
            key = self._day() if "date" in str(inner[0]) else "some-key"
            return {key: self._of(inner[1], f"{path}.{key}", inside)}
        if origin is tuple:
            return [self._of(inner[0], path, inside)]
        if inner and origin is not None and not isinstance(annotation, type):
            return self._of(next(kind for kind in inner if kind is not type(None)), path, inside)
        if isinstance(annotation, type) and issubclass(annotation, ClaimList):
            item = next(kind for kind in _models(annotation.model_fields["items"].annotation))
            key = _key_of(annotation, path)
            # The second item answers nothing itself, so that what its activity says holds for it.
            bare = (
                {_second(annotation): "stated"}
                if path in ("purposes", "personal_data", "recipients")
                else {}
            )
            return {key: self.model(item, f"{path}.{key}", inside), **bare}
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return self.model(annotation, path, inside)
        return self._scalar(annotation, path, inside)

    def _scalar(self, annotation: Any, path: str, inside: bool) -> str:
        if isinstance(annotation, type) and issubclass(annotation, StrEnum):
            return str([*annotation][-1])
        if annotation is bool:
            return "true"
        if annotation is date:
            return self._remembered(path, inside, self._day())
        number = next(self._numbers)
        if (
            "Period" in repr(annotation)
            or "P(?=" in repr(annotation)
            or (
                path.endswith(("period", "notice", "objection"))
                and ("retention" in path or "sub_processors" in path)
            )
        ):
            return f"P{number}D"
        slug = path.endswith(("tags", "previous_ids"))
        words = f"slug-{number}" if slug else f"words {number} of {path.rpartition('.')[2]}"
        return self._remembered(path, inside, words)

    def _remembered(self, path: str, inside: bool, words: str) -> str:
        self.words[path] = words
        if inside:
            self.internal.add(path)
        return words

    def _day(self) -> str:
        return (date(2001, 1, 1) + timedelta(days=next(self._numbers))).isoformat()


def _is_internal(info: FieldInfo) -> bool:
    extra = info.json_schema_extra
    return isinstance(extra, dict) and extra.get("internal") is True


def _closed_list(info: FieldInfo) -> str:
    """The closed list that a plain field takes its word from; empty for any other field."""
    parts = (
        *info.metadata,
        *(each for kind in get_args(info.annotation) for each in get_args(kind)),
    )
    return next((part.name for part in parts if isinstance(part, Listed)), "")


def _is_tuple(annotation: Any) -> bool:
    return get_origin(annotation) is tuple or any(map(_is_tuple, get_args(annotation)))


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _key_of(many: type[ClaimList[Claim]], path: str) -> str:
    field_name = path.rpartition(".")[2]
    own = {
        "recipients": "some-recipient",
        "controllers": "some-controller",
        "systems": "some-system",
        "sub_processors": "some-recipient",
        "purposes": "some-purpose",
    }
    if field_name in own and ("." not in path or field_name == "sub_processors"):
        return own[field_name]
    return vocabulary.names(many.words)[0] if many.words else "some-item"


def _second(many: type[ClaimList[Claim]]) -> str:
    return vocabulary.names(many.words)[1] if many.words else "another-item"


def filled_files() -> tuple[dict[str, str], Filled]:
    """The files of the register, and what was written into them."""
    filled = Filled()
    register = filled.model(RegisterRecord, "register")
    controller = filled.model(Activity, "")
    filled.internal |= {"own_fields.some-key", "register.own_fields.some-key.label"}
    role = {"controller": "stated", "processor": "stated"}
    recipients = {"some-recipient": filled.model(Recipient, "party.recipient")}
    systems = {"some-system": filled.model(System, "party.system")}
    people = {"some-person": filled.model(Person, "party.person", is_internal=True)}
    controllers = {"some-controller": filled.model(Controller, "party.controller")}
    files = {
        "register.yaml": register,
        "recipients.yaml": recipients,
        "systems.yaml": systems,
        "people.yaml": people,
        "controllers.yaml": controllers,
        "activities/filled.yaml": {**controller, "id": "filled", "role": role},
    }
    return {
        f"records/shop/{name}": yaml.dump(value, Dumper=_Plain, allow_unicode=True)
        for name, value in files.items()
    }, filled


class _Plain(yaml.SafeDumper):
    """Writes out what stands twice: records have no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def general_files() -> tuple[dict[str, str], Filled]:
    """The files of a register that says everything in one general statement, and what was written into it."""
    filled = Filled()
    statement = filled.model(SharedStatement, "everything")
    register = {
        "schema": 2,
        "title": "Record of Corner Shop Ltd",
        "kept_by": "organization",
        "as_of": "2026-01-31",
        "organization": {
            "name": "Corner Shop Ltd",
            "establishments": {"some-item": {"name": "Branch"}},
        },
        "register_wide": {"everything": statement},
    }
    activity = {"id": "filled", "name": "Filled", "role": {"controller": "stated"}}
    files = {"register.yaml": register, "activities/filled.yaml": activity}
    texts = {name: yaml.dump(value, Dumper=_Plain) for name, value in files.items()}
    return {f"records/shop/{name}": text for name, text in texts.items()}, filled
