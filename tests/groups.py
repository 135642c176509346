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
    "test_import_bounds",
    "test_templates",
    "test_forged_packs",
    "test_signatures",
    "test_language",
    "test_import_any",
    "test_cli",
    "test_shapes",
    "test_workbook",
    "test_qualifiers_on_paper",
    "test_import",
    "test_docs",
    "test_timestamps",
    "test_fuzz",
)
"""The groups that take longest: first the registers, on whose documents others wait."""


def group(items: list[pytest.Item]) -> None:
    """Have each test in a group, that of its file if in no other, and the longest groups at the front.

    A group that is begun last keeps one process busy while the others have nothing to do.
    """
    turns = {name: turn for turn, name in enumerate(LONGEST)}
    items.sort(key=lambda item: turns.get(group_of(item), len(turns)))
    for item in items:
        # Whoever distributes the tests reads the group from the name. pytest-xdist 3.8 would write
        # it there, but into an attribute that pytest 9.2 no longer reads.
        item._id = type(item._id).parse(f"{item.nodeid}@{group_of(item)}")


def group_of(item: pytest.Item) -> str:
    """The group of a test."""
    marker = item.get_closest_marker("xdist_group")
    return marker.args[0] if marker else item.path.stem
