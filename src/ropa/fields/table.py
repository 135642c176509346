"""Every field of an activity, a row each.

What it is, what it is called, who asks for it, where it is shown.

The rows stand in ``vocabulary/data/fields.yaml``; what the model says already (what kind of value
a field holds, from which list, whether it is internal) is asked of the model.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ropa import vocabulary
from ropa.model.activity import Activity, Status
from ropa.model.claim import Claim, ClaimList
from ropa.model.lists import models_in
from ropa.model.model import Country, Period
from ropa.model.person import Person
from ropa.model.purpose import Schedule1
from ropa.model.recipient import Recipient, SubProcessor
from ropa.model.statement import Assessment, PublicReference, ReferenceClaim, TextClaim
from ropa.model.system import System
from ropa.model.transfer import Mechanism
from ropa.vocabulary import Word, by_language

ITEM = "*"
"""The step of a path that stands for the item itself: ``recipients.*``."""

BESIDE = "-"
"""How a row says that a field is printed by itself, not in the line of its claim."""

SHARED: Mapping[type[BaseModel], str] = {
    Claim: "claim",
    TextClaim: "statement",
    ReferenceClaim: "document",
    PublicReference: "document",
    Assessment: "document",
    Mechanism: "mechanism",
    SubProcessor: "sub_processor",
    Schedule1: "schedule_1",
}
"""Models that stand in several places of a record, and the name under which their rows are."""

_ROOTS: Mapping[str, type[BaseModel]] = {
    "claim": Claim,
    "statement": TextClaim,
    "document": Assessment,
    "mechanism": Mechanism,
    "sub_processor": SubProcessor,
    "schedule_1": Schedule1,
    "recipient": Recipient,
    "system": System,
    "person": Person,
}
"""Models whose rows stand under a name of their own: in many places, or in a file of entries."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its path, such as ``recipients.contract.on``, its row, and what the model says."""

    path: str
    row: Word
    kind: str = ""
    """How its values are shown and read; empty for what follows from other fields."""
    words: str = ""
    """The list its values come from; empty where the author chooses them."""
    is_internal: bool = False

    @property
    def question(self) -> str:
        """The field of the activity that it is, or is part of."""
        return self.path.partition(".")[0]

    @property
    def name(self) -> str:
        """Its path inside the claim it is part of: ``contract.on``."""
        return self.path.partition(".")[2] or self.path

    @property
    def column(self) -> str:
        """The name of the column that shows it."""
        return self.row.text("column") or self.name

    @property
    def drawn(self) -> str:
        """What draws it where it follows from other fields; empty for a field of the record."""
        return self.row.text("drawn")

    @property
    def width(self) -> int:
        """Characters of its column on the sheet of its list; 0 where it has none."""
        return int(self.row.text("width") or 0)

    @property
    def is_derived(self) -> bool:
        """Whether a first import cannot write it, since no field of the record holds it."""
        return self.row.text("derived") == "true"

    def article(self, role: str) -> str:
        """The article that asks for it in the *role* of controller or processor.

        Empty where none does.
        """
        of_role = self.row.text(role)
        roles = self.row.many("roles")
        return of_role or (self.row.article if not roles or role in roles else "")

    @property
    def articles(self) -> str:
        """The articles that ask for it, in whatever role."""
        of_processor = self.row.text("processor").removeprefix("GDPR Art. ")
        return ", ".join(filter(None, (self.row.article, of_processor)))


@by_language
def fields() -> Mapping[str, Field]:
    """Every row of the table by its path, in the order of documents."""
    rows = vocabulary.words("fields")
    return {path: _field(path, row) for path, row in rows.items()}


def _field(path: str, row: Word) -> Field:
    within = row.text("within")
    info = model_field(path) or (model_field(f"{within}.{path}") if within else None)
    if path.endswith(f".{ITEM}"):
        question, _, _ = path.partition(".")
        words = row.text("words") or _list_of(model_field(question))
        return Field(path, row, "", words)
    kind = row.text("kind") or (_kind(info.annotation) if info else "")
    words = row.text("words") or _list_of(info)
    return Field(path, row, kind, words, _is_kept_inside(path, row))


def _is_kept_inside(path: str, row: Word) -> bool:
    """Whether a field is internal, or stands in one, or is made of nothing else."""
    parts = row.many("of")
    has_internal_parts = bool(parts) and all(map(_is_below_internal, parts))
    return _is_below_internal(path) or has_internal_parts


def _is_below_internal(path: str) -> bool:
    above = path.rpartition(".")[0]
    info = model_field(path)
    is_internal = info is not None and _is_internal(info)
    return is_internal or bool(above and _is_below_internal(above))


def _is_internal(info: FieldInfo) -> bool:
    extra = info.json_schema_extra
    return isinstance(extra, dict) and extra.get("internal") is True


def model_field(path: str) -> FieldInfo | None:
    """What the model says of the field at *path*; None where it has none."""
    head, *steps = path.split(".")
    if head in _ROOTS:
        model = _ROOTS[head]
    else:
        model, steps = Activity, [head, *steps]
    info = None
    for step in steps:
        info = _by_name(model).get(step)
        if info is None:
            return None
        model = item_model(info.annotation) or model
    return info


def _by_name(model: type[BaseModel]) -> Mapping[str, FieldInfo]:
    """The fields of *model* as a record writes them."""
    infos = model.model_fields.items()
    return {info.alias or name: info for name, info in infos}


def item_model(annotation: Any) -> type[BaseModel] | None:
    """The model of a field, or of the items of a list; None for plain values."""
    for model in models_in(annotation):
        if issubclass(model, ClaimList):
            return item_model(model.model_fields["items"].annotation)
        return model
    return None


def _list_of(info: FieldInfo | None) -> str:
    models = models_in(info.annotation) if info else ()
    word_lists = (model.words for model in models if issubclass(model, ClaimList))
    return next(word_lists, "")


def _kind(annotation: Any) -> str:
    """The kind of value that a field of this type holds."""
    for model in models_in(annotation):
        return "set" if issubclass(model, ClaimList) else "claim"
    types = _types(annotation)
    if date in types:
        return "day"
    if bool in types:
        return "flag"
    if Status in types:
        return "status"
    if Period in types:
        return "period"
    if tuple in types:
        return "countries" if Country in types else "words"
    return "choice" if type(None) in types else "text"


def _types(annotation: Any) -> set[Any]:
    """A type and everything it is made of."""
    parts = {annotation, get_origin(annotation)} - {None}
    for part in get_args(annotation):
        if isinstance(part, type) or get_origin(part) is not None:
            parts |= _types(part)
    return parts


@cache
def homes() -> Mapping[type[BaseModel], str]:
    """For each model of an activity the path under which its rows stand: the first place it has."""
    places: dict[type[BaseModel], str] = dict(SHARED)
    waiting: list[tuple[str, type[BaseModel]]] = [("", Activity)]
    waiting += (("recipient.", Recipient), ("system.", System), ("person.", Person))
    while waiting:
        path, model = waiting.pop(0)
        for name, info in _by_name(model).items():
            inside = item_model(info.annotation)
            if inside is not None and inside not in places:
                places[inside] = f"{path}{name}"
                waiting.append((f"{path}{name}.", inside))
    return places


def at(path: str) -> Field:
    """The field at *path*: its own row, or that of the model it is part of.

    Raises KeyError for none.
    """
    if path in fields():
        return fields()[path]
    above, _, name = path.rpartition(".")
    info = model_field(above)
    model = item_model(info.annotation) if info else None
    rows = [f"{home}.{name}" for home in _homes_of(model)] if model else [path]
    known = (fields()[row] for row in rows if row in fields())
    shared = next(known, None)
    if shared is None:
        raise KeyError(path)
    return replace(shared, path=path, is_internal=_is_below_internal(path))


@by_language
def fields_in(model: type[Claim]) -> tuple[Field, ...]:
    """The fields of *model* beside those of every claim, in the order of the table."""
    inside: list[Field] = []
    for home in _homes_of(model):
        below = f"{home}."
        inside += (field for path, field in fields().items() if path.startswith(below))
    return tuple(field for field in inside if field.drawn or field.name in model.model_fields)


def _homes_of(model: type[BaseModel]) -> tuple[str, ...]:
    """Where the rows of *model* stand: its own, then those it has from what it is a kind of."""
    bases = [base for base in model.__mro__ if base is not Claim]
    shared = (SHARED[base] for base in bases if base in SHARED)
    own = homes().get(model, "")
    return tuple(dict.fromkeys((own, *shared)))


@by_language
def sheet_fields(question: str) -> tuple[Field, ...]:
    """What has a column on the sheet of the list *question*, in the order of the table."""
    below = f"{question}."
    inside = (field for path, field in fields().items() if path.startswith(below))
    return tuple(field for field in inside if field.width)


def said_by(field: Field, line: str) -> str:
    """What *field* says in a part of a line, read back.

    Empty where the part is not of that field.
    """
    head, _, tail = field.row.text("says").partition("{words}")
    is_of_field = line.startswith(head) and line.endswith(tail)
    end = len(line) - len(tail)
    return line[len(head) : end] if is_of_field else ""


def key_words(question: str) -> str:
    """The list that the keys of the items of *question* come from.

    Empty where the author chooses.
    """
    item = fields().get(f"{question}.{ITEM}")
    return item.words if item else ""


def disagreements() -> Iterator[str]:
    """Fields of the model without a row, and rows of fields that no model has.

    None in a sound tool.
    """
    for path, field in fields().items():
        is_item = path in _ROOTS or path.endswith(f".{ITEM}")
        if not (field.kind or field.drawn or is_item or field.row.many("of")):
            yield f"fields.yaml has a row '{path}', and the model has no such field"
    places: list[tuple[type[BaseModel], str]] = [(Activity, ""), *homes().items()]
    for model, home in places:
        for name in _by_name(model):
            path = f"{home}.{name}".lstrip(".")
            rows = (f"{shared}.{name}" for shared in (*_homes_of(model), "claim"))
            has_row = path in fields() or any(row in fields() for row in rows)
            if not (has_row or _is_hidden(home)):
                row = f"'{path}: {{label: …}}'"
                yield f"{model.__name__}.{name} has no row in fields.yaml: write {row}"


def _is_hidden(path: str) -> bool:
    field = fields().get(path)
    return field is not None and bool(field.row.text("hidden"))
