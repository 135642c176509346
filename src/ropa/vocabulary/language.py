"""The language that documents and messages are written in, and its catalogue of texts.

A language is a folder of ``languages/``, called by its tag (BCP 47). What a catalogue leaves out is
said in English.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING

from ropa.vocabulary import data_files

if TYPE_CHECKING:
    from babel import Locale

ENGLISH = "en"

Text = str | Mapping[str, str]
"""What is printed for a key: one text, or one for each plural form (CLDR) of its number ``n``."""

_current: ContextVar[str] = ContextVar("language", default=ENGLISH)


def language() -> str:
    """The tag of the language that is written now."""
    return _current.get()


@contextmanager
def writing(tag: str) -> Iterator[None]:
    """Everything written inside is written in the language *tag*."""
    before = _current.set(tag)
    try:
        yield
    finally:
        _current.reset(before)


@cache
def languages() -> tuple[str, ...]:
    """The tags of the languages that there are, English among them."""
    folders = (data_files.FOLDER / "languages").iterdir()
    return tuple(sorted(folder.name for folder in folders if folder.is_dir()))


@cache
def catalogue(tag: str) -> Mapping[str, Text]:
    """The texts of the language *tag* by ``group.name``; English where it has none."""
    texts: dict[str, Text] = {} if tag == ENGLISH else dict(catalogue(ENGLISH))
    for file in sorted((data_files.FOLDER / "languages" / tag).iterdir(), key=str):
        for group, entries in data_files.read(file).items():
            for key, text in entries.items():
                texts[f"{group}.{key}"] = text
    return texts


def plural_form(n: int) -> str:
    """The plural form (CLDR) of a text for the number *n* in the language that is written."""
    if language() == ENGLISH:
        return "one" if n == 1 else "other"
    return str(locale(language()).plural_form(n))


@cache
def locale(tag: str) -> "Locale":
    """What CLDR knows of the language *tag*; of one that it does not know, of its main language."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag, sep="-")
    except UnknownLocaleError:
        return Locale.parse(tag.partition("-")[0])
