"""The table of fields: one row a field, shown and read by one codec, and nothing the model has is left out."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registers import bakery, files, register_of
from ropa.fields import multi_value, nested_claim
from ropa.fields.codecs import (
    CODECS,
    FIRMNESS,
    Difference,
    UnreadableCell,
    period,
    read,
    show,
)
from ropa.fields.marks import apart, marked
from ropa.fields.marks import read as read_marks
from ropa.fields.names import names
from ropa.fields.nested_claim import ClaimCell
from ropa.fields.table import Field, at, disagreements, fields
from ropa.fields.values import Value
from ropa.model.claim import TEXTS, State
from ropa.register.qualifiers import Qualifier, QualifierKind
from support import ROOT

REGISTER = bakery()

OF_WORDS = [
    field
    for field in fields().values()
    if field.kind in ("words", "choice", "countries", "letters", "state", "status", "flag")
    and names(REGISTER, field)
]
"""Fields whose cells offer words of a list."""

SENTENCES = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp"), exclude_characters="[];:“”"),
    min_size=1,
).filter(str.strip)
"""What a record says in words: no brackets, in which marks stand, and nothing that ends one."""


def test_the_table_and_the_model_know_the_same_fields() -> None:
    """A field that one of them lacks would be written by nobody, or printed by no document."""
    assert list(disagreements()) == []


# What is shown is read


@given(st.text())
def test_a_text_is_read_as_it_is_shown(words: str) -> None:
    """Blanks apart, which no record needs: what a cell shows of a record is what the record says."""
    plain = " ".join(words.split())

    assert (
        read(REGISTER, at("recipients.text"), show(REGISTER, at("recipients.text"), plain)) == plain
    )


@given(st.dates())
def test_a_day_is_read_as_it_is_shown(day: object) -> None:
    """The order of ISO 8601 is read the same in every country."""
    field = at("recipients.contract.on")

    assert read(REGISTER, field, f" {show(REGISTER, field, day)} ") == str(day)


NUMBERS = st.integers(min_value=0, max_value=9999)


@given(st.tuples(*[NUMBERS] * 5).filter(any), st.sampled_from([str, str.upper]))
def test_a_period_is_read_as_it_is_shown(numbers: tuple[int, ...], typed: object) -> None:
    """In words, in other letters, and as ISO 8601 writes it."""
    units = zip(numbers, ("Y", "M", "W", "D", "H"), strict=True)
    written = {unit: f"{number}{unit}" for number, unit in units if number}
    hours = "T" + written.pop("H") if "H" in written else ""
    duration = f"P{''.join(written.values())}{hours}"
    assert callable(typed)

    assert read(REGISTER, at("retention.period"), typed(period(duration))) == duration
    assert read(REGISTER, at("retention.period"), f" {duration} ") == duration


def typed_as(label: str, key: str) -> st.SearchStrategy[str]:
    """What a person may type for a word: its label or itself, in other letters, with stray blanks."""
    spellings = [
        label,
        key,
        label.upper(),
        label.capitalize(),
        f"  {label} ",
        label.replace(" ", "  "),
    ]
    return st.sampled_from(spellings)


@given(st.data())
@pytest.mark.parametrize("field", OF_WORDS, ids=lambda field: field.path)
def test_a_word_is_read_as_it_is_shown_or_typed(field: Field, data: st.DataObject) -> None:
    """Every word of every list that a cell offers, by its label or itself."""
    offered = {str(key): label for key, label in names(REGISTER, field).items()}
    labels = list(offered.values())
    alone = sorted(key for key, label in offered.items() if labels.count(label) == 1)
    keys = data.draw(st.lists(st.sampled_from(alone), min_size=1, max_size=4, unique=True))
    joint = CODECS[field.kind].joiner()
    keys = keys if joint else keys[:1]
    value = {"flag": True}.get(field.kind, tuple(keys) if joint else keys[0])

    typed = joint.join(data.draw(typed_as(offered[key], key)) for key in keys)

    expected = keys if joint else keys[0]
    assert read(REGISTER, field, show(REGISTER, field, value)) == expected
    if field.kind not in ("letters", "flag"):
        assert read(REGISTER, field, typed) == expected


@pytest.mark.parametrize("field", OF_WORDS, ids=lambda field: field.path)
def test_a_word_of_no_list_is_refused_with_the_one_most_like_it(field: Field) -> None:
    """A misspelt word written into a record would be a record with an error."""
    with pytest.raises(UnreadableCell, match="is not in the list"):
        read(REGISTER, field, "zzzz")


NOTHING = st.just("")

PLAIN_MARKS = (
    QualifierKind.VAGUE,
    QualifierKind.DERIVED,
    QualifierKind.MISSPELT,
)


def qualifying(
    kind: QualifierKind,
    texts: st.SearchStrategy[str] = SENTENCES,
    people: st.SearchStrategy[str] = NOTHING,
) -> st.SearchStrategy[Qualifier]:
    """Qualifiers of a kind."""
    return st.tuples(st.just(kind), texts, people).map(Qualifier._make)


QUALIFIERS = st.one_of(
    st.sampled_from(PLAIN_MARKS).map(Qualifier),
    qualifying(QualifierKind.QUALIFIED),
    qualifying(QualifierKind.CONDITION, SENTENCES.map("if {}".format)),
    qualifying(QualifierKind.INFERRED),
    qualifying(QualifierKind.DECLARED),
    qualifying(QualifierKind.GENERAL, NOTHING, NOTHING | SENTENCES),
    qualifying(QualifierKind.REFERENCE, SENTENCES, NOTHING | SENTENCES),
)


def of_one_kind_each(qualifiers: list[Qualifier]) -> tuple[Qualifier, ...]:
    """One of each kind, in the order in which they are printed."""
    by_kind = {each.kind: each for each in qualifiers}
    return tuple(by_kind[kind] for kind in QualifierKind if kind in by_kind)


@given(st.lists(QUALIFIERS).map(of_one_kind_each), SENTENCES)
def test_what_qualifies_a_value_is_read_as_it_is_shown(
    qualifiers: tuple[Qualifier, ...], words: str
) -> None:
    """A list that was rendered and comes back in another register says what it said, marks and all."""
    words = words.strip()

    text, marks = apart(str(Value(words, State.STATED, qualifiers)))

    assert text == words
    assert (read_marks(marks) if marks else ()) == qualifiers


def test_the_reason_of_a_question_that_does_not_arise_is_no_condition() -> None:
    """What stands behind n/a says why."""
    marks = marked(Qualifier(QualifierKind.REASON, "It sells tools; no services"))

    assert read_marks(marks, State.NOT_APPLICABLE) == (
        Qualifier(QualifierKind.REASON, "It sells tools; no services"),
    )


CLAIMS = {
    "stated": ("stated", ClaimCell(State.STATED, "", "")),
    "in words": ("{text: For adverts.}", ClaimCell(State.STATED, "", "For adverts.")),
    "none": ("none", ClaimCell(State.NONE, "", "")),
    "not stated": ("not-stated", ClaimCell(State.NOT_STATED, "", "")),
    "to be completed": ("not-recorded", ClaimCell(State.NOT_RECORDED, "", "")),
    "lost": ("lost", ClaimCell(State.LOST, "", "")),
    "vague": ("{vague: Perhaps.}", ClaimCell(State.VAGUE, "Perhaps.", "")),
    "inferred": (
        "{inferred: 'It follows: so.', text: For adverts.}",
        ClaimCell(State.INFERRED, "It follows: so.", "For adverts."),
    ),
    "not applicable": (
        "{not-applicable: Nothing is sold.}",
        ClaimCell(State.NOT_APPLICABLE, "Nothing is sold.", ""),
    ),
    "qualified": (
        "{text: For adverts., qualified: may}",
        ClaimCell(State.STATED, "", "For adverts."),
    ),
    "with all that qualifies it": (
        "{inferred: It follows., text: For adverts., qualified: may, when: on Sundays, period: '2025'}",
        ClaimCell(State.INFERRED, "It follows.", "For adverts."),
    ),
}


@pytest.mark.parametrize(("written", "claim"), CLAIMS.values(), ids=CLAIMS)
def test_a_claim_in_a_cell_is_read_as_it_is_shown(
    written: str, claim: ClaimCell, tmp_path: Path
) -> None:
    """In every state, with everything that qualifies it, and as a person types it."""
    record = f"recipients: {{payroll: {{sale: {written}}}}}\n"
    register = register_of(tmp_path, files(activities=record))
    [answer] = register.activities[0].items("recipients")
    cell = nested_claim.show(answer, at("recipients.sale"))

    assert nested_claim.read(at("recipients.sale"), str(cell), cell) == claim
    if "[" not in str(cell):
        typed = f"  {str(cell).upper()}"
        assert nested_claim.read(at("recipients.sale"), typed, cell).state is claim.state


@pytest.mark.parametrize("state", TEXTS)
def test_a_state_that_needs_words_asks_for_them(state: State) -> None:
    """Vague, inferred and n/a say nothing without the wording or the reason."""
    cell = nested_claim.Cell()

    with pytest.raises(UnreadableCell, match="needs"):
        nested_claim.read(at("recipients.sale"), state.value, cell)


def test_a_list_in_a_cell_is_read_as_it_is_shown(tmp_path: Path) -> None:
    """Each line is the answer that it showed, in whatever state it stands."""
    record = """\
        purposes:
          selling:
            lawful_basis:
              contract: stated
              consent: {inferred: It follows.}
              legal-obligation: {qualified: may, when: tax law asks}
        """
    register = register_of(tmp_path, files(activities=record))
    [answer] = register.activities[0].items("purposes")
    field = at("purposes.lawful_basis")
    cell = multi_value.show(answer, field)
    before = {multi_value.line(basis): basis for basis in answer.nested("lawful_basis")}

    lines = multi_value.read(register, field, str(cell), before)

    assert str(cell).splitlines() == [
        "contract, Art. 6(1)(b)",
        "consent, Art. 6(1)(a) [inferred]",
        "legal obligation, Art. 6(1)(c) [“may”; conditional]",
    ]
    assert [line.answer for line in lines] == list(answer.nested("lawful_basis"))


def test_no_limit_is_a_period() -> None:
    """Read in words and as a record writes it."""
    field = at("retention.period")

    assert show(REGISTER, field, "no-limit") == "no limit"
    assert [read(REGISTER, field, words) for words in ("No limit", "no-limit")] == ["no-limit"] * 2


# What kind of change it is


@pytest.mark.parametrize(
    ("path", "before", "after", "difference"),
    [
        ("retention.period", "P1Y", "P18M", Difference.LONGER),
        ("retention.period", "P30D", "P2W", Difference.SHORTER),
        ("retention.period", None, "P2W", Difference.ADDED),
        ("retention.period", "P99Y", "no-limit", Difference.LONGER),
        ("retention.period", "PT25H", "P1D", Difference.SHORTER),
        ("retention.until", "the end", "", Difference.REMOVED),
        ("retention.until", "the end", "the beginning", Difference.REWORDED),
        ("recipients.data", ("name",), ("name", "email"), Difference.WIDER),
        ("recipients.data", ("name", "email"), ("email",), Difference.NARROWER),
        ("recipients.data", ("name",), ("email",), Difference.REWORDED),
        ("transfers.countries", (), ("US",), Difference.ADDED),
        ("recipients.contract.on", "2025-01-01", "2026-01-01", Difference.LONGER),
        ("recipients.inquiry", True, False, Difference.REMOVED),
        ("claim.state", State.INFERRED, State.STATED, Difference.FIRMER),
        ("claim.state", State.STATED, State.VAGUE, Difference.LOOSER),
        ("claim.state", State.NONE, State.NONE, None),
    ],
)
def test_two_values_differ_in_a_way_that_has_a_name(
    path: str, before: object, after: object, difference: Difference | None
) -> None:
    """Who reads the history of a register asks what was added, and what holds longer, or more firmly."""
    assert CODECS[at(path).kind].compare(before, after) == difference


def test_every_state_has_its_place_among_the_firmer_ones() -> None:
    """A state without one could not be compared."""
    assert sorted(FIRMNESS) == sorted(State)


# A new field


MODEL = '    text: Sentence = sentence("what it does")\n'
NEW_LINE = '    edition: Sentence = sentence("which edition of the software is used")\n'
ROW = "systems.edition: {label: Edition, width: '14'}\n"

PROJECT = {
    "ropa.yaml": "records: records\n",
    "records/shop/register.yaml": """\
        schema: 2
        title: Record of Corner Shop Ltd
        kept_by: organization
        as_of: 2026-01-31
        confirmed_by: {by: data protection officer, on: 2026-01-31}
        organization: {name: Corner Shop Ltd, email: privacy@shop.example}
        """,
    "records/shop/activities/sales.yaml": """\
        id: sales
        name: Sales
        role: {controller: stated}
        purposes: {selling: {text: Sell goods.}}
        systems: {till: {text: Counts., edition: Edition of 2024}}
        """,
    "templates/layouts/ours.yaml": """\
        title: Ours
        controller: &columns
          columns:
            name: {heading: Activity, field: name}
            systems: {heading: Systems, field: systems}
            edition: {heading: Edition, field: systems.edition}
        processor:
          columns:
            name: {heading: Activity, field: name}
        """.replace(" &columns", ""),
}


def copied(folder: Path, row: str) -> Path:
    """A checkout in which the model of a system has one field more, and the table the *row* for it."""
    for name in ("src", "schema", "templates", "tools", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    model = next(
        path
        for path in sorted((folder / "src/ropa/model").glob("*.py"))
        if MODEL in path.read_text()
    )
    model.write_text(model.read_text().replace(MODEL, MODEL + NEW_LINE))
    table = folder / "src/ropa/vocabulary/data/fields.yaml"
    text = table.read_text(encoding="utf-8")
    assert "systems.operated_by:" in text
    table.write_text(
        text.replace("systems.operated_by:", f"{row}systems.operated_by:"), encoding="utf-8"
    )
    for name, content in PROJECT.items():
        path = folder / "shop" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(content), encoding="utf-8")
    return folder


def ran(folder: Path, script: str, *arguments: str) -> str:
    """What a Python *script* prints in the copied checkout."""
    done = subprocess.run(
        [sys.executable, "-c", dedent(script), *arguments],
        cwd=folder / "shop",
        env={
            "PYTHONPATH": f"{folder / 'src'}:{folder / 'tools'}:{ROOT / 'tests'}",
            "PATH": "/usr/bin:/bin",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def command(folder: Path, *arguments: str) -> str:
    """What the command line of the copied checkout prints."""
    return ran(folder, "from ropa.__main__ import main; main()", *arguments)


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with a field that was added by a line of the model and a row of the table."""
    return copied(tmp_path_factory.mktemp("extended"), ROW)


@pytest.mark.xdist_group("extended")
def test_a_new_field_costs_one_row_and_one_line_of_the_model(extended: Path) -> None:
    """Schema, reference, JSON, appendix, workbook and layout know it without being told."""
    schema = command(extended, "schema", "activity")
    reference = ran(extended, 'import record_reference; print(record_reference.page(""))')
    command(extended, "render", "--format", "json,xlsx", "--output", "out")
    command(extended, "render", "--format", "xlsx", "--layout", "ours", "--output", "out")
    appendix = ran(
        extended,
        """
        from datetime import date
        from pathlib import Path
        from ropa import documents
        from ropa.loader import load
        from ropa.project import find
        [register] = load(find(Path.cwd())).registers
        print(repr(documents.appendix(register, date(2026, 1, 31))))
        """,
    )
    out = extended / "shop/out/shop"

    assert "which edition of the software is used" in schema
    assert "which edition of the software is used" in reference
    assert '"edition": "Edition of 2024"' in (out / "register.json").read_text(encoding="utf-8")
    assert "till: Counts; Edition: Edition of 2024" in appendix
    assert cells(out / "register.xlsx", "Systems")["Edition"] == ["Edition of 2024"]
    assert cells(out / "register-ours.xlsx", "Controller Art. 30(1)")["Edition"] == [
        "till: Edition of 2024"
    ]


@pytest.mark.xdist_group("extended")
def test_a_new_field_is_corrected_and_taken_in(extended: Path, tmp_path: Path) -> None:
    """A cell that came back, and a column of somebody's list."""
    folder = tmp_path / "again"
    shutil.copytree(extended, folder)
    command(folder, "render", "--format", "xlsx", "--output", "out")
    book = folder / "shop/out/shop/register.xlsx"
    corrected(book, "Systems", "Edition", "Edition of 2025")
    command(folder, "import", "out/shop/register.xlsx", "--by", "controller", "--on", "2026-02-01")
    listed(folder / "shop/list.xlsx")
    command(folder, "import", "list.xlsx", "other", "--template", "ours")

    records = folder / "shop/records"

    assert "edition: Edition of 2025" in (records / "shop/activities/sales.yaml").read_text()
    assert "edition: Edition of 2023" in (records / "other/activities/support.yaml").read_text()


def test_a_field_of_the_model_alone_is_named_with_the_row_it_lacks(tmp_path: Path) -> None:
    """Whoever adds a field reads what is missing, and where to write it."""
    folder = copied(tmp_path / "checkout", "")

    printed = ran(folder, "from ropa.fields.table import disagreements; print(*disagreements())")

    assert printed == (
        "SystemUse.edition has no row in fields.yaml: write 'systems.edition: {label: …}'\n"
    )


def cells(path: Path, title: str) -> dict[str, list[str]]:
    """The texts below each heading of a sheet, by the first line of the heading."""
    from openpyxl import load_workbook

    sheet = load_workbook(path)[title]
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    head = next(place for place, row in enumerate(rows) if "Edition" in row)
    columns = enumerate(heading.splitlines()[0] if heading else "" for heading in rows[head])
    return {name: [row[place] for row in rows[head + 1 :]] for place, name in columns}


def corrected(path: Path, title: str, heading: str, words: str) -> None:
    """Write *words* into the first cell below a heading, as a person does."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    sheet = book[title]
    [head] = [cell for row in sheet.iter_rows() for cell in row if cell.value == heading]
    sheet.cell(head.row + 1, head.column).value = words
    book.save(path)


def listed(path: Path) -> None:
    """A list of somebody's own with one activity."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Activity", "Systems", "Edition"])
    sheet.append(["Support", "Desk", "Edition of 2023"])
    book.save(path)
