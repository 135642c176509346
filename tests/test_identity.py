"""Silence about identity is said: who is to be named with contact details, and a date of a source."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from registers import register_of
from ropa import documents
from ropa.documents.identity import dates
from ropa.model.source import Source
from support import SHOP, project_of, ropa

REGISTER = "records/shop/register.yaml"
SALES = "records/shop/activities/sales.yaml"
SOMEBODY = {
    **SHOP,
    REGISTER: re.sub("(?m)^dpo: .*", "dpo: {email: dpo@shop.example}", SHOP[REGISTER]).replace(
        ", email: privacy@shop.example", ""
    ),
    SALES: SHOP[SALES] + "joint_controllers: {bakers: stated}\n",
}


def test_what_is_not_stated_of_those_to_be_named_is_printed(tmp_path: Path) -> None:
    """An empty place looks as if nothing were asked."""
    document = repr(documents.appendix(register_of(tmp_path, SOMEBODY), date(2026, 1, 31)))

    assert "Contact details: to be completed" in document
    assert "Name: to be completed" in document
    assert "bakers — name: to be completed — contact details: to be completed" in document


def test_what_is_not_stated_of_those_to_be_named_is_an_open_item(tmp_path: Path) -> None:
    """The organization, the officer, and each joint controller."""
    done = ropa(project_of(tmp_path, SOMEBODY), "check")

    for words in (
        "'organization' has no contact details",
        "'bakers' has no contact details",
        "the name of 'dpo' is not recorded",
        "the name of 'bakers' is not recorded",
    ):
        assert words in done.out


def test_a_date_that_nobody_states_is_not_stated() -> None:
    """A meaning without a day would read as if the day were there."""
    source = Source.model_validate(
        {"title": "Policy", "kind": "document", "dates": {"effective": {}}}
    )

    assert dates(source).endswith("not stated")
