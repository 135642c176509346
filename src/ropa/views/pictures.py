"""What pictures show: bars of numbers, and the way data take from people to countries. Format-free, as tables are."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ropa.model.activity import Transfer
from ropa.model.claim import State
from ropa.model.part import countries
from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.register.gaps import completeness
from ropa.register.qualifiers import QualifierKind, qualifiers, without
from ropa.views.details import destination
from ropa.views.phrases import label, value
from ropa.views.table import Value
from ropa.vocabulary import say


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: *full* of *whole*, of which *inferred* are concluded by the author."""

    label: str
    full: int
    whole: int
    inferred: int = 0
    state: State = State.STATED
    signs: str = ""
    """What qualifies the answers that are counted, in a word each."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars under one title; *told* says all of them in words, for who does not see them."""

    title: str
    bars: tuple[Bar, ...]

    @property
    def told(self) -> str:
        """The picture in words."""
        labels = (f"{bar.label} [{bar.signs}]" if bar.signs else bar.label for bar in self.bars)
        counts = zip(labels, self.bars, strict=True)
        parts = (say("picture.bar", label=label, n=bar.full, m=bar.whole) for label, bar in counts)
        return say("picture.told", title=self.title, parts="; ".join(parts))


@dataclass(frozen=True, slots=True)
class Lane:
    """One column of a flow: its heading and what stands in it."""

    heading: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """The way data take, from left to right."""

    title: str
    lanes: tuple[Lane, ...]

    @property
    def told(self) -> str:
        """The picture in words."""
        parts = (
            f"{lane.heading}: {', '.join(one.signed for one in lane.values)}" for lane in self.lanes
        )
        return say("picture.told", title=self.title, parts="; ".join(parts))


Picture = Bars | Flow


class Counted(NamedTuple):
    """What is counted: a word, the state it stands in, and what qualifies it."""

    label: str
    state: State
    signs: str


def summary(register: Register) -> tuple[Bars, ...]:
    """The register on one page: what is answered, in which roles, on which bases, and where data go."""
    found = [_complete(register, "controller"), _complete(register, "processor")]
    found += [_counted("roles", register.activities, _roles)]
    controlled = [one for one in register.activities if one.record.is_controller]
    found += [_counted("bases", controlled, _bases)]
    found += [_counted("countries", register.activities, _countries)]
    return tuple(bars for bars in found if bars.bars)


def _complete(register: Register, role: str) -> Bars:
    bars = (
        Bar(one.question.label, one.complete, one.asked, one.inferred)
        for one in completeness(register, role)
        if one.asked
    )
    return Bars(say(f"picture.complete_{role}"), tuple(bars))


def _counted(
    title: str,
    activities: Iterable[ResolvedActivity],
    of: Callable[[ResolvedActivity], set[Counted]],
) -> Bars:
    """How many of *activities* each word holds for; the most frequent first, open ones last."""
    each = [of(activity) for activity in activities]
    counts = Counter(one for found in each for one in found)
    order = sorted(counts, key=lambda one: (one.state.is_open, -counts[one], one))
    bars = tuple(
        Bar(one.label, counts[one], len(each), state=one.state, signs=one.signs) for one in order
    )
    return Bars(say(f"picture.{title}"), bars)


def _roles(activity: ResolvedActivity) -> set[Counted]:
    return {_counted_as(role) for role in activity.items("role")}


def _bases(activity: ResolvedActivity) -> set[Counted]:
    purposes = activity.items("purposes")
    bases = (basis for purpose in purposes for basis in purpose.nested("lawful_basis"))
    return {_counted_as(basis) for basis in bases if not (basis.is_item and basis.state.denies)}


def _counted_as(answer: ResolvedClaim) -> Counted:
    """What an answer counts as: itself with what qualifies it, so that no general one is counted as stated."""
    return _counted_value(_item(answer))


def _counted_value(value: Value) -> Counted:
    return Counted(value.text, value.state, value.signs)


def _item(answer: ResolvedClaim) -> Value:
    """The name of an item with what qualifies it, or the state that stands in place of items."""
    words = label(answer) if answer.is_item else say(f"state.{answer.state}")
    qualified = qualifiers(answer)
    if not answer.is_item:  # the state itself is the word
        qualified = without(qualified, QualifierKind.VAGUE)
    return Value(words or value(answer).text, answer.state, qualified)


def _countries(activity: ResolvedActivity) -> set[Counted]:
    return set(map(_counted_value, _destinations(activity)))


def _destinations(activity: ResolvedActivity) -> list[Value]:
    """Countries data go to, each by its name; else the words or the state that stand in their place."""
    return _once(one for answer in activity.answers["transfers"] for one in _places(answer))


def _places(answer: ResolvedClaim) -> Iterator[Value]:
    claim = answer.claim
    if answer.is_item and answer.state.denies:
        return
    if not isinstance(claim, Transfer) or (answer.state.is_open and not claim.countries):
        yield (
            _item(answer)
            if not answer.is_item
            else Value(say(f"state.{answer.state}"), answer.state)
        )
        return
    qualified = without(qualifiers(answer), QualifierKind.VAGUE)
    yield from (Value(countries()[code], answer.state, qualified) for code in claim.countries)
    if not claim.countries:
        place = destination(answer)
        is_open = place.state.is_open
        yield (
            Value(say("picture.unnamed"), State.NOT_STATED, qualified)
            if is_open
            else place.qualified(qualified)
        )


def flow(activity: ResolvedActivity) -> Flow:
    """Whose data come from where, what is done with them, who receives them, and in which countries."""
    title = say("picture.flow", activity=activity.name)
    middle = (Value(activity.name),)
    lanes = (
        Lane(say("column.data_subjects"), _items(activity, "data_subjects")),
        Lane(say("column.collected_from"), _items(activity, "collected_from")),
        Lane(say("column.activity"), middle),
        Lane(say("column.recipients"), _items(activity, "recipients")),
        Lane(say("column.destination"), tuple(_destinations(activity))),
    )
    return Flow(title, lanes)


def _items(activity: ResolvedActivity, question: str) -> tuple[Value, ...]:
    answers = activity.answers[question]
    return tuple(
        _once(_item(answer) for answer in answers if not (answer.is_item and answer.state.denies))
    )


def _once(values: Iterable[Value]) -> list[Value]:
    return list({one.signed: one for one in values}.values())
