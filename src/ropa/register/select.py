"""A part of a register: the activities somebody asked for, or all of them without what is internal."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

from pydantic import BaseModel

from ropa.errors import UsageError
from ropa.register.record import Record
from ropa.register.register import Register
from ropa.vocabulary import nearest

FIELDS = ("id", "role", "status", "owner", "tag")
"""What activities can be selected by."""

PUBLIC = "public"
"""How a register without internal fields is marked, beside the fields it was selected by."""


def narrowed(register: Register, select: Iterable[str] = (), public: bool = False) -> Register:
    """The activities of *register* that fit every one of *select*, such as ``role=controller``; values of one field are
    alternatives, and ``*`` stands for any letters. Without internal fields, where *public*. What was left out is
    remembered in ``part``. Raises UsageError for a field that does not exist, and where nothing fits.
    """
    wanted = _wanted(select)
    if not wanted and not public:
        return register
    records = tuple(
        record for record in register.records if all(_fits(record, *one) for one in wanted.items())
    )
    if not records:
        raise UsageError(f"no activity of {register.name} fits {' '.join(select)}")
    part = (
        *(f"{field}={value}" for field, values in wanted.items() for value in values),
        *([PUBLIC] * public),
    )
    found = replace(register, records=records, part=part)
    return _public(found) if public else found


def _wanted(select: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    wanted: dict[str, tuple[str, ...]] = {}
    for one in select:
        field, sign, value = one.partition("=")
        if field not in FIELDS or not sign or not value:
            near = nearest(field, FIELDS)
            hint = f"; did you mean '{near}=…'?" if near and near != field else ""
            raise UsageError(
                f"'{one}' selects nothing; write FIELD=VALUE with one of {', '.join(FIELDS)}{hint}"
            )
        wanted[field] = (*wanted.get(field, ()), value)
    return wanted


def _fits(record: Record, field: str, values: tuple[str, ...]) -> bool:
    about = record.activity
    said: Mapping[str, tuple[str, ...]] = {
        "id": (about.id,),
        "role": tuple(about.role.items),
        "status": (str(about.status),),
        "owner": (about.owner,),
        "tag": about.tags,
    }
    return any(
        fnmatchcase(one.casefold(), value.casefold()) for one in said[field] for value in values
    )


def _public(register: Register) -> Register:
    """*register* without the fields its model marks as internal."""
    return replace(
        register,
        record=_without(register.record),
        records=tuple(
            replace(record, activity=_without(record.activity)) for record in register.records
        ),
        recipients={key: _without(entry) for key, entry in register.recipients.items()},
        controllers={key: _without(entry) for key, entry in register.controllers.items()},
        sources={key: _without(entry) for key, entry in register.sources.items()},
    )


def _without(part: Any) -> Any:
    """*part* with every internal field as if it had been left out."""
    if isinstance(part, Mapping):
        return {key: _without(item) for key, item in part.items()}
    if not isinstance(part, BaseModel):
        return part
    changes: dict[str, Any] = {}
    for name, info in type(part).model_fields.items():
        extra = info.json_schema_extra
        is_internal = isinstance(extra, dict) and extra.get("internal") is True
        changes[name] = (
            info.get_default(call_default_factory=True)
            if is_internal
            else _without(getattr(part, name))
        )
    return part.model_copy(update=changes)
