"""Keys made of names: readable, stable, and whole words, in whatever script a name is written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ropa.model.model import SLUG
from ropa.model.slug import LONGEST_KEY, slug, unused


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Gestion des congés payés", "gestion-des-conges-payes"),
        ("Überprüfung der Löhne", "ueberpruefung-der-loehne"),
        ("Straßenverkehr", "strassenverkehr"),
        ("L’accueil du siège", "l-accueil-du-siege"),
        ("Children's data", "childrens-data"),
        ("Зарплата", "zarplata"),
        ("Μισθοδοσία", "misthodosia"),
        ("給与計算", "gei-yu-ji-suan"),
        ("급여 관리", "geub-yeo-gwan-li"),
        ("R&D / QA (2026)", "r-d-qa-2026"),
        ("…", ""),
    ],
)
def test_a_name_in_any_script_makes_a_readable_key(name: str, key: str) -> None:
    """A file called after half of a name's letters is found by nobody."""
    assert slug(name) == key


def test_a_long_name_ends_with_a_whole_word() -> None:
    """A key that breaks off inside a word reads as another word."""
    assert (
        slug("Management of the data of participants in clinical trials")
        == "management-of-the-data-of-participants"
    )


@given(st.text())
def test_what_is_made_of_any_text_is_a_key_or_nothing(text: str) -> None:
    """The key names a file, so it has the form of one, whatever a cell held."""
    key = slug(text)

    assert key == "" or re.fullmatch(SLUG, key)
    assert len(key) <= LONGEST_KEY
    assert slug(key) == key


def test_a_key_that_is_taken_gets_a_number() -> None:
    """Two activities of one name are two activities."""
    assert [unused("payroll", ()), unused("payroll", ["payroll"]), unused("none", ())] == [
        "payroll",
        "payroll-2",
        "none-2",
    ]
