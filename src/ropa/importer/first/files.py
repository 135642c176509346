"""The files a first import writes: new activities, and what the register needs beside them."""

from collections.abc import Iterator, Mapping
from typing import Any

from ropa.importer.first.draft import DraftActivity
from ropa.importer.first.ground import ImportContext
from ropa.importer.rewrite import rewrite
from ropa.importer.scalars import block, inline, key_text
from ropa.model.activity import Activity
from ropa.reader import Plain, parse

HEAD = (
    "id",
    "name",
    "role",
    "status",
    "active_from",
    "active_until",
    "owner",
    "volume",
    "tags",
    "function",
    "description",
)
"""Fields that stand together at the head of a record."""


def activity(draft: DraftActivity) -> bytes:
    """The file of an activity.

    The head, then a paragraph for each question, in the order of the model.
    """
    order = [*HEAD, *(name for name in Activity.model_fields if name not in HEAD)]
    said = {name: draft.value[name] for name in order if name in draft.value}
    depth = "../" * draft.file.count("/")
    text = f"# yaml-language-server: $schema={depth}schema/activity.json\n"
    was_head = True
    for name, value in said.items():
        is_head = name in HEAD
        text += ("" if is_head and was_head else "\n") + _entry(name, value)
        was_head = is_head
    return text.encode()


def _entry(name: str, value: Plain) -> str:
    return f"{key_text(name)}:{inline(value, 0) or block(value, 2)}\n"


def beside(
    ground: ImportContext, home: str, texts: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """The register's own files with what is new in them; *texts* are those that are there."""
    file = f"{home}/register.yaml"
    if any(ground.words.values()):
        value = _value(texts[file], file)
        own: Any = value.setdefault("vocabulary", {})
        for name, words in ((name, words) for name, words in ground.words.items() if words):
            own.setdefault(name, {}).update(words)
        yield file, rewrite(texts[file], value).encode()
    for kind, entries in (("recipients", ground.recipients), ("controllers", ground.controllers)):
        if entries:
            yield (
                f"{home}/{kind}.yaml",
                _entries(f"{home}/{kind}.yaml", kind, entries, texts).encode(),
            )


def _entries(file: str, kind: str, entries: Mapping[str, Any], texts: Mapping[str, str]) -> str:
    there = texts.get(file)
    if there is None:
        depth = "../" * file.count("/")
        return f"# yaml-language-server: $schema={depth}schema/{kind}.json\n" + "".join(
            map(_pair, entries.items())
        )
    return rewrite(there, {**_value(there, file), **entries})


def _value(text: str, file: str) -> dict[str, Plain]:
    """What a file says that was read before without a fault."""
    value = parse(text.removeprefix("\ufeff").replace("\r\n", "\n"), file)[0].value
    assert isinstance(value, dict)
    return value


def _pair(entry: tuple[str, Plain]) -> str:
    return _entry(*entry)
