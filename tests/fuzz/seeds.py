"""Where inputs begin: the registers of the repository and of the tests, each small enough to read in milliseconds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random

import hostile
from books import HEAD, RECORD
from fuzz.guard import texts
from fuzz.mutate import one_of
from support import BAKERY, ROOT, SHOP

Project = Mapping[str, bytes]

RECORDS = ROOT / "records"

DRAWN = ("callminer-2014", "callminer-2023", "kaizenify", "kaizo-2021", "successkpi-2024")
"""Registers under records/, which are taken an activity at a time."""


def _files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@cache
def shop() -> Project:
    """The shop of the tests, which answers every question."""
    return texts(SHOP)


@cache
def full() -> Project:
    """A shop that fills in every field there is."""
    words = ["Corner Shop", "a text of two lines\nlike this one", "privacy@shop.example"]
    own = {
        "register.yaml": hostile.REGISTER,
        "activities/sales.yaml": hostile.SALES,
        "activities/hosting.yaml": hostile.HOSTING,
        "recipients.yaml": hostile.RECIPIENTS,
        "controllers.yaml": hostile.CONTROLLERS,
        "sources/policy.yaml": hostile.SOURCE,
    }
    written = {
        f"records/shop/{name}": hostile.written(text, words, 10) for name, text in own.items()
    }
    return texts({"ropa.yaml": SHOP["ropa.yaml"], **written})


@cache
def bakery() -> Project:
    """The bakery of the tests."""
    return _files(BAKERY)


@cache
def corrected() -> Project:
    """The shop whose workbook comes back in the tests of import."""
    head, sales = "records/shop/register.yaml", "records/shop/activities/sales.yaml"
    return texts({"ropa.yaml": SHOP["ropa.yaml"], head: HEAD, sales: RECORD})


@cache
def _drawn(name: str) -> Project:
    return {f"records/{name}/{file}": data for file, data in _files(RECORDS / name).items()}


def drawn(chance: Random) -> Project:
    """One register under records/ with one of its activities."""
    whole = _drawn(one_of(chance, DRAWN))
    activities = sorted(name for name in whole if "/activities/" in name)
    one = one_of(chance, activities)
    return {
        "ropa.yaml": b"paper: A4\n",
        **{name: whole[name] for name in whole if name == one or name not in activities},
    }


def project(chance: Random) -> Project:
    """Any project, the small ones more often."""
    turn = chance.randrange(20)
    if turn == 0:
        return drawn(chance)
    return (full, shop, full, bakery, corrected)[turn % 5]()
