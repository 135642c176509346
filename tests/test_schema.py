"""The JSON Schemas in schema/: current, well-formed, and named by every record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ropa.schema import MODELS, schemas
from support import ROOT, ropa

RECORDS = sorted((ROOT / "records").glob("**/*.yaml"))
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def kind_of(path: Path) -> str:
    """The name of the schema for the record at *path*."""
    folders = {"activities": "activity", "sources": "source"}
    return folders.get(path.parent.name, path.stem)


def test_the_schemas_are_those_the_model_makes() -> None:
    """An editor that completes yesterday's fields teaches them; `ropa schema --output schema` rewrites them."""
    stored = {
        path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "schema").iterdir())
    }

    assert [name for name, text in schemas().items() if stored.get(name) != text] == []
    assert sorted(stored) == sorted(schemas())


def test_a_stale_schema_is_found(tmp_path: Path) -> None:
    """`--check` is for builds: it says which file is behind and what rewrites it."""
    ropa(ROOT, "schema", "--output", str(tmp_path))
    (tmp_path / "source.json").write_text("{}\n")

    ran = ropa(ROOT, "schema", "--check", "--output", str(tmp_path))

    rewrite = f"`ropa schema --output {tmp_path}` rewrites it"
    assert ran == (1, f"{tmp_path / 'source.json'}: not current; {rewrite}\n", "")


@pytest.mark.parametrize("name", MODELS)
def test_a_schema_names_its_draft_and_refers_to_what_it_holds(name: str) -> None:
    """A reference into nowhere makes an editor drop the whole schema without a word."""
    schema = json.loads(schemas()[f"{name}.json"])

    assert schema["$schema"] == DRAFT
    assert references(schema) <= {f"#/$defs/{part}" for part in schema.get("$defs", {})}


def references(schema: object) -> set[str]:
    """Every ``$ref`` in *schema*."""
    if isinstance(schema, list):
        return set().union(*map(references, schema))
    if not isinstance(schema, dict):
        return set()
    own = {schema["$ref"]} if isinstance(schema.get("$ref"), str) else set()
    return own.union(*map(references, schema.values()))


@pytest.mark.parametrize("name", MODELS)
def test_every_field_is_described(name: str) -> None:
    """What has no description cannot be explained by an editor, nor by the manual."""
    schema = json.loads(schemas()[f"{name}.json"])

    silent = [
        f"{part}.{field}"
        for part, fields in [("", schema), *schema.get("$defs", {}).items()]
        for form in [fields, *fields.get("anyOf", [])]
        for field, entry in form.get("properties", {}).items()
        if not entry.get("description")
    ]

    assert silent == []


@pytest.mark.parametrize(
    "path", RECORDS, ids=lambda path: path.relative_to(ROOT / "records").as_posix()
)
def test_a_record_names_its_schema_in_its_first_line(path: Path) -> None:
    """Completion works from the first keystroke, in every editor, without a setting."""
    up = "../" * len(path.relative_to(ROOT).parent.parts)

    first = path.read_text(encoding="utf-8").split("\n", 1)[0]

    assert first == f"# yaml-language-server: $schema={up}schema/{kind_of(path)}.json"
