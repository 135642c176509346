"""Whatever a register says and whatever cell is changed: exactly that comes back."""

from __future__ import annotations

import io
import subprocess
import tempfile
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from books import ACTIVITY, HEAD, RECORD, book_at, cell_of, changed, come_back, shop, texts, write
from ropa.importer.rewrite import rewrite
from ropa.reader import parse
from support import ROOT

WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Co", "Cn"), blacklist_characters="\ufeff"), min_size=1
)
SENTENCES = WORDS.map(lambda text: " ".join(text.split())).filter(bool)
SLUGS = st.from_regex(r"[a-z]{2,6}(-[a-z]{1,4})?", fullmatch=True)


def leaves(value: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Paths of every value that is no mapping."""
    if not isinstance(value, dict):
        return [path]
    return [leaf for key, item in value.items() for leaf in leaves(item, (*path, key))]


def put(value: Any, path: tuple[str, ...], said: Any) -> None:
    for step in path[:-1]:
        value = value[step]
    if said is None:
        del value[path[-1]]
    else:
        value[path[-1]] = said


REAL = sorted((ROOT / "records").glob("*/activities/*.yaml"))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_text_changes_only_where_it_must(data: st.DataObject) -> None:
    """Any value of any of the first records replaced, taken away or added to: the rest is the same, letter for letter."""
    text = data.draw(st.sampled_from(REAL)).read_text(encoding="utf-8")
    value = parse(text, "")[0].value
    wanted = deepcopy(value)
    path = data.draw(st.sampled_from(leaves(value)))
    said = data.draw(st.one_of(SENTENCES, st.none(), st.lists(SLUGS, min_size=1, max_size=3), st.just({"text": "x"})))
    put(wanted, path, said)

    new = rewrite(text, wanted)

    assert parse(new, "")[0].value == wanted
    first = next((i for i, (a, b) in enumerate(zip(text.splitlines(), new.splitlines(), strict=False)) if a != b), 0)
    assert text.splitlines()[:first] == new.splitlines()[:first]
    assert len(set(text.splitlines()) - set(new.splitlines())) <= len(str(value_at(value, path))) // 20 + 3
    assert rewrite(new, wanted) == new


def value_at(value: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=SENTENCES,
    purposes=st.dictionaries(SLUGS, SENTENCES, min_size=1, max_size=3),
    wording=SENTENCES,
)
def test_what_nobody_changed_stays_for_any_register(name: str, purposes: dict[str, str], wording: str) -> None:
    """Quotes, brackets, other scripts and signs of the file format survive the way there and back."""
    reserved = {"stated", "none", "lost", "vague", "inferred", "from", "when", "only", "note", "hedged", "replaces"}
    assume(not reserved & set(purposes))
    wanted = {
        "name": name,
        "purposes": {key: {"text": text} for key, text in purposes.items()},
        "retention": {"vague": wording},
    }
    with tempfile.TemporaryDirectory() as folder:
        value = parse(RECORD, "")[0].value
        assert isinstance(value, dict)
        root = shop(Path(folder), rewrite(RECORD, {**value, **wanted}))
        before = texts(root)

        assert come_back(root) == (0, "register.xlsx: nothing was changed in it\n", "")
        assert texts(root) == before


CELLS = {
    ("Purposes", "sales/selling", "Purpose"): ("purposes", "selling", "text"),
    ("Purposes", "sales/selling", "Condition"): ("purposes", "selling", "when"),
    ("Personal data", "sales/email", "Value"): ("personal_data", "email", "text"),
    ("Recipients", "sales/payroll", "What for, in words"): ("recipients", "payroll", "purpose"),
    ("Retention", "sales", "Counted from"): ("retention", "after"),
    ("Retention", "sales", "Law"): ("retention", "law"),
    ("Controller Art. 30(1)", "sales", "Processing activity"): ("name",),
}


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(edits=st.dictionaries(st.sampled_from(list(CELLS)), SENTENCES, min_size=1, max_size=4))
def test_exactly_the_changed_fields_change(edits: dict[tuple[str, str, str], str]) -> None:
    """Some cells, any words: those fields say them, their claims rest on the statement, and all else is as it was."""
    words = {"stated", "none", "lost", "not stated", "to be completed", "n/a", "vague", "inferred", "general statement"}
    assume(not any(text.casefold() in words or text.startswith("=") for text in edits.values()))
    with tempfile.TemporaryDirectory() as folder:
        root = shop(Path(folder))
        wanted = parse(RECORD, "")[0].value
        write(root, *((*cell, text) for cell, text in edits.items()))

        ran = come_back(root)

        for cell, text in edits.items():
            put(wanted, CELLS[cell], text)
            if len(CELLS[cell]) > 1:
                put(wanted, (*CELLS[cell][:-1], "from"), "statement-2026-02-01")
        assert ran.status == 0, ran.out
        assert parse((root / ACTIVITY).read_text(encoding="utf-8"), "")[0].value == wanted
        assert (root / "records/shop/register.yaml").read_text() == HEAD


@pytest.mark.needs("libreoffice")
def test_a_workbook_saved_by_libreoffice_imports_the_same(tmp_path: Path) -> None:
    """It rewrites every part of the file; a person with LibreOffice sends back the same corrections."""
    saved = {}
    for program in ("excel", "libreoffice"):
        root = shop(tmp_path / program)
        write(
            root,
            ("Purposes", "sales/selling", "Purpose", "Sell “bread” & <cakes>\nand tea"),
            ("Purposes", "sales/selling", "Lawful bases", "consent, Art. 6(1)(a)\ncontract, Art. 6(1)(b)"),
            ("Controller Art. 30(1)", "sales", "Active from", "2020-01-01"),
            ("Security", "sales/access-control", "State", "not stated"),
            ("Security", "sales/access-control", "Value", None),
        )
        if program == "libreoffice":
            save(book_at(root), tmp_path)
        saved[program] = (come_back(root), texts(root))

    assert saved["libreoffice"] == saved["excel"]
    assert saved["excel"][0].status == 0


def save(path: Path, folder: Path) -> None:
    """Open the workbook in LibreOffice and save it in its place."""
    done = subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(folder / "saved"),
            str(path),
        ],
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    path.write_bytes((folder / "saved" / path.name).read_bytes())


def test_a_day_typed_as_a_date_is_that_day(tmp_path: Path) -> None:
    """What Excel makes of 2020-01-31 is a number with a format; the record has the day."""
    from datetime import datetime

    root = shop(tmp_path)
    changed(
        root,
        lambda book: setattr(
            cell_of(book, "Controller Art. 30(1)", "sales", "Active from"), "value", datetime(2020, 1, 31)
        ),
    )

    assert come_back(root).status == 0
    assert "active_from: 2020-01-31\n" in (root / ACTIVITY).read_text()
    assert load_workbook(io.BytesIO(book_at(root).read_bytes()))
