"""Those who have an entry, by name: what is known of each, and which activities name it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ropa.documents.cells import enumerated, labelled, lines_cell, state_cell
from ropa.documents.figures import names_somebody
from ropa.documents.full import in_full, question_name
from ropa.documents.identity import contact_cell
from ropa.documents.sheets import report_table
from ropa.documents.standing import exceptions
from ropa.documents.table import Row, Table
from ropa.fields.names import name as entry_name
from ropa.fields.names import recipient as recipient_name
from ropa.fields.values import Cell, Value, state_value, text, unqualified
from ropa.model.claim import State
from ropa.model.person import Person
from ropa.model.register_record import Controller, Recipient
from ropa.model.system import System
from ropa.register import Register, Speaker, written
from ropa.register.qualifiers import Qualifiers, claim_qualifiers, qualifiers
from ropa.register.questions import claims_inside
from ropa.vocabulary import humanize, joined, translate

Party = Recipient | Controller

Manner = tuple[State, Qualifiers]
"""The way in which an activity names a party."""

Mentions = Mapping[Manner, list[str]]
"""Names of the activities that name a party, by the way they do."""


def parties(register: Register) -> Iterator[Table]:
    """Recipients and controllers by name, and what is known of each. GDPR Art. 30(1)(d), (2)(a)."""
    if register.recipients:
        yield report_table("named_recipients", _recipients(register))
    if register.systems:
        yield report_table("named_systems", _systems(register))
    if register.controllers:
        yield report_table("named_controllers", _controllers(register))
    if register.people:
        yield report_table("named_people", _people(register))


def _recipients(register: Register) -> Iterator[Row]:
    mentions = _mentions(register, "recipients")
    for key, recipient in register.recipients.items():
        category = recipient.category or ""
        label = register.label("recipient_categories", category) if category else ""
        entry_details = _entry_details(register, "recipients", key)
        details = (*_details(recipient), *entry_details)
        about = _about(recipient, details, mentions[key])
        yield _name(key, recipient), text(label), *about


def _systems(register: Register) -> Iterator[Row]:
    mentions = _mentions(register, "systems")
    for key, system in register.systems.items():
        name = _name(key, system)
        details = [unqualified(system.text)] if system.name and system.text else []
        if system.operated_by:
            operator = recipient_name(register, system.operated_by)
            line = translate("report.operated_by", words=operator)
            details.append(unqualified(line))
        details += _entry_details(register, "systems", key)
        touched = Cell(tuple(_touched(mentions[key])))
        yield (
            name,
            Cell(tuple(details)),
            state_cell(system.state),
            touched,
            lines_cell(system.cites),
        )


def _entry_details(register: Register, list_name: str, key: str) -> Iterator[Value]:
    """All that the entry *key* says beside its contact, a line a claim, and who answers for it."""
    entry = register.entries(list_name)[key]
    speaker = Speaker(register, register.files[list_name])
    for name in claims_inside(type(entry)):
        answer = getattr(entry, name)
        if answer is None:
            continue
        for claim in written(speaker, name, answer, (key, name)):
            printed = in_full(claim)
            yield printed.saying(labelled(question_name(name), printed.text))
    if owners := joined(register.names_of_people(getattr(entry, "owner", ()))):
        yield unqualified(labelled(translate("column.owner"), owners))


def _controllers(register: Register) -> Iterator[Row]:
    mentions = _mentions(register, "controllers")
    for key, controller in register.controllers.items():
        about = _about(controller, _details(controller), mentions[key])
        yield _name(key, controller), *about


def _people(register: Register) -> Iterator[Row]:
    owned = _owned(register)
    for key, person in register.people.items():
        lines = contact_cell(person).values
        contact = [line for line in lines if line.text != person.name]
        department = unqualified(person.department) if person.department else None
        department_cell = Cell((department,) if department else ())
        yield (
            _name(key, person),
            department_cell,
            Cell(tuple(contact)),
            state_cell(person.state),
            lines_cell(owned[key]),
            lines_cell(person.cites),
        )


def _owned(register: Register) -> Mapping[str, list[str]]:
    """What each person answers for, by key: activities, vendors and systems."""
    owned: defaultdict[str, list[str]] = defaultdict(list)
    for activity in register.activities:
        for owner in activity.record.activity.owner:
            owned[owner].append(activity.name)
    for kind in ("recipients", "systems"):
        for key, entry in register.entries(kind).items():
            name = entry_name(register, kind, key)
            for owner in getattr(entry, "owner", ()):
                owned[owner].append(name)
    return owned


def _name(key: str, party: Party | System | Person) -> Cell:
    words = party.name or getattr(party, "text", "") or humanize(key)
    qualified = claim_qualifiers(party)
    name = Value(words, state_of(party), qualified, party.cites)
    return Cell((name,))


def _about(party: Party, details: Iterable[Value], mentions: Mentions) -> Iterator[Cell]:
    names = (party.name, party.text)
    lines = contact_cell(party).values
    yield Cell(tuple(details))
    contact = [line for line in lines if line.text not in names]
    yield Cell(tuple(contact))
    yield state_cell(state_of(party))
    yield Cell(tuple(_touched(mentions)))
    yield lines_cell(party.cites)


def state_of(party: Party | System | Person) -> State:
    """The state of a party; where it stands for controllers and names none, it is vague."""
    is_nobody = isinstance(party, Controller) and not names_somebody(party)
    if is_nobody and party.state is State.STATED:
        return State.VAGUE
    return party.state


def _details(party: Party) -> Iterator[Value]:
    if party.name and party.text:
        yield unqualified(party.text)
    if not isinstance(party, Controller):
        return
    contacts = {"representative": party.representative, "dpo": party.dpo}
    for role, contact in contacts.items():
        heading = translate(f"report.{role}")
        for line in contact_cell(contact).values if contact else ():
            yield line.saying(labelled(heading, line.text))
    if party.list_kept_at:
        yield unqualified(translate("controller.list", place=party.list_kept_at))


def _touched(mentions: Mentions) -> Iterator[Value]:
    """The activities that name a party, each with what qualifies it there."""
    for (state, qualified), names in mentions.items():
        words = enumerated(names)
        if state.denies:
            words = labelled(words, state_value(state).text)
        yield Value(words, state, qualified)


def _mentions(register: Register, kind: str) -> Mapping[str, Mentions]:
    """Who is named by which activities, by key; a denied one is not named."""
    mentions: defaultdict[str, dict[Manner, list[str]]] = defaultdict(dict)
    for activity in register.activities:
        for answer in activity.items(kind):
            qualified = (*exceptions(answer), *qualifiers(answer))
            by_manner = mentions[answer.key]
            names = by_manner.setdefault((answer.state, qualified), [])
            names.append(activity.name)
    return mentions
