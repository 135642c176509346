"""Who receives data: the declared list beside the recorded disclosures."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ropa import california
from ropa.california import PROVIDER_LISTS, RecordedDisclosure, Side, paragraph
from ropa.diagnostics import Severity
from ropa.model.claim import State
from ropa.register import Register
from ropa.rule import Finding, rule
from ropa.rules.california.declaration import declaration_finding, enumerate_few, recipient_name
from ropa.vocabulary import translate

UNNAMED = "third-parties"
"""The word for recipients of whom a source says no more than that they are others."""


@rule(Severity.WARNING, "11 CCR 7011(e)(1)(I)")
def recipient_not_declared(register: Register) -> Iterator[Finding]:
    """Data go to a class of recipients that the declared list leaves out.

    The list names for each category the recipients it is disclosed to. A recipient counts under its
    own word, a wider one (a court is a government entity), the one it is an example of, or its
    `category:` in `recipients.yaml`; a recorded processor is among the service providers where the
    list names any. Recipients inside the organization, and third parties of whom no more is said,
    do not count.
    """
    declared = _declared_recipients(register)
    if not declared:
        return
    undeclared: defaultdict[str, list[RecordedDisclosure]] = defaultdict(list)
    for disclosure in california.disclosures(register, register.record.as_of):
        if not _is_covered(disclosure, declared):
            undeclared[disclosure.recipient].append(disclosure)
    for key, disclosures in undeclared.items():
        message = _message(recipient_name(register, key), disclosures)
        path = ("declared", "disclosed_to")
        yield declaration_finding(register, path, message, "recipient_not_declared", key=key)


def _declared_recipients(register: Register) -> frozenset[str]:
    """Every class of recipients that is declared, for the table or for a row."""
    declaration = california.declared(register)
    lists = [declaration.disclosed_to, declaration.sold_to]
    for row in california.rows(register):
        lists += [row.category.disclosed_to, row.category.sold_to]
    return frozenset(key for recipients in lists if recipients for key in recipients.items)


def _is_covered(disclosure: RecordedDisclosure, declared: frozenset[str]) -> bool:
    """Whether the declared list takes the recipient in, or need not."""
    if disclosure.side is Side.INTERNAL or UNNAMED in declared:
        return True
    if disclosure.side is Side.PROVIDER and declared & PROVIDER_LISTS:
        return True
    return not declared.isdisjoint(disclosure.classes) or UNNAMED in disclosure.classes


def _message(recipient: str, disclosures: Sequence[RecordedDisclosure]) -> str:
    """Which data a recipient receives, as far as the records say, or no more than that it may."""
    letters = {letter for disclosure in disclosures for letter in disclosure.letters}
    categories = enumerate_few(map(paragraph, sorted(letters)))
    data = categories or translate("california_rule.data_not_stated")
    names = [disclosure.activity.name for disclosure in disclosures]
    activities = enumerate_few(names)
    message = f"california_rule.{_fault(disclosures)}"
    return translate(message, recipient=recipient, data=data, activities=activities)


def _fault(disclosures: Sequence[RecordedDisclosure]) -> str:
    states = set()
    for disclosure in disclosures:
        if not (disclosure.claim.qualified or disclosure.claim.when):
            states.add(disclosure.answer.state)
    if not states:
        return "recipient_may_receive"
    is_inferred = states == {State.INFERRED}
    return "recipient_receives_inferred" if is_inferred else "recipient_receives"
