"""The words of the law: lists that are whole, in the law's own order, and how far each was verified."""

from __future__ import annotations

from importlib.resources import files as resources

import pycountry
import pytest

from ropa import vocabulary
from ropa.cli.explain import LISTS
from ropa.model.activity import Activity, Questions
from ropa.model.claim import State
from ropa.model.lists import list_of
from ropa.vocabulary import translate
from ropa.vocabulary.language import catalogue

DATA = resources("ropa.vocabulary") / "data"
ON_DISK = sorted(
    entry.name.removesuffix(".yaml") for entry in DATA.iterdir() if entry.name.endswith(".yaml")
)


@pytest.mark.parametrize("name", ON_DISK)
def test_every_list_can_be_explained(name: str) -> None:
    """A list nobody can look up is a secret."""
    assert name in LISTS
    assert vocabulary.names(name)


def test_a_list_that_does_not_exist_is_no_empty_list() -> None:
    """A misspelt list name is a fault of ours and must be heard."""
    with pytest.raises(FileNotFoundError):
        vocabulary.words("no_such_list")
    with pytest.raises(KeyError):
        translate("state.unheard-of")


LEVELS = {"primary", "secondary", "mixed", "memory"}
"""How a point of law was verified: read there, read elsewhere, partly so, remembered."""


@pytest.mark.parametrize("name", ON_DISK)
def test_every_word_of_a_list_says_how_far_it_was_verified_or_none_does(name: str) -> None:
    """What comes from memory says so; a lawyer decides how far to trust it."""
    rows = vocabulary.questions() if name == "fields" else vocabulary.words(name)
    said = {row.text("verified") for row in rows.values()}

    assert said <= LEVELS or said == {""}


def test_what_the_law_says_says_how_far_it_was_verified() -> None:
    """Articles, grounds, decisions and categories are the law's; items, measures and origins are ours."""
    laws = {
        name for name in ON_DISK if any(w.text("verified") for w in vocabulary.words(name).values())
    }

    assert {
        "art30",
        "lawful_bases",
        "art_9",
        "art_10",
        "mechanisms",
        "adequacy",
        "fields",
        "rights",
    } <= laws
    assert {
        "ccpa_categories",
        "ccpa_sensitive",
        "ccpa_purposes",
        "ccpa_policy",
        "applicable_laws",
    } <= laws


OF_LAW = (
    "adequacy",
    "adequacy_ch",
    "adequacy_uk",
    "applicable_laws",
    "art30",
    "art_10",
    "art_9",
    "ccpa_categories",
    "ccpa_links",
    "ccpa_policy",
    "ccpa_sensitive",
    "ccpa_terms",
    "dead_instruments",
    "eea",
    "lawful_bases",
    "mechanisms",
    "representatives",
    "rights",
)
"""Lists that say what a law says."""


@pytest.mark.parametrize("name", OF_LAW)
def test_every_entry_of_law_has_a_level(name: str) -> None:
    """One without would look as sure as those that were read."""
    assert {word.text("verified") for word in vocabulary.words(name).values()} <= LEVELS


PRINTED = ("label", "name", "article", "decision", "amended_by", "scope", "scope_before", "case")
"""Facts of a word that documents print."""


@pytest.mark.parametrize("name", OF_LAW)
def test_what_is_known_from_memory_stands_apart_from_what_is_printed(name: str) -> None:
    """A scope or a number that nobody read has a place of its own, which no document looks at."""
    printed = [word.text(fact) for word in vocabulary.words(name).values() for fact in PRINTED]

    assert [text for text in printed if "memory" in text or "not verified" in text] == []


def test_lawful_bases_are_the_six_of_article_6_and_one_of_the_united_kingdom() -> None:
    """In the law's order, each with its letter."""
    assert [(word.name, word.article) for word in vocabulary.words("lawful_bases").values()] == [
        ("consent", "GDPR Art. 6(1)(a)"),
        ("contract", "GDPR Art. 6(1)(b)"),
        ("legal-obligation", "GDPR Art. 6(1)(c)"),
        ("vital-interests", "GDPR Art. 6(1)(d)"),
        ("public-task", "GDPR Art. 6(1)(e)"),
        ("legitimate-interests", "GDPR Art. 6(1)(f)"),
        ("recognised-legitimate-interest", "UK GDPR Art. 6(1)(ea)"),
    ]


def test_conditions_for_special_categories_are_the_ten_of_article_9() -> None:
    """Art. 9(2)(a) to (j), none left out."""
    articles = [word.article for word in vocabulary.words("art_9").values()]

    assert [article[:18] for article in articles][:10] == [
        f"GDPR Art. 9(2)({letter})" for letter in "abcdefghij"
    ]


def test_californias_categories_are_the_statutes_letters() -> None:
    """1798.140(v)(1)(A) to (K), and (L), which is a list of its own."""
    assert list(vocabulary.names("ccpa_categories")) == list("ABCDEFGHIJKL")


def test_the_eea_has_thirty_states() -> None:
    """Norway is NO, and NO is a country here, not a boolean."""
    eea = set(vocabulary.names("eea"))

    assert len(eea) == 30
    assert {"NO", "IS", "LI", "IE", "HR"} <= eea
    assert not eea & {"GB", "CH"}


@pytest.mark.parametrize("name", ["eea", "adequacy", "adequacy_uk", "adequacy_ch"])
def test_countries_are_those_of_iso_3166(name: str) -> None:
    """A code that stands for no country would never match one; an organization has a code that no country has."""
    known = {country.alpha_2 for country in pycountry.countries}

    assert [code for code in vocabulary.names(name) if len(code) == 2 and code not in known] == []


def test_a_data_item_knows_its_categories() -> None:
    """The letters of each item are letters of the statute; its kinds of sensitive information are kinds of the list."""
    letters, kinds = (
        set(vocabulary.names("ccpa_categories")),
        set(vocabulary.names("ccpa_sensitive")),
    )

    for item in vocabulary.words("personal_data").values():
        assert set(item.many("ccpa")) <= letters, item.name
        assert set(item.many("sensitive")) <= kinds, item.name


def test_biometric_data_are_special_only_where_they_identify() -> None:
    """DPV marks all biometric data as special category; the GDPR does not."""
    special = {
        item.name for item in vocabulary.words("personal_data").values() if item.text("art_9")
    }

    assert {"health-data"} <= special
    assert not {"photograph", "call-recording", "signature"} & special


def test_every_field_of_an_activity_that_is_asked_for_is_a_question() -> None:
    """A question without a field could not be answered, a field without a place would not be printed."""
    asked = {word.name for word in vocabulary.questions().values()}
    nested = {word.name for word in vocabulary.questions().values() if word.text("within")}

    assert asked - nested - set(Activity.model_fields) == set()
    assert set(Questions.model_fields) - asked == set()


def test_every_state_is_printed_and_explained() -> None:
    """Nine states, nine words on paper, nine sentences in the legend."""
    assert len({translate(f"state.{state}") for state in State}) == len(State) == 9
    assert len({translate(f"legend.{state}") for state in State}) == 9


@pytest.mark.parametrize(
    "field", [*Questions.model_fields, "kind", "mechanism", "rights", "disclosed_to"]
)
def test_the_list_that_a_field_takes_its_keys_from_exists(field: str) -> None:
    """A label looked up in a list that is not there would be the key itself."""
    assert list_of(field) in ("", *ON_DISK)


def test_the_catalogue_has_no_place_left_unfilled() -> None:
    """A ``{name}`` that reached paper would be a bug in the open."""
    texts = {key: str(text) for key, text in catalogue("en").items()}
    broken = [key for key, text in texts.items() if text.count("{") != text.count("}")]

    assert broken == []


def test_nearest_guesses_a_slip_and_not_a_stranger() -> None:
    """'Did you mean' helps with a typo and stays silent otherwise."""
    assert (
        vocabulary.nearest("busines-email", vocabulary.names("personal_data")) == "business-email"
    )
    assert vocabulary.nearest("zzzzzz", vocabulary.names("personal_data")) == ""
    assert vocabulary.word("personal_data", "no-such-word") is None


def test_a_word_tells_its_facts() -> None:
    """A fact the list does not give is empty, never an error: lists differ in what they know."""
    email = vocabulary.word("personal_data", "email")
    assert email is not None

    assert (
        email.label,
        email.many("ccpa"),
        email.text("no-such-fact"),
        email.many("no-such-fact"),
    ) == (
        "email address",
        ("A",),
        "",
        (),
    )
    assert email.text("ccpa") == "A"
