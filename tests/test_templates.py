"""A project's own templates come with a clone: they run in a child that is ended where it asks for too much."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jinja2 import meta

from registers import BOOKS, rendered
from ropa.output import html, pdf
from ropa.output.child import Drawing
from ropa.output.limits import Limits
from ropa.templates import environment, packaged
from support import BAKERY, ROOT, SHOP, Ran, command, project_of, ropa, surroundings

REMEDY = "shorten what it repeats, or take it out of the templates' folder"
SLOW = "it did not end within 3 s of computing"
LARGE = "it needed more than 1.2 GB of memory"

PAGE = '<html lang="en"><head><title>t</title></head><body>{}</body></html>'


def limited(root: Path, *arguments: str, told: str) -> Ran:
    """Run ``ropa`` in *root* from a shell that allows seconds and little memory; nothing may be left of it.

    Where *told* is that memory ran out there are some seconds more, so that it is memory that does.
    """
    shell = f'ulimit -S -t {3 if SLOW in told else 9} && ulimit -S -v 1171875 && exec "$@"'
    scratch = root.with_name(f"{root.name}-tmp")
    scratch.mkdir()
    done = subprocess.run(
        ["sh", "-c", shell, "sh", *command(root, *arguments)],
        env=surroundings(TMPDIR=str(scratch), ROPA_DEBUG=""),
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert list(scratch.iterdir()) == []
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


RUNAWAYS = {
    "<p>\n{% for a in range(99999) %}{% for b in range(99999) %}\n{% endfor %}{% endfor %}": f":2: {SLOW}",
    "{% for a in range(9999) %}{% for b in range(9999) %}{% include 'page.css' %}{% endfor %}{% endfor %}": f":1: {SLOW}",
    "{{ [1] | slice(10 ** 10) | list }}": f": {SLOW}",
    "{{ 'x' * 10 ** 10 }}": f":1: {LARGE}",
    '<p>\n\n{{ "%999999999999d" | format(1) }}': f":3: {LARGE}",
    "{{ '{:>99999999999}'.format(1) }}": f":1: {LARGE}",
    "{% set n = namespace(x='ab') %}{% for a in range(99) %}\n{% set n.x = n.x ~ n.x %}{% endfor %}": f":2: {LARGE}",
    "{{ range(99999) | list * 99999 }}": f":1: {LARGE}",
}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no memory")
@pytest.mark.parametrize(("text", "told"), RUNAWAYS.items(), ids=[text[:40] for text in RUNAWAYS])
def test_a_template_without_end_is_ended(tmp_path: Path, text: str, told: str) -> None:
    """Two lines that came with a clone must not keep a machine busy for ever; its author is told which."""
    root = project_of(tmp_path / "p", {"templates/ccpa.html.jinja": text})

    ran = limited(root, "render", "--format", "ccpa", told=told)

    assert ran == (2, "", f"ropa: template ccpa.html.jinja{told}; {REMEDY}\n")
    assert not (root / "output").exists()


CELLS = (
    "{% for r in range(9999) %}<tr>{% for c in range(99) %}<td>x</td>{% endfor %}</tr>{% endfor %}"
)
DOUBLED = "".join(f"--a{i}: var(--a{i + 1}) var(--a{i + 1});" for i in range(40))
PAGES = {
    "cells": (f"<table>{CELLS}</table>", "", SLOW),
    "font sizes": (
        "<p>x</p>",
        f"p {{ {DOUBLED} --a40: x }} p::before {{ content: var(--a0) }}",
        SLOW,
    ),
    "small pages": ("<p>x y</p>" * 3000, "@page { size: 1mm; margin: 0 }", SLOW),
    "deep elements": ("<div>" * 100_000, "", SLOW),
    "column span": ("<table><tr><td colspan=1000000000>x</td></tr></table>", "", LARGE),
    "counter": (
        "<p>x</p>",
        "p::before { counter-increment: a 999999999; content: counter(a, symbols('a')) }",
        LARGE,
    ),
    "grid row": (
        '<div style="display: grid"><p style="grid-row: 1/100000000">x</p></div>',
        "",
        LARGE,
    ),
    "deeper than drawn": (
        "<div>" * 3000,
        "",
        "it cannot be drawn: its elements are nested too deeply",
    ),
}


@pytest.mark.needs("pango")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no memory")
@pytest.mark.parametrize(("body", "style", "told"), PAGES.values(), ids=PAGES)
def test_a_page_without_end_is_ended(tmp_path: Path, body: str, style: str, told: str) -> None:
    """What a template makes is laid out by a library that takes every number at its word."""
    own = {"templates/appendix.html.jinja": PAGE.format(body)}
    own |= {"templates/appendix.css.jinja": style} if style else {}
    root = project_of(tmp_path / "p", own)

    ran = limited(root, "render", "--format", "pdf", told=told)

    both = " with appendix.css.jinja" if style else ""
    remedy = "" if told not in (SLOW, LARGE) else f"; {REMEDY}"
    assert ran == (2, "", f"ropa: template appendix.html.jinja{both}: {told}{remedy}\n")
    assert not (root / "output").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no memory")
@pytest.mark.parametrize(
    "arguments", [("ccpa", "--format", "html"), ("pack",)], ids=["ccpa", "pack"]
)
def test_every_command_that_draws_them_has_the_limits(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """The limits are where documents are drawn, not in a command."""
    root = project_of(
        tmp_path / "p", {"templates/ccpa-fragment.html.jinja": "{{ 'x' * 10 ** 10 }}"}
    )

    ran = limited(root, *arguments, told=LARGE)

    assert ran == (2, "", f"ropa: template ccpa-fragment.html.jinja:1: {LARGE}; {REMEDY}\n")
    assert not (root / "output").exists()


def test_without_a_shells_limits_a_template_has_those_of_the_docs(tmp_path: Path) -> None:
    """Also where nobody thought of `ulimit`."""
    root = project_of(tmp_path, {"templates/ccpa.html.jinja": "{{ 'x' * 10 ** 10 }}"})

    ran = ropa(root, "render", "--format", "ccpa")

    assert ran == (
        2,
        "",
        f"ropa: template ccpa.html.jinja:1: it needed more than 2.1 GB of memory; {REMEDY}\n",
    )


def test_a_larger_register_has_more_time_and_memory() -> None:
    """1,000 activities took 290 seconds and 4.4 GB with the packaged templates, from 2.9 million bytes."""
    assert Limits.of(300_000) == Limits(180, 2_750)
    assert Limits.of(2_900_000) == Limits(700, 9_250)


def own_copies(root: Path) -> Path:
    """The bakery at *root*, with every packaged template as its own, and so with the same documents."""
    files = {
        path.relative_to(BAKERY).as_posix(): path.read_bytes()
        for path in BAKERY.rglob("*")
        if path.is_file()
    }
    copies = {
        f"templates/{path.name}": path.read_bytes()
        for path in packaged("templates").iterdir()
        if path.is_file()
    }
    left_out = dict.fromkeys(SHOP.keys() - files.keys())
    return project_of(root, {**left_out, **files, **copies})


@pytest.mark.needs("pango")
def test_a_child_draws_the_same_bytes(tmp_path: Path) -> None:
    """Own templates that say what the packaged ones say make the same documents, in the child as without."""
    root = own_copies(tmp_path)

    assert ropa(root, "render").status == 0

    folder = root / "output" / BOOKS[-1]
    assert {path.name: path.read_bytes() for path in sorted(folder.iterdir())} == rendered(
        BOOKS[-1]
    )


def children(process: subprocess.Popen[bytes]) -> list[int]:
    return [
        int(pid)
        for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    ]


def is_alive(pid: int) -> bool:
    """Whether the process *pid* is there, and not merely waiting to be counted."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def turns() -> Iterator[None]:
    """Turns of a loop that waits, and not for ever."""
    for _ in range(1200):
        time.sleep(0.05)
        yield


@pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="reads the children of a process in /proc"
)
@pytest.mark.parametrize(
    ("sent", "status", "told"),
    [(signal.SIGINT, 2, b"ropa: stopped\n"), (signal.SIGKILL, -9, b"")],
    ids=["^C", "kill"],
)
def test_no_child_outlives_the_command(
    tmp_path: Path, sent: signal.Signals, status: int, told: bytes
) -> None:
    """Whoever stops the command has stopped what it runs, and nothing of it is left in the folder for such things."""
    endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    root = project_of(tmp_path / "p", {"templates/ccpa.html.jinja": endless})
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    with subprocess.Popen(
        command(root, "render", "--format", "ccpa"),
        env=surroundings(TMPDIR=str(scratch), ROPA_DEBUG=""),
        stderr=subprocess.PIPE,
    ) as process:
        waited = turns()
        while not children(process):
            next(waited)
        [child] = children(process)
        time.sleep(2)  # until it draws
        process.send_signal(sent)
        _, err = process.communicate(timeout=60)
    while is_alive(child) or list(scratch.iterdir()):
        next(waited)

    assert (process.returncode, err.lstrip()) == (status, told)
    assert not (root / "output").exists()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (os.mkfifo, "it is neither a file nor a folder"),
        (Path.mkdir, "it is a folder"),
        (lambda path: path.symlink_to("/dev/zero"), "it is a symbolic link, which is not followed"),
        (lambda path: path.symlink_to("none"), "it is a symbolic link, which is not followed"),
        (lambda path: path.write_bytes(bytes(10_000_001)), "it is larger than 10,000,000 bytes"),
        (lambda path: path.write_bytes(b"\xff"), "it is not UTF-8"),
    ],
    ids=["pipe", "folder", "device", "dangling", "large", "latin"],
)
@pytest.mark.parametrize("name", ["ccpa.html.jinja", "page.css", "foot.html.jinja"])
def test_only_plain_files_are_templates(
    tmp_path: Path, name: str, make: Callable[[Path], None], why: str
) -> None:
    """Nothing is waited for, and nothing without end is read; an included file is named by its own name."""
    root = project_of(
        tmp_path, {"templates/ccpa-fragment.html.jinja": "{% include 'foot.html.jinja' %}"}
    )
    make(root / "templates" / name)

    ran = ropa(root, "render", "--format", "ccpa")

    assert ran == (2, "", f"ropa: template {name}: {why}\n")


def test_a_folder_among_templates_that_leads_outside_is_not_read(tmp_path: Path) -> None:
    """A link on the way to a template is one too."""
    root = project_of(
        tmp_path / "p", {"templates/ccpa.html.jinja": "{% include 'out/secret.txt' %}"}
    )
    (tmp_path / "secret.txt").write_text("secret")
    (root / "templates/out").symlink_to(tmp_path)

    ran = ropa(root, "render", "--format", "ccpa")

    assert ran == (2, "", "ropa: template out/secret.txt: it leads out of its folder\n")


FAULTS = {
    "{{ (" + "(" * 9999 + ")" * 9999 + ") }}": ": it is nested too deeply",
    "{% for a in [1] %}" * 30 + "{% endfor %}" * 30: ": too many statically nested blocks",
    "{{ {}['" + "x" * 999 + "'] }}": (":1: 'dict object' has no attribute '" + "x" * 999)[:476]
    + " …",
}


@pytest.mark.parametrize(("text", "told"), FAULTS.items(), ids=["brackets", "loops", "a long line"])
def test_a_fault_is_one_line_that_can_be_read(tmp_path: Path, text: str, told: str) -> None:
    """What a stranger writes does not choose how much is printed, and is no fault of the tool."""
    root = project_of(tmp_path, {"templates/ccpa.html.jinja": text})

    ran = ropa(root, "render", "--format", "ccpa")

    assert ran == (2, "", f"ropa: template ccpa.html.jinja{told}\n")


def test_of_thousands_of_faults_the_first_are_told(tmp_path: Path) -> None:
    """The twenty-first helps nobody who has not read the first."""
    names = "".join(f"{{{{ n{number} }}}}\n" for number in range(3000))
    root = project_of(tmp_path, {"templates/ccpa.html.jinja": names})

    ran = ropa(root, "render", "--format", "ccpa")

    lines = ran.err.splitlines()
    assert (
        lines[19]
        == "template ccpa.html.jinja:20: 'n19' is not given to it; there are document, say, style"
    )
    assert lines[20:] == ["and 2,980 more"]


ESCAPES = {
    "{{ ''.__class__ }}": "access to attribute '__class__' of 'str' object is unsafe.",
    "{{ draw.registry }}": "'function object' has no attribute 'registry'",
    "{{ widths.__globals__ }}": "access to attribute '__globals__' of 'function' object is unsafe.",
    "{{ document.settings.update(a=1) }}": "access to attribute 'update' of 'dict' object is unsafe.",
    "{{ '{0.__class__}' | attr('format')(1) }}": "access to attribute '__class__' of 'int' object is unsafe.",
    "{{ ('{a.__class__}' | safe).format_map({'a': 1}) }}": "access to attribute '__class__' of 'int' object is unsafe.",
    "{{ document.cover[0][1].values[0].state.mro() }}": "'ropa.model.state.State object' has no attribute 'mro'",
    "{{ document | attr('__init__') }}": "access to attribute '__init__' of 'Document' object is unsafe.",
    "{{ self._TemplateReference__context }}": (
        "access to attribute '_TemplateReference__context' of 'TemplateReference' object is unsafe."
    ),
}


@pytest.mark.parametrize(("text", "told"), ESCAPES.items(), ids=ESCAPES)
def test_nothing_a_template_is_given_leads_to_python(tmp_path: Path, text: str, told: str) -> None:
    """What it is given are values and three functions; none of them opens a door."""
    root = project_of(tmp_path, {"templates/appendix.html.jinja": text})

    ran = ropa(root, "render", "--format", "pdf")

    assert ran == (2, "", f"ropa: template appendix.html.jinja:1: {told}\n")


@pytest.mark.parametrize(
    "drawing", [html.PAGE, html.FRAGMENT, pdf.APPENDIX], ids=["page", "fragment", "appendix"]
)
def test_a_drawing_names_every_template_it_reads(drawing: Drawing) -> None:
    """One that is not named would be the packaged one, whatever the project has."""
    env = environment(None)
    assert env.loader is not None
    texts = {name: env.loader.get_source(env, name)[0] for name in drawing.names}

    used = {
        other
        for name, text in texts.items()
        for other in meta.find_referenced_templates(env.parse(text, name))
    }

    assert used <= set(drawing.names)


def test_only_the_child_may_run_own_templates() -> None:
    """The type is the permission, so that no caller passes a folder of templates by accident."""
    makers = [
        path.name
        for path in (ROOT / "src").rglob("*.py")
        if "OwnTemplates(" in path.read_text(encoding="utf-8")
    ]

    assert makers == ["child.py"]
