"""How a claim is put into words: one phrase for each kind of question, with the marks that tell its state."""

from collections.abc import Callable, Mapping
from typing import Any

from ropa.model.activity import (
    Assessment,
    AutomatedDecisions,
    DataItem,
    Disclosure,
    Ground,
    Interest,
    JointController,
    Processing,
    Provenance,
    ReferenceClaim,
    Retention,
    Sale,
    System,
    Transfer,
)
from ropa.model.claim import Claim, State
from ropa.model.lists import list_of
from ropa.model.location import Location
from ropa.model.part import countries
from ropa.register import Register, ResolvedClaim
from ropa.register.qualifiers import (
    Qualifier,
    QualifierKind,
    Qualifiers,
    asserted,
    general,
    qualifiers,
    without,
)
from ropa.views.table import Value
from ropa.vocabulary import say, spelled

UNNAMED = ("", "purposes", "transfers", "opt_outs")
"""Questions whose keys only identify an item and are not printed with it."""


def value(answer: ResolvedClaim) -> Value:
    """The printed value of *answer*."""
    qualified = qualifiers(answer)
    if answer.state.is_bare:  # A silence comes from nowhere.
        qualified = without(qualified, QualifierKind.GENERAL)
    return Value(_words(answer), answer.state, qualified, answer.claim.cites)


def label(answer: ResolvedClaim) -> str:
    """What is printed for the key of an item; empty where the key only identifies."""
    return name(answer.register, answer.question, answer.key)


def _words(answer: ResolvedClaim) -> str:
    claim = answer.claim
    parts = (label(answer), details(answer.register, claim))
    said = ": ".join(part.rstrip(".") for part in parts if part)
    if claim.state in (State.STATED, State.INFERRED):
        return said or claim.wording or say(f"state.{claim.state}")
    if answer.is_item:
        tail = claim.wording or say(f"state.{claim.state}")
        return f"{said}: {tail}" if said else tail
    if claim.state is State.VAGUE:
        return claim.wording
    return f"{say(f'state.{claim.state}')}: {said}" if said else say(f"state.{claim.state}")


def beside(answer: ResolvedClaim) -> Qualifiers:
    """What a cell must not lose beside the words and the state of *answer*: hedge, condition, period, party, origin."""
    claim = answer.claim
    details = (getattr(claim, "period", "") or "", getattr(claim, "party", ""))
    remarks = (Qualifier(QualifierKind.REMARK, detail) for detail in details if detail)
    return (*asserted(claim), *remarks, *general(answer))


LONGEST = 60
"""Characters of an answer taken over from elsewhere that are printed in every row; longer ones stand once."""


def pointer(answer: ResolvedClaim, one: Value) -> Value:
    """*one*, or where *answer* is a long general one, its state and the statement in which it stands."""
    if (
        not answer.block
        or answer.path[2:] != (answer.question, *filter(None, (answer.key,)))
        or len(str(one)) <= LONGEST
    ):
        return one
    where = Qualifier(QualifierKind.REFERENCE, called(answer.block), answer.people)
    qualified = (*asserted(answer.claim), where)
    return Value(say(f"state.{answer.claim.state}"), one.state, qualified, one.cites)


def called(block: str) -> str:
    """What a general statement is called on paper."""
    return spelled(block)


def name(register: Register, question: str, key: str) -> str:
    """What is printed for the *key* of an item; empty where the key only identifies."""
    if not key:
        return ""
    if question == "recipients" and key in register.recipients:
        return register.recipients[key].name or spelled(key)
    if question == "controllers" and key in register.controllers:
        entry = register.controllers[key]
        kept = say("controller.list", place=entry.list_kept_at) if entry.list_kept_at else ""
        contact = _list(entry.address, entry.email, entry.telephone, entry.website, kept)
        return _list(entry.name or entry.text or spelled(key), contact)
    if question == "locations":
        return countries().get(key) or (say("location.eea") if key == "eea" else spelled(key))
    if words := list_of(question):
        return register.label(words, key)
    return "" if question in UNNAMED else spelled(key)


def details(register: Register, claim: Claim) -> str:
    """What a claim says beyond its key, in one line."""
    for kind, phrase in _PHRASES.items():
        if isinstance(claim, kind):
            return phrase(register, claim)
    return str(getattr(claim, "text", ""))


def inline(register: Register, claim: Claim) -> str:
    """What a claim inside another says, in the other's line, with what keeps it from being asserted."""
    words = details(register, claim).rstrip(".") or say(f"state.{claim.state}")
    return str(Value(words, claim.state, asserted(claim)))


def labels(register: Register, list_name: str, keys: tuple[str, ...]) -> str:
    """The labels of words, joined."""
    return ", ".join(register.label(list_name, key) for key in keys)


def period(duration: str) -> str:
    """An ISO 8601 duration in words: ``P1Y6M`` is "1 year 6 months"."""
    import re

    units = {"Y": "year", "M": "month", "W": "week", "D": "day"}
    parts = [(int(number), units[unit]) for number, unit in re.findall(r"(\d+)([YMWD])", duration)]
    return " ".join(f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in parts)


def _list(*parts: str) -> str:
    """Sentences and phrases in one line."""
    return "; ".join(part.rstrip(".") for part in parts if part)


def _retention(register: Register, claim: Retention) -> str:
    parts = [
        period(claim.period) if claim.period else "",
        say("retention.after", event=claim.after) if claim.after else "",
        say("retention.until", event=claim.until) if claim.until else "",
        say("retention.law", law=claim.law) if claim.law else "",
    ]
    return ", ".join(filter(None, parts))


def _ground(register: Register, claim: Ground) -> str:
    return claim.law


def _interest(register: Register, claim: Interest) -> str:
    return _list(claim.interest, claim.law, claim.contract)


def _item(register: Register, claim: DataItem) -> str:
    whose = (
        say("item.subjects", subjects=labels(register, "data_subjects", claim.subjects))
        if claim.subjects
        else ""
    )
    required = (
        say("item.required", words=inline(register, claim.required)) if claim.required else ""
    )
    letters = ", ".join(claim.ccpa or ()) or say("item.ccpa_none")
    why = (
        say("item.ccpa", letters=letters, reason=claim.ccpa_reason.rstrip("."))
        if claim.ccpa_reason
        else ""
    )
    return _list(claim.text, whose, required, why)


def _provenance(register: Register, claim: Provenance) -> str:
    which = (
        say("item.data", data=labels(register, "personal_data", claim.data)) if claim.data else ""
    )
    return _list(claim.text, which)


def _disclosure(register: Register, claim: Disclosure) -> str:
    example = (
        say("recipient.example", category=recipient(register, claim.example_of))
        if claim.example_of
        else ""
    )
    return _list(example, claim.text, claim.purpose)


def _transfer(register: Register, claim: Transfer) -> str:
    way = " → ".join(filter(None, (claim.exporter, importer(register, claim.importer))))
    return _list(claim.text, way)


def _reference(register: Register, claim: ReferenceClaim) -> str:
    status = claim.status if isinstance(claim, Assessment) else ""
    return ", ".join(
        filter(
            None,
            (
                status,
                claim.title,
                claim.party,
                claim.on.isoformat() if claim.on else "",
                claim.location,
            ),
        )
    )


def _sale(register: Register, claim: Sale) -> str:
    said = claim.text or (say("word.yes") if claim.state is State.STATED else "")
    return ", ".join(filter(None, (said, claim.period)))


def importer(register: Register, who: str) -> str:
    """A recipient's name where *who* is its key, else *who* itself."""
    return (
        recipient(register, who) if who and " " not in who and _is_recipient(register, who) else who
    )


def recipient(register: Register, key: str) -> str:
    """What is printed for a recipient or a category of recipients."""
    return name(register, "recipients", key)


def _is_recipient(register: Register, key: str) -> bool:
    return key in register.recipients or register.word("recipient_categories", key) is not None


def _decisions(register: Register, claim: AutomatedDecisions) -> str:
    parts = (("logic", claim.logic), ("significance", claim.significance), ("ground", claim.ground))
    return _list(
        claim.text,
        *(say(f"decisions.{key}", words=said.rstrip(".")) for key, said in parts if said),
    )


def _joint_controller(register: Register, claim: JointController) -> str:
    arrangement = claim.arrangement
    agreed = say("joint.arrangement", words=inline(register, arrangement)) if arrangement else ""
    return _list(claim.name, claim.contact, agreed)


def _processing(register: Register, claim: Processing) -> str:
    whose = "; ".join(name(register, "controllers", key) for key in claim.controllers)
    return _list(claim.text, say("item.data", data=whose) if whose else "")


def _system(register: Register, claim: System) -> str:
    operator = (
        say("system.operator", who=recipient(register, claim.operated_by))
        if claim.operated_by
        else ""
    )
    return _list(claim.text, operator)


_PHRASES: Mapping[type[Claim], Callable[[Register, Any], str]] = {
    Retention: _retention,
    Interest: _interest,
    Ground: _ground,
    DataItem: _item,
    Provenance: _provenance,
    Disclosure: _disclosure,
    Transfer: _transfer,
    AutomatedDecisions: _decisions,
    JointController: _joint_controller,
    Processing: _processing,
    System: _system,
    Assessment: _reference,
    ReferenceClaim: _reference,
    Sale: _sale,
    Location: lambda register, claim: str(claim.text),
}
