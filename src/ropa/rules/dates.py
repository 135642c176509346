"""Rules about dates that cannot be."""

from collections.abc import Iterator

from ropa.diagnostics import Severity
from ropa.register import Register
from ropa.rule import Finding, rule


@rule(Severity.ERROR)
def ends_before_it_begins(register: Register) -> Iterator[Finding]:
    """An activity ends before it begins.

    Correct `active_from:` or `active_until:`. Whether an activity falls into the 12 months that
    California asks about depends on both.
    """
    for record in register.records:
        begin, end = record.activity.active_from, record.activity.active_until
        if begin and end and end < begin:
            message = f"it ends on {end}, before it begins on {begin}"
            help = "correct 'active_from:' or 'active_until:'"
            yield Finding(record.file, ("active_until",), message, help)


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
        message = f"every activity begins after {day}, the first of them on {min(begun)}"
        help = "correct 'as_of:', or 'active_from:' of the activities"
        yield Finding(register.file, ("as_of",), message, help)
