"""What a record rests on: a document with its named passages, or a statement somebody made."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import (
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic.config import JsonDict
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from ropa import vocabulary
from ropa.model.model import Day, Flag, Model, Sentence, Slug, listed, optional, refusal, sentence

LONGEST_ANCHOR = 8
"""Words in all; facts carry over, sentences do not."""


class SourceKind(StrEnum):
    """What kind of thing a source is."""

    DOCUMENT = "document"
    STATEMENT = "statement"


class Anchor(Model):
    """A place in a document: its first words, an ellipsis, its last words; eight words in all at
    most.
    """

    at: Sentence = Field(description="first words … last words, as short as unique")
    after: Sentence = sentence(
        "unique text that comes before it, where the first words alone are not unique"
    )

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        return {"at": value} if isinstance(value, str) else value

    @field_validator("at")
    @classmethod
    def _check_length(cls, value: str) -> str:
        count = len(re.findall(r"\w+(?:[-'’.@/]\w+)*", value))
        if count > LONGEST_ANCHOR:
            raise refusal("long_anchor", limit=LONGEST_ANCHOR, count=count)
        return value

    @property
    def start(self) -> str:
        """The first words."""
        return self.at.split("…")[0].strip()

    @property
    def end(self) -> str:
        """The last words; empty where the anchor is the whole passage."""
        return self.at.partition("…")[2].strip()

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core)
        if schema.get("required", []) != ["at"]:
            return schema
        return {"description": schema.pop("description", ""), "anyOf": [schema, {"type": "string"}]}


class Passage(Anchor):
    """A named place in a source: one statement, or one list or table with its lead-in."""

    renamed = MappingProxyType({"hedged": "qualified"})

    qualified: Sentence = sentence("the word that keeps it from asserting, such as may")
    lost: Flag = Field(False, description="it announces something that is then missing")
    note: Sentence = sentence("a remark, for instance on a misspelling")


def _offer_reasons(schema: JsonDict) -> None:
    schema["enum"] = [*vocabulary.names("out_of_scope")]
    schema["enumDescriptions"] = [word.label for word in vocabulary.words("out_of_scope").values()]


class OutOfScope(Anchor):
    """A statement no record accounts for, and why not."""

    why: str = Field(description="a reason of the closed list", json_schema_extra=_offer_reasons)

    @field_validator("why")
    @classmethod
    def _check_why(cls, value: str) -> str:
        return listed("out_of_scope", value)


class SourceDate(Model):
    """A date of a document with its reading, beside what is written."""

    date: Day | None = optional("how it is read; left out where it cannot be")
    as_written: Sentence = sentence("as the document writes it")
    note: Sentence = sentence("what is ambiguous")


Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class Source(Model):
    """A document with its passages in document order, or a statement somebody made."""

    renamed = MappingProxyType({"set_aside": "out_of_scope"})

    title: Sentence = Field(description="its title")
    kind: SourceKind = Field(description="document or statement")
    publisher: Sentence = sentence("who published it")
    file: Sentence = sentence("name of the document in the folder of documents")
    address: Sentence = sentence("where it was published")
    language: Sentence = sentence("its language")
    version: Sentence = sentence("its version")
    dates: Mapping[
        Annotated[str, Field(pattern="^(effective|last-modified|captured|published|stated)$")],
        SourceDate,
    ] = Field(default_factory=dict, description="dates with their meaning")
    sha256: Sha256 | None = optional("fingerprint of the document's bytes")
    by: Sentence = sentence("for a statement: who makes it, as a function")
    about: Sentence = sentence("for a statement: what it is about")
    passages: Mapping[Slug, Passage] = Field(
        default_factory=dict, description="passages, named once each, in document order"
    )
    out_of_scope: tuple[OutOfScope, ...] = Field(
        (), description="statements that are no facts of processing"
    )
