"""The register in numbers, for the summary and its pictures, by element and by state."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ropa import vocabulary
from ropa.model.activity import Transfer
from ropa.model.claim import State
from ropa.model.register_record import Controller
from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.register.gaps import REQUIRED, answers, shown
from ropa.register.qualifiers import reservations
from ropa.register.questions import article_for
from ropa.vocabulary import Word, translate

FIRMNESS = ("stated", "general", "inferred", "undecided", "vague", "open")
"""What an activity counts as, under the firmest of its answers; a denial is an answer."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Rows of numbers under headings; the first cell of a row is a text."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


@dataclass(frozen=True, slots=True)
class ElementCount:
    """How many activities answer an element of Art. 30, and how firmly.

    Each is counted once, so that the numbers add up to *records*; *partly* of them leave a part of
    it less firm: inferred, undecided between alternatives, vague or open, or hedged ("may") or
    under a condition.
    """

    label: str
    article: str
    records: int
    stated: int
    general: int
    inferred: int
    undecided: int
    vague: int
    open: int
    partly: int


def acting_as(register: Register, role: str) -> list[ResolvedActivity]:
    """The activities in which the organization acts in the *role*, controller or processor."""
    return [activity for activity in register.activities if activity.record.acts_as(role)]


def element_counts(register: Register, role: str) -> tuple[ElementCount, ...]:
    """A count for each element Art. 30 asks in the *role*, controller or processor."""
    activities = acting_as(register, role)
    if not activities:
        return ()
    questions = vocabulary.questions().values()
    elements = [question for question in questions if _is_element(question, role)]
    return tuple(_count(element, role, activities) for element in elements)


def _is_element(question: Word, role: str) -> bool:
    """Whether Art. 30 itself asks it of an organization in the *role*."""
    is_required = question.text("condition") in REQUIRED
    is_asked = is_required and role in question.many("roles")
    return is_asked and article_for(role, question).startswith("GDPR Art. 30")


def _count(element: Word, role: str, activities: Sequence[ResolvedActivity]) -> ElementCount:
    numbers = dict.fromkeys(FIRMNESS, 0)
    partly = 0
    for activity in activities:
        levels = set(_firmness(activity, element))
        firmest = min(levels, key=FIRMNESS.index)
        numbers[firmest] += 1
        next_level = FIRMNESS.index(firmest) + 1
        weaker = FIRMNESS[max(next_level, 2) :]
        is_weaker = not levels.isdisjoint(weaker)
        partly += is_weaker or _is_limited(activity, element)
    article = article_for(role, element)
    return ElementCount(element.label, article, len(activities), **numbers, partly=partly)


def _is_limited(activity: ResolvedActivity, element: Word) -> bool:
    """Whether an answer to *element* is hedged, or holds under a condition alone."""
    claims = (answer.claim for _, answer in answers(activity, element))
    return any(reservations(claim) for claim in claims if claim.state.has_value)


def _firmness(activity: ResolvedActivity, element: Word) -> Iterator[str]:
    """How firm each answer to *element* is; never empty."""
    if element.name == "transfers":
        for transfer in activity.answers["transfers"]:
            yield from _of_destination(transfer)
        return
    claims = [answer for _, answer in answers(activity, element)]
    holders = activity.answers.get(element.text("within"), ())
    is_denied = all(holder.state.denies for holder in holders)
    if holders and is_denied and not claims:
        claims = list(holders)  # Where there are no items, nothing is asked of them.
    yield from map(firmness, claims or activity.answers[element.name])


def _of_destination(transfer: ResolvedClaim) -> Iterator[str]:
    """The law asks to identify where data go: a transfer that names no place is no answer."""
    claim = transfer.claim
    if not isinstance(claim, Transfer) or transfer.state.denies:
        yield firmness(transfer)
        return
    in_words = transfer.own.get("destination", ())
    if claim.countries or claim.organization:
        yield firmness(transfer)
    elif not in_words:
        yield "open"
    yield from map(firmness, in_words)


def firmness(answer: ResolvedClaim) -> str:
    """How firm an answer is: a word of :data:`FIRMNESS`."""
    if answer.question == "controllers":
        controller = answer.register.controllers.get(answer.key)
        if controller and not names_somebody(controller):
            return "vague"
    if answer.alternatives and not answer.state.is_open:
        return "undecided"
    if answer.state.is_complete:
        return "general" if answer.shared_statement else "stated"
    is_answer = answer.state in (State.INFERRED, State.VAGUE)
    return str(answer.state) if is_answer else "open"


def names_somebody(controller: Controller) -> bool:
    """Whether it names somebody who can be reached, or a list that does. GDPR Art. 30(2)(a)."""
    contact = (controller.address, controller.email, controller.telephone, controller.website)
    return bool(controller.list_kept_at or (controller.name and any(contact)))


def by_element(register: Register, role: str) -> Figures:
    """For each element of Art. 30, how many activities answer it, and how firmly."""
    numbers = ("records", *FIRMNESS, "partly")
    rows = []
    for count in element_counts(register, role):
        counted = [getattr(count, name) for name in numbers]
        rows.append((count.label, count.article, *counted))
    names = ("element", "article", *numbers)
    headings = tuple(translate(f"column.{name}") for name in names)
    return Figures(translate(f"sheet.{role}"), headings, tuple(rows))


def by_state(register: Register) -> Figures:
    """How many answers stand in each state; alternatives are one answer, if there are any."""
    counts = dict.fromkeys(State, 0)
    undecided = set()
    for activity, item, answer in _answers_shown(register):
        if answer.alternatives:
            undecided.add((activity.id, item, answer.file, answer.path[:-1]))
        else:
            counts[answer.state] += 1
    rows = []
    for state, count in counts.items():
        rows.append((translate(f"state.{state}"), count))
    if undecided:
        rows.append((translate("summary.undecided"), len(undecided)))
    headings = (translate("column.state"), translate("summary.answers"))
    return Figures(translate("summary.states"), headings, tuple(rows))


def _answers_shown(register: Register) -> Iterator[tuple[ResolvedActivity, str, ResolvedClaim]]:
    """Each answer that documents print, with its activity and the key of the item it is about."""
    for activity in register.activities:
        for question in shown(activity):
            for item, answer in answers(activity, question):
                yield activity, item, answer
