"""What pictures show: bars of numbers, and the way data take from people to countries. Format-free, as tables are."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ropa.gaps import completeness
from ropa.model.activity import Transfer
from ropa.model.claim import State
from ropa.model.part import countries
from ropa.register import Record, Register
from ropa.views.items import destination
from ropa.views.phrases import name, value
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


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars under one title; *told* says all of them in words, for who does not see them."""

    title: str
    bars: tuple[Bar, ...]

    @property
    def told(self) -> str:
        """The picture in words."""
        parts = (say("picture.bar", label=bar.label, n=bar.full, m=bar.whole) for bar in self.bars)
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
        parts = (f"{lane.heading}: {', '.join(one.text for one in lane.values)}" for lane in self.lanes)
        return say("picture.told", title=self.title, parts="; ".join(parts))


Picture = Bars | Flow


def summary(register: Register) -> tuple[Bars, ...]:
    """The register on one page: what is answered, in which roles, on which bases, and where data go."""
    found = [_complete(register, "controller"), _complete(register, "processor")]
    found += [_counted(register, "roles", register.records, _roles)]
    controlled = [record for record in register.records if record.is_controller]
    found += [_counted(register, "bases", controlled, _bases)]
    found += [_counted(register, "countries", register.records, _countries)]
    return tuple(bars for bars in found if bars.bars)


def _complete(register: Register, role: str) -> Bars:
    bars = (
        Bar(one.question.label, one.complete, one.asked, one.inferred)
        for one in completeness(register, role)
        if one.asked
    )
    return Bars(say(f"picture.complete_{role}"), tuple(bars))


def _counted(
    register: Register, title: str, records: Iterable[Record], of: Callable[[Register, Record], set[tuple[str, State]]]
) -> Bars:
    """How many of *records* each word holds for; the most frequent first, open ones last."""
    each = [of(register, record) for record in records]
    counts = Counter(one for found in each for one in found)
    order = sorted(counts, key=lambda one: (one[1].is_open, -counts[one], one[0]))
    bars = tuple(Bar(word, counts[word, state], len(each), state=state) for word, state in order)
    return Bars(say(f"picture.{title}"), bars)


def _roles(register: Register, record: Record) -> set[tuple[str, State]]:
    return {(register.label("roles", role), State.STATED) for role in record.activity.role.items}


def _bases(register: Register, record: Record) -> set[tuple[str, State]]:
    purposes = [answer for answer in register.answers(record, "purposes") if answer.is_item]
    found = [answer for purpose in purposes for answer in register.nested(record, purpose, "lawful_basis")]
    return {
        (register.label("lawful_bases", answer.key), State.STATED)
        if answer.is_item
        else (say(f"state.{answer.state}"), answer.state)
        for answer in found
    }


def _countries(register: Register, record: Record) -> set[tuple[str, State]]:
    return {(one.text, one.state) for one in _destinations(register, record)}


def _destinations(register: Register, record: Record) -> list[Value]:
    """Countries data go to, each by its name; else the words or the state that stand in their place."""
    found = []
    for answer in register.answers(record, "transfers"):
        claim = answer.claim
        if isinstance(claim, Transfer) and claim.countries:
            found += [Value(countries()[code]) for code in claim.countries]
        elif answer.state.is_open or not answer.is_item:
            found.append(Value(say(f"state.{answer.state}"), answer.state))
        else:
            one = destination(register, answer)
            found.append(Value(say("picture.unnamed"), State.NOT_STATED) if one.state.is_open else one)
    return _once(found)


def flow(register: Register, record: Record) -> Flow:
    """Whose data come from where, what is done with them, who receives them, and in which countries."""
    title = say("picture.flow", activity=record.activity.name)
    middle = (Value(record.activity.name),)
    lanes = (
        Lane(say("column.data_subjects"), _items(register, record, "data_subjects")),
        Lane(say("column.collected_from"), _items(register, record, "collected_from")),
        Lane(say("column.activity"), middle),
        Lane(say("column.recipients"), _items(register, record, "recipients")),
        Lane(say("column.destination"), tuple(_destinations(register, record))),
    )
    return Flow(title, lanes)


def _items(register: Register, record: Record, question: str) -> tuple[Value, ...]:
    found = []
    for answer in register.answers(record, question):
        label = name(register, question, answer.key) if answer.is_item else ""
        one = value(register, question, answer)
        said = label or (say(f"state.{answer.state}") if not answer.is_item else one.text)
        found.append(Value(said, answer.state))
    return tuple(_once(found))


def _once(values: Iterable[Value]) -> list[Value]:
    return list({one.text: one for one in values}.values())
