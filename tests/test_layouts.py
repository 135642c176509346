"""Layouts of authorities and of one's own: data, not code; every question in place, and every state told apart."""

from __future__ import annotations

import io
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader

from registers import bakery, callminer, rows, table_of
from ropa import documents, layouts
from ropa.documents.layout_words import draw as draw_word
from ropa.drawing import Request, draw
from ropa.fields.table import at
from ropa.layouts import NamedLayout
from ropa.model.activity import INTERNAL, Activity
from ropa.model.layout import Layout
from ropa.project import find
from ropa.register.select import narrowed
from ropa.schema import schemas
from ropa.vocabulary import layout_words
from support import BAKERY, ROOT, Ran, project_of, ropa

DAY = date(2026, 1, 31)
NAMES = ("cnil", "dpc", "ico")

OWN = """\
title: Our list
controller:
  columns:
    what: {heading: What, field: name}
    why: {heading: Why, field: purposes}
processor:
  columns:
    what: {heading: What, field: name}
"""


def layout(name: str) -> Layout:
    """The layout *name* that comes with the tool."""
    found = layouts.find(find(BAKERY), BAKERY, name, is_drawn=True)
    assert found.layout is not None, found.diagnostics
    return found.layout.layout


def book(root: Path, name: str, *more: str) -> Workbook:
    """The workbook of the bakery in the layout *name*, read back."""
    ran = ropa(
        BAKERY, "-q", "render", "--layout", name, "--format", "xlsx", "--output", str(root), *more
    )
    assert (ran.status, ran.err) == (0, ""), ran
    return load_workbook(root / "example-bakery" / f"register-{name}.xlsx")


# The layouts that come with the tool


@pytest.mark.parametrize("name", NAMES)
def test_a_layout_of_the_tool_can_be_read_and_says_what_it_rests_on(name: str) -> None:
    """Nobody compared them with the authority's own file, and each says so."""
    one = layout(name)

    assert (one.verified, bool(one.authority), bool(one.law)) == ("secondary", True, True)
    assert any("a third party's reading" in source for source in one.sources)
    assert documents.layout.verification(one).startswith("unverified layout: ")
    assert one.processor is not None
    assert "Art. 30(2)(a)-(d)" in one.processor.source


@pytest.mark.parametrize("name", NAMES)
def test_an_editor_finds_nothing_wrong_with_a_layout(name: str) -> None:
    """Whoever corrects a layout gets completion and explanations from the schema its first line names."""
    text = (ROOT / f"templates/layouts/{name}.yaml").read_text(encoding="utf-8")
    schema = json.loads(schemas()["layout.json"])

    assert text.split("\n", 1)[0] == "# yaml-language-server: $schema=../../schema/layout.json"
    assert list(Draft202012Validator(schema).iter_errors(yaml.safe_load(text))) == []


def test_the_list_of_layouts_is_that_of_the_folder() -> None:
    """What help texts and errors name is there."""
    assert layouts.names(BAKERY / "templates") == ("default", *NAMES)


def test_the_ico_asks_thirty_columns_in_this_order() -> None:
    """A to AD of the template; what this tool adds stands behind them."""
    sheet = layout("ico").controller
    assert sheet is not None
    own = [(key, one.asked) for key, one in sheet.columns.items() if one.asked != "added"]

    assert len(own) == 30
    assert [key for key, asked in own if asked == "art30"] == [
        "purpose",
        "joint-controller",
        "individual-categories",
        "personal-data-categories",
        "recipient-categories",
        "third-countries",
        "safeguards",
        "retention-schedule",
        "security",
    ]
    assert [key for key, asked in own[25:] if asked == "national-law"] == [
        key for key, _ in own[25:]
    ]
    assert list(sheet.columns)[30:] == ["activity", "key"]


def test_the_form_of_the_cnil_has_thirteen_fields() -> None:
    """In its order; the safeguards Art. 30 asks for and the key stand behind, marked as added."""
    sheet = layout("cnil").controller
    assert sheet is not None

    assert [one.field[0] for one in sheet.columns.values()] == [
        "name",
        "no_field",
        "no_field",
        "joint_controllers",
        "systems",
        "purposes",
        "data_subjects",
        "personal_data",
        "special_categories",
        "retention",
        "recipients_by_kind",
        "destinations",
        "security",
        "safeguards",
        "id",
    ]
    assert [one.asked for one in sheet.columns.values()][13:] == ["added", "added"]


@pytest.mark.parametrize("name", NAMES)
def test_every_element_of_article_30_has_a_column(name: str) -> None:
    """A layout may ask more than the law, never less."""
    one = layout(name)
    assert one.controller is not None and one.processor is not None
    asked = {
        role: {
            column.article.rpartition("Art. ")[2][:8].split(",")[0]
            for column in sheet.columns.values()
        }
        for role, sheet in (("controller", one.controller), ("processor", one.processor))
    }

    fields = {field for column in one.controller.columns.values() for field in column.field}
    assert {
        "purposes",
        "data_subjects",
        "personal_data",
        "retention",
        "security",
        "joint_controllers",
    } <= fields
    assert {"destinations", "transfers"} & fields and {"recipients", "recipients_by_kind"} & fields
    assert asked["processor"] >= {"30(2)(a)", "30(2)(b)", "30(2)(d)"}
    assert {"controllers", "processing", "security"} <= {
        f for c in one.processor.columns.values() for f in c.field
    }


@pytest.mark.parametrize("word", layout_words())
def test_every_word_of_a_layout_can_be_drawn(word: str) -> None:
    """A field that is offered and drawn by nothing would fail in a user's hands."""
    for activity in bakery().activities:
        assert draw_word(word, activity, None).values, word


def test_the_catalogue_knows_what_is_internal() -> None:
    """What the model leaves out of public renderings, a column leaves out too."""
    inside = {
        name for name, info in Activity.model_fields.items() if info.json_schema_extra == INTERNAL
    }
    marked = {word for word in layout_words() if at(word).is_internal}

    assert inside - {"waivers"} <= marked
    assert marked - inside == {
        "dpia_status",
        "dpia_reference",
        "tia",
        "transfers.tia",
        "purposes.lia",
        "recipients.contract.location",
        *(word for word in marked if word.startswith("reviews.")),
    }


# What is drawn


def test_the_bakery_in_the_columns_of_the_cnil() -> None:
    """A row an activity; a question without a field says so, and nothing is left blank."""
    table = table_of(documents.in_layout(bakery(), DAY, layout("cnil"), "cnil"), "controller")

    assert rows(table)[1] == [
        "Payroll",
        "no field of the record answers this",
        "no field of the record answers this",
        "none [general statement]",
        "to be completed",
        "Calculate and pay wages and social contributions",
        "employees",
        "1. name\n2. bank account number\n3. salary",
        "none marked among the items recorded [derived, for review]",
        "2. bank account number: 1 year from the end of employment\n"
        "3. salary: 6 years from the end of the tax year (tax law)\n"
        "all others: 1 year from the end of employment",
        "processor: Example Payroll GmbH\nto be completed: tax authorities",
        "none",
        "1. access control: Only staff who need the data have an account [general statement]\n"
        "2. encryption at rest: Laptops and backups are encrypted [general statement]",
        "none",
        "payroll",
    ]


def test_a_row_of_the_ico_is_a_purpose() -> None:
    """Basis and interest are those of the purpose in the row; the rest is the activity's."""
    document = documents.in_layout(callminer(), DAY, layout("ico"), "ico")
    names = ("layout.purpose", "layout.art-6-basis", "layout.legitimate-interests", "layout.key")

    shown = [
        row
        for row in rows(table_of(document, "controller"), *names)
        if row[3] == "service-delivery"
    ]
    assert [row for row in shown if "general statement" not in row[1]] == [
        [
            "Provide the services",
            "legitimate interests, Art. 6(1)(f) "
            "[For individuals in the EEA and the UK; alternatively: consent, Art. 6(1)(a)]\n"
            "consent, Art. 6(1)(a) "
            "[For individuals in the EEA and the UK; alternatively: legitimate interests, Art. 6(1)(f)]",
            "not stated",
            "service-delivery",
        ],
        [
            "Respond to inquiries and provide the information requested",
            "legitimate interests, Art. 6(1)(f): Providing people with the information they request "
            "[For individuals in the EEA and the UK]",
            "Providing people with the information they request [For individuals in the EEA and the UK]",
            "service-delivery",
        ],
        [
            "Facilitate participation in a trial of the services, and respond to customer service requests in it "
            "[For individuals in the EEA and the UK]",
            "contract, Art. 6(1)(b): With the person, or steps towards one, for a trial of the services "
            "[For individuals in the EEA and the UK]",
            "n/a [legitimate interests are not relied on]",
            "service-delivery",
        ],
    ]
    assert len(shown) == 8


def test_no_cell_of_a_layout_is_empty() -> None:
    """An empty cell could mean none, unknown, or a bug."""
    for register in (bakery(), callminer()):
        for name in NAMES:
            for table in documents.in_layout(register, DAY, layout(name), name).tables[:2]:
                assert [
                    (name, record["layout.key"], column)
                    for record in table.records()
                    for column, cell in record.items()
                    if not str(cell).strip()
                ] == []


def test_a_question_without_a_field_looks_like_no_state(tmp_path: Path) -> None:
    """Grey, in words of its own: neither "n/a" nor "to be completed"."""
    sheet = book(tmp_path, "cnil")["Controller Art. 30(1)"]
    heads = {
        str(cell.value).split("\n")[0]: cell.column
        for row in sheet.iter_rows(3, 4)
        for cell in row
        if cell.value
    }
    absent, silent = (
        sheet.cell(5, heads["Record made on"]),
        sheet.cell(5, heads["Software or application"]),
    )

    assert (absent.value, absent.fill.fgColor.rgb) == (
        "no field of the record answers this",
        "FFF3F5F8",
    )
    assert (silent.value, silent.fill.fgColor.rgb) == ("to be completed", "FFF9D9D3")


def test_the_workbook_says_what_it_is_on_every_sheet(tmp_path: Path) -> None:
    """Who speaks, on every sheet; on the cover which layout, and that nobody compared it with the authority's."""
    ran = ropa(
        ROOT,
        "-q",
        "render",
        "callminer-2023",
        "--layout",
        "ico",
        "--format",
        "xlsx",
        "--output",
        str(tmp_path),
    )
    assert (ran.status, ran.err) == (0, "")
    made = load_workbook(tmp_path / "callminer-2023" / "register-ico.xlsx")
    texts = {
        sheet.title: [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
        for sheet in made
    }

    assert list(texts) == [
        "Cover",
        "Controller Art. 30(1)",
        "Processor Art. 30(2)",
        "Layout",
        "Legend",
    ]
    assert [
        title
        for title, said in texts.items()
        if not any("Not made, reviewed" in one for one in said)
    ] == []
    assert (
        "unverified layout: taken from somebody’s reading of the template, not compared with the authority’s own file"
        in texts["Cover"]
    )


def test_a_sheet_is_set_up_for_screen_and_paper(tmp_path: Path) -> None:
    """Headings stay in sight and on every page; a note on each heading names the article; nothing is a formula."""
    sheet = book(tmp_path, "ico")["Controller Art. 30(1)"]

    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.print_title_cols) == (
        "C4",
        "$3:$3",
        "$A:$B",
    )
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.auto_filter.ref == "A3:AF5"
    assert sheet.oddFooter.left.text == "Example Bakery Ltd, as of 2026-01-31"
    notes = {str(cell.value).split("\n")[0]: cell.comment.text for cell in sheet[3] if cell.comment}
    assert len(notes) == 32
    assert notes["Categories of recipients"] == (
        "Asked by GDPR Art. 30: UK GDPR Art. 30(1)(d).\nShows: recipients and categories of recipients."
    )
    assert {
        cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None
    } == {"s"}
    assert "=Newsletter <b>of the shop</b>" in [cell.value for cell in sheet["AE"]]


def test_the_files_properties_promise_no_way_back(tmp_path: Path) -> None:
    """Which layout, of which register and revision; not the format of a workbook that `ropa import` compares."""
    made = book(tmp_path, "ico")

    assert {one.name: one.value for one in made.custom_doc_props.props} == {
        "ropa register": "example-bakery",
        "ropa revision": bakery().revision,
        "ropa as_of": "2026-01-31",
        "ropa template": "ico",
    }
    assert ropa(BAKERY, "import", str(tmp_path / "example-bakery/register-ico.xlsx")) == Ran(
        1,
        "register-ico.xlsx: About: the sheet is gone or was renamed; "
        "import the workbook that `ropa render` wrote, or name its layout with --template\n",
        "",
    )


def test_a_layout_changes_the_workbook_alone(tmp_path: Path) -> None:
    """`register-ico.xlsx` stands beside `register.xlsx`; run twice, both have the same bytes."""
    for folder in ("a", "b"):
        for name in ("default", "ico"):
            done = ropa(
                BAKERY,
                "render",
                "--layout",
                name,
                "--format",
                "xlsx,json,ccpa",
                "--output",
                str(tmp_path / folder),
            )
            assert done.status == 0
    first, second = (
        {p.name: p.read_bytes() for p in sorted((tmp_path / f / "example-bakery").iterdir())}
        for f in "ab"
    )

    assert first == second
    assert [name for name in first if name.endswith(".xlsx")] == [
        "register-ico.xlsx",
        "register.xlsx",
    ]


@pytest.mark.needs("pango")
def test_the_appendix_carries_the_usual_workbook() -> None:
    """The PDF is the same whatever layout the workbook has."""
    plain = Request(bakery(), DAY)
    drawn = Request(bakery(), DAY, layout=NamedLayout("ico", layout("ico")))

    data = draw("pdf", drawn)["appendix.pdf"]

    assert data == draw("pdf", plain)["appendix.pdf"]
    assert "register.xlsx" in PdfReader(io.BytesIO(data)).attachments


def test_a_public_part_leaves_out_what_is_internal() -> None:
    """ "Left out" is said; "to be completed" would be untrue of an assessment that exists."""
    part = narrowed(bakery(), ["id=payroll"], public=True)

    table = table_of(documents.in_layout(part, DAY, layout("dpc"), "dpc"), "controller")

    assert rows(table, "layout.people-answering", "layout.dpia", "layout.key") == [
        ["left out of the public version", "left out of the public version", "payroll"]
    ]
    assert table.lead == (
        "Part of the register: the one activity with id=payroll. "
        "Fields for readers inside the organization are left out.",
    )


# A layout of one's own


def own(root: Path, text: str = OWN, name: str = "ours") -> Path:
    """The shop with a layout of its own."""
    return project_of(root, {f"templates/layouts/{name}.yaml": text})


def test_a_projects_own_layout_is_found_by_name_and_by_path(tmp_path: Path) -> None:
    """`ours.yaml` gives `register-ours.xlsx`, wherever in the project it lies."""
    own(tmp_path)
    shutil.copy(tmp_path / "templates/layouts/ours.yaml", tmp_path / "other.yaml")

    assert ropa(
        tmp_path, "render", "--format", "xlsx", "--layout", "ours"
    ).out == "output/shop: register-ours.xlsx\n".replace("output", str(tmp_path / "output"))
    assert ropa(tmp_path, "-q", "render", "--format", "xlsx", "--layout", "other.yaml").status == 0
    made = load_workbook(tmp_path / "output/shop/register-other.xlsx")
    assert [cell.value for cell in made["Controller Art. 30(1)"]["A"]][-2:] == [
        "What",
        "Sales at the till",
    ]
    assert "a layout of your own, of no authority" in [cell.value for cell in made["Cover"]["B"]]


def test_a_projects_own_layout_stands_before_the_tools(tmp_path: Path) -> None:
    """Whoever knows the authority's file better writes it down."""
    own(tmp_path, OWN, "ico")

    assert ropa(tmp_path, "-q", "render", "--format", "xlsx", "--layout", "ico").status == 0
    made = load_workbook(tmp_path / "output/shop/register-ico.xlsx")

    assert "Why" in [cell.value for cell in made["Controller Art. 30(1)"]["B"]]


def test_few_columns_hide_nobody_who_is_named(tmp_path: Path) -> None:
    """The identity block stands in lines where it has more parts than the sheet has columns."""
    own(tmp_path)

    assert ropa(tmp_path, "-q", "render", "--format", "xlsx", "--layout", "ours").status == 0
    sheet = load_workbook(tmp_path / "output/shop/register-ours.xlsx")["Processor Art. 30(2)"]

    assert [cell.value for cell in sheet["A"]] == [
        "Register of the processor, GDPR Art. 30(2) – Our list",
        "Processor (GDPR Art. 30(2)(a)): Corner Shop Ltd; E-mail: privacy@shop.example",
        "Data protection officer (GDPR Art. 30(2)(a)): data protection officer; E-mail: dpo@shop.example",
        "Representatives (GDPR Art. 30(2)(a)): to be completed",
        "What",
        "No activity in which the organization is a processor is recorded.",
    ]


FAULTY = """\
title: Our list
colour: red
controller:
  one_row_per: page
  columns:
    what: {heading: What, field: nmae}
    why: {heading: Why, field: [purposes, recipiens]}
    again: {heading: ' why? ', field: purposes}
    Wrong Key: {heading: X, field: id}
    nothing: {field: id, width: wide}
    text: A heading
"""


def test_every_fault_of_a_layout_is_told_in_one_run(tmp_path: Path) -> None:
    """With line and column, what is meant where that can be guessed, and exit status 1."""
    own(tmp_path, FAULTY)

    ran = ropa(tmp_path, "render", "--format", "xlsx", "--layout", "ours")

    file = "templates/layouts/ours.yaml"
    told = [line for line in ran.err.splitlines() if line.startswith(file) or " = help: " in line]
    assert (ran.status, ran.out) == (1, "")
    assert [line.removeprefix(f"{file}:").replace("      = help: ", "") for line in told] == [
        "1:1: error: 'processor' is missing [missing-key]",
        "add 'processor:' with its columns, so that no record is left out",
        "2:1: error: 'colour' is not a field here [unknown-key]",
        "there are authority, controller, language, law, note, processor, sources, title, verified",
        "4:16: error: 'page' is not one of 'activity' or 'purpose' [wrong-value]",
        "6:34: error: 'nmae' is not one of the layout fields; did you mean 'name'? [wrong-value]",
        "7:43: error: 'recipiens' is not one of the layout fields; did you mean 'recipients'? [wrong-value]",
        "8:22: error: ' why? ' is also the heading of 'why' [duplicate-heading]",
        "give one another heading",
        "9:16: error: 'Wrong Key' is not a key [wrong-value]",
        "write lower-case words joined by hyphens",
        "10:5: error: 'heading' is missing [missing-key]",
        "add 'heading: …'",
        "10:33: error: 'wide' is not a whole number [wrong-value]",
        "write digits only",
        "11:11: error: 'text' is a mapping of keys, not a text [wrong-type]",
        "write its keys on the lines below, indented",
    ]


def test_a_layout_that_is_no_yaml_is_refused_with_its_place(tmp_path: Path) -> None:
    """An alias could make a file of a few lines endless; no tag makes an object."""
    own(tmp_path, "title: &a x\nnote: *a\ncontroller: !!python/object:os.system {}\n")

    ran = ropa(tmp_path, "render", "--layout", "ours")

    assert ran.status == 1
    assert [line for line in ran.err.splitlines() if line.startswith("templates")] == [
        "templates/layouts/ours.yaml:1:8: error: '&a' is an anchor [alias]",
        "templates/layouts/ours.yaml:2:7: error: '*a' is an alias [alias]",
        "templates/layouts/ours.yaml:3:13: error: '!!python/object:os.system' is a tag; values are text [yaml-tag]",
    ]


def test_a_layout_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    """A slip of the finger gets the nearest name."""
    project_of(tmp_path, {})

    assert ropa(tmp_path, "render", "--layout", "icoo") == Ran(
        2, "", "ropa: there is no layout 'icoo'; did you mean 'ico'?\n"
    )
    assert ropa(tmp_path, "render", "--layout", "garante") == Ran(
        2,
        "",
        "ropa: there is no layout 'garante'; there are default, cnil, dpc, ico, or the path of a file\n",
    )
    assert ropa(tmp_path, "render", "--layout", "no/such.yaml") == Ran(
        2,
        "",
        "ropa: there is no file 'no/such.yaml'; a layout is default, cnil, dpc, ico, or the path of a file\n",
    )


def test_no_layout_is_read_from_outside_the_project(tmp_path: Path) -> None:
    """Neither by its path nor through a link."""
    root = project_of(tmp_path / "in", {})
    (tmp_path / "out.yaml").write_text(OWN)
    (root / "templates/layouts").mkdir(parents=True)
    (root / "templates/layouts/linked.yaml").symlink_to(tmp_path / "out.yaml")
    (root / "templates/layouts/folder.yaml").mkdir()

    for asked in ("../out.yaml", "linked"):
        ran = ropa(root, "render", "--layout", asked)
        assert (ran.status, ran.err.splitlines()[0].partition(":1:1: ")[2]) == (
            1,
            "error: the layout lies outside the project [outside-project]",
        )
    assert ropa(root, "render", "--layout", "folder").status == 1


def test_a_link_in_a_circle_is_no_traceback(tmp_path: Path) -> None:
    """Whatever a folder holds, the answer is one finding."""
    root = project_of(tmp_path, {})
    (root / "templates/layouts").mkdir(parents=True)
    (root / "templates/layouts/loop.yaml").symlink_to("loop.yaml")

    ran = ropa(root, "render", "--layout", "loop")

    assert (ran.status, ran.err.splitlines()[0]) == (
        1,
        "loop.yaml:1:1: error: a symbolic link is not followed [symbolic-link]",
    )
