"""What the records imply for California, and what the organization declares.

Whose data count, in which period, in which categories, and who receives them: one answer for rules
and documents. No category becomes a Yes by multiplying lists: a disclosure counts for the data it
names, and stands by itself where it names none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from ropa import vocabulary
from ropa.model.activity import Activity, DataItem, Disclosure, Status
from ropa.model.claim import Claim, ClaimList
from ropa.model.register_record import Declared, DeclaredCategory
from ropa.register import Path, Records, Register, ResolvedActivity, ResolvedClaim, written

C = TypeVar("C", bound=Claim)
K = TypeVar("K")
V = TypeVar("V")

LAWS = ("ccpa", "cpra-amendments")
"""The laws under which California's tables are asked for."""


class Window(StrEnum):
    """Whether an activity fell into the 12 months before a day. 1798.130(a)(5)(B)."""

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
    if as_of.year == 1:
        return as_of + timedelta(days=1), as_of
    day = min(as_of.day, 28) if as_of.month == 2 else as_of.day
    year = as_of.year - 1
    year_before = as_of.replace(year=year, day=day)
    return year_before + timedelta(days=1), as_of


def window(activity: Activity, as_of: date | None) -> Window:
    """Whether *activity* fell into the 12 months before *as_of*, as far as its dates tell."""
    if as_of is None:
        return Window.UNKNOWN
    first, last = months(as_of)
    begin, end = activity.active_from, activity.active_until
    begins_later = begin > last if begin else activity.status is Status.PLANNED
    if begins_later or (end and end < first):
        return Window.OUTSIDE
    is_known = end and end <= last
    if begin:
        is_known = begin >= first or end or activity.status is not Status.ENDED
    return Window.INSIDE if is_known else Window.UNKNOWN


@dataclass(frozen=True, slots=True)
class RecordedDisclosure:
    """A disclosure an activity makes for the organization's own purposes."""

    answer: ResolvedClaim
    claim: Disclosure

    @property
    def activity(self) -> ResolvedActivity:
        """The activity that makes it."""
        return self.answer.activity

    @property
    def recipient(self) -> str:
        """The key of whoever receives."""
        return self.answer.key

    @property
    def side(self) -> Side:
        """What the recipient is in the statute's terms, as far as recorded."""
        return side(self.claim)

    @property
    def classes(self) -> tuple[str, ...]:
        """The categories the recipient is known under."""
        return classes(self.answer.register, self.recipient, self.claim.example_of)

    @property
    def letters(self) -> tuple[str, ...]:
        """Categories of the data it names, in the statute's order; none where it names no data."""
        held = self.activity.items("personal_data")
        items = {item.key: item for item in held}
        categories: set[str] = set()
        for key in items.keys() & self.claim.data:
            categories.update(letters(items[key]))
        return tuple(sorted(categories))

    @property
    def purposes(self) -> tuple[str, ...]:
        """What it is for, in the record's words, without the dots of sentences."""
        purposes = self.activity.items("purposes")
        texts = {purpose.key: getattr(purpose.claim, "text", "") for purpose in purposes}
        sentences = [self.claim.purpose]
        for key in self.claim.purposes:
            sentences.append(texts.get(key) or key.replace("-", " "))
        return tuple(sentence.rstrip(".") for sentence in sentences if sentence)


def counted_activities(register: Register, as_of: date | None) -> Iterator[ResolvedActivity]:
    """Activities in which the organization decides, and which may fall into the 12 months."""
    for activity in register.activities:
        record = activity.record
        if record.is_controller and window(record.activity, as_of) is not Window.OUTSIDE:
            yield activity


Items = Sequence[ResolvedClaim]
"""Data items that activities hold for the organization's own purposes."""


def items_by_category(register: Register, as_of: date | None) -> Mapping[str, Items]:
    """Items of the activities that count, unless they are said not to be held.

    By letter (A)-(K) and by kind of sensitive information. Cal. Civ. Code 1798.140(v)(1), (ae).
    """
    groups: dict[str, list[ResolvedClaim]] = {}
    for item in _counted_answers(register, as_of, "personal_data"):
        for category in (*letters(item), *_facts(item, "sensitive")):
            groups.setdefault(category, []).append(item)
    return groups


def _counted_answers(
    register: Register, as_of: date | None, question: str
) -> Iterator[ResolvedClaim]:
    """Answers of the activities that count, unless they are denied."""
    for activity in counted_activities(register, as_of):
        for answer in activity.items(question):
            if not answer.state.denies:
                yield answer


def disclosures(register: Register, as_of: date | None) -> Iterator[RecordedDisclosure]:
    """Every disclosure of the activities that count, unless it is denied."""
    for answer in _counted_answers(register, as_of, "recipients"):
        if isinstance(answer.claim, Disclosure):
            yield RecordedDisclosure(answer, answer.claim)


def grouped(pairs: Iterable[tuple[K, V]]) -> Mapping[K, Sequence[V]]:
    """The second of each pair by the first, in the order in which they come."""
    groups: dict[K, list[V]] = {}
    for key, member in pairs:
        groups.setdefault(key, []).append(member)
    return groups


def items_of(claims: ClaimList[C] | None) -> Mapping[str, C]:
    """Items of a list by key; empty where the list is left out."""
    return claims.items if claims else {}


def letters(answer: ResolvedClaim) -> tuple[str, ...]:
    """Categories (A)-(K) of a data item. Cal. Civ. Code 1798.140(v)(1).

    The record's own, else the vocabulary's.
    """
    if isinstance(answer.claim, DataItem) and answer.claim.ccpa is not None:
        return answer.claim.ccpa
    return _facts(answer, "ccpa")


def _facts(item: ResolvedClaim, fact: str) -> tuple[str, ...]:
    """What the vocabulary says of a data item; empty where it does not know it."""
    word = item.register.word("personal_data", item.key)
    return word.many(fact) if word else ()


def paragraph(letter: str) -> str:
    """A category as it is cited, by its paragraph of the statute."""
    return f"({letter})"


PROVIDER_KINDS = frozenset({"service-provider", "contractor", "processor", "sub-processor"})
"""Kinds of recipients that act for the organization, with whom a contract is made.

Cal. Civ. Code 1798.140(j), (ag); GDPR Art. 28(3), (4). Processors count as providers.
"""

PROVIDER_LISTS = frozenset({"service-providers", "contractors", "vendors", "processors"})
"""Words by which a published list takes in everybody of those kinds."""


def side(claim: Disclosure) -> Side:
    """What the recipient is in the statute's terms; unsaid where its kinds pull apart."""
    sides = {_side_of_kind(kind) for kind in items_of(claim.kind)}
    return sides.pop() if len(sides) == 1 else Side.UNSAID


def _side_of_kind(kind: str) -> Side:
    if kind == "internal":
        return Side.INTERNAL
    return Side.PROVIDER if kind in PROVIDER_KINDS else Side.THIRD_PARTY


def classes(register: Records, key: str, example_of: str | None = None) -> tuple[str, ...]:
    """The categories a recipient is known under: its own key first, wider ones last."""
    names = [key, example_of]
    if key in register.recipients:
        names.append(register.recipients[key].category)
    distinct = list(dict.fromkeys(filter(None, names)))
    words = [register.word("recipient_categories", name) for name in distinct]
    wider = [word.text("within") for word in words if word]
    every = filter(None, (*distinct, *wider))
    return tuple(dict.fromkeys(every))


def suggestion(recipient_classes: Sequence[str], purposes: Sequence[str]) -> str:
    """``sale`` or ``sharing`` where a recipient or a purpose points to it, else nothing."""
    purpose_text = "\n".join(purposes).casefold()
    for signal in vocabulary.words("ccpa_signals").values():
        is_of_recipients = signal.text("of") == "recipient"
        is_recipient = is_of_recipients and signal.name in recipient_classes
        is_purpose = any(phrase in purpose_text for phrase in signal.many("words"))
        if is_recipient or is_purpose:
            return signal.text("suggests")
    return ""


def is_in_force(law: str, day: date) -> bool:
    """Whether the law of the vocabulary's word *law* applied on *day*."""
    word = vocabulary.words("applicable_laws")[law]
    return day.isoformat() >= word.text("applies_from")


def applies(register: Register) -> bool:
    """Whether a law of California is among those the register says apply."""
    stated = items_of(register.record.applicable_laws)
    laws = [stated[law] for law in LAWS if law in stated]
    return any(law.state.asserts for law in laws)


def is_amended(register: Register) -> bool:
    """Whether the CPRA's amendments applied on the register's day, as far as a day is named."""
    day = register.record.as_of
    return day is None or is_in_force("cpra-amendments", day)


# What the organization declares


@dataclass(frozen=True, slots=True)
class DeclaredTable:
    """What is declared for the whole table."""

    register: Register

    def answers(self, field: str) -> tuple[ResolvedClaim, ...]:
        """What is declared for *field*; empty where nothing is."""
        claims = getattr(declared(self.register), field)
        return _answers(self.register, claims, ("declared", field))

    def remark(self, field: str) -> ResolvedClaim | None:
        """What is declared of the list *field* as a whole, or None."""
        claims = getattr(declared(self.register), field)
        if claims is None or claims.whole is None:
            return None
        return self.register.claim(claims.whole, ("declared", field))


@dataclass(frozen=True, slots=True)
class DeclaredRow:
    """A row of what is declared, and where it stands."""

    register: Register
    path: Path
    category: DeclaredCategory

    @property
    def key(self) -> str:
        """Its key in the list it is a row of."""
        return str(self.path[-1])

    @property
    def examples(self) -> ResolvedClaim | None:
        """The examples the source gives; they rest on the passages of the row, or on their own."""
        claim = self.category.examples
        if claim is None:
            return None
        resting = claim if claim.cites else claim.model_copy(update={"cites": self.category.cites})
        return self.register.claim(resting, (*self.path, "examples"))

    @property
    def letter(self) -> str:
        """The statute's letter for it; empty where it answers to none."""
        return self.key if self.path[1] == "categories" else ""

    @property
    def is_sensitive(self) -> bool:
        """Whether it is about a kind of sensitive information."""
        return self.path[1] == "sensitive"

    @property
    def is_collected(self) -> bool:
        """Whether it is declared as collected."""
        return self.category.collected == "yes"

    def has_own(self, field: str) -> bool:
        """Whether it says something of its own about *field*."""
        return getattr(self.category, field, None) is not None

    def answers(self, field: str) -> tuple[ResolvedClaim, ...]:
        """What is declared for *field*: by the row itself, else for the whole table."""
        if not self.has_own(field):
            return DeclaredTable(self.register).answers(field)
        claims = getattr(self.category, field)
        return _answers(self.register, claims, (*self.path, field))


def declared(register: Register) -> Declared:
    """What the organization declares; an empty declaration where it declares nothing."""
    return register.record.declared or Declared()


def rows(register: Register) -> tuple[DeclaredRow, ...]:
    """Rows of the declared table: first those with a letter of the statute."""
    return (*_rows_of(register, "categories"), *_rows_of(register, "other"))


def sensitive_rows(register: Register) -> tuple[DeclaredRow, ...]:
    """What is declared of each kind of sensitive information; none of them has a letter."""
    return tuple(_rows_of(register, "sensitive"))


def rows_with_own(register: Register, *fields: str) -> Iterator[DeclaredRow]:
    """Rows of the declared table that say something of their own about one of *fields*."""
    for row in rows(register):
        if any(map(row.has_own, fields)):
            yield row


def _rows_of(register: Register, field: str) -> Iterator[DeclaredRow]:
    table = getattr(declared(register), field)
    for key, category in items_of(table).items():
        yield DeclaredRow(register, ("declared", field, key), category)


SALE: Mapping[str, str] = MappingProxyType({"sold": "sale", "shared": "sharing"})
"""Fields of a declaration, each with the question of an activity that asks the same."""

QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        **SALE,
        "sources": "collected_from",
        "purposes": "purposes",
        "disclosed_to": "recipients",
        "sold_to": "recipients",
        "sale_purposes": "purposes",
        "disclosure_purposes": "purposes",
        "retention": "retention",
    }
)
"""The question of an activity that a field of a declaration answers."""


def _answers(
    register: Register, value: Claim | ClaimList[Claim] | None, path: Path
) -> tuple[ResolvedClaim, ...]:
    if value is None:
        return ()
    question = QUESTIONS.get(str(path[-1]), "")
    return tuple(written(register.speaker, question, value, path))
