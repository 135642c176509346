"""Findings somebody has accepted, with a reason and an end date; what they name stays visible."""

from dataclasses import dataclass
from datetime import date

from ropa.model.approval import Waiver
from ropa.register.record import Record
from ropa.register.register import Register


@dataclass(frozen=True, slots=True)
class Accepted:
    """A waiver, and whether it still runs on the day a document speaks of."""

    waiver: Waiver
    runs: bool


def accepted(
    register: Register, record: Record | None, rule: str, field: str, day: date
) -> Accepted | None:
    """The waiver of *rule* for a *field* of *record*, or of the register; None without one.

    That of the activity comes before that of the register. A waiver that names a field is about
    that field alone.
    """
    for waivers in (record.activity.waivers if record else {}, register.record.waivers):
        waiver = waivers.get(rule)
        if waiver is not None and waiver.at in ("", field):
            return Accepted(waiver, day <= waiver.until)
    return None


def any_waiver(register: Register) -> bool:
    """Whether anything is accepted in *register*."""
    of_activities = (record.activity.waivers for record in register.records)
    return any((register.record.waivers, *of_activities))
