"""What the note on a destination says: by the law of whoever exports, and by the register's day."""

from __future__ import annotations

from pathlib import Path

import pytest

from registers import OWN, files, register_of, rows, table_of
from ropa import documents, vocabulary
from ropa.documents.adequacy import LISTS, adequacy
from ropa.vocabulary import countries
from support import project_of, ropa
from test_documents_drawn import DAY

SENT = """\
transfers:
  cloud: {text: To the cloud., countries: [DE, GB, CH, US, BR, KR, CN]}
"""


def notes(root: Path, organization: str, said: str = "", as_of: str = "2026-11-28") -> list[str]:
    """The lines of the note on the transfer of an organization, as the workbook prints them."""
    head = OWN.replace("email:", f"{organization} email:").replace("2026-01-31", as_of)
    register = register_of(root, files(head, said, activities=SENT))
    [[cell]] = rows(table_of(documents.workbook(register, DAY), "transfers"), "adequacy")
    return cell.split("\n")


EUROPEAN = [
    "in the EEA, no transfer to a third country",
    "(EU) 2021/1772 of 2021-06-28, as amended by (EU) 2025/2574 of 2025-12-19; until 2031-12-27; "
    "scope: the decision under the GDPR; the exclusion of immigration control is repealed "
    "(secondary)",
    "2000/518/EC of 2000-07-26; scope: whole (secondary)",
    "(EU) 2023/1795 of 2023-07-10; scope: organisations on the Data Privacy Framework list, for "
    "the data their entry covers (HR data, or data other than HR data); under appeal: "
    "C-703/25 P, pending in October 2026 (secondary)",
    "(EU) 2026/179 of 2026-01-26; scope: private and public sector under the LGPD, which leaves "
    "out public security, defence and criminal investigation (secondary)",
    "(EU) 2022/254 of 2021-12-17; scope: recipients under the Personal Information Protection Act "
    "(PIPA) (secondary)",
    "no decision in this tool’s table",
]

BRITISH = [
    "covered by DPA 2018 Sch. 21 (secondary)",
    "in the United Kingdom, no transfer to a third country",
    "covered by DPA 2018 Sch. 21 (secondary)",
    "covered by SI 2023/1028 since 2023-10-12; scope: organisations on the Data Privacy Framework "
    "list with the UK Extension (the data bridge) (secondary)",
    "no adequacy regulations in this tool’s table",
    "covered by SI 2022/1213 since 2022-12-19 (secondary)",
    "no adequacy regulations in this tool’s table",
]

SWISS = [
    "covered by Annex 1 DPO since 2023-09-01 (secondary)",
    "covered by Annex 1 DPO since 2023-09-01 (secondary)",
    "in Switzerland, no disclosure abroad",
    "covered by Annex 1 DPO since 2024-09-15; scope: organisations certified under the Swiss-US "
    "Data Privacy Framework (secondary)",
    "not in this tool’s table of Annex 1 to the Data Protection Ordinance",
    "not in this tool’s table of Annex 1 to the Data Protection Ordinance",
    "not in this tool’s table of Annex 1 to the Data Protection Ordinance",
]

PLACES = ("Germany", "United Kingdom", "Switzerland", "United States", "Brazil", "South Korea")


def told(law: str, said: list[str]) -> list[str]:
    """Lines of a note that says of each place what *said* does."""
    places = (*PLACES, "China")
    return [f"{place}, {law}: {line}" for place, line in zip(places, said, strict=True)]


@pytest.mark.parametrize(
    ("country", "law", "said"),
    [
        ("DE", "under the EU GDPR", EUROPEAN),
        ("NO", "under the EU GDPR", EUROPEAN),
        ("GB", "under the UK GDPR", BRITISH),
        ("CH", "under the Swiss FADP", SWISS),
        ("US", "seen from the EU", EUROPEAN),
    ],
)
def test_a_destination_is_seen_from_where_the_organization_is(
    tmp_path: Path, country: str, law: str, said: list[str]
) -> None:
    """Germany is abroad for a British exporter, and Brazil is adequate for a European one alone."""
    assert notes(tmp_path, f"country: {country},") == told(law, said)


def test_without_a_law_or_a_country_a_destination_is_seen_from_the_union(tmp_path: Path) -> None:
    """The note says whose eyes it looks through, where nobody said whose law it is."""
    assert notes(tmp_path, "") == told("seen from the EU", EUROPEAN)


def test_the_laws_that_a_register_states_come_before_its_country(tmp_path: Path) -> None:
    """A British company that is under the Union's law as well reads a note for each."""
    said = "applicable_laws: {uk-gdpr: stated, eu-gdpr: stated, ccpa: stated}\n"

    assert sorted(notes(tmp_path, "country: GB,", said)) == sorted(
        told("under the EU GDPR", EUROPEAN) + told("under the UK GDPR", BRITISH)
    )


@pytest.mark.parametrize("laws", ["{uk-gdpr: none}", "{ccpa: stated}", "{lgpd: stated}"])
def test_a_law_that_has_no_list_leaves_the_country_to_speak(tmp_path: Path, laws: str) -> None:
    """California's law or a denial tells nothing of what the exporter may do."""
    said = f"applicable_laws: {laws}\nvocabulary: {{applicable_laws: {{lgpd: {{label: LGPD}}}}}}\n"

    assert notes(tmp_path, "country: CH,", said) == told("under the Swiss FADP", SWISS)


def test_before_the_uk_gdpr_a_british_exporter_was_under_the_law_of_the_union(
    tmp_path: Path,
) -> None:
    """The country's law is that of the register's day."""
    lines = notes(tmp_path, "country: GB,", as_of="2020-12-31")

    assert lines[0] == "Germany, under the EU GDPR: in the EEA, no transfer to a third country"
    assert lines[1] == "United Kingdom, under the EU GDPR: this tool has no list for 2020-12-31"
    assert lines[3] == (
        "United States, under the EU GDPR: EU-US Privacy Shield, (EU) 2016/1250 ended on "
        "2020-07-16, C-311/18 Schrems II (mixed)"
    )


NOTHING = {
    "eu-gdpr": "no decision in this tool’s table",
    "uk-gdpr": "no adequacy regulations in this tool’s table",
    "ch-fadp": "not in this tool’s table of Annex 1 to the Data Protection Ordinance",
}


@pytest.mark.parametrize(
    ("country", "law", "day", "said"),
    [
        ("US", "eu-gdpr", "2000-07-25", NOTHING["eu-gdpr"]),
        ("US", "eu-gdpr", "2000-07-26", "Safe Harbour, 2000/520/EC of 2000-07-26; scope:"),
        ("US", "eu-gdpr", "2015-10-05", "Safe Harbour, 2000/520/EC of 2000-07-26; scope:"),
        ("US", "eu-gdpr", "2015-10-06", "Safe Harbour, 2000/520/EC ended on 2015-10-06, C-362/14"),
        ("US", "eu-gdpr", "2016-07-11", "Safe Harbour, 2000/520/EC ended on 2015-10-06, C-362/14"),
        (
            "US",
            "eu-gdpr",
            "2016-07-12",
            "EU-US Privacy Shield, (EU) 2016/1250 of 2016-07-12; scope",
        ),
        ("US", "eu-gdpr", "2023-07-09", "EU-US Privacy Shield, (EU) 2016/1250 ended on 2020-07-16"),
        ("US", "eu-gdpr", "2023-07-10", "(EU) 2023/1795 of 2023-07-10; scope: organisations"),
        ("GB", "eu-gdpr", "2020-12-31", "this tool has no list for 2020-12-31"),
        ("GB", "eu-gdpr", "2021-06-27", NOTHING["eu-gdpr"]),
        ("GB", "eu-gdpr", "2021-06-28", "(EU) 2021/1772 of 2021-06-28; scope: the decision under"),
        ("GB", "eu-gdpr", "2025-12-18", "(EU) 2021/1772 of 2021-06-28; scope: the decision under"),
        (
            "GB",
            "eu-gdpr",
            "2025-12-19",
            "(EU) 2021/1772 of 2021-06-28, as amended by (EU) 2025/2574",
        ),
        (
            "GB",
            "eu-gdpr",
            "2031-12-27",
            "(EU) 2021/1772 of 2021-06-28, as amended by (EU) 2025/2574",
        ),
        ("GB", "eu-gdpr", "2031-12-28", "(EU) 2021/1772 expired on 2031-12-27 (secondary)"),
        ("BR", "eu-gdpr", "2026-01-25", NOTHING["eu-gdpr"]),
        ("BR", "eu-gdpr", "2026-01-26", "(EU) 2026/179 of 2026-01-26; scope:"),
        ("DE", "uk-gdpr", "2020-12-31", "this tool has no list for 2020-12-31"),
        ("DE", "uk-gdpr", "2021-01-01", "covered by DPA 2018 Sch. 21 (secondary)"),
        ("US", "uk-gdpr", "2023-10-11", NOTHING["uk-gdpr"]),
        ("US", "uk-gdpr", "2023-10-12", "covered by SI 2023/1028 since 2023-10-12; scope:"),
        ("KR", "uk-gdpr", "2022-12-18", NOTHING["uk-gdpr"]),
        ("KR", "uk-gdpr", "2022-12-19", "covered by SI 2022/1213 since 2022-12-19 (secondary)"),
        ("DE", "ch-fadp", "2023-08-31", "this tool has no list for 2023-08-31"),
        ("DE", "ch-fadp", "2023-09-01", "covered by Annex 1 DPO since 2023-09-01 (secondary)"),
        ("US", "ch-fadp", "2024-09-14", NOTHING["ch-fadp"]),
        ("US", "ch-fadp", "2024-09-15", "covered by Annex 1 DPO since 2024-09-15; scope:"),
    ],
)
def test_a_decision_is_told_from_its_first_day_to_its_last(
    country: str, law: str, day: str, said: str
) -> None:
    """One that began later is not told, and one that ended is told as ended."""
    _, _, note = adequacy(country, law, day).partition(": ")

    assert note.startswith(said)


@pytest.mark.parametrize(("day", "is_told"), [("2025-10-30", False), ("2025-10-31", True)])
def test_an_appeal_is_told_from_the_day_it_was_lodged(day: str, is_told: bool) -> None:
    """A register of an earlier day knew nothing of it."""
    assert ("C-703/25 P" in adequacy("US", "eu-gdpr", day)) is is_told


HOMES = {"eu-gdpr": set(vocabulary.names("eea")), "uk-gdpr": {"GB"}, "ch-fadp": {"CH"}}


@pytest.mark.parametrize("law", LISTS)
def test_a_country_on_no_list_is_said_to_be_on_none(law: str) -> None:
    """Every other country of the world, under each law."""
    listed = set(vocabulary.names(LISTS[law])) | HOMES[law]
    if "EEA" in listed:
        listed |= set(vocabulary.names("eea"))

    for code in set(countries()) - listed:
        assert adequacy(code, law, "2026-11-28").endswith(f": {NOTHING[law]}"), code


def test_switzerland_lists_forty_four_places() -> None:
    """Thirty states of the EEA and fourteen others; Japan, Korea and Brazil are not among them."""
    others = set(vocabulary.names("adequacy_ch")) - {"EEA"}

    assert len(others) + len(vocabulary.names("eea")) == 44
    assert not others & {"JP", "KR", "BR"}


DAYS = ("", "2010-01-01", "2019-01-01", "2021-03-01", "2024-01-01", "2026-11-28", "2032-01-01")


@pytest.mark.parametrize("day", DAYS)
def test_what_was_written_from_memory_is_printed_in_no_note(day: str) -> None:
    """The vocabulary marks it for a lawyer; a document does not spread it."""
    notes = [adequacy(code, law, day) for code in countries() for law in (*LISTS, "")]
    unverified = []
    for name in (*LISTS.values(), "dead_instruments"):
        unverified += [word.text("unverified") for word in vocabulary.words(name).values()]
    printed = "\n".join(notes)

    assert "memory" not in printed
    assert "not verified" not in printed
    assert [fact for fact in unverified if fact and fact in printed] == []


def test_what_was_written_from_memory_is_marked_where_a_word_is_explained(tmp_path: Path) -> None:
    """Nothing is lost by leaving it out of documents."""
    ran = ropa(project_of(tmp_path, files()), "explain", "GB")

    assert "unverified: the extension to 2025-12-27 is (EU) 2025/1226" in ran.out


def test_a_law_outside_the_list_can_be_stated_in_own_words(tmp_path: Path) -> None:
    """The list of laws is open: Brazil's has a record of its own, and others will."""
    said = """\
        applicable_laws: {lgpd: stated}
        vocabulary: {applicable_laws: {lgpd: {label: Brazilian data protection law}}}
        """
    root = project_of(tmp_path, files(said=said))

    assert ropa(root, "check", "--fail-on", "error").status == 0
    register = register_of(tmp_path / "again", files(said=said))
    assert register.label("applicable_laws", "lgpd") == "Brazilian data protection law"


def test_a_law_that_nobody_named_is_no_word(tmp_path: Path) -> None:
    """The finding says where its name would stand."""
    ran = ropa(project_of(tmp_path, files(said="applicable_laws: {lgpd: stated}\n")), "check")

    assert ran.status == 1
    assert "unknown-word" in ran.out
