"""What pictures show: bars of numbers, and the way data take from people to countries."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from ropa.fields.marks import sign
from ropa.fields.names import label
from ropa.fields.values import Value
from ropa.fields.wording import value
from ropa.model.activity import Transfer
from ropa.model.claim import State
from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.register.qualifiers import QualifierKind, qualifiers, without
from ropa.views import figures
from ropa.views.details import destination
from ropa.views.figures import ElementCount
from ropa.views.standing import exceptions, items
from ropa.vocabulary import countries, translate


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: *full* of *whole*; beside them, drawn lighter, what is answered less firmly."""

    label: str
    full: int
    whole: int
    general: int = 0
    inferred: int = 0
    vague: int = 0
    partly: int = 0
    """How many leave a part less firm than what they are counted as."""
    state: State = State.STATED
    signs: str = ""
    """What qualifies the answers that are counted, in a word each."""

    @property
    def lighter(self) -> int:
        """How many are answered, and not as stated of the activity itself."""
        return self.general + self.inferred

    @property
    def numbers(self) -> str:
        """The numbers in words, each kind apart."""
        parts = [translate("picture.of", n=self.full, m=self.whole)]
        for kind in ("general", "inferred", "vague", "partly"):
            number = getattr(self, kind)
            if number:
                parts.append(translate(f"picture.{kind}", n=number))
        return ", ".join(parts)

    @property
    def counted(self) -> str:
        """The numbers, and what qualifies the answers that are counted."""
        return f"{self.numbers} [{self.signs}]" if self.signs else self.numbers

    @property
    def told(self) -> str:
        """The bar in words."""
        label = f"{self.label} [{self.signs}]" if self.signs else self.label
        return translate("picture.bar", label=label, counted=self.numbers)


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars under one title; *told* says all of them in words, for who does not see them."""

    title: str
    bars: tuple[Bar, ...]

    @property
    def told(self) -> str:
        """The picture in words."""
        parts = "; ".join(bar.told for bar in self.bars)
        return translate("picture.told", title=self.title, parts=parts)


@dataclass(frozen=True, slots=True)
class Lane:
    """One column of a flow: its heading and what stands in it."""

    heading: str
    values: tuple[Value, ...]

    def first(self, most: int) -> tuple[Value, ...]:
        """The *most* first values, and how many more there are, with all that qualifies those."""
        hidden = self.values[most:]
        if not hidden:
            return self.values
        by_sign = {sign(one): one for value in hidden for one in value.qualifiers}
        states = {value.state for value in hidden}
        state = states.pop() if len(states) == 1 else State.GENERAL
        more = Value(translate("picture.more", n=len(hidden)), state, tuple(by_sign.values()))
        return (*self.values[:most], more)


@dataclass(frozen=True, slots=True)
class Flow:
    """The way data take, from left to right."""

    title: str
    lanes: tuple[Lane, ...]

    @property
    def told(self) -> str:
        """The picture in words."""
        parts = (_told(lane) for lane in self.lanes)
        return translate("picture.told", title=self.title, parts="; ".join(parts))


def _told(lane: Lane) -> str:
    return f"{lane.heading}: {', '.join(value.signed for value in lane.values)}"


Picture = Bars | Flow


class Counted(NamedTuple):
    """What is counted: a word, the state it stands in, and what qualifies it."""

    label: str
    state: State
    signs: str


def summary(register: Register) -> tuple[Bars, ...]:
    """The register on one page: what is answered, by role, by basis, and where data go."""
    activities = register.activities
    controlled = [one for one in activities if one.record.is_controller]
    pictures = (
        _answered(register, "controller"),
        _answered(register, "processor"),
        _counted("roles", activities, _roles),
        _counted("bases", controlled, _bases),
        _counted("countries", activities, _countries),
    )
    return tuple(picture for picture in pictures if picture.bars)


def _answered(register: Register, role: str) -> Bars:
    counts = figures.element_counts(register, role)
    return Bars(translate(f"picture.complete_{role}"), tuple(map(_bar, counts)))


def _bar(count: ElementCount) -> Bar:
    numbers = {name: getattr(count, name) for name in ("general", "inferred", "vague", "partly")}
    return Bar(count.label, count.stated, count.asked, **numbers)


def _counted(
    title: str,
    activities: Iterable[ResolvedActivity],
    count: Callable[[ResolvedActivity], set[Counted]],
) -> Bars:
    """How many of *activities* each word holds for; the most frequent first, open ones last."""
    words = [count(activity) for activity in activities]
    counts = Counter(chain.from_iterable(words))
    order = sorted(counts, key=lambda word: (word.state.is_open, -counts[word], word))
    bars = []
    for word in order:
        bar = Bar(word.label, counts[word], len(words), state=word.state, signs=word.signs)
        bars.append(bar)
    return Bars(translate(f"picture.{title}"), tuple(bars))


def _roles(activity: ResolvedActivity) -> set[Counted]:
    return {_counted_value(_item(role)) for role in items(activity, "role")}


def _bases(activity: ResolvedActivity) -> set[Counted]:
    counted = set()
    for purpose in items(activity, "purposes"):
        for basis in purpose.nested("lawful_basis"):
            if not (basis.is_item and basis.state.denies):
                counted.add(_counted_value(_item(basis)))
    return counted


def _counted_value(value: Value) -> Counted:
    """What a value counts as: itself with its signs, so that no general one counts as stated."""
    return Counted(value.text, value.state, value.signs)


def _item(answer: ResolvedClaim) -> Value:
    """The name of an item with what qualifies it, or the state that stands in place of items."""
    if not answer.is_item:
        return _in_place(answer)
    qualified = (*exceptions(answer), *qualifiers(answer))
    return Value(label(answer) or value(answer).text, answer.state, qualified)


def _in_place(answer: ResolvedClaim) -> Value:
    """The state that stands in place of items; it is the word, so that no sign repeats it."""
    qualified = without(qualifiers(answer), QualifierKind.VAGUE)
    if answer.state.is_bare:
        qualified = without(qualified, QualifierKind.GENERAL)
    return Value(translate(f"state.{answer.state}"), answer.state, qualified)


def _countries(activity: ResolvedActivity) -> set[Counted]:
    return set(map(_counted_value, _destinations(activity)))


def _destinations(activity: ResolvedActivity) -> list[Value]:
    """Countries data go to, by name, and the words or the state that stand in their place."""
    transfers = [*items(activity, "transfers"), *_in_place_of_items(activity, "transfers")]
    return _once(place for transfer in transfers for place in _places(transfer))


def _in_place_of_items(activity: ResolvedActivity, question: str) -> Iterator[ResolvedClaim]:
    """What is said of a list as a whole; that there is none, only where nothing else is said."""
    for answer in activity.answers[question]:
        is_denial = answer.state is State.NONE
        if not answer.is_item and not (is_denial and items(activity, question)):
            yield answer


def _places(transfer: ResolvedClaim) -> Iterator[Value]:
    claim = transfer.claim
    if not isinstance(claim, Transfer):
        is_denial = transfer.state is State.NONE
        in_place = _in_place(transfer)
        yield in_place.saying(translate("picture.no_transfer")) if is_denial else in_place
        return
    qualified = without(qualifiers(transfer), QualifierKind.VAGUE)
    for code in claim.countries:
        yield Value(countries()[code], transfer.state, qualified)
    if claim.countries and claim.destination is None:
        return
    # What is said of other places stands beside the countries that are named.
    place = value(*transfer.own["destination"]) if claim.countries else destination(transfer)
    if place.state in (State.NOT_STATED, State.NOT_RECORDED):
        place = place.saying(translate("picture.unnamed"))
    yield place.saying(place.text.rstrip(".")).qualified(qualified)


def flow(activity: ResolvedActivity) -> Flow:
    """Whose data come from where, for which activity, who receives them, and in which countries."""
    return Flow(translate("picture.flow", activity=activity.name), tuple(_lanes(activity)))


def _lanes(activity: ResolvedActivity) -> Iterator[Lane]:
    for question in ("data_subjects", "collected_from"):
        yield Lane(translate(f"column.{question}"), _items(activity, question))
    yield Lane(translate("column.activity"), (Value(activity.name),))
    yield Lane(translate("column.recipients"), _items(activity, "recipients"))
    yield Lane(translate("column.destination"), tuple(_destinations(activity)))


def _items(activity: ResolvedActivity, question: str) -> tuple[Value, ...]:
    answers = (*items(activity, question), *_in_place_of_items(activity, question))
    return tuple(_once(map(_item, answers)))


def _once(values: Iterable[Value]) -> list[Value]:
    return list({one.signed: one for one in values}.values())
