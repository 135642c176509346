"""`ropa migrate`: an older register says the same in today's words, and nothing else in it is touched."""

from __future__ import annotations

import json
import re
import shutil
from difflib import unified_diff
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repositories import git, repository_of
from ropa.model.activity import Activity
from ropa.model.claim import Claim
from ropa.reader import parse
from ropa.rewriting.keys import with_renamed_keys
from support import ROOT, SHOP, Ran, project_of, ropa

OLD = ROOT / "tests/projects/schema-1"
NEW = ROOT / "tests/projects/bakery"
REGISTER = "records/shop/register.yaml"
SALES = "records/shop/activities/sales.yaml"
SOURCE = "records/shop/sources/policy.yaml"

OLD_SHOP = {
    "ropa.yaml": SHOP["ropa.yaml"],
    REGISTER: dedent("""\
        schema: 1
        title: Record of Corner Shop Ltd  # hedged: may be renamed one day
        kept_by: reconstruction
        organization: {name: Corner Shop Ltd}
        regimes: {ccpa: {from: scope, hedged: may}}
        silent_on: [regimes, dpia]

        general:   # for all
          all:
            applies_to: all
            recipients: {none: scope, 'hedged': may}
            security:
              vague: Suitable measures.
              from: scope
              hedged: "should"
        tensions:
          one: {text: It says both., between: [scope, scope]}
        waivers:
          register-not-vouched-for: {reason: Known., until: 2027-01-31}
        glossary: {hedged: A word that stays, general: Another}
        """),
    SALES: dedent("""\
        id: sales
        formerly: [selling]
        name: Sales, formerly selling
        role: {controller: {from: scope, hedged: may}}
        function: {text: Sales, hedged: may}
        retention: {period: P1Y, from: scope, hedged: may}
        personal_data:
          email: {from: scope, hedged: may, retention: {vague: As needed., from: scope, hedged: may}}
        purposes:
          selling:
            text: "To sell; hedged: nothing"
            from: scope
            lawful_basis: {contract: {from: scope, hedged: may}}
        """),
    SOURCE: dedent("""\
        title: Policy
        kind: document
        passages:
          scope: {at: We sell, hedged: may}
          hedged: {at: We hedge}
        set_aside:
          - {at: Welcome, why: navigation}
        """),
}


def test_a_register_of_schema_1_says_the_same_in_the_words_of_schema_2(tmp_path: Path) -> None:
    """Keys change where the model renamed them; the same words elsewhere, comments and quotes stay."""
    root = project_of(tmp_path, OLD_SHOP)

    assert ropa(root, "migrate") == Ran(
        0, "".join(f"wrote {name}\n" for name in (REGISTER, SALES, SOURCE)), ""
    )
    assert changes(root, OLD_SHOP) == dedent("""\
        -schema: 1
        +schema: 2
        -regimes: {ccpa: {from: scope, hedged: may}}
        -silent_on: [regimes, dpia]
        +applicable_laws: {ccpa: {from: scope, qualified: may}}
        +not_addressed: [applicable_laws, dpia]
        -general:   # for all
        +register_wide:   # for all
        -    recipients: {none: scope, 'hedged': may}
        +    recipients: {none: scope, qualified: may}
        -      hedged: "should"
        -tensions:
        +      qualified: "should"
        +inconsistencies:
        -  register-not-vouched-for: {reason: Known., until: 2027-01-31}
        +  register-not-confirmed: {reason: Known., until: 2027-01-31}
        -formerly: [selling]
        +previous_ids: [selling]
        -role: {controller: {from: scope, hedged: may}}
        -function: {text: Sales, hedged: may}
        -retention: {period: P1Y, from: scope, hedged: may}
        +role: {controller: {from: scope, qualified: may}}
        +department: {text: Sales, qualified: may}
        +retention: {period: P1Y, from: scope, qualified: may}
        -  email: {from: scope, hedged: may, retention: {vague: As needed., from: scope, hedged: may}}
        +  email: {from: scope, qualified: may, retention: {vague: As needed., from: scope, qualified: may}}
        -    lawful_basis: {contract: {from: scope, hedged: may}}
        +    lawful_basis: {contract: {from: scope, qualified: may}}
        -  scope: {at: We sell, hedged: may}
        +  scope: {at: We sell, qualified: may}
        -set_aside:
        +out_of_scope:
        """)


def changes(root: Path, old: dict[str, str]) -> str:
    """Lines that differ, files in order, those taken away before those in their place."""
    lines: list[str] = []
    for name, text in old.items():
        new = (root / name).read_text()
        diff = unified_diff(text.splitlines(), new.splitlines(), n=0, lineterm="")
        lines += [line for line in diff if not line.startswith(("---", "+++", "@@"))]
    return "\n".join(lines) + "\n"


def test_migrating_twice_changes_nothing_more(tmp_path: Path) -> None:
    """Whoever is not sure runs it again."""
    root = project_of(tmp_path, OLD_SHOP)
    ropa(root, "migrate")
    texts = {name: (root / name).read_bytes() for name in OLD_SHOP}

    assert ropa(root, "migrate") == Ran(0, "", "")
    assert {name: (root / name).read_bytes() for name in OLD_SHOP} == texts


def test_a_dry_run_shows_each_line_and_writes_nothing(tmp_path: Path) -> None:
    """A change of every file is looked at first."""
    root = project_of(
        tmp_path,
        {
            **OLD_SHOP,
            SALES: "id: sales\nname: Sales\nrole: {controller: {from: scope, hedged: may}}\n",
        },
    )

    done = ropa(root, "migrate", "--dry-run")

    assert (done.status, done.err) == (0, "")
    assert (
        f"{SALES}:3: role: {{controller: {{from: scope, hedged: may}}}}"
        " → role: {controller: {from: scope, qualified: may}}\n" in done.out
    )
    assert (root / REGISTER).read_text() == OLD_SHOP[REGISTER]


def json_of(root: Path, folder: Path) -> Any:
    assert ropa(root, "render", "--format", "json", "--output", str(folder)).status == 0
    [file] = folder.rglob("*.json")
    facts = json.loads(file.read_text())
    del facts["revision"]
    return facts


def test_the_bakery_kept_in_schema_1_has_the_facts_of_today(tmp_path: Path) -> None:
    """No fact changes, field by field."""
    shutil.copytree(OLD, tmp_path / "old")

    assert ropa(tmp_path / "old", "migrate").status == 0
    assert json_of(tmp_path / "old", tmp_path / "a") == json_of(NEW, tmp_path / "b")


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_line_ends_and_a_byte_order_mark_stay(tmp_path: Path, end: str, mark: str) -> None:
    """Files come from editors of every system."""
    root = project_of(tmp_path, OLD_SHOP)
    words = mark + OLD_SHOP[SALES].replace("\n", end)
    (root / SALES).write_bytes(words.encode())

    assert ropa(root, "migrate").status == 0
    assert (root / SALES).read_bytes() == (
        re.sub(r"(?<=[{ ])hedged(?=: may)", "qualified", words)
        .replace(f"{end}formerly:", f"{end}previous_ids:")
        .replace(f"{end}function:", f"{end}department:")
        .encode()
    )


def test_a_register_with_errors_is_left_alone(tmp_path: Path) -> None:
    """All or nothing: what cannot be read cannot be known to say the same."""
    root = project_of(
        tmp_path,
        {
            **OLD_SHOP,
            SALES: "id: sales\nformerly: [selling]\nnmae: Sales\nrole: {controller: scope}\n",
        },
    )

    assert ropa(root, "migrate") == Ran(
        1,
        dedent(f"""\
        {SALES}:1:1: error: 'name' is missing [missing-key]
            1 | id: sales
              | ^
              = help: add 'name: …'
        {SALES}:3:1: error: 'nmae' is not a field here [unknown-key]
            3 | nmae: Sales
              | ^^^^
              = help: did you mean 'name'?
        2 errors
        """),
        "",
    )
    assert (root / REGISTER).read_text() == OLD_SHOP[REGISTER]


@pytest.mark.needs("git")
def test_a_line_with_a_change_of_ones_own_is_left_alone(tmp_path: Path) -> None:
    """Git could not tell the one change from the other; a change in another line is no matter."""
    root = repository_of(tmp_path, OLD_SHOP)
    (root / SALES).write_text(
        OLD_SHOP[SALES].replace("[selling]", "[selling, vending]").replace("To sell", "To vend")
    )

    assert ropa(root, "migrate") == Ran(
        1,
        dedent(f"""\
        {SALES}:2:1: error: a change in this line is not committed, so the line is not migrated [uncommitted-change]
            2 | formerly: [selling, vending]
              | ^
              = help: commit it or take it back first, so that git tells the one change from the other
        1 error
        """),
        "",
    )
    assert (root / REGISTER).read_text() == OLD_SHOP[REGISTER]

    git(root, "commit", "-qam", "Add an id")
    assert ropa(root, "migrate").status == 0


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        (
            REGISTER,
            SHOP[REGISTER] + "silent_on: [dpia]\n",
            "'silent_on' is called 'not_addressed' since schema 2 [unknown-key]",
        ),
        (
            SALES,
            SHOP[SALES] + "function: Sales\n",
            "'function' is called 'department' since schema 2 [unknown-key]",
        ),
        (
            SALES,
            SHOP[SALES] + "profiling: {text: Yes., hedged: may}\n",
            "'hedged' is called 'qualified' since schema 2 [unknown-key]",
        ),
        (
            SALES,
            SHOP[SALES] + "security: {vague: Some., hedged: may}\n",
            "'hedged' is called 'qualified' since schema 2 [wrong-value]",
        ),
    ],
    ids=["register", "activity", "claim", "list"],
)
def test_an_old_word_names_the_new_one(tmp_path: Path, file: str, text: str, message: str) -> None:
    """Habits outlive a schema."""
    done = ropa(project_of(tmp_path, {**SHOP, file: text}), "check")

    assert done.status == 1
    assert f": error: {message}\n" in done.out


KEYS = st.sampled_from(
    [
        "hedged",
        "qualified",
        "from",
        "when",
        "vague",
        "none",
        "text",
        "email",
        "formerly",
        "retention",
    ]
)
VALUES = st.recursive(
    st.sampled_from(["may", "scope", "stated", "hedged"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(
    st.dictionaries(
        st.sampled_from(["personal_data", "purposes", "description", "notes", "formerly", "role"]),
        VALUES,
        max_size=5,
    )
)
def test_whatever_is_written_only_keys_change(record: dict[str, Any]) -> None:
    """Values and their order stay, and a second time nothing changes."""
    words = json.dumps(record)

    once = with_renamed_keys(words, Activity)

    assert with_renamed_keys(once, Activity) == once
    assert shape(parse(once, "")[0].value) == shape(parse(words, "")[0].value) or has_both(record)


def shape(value: Any) -> Any:
    """*value* with each renamed key under its new name."""
    names = {**Claim.renamed_keys(), **Activity.renamed_keys()}
    if isinstance(value, dict):
        return [(names.get(key, key), shape(inner)) for key, inner in value.items()]
    return [shape(inner) for inner in value] if isinstance(value, list) else value


def has_both(value: Any) -> bool:
    """Whether a mapping somewhere holds the old and the new name."""
    if isinstance(value, dict):
        return {"hedged", "qualified"} <= set(value) or any(map(has_both, value.values()))
    return isinstance(value, list) and any(map(has_both, value))
