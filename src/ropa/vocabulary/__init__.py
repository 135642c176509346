"""Words of the law and of the field: closed lists, each word with its article, verified or not."""

from ropa.vocabulary.wording import heard, say, spelled
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
    "layout_label",
    "layout_words",
    "names",
    "nearest",
    "questions",
    "say",
    "spelled",
    "word",
    "words",
]
