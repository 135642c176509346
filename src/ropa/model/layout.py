"""The layout of a register on paper: the columns of an authority's template and what fills each."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from ropa import vocabulary
from ropa.model.model import Model, Sentence, Slug, one_of, optional, sentence

NO_FIELD = "no_field"
"""The word for a question that no field of the record answers."""


class AskedBy(StrEnum):
    """Who asks for a column."""

    ART_30 = "art30"
    NATIONAL_LAW = "national-law"
    RECOMMENDED = "recommended"
    ADDED = "added"


class Verified(StrEnum):
    """How far a layout was compared with the authority's own file."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    MEMORY = "memory"


class RowPer(StrEnum):
    """What a row stands for."""

    ACTIVITY = "activity"
    PURPOSE = "purpose"


class HeaderPart(StrEnum):
    """Who is named above the columns. GDPR Art. 30(1)(a), 30(2)(a)."""

    ORGANIZATION = "organization"
    DPO = "dpo"
    REPRESENTATIVES = "representatives"


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _check_word(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return one_of("layout_fields", vocabulary.layout_words(), value)


class _FieldsSchema:
    """Offers the words of the list with what each shows; read only when a schema is made."""

    def __get_pydantic_json_schema__(
        self, _core: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        words = vocabulary.layout_words()
        labels = list(map(vocabulary.layout_label, words))
        field = {"enum": list(words), "enumDescriptions": labels}
        return {"anyOf": [field, {"type": "array", "items": field}]}


Fields = Annotated[
    tuple[Annotated[str, BeforeValidator(_check_word)], ...],
    BeforeValidator(_as_list),
    Field(min_length=1),
    _FieldsSchema(),
]


class LayoutColumn(Model):
    """One column: its heading, what fills it, and who asks for it."""

    heading: Sentence = Field(description="words of the heading")
    field: Fields = Field(description="what the column shows: a field by its path, or several")
    article: Sentence = sentence("the article that asks, where one does")
    asked: AskedBy = Field(
        AskedBy.RECOMMENDED,
        description="art30: GDPR Art. 30 asks; national-law: another law asks; "
        "recommended: the template asks beyond the law; "
        "added: the template has no such column",
    )
    remark: Sentence = sentence("what a reader of the column has to know")
    width: Annotated[int, Field(ge=4, le=120)] | None = optional("characters, from 4 to 120")
    also_called: tuple[Sentence, ...] = Field(
        (), description="other headings of the same column, for a first import"
    )


class LayoutSheet(Model):
    """The register of one role: who is named above it, what a row is, and its columns in order."""

    header: tuple[HeaderPart, ...] = Field(
        (HeaderPart.ORGANIZATION, HeaderPart.DPO, HeaderPart.REPRESENTATIVES),
        description="who is named above the columns, in order. GDPR Art. 30(1)(a), 30(2)(a)",
    )
    one_row_per: RowPer = Field(
        RowPer.ACTIVITY, description="what a row stands for: activity or purpose"
    )
    same_activity: Fields = Field(
        ("id", "name"),
        description="fields by which a first import tells that rows belong to one activity",
    )
    columns: Mapping[Slug, LayoutColumn] = Field(
        min_length=1, description="columns in order, by keys of your own"
    )
    source: Sentence = sentence("from what the columns were taken")
    verified: Verified | None = optional("how far, where not as the layout as a whole")
    sheet: Sentence = sentence("name of the sheet, for a first import from your own file")
    header_row: Annotated[int, Field(ge=1, le=1000)] | None = optional(
        "row of the headings counted from 1, for a first import from your own file"
    )


class Layout(Model):
    """Columns of an authority's template or of your own, as a file: `templates/layouts/NAME.yaml`.
    GDPR Art. 30.
    """

    title: Sentence = Field(description="what the layout is called")
    authority: Sentence = sentence("the authority whose template it follows")
    law: Sentence = sentence("the law the template is for")
    language: Sentence = Field("en", description="language of the headings, such as en")
    verified: Verified = Field(
        Verified.MEMORY,
        description="primary: compared with the authority's own file; "
        "secondary: taken from somebody's reading of it; memory: neither",
    )
    sources: tuple[Sentence, ...] = Field((), description="what it was taken from, with dates")
    note: Sentence = sentence("what a reader of the layout has to know")
    controller: LayoutSheet | None = optional("the register of the controller. GDPR Art. 30(1)")
    processor: LayoutSheet | None = optional("the register of the processor. GDPR Art. 30(2)")
