"""Which questions a register leaves open, and how complete it is: one answer for rules, workbook and report."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ropa import vocabulary
from ropa.model.claim import State
from ropa.register.record import Record
from ropa.register.register import (
    Register,
    ResolvedActivity,
    ResolvedClaim,
    article,
    questions,
)
from ropa.vocabulary import Word

REQUIRED = ("always", "where-applicable", "where-possible")
"""Conditions under which the law itself asks. GDPR Art. 30(1), 30(2)."""

RECOMMENDED = ("recommended",)
"""Asked by templates of authorities, not by Art. 30."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A question left open for an activity; *item* is the list item that lacks the answer, if any."""

    question: Word
    answer: ResolvedClaim
    item: str = ""

    @property
    def record(self) -> Record:
        """The record whose question stands open."""
        return self.answer.activity.record

    @property
    def article(self) -> str:
        """The article that asks."""
        return article(self.question, self.record)


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the records asked an element answer it: complete, inferred and open add up to *asked*."""

    question: Word
    article: str
    asked: int
    complete: int
    inferred: int
    open: int


def answers(activity: ResolvedActivity, question: Word) -> Iterator[tuple[str, ResolvedClaim]]:
    """Every answer to *question*, item by item where it is asked of the items of a list; beside it the item's key."""
    within = question.text("within")
    if not within:
        for answer in activity.answers[question.name]:
            yield "", answer
        return
    items = activity.items(within)
    if not items:
        # Nothing to ask of; what is said of the whole all the same is not dropped.
        for answer in activity.answers[question.name]:
            if answer.path:
                yield "", answer
    for item in items:
        for answer in item.nested(question.name):
            yield item.key, answer


def shown(activity: ResolvedActivity) -> Iterator[Word]:
    """Questions a document prints for *activity*: those asked of it, and those it answers without being asked."""
    asked = questions(activity.record)
    for question in vocabulary.questions().values():
        given = [answer for _, answer in answers(activity, question)]
        if question in asked and question.text("condition") != "optional":
            if given:
                yield question
        elif any(answer.path for answer in given):
            yield question


def _destinations(
    activity: ResolvedActivity, question: Word
) -> Iterator[tuple[str, ResolvedClaim]]:
    """What is said of destinations in place of a country: Art. 30(1)(e) and 30(2)(c) ask to identify it."""
    if question.name != "transfers":
        return
    for transfer in activity.answers["transfers"]:
        for destination in transfer.own.get("destination", ()):
            yield transfer.key, replace(destination, question=question.name, key=transfer.key)


def _all_answers(activity: ResolvedActivity, question: Word) -> Iterator[tuple[str, ResolvedClaim]]:
    yield from answers(activity, question)
    yield from _destinations(activity, question)


def gaps(register: Register) -> Iterator[Gap]:
    """Every open answer to every question asked, activity by activity, in the order of the questions.

    What stands open for all items of a list alike is one gap.
    """
    for activity in register.activities:
        for question in questions(activity.record):
            if question.text("condition") != "optional":
                yield from _gaps(activity, question)


def _gaps(activity: ResolvedActivity, question: Word) -> Iterable[Gap]:
    open_answers: dict[tuple[str, object, State], Gap] = {}
    for item, answer in _all_answers(activity, question):
        if answer.state.is_open:
            place = (answer.file, answer.path, answer.state)
            lacking = item if belongs_to(answer, item) else ""
            open_answers[place] = Gap(question, answer, lacking)
    return open_answers.values()


def identity_gaps(register: Register) -> Iterator[ResolvedClaim]:
    """Open answers to whom the law asks to name beside the organization: ``dpo`` and ``representatives``.

    GDPR Art. 30(1)(a), 30(2)(a).
    """
    record = register.record
    named = [*register.answers("dpo", record.dpo)]
    # A representative is asked of organizations outside the Union alone, so that silence about one is no gap. Art. 27.
    if record.representatives:
        named += register.answers("representatives", record.representatives)
    yield from (answer for answer in named if answer.state.is_open)


def belongs_to(answer: ResolvedClaim, item: str) -> bool:
    """Whether *answer* was written at the *item* itself, not taken over from the activity or a general statement."""
    return len(answer.path) > 1 and answer.path[-2] == item


def completeness(register: Register, role: str) -> tuple[Completeness, ...]:
    """For each element the law asks in the *role* (controller or processor), how many records answer it."""
    is_asked = "is_controller" if role == "controller" else "is_processor"
    asked = [activity for activity in register.activities if getattr(activity.record, is_asked)]
    return tuple(_measured(question, role, asked) for question in _elements(role))


def _measured(question: Word, role: str, asked: Sequence[ResolvedActivity]) -> Completeness:
    states = [_state(activity, question) for activity in asked]
    law = (question.text("processor") if role == "processor" else "") or question.article
    complete, inferred, open_ = (states.count(state) for state in ("complete", "inferred", "open"))
    return Completeness(question, law, len(asked), complete, inferred, open_)


def _elements(role: str) -> list[Word]:
    return [
        question
        for question in vocabulary.questions().values()
        if role in question.many("roles") and question.text("condition") in REQUIRED
    ]


def _state(activity: ResolvedActivity, question: Word) -> str:
    states = [answer.state for _, answer in _all_answers(activity, question)]
    if any(state.is_open for state in states):
        return "open"
    return "inferred" if State.INFERRED in states else "complete"
