"""Rules about dates that cannot be."""

from collections.abc import Iterator

from ropa.diagnostics import Severity, message_and_help
from ropa.register import Register
from ropa.rule import Finding, rule
from ropa.vocabulary import day_text


@rule(Severity.ERROR)
def ends_before_it_begins(register: Register) -> Iterator[Finding]:
    """An activity ends before it begins.

    Correct `active_from:` or `active_until:`. Whether an activity falls into the 12 months that
    California asks about depends on both.
    """
    for record in register.records:
        begin, end = record.activity.active_from, record.activity.active_until
        if begin and end and end < begin:
            days = {"end": day_text(end), "begin": day_text(begin)}
            words = message_and_help("finding.ends-before-it-begins", **days)
            yield Finding(record.file, ("active_until",), *words)


@rule(Severity.WARNING)
def as_of_before_every_activity(register: Register) -> Iterator[Finding]:
    """The register's day comes before every one of its activities began.

    Documents then speak of a day on which nothing that is recorded took place, and no category was
    collected in the 12 months before. Correct `as_of:`, or the dates of the activities.
    """
    day = register.record.as_of
    dates = [record.activity.active_from for record in register.records]
    begun = [date for date in dates if date is not None]
    if day and begun and len(begun) == len(dates) and min(begun) > day:
        days = {"day": day_text(day), "first": day_text(min(begun))}
        words = message_and_help("finding.as-of-before-every-activity", **days)
        yield Finding(register.file, ("as_of",), *words)
