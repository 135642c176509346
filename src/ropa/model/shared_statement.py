"""What is said once for many activities, and for which of them."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from ropa import vocabulary
from ropa.model.model import Model, Sentence, Slugs, listed, sentence
from ropa.model.questions import Questions


class Scope(Model):
    """Which activities, and which people, a general statement is about."""

    role: tuple[str, ...] = Field(
        (), description="activities in which the organization has one of these roles"
    )
    activities: Slugs = Field((), description="these activities")
    people: Sentence = sentence("whom it is about, where not everybody")

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if value == "all":
            return {}
        if isinstance(value, Mapping) and isinstance(value.get("role"), str):
            return {**value, "role": [value["role"]]}
        return value

    @model_validator(mode="after")
    def _check_roles(self) -> Self:
        for role in self.role:
            listed("roles", role)
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core)
        role = {"enum": list(vocabulary.names("roles"))}
        roles = {"type": "array", "items": role}
        description = schema["properties"]["role"]["description"]
        schema["properties"]["role"] = {"anyOf": [roles, role], "description": description}
        return {"description": schema.pop("description"), "anyOf": [schema, {"enum": ["all"]}]}


class SharedStatement(Questions):
    """Something a source says once for many activities."""

    applies_to: Scope = Field(description="`all`, or which activities and which people")
