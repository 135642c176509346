"""A part of a register: the activities asked for, or all of them without what is internal."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import product
from typing import Any

from pydantic import BaseModel

from ropa.diagnostics import did_you_mean
from ropa.errors import UsageError
from ropa.model.activity import Activity
from ropa.model.model import INTERNAL
from ropa.register.record import Record
from ropa.register.records import ENTRIES
from ropa.register.register import Register
from ropa.vocabulary import joined, nearest, phrases, translate

FIELDS = ("id", "role", "status", "owner", "tag")
"""What activities can be selected by."""

PUBLIC = "public"
"""How a register without internal fields is marked, beside the fields it was selected by."""

Criteria = Mapping[str, tuple[str, ...]]
"""The patterns to select by, by field."""


def narrowed(register: Register, select: Iterable[str] = (), public: bool = False) -> Register:
    """The activities of *register* that fit every one of *select*, such as ``role=controller``.

    Values of one field are alternatives, and ``*`` stands for any letters. Without internal
    fields, where *public*. What was left out is remembered in ``part``. Raises UsageError for a
    field that does not exist, and where nothing fits.
    """
    criteria = _criteria(select)
    if not criteria and not public:
        return register
    records = tuple(record for record in register.records if _fits(register, record, criteria))
    if not records:
        patterns = " ".join(select)
        raise UsageError(translate("selection.none", register=register.name, select=patterns))
    part = [f"{field}={value}" for field, values in criteria.items() for value in values]
    if public:
        part.append(PUBLIC)
    selected = replace(register, records=records, part=tuple(part))
    return _public(selected) if public else selected


def _criteria(select: Iterable[str]) -> Criteria:
    criteria: dict[str, tuple[str, ...]] = {}
    for criterion in select:
        field, sign, value = criterion.partition("=")
        if field not in FIELDS or not sign or not value:
            similar = nearest(field, FIELDS)
            hint = did_you_mean(f"{similar}=…") if similar not in ("", field) else ""
            message = translate(
                "selection.no_criterion", criterion=criterion, fields=joined(FIELDS)
            )
            raise UsageError(phrases(message, hint))
        criteria[field] = (*criteria.get(field, ()), value)
    return criteria


def _fits(register: Register, record: Record, criteria: Criteria) -> bool:
    activity = record.activity
    facts: Mapping[str, tuple[str, ...]] = {
        "id": (activity.id,),
        "role": tuple(activity.role.items),
        "status": (activity.status,),
        "owner": (*activity.owner, *register.names_of_people(activity.owner)),
        "tag": activity.tags,
    }
    return all(_matches(facts[field], patterns) for field, patterns in criteria.items())


def _matches(facts: tuple[str, ...], patterns: tuple[str, ...]) -> bool:
    for fact, pattern in product(facts, patterns):
        if fnmatchcase(fact.casefold(), pattern.casefold()):
            return True
    return False


def _public(register: Register) -> Register:
    """*register* without the fields its model marks as internal."""
    parts: dict[str, Any] = {}
    for name in ("record", *ENTRIES, "sources"):
        parts[name] = _without_internal(getattr(register, name))
    parts["people"] = {}  # they are named as owners alone, and owners are internal
    own_fields = {}
    for key, declared in register.record.own_fields.items():
        if not declared.internal:
            own_fields[key] = declared
    parts["record"] = parts["record"].model_copy(update={"own_fields": own_fields})
    activities = (_public_activity(record.activity, own_fields) for record in register.records)
    pairs = zip(register.records, activities, strict=True)
    records = tuple(replace(record, activity=activity) for record, activity in pairs)
    return replace(register, records=records, **parts)


def _public_activity(activity: Activity, declared: Container[str]) -> Activity:
    """*activity* without internal fields, and of the register's own with those *declared* alone."""
    own_fields = {key: value for key, value in activity.own_fields.items() if key in declared}
    public: Activity = _without_internal(activity)
    return public.model_copy(update={"own_fields": own_fields})


def _without_internal(value: Any) -> Any:
    """*value* with every internal field inside it as if it had been left out."""
    if isinstance(value, Mapping):
        return {key: _without_internal(entry) for key, entry in value.items()}
    if not isinstance(value, BaseModel):
        return value
    public: dict[str, Any] = {}
    for name, field in type(value).model_fields.items():
        if field.json_schema_extra == INTERNAL:
            public[name] = field.get_default(call_default_factory=True)
        else:
            public[name] = _without_internal(getattr(value, name))
    return value.model_copy(update=public)
