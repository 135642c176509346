"""Every form a claim can be written in, and what it then says: state, wording, passages."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from registers import DRAWN, activity, files, general, register_of, said
from ropa import documents
from ropa.model.activity import Activity, DataSubjects, LawfulBases, Purposes, Retention, TextClaim
from ropa.model.claim import Claim, ClaimList, State
from ropa.reader import parse
from ropa.rewriting.keys import with_renamed_keys
from support import problems, project_of


def read(text: str) -> Any:
    """The plain value of YAML *text*, as the reader gives it to the model."""
    found, diagnostics = parse(text, "record.yaml")
    assert diagnostics == []
    return found.value


def refusal(model: type[Claim] | type[ClaimList[Any]], text: str) -> str:
    """What the model says of *text*, which it refuses."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(read(text))
    [fault] = caught.value.errors()
    return str(fault["msg"])


FORMS = [
    ("asked-contact", Claim(cites=("asked-contact",))),
    ("policy/asked-contact", Claim(cites=("policy/asked-contact",))),
    ("[basis-interest, referral]", Claim(cites=("basis-interest", "referral"))),
    ("{from: referral}", Claim(cites=("referral",))),
    ("{from: [referral, policy-scope]}", Claim(cites=("referral", "policy-scope"))),
    ("stated", Claim(state=State.STATED)),
    ("none", Claim(state=State.NONE)),
    ("not-stated", Claim(state=State.NOT_STATED)),
    ("not-recorded", Claim(state=State.NOT_RECORDED)),
    ("lost", Claim(state=State.LOST)),
    ("{none: no-sale}", Claim(state=State.NONE, cites=("no-sale",))),
    ("{none: [no-sale, no-sale-use]}", Claim(state=State.NONE, cites=("no-sale", "no-sale-use"))),
    (
        "{none: no-sale, from: no-sale-use}",
        Claim(state=State.NONE, cites=("no-sale", "no-sale-use")),
    ),
    ("{lost: lead-in}", Claim(state=State.LOST, cites=("lead-in",))),
    (
        "{vague: As long as needed., from: rule}",
        Claim(state=State.VAGUE, wording="As long as needed.", cites=("rule",)),
    ),
    ("{vague: As long as needed.}", Claim(state=State.VAGUE, wording="As long as needed.")),
    (
        "{inferred: The tool implies it.}",
        Claim(state=State.INFERRED, wording="The tool implies it."),
    ),
    (
        "{inferred: It follows., from: tool}",
        Claim(state=State.INFERRED, wording="It follows.", cites=("tool",)),
    ),
    (
        "{not-applicable: There are none.}",
        Claim(state=State.NOT_APPLICABLE, wording="There are none."),
    ),
    (
        "{from: referral, when: where the law asks, qualified: may, note: see the heading}",
        Claim(
            cites=("referral",), when="where the law asks", qualified="may", note="see the heading"
        ),
    ),
    ("{when: where\n  the law   asks}", Claim(when="where the law asks")),
]


@pytest.mark.parametrize(("written", "meant"), FORMS, ids=[written for written, _ in FORMS])
def test_each_form_of_a_claim_says_one_thing(written: str, meant: Claim) -> None:
    """The short form and the long form of a claim are the same claim: nothing is gained or lost in shortening."""
    assert Claim.model_validate(read(written)) == meant


def test_a_text_where_text_is_all_there_is_needs_no_key() -> None:
    """A description is a sentence, not a citation; whoever writes one thinks of no passage."""
    assert TextClaim.model_validate("Wages are paid.") == TextClaim(text="Wages are paid.")


def test_a_claim_keeps_its_details_beside_a_state() -> None:
    """A vague period can have a law, an inferred one an event."""
    claim = Retention.model_validate(
        read("{inferred: The contract runs so long., period: P1Y6M, law: tax law}")
    )

    assert claim == Retention(
        state=State.INFERRED, wording="The contract runs so long.", period="P1Y6M", law="tax law"
    )


REFUSED = [
    ("vague", "'vague' needs the wording, in your own words"),
    ("inferred", "'inferred' needs why you conclude it"),
    ("not-applicable", "'not-applicable' needs why the question does not arise"),
    ("{vague: Long., inferred: So I think.}", "it cannot be both 'vague' and 'inferred'"),
    ("{none: a, lost: b}", "it cannot be both 'none' and 'lost'"),
    (
        "{state: vague, wording: Long.}",
        "'state' is not a field here; write the state itself as the key",
    ),
    ("{wording: Long.}", "'wording' is not a field here; write the state itself as the key"),
    ("{vague: ' '}", "there is no text here"),
    (
        "Not a passage",
        "String should match pattern '^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$'",
    ),
    ("{form: referral}", "Extra inputs are not permitted"),
]


@pytest.mark.parametrize(("written", "why"), REFUSED, ids=[written for written, _ in REFUSED])
def test_a_claim_in_no_known_form_is_refused(written: str, why: str) -> None:
    """A typo in a claim must not become another claim."""
    assert refusal(Claim, written) == why


LISTS = [
    ("[customers]", {"customers": Claim()}, None, False),
    ("[customers, employees]", {"customers": Claim(), "employees": Claim()}, None, False),
    ("- customers\n- employees", {"customers": Claim(), "employees": Claim()}, None, False),
    ("{customers: stated}", {"customers": Claim()}, None, False),
    (
        "{customers: scope, employees: {from: [scope, staff]}}",
        {"customers": Claim(cites=("scope",)), "employees": Claim(cites=("scope", "staff"))},
        None,
        False,
    ),
    ("none", {}, Claim(state=State.NONE), False),
    ("not-stated", {}, Claim(state=State.NOT_STATED), False),
    ("{none: no-children}", {}, Claim(state=State.NONE, cites=("no-children",)), False),
    (
        "{customers: scope, vague: And others., from: others, when: at times, qualified: may}",
        {"customers": Claim(cites=("scope",))},
        Claim(
            state=State.VAGUE,
            wording="And others.",
            cites=("others",),
            when="at times",
            qualified="may",
        ),
        False,
    ),
    ("{customers: scope, only: true}", {"customers": Claim(cites=("scope",))}, None, True),
    (
        "{customers: {none: gone}}",
        {"customers": Claim(state=State.NONE, cites=("gone",))},
        None,
        False,
    ),
    ("{only: false}", {}, None, False),
]


@pytest.mark.parametrize(("written", "items", "rest", "only"), LISTS, ids=[row[0] for row in LISTS])
def test_each_form_of_a_list_says_one_thing(
    written: str, items: dict[str, Claim], rest: Claim | None, only: bool
) -> None:
    """A state beside the items is said of the list as a whole; each item keeps its own."""
    got = DataSubjects.model_validate(read(written))

    assert (got.items, got.whole, got.only) == (items, rest, only)


def test_a_list_is_a_list_of_passages_where_one_claim_stands() -> None:
    """A retention has no items, so that its list can only be what it rests on."""
    assert Retention.model_validate(["rule", "policy/rule"]) == Retention(
        cites=("rule", "policy/rule")
    )


REFUSED_LISTS = [
    (DataSubjects, "[]", "the list is empty"),
    (DataSubjects, "stated", "write the items as a list of keys, or each under its own key"),
    (DataSubjects, "customers", "write the items as a list of keys, or each under its own key"),
    (
        DataSubjects,
        "{Customers: stated}",
        "'Customers' is not a key; write lower-case words joined by hyphens",
    ),
    (DataSubjects, "{customers: scope, only: yes}", "'yes' is neither true nor false"),
    (
        LawfulBases,
        "{legitimate-interest: basis}",
        "'legitimate-interest' is not one of the lawful bases; did you mean 'legitimate-interests'?",
    ),
    (Purposes, "{vague: Long., lost: lead-in}", "it cannot be both 'vague' and 'lost'"),
]


@pytest.mark.parametrize(
    ("model", "written", "why"), REFUSED_LISTS, ids=[written for _, written, _ in REFUSED_LISTS]
)
def test_a_list_in_no_known_form_is_refused(
    model: type[ClaimList[Any]], written: str, why: str
) -> None:
    """The key is an item's identity for Excel, diffs and merges, so a list without keys is no list."""
    assert refusal(model, written) == why


@pytest.mark.parametrize(
    "word", ["from", "when", "qualified", "note", "stated", "not-stated", "not-recorded", "general"]
)
def test_a_word_of_the_claim_cannot_name_an_item(word: str) -> None:
    """Passages written beside items, with no state to hold them, would otherwise become an item called 'from'."""
    said = refusal(Purposes, f"{{selling: till, {word}: letters}}")

    assert (
        said
        == f"'{word}' cannot name an item; it goes inside an item, or beside vague, inferred, none or lost"
    )


def test_a_word_of_the_claim_among_items_is_shown_at_its_place(tmp_path: Path) -> None:
    """The author sees the line with the stray word."""
    said = "purposes:\n  selling: {text: Sell goods.}\n  from: till\n"
    project_of(tmp_path, {"records/shop/activities/sales.yaml": activity(said=said)})

    assert problems(tmp_path) == (
        "records/shop/activities/sales.yaml:6:3: error: 'from' cannot name an item; it goes inside an item, or beside "
        "vague, inferred, none or lost [wrong-value]\n"
        "    6 |   from: till\n"
        "      |   ^^^^\n"
        "1 error\n"
    )


def test_what_is_no_list_of_keys_is_shown_at_the_element(tmp_path: Path) -> None:
    """All at once, each with what to write; `ropa check` says no more of the file than that."""
    said = (
        "purposes: [{selling: till}, [delivery]]\n"
        "personal_data:\n"
        "  - name\n"
        "  - {email: {ccpa: [A]}}\n"
        "  - name\n"
        "  - Their address\n"
        "  - from\n"
        "lawful_basis: [consent, legitimate-interest]\n"
        "data_subjects: []\n"
        "recipients: [payroll, not-stated]\n"
        "security: [vague]\n"
    )
    project_of(tmp_path, {"records/shop/activities/sales.yaml": activity(said=said)})

    assert problems(tmp_path) == dedent("""\
        records/shop/activities/sales.yaml:4:12: error: in 'purposes' a mapping stands where a key is expected [wrong-type]
            4 | purposes: [{selling: till}, [delivery]]
              |            ^
              = help: write each item under a key of its own: 'purposes: {first-item: {…}, second-item: stated}'
        records/shop/activities/sales.yaml:4:29: error: in 'purposes' a list stands where a key is expected [wrong-type]
            4 | purposes: [{selling: till}, [delivery]]
              |                             ^
              = help: write each item under a key of its own: 'purposes: {first-item: {…}, second-item: stated}'
        records/shop/activities/sales.yaml:7:5: error: in 'personal_data' a mapping stands among keys [wrong-type]
            7 |   - {email: {ccpa: [A]}}
              |     ^
              = help: write each item under a key of its own: 'personal_data: {first-item: {…}, second-item: stated}'
        records/shop/activities/sales.yaml:8:5: error: 'name' is listed twice [wrong-value]
            8 |   - name
              |     ^^^^
              = help: keep one of them
        records/shop/activities/sales.yaml:9:5: error: 'Their address' is not a key; write lower-case words joined by hyphens [wrong-value]
            9 |   - Their address
              |     ^^^^^^^^^^^^^
        records/shop/activities/sales.yaml:10:5: error: 'from' cannot name an item; it goes inside an item, or beside vague, inferred, none or lost [wrong-value]
           10 |   - from
              |     ^^^^
        records/shop/activities/sales.yaml:11:25: error: 'legitimate-interest' is not one of the lawful bases; did you mean 'legitimate-interests'? [wrong-value]
           11 | lawful_basis: [consent, legitimate-interest]
              |                         ^^^^^^^^^^^^^^^^^^^
        records/shop/activities/sales.yaml:12:16: error: the list is empty [wrong-value]
           12 | data_subjects: []
              |                ^
              = help: write 'data_subjects: none' if there are none, else leave the key out
        records/shop/activities/sales.yaml:13:23: error: 'not-stated' is said of a list as a whole, not among its items [wrong-value]
           13 | recipients: [payroll, not-stated]
              |                       ^^^^^^^^^^
              = help: write 'recipients: not-stated'
        records/shop/activities/sales.yaml:14:12: error: 'vague' is said of a list as a whole, not among its items [wrong-value]
           14 | security: [vague]
              |            ^^^^^
              = help: write 'security: {vague: …}', with the wording, in your own words
        10 errors
        """)


slugs = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True).filter(
    lambda slug: slug not in {*State, "from", "when", "qualified", "note", "only"}
)
references = st.one_of(slugs, st.builds("{}/{}".format, slugs, slugs))
texts = st.lists(
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=9),
    min_size=1,
    max_size=4,
).map(" ".join)
optional = st.one_of(st.just(""), texts)


@st.composite
def claims(draw: st.DrawFn) -> tuple[Any, Claim]:
    """A claim as it may be written, and what it means."""
    state = draw(st.sampled_from([state for state in State if state is not State.GENERAL]))
    if state in (State.NOT_STATED, State.NOT_RECORDED):
        return str(state), Claim(state=state)
    cites = tuple(draw(st.lists(references, max_size=3)))
    aside = {name: said for name in ("when", "qualified", "note") if (said := draw(optional))}
    wording = draw(texts) if state in (State.VAGUE, State.INFERRED, State.NOT_APPLICABLE) else ""
    meant = Claim(state=state, cites=cites, **({"wording": wording} if wording else {}), **aside)
    if not (aside or wording or cites):
        return str(state), meant
    if state is State.STATED and not aside and draw(st.booleans()):
        return (cites[0] if len(cites) == 1 else list(cites)), meant
    passages: Any = cites[0] if len(cites) == 1 and draw(st.booleans()) else list(cites)
    if state is State.STATED:
        return {"from": passages, **aside}, meant
    if wording:
        return {str(state): wording, **({"from": passages} if cites else {}), **aside}, meant
    return {str(state): passages, **aside}, meant


@given(claims())
def test_what_is_written_is_what_is_read(pair: tuple[Any, Claim]) -> None:
    """Whatever words an author finds, they come back from the file as they went in."""
    form, meant = pair

    assert Claim.model_validate(read(yaml.safe_dump(form, allow_unicode=True))) == meant


@given(st.dictionaries(slugs, claims(), max_size=4), st.booleans())
def test_what_is_listed_is_what_is_read(items: dict[str, tuple[Any, Claim]], only: bool) -> None:
    """Items keep their keys, their order and their states."""
    form = {**{key: form for key, (form, _) in items.items()}, **({"only": "true"} if only else {})}
    meant = {key: claim for key, (_, claim) in items.items()}

    got = DataSubjects.model_validate(
        read(yaml.safe_dump(form, sort_keys=False, allow_unicode=True))
    )

    assert (list(got.items.items()), got.whole, got.only) == (list(meant.items()), None, only)


def test_a_reconstruction_is_told_of_each_key_that_cites_nothing(tmp_path: Path) -> None:
    """A list of keys is no way around a citation: the place is that of the key."""
    said = "personal_data: [name, email]\ndata_subjects:\n  - customers\n"
    shop = activity(said=said, role="{controller: policy}")
    project_of(tmp_path, files(DRAWN, activities={"sales": shop}))

    shown = re.split(r"^(?=records/)", problems(tmp_path), flags=re.MULTILINE)
    assert "".join(told for told in shown if "[claim-without-citation]" in told) == dedent("""\
        records/shop/activities/sales.yaml:4:17: error: this claim is 'stated' and cites no passage [claim-without-citation]
            4 | personal_data: [name, email]
              |                 ^^^^
              = help: add 'from: PASSAGE', or write not-stated
        records/shop/activities/sales.yaml:4:23: error: this claim is 'stated' and cites no passage [claim-without-citation]
            4 | personal_data: [name, email]
              |                       ^^^^^
              = help: add 'from: PASSAGE', or write not-stated
        records/shop/activities/sales.yaml:6:5: error: this claim is 'stated' and cites no passage [claim-without-citation]
            6 |   - customers
              |     ^^^^^^^^^
              = help: add 'from: PASSAGE', or write not-stated
        """)


def test_a_migration_leaves_a_list_of_keys_alone() -> None:
    """Its elements are keys of items, even where they once were words of the format."""
    said = "purposes: [hedged, general]\npersonal_data:\n- formerly  # so called\n"

    assert with_renamed_keys(said, Activity) == said


QUESTIONS = ("purposes", "personal_data", "data_subjects", "collected_from", "security")


@given(
    st.dictionaries(
        st.sampled_from(QUESTIONS), st.lists(slugs, min_size=1, max_size=3, unique=True), min_size=1
    ),
    st.booleans(),
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_list_of_keys_says_what_the_mapping_says(
    tmp_path: Path, lists: dict[str, list[str]], is_flow: bool
) -> None:
    """Two ways of writing are one register: nothing but its revision tells them apart."""
    mappings = {question: dict.fromkeys(keys, "stated") for question, keys in lists.items()}
    style = None if is_flow else False
    bare = facts(tmp_path, yaml.safe_dump(lists, default_flow_style=style, width=999))
    in_full = facts(tmp_path, yaml.safe_dump(mappings, sort_keys=False))

    assert bare.pop("revision") != in_full.pop("revision")
    assert bare == in_full


def facts(root: Path, said: str) -> Any:
    """``register.json`` of a register in which one activity says what is *said*."""
    register = register_of(root, files(activities={"sales": activity("sales", said)}))
    return documents.register_json(register, date(2026, 1, 31))


NINE = {
    "stated": "profiling: {text: Same words.}",
    "general": "",
    "vague": "profiling: {vague: Same words.}",
    "inferred": "profiling: {inferred: Same words.}",
    "none": "profiling: none",
    "not-stated": "profiling: not-stated",
    "not-recorded": "profiling: not-recorded",
    "lost": "profiling: lost",
    "not-applicable": "profiling: {not-applicable: Same words.}",
}


def test_no_two_states_collapse_into_one(tmp_path: Path) -> None:
    """In memory, on paper and in JSON the nine states stay nine, even where an author used the same words for all."""
    activities = {id: activity(id, words) for id, words in NINE.items()}
    register = register_of(
        tmp_path, files(blocks=general("profiling: {text: Same words.}"), activities=activities)
    )

    found = {id: said(register, "profiling", id) for id in activities}

    assert found == {
        "stated": [("stated", "Same words")],
        "general": [("general", "Same words [general statement]")],
        "vague": [("vague", "Same words. [vague]")],
        "inferred": [("inferred", "Same words. [inferred: Same words]")],
        "none": [("none", "none")],
        "not-stated": [("not-stated", "not stated")],
        "not-recorded": [("not-recorded", "to be completed")],
        "lost": [("lost", "lost in source")],
        "not-applicable": [("not-applicable", "n/a [Same words]")],
    }
    assert len({words for ((_, words),) in found.values()}) == 9


def test_json_keeps_nine_states(tmp_path: Path) -> None:
    """A machine that reads ``register.json`` never has to guess a state from the words."""
    activities = {id: activity(id, words) for id, words in NINE.items()}
    register = register_of(
        tmp_path, files(blocks=general("profiling: {text: Same words.}"), activities=activities)
    )
    assert register.record.as_of is not None

    written = json.loads(json.dumps(documents.register_json(register, register.record.as_of)))

    got = {
        entry["id"]: [one["state"] for one in entry["answers"]["profiling"]["values"]]
        for entry in written["activities"]
    }
    assert got == {state: [state] for state in sorted(NINE)}
