"""Lists, days and numbers, in the form in which the language that is written has them."""

from collections.abc import Iterable
from datetime import date

from ropa.vocabulary.language import ENGLISH, language, locale
from ropa.vocabulary.wording import translate


def joined(parts: Iterable[str]) -> str:
    """The items of a list in one line, empty ones left out: "name, email address"."""
    return translate("joiner.list").join(filter(None, parts))


def phrases(*parts: str) -> str:
    """Sentences and phrases in one line, without the dots of the sentences."""
    return translate("joiner.phrases").join(part.rstrip(".") for part in parts if part)


def unstopped(words: str) -> str:
    """*words* without the full stop of a sentence; that of an abbreviation is part of it."""
    last = words.rpartition(" ")[2]
    is_abbreviation = last in translate("format.abbreviations").split()
    return words if is_abbreviation else words.rstrip(".")


def day_text(day: date) -> str:
    """*day* as the language writes it; in English by ISO 8601, which no reader mistakes."""
    pattern = translate("format.day")
    if pattern == ISO_8601:
        return day.isoformat()
    from babel.dates import format_date

    return format_date(day, pattern, locale(language()))


ISO_8601 = "yyyy-MM-dd"
"""The pattern (CLDR) that no library is needed for."""


def number_text(n: int) -> str:
    """*n* with its thousands apart."""
    if language() == ENGLISH:
        return f"{n:,}"
    from babel.numbers import format_decimal

    return format_decimal(n, locale=locale(language()))
