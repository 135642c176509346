"""California's tables in the appendix: wide ones in parts, and nothing printed that says nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from registers import callminer, files, register_of
from ropa.documents import appendix

REGIMES = "applicable_laws: {ccpa: stated}\n"


def test_an_empty_table_is_one_heading(tmp_path: Path) -> None:
    """Two numbered parts of nothing are two pages of questions."""
    document = appendix(register_of(tmp_path, files(said=REGIMES)), date(2026, 1, 31))

    assert [
        section.title for section in document.sections if section.name.startswith("ccpa_declared-")
    ] == ["Categories of personal information as declared"]


def test_a_row_stands_in_the_parts_in_which_it_says_something() -> None:
    """What is declared for the whole table stands beside its sources and purposes, and as a blank line nowhere."""
    document = appendix(callminer(), date(2023, 7, 18))
    first, second = (s.tables[0] for s in document.sections if s.name.startswith("ccpa_declared-"))

    collected = [str(row[0]) for row in first.rows if str(row[2]) == "yes"]

    assert len(first.rows) == 8
    assert [str(row[0]) for row in second.rows] == [*collected, "for the whole table"]


def test_a_part_of_which_no_row_speaks_is_no_table_that_nobody_declares(tmp_path: Path) -> None:
    """A table of nothing but No has no purposes to tell, and is declared all the same."""
    said = (
        f"{REGIMES}declared: {{categories: {{C: {{label: Protected classes, collected: no}}}}}}\n"
    )
    document = appendix(register_of(tmp_path, files(said=said)), date(2026, 1, 31))
    first, second = (s.tables[0] for s in document.sections if s.name.startswith("ccpa_declared-"))

    assert [str(row[0]) for row in first.rows] == ["Protected classes"]
    assert second.rows == ()
    assert second.empty == (
        "The rows of the table say nothing of: Sources, Purposes, Disclosed to, Retention."
    )
