"""Which questions stand open, and how complete a register is; one answer for rules, workbook and report."""

from __future__ import annotations

from pathlib import Path

import pytest

from registers import DRAWN, POLICY, activity, bakery, callminer, files, general, register_of
from ropa.model.claim import State
from ropa.register import Register
from ropa.register.gaps import completeness, gaps

ANSWERED = """\
joint_controllers: none
purposes: none
data_subjects: none
personal_data: none
collected_from: none
recipients: none
locations: none
transfers: none
security: none
automated_decisions: none
profiling: none
minors: none
"""


def open_questions(register: Register) -> list[tuple[str, str, str, str]]:
    """Question, item, article and state of every gap."""
    return [
        (gap.question.name, gap.item, gap.article, str(gap.answer.state)) for gap in gaps(register)
    ]


def asked_of(
    register: Register, question: str, role: str = "controller"
) -> tuple[int, int, int, int]:
    """How many records are asked a question, and how many answers are complete, inferred and open."""
    [one] = [one for one in completeness(register, role) if one.question.name == question]
    return one.asked, one.complete, one.inferred, one.open


def test_what_is_answered_leaves_no_gap(tmp_path: Path) -> None:
    """'None' is an answer; a record that says it for every question is complete."""
    assert open_questions(register_of(tmp_path, files(activities=ANSWERED))) == []


def test_a_record_that_says_nothing_leaves_every_question_open(tmp_path: Path) -> None:
    """All that is asked of a controller, in the order of documents; nothing is asked of items that are not there."""
    assert open_questions(register_of(tmp_path, files())) == [
        ("joint_controllers", "", "GDPR Art. 30(1)(a)", "not-recorded"),
        ("purposes", "", "GDPR Art. 30(1)(b)", "not-recorded"),
        ("data_subjects", "", "GDPR Art. 30(1)(c)", "not-recorded"),
        ("personal_data", "", "GDPR Art. 30(1)(c)", "not-recorded"),
        ("collected_from", "", "GDPR Art. 14(2)(f)", "not-recorded"),
        ("recipients", "", "GDPR Art. 30(1)(d)", "not-recorded"),
        ("locations", "", "", "not-recorded"),
        ("transfers", "", "GDPR Art. 30(1)(e)", "not-recorded"),
        ("security", "", "GDPR Art. 30(1)(g)", "not-recorded"),
        ("automated_decisions", "", "GDPR Art. 22", "not-recorded"),
        ("profiling", "", "GDPR Art. 4(4)", "not-recorded"),
        ("minors", "", "GDPR Art. 8", "not-recorded"),
    ]


def test_a_processor_is_asked_under_article_30_2(tmp_path: Path) -> None:
    """Transfers and security have another letter in a processor's record; purposes are the customer's."""
    silent = {"sales": activity(role="{processor: stated}")}

    assert open_questions(register_of(tmp_path, files(activities=silent))) == [
        ("controllers", "", "GDPR Art. 30(2)(a)", "not-recorded"),
        ("processing", "", "GDPR Art. 30(2)(b)", "not-recorded"),
        ("locations", "", "", "not-recorded"),
        ("transfers", "", "GDPR Art. 30(2)(c)", "not-recorded"),
        ("security", "", "GDPR Art. 30(2)(d)", "not-recorded"),
        ("processing_contract", "", "GDPR Art. 28(3)", "not-recorded"),
    ]


def test_a_question_asked_of_items_is_open_where_an_item_says_so(tmp_path: Path) -> None:
    """Retention is asked for each category: an item that says it is silent is a gap of its own."""
    said = ANSWERED.replace(
        "personal_data: none",
        "retention: {period: P1Y}\npersonal_data: {name: stated, email: {retention: lost}, telephone: {retention: lost}}",
    )

    assert open_questions(register_of(tmp_path, files(activities=said))) == [
        ("retention", "email", "GDPR Art. 30(1)(f)", "lost"),
        ("retention", "telephone", "GDPR Art. 30(1)(f)", "lost"),
    ]


def test_what_stands_open_for_all_items_alike_is_one_gap(tmp_path: Path) -> None:
    """Ten categories without a period are one missing line, not ten."""
    said = ANSWERED.replace(
        "personal_data: none", "personal_data: {name: stated, email: stated, telephone: stated}"
    )

    assert open_questions(register_of(tmp_path, files(activities=said))) == [
        ("retention", "", "GDPR Art. 30(1)(f)", "not-recorded")
    ]


def test_a_general_gap_is_one_gap_of_each_activity(tmp_path: Path) -> None:
    """The workbook lists it beside each activity it touches; each time the same claim."""
    both = {
        id: activity(id, ANSWERED.replace("security: none\n", "")) for id in ("letters", "sales")
    }
    register = register_of(
        tmp_path, files(blocks=general("security: {vague: Usual measures}"), activities=both)
    )

    assert [(gap.record.activity.id, gap.answer.path) for gap in gaps(register)] == [
        ("letters", ("register_wide", "everywhere", "security")),
        ("sales", ("register_wide", "everywhere", "security")),
    ]


def test_a_destination_that_is_not_identified_is_a_gap(tmp_path: Path) -> None:
    """Art. 30(1)(e) asks to identify the third country: "other countries" does not, though the transfer is stated."""
    said = ANSWERED.replace(
        "transfers: none",
        "transfers: {us: {countries: [US]}, group: {destination: {vague: Other countries}}}",
    )

    register = register_of(tmp_path, files(activities=said))

    assert [gap for gap in open_questions(register) if gap[0] == "transfers"] == [
        ("transfers", "group", "GDPR Art. 30(1)(e)", "vague")
    ]
    assert asked_of(register, "transfers") == (1, 0, 0, 1)


STATES = [
    ("transfers: {us: {countries: [US]}}", "complete"),
    ("transfers: none", "complete"),
    ("transfers: {not-applicable: Nothing is kept.}", "complete"),
    ("transfers: {us: {inferred: The vendor is there.}}", "inferred"),
    ("transfers: {us: stated, gb: {inferred: So I think.}}", "inferred"),
    ("transfers: {us: stated, vague: And elsewhere.}", "open"),
    ("transfers: {us: {inferred: So I think.}, gb: not-stated}", "open"),
    ("transfers: not-stated", "open"),
    ("transfers: not-recorded", "open"),
    ("transfers: lost", "open"),
    ("", "open"),
]


@pytest.mark.parametrize(("written", "counts_as"), STATES)
def test_an_element_counts_once_a_record(tmp_path: Path, written: str, counts_as: str) -> None:
    """Complete is stated, general, none or not applicable; one open item opens it, and inferred is counted apart."""
    register = register_of(tmp_path, files(activities=written))

    expected = {"complete": (1, 1, 0, 0), "inferred": (1, 0, 1, 0), "open": (1, 0, 0, 1)}
    assert asked_of(register, "transfers") == expected[counts_as]


def test_complete_inferred_and_open_add_up() -> None:
    """No record is lost between the columns, and none is counted twice."""
    for register in (bakery(), callminer()):
        for role in ("controller", "processor"):
            assert all(
                one.complete + one.inferred + one.open == one.asked
                for one in completeness(register, role)
            )


def test_only_what_article_30_asks_counts_as_completeness() -> None:
    """What authorities' templates ask beyond it is listed as a gap and does not lower a percentage."""
    controller = [one.question.name for one in completeness(bakery(), "controller")]
    processor = [one.question.name for one in completeness(bakery(), "processor")]

    assert controller == [
        "role",
        "joint_controllers",
        "purposes",
        "data_subjects",
        "personal_data",
        "retention",
        "recipients",
        "transfers",
        "security",
    ]
    assert processor == ["role", "controllers", "processing", "transfers", "security"]


def test_owner_assessments_and_reviews_do_not_count_for_a_reconstruction(tmp_path: Path) -> None:
    """No published policy names them, so their absence says nothing about the record."""
    bare = register_of(tmp_path / "bare", files(DRAWN, activities=ANSWERED, sources__policy=POLICY))
    full = register_of(
        tmp_path / "full",
        files(
            DRAWN,
            activities=ANSWERED
            + """\
owner: head of sales
dpia: {status: done}
lia: {status: done}
reviews: {2026-01-01: {by: data protection officer}}
""",
            sources__policy=POLICY,
        ),
    )

    assert completeness(bare, "controller") == completeness(full, "controller")
    assert open_questions(bare) == open_questions(full)


def test_a_record_can_be_complete_and_full_of_gaps_of_good_practice(tmp_path: Path) -> None:
    """Locations are asked by templates, not by Art. 30."""
    register = register_of(
        tmp_path, files(activities=ANSWERED.replace("locations: none", "locations: not-recorded"))
    )

    assert open_questions(register) == [("locations", "", "", "not-recorded")]
    assert sum(one.open for one in completeness(register, "controller")) == 0


def test_a_state_is_complete_inferred_or_open() -> None:
    """The nine states fall into three kinds, and only inferred is in neither of the two."""
    assert {state for state in State if state.is_complete} == {
        State.STATED,
        State.GENERAL,
        State.NONE,
        State.NOT_APPLICABLE,
    }
    assert {state for state in State if state.is_open} == {
        State.VAGUE,
        State.LOST,
        State.NOT_STATED,
        State.NOT_RECORDED,
    }
