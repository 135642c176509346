"""Alternatives: a list of which the record does not say which item holds, on paper and back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from books import ACTIVITY, HEAD, RECORD, book_at, cell_of, come_back, shop, write
from books import texts as texts_of
from registers import activity_of, register_of
from ropa.documents import figures, pictures
from ropa.documents.cover import cover
from ropa.documents.overview import register_table
from ropa.fields.marks import marked, read, sign
from ropa.intake.cells import items
from ropa.register.qualifiers import qualifiers
from support import ropa

BASES = "lawful_basis: {alternatives: true, contract: stated, consent: {when: they agree}}"
WRITTEN = RECORD.replace(
    'lawful_basis: {contract: stated, legal-obligation: {law: "tax law", when: for receipts}}',
    BASES,
)


def files(record: str = WRITTEN) -> dict[str, str | bytes | None]:
    return {ACTIVITY: record, "records/shop/register.yaml": HEAD, "ropa.yaml": "# root\n"}


def test_each_item_is_marked_with_the_others(tmp_path: Path) -> None:
    """Whoever reads one of them reads that another may hold in its place."""
    [selling] = activity_of(register_of(tmp_path, files())).items("purposes")

    contract, consent = selling.nested("lawful_basis")

    assert [marked(one) for one in qualifiers(contract)] == ["alternatively: consent, Art. 6(1)(a)"]
    assert [marked(one) for one in qualifiers(consent)] == [
        "they agree",
        "alternatively: contract, Art. 6(1)(b)",
    ]
    assert [sign(one) for one in qualifiers(consent)] == ["conditional", "or"]
    words = "; ".join(map(marked, qualifiers(consent)))
    assert read(words) == qualifiers(consent)


def test_an_item_that_is_denied_is_no_alternative(tmp_path: Path) -> None:
    """Of two, one of which is denied, the other is decided."""
    record = WRITTEN.replace("{when: they agree}", "none")
    [selling] = activity_of(register_of(tmp_path, files(record))).items("purposes")

    assert [answer.alternatives for answer in selling.nested("lawful_basis")] == [(), ()]


def test_a_line_of_all_alternatives_says_or_once(tmp_path: Path) -> None:
    """The register reads as a lawyer says it."""
    register = register_of(tmp_path, files())
    table = register_table(register, "controller")
    place = [column.name for column in table.columns].index("lawful_basis")

    assert str(table.rows[0][place]) == (
        "contract, Art. 6(1)(b) or consent, Art. 6(1)(a) [they agree]"
    )


def test_alternatives_are_counted_as_one_that_is_undecided(tmp_path: Path) -> None:
    """In no figure is either of them stated."""
    register = register_of(tmp_path, files())
    record = RECORD.replace(
        "recipients:\n  payroll:", "recipients:\n  alternatives: true\n  payroll:"
    )
    recipients = register_of(tmp_path, files(record))
    [count] = [
        one for one in figures.element_counts(recipients, "controller") if "(d)" in one.article
    ]
    bars = [bar for picture in pictures.summary(register) for bar in picture.bars]
    [bar] = [bar for bar in bars if "consent" in bar.label]

    assert (count.stated, count.undecided) == (0, 1)
    assert (bar.label, bar.signs) == (
        "contract, Art. 6(1)(b) or consent, Art. 6(1)(a)",
        "or; conditional",
    )
    assert ("undecided between alternatives", 1) in figures.by_state(register).rows


def test_json_names_the_other_items(tmp_path: Path) -> None:
    """A program need not read marks."""
    register_of(tmp_path, files())
    ran = ropa(tmp_path, "-q", "render", "--format", "json", "--output", str(tmp_path / "out"))
    register = json.loads((tmp_path / "out" / "shop" / "register.json").read_text("utf-8"))
    [activity] = register["activities"]

    values = activity["answers"]["lawful_basis"]["values"]

    assert ran.status == 0
    assert [(value["key"], value["alternatives"]) for value in values] == [
        ("contract", ["consent"]),
        ("consent", ["contract"]),
    ]


CELL = ("Purposes", "sales/selling", "Lawful bases")
CORRECTIONS = {
    "one more": (
        "contract, Art. 6(1)(b) [or]\nconsent, Art. 6(1)(a) [conditional; or]\nvital-interests",
        "lawful_basis: {alternatives: true, contract: stated, consent: {when: they agree}, "
        "vital-interests: statement-2026-02-01}",
    ),
    "another": (
        "contract, Art. 6(1)(b) [or]\nvital-interests",
        "lawful_basis: {alternatives: true, contract: stated, "
        "vital-interests: statement-2026-02-01}",
    ),
    "one left": ("contract, Art. 6(1)(b) [or]", "lawful_basis: {contract: stated}"),
}


@pytest.mark.parametrize("name", CORRECTIONS)
def test_corrected_alternatives_stay_alternatives(name: str, tmp_path: Path) -> None:
    """Items come and go; where one is left, it is decided."""
    words, written = CORRECTIONS[name]
    shop(tmp_path, WRITTEN)
    write(tmp_path, (*CELL, words))

    ran = come_back(tmp_path)

    assert (ran.status, ran.err) == (0, "")
    assert f"    {written}\n" in texts_of(tmp_path)[ACTIVITY]


def test_a_workbook_with_alternatives_comes_home_unchanged(tmp_path: Path) -> None:
    """What it shows, it reads."""
    shop(tmp_path, WRITTEN)
    before = texts_of(tmp_path)
    book = load_workbook(book_at(tmp_path))

    assert cell_of(book, *CELL).value == (
        "contract, Art. 6(1)(b) [or]\nconsent, Art. 6(1)(a) [conditional; or]"
    )
    assert come_back(tmp_path).out == "register.xlsx: nothing was changed in it\n"
    assert texts_of(tmp_path) == before


def test_a_corrected_alternative_of_a_general_list_takes_the_others_along(tmp_path: Path) -> None:
    """Else its own would stand as decided, beside a general one that is not."""
    general = "    security:\n      alternatives: true\n"
    head = HEAD.replace("    security:\n", general)
    shop(tmp_path, WRITTEN, **{"records/shop/register.yaml": head})
    write(tmp_path, ("Security", "sales/access-control", "Value", "Only staff have keys."))

    ran = come_back(tmp_path)

    assert (ran.status, ran.err) == (0, "")
    [_, written] = texts_of(tmp_path)[ACTIVITY].split("\nsecurity:\n")
    assert written == (
        "  alternatives: true\n"
        "  access-control: {text: Only staff have keys., from: statement-2026-02-01}\n"
        "  encryption-at-rest: stated\n"
        "  replaces: [everywhere/access-control, everywhere/encryption-at-rest]\n# the end\n"
    )


def test_a_first_import_keeps_the_mark_as_a_condition() -> None:
    """A list of somebody's own has no place to say more; it must not say less."""
    [item] = items("consent [they agree; alternatively: contract]")

    assert (item.text, item.when) == ("consent", "they agree; alternatively: contract")


def test_an_activity_with_alternative_roles_is_undecided_on_the_cover(tmp_path: Path) -> None:
    """It is counted in both, and stands outright in neither."""
    roles = "role: {alternatives: true, controller: stated, processor: stated}"
    register = register_of(tmp_path, files(RECORD.replace("role: {controller: stated}", roles)))
    [activities] = [
        str(cell) for label, cell in cover(register, date(2026, 1, 31)) if label == "Activities"
    ]

    assert activities == (
        "1 recorded: 1 (1 of them undecided) as controller, 1 (1 of them undecided) as processor"
    )
