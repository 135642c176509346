"""The base of everything a record is made of, and the plain kinds of value it uses."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic.config import JsonDict
from pydantic.json_schema import JsonSchemaValue, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import no_info_after_validator_function

from ropa import vocabulary
from ropa.diagnostics import did_you_mean
from ropa.vocabulary import countries, country_codes, joined, languages, translate

INTERNAL: JsonDict = {"internal": True}
"""Marks a field that public renderings leave out."""


def optional(description: str, internal: bool = False) -> Any:
    """A field that may be left out; where it is *internal*, public renderings leave it out too."""
    return Field(None, description=description, json_schema_extra=INTERNAL if internal else None)


def sentence(description: str, internal: bool = False) -> Any:
    """A field in words that may be left out, and is then empty; *internal* as for others."""
    return Field("", description=description, json_schema_extra=INTERNAL if internal else None)


def owners(description: str) -> Any:
    """Who answers for something: keys of ``people.yaml``, or functions in words."""
    return Field((), description=description, json_schema_extra=INTERNAL)


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

    renamed: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """What keys of an older schema are called now; those of its bases are not repeated."""

    renamed_values: ClassVar[Mapping[str, Mapping[str, str]]] = MappingProxyType({})
    """The same for names that stand as the value of a field, in its list, or as its keys."""

    @classmethod
    def renamed_keys(cls) -> Mapping[str, str]:
        """All keys of an older schema that are called something else now, and what."""
        names: dict[str, str] = {}
        for base in cls.__mro__:
            names |= vars(base).get("renamed", {})
        return names


def refusal(kind: str, case: str = "", /, **values: object) -> PydanticCustomError:
    """An error of this *kind*, in the catalogue's words for its *case* or for the kind itself."""
    return PydanticCustomError(kind, translate(f"refused_value.{case or kind}", **values))


def _sentence(value: str) -> str:
    if not value.strip():
        raise refusal("blank")
    return " ".join(value.split())


def _date(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise refusal("date", "no_day", value=value) from error
    raise refusal("date", value=value)


def _flag(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise refusal("flag", value=value)


def _period(value: str) -> str:
    if not re.match(PERIOD, value):
        raise refusal("period", value=value)
    return value


def _one_or_several(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def check_country(value: str) -> str:
    """*value* where it is an ISO 3166-1 alpha-2 code. Raises a validation error otherwise."""
    names = countries()
    if value not in names:
        mistaken = _MISTAKEN_CODES.get(value, value.upper())
        code = country_codes().get(value.casefold(), mistaken)
        raise _unlike("country", code if code in names else "", value=value)
    return value


def _check_language(tag: str) -> str:
    return one_of("languages", languages(), tag)


_MISTAKEN_CODES = MappingProxyType({"UK": "GB", "EL": "GR"})


def _unlike(kind: str, nearest: str, **values: str) -> PydanticCustomError:
    """An error of this *kind* that ends with the *nearest* of the right words, if there is one."""
    message = translate(f"refused_value.{kind}", **values)
    return PydanticCustomError(kind, vocabulary.phrases(message, did_you_mean(nearest)))


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
NO_LIMIT = "no-limit"
"""What stands in place of a period that never ends."""

PERIOD = rf"^({NO_LIMIT}|P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T\d+H)?)$"

Sentence = Annotated[str, AfterValidator(_sentence), WithJsonSchema({"type": ["string", "number"]})]
OneOrSeveral = Annotated[
    tuple[Sentence, ...],
    BeforeValidator(_one_or_several),
    WithJsonSchema(
        {"type": ["string", "number", "array"], "items": {"type": ["string", "number"]}}
    ),
]
Slug = Annotated[str, StringConstraints(pattern=SLUG)]
Slugs = tuple[Slug, ...]
CcpaLetters = tuple[Annotated[str, Field(pattern=CCPA_LETTER)], ...]
Reference = Annotated[str, StringConstraints(pattern=REFERENCE)]
Day = Annotated[date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]
Language = Annotated[str, AfterValidator(_check_language)]
Country = Annotated[str, AfterValidator(check_country), _CountrySchema()]
Period = Annotated[
    str,
    AfterValidator(_period),
    WithJsonSchema({"type": "string", "pattern": PERIOD}),
]


def listed(name: str, value: str) -> str:
    """*value* where the closed list *name* holds it. Raises a validation error otherwise."""
    return one_of(name, vocabulary.names(name), value)


@dataclass(frozen=True)
class Listed:
    """Beside ``str`` in a type: a word of the closed list *name*, offered with what it means."""

    name: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return no_info_after_validator_function(self._check, handler(source))

    def _check(self, value: str) -> str:
        words = vocabulary.names(self.name)
        if value not in words:
            facts = {"list": translate(f"word_list.{self.name}"), "words": joined(words)}
            raise refusal("word", "word_of_few", value=value, **facts)
        return value

    def __get_pydantic_json_schema__(
        self, _core: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        words = vocabulary.words(self.name).values()
        return {
            "enum": [word.name for word in words],
            "enumDescriptions": [word.label for word in words],
        }


def one_of(name: str, words: Collection[str], value: str) -> str:
    """*value* where it is in the list *name* of *words*. Raises a validation error otherwise."""
    if value not in words:
        nearest = vocabulary.nearest(value, words)
        raise _unlike("word", nearest, value=value, list=translate(f"word_list.{name}"))
    return value
