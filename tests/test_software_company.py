"""The record of a fictional software company: twelve activities, short, clean, and every fact on paper."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from ropa import documents
from ropa.loader import load
from ropa.project import find
from ropa.register import Register
from ropa.vocabulary import countries
from support import ROOT, Ran, ropa

PROJECT = ROOT / "tests/projects/software"
FOLDER = PROJECT / "records/example-software"
ACTIVITIES = sorted(FOLDER.glob("activities/*.yaml"))
FILES = sorted(FOLDER.rglob("*.yaml"))


@cache
def register() -> Register:
    [register] = load(find(PROJECT)).registers
    return register


def read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)


def texts(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text of a record with the keys that lead to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, (*path, key))
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, path)
    else:
        yield path, value


def test_there_are_twelve_activities_eight_vendors_six_systems_and_two_establishments() -> None:
    """What a company of a hundred people has."""
    shop = register()

    assert (len(ACTIVITIES), len(shop.recipients), len(shop.systems)) == (12, 8, 6)
    assert shop.record.organization.establishments is not None
    assert len(shop.record.organization.establishments.items) == 2
    assert [*shop.record.representatives.items] == ["eu", "uk"]  # type: ignore[union-attr]


@pytest.mark.parametrize("path", ACTIVITIES, ids=lambda path: path.stem)
def test_an_activity_is_short(path: Path) -> None:
    """No more than a hundred and ten words, of which its id and its name alone repeat what is known."""
    words = path.read_text("utf-8").split()

    assert len(words) <= 110
    boilerplate = [
        line for line in path.read_text("utf-8").splitlines() if re.match("# |schema:|id:", line)
    ]
    assert len(boilerplate) <= 2


def test_the_check_is_clean() -> None:
    """Nothing is left to say, not even as good practice."""
    assert ropa(PROJECT, "check", "--fail-on", "info") == Ran(0, "nothing found\n", "")


def test_no_fact_of_a_vendor_or_a_system_stands_in_two_files() -> None:
    """What is written once is corrected once."""
    facts = Counter(
        words
        for name in ("recipients.yaml", "systems.yaml")
        for path, words in texts(read(FOLDER / name))
        if path[-1] in ("name", "text", "title", "location", "address")
    )
    elsewhere = "\n".join(path.read_text("utf-8") for path in ACTIVITIES)

    assert [words for words in facts if words in elsewhere] == ["Decision 2002/2/EC"]


KEYS = (
    "id",
    "owner",
    "schema",
    "kept_by",
    "by",
    "applies_to",
    "role",
    "status",
    "action",
    "module",
)
"""What is printed by a label or a name of its own."""


def facts() -> Iterator[tuple[str, str]]:
    """Each free text, day and name of the record, with where it stands."""
    for file in FILES:
        for path, words in texts(read(file)):
            is_word = re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*|P[T0-9YMWDH]+|stated|none", words)
            if is_word or path[-1] in KEYS or words in countries():
                continue
            yield f"{file.name}: {'.'.join(path)}", " ".join(words.split()).rstrip(".")


def workbook_text() -> str:
    book = documents.workbook(register(), register().record.as_of)
    return repr(book)


def appendix_text() -> str:
    return repr(documents.appendix(register(), register().record.as_of))


def json_text() -> str:
    data = documents.register_json(register(), register().record.as_of)
    return json.dumps(data, ensure_ascii=False)


@pytest.mark.parametrize("draw", [json_text, appendix_text, workbook_text])
def test_every_fact_is_on_paper(draw: Any) -> None:
    """In JSON, in the appendix and in the workbook: what somebody wrote down, somebody can read."""
    printed = draw()

    assert [where for where, words in facts() if words not in printed] == []


def test_what_holds_seventy_two_hours_is_said_in_hours() -> None:
    """Nobody writes three days on a sign at the door."""
    done = ropa(PROJECT, "show", "cctv")

    assert "footage: 72 hours, then deleted" in done.out
    assert "Video surveillance of entrances" in done.out
