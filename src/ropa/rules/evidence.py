"""Rules about what claims rest on."""

from collections.abc import Iterator

from ropa.diagnostics import Severity, message_and_help
from ropa.model.claim import State
from ropa.register import Path, Register
from ropa.register.traverse import Place, claims
from ropa.rule import Finding, rule


@rule(Severity.ERROR)
def claim_without_citation(register: Register) -> Iterator[Finding]:
    """A claim of a reconstruction cites no passage.

    Whoever reads a register drawn from documents asks where each claim comes from. Stated, vague,
    inferred, none and lost each rest on passages; an inference inside an item may rest on the
    item's. What no source says is `not-stated`.
    """
    if not register.is_reconstruction:
        return
    citing = {(place.file, place.path) for place, claim in claims(register) if claim.cites}
    for place, claim in claims(register):
        is_summary = place.path[:1] in _SUMMARIES
        if not claim.state.needs_passage or claim.cites or is_summary:
            continue
        if claim.state is State.INFERRED and _rests_on_item(place, citing):
            continue
        words = message_and_help("finding.claim-without-citation", state=claim.state)
        yield Finding(place.file, place.path, *words)


def _rests_on_item(place: Place, citing: set[tuple[str, Path]]) -> bool:
    """Whether an item around the claim cites."""
    return any((place.file, place.path[:length]) in citing for length in range(1, len(place.path)))


_SUMMARIES = (("description",), ("function",), ("organization",))
"""Paths of summaries of a whole record, whose facts are cited where they stand."""


@rule(Severity.INFO)
def register_not_vouched_for(register: Register) -> Iterator[Finding]:
    """An organization's own register cites nothing and nobody vouches for it.

    Say in `register.yaml` who answers for the whole, as a function, and since when:

        vouched_by: {by: data protection officer, on: 2026-01-31}
    """
    record = register.record
    if register.is_reconstruction or record.vouched_by or register.sources:
        return
    words = message_and_help("finding.register-not-vouched-for")
    yield Finding(register.file, ("kept_by",), *words)
