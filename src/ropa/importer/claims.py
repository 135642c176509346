"""A claim as a record writes it, with one thing in it changed.

The forms of the record format, opened and closed.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from ropa.fields.codecs import UnreadableCell
from ropa.fields.multi_value import Line
from ropa.model.claim import CITING, COMMON, STATE_KEYS, TEXTS, WORDS, State
from ropa.reader import Plain
from ropa.terminal import quoted
from ropa.vocabulary import joined, translate

WrittenFields = dict[str, Any]
"""The fields of a claim, or the items of a list, as a record writes them."""

SETTINGS = ("only", "replaces")
"""What stands among the items of a list and is none."""


@dataclass
class Change:
    """What a row changes in one claim.

    Its state, its reason, and the fields written beside them.
    """

    state: State | None = None
    reason: str | None = None
    fields: dict[str, Plain] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.state is not None or self.reason is not None or bool(self.fields)


def refusal(reason: str, **values: object) -> UnreadableCell:
    """What keeps a cell from being taken over, for a *reason* that the catalogue words."""
    return UnreadableCell(translate(f"import_refused.{reason}", **values))


def opened(value: Plain | None, bare_text: str = "") -> WrittenFields:
    """A claim in whatever form it was written, as a mapping; its state under the key ``state``."""
    if value is None:
        return {"state": State.NOT_RECORDED}
    if isinstance(value, list):
        return {"state": State.STATED, "from": list(value)}
    if isinstance(value, str):
        if value in WORDS:
            return {"state": State(value)}
        return {"state": State.STATED, bare_text or "from": value}
    claim: WrittenFields = deepcopy(value)
    claim["state"] = State.STATED
    for key in STATE_KEYS:
        if key in claim:
            claim["state"] = State(key)
            claim["wording" if key in TEXTS else "from"] = claim.pop(key)
    return claim


def closed(claim: Mapping[str, Any], bare_text: str = "") -> Plain:
    """An opened claim in the shortest form that says it. Raises UnreadableCell where none does."""
    fields = {key: value for key, value in claim.items() if key not in ("state", "wording")}
    state = claim["state"]
    if state.is_bare or (state in (State.NONE, State.LOST) and "from" not in fields):
        if values := [key for key in fields if key != "from"]:
            raise refusal("valueless", fields=joined(values))
        return str(state)
    if state in TEXTS:
        if not claim.get("wording"):
            raise refusal(f"no_reason_{state}")
        return {str(state): str(claim["wording"]), **fields}
    if state in CITING:
        return {str(state): fields.pop("from"), **fields}
    for name in ("from", bare_text):
        if set(fields) == {name}:
            only_field: Plain = fields[name]
            return only_field
    return fields or "stated"


def changed(value: Plain | None, change: Change, statement: str, bare_text: str = "") -> Plain:
    """The claim *value* with *change*, resting on *statement*.

    Raises UnreadableCell where that cannot be written.
    """
    claim = opened(value, bare_text)
    is_silent = claim["state"].is_bare and change.state is None
    _change_state(claim, change)
    for name, words in change.fields.items():
        claim.pop(name, None)
        if words not in ("", []):
            claim[name] = words
    if is_silent and change.fields:
        raise refusal("silent_state")
    if claim["state"].is_bare:
        claim.pop("from", None)
    elif statement:
        claim["from"] = statement
    return closed(_in_order(claim, value, change), bare_text)


def _change_state(claim: WrittenFields, change: Change) -> None:
    """Change the state of an opened claim, and the reason of that state."""
    if change.state is not None:
        claim["state"] = change.state
        if change.state not in TEXTS:
            claim.pop("wording", None)
    if change.reason is not None:
        if claim["state"] not in TEXTS:
            raise refusal("reason")
        claim["wording"] = change.reason


def _in_order(claim: WrittenFields, value: Plain | None, change: Change) -> WrittenFields:
    """The keys of *claim* as they stood.

    Those that are new behind the last that was changed, passages last.
    """
    old = [key for key in value if key in claim] if isinstance(value, dict) else []
    new = sorted((key for key in claim if key not in old), key=lambda key: key == "from")
    changed_places = [place for place, key in enumerate(old, start=1) if key in change.fields]
    place = changed_places[-1] if changed_places else len(old)
    return {key: claim[key] for key in (*old[:place], *new, *old[place:])}


def list_claim(value: Plain | None) -> Plain | None:
    """What a list says of itself, as a claim; None where it says nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and any(key in value for key in STATE_KEYS):
        return {key: value[key] for key in (*STATE_KEYS, *COMMON) if key in value}
    return None


def with_list_claim(value: Plain | None, claim: Plain) -> Plain:
    """A list that says *claim* of itself.

    Raises UnreadableCell where its items leave no room for that.
    """
    items = items_of(value)
    if isinstance(claim, dict):
        return {**items, **claim}
    if any(key not in SETTINGS for key in items):
        raise refusal("list_has_items")
    if claim == State.STATED:
        raise refusal("stated_list")
    return claim


def items_of(value: Plain | None) -> WrittenFields:
    """The items of a list as written, without what is said of the whole."""
    if not isinstance(value, dict):
        return {}
    has_claim = list_claim(value) is not None
    no_items = (*STATE_KEYS, *COMMON) if has_claim else ()
    return {key: item for key, item in value.items() if key not in no_items}


def merged(cell_lines: Sequence[Line], own: Plain | None, statement: str) -> Plain:
    """The list that the lines of a cell write, resting on *statement*. Raises UnreadableCell.

    *own* is what the item itself says; None where it takes over what others say.
    """
    cites = statement or "stated"
    state = cell_lines[0].state if len(cell_lines) == 1 else None
    if state is not None:
        return {str(state): cites} if state in CITING and statement else str(state)
    items = _still_listed(cell_lines, own)
    for line in cell_lines:
        if line.answer is None:
            items.setdefault(line.key, cites)
        elif own is None:
            if not line.answer.key:
                raise refusal("said_of_activity", words=quoted(line.words))
            items.setdefault(line.answer.key, cites)
    return items


def _still_listed(cell_lines: Sequence[Line], own: Plain | None) -> WrittenFields:
    """What the item says itself, as far as the cell still shows it, in the order written."""
    if not isinstance(own, dict):
        return {}
    answers = [line.answer for line in cell_lines if line.answer is not None]
    shown = {answer.key for answer in answers}
    listed = {key for key in items_of(own) if key in shown or key in SETTINGS}
    if "" in shown:
        listed |= {*STATE_KEYS, *COMMON}
    return {key: item for key, item in own.items() if key in listed}
