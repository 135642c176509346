"""Assessments of risk, of interests and of transfers: how far each is, in words that can be counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from registers import register_of
from ropa import documents
from ropa.documents.layout_words import draw
from support import SHOP, project_of, ropa

PAYROLL = "records/shop/activities/payroll.yaml"
HEAD = "id: payroll\nname: Payroll\nrole: {controller: stated}\n"


def written(more: str) -> dict[str, str]:
    return {**SHOP, PAYROLL: HEAD + dedent(more)}


@pytest.mark.parametrize(
    ("dpia", "printed"),
    [
        ("{status: in-progress, title: DPIA 4}", "in progress, DPIA 4"),
        (
            "{status: not-required, reason: The risk is low.}",
            "not required, reason: The risk is low",
        ),
        ("{status: done, on: 2026-01-31, next: 2027-01-31}", None),
    ],
)
def test_an_assessment_is_printed_by_its_status(
    tmp_path: Path, dpia: str, printed: str | None
) -> None:
    """Why none is required stands beside it; an auditor asks."""
    shop = register_of(tmp_path, written(f"dpia: {dpia}\n"))
    document = documents.appendix(shop, date(2026, 1, 31))
    parts = [part for section in document.sections for part in (section, *section.sections)]
    [payroll] = [part for part in parts if part.name == "payroll"]
    [cell] = [cell for name, _, cell in payroll.facts if name == "Impact assessment"]

    assert str(cell) == (printed or "done, 2026-01-31, next review 2027-01-31")


def test_an_authority_reads_the_label_of_a_status(tmp_path: Path) -> None:
    """A column for the progress of an assessment holds words, not keys."""
    shop = register_of(tmp_path, written("dpia: {status: in-progress}\n"))
    activity = shop.resolved_by_id["payroll"]

    assert str(draw("dpia_status", activity, None)) == "in progress"


def test_a_status_of_ones_own_is_refused_with_the_list(tmp_path: Path) -> None:
    """Nobody can count "nearly finished"; what can be written stands beside the fault."""
    done = ropa(project_of(tmp_path, written("dpia: {status: nearly finished}\n")), "check")

    assert done.out.splitlines()[:3] == [
        f"{PAYROLL}:4:16: error: 'nearly finished' is not one of the states of an assessment: "
        "not-required, screening, required, in-progress, done [wrong-value]",
        "    4 | dpia: {status: nearly finished}",
        "      |                ^^^^^^^^^^^^^^^",
    ]
