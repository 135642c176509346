"""What the tool did not foresee is told of one file or rule; the others are gone through all the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from ropa.evidence import Found
from ropa.evidence.documents import READERS
from ropa.evidence.folding import Folded
from ropa.evidence.statements import statements
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
def test_a_fault_in_one_file_leaves_the_findings_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file of a hundred must not hide what is wrong with ninety-nine."""
    root = project_of(tmp_path, {RETURNS: "id: returns\nname: Returns\n", "records/notes.txt": ""})
    broken_for(monkeypatch, "sales")

    ran = ropa(root, "check")

    assert (ran.status, ran.err) == (2, "")
    assert ran.out == dedent("""\
        records/notes.txt:1:1: error: this file is not a record [not-a-record]
              = help: records are register.yaml, recipients.yaml, controllers.yaml, systems.yaml, people.yaml, activities/*.yaml, sources/*.yaml
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
@pytest.mark.parametrize(
    "arguments", [["render"], ["pack"], ["ccpa"], ["check", "--fail-on", "never"]]
)
def test_a_command_that_met_a_fault_of_the_tool_could_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    """Whoever asks the exit status must not read "found" or "clean" where the tool did not get through."""
    root = project_of(tmp_path, {})
    broken_for(monkeypatch, "sales")

    assert ropa(root, *arguments).status == 2


@pytest.mark.usefixtures("net")
def test_a_fault_in_one_rule_leaves_the_findings_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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
            1 | schema: 2
              | ^
              = help: report it with this file, or the least of it that still brings this line
        3 errors
        """)


def two_documents(tmp_path: Path) -> str:
    """The folder of two documents of a project, one of which a fault of the tool will meet."""
    source = "title: P\nkind: document\nfile: {}\n"
    files = {
        "records/shop/sources/first.yaml": source.format("first.txt"),
        "records/shop/sources/second.yaml": source.format("second.html"),
        "documents/first.txt": "Broken words here.",
        "documents/second.html": "We share orders.",
    }
    return str(project_of(tmp_path, files) / "documents")


def said_of(fault: str) -> str:
    return dedent(f"""\
        records/shop/sources/first.yaml:1:1: error: the tool failed {fault}: KeyError; that is its own fault, not the record's [internal-error]
            1 | title: P
              | ^
              = help: report it with this file, or the least of it that still brings this line
        1 error
        """)


@pytest.mark.usefixtures("net")
def test_a_fault_in_one_document_leaves_what_the_others_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One policy of ten must not hide the statements of nine, nor be taken for one that was read."""
    folder = two_documents(tmp_path)

    def fails(data: bytes) -> str:
        raise KeyError(data)

    monkeypatch.setattr("ropa.evidence.documents.READERS", {**READERS, ".txt": fails})
    checked, covered, locked, anchored = (
        ropa(tmp_path, *words, "--sources", folder)
        for words in (["check"], ["coverage"], ["lock", "--dry-run"], ["anchor", "first", "words"])
    )

    assert [ran.status for ran in (checked, covered, locked, anchored)] == [2, 2, 2, 2]
    assert said_of("while it read 'first.txt'").splitlines()[0] in checked.out
    assert covered.err == (
        "ropa: shop/first: 'first.txt' was not read: the tool failed at it\n"
        + said_of("while it read 'first.txt'")
    )
    assert "We share orders." in covered.out
    assert "second.lock: 0 passages" in locked.out


@pytest.mark.usefixtures("net")
def test_a_fault_over_one_document_leaves_the_coverage_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counting statements is as much of the work as reading them."""
    folder = two_documents(tmp_path)

    def fails(text: Folded, language: str) -> tuple[Found, ...]:
        if "Broken" in text.text:
            raise KeyError(language)
        return statements(text, language)

    monkeypatch.setattr("ropa.evidence.coverage.statements", fails)
    covered = ropa(tmp_path, "coverage", "--sources", folder)

    assert (covered.status, covered.err) == (2, said_of("over 'first.txt'"))
    assert "We share orders." in covered.out


def test_the_net_is_off_where_somebody_looks_for_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in every other test: a fault must fail it."""
    root = project_of(tmp_path, {})
    broken_for(monkeypatch, "sales")

    with pytest.raises(AttributeError):
        ropa(root, "check")
