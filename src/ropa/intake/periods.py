"""Retention: a period and what it runs from, for the whole activity or for one category of data.

GDPR Art. 30(1)(f).
"""

import re
from typing import Any

from ropa.fields import codecs
from ropa.fields import retention as rules
from ropa.fields.codecs import UnreadableCell
from ropa.fields.table import at
from ropa.intake.cell_import import CellImport
from ropa.intake.cells import (
    Item,
    Named,
    head_and_rest,
    is_about_all,
    lines,
    marked,
    number_before,
)
from ropa.intake.context import ImportContext, find_key
from ropa.intake.draft import PlainClaim, details_of
from ropa.intake.spellings import any_of
from ropa.model.claim import STATE_KEYS, State
from ropa.model.personal_data import RetentionRules
from ropa.model.slug import slug
from ropa.vocabulary import joined

LAW = re.compile(r",?\s*\(([^()]+)\)$")
"""The law that sets a period, behind it."""


def retention(cell: CellImport) -> None:
    """Import a cell of periods, a line each.

    A line that begins with a category of data is of that category.
    """
    for line in filter(str.strip, cell.words.splitlines()):
        bare = "".join(lines(line))
        key, words = _whose(cell, bare, number_before(line))
        item = marked(words)
        if key:
            _take_for_item(cell.under("personal_data", key, "retention"), key, item)
        elif item.is_state:
            cell.write_state(item, bare)
        elif rule := _rule(cell.context, item):
            _take_rule(cell, rule)
        else:
            value = claim(cell.context, item)
            _take_rest(cell, value)
            _tell_vague(cell, value)


def _rule(context: ImportContext, item: Item) -> Named | None:
    """The name of a rule and what it says, where a line has both; a word of data names none."""
    head, rest = head_and_rest(item.text)
    key = slug(head)
    if not rest or not key or _parts(context, item.text):
        return None
    return Named(key, rest) if _parts(context, rest) else None


def _take_rule(cell: CellImport, named: Named) -> None:
    """Write a rule beside those there are."""
    item = marked(named.rest)
    value = claim(cell.context, item)
    others = details_of(cell.draft.value.get("retention"))
    if others.get(named.name, value) != value:
        cell.noted("first.differs", item.text)
        return
    cell.draft.value["retention"] = {**others, named.name: value}
    told = {named.name: summary(value)}
    cell.imported(summary(told))


def _take_rest(cell: CellImport, value: PlainClaim) -> None:
    """Write the rule of an activity, beside its other rules where it has only those."""
    others = details_of(cell.draft.value.get("retention"))
    fields = {*RetentionRules.fields_of_whole(), *STATE_KEYS}
    if others and fields.isdisjoint(others):
        cell.draft.value["retention"] = {**others, **value}
        cell.imported(summary(value))
    else:
        cell.write(value, summary(value))


def _whose(cell: CellImport, line: str, number: int) -> Named:
    """The data item a line is about, and the rest of the line.

    No item where it is about all of them. An item is named by its number, its words or both.
    """
    head, rest = head_and_rest(line)
    if rest and is_about_all(head):
        return Named("", rest)
    labels = cell.labels("personal_data")
    named = find_key(labels, head) if rest else ""
    key = cell.draft.numbered("personal_data", number) or named
    return Named(key, rest if key and key == named else line)


def _take_for_item(cell: CellImport, key: str, item: Item) -> None:
    if item.is_state:
        cell.left_open()
        return
    value = claim(cell.context, item)
    data_item = details_of(cell.draft.listed("personal_data").get(key))
    if data_item.get("retention", value) != value:
        cell.noted("first.differs", item.text)
        return
    cell.draft.add("personal_data", key, {"retention": value})
    cell.imported(summary(value))
    _tell_vague(cell.under("retention"), value)


def claim(context: ImportContext, item: Item) -> PlainClaim:
    """What *item* says of retention.

    A period with what it runs from, an event that ends it, else a vague wording.
    """
    is_vague = item.state is State.VAGUE
    parts = {} if is_vague else _parts(context, item.text)
    if not parts:
        return {"vague": item.text}
    if item.state is State.INFERRED:
        parts = {"inferred": item.wording, **parts}
    return {**parts, "when": item.when} if item.when else parts


def _parts(context: ImportContext, text: str) -> PlainClaim:
    """What a rule of retention says; empty where *text* says anything else."""
    if rule := rules.read(context.register, text):
        return rule
    law = LAW.search(text)
    by_law = {"law": law[1]} if law else {}
    bare = text[: law.start()] if law else text
    span = re.match(_span(), bare, re.IGNORECASE)
    if span is None:
        until = _read_after("until", bare)
        return {"until": until, **by_law} if until else {}
    try:
        field = at("retention.period")
        period = codecs.read(context.register, field, span[0])
    except UnreadableCell:
        return {}
    parts = {"period": period, **by_law}
    rest = bare[span.end() :].strip(" ,")
    return parts if not rest or _takes_rest(parts, rest) else {}


def _span() -> str:
    """A regular expression for a period as people write it, such as 1 year and 6 months."""
    length = rf"\d+\s*{any_of('unit')}"
    joint = rf"(?:\s*,\s*|\s+{any_of('and')}\s+|\s+)"
    return rf"(?:P[\dT]\w+|{length}(?:{joint}{length})*)"


def _read_after(key: str, words: str) -> str:
    """What stands in *words* behind the spelling of *key* they begin with; empty for no other."""
    match = re.match(rf"{any_of(key)}\s+(.+)", words, re.IGNORECASE)
    return match[1] if match else ""


def _takes_rest(parts: PlainClaim, rest: str) -> bool:
    """Read what stands behind a period; False where it is neither its beginning nor its end."""
    for part in re.split(rf",\s+(?={any_of('next_part')} )", rest):
        after = _read_after("after", part)
        until = _read_after("until", part)
        if after and "after" not in parts:
            parts["after"] = after
        elif until and "until" not in parts:
            parts["until"] = until
        else:
            return False
    return True


def summary(value: PlainClaim) -> str:
    """A claim of retention as a report shows it."""
    parts = [f"{key} {_in_words(words)}" for key, words in value.items()]
    return joined(parts)


def _in_words(part: Any) -> str:
    return joined(part) if isinstance(part, list) else str(part)


def _tell_vague(cell: CellImport, value: PlainClaim) -> None:
    if "vague" in value and "[" not in cell.words:
        cell.unclear("first.no_period", value["vague"])
