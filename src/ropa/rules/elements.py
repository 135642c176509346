"""Rules about what the law asks of a record."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from ropa.diagnostics import Severity, message_and_help
from ropa.model.activity import JointController, Transfer
from ropa.model.claim import State
from ropa.model.register_record import Contact
from ropa.register import Path, Register, ResolvedClaim
from ropa.register.gaps import RECOMMENDED, REQUIRED, Gap, gaps, identity_gaps, unstated
from ropa.register.traverse import Place
from ropa.rule import Finding, finding, rule
from ropa.vocabulary import translate


class _OpenPlace(NamedTuple):
    """What stands open in one place: which field, and the law that asks."""

    file: str
    path: Path
    field: str
    law: str


def _report(register: Register, conditions: tuple[str, ...]) -> Iterator[Finding]:
    """One finding for each place: what is said once for many activities is reported once."""
    by_place: defaultdict[_OpenPlace, list[Gap]] = defaultdict(list)
    for gap in gaps(register, conditions):
        by_place[_place(register, gap)].append(gap)
    for place, open_gaps in by_place.items():
        yield _of_place(place, open_gaps)


def _of_place(place: _OpenPlace, open_gaps: list[Gap]) -> Finding:
    """What is told of the gaps that stand open in *place*."""
    ids = dict.fromkeys(gap.record.activity.id for gap in open_gaps)
    state = open_gaps[0].answer.state
    gap_words, help = message_and_help(f"gap.{state}", field=place.field)
    first = next(iter(ids))
    values = {"field": place.field, "law": place.law, "activity": first}
    case = "question-of-law" if place.law else "question"
    message = translate(f"finding_gap.{case}", gap=gap_words, n=len(ids), **values)
    return Finding(place.file, place.path, message, help, place.law)


def _place(register: Register, gap: Gap) -> _OpenPlace:
    """Where a gap is reported.

    Where the answer stands, or where the register says that nothing does.
    """
    answer, question = gap.answer, gap.question.name
    silent = register.record.not_addressed
    file, path = answer.file, answer.path or ("name",)
    if not answer.path and question in silent:
        file, path = register.file, ("not_addressed", silent.index(question))
    field = "destination" if path[-1] == "destination" else question
    return _OpenPlace(file, path, field, gap.article)


@rule(Severity.WARNING, "GDPR Art. 30")
def element_not_answered(register: Register) -> Iterator[Finding]:
    """An element the law asks of every record is vague, lost, not stated or not recorded.

    GDPR Art. 30(1) and 30(2) name what a record contains. Where a source answers, write it with
    its citation; where it says there is none, write `none`; where the sources were read for it
    and are silent, `not-stated` stands, and the warning with it: a register may be incomplete, it
    may not be untrue.
    """
    yield from _report(register, REQUIRED)


@rule(Severity.INFO)
def question_not_answered(register: Register) -> Iterator[Finding]:
    """A question that templates of authorities ask beyond Art. 30 is left open."""
    yield from _report(register, RECOMMENDED)


@rule(Severity.WARNING, "GDPR Art. 30(1)(a)")
def contact_details_missing(register: Register) -> Iterator[Finding]:
    """The organization, a joint controller, a representative or the DPO has no contact details.

    Art. 30(1)(a) and 30(2)(a) ask for name and contact details. A postal address, an e-mail
    address, a telephone number or a website will do:

        dpo: {name: data protection officer, email: dpo@example.com}
    """
    for path, contact in _named(register):
        if contact.state.asserts and "details" in unstated(contact):
            name = path[-1]
            yield finding("contact-details-missing", register.file, path, name=name).at_key()
    for place, name, controller in _joint_controllers(register):
        if not controller.contact:
            yield finding("contact-details-missing", place.file, place.path, name=name).at_key()


def _joint_controllers(register: Register) -> Iterator[tuple[Place, str, JointController]]:
    """Joint controllers that records name, each with its place and key. GDPR Art. 26."""
    for place in register.parts:
        if isinstance(place.part, JointController) and place.part.state.asserts:
            key = str(place.path[-1])
            yield place, key, place.part


def _named(register: Register) -> Iterator[tuple[Path, Contact]]:
    """Whom Art. 30(1)(a) asks to name, as far as named, with the place."""
    record = register.record
    yield ("organization",), record.organization
    if record.dpo is not None:
        yield ("dpo",), record.dpo
    if record.representatives is not None:
        for key, contact in record.representatives.items.items():
            yield ("representatives", key), contact


@rule(Severity.WARNING, "GDPR Art. 30(1)(a)")
def identity_not_answered(register: Register) -> Iterator[Finding]:
    """Whether there is a data protection officer or a representative, or a name, is left open.

    Art. 30(1)(a) and 30(2)(a) ask for both where applicable. Name them, or say why the question
    does not arise:

        dpo: {not-applicable: None of the cases of Art. 37(1) applies.}
        representatives: {eu: {not-applicable: The organization is established in Ireland.}}
    """
    for answer in identity_gaps(register):
        question = answer.question
        key = answer.key
        gap_words, help = message_and_help(f"gap.{answer.state}", field=question)
        case = "identity-of" if key else "identity"
        message = translate(f"finding_gap.{case}", field=question, key=key, gap=gap_words)
        path = answer.path or ("organization",)
        yield Finding(register.file, path, message, help)
    yield from _nameless(register)


def _nameless(register: Register) -> Iterator[Finding]:
    """Those who are to be named, and of whom no name is stated."""
    places: list[tuple[str, Path]] = []
    for path, contact in _named(register):
        if contact.state.asserts and "name" in unstated(contact):
            places.append((register.file, path))
    for place, _, controller in _joint_controllers(register):
        if not controller.name:
            places.append((place.file, place.path))
    state = State.NOT_STATED if register.is_reconstruction else State.NOT_RECORDED
    gap_words, help = message_and_help(f"gap.{state}", field="name")
    for file, path in places:
        message = translate("finding_gap.identity-name", key=path[-1], gap=gap_words)
        yield Finding(file, path, message, help).at_key()


@rule(Severity.WARNING, "GDPR Art. 30(1)(e)")
def transfer_without_destination(register: Register) -> Iterator[Finding]:
    """A transfer names no country or international organization, nor says that none is named.

    Art. 30(1)(e) and 30(2)(c) ask which third country or international organization data go to.
    Name the countries, or say in which state the destination stands:

        transfers:
          group: {from: transfer-clause, destination: {vague: Countries other than one's own}}
    """
    keys = {}
    for activity in register.activities:
        for transfer in activity.answers["transfers"]:
            if _is_nowhere(transfer):
                keys[transfer.file, transfer.path] = transfer.key
    for (file, path), key in keys.items():
        yield finding("transfer-without-destination", file, path, transfer=key).at_key()


def _is_nowhere(answer: ResolvedClaim) -> bool:
    """Whether a transfer that takes place says nothing of its destination."""
    claim = answer.claim
    if not isinstance(claim, Transfer) or claim.state.denies:
        return False
    return not (claim.countries or claim.organization or claim.destination)
