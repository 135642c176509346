"""The shape of records for editors: JSON Schema (draft 2020-12) made from the model."""

import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, RootModel

from ropa.model.activity import Activity
from ropa.model.layout import Layout
from ropa.model.model import CCPA_LETTER, PERIOD, REFERENCE, SLUG, Slug
from ropa.model.person import Person
from ropa.model.register_record import Controller, Recipient, RegisterRecord
from ropa.model.source import Source
from ropa.model.system import System
from ropa.vocabulary import translate, words, writing
from ropa.vocabulary.language import ENGLISH


class Recipients(RootModel[dict[Slug, Recipient]]):
    """Vendors and categories of recipients that activities refer to by key. GDPR Art. 30(1)(d)."""


class Controllers(RootModel[dict[Slug, Controller]]):
    """Controllers the organization acts for, or where their list is kept. GDPR Art. 30(2)(a)."""

    model_config = ConfigDict(
        json_schema_extra={
            "description": "Controllers the organization acts for, "
            "or where the list of them is kept. GDPR Art. 30(2)(a)."
        }
    )


class SystemEntries(RootModel[dict[Slug, System]]):
    """Software and applications that activities name by key."""


class People(RootModel[dict[Slug, Person]]):
    """Functions and people that answer for activities, vendors and systems, by key."""


MODELS: Mapping[str, type[BaseModel]] = MappingProxyType(
    {
        "activity": Activity,
        "controllers": Controllers,
        "layout": Layout,
        "people": People,
        "recipients": Recipients,
        "register": RegisterRecord,
        "source": Source,
        "systems": SystemEntries,
    }
)
"""The model of each kind of file, by the name of its schema."""


def schemas() -> Mapping[str, str]:
    """JSON Schemas by file name, in English as the manual, as text that ends in a line break."""
    texts = {}
    with writing(ENGLISH):
        for name, model in MODELS.items():
            tidy = _tidy(model.model_json_schema(by_alias=True))
            schema = {"$schema": _DIALECT, **tidy}
            text = json.dumps(schema, ensure_ascii=False, indent=1)
            texts[f"{name}.json"] = f"{text}\n"
    return texts


_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _tidy(value: Any) -> Any:
    """Without titles made of names, defaults and nulls, which are not for authors to write."""
    if isinstance(value, list):
        return [_tidy(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    schema: dict[str, Any] = {}
    for key, entry in value.items():
        if key == "properties":
            schema[key] = {name: _tidy(field) for name, field in entry.items()}
        elif key not in ("title", "default", "internal"):
            schema[key] = _tidy(entry)
    if value.get("internal") is True:
        schema["description"] = f"{schema['description']} ({translate('schema.internal')})"
    return _spelt_out(_one_form(schema))


def _one_form(schema: dict[str, Any]) -> dict[str, Any]:
    """*schema* without a choice where there is but one form, nulls being no form."""
    choices = schema.pop("anyOf", [])
    forms = [form for form in choices if form != {"type": "null"}]
    if len(forms) == 1:
        return {**forms[0], **schema}
    return {**schema, "anyOf": forms} if forms else schema


def _spelt_out(schema: dict[str, Any]) -> dict[str, Any]:
    """*schema* with patterns that editors can complete and explain."""
    pattern = schema.get("pattern", "")
    if pattern in _PATTERNS:
        schema["patternErrorMessage"] = translate(_PATTERNS[pattern])
    elif pattern == CCPA_LETTER:
        del schema["pattern"]
        categories = words("ccpa_categories").values()
        letters = [word for word in categories if re.fullmatch(CCPA_LETTER, word.name)]
        schema["enum"] = [word.name for word in letters]
        schema["enumDescriptions"] = [word.label for word in letters]
    elif _choices(pattern):
        del schema["pattern"]
        schema["enum"] = _choices(pattern)
    for keys, entry in schema.pop("patternProperties", {}).items():
        schema["additionalProperties"] = False
        if _choices(keys):
            schema["properties"] = dict.fromkeys(_choices(keys), entry)
        else:
            schema["patternProperties"] = {keys: entry}
    return schema


_PATTERNS = MappingProxyType(
    {SLUG: "schema.key", REFERENCE: "schema.reference", PERIOD: "schema.period"}
)


def _choices(pattern: str) -> list[str]:
    """The words a *pattern* such as ``^(yes|no)$`` allows; none for any other."""
    choice = re.fullmatch(r"\^\(([a-z|-]+)\)\$", pattern)
    return choice[1].split("|") if choice else []
