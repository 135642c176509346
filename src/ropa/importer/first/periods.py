"""Retention: a period and what it runs from, for the whole activity or for one category of data. GDPR Art. 30(1)(f)."""

import re
from typing import Any

from ropa.fields.codecs import UnreadableCell, read
from ropa.fields.table import at
from ropa.importer.first.cells import Item, head_and_rest, lines, marked
from ropa.importer.first.ground import ImportContext, found
from ropa.importer.first.made import Made, brief
from ropa.importer.first.rows import ListCell
from ropa.model.claim import State
from ropa.vocabulary import say

_LENGTH = r"\d+\s*(?:years?|months?|weeks?|days?)"
SPAN = rf"(?:P\d\w+|{_LENGTH}(?:(?:\s*,\s*|\s+and\s+|\s+){_LENGTH})*)"
"""A period as people write it, such as 1 year and 6 months."""


def retention(ground: ImportContext, made: Made, cell: ListCell) -> None:
    """Take a cell of periods, a line each; a line that begins with a category of data is of that category."""
    numbered = re.compile(r"^\s*(\d{1,2})[.)]\s+")
    for line in filter(str.strip, cell.words.splitlines()):
        number = numbered.match(line)
        [bare] = lines(line) or [""]
        key, words = _whose(ground, made, bare, int(number[1]) if number else 0)
        item = marked(words)
        if key:
            _of_item(ground, made, cell, key, item)
        elif item.is_state:
            if not made.state(cell, "retention", item):
                made.kept(cell, "retention", say("first.differs"), bare)
        else:
            value = claim(ground, item)
            made.once(cell, "retention", value, shown(value))
            _tell_vague(made, cell, value)


def _whose(ground: ImportContext, made: Made, line: str, number: int) -> tuple[str, str]:
    """The data item a line is about, and the rest of the line; no item where it is about all of them."""
    if number and (key := made.numbers.get("personal_data", {}).get(number)):
        return key, line
    head, rest = head_and_rest(line)
    if rest and head in (say("word.all"), say("word.others")):
        return "", rest
    there = made.value.get("personal_data")
    labels = ground.of("personal_data", there) if isinstance(there, dict) else {}
    key = found(labels, head) if rest else ""
    return (key, rest) if key else ("", line)


def _of_item(ground: ImportContext, made: Made, cell: ListCell, key: str, item: Item) -> None:
    if item.is_state:
        made.left_open(
            cell, f"personal_data › {key} › retention", say("first.open", words=brief(cell.words))
        )
        return
    value = claim(ground, item)
    there = made.items("personal_data").get(key)
    if isinstance(there, dict) and there.get("retention", value) != value:
        made.kept(cell, f"personal_data › {key} › retention", say("first.differs"), item.text)
        return
    made.add("personal_data", key, {"retention": value})
    made.took(cell, f"personal_data › {key} › retention", shown(value))
    _tell_vague(made, cell, value)


def claim(ground: ImportContext, item: Item) -> Any:
    """What *item* says of retention: a period with what it runs from, an event that ends it, else a vague wording."""
    text = item.text
    if item.state is State.VAGUE:
        return {"vague": text}
    said: dict[str, Any] = {}
    law = re.search(r",?\s*\(([^()]+)\)$", text)
    if law:
        said["law"], text = law[1], text[: law.start()]
    span = re.match(SPAN, text, flags=re.IGNORECASE)
    if span:
        try:
            said = {"period": read(ground.register, at("retention.period"), span[0]), **said}
        except UnreadableCell:
            return {"vague": item.text}
        rest = text[span.end() :].strip(" ,")
        if rest and not _rest(said, rest):
            return {"vague": item.text}
    elif until := re.match(r"until\s+(.+)", text, flags=re.IGNORECASE):
        said = {"until": until[1], **said}
    else:
        return {"vague": item.text}
    more = {"when": item.when} if item.when else {}
    return {**({"inferred": item.wording} if item.state is State.INFERRED else {}), **said, **more}


def _rest(said: dict[str, Any], rest: str) -> bool:
    """Read what stands behind a period; False where it is neither its beginning nor its end."""
    for part in re.split(r",\s+(?=from |until |after )", rest):
        after = re.match(r"(?:from|after|since|following)\s+(.+)", part, flags=re.IGNORECASE)
        until = re.match(r"until\s+(.+)", part, flags=re.IGNORECASE)
        if after and "after" not in said:
            said["after"] = after[1]
        elif until and "until" not in said:
            said["until"] = until[1]
        else:
            return False
    return True


def shown(value: Any) -> str:
    """A claim of retention as a report shows it."""
    return (
        ", ".join(f"{key} {said}" for key, said in value.items())
        if isinstance(value, dict)
        else str(value)
    )


def _tell_vague(made: Made, cell: ListCell, value: Any) -> None:
    if isinstance(value, dict) and "vague" in value and "[" not in cell.words:
        made.unsure(cell, "retention", say("first.no_period", words=brief(value["vague"])))
