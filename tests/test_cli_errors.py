"""What cannot be done at all: one line on stderr, exit status 2, no traceback. And the status of what was found."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from ropa.reporters import REPORTERS
from support import Ran, command, project_of, ropa, sales, surroundings

SETTINGS = [
    ("output: out\ntemplats: own\n", "2:1: 'templats' is not a setting; there are {settings}"),
    ("output: ../out\n", "1:9: '../out' leads out of the project"),
    ("records: /etc\n", "1:10: '/etc' leads out of the project"),
    ("templates: own/../../own\n", "1:12: 'own/../../own' leads out of the project"),
    ("output: records/out\n", "1:9: 'records/out' lies among the records"),
    ("output: loop\n", "1:9: 'loop' leads out of the project"),
    ("output: away\n", "1:9: 'away' leads out of the project"),
    ("records: [a, b]\n", "1:10: 'records' needs a text, such as 'records'"),
    ('output: ""\n', "1:9: 'output' needs a text, such as 'output'"),
    ("output:\n", "1:1: error: 'output' has no value [empty-value]"),
    ("paper: A5\n", "1:8: 'paper' is A4 or Letter, not 'A5'"),
    ("just words\n", "1:1: settings are a mapping of keys; there are {settings}"),
    ("- output\n", "1:1: settings are a mapping of keys; there are {settings}"),
    (
        "output: a\noutput: b\n",
        "2:1: error: 'output' stands twice; first in line 1 [duplicate-key]",
    ),
    (
        "output: [\n",
        "1:10: error: this is not YAML: did not find expected node content [yaml-syntax]",
    ),
    ("output: \x1b[2J\n", "1:9: error: U+001B is a control character [control-character]"),
]


@pytest.mark.parametrize(("text", "said"), SETTINGS, ids=[text for text, _ in SETTINGS])
def test_a_setting_that_cannot_be_followed_stops_everything(
    tmp_path: Path, text: str, said: str
) -> None:
    """Settings say where to read and write: what is not understood there must not be guessed."""
    root = project_of(tmp_path / "project", {"ropa.yaml": text})
    (root / "loop").symlink_to("loop")
    (root / "away").symlink_to(tmp_path)
    known = "records, output, templates, paper"

    assert ropa(root, "check") == (2, "", f"ropa: ropa.yaml:{said.format(settings=known)}\n")


def test_records_that_are_not_there_are_named(tmp_path: Path) -> None:
    """An empty report of the wrong folder would look like a clean one."""
    root = project_of(tmp_path, {"ropa.yaml": "records: register\n"})

    assert ropa(root, "check") == (
        2,
        "",
        "ropa: there is no folder 'register'; `ropa init` makes one\n",
    )


def test_a_project_is_not_begun_by_a_pipe(tmp_path: Path) -> None:
    """Only a file marks a root; a pipe of that name would be waited for."""
    root = project_of(tmp_path, {"ropa.yaml": None})
    os.mkfifo(root / "ropa.yaml")

    assert ropa(root, "check") == (
        2,
        "",
        "ropa: no ropa.yaml here or in a directory above; `ropa init` makes one\n",
    )


@pytest.mark.parametrize("format", REPORTERS)
@pytest.mark.parametrize(
    ("said", "fail_on", "status"),
    [
        ("", "info", 0),
        ("minors: lost\n", "info", 1),
        ("minors: lost\n", "warning", 0),
        ("transfers: lost\n", "warning", 1),
        ("transfers: lost\n", "error", 0),
        ("transfers: lots\n", "error", 1),
        ("transfers: lots\n", "never", 0),
    ],
)
def test_the_status_says_how_bad_it_is_in_every_format(
    tmp_path: Path, format: str, said: str, fail_on: str, status: int
) -> None:
    """A pipeline that turns green because the log became machine-readable has hidden a finding."""
    root = sales(tmp_path, said)

    ran = ropa(root, "check", "--format", format, "--fail-on", fail_on)

    assert (ran.status, ran.err) == (status, "")


@pytest.mark.parametrize("format", REPORTERS)
def test_what_cannot_run_is_status_2_in_every_format(tmp_path: Path, format: str) -> None:
    """Not found is not the same as not looked for."""
    root = project_of(tmp_path, {"ropa.yaml": "recods: here\n"})

    ran = ropa(root, "check", "--format", format, "--fail-on", "never")

    assert ran == (
        2,
        "",
        "ropa: ropa.yaml:1:1: 'recods' is not a setting; there are records, output, templates, paper\n",
    )


TEMPLATES = [
    ("<p>\n{{ nothing }}", "2: 'nothing' is not given to it; there are document, say, style"),
    (
        "{% if false %}\n{{ documnet }}{% endif %}",
        "2: 'documnet' is not given to it; did you mean 'document'?",
    ),
    (
        "{% macro m(a) %}{{ a }}{{ b }}{% endmacro %}",
        "1: 'b' is not given to it; there are document, say, style",
    ),
    (
        "{{ document.nothing }}",
        "1: 'ropa.documents.table.Document object' has no attribute 'nothing'",
    ),
    ("{% for row in rows %", "1: unexpected 'end of template'"),
    (
        "<p>\n\n{{ document.title",
        "3: unexpected end of template, expected 'end of print statement'.",
    ),
    ("{{ 1 | nothing }}", "1: No filter named 'nothing'."),
    ("{{ ''.__class__.__mro__ }}", "1: access to attribute '__class__' of 'str' object is unsafe."),
    (
        "{{ say.__globals__ }}",
        "1: access to attribute '__globals__' of 'function' object is unsafe.",
    ),
    (
        "{{ '{0.__class__}'.format(document) }}",
        "1: access to attribute '__class__' of 'Document' object is unsafe.",
    ),
    (
        "{{ document.__init__ }}",
        "1: access to attribute '__init__' of 'Document' object is unsafe.",
    ),
    ("<p>\n{% include '../../etc/passwd' %}", "2: there is no template '../../etc/passwd'"),
    ("{% include '/etc/passwd' %}", "1: there is no template '/etc/passwd'"),
    ("{% import 'os' as os %}", "1: there is no template 'os'"),
    ("{% include 'ccpa.html.jinja' %}", "1: it calls itself without end"),
    (
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
        "1: it calls itself without end",
    ),
    ("{% for i in range(10 ** 9) %}{% endfor %}", None),
    ("{{ 1 / 0 }}", "1: division by zero"),
    ("{{ 1 + 'a' }}", "1: unsupported operand type(s) for +: 'int' and 'str'"),
    ("{{ lipsum() }}", "1: 'lipsum' is not given to it; there are document, say, style"),
]


@pytest.mark.parametrize(("text", "said"), TEMPLATES, ids=[text for text, _ in TEMPLATES])
def test_a_template_at_fault_is_named_with_its_line(
    tmp_path: Path, text: str, said: str | None
) -> None:
    """A project's own template is written by its users, who do not read Python, and comes with every clone."""
    root = project_of(tmp_path, {"templates/ccpa.html.jinja": text})
    said = said or "1: Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000)."

    ran = ropa(root, "render", "--format", "ccpa")

    assert ran == (2, "", f"ropa: template ccpa.html.jinja:{said}\n")
    assert not (root / "output").exists()


def test_every_unknown_name_is_told_in_one_run(tmp_path: Path) -> None:
    """Also in a file that the template includes; a name the template makes itself is known there."""
    root = project_of(
        tmp_path,
        {
            "templates/ccpa.html.jinja": "{% set ours = 1 %}\n{{ titel }}{% include 'foot.html.jinja' %}\n{{ day }}",
            "templates/foot.html.jinja": "{{ ours }}\n{{ foot }}",
        },
    )

    ran = ropa(root, "render", "--format", "ccpa")

    assert (ran.status, ran.err) == (
        2,
        "ropa: template ccpa.html.jinja:2: 'titel' is not given to it; there are document, say, style\n"
        "template ccpa.html.jinja:3: 'day' is not given to it; there are document, say, style\n"
        "template foot.html.jinja:2: 'foot' is not given to it; there are document, ours, say, style\n",
    )


def test_a_template_that_is_no_text_is_named(tmp_path: Path) -> None:
    """It has no line to point at."""
    root = project_of(
        tmp_path, {"templates/page.css": b"\xff", "templates/ccpa.html.jinja": b"\xff"}
    )

    assert ropa(root, "render", "--format", "ccpa") == (
        2,
        "",
        "ropa: template page.css: it is not UTF-8\n",
    )


@pytest.mark.parametrize("name", ["ccpa.html.jinja", "page.css"])
def test_a_template_is_no_way_out_of_the_project(tmp_path: Path, name: str) -> None:
    """A link that came with a clone would print a file of the machine into a document that is sent away."""
    root = project_of(tmp_path / "project", {"templates/mine.txt": ""})
    (tmp_path / "secret").write_text("secret")
    (root / "templates" / name).symlink_to(tmp_path / "secret")

    ran = ropa(root, "render", "--format", "ccpa")

    assert ran == (2, "", f"ropa: template {name}: it is a symbolic link, which is not followed\n")


THERE_IS_NONE = "there is no file '{}' in the templates' folder"
NO_LOGOS = {
    "../secret.png": THERE_IS_NONE,
    "/etc/passwd": THERE_IS_NONE,
    "link.png": "'{}' is a symbolic link, which is not followed",
    "none.png": THERE_IS_NONE,
    "../templates/../secret.png": THERE_IS_NONE,
}


@pytest.mark.parametrize("logo", NO_LOGOS)
def test_a_logo_is_no_way_out_of_the_project(tmp_path: Path, logo: str) -> None:
    """The same for the one picture a register can name."""
    register = "records/shop/register.yaml"
    root = project_of(tmp_path / "project", {"templates/mine.txt": ""})
    (root / register).write_text((root / register).read_text() + f"document: {{logo: {logo}}}\n")
    (tmp_path / "project" / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (root / "templates/link.png").symlink_to("../secret.png")

    ran = ropa(root, "render", "--format", "pdf")

    assert ran == (2, "", f"ropa: document: logo: {NO_LOGOS[logo].format(logo)}\n")


def test_a_fault_of_our_own_is_one_line_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A traceback says nothing to a lawyer; who wants one can ask for it."""
    root = project_of(tmp_path, {})

    def broken(*_: object) -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr("ropa.cli.check.find", broken)
    monkeypatch.delenv("ROPA_DEBUG")

    assert ropa(root, "check") == (
        2,
        "",
        "ropa: a fault of ropa itself: RuntimeError: two lines; ROPA_DEBUG=1 shows where\n",
    )


def test_a_file_one_may_not_read_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest of the register is checked all the same."""
    root = project_of(tmp_path, {"records/shop/activities/locked.yaml": "id: locked\n"})
    opened = os.open

    def refuse(path: Path, flags: int, *mode: int) -> int:
        if str(path).endswith("locked.yaml"):
            raise PermissionError(13, "Permission denied")
        return opened(path, flags, *mode)

    monkeypatch.setattr(os, "open", refuse)

    assert ropa(root, "check") == (
        1,
        "records/shop/activities/locked.yaml:1:1: error: the file cannot be read: Permission denied [unreadable]\n"
        "      = help: give yourself permission to read it\n"
        "1 error\n",
        "",
    )


@pytest.mark.parametrize("format", REPORTERS)
def test_a_terminal_of_another_encoding_is_no_fault(tmp_path: Path, format: str) -> None:
    """Windows writes a redirected log in its own code page, which has no Chinese."""
    root = sales(tmp_path, "purposes: {漢字: none}\n")

    done = subprocess.run(
        command(root, "check", "--format", format),
        env=surroundings(PYTHONUTF8="0", PYTHONIOENCODING="cp1252"),
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert Ran(done.returncode, "", done.stderr.decode()) == (1, "", "")
    assert b"\\u6f22\\u5b57" in done.stdout
