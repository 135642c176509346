"""What stands before and after the registers: cover, list of activities, completeness, tensions, sources, legend."""

from collections.abc import Sequence

from ropa.model.claim import State
from ropa.register import Register
from ropa.register.gaps import completeness as measure
from ropa.register.record import CONTROLLER_ROLES, PROCESSOR_ROLES
from ropa.views.details import role_labels, status
from ropa.views.identity import contact_cell, contacts, dates, identity, regimes, status_lines
from ropa.views.phrases import value
from ropa.views.table import Cell, Table, Value, column, text
from ropa.vocabulary import say


def cover(register: Register, as_of: str) -> tuple[tuple[str, Cell], ...]:
    """Labels and values of a cover that stands for the whole document: everybody named, then the document."""
    rows = [
        (say("cover.organization"), contact_cell(register.record.organization)),
        *identity(register, "controller")[1:],
        *contacts(register),
        (say("cover.regimes"), regimes(register)),
    ]
    return (*rows, *short(register, as_of)[1:])


def short(register: Register, as_of: str) -> tuple[tuple[str, Cell], ...]:
    """Labels and values of a cover behind which everybody named has a page."""
    record = register.record
    settings = record.document
    documents = "\n".join(
        f"{source.title} ({dates(source)})" for source in register.sources.values()
    )
    rows = [
        (say("cover.organization"), contact_cell(record.organization)),
        (say("cover.title"), text(record.title)),
        (say("cover.roles"), text(_roles(register))),
        (say("cover.sources"), text(documents or say("cover.no_sources"))),
        (say("cover.kept_by"), text(say(f"kept_by.{record.kept_by}"))),
    ]
    if record.vouched_by:
        rows.append(
            (
                say("cover.vouched_by"),
                text(f"{record.vouched_by.by}, {record.vouched_by.on.isoformat()}"),
            )
        )
    for label, said in (
        ("version", settings.version),
        ("prepared_by", settings.prepared_by),
        ("approved_by", settings.approved_by),
        ("confidentiality", settings.confidentiality),
    ):
        if said:
            rows.append((say(f"cover.{label}"), text(said)))
    return (*rows, (dated(register), text(as_of)), (say("cover.revision"), text(register.revision)))


def _roles(register: Register) -> str:
    return say(
        "cover.role_counts",
        total=len(register.activities),
        controller=_counted(register, CONTROLLER_ROLES),
        processor=_counted(register, PROCESSOR_ROLES),
    )


def dated(register: Register) -> str:
    """What stands before the day of a document."""
    return say("cover.rendered_on" if register.undated else "cover.as_of")


def _counted(register: Register, roles: Sequence[str]) -> str:
    """How many activities stand in one of *roles*, and in how many of them the role is inferred."""
    each = [
        [role for role in activity.items("role") if role.key in roles]
        for activity in register.activities
    ]
    held = [claims for claims in each if claims]
    inferred = sum(all(role.state is State.INFERRED for role in claims) for claims in held)
    return (
        say("cover.of_them_inferred", n=len(held), inferred=inferred)
        if inferred
        else str(len(held))
    )


def legend(register: Register) -> Table:
    """What each state means and how it is printed."""
    rows = tuple(
        (Cell((Value(say(f"state.{state}"), state),)), text(say(f"legend.{state}")))
        for state in State
    )
    return Table(
        "legend",
        say("sheet.legend"),
        (column("state", "", 22), column("meaning", "", 90)),
        rows,
        status_lines(register),
    )


def index(register: Register) -> Table:
    """All activities, first thing a reader looks for."""
    columns = (
        column("name", "", 38),
        column("role", "", 16),
        column("description", "", 80),
        column("status", "", 10),
    )
    rows = []
    for activity in register.activities:
        purposes = (str(getattr(item.claim, "text", "")) for item in activity.items("purposes"))
        description = activity.optional("description")
        if description:
            what = Cell((value(description),))
        else:
            what = text("; ".join(words.rstrip(".") for words in purposes if words))
        rows.append((text(activity.name), text(role_labels(activity)), what, status(activity)))
    return Table(
        "index",
        say("sheet.index_title"),
        columns,
        tuple(rows),
        lead=status_lines(register),
        empty=say("sheet.index_empty"),
    )


def completeness(register: Register) -> Table:
    """For each element of Art. 30, n of m records answer it."""
    columns = (
        column("article", "", 24),
        column("element", "", 30),
        column("asked", "", 10),
        column("complete", "", 24),
        column("inferred", "", 10),
        column("open", "", 10),
    )
    rows = []
    for role in ("controller", "processor"):
        for one in measure(register, role):
            if one.asked:
                percent = say(
                    "completeness.of",
                    n=one.complete,
                    m=one.asked,
                    percent=round(100 * one.complete / one.asked),
                )
                rows.append(
                    (
                        text(one.article),
                        text(one.question.label),
                        text(str(one.asked)),
                        text(percent),
                        text(str(one.inferred)),
                        text(str(one.open)),
                    )
                )
    return Table(
        "completeness",
        say("sheet.completeness_title"),
        columns,
        tuple(rows),
        lead=(say("sheet.completeness_lead"), *status_lines(register)),
        empty=say("sheet.completeness_empty"),
    )


def tensions(register: Register) -> Table:
    """Statements of the sources that pull apart, with their passages."""
    columns = (
        column("tension", "", 80),
        column("passages", "", 44),
        column("touches", "", 40),
        column("key", "", 26),
    )
    rows = []
    for key, tension in register.record.tensions.items():
        names = [
            register.by_id[name].activity.name if name in register.by_id else name
            for name in tension.activities
        ]
        rows.append(
            (
                text(tension.text, tension.between),
                text("\n".join(tension.between), tension.between),
                text("\n".join(names)),
                text(key),
            )
        )
    return Table(
        "tensions",
        say("sheet.tensions_title"),
        columns,
        tuple(rows),
        lead=(say("sheet.tensions_lead"), *status_lines(register)),
        empty=say("sheet.tensions_empty"),
    )
