"""Which questions an activity can answer, and which of them are asked of it."""

from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel

from ropa import vocabulary
from ropa.model.claim import Claim, ClaimList
from ropa.model.lists import models_in
from ropa.model.questions import Questions
from ropa.register.record import Record
from ropa.vocabulary import Word


def fields() -> tuple[str, ...]:
    """Names of every question an activity or a general statement can answer."""
    return tuple(Questions.model_fields)


@cache
def answerable() -> tuple[str, ...]:
    """Every question an activity answers, itself or through the items of its lists."""
    of_items = (question for field in fields() for question in _asked_of_items(field))
    return tuple(dict.fromkeys((*fields(), *vocabulary.questions(), *of_items)))


def _asked_of_items(field: str) -> Iterator[str]:
    for model in models_in(Questions.model_fields[field].annotation):
        if issubclass(model, ClaimList):
            for item in models_in(model.model_fields["items"].annotation):
                yield from claims_inside(item)


@cache
def claims_inside(model: type[BaseModel]) -> tuple[str, ...]:
    """Fields of *model* that hold a claim or a list of claims."""
    names = []
    for name, field in model.model_fields.items():
        if any(issubclass(part, (Claim, ClaimList)) for part in models_in(field.annotation)):
            names.append(name)
    return tuple(names)


def questions(record: Record) -> tuple[Word, ...]:
    """What is asked of *record*, by its roles, in the order in which documents answer it."""
    every_question = vocabulary.questions().values()
    return tuple(question for question in every_question if _is_asked(question, record))


def _is_asked(question: Word, record: Record) -> bool:
    return any(record.acts_as(role) for role in question.many("roles"))


def article(question: Word, record: Record) -> str:
    """The article that asks *question* of *record*; empty where none does.

    For a processor that of GDPR Art. 30(2), or another that asks a processor.
    """
    role = "controller" if record.is_controller else "processor"
    is_asked = _is_asked(question, record) or bool(question.text(role))
    return article_for(role, question) if is_asked else ""


def article_for(role: str, question: Word) -> str:
    """The article that asks *question* of a controller, or of a processor."""
    article_30_2 = question.text("processor") if role == "processor" else ""
    return article_30_2 or question.article
