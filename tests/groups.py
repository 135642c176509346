"""Which tests run in one process, and which of them are begun first: the groups of pytest-xdist."""

from __future__ import annotations

import pytest

LONGEST = (
    "successkpi-2024",
    "callminer-2023",
    "kaizenify",
    "callminer-2014",
    "kaizo-2021",
    "example-bakery",
    "test_archival",
    "test_hostile_output",
    "test_templates",
    "test_forged_packs",
    "test_signatures",
    "test_language",
    "test_cli",
    "test_shapes",
    "test_workbook",
    "test_qualifiers_on_paper",
    "test_docs",
    "test_timestamps",
    "test_fuzz",
)
"""The groups that take longest: first the registers, on whose documents others wait."""


def group(items: list[pytest.Item]) -> None:
    """Have each test in a group, that of its file if in no other, and the longest groups at the front.

    A group that is begun last keeps one process busy while the others have nothing to do.
    """
    for item in items:
        if group_of(item) is None:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    turns = {name: turn for turn, name in enumerate(LONGEST)}
    items.sort(key=lambda item: turns.get(str(group_of(item)), len(turns)))


def group_of(item: pytest.Item) -> str | None:
    """The group of a test, if it has one."""
    marker = item.get_closest_marker("xdist_group")
    return marker.args[0] if marker else None
