"""What columns of a layout say of recipients and transfers, grouped or numbered."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import starmap
from typing import NamedTuple

from ropa.california import grouped
from ropa.documents.cells import enumerated
from ropa.documents.details import destination
from ropa.documents.lines import Printed, answers_line, cites_of, fold, of_whole, printed
from ropa.fields.names import label, labels
from ropa.fields.values import Cell, Value, state_value
from ropa.fields.wording import unsaid, value
from ropa.model.activity import Disclosure
from ropa.model.claim import State
from ropa.register import ResolvedActivity, ResolvedClaim
from ropa.register.qualifiers import Qualifier, QualifierKind, Qualifiers, qualifiers
from ropa.vocabulary import translate

PROCESSORS = frozenset({"processor", "sub-processor", "service-provider", "contractor"})
"""Kinds of recipients with whom a contract is made.

GDPR Art. 28(3), (4); Cal. Civ. Code 1798.140(j), (ag).
"""


Tail = Callable[[ResolvedClaim], Value | None]
"""What a column says of a recipient; None where it says nothing."""


def recipients(activity: ResolvedActivity, tail: Tail) -> Cell:
    """Recipients by what *tail* says of them, a line each way.

    Then what is said of the list as a whole.
    """
    groups = grouped(_grouped_by(tail, activity))
    lines = list(starmap(_together, groups.items()))
    lines += of_whole(activity.answers["recipients"])
    return fold(lines or [does_not_arise("layout.no_processor")])


class Group(NamedTuple):
    """Recipients of whom a column says the same."""

    end: Value
    state: State
    qualifiers: Qualifiers


def _grouped_by(tail: Tail, activity: ResolvedActivity) -> Iterator[tuple[Group, Printed]]:
    """Recipients of whom the column says something, by their group."""
    for recipient in printed(activity.items("recipients")):
        end = tail(recipient.answer)
        line = recipient.value
        if end is not None:
            yield Group(end, line.state, line.qualifiers), recipient


def _together(group: Group, recipients: Sequence[Printed]) -> Value:
    """The recipients of a group in one line."""
    end, state, qualified = group
    names = enumerated(label(recipient.answer) for recipient in recipients)
    words = translate("layout.recipients", what=end.text, names=names)
    if end.state.is_open or not state.is_open:
        state = end.state
    values = [recipient.value for recipient in recipients]
    cites = cites_of((*values, end))
    line = end.qualified(qualified).saying(words)
    return replace(line, state=state, cites=cites)


def _kind(answer: ResolvedClaim) -> Value:
    kinds = answer.own.get("kind")
    return answers_line(kinds) if kinds else unsaid(answer.register)


def _data(answer: ResolvedClaim) -> Value:
    keys = answer.claim.data if isinstance(answer.claim, Disclosure) else ()
    if not keys:
        return Value(translate("word.unpaired"), State.NOT_STATED, ())
    labelled_data = labels(answer.register, "personal_data", keys)
    return Value(labelled_data, answer.state, qualifiers(answer))


def _contract(answer: ResolvedClaim) -> Value | None:
    """The contract with a recipient.

    None is asked for where a source says that it is no processor.
    """
    claim = answer.claim
    if not isinstance(claim, Disclosure):
        return None
    for contract in answer.own.get("contract", ()):
        return value(contract)
    kinds = claim.kind.items if claim.kind else ()
    is_no_processor = kinds and PROCESSORS.isdisjoint(kinds)
    return None if is_no_processor else unsaid(answer.register)


def _destination(answer: ResolvedClaim) -> Value:
    place = destination(answer)
    transfer = value(answer)
    state = place.state if place.state.is_open else transfer.state
    qualified = place.qualified(transfer.qualifiers)
    cites = (*transfer.cites, *place.cites)
    return replace(qualified, state=state, cites=cites)


def _safeguards(answer: ResolvedClaim) -> Value:
    safeguards = answer.own.get("safeguards", ())
    return answers_line((*answer.nested("mechanism"), *safeguards))


def _assessment(answer: ResolvedClaim) -> Value:
    for assessment in answer.own.get("tia", ()):
        return value(assessment)
    return unsaid(answer.register)


def does_not_arise(why: str) -> Value:
    """That a question does not arise, and *why*, by its name in the catalogue."""
    reason = Qualifier(QualifierKind.REASON, translate(why))
    return state_value(State.NOT_APPLICABLE).qualified((reason,))


OF_RECIPIENTS: Mapping[str, Tail] = {
    "recipients_by_kind": _kind,
    "recipient_data": _data,
    "recipient_contracts": _contract,
}
"""What recipients are grouped by."""

OF_TRANSFERS: Mapping[str, Callable[[ResolvedClaim], Value]] = {
    "destinations": _destination,
    "safeguards": _safeguards,
    "tia": _assessment,
}
"""What is said of each transfer, numbered alike in every column."""
