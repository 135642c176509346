"""What pictures show: bars of numbers, and the way data take from people to countries."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

from ropa.documents.cells import enumerated, labelled
from ropa.documents.details import destination
from ropa.documents.figures import ElementCount, acting_as, element_counts
from ropa.documents.lines import either
from ropa.documents.standing import exceptions, items
from ropa.fields.marks import sign
from ropa.fields.names import label
from ropa.fields.values import Value, state_value, unqualified
from ropa.fields.wording import value
from ropa.model.activity import Transfer
from ropa.model.claim import State
from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.register.qualifiers import Qualifier, QualifierKind, Qualifiers, qualifiers, without
from ropa.vocabulary import countries, joined, translate

LESS_FIRM = ("general", "inferred", "undecided", "vague", "partly")
"""What is counted beside what is stated outright, in the order in which it is said."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: *full* of *whole*; beside them, drawn lighter, what is answered less firmly."""

    label: str
    full: int
    whole: int
    general: int = 0
    inferred: int = 0
    undecided: int = 0
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
        for kind in LESS_FIRM:
            number = getattr(self, kind)
            if number:
                parts.append(translate(f"picture.{kind}", n=number))
        return joined(parts)

    @property
    def counted(self) -> str:
        """The numbers, and what qualifies the answers that are counted."""
        return self._signed(self.numbers)

    @property
    def told(self) -> str:
        """The bar in words."""
        return labelled(self._signed(self.label), self.numbers)

    def _signed(self, words: str) -> str:
        if self.signs:
            return translate("line.signed", words=words, signs=self.signs)
        return words


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars under one title; *told* says all of them in words, for who does not see them."""

    title: str
    bars: tuple[Bar, ...]

    @property
    def told(self) -> str:
        """The picture in words."""
        return _told(self.title, self.bars)


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
        qualifiers = chain.from_iterable(value.qualifiers for value in hidden)
        by_sign = {sign(qualifier): qualifier for qualifier in qualifiers}
        states = {value.state for value in hidden}
        state = states.pop() if len(states) == 1 else State.GENERAL
        words = translate("picture.more", n=len(hidden))
        others = Value(words, state, tuple(by_sign.values()))
        return (*self.values[:most], others)

    @property
    def told(self) -> str:
        """The lane in words."""
        values = [value.signed for value in self.values]
        return labelled(self.heading, joined(values))


@dataclass(frozen=True, slots=True)
class Flow:
    """The way data take, in the order in which it is read."""

    title: str
    lanes: tuple[Lane, ...]

    @property
    def told(self) -> str:
        """The picture in words."""
        return _told(self.title, self.lanes)


Picture = Bars | Flow


def _told(title: str, parts: Iterable[Bar | Lane]) -> str:
    words = enumerated(part.told for part in parts)
    return translate("picture.told", title=title, parts=words)


class Counted(NamedTuple):
    """What is counted: a word, the state it stands in, and what qualifies it."""

    label: str
    state: State
    signs: str


def summary(register: Register) -> tuple[Bars, ...]:
    """The register on one page: what is answered, by role, by basis, and where data go."""
    activities = register.activities
    controlled = acting_as(register, "controller")
    pictures = [_answered(register, "controller"), _answered(register, "processor")]
    pictures.append(_counted("roles", activities, _roles))
    pictures.append(_counted("bases", controlled, _bases))
    pictures.append(_counted("countries", activities, destinations))
    return tuple(picture for picture in pictures if picture.bars)


def _answered(register: Register, role: str) -> Bars:
    bars = map(_bar, element_counts(register, role))
    return Bars(translate(f"picture.complete_{role}"), tuple(bars))


def _bar(count: ElementCount) -> Bar:
    numbers = {kind: getattr(count, kind) for kind in LESS_FIRM}
    return Bar(count.label, count.stated, count.records, **numbers)


def _counted(
    title: str,
    activities: Sequence[ResolvedActivity],
    words: Callable[[ResolvedActivity], Iterable[Value]],
) -> Bars:
    """How many of *activities* each word holds for; the most frequent first, open ones last.

    A word counts with its signs, so that no general one counts as stated.
    """
    counts: Counter[Counted] = Counter()
    for activity in activities:
        counts.update(set(map(_counted_value, words(activity))))
    bars = []
    total = len(activities)
    for (word, state, signs), number in counts.items():
        bars.append(Bar(word, number, total, state=state, signs=signs))
    bars.sort(key=_rank)
    return Bars(translate(f"picture.{title}"), tuple(bars))


def _rank(bar: Bar) -> tuple[bool, int, str, State, str]:
    return bar.state.is_open, -bar.full, bar.label, bar.state, bar.signs


def _counted_value(value: Value) -> Counted:
    return Counted(value.text, value.state, value.signs)


def _roles(activity: ResolvedActivity) -> Iterator[Value]:
    return map(_item, items(activity, "role"))


def _bases(activity: ResolvedActivity) -> Iterator[Value]:
    for purpose in items(activity, "purposes"):
        standing, alternatives = [], []
        for basis in purpose.nested("lawful_basis"):
            if basis.alternatives:
                alternatives.append(_item(basis))
            elif not (basis.is_item and basis.state.denies):
                standing.append(_item(basis))
        yield from standing
        if alternatives:
            names = (replace(value, qualifiers=()) for value in alternatives)
            yield either(names).qualified(_shared_signs(alternatives))


def _shared_signs(alternatives: Iterable[Value]) -> Qualifiers:
    """What a bar of *alternatives* has to show: that they are, and how any of them is qualified."""
    signs = [Qualifier(QualifierKind.ALTERNATIVE)]
    for one in alternatives:
        for qualifier in one.qualifiers:
            text = qualifier.text if qualifier.kind is QualifierKind.QUALIFIED else ""
            signs.append(Qualifier(qualifier.kind, text, qualifier.scope))
    return tuple(dict.fromkeys(signs))


def _item(answer: ResolvedClaim) -> Value:
    """The name of an item with what qualifies it, or the state that stands in place of items."""
    if not answer.is_item:
        return _in_place(answer)
    qualified = (*exceptions(answer), *qualifiers(answer))
    words = label(answer) or value(answer).text
    return Value(words, answer.state, qualified)


def _in_place(answer: ResolvedClaim) -> Value:
    """The state that stands in place of items; it is the word, so that no sign repeats it."""
    qualified = without(qualifiers(answer), QualifierKind.VAGUE)
    if answer.state.is_bare:
        qualified = without(qualified, QualifierKind.GENERAL)
    return replace(state_value(answer.state), qualifiers=qualified)


def destinations(activity: ResolvedActivity) -> list[Value]:
    """Countries data go to, by name, and the words or the state that stand in their place."""
    transfers = chain(items(activity, "transfers"), _in_place_of_items(activity, "transfers"))
    return _once(chain.from_iterable(map(_places, transfers)))


def _in_place_of_items(activity: ResolvedActivity, question: str) -> Iterator[ResolvedClaim]:
    """What is said of a list as a whole; that there is none, only where nothing else is said."""
    for answer in activity.answers[question]:
        is_denial = answer.state is State.NONE
        is_contradicted = is_denial and items(activity, question)
        if not answer.is_item and not is_contradicted:
            yield answer


def _places(transfer: ResolvedClaim) -> Iterator[Value]:
    claim = transfer.claim
    if not isinstance(claim, Transfer):
        in_place = _in_place(transfer)
        if transfer.state is State.NONE:
            in_place = in_place.saying(translate("picture.no_transfer"))
        yield in_place
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
    title = translate("picture.flow", activity=activity.name)
    return Flow(title, tuple(_lanes(activity)))


def _lanes(activity: ResolvedActivity) -> Iterator[Lane]:
    for question in ("data_subjects", "collected_from"):
        yield Lane(translate(f"column.{question}"), _items(activity, question))
    yield Lane(translate("column.activity"), (unqualified(activity.name),))
    yield Lane(translate("column.recipients"), _items(activity, "recipients"))
    yield Lane(translate("column.destination"), tuple(destinations(activity)))


def _items(activity: ResolvedActivity, question: str) -> tuple[Value, ...]:
    answers = chain(items(activity, question), _in_place_of_items(activity, question))
    return tuple(_once(map(_item, answers)))


def _once(values: Iterable[Value]) -> list[Value]:
    return list({value.signed: value for value in values}.values())
