"""What an activity inherits from its register's general statements, and what it says instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from registers import (
    DRAWN,
    OWN,
    POLICY,
    activity,
    activity_of,
    files,
    general,
    printed,
    record_of,
    register_of,
    said,
)

KEPT = "retention: {until: the contract ends}"


def test_a_key_left_out_is_inherited(tmp_path: Path) -> None:
    """What is said once for all is not copied into every file."""
    register = register_of(tmp_path, files(blocks=general(KEPT)))

    assert said(register, "retention") == [
        ("general", "until the contract ends [general statement]")
    ]


def test_a_value_of_ones_own_replaces_the_general_one(tmp_path: Path) -> None:
    """An activity has one period, not two that contradict each other."""
    register = register_of(
        tmp_path, files(blocks=general(KEPT), activities="retention: {period: P6Y}")
    )

    assert said(register, "retention") == [("stated", "6 years")]


def test_a_list_of_ones_own_adds_to_the_general_one(tmp_path: Path) -> None:
    """A special measure comes on top of those that everybody takes; the activity's own come first."""
    register = register_of(
        tmp_path,
        files(
            blocks=general("security: {access-control: stated}"),
            activities="security: {encryption-at-rest: {text: The till is encrypted.}}",
        ),
    )

    assert said(register, "security") == [
        ("stated", "encryption at rest: The till is encrypted"),
        ("general", "access control [general statement]"),
    ]


def test_the_same_key_in_both_lists_stands_twice(tmp_path: Path) -> None:
    """The general statement about an item is not lost because the activity says something of its own about it."""
    register = register_of(
        tmp_path,
        files(
            blocks=general("security: {access-control: {text: Staff only.}}"),
            activities="security: {access-control: {text: The cashier only.}}",
        ),
    )

    assert said(register, "security") == [
        ("stated", "access control: The cashier only"),
        ("general", "access control: Staff only [general statement]"),
    ]


def test_only_stops_inheritance(tmp_path: Path) -> None:
    """Where the general measures do not hold, the record can say so."""
    register = register_of(
        tmp_path,
        files(
            blocks=general("security: {access-control: stated}"),
            activities="security: {encryption-at-rest: stated, only: true}",
        ),
    )

    assert said(register, "security") == [("stated", "encryption at rest")]


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("none", ("none", "none")),
        ("not-stated", ("not-stated", "not stated")),
        ("not-recorded", ("not-recorded", "to be completed")),
        ("lost", ("lost", "lost in source")),
        ("{none: []}", ("none", "none")),
        ("{vague: Usual measures}", ("vague", "Usual measures [vague]")),
        ("{not-applicable: Nothing is kept.}", ("not-applicable", "n/a [Nothing is kept]")),
    ],
)
def test_a_list_in_one_word_stops_inheritance(
    tmp_path: Path, written: str, means: tuple[str, str]
) -> None:
    """A word about the whole list is an answer to the question, not an addition to somebody else's."""
    register = register_of(
        tmp_path,
        files(
            blocks=general("security: {access-control: stated}"), activities=f"security: {written}"
        ),
    )

    assert said(register, "security") == [means]


def test_two_general_statements_that_meet_are_both_kept(tmp_path: Path) -> None:
    """Where a source says two things, the reader sees two things, in the order written."""
    register = register_of(
        tmp_path,
        files(
            blocks=general(KEPT)
            + general("retention: {period: P10Y, law: tax law}", "{role: controller}", "tax"),
        ),
    )

    assert said(register, "retention") == [
        ("general", "until the contract ends [general statement]"),
        ("general", "10 years (tax law) [general statement]"),
    ]


def test_a_general_statement_for_some_people_says_for_whom(tmp_path: Path) -> None:
    """A statement about some people is never presented as if it held for everybody."""
    register = register_of(
        tmp_path,
        files(
            blocks=general("transfers: none", "{role: controller, people: Individuals in the EEA}")
        ),
    )

    assert said(register, "transfers") == [
        ("none", "none [general statement, for Individuals in the EEA]")
    ]


SCOPES = [
    ("all", ["sales", "letters", "hosting", "shared"]),
    ("{role: controller}", ["sales", "letters"]),
    ("{role: [processor, joint-controller]}", ["hosting", "shared"]),
    ("{activities: [letters]}", ["letters"]),
    ("{activities: [letters, hosting], role: processor}", ["hosting"]),
    ("{people: Customers}", ["sales", "letters", "hosting", "shared"]),
]


@pytest.mark.parametrize(("scope", "whom"), SCOPES, ids=[scope for scope, _ in SCOPES])
def test_a_general_statement_reaches_the_activities_it_names(
    tmp_path: Path, scope: str, whom: list[str]
) -> None:
    """A role and a list of activities narrow each other; people do not choose activities."""
    activities = {
        "sales": activity("sales"),
        "letters": activity("letters"),
        "hosting": activity("hosting", role="{processor: stated}"),
        "shared": activity("shared", role="{joint-controller: stated}"),
    }
    register = register_of(
        tmp_path, files(blocks=general("locations: none", scope), activities=activities)
    )

    reached = [id for id in activities if said(register, "locations", id)[0][0] == "none"]

    assert reached == whom


def test_a_question_nobody_answers_is_to_be_completed(tmp_path: Path) -> None:
    """Silence is not an answer, and an empty cell could mean anything."""
    assert said(register_of(tmp_path, files()), "locations") == [
        ("not-recorded", "to be completed")
    ]


def test_a_question_the_sources_were_read_for_is_not_stated(tmp_path: Path) -> None:
    """``not_addressed`` says that somebody looked; 'not stated' and 'to be completed' are two things."""
    register = register_of(tmp_path, files(said="not_addressed: [locations]\n"))

    assert said(register, "locations") == [("not-stated", "not stated")]
    assert said(register, "profiling") == [("not-recorded", "to be completed")]


def test_an_answer_outweighs_silence(tmp_path: Path) -> None:
    """A question under ``not_addressed`` that an activity answers all the same is answered."""
    register = register_of(
        tmp_path, files(said="not_addressed: [locations]\n", activities="locations: {IE: stated}")
    )

    assert said(register, "locations") == [("stated", "Ireland")]


def test_an_empty_list_answers_nothing(tmp_path: Path) -> None:
    """A list without items and without a state is not a 'none'."""
    register = register_of(tmp_path, files(activities="locations: {only: true}"))

    assert said(register, "locations") == [("not-recorded", "to be completed")]


NESTED = """\
    retention: {period: P1Y}
    personal_data:
      name: stated
      email: {retention: {period: P2Y, after: the last letter}}
      telephone: {retention: not-stated}
"""


def test_an_item_without_a_period_takes_that_of_its_activity(tmp_path: Path) -> None:
    """Retention is asked for each category of data; one period for the rest is one line, not ten."""
    register = register_of(tmp_path, files(activities=NESTED))

    got = {
        answer.key: printed(answer.nested("retention"))
        for answer in activity_of(register).answers["personal_data"]
    }

    assert got == {
        "name": [("stated", "1 year")],
        "email": [("stated", "2 years from the last letter")],
        "telephone": [("not-stated", "not stated")],
    }


def test_an_item_of_a_general_list_stays_general_in_its_details(tmp_path: Path) -> None:
    """The mechanism of an inherited transfer is inherited too, and for the same people."""
    said_once = (
        "transfers: {group: {countries: [US], mechanism: {standard-contractual-clauses: stated}}}"
    )
    register = register_of(tmp_path, files(blocks=general(said_once, "{people: Staff}")))

    [transfer] = activity_of(register).answers["transfers"]

    assert printed(transfer.nested("mechanism")) == [
        ("general", "standard contractual clauses [general statement, for Staff]")
    ]


def test_an_answer_knows_where_it_was_written(tmp_path: Path) -> None:
    """A finding about an inherited claim points at the general statement, not at the activity that inherits it."""
    register = register_of(
        tmp_path,
        files(
            blocks=general("security: {access-control: stated}"),
            activities="security: {encryption-at-rest: stated}",
        ),
    )

    got = [
        (one.file, one.path, one.shared_statement)
        for one in activity_of(register).answers["security"]
    ]

    assert got == [
        ("records/shop/activities/sales.yaml", ("security", "encryption-at-rest"), ""),
        (
            "records/shop/register.yaml",
            ("register_wide", "everywhere", "security", "access-control"),
            "everywhere",
        ),
    ]


@pytest.mark.parametrize(
    ("role", "is_controller", "is_processor"),
    [
        ("{controller: stated}", True, False),
        ("{joint-controller: stated}", True, False),
        ("{processor: stated}", False, True),
        ("{sub-processor: stated}", False, True),
        ("{controller: stated, processor: stated}", True, True),
        ("not-stated", False, False),
    ],
)
def test_a_role_decides_which_register_an_activity_is_in(
    tmp_path: Path, role: str, is_controller: bool, is_processor: bool
) -> None:
    """Art. 30(1) is asked of who decides, Art. 30(2) of who acts for somebody; one activity can be both."""
    register = register_of(tmp_path, files(activities={"sales": activity(role=role)}))

    record = record_of(register)

    assert (record.is_controller, record.is_processor) == (is_controller, is_processor)


def test_a_word_of_ones_own_stands_before_the_common_one(tmp_path: Path) -> None:
    """A register may add words, and name what the common list calls otherwise."""
    words = "vocabulary:\n  personal_data: {till-number: {label: number of the till}, name: {label: first name}}\n"
    register = register_of(
        tmp_path, files(said=words, activities="personal_data: {till-number: stated, name: stated}")
    )

    assert said(register, "personal_data") == [
        ("stated", "number of the till"),
        ("stated", "first name"),
    ]
    assert register.label("personal_data", "no-such-word") == "no such word"


def test_passages_are_known_by_name_and_by_source(tmp_path: Path) -> None:
    """A short citation is enough while only one source has that passage."""
    notice = POLICY.replace("Privacy Policy", "Notice").replace(
        "  who: Corner Shop … controller.\n", ""
    )
    register = register_of(tmp_path, files(DRAWN, sources__policy=POLICY, sources__notice=notice))

    assert register.passages["who"] == ("policy",)
    assert register.passages["till"] == ("notice", "policy")
    assert register.passages["notice/till"] == ("notice",)
    assert register.passages["policy"] == ("policy",)


def test_a_register_is_known_by_what_its_files_say(tmp_path: Path) -> None:
    """The revision changes with every byte of the register and with nothing else."""
    first = register_of(tmp_path / "a", files(OWN)).revision
    same = register_of(tmp_path / "elsewhere", files(OWN)).revision
    other = register_of(tmp_path / "b", files(OWN + "# a remark\n")).revision

    assert first == same
    assert first != other
    assert len(first) == 12


def test_an_item_of_ones_own_can_stand_in_place_of_a_general_one(tmp_path: Path) -> None:
    """A correction for one activity replaces exactly what it corrects; the rest of the statement goes on to hold."""
    blocks = general(
        "security: {access-control: {text: Keys.}, encryption-at-rest: stated, vague: And more.}"
    )
    own = "security: {access-control: {text: Codes.}, replaces: [everywhere/access-control, everywhere]}"
    register = register_of(tmp_path, files(blocks=blocks, activities=own))

    assert said(register, "security") == [
        ("stated", "access control: Codes"),
        ("general", "encryption at rest [general statement]"),
    ]
