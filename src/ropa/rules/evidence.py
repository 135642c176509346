"""Rules about what claims rest on."""

from collections.abc import Iterator

from ropa.diagnostics import Severity
from ropa.model.claim import State
from ropa.register import Path, Register
from ropa.rule import Finding, finding, rule


@rule(Severity.ERROR)
def claim_without_citation(register: Register) -> Iterator[Finding]:
    """A claim of a reconstruction cites no passage.

    Whoever reads a register drawn from documents asks where each claim comes from. Stated, vague,
    inferred, none and lost each rest on passages; an inference inside an item, and the examples of
    a declared category, may rest on the item's. What no source says is `not-stated`.
    """
    if not register.is_reconstruction:
        return
    places_citing = {(place.file, place.path) for place, claim in register.claims if claim.cites}
    for place, claim in register.claims:
        file, path, state = place.file, place.path, claim.state
        if not state.needs_passage or claim.cites or path[:1] in _SUMMARIES:
            continue
        around = [(file, path[:length]) for length in range(1, len(path))]
        may_rest_on_item = state is State.INFERRED or _is_example(path)
        if not may_rest_on_item or places_citing.isdisjoint(around):
            yield finding("claim-without-citation", file, path, state=state)


_SUMMARIES = (("description",), ("department",), ("organization",))
"""Paths of summaries of a whole record, whose facts are cited where they stand."""


def _is_example(path: Path) -> bool:
    return path[0] == "declared" and path[-1] == "examples"


@rule(Severity.INFO)
def register_not_confirmed(register: Register) -> Iterator[Finding]:
    """An organization's own register cites nothing and nobody confirms it.

    Say in `register.yaml` who answers for the whole, as a function, and since when:

        confirmed_by: {by: data protection officer, on: 2026-01-31}
    """
    record = register.record
    if not (register.is_reconstruction or record.confirmed_by or register.sources):
        yield finding("register-not-confirmed", register.file, ("kept_by",))
