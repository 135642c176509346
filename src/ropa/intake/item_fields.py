"""Columns that show one field of the items of a list, such as the edition of each system."""

import re
from typing import Any

from ropa.corrections.drafts import model_of
from ropa.fields.codecs import UnreadableCell, read, words_of
from ropa.fields.table import Field, at
from ropa.intake.cell_import import CellImport, brief
from ropa.intake.cells import Named, head_and_rest, lines, marked
from ropa.layouts import folded
from ropa.reader import Plain
from ropa.register import Register


def item_field(cell: CellImport) -> None:
    """Import a field of the items that the row names.

    Of the only one, or of the one whose name stands before it.
    """
    field = at(cell.field)
    column = cell.under(*field.path.split("."))
    for line in lines(cell.words):
        item = marked(line)
        key, words = _whose(cell, field.question, item.text)
        if item.is_state:
            column.left_open(words=line)
        elif not key:
            column.noted("first.no_item", line)
        else:
            steps = field.name.split(".")
            part = cell.under(field.question, key, *steps)
            _take_part(part, field, key, words)


def _whose(cell: CellImport, question: str, line: str) -> Named:
    """The item of *question* that a line is about, and the rest of the line.

    No key where nobody says whose it is.
    """
    keys = cell.draft.row_keys(question)
    head, rest = head_and_rest(line)
    for key in keys if rest else ():
        names = (key, cell.context.label(question, key))
        if folded(head) in map(folded, names):
            return Named(key, rest)
    only_key = keys[0] if len(keys) == 1 else ""
    return Named(only_key, line)


def _take_part(cell: CellImport, field: Field, key: str, words: str) -> None:
    try:
        value: Any = _value(cell.context.register, field, words)
    except UnreadableCell as error:
        cell.noted_because(str(error), words)
        return
    for step in reversed(field.name.split(".")):
        value = {step: value}
    cell.draft.add(field.question, key, value)
    cell.imported(brief(words))


def _value(register: Register, field: Field, words: str) -> Plain:
    """What *words* write into a field of an item. Raises UnreadableCell."""
    if field.kind == "claim":
        return {_text_name(field): words}
    parts = re.split(r"[;,]\s*", words)
    if field.kind == "set":
        keys = words_of(register, field, parts)
        return dict.fromkeys(keys, "stated")
    is_list = field.kind in ("words", "countries")
    return read(register, field, "\n".join(parts) if is_list else words)


def _text_name(field: Field) -> str:
    model = model_of(field.path)
    return "text" if model and "text" in model.model_fields else "title"
