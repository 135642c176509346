"""Limits on use: what data are not used for, said of one activity or once for many."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from registers import register_of
from ropa import documents
from ropa.register import Register
from support import SHOP, project_of, ropa

REGISTER = "records/shop/register.yaml"
SALES = "records/shop/activities/sales.yaml"
LIMITS = "use_limits: {no-resale: {text: Not even in part}, no-training: {qualified: may}}\n"


def printed(register: Register) -> str:
    """What the appendix says of limits for the activity."""
    document = documents.appendix(register, date(2026, 1, 31))
    parts = [part for section in document.sections for part in (section, *section.sections)]
    [sales] = [part for part in parts if part.name == "sales"]
    return "".join(str(cell) for name, _, cell in sales.facts if name == "Limits on use")


def test_limits_are_printed_with_what_qualifies_them(tmp_path: Path) -> None:
    """A limit that only may hold is not one that holds."""
    shop = register_of(tmp_path, {**SHOP, SALES: SHOP[SALES] + LIMITS})

    assert (
        printed(shop) == "1. no resale: Not even in part\n2. no training of models [source: “may”]"
    )


def test_a_limit_can_be_said_for_many_activities(tmp_path: Path) -> None:
    """What a policy says of all data holds for each activity, and is marked as general."""
    general = (
        "register_wide:\n  everywhere:\n    applies_to: all\n    use_limits: {no-resale: stated}\n"
    )
    name = "register_wide:\n"
    register = SHOP[REGISTER].replace(name, general)
    assert register != SHOP[REGISTER]
    shop = register_of(tmp_path, {**SHOP, REGISTER: register})

    assert printed(shop) == "no resale [general statement]"


def test_nobody_asks_for_limits(tmp_path: Path) -> None:
    """No law of records does: where none is written, nothing is open and nothing is printed."""
    assert printed(register_of(tmp_path, SHOP)) == ""


def test_a_limit_of_ones_own_is_refused(tmp_path: Path) -> None:
    """The list is closed, so that limits can be compared; words go under `text:`."""
    files = {**SHOP, SALES: SHOP[SALES] + "use_limits: {no-resell: stated}\n"}
    done = ropa(project_of(tmp_path, files), "check")

    assert "'no-resell' is not one of the limits on use" in done.out
    assert "did you mean 'no-resale'?" in done.out
