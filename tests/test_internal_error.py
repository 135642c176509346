"""What the tool did not foresee is told of one file or rule; the others are gone through all the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from ropa.model.activity import Activity
from ropa.register import Register
from ropa.rule import Finding
from ropa.rules import RULES, unknown_word
from support import project_of, ropa, sales

RETURNS = "records/shop/activities/returns.yaml"


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> None:
    """The net as users have it: in tests it is off."""
    monkeypatch.delenv("ROPA_DEBUG")


def broken_for(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let the model fail, as a fault in it would, over the activity called *name*."""
    validate = Activity.model_validate

    def model_validate(value: dict[str, str]) -> Activity:
        if value["id"] == name:
            return value.nothing  # type: ignore[attr-defined,no-any-return]
        return validate(value)

    monkeypatch.setattr(Activity, "model_validate", model_validate)


@pytest.mark.usefixtures("net")
def test_a_fault_in_one_file_leaves_the_findings_of_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file of a hundred must not hide what is wrong with ninety-nine."""
    root = project_of(tmp_path, {RETURNS: "id: returns\nname: Returns\n", "records/notes.txt": ""})
    broken_for(monkeypatch, "sales")

    ran = ropa(root, "check")

    assert (ran.status, ran.err) == (2, "")
    assert ran.out == dedent("""\
        records/notes.txt:1:1: error: this file is not a record [not-a-record]
              = help: records are register.yaml, recipients.yaml, controllers.yaml, activities/*.yaml, sources/*.yaml
        records/shop/activities/returns.yaml:1:1: error: 'role' is missing [missing-key]
            1 | id: returns
              | ^
              = help: add 'role: …'
        records/shop/activities/sales.yaml:1:1: error: the tool failed while it read this record: AttributeError; that is its own fault, not the record's [internal-error]
            1 | id: sales
              | ^
              = help: report it with this file, or the least of it that still brings this line
        3 errors
        """)


@pytest.mark.usefixtures("net")
@pytest.mark.parametrize("arguments", [["render"], ["pack"], ["ccpa"], ["check", "--fail-on", "never"]])
def test_a_command_that_met_a_fault_of_the_tool_could_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    """Whoever asks the exit status must not read "found" or "clean" where the tool did not get through."""
    root = project_of(tmp_path, {})
    broken_for(monkeypatch, "sales")

    assert ropa(root, *arguments).status == 2


@pytest.mark.usefixtures("net")
def test_a_fault_in_one_rule_leaves_the_findings_of_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule is named; what it had found before is told too."""
    root = sales(tmp_path, "security: {locked: stated}\n")

    def run(register: Register) -> Iterator[Finding]:
        yield Finding(register.records[0].file, ("name",), "found before")
        raise KeyError("a text of the register")

    broken = replace(unknown_word, name="a-rule", run=run)
    monkeypatch.setattr("ropa.cli.check.RULES", (broken, *RULES))

    ran = ropa(root, "check")

    assert (ran.status, ran.err) == (2, "")
    assert ran.out == dedent("""\
        records/shop/activities/sales.yaml:2:7: error: found before [a-rule]
            2 | name: Sales at the till
              |       ^^^^^^^^^^^^^^^^^
        records/shop/activities/sales.yaml:4:12: error: 'locked' is not a word for measures [unknown-word]
            4 | security: {locked: stated}
              |            ^^^^^^
              = help: add it to register.yaml under 'vocabulary: measures:'
        records/shop/register.yaml:1:1: error: the tool failed in the rule 'a-rule': KeyError; that is its own fault, not the record's [internal-error]
            1 | schema: 1
              | ^
              = help: report it with this file, or the least of it that still brings this line
        3 errors
        """)


def test_the_net_is_off_where_somebody_looks_for_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in every other test: a fault must fail it."""
    root = project_of(tmp_path, {})
    broken_for(monkeypatch, "sales")

    with pytest.raises(AttributeError):
        ropa(root, "check")
