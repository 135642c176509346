"""Whether data are sold or shared: what is declared beside whom the records name."""

from collections.abc import Iterator, Sequence

from ropa import california
from ropa.california import Disclosed, Side
from ropa.diagnostics import Severity
from ropa.model.claim import State
from ropa.model.register_record import Declared, DeclaredCategory
from ropa.register import Path, Register, ResolvedClaim
from ropa.rule import Finding, rule
from ropa.rules.california.declaration import (
    declaration_finding,
    declaration_path,
    enumerate_few,
)


@rule(Severity.WARNING, "Cal. Civ. Code 1798.140(ad), (ah)")
def sale_denied_beside_sale(register: Register) -> Iterator[Finding]:
    """Sale or sharing is denied, and recipients or purposes in the records point to it.

    A sale is making data available to a third party for money or other valuable consideration;
    sharing is doing so for cross-context behavioral advertising, paid or not. Networks and partners
    for advertising, data brokers, and purposes such as custom audiences point to one of them.
    Whether it is one, somebody has to decide: where it is not, say on the disclosure why, with
    `sale: none` or `sharing: none`, or record the recipient as a service provider.
    """
    for field, question in (("sold", "sale"), ("shared", "sharing")):
        answers = california.said(register, field)
        if not any(answer.claim.state is State.NONE for answer in answers):
            continue
        names = {*_recorded_signs(register, question), *_declared_signs(register, question)}
        if names:
            term = "a sale" if question == "sale" else "sharing"
            signs = enumerate_few(sorted(names))
            message = (
                f"'{field}' is denied, and these may be {term} in the statute's sense: {signs}"
            )
            advice = "say on each disclosure whether it is, or correct the declaration"
            yield declaration_finding(register, ("declared", field), message, advice)


def _recorded_signs(register: Register, question: str) -> Iterator[str]:
    """Names of recorded recipients that point to a sale or to sharing."""
    for disclosed in california.disclosures(register, register.record.as_of):
        if _may_be(disclosed, question):
            vendor = register.recipients.get(disclosed.recipient)
            if vendor is None:
                yield register.label("recipient_categories", disclosed.recipient)
            else:
                yield vendor.name or disclosed.recipient


def _may_be(disclosed: Disclosed, question: str) -> bool:
    """Whether a disclosure is said to be, or may be, what *question* asks."""
    answers = disclosed.answer.own.get(question)
    if answers:
        return answers[0].claim.state.asserts
    if disclosed.side in (Side.PROVIDER, Side.INTERNAL):
        return False
    return _points_to(question, disclosed.classes, (*disclosed.purposes, *disclosed.claim.purposes))


def _points_to(question: str, classes: Sequence[str], purposes: Sequence[str] = ()) -> bool:
    suggestion = california.suggests(classes, purposes)
    # What is done for advertising may be paid for: a sign of sharing is one of a sale too.
    return suggestion == question or (suggestion == "sharing" and question == "sale")


def _declared_signs(register: Register, question: str) -> Iterator[str]:
    """Names of declared recipients that point to a sale or to sharing."""
    for answer in california.said(register, "disclosed_to"):
        if answer.is_item and _points_to(question, california.classes(register, answer.key)):
            yield register.label("recipient_categories", answer.key)


@rule(Severity.WARNING, "Cal. Civ. Code 1798.140(ah)")
def sharing_not_addressed(register: Register) -> Iterator[Finding]:
    """A law of California applies, and whether data are shared for advertising is not declared.

    Since 2023-01-01 sharing stands beside sale as a fact of its own, and a denial of sale does not
    answer it. Where a source uses the word for disclosures of every kind, it does not answer it
    either.
    """
    if not california.is_amended(register):
        return
    if not (california.applies(register) or california.rows(register)):
        return
    subject = "whether personal information is shared for cross-context behavioural advertising"
    advice = "write 'declared: {shared: {none: PASSAGE, period: …}}', or what is shared"
    states = [answer.claim.state for answer in _sharing_answers(register)]
    if not states:
        path, message = declaration_path(register), f"{subject} is not declared"
        yield declaration_finding(register, path, message, advice)
    elif any(state.is_open for state in states):
        message = f"{subject} is '{states[0]}'"
        yield declaration_finding(register, ("declared", "shared"), message, advice)


def _sharing_answers(register: Register) -> Sequence[ResolvedClaim]:
    """What is said of sharing for the whole table, else row by row."""
    whole = california.said(register, "shared")
    if whole:
        return whole
    by_row = [california.said(register, "shared", row) for row in california.rows(register)]
    return [answer for answers in by_row for answer in answers]


@rule(Severity.WARNING, "11 CCR 7011(e)(1)(D)")
def denial_names_no_period(register: Register) -> Iterator[Finding]:
    """Sale or sharing is denied in the present tense, for no period.

    The statute asks whether there was any in the preceding 12 months; "we do not sell" does not say
    that. Where the source names a period, write it:

        sold: {none: no-sale, period: the preceding 12 months}
    """
    whole = california.declared(register)
    parts: list[tuple[Path, Declared | DeclaredCategory]] = [(("declared",), whole)]
    parts += [(row.path, row.category) for row in california.rows(register)]
    for path, part in parts:
        for field, claim in (("sold", part.sold), ("shared", part.shared)):
            if claim is not None and claim.state is State.NONE and not claim.period:
                message = f"'{field}' is denied without the period the denial is about"
                help = "add 'period:' where the source names one"
                yield Finding(register.file, (*path, field), message, help, on_key=True)
