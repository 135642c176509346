"""Who receives data: the declared list beside the recorded disclosures."""

from collections.abc import Iterator, Sequence

from ropa import california
from ropa.california import Disclosed, Side
from ropa.diagnostics import Severity
from ropa.model.claim import State
from ropa.register import Register
from ropa.rule import Finding, rule
from ropa.rules.california.declaration import declaration_finding, enumerate_few, recipient_name

UNNAMED = "third-parties"
"""The word for recipients of whom a source says no more than that they are others."""

PROVIDERS = frozenset({"service-providers", "contractors", "vendors", "processors"})
"""Words by which a list takes in everybody who acts on the organization's behalf."""


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
    undeclared: dict[str, list[Disclosed]] = {}
    for disclosed in california.disclosures(register, register.record.as_of):
        if declared and not _is_covered(disclosed, declared):
            undeclared.setdefault(disclosed.recipient, []).append(disclosed)
    for key, disclosures in undeclared.items():
        activities = enumerate_few(disclosed.activity.name for disclosed in disclosures)
        name, receives = recipient_name(register, key), _receives(disclosures)
        about = f"{_data(disclosures)}; {activities}"
        message = f"'{name}' {receives} data ({about}) and is not in the list"
        advice = f"add '{key}:' to the declaration, or say what the recipient is with 'kind:'"
        yield declaration_finding(register, ("declared", "disclosed_to"), message, advice)


def _receives(disclosures: Sequence[Disclosed]) -> str:
    """What the records say of a recipient: that it receives data, or no more than that it may."""
    answers = [disclosed.answer for disclosed in disclosures]
    asserted = [answer for answer in answers if not (answer.claim.hedged or answer.claim.when)]
    if not asserted:
        return "may receive"
    is_inferred = all(answer.state is State.INFERRED for answer in asserted)
    return "receives (as the record infers)" if is_inferred else "receives"


def _declared_recipients(register: Register) -> frozenset[str]:
    """Every class of recipients that is declared, for the table or for a row."""
    whole = california.declared(register)
    lists = [whole.disclosed_to, whole.sold_to]
    for row in california.rows(register):
        lists += [row.category.disclosed_to, row.category.sold_to]
    return frozenset(key for recipients in lists if recipients for key in recipients.items)


def _is_covered(disclosed: Disclosed, declared: frozenset[str]) -> bool:
    """Whether the declared list takes the recipient in, or need not."""
    if disclosed.side is Side.INTERNAL or UNNAMED in declared:
        return True
    if disclosed.side is Side.PROVIDER and declared & PROVIDERS:
        return True
    return not declared.isdisjoint(disclosed.classes) or UNNAMED in disclosed.classes


def _data(disclosures: Sequence[Disclosed]) -> str:
    letters = {letter for disclosed in disclosures for letter in disclosed.letters}
    named = enumerate_few(f"({letter})" for letter in sorted(letters))
    return named or "it is not stated which data"
