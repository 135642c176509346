"""The language that documents and messages are written in, and its catalogue of texts.

A language is a folder of ``languages/``, called by its tag (BCP 47). What a catalogue leaves out is
said in English.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from ropa.vocabulary import data_files

if TYPE_CHECKING:
    from babel import Locale

P = ParamSpec("P")
T = TypeVar("T")

ENGLISH = "en"

Text = str | Mapping[str, str]
"""What is printed for a key: one text, or one for each plural form (CLDR) of its number ``n``."""

_current: ContextVar[str] = ContextVar("language", default="")


def language() -> str:
    """The tag of the language that is written now."""
    return _current.get() or ENGLISH


def preferred(named: str) -> str:
    """The language that was chosen for the whole command, else the one *named*, else English."""
    return _current.get() or named or ENGLISH


@contextmanager
def writing(tag: str) -> Iterator[None]:
    """Everything written inside is written in the language *tag*."""
    before = _current.set(tag)
    try:
        yield
    finally:
        _current.reset(before)


def by_language(function: Callable[P, T]) -> Callable[P, T]:
    """*function*, asked once in each language for each of its arguments."""
    answers: dict[tuple[str, tuple[object, ...]], T] = {}

    @wraps(function)
    def answer(*args: P.args, **kwargs: P.kwargs) -> T:
        question = (language(), args)
        if question not in answers:
            answers[question] = function(*args, **kwargs)
        return answers[question]

    return answer


@cache
def languages() -> tuple[str, ...]:
    """The tags of the languages that there are, English among them."""
    folders = (data_files.FOLDER / "languages").iterdir()
    return tuple(sorted(folder.name for folder in folders if folder.is_dir()))


@cache
def catalogue(tag: str) -> Mapping[str, Text]:
    """The texts of the language *tag* by ``group.name``; English where it has none."""
    texts: dict[str, Text] = {} if tag == ENGLISH else dict(catalogue(ENGLISH))
    for file in sorted(_folder(tag).iterdir(), key=str):
        if not file.is_file():
            continue
        for group, entries in data_files.read(file).items():
            for key, text in entries.items():
                texts[f"{group}.{key}"] = text
    return texts


@cache
def words_in(tag: str, list_name: str) -> Mapping[str, Mapping[str, str]]:
    """What the language *tag* prints for words of a list, by word and fact; empty for English."""
    file = _folder(tag) / "words" / f"{list_name}.yaml"
    return data_files.read(file) if file.is_file() else {}


def _folder(tag: str) -> Path:
    return data_files.FOLDER / "languages" / tag


def plural_form(n: int) -> str:
    """The plural form (CLDR) of a text for the number *n* in the language that is written."""
    if language() == ENGLISH:
        return "one" if n == 1 else "other"
    return str(locale(language()).plural_form(n))


def direction() -> str:
    """Which way the language that is written runs, as HTML says it: ``ltr`` or ``rtl``."""
    return "ltr" if language() == ENGLISH else str(locale(language()).text_direction)


@cache
def locale(tag: str) -> "Locale":
    """What CLDR knows of the language *tag*, else of its main language, else of English."""
    from babel import Locale, negotiate_locale
    from babel.localedata import locale_identifiers

    known = [name.replace("_", "-") for name in locale_identifiers()]
    main_language = tag.partition("-")[0]
    name = negotiate_locale([tag, main_language], known, sep="-")
    return Locale.parse(name or ENGLISH, sep="-")
