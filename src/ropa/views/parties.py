"""Recipients and controllers by name: what is known of each, and which activities name it."""

from collections.abc import Iterator, Mapping

from ropa.fields.values import Cell, Value, text
from ropa.model.claim import State
from ropa.model.register_record import Controller, Recipient
from ropa.register import Register
from ropa.register.qualifiers import Qualifiers, claim_qualifiers, qualifiers
from ropa.views.figures import names_somebody
from ropa.views.identity import contact_cell
from ropa.views.standing import exceptions, is_denied
from ropa.views.table import Table, column
from ropa.vocabulary import humanize, translate

Party = Recipient | Controller

ABOUT = ("detail", "contact", "state", "touches", "passages")
"""What is said of every party, beside its name and the category of a recipient."""


def parties(register: Register) -> Iterator[Table]:
    """Recipients and controllers by name, and what is known of each. GDPR Art. 30(1)(d), (2)(a)."""
    recipients = tuple(_recipients(register))
    if recipients:
        yield _table("recipients", ("party", "category", *ABOUT), recipients)
    controllers = tuple(_controllers(register))
    if controllers:
        yield _table("controllers", ("party", *ABOUT), controllers)


def _table(kind: str, names: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...]) -> Table:
    return Table(
        f"named_{kind}", translate(f"report.named_{kind}"), tuple(map(column, names)), rows
    )


def _recipients(register: Register) -> Iterator[tuple[Cell, ...]]:
    for key, entry in register.recipients.items():
        keys = entry.category or ""
        category = register.label("recipient_categories", keys) if keys else ""
        touched = tuple(_touched(register, "recipients", key))
        yield _name(key, entry), text(category), *_about(entry, Cell(touched))


def _controllers(register: Register) -> Iterator[tuple[Cell, ...]]:
    for key, entry in register.controllers.items():
        touched = tuple(_touched(register, "controllers", key))
        yield _name(key, entry), *_about(entry, Cell(touched))


def _name(key: str, entry: Party) -> Cell:
    words = entry.name or entry.text or humanize(key)
    return Cell((Value(words, state_of(entry), claim_qualifiers(entry), entry.cites),))


def _about(entry: Party, touched: Cell) -> Iterator[Cell]:
    named = (entry.name, entry.text)
    lines = contact_cell(entry).values
    state = state_of(entry)
    yield Cell(tuple(_details(entry)))
    yield Cell(tuple(line for line in lines if line.text not in named))
    yield Cell((Value(translate(f"state.{state}"), state),))
    yield touched
    yield text("\n".join(entry.cites))


def state_of(entry: Party) -> State:
    """The state of an entry; where it stands for controllers and names none, it is vague."""
    is_nobody = isinstance(entry, Controller) and not names_somebody(entry)
    return State.VAGUE if is_nobody and entry.state is State.STATED else entry.state


def _details(entry: Party) -> Iterator[Value]:
    if entry.name and entry.text:
        yield Value(entry.text)
    if not isinstance(entry, Controller):
        return
    for role, contact in (("representative", entry.representative), ("dpo", entry.dpo)):
        heading = translate(f"report.{role}")
        for line in contact_cell(contact).values if contact else ():
            yield line.saying(f"{heading}: {line.text}")
    if entry.list_kept_at:
        yield Value(translate("controller.list", place=entry.list_kept_at))


def _touched(register: Register, kind: str, key: str) -> Iterator[Value]:
    """The activities that name a party, each with what qualifies it there."""
    for (state, qualified), names in _mentions(register, kind, key).items():
        words = "; ".join(names)
        denied = f": {translate(f'state.{state}')}" if state.denies else ""
        yield Value(f"{words}{denied}", state, qualified)


def _mentions(
    register: Register, kind: str, key: str
) -> Mapping[tuple[State, Qualifiers], list[str]]:
    """Names of the activities that name a party, by the way they do."""
    mentions: dict[tuple[State, Qualifiers], list[str]] = {}
    for activity in register.activities:
        for answer in activity.items(kind):
            if answer.key == key and not is_denied(answer):
                qualified = (*exceptions(answer), *qualifiers(answer))
                mentions.setdefault((answer.state, qualified), []).append(activity.name)
    return mentions
