"""Words of the law and of the field: closed lists, each word with its article, verified or not."""

from ropa.vocabulary.countries import countries, country_codes
from ropa.vocabulary.formats import day_text, joined, number_text, phrases, unstopped
from ropa.vocabulary.language import by_language, direction, language, languages, preferred, writing
from ropa.vocabulary.wording import forms, heard, humanize, translate
from ropa.vocabulary.words import (
    Word,
    layout_label,
    layout_words,
    names,
    nearest,
    questions,
    word,
    words,
)

__all__ = [
    "Word",
    "by_language",
    "countries",
    "country_codes",
    "day_text",
    "direction",
    "forms",
    "heard",
    "humanize",
    "joined",
    "language",
    "languages",
    "layout_label",
    "layout_words",
    "names",
    "nearest",
    "number_text",
    "phrases",
    "preferred",
    "questions",
    "translate",
    "unstopped",
    "word",
    "words",
    "writing",
]
