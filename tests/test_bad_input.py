"""Files that are no records, by mistake or malice: what ``ropa check`` prints, to the last caret."""

from __future__ import annotations

import re
import time
from pathlib import Path
from textwrap import dedent

import pytest

from ropa.reader import parse
from support import problems, project_of, ropa, sales

REGISTER = "records/shop/register.yaml"
SALES = "records/shop/activities/sales.yaml"


# What a file is made of


def test_a_tab_in_an_indentation_is_pointed_at(tmp_path: Path) -> None:
    """An editor shows a tab as spaces, and YAML takes it for none."""
    root = project_of(tmp_path, {SALES: "id: sales\nrole:\n\tcontroller: stated\n"})

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:3:1: error: a tab stands where YAML wants spaces [tab]
            3 |  controller: stated
              | ^
              = help: indent with two spaces
        1 error
        """)


def test_a_tab_after_a_dash_is_pointed_at(tmp_path: Path) -> None:
    """A tab there is the likelier mistake than whatever YAML makes of it."""
    root = project_of(tmp_path, {SALES: "id: sales\ntags:\n  -\tshop\n"})

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:3:4: error: a tab stands where YAML wants spaces [tab]
            3 |   - shop
              |    ^
              = help: indent with two spaces
        1 error
        """)


def test_a_control_character_is_named_and_not_sent_to_the_terminal(tmp_path: Path) -> None:
    """What a file holds is shown to whoever checks it: an escape sequence must not reach the terminal."""
    root = project_of(tmp_path, {SALES: "id: sales\nname: Sales \x1b[2J\x07\n"})

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:2:13: error: U+001B is a control character [control-character]
            2 | name: Sales [U+001B][2J[U+0007]
              |             ^^^^^^^^
              = help: delete it, or write the text it stands for
        records/shop/activities/sales.yaml:2:17: error: U+0007 is a control character [control-character]
            2 | name: Sales [U+001B][2J[U+0007]
              |                        ^^^^^^^^
              = help: delete it, or write the text it stands for
        2 errors
        """)


def test_an_override_of_the_direction_of_text_is_a_control_character(tmp_path: Path) -> None:
    """With it a line reads differently from what it says."""
    root = project_of(tmp_path, {SALES: "id: sales\nname: Sales \u202etxet\n"})

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:2:13: error: U+202E is a control character [control-character]
            2 | name: Sales [U+202E]txet
              |             ^^^^^^^^
              = help: delete it, or write the text it stands for
        1 error
        """)


def test_a_control_character_written_as_an_escape_is_one_too(tmp_path: Path) -> None:
    """It would end up in a cell, where Excel calls the workbook damaged."""
    root = project_of(tmp_path, {SALES: 'id: sales\nname: "Sales \\e[2J"\nowner: "\\u202Etxet"\n'})

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:2:7: error: U+001B is a control character [control-character]
            2 | name: "Sales \\e[2J"
              |       ^^^^^^^^^^^^^
              = help: delete it, or write the text it stands for
        records/shop/activities/sales.yaml:3:8: error: U+202E is a control character [control-character]
            3 | owner: "\\u202Etxet"
              |        ^^^^^^^^^^^^
              = help: delete it, or write the text it stands for
        2 errors
        """)


def test_a_byte_that_is_not_utf_8_is_pointed_at(tmp_path: Path) -> None:
    """Windows editors still write Latin-1 when asked for an umlaut."""
    root = project_of(tmp_path, {SALES: "id: sales\nname: Verk\xe4ufe\n".encode("latin-1")})

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:2:11: error: byte 0xe4 is not UTF-8 [not-utf-8]
            2 | name: Verk�ufe
              |           ^
              = help: save the file as UTF-8
        1 error
        """)


def test_a_file_in_utf_16_is_not_utf_8(tmp_path: Path) -> None:
    """Notepad calls it Unicode."""
    root = project_of(tmp_path, {SALES: "id: sales\n".encode("utf-16")})

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:1:1: error: byte 0xff is not UTF-8 [not-utf-8]
            1 | ��i[U+0000]d[U+0000]:[U+0000] [U+0000]s[U+0000]a[U+0000]l[U+0000]e[U+0000]s[U+0000]
              | ^
              = help: save the file as UTF-8
        1 error
        """)


def test_a_file_of_ten_megabytes_is_not_read(tmp_path: Path) -> None:
    """A document among the records would take minutes and say nothing."""
    root = project_of(tmp_path, {SALES: "# a contract\n" * 800_000})

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:1:1: error: the file is larger than 1,000,000 bytes [file-too-large]
              = help: one activity per file; leave the documents themselves out of the register
        1 error
        """)


def test_an_empty_file_is_not_a_record(tmp_path: Path) -> None:
    """A file that says nothing must not count as an activity without data."""
    root = project_of(tmp_path, {SALES: ""})

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:1:1: error: the file is empty [empty-file]
              = help: write a record, or delete the file
        1 error
        """)


def test_a_file_of_comments_is_empty(tmp_path: Path) -> None:
    """All of a record commented out is no record."""
    root = project_of(tmp_path, {SALES: "# id: sales\n# name: Sales\n"})

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:1:1: error: the file is empty [empty-file]
            1 | # id: sales
              | ^
              = help: write a record, or delete the file
        1 error
        """)


def test_a_file_with_a_bare_document_mark_is_empty(tmp_path: Path) -> None:
    """The mark that begins a document begins nothing here."""
    root = project_of(tmp_path, {SALES: "---\n"})

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:1:1: error: the file is empty [empty-file]
            1 | ---
              | ^
              = help: write a record, or delete the file
        1 error
        """)


def test_a_second_document_in_a_file_is_refused(tmp_path: Path) -> None:
    """A reader of the first would never see the second."""
    root = project_of(
        tmp_path,
        {
            SALES: """
                id: sales
                name: Sales at the till
                role: {controller: stated}
                ---
                id: returns
                name: Returns
                role: {controller: stated}
                """,
        },
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:1: error: a second document begins here [several-documents]
            4 | ---
              | ^^^
              = help: one record per file; move what follows to a file of its own
        1 error
        """)


def test_a_record_is_a_mapping(tmp_path: Path) -> None:
    """A list or a sentence has no keys to look for."""
    root = project_of(
        tmp_path,
        {
            SALES: "- id: sales\n- name: Sales\n",
            "records/shop/activities/returns.yaml": "Returns at the till\n",
            "records/shop/recipients.yaml": "- acme\n",
        },
    )

    assert problems(root) == dedent("""\
        records/shop/activities/returns.yaml:1:1: error: a record is a mapping of keys, not a text [wrong-type]
            1 | Returns at the till
              | ^^^^^^^^^^^^^^^^^^^
              = help: write 'key: value', one per line
        records/shop/activities/sales.yaml:1:1: error: a record is a mapping of keys, not a list [wrong-type]
            1 | - id: sales
              | ^
              = help: write 'key: value', one per line
        records/shop/recipients.yaml:1:1: error: this file is a mapping of keys, not a list [wrong-type]
            1 | - acme
              | ^
        3 errors
        """)


# YAML that a record has no use for


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    """YAML lets the second win without a word."""
    root = sales(
        tmp_path,
        """
        purposes:
          selling: {text: Sell., text: Sell things.}
        name: Sales in the street
        """,
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:5:26: error: 'text' stands twice; first in line 5 [duplicate-key]
            5 |   selling: {text: Sell., text: Sell things.}
              |                          ^^^^
              = help: join the two, or delete one
        records/shop/activities/sales.yaml:6:1: error: 'name' stands twice; first in line 2 [duplicate-key]
            6 | name: Sales in the street
              | ^^^^
              = help: join the two, or delete one
        2 errors
        """)


def test_an_alias_is_refused_and_its_anchor_with_it(tmp_path: Path) -> None:
    """What stands in one place must be readable in that place."""
    root = sales(
        tmp_path,
        """
        purposes: &nothing none
        data_subjects: *nothing
        """,
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:11: error: '&nothing' is an anchor [alias]
            4 | purposes: &nothing none
              |           ^^^^^^^^^^^^^
              = help: write the value out where it is needed
        records/shop/activities/sales.yaml:5:16: error: '*nothing' is an alias [alias]
            5 | data_subjects: *nothing
              |                ^^^^^^^^
              = help: write the value out where it is needed
        2 errors
        """)


def test_a_merge_key_is_not_a_field(tmp_path: Path) -> None:
    """It is an alias in disguise."""
    root = sales(
        tmp_path,
        """
        <<: {owner: head of sales}
        """,
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:1: error: '<<' is not a field here [unknown-key]
            4 | <<: {owner: head of sales}
              | ^^
              = help: there are active_from, active_until, art_10, art_9, automated_decisions, collected_from, consent_record, controllers, data_subjects, department, description, dpia, establishments, id, joint_controllers, lawful_basis, lia, locations, minors, name, notes, notice, own_fields, owner, personal_data, previous_ids, processing, processing_contract, profiling, purposes, recipients, reference, retention, retention_policy, reviews, role, sale, security, sharing, status, systems, tags, transfers, use_limits, volume, waivers
        1 error
        """)


def test_a_tag_is_refused_as_it_is_written(tmp_path: Path) -> None:
    """A tag can run code in a YAML reader; here it is not even looked at."""
    root = sales(
        tmp_path,
        """
        owner: !!python/object/apply:os.system [touch owned]
        volume: !mine many
        """,
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:8: error: '!!python/object/apply:os.system' is a tag; values are text [yaml-tag]
            4 | owner: !!python/object/apply:os.system [touch owned]
              |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              = help: delete it
        records/shop/activities/sales.yaml:5:9: error: '!mine' is a tag; values are text [yaml-tag]
            5 | volume: !mine many
              |         ^^^^^^^^^^
              = help: delete it
        2 errors
        """)


def test_a_key_is_text(tmp_path: Path) -> None:
    """A template's braces, unquoted, make a mapping of a name."""
    root = sales(
        tmp_path,
        """
        owner: {{ owner }}
        [a, b]: c
        """,
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:9: error: a key is a word, not a list or mapping [key-not-text]
            4 | owner: {{ owner }}
              |         ^
              = help: quote text that begins with [ or {
        records/shop/activities/sales.yaml:4:11: error: 'owner' has no value [empty-value]
            4 | owner: {{ owner }}
              |           ^^^^^
              = help: write what is known; a claim can also be one of: stated, none, not-stated, not-recorded, lost
        records/shop/activities/sales.yaml:5:1: error: a key is a word, not a list or mapping [key-not-text]
            5 | [a, b]: c
              | ^
              = help: quote text that begins with [ or {
        3 errors
        """)


def test_a_value_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A value is never just empty: it could mean none, unknown or forgotten."""
    root = sales(
        tmp_path,
        """
        owner:
        volume: ~
        notes: null
        tags:
          - till
          -
        """,
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:1: error: 'owner' has no value [empty-value]
            4 | owner:
              | ^^^^^
              = help: write what is known; a claim can also be one of: stated, none, not-stated, not-recorded, lost
        records/shop/activities/sales.yaml:5:1: error: 'volume' has no value [empty-value]
            5 | volume: ~
              | ^^^^^^
              = help: write what is known; a claim can also be one of: stated, none, not-stated, not-recorded, lost
        records/shop/activities/sales.yaml:6:1: error: 'notes' has no value [empty-value]
            6 | notes: null
              | ^^^^^
              = help: write what is known; a claim can also be one of: stated, none, not-stated, not-recorded, lost
        records/shop/activities/sales.yaml:9:4: error: an item has no value [empty-value]
            9 |   -
              |    ^
              = help: write it, or delete the line
        4 errors
        """)


def test_a_comma_that_ended_a_sentence_is_pointed_at(tmp_path: Path) -> None:
    """In braces a comma begins the next key, and the rest of the sentence is lost."""
    root = sales(
        tmp_path,
        """
        retention: {vague: As long as needed, at most ten years}
        minors: {inferred: The till asks nobody, truly, for their age.}
        """,
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:39: error: a comma ended the sentence before this [comma-in-sentence]
            4 | retention: {vague: As long as needed, at most ten years}
              |                                       ^^^^^^^^^^^^^^^^^
              = help: quote the sentence, or write it as a block, one key per line, without braces
        records/shop/activities/sales.yaml:5:42: error: a comma ended the sentence before this [comma-in-sentence]
            5 | minors: {inferred: The till asks nobody, truly, for their age.}
              |                                          ^^^^^
              = help: quote the sentence, or write it as a block, one key per line, without braces
        records/shop/activities/sales.yaml:5:49: error: a comma ended the sentence before this [comma-in-sentence]
            5 | minors: {inferred: The till asks nobody, truly, for their age.}
              |                                                 ^^^^^^^^^^^^^^
              = help: quote the sentence, or write it as a block, one key per line, without braces
        3 errors
        """)


def test_a_bracket_left_open_is_found_by_its_line(tmp_path: Path) -> None:
    """The place where YAML gives up is far from the mistake."""
    root = sales(
        tmp_path,
        """
        tags: [till, shop
        owner: head of sales
        """,
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:5:6: error: this is not YAML: did not find expected ',' or ']' [yaml-syntax]
            5 | owner: head of sales
              |      ^
              = help: close the bracket opened in line 4
        1 error
        """)


def test_a_quote_left_open_is_pointed_at(tmp_path: Path) -> None:
    """YAML gives up at the end of the file."""
    root = sales(
        tmp_path,
        """
        owner: "head of sales
        volume: many
        """,
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:8: error: this is not YAML: found unexpected end of stream [yaml-syntax]
            4 | owner: "head of sales
              |        ^
              = help: quote text that holds ': ' or ' #' or begins with one of: [ ] { } , & * ! | > % @ `
        1 error
        """)


def test_a_line_without_a_colon_is_pointed_at(tmp_path: Path) -> None:
    """YAML complains about the line after it."""
    root = sales(
        tmp_path,
        """
        owner head of sales
        volume: many
        """,
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:1: error: this is not YAML: could not find expected ':' [yaml-syntax]
            4 | owner head of sales
              | ^
              = help: quote text that holds ': ' or ' #' or begins with one of: [ ] { } , & * ! | > % @ `
        1 error
        """)


def test_a_colon_in_a_sentence_wants_quotes(tmp_path: Path) -> None:
    """The commonest slip of all."""
    root = sales(
        tmp_path,
        """
        owner: head of sales: Europe
        """,
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:21: error: this is not YAML: mapping values are not allowed in this context [yaml-syntax]
            4 | owner: head of sales: Europe
              |                     ^
              = help: quote text that holds ': ' or ' #' or begins with one of: [ ] { } , & * ! | > % @ `
        1 error
        """)


# No too much


def test_a_thousand_laughs_are_refused_at_once(tmp_path: Path) -> None:
    """Ten lines of aliases are ten to the ninth words in a reader that follows them."""
    lines = [
        f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    root = project_of(tmp_path, {SALES: "\n".join(["a: &a [ha, ha]", *lines])})
    started = time.monotonic()

    said = problems(root)

    assert time.monotonic() - started < 5
    assert said.splitlines()[:4] == [
        "records/shop/activities/sales.yaml:1:4: error: '&a' is an anchor [alias]",
        "    1 | a: &a [ha, ha]",
        "      |    ^^^^",
        "      = help: write the value out where it is needed",
    ]
    assert re.findall("error: (.*) .alias", said).count("'*h' is an alias") == 10


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000])
def test_a_pit_is_not_climbed_down(tmp_path: Path, text: str) -> None:
    """A hundred thousand levels overflow the stack of a reader that calls itself."""
    root = project_of(tmp_path, {SALES: text})

    said = problems(root).splitlines()

    assert "records/shop/activities/sales.yaml:1:" in said[0]
    assert [line for line in said if line.endswith("nested more than 24 deep [too-deep]")]


@pytest.mark.parametrize(("level", "column"), [("[", 25), ("{a: ", 97), ("- ", 49), ("? ", 49)])
def test_a_pit_ends_at_the_same_place_however_deep_it_is(level: str, column: int) -> None:
    """Whichever version of libyaml is here, and whatever it makes of a thousand levels itself."""
    for depth in (30, 999, 1001, 100_000):
        problem = parse(level * depth, "pit.yaml")[1][-1]

        place = f"pit.yaml:1:{column}"
        assert str(problem) == f"{place}: error: values are nested more than 24 deep [too-deep]"


def test_a_pit_is_shown_where_it_gets_too_deep(tmp_path: Path) -> None:
    """A record of the deepest kind has nine levels."""
    root = sales(tmp_path, f"tags: {'[' * 30}\n")

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:30: error: values are nested more than 24 deep [too-deep]
            4 | tags: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
              |                              ^
              = help: a record needs nine levels
        1 error
        """)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("owner: *a\n", "duplicate-key"),
        ("- \n", "empty-value"),
        ("\x00\n", "control-character"),
        ("&a !b : c\n", "alias"),
    ],
)
def test_a_file_of_nothing_but_mistakes_is_cut_short_and_says_so(
    tmp_path: Path, line: str, rule: str
) -> None:
    """A hundred thousand lines of the same complaint help nobody; that the rest was not read is not kept secret."""
    root = project_of(tmp_path, {SALES: line * 50_000})
    started = time.monotonic()

    said = problems(root)

    assert time.monotonic() - started < 5
    assert f"[{rule}]" in said
    assert [line.partition(": ")[2] for line in said.splitlines() if "too-many" in line] == [
        "error: the file has more than 100 problems; from here on it is not read [too-many-problems]"
    ]
    assert said.endswith("\n101 errors\n")


def test_a_value_as_long_as_a_file_is_shortened_in_its_message(tmp_path: Path) -> None:
    """The message is a line to read."""
    root = sales(tmp_path, f"status: {'x' * 500_000}\n")

    assert max(map(len, problems(root).splitlines())) < 700


def test_a_line_end_in_a_key_does_not_break_the_message(tmp_path: Path) -> None:
    """One finding is one line, or whoever counts lines counts wrong."""
    root = sales(
        tmp_path,
        """
        ? |
          error: nothing
          to see here
        : none
        """,
    )

    assert (
        problems(root).splitlines()[0]
        == "records/shop/activities/sales.yaml:4:3: error: 'error: nothing to see here ' is not a field here [unknown-key]"
    )


def test_the_caret_stands_below_the_word_after_wide_and_joined_characters(tmp_path: Path) -> None:
    """Terminals give some characters two columns and some none."""
    root = sales(tmp_path, "purposes: {個人情報: none, n\u0303o\u0308: none}\n")

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:12: error: '個人情報' is not a key; write lower-case words joined by hyphens [wrong-value]
            4 | purposes: {個人情報: none, ñö: none}
              |            ^^^^^^^^
        records/shop/activities/sales.yaml:4:24: error: 'ñö' is not a key; write lower-case words joined by hyphens [wrong-value]
            4 | purposes: {個人情報: none, ñö: none}
              |                            ^^
        2 errors
        """)


def test_a_place_far_to_the_right_is_shown_with_its_surroundings(tmp_path: Path) -> None:
    """A sentence in braces can be hundreds of characters long."""
    root = sales(
        tmp_path, f"purposes: {{selling: {{text: {'Sell things. ' * 20}, lawfulbasis: none}}}}\n"
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:290: error: 'lawfulbasis' is not a field here [unknown-key]
            4 | …gs. Sell things. Sell things. Sell things. Sell things. Sell things. Sell things. Sell things. , lawfulbasis:…
              |                                                                                                   ^^^^^^^^^^^
              = help: did you mean 'lawful_basis'?
        1 error
        """)


# Right, and looks wrong


def test_norway_is_a_country_everywhere(tmp_path: Path) -> None:
    """YAML reads NO as false; a register has a country there."""
    root = project_of(
        tmp_path,
        {
            REGISTER: NORWEGIAN,
            SALES: """
                id: sales
                name: Sales at the till
                role: {controller: stated}
                locations: {NO: stated}
                transfers: {support: {countries: [NO, SE], mechanism: none}}
                """,
        },
    )

    checked = ropa(root, "check")
    shown = ropa(root, "show", "sales").out
    rendered = ropa(root, "render", "--format", "ccpa,json")

    assert checked == (0, "nothing found\n", "")
    assert [line.split() for line in shown.splitlines() if "Norway" in line] == [
        ["Locations", "Norway"],
        ["Transfers", "Norway,", "Sweden"],
    ]
    assert rendered.status == 0
    assert '"NO"' in (root / "output/shop/register.json").read_text(encoding="utf-8")


NORWEGIAN = """
    schema: 2
    title: Record of processing activities
    kept_by: organization
    as_of: 2026-01-31
    confirmed_by: {by: data protection officer, on: 2026-01-31}
    organization: {name: Corner Shop AS, country: NO, email: privacy@shop.example}
    dpo: {name: data protection officer, email: dpo@shop.example}
    register_wide:
      whole-shop:
        applies_to: all
        purposes: none
        data_subjects: none
        personal_data: none
        collected_from: none
        recipients: none
        security: none
        joint_controllers: none
        automated_decisions: none
        profiling: none
        minors: none
    """


@pytest.mark.parametrize(
    "name", ["012", "1.10", "off", "1e3", "0x10", "2026-01-31", "12:30:45", "_", ".inf", "true"]
)
def test_a_text_stays_as_it_was_written(tmp_path: Path, name: str) -> None:
    """YAML makes numbers, dates and truth of these; a name is a name."""
    root = project_of(tmp_path, {SALES: f"id: sales\nname: {name}\nrole: {{controller: stated}}\n"})

    assert ropa(root, "list", "shop") == (0, f"sales  controller  active  {name}\n", "")


def test_windows_line_ends_and_a_byte_order_mark_are_no_problem(tmp_path: Path) -> None:
    """Half of the authors sit at such a machine."""
    text = "\ufeffid: sales\r\nname: Sales at the till\r\nrole: {controller: stated}\r\n"
    root = project_of(tmp_path, {SALES: text.encode()})

    assert ropa(root, "check") == (0, "nothing found\n", "")
