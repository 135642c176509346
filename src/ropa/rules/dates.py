"""Rules about dates that cannot be."""

from collections.abc import Iterator
from datetime import date

from ropa.diagnostics import Severity
from ropa.register import Register
from ropa.rule import Finding, finding, rule
from ropa.vocabulary import day_text


@rule(Severity.ERROR)
def ends_before_it_begins(register: Register) -> Iterator[Finding]:
    """An activity ends before it begins.

    Correct `active_from:` or `active_until:`. Whether an activity falls into the 12 months that
    California asks about depends on both.
    """
    for record in register.records:
        begin = record.activity.active_from
        end = record.activity.active_until
        if begin and end and end < begin:
            days = {"end": day_text(end), "begin": day_text(begin)}
            yield finding("ends-before-it-begins", record.file, ("active_until",), **days)


@rule(Severity.WARNING)
def as_of_before_every_activity(register: Register) -> Iterator[Finding]:
    """The register's day comes before every one of its activities began.

    Documents then speak of a day on which nothing that is recorded took place, and no category was
    collected in the 12 months before. Correct `as_of:`, or the dates of the activities.
    """
    day = register.record.as_of
    if day is None or not register.records:
        return
    # An activity without a date may have begun long ago.
    begins = [record.activity.active_from or date.min for record in register.records]
    first = min(begins)
    if first > day:
        days = {"day": day_text(day), "first": day_text(first)}
        yield finding("as-of-before-every-activity", register.file, ("as_of",), **days)
