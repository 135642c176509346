"""YAML as texts: what was written is what is read, and every place is a place in the file. Whatever comes, no traceback."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ropa.diagnostics import Severity, Span
from ropa.reader import CONTROL, Plain, Text, parse, read
from support import BAKERY, lines, ropa

WORDS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\x85"), max_size=20
).filter(lambda text: not CONTROL.search(text))
TREES = st.recursive(
    WORDS,
    lambda tree: st.lists(tree, max_size=4) | st.dictionaries(WORDS, tree, max_size=4),
    max_leaves=20,
).filter(bool)


class Dumper(yaml.SafeDumper):
    """Writes every value where it is, never as an alias."""

    def ignore_aliases(self, data: object) -> bool:
        return True


@given(TREES, st.booleans(), st.sampled_from([None, True, False]))
@example({"NO": "no", "012": "1.10", "~": "null", "=": "<<"}, False, None)
@example(
    [
        "a\u2028b",
        " a ",
        "a\n\n b\n",
        "- a",
        "a: b",
        "a #b",
        "'",
        '"',
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a",
    ],
    True,
    None,
)
def test_a_tree_of_texts_is_read_as_it_was_written(
    tree: Plain, unicode: bool, flow: bool | None
) -> None:
    """Any text, key or nesting another program writes comes back, none of it turned into a number, a date or nothing."""
    written = yaml.dump(tree, Dumper=Dumper, allow_unicode=unicode, default_flow_style=flow)

    text, diagnostics = parse(written, "record.yaml")

    assert (text.value, diagnostics) == (tree, [])


@given(TREES)
def test_every_place_is_where_the_text_stands(tree: Plain) -> None:
    """What a caret points at is the very word, whatever stands before it."""
    text, _ = parse(yaml.dump(tree, Dumper=Dumper, allow_unicode=True), "record.yaml")

    pointed = {
        path: there(text, span)
        for path, span in text.values.items()
        if isinstance(at(tree, path), str)
    }
    keys = {path: there(text, span) for path, span in text.keys.items()}

    assert {
        path: shown for path, shown in pointed.items() if shown not in (at(tree, path), None)
    } == {}
    assert {path: shown for path, shown in keys.items() if shown not in (path[-1], None)} == {}


def there(text: Text, span: Span) -> str | None:
    """The text a YAML reader finds at *span*, or None where it goes on in the next line."""
    shown = text.lines[span.line - 1][span.column - 1 : span.column - 1 + span.width]
    if len(shown) == 1:
        return None
    value: str = yaml.load(shown, yaml.BaseLoader)
    return value


def at(tree: Plain, path: tuple[str | int, ...]) -> Plain:
    for step in path:
        tree = tree[step]  # type: ignore[call-overload,index]
    return tree


RECORD = lines("""
    id: sales
    purposes:
      selling:
        text: Sell things.
        from: [policy, "other policy"]
      counting: not-stated
    retention: {period: P1Y, after: the sale}
    """)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("id",), "1:5+5"),
        (("purposes", "selling", "text"), "4:11+12"),
        (("purposes", "selling", "from", 1), "5:20+14"),
        (("purposes", "selling"), "3:3+7"),
        (("purposes", "selling", "when"), "3:3+7"),
        (("purposes", "counting"), "6:13+10"),
        (("retention", "period"), "7:21+3"),
        (("retention", "law"), "7:1+9"),
        (("name",), "1:1+1"),
        ((), "1:1+1"),
    ],
)
def test_a_path_leads_to_its_value_or_to_what_lacks_it(
    path: tuple[str | int, ...], place: str
) -> None:
    """A missing key has no place of its own."""
    text, _ = parse(RECORD, "record.yaml")

    span = text.span(path)

    assert f"{span.line}:{span.column}+{span.width}" == place


def test_a_path_leads_to_its_key() -> None:
    """An unknown key is at fault, not its value."""
    text, _ = parse(RECORD, "record.yaml")

    assert str(text.key_span(("purposes", "selling", "text"))) == "record.yaml:4:5"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_lines_are_counted_as_yaml_counts_them(end: str) -> None:
    """A place after an unusual line end is still the place an editor shows."""
    text, diagnostics = parse(f"id: sales{end}name: Sales{end}owner: *head{end}", "record.yaml")

    assert [str(d) for d in diagnostics] == ["record.yaml:3:8: error: '*head' is an alias [alias]"]
    assert list(text.lines) == ["id: sales", "name: Sales", "owner: *head"]


@given(data=st.binary(max_size=200))
@example(data=b"\xff\xfe")
@example(data=b"\xef\xbb\xbf")
@example(data=b"\r\x85\xe2\x80\xa8")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused_with_a_place(tmp_path: Path, data: bytes) -> None:
    """A file that is no record is a finding like any other."""
    path = tmp_path / "record.yaml"
    path.write_bytes(data)

    text, diagnostics = read(path, "record.yaml")

    assert [d for d in diagnostics if not 1 <= d.span.line <= max(1, len(text.lines))] == []
    assert [
        d
        for d in diagnostics
        if d.span.column > len(text.lines[d.span.line - 1] if text.lines else "") + 1
    ] == []


MARKS = (
    ": ",
    "- ",
    "? ",
    "&a ",
    "!b ",
    "!!python/none ",
    " #",
    "\t",
    "\n",
    "\n\n",
    "  ",
    "---\n",
    "...\n",
)
STRANGE = ("\0", "\x85", "\u2028", "\u202e", "\ufeff", "é", "漢", "9" * 30, "a" * 300)
PIECES = st.sampled_from(
    [
        *MARKS,
        *STRANGE,
        *[
            ":",
            "-",
            "{",
            "}",
            "[",
            "]",
            ",",
            "*a",
            "'",
            '"',
            "#",
            "|",
            ">",
            "%",
            "@",
            "`",
            "=",
            "<<",
            "~",
            "null",
            "no",
            "yes",
            "0",
            "-1",
            "1e999",
            "2026-02-30",
            "P",
            "NO",
            "UK",
        ],
        *[
            "none",
            "vague",
            "not-stated",
            "not-applicable",
            "stated",
            "from",
            "text",
            "when",
            "only",
            "general",
            "state",
            "wording",
            "purposes",
        ],
    ]
)


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, str]:
    """One of the bakery's files, a few pieces of it deleted, doubled, moved or replaced."""
    name = draw(
        st.sampled_from(
            sorted(
                path.relative_to(BAKERY).as_posix() for path in (BAKERY / "records").rglob("*.yaml")
            )
        )
    )
    text = (BAKERY / name).read_text(encoding="utf-8")
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        put = draw(PIECES | st.just("") | st.just(text[start:end] * 2) | WORDS)
        text = text[:start] + put + text[end:]
    return name, text


def test_a_text_that_ends_below_its_last_line_is_read_to_the_end() -> None:
    """A mark of byte order inside a bracket left open is counted as a line of its own."""
    _, found = parse("claim: {title: Decision 2021/914,\ufeff\n", "a.yaml")

    assert [one.rule for one in found if one.severity is Severity.ERROR]


@given(mutations())
@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_damaged_record_is_checked_to_the_end(tmp_path: Path, damaged: tuple[str, str]) -> None:
    """Whatever an author, a merge or a script leaves behind: findings with places, never a traceback."""
    root, (name, text) = tmp_path / "bakery", damaged
    shutil.copytree(BAKERY, root, dirs_exist_ok=True)
    (root / name).write_bytes(text.encode("utf-8", "surrogatepass"))

    status, out, err = ropa(root, "check", "--format", "json")
    found = json.loads(out)["diagnostics"]

    assert (status, err) == (any(d["severity"] == "error" for d in found), "")
    assert [d for d in found if not inside(root, d)] == []
    assert [d for d in found if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", d["rule"])] == []
    assert [d for d in found if {"error", "warning", "info"} & {*d["rule"].split("-")}] == []


def inside(root: Path, diagnostic: dict[str, str | int]) -> bool:
    """Whether the place of *diagnostic* is one in its file, or just after its last line."""
    path = root / str(diagnostic["file"])
    rows = (
        re.split("\r\n|[\n\r\x85\u2028\u2029]", path.read_bytes().decode("utf-8-sig", "replace"))
        if path.is_file()
        else [""]
    )
    line, column = int(diagnostic["line"]), int(diagnostic["column"])
    return 1 <= line <= len(rows) and 1 <= column <= len(rows[line - 1]) + 1


def test_a_bracket_left_open_below_a_key_that_is_no_word_has_a_place() -> None:
    """Two faults at once are two findings, not a fault of the program."""
    _, found = parse("k: {[a]: [b", "x.yaml")

    assert [str(one) for one in found] == [
        "x.yaml:1:5: error: a key is a word, not a list or mapping [key-not-text]",
        "x.yaml:1:12: error: this is not YAML: did not find expected ',' or ']' [yaml-syntax]",
    ]
