"""Which questions a register leaves open, and how complete it is: one answer for rules, workbook and report."""

from collections.abc import Iterator
from dataclasses import dataclass

from ropa import vocabulary
from ropa.model.claim import State
from ropa.register import Answer, Record, Register, article, questions, written
from ropa.vocabulary import Word

REQUIRED = ("always", "where-applicable", "where-possible")
"""Conditions under which the law itself asks. GDPR Art. 30(1), 30(2)."""

RECOMMENDED = ("recommended",)
"""Asked by templates of authorities, not by Art. 30."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A question left open for a record, at one place; *item* is the list item that lacks the answer, if any."""

    record: Record
    question: Word
    answer: Answer
    article: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the records asked an element answer it: complete, inferred and open add up to *asked*."""

    question: Word
    article: str
    asked: int
    complete: int
    inferred: int
    open: int


def answers(register: Register, record: Record, question: Word) -> Iterator[tuple[str, Answer]]:
    """Every answer to *question*, item by item where it is asked of the items of a list; beside it the item's key."""
    within = question.text("within")
    if not within:
        for answer in register.answers(record, question.name):
            yield "", answer
        return
    items = [item for item in register.answers(record, within) if item.is_item]
    if not items:
        # Nothing to ask of; what is said of the whole all the same is not dropped.
        for answer in register.answers(record, question.name):
            if answer.path:
                yield "", answer
    for item in items:
        for answer in register.nested(record, item, question.name):
            yield item.key, answer


def shown(register: Register, record: Record) -> Iterator[Word]:
    """Questions a document prints for *record*: those asked of it, and those it answers without being asked."""
    asked = questions(record)
    for question in vocabulary.words("questions").values():
        found = [answer for _, answer in answers(register, record, question)]
        if question in asked and question.text("condition") != "optional":
            if found:
                yield question
        elif any(answer.path for answer in found):
            yield question


def _destinations(register: Register, record: Record, question: Word) -> Iterator[tuple[str, Answer]]:
    """What is said of destinations in place of a country: Art. 30(1)(e) and 30(2)(c) ask to identify it."""
    if question.name != "transfers":
        return
    for answer in register.answers(record, "transfers"):
        said = getattr(answer.claim, "destination", None)
        if said is not None:
            path = (*answer.path, "destination")
            yield answer.key, Answer(answer.key, said, answer.file, path, answer.block, answer.people)


def gaps(register: Register) -> Iterator[Gap]:
    """Every open answer to every question asked, record by record, in the order of the questions.

    What stands open for all items of a list alike is one gap.
    """
    for record in register.records:
        for question in questions(record):
            if question.text("condition") == "optional":
                continue
            seen: dict[tuple[str, object, State], Gap] = {}
            for item, answer in (*answers(register, record, question), *_destinations(register, record, question)):
                if answer.state.is_open:
                    place = (answer.file, answer.path, answer.state)
                    seen[place] = Gap(
                        record, question, answer, article(question, record), item if belongs_to(answer, item) else ""
                    )
            yield from seen.values()


def identity_gaps(register: Register) -> Iterator[tuple[str, Answer]]:
    """Open answers to whom the law asks to name beside the organization, under ``dpo`` and ``representatives``.

    GDPR Art. 30(1)(a), 30(2)(a).
    """
    record = register.record
    dpo = written(record.dpo, register.file, ("dpo",)) if record.dpo else [register.unanswered("dpo", register.file)]
    # A representative is asked of organizations outside the Union alone, so that silence about one is no gap. Art. 27.
    named = written(record.representatives, register.file, ("representatives",)) if record.representatives else ()
    for question, answer in (*(("dpo", one) for one in dpo), *(("representatives", one) for one in named)):
        if answer.state.is_open:
            yield question, answer


def belongs_to(answer: Answer, item: str) -> bool:
    """Whether *answer* was written at the *item* itself, not taken over from the activity or a general statement."""
    return len(answer.path) > 1 and answer.path[-2] == item


def completeness(register: Register, role: str) -> tuple[Completeness, ...]:
    """For each element the law asks in the *role* (controller or processor), how many records answer it."""
    found = []
    for question in _elements(role):
        asked = [r for r in register.records if (r.is_controller if role == "controller" else r.is_processor)]
        states = [_state(register, record, question) for record in asked]
        law = question.text("processor") if role == "processor" and question.text("processor") else question.article
        found.append(
            Completeness(
                question, law, len(asked), states.count("complete"), states.count("inferred"), states.count("open")
            )
        )
    return tuple(found)


def _elements(role: str) -> list[Word]:
    return [
        question
        for question in vocabulary.words("questions").values()
        if role in question.many("roles") and question.text("condition") in REQUIRED
    ]


def _state(register: Register, record: Record, question: Word) -> str:
    found = (*answers(register, record, question), *_destinations(register, record, question))
    states = [answer.state for _, answer in found]
    if any(state.is_open for state in states):
        return "open"
    return "inferred" if State.INFERRED in states else "complete"
