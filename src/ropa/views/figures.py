"""The register in numbers, for the summary and its pictures, by element and by state."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ropa import vocabulary
from ropa.model.activity import Transfer
from ropa.model.claim import State
from ropa.model.register_record import Controller
from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.register.gaps import REQUIRED, answers, shown
from ropa.vocabulary import Word, translate

FIRMNESS = ("stated", "general", "inferred", "vague", "open")
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

    Each is counted once, so that the numbers add up to *asked*; *partly* of them leave a part of it
    less firm: inferred, vague or open.
    """

    label: str
    article: str
    asked: int
    stated: int
    general: int
    inferred: int
    vague: int
    open: int
    partly: int


def element_counts(register: Register, role: str) -> tuple[ElementCount, ...]:
    """A count for each element Art. 30 asks in the *role*, controller or processor."""
    asked = [activity for activity in register.activities if getattr(activity.record, f"is_{role}")]
    return tuple(_count(question, role, asked) for question in _elements(role) if asked)


def _elements(role: str) -> list[Word]:
    questions = vocabulary.questions().values()
    return [question for question in questions if _is_element(question, role)]


def _is_element(question: Word, role: str) -> bool:
    """Whether Art. 30 itself asks it of an organization in the *role*."""
    is_required = question.text("condition") in REQUIRED
    is_asked = is_required and role in question.many("roles")
    return is_asked and _article(question, role).startswith("GDPR Art. 30")


def _article(question: Word, role: str) -> str:
    return (question.text("processor") if role == "processor" else "") or question.article


def _count(question: Word, role: str, asked: Sequence[ResolvedActivity]) -> ElementCount:
    numbers = dict.fromkeys(FIRMNESS, 0)
    partly = 0
    for activity in asked:
        levels = set(_firmness(activity, question))
        firmest = min(levels, key=FIRMNESS.index)
        numbers[firmest] += 1
        weaker = FIRMNESS[max(FIRMNESS.index(firmest) + 1, 2) :]
        partly += not levels.isdisjoint(weaker)
    article = _article(question, role)
    return ElementCount(question.label, article, len(asked), **numbers, partly=partly)


def _firmness(activity: ResolvedActivity, question: Word) -> Iterator[str]:
    """How firm each answer to *question* is; never empty."""
    if question.name == "transfers":
        for transfer in activity.answers["transfers"]:
            yield from _of_destination(transfer)
        return
    given = [answer for _, answer in answers(activity, question)]
    holders = activity.answers.get(question.text("within"), ())
    if not given and holders and all(holder.state.denies for holder in holders):
        given = list(holders)  # Where there are no items, nothing is asked of them.
    yield from map(firmness, given or activity.answers[question.name])


def _of_destination(transfer: ResolvedClaim) -> Iterator[str]:
    """The law asks to identify where data go: a transfer that names no place is no answer."""
    claim = transfer.claim
    if not isinstance(claim, Transfer) or transfer.state.denies:
        yield firmness(transfer)
        return
    in_words = transfer.own.get("destination", ())
    is_named = bool(claim.countries or claim.organization)
    if is_named:
        yield firmness(transfer)
    yield from map(firmness, in_words)
    if not (is_named or in_words):
        yield "open"


def firmness(answer: ResolvedClaim) -> str:
    """How firm an answer is: a word of :data:`FIRMNESS`."""
    if answer.question == "controllers":
        entry = answer.register.controllers.get(answer.key)
        if entry and not names_somebody(entry):
            return "vague"
    if answer.state.is_complete:
        return "general" if answer.shared_statement else "stated"
    return str(answer.state) if answer.state in (State.INFERRED, State.VAGUE) else "open"


def names_somebody(entry: Controller) -> bool:
    """Whether it names somebody who can be reached, or a list that does. GDPR Art. 30(2)(a)."""
    reach = entry.address or entry.email or entry.telephone or entry.website
    return bool(entry.list_kept_at or (entry.name and reach))


def by_element(register: Register, role: str) -> Figures:
    """For each element of Art. 30, how many activities answer it, and how firmly."""
    names = ("element", "article", "asked", *FIRMNESS, "partly")
    headings = tuple(translate(f"column.{name}") for name in names)
    rows = []
    for count in element_counts(register, role):
        numbers = (getattr(count, name) for name in names[2:])
        rows.append((count.label, count.article, *numbers))
    return Figures(translate(f"sheet.{role}"), headings, tuple(rows))


def by_state(register: Register) -> Figures:
    """How many answers stand in each state."""
    counts = dict.fromkeys(State, 0)
    for activity in register.activities:
        for question in shown(activity):
            for _, answer in answers(activity, question):
                counts[answer.state] += 1
    rows = tuple((translate(f"state.{state}"), count) for state, count in counts.items())
    return Figures(
        translate("summary.states"), (translate("column.state"), translate("summary.answers")), rows
    )
