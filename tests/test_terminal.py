"""Nothing raw reaches a terminal: what a stranger writes is printed, and never obeyed."""

from __future__ import annotations

import ast
import json
import os
import unicodedata
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies

from books import come_back, write
from books import shop as shop_with_workbook
from ropa.terminal import json_text, visible
from support import ROOT, Ran, command, project_of, ropa, surroundings

CONTROLS = set(map(chr, (*range(0x20), *range(0x7F, 0xA0))))
DIRECTIONS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
HIDDEN = set("\u2028\u2029\u200b\ufeff") | {chr(code) for code in range(0xE0000, 0xE0080)}
HALVES = {chr(code) for code in range(0xD800, 0xE000)}
OBEYED = CONTROLS | DIRECTIONS | HIDDEN | HALVES

texts = strategies.text(
    strategies.one_of(strategies.characters(), strategies.sampled_from(sorted(OBEYED)))
)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("\x1b[2J\x1b]0;owned\x07", "[U+001B][2J[U+001B]]0;owned[U+0007]"),
        ("one\ntwo\r\nthree", "one[U+000A]two[U+000D][U+000A]three"),
        ("\x9b31m", "[U+009B]31m"),
        ("lock\u202elmay", "lock[U+202E]lmay"),
        ("a\u2066b\u2069", "a[U+2066]b[U+2069]"),
        ("half \ud83d", "half [U+D83D]"),
        ("tag \U000e0041", "tag [U+E0041]"),
        ("a\tb", "a b"),
        ("क्‍ष 👩‍💻 می‌خواهم 葛󠄀", "क्‍ष 👩‍💻 می‌خواهم 葛󠄀"),
        ("Grüße, “ελληνικά”, עברית", "Grüße, “ελληνικά”, עברית"),
    ],
)
def test_what_a_terminal_would_obey_has_a_number(text: str, printed: str) -> None:
    """The reader sees what stands there; letters of any script stay what they are."""
    assert visible(text) == printed


@hypothesis.given(texts)
def test_no_text_is_obeyed_and_a_line_stays_a_line(text: str) -> None:
    """Whatever somebody writes; and what is made visible twice is what is made visible once."""
    printed = visible(text)

    assert set(printed) & OBEYED == set()
    assert {unicodedata.category(character) for character in printed} & {
        "Cc",
        "Cs",
        "Zl",
        "Zp",
    } == set()
    assert len(f"{printed}.".splitlines()) == 1
    assert visible(printed) == printed


@hypothesis.given(strategies.dictionaries(texts, strategies.lists(texts)))
def test_json_reads_back_as_it_was(value: dict[str, list[str]]) -> None:
    """Inside JSON such a character is an escape: nothing is obeyed, and nothing is lost."""
    printed = json_text(value)

    assert set(printed) & (OBEYED - {"\n"}) == set()
    assert json.loads(printed) == json.loads(json.dumps(value))


PRINTING = {
    "terminal.py": {"click.echo", "click.style", "sys.stdout"},
    "cli/render.py": {"click.progressbar", "sys.stderr"},  # a bar whose label is a word of ours
    "cli/__init__.py": {
        "sys.stdout",
        "sys.stderr",
        "error.show",
    },  # their encoding; into a page in memory
}
"""Who touches what prints, and why it may."""


def prints(path: Path) -> set[str]:
    """What *path* names that could print."""
    names = {"echo", "secho", "style", "echo_via_pager", "progressbar", "confirm", "prompt", "show"}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    dotted = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    printing = {f"{owner}.{name}" for owner in ("click", "error") for name in names}
    streams = {"sys.stdout", "sys.stderr", "sys.__stdout__", "sys.__stderr__"}
    return (dotted & (printing | streams)) | (called & {"print", "input", "pprint"})


def test_only_the_terminal_prints() -> None:
    """A line printed past it is a line that is not looked at."""
    source = ROOT / "src/ropa"
    printing = {
        path.relative_to(source).as_posix(): prints(path) for path in sorted(source.rglob("*.py"))
    }

    assert {name: calls for name, calls in printing.items() if calls} == PRINTING


POLICY = "We sell \x1b]0;owned\x07 your name\u202e daolyap.\n\nWe \x9b2J keep it.\n"


def hostile(root: Path) -> Path:
    """A shop in a folder, with an activity and a document, whose names and words a terminal would obey."""
    files: dict[str, str | bytes | None] = {
        "records/shop/sources/policy.yaml": "title: Policy\nkind: document\nfile: policy.txt\n",
        "records/shop/activities/sales.yaml": 'id: sales\nname: "Sales\u200f at\\Lthe till"\nrole: {controller: stated}\n',
        "documents/policy.txt": POLICY,
        "no\x1b[2Jbook.xlsx": b"",
    }
    return project_of(root / "shop\x1b[2J", files)


COMMANDS = [
    (
        ("coverage", "--sources", "documents"),
        "shop/policy: 0.0 % of 2 statements accounted for\n"
        "  0 cited, 0 out of scope, 2 open\n"
        "  open, line 1: We sell [U+001B]]0;owned[U+0007] your name[U+202E] daolyap.\n"
        "  open, line 3: We [U+009B]2J keep it.\n",
        "",
    ),
    (
        ("anchor", "policy", "your name", "--sources", "documents"),
        "sell-owned-name: We sell … daolyap.\n",
        "line 1: We sell [U+001B]]0;owned[U+0007] your name[U+202E] daolyap.\n",
    ),
    (
        ("anchor", "policy", "]0;owned\x07", "--sources", "documents"),
        "sell-owned-name: We sell … daolyap.\n",
        "line 1: We sell [U+001B]]0;owned[U+0007] your name[U+202E] daolyap.\n",
    ),
    (("list", "shop"), "sales  controller  active  Sales[U+200F] at the till\n", ""),
    (("init", "shop"), "", "ropa: ROOT/records/shop is already there\n"),
    (
        ("init", "a\nb"),
        "",
        "ropa: 'a[U+000A]b' cannot name a register; write lower-case words joined by hyphens\n",
    ),
    (("check", "\x1b[2J"), "", "ropa: there is no register '[U+001B][2J'\n"),
    (
        ("show", "a\u2028b"),
        "",
        "ropa: there is no activity 'a[U+2028]b'; `ropa list REGISTER` lists them\n",
    ),
    (("explain", "\u202exyz"), "", "ropa: nothing is called '[U+202E]xyz'\n"),
    (
        ("render", "--format", "xlsx\x9b1m"),
        "",
        "ropa: there is no format 'xlsx[U+009B]1m'; there are xlsx, pdf, ccpa and json\n",
    ),
    (
        ("render", "--format", "json", "--output", "out\x07put"),
        "out[U+0007]put/shop: register.json\n",
        "",
    ),
    (
        ("import", "no\x1b[2Jbook.xlsx"),
        "no[U+001B][2Jbook.xlsx: this is no workbook; a CSV that was renamed stays a CSV; send the .xlsx itself\n",
        "",
    ),
]


@pytest.mark.parametrize(
    ("arguments", "out", "err"), COMMANDS, ids=[ascii(" ".join(words)) for words, _, _ in COMMANDS]
)
def test_no_command_prints_what_a_terminal_would_obey(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], out: str, err: str
) -> None:
    """Whoever wrote the document, the record, the name of the folder or the argument."""
    root = hostile(tmp_path)
    monkeypatch.chdir(root)
    printed = str(root).replace("\x1b", "[U+001B]")

    ran = ropa(Path(), *arguments)

    assert (ran.out, ran.err) == (out.replace("ROOT", printed), err.replace("ROOT", printed))


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("\x1b[2J",), "there is no command '[U+001B][2J'"),
        (
            ("schema", "\x1b[2J\nall is well"),
            "there is no schema '[U+001B][2J[U+000A]all is well'; there are",
        ),
        (
            ("ccpa", "--format", "\u202e"),
            "there is no format '[U+202E]' here; there are markdown, html, csv",
        ),
    ],
)
def test_a_call_that_is_not_understood_is_quoted_in_one_line(
    tmp_path: Path, arguments: tuple[str, ...], why: str
) -> None:
    """Below how the command is called, which click prints."""
    lines = ropa(project_of(tmp_path, {}), *arguments).err.split("\n")

    assert [line[: len(why) + 7] for line in lines[2:]] == ["", f"Error: {why}", ""]


@pytest.mark.parametrize(
    "arguments",
    [("check",), ("coverage", "--sources", "documents"), ("list", "shop")],
    ids=lambda words: words[0],
)
def test_json_on_a_terminal_is_not_obeyed_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """Whatever reads it gets the same text."""
    root = hostile(tmp_path)
    (root / "records/shop/activities/more.yaml").write_text("id: more\nname: \x1b]0;x\x07\u202e\n")
    monkeypatch.chdir(root)

    ran = ropa(Path(), *arguments, "--format", "json")

    assert set(ran.out) & (OBEYED - {"\n"}) == set()
    assert json.loads(ran.out)


def test_a_page_holds_no_control_of_a_document(tmp_path: Path) -> None:
    """What stood there is printed as its number; direction marks of Hebrew and Arabic stay."""
    root = hostile(tmp_path)
    (root / "documents/policy.txt").write_text(f"{POLICY}\nנשמר\u200f ב-EU.\n")

    ran = ropa(root, "coverage", "--sources", str(root / "documents"), "--format", "html")

    assert set(ran.out) & (CONTROLS | set("\u202e")) == {"\n"}
    assert "We sell [U+001B]]0;owned[U+0007] your name[U+202E] daolyap." in ran.out
    assert "נשמר\u200f ב-EU." in ran.out


def test_the_report_of_an_import_prints_what_stood_in_a_cell(tmp_path: Path) -> None:
    """A workbook comes from somebody's desk, and its comments too."""
    shop_with_workbook(tmp_path)
    write(tmp_path, ("Purposes", "sales/selling", "Purpose", "Sell \u200fbread\u2028and\x85cake"))

    ran = come_back(tmp_path)

    assert ran == Ran(
        0,
        "changed (1):\n"
        "  Purposes!D4: records/shop/activities/sales.yaml, purposes › selling › text: "
        "“Sell bread” → “Sell [U+200F]bread / and / cake”\n"
        "wrote records/shop/activities/sales.yaml\n"
        "wrote records/shop/sources/statement-2026-02-01.yaml\n",
        "",
    )


def test_carets_stand_below_what_was_made_visible(tmp_path: Path) -> None:
    """One character takes eight columns, and the place still counts it once."""
    record = "id: sales\nname: Sales\nrole: {controller: stated, \u200f漢\u200f字: \u200estated}\n"
    root = project_of(tmp_path, {"records/shop/activities/sales.yaml": record})

    assert ropa(root, "check").out == (
        "records/shop/activities/sales.yaml:3:34: error: "
        "'[U+200E]stated' is neither a passage nor a word for a state [wrong-value]\n"
        "    3 | role: {controller: stated, [U+200F]漢[U+200F]字: [U+200E]stated}\n"
        "      |                                                  ^^^^^^^^^^^^^^\n"
        "      = help: put a passage's name here, or the text under 'text:'\n"
        "1 error\n"
    )


@pytest.mark.needs("terminal")
def test_a_document_is_its_own_bytes_in_a_file_and_visible_on_a_terminal(tmp_path: Path) -> None:
    """A mark of direction belongs to a text in Hebrew; who looks at it on a terminal sees where it stands."""
    register = "records/shop/register.yaml"
    root = project_of(tmp_path, {})
    text = (root / register).read_text().replace("of Corner Shop Ltd", "של\u200f Corner Shop")
    (root / register).write_text(text.replace("name: Corner Shop Ltd", "name: חנות\u200f Ltd"))

    assert "חנות\u200f Ltd" in ropa(root, "ccpa").out
    assert "חנות[U+200F] Ltd" in on_a_terminal(root, "ccpa")
    assert "\u200f" not in on_a_terminal(root, "ccpa", "--format", "csv")


def on_a_terminal(root: Path, *arguments: str) -> str:
    """What ``ropa`` in *root* prints where a terminal listens."""
    import pty
    import subprocess

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(root, *arguments), env=surroundings(), stdout=theirs, stderr=theirs
    ) as started:
        os.close(theirs)
        printed = b""
        while chunk := read_on(ours):
            printed += chunk
        started.wait(timeout=60)
    os.close(ours)
    return printed.decode()


def read_on(end: int) -> bytes:
    try:
        return os.read(end, 1 << 16)
    except OSError:  # Linux says so when the other end is closed
        return b""


@pytest.mark.parametrize("name", ["sa\nles", "sa\x1b[2Jles", "sa\u202eles"])
def test_a_shell_is_not_offered_what_it_cannot_print(tmp_path: Path, name: str) -> None:
    """Completion prints names as they are, one a line."""
    from click.shell_completion import ShellComplete

    from ropa.cli import ropa as group

    root = project_of(
        tmp_path, {f"records/shop/activities/{name}.yaml": "", f"records/{name}/register.yaml": ""}
    )

    def offered(*words: str) -> list[str]:
        shell = ShellComplete(group, {}, "ropa", "_ROPA_COMPLETE")
        return [str(item.value) for item in shell.get_completions(["-C", str(root), *words], "s")]

    assert offered("show") == ["sales"]
    assert offered("list") == ["shop"]
