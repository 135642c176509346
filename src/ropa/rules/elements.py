"""Rules about what the law asks of a record."""

from collections.abc import Iterator
from typing import NamedTuple

from ropa.diagnostics import Severity, message_and_help
from ropa.model.activity import Transfer
from ropa.model.register_record import Contact
from ropa.register import Path, Register, ResolvedClaim
from ropa.register.gaps import RECOMMENDED, REQUIRED, Gap, gaps, identity_gaps
from ropa.rule import Finding, rule
from ropa.vocabulary import translate


class _OpenPlace(NamedTuple):
    """What stands open in one place.

    The file, the path, the name of the field, the law that asks.
    """

    file: str
    path: Path
    name: str
    law: str


def _report(register: Register, conditions: tuple[str, ...]) -> Iterator[Finding]:
    """One finding for each place: what is said once for many activities is reported once."""
    by_place: dict[_OpenPlace, list[Gap]] = {}
    for gap in gaps(register):
        if gap.question.text("condition") in conditions:
            by_place.setdefault(_place(register, gap), []).append(gap)
    for place, gaps_there in by_place.items():
        state = gaps_there[0].answer.state
        ids = list(dict.fromkeys(gap.record.activity.id for gap in gaps_there))
        gap_words, help = message_and_help(f"gap.{state}", field=place.name)
        case = "question-of-law" if place.law else "question"
        values = {"field": place.name, "gap": gap_words, "activity": ids[0], "law": place.law}
        message = translate(f"finding_gap.{case}", n=len(ids), **values)
        yield Finding(place.file, place.path, message, help, place.law)


def _place(register: Register, gap: Gap) -> _OpenPlace:
    """Where a gap is reported.

    Where the answer stands, or where the register says that nothing does.
    """
    answer, question = gap.answer, gap.question.name
    silent = register.record.silent_on
    file, path = answer.file, answer.path or ("name",)
    if not answer.path and question in silent:
        file, path = register.file, ("silent_on", silent.index(question))
    name = "destination" if path[-1] == "destination" else question
    return _OpenPlace(file, path, name, gap.article)


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
    """The organization, a representative or the DPO is named without contact details.

    Art. 30(1)(a) and 30(2)(a) ask for name and contact details. A postal address, an e-mail
    address or a telephone number will do:

        dpo: {name: data protection officer, email: dpo@example.com}
    """
    for path, contact in _named(register):
        reach = (contact.address, contact.email, contact.telephone, contact.website)
        if contact.state.asserts and not any(reach):
            words = message_and_help("finding.contact-details-missing", name=path[-1])
            yield Finding(register.file, path, *words, on_key=True)


def _named(register: Register) -> Iterator[tuple[Path, Contact]]:
    """Whom Art. 30(1)(a) asks to name, as far as named, with the place."""
    record = register.record
    yield ("organization",), record.organization
    if record.dpo is not None:
        yield ("dpo",), record.dpo
    for key, contact in record.representatives.items.items() if record.representatives else ():
        yield ("representatives", key), contact


@rule(Severity.WARNING, "GDPR Art. 30(1)(a)")
def identity_not_answered(register: Register) -> Iterator[Finding]:
    """Whether there is a data protection officer or a representative is left open.

    Art. 30(1)(a) and 30(2)(a) ask for both where applicable. Name them, or say why the question
    does not arise:

        dpo: {not-applicable: None of the cases of Art. 37(1) applies.}
        representatives: {eu: {not-applicable: The organization is established in Ireland.}}
    """
    for answer in identity_gaps(register):
        question, key = answer.question, answer.key
        gap_words, help = message_and_help(f"gap.{answer.state}", field=question)
        case = "identity-of" if key else "identity"
        message = translate(f"finding_gap.{case}", field=question, key=key, gap=gap_words)
        yield Finding(register.file, answer.path or ("organization",), message, help)


@rule(Severity.WARNING, "GDPR Art. 30(1)(e)")
def transfer_without_destination(register: Register) -> Iterator[Finding]:
    """A transfer names no country or international organization, nor says that none is named.

    Art. 30(1)(e) and 30(2)(c) ask which third country or international organization data go to.
    Name the countries, or say in which state the destination stands:

        transfers:
          group: {from: transfer-clause, destination: {vague: Countries other than one's own}}
    """
    keys: dict[tuple[str, Path], str] = {}
    for activity in register.activities:
        for transfer in activity.answers["transfers"]:
            if _is_nowhere(transfer):
                keys[transfer.file, transfer.path] = transfer.key
    for (file, path), key in keys.items():
        words = message_and_help("finding.transfer-without-destination", transfer=key)
        yield Finding(file, path, *words, on_key=True)


def _is_nowhere(answer: ResolvedClaim) -> bool:
    """Whether a transfer that takes place says nothing of its destination."""
    claim = answer.claim
    if not isinstance(claim, Transfer) or claim.state.denies:
        return False
    return not (claim.countries or claim.organization or claim.destination)
