"""The JSON Schema of claims and of lists of claims: every form in which they may be written."""

from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import JsonSchemaValue

from ropa import vocabulary
from ropa.model.model import REFERENCE, SLUG
from ropa.model.state import CITING, TEXTS, VALUELESS_WORDS, WORDS, State

COMMON = ("from", "when", "qualified", "reading", "note")
"""What can be said beside every claim."""

_REFERENCES: Mapping[str, Any] = {
    "type": ["string", "array"],
    "pattern": REFERENCE,
    "items": {"type": "string", "pattern": REFERENCE},
}


def claim_schema(canonical: JsonSchemaValue, bare_text: str) -> JsonSchemaValue:
    """The JSON Schema of a claim as it may be written, from that of its *canonical* mapping.

    Only the claim as a whole is described: editors show the first description they meet.
    """
    fields = dict(canonical["properties"])
    for unwritten in ("state", "wording"):  # a state is written as a key or a word of its own
        del fields[unwritten]
    common = {key: fields.pop(key) for key in COMMON}
    common["from"] = {**_REFERENCES, "description": common["from"]["description"]}
    forms = {
        "type": ["string", "object", "array"],
        **({} if bare_text else {"pattern": REFERENCE}),
        "items": {"type": "string", "pattern": REFERENCE},
        "properties": {**fields, **common, **_state_keys()},
        "additionalProperties": False,
        "required": canonical.get("required", []),
    }
    return _or_bare_word(canonical, forms, WORDS)


def list_schema(
    canonical: JsonSchemaValue,
    common: Mapping[str, str | None],
    offered: Mapping[str, str],
    closed: bool,
) -> JsonSchemaValue:
    """The JSON Schema of a list in both its forms: *offered* keys come with what they mean."""
    item = canonical["properties"]["items"]["additionalProperties"]
    items = {key: {**item, "description": meaning} for key, meaning in offered.items()}
    remarks = {key: {"type": "string", "description": meaning} for key, meaning in common.items()}
    remarks["from"] = {**_REFERENCES, "description": common["from"]}
    forms = {
        "type": ["array", "object"],
        **_bare_list(offered, closed),
        "properties": {**items, **remarks, **_state_keys(), **_settings()},
        "additionalProperties": False if closed else item,
    }
    return _or_bare_word(canonical, forms, VALUELESS_WORDS)


def _bare_list(offered: Mapping[str, str], closed: bool) -> dict[str, Any]:
    """Keys alone: those *offered*, and any other where the list is not *closed*."""
    words = [{"const": key, "description": meaning} for key, meaning in offered.items()]
    own = {"type": "string", "pattern": SLUG}
    keys = words if closed else [own, *words]
    return {"items": {"anyOf": keys}, "minItems": 1, "uniqueItems": True}


def _settings() -> dict[str, JsonSchemaValue]:
    """How the items of a list stand to each other, and to inherited ones."""
    translate = vocabulary.translate
    return {
        "alternatives": {"type": "boolean", "description": translate("schema.alternatives")},
        "only": {"type": "boolean", "description": translate("schema.only")},
        "replaces": {
            **_REFERENCES,
            "type": "array",
            "description": translate("schema.replaces"),
        },
    }


def _or_bare_word(
    canonical: JsonSchemaValue, forms: JsonSchemaValue, words: tuple[State, ...]
) -> JsonSchemaValue:
    """All *forms*, or a state written as one of *words*; editors show what each word means."""
    bare_words = {
        "enum": [str(word) for word in words],
        "enumDescriptions": [vocabulary.translate(f"legend.{word}") for word in words],
    }
    return {
        "title": canonical["title"],
        "description": canonical["description"],
        "anyOf": [forms, bare_words],
    }


def _state_keys() -> dict[str, Any]:
    """The JSON Schema of the states that are written as a key."""
    text: dict[str, Any] = {"type": ["string", "number"]}
    keys: dict[str, Any] = {}
    for contents, form in ((TEXTS, text), (CITING, _REFERENCES)):
        for state, content in contents.items():
            instruction = vocabulary.translate("schema.write", what=content)
            meaning = vocabulary.translate(f"legend.{state}")
            keys[str(state)] = {**form, "description": f"{meaning} {instruction}"}
    return keys
