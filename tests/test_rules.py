"""Each rule on a register that breaks it, and all that ``ropa check`` prints of it."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

from registers import activity
from ropa import vocabulary
from ropa.model.activity import Questions
from ropa.model.claim import ClaimList
from ropa.rule import Rule
from ropa.rules import BY_NAME, RULES
from ropa.vocabulary.language import catalogue
from support import ROOT, SHOP, project_of, ropa

SALES = "records/shop/activities/sales.yaml"
SHOP_FILE = "records/shop/register.yaml"
POLICY = "records/shop/sources/policy.yaml"
NOTICE = "records/shop/sources/notice.yaml"
REGISTER = SHOP[SHOP_FILE]

EVERY_RULE = tuple(BY_NAME.values())


def check(root: Path, files: dict[str, str | bytes | None]) -> str:
    """What ``ropa check`` prints of the shop with *files*."""
    ran = ropa(project_of(root, files), "check", "--fail-on", "never")
    assert (ran.status, ran.err) == (0, "")
    return ran.out


def source(*passages: str) -> str:
    """The index of a policy with *passages*."""
    head = "title: Privacy Policy\nkind: document\npassages:\n"
    return head + "".join(f"  {name}: First … {name}.\n" for name in passages)


def test_the_shop_breaks_no_rule(tmp_path: Path) -> None:
    """What the other tests of this file find, they have put there."""
    assert check(tmp_path, {}) == "nothing found\n"


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.name)
def test_a_rule_has_a_name_a_manual_and_a_test(rule: Rule) -> None:
    """The name is the fault in words joined by hyphens, without its severity; the manual is what `explain` prints."""
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))

    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)+", rule.name)
    assert not {"error", "warning", "info"} & set(rule.name.split("-"))
    assert rule.summary.endswith(".") and rule.article == rule.article.strip()
    assert f"[{rule.name}]" in tests
    assert BY_NAME[rule.name] is rule


def test_rules_are_known_by_distinct_names() -> None:
    """A name that two rules share could be waived for the wrong one."""
    assert list(BY_NAME)[: len(RULES)] == [rule.name for rule in RULES]


def test_unknown_passage(tmp_path: Path) -> None:
    """A citation that points at nothing is a claim without a source."""
    found = check(
        tmp_path,
        {
            SALES: activity(said="retention: {until: the end, from: retention-rul}"),
            SHOP_FILE: f"{REGISTER}minors: {{text: None., from: retention-rule}}\n",
            POLICY: source("retention-rule"),
        },
    )

    assert found == dedent("""\
        records/shop/activities/sales.yaml:4:35: error: no source has a passage 'retention-rul' [unknown-passage]
            4 | retention: {until: the end, from: retention-rul}
              |                                   ^^^^^^^^^^^^^
              = help: did you mean 'retention-rule'?
        1 error
    """)


def test_unknown_passage_in_a_inconsistency(tmp_path: Path) -> None:
    """A inconsistency cites as claims do."""
    found = check(
        tmp_path,
        {
            SHOP_FILE: f"{REGISTER}inconsistencies:\n  kept: {{text: Kept and not kept., between: [till, tillage]}}\n",
            POLICY: source("till"),
        },
    )

    assert found == dedent("""\
        records/shop/register.yaml:25:3: info: Kept and not kept (till, tillage) [sources-pull-apart]
           25 |   kept: {text: Kept and not kept., between: [till, tillage]}
              |   ^^^^
        records/shop/register.yaml:25:52: error: no source has a passage 'tillage' [unknown-passage]
           25 |   kept: {text: Kept and not kept., between: [till, tillage]}
              |                                                    ^^^^^^^
              = help: did you mean 'till'?
        1 error, 1 info
    """)


def test_ambiguous_passage(tmp_path: Path) -> None:
    """Which of two documents says so is what an auditor asks first."""
    found = check(
        tmp_path,
        {
            SALES: activity(said="retention: {until: the end, from: till}"),
            POLICY: source("till"),
            NOTICE: source("till"),
        },
    )

    assert found == dedent("""\
        records/shop/activities/sales.yaml:4:35: error: 'till' is a passage of notice and of policy [ambiguous-passage]
            4 | retention: {until: the end, from: till}
              |                                   ^^^^
              = help: write 'notice/till'
        1 error
    """)


def test_unknown_recipient(tmp_path: Path) -> None:
    """A name that points at nothing: as a key, as a category, as an example of one, as who operates a system."""
    found = check(
        tmp_path,
        {
            SALES: activity(
                said="""\
                recipients:
                  payrol: {sale: none, sharing: none}
                  till-maker: {example_of: tils, sale: none, sharing: none}
                  only: true
                systems:
                  till: {operated_by: till-makr}
                """
            ),
            "records/shop/recipients.yaml": "till-maker: {name: Acme, category: tills}\n",
        },
    )

    assert found == dedent("""\
        records/shop/activities/sales.yaml:5:3: error: 'payrol' is not a recipient of this register [unknown-recipient]
            5 |   payrol: {sale: none, sharing: none}
              |   ^^^^^^
              = help: did you mean 'payroll'?
        records/shop/activities/sales.yaml:6:28: error: 'tils' is not a recipient of this register [unknown-recipient]
            6 |   till-maker: {example_of: tils, sale: none, sharing: none}
              |                            ^^^^
              = help: add 'tils:' to recipients.yaml
        records/shop/activities/sales.yaml:9:23: error: 'till-makr' is not a recipient of this register [unknown-recipient]
            9 |   till: {operated_by: till-makr}
              |                       ^^^^^^^^^
              = help: did you mean 'till-maker'?
        records/shop/recipients.yaml:1:36: error: 'tills' is not a category of recipients [unknown-recipient]
            1 | till-maker: {name: Acme, category: tills}
              |                                    ^^^^^
              = help: `ropa explain recipient-categories` lists them
        4 errors
    """)


def test_unknown_controller(tmp_path: Path) -> None:
    """Art. 30(2)(a) asks for each controller acted for, so a key that names none is no answer."""
    found = check(
        tmp_path,
        {
            SALES: activity(
                said="""\
                controllers: {baker: stated}
                processing: {hosting: stated}
                processing_contract: {title: Contract}
                """,
                role="{processor: stated}",
            ),
            "records/shop/controllers.yaml": "bakers: {name: Bakers, email: bakers@shop.example}\n",
        },
    )

    assert found == dedent("""\
        records/shop/activities/sales.yaml:4:15: error: 'baker' is not in controllers.yaml [unknown-controller]
            4 | controllers: {baker: stated}
              |               ^^^^^
              = help: did you mean 'bakers'?
        1 error
    """)


def test_unknown_activity(tmp_path: Path) -> None:
    """A general statement that reaches no activity would be lost without a word."""
    found = check(
        tmp_path,
        {SHOP_FILE: REGISTER.replace("applies_to: all", "applies_to: {activities: [sales, sale]}")},
    )

    assert found == dedent("""\
        records/shop/register.yaml:10:38: error: there is no activity 'sale' [unknown-activity]
           10 |     applies_to: {activities: [sales, sale]}
              |                                      ^^^^
              = help: did you mean 'sales'?
        1 error
    """)


def test_unknown_item(tmp_path: Path) -> None:
    """A disclosure of data the activity does not have would enter no category."""
    found = check(
        tmp_path,
        {
            SALES: activity(
                said="""\
                data_subjects: {customers: stated, only: true}
                personal_data:
                  name: {subjects: [customer]}
                  only: true
                recipients:
                  payroll: {data: [nam, name], purposes: [pay], sale: none, sharing: none}
                  only: true
                """
            )
        },
    )

    assert found == dedent("""\
        records/shop/activities/sales.yaml:6:21: error: 'customer' is not among the data subjects of this activity [unknown-item]
            6 |   name: {subjects: [customer]}
              |                     ^^^^^^^^
              = help: did you mean 'customers'?
        records/shop/activities/sales.yaml:9:20: error: 'nam' is not among the personal data of this activity [unknown-item]
            9 |   payroll: {data: [nam, name], purposes: [pay], sale: none, sharing: none}
              |                    ^^^
              = help: did you mean 'name'?
        records/shop/activities/sales.yaml:9:43: error: 'pay' is not among the purposes of this activity [unknown-item]
            9 |   payroll: {data: [nam, name], purposes: [pay], sale: none, sharing: none}
              |                                           ^^^
              = help: add 'pay:' under 'purposes:'
        3 errors
    """)


def test_unknown_item_in_a_general_statement(tmp_path: Path) -> None:
    """A general statement may pair data that only some activities hold; data that none holds are a slip."""
    found = check(
        tmp_path,
        {
            SALES: activity(said="personal_data: {name: stated}"),
            SHOP_FILE: REGISTER.replace(
                "personal_data: none", "personal_data: {email: stated}"
            ).replace(
                "recipients: none",
                "recipients: {payroll: {data: [nam, name, email], sale: none, sharing: none}}",
            ),
            "records/shop/activities/letters.yaml": activity("letters"),
        },
    )

    assert found == dedent("""\
        records/shop/register.yaml:15:35: error: 'nam' is not among the personal data of any activity this reaches [unknown-item]
           15 |     recipients: {payroll: {data: [nam, name, email], sale: none, sharing: none}}
              |                                   ^^^
              = help: did you mean 'name'?
        1 error
    """)


def test_unknown_word(tmp_path: Path) -> None:
    """A word nobody knows has no category in California and no meaning in Excel."""
    found = check(
        tmp_path,
        {
            SALES: activity(
                said="""\
                personal_data: {business-emial: stated, only: true}
                security: {locked-door: stated, only: true}
                """
            )
        },
    )

    assert found == dedent("""\
        records/shop/activities/sales.yaml:4:17: error: 'business-emial' is not a word for personal data [unknown-word]
            4 | personal_data: {business-emial: stated, only: true}
              |                 ^^^^^^^^^^^^^^
              = help: did you mean 'business-email'?
        records/shop/activities/sales.yaml:5:12: error: 'locked-door' is not a word for measures [unknown-word]
            5 | security: {locked-door: stated, only: true}
              |            ^^^^^^^^^^^
              = help: add it to register.yaml under 'vocabulary: measures:'
        2 errors
    """)


def test_replaces_nothing(tmp_path: Path) -> None:
    """A correction of a statement that was renamed since would stand beside it, and both would be printed."""
    blocks = "  doors:\n    applies_to: all\n    security: {access-control: stated}\n"
    found = check(
        tmp_path,
        {
            SHOP_FILE: REGISTER.replace("    security: none\n", "").replace(
                "register_wide:\n", f"register_wide:\n{blocks}"
            ),
            SALES: activity(
                said="""\
                security: {access-control: stated, replaces: [door/access-control]}
                """
            ),
        },
    )

    assert found == dedent("""\
        records/shop/activities/sales.yaml:4:47: error: no general statement 'door/access-control' reaches this list [replaces-nothing]
            4 | security: {access-control: stated, replaces: [door/access-control]}
              |                                               ^^^^^^^^^^^^^^^^^^^
              = help: did you mean 'doors/access-control'?
        1 error
    """)


def test_unknown_question(tmp_path: Path) -> None:
    """Sources read for a question that does not exist were read for nothing."""
    found = check(tmp_path, {SHOP_FILE: f"{REGISTER}not_addressed: [retension]\n"})

    assert found == dedent("""\
        records/shop/register.yaml:24:17: error: 'retension' is not a question [unknown-question]
           24 | not_addressed: [retension]
              |                 ^^^^^^^^^
              = help: did you mean 'retention'?
        1 error
    """)


def test_contradictory_list(tmp_path: Path) -> None:
    """A list that says there is none and holds some says two things."""
    found = check(
        tmp_path,
        {
            SALES: activity(
                said="""\
                data_subjects:
                  customers: stated
                  none: []
                  only: true
                """
            )
        },
    )

    assert found == dedent("""\
        records/shop/activities/sales.yaml:4:1: error: the list says 'none' and holds customers [contradictory-list]
            4 | data_subjects:
              | ^^^^^^^^^^^^^
              = help: delete the one or the other
        1 error
    """)


def test_claim_without_citation(tmp_path: Path) -> None:
    """A reconstruction says nothing on its own: stated, vague, none and lost each need a passage."""
    found = check(
        tmp_path,
        {
            SHOP_FILE: """\
            schema: 2
            title: Processing of Corner Shop Ltd as its policy describes it
            kept_by: reconstruction
            organization: {name: Corner Shop Ltd, email: privacy@shop.example}
            dpo: {none: till}
            """,
            SALES: activity(
                role="{controller: till}",
                said="""\
                description: Sells things.
                joint_controllers: {none: till}
                purposes: none
                data_subjects: {vague: Some}
                personal_data: {name: till}
                retention: {until: the end}
                collected_from: {none: till}
                recipients: {none: till}
                transfers: {lost: []}
                security: {access-control: stated, encryption-at-rest: till}
                locations: {none: till}
                automated_decisions: {none: till}
                profiling: not-stated
                minors: {inferred: Sells to adults.}
                """,
            ),
            POLICY: source("till"),
        },
    )

    assert found == dedent("""\
        records/shop/activities/sales.yaml:6:11: error: this claim is 'none' and cites no passage [claim-without-citation]
            6 | purposes: none
              |           ^^^^
              = help: add 'from: PASSAGE', or write not-stated
        records/shop/activities/sales.yaml:7:16: error: this claim is 'vague' and cites no passage [claim-without-citation]
            7 | data_subjects: {vague: Some}
              |                ^
              = help: add 'from: PASSAGE', or write not-stated
        records/shop/activities/sales.yaml:7:16: warning: 'data_subjects' is vague for 'sales' (GDPR Art. 30(1)(c)) [element-not-answered]
            7 | data_subjects: {vague: Some}
              |                ^
              = help: a period, a name, a country or an event would answer it; until then 'vague:' is the truth
        records/shop/activities/sales.yaml:9:12: error: this claim is 'stated' and cites no passage [claim-without-citation]
            9 | retention: {until: the end}
              |            ^
              = help: add 'from: PASSAGE', or write not-stated
        records/shop/activities/sales.yaml:12:12: error: this claim is 'lost' and cites no passage [claim-without-citation]
           12 | transfers: {lost: []}
              |            ^
              = help: add 'from: PASSAGE', or write not-stated
        records/shop/activities/sales.yaml:12:12: warning: 'transfers' is lost in the source for 'sales' (GDPR Art. 30(1)(e)) [element-not-answered]
           12 | transfers: {lost: []}
              |            ^
              = help: look for another version of the document
        records/shop/activities/sales.yaml:13:28: error: this claim is 'stated' and cites no passage [claim-without-citation]
           13 | security: {access-control: stated, encryption-at-rest: till}
              |                            ^^^^^^
              = help: add 'from: PASSAGE', or write not-stated
        records/shop/activities/sales.yaml:16:12: info: 'profiling' is not stated for 'sales' (GDPR Art. 4(4)) [question-not-answered]
           16 | profiling: not-stated
              |            ^^^^^^^^^^
              = help: the sources do not speak to it; another source, or a statement, would
        records/shop/activities/sales.yaml:17:9: error: this claim is 'inferred' and cites no passage [claim-without-citation]
           17 | minors: {inferred: Sells to adults.}
              |         ^
              = help: add 'from: PASSAGE', or write not-stated
        6 errors, 2 warnings, 1 info
    """)


def test_register_not_confirmed(tmp_path: Path) -> None:
    """An organization's own record may cite nothing, if somebody answers for the whole."""
    found = check(
        tmp_path,
        {
            SHOP_FILE: REGISTER.replace(
                "confirmed_by: {by: data protection officer, on: 2026-01-31}\n", ""
            )
        },
    )

    assert found == dedent("""\
        records/shop/register.yaml:3:10: info: nobody confirms this register, and it has no source [register-not-confirmed]
            3 | kept_by: organization
              |          ^^^^^^^^^^^^
              = help: add 'confirmed_by: {by: FUNCTION, on: DATE}'
        1 info
    """)


def test_passage_never_cited(tmp_path: Path) -> None:
    """A statement of the document that no claim rests on may be one the register forgot."""
    found = check(tmp_path, {POLICY: source("till")})

    assert found == dedent("""\
        records/shop/sources/policy.yaml:4:3: warning: no claim cites 'till' [passage-never-cited]
            4 |   till: First … till.
              |   ^^^^
              = help: cite it, or move it to 'out_of_scope:' with a reason
        1 warning
    """)


def test_element_not_answered(tmp_path: Path) -> None:
    """The four open states of an element the law asks for, each with what would answer it."""
    found = check(
        tmp_path,
        {
            SALES: activity(
                said="""\
                purposes: {vague: Various}
                data_subjects: not-recorded
                recipients: lost
                retention: not-stated
                """
            )
        },
    )

    assert found == dedent("""\
        records/shop/activities/sales.yaml:4:11: warning: 'purposes' is vague for 'sales' (GDPR Art. 30(1)(b)) [element-not-answered]
            4 | purposes: {vague: Various}
              |           ^
              = help: a period, a name, a country or an event would answer it; until then 'vague:' is the truth
        records/shop/activities/sales.yaml:5:16: warning: 'data_subjects' is not recorded for 'sales' (GDPR Art. 30(1)(c)) [element-not-answered]
            5 | data_subjects: not-recorded
              |                ^^^^^^^^^^^^
              = help: write 'data_subjects:', or put data_subjects under 'not_addressed:' where the sources do not speak to it
        records/shop/activities/sales.yaml:6:13: warning: 'recipients' is lost in the source for 'sales' (GDPR Art. 30(1)(d)) [element-not-answered]
            6 | recipients: lost
              |             ^^^^
              = help: look for another version of the document
        records/shop/activities/sales.yaml:7:12: warning: 'retention' is not stated for 'sales' (GDPR Art. 30(1)(f)) [element-not-answered]
            7 | retention: not-stated
              |            ^^^^^^^^^^
              = help: the sources do not speak to it; another source, or a statement, would
        4 warnings
    """)


def test_element_not_answered_for_many_activities_is_one_finding(tmp_path: Path) -> None:
    """What is said once for all is reported once, at the place where it is said, with the number it reaches."""
    found = check(
        tmp_path,
        {
            SHOP_FILE: REGISTER.replace("security: none", "security: {vague: Usual measures}"),
            "records/shop/activities/letters.yaml": activity("letters"),
            "records/shop/activities/hosting.yaml": activity(
                "hosting",
                """\
            controllers: none
            processing: none
            processing_contract: {not-applicable: No customer yet.}
            """,
                "{processor: stated}",
            ),
        },
    )

    assert found == dedent("""\
        records/shop/register.yaml:19:15: warning: 'security' is vague for 'hosting' (GDPR Art. 30(2)(d)) [element-not-answered]
           19 |     security: {vague: Usual measures}
              |               ^
              = help: a period, a name, a country or an event would answer it; until then 'vague:' is the truth
        records/shop/register.yaml:19:15: warning: 'security' is vague for 2 activities (GDPR Art. 30(1)(g)) [element-not-answered]
           19 |     security: {vague: Usual measures}
              |               ^
              = help: a period, a name, a country or an event would answer it; until then 'vague:' is the truth
        2 warnings
    """)


def test_element_not_answered_where_the_sources_are_silent(tmp_path: Path) -> None:
    """Where the sources were read for a question in vain, the finding stands at the word that says so."""
    found = check(
        tmp_path,
        {
            SHOP_FILE: REGISTER.replace("    security: none\n", "").replace(
                "register_wide:", "not_addressed: [dpia, security]\nregister_wide:"
            )
        },
    )

    assert found == dedent("""\
        records/shop/register.yaml:8:23: warning: 'security' is not stated for 'sales' (GDPR Art. 30(1)(g)) [element-not-answered]
            8 | not_addressed: [dpia, security]
              |                       ^^^^^^^^
              = help: the sources do not speak to it; another source, or a statement, would
        1 warning
    """)


def test_contact_details_missing(tmp_path: Path) -> None:
    """A name alone does not let anybody write a letter."""
    found = check(
        tmp_path,
        {
            SHOP_FILE: REGISTER.replace(", email: dpo@shop.example", "").replace(
                ", email: privacy@shop.example", ""
            )
            + "representatives: {eu: {name: Somebody}, uk: not-stated}\n"
        },
    )

    assert found == dedent("""\
        records/shop/register.yaml:6:1: warning: 'organization' has no contact details [contact-details-missing]
            6 | organization: {name: Corner Shop Ltd}
              | ^^^^^^^^^^^^
              = help: add 'address:', 'email:', 'telephone:' or 'website:'
        records/shop/register.yaml:7:1: warning: 'dpo' has no contact details [contact-details-missing]
            7 | dpo: {name: data protection officer}
              | ^^^
              = help: add 'address:', 'email:', 'telephone:' or 'website:'
        records/shop/register.yaml:24:19: warning: 'eu' has no contact details [contact-details-missing]
           24 | representatives: {eu: {name: Somebody}, uk: not-stated}
              |                   ^^
              = help: add 'address:', 'email:', 'telephone:' or 'website:'
        records/shop/register.yaml:24:45: warning: 'representatives' uk is not stated [identity-not-answered]
           24 | representatives: {eu: {name: Somebody}, uk: not-stated}
              |                                             ^^^^^^^^^^
              = help: the sources do not speak to it; another source, or a statement, would
        4 warnings
    """)


def test_transfer_without_destination(tmp_path: Path) -> None:
    """Art. 30(1)(e) asks for the third country; a state in its place is known to be open, silence is a slip."""
    found = check(
        tmp_path,
        {
            SALES: activity(
                said="""\
                transfers:
                  group: {text: To the group., mechanism: {adequacy-decision: stated}}
                  support: {destination: not-stated, mechanism: {adequacy-decision: stated}}
                  parent: {none: [], mechanism: {not-applicable: Nothing is sent.}}
                  only: true
                """
            )
        },
    )

    assert found == dedent("""\
        records/shop/activities/sales.yaml:5:3: warning: transfer 'group' names no destination [transfer-without-destination]
            5 |   group: {text: To the group., mechanism: {adequacy-decision: stated}}
              |   ^^^^^
              = help: add 'countries: [US]', or 'destination: not-stated'
        records/shop/activities/sales.yaml:6:26: warning: 'destination' is not stated for 'sales' (GDPR Art. 30(1)(e)) [element-not-answered]
            6 |   support: {destination: not-stated, mechanism: {adequacy-decision: stated}}
              |                          ^^^^^^^^^^
              = help: the sources do not speak to it; another source, or a statement, would
        2 warnings
    """)


def test_transfer_without_destination_in_a_general_statement(tmp_path: Path) -> None:
    """A transfer said once for many activities is reported once."""
    found = check(
        tmp_path,
        {
            SHOP_FILE: REGISTER.replace(
                "transfers: none",
                "transfers: {group: {text: To the group., mechanism: {adequacy-decision: stated}}}",
            ),
            "records/shop/activities/letters.yaml": activity("letters"),
        },
    )

    assert found == dedent("""\
        records/shop/register.yaml:17:17: warning: transfer 'group' names no destination [transfer-without-destination]
           17 |     transfers: {group: {text: To the group., mechanism: {adequacy-decision: stated}}}
              |                 ^^^^^
              = help: add 'countries: [US]', or 'destination: not-stated'
        1 warning
    """)


def test_question_not_answered(tmp_path: Path) -> None:
    """What authorities' templates ask beyond Art. 30 is good practice, not law."""
    found = check(
        tmp_path, {SALES: activity(said="profiling: not-recorded\nlocations: {vague: Servers}\n")}
    )

    assert found == dedent("""\
        records/shop/activities/sales.yaml:4:12: info: 'profiling' is not recorded for 'sales' (GDPR Art. 4(4)) [question-not-answered]
            4 | profiling: not-recorded
              |            ^^^^^^^^^^^^
              = help: write 'profiling:', or put profiling under 'not_addressed:' where the sources do not speak to it
        records/shop/activities/sales.yaml:5:12: info: 'locations' is vague for 'sales' [question-not-answered]
            5 | locations: {vague: Servers}
              |            ^
              = help: a period, a name, a country or an event would answer it; until then 'vague:' is the truth
        2 infos
    """)


def test_waivers_owners_and_reviews_are_no_questions() -> None:
    """Whether somebody owns, assessed or reviewed an activity is nothing Art. 30 asks for."""
    asked = {
        question.name
        for question in vocabulary.questions().values()
        if question.text("condition") != "optional"
    }

    assert not asked & {"owner", "dpia", "lia", "reviews", "waivers", "volume", "tags", "notes"}


CONDITIONS = {
    "always": "always",
    "where-applicable": "where_applicable",
    "where-possible": "where_possible",
}


def test_questions_ask_what_the_law_asks_under_its_own_conditions() -> None:
    """Each element of Art. 30(1) and 30(2) is asked under its letter and condition; nothing else claims a letter."""
    law = {
        (word.article, field): word.text("condition")
        for word in vocabulary.words("art30").values()
        if re.fullmatch(r"GDPR Art\. 30\([12]\)\([a-g]\)", word.article)
        and len(word.name.split(".")) <= 5
        for field in word.many("fields")
        if field in Questions.model_fields and word.text("condition") in CONDITIONS.values()
    }
    asked = {}
    for question in vocabulary.questions().values():
        for article in (question.article, question.text("processor")):
            if "Art. 30(" in article:
                asked[article, question.name] = CONDITIONS[question.text("condition")]

    assert asked == {**law, ("GDPR Art. 30(1)(a)", "joint_controllers"): "where_applicable"}


def test_identity_not_answered(tmp_path: Path) -> None:
    """Art. 30(1)(a) asks for the officer and the representative, where there are any."""
    found = check(
        tmp_path,
        {
            SHOP_FILE: f"{REGISTER.replace('dpo: {name: data protection officer, email: dpo@shop.example}', 'dpo: not-recorded')}"
        },
    )

    assert [line for line in found.splitlines() if "identity-not-answered" in line] == [
        "records/shop/register.yaml:7:6: warning: 'dpo' is not recorded [identity-not-answered]"
    ]


def words_of(group: str) -> set[str]:
    """The names in a *group* of the catalogue."""
    keys = (key.partition(".") for key in catalogue("en"))
    return {name for head, _, name in keys if head == group}


@pytest.mark.parametrize("group", ["problem", "gap"])
def test_whatever_is_told_has_a_help_beside_it(group: str) -> None:
    """A message is put into words when something is wrong: a missing text would be found by a user."""
    without_help = {"yaml-syntax"}  # its help depends on what was written

    assert words_of(group) - without_help == words_of(f"{group}_help")


def test_what_helps_with_a_finding_stands_beside_it() -> None:
    """Two findings take their help from elsewhere: an anchor from its document, a inconsistency has none."""
    without_help = {"sources-pull-apart", "anchor-fault"}

    assert words_of("finding") - without_help == words_of("finding_help")


def test_every_list_of_words_has_a_name_to_print() -> None:
    """A key that is no word of its list is refused with the name of the list."""
    kinds = [ClaimList]
    for kind in kinds:
        kinds += kind.__subclasses__()

    assert {kind.words for kind in kinds if kind.words} - words_of("word_list") == set()
