"""Records that say what cannot be, or point at nothing: what ``ropa check`` prints, to the last caret."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from support import problems, project_of, sales

REGISTER = "records/shop/register.yaml"
SALES = "records/shop/activities/sales.yaml"


# Keys and values


def test_an_unknown_key_is_pointed_at_and_the_nearest_named(tmp_path: Path) -> None:
    """A typo must not be a field that nobody reads."""
    root = project_of(
        tmp_path,
        {
            SALES: """
                id: sales
                name: Sales at the till
                role: {controller: stated}
                purpse: none
                purposes:
                  selling:
                    text: Sell things.
                    lawfulbasis: {contract: stated}
                retention: {period: P1Y, vogue: As long as needed}
                """,
        },
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:1: error: 'purpse' is not a field here [unknown-key]
            4 | purpse: none
              | ^^^^^^
              = help: did you mean 'purposes'?
        records/shop/activities/sales.yaml:8:5: error: 'lawfulbasis' is not a field here [unknown-key]
            8 |     lawfulbasis: {contract: stated}
              |     ^^^^^^^^^^^
              = help: did you mean 'lawful_basis'?
        records/shop/activities/sales.yaml:9:26: error: 'vogue' is not a field here [unknown-key]
            9 | retention: {period: P1Y, vogue: As long as needed}
              |                          ^^^^^
              = help: did you mean 'vague'?
        3 errors
        """)


def test_an_unknown_key_of_a_register_is_pointed_at(tmp_path: Path) -> None:
    """The register's own file is as closed as an activity."""
    root = project_of(
        tmp_path,
        {
            REGISTER: """
                schema: 2
                title: Record of processing activities
                kept_by: organization
                organization: {name: Corner Shop Ltd, emial: privacy@shop.example}
                register_wide:
                  everywhere: {applies_to: all, retentoin: none}
                document: {colour: red}
                """,
        },
    )

    assert problems(root) == dedent("""\
        records/shop/register.yaml:4:39: error: 'emial' is not a field here [unknown-key]
            4 | organization: {name: Corner Shop Ltd, emial: privacy@shop.example}
              |                                       ^^^^^
              = help: did you mean 'email'?
        records/shop/register.yaml:6:33: error: 'retentoin' is not a field here [unknown-key]
            6 |   everywhere: {applies_to: all, retentoin: none}
              |                                 ^^^^^^^^^
              = help: did you mean 'retention'?
        records/shop/register.yaml:7:12: error: 'colour' is not a field here [unknown-key]
            7 | document: {colour: red}
              |            ^^^^^^
              = help: there are approved_by, confidentiality, history, language, logo, prepared_by, version, watermark
        3 errors
        """)


def test_a_missing_field_is_reported_at_the_mapping_that_lacks_it(tmp_path: Path) -> None:
    """It has no place of its own."""
    root = project_of(
        tmp_path,
        {
            SALES: "name: Sales at the till\n",
            REGISTER: """
                schema: 2
                title: Record of processing activities
                organization:
                  email: privacy@shop.example
                """,
        },
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:1:1: error: 'id' is missing [missing-key]
            1 | name: Sales at the till
              | ^
              = help: add 'id: …'
        records/shop/activities/sales.yaml:1:1: error: 'role' is missing [missing-key]
            1 | name: Sales at the till
              | ^
              = help: add 'role: …'
        records/shop/register.yaml:1:1: error: 'kept_by' is missing [missing-key]
            1 | schema: 2
              | ^
              = help: add 'kept_by: …'
        records/shop/register.yaml:3:1: error: 'name' is missing [missing-key]
            3 | organization:
              | ^^^^^^^^^^^^
              = help: add 'name: …'
        4 errors
        """)


def test_a_value_of_the_wrong_kind_says_which_kind_is_wanted(tmp_path: Path) -> None:
    """Each with the line that would be right."""
    root = project_of(
        tmp_path,
        {
            SALES: """
                id: [sales]
                name: {en: Sales}
                role: controller
                status: running
                tags: till
                reviews: yes
                retention: {vague: [as long as needed]}
                """,
        },
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:1:5: error: 'id' is a text, not a list [wrong-type]
            1 | id: [sales]
              |     ^
              = help: write 'id: …' in one sentence
        records/shop/activities/sales.yaml:2:7: error: 'name' is a text, not a mapping [wrong-type]
            2 | name: {en: Sales}
              |       ^
              = help: write 'name: …' in one sentence
        records/shop/activities/sales.yaml:3:7: error: 'role' is a list of items, not a text [wrong-type]
            3 | role: controller
              |       ^^^^^^^^^^
              = help: write 'role: [controller]'
        records/shop/activities/sales.yaml:4:9: error: 'running' is not one of 'draft', 'planned', 'active' or 'ended' [wrong-value]
            4 | status: running
              |         ^^^^^^^
        records/shop/activities/sales.yaml:5:7: error: 'tags' is a list, not a text [wrong-type]
            5 | tags: till
              |       ^^^^
              = help: write 'tags: [a, b]'
        records/shop/activities/sales.yaml:6:10: error: 'reviews' is a mapping of keys, not a text [wrong-type]
            6 | reviews: yes
              |          ^^^
              = help: write its keys on the lines below, indented
        records/shop/activities/sales.yaml:7:20: error: 'vague' is a text, not a list [wrong-type]
            7 | retention: {vague: [as long as needed]}
              |                    ^
              = help: write 'vague: …' in one sentence
        7 errors
        """)


def test_a_value_that_does_not_fit_says_what_would(tmp_path: Path) -> None:
    """Dates of the calendar, ISO 8601 periods, true and false, letters of the statute."""
    root = sales(
        tmp_path,
        """
        active_from: 2023-02-30
        active_until: 31.12.2024
        retention: {period: 10 years}
        personal_data: {email: {ccpa: [Z], retention: {period: P}}}
        recipients: {payroll: {inquiry: yes}}
        owner: ""
        """,
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:14: error: '2023-02-30' is not a day of the calendar [wrong-value]
            4 | active_from: 2023-02-30
              |              ^^^^^^^^^^
        records/shop/activities/sales.yaml:5:15: error: '31.12.2024' is not a date; write it as 2026-01-31 [wrong-value]
            5 | active_until: 31.12.2024
              |               ^^^^^^^^^^
        records/shop/activities/sales.yaml:6:21: error: '10 years' is not a period; write years as P10Y, months as P18M, days as P30D, hours as PT72H, or no-limit [wrong-value]
            6 | retention: {period: 10 years}
              |                     ^^^^^^^^
        records/shop/activities/sales.yaml:7:32: error: 'Z' is not a category letter; they run from A to K [wrong-value]
            7 | personal_data: {email: {ccpa: [Z], retention: {period: P}}}
              |                                ^
              = help: `ropa explain ccpa-categories` lists them
        records/shop/activities/sales.yaml:7:56: error: 'P' is not a period; write years as P10Y, months as P18M, days as P30D, hours as PT72H, or no-limit [wrong-value]
            7 | personal_data: {email: {ccpa: [Z], retention: {period: P}}}
              |                                                        ^
        records/shop/activities/sales.yaml:8:33: error: 'yes' is neither true nor false [wrong-value]
            8 | recipients: {payroll: {inquiry: yes}}
              |                                 ^^^
        records/shop/activities/sales.yaml:9:8: error: there is no text here [wrong-value]
            9 | owner: ""
              |        ^^
              = help: write 'owner: …', or delete it
        7 errors
        """)


def test_a_country_is_an_iso_code(tmp_path: Path) -> None:
    """UK is not one, and a name can be spelt in many ways."""
    root = project_of(
        tmp_path,
        {
            SALES: """
                id: sales
                name: Sales at the till
                role: {controller: stated}
                locations: {UK: stated, XX: stated}
                transfers: {support: {countries: [UK, us, Germany, USA, EL]}}
                """,
            REGISTER: """
                schema: 2
                title: Record of processing activities
                kept_by: organization
                organization: {name: Corner Shop Ltd, country: ie}
                """,
        },
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:13: error: 'UK' is not an ISO 3166-1 country code; did you mean 'GB'? [wrong-value]
            4 | locations: {UK: stated, XX: stated}
              |             ^^
        records/shop/activities/sales.yaml:4:25: error: 'XX' is not an ISO 3166-1 country code [wrong-value]
            4 | locations: {UK: stated, XX: stated}
              |                         ^^
        records/shop/activities/sales.yaml:5:35: error: 'UK' is not an ISO 3166-1 country code; did you mean 'GB'? [wrong-value]
            5 | transfers: {support: {countries: [UK, us, Germany, USA, EL]}}
              |                                   ^^
        records/shop/activities/sales.yaml:5:39: error: 'us' is not an ISO 3166-1 country code; did you mean 'US'? [wrong-value]
            5 | transfers: {support: {countries: [UK, us, Germany, USA, EL]}}
              |                                       ^^
        records/shop/activities/sales.yaml:5:43: error: 'Germany' is not an ISO 3166-1 country code; did you mean 'DE'? [wrong-value]
            5 | transfers: {support: {countries: [UK, us, Germany, USA, EL]}}
              |                                           ^^^^^^^
        records/shop/activities/sales.yaml:5:52: error: 'USA' is not an ISO 3166-1 country code; did you mean 'US'? [wrong-value]
            5 | transfers: {support: {countries: [UK, us, Germany, USA, EL]}}
              |                                                    ^^^
        records/shop/activities/sales.yaml:5:57: error: 'EL' is not an ISO 3166-1 country code; did you mean 'GR'? [wrong-value]
            5 | transfers: {support: {countries: [UK, us, Germany, USA, EL]}}
              |                                                         ^^
        records/shop/register.yaml:4:48: error: 'ie' is not an ISO 3166-1 country code; did you mean 'IE'? [wrong-value]
            4 | organization: {name: Corner Shop Ltd, country: ie}
              |                                                ^^
        8 errors
        """)


def test_a_state_that_needs_a_text_says_so(tmp_path: Path) -> None:
    """A bare word would claim something and not say what."""
    root = sales(
        tmp_path,
        """
        retention: vague
        minors: inferred
        dpia: not-applicable
        purposes: vague
        """,
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:12: error: 'vague' needs the wording, in your own words [wrong-value]
            4 | retention: vague
              |            ^^^^^
              = help: write 'retention: {vague: …}'
        records/shop/activities/sales.yaml:5:9: error: 'inferred' needs why you conclude it [wrong-value]
            5 | minors: inferred
              |         ^^^^^^^^
              = help: write 'minors: {inferred: …}'
        records/shop/activities/sales.yaml:6:7: error: 'not-applicable' needs why the question does not arise [wrong-value]
            6 | dpia: not-applicable
              |       ^^^^^^^^^^^^^^
              = help: write 'dpia: {not-applicable: …}'
        records/shop/activities/sales.yaml:7:11: error: 'purposes' is a list of items, not a text [wrong-type]
            7 | purposes: vague
              |           ^^^^^
              = help: write 'purposes: {vague: …}', with the wording, in your own words
        4 errors
        """)


def test_two_states_at_once_are_refused(tmp_path: Path) -> None:
    """A value stands in one way."""
    root = sales(
        tmp_path,
        """
        retention: {vague: As long as needed., inferred: Nobody says.}
        minors: {none: [], not-applicable: No children.}
        """,
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:12: error: it cannot be both 'vague' and 'inferred' [wrong-value]
            4 | retention: {vague: As long as needed., inferred: Nobody says.}
              |            ^
              = help: keep the one that holds
        records/shop/activities/sales.yaml:5:9: error: it cannot be both 'not-applicable' and 'none' [wrong-value]
            5 | minors: {none: [], not-applicable: No children.}
              |         ^
              = help: keep the one that holds
        2 errors
        """)


def test_the_models_own_names_of_a_state_are_not_written(tmp_path: Path) -> None:
    """What a record says is written as the state itself."""
    root = sales(
        tmp_path,
        """
        retention: {state: vague, wording: As long as needed}
        """,
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:1: error: 'state' is not a field here; write the state itself as the key [unknown-key]
            4 | retention: {state: vague, wording: As long as needed}
              | ^^^^^^^^^
              = help: write, for instance, 'vague: the wording'
        1 error
        """)


def test_an_id_is_the_name_of_its_file(tmp_path: Path) -> None:
    """Whoever looks for an activity looks for its file."""
    root = project_of(
        tmp_path,
        {
            "records/shop/activities/returns.yaml": """
                id: sales
                name: Returns
                role: {controller: stated}
                """,
            "records/shop/activities/Staff Rota.yaml": """
                id: staff-rota
                name: Staff rota
                role: {controller: stated}
                """,
        },
    )

    assert problems(root) == dedent("""\
        records/shop/activities/Staff Rota.yaml:1:5: error: the id is 'staff-rota' and the file is called 'Staff Rota' [id-not-file-name]
            1 | id: staff-rota
              |     ^^^^^^^^^^
              = help: rename the file to staff-rota.yaml
        records/shop/activities/returns.yaml:1:5: error: 'sales' is already the id in records/shop/activities/sales.yaml [duplicate-id]
            1 | id: sales
              |     ^^^^^
              = help: give one another id
        records/shop/activities/returns.yaml:1:5: error: the id is 'sales' and the file is called 'returns' [id-not-file-name]
            1 | id: sales
              |     ^^^^^
              = help: write 'id: returns', or rename the file to sales.yaml
        3 errors
        """)


def test_a_key_of_a_recipient_is_a_slug(tmp_path: Path) -> None:
    """Excel rows, diffs and citations hold on to it."""
    root = project_of(
        tmp_path,
        {
            "records/shop/recipients.yaml": """
                Acme Inc.: {name: Acme Inc.}
                acme: Acme Inc.
                """,
        },
    )

    assert problems(root) == dedent("""\
        records/shop/recipients.yaml:1:1: error: 'Acme Inc.' is not a key [wrong-value]
            1 | Acme Inc.: {name: Acme Inc.}
              | ^^^^^^^^^
              = help: write lower-case words joined by hyphens
        records/shop/recipients.yaml:2:7: error: a record is a mapping of keys, not a text [wrong-type]
            2 | acme: Acme Inc.
              |       ^^^^^^^^^
              = help: write 'key: value', one per line
        2 errors
        """)


def test_an_anchor_is_eight_words_at_most(tmp_path: Path) -> None:
    """Facts carry over from a source, sentences do not."""
    root = project_of(
        tmp_path,
        {
            "records/shop/sources/policy.yaml": """
                title: Privacy policy
                kind: document
                passages:
                  selling: We sell what we have … to you and yours today.
                  keeping: {at: We keep your data … years.}
                """,
        },
    )

    assert problems(root) == dedent("""\
        records/shop/sources/policy.yaml:4:12: error: an anchor has 8 words at most; this has 10 [wrong-value]
            4 |   selling: We sell what we have … to you and yours today.
              |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              = help: write its first words, an ellipsis, its last words: as short as unique
        1 error
        """)


# Names that point at nothing


def test_a_name_that_points_at_nothing_is_reported_with_the_nearest(tmp_path: Path) -> None:
    """A typo in a reference must not be a new thing."""
    root = project_of(
        tmp_path,
        {
            "records/shop/sources/policy.yaml": """
                title: Privacy policy
                kind: document
                passages:
                  keeping: We keep your data … years.
                """,
            "records/shop/recipients.yaml": "acme: {name: Acme Ltd}\n",
            "records/shop/controllers.yaml": "shops: {name: Other shops}\n",
            REGISTER: """
                schema: 2
                title: Record of processing activities
                kept_by: organization
                as_of: 2026-01-31
                confirmed_by: {by: data protection officer, on: 2026-01-31}
                organization: {name: Corner Shop Ltd, email: privacy@shop.example}
                dpo: {name: data protection officer, email: dpo@shop.example}
                not_addressed: [retentoin]
                register_wide:
                  tills: {applies_to: {activities: [salse]}, security: none}
                """,
            SALES: """
                id: sales
                name: Sales at the till
                role: {controller: stated}
                joint_controllers: none
                purposes:
                  selling: {text: Sell things., from: keping, lawful_basis: {contract: stated}, art_9: none, art_10: none}
                data_subjects: {custmers: stated}
                personal_data: {emial: stated}
                retention: {period: P1Y, from: [keeping, policy/selling]}
                collected_from: {data-subject: {data: [email]}}
                recipients: {acmee: {purposes: [seling]}}
                sale: none
                sharing: none
                locations: none
                transfers: none
                security: {encription: {text: Disks are encrypted.}}
                automated_decisions: none
                profiling: none
                minors: none
                systems: {till: {operated_by: tillco}}
                """,
            "records/shop/activities/repairs.yaml": """
                id: repairs
                name: Repairs
                role: {processor: stated}
                controllers: {shop: stated}
                processing: {repairing: stated}
                locations: none
                transfers: none
                security: none
                processing_contract: {title: Contract, from: keeping}
                """,
        },
    )

    assert problems(root) == dedent("""\
        records/shop/activities/repairs.yaml:4:15: error: 'shop' is not in controllers.yaml [unknown-controller]
            4 | controllers: {shop: stated}
              |               ^^^^
              = help: did you mean 'shops'?
        records/shop/activities/repairs.yaml:5:14: error: 'repairing' is not a word for processing [unknown-word]
            5 | processing: {repairing: stated}
              |              ^^^^^^^^^
              = help: did you mean 'reporting'?
        records/shop/activities/sales.yaml:6:39: error: no source has a passage 'keping' [unknown-passage]
            6 |   selling: {text: Sell things., from: keping, lawful_basis: {contract: stated}, art_9: none, art_10: none}
              |                                       ^^^^^^
              = help: did you mean 'keeping'?
        records/shop/activities/sales.yaml:7:17: error: 'custmers' is not a word for data subjects [unknown-word]
            7 | data_subjects: {custmers: stated}
              |                 ^^^^^^^^
              = help: did you mean 'customers'?
        records/shop/activities/sales.yaml:8:17: error: 'emial' is not a word for personal data [unknown-word]
            8 | personal_data: {emial: stated}
              |                 ^^^^^
              = help: did you mean 'email'?
        records/shop/activities/sales.yaml:9:32: error: no source has a passage 'policy/selling' [unknown-passage]
            9 | retention: {period: P1Y, from: [keeping, policy/selling]}
              |                                ^
              = help: did you mean 'policy/keeping'?
        records/shop/activities/sales.yaml:10:40: error: 'email' is not among the personal data of this activity [unknown-item]
           10 | collected_from: {data-subject: {data: [email]}}
              |                                        ^^^^^
              = help: did you mean 'emial'?
        records/shop/activities/sales.yaml:11:14: error: 'acmee' is not a recipient of this register [unknown-recipient]
           11 | recipients: {acmee: {purposes: [seling]}}
              |              ^^^^^
              = help: did you mean 'acme'?
        records/shop/activities/sales.yaml:11:33: error: 'seling' is not among the purposes of this activity [unknown-item]
           11 | recipients: {acmee: {purposes: [seling]}}
              |                                 ^^^^^^
              = help: did you mean 'selling'?
        records/shop/activities/sales.yaml:16:12: error: 'encription' is not a word for measures [unknown-word]
           16 | security: {encription: {text: Disks are encrypted.}}
              |            ^^^^^^^^^^
              = help: did you mean 'encryption'?
        records/shop/activities/sales.yaml:20:31: error: 'tillco' is not a recipient of this register [unknown-recipient]
           20 | systems: {till: {operated_by: tillco}}
              |                               ^^^^^^
              = help: add 'tillco:' to recipients.yaml
        records/shop/register.yaml:8:17: error: 'retentoin' is not a question [unknown-question]
            8 | not_addressed: [retentoin]
              |                 ^^^^^^^^^
              = help: did you mean 'retention'?
        records/shop/register.yaml:10:37: error: there is no activity 'salse' [unknown-activity]
           10 |   tills: {applies_to: {activities: [salse]}, security: none}
              |                                     ^^^^^
              = help: did you mean 'sales'?
        13 errors
        """)


def test_a_list_that_says_none_and_holds_items_contradicts_itself(tmp_path: Path) -> None:
    """One of the two is untrue."""
    root = sales(
        tmp_path,
        """
        recipients: {none: [], payroll: {sale: none, sharing: none}}
        security: {not-applicable: There is nothing to protect., encryption: {text: Disks are encrypted.}}
        """,
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:13: error: the list says 'none' and holds payroll [contradictory-list]
            4 | recipients: {none: [], payroll: {sale: none, sharing: none}}
              |             ^
              = help: delete the one or the other
        records/shop/activities/sales.yaml:5:11: error: the list says 'not-applicable' and holds encryption [contradictory-list]
            5 | security: {not-applicable: There is nothing to protect., encryption: {text: Disks are encrypted.}}
              |           ^
              = help: delete the one or the other
        2 errors
        """)


def test_a_claim_of_a_reconstruction_cites_a_passage(tmp_path: Path) -> None:
    """Whoever reads it asks where each claim comes from."""
    root = project_of(
        tmp_path,
        {
            REGISTER: """
                schema: 2
                title: Record of processing activities, reconstructed
                kept_by: reconstruction
                as_of: 2026-01-31
                organization: {name: Corner Shop Ltd, email: privacy@shop.example, from: keeping}
                dpo: {name: data protection officer, email: dpo@shop.example, from: keeping}
                register_wide:
                  whole-shop:
                    applies_to: all
                    purposes: {none: keeping}
                    data_subjects: {none: keeping}
                    personal_data: {none: keeping}
                    collected_from: {none: keeping}
                    recipients: {none: keeping}
                    security: {none: keeping}
                    locations: {none: keeping}
                    joint_controllers: {none: keeping}
                    automated_decisions: {none: keeping}
                    profiling: none
                    minors: {text: Children buy sweets.}
                """,
            "records/shop/sources/policy.yaml": """
                title: Privacy policy
                kind: document
                passages:
                  keeping: We keep your data … years.
                """,
            SALES: """
                id: sales
                name: Sales at the till
                role: {controller: {from: keeping}}
                retention: {until: the contract ends}
                transfers: none
                """,
        },
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:12: error: this claim is 'stated' and cites no passage [claim-without-citation]
            4 | retention: {until: the contract ends}
              |            ^
              = help: add 'from: PASSAGE', or write not-stated
        records/shop/activities/sales.yaml:5:12: error: this claim is 'none' and cites no passage [claim-without-citation]
            5 | transfers: none
              |            ^^^^
              = help: add 'from: PASSAGE', or write not-stated
        records/shop/register.yaml:19:16: error: this claim is 'none' and cites no passage [claim-without-citation]
           19 |     profiling: none
              |                ^^^^
              = help: add 'from: PASSAGE', or write not-stated
        records/shop/register.yaml:20:13: error: this claim is 'stated' and cites no passage [claim-without-citation]
           20 |     minors: {text: Children buy sweets.}
              |             ^
              = help: add 'from: PASSAGE', or write not-stated
        4 errors
        """)
