"""Rules about what the law asks of a record."""

from collections.abc import Iterator

from ropa.diagnostics import Severity
from ropa.model.activity import Transfer
from ropa.model.register_record import Contact
from ropa.register import Path, Register
from ropa.register.gaps import RECOMMENDED, REQUIRED, Gap, gaps, identity_gaps
from ropa.rule import Finding, rule
from ropa.vocabulary import say


def _report(register: Register, conditions: tuple[str, ...]) -> Iterator[Finding]:
    """One finding for each place: what is said once for many activities is reported once."""
    seen: dict[tuple[str, Path, str, str], list[Gap]] = {}
    silent = register.record.silent_on
    for gap in gaps(register):
        if gap.question.text("condition") in conditions:
            path = gap.answer.path or ("name",)
            file = gap.answer.file
            if not gap.answer.path and gap.question.name in silent:
                file, path = register.file, ("silent_on", silent.index(gap.question.name))
            name = path[-1] if path[-1] == "destination" else gap.question.name
            seen.setdefault((file, path, str(name), gap.article), []).append(gap)
    for (file, path, name, law), found in seen.items():
        first = found[0]
        count = len({gap.record.activity.id for gap in found})
        of = f" for {count} activities" if count > 1 else f" for '{first.record.activity.id}'"
        state = first.answer.state
        message = f"'{name}' {say(f'gap.{state}')}{of}" + (f" ({law})" if law else "")
        yield Finding(file, path, message, say(f"gap_help.{state}", field=name), law)


@rule(Severity.WARNING, "GDPR Art. 30")
def element_not_answered(register: Register) -> Iterator[Finding]:
    """An element the law asks of every record is vague, lost, not stated or not recorded.

    GDPR Art. 30(1) and 30(2) name what a record contains. Where a source answers, write it with its citation; where it
    says there is none, write `none`; where the sources were read for it and are silent, `not-stated` stands, and the
    warning with it: a register may be incomplete, it may not be untrue.
    """
    yield from _report(register, REQUIRED)


@rule(Severity.INFO)
def question_not_answered(register: Register) -> Iterator[Finding]:
    """A question that templates of authorities ask beyond Art. 30 is left open."""
    yield from _report(register, RECOMMENDED)


@rule(Severity.WARNING, "GDPR Art. 30(1)(a)")
def contact_details_missing(register: Register) -> Iterator[Finding]:
    """The organization, a representative or the data protection officer is named without contact details.

    Art. 30(1)(a) and 30(2)(a) ask for name and contact details. A postal address, an e-mail address or a telephone
    number will do:

        dpo: {name: data protection officer, email: dpo@example.com}
    """
    record = register.record
    named: list[tuple[Path, Contact | None]] = [
        (("organization",), record.organization),
        (("dpo",), record.dpo),
    ]
    if record.representatives:
        named += [
            (("representatives", key), contact)
            for key, contact in record.representatives.items.items()
        ]
    for path, contact in named:
        if contact is None or not contact.state.asserts:
            continue
        if not (contact.address or contact.email or contact.telephone or contact.website):
            yield Finding(
                register.file,
                path,
                f"'{path[-1]}' has no contact details",
                "add 'address:', 'email:' or 'telephone:'",
                on_key=True,
            )


@rule(Severity.WARNING, "GDPR Art. 30(1)(a)")
def identity_not_answered(register: Register) -> Iterator[Finding]:
    """Whether there is a data protection officer or a representative is left open.

    Art. 30(1)(a) and 30(2)(a) ask for both where applicable. Name them, or say why the question does not arise:

        dpo: {not-applicable: None of the cases of Art. 37(1) applies.}
        representatives: {eu: {not-applicable: The organization is established in Ireland.}}
    """
    for answer in identity_gaps(register):
        what = f"'{answer.question}'" + (f" {answer.key}" if answer.key else "")
        help = say(f"gap_help.{answer.state}", field=answer.question)
        yield Finding(
            register.file,
            answer.path or ("organization",),
            f"{what} {say(f'gap.{answer.state}')}",
            help,
        )


@rule(Severity.WARNING, "GDPR Art. 30(1)(e)")
def transfer_without_destination(register: Register) -> Iterator[Finding]:
    """A transfer names no country or international organization, and does not say that none is named.

    Art. 30(1)(e) and 30(2)(c) ask which third country or international organization data go to. Name the countries, or
    say in which state the destination stands:

        transfers:
          group: {from: transfer-clause, destination: {vague: Countries other than one's own, from: transfer-clause}}
    """
    seen = set()
    for activity in register.activities:
        for answer in activity.answers["transfers"]:
            claim = answer.claim
            if not isinstance(claim, Transfer) or claim.state.denies:
                continue
            is_named = claim.countries or claim.organization or claim.destination
            if not is_named and (answer.file, answer.path) not in seen:
                seen.add((answer.file, answer.path))
                yield Finding(
                    answer.file,
                    answer.path,
                    f"transfer '{answer.key}' names no destination",
                    "add 'countries: [US]', or 'destination: not-stated'",
                    on_key=True,
                )
