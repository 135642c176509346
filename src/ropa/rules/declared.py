"""Rules about names that the register itself declares: people, establishments, own fields."""

from collections.abc import Iterator

from ropa.diagnostics import Severity
from ropa.register import Register
from ropa.rule import Finding, rule
from ropa.rules.naming import Reference, unknown


@rule(Severity.ERROR)
def unknown_owner(register: Register) -> Iterator[Finding]:
    """The owner of an activity, a vendor or a system is not in `people.yaml`.

    Where a register has a `people.yaml`, owners are named by its keys, so that a new telephone
    number is written once:

        owner: [head-of-hr, payroll-lead]
    """
    if register.people:
        yield from unknown("unknown-owner", _owners(register), register.people)


def _owners(register: Register) -> Iterator[Reference]:
    for place in register.parts:
        owners = vars(place.part).get("owner", ())
        path = (*place.path, "owner")
        is_list = len(owners) > 1
        for index, owner in enumerate(owners):
            owner_path = (*path, index) if is_list else path
            yield Reference(place.file, owner_path, owner)


@rule(Severity.ERROR)
def unknown_establishment(register: Register) -> Iterator[Finding]:
    """A place of business is named that the organization does not list.

    `establishments:` names keys of `organization: establishments:` in `register.yaml`:

        establishments: [head-office, warehouse]
    """
    places = register.record.organization.establishments
    known = places.items if places else ()
    yield from unknown("unknown-establishment", _establishments(register), known)


def _establishments(register: Register) -> Iterator[Reference]:
    for place in register.parts:
        names = vars(place.part).get("establishments", ())
        if not isinstance(names, tuple):
            continue
        for index, name in enumerate(names):
            path = (*place.path, "establishments", index)
            yield Reference(place.file, path, name)


@rule(Severity.ERROR)
def unknown_own_field(register: Register) -> Iterator[Finding]:
    """An activity has a field of the organization's own that the register does not declare.

    Declare it once in `register.yaml`, with the label that documents print, and whether it is for
    readers inside the organization:

        own_fields:
          cost-centre: {label: Cost centre, internal: true}
    """
    yield from unknown("unknown-own-field", _own_fields(register), register.record.own_fields)


def _own_fields(register: Register) -> Iterator[Reference]:
    for record in register.records:
        for key in record.activity.own_fields:
            yield Reference(record.file, ("own_fields", key), key, is_key=True)
