"""The five registers say no more than their policies, kind by kind of what can go wrong when one reads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from ropa.loader import load
from ropa.model.activity import Activity, Status
from ropa.model.claim import State
from ropa.model.contact import Contact
from ropa.project import find
from ropa.register import Register
from support import ROOT

RECONSTRUCTIONS = ("callminer-2014", "callminer-2023", "kaizenify", "kaizo-2021", "successkpi-2024")

each = pytest.mark.parametrize("name", RECONSTRUCTIONS)


@cache
def register(name: str) -> Register:
    [register] = load(find(ROOT), [name]).registers
    return register


@each
def test_what_qualifies_a_value_is_in_no_note(name: str) -> None:
    """A note is for readers inside: how a source was read is a reading, and what qualifies is a qualifier."""
    assert [place.path for place, claim in register(name).claims if claim.note] == []


@each
def test_nothing_is_general_and_said_of_one_activity_alone(name: str) -> None:
    """A general statement that reaches one activity is that activity's own, not a statement for many."""
    reached: dict[str, list[str]] = {}
    for record in register(name).records:
        for key, _ in register(name).shared_statements(record):
            reached.setdefault(key, []).append(record.activity.id)

    assert {key for key in register(name).record.register_wide if not reached.get(key)} == set()


@each
def test_no_status_is_written_where_no_policy_has_one(name: str) -> None:
    """ "Active" is a default of the model, which is no statement."""
    texts = (ROOT / "records" / name / "activities").glob("*.yaml")

    assert [
        path.name for path in texts if re.search("^status:", path.read_text("utf-8"), re.MULTILINE)
    ] == []
    assert Activity.model_fields["status"].default is Status.ACTIVE


@each
def test_an_inference_says_why(name: str) -> None:
    """Whoever concludes something writes down from what."""
    unexplained = [
        place.path
        for place, claim in register(name).claims
        if claim.state is State.INFERRED and len(claim.wording.split()) < 3
    ]

    assert unexplained == []


OCCASIONS = {"demo-request", "event-registration", "event-attendance", "promotion-participation"}


def test_an_occasion_of_collection_is_no_data() -> None:
    """SuccessKPI collects when somebody registers; what it collects then is another sentence."""
    held = {
        answer.key
        for activity in register("successkpi-2024").activities
        for answer in activity.items("personal_data")
    }

    assert held & OCCASIONS == set()


@pytest.mark.parametrize(
    ("name", "question", "state"),
    [
        ("successkpi-2024", "automated_decisions", State.VAGUE),
        ("callminer-2023", "profiling", State.NONE),
    ],
)
def test_no_question_is_answered_with_the_answer_to_another(
    name: str, question: str, state: State
) -> None:
    """That nothing is processed "through automated means" denies no decision; a denial of profiling has its reach."""
    answers = [
        answer
        for activity in register(name).activities
        for answer in activity.answers[question]
        if answer.shared_statement
    ]

    assert {answer.claim.state for answer in answers} == {state}
    assert all(answer.claim.when or answer.claim.wording for answer in answers)


def test_do_not_track_is_no_opt_out_preference_signal() -> None:
    """Browsers' do-not-track is a wish of another kind, and answers for itself."""
    declared = register("callminer-2023").record.declared
    assert declared is not None and declared.handling is not None

    assert declared.handling.items["preference-signals"].state is State.NOT_STATED


def test_a_country_that_an_address_does_not_name_is_not_stated() -> None:
    """ "Virginia" is read as a place by a reader, not by the document."""
    for name in ("successkpi-2024", "kaizo-2021", "kaizenify"):
        organization = register(name).record.organization
        assert organization.country is None or organization.state is State.INFERRED, name


def folded(text: str) -> str:
    """Letters and digits alone, so that line ends, quotes and dashes do not count."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(re.findall(r"\w", plain))


def contacts(register: Register) -> Iterator[Contact]:
    record = register.record
    yield record.organization
    if record.dpo:
        yield record.dpo
    for group in (record.representatives, record.contacts):
        yield from group.items.values() if group else ()
    yield from register.recipients.values()


@pytest.mark.sources
@each
def test_addresses_and_names_stand_as_they_are_written(name: str, sources: Path) -> None:
    """An address is a fact: no part is moved, translated or completed."""
    documents = [source.file for source in register(name).sources.values() if source.file]
    text = folded("\n".join((sources / file).read_text("utf-8") for file in documents))

    moved = [
        line
        for contact in contacts(register(name))
        for line in (contact.address, contact.email, contact.telephone)
        if line and folded(line) not in text
    ]
    assert moved == []


def test_managed_accounts_are_one_record() -> None:
    """Whoever looks for them in the register finds them under their name, in both of its halves."""
    accounts = register("kaizenify").by_id["managed-accounts"]

    assert (accounts.is_controller, accounts.is_processor) == (True, True)


def test_what_california_publishes_is_cited_and_not_retold() -> None:
    """Cells of a published table are the organization's words."""
    declared = register("callminer-2023").record.declared
    assert declared is not None and declared.categories is not None

    assert [
        key for key, row in declared.categories.items.items() if row.examples and row.examples.text
    ] == []
