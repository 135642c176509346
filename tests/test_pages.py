"""The pages a reader opens, in a real browser: they work, they ask nothing of the network, and everybody can read them."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ropa.cli import ropa

HERE = Path(__file__).parent
ROOT = HERE.parent

POLICY = "We are Example Bakery Ltd. We collect your name when you order.\n\nWe may change this policy.\n\nOur oven is hot.\n"

FILES = {
    "ropa.yaml": "",
    "records/bakery/register.yaml": """
schema: 2
title: Bakery
kept_by: reconstruction
as_of: 2026-01-31
organization: {name: Example Bakery Ltd, from: who}
""",
    "records/bakery/sources/policy.yaml": """
title: Policy
kind: document
file: policy.txt
passages:
  who: We are … Ltd.
  collects: We collect … order.
out_of_scope:
  - {at: We may change this policy., why: change-of-policy}
""",
    "records/bakery/activities/orders.yaml": """
id: orders
name: Orders
role: {controller: {inferred: It sells for itself., from: who}}
personal_data: {name: collects}
""",
    "documents/policy.txt": POLICY,
}


def project(folder: Path) -> Path:
    """A project with one document below *folder*."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text or "# marks the root\n", encoding="utf-8")
    return folder


def opened(page: Path, click: str = "") -> dict[str, Any]:
    """What Chromium sees of *page*."""
    browser = shutil.which("chromium") or ""
    command = ["node", str(HERE / "node" / "page.mjs"), str(page), *filter(None, [click])]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        env={**os.environ, "CHROMIUM": browser},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


@pytest.mark.needs("chromium", "node", "axe-core", "playwright-core")
def test_a_click_on_a_statement_shows_the_claims_it_feeds(tmp_path: Path) -> None:
    """An auditor reads the policy and asks of each sentence what became of it."""
    root = project(tmp_path)
    arguments = [
        "-C",
        str(root),
        "coverage",
        "--sources",
        str(root / "documents"),
        "--format",
        "html",
    ]
    page = tmp_path / "coverage.html"
    page.write_text(
        CliRunner().invoke(ropa, arguments, catch_exceptions=False).output, encoding="utf-8"
    )

    seen = opened(page, "button.cited >> nth=1")

    assert seen == {
        "title": "Coverage of the sources",
        "asked": [],
        "seen": {
            "before": False,
            "after": True,
            "statement": "1We collect your name when you order.",
            "detail": "Passages: collects\n\norders: personal_data › name",
        },
        "violations": [],
    }


@pytest.mark.needs("chromium", "node", "axe-core", "playwright-core")
def test_the_california_page_is_accessible_and_asks_for_nothing(tmp_path: Path) -> None:
    """It ends up in a public policy."""
    arguments = [
        "-C",
        str(ROOT),
        "render",
        "callminer-2023",
        "--format",
        "ccpa",
        "--output",
        str(tmp_path),
    ]
    done = CliRunner().invoke(ropa, arguments, catch_exceptions=False)

    seen = opened(tmp_path / "callminer-2023" / "ccpa.html")

    assert (done.exit_code, seen["asked"], seen["violations"]) == (0, [], [])


def test_coverage_says_what_is_cited_out_of_scope_and_open(tmp_path: Path) -> None:
    """As a coverage tool lists untested lines."""
    root = project(tmp_path)

    done = CliRunner().invoke(
        ropa,
        ["-C", str(root), "coverage", "--sources", str(root / "documents"), "--fail-under", "100"],
    )

    assert (
        done.output
        == """\
bakery/policy: 75.0 % of 4 statements accounted for
  2 cited, 1 out of scope, 1 open
       1 change of the policy
  open, line 5: Our oven is hot.
"""
    )
    assert done.exit_code == 1


def test_a_statement_counts_only_when_a_claim_cites_its_passage(tmp_path: Path) -> None:
    """Naming a passage is not accounting for it."""
    root = project(tmp_path)
    record = root / "records/bakery/activities/orders.yaml"
    record.write_text(record.read_text().replace("name: collects}", "name: who}"))

    done = CliRunner().invoke(
        ropa, ["-C", str(root), "coverage", "--sources", str(root / "documents")]
    )

    assert done.output.splitlines()[1] == "  1 cited, 1 out of scope, 2 open"
