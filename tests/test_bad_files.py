"""Files and folders that do not belong: what ``ropa check`` prints, to the last caret."""

from __future__ import annotations

import os
from pathlib import Path
from textwrap import dedent

from support import problems, project_of

REGISTER = "records/shop/register.yaml"
SALES = "records/shop/activities/sales.yaml"


# Files and folders


def test_every_file_below_records_is_a_record_or_reported(tmp_path: Path) -> None:
    """A file that is skipped is an activity that is missing, and nobody knows."""
    root = project_of(
        tmp_path,
        {
            "records/notes.txt": "To do.\n",
            "records/shop/README.md": "# Shop\n",
            "records/shop/.DS_Store": b"\x00",
            "records/shop/drafts/returns.yaml": "id: returns\n",
            "records/shop/activities/returns.yml": "id: returns\n",
            "records/shop/activities/old/returns.yaml": "id: returns\n",
            "records/shop/activities/.returns.yaml": "id: returns\n",
            "records/shop/sources/policy.lock": "",
            "records/market/activities/stall.yaml": "id: stall\n",
        },
    )

    assert problems(root) == dedent("""\
        records/market:1:1: error: the folder has no register.yaml, so nothing in it is read [no-register-file]
              = help: `ropa init market` writes one, or delete the folder
        records/notes.txt:1:1: error: this file is not a record [not-a-record]
              = help: records are register.yaml, recipients.yaml, controllers.yaml, systems.yaml, people.yaml, activities/*.yaml, sources/*.yaml
        records/shop/.DS_Store:1:1: error: this file is not a record [not-a-record]
              = help: records are register.yaml, recipients.yaml, controllers.yaml, systems.yaml, people.yaml, activities/*.yaml, sources/*.yaml
        records/shop/README.md:1:1: error: this file is not a record [not-a-record]
              = help: records are register.yaml, recipients.yaml, controllers.yaml, systems.yaml, people.yaml, activities/*.yaml, sources/*.yaml
        records/shop/activities/.returns.yaml:1:1: error: 'name' is missing [missing-key]
            1 | id: returns
              | ^
              = help: add 'name: …'
        records/shop/activities/.returns.yaml:1:1: error: 'role' is missing [missing-key]
            1 | id: returns
              | ^
              = help: add 'role: …'
        records/shop/activities/old:1:1: error: nothing is read from this folder [not-a-record]
              = help: a register holds the folders activities and sources
        records/shop/activities/returns.yml:1:1: error: '.yml' is not read; a record ends in '.yaml' [not-a-record]
              = help: git mv records/shop/activities/returns.yml records/shop/activities/returns.yaml
        records/shop/drafts:1:1: error: nothing is read from this folder [not-a-record]
              = help: a register holds the folders activities and sources
        records/shop/sources/policy.lock:1:1: error: this file is not a record [not-a-record]
              = help: records are register.yaml, recipients.yaml, controllers.yaml, systems.yaml, people.yaml, activities/*.yaml, sources/*.yaml
        10 errors
        """)


def test_what_to_paste_cannot_run_anything_else(tmp_path: Path) -> None:
    """A file's name is chosen by whoever made it; the help is pasted into a shell."""
    root = project_of(
        tmp_path,
        {
            "records/shop/activities/$(touch owned).yml": "id: x\n",
            "records/shop/$(touch owned)/a.yaml": "",
            "records/$(touch owned)/a.yaml": "a: b\n",
        },
    )

    assert problems(root) == dedent("""\
        records/$(touch owned):1:1: error: the folder has no register.yaml, so nothing in it is read [no-register-file]
              = help: delete the folder
        records/shop/$(touch owned):1:1: error: nothing is read from this folder [not-a-record]
              = help: a register holds the folders activities and sources
        records/shop/activities/$(touch owned).yml:1:1: error: '.yml' is not read; a record ends in '.yaml' [not-a-record]
              = help: git mv 'records/shop/activities/$(touch owned).yml' 'records/shop/activities/$(touch owned).yaml'
        3 errors
        """)


def test_a_name_that_cannot_be_printed_is_refused(tmp_path: Path) -> None:
    """A line end in it would forge a line of the report; bytes that are no text would end it."""
    root = project_of(tmp_path, {})
    (root / "records/shop/activities/a\nb.yaml").touch()
    (root / "records/shop/activities/a\x1b[2J.yaml").touch()
    Path(os.fsdecode(os.fsencode(root) + b"/records/shop/activities/a\xff.yaml")).touch()

    assert problems(root) == dedent("""\
        records/shop/activities/a�.yaml:1:1: error: the name holds characters that cannot be printed [not-a-record]
              = help: rename it
        records/shop/activities/a�[2J.yaml:1:1: error: the name holds characters that cannot be printed [not-a-record]
              = help: rename it
        records/shop/activities/a�b.yaml:1:1: error: the name holds characters that cannot be printed [not-a-record]
              = help: rename it
        3 errors
        """)


def test_a_link_is_neither_followed_nor_read(tmp_path: Path) -> None:
    """A clone could otherwise show a file of the machine it is checked on."""
    root = project_of(tmp_path, {})
    (root / "records/shop/activities/inside.yaml").symlink_to("sales.yaml")
    (root / "records/shop/activities/outside.yaml").symlink_to("/etc/passwd")
    (root / "records/shop/activities/nowhere.yaml").symlink_to("nowhere")
    (root / "records/shop/recipients.yaml").symlink_to("/etc/passwd")
    (root / "records/shop/sources").symlink_to("/etc")
    (root / "records/market").symlink_to("/etc")

    assert problems(root) == dedent("""\
        records/market:1:1: error: a symbolic link is not followed [symbolic-link]
              = help: put the file itself here
        records/shop/activities/inside.yaml:1:1: error: a symbolic link is not followed [symbolic-link]
              = help: put the file itself here
        records/shop/activities/nowhere.yaml:1:1: error: a symbolic link is not followed [symbolic-link]
              = help: put the file itself here
        records/shop/activities/outside.yaml:1:1: error: a symbolic link is not followed [symbolic-link]
              = help: put the file itself here
        records/shop/recipients.yaml:1:1: error: a symbolic link is not followed [symbolic-link]
              = help: put the file itself here
        records/shop/sources:1:1: error: a symbolic link is not followed [symbolic-link]
              = help: put the file itself here
        6 errors
        """)


def test_a_register_file_that_is_a_link_is_not_read(tmp_path: Path) -> None:
    """Its first lines would be shown."""
    root = project_of(tmp_path, {REGISTER: None})
    (root / "records/shop/register.yaml").symlink_to("/etc/passwd")

    assert problems(root) == dedent("""\
        records/shop/register.yaml:1:1: error: a symbolic link is not followed [symbolic-link]
              = help: put the file itself here
        1 error
        """)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Opening it would hang until somebody writes."""
    root = project_of(tmp_path, {})
    os.mkfifo(root / "records/shop/activities/pipe.yaml")
    os.mkfifo(root / "records/pipe")

    assert problems(root) == dedent("""\
        records/pipe:1:1: error: this is neither a file nor a folder [not-a-record]
              = help: delete it
        records/shop/activities/pipe.yaml:1:1: error: this is neither a file nor a folder [not-a-record]
              = help: delete it
        2 errors
        """)


def test_a_folder_is_not_a_record(tmp_path: Path) -> None:
    """Whatever it is called."""
    root = project_of(tmp_path, {})
    (root / "records/shop/activities/returns.yaml").mkdir()

    assert problems(root) == dedent("""\
        records/shop/activities/returns.yaml:1:1: error: nothing is read from this folder [not-a-record]
              = help: a register holds the folders activities and sources
        1 error
        """)


def test_a_folder_without_a_register_file_is_reported_once(tmp_path: Path) -> None:
    """Its records would be read as nobody's."""
    root = project_of(tmp_path, {REGISTER: None})

    assert problems(root) == dedent("""\
        records/shop:1:1: error: the folder has no register.yaml, so nothing in it is read [no-register-file]
              = help: `ropa init shop` writes one, or delete the folder
        1 error
        """)


def test_a_register_without_activities_is_reported(tmp_path: Path) -> None:
    """Rendering it would say that nothing is processed."""
    root = project_of(tmp_path, {SALES: None})

    assert problems(root) == dedent("""\
        records/shop/register.yaml:1:1: error: the register has no activity [empty-register]
            1 | schema: 2
              | ^
              = help: `ropa new activity ID --register shop` begins one
        1 error
        """)


def test_records_without_a_register_are_reported(tmp_path: Path) -> None:
    """Nothing to check is not the same as nothing to find."""
    root = project_of(
        tmp_path,
        {
            REGISTER: None,
            SALES: None,
        },
    )
    (root / "records").mkdir()

    assert problems(root) == dedent("""\
        records:1:1: error: there is no register here [no-register]
              = help: `ropa init NAME` begins one
        1 error
        """)


def test_a_newer_schema_is_one_line_and_not_a_hundred(tmp_path: Path) -> None:
    """What a later version added is not a typo."""
    root = project_of(
        tmp_path,
        {
            REGISTER: """
                schema: 3
                title: Record
                new_field: none
                """,
            SALES: "id: sales\nnew_field: none\n",
        },
    )

    assert problems(root) == dedent("""\
        records/shop/register.yaml:1:9: error: schema 3 is newer than this tool's 2, so the register is not read [newer-schema]
            1 | schema: 3
              |         ^
              = help: update ropa
        1 error
        """)


def test_an_older_schema_names_the_way_out(tmp_path: Path) -> None:
    """Records outlive the tool's versions."""
    root = project_of(tmp_path, {REGISTER: "schema: 0\nname: Corner Shop Ltd\n"})

    assert problems(root) == dedent("""\
        records/shop/register.yaml:1:9: error: schema 0 is older than this tool's 2, so the register is not read [older-schema]
            1 | schema: 0
              |         ^
              = help: `ropa migrate` renames what is called otherwise since; --dry-run shows it
        1 error
        """)


def test_a_schema_is_a_whole_number(tmp_path: Path) -> None:
    """And its digits are not guessed."""
    root = project_of(
        tmp_path,
        {
            REGISTER: """
                schema: one
                title: Record
                kept_by: organization
                organization: {name: Corner Shop Ltd}
                """,
        },
    )

    assert problems(root) == dedent("""\
        records/shop/register.yaml:1:9: error: 'one' is not a whole number [wrong-value]
            1 | schema: one
              |         ^^^
              = help: write 'schema: 2'
        1 error
        """)


def test_a_register_and_a_source_have_names_that_can_be_cited(tmp_path: Path) -> None:
    """A citation is a path of slugs."""
    root = project_of(
        tmp_path,
        {
            "records/Corner Shop/register.yaml": """
                schema: 2
                title: Record
                kept_by: organization
                as_of: 2026-01-31
                confirmed_by: {by: owner, on: 2026-01-31}
                organization: {name: Corner Shop Ltd, email: privacy@shop.example}
                dpo: {name: data protection officer, email: dpo@shop.example}
                """,
            "records/Corner Shop/activities/sales.yaml": """
                id: sales
                name: Sales
                role: {controller: [
                """,
            "records/shop/sources/Our Policy.yaml": "title: Privacy policy\nkind: document\n",
        },
    )

    assert problems(root) == dedent("""\
        records/Corner Shop:1:1: error: 'Corner Shop' cannot name a register [register-name]
              = help: name the folder in lower-case words joined by hyphens
        records/Corner Shop/activities/sales.yaml:3:21: error: this is not YAML: did not find expected node content [yaml-syntax]
            3 | role: {controller: [
              |                     ^
              = help: close the bracket opened in line 3
        records/shop/sources/Our Policy.yaml:1:1: error: 'Our Policy' cannot name a source [source-name]
            1 | title: Privacy policy
              | ^
              = help: name the file in lower-case words joined by hyphens
        3 errors
        """)


# Everything at once

BROKEN = {
    "records/notes.txt": "To do.\n",
    "records/market/stall.yaml": "id: stall\n",
    REGISTER: "schema: 2\ntitle: Record\nkept_by: nobody\norganization: {name: Corner Shop Ltd, country: UK}\n",
    "records/shop/recipients.yaml": "acme: {name: Acme, name: Acme Ltd}\n",
    "records/shop/controllers.yaml": "- shops\n",
    "records/shop/sources/policy.yaml": "title: Policy\nkind: paper\n",
    "records/shop/activities/a-tab.yaml": "id: a-tab\nrole:\n\tcontroller: stated\n",
    "records/shop/activities/a-tag.yaml": "id: !!str a-tag\n",
    "records/shop/activities/alias.yaml": "id: &id alias\nname: *id\n",
    "records/shop/activities/another.yml": "id: another\n",
    "records/shop/activities/bytes.yaml": b"id: \xff\n",
    "records/shop/activities/control.yaml": "id: \x07\n",
    "records/shop/activities/deep.yaml": "[" * 1000,
    "records/shop/activities/empty.yaml": "",
    "records/shop/activities/large.yaml": "#" * 1_000_001,
    "records/shop/activities/two.yaml": "id: two\n---\nid: three\n",
    "records/shop/activities/unknown.yaml": "id: unknown\nname: Unknown\nrole: {controler: stated}\npurpse: none\n",
}


def test_all_problems_are_reported_in_one_run(tmp_path: Path) -> None:
    """Whoever has twenty things to put right wants to see twenty, in the order of files and lines."""
    root = project_of(tmp_path, BROKEN)

    said = [line for line in problems(root).splitlines() if not line.startswith("   ")]

    assert said == [
        "records/market:1:1: error: the folder has no register.yaml, so nothing in it is read [no-register-file]",
        "records/notes.txt:1:1: error: this file is not a record [not-a-record]",
        "records/shop/activities/a-tab.yaml:3:1: error: a tab stands where YAML wants spaces [tab]",
        "records/shop/activities/a-tag.yaml:1:5: error: '!!str' is a tag; values are text [yaml-tag]",
        "records/shop/activities/alias.yaml:1:5: error: '&id' is an anchor [alias]",
        "records/shop/activities/alias.yaml:2:7: error: '*id' is an alias [alias]",
        "records/shop/activities/another.yml:1:1: error: '.yml' is not read; a record ends in '.yaml' [not-a-record]",
        "records/shop/activities/bytes.yaml:1:5: error: byte 0xff is not UTF-8 [not-utf-8]",
        "records/shop/activities/control.yaml:1:5: error: U+0007 is a control character [control-character]",
        "records/shop/activities/deep.yaml:1:25: error: values are nested more than 24 deep [too-deep]",
        "records/shop/activities/empty.yaml:1:1: error: the file is empty [empty-file]",
        "records/shop/activities/large.yaml:1:1: error: the file is larger than 1,000,000 bytes [file-too-large]",
        "records/shop/activities/two.yaml:2:1: error: a second document begins here [several-documents]",
        "records/shop/activities/unknown.yaml:3:8: error: 'controler' is not one of the roles; did you mean 'controller'? [wrong-value]",
        "records/shop/activities/unknown.yaml:4:1: error: 'purpse' is not a field here [unknown-key]",
        "records/shop/controllers.yaml:1:1: error: this file is a mapping of keys, not a list [wrong-type]",
        "records/shop/recipients.yaml:1:20: error: 'name' stands twice; first in line 1 [duplicate-key]",
        "records/shop/register.yaml:3:10: error: 'nobody' is not one of 'organization' or 'reconstruction' [wrong-value]",
        "records/shop/register.yaml:4:48: error: 'UK' is not an ISO 3166-1 country code; did you mean 'GB'? [wrong-value]",
        "records/shop/sources/policy.yaml:2:7: error: 'paper' is not one of 'document' or 'statement' [wrong-value]",
        "20 errors",
    ]


def test_the_report_is_the_same_in_every_run(tmp_path: Path) -> None:
    """The order of a folder or of a hash must not show in a log that is compared."""
    first = problems(project_of(tmp_path / "one", BROKEN))
    second = problems(project_of(tmp_path / "two", dict(reversed(BROKEN.items()))))

    assert first == second
