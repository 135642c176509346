"""A part of a register, and a register without what is internal."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from books import come_back, shop
from registers import activity, files
from support import Ran, project_of, ropa

THREE = {
    "sales": activity("sales", "owner: head of sales\ntags: [shop]\n"),
    "sales-online": activity("sales-online", "status: planned\n"),
    "hosting": activity("hosting", "", "{processor: stated}"),
}

SELECTED = {
    ("id=sales*",): ["sales-online", "sales"],
    ("role=processor",): ["hosting"],
    ("role=controller", "status=active"): ["sales"],
    ("id=sales", "id=hosting"): ["hosting", "sales"],
    ("owner=Head*",): ["sales"],
    ("tag=shop",): ["sales"],
}


def drawn(root: Path, *arguments: str) -> Ran:
    return ropa(
        root, "-q", "render", "--format", "json,xlsx", "--output", str(root / "out"), *arguments
    )


@pytest.mark.parametrize(("select", "wanted"), SELECTED.items(), ids=" ".join)
def test_a_part_is_what_was_asked_for_and_says_so(
    select: tuple[str, ...], wanted: list[str], tmp_path: Path
) -> None:
    """Values of one field are alternatives, fields must all fit, and every page says that this is not the whole."""
    project_of(tmp_path, files(activities=THREE))

    ran = drawn(tmp_path, *(word for one in select for word in ("--select", one)))

    assert (ran.status, ran.err) == (0, "")
    whole = json.loads((tmp_path / "out/shop/register.json").read_text())
    count = "one activity" if len(wanted) == 1 else f"{len(wanted)} activities"
    assert [one["id"] for one in whole["activities"]] == wanted
    assert whole["status"] == [
        f"Part of the register: the {count} with {', '.join(sorted(select, key=list(select).index))}."
    ]


REFUSED = {
    "rol=controller": "'rol=controller' selects nothing; write FIELD=VALUE with one of id, role, status, owner, tag; "
    "did you mean 'role=…'?",
    "role": "'role' selects nothing; write FIELD=VALUE with one of id, role, status, owner, tag",
    "id=nothing": "no activity of shop fits id=nothing",
}


@pytest.mark.parametrize(("select", "message"), REFUSED.items(), ids=REFUSED)
def test_what_selects_nothing_is_told(select: str, message: str, tmp_path: Path) -> None:
    """An empty document that looks like a whole one would be worse."""
    project_of(tmp_path, files(activities=THREE))

    assert drawn(tmp_path, "--select", select) == (2, "", f"ropa: {message}\n")


INTERNAL = """\
owner: secret-owner
volume: secret-volume
tags: [secret-tag]
notes: secret-notes
dpia: {title: secret-dpia}
lia: {title: secret-lia}
purposes:
  selling: {text: Sell., note: secret-note, lia: {title: secret-purpose-lia}}
transfers:
  support: {text: Tickets, countries: [US], tia: {title: secret-tia}}
waivers:
  purpose-missing: {reason: secret-waiver, until: 2027-01-01}
"""


def test_internal_fields_stay_in_the_house(tmp_path: Path) -> None:
    """In no document, and in nothing that is attached to one."""
    project_of(tmp_path, files(said="notes: secret-register-notes\n", activities=INTERNAL))

    assert (
        ropa(tmp_path, "-q", "render", "--public", "--output", str(tmp_path / "public")).status == 0
    )
    assert drawn(tmp_path).status == 0

    assert b"secret-note" in (tmp_path / "out/shop/register.json").read_bytes()
    for path in sorted((tmp_path / "public" / "shop").iterdir()):
        assert b"secret" not in contents(path), path.name


def contents(path: Path) -> bytes:
    """Everything in a file: the members of an archive, the attachments and words of a PDF."""
    if path.suffix == ".pdf":
        from pypdf import PdfReader

        reader = PdfReader(path)
        words = "".join(page.extract_text() for page in reader.pages).encode()
        return words + b"".join(data for parts in reader.attachments.values() for data in parts)
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    return path.read_bytes()


def test_a_part_comes_back_as_a_part(tmp_path: Path) -> None:
    """Rows that were never sent are not missed."""
    shop(tmp_path, **{"records/shop/activities/letters.yaml": activity("letters")})
    ran = ropa(
        tmp_path,
        "-q",
        "render",
        "--format",
        "xlsx",
        "--output",
        str(tmp_path / "out"),
        "--select",
        "id=sales",
        "--public",
    )

    assert ran.status == 0
    assert come_back(tmp_path) == (0, "register.xlsx: nothing was changed in it\n", "")
