"""Columns that show one field of the items of a list, such as the edition of each system."""

import re
from collections.abc import Callable
from typing import Any

from ropa.fields.codecs import UnreadableCell, read, words_of
from ropa.fields.table import Field, item_model, model_field
from ropa.importer.first.cells import head_and_rest, marked
from ropa.importer.first.cells import lines as bare_lines
from ropa.importer.first.draft import DraftActivity, brief
from ropa.importer.first.ground import ImportContext
from ropa.importer.first.lists import item_label
from ropa.importer.first.rows import ListCell, ListRow
from ropa.layouts import folded
from ropa.reader import Plain
from ropa.vocabulary import translate


def reader(field: Field) -> Callable[[ImportContext, DraftActivity, ListCell, ListRow], None]:
    """A field of the items that the row names.

    Of the only one, or of the one whose name stands before it.
    """
    question, steps = field.question, field.name.split(".")

    def take_parts(
        ground: ImportContext, draft: DraftActivity, cell: ListCell, row: ListRow
    ) -> None:
        where = " › ".join((question, *steps))
        for line in bare_lines(cell.words):
            item = marked(line)
            key, words = _whose(ground, draft, question, item.text)
            if item.is_state:
                draft.left_open(cell, where, translate("first.open", words=brief(line)))
            elif not key:
                draft.noted(cell, where, translate("first.whose"), line)
            else:
                _put_part(ground, draft, cell, field, (key, words))

    return take_parts


def _whose(
    ground: ImportContext, draft: DraftActivity, question: str, line: str
) -> tuple[str, str]:
    """The item of *question* that a line is about, and the rest of the line.

    No key where nobody says whose it is.
    """
    keys = list(dict.fromkeys(draft.row.get(question, [])))
    head, rest = head_and_rest(line)
    for key in keys if rest else ():
        if folded(head) in (folded(key), folded(item_label(ground, question, key))):
            return key, rest
    return (keys[0], line) if len(keys) == 1 else ("", line)


def _put_part(
    ground: ImportContext, draft: DraftActivity, cell: ListCell, field: Field, part: tuple[str, str]
) -> None:
    key, words = part
    where = " › ".join((field.question, key, *field.name.split(".")))
    try:
        value: Any = _value(ground, field, words)
    except UnreadableCell as error:
        draft.noted(cell, where, str(error), words)
        return
    for step in reversed(field.name.split(".")):
        value = {step: value}
    draft.add(field.question, key, value)
    draft.imported(cell, where, brief(words))


def _value(ground: ImportContext, field: Field, words: str) -> Plain:
    """What *words* write into a field of an item. Raises UnreadableCell."""
    if field.kind == "set":
        keys = words_of(ground.register, field, re.split(r"[;,]\s*", words))
        return dict.fromkeys(keys, "stated")
    if field.kind == "claim":
        info = model_field(field.path)
        kind = item_model(info.annotation) if info else None
        has_text = kind is not None and "text" in kind.model_fields
        return {"text" if has_text else "title": words}
    if field.kind in ("words", "countries"):
        return read(ground.register, field, "\n".join(re.split(r"[;,]\s*", words)))
    return read(ground.register, field, words)
