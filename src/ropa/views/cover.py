"""What stands around the registers: cover, list of activities, completeness, tensions, legend."""

from collections import Counter
from collections.abc import Sequence

from ropa.fields.values import Cell, Value, text
from ropa.fields.wording import value
from ropa.model.claim import State
from ropa.register import Register, ResolvedActivity
from ropa.register.qualifiers import reservations
from ropa.register.record import CONTROLLER_ROLES, PROCESSOR_ROLES
from ropa.views.details import role_labels, status
from ropa.views.figures import FIRMNESS, element_counts
from ropa.views.identity import contact_cell, contacts, dates, identity, regimes, status_lines
from ropa.views.names import activity_names
from ropa.views.sheets import columns, sheet
from ropa.views.standing import items
from ropa.views.table import Table
from ropa.vocabulary import translate


def cover(register: Register, as_of: str) -> tuple[tuple[str, Cell], ...]:
    """Labels and values of a cover for the whole document: everybody named, then the document."""
    rows = [
        (translate("cover.organization"), contact_cell(register.record.organization)),
        *identity(register, "controller")[1:],
        *contacts(register),
        (translate("cover.regimes"), regimes(register)),
    ]
    return (*rows, *short(register, as_of)[1:])


def short(register: Register, as_of: str) -> tuple[tuple[str, Cell], ...]:
    """Labels and values of a cover behind which everybody named has a page."""
    record = register.record
    titles = [f"{source.title} ({dates(source)})" for source in register.sources.values()]
    documents = "\n".join(titles) or translate("cover.no_sources")
    kept_by = translate(f"kept_by.{record.kept_by}")
    rows = [(translate("cover.organization"), contact_cell(record.organization))]
    rows.append((translate("cover.title"), text(record.title)))
    rows.append((translate("cover.roles"), text(_roles(register))))
    rows.append((translate("cover.sources"), text(documents)))
    rows.append((translate("cover.kept_by"), text(kept_by)))
    vouch = record.vouched_by
    if vouch:
        rows.append((translate("cover.vouched_by"), text(f"{vouch.by}, {vouch.on.isoformat()}")))
    for name in ("version", "prepared_by", "approved_by", "confidentiality"):
        setting = getattr(record.document, name)
        if setting:
            rows.append((translate(f"cover.{name}"), text(setting)))
    rows.append((dated(register), text(as_of)))
    rows.append((translate("cover.revision"), text(register.revision)))
    return tuple(rows)


def _roles(register: Register) -> str:
    controller = _counted(register, CONTROLLER_ROLES)
    processor = _counted(register, PROCESSOR_ROLES)
    total = len(register.activities)
    return translate("cover.role_counts", total=total, controller=controller, processor=processor)


def dated(register: Register) -> str:
    """What stands before the day of a document."""
    return translate("cover.rendered_on" if register.undated else "cover.as_of")


def _counted(register: Register, roles: Sequence[str]) -> str:
    """How many stand in one of *roles*, and how many of them by inference or conditionally."""
    counts = Counter(_firmness(activity, roles) for activity in register.activities)
    del counts["absent"]
    kinds = ("inferred", "conditional")
    parts = [translate(f"cover.{kind}", n=counts[kind]) for kind in kinds if counts[kind]]
    number = str(counts.total())
    return translate("cover.of_them", n=number, parts=", ".join(parts)) if parts else number


def _firmness(activity: ResolvedActivity, roles: Sequence[str]) -> str:
    """How firmly it stands in one of *roles*: outright, conditionally, by inference, not at all."""
    held = [role for role in items(activity, "role") if role.key in roles]
    if not held:
        return "absent"
    if all(role.state is State.INFERRED for role in held):
        return "inferred"
    stated = [role for role in held if role.state is not State.INFERRED]
    return "conditional" if all(reservations(role.claim) for role in stated) else "stated"


def legend(register: Register) -> Table:
    """What each state means and how it is printed."""
    rows = []
    for state in State:
        printed = Value(translate(f"state.{state}"), state)
        rows.append((Cell((printed,)), text(translate(f"legend.{state}"))))
    heads = columns(state=22, meaning=90)
    return Table("legend", translate("sheet.legend"), heads, tuple(rows), status_lines(register))


def index(register: Register) -> Table:
    """All activities, first thing a reader looks for."""
    rows = []
    for activity in register.activities:
        roles = text(role_labels(activity))
        rows.append((text(activity.name), roles, _description(activity), status(activity)))
    heads = columns(name=38, role=16, description=80, status=10)
    return sheet(register, "index", heads, rows)


def _description(activity: ResolvedActivity) -> Cell:
    """What happens in an activity; where nobody describes it, its purposes."""
    description = activity.optional("description")
    if description:
        return Cell((value(description),))
    purposes = map(value, items(activity, "purposes"))
    return Cell(tuple(purpose for purpose in purposes if purpose.text))


def completeness(register: Register) -> Table:
    """For each element of Art. 30, how many activities answer it, and how firmly."""
    numbers = ("asked", *FIRMNESS, "partly")
    rows = []
    for role in ("controller", "processor"):
        for count in element_counts(register, role):
            cells = [text(str(getattr(count, name))) for name in numbers]
            rows.append((text(count.article), text(count.label), *cells))
    heads = (*columns(article=24, element=30), *columns(**dict.fromkeys(numbers, 10)))
    return sheet(register, "completeness", heads, rows, translate("sheet.completeness_lead"))


def tensions(register: Register) -> Table:
    """Statements of the sources that pull apart, with their passages."""
    rows = []
    for key, tension in register.record.tensions.items():
        passages = text("\n".join(tension.between))
        touched = text("\n".join(activity_names(register, tension.activities)))
        rows.append((text(tension.text, tension.between), passages, touched, text(key)))
    heads = columns(tension=80, passages=44, touches=40, key=26)
    return sheet(register, "tensions", heads, rows, translate("sheet.tensions_lead"))
