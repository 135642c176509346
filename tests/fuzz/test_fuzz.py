"""No input stops the tool, leads it out of its folder, or has it print what a terminal obeys."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

pytest.importorskip("resource", reason="what a process may take is not measured on Windows")

from fuzz import guard as guards
from fuzz.case import Case
from fuzz.documents import HTML, POLICY, docx, pdf
from fuzz.guard import SECRET, Guard
from fuzz.packs import written
from fuzz.remembered import REMEMBERED
from fuzz.run import SHARES, chance, maker
from ropa.evidence.documents import SourceDocument, open_document
from support import ROOT

SHORT = {"loader": 60, "documents": 60, "first": 12, "verify": 12, "at": 25, "import": 5}
"""Inputs of a test run, by target: about two seconds each."""

PHASES = (Phase.generate, Phase.shrink)

TARGETS = [
    pytest.param(
        target,
        marks=pytest.mark.needs("git", "pango") if target == "verify" else pytest.mark.needs("git"),
    )
    for target in SHARES
]


@pytest.mark.parametrize("target", TARGETS)
def test_every_input_ends_in_a_record_or_a_sentence(target: str, tmp_path: Path) -> None:
    """Hypothesis makes the choices, so that what fails is the smallest of its kind."""
    guard = Guard(tmp_path / "guard")
    make = maker(target, tmp_path)

    @settings(
        max_examples=SHORT[target],
        derandomize=True,
        database=None,
        phases=PHASES,
        suppress_health_check=[*HealthCheck],
    )
    @given(st.randoms(use_true_random=False))
    def tried(chance: Random) -> None:
        fault = guard.try_(make(chance))

        assert fault is None, f"{fault.kind}: {fault.where}\n{fault.detail}"

    tried()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", POLICY.encode()),
        ("a.html", HTML.encode()),
        ("a.pdf", pdf()),
        ("a.docx", written(docx())),
    ],
)
def test_what_inputs_are_made_of_is_read_whole(name: str, data: bytes, tmp_path: Path) -> None:
    """What is refused at the door before anything is changed in it tries nothing."""
    (tmp_path / name).write_bytes(data)

    document = open_document(tmp_path, name)

    assert isinstance(document, SourceDocument)
    assert "We collect your" in document.text and "kept for six years" in document.text


@pytest.mark.parametrize("name", REMEMBERED)
@pytest.mark.needs("git")
def test_what_failed_once_does_not_fail_again(name: str, tmp_path: Path) -> None:
    """Inputs that stopped the tool, or had it print what it must not, as small as they could be made."""
    assert Guard(tmp_path / "guard").try_(REMEMBERED[name]()) is None


@pytest.mark.parametrize("target", TARGETS)
def test_an_input_can_be_made_again_from_its_seed(target: str, tmp_path: Path) -> None:
    """A fault that is told by its number must be the same fault tomorrow."""
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    first, second = maker(target, tmp_path / "one"), maker(target, tmp_path / "two")

    assert [first(chance(1, target, number)) for number in range(40)] == [
        second(chance(1, target, number)) for number in range(40)
    ]


def _prints(text: str) -> Callable[[tuple[str, ...]], object]:
    def run(words: tuple[str, ...]) -> object:
        print(text)
        return 0

    return run


def _raises(words: tuple[str, ...]) -> object:
    raise ValueError("unforeseen")


def _reads(words: tuple[str, ...]) -> object:
    return Path("../canary/secret.txt").read_text() and 0


def _follows(words: tuple[str, ...]) -> object:
    return Path("link").read_text() and 0


def _writes(words: tuple[str, ...]) -> object:
    return Path("../beside.txt").write_text("x") and 0


def _writes_here(words: tuple[str, ...]) -> object:
    return Path("here.txt").write_text("x") and 0


def _calls(words: tuple[str, ...]) -> object:
    return socket.create_connection(("127.0.0.1", 9), timeout=1)


def _runs(words: tuple[str, ...]) -> object:
    return subprocess.run(["touch", "x"], check=False).returncode


def _leaves(words: tuple[str, ...]) -> object:
    return tempfile.mkdtemp(prefix="ropa-") and 0


def _hangs(words: tuple[str, ...]) -> object:
    while True:
        try:
            while True:
                pass
        except Exception:
            pass


def _fails_silently(words: tuple[str, ...]) -> object:
    return 2


def _exits_with_three(words: tuple[str, ...]) -> object:
    return 3


def _warns(words: tuple[str, ...]) -> object:
    import logging

    logging.getLogger("another.package").warning("a stranger's words")
    return 0


@pytest.mark.parametrize(
    ("run", "kind"),
    [
        (_prints("fine"), None),
        (_prints("\x1b[31mred"), "raw character"),
        (_prints("a\u202eb"), "raw character"),
        (_prints("a\rb"), "raw character"),
        (_prints(SECRET), "outside"),
        (_prints("a fault of ropa itself: x"), "the net"),
        (_raises, "exception"),
        (_reads, "outside"),
        (_follows, "outside"),
        (_writes, "outside"),
        (_writes_here, "outside"),
        (_calls, "outside"),
        (_runs, "outside"),
        (_leaves, "left behind"),
        (_hangs, "slow"),
        (_fails_silently, "silent"),
        (_exits_with_three, "status"),
        (_warns, "noise"),
    ],
)
def test_the_guard_sees_what_it_is_there_for(
    run: Callable[[tuple[str, ...]], object],
    kind: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A guard that sees nothing would find no fault either."""
    monkeypatch.setattr(guards, "_status", run)
    guard = Guard(tmp_path / "guard", longest=1.0)

    fault = guard.try_(Case({"a.txt": b"a"}, (("check",),), {"link": "../canary/secret.txt"}))

    assert (fault.kind if fault else None) == kind
    assert sorted(path.name for path in guard.home.iterdir()) == ["canary", "inside", "tmp", "user"]


def test_a_long_run_tells_of_a_fault_once_and_keeps_its_input(tmp_path: Path) -> None:
    """One line a fault with what makes it again, and one a target with what it took."""
    words = [
        sys.executable,
        "-m",
        "fuzz.run",
        "--target",
        "loader",
        "--inputs",
        "3",
        "--faults",
        str(tmp_path),
    ]
    places = os.pathsep.join(str(ROOT / name) for name in ("src", "tests", "tools"))
    around = {**os.environ, "PYTHONPATH": places}
    done = subprocess.run(words, env=around, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("loader: 3 inputs in ")
    assert "; 0 faults of 0 kinds; worst time " in done.stdout and "; worst memory " in done.stdout
