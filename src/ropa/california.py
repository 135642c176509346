"""What the records imply for California.

Whose data count, in which period, in which categories, and who receives them.

One answer for rules and documents. No category becomes a Yes by multiplying lists: a disclosure
counts for the data it names, and is kept apart where it names none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from ropa import vocabulary
from ropa.model.activity import Activity, DataItem, Disclosure, Status
from ropa.model.claim import Claim, Many
from ropa.model.part import CCPA_LETTERS
from ropa.model.register_record import Declared, DeclaredCategory
from ropa.register import Path, Register, ResolvedActivity, ResolvedClaim, Speaker, written

LAWS = ("ccpa", "cpra-amendments")
"""The regimes under which California's tables are asked for."""


class Window(StrEnum):
    """Whether an activity fell into the 12 months before a day.

    Cal. Civ. Code 1798.130(a)(5)(B).
    """

    INSIDE = "inside"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


class Side(StrEnum):
    """What a recipient is in the statute's terms. Cal. Civ. Code 1798.140(j), (ag), (ai)."""

    PROVIDER = "provider"
    THIRD_PARTY = "third-party"
    INTERNAL = "internal"
    UNSAID = "unsaid"


def months(as_of: date) -> tuple[date, date]:
    """First and last day of the 12 months before *as_of*, that day included."""
    leap = as_of.month == 2 and as_of.day == 29
    first = (
        as_of.replace(year=as_of.year - 1, day=28 if leap else as_of.day)
        if as_of.year > 1
        else as_of
    )
    return first + timedelta(days=1), as_of


def window(activity: Activity, as_of: date | None) -> Window:
    """Whether *activity* fell into the 12 months before *as_of*, as far as its dates tell."""
    begin, end = activity.active_from, activity.active_until
    if as_of is None:
        return Window.UNKNOWN
    first, last = months(as_of)
    if (end and end < first) or (begin and begin > last):
        return Window.OUTSIDE
    if begin is None and activity.status is Status.PLANNED:
        return Window.OUTSIDE
    if (begin and begin >= first) or (end and end <= last):
        return Window.INSIDE
    is_going_on = begin and (end or activity.status is not Status.ENDED)
    return Window.INSIDE if is_going_on else Window.UNKNOWN


@dataclass(frozen=True, slots=True)
class Held:
    """A data item an activity holds for the organization's own purposes."""

    answer: ResolvedClaim
    window: Window


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A disclosure an activity makes for the organization's own purposes."""

    answer: ResolvedClaim
    claim: Disclosure


def counted(register: Register, as_of: date | None) -> tuple[ResolvedActivity, ...]:
    """Activities in which the organization decides, and which may fall into the 12 months."""
    return tuple(
        activity
        for activity in register.activities
        if activity.record.is_controller
        and window(activity.record.activity, as_of) is not Window.OUTSIDE
    )


def held(register: Register, as_of: date | None) -> tuple[Held, ...]:
    """Every item of the activities that count, unless it is said not to be held."""
    return tuple(
        Held(answer, window(activity.record.activity, as_of))
        for activity in counted(register, as_of)
        for answer in activity.items("personal_data")
        if not answer.state.denies
    )


def letters(answer: ResolvedClaim) -> tuple[str, ...]:
    """Categories (A)-(K) of a data item: the record's own, else the vocabulary's.

    Cal. Civ. Code 1798.140(v)(1).
    """
    if isinstance(answer.claim, DataItem) and answer.claim.ccpa is not None:
        return answer.claim.ccpa
    known = answer.register.word("personal_data", answer.key)
    return known.many("ccpa") if known else ()


def sensitive_kinds(answer: ResolvedClaim) -> tuple[str, ...]:
    """Kinds of sensitive personal information a data item is. Cal. Civ. Code 1798.140(ae)."""
    known = answer.register.word("personal_data", answer.key)
    return known.many("sensitive") if known and isinstance(answer.claim, DataItem) else ()


def disclosures(register: Register, as_of: date | None) -> tuple[Disclosed, ...]:
    """Every disclosure of the activities that count, unless it is denied."""
    return tuple(
        Disclosed(answer, answer.claim)
        for activity in counted(register, as_of)
        for answer in activity.items("recipients")
        if isinstance(answer.claim, Disclosure) and not answer.state.denies
    )


def letters_of(disclosed: Disclosed) -> tuple[str, ...]:
    """Categories of the data a disclosure names, in the statute's order.

    None where it names no data.
    """
    items = {item.key: item for item in disclosed.answer.activity.items("personal_data")}
    found = {
        letter for key in disclosed.claim.data if key in items for letter in letters(items[key])
    }
    return tuple(letter for letter in CCPA_LETTERS if letter in found)


_SIDES = {
    "service-provider": Side.PROVIDER,
    "contractor": Side.PROVIDER,
    "processor": Side.PROVIDER,
    "sub-processor": Side.PROVIDER,
    "internal": Side.INTERNAL,
}


def side(claim: Disclosure) -> Side:
    """What the recipient is in the statute's terms, as far as recorded.

    Processors count as providers.
    """
    kinds = tuple(claim.kind.items) if claim.kind else ()
    if not kinds:
        return Side.UNSAID
    sides = {_SIDES.get(kind, Side.THIRD_PARTY) for kind in kinds}
    return next(iter(sides)) if len(sides) == 1 else Side.UNSAID


def classes(register: Register, key: str, example_of: str | None = None) -> tuple[str, ...]:
    """The categories a recipient is known under.

    Its own key first, then those it belongs to, wider ones last.
    """
    vendor = register.recipients.get(key)
    found = [name for name in (key, example_of, vendor.category if vendor else None) if name]
    wider = (register.word("recipient_categories", name) for name in found)
    return tuple(
        dict.fromkeys(
            [*found, *(word.text("within") for word in wider if word and word.text("within"))]
        )
    )


def suggests(
    register: Register, key: str, example_of: str | None, purposes: tuple[str, ...]
) -> str:
    """``sale`` or ``sharing`` where a recipient or a purpose points to it; else empty."""
    known = classes(register, key, example_of)
    for signal in vocabulary.words("ccpa_signals").values():
        if signal.text("of") == "recipient" and signal.name in known:
            return signal.text("suggests")
        if any(word in purpose.casefold() for word in signal.many("words") for purpose in purposes):
            return signal.text("suggests")
    return ""


def purposes_of(disclosed: Disclosed) -> tuple[str, ...]:
    """What a disclosure is for, in the record's words."""
    claims = {item.key: item.claim for item in disclosed.answer.activity.items("purposes")}
    words = (
        getattr(claims.get(key), "text", "") or key.replace("-", " ")
        for key in disclosed.claim.purposes
    )
    return tuple(filter(None, (disclosed.claim.purpose, *words)))


def applies(register: Register) -> bool:
    """Whether a law of California is among those the register says apply."""
    regimes = register.record.regimes
    return regimes is not None and any(
        name in LAWS and claim.state.asserts for name, claim in regimes.items.items()
    )


def declared(register: Register) -> Declared:
    """What the organization declares; an empty declaration where it declares nothing."""
    return register.record.declared or Declared()


def rows(found: Declared) -> Iterator[tuple[Path, str, DeclaredCategory]]:
    """Rows of the declared table with path and letter, empty for a row that answers to none."""
    for letter, row in (found.categories.items if found.categories else {}).items():
        yield ("declared", "categories", letter), letter, row
    for key, row in (found.other.items if found.other else {}).items():
        yield ("declared", "other", key), "", row


QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "sources": "collected_from",
        "purposes": "purposes",
        "disclosed_to": "recipients",
        "sold_to": "recipients",
        "sale_purposes": "purposes",
        "disclosure_purposes": "purposes",
        "sold": "sale",
        "shared": "sharing",
        "retention": "retention",
    }
)
"""The question of an activity that a field of a declaration answers."""


def said(
    register: Register, field: str, row: DeclaredCategory | None = None, path: Path = ()
) -> tuple[ResolvedClaim, ...]:
    """What is declared for *field*: of a row where it says so itself, else of the whole table."""
    own = getattr(row, field, None) if row is not None else None
    whole: Claim | Many[Claim] | None = getattr(declared(register), field)
    value, place = (own, (*path, field)) if own is not None else (whole, ("declared", field))
    if value is None:
        return ()
    question = QUESTIONS.get(field, "")
    return tuple(written(Speaker(register, register.file), question, value, place))
