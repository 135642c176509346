"""Schedule 1 of the United Kingdom's Data Protection Act: a condition beside the ground of Art. 9 or 10, in its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from registers import register_of
from ropa import documents
from ropa.documents.layout_words import draw
from ropa.register import Register
from support import SHOP, project_of, ropa

SALES = "records/shop/activities/sales.yaml"
RELIED_ON = """\
art_9:
  employment-and-social-protection:
    schedule_1:
      condition: Part 1, employment
      policy_document: {title: Deletion policy}
      followed: no
      reasons: A claim is pending.
art_10: {authorised-by-law: stated}
"""
COLUMNS = ("schedule_1_condition", "schedule_1_followed", "schedule_1_reasons")


def shop(root: Path, more: str = RELIED_ON) -> Register:
    return register_of(root, {**SHOP, SALES: SHOP[SALES] + more})


def test_it_is_printed_in_the_line_of_its_ground(tmp_path: Path) -> None:
    """The condition, the policy document, and whether that is followed belong together."""
    document = documents.appendix(shop(tmp_path), date(2026, 1, 31))

    assert (
        "UK DPA 2018 Sch. 1: Part 1, employment; policy document: Deletion policy; "
        "followed: no; reasons: A claim is pending"
    ) in repr(document)


def test_an_authority_asks_for_it_in_columns(tmp_path: Path) -> None:
    """A ground that says nothing of Schedule 1 stands open beside the one that does."""
    activity = shop(tmp_path).resolved_by_id["sales"]

    assert [str(draw(column, activity, None)) for column in COLUMNS] == [
        "Part 1, employment\nto be completed",
        "no\nto be completed",
        "A claim is pending\nto be completed",
    ]


def test_without_a_ground_the_question_does_not_arise(tmp_path: Path) -> None:
    """Schedule 1 speaks of special categories and of offences."""
    activity = register_of(tmp_path, SHOP).resolved_by_id["sales"]

    for column in COLUMNS:
        assert str(draw(column, activity, None)).startswith("n/a [no ground for special categories")


@pytest.mark.parametrize("followed", ["perhaps", "true"])
def test_followed_is_yes_or_no(tmp_path: Path, followed: str) -> None:
    """Anything else would be read as one of the two."""
    more = RELIED_ON.replace("followed: no", f"followed: {followed}")
    done = ropa(project_of(tmp_path, {**SHOP, SALES: SHOP[SALES] + more}), "check")

    assert f"'{followed}'" in done.out
    assert "yes" in done.out
    assert done.status == 1
