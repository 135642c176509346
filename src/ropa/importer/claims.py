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

Mapping_ = dict[str, Any]


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


def opened(value: Plain | None, bare_text: str = "") -> Mapping_:
    """A claim in whatever form it was written, as a mapping; its state under the key ``state``."""
    if value is None:
        return {"state": State.NOT_RECORDED}
    if isinstance(value, list):
        return {"state": State.STATED, "from": list(value)}
    if isinstance(value, str):
        if value in WORDS:
            return {"state": State(value)}
        return {"state": State.STATED, **({bare_text: value} if bare_text else {"from": value})}
    out = deepcopy({key: item for key, item in value.items() if key not in STATE_KEYS})
    out["state"] = State.STATED
    for key in STATE_KEYS:
        if key in value:
            out["state"] = State(key)
            out["wording" if key in TEXTS else "from"] = deepcopy(value[key])
    return out


def closed(claim: Mapping[str, Any], bare_text: str = "") -> Plain:
    """An opened claim in the shortest form that says it. Raises Unreadable where no form does."""
    fields = {key: value for key, value in claim.items() if key not in ("state", "wording")}
    state, wording = claim["state"], claim.get("wording", "")
    if state.is_bare or (state in (State.NONE, State.LOST) and "from" not in fields):
        if left := [key for key in fields if key != "from"]:
            raise UnreadableCell(
                f"the state leaves no value, and there is one ({', '.join(left)}); choose “stated”"
            )
        return str(state)
    if state in TEXTS:
        if not wording:
            raise UnreadableCell(f"the state needs {TEXTS[state]}, under Reason")
        return {str(state): str(wording), **fields}
    if state in CITING:
        return {str(state): fields.pop("from"), **fields}
    if not fields:
        return "stated"
    if set(fields) == {"from"}:
        found: Plain = fields["from"]
        return found
    return str(fields[bare_text]) if bare_text and set(fields) == {bare_text} else fields


def changed(value: Plain | None, change: Change, statement: str, bare_text: str = "") -> Plain:
    """The claim *value* with *change*, resting on *statement*.

    Raises Unreadable where that cannot be written.
    """
    claim = opened(value, bare_text)
    was = claim["state"]
    if change.state is not None:
        claim["state"] = change.state
        if change.state not in TEXTS:
            claim.pop("wording", None)
    if change.reason is not None:
        if claim["state"] not in TEXTS:
            raise UnreadableCell(
                "a reason belongs to vague, inferred or n/a; choose one of them under State"
            )
        claim["wording"] = change.reason
    for name, said in change.fields.items():
        claim.pop(name, None)
        if said not in ("", []):
            claim[name] = said
    if change.state is None and was.is_bare and change.fields:
        raise UnreadableCell(
            "a value was written, and the state still says there is none; choose “stated”"
        )
    if claim["state"].is_bare:
        claim.pop("from", None)
    elif statement:
        claim["from"] = statement
    return closed(_in_order(claim, value, change), bare_text)


def _in_order(claim: Mapping_, value: Plain | None, change: Change) -> Mapping_:
    """The keys of *claim* as they stood.

    Those that are new behind the last that was changed, passages last.
    """
    stood = [key for key in value if key in claim] if isinstance(value, dict) else []
    new = sorted((key for key in claim if key not in stood), key=lambda key: key == "from")
    touched = [place for place, key in enumerate(stood, start=1) if key in change.fields]
    place = touched[-1] if touched else len(stood)
    return {key: claim[key] for key in (*stood[:place], *new, *stood[place:])}


def rest_of(value: Plain | None) -> Plain | None:
    """What a list says of itself, as a claim; None where it says nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and any(key in value for key in STATE_KEYS):
        return {key: value[key] for key in (*STATE_KEYS, *COMMON) if key in value}
    return None


def with_rest(value: Plain | None, rest: Plain) -> Plain:
    """A list that says *rest* of itself.

    Raises Unreadable where its items leave no room for that.
    """
    items = items_of(value)
    if isinstance(rest, dict):
        return {**items, **rest}
    if any(key not in ("only", "replaces") for key in items):
        raise UnreadableCell(
            "the list has items; a word for the whole of it cannot stand beside them"
        )
    if rest == State.STATED:
        raise UnreadableCell("a list cannot be “stated” as a whole; add a row for each item")
    return rest


def items_of(value: Plain | None) -> Mapping_:
    """The items of a list as written, without what is said of the whole."""
    if not isinstance(value, dict):
        return {}
    has_rest = any(key in value for key in STATE_KEYS)
    return {
        key: item for key, item in value.items() if not (has_rest and key in (*STATE_KEYS, *COMMON))
    }


def merged(cell_lines: Sequence[Line], own: Plain | None, statement: str) -> Plain:
    """The list that the lines of a cell write, resting on *statement*. Raises UnreadableCell.

    *own* is what the item itself says; None where it takes over what others say.
    """
    cites = statement or "stated"
    state = cell_lines[0].state if len(cell_lines) == 1 else None
    if state is not None:
        return {str(state): cites} if state in CITING and statement else str(state)
    entries = _still_listed(cell_lines, own)
    for line in cell_lines:
        answer = line.answer
        if answer is None:
            entries.setdefault(line.key, cites)
        elif own is None and not answer.key:
            message = f"“{quoted(line.words)}” is said of the activity as a whole"
            raise UnreadableCell(f"{message}; write the words alone")
        elif own is None:
            entries.setdefault(answer.key, cites)
    return entries


def _still_listed(cell_lines: Sequence[Line], own: Plain | None) -> Mapping_:
    """What the item says itself, as far as the cell still shows it, in the order written."""
    if not isinstance(own, dict):
        return {}
    keys = {line.answer.key for line in cell_lines if line.answer is not None}
    kept = {key for key in items_of(own) if key in keys or key in ("only", "replaces")}
    if "" in keys:
        kept |= {*STATE_KEYS, *COMMON}
    return {key: item for key, item in own.items() if key in kept}
