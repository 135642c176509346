"""A claim as a record writes it, with one thing in it changed.

The forms of the record format, opened and closed.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from ropa.fields.codecs import UnreadableCell
from ropa.fields.multi_value import Line
from ropa.model.claim import CITING, COMMON, SETTINGS, STATE_KEYS, TEXTS, WORDS, State
from ropa.reader import Plain
from ropa.terminal import quoted
from ropa.vocabulary import joined, translate

WrittenFields = dict[str, Any]
"""The fields of a claim, or the items of a list, as a record writes them."""

ClaimPath = tuple[str, ...]
"""Where a claim is in its activity: ``recipients/payroll/contract``, step by step."""

OF_WHOLE = (*STATE_KEYS, *COMMON)
"""What a list says of itself, as a claim."""


@dataclass
class Change:
    """What a row changes in one claim.

    Its state, its reason, and the fields written beside them.
    """

    state: State | None = None
    reason: str | None = None
    fields: dict[str, Plain] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self != Change()


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
    return _opened_fields(value)


def _opened_fields(fields: Mapping[str, Plain]) -> WrittenFields:
    """A claim that was written as a mapping, in which a state can be a key."""
    claim: WrittenFields = {**deepcopy(fields), "state": State.STATED}
    for key in STATE_KEYS:
        if key in claim:
            claim["state"] = State(key)
            claim["wording" if key in TEXTS else "from"] = claim.pop(key)
    return claim


def closed(claim: Mapping[str, Any], bare_text: str = "") -> Plain:
    """An opened claim in the shortest form that says it. Raises UnreadableCell where none does."""
    fields = {key: value for key, value in claim.items() if key not in ("state", "wording")}
    state = claim["state"]
    lacks_passage = state in CITING and "from" not in fields
    if state.is_bare or lacks_passage:
        return _valueless(state, fields)
    if state in TEXTS:
        if not claim.get("wording"):
            raise refusal(f"no_reason_{state}")
        return {str(state): str(claim["wording"]), **fields}
    if state in CITING:
        return {str(state): fields.pop("from"), **fields}
    return _stated(fields, bare_text)


def _valueless(state: State, fields: WrittenFields) -> Plain:
    """A claim that is its state alone. Raises UnreadableCell where it has values."""
    values = [key for key in fields if key != "from"]
    if values:
        raise refusal("valueless", fields=joined(values))
    return str(state)


def _stated(fields: WrittenFields, bare_text: str) -> Plain:
    """A claim that is its *fields*: the only one in its place, where the format allows that."""
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
    if is_silent and change.fields:
        raise refusal("silent_state")
    _change_fields(claim, change)
    if claim["state"].is_bare:
        claim.pop("from", None)
    elif statement:
        claim["from"] = statement
    return closed(_in_order(claim, value, change), bare_text)


def _change_fields(claim: WrittenFields, change: Change) -> None:
    """Change the fields of an opened claim; an empty one goes."""
    for name, words in change.fields.items():
        claim.pop(name, None)
        if words not in ("", []):
            claim[name] = words


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
    written = value if isinstance(value, dict) else {}
    old = [key for key in written if key in claim]
    new = [key for key in claim if key not in old]
    new.sort(key="from".__eq__)
    changed_places = (place for place, key in enumerate(old, start=1) if key in change.fields)
    place = max(changed_places, default=len(old))
    keys = [*old[:place], *new, *old[place:]]
    return {key: claim[key] for key in keys}


def list_claim(value: Plain | None, rule: Sequence[str] = ()) -> Plain | None:
    """What a list says of itself, as a claim; None where it says nothing.

    A list of rules can say the fields of a *rule* of itself, and cite for it without a state.
    """
    is_list_of_rules = bool(rule) and isinstance(value, list)
    if isinstance(value, str) or is_list_of_rules:
        return value
    if not isinstance(value, dict):
        return None
    keys = (*STATE_KEYS, *COMMON, *rule) if rule else STATE_KEYS
    if any(key in value for key in keys):
        of_whole = (*OF_WHOLE, *rule)
        return {key: part for key, part in value.items() if key in of_whole}
    return None


def with_list_claim(value: Plain | None, claim: Plain, rule: Sequence[str] = ()) -> Plain:
    """A list that says *claim* of itself.

    Raises UnreadableCell where its items leave no room for that.
    """
    items = items_of(value, rule)
    if isinstance(claim, dict):
        return _in_place(value, items, claim)
    if rule and (not items or claim not in WORDS):
        return {**items, "from": claim} if items else claim
    if any(key not in SETTINGS for key in items):
        raise refusal("list_has_items")
    if claim == State.STATED:
        raise refusal("stated_list")
    return claim


def _in_place(value: Plain | None, items: WrittenFields, claim: WrittenFields) -> WrittenFields:
    """A list of *items*, and the *claim* that is said of it where that stood in *value*."""
    keys = [*value] if isinstance(value, dict) else []
    claim_places = (place for place, key in enumerate(keys) if key not in items)
    first = next(claim_places, len(keys))
    before = {key: items[key] for key in keys[:first]}
    return {**before, **claim, **items}


def items_of(value: Plain | None, rule: Sequence[str] = ()) -> WrittenFields:
    """The items of a list as a mapping, without what is said of the whole."""
    if isinstance(value, list) and not rule:
        return dict.fromkeys(map(str, value), "stated")
    if not isinstance(value, dict):
        return {}
    claim = list_claim(value, rule) or ()
    return {key: item for key, item in value.items() if key not in claim}


def merged(cell_lines: Sequence[Line], written: Plain | None, statement: str) -> Plain:
    """The list that the lines of a cell write, resting on *statement*. Raises UnreadableCell.

    *written* is what the item itself says; None where it takes over what others say. A list of
    keys stays one, and cites nothing.
    """
    cites = statement or "stated"
    state = cell_lines[0].state if len(cell_lines) == 1 else None
    if state is not None:
        return {str(state): cites} if state in CITING and statement else str(state)
    items = _still_listed(cell_lines, written)
    if any(line.answer and line.answer.alternatives for line in cell_lines):
        items.setdefault("alternatives", "true")
    for line in cell_lines:
        if line.answer is None:
            items.setdefault(line.key, cites)
        elif written is None:
            if not line.answer.key:
                raise refusal("said_of_activity", words=quoted(line.words))
            items.setdefault(line.answer.key, cites)
    settled(items)
    is_bare = isinstance(written, list) and "alternatives" not in items
    return list(items) if is_bare else items


def settled(items: WrittenFields) -> None:
    """Say no more that *items* are alternatives where fewer than two are left."""
    keys = [key for key in items_of(items) if key not in SETTINGS]
    states = [opened(items[key])["state"] for key in keys]
    if sum(not state.denies for state in states) < 2:
        items.pop("alternatives", None)


def _still_listed(cell_lines: Sequence[Line], written: Plain | None) -> WrittenFields:
    """What the item says itself, as far as the cell still shows it, in the order written."""
    answers = [line.answer for line in cell_lines if line.answer is not None]
    keys = {answer.key for answer in answers}
    items = items_of(written)
    if not isinstance(written, dict):
        return {key: item for key, item in items.items() if key in keys}
    listed = {key for key in items if key in keys or key in SETTINGS}
    if "" in keys:
        listed.update(OF_WHOLE)
    return {key: item for key, item in written.items() if key in listed}
