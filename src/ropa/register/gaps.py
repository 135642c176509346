"""Which questions a register leaves open, and how complete it is, for every document and rule."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace

from ropa import vocabulary
from ropa.model.claim import State
from ropa.model.contact import Contact
from ropa.register.questions import article, article_for, questions
from ropa.register.record import Record
from ropa.register.register import Register
from ropa.register.resolved import ResolvedActivity, ResolvedClaim
from ropa.vocabulary import Word

REQUIRED = ("always", "where-applicable", "where-possible")
"""Conditions under which the law itself asks. GDPR Art. 30(1), 30(2)."""

RECOMMENDED = ("recommended",)
"""Asked by templates of authorities, not by Art. 30."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A question left open for an activity; *item* is the list item without an answer, if any."""

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
    """How many of the records asked answer a question.

    Complete, inferred and open add up to *asked*.
    """

    question: Word
    article: str
    asked: int
    complete: int
    inferred: int
    open: int


def answers(activity: ResolvedActivity, question: Word) -> Iterator[tuple[str, ResolvedClaim]]:
    """Every answer to *question*, beside the key of the item it is about.

    The key is empty where *question* is not asked of the items of a list.
    """
    within = question.text("within")
    items = activity.items(within) if within else ()
    reached = set()
    for item in items:
        for answer in item.nested(question.name):
            reached.add((answer.file, answer.path))
            yield item.key, answer
    if items and question.name == "retention":
        for rule in activity.items(question.name):
            if (rule.file, rule.path) not in reached:
                yield "", rule
    if not items:
        for answer in activity.answers[question.name]:
            # Without items there is nothing to ask of; what is said all the same is not dropped.
            if not within or answer.path:
                yield "", answer


def shown(activity: ResolvedActivity) -> Iterator[Word]:
    """Questions a document prints for *activity*: those asked, and others that it answers."""
    asked = questions(activity.record)
    for question in vocabulary.questions().values():
        is_required = question in asked and question.text("condition") != "optional"
        claims = [answer for _, answer in answers(activity, question)]
        if any(is_required or answer.path for answer in claims):
            yield question


def _destinations(
    activity: ResolvedActivity, question: Word
) -> Iterator[tuple[str, ResolvedClaim]]:
    """Destinations that are no country: Art. 30(1)(e) and 30(2)(c) ask to identify it."""
    if question.name != "transfers":
        return
    for transfer in activity.answers["transfers"]:
        for destination in transfer.own.get("destination", ()):
            yield transfer.key, replace(destination, question=question.name, key=transfer.key)


def _all_answers(activity: ResolvedActivity, question: Word) -> Iterator[tuple[str, ResolvedClaim]]:
    yield from answers(activity, question)
    yield from _destinations(activity, question)


def gaps(
    register: Register, conditions: Container[str] = (*REQUIRED, *RECOMMENDED)
) -> Iterator[Gap]:
    """Every open answer to every question asked under one of *conditions*, by activity.

    In the order of the questions. What stands open for all items of a list alike is one gap.
    """
    asked_as: dict[tuple[bool, bool], list[Word]] = {}
    for activity in register.activities:
        record = activity.record
        roles = record.is_controller, record.is_processor
        if roles not in asked_as:
            asked = questions(record)
            asked_as[roles] = [word for word in asked if word.text("condition") in conditions]
        for question in asked_as[roles]:
            yield from _gaps_of(activity, question)


def _gaps_of(activity: ResolvedActivity, question: Word) -> Iterable[Gap]:
    gap_at: dict[tuple[str, object, State], Gap] = {}
    for item, answer in _all_answers(activity, question):
        if answer.state.is_open:
            place = (answer.file, answer.path, answer.state)
            item_at_fault = item if _is_written_at(item, answer) else ""
            gap_at[place] = Gap(question, answer, item_at_fault)
    return gap_at.values()


def _is_written_at(item: str, answer: ResolvedClaim) -> bool:
    """Whether *answer* stands at the *item* itself, not with the activity or something general."""
    return len(answer.path) > 1 and answer.path[-2] == item


def identity_gaps(register: Register) -> Iterator[ResolvedClaim]:
    """What is open of those to be named beside the organization: ``dpo``, ``representatives``.

    GDPR Art. 30(1)(a), 30(2)(a).
    """
    record = register.record
    claims = [*register.answers("dpo", record.dpo)]
    # Only organizations outside the Union are asked for one, so that silence is no gap. Art. 27.
    if record.representatives:
        claims += register.answers("representatives", record.representatives)
    yield from (claim for claim in claims if claim.state.is_open)


def unstated(contact: Contact) -> Iterator[str]:
    """What the law asks of those it names and *contact* does not state: ``name``, ``details``.

    GDPR Art. 30(1)(a), 30(2)(a).
    """
    if not contact.name:
        yield "name"
    if not any((contact.address, contact.email, contact.telephone, contact.website)):
        yield "details"


def completeness(register: Register, role: str) -> tuple[Completeness, ...]:
    """How many records answer each element the law asks for in the *role*.

    The role is controller or processor.
    """
    activities = [activity for activity in register.activities if activity.record.acts_as(role)]
    elements = []
    for question in vocabulary.questions().values():
        if role in question.many("roles") and question.text("condition") in REQUIRED:
            counts = Counter(_standing(activity, question) for activity in activities)
            numbers = (counts[standing] for standing in ("complete", "inferred", "open"))
            article = article_for(role, question)
            elements.append(Completeness(question, article, len(activities), *numbers))
    return tuple(elements)


def _standing(activity: ResolvedActivity, question: Word) -> str:
    states = [answer.state for _, answer in _all_answers(activity, question)]
    if any(state.is_open for state in states):
        return "open"
    return "inferred" if State.INFERRED in states else "complete"
