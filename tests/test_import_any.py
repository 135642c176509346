"""Whatever a register says and whatever cell is changed: exactly that comes back."""

from __future__ import annotations

import io
import json
import subprocess
import tempfile
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.cell import ERROR_CODES

from books import ACTIVITY, HEAD, RECORD, book_at, cell_of, changed, come_back, shop, texts, write
from ropa.reader import parse
from ropa.rewriting import rewrite
from support import ROOT

WORDS = st.text(
    st.characters(
        blacklist_categories=("Cs", "Cc", "Cf", "Co", "Cn"), blacklist_characters="\ufeff"
    ),
    min_size=1,
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
    said = data.draw(
        st.one_of(
            SENTENCES, st.none(), st.lists(SLUGS, min_size=1, max_size=3), st.just({"text": "x"})
        )
    )
    put(wanted, path, said)

    new = rewrite(text, wanted)

    assert parse(new, "")[0].value == wanted
    first = next(
        (
            i
            for i, (a, b) in enumerate(zip(text.splitlines(), new.splitlines(), strict=False))
            if a != b
        ),
        0,
    )
    assert text.splitlines()[:first] == new.splitlines()[:first]
    assert (
        len(set(text.splitlines()) - set(new.splitlines()))
        <= len(str(value_at(value, path))) // 20 + 3
    )
    assert rewrite(new, wanted) == new


def value_at(value: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


RESERVED = {
    "stated",
    "none",
    "lost",
    "vague",
    "inferred",
    "from",
    "when",
    "only",
    "note",
    "qualified",
    "replaces",
    "alternatives",
    "reading",
}
KEYS = SLUGS.filter(lambda key: key not in RESERVED)


def claims(details: dict[str, st.SearchStrategy[Any]] | None = None) -> st.SearchStrategy[Any]:
    """A claim in any state, in any of its forms, qualified or under a condition or not, with some of *details*."""
    more = {"when": SENTENCES, "qualified": st.just("may"), "note": SENTENCES, **(details or {})}
    said = st.fixed_dictionaries({}, optional=more)
    worded = st.sampled_from(["vague", "inferred", "not-applicable"])
    return st.one_of(
        st.sampled_from(["stated", "none", "not-stated", "not-recorded", "lost"]),
        said.map(lambda fields: fields or "stated"),
        st.tuples(worded, SENTENCES, said).map(lambda found: {found[0]: found[1], **found[2]}),
        st.tuples(st.sampled_from(["none", "lost"]), said).map(
            lambda found: {found[0]: "vouched", **found[1]}
        ),
    )


def lists(keys: st.SearchStrategy[str], item: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A list of claims, or what is said of it as a whole, or both."""
    items = st.dictionaries(keys, item, min_size=1, max_size=3)
    rest = st.sampled_from(["none", "not-stated", "not-recorded", "lost"])
    return st.one_of(
        items,
        items.map(lambda some: {"alternatives": "true", **some}),
        rest,
        st.tuples(items, SENTENCES).map(lambda both: {**both[0], "vague": both[1]}),
    )


TEXT = {"text": SENTENCES}
REFERENCE = {
    "title": SENTENCES,
    "location": SENTENCES,
    "party": SENTENCES,
    "on": st.just("2024-02-29"),
}
SALE = claims({"text": SENTENCES, "period": SENTENCES})
BASES = lists(
    st.sampled_from(["consent", "contract", "legitimate-interests"]),
    claims({"interest": SENTENCES}),
)
RULE = claims(
    {
        "period": st.sampled_from(["P1Y6M", "PT72H", "no-limit"]),
        "after": SENTENCES,
        "law": SENTENCES,
        "action": st.sampled_from(["delete", "return"]),
        "countries": st.just(["IE", "US"]),
    }
)
RULES = st.dictionaries(st.sampled_from(["tickets", "cctv", "backups"]), RULE, min_size=1)


def with_rest(both: tuple[dict[str, Any], Any]) -> dict[str, Any]:
    """Rules by their keys, and that for the rest, where it is not said in a word."""
    rules, rest = both
    says_none = isinstance(rest, dict) and {"none", "not-applicable"} & {*rest}
    return {**rules, **rest} if isinstance(rest, dict) and not says_none else rules


ANSWERS: dict[str, st.SearchStrategy[Any]] = {
    "purposes": lists(
        KEYS, claims({**TEXT, "lawful_basis": BASES, "art_9": st.just("not-stated")})
    ),
    "lawful_basis": BASES,
    "data_subjects": lists(st.sampled_from(["customers", "employees", "applicants"]), claims()),
    "retention": st.one_of(RULE, RULES, st.tuples(RULES, RULE).map(with_rest)),
    "collected_from": lists(st.sampled_from(["data-subject", "public-sources"]), claims(TEXT)),
    "recipients": lists(
        st.sampled_from(["payroll", "banks", "hosting-providers"]),
        claims(
            {
                **TEXT,
                "kind": lists(st.just("processor"), claims()),
                "sale": SALE,
                "contract": claims(REFERENCE),
            }
        ),
    ),
    "sale": SALE,
    "sharing": SALE,
    "transfers": lists(
        KEYS,
        claims(
            {
                **TEXT,
                "countries": st.just(["US", "IN"]),
                "destination": claims(TEXT),
                "safeguards": claims(TEXT),
                "mechanism": lists(st.just("standard-contractual-clauses"), claims(REFERENCE)),
            }
        ),
    ),
    "locations": lists(st.one_of(st.sampled_from(["NO", "IE", "eea"]), KEYS), claims(TEXT)),
    "systems": lists(KEYS, claims({**TEXT, "operated_by": st.just("payroll")})),
    "security": lists(st.sampled_from(["access-control", "backup"]), claims(TEXT)),
}
"""What a register can be asked and the workbook takes back."""

VOUCHED = {
    "records/shop/sources/vouched.yaml": "title: Vouched\nkind: statement\nby: somebody\nabout: everything\n"
}


def yaml_of(value: dict[str, Any], width: int, flow: bool) -> str:
    """*value* as YAML, in braces or not, with long sentences folded at *width* and a comment above each question."""
    text = ""
    for name, said in json.loads(
        json.dumps(value)
    ).items():  # no two of its parts are the same, which YAML would tell
        made = yaml.safe_dump(
            {name: said}, allow_unicode=True, width=width, default_flow_style=flow, sort_keys=False
        )
        text += f"\n# {name}\n" + (made.strip()[1:-1] + "\n" if flow else made)
    return text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=SENTENCES,
    own=st.fixed_dictionaries({}, optional=ANSWERS),
    general=st.fixed_dictionaries({}, optional=ANSWERS),
    width=st.integers(30, 100),
    flow=st.booleans(),
)
def test_what_nobody_changed_stays_for_any_register(
    name: str, own: dict[str, Any], general: dict[str, Any], width: int, flow: bool
) -> None:
    """Every state, hedge, condition and general statement, quotes, brackets and other scripts survive there and back."""
    head = parse(HEAD, "")[0].value
    assert isinstance(head, dict)
    head = {
        **head,
        "register_wide": {
            "some": {"applies_to": {"people": name}, **general},
            "more": {"applies_to": "all"},
        },
    }
    record = {"id": "sales", "name": name, "role": {"controller": "stated"}, **own}
    with tempfile.TemporaryDirectory() as folder:
        written = {"records/shop/register.yaml": yaml_of(head, width, flow), **VOUCHED}
        root = shop(Path(folder), yaml_of(record, width, flow), **written)
        before = texts(root)

        assert come_back(root) == (0, "register.xlsx: nothing was changed in it\n", "")
        assert texts(root) == before


FULL = RECORD.replace("{customers: stated}", "{customers: {when: at the till}}")
FULL = FULL.replace(
    "collected_from: {data-subject: stated}", "collected_from: {data-subject: {text: 'they say'}}"
)
FULL = FULL.replace(
    "transfers: none",
    """\
transfers:
  backups: {text: Backups, destination: {text: Outside, qualified: may}}   # nightly
  support:
    text: Tickets
    safeguards:
      text: >-
        Encrypted on the way
        and at rest.
locations: {IE: {text: the till}, 'back-office': {text: "the safe"}}
systems:
  # bought in 2020
  till-software: {text: Counts, operated_by: payroll}""",
).replace(
    "    data: [name]\n\n",
    "    data: [name]\n    contract: {title: Contract, on: 2024-05-01}\n    sale: {text: nothing, period: 2025}\n\n",
)
"""The shop with claims inside its items, in every way of writing them."""

CELLS = {
    ("Purposes", "sales/selling", "Purpose"): ("purposes", "selling", "text"),
    ("Purposes", "sales/selling", "Condition"): ("purposes", "selling", "when"),
    ("Data subjects", "sales/customers", "Condition"): ("data_subjects", "customers", "when"),
    ("Personal data", "sales/email", "Value"): ("personal_data", "email", "text"),
    ("Collected from", "sales/data-subject", "Value"): ("collected_from", "data-subject", "text"),
    ("Recipients", "sales/payroll", "What for, in words"): ("recipients", "payroll", "purpose"),
    ("Recipients", "sales/payroll", "Contract"): ("recipients", "payroll", "contract", "title"),
    ("Recipients", "sales/payroll", "Contract, where it is kept"): (
        "recipients",
        "payroll",
        "contract",
        "location",
    ),
    ("Recipients", "sales/payroll", "Sold"): ("recipients", "payroll", "sale", "text"),
    ("Transfers", "sales/backups", "Exporter"): ("transfers", "backups", "exporter"),
    ("Transfers", "sales/backups", "Destination"): ("transfers", "backups", "destination", "text"),
    ("Transfers", "sales/support", "Safeguards"): ("transfers", "support", "safeguards", "text"),
    ("Locations", "sales/IE", "Value"): ("locations", "IE", "text"),
    ("Locations", "sales/back-office", "Condition"): ("locations", "back-office", "when"),
    ("Systems", "sales/till-software", "Value"): ("systems", "till-software", "text"),
    ("Retention", "sales", "Counted from"): ("retention", "after"),
    ("Retention", "sales", "Law"): ("retention", "law"),
    ("Controller Art. 30(1)", "sales", "Processing activity"): ("name",),
}

STATEMENT = "statement-2026-02-01"


def is_plain(text: str) -> bool:
    """Whether a cell that says *text* says neither a state nor something of a formula's look."""
    states = (
        "stated",
        "none",
        "lost",
        "not stated",
        "to be completed",
        "n/a",
        "vague",
        "inferred",
        "general statement",
    )
    # openpyxl writes a cell that holds the name of an error as that error, as Excel does.
    if text in ERROR_CODES:
        return False
    head = text.partition(":")[0].strip().casefold()
    return head not in (*states, "yes", "not-applicable") and text[0] != "=" and text[-1] != "]"


@pytest.mark.parametrize("name", ERROR_CODES)
def test_the_name_of_an_error_is_no_text_that_is_drawn(name: str) -> None:
    """A workbook keeps it as an error and not as what somebody wrote, so it proves nothing of texts."""
    assert not is_plain(name)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    edits=st.dictionaries(
        st.sampled_from(list(CELLS)), SENTENCES.filter(is_plain), min_size=1, max_size=6
    )
)
def test_exactly_the_changed_fields_change(edits: dict[tuple[str, str, str], str]) -> None:
    """Some cells, any words: those fields say them, their claims rest on the statement, and all else is as it was."""
    with tempfile.TemporaryDirectory() as folder:
        root = shop(Path(folder), FULL)
        wanted = parse(FULL, "")[0].value
        write(root, *((*cell, text) for cell, text in edits.items()))

        ran = come_back(root)

        for cell, text in edits.items():
            put(wanted, CELLS[cell], text)
            if len(CELLS[cell]) > 1:
                put(wanted, (*CELLS[cell][:-1], "from"), STATEMENT)
        assert ran.status == 0, ran.out
        assert parse((root / ACTIVITY).read_text(encoding="utf-8"), "")[0].value == wanted
        assert (root / "records/shop/register.yaml").read_text() == HEAD


PLAIN = SENTENCES.filter(is_plain)
SAID = st.one_of(
    st.just(("none", {"none": STATEMENT})),
    st.just(("Lost in source", {"lost": STATEMENT})),
    st.just(("NOT STATED", "not-stated")),
    st.just(("to be completed", "not-recorded")),
    PLAIN.map(lambda why: (f"vague: {why}", {"vague": why, "from": STATEMENT})),
    PLAIN.map(lambda why: (f"n/a:  {why}", {"not-applicable": why, "from": STATEMENT})),
    st.tuples(PLAIN, PLAIN).map(
        lambda two: (
            f"Inferred: {two[0]}\n{two[1]}",
            {"inferred": two[0], "text": two[1], "from": STATEMENT},
        )
    ),
    st.tuples(PLAIN, PLAIN).map(
        lambda two: (f"{two[0]}\n{two[1]}", {"text": " ".join(two), "from": STATEMENT})
    ),
)
"""What a cell for a claim says, and what the record then says."""


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(safeguards=SAID, sharing=SAID.filter(lambda said: said[1] != "not-recorded"))
def test_a_claim_inside_an_item_says_what_its_cell_says(
    safeguards: tuple[str, Any], sharing: tuple[str, Any]
) -> None:
    """Any state, any words: of a claim that is there, and of one that is not."""
    with tempfile.TemporaryDirectory() as folder:
        root = shop(Path(folder), FULL)
        wanted = parse(FULL, "")[0].value
        write(
            root,
            ("Transfers", "sales/support", "Safeguards", safeguards[0]),
            ("Recipients", "sales/payroll", "Shared for cross-context advertising", sharing[0]),
        )

        ran = come_back(root)

        put(wanted, ("transfers", "support", "safeguards"), safeguards[1])
        put(wanted, ("recipients", "payroll", "sharing"), sharing[1])
        assert ran.status == 0, ran.out
        assert parse((root / ACTIVITY).read_text(encoding="utf-8"), "")[0].value == wanted


@pytest.mark.needs("libreoffice")
def test_a_workbook_saved_by_libreoffice_imports_the_same(tmp_path: Path) -> None:
    """It rewrites every part of the file; a person with LibreOffice sends back the same corrections."""
    saved = {}
    for program in ("excel", "libreoffice"):
        root = shop(tmp_path / program)
        write(
            root,
            ("Purposes", "sales/selling", "Purpose", "Sell “bread” & <cakes>\nand tea"),
            (
                "Purposes",
                "sales/selling",
                "Lawful bases",
                "consent, Art. 6(1)(a)\ncontract, Art. 6(1)(b)",
            ),
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
            cell_of(book, "Controller Art. 30(1)", "sales", "Active from"),
            "value",
            datetime(2020, 1, 31),
        ),
    )

    assert come_back(root).status == 0
    assert "active_from: 2020-01-31\n" in (root / ACTIVITY).read_text()
    assert load_workbook(io.BytesIO(book_at(root).read_bytes()))
