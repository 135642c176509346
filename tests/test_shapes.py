"""Every place of every record, with something of another shape in it: a diagnostic, and the run goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml

from hostile import CONTROLLERS, HOSTING, RECIPIENTS, REGISTER, SALES, SOURCE, hostile
from ropa.checker import check
from ropa.loader import load
from ropa.project import find
from ropa.reader import parse
from ropa.rules import RULES
from support import lines, problems, project_of, sales

FILES = {
    "activities/hosting.yaml": HOSTING,
    "activities/sales.yaml": SALES,
    "controllers.yaml": CONTROLLERS,
    "recipients.yaml": RECIPIENTS,
    "register.yaml": REGISTER,
    "sources/policy.yaml": SOURCE,
}

SHAPES: dict[str, Any] = {
    "empty text": "",
    "text": "words",
    "state": "vague",
    "empty list": [],
    "list": ["stated"],
    "list of lists": [["words"]],
    "list of mappings": [{"key": "words"}],
    "empty mapping": {},
    "mapping": {"key": "words"},
    "state of a list": {"vague": ["words"]},
    "state of a mapping": {"none": {"key": "words"}},
    "names of the model": {"items": "words", "rest": "words", "state": "stated", "from": {}},
    "empty key": {"": ""},
    "deep": {"key": {"key": {"key": []}}},
}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for step, item in inner:
        yield from places(item, (*path, step))


def replaced(value: Any, path: tuple[Any, ...], shape: Any) -> Any:
    if not path:
        return shape
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], shape)
    return copy


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("file", FILES)
def test_no_shape_at_any_place_stops_the_run(tmp_path: Path, file: str, shape: str) -> None:
    """All fields of the model are written here; each of their values in turn is something else."""
    root = hostile(tmp_path, "a text")
    path = root / "records/shop" / file
    value = parse(path.read_text("utf-8"), file)[0].value
    project = find(root)

    for place in list(places(value))[list(SHAPES).index(shape) % 4 :: 4]:  # time is short
        wrong = replaced(value, place, SHAPES[shape])
        path.write_text(yaml.safe_dump(wrong, allow_unicode=True, default_style="'"), "utf-8")
        loaded = load(project)
        found = [d for register in loaded.registers for d in check(register, loaded.texts, RULES)]
        for diagnostic in (*loaded.diagnostics, *found):
            assert diagnostic.span.line <= len(loaded.texts[diagnostic.span.file].lines)


def test_a_list_in_place_of_a_mapping_says_the_mapping_to_write(tmp_path: Path) -> None:
    """Whoever comes from other formats writes lists; the rest of the register is checked all the same."""
    root = sales(
        tmp_path,
        """
        purposes: [{name: selling}, {name: counting}]
        recipients: [Acme Ltd]
        reviews: [2026-01-31]
        retention: [{period: P1Y}]
        tags: {till: yes}
        active_from: [2026-01-31]
        status: {active: yes}
        purpse: none
        """,
    )

    assert problems(root) == dedent("""\
        records/shop/activities/sales.yaml:4:12: error: in 'purposes' a mapping stands where a key is expected [wrong-type]
            4 | purposes: [{name: selling}, {name: counting}]
              |            ^
              = help: write each item under a key of its own: 'purposes: {first-item: {…}, second-item: stated}'
        records/shop/activities/sales.yaml:4:29: error: in 'purposes' a mapping stands where a key is expected [wrong-type]
            4 | purposes: [{name: selling}, {name: counting}]
              |                             ^
              = help: write each item under a key of its own: 'purposes: {first-item: {…}, second-item: stated}'
        records/shop/activities/sales.yaml:5:14: error: 'Acme Ltd' is not a key; write lower-case words joined by hyphens [wrong-value]
            5 | recipients: [Acme Ltd]
              |              ^^^^^^^^
        records/shop/activities/sales.yaml:6:10: error: 'reviews' is a mapping of keys, not a list [wrong-type]
            6 | reviews: [2026-01-31]
              |          ^
              = help: write each entry under a key of its own: 'reviews: {first-entry: {…}}'
        records/shop/activities/sales.yaml:7:13: error: 'retention' is a mapping of keys, not a list [wrong-type]
            7 | retention: [{period: P1Y}]
              |             ^
              = help: write 'retention: {period: …}'
        records/shop/activities/sales.yaml:8:7: error: 'tags' is a list, not a mapping [wrong-type]
            8 | tags: {till: yes}
              |       ^
              = help: write 'tags: [a, b]'
        records/shop/activities/sales.yaml:9:14: error: 'active_from' is a date, not a list [wrong-type]
            9 | active_from: [2026-01-31]
              |              ^
              = help: write 'active_from: 2026-01-31'
        records/shop/activities/sales.yaml:10:9: error: 'status' is one word, not a mapping [wrong-type]
           10 | status: {active: yes}
              |         ^
              = help: write 'status: …'
        records/shop/activities/sales.yaml:11:1: error: 'purpse' is not a field here [unknown-key]
           11 | purpse: none
              | ^^^^^^
              = help: did you mean 'purposes'?
        9 errors
        """)


def test_a_register_of_lists_says_the_mappings_to_write(tmp_path: Path) -> None:
    """A list of mappings once ended the whole run."""
    root = project_of(
        tmp_path,
        {
            "records/shop/register.yaml": lines("""
                schema: [1]
                title: Record
                kept_by: [organization]
                organization: [{name: Corner Shop Ltd}]
                dpo: [data protection officer]
                document: [draft]
                register_wide: [{applies_to: all}]
                declared: {categories: {A: {disclosure_purposes: [[words]]}}}
                """)
        },
    )

    assert problems(root) == dedent("""\
        records/shop/register.yaml:1:9: error: 'schema' is a whole number, not a list [wrong-type]
            1 | schema: [1]
              |         ^
              = help: write 'schema: 2'
        records/shop/register.yaml:3:10: error: 'kept_by' is one word, not a list [wrong-type]
            3 | kept_by: [organization]
              |          ^
              = help: write 'kept_by: …'
        records/shop/register.yaml:4:1: error: 'name' is missing [missing-key]
            4 | organization: [{name: Corner Shop Ltd}]
              | ^^^^^^^^^^^^
              = help: add 'name: …'
        records/shop/register.yaml:4:16: error: 'organization' is a mapping of keys, not a list [wrong-type]
            4 | organization: [{name: Corner Shop Ltd}]
              |                ^
              = help: write 'organization: {name: …}'
        records/shop/register.yaml:5:7: error: 'data protection officer' is neither a passage nor a word for a state [wrong-value]
            5 | dpo: [data protection officer]
              |       ^^^^^^^^^^^^^^^^^^^^^^^
              = help: put a passage's name here, or the text under 'text:'
        records/shop/register.yaml:6:11: error: 'document' is a mapping of keys, not a list [wrong-type]
            6 | document: [draft]
              |           ^
              = help: write 'document: {approved_by: …}'
        records/shop/register.yaml:7:16: error: 'register_wide' is a mapping of keys, not a list [wrong-type]
            7 | register_wide: [{applies_to: all}]
              |                ^
              = help: write each entry under a key of its own: 'register_wide: {first-entry: {…}}'
        records/shop/register.yaml:8:25: error: 'collected' is missing [missing-key]
            8 | declared: {categories: {A: {disclosure_purposes: [[words]]}}}
              |                         ^
              = help: add 'collected: …'
        records/shop/register.yaml:8:51: error: in 'disclosure_purposes' a list stands where a key is expected [wrong-type]
            8 | declared: {categories: {A: {disclosure_purposes: [[words]]}}}
              |                                                   ^
              = help: write each item under a key of its own: 'disclosure_purposes: {first-item: {…}, second-item: stated}'
        9 errors
        """)
