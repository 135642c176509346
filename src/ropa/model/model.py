"""The base of everything a record is made of, and the plain kinds of value it uses."""

import re
from collections.abc import Collection
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic.config import JsonDict
from pydantic.json_schema import JsonSchemaValue, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError

from ropa import vocabulary
from ropa.vocabulary import countries

INTERNAL: JsonDict = {"internal": True}
"""Marks a field that public renderings leave out."""


def _unwrap_description(schema: JsonDict) -> None:
    """Take the line breaks out of paragraphs: editors print a docstring's as they stand."""
    description = schema.get("description")
    if isinstance(description, str):
        schema["description"] = re.sub(r"(?<!\n)\n(?!\n)", " ", description)


class Model(BaseModel):
    """Base of everything a record is made of: closed, frozen, and strict about typos."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
        json_schema_extra=_unwrap_description,
    )


def _sentence(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("blank", "there is no text here")
    return " ".join(value.split())


def _date(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise PydanticCustomError(
                "date", "'{value}' is not a day of the calendar", {"value": value}
            ) from error
    raise PydanticCustomError(
        "date", "'{value}' is not a date; write it as 2026-01-31", {"value": str(value)}
    )


def _flag(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise PydanticCustomError("flag", "'{value}' is neither true nor false", {"value": str(value)})


def _period(value: str) -> str:
    if not re.match(PERIOD, value):
        raise PydanticCustomError(
            "period",
            "'{value}' is not a period; write years as P10Y, months as P18M, days as P30D",
            {"value": value},
        )
    return value


def check_country(value: str) -> str:
    """*value* where it is an ISO 3166-1 alpha-2 code. Raises a validation error otherwise."""
    names = countries()
    if value not in names:
        nearest = vocabulary.country_codes().get(value.casefold()) or _MISTAKEN_CODES.get(
            value, value.upper()
        )
        raise PydanticCustomError(
            "country",
            "'{value}' is not an ISO 3166-1 country code{hint}",
            {"value": value, "hint": _hint(nearest if nearest in names else "")},
        )
    return value


_MISTAKEN_CODES = MappingProxyType({"UK": "GB", "EL": "GR"})


def _hint(nearest: str) -> str:
    return f"; did you mean '{nearest}'?" if nearest else ""


class _CountrySchema:
    """Offers the codes with their countries' names; read only when a schema is made."""

    def __get_pydantic_json_schema__(
        self, _core: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {
            "enum": list(countries()),
            "enumDescriptions": list(countries().values()),
            "errorMessage": vocabulary.translate("schema.country"),
        }


CCPA_LETTERS = tuple("ABCDEFGHIJK")
"""Categories of Cal. Civ. Code 1798.140(v)(1); (L), sensitive information, is a list of its own."""

CCPA_LETTER = f"^[{CCPA_LETTERS[0]}-{CCPA_LETTERS[-1]}]$"
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
REFERENCE = r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$"
PERIOD = r"^P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$"

Sentence = Annotated[str, AfterValidator(_sentence), WithJsonSchema({"type": ["string", "number"]})]
Slug = Annotated[str, StringConstraints(pattern=SLUG)]
Reference = Annotated[str, StringConstraints(pattern=REFERENCE)]
Day = Annotated[date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]
Country = Annotated[str, AfterValidator(check_country), _CountrySchema()]
Period = Annotated[
    str,
    AfterValidator(_period),
    WithJsonSchema({"type": "string", "pattern": PERIOD}),
]


def listed(name: str, value: str) -> str:
    """*value* where the closed list *name* holds it. Raises a validation error otherwise."""
    return one_of(name.replace("_", " "), vocabulary.names(name), value)


def one_of(name: str, words: Collection[str], value: str) -> str:
    """*value* where it is among the *words* called *name*. Raises a validation error otherwise."""
    if value not in words:
        hint = _hint(vocabulary.nearest(value, words))
        raise PydanticCustomError(
            "word",
            "'{value}' is not one of the {list}{hint}",
            {"value": value, "list": name, "hint": hint},
        )
    return value
