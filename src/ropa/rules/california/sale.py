"""Whether data are sold or shared: what is declared beside whom the records name."""

from collections.abc import Iterator, Sequence

from ropa import california
from ropa.california import SALE, DeclaredTable, RecordedDisclosure, Side
from ropa.diagnostics import Severity
from ropa.model.claim import State
from ropa.register import Path, Register, ResolvedClaim
from ropa.rule import Finding, rule
from ropa.rules.california.declaration import (
    declaration_finding,
    declaration_path,
    enumerate_few,
    recipient_name,
)
from ropa.vocabulary import translate

SHARING_DENIED = "declared: {shared: {none: PASSAGE, period: …}}"
"""How a record denies sharing."""


@rule(Severity.WARNING, "Cal. Civ. Code 1798.140(ad), (ah)")
def sale_denied_beside_sale(register: Register) -> Iterator[Finding]:
    """Sale or sharing is denied, and recipients or purposes in the records point to it.

    A sale is making data available to a third party for money or other valuable consideration;
    sharing is doing so for cross-context behavioral advertising, paid or not. Networks and partners
    for advertising, data brokers, and purposes such as custom audiences point to one of them.
    Whether it is one, somebody has to decide: where it is not, say on the disclosure why, with
    `sale: none` or `sharing: none`, or record the recipient as a service provider.
    """
    for field, question in SALE.items():
        if not _is_denied(register, field):
            continue
        names = {*_recorded_signs(register, question), *_declared_signs(register, question)}
        if names:
            signs = enumerate_few(sorted(names))
            message = translate(f"california_rule.{question}_denied", field=field, signs=signs)
            path = ("declared", field)
            yield declaration_finding(register, path, message, "sale_denied_beside_sale")


def _is_denied(register: Register, field: str) -> bool:
    answers = DeclaredTable(register).answers(field)
    return any(answer.claim.state is State.NONE for answer in answers)


def _recorded_signs(register: Register, question: str) -> Iterator[str]:
    """Names of recorded recipients that point to a sale or to sharing."""
    for disclosure in california.disclosures(register, register.record.as_of):
        if _may_be(disclosure, question):
            yield recipient_name(register, disclosure.recipient)


def _may_be(disclosure: RecordedDisclosure, question: str) -> bool:
    """Whether a disclosure is said to be, or may be, what *question* asks."""
    answers = disclosure.answer.own.get(question)
    if answers:
        return answers[0].claim.state.asserts
    if disclosure.side in (Side.PROVIDER, Side.INTERNAL):
        return False
    purposes = (*disclosure.purposes, *disclosure.claim.purposes)
    return _points_to(question, disclosure.classes, purposes)


def _points_to(question: str, classes: Sequence[str], purposes: Sequence[str] = ()) -> bool:
    suggestion = california.suggestion(classes, purposes)
    # What is done for advertising may be paid for: a sign of sharing is one of a sale too.
    return suggestion == question or (suggestion == "sharing" and question == "sale")


def _declared_signs(register: Register, question: str) -> Iterator[str]:
    """Names of declared recipients that point to a sale or to sharing."""
    for answer in DeclaredTable(register).answers("disclosed_to"):
        classes = california.classes(register, answer.key)
        if answer.is_item and _points_to(question, classes):
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
    states = [answer.claim.state for answer in _sharing_answers(register)]
    if not states:
        message = translate("california_rule.sharing_not_declared")
        yield _sharing_finding(register, declaration_path(register), message)
    elif any(state.is_open for state in states):
        message = translate("california_rule.sharing_open", state=states[0])
        yield _sharing_finding(register, ("declared", "shared"), message)


def _sharing_finding(register: Register, path: Path, message: str) -> Finding:
    advice = "sharing_not_addressed"
    return declaration_finding(register, path, message, advice, example=SHARING_DENIED)


def _sharing_answers(register: Register) -> Sequence[ResolvedClaim]:
    """What is said of sharing for the whole table, else row by row."""
    answers = [*DeclaredTable(register).answers("shared")]
    if not answers:
        for row in california.rows(register):
            answers += row.answers("shared")
    return answers


@rule(Severity.WARNING, "11 CCR 7011(e)(1)(D)")
def denial_names_no_period(register: Register) -> Iterator[Finding]:
    """Sale or sharing is denied in the present tense, for no period.

    The statute asks whether there was any in the preceding 12 months; "we do not sell" does not say
    that. Where the source names a period, write it:

        sold: {none: no-sale, period: the preceding 12 months}
    """
    for answer in _sale_answers(register):
        period = getattr(answer.claim, "period", "")
        if answer.claim.state is State.NONE and not period:
            field = answer.path[-1]
            message = translate("california_rule.denial_names_no_period", field=field)
            advice = translate("california_help.denial_names_no_period")
            yield Finding(register.file, answer.path, message, advice, on_key=True)


def _sale_answers(register: Register) -> Iterator[ResolvedClaim]:
    """What is said of sale and of sharing, for the whole table and row by row."""
    for field in SALE:
        yield from DeclaredTable(register).answers(field)
    for row in california.rows(register):
        for field in filter(row.has_own, SALE):
            yield from row.answers(field)
