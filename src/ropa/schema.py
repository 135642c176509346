"""The shape of records for editors: JSON Schema (draft 2020-12) made from the model."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, RootModel

from ropa.model.activity import Activity
from ropa.model.part import Slug
from ropa.model.register_record import Controller, Recipient, RegisterRecord
from ropa.model.source import Source


class Recipients(RootModel[dict[Slug, Recipient]]):
    """Vendors and categories of recipients that activities refer to by key. GDPR Art. 30(1)(d)."""


class Controllers(RootModel[dict[Slug, Controller]]):
    """Controllers the organization acts for, or where the list of them is kept. GDPR Art. 30(2)(a)."""


MODELS: Mapping[str, type[BaseModel]] = MappingProxyType(
    {
        "activity": Activity,
        "controllers": Controllers,
        "recipients": Recipients,
        "register": RegisterRecord,
        "source": Source,
    }
)
"""The model of each kind of file, by the name of its schema."""


def schemas() -> Mapping[str, str]:
    """JSON Schemas by file name, as text that ends in a line break."""
    return {
        f"{name}.json": json.dumps(_schema(model), ensure_ascii=False, indent=1) + "\n"
        for name, model in MODELS.items()
    }


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    made = model.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_tidy(made)}


def _tidy(value: Any) -> Any:
    """Without titles pydantic makes of names, without defaults and nulls, which are not for authors to write."""
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    if not isinstance(value, dict):
        return value
    out: dict[str, Any] = {}
    for key, item in value.items():
        if key == "properties":
            out[key] = {name: _tidy(entry) for name, entry in item.items()}
        elif key not in ("title", "default", "internal"):
            out[key] = _tidy(item)
    forms = [item for item in out.pop("anyOf", []) if item != {"type": "null"}]
    if len(forms) == 1:
        return {**forms[0], **out}
    return {**out, "anyOf": forms} if forms else out
