"""A qualifier travels with its value: what a record hedges, limits or infers is qualified, limited or inferred on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from registers import BOOKS, bakery, files, register_of, rows
from ropa.documents import annexes, details, measures, pictures
from ropa.documents.pictures import flow, summary
from ropa.fields.marks import sign
from ropa.fields.names import label, name
from ropa.loader import load
from ropa.model.claim import State
from ropa.project import find
from ropa.register import Register, ResolvedClaim
from ropa.register.qualifiers import Qualifier, QualifierKind, Qualifiers
from support import ROOT

ACROSS = {
    "recipients": annexes.recipients,
    "transfers": annexes.transfers,
    "security": annexes.security,
}
LANES = {"data_subjects": 0, "collected_from": 1, "recipients": 3}

Missing = tuple[str, str, QualifierKind]


@cache
def registers() -> tuple[Register, ...]:
    return (bakery(), *load(find(ROOT)).registers)


def written(answer: ResolvedClaim) -> Iterator[Qualifier]:
    """What qualifies an answer, read off the claim as its author wrote it."""
    claim = answer.claim
    if claim.qualified:
        yield Qualifier(QualifierKind.QUALIFIED, claim.qualified)
    if claim.when:
        yield Qualifier(QualifierKind.CONDITION, claim.when.rstrip("."))
    if claim.state is State.INFERRED:
        yield Qualifier(QualifierKind.INFERRED, claim.wording.rstrip("."))
    if claim.state is State.VAGUE:
        yield Qualifier(QualifierKind.VAGUE)
    if answer.alternatives:
        names = [name(answer.register, answer.question, key) for key in answer.alternatives]
        yield Qualifier(QualifierKind.ALTERNATIVE, ", ".join(names))
    if answer.shared_statement:
        yield Qualifier(QualifierKind.GENERAL, scope=answer.scope)


def lacking(register: Register) -> Iterator[Missing]:
    yield from _lacking_across(register)
    yield from _lacking_in_pictures(register)
    yield from _lacking_in_roles(register)


def _lacking_across(register: Register) -> Iterator[Missing]:
    """Of the rows across activities: one for each answer, in their order, measures under headings."""
    for question, draw in ACROSS.items():
        answers = [
            answer for activity in register.activities for answer in activity.answers[question]
        ]
        if question == "security":
            answers.sort(key=measures.place)
        for answer, row in zip(answers, draw(register).rows, strict=True):
            shown = {
                qualifier for cell in row for value in cell.values for qualifier in value.qualifiers
            }
            yield from (
                (question, answer.key, one.kind) for one in written(answer) if one not in shown
            )


def _lacking_in_pictures(register: Register) -> Iterator[Missing]:
    for activity in register.activities:
        lanes = flow(activity).lanes
        for question, lane in LANES.items():
            items = [answer for answer in activity.items(question) if not answer.state.denies]
            for answer in items:
                boxes = [box.signs for box in lanes[lane].values if box.text == label(answer)]
                for one in written(answer):
                    if not any(sign(one) in signs for signs in boxes):
                        yield (f"picture of {activity.id}", answer.key, one.kind)


def _lacking_in_roles(register: Register) -> Iterator[Missing]:
    for activity in register.activities:
        for role in activity.items("role"):
            for one in written(role):
                if sign(one) not in details.role_labels(activity):
                    yield (activity.id, role.key, one.kind)


@pytest.mark.parametrize("place", range(len(BOOKS)))
def test_every_value_carries_what_qualifies_it(place: int) -> None:
    """Where a list, a picture or a heading has no place for a "may", a true record becomes a false document."""
    assert list(lacking(registers()[place])) == []


def dropping(kind: QualifierKind, original: Callable[..., Qualifiers]) -> Callable[..., Qualifiers]:
    return lambda *given: tuple(one for one in original(*given) if one.kind is not kind)


KINDS = ("QUALIFIED", "CONDITION", "INFERRED", "VAGUE", "GENERAL")


@pytest.mark.parametrize(
    "module", [annexes, pictures, details], ids=["annexes", "pictures", "details"]
)
@pytest.mark.parametrize("kind", [QualifierKind[name] for name in KINDS])
def test_a_kind_that_is_dropped_is_missed(
    kind: QualifierKind, module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above must fail where one kind of qualifier is lost in one place."""
    monkeypatch.setattr(module, "qualifiers", dropping(kind, module.qualifiers))

    missed = {lost for register in registers() for _, _, lost in lacking(register)}

    assert missed == ({kind} if any_has(module, kind) else set())


def any_has(module: ModuleType, kind: QualifierKind) -> bool:
    """Whether any register has a value with a qualifier of *kind* where *module* draws it."""
    questions: Iterable[str] = {annexes: ACROSS, pictures: LANES, details: ("role",)}[module]
    answers = (
        answer
        for register in registers()
        for activity in register.activities
        for question in questions
        for answer in activity.answers[question]
        if answer.is_item or module is annexes
    )
    return any(one.kind is kind for answer in answers for one in written(answer))


def test_a_denial_is_no_item_of_a_picture(tmp_path: Path) -> None:
    """What goes to nobody stands in no box; across activities it is said as the denial that it is."""
    said = "recipients: {tax-authorities: stated, advertising-networks: none}\n"
    register = register_of(tmp_path, files(activities=said))

    [activity] = register.activities

    assert [box.text for box in flow(activity).lanes[3].values] == ["tax authorities"]
    assert rows(annexes.recipients(register), "recipient") == [
        ["tax authorities"],
        ["no disclosure to advertising networks"],
    ]


def test_counts_keep_stated_and_qualified_answers_apart() -> None:
    """A general statement that names a basis with others is not counted as the basis of each activity."""
    for register in registers():
        for bars in summary(register):
            labels = [(bar.label, bar.signs, bar.state) for bar in bars.bars]
            assert len(labels) == len(set(labels))
            assert [bar for bar in bars.bars if bar.state is State.GENERAL and not bar.signs] == []
