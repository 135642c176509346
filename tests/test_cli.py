"""The command line as a user meets it: what it prints, how fast, and with which status it ends."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from registers import FILES, activity
from ropa import __version__
from ropa.rules import BY_NAME
from support import BAKERY, ROOT, SHOP, Ran, command, program, project_of, ropa, surroundings

CONSOLE = "import sys; sys.argv[0] = 'ropa'; from ropa.cli import main; main()"
"""What the console script ``ropa`` runs, whose name shells complete."""

HELP = """\
Usage: ropa [OPTIONS] COMMAND [ARGS]...

  Keep a record of processing activities as YAML, check it, and render it.

  Exit status: 0 all is well, 1 something was found, 2 the command could not
  do its work.

Options:
  --version                  Show the version and exit.
  -q, --quiet                Print results and problems only.
  -C, --directory DIRECTORY  Work as if started there.
  --language [en]            Language of documents and messages.  [default:
                             the register's, else en]
  -h, --help                 Show this message and exit.

Commands:
  init      Begin a project, or a register in it.
  new       Write a record to fill in.
  check     Check registers and report every problem.
  render    Write the documents of registers.
  pack      Pack a register with all that proves it.
  verify    Say what a pack or an appendix proves.
  ccpa      Print the California tables, or where they and the records differ.
  import    Take back what was changed in a workbook.
  migrate   Rename in older registers what is called otherwise since.
  coverage  List the statements of documents no record accounts for.
  lock      Write a fingerprint of each passage.
  anchor    Print the shortest anchor of a statement.
  list      List registers, or the activities of one.
  show      Show an activity as a reader sees it.
  explain   Explain a rule, a field, a state or a word of the law.
  schema    Write the JSON Schemas that editors use.
"""

COMMANDS = [line.split()[0] for line in HELP.split("Commands:\n")[1].splitlines()]


def console(*arguments: str, at: Path = BAKERY, **environment: str) -> Ran:
    """The console script as a program of its own."""
    done = subprocess.run(
        [sys.executable, "-c", CONSOLE, *arguments],
        cwd=at,
        env=surroundings(**environment),
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(params=["--help", "-h"])
def asks_for_help(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_help_is_one_screen(asks_for_help: str) -> None:
    """All commands with a line each, and what the exit status means."""
    assert console(asks_for_help, COLUMNS="80") == Ran(0, HELP, "")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_that_ends_well(name: str) -> None:
    """Help of a command says its exit statuses or its arguments, and costs no project."""
    ran = ropa(ROOT.parent, name, "--help")

    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Usage: ")


def test_the_version_is_printed() -> None:
    """The first question of every bug report."""
    assert console("--version") == Ran(0, f"ropa {__version__}\n", "")


def imported_by(*arguments: str, at: Path = BAKERY) -> set[str]:
    """Modules in memory when a command has ended."""
    code = (
        "import sys\nsys.argv[0] = 'ropa'\nfrom ropa.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print('\\n' + ' '.join(sorted(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=at,
        env=surroundings(),
        capture_output=True,
        timeout=60,
        check=True,
    )
    return set(done.stderr.decode().split("\n")[-2].split())


@pytest.mark.parametrize(
    ("arguments", "spared"),
    [
        (
            ("--help",),
            {"pydantic", "yaml", "babel", "openpyxl", "xlsxwriter", "weasyprint", "jinja2"}
            | {"pikepdf", "lxml", "importlib.resources", "asyncio", "tempfile", "zipfile"},
        ),
        (("check",), {"openpyxl", "xlsxwriter", "weasyprint", "jinja2", "pikepdf", "lxml"}),
        (("list",), {"openpyxl", "xlsxwriter", "weasyprint", "jinja2", "pikepdf"}),
        (("show", "payroll"), {"openpyxl", "xlsxwriter", "weasyprint", "jinja2", "pikepdf"}),
    ],
    ids=["help", "check", "list", "show"],
)
def test_a_command_imports_what_it_needs(arguments: tuple[str, ...], spared: set[str]) -> None:
    """Libraries that draw are slow to import; commands that draw nothing never do."""
    assert imported_by(*arguments) & spared == set()


def test_rendering_one_format_imports_one_library(tmp_path: Path) -> None:
    """A machine without Pango writes workbooks."""
    got = imported_by("render", "--format", "xlsx", "--output", str(tmp_path))

    assert {"openpyxl", "weasyprint", "xlsxwriter"} & got == {"xlsxwriter"}


def test_init_begins_a_project_that_can_be_checked(tmp_path: Path) -> None:
    """From nothing to a record to fill in: two commands, and every question is there to answer."""
    assert ropa(tmp_path, "init", "corner-shop", "--as-of", "2026-01-31") == Ran(
        0,
        "wrote ropa.yaml and records/corner-shop/register.yaml\nnext: ropa new activity ID --register corner-shop\n",
        "",
    )
    assert ropa(tmp_path, "new", "activity", "mail-order") == Ran(
        0, "wrote records/corner-shop/activities/mail-order.yaml\n", ""
    )
    assert (
        (tmp_path / "records/corner-shop/register.yaml")
        .read_text()
        .startswith(
            dedent("""\
            # yaml-language-server: $schema=../../schema/register.json
            schema: 2
            title: "Record of processing activities of Corner Shop"
            kept_by: organization
            as_of: 2026-01-31
            confirmed_by: {by: data protection officer, on: 2026-01-31}
            """)
        )
    )
    assert (
        (tmp_path / "records/corner-shop/activities/mail-order.yaml")
        .read_text()
        .startswith(
            dedent("""\
            # yaml-language-server: $schema=../../../schema/activity.json
            id: mail-order
            name: "Mail order"
            role: {controller: stated}
            """)
        )
    )
    ran = ropa(tmp_path, "check")
    assert ran.status == 0
    assert " error: " not in ran.out and "'purposes' is not recorded" in ran.out


def test_a_reconstruction_begins_without_a_confirmation(tmp_path: Path) -> None:
    """Who draws a record from documents does not confirm it for the organization."""
    assert (
        ropa(tmp_path, "init", "acme", "--reconstruction", "--organization", 'Acme "A" Ltd').status
        == 0
    )
    text = (tmp_path / "records/acme/register.yaml").read_text()

    assert (
        'title: "Record of processing activities of Acme \\"A\\" Ltd"\nkept_by: reconstruction\n'
        in text
    )
    assert "confirmed_by" not in text
    assert "dpo: not-stated" in text


def test_a_processors_record_asks_a_processors_questions(tmp_path: Path) -> None:
    """Art. 30(2) asks for controllers and categories of processing, not for purposes."""
    project_of(tmp_path, {})
    assert (
        ropa(
            tmp_path, "new", "activity", "hosting", "--role", "processor", "--name", "Hosting: all"
        ).status
        == 0
    )
    text = (tmp_path / "records/shop/activities/hosting.yaml").read_text()

    assert 'name: "Hosting: all"\nrole: {processor: stated}\n' in text
    assert "controllers: not-recorded" in text and "purposes:" not in text


REFUSALS = [
    (
        ("init", "Corner Shop"),
        "'Corner Shop' cannot name a register; write lower-case words joined by hyphens",
    ),
    (("init", "shop"), "{root}/records/shop is already there"),
    (
        ("new", "activity", "Sales"),
        "'Sales' is not an id; write lower-case words joined by hyphens",
    ),
    (("new", "activity", "sales"), "records/shop/activities/sales.yaml is already there"),
    (
        ("new", "activity", "x", "--register", "shoe"),
        "there is no register 'shoe'; `ropa list` lists them",
    ),
    (("check", "shoe"), "there is no register 'shoe'; did you mean 'shop'?"),
    (("list", "zzz"), "there is no register 'zzz'"),
    (("show", "sale"), "there is no activity 'sale'; did you mean 'sales'?"),
    (("show", "zzz"), "there is no activity 'zzz'; `ropa list REGISTER` lists them"),
    (("explain", "retenton"), "nothing is called 'retenton'; did you mean 'retention'?"),
    (("explain", "zzzzzz"), "nothing is called 'zzzzzz'"),
    (
        ("render", "--format", "docx"),
        "there is no format 'docx'; there are xlsx, pdf, ccpa and json",
    ),
    (("render", "--format", ","), "name a format: xlsx, pdf, ccpa and json"),
]


@pytest.mark.parametrize(
    ("arguments", "told"), REFUSALS, ids=[" ".join(arguments) for arguments, _ in REFUSALS]
)
def test_what_cannot_be_done_is_one_line_and_status_2(
    tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    """A script tells 'it found something' from 'it could not run' by the status alone."""
    root = project_of(tmp_path, {})

    assert ropa(root, *arguments) == Ran(2, "", f"ropa: {told.format(root=root)}\n")


def test_several_registers_have_to_be_named(tmp_path: Path) -> None:
    """A record must not land in the wrong company's register."""
    two = {
        f"records/kiosk/{name.split('/', 2)[2]}": text
        for name, text in SHOP.items()
        if name.startswith("records/")
    }
    root = project_of(tmp_path, {**two})

    assert (
        ropa(root, "new", "activity", "x").err
        == "ropa: name the register with --register; `ropa list` lists them\n"
    )
    assert ropa(root, "show", "sales").err == (
        "ropa: 'sales' is in kiosk and in shop; write `ropa show kiosk/sales`\n"
    )
    assert ropa(root, "show", "shop/sales").out.startswith(
        "Sales at the till\nshop/sales, records/shop/activities/"
    )


def test_outside_a_project_a_command_says_how_to_begin(tmp_path: Path) -> None:
    """The first thing a new user types is often typed in the wrong folder."""
    assert ropa(tmp_path, "check") == Ran(
        2, "", "ropa: no ropa.yaml here or in a directory above; `ropa init` makes one\n"
    )


def test_no_register_yet_is_a_finding(tmp_path: Path) -> None:
    """An empty project is checked, and has nothing to show."""
    (tmp_path / "ropa.yaml").write_text("# Marks the root.\n")
    assert (
        ropa(tmp_path, "check").err == "ropa: there is no folder 'records'; `ropa init` makes one\n"
    )
    (tmp_path / "records").mkdir()

    assert ropa(tmp_path, "check") == Ran(
        1,
        "records:1:1: error: there is no register here [no-register]\n"
        "      = help: `ropa init NAME` begins one\n1 error\n",
        "",
    )
    assert (
        ropa(tmp_path, "new", "activity", "x").err
        == "ropa: there is no register; `ropa init` begins one\n"
    )


def test_list_shows_registers_and_their_activities() -> None:
    """In columns for people, in JSON for programs; the same words."""
    assert ropa(BAKERY, "list").out == "example-bakery  2  organization  Example Bakery Ltd\n"
    assert ropa(BAKERY, "list", "example-bakery").out == (
        "newsletter  controller  active  =Newsletter <b>of the shop</b>\npayroll     controller  active  Payroll\n"
    )
    assert json.loads(ropa(BAKERY, "list", "--format", "json").out) == [
        {
            "register": "example-bakery",
            "activities": 2,
            "kept by": "organization",
            "organization": "Example Bakery Ltd",
        }
    ]


def test_list_says_what_it_could_not_read(tmp_path: Path) -> None:
    """A list that leaves something out says so."""
    root = project_of(tmp_path, {"records/shop/activities/broken.yaml": "id: broken\n"})

    assert ropa(root, "list", "shop") == Ran(
        1,
        "sales  controller  active  Sales at the till\n",
        "ropa: 2 problems; `ropa check` lists them\n",
    )


def test_show_prints_a_record_as_a_reader_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything inherited is resolved, each answer stands beside its article, and no label is cut."""
    monkeypatch.setenv("COLUMNS", "100")

    lines = ropa(BAKERY, "show", "payroll").out.splitlines()

    assert lines[:3] == [
        "Payroll",
        "example-bakery/payroll, records/example-bakery/activities/payroll.yaml",
        "",
    ]
    assert lines[13:19] == [
        "Condition for special     n/a [No special categories are processed; general statement]",
        "categories                GDPR Art. 9(2)",
        "Ground for data on        n/a [No data on offences are processed; general statement]",
        "offences                  GDPR Art. 10",
        "Data subjects             employees",
        "                          GDPR Art. 30(1)(c)",
    ]
    assert lines[-1] == "Owner                     head of staff"


def test_explain_prints_the_manual_of_a_rule() -> None:
    """What `[element-not-answered]` means is one command away."""
    assert ropa(BAKERY, "explain", "transfer-without-destination").out == dedent("""\
        rule transfer-without-destination
        severity warning, GDPR Art. 30(1)(e)

        A transfer names no country or international organization, nor says that none is named.

        Art. 30(1)(e) and 30(2)(c) ask which third country or international organization data go to.
        Name the countries, or say in which state the destination stands:

            transfers:
              group: {from: transfer-clause, destination: {vague: Countries other than one's own}}
        """)


@pytest.mark.parametrize("name", BY_NAME)
def test_every_rule_can_be_explained(name: str) -> None:
    """The word in brackets is the word to ask for."""
    ran = ropa(BAKERY, "explain", name)

    assert ran.status == 0
    assert ran.out.startswith(f"rule {name}\nseverity {BY_NAME[name].severity}")


def test_explain_prints_all_that_a_name_means() -> None:
    """'Retention' is a field and a question; a state says how it is printed; a word says its law."""
    assert ropa(BAKERY, "explain", "retention").out == dedent("""\
        field retention of an activity
        how long data without a period of their own are kept. GDPR Art. 30(1)(f)

        retention, a word of fields
        label: Retention
        layout: retention of each category of data
        article: GDPR Art. 30(1)(f)
        processor: GDPR Art. 28(3)(g)
        roles: controller
        condition: where-possible
        within: personal_data
        verified: primary
        """)
    assert ropa(BAKERY, "explain", "lost").out == (
        "state lost\nThe source announces it and then it is missing. Printed as “lost in source”.\n"
    )
    assert ropa(BAKERY, "explain", "roles").out == dedent("""\
        list roles
        controller        controller (GDPR Art. 4(7))
        joint-controller  joint controller (GDPR Art. 26)
        processor         processor (GDPR Art. 4(8))
        sub-processor     sub-processor (GDPR Art. 28(4))
        """)


def test_schema_prints_writes_and_compares(tmp_path: Path) -> None:
    """Editors read the schemas from a folder; CI asks whether they are current."""
    printed = ropa(BAKERY, "schema", "recipients")
    assert json.loads(printed.out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"

    folder = str(tmp_path)
    assert ropa(BAKERY, "schema", "--output", folder).out == (
        f"{folder}: activity.json, controllers.json, layout.json, people.json, recipients.json, register.json, source.json and systems.json\n"
    )
    assert (tmp_path / "recipients.json").read_text() == printed.out
    assert ropa(BAKERY, "schema", "--check", "--output", folder) == Ran(0, "", "")

    (tmp_path / "source.json").write_text("{}")
    assert ropa(BAKERY, "schema", "--check", "--output", folder) == Ran(
        1,
        f"{tmp_path / 'source.json'}: not current; `ropa schema --output {folder}` rewrites it\n",
        "",
    )
    assert ropa(BAKERY, "schema").status == 2
    assert ropa(BAKERY, "schema", "nothing").status == 2


def test_render_says_what_it_wrote(tmp_path: Path) -> None:
    """One line a register; a format asked for twice is written once."""
    ran = ropa(BAKERY, "render", "--format", "json, ccpa,json", "--output", str(tmp_path))

    assert ran == Ran(
        0,
        f"{tmp_path}/example-bakery: register.json, ccpa.md, ccpa.html, ccpa-fragment.html, ccpa.csv and ccpa.docx\n",
        "",
    )


def test_quiet_prints_results_and_problems_only(tmp_path: Path) -> None:
    """A script wants no talk; what was found it wants all the same."""
    root = project_of(
        tmp_path, {"records/shop/activities/sales.yaml": activity(said="profiling: lost\n")}
    )

    assert ropa(root, "-q", "render", "--format", "json") == Ran(0, "", "")
    assert ropa(root, "-q", "check").out.count("[question-not-answered]") == 1


def test_a_register_with_errors_is_not_rendered(tmp_path: Path) -> None:
    """A document that leaves out a broken record without a word would be untrue."""
    root = project_of(
        tmp_path, {"records/shop/activities/sales.yaml": activity(said="nothing: here\n")}
    )

    ran = ropa(root, "render", "--format", "json")

    assert ran.status == 1
    assert ran.err.endswith("ropa: shop was not written: it has errors\n")
    assert not (root / "output").exists()


STATUSES = [
    ("error", 0),
    ("warning", 1),
    ("info", 1),
    ("never", 0),
]


@pytest.mark.parametrize("format", ["text", "json"])
@pytest.mark.parametrize(("fail_on", "status"), STATUSES)
def test_the_status_is_that_of_what_was_found(
    tmp_path: Path, format: str, fail_on: str, status: int
) -> None:
    """It depends on severity and never on how findings are printed."""
    root = project_of(
        tmp_path, {"records/shop/activities/sales.yaml": activity(said="transfers: lost\n")}
    )

    ran = ropa(root, "check", "--format", format, "--fail-on", fail_on)

    assert (ran.status, ran.err) == (status, "")


def test_check_in_json_is_what_check_in_text_says(tmp_path: Path) -> None:
    """Places, rules, severities, help and articles, for machines."""
    root = project_of(
        tmp_path, {"records/shop/activities/sales.yaml": activity(said="transfers: lost\n")}
    )

    assert json.loads(ropa(root, "check", "--format", "json").out) == {
        "diagnostics": [
            {
                "file": "records/shop/activities/sales.yaml",
                "line": 4,
                "column": 12,
                "width": 4,
                "rule": "element-not-answered",
                "severity": "warning",
                "message": "'transfers' is lost in the source for 'sales' (GDPR Art. 30(1)(e))",
                "help": "look for another version of the document",
                "article": "GDPR Art. 30(1)(e)",
            }
        ]
    }


def test_a_directory_is_where_one_works(tmp_path: Path) -> None:
    """-C is as if one had gone there first, also from below the root."""
    deep = project_of(tmp_path, {}) / "records" / "shop"

    assert ropa(deep, "check") == Ran(0, "nothing found\n", "")
    assert (
        console("-C", str(deep), "list", at=ROOT.parent).out
        == "shop  1  organization  Corner Shop Ltd\n"
    )
    assert ropa(tmp_path / "nowhere", "check").status == 2


def on_a_terminal(arguments: list[str], **environment: str) -> str:
    """What a program prints whose output is a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        arguments, env=surroundings(TERM="xterm", **environment), stdout=theirs, stderr=theirs
    ) as child:
        os.close(theirs)
        printed = b""
        while True:
            try:
                more = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not more:
                break
            printed += more
        assert child.wait(60) == 0
    os.close(ours)
    return printed.decode()


@pytest.mark.needs("terminal")
def test_a_progress_bar_is_for_terminals(tmp_path: Path) -> None:
    """A log file wants no carriage returns."""
    wanted = ["render", "--format", "json", "--output", str(tmp_path)]

    assert "rendering" in on_a_terminal(command(BAKERY, *wanted))
    assert "rendering" not in on_a_terminal(command(BAKERY, "-q", *wanted))
    assert program(BAKERY, *wanted).err == ""


@pytest.mark.needs("terminal")
def test_colour_is_for_terminals_and_for_who_wants_it() -> None:
    """NO_COLOR is respected, and a pipe gets plain text."""
    shown = command(BAKERY, "show", "payroll")

    assert "\x1b[" in on_a_terminal(shown)
    assert "\x1b[" not in on_a_terminal(shown, NO_COLOR="1")
    assert "\x1b[" not in program(BAKERY, "show", "payroll").out


@pytest.mark.parametrize(("shell", "beginning"), [("bash", "_ropa_completion() {"), ("zsh", "#compdef ropa"), ("fish", "function _ropa_completion;")])  # fmt: skip
def test_a_shell_can_complete(shell: str, beginning: str) -> None:
    """The line for the shell's start-up file comes from the program itself."""
    ran = console(_ROPA_COMPLETE=f"{shell}_source")

    assert ran.out.lstrip().startswith(beginning)


def completed(words: str) -> list[str]:
    """What bash is offered after *words*."""
    ran = console(
        COMP_WORDS=words, COMP_CWORD=str(words.count(" ")), _ROPA_COMPLETE="bash_complete"
    )
    return [line.partition(",")[2] for line in ran.out.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("ropa ch", ["check"]),
        ("ropa check ex", ["example-bakery"]),
        ("ropa render ", ["example-bakery"]),
        ("ropa list zzz", []),
        ("ropa show ", ["newsletter", "payroll"]),
        ("ropa show pay", ["payroll"]),
        ("ropa new activity x --register ", ["example-bakery"]),
        ("ropa explain lawful-", ["lawful-bases"]),
        ("ropa check --fail-on w", ["warning"]),
        (f"ropa -C {ROOT} check callminer-2023", ["callminer-2023"]),
        ("ropa -C / check ", []),
        ("ropa -C / show ", []),
    ],
)
def test_registers_and_activities_are_completed(words: str, offered: list[str]) -> None:
    """Names come from the project at hand, also where -C names another, and silence where there is none."""
    assert completed(words) == offered


NO_PANGO = """\
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name == 'weasyprint':
            raise OSError("cannot load library 'libpango-1.0-0'")
sys.meta_path.insert(0, Missing())
sys.argv[0] = 'ropa'
from ropa.cli import main
main()
"""


def test_without_pango_all_but_the_pdf_is_written(tmp_path: Path) -> None:
    """A missing library of the machine costs one document and says which, and how to get it."""
    done = subprocess.run(
        [sys.executable, "-c", NO_PANGO, "render", "--output", str(tmp_path)],
        cwd=BAKERY,
        env=surroundings(),
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr.decode()) == (
        2,
        "ropa: pdf was not written: Pango is missing on this machine; install Pango, for instance with: "
        "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0\n",
    )
    assert sorted(path.name for path in (tmp_path / "example-bakery").iterdir()) == sorted(
        {*FILES} - {"appendix.pdf"}
    )


NO_CJK = """\
import sys
sys.modules['justmytype_intl_cjk'] = None
sys.argv[0] = 'ropa'
from ropa.cli import main
main()
"""


def rendered_without_cjk(at: Path, output: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", NO_CJK, "render", "--output", str(output)],
        cwd=at,
        env=surroundings(),
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.mark.needs("pango")
@pytest.mark.parametrize("name", ["個人情報の取扱い", "개인정보", "处理活动记录", "Sales ★"])
def test_a_pdf_is_refused_where_its_fonts_are_missing(tmp_path: Path, name: str) -> None:
    """With other shapes, or with codes in place of letters, it would not be the document it is elsewhere."""
    root = tmp_path / "project"
    shutil.copytree(BAKERY, root)
    payroll = root / "records/example-bakery/activities/payroll.yaml"
    text = payroll.read_text("utf-8").replace("name: Payroll", f"name: {name}")
    payroll.write_text(text, "utf-8")

    done = rendered_without_cjk(root, tmp_path / "output")

    lowest = min(character for character in name if character > "\u1000")
    assert (done.returncode, done.stderr.decode()) == (
        2,
        f"ropa: pdf was not written: '{lowest}' (U+{ord(lowest):04X}) needs fonts that are not installed; "
        "install them with: pip install 'ropa[cjk]'\n",
    )
    assert sorted(
        path.name for path in (tmp_path / "output" / "example-bakery").iterdir()
    ) == sorted({*FILES} - {"appendix.pdf"})


@pytest.mark.needs("pango")
def test_a_pdf_without_such_text_is_the_same_without_its_fonts(tmp_path: Path) -> None:
    """What is optional has no part in the documents of those who do not have it."""
    done = rendered_without_cjk(BAKERY, tmp_path / "without")
    assert ropa(BAKERY, "render", "--output", str(tmp_path / "with")).status == 0

    assert (done.returncode, done.stderr) == (0, b"")
    file = Path("example-bakery/appendix.pdf")
    assert (tmp_path / "with" / file).read_bytes() == (tmp_path / "without" / file).read_bytes()


def test_a_misspelt_command_is_guessed() -> None:
    """The nearest command is named, with its usage."""
    ran = ropa(BAKERY, "chekc")

    assert ran.status == 2
    assert ran.err.splitlines()[-1] == "Error: there is no command 'chekc'; did you mean 'check'?"


def test_the_program_can_be_run_as_a_module() -> None:
    """``python -m ropa`` is ``ropa``."""
    assert program(BAKERY, "check") == Ran(0, "nothing found\n", "")


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    """``ropa explain personal-data | head`` ends without a traceback."""
    words = [sys.executable, "-c", CONSOLE, "explain", "personal-data"]
    with subprocess.Popen(
        words, cwd=BAKERY, env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout is not None and child.stderr is not None
        child.stdout.close()
        told = child.stderr.read().decode()

    assert "Traceback" not in told
