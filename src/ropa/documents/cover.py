"""What stands around the registers: cover, activities, completeness, inconsistencies, legend."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from ropa.documents.cells import answers_cell, lines_cell, state_cell, text_row
from ropa.documents.details import role_labels, status
from ropa.documents.figures import FIRMNESS, element_counts
from ropa.documents.identity import contact_cell, contacts, identity, source_title
from ropa.documents.names import activity_names
from ropa.documents.sheets import heads, sheet
from ropa.documents.standing import items
from ropa.documents.table import Facts, Row, Table
from ropa.fields.values import Cell, text
from ropa.model.claim import State
from ropa.register import Register, ResolvedActivity
from ropa.register.qualifiers import reservations
from ropa.register.record import CONTROLLER_ROLES, PROCESSOR_ROLES
from ropa.vocabulary import day_text, joined, translate

SETTINGS = ("version", "prepared_by", "approved_by", "confidentiality")
"""What an organization sets for the covers of its documents."""

COUNTS = ("records", *FIRMNESS, "partly")
"""Columns of numbers in the table of completeness."""


def cover(register: Register, as_of: date) -> Facts:
    """Labels and values of a cover for the whole document: everybody named, then the document."""
    organization, *about_document = short(register, as_of)
    _, *others_named = identity(register, "controller")
    return (organization, *others_named, *contacts(register), *about_document)


def short(register: Register, as_of: date) -> Facts:
    """Labels and values of a cover behind which everybody named has a page."""
    facts = []
    for key, cell in cover_cells(register, as_of).items():
        facts.append((translate(f"cover.{key}"), cell))
    return tuple(facts)


def cover_cells(register: Register, as_of: date) -> Mapping[str, Cell]:
    """The values of a short cover, by the keys of their labels."""
    cells = {"organization": contact_cell(register.record.organization)}
    for key, line in _lines(register, as_of):
        if line:
            cells[key] = text(line)
    return cells


def _lines(register: Register, as_of: date) -> Iterator[tuple[str, str]]:
    """The lines of a short cover by their keys; empty where there is nothing to say."""
    record = register.record
    yield "title", record.title
    yield "roles", _roles(register)
    yield "sources", _sources(register)
    yield "kept_by", translate(f"kept_by.{record.kept_by}")
    yield "confirmed_by", _confirmation(register)
    for name in SETTINGS:
        yield name, getattr(record.document, name)
    yield _day_key(register), day_text(as_of)
    yield "revision", register.revision


def _sources(register: Register) -> str:
    titles = map(source_title, register.sources.values())
    return "\n".join(titles) or translate("cover.no_sources")


def _confirmation(register: Register) -> str:
    confirmation = register.record.confirmed_by
    if confirmation:
        return joined((confirmation.by, day_text(confirmation.on)))
    return ""


def _roles(register: Register) -> str:
    controller = _counted(register, CONTROLLER_ROLES)
    processor = _counted(register, PROCESSOR_ROLES)
    total = len(register.activities)
    return translate("cover.role_counts", total=total, controller=controller, processor=processor)


def dated(register: Register) -> str:
    """What stands before the day of a document."""
    return translate(f"cover.{_day_key(register)}")


def _day_key(register: Register) -> str:
    return "rendered_on" if register.undated else "as_of"


def _counted(register: Register, roles: Sequence[str]) -> str:
    """How many stand in one of *roles*, and how many of them not outright."""
    counts = Counter(_firmness(activity, roles) for activity in register.activities)
    del counts["absent"]
    parts = []
    for kind in ("inferred", "conditional", "undecided"):
        if counts[kind]:
            parts.append(translate(f"cover.{kind}", n=counts[kind]))
    number = str(counts.total())
    if parts:
        return translate("cover.of_them", n=number, parts=joined(parts))
    return number


def _firmness(activity: ResolvedActivity, roles: Sequence[str]) -> str:
    """How firmly it stands in one of *roles*.

    Outright, conditionally, by inference, or in another in its place; or not at all.
    """
    held = [role for role in items(activity, "role") if role.key in roles]
    if not held:
        return "absent"
    decided = [role for role in held if set(role.alternatives) <= set(roles)]
    if not decided:
        return "undecided"
    stated = [role for role in decided if role.state is not State.INFERRED]
    if not stated:
        return "inferred"
    if all(reservations(role.claim) for role in stated):
        return "conditional"
    return "stated"


def legend() -> Table:
    """What each state means and how it is printed."""
    rows = []
    for state in State:
        rows.append((state_cell(state), text(translate(f"legend.{state}"))))
    return Table("legend", translate("sheet.legend"), heads("legend"), tuple(rows))


def index(register: Register) -> Table:
    """All activities, first thing a reader looks for."""
    rows = []
    for activity in register.activities:
        name, roles = text_row(activity.name, role_labels(activity))
        description = _description(activity)
        rows.append((name, roles, description, status(activity)))
    return sheet("index", rows)


def _description(activity: ResolvedActivity) -> Cell:
    """What happens in an activity; where nobody describes it, its purposes."""
    description = activity.optional("description")
    if description:
        return answers_cell([description])
    purposes = answers_cell(items(activity, "purposes")).values
    return Cell(tuple(purpose for purpose in purposes if purpose.text))


def completeness(register: Register) -> Table:
    """For each element of Art. 30, how many activities answer it, and how firmly."""
    lead = translate("sheet.completeness_lead")
    return sheet("completeness", _completeness_rows(register), lead)


def _completeness_rows(register: Register) -> Iterator[Row]:
    for role in ("controller", "processor"):
        for count in element_counts(register, role):
            numbers = [str(getattr(count, name)) for name in COUNTS]
            yield text_row(count.article, count.label, *numbers)


def inconsistencies(register: Register) -> Table:
    """Statements of the sources that pull apart, with their passages."""
    rows = []
    for key, inconsistency in register.record.inconsistencies.items():
        passages = lines_cell(inconsistency.between)
        touched = lines_cell(activity_names(register, inconsistency.activities))
        words = text(inconsistency.text, inconsistency.between)
        rows.append((words, passages, touched, text(key)))
    return sheet("inconsistencies", rows, translate("sheet.inconsistencies_lead"))
