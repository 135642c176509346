"""Words of the law and of the field: closed lists, each word with its article, verified or not."""

from ropa.vocabulary.wording import say, spelled
from ropa.vocabulary.words import Word, names, nearest, word, words

__all__ = ["Word", "names", "nearest", "say", "spelled", "word", "words"]
