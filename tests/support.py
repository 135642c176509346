"""Projects made for one test, and the command line run on them as a user runs it."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple
from unittest import mock

ROOT = Path(__file__).parents[1]
BAKERY = Path(__file__).parent / "projects" / "bakery"

SHOP: Mapping[str, str] = {
    "ropa.yaml": "# Marks the root of a ropa project.\n",
    "records/shop/register.yaml": dedent("""\
        schema: 2
        title: Record of processing activities of Corner Shop Ltd
        kept_by: organization
        as_of: 2026-01-31
        confirmed_by: {by: data protection officer, on: 2026-01-31}
        organization: {name: Corner Shop Ltd, email: privacy@shop.example}
        dpo: {name: data protection officer, email: dpo@shop.example}
        register_wide:
          whole-shop:
            applies_to: all
            purposes: none
            data_subjects: none
            personal_data: none
            collected_from: none
            recipients: none
            retention: {until: the contract ends}
            transfers: none
            locations: none
            security: none
            joint_controllers: none
            automated_decisions: none
            profiling: none
            minors: none
        """),
    "records/shop/activities/sales.yaml": dedent("""\
        id: sales
        name: Sales at the till
        role: {controller: stated}
        """),
}
"""A project with nothing to find: its register answers every question, so that a test writes only what it is about."""


class Ran(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


def project_of(root: Path, files: Mapping[str, str | bytes | None]) -> Path:
    """The shop at *root* with *files* added, replaced or, where there is None, left out; paths are below the root."""
    wanted: dict[str, str | bytes | None] = {**SHOP, **files}
    for name, content in wanted.items():
        if content is not None:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else lines(content).encode())
    return root


def sales(root: Path, more: str) -> Path:
    """The shop at *root*, its activity followed by *more* from line 4 on."""
    name = "records/shop/activities/sales.yaml"
    return project_of(root, {name: SHOP[name] + lines(more)})


def lines(text: str) -> str:
    """*text* as it is meant where it stands indented in a test, from the line after its opening quotes on."""
    return dedent(text).removeprefix("\n")


def ropa(root: Path, *arguments: str) -> Ran:
    """Run ``ropa`` in *root* as the console script does, in this process."""
    from ropa.cli import main

    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["ropa", "-C", str(root), *arguments]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            return Ran(int(end.code or 0), out.getvalue(), err.getvalue())
    raise AssertionError("the command line returns an exit status")


def problems(root: Path) -> str:
    """What ``ropa check`` prints of the project at *root*, where it finds something and exits with 1."""
    ran = ropa(root, "check")
    assert (ran.status, ran.err) == (1, "")
    return ran.out


def program(root: Path, *arguments: str, **environment: str) -> Ran:
    """Run ``ropa`` in *root* as a program of its own."""
    done = subprocess.run(
        command(root, *arguments),
        env=surroundings(**environment),
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def command(root: Path, *arguments: str) -> list[str]:
    """The words that start ``ropa`` in *root*."""
    return [sys.executable, "-m", "ropa", "-C", str(root), *arguments]


def surroundings(**more: str) -> dict[str, str]:
    """The environment a program of its own runs in, with *more*."""
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1", **more}
