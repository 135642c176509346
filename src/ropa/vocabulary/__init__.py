"""Words of the law and of the field: closed lists, each word with its article, verified or not."""

from ropa.vocabulary.wording import heard, humanize, translate
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
    "heard",
    "humanize",
    "layout_label",
    "layout_words",
    "names",
    "nearest",
    "questions",
    "translate",
    "word",
    "words",
]
