"""The files a first import writes: new activities, and what the register needs beside them."""

from collections.abc import Iterator, Mapping
from typing import Any

from ropa.intake.context import ImportContext
from ropa.intake.draft import DraftActivity
from ropa.model.activity import Activity
from ropa.reader import Plain, parse
from ropa.rewriting import rewrite
from ropa.rewriting.scalars import key_and_value

HEAD = (
    "id",
    "name",
    "role",
    "status",
    "active_from",
    "active_until",
    "owner",
    "reference",
    "establishments",
    "volume",
    "tags",
    "department",
    "description",
)
"""Fields that stand together at the head of a record."""


def activity(draft: DraftActivity) -> bytes:
    """The file of an activity.

    The head, then a paragraph for each question, in the order of the model.
    """
    order = dict.fromkeys((*HEAD, *Activity.model_fields))
    text = _schema_line(draft.file, "activity")
    is_after_head = True
    for name in order:
        if name in draft.value:
            is_in_head = name in HEAD
            text += "" if is_in_head and is_after_head else "\n"
            text += f"{key_and_value(name, draft.value[name], 0)}\n"
            is_after_head = is_in_head
    return text.encode()


def _schema_line(file: str, name: str) -> str:
    root = "../" * file.count("/")
    return f"# yaml-language-server: $schema={root}schema/{name}.json\n"


def register_files(
    context: ImportContext, home: str, texts: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """The register's own files with what is new in them; *texts* are those that are there."""
    file = f"{home}/register.yaml"
    if any(context.words.values()):
        text = _with_words(file, context, texts[file])
        yield file, text.encode()
    for kind, parties in context.parties.items():
        file = f"{home}/{kind}.yaml"
        if parties:
            text = _with_parties(file, kind, parties, texts.get(file))
            yield file, text.encode()


def _with_words(file: str, context: ImportContext, text: str) -> str:
    value = _value(text, file)
    vocabulary: Any = value.setdefault("vocabulary", {})
    for name, words in context.words.items():
        if words:
            vocabulary.setdefault(name, {}).update(words)
    return rewrite(text, value)


def _with_parties(file: str, kind: str, parties: Mapping[str, Any], text: str | None) -> str:
    if text is not None:
        return rewrite(text, {**_value(text, file), **parties})
    lines = [_schema_line(file, kind)]
    for key, party in parties.items():
        lines.append(f"{key_and_value(key, party, 0)}\n")
    return "".join(lines)


def _value(text: str, file: str) -> dict[str, Plain]:
    """What a file says that was read before without a fault."""
    plain_text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    value = parse(plain_text, file)[0].value
    assert isinstance(value, dict)
    return value
