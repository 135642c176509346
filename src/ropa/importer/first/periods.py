"""Retention: a period and what it runs from, for the whole activity or for one category of data.

GDPR Art. 30(1)(f).
"""

import re
from typing import Any

from ropa.fields.codecs import UnreadableCell, read
from ropa.fields.table import at
from ropa.importer.first.cells import NUMBER, Item, head_and_rest, lines, marked
from ropa.importer.first.draft import DraftActivity, brief
from ropa.importer.first.ground import ImportContext, find_key
from ropa.importer.first.rows import ListCell
from ropa.model.claim import State
from ropa.vocabulary import translate

_LENGTH = r"\d+\s*(?:years?|months?|weeks?|days?)"

SPAN = re.compile(rf"(?:P\d\w+|{_LENGTH}(?:(?:\s*,\s*|\s+and\s+|\s+){_LENGTH})*)", re.IGNORECASE)
"""A period as people write it, such as 1 year and 6 months."""

AFTER = re.compile(r"(?:from|after|since|following)\s+(.+)", re.IGNORECASE)
UNTIL = re.compile(r"until\s+(.+)", re.IGNORECASE)
LAW = re.compile(r",?\s*\(([^()]+)\)$")
"""What stands behind a period: where it begins, what ends it, the law that sets it."""


def retention(ground: ImportContext, draft: DraftActivity, cell: ListCell) -> None:
    """Take a cell of periods, a line each.

    A line that begins with a category of data is of that category.
    """
    for line in filter(str.strip, cell.words.splitlines()):
        number = NUMBER.match(line)
        [bare] = lines(line) or [""]
        key, words = _whose(ground, draft, bare, int(number[1]) if number else 0)
        item = marked(words)
        if key:
            _take_for_item(ground, draft, cell, key, item)
        elif not item.is_state:
            value = claim(ground, item)
            draft.once(cell, "retention", value, shown(value))
            _tell_vague(draft, cell, value)
        elif not draft.state(cell, "retention", item):
            draft.noted(cell, "retention", translate("first.differs"), bare)


def _whose(ground: ImportContext, draft: DraftActivity, line: str, number: int) -> tuple[str, str]:
    """The data item a line is about, and the rest of the line.

    No item where it is about all of them. An item is named by its number, its words or both.
    """
    head, rest = head_and_rest(line)
    if rest and head in (translate("word.all"), translate("word.others")):
        return "", rest
    data = draft.value.get("personal_data")
    labels = ground.of("personal_data", data) if isinstance(data, dict) else {}
    named = find_key(labels, head) if rest else ""
    numbered = draft.numbers.get("personal_data", {}).get(number, "")
    key = numbered or named
    return key, rest if key and key == named else line


def _take_for_item(
    ground: ImportContext, draft: DraftActivity, cell: ListCell, key: str, item: Item
) -> None:
    where = f"personal_data › {key} › retention"
    if item.is_state:
        draft.left_open(cell, where, translate("first.open", words=brief(cell.words)))
        return
    value = claim(ground, item)
    data_item = draft.items("personal_data").get(key)
    if isinstance(data_item, dict) and data_item.get("retention", value) != value:
        draft.noted(cell, where, translate("first.differs"), item.text)
        return
    draft.add("personal_data", key, {"retention": value})
    draft.imported(cell, where, shown(value))
    _tell_vague(draft, cell, value)


def claim(ground: ImportContext, item: Item) -> dict[str, Any]:
    """What *item* says of retention.

    A period with what it runs from, an event that ends it, else a vague wording.
    """
    parts = {} if item.state is State.VAGUE else _parts(ground, item.text)
    if not parts:
        return {"vague": item.text}
    if item.state is State.INFERRED:
        parts = {"inferred": item.wording, **parts}
    return {**parts, "when": item.when} if item.when else parts


def _parts(ground: ImportContext, text: str) -> dict[str, Any]:
    """Period, beginning, end and law of a retention; empty where *text* says anything else."""
    law = LAW.search(text)
    by_law = {"law": law[1]} if law else {}
    bare = text[: law.start()] if law else text
    span = SPAN.match(bare)
    if span is None:
        until = UNTIL.match(bare)
        return {"until": until[1], **by_law} if until else {}
    try:
        period = read(ground.register, at("retention.period"), span[0])
    except UnreadableCell:
        return {}
    parts = {"period": period, **by_law}
    rest = bare[span.end() :].strip(" ,")
    return parts if not rest or _takes_rest(parts, rest) else {}


def _takes_rest(parts: dict[str, Any], rest: str) -> bool:
    """Read what stands behind a period; False where it is neither its beginning nor its end."""
    for part in re.split(r",\s+(?=from |until |after )", rest):
        after, until = AFTER.match(part), UNTIL.match(part)
        if after and "after" not in parts:
            parts["after"] = after[1]
        elif until and "until" not in parts:
            parts["until"] = until[1]
        else:
            return False
    return True


def shown(value: dict[str, Any]) -> str:
    """A claim of retention as a report shows it."""
    return ", ".join(f"{key} {words}" for key, words in value.items())


def _tell_vague(draft: DraftActivity, cell: ListCell, value: dict[str, Any]) -> None:
    if "vague" in value and "[" not in cell.words:
        draft.unsure(cell, "retention", translate("first.no_period", words=brief(value["vague"])))
