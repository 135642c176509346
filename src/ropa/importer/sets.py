"""Cells that hold several words of a list, such as lawful bases: which keys come, which go, which stay as they are."""

from collections.abc import Sequence
from typing import Any

from ropa.importer.claims import items_of
from ropa.importer.report import quoted
from ropa.importer.words import UnreadableCell, lines, state_of, word
from ropa.model.claim import CITING, COMMON, STATE_KEYS, VALUELESS_WORDS
from ropa.reader import Plain
from ropa.register import Register, ResolvedClaim
from ropa.views.fields import line
from ropa.views.table import Field


def check(register: Register, field: Field, words: str, today: str) -> None:
    """Raise Unreadable where a line is neither as it stood nor a word of the list nor a state."""
    stood = set(lines(today))
    new = [one for one in lines(words) if one not in stood]
    for one in new:
        state = state_of(one)
        if state is None:
            word(register, field, one)
        elif state not in VALUELESS_WORDS:
            raise UnreadableCell(f"“{quoted(one)}” needs a reason; write it in the record")
        elif len(lines(words)) > 1:
            raise UnreadableCell(f"“{quoted(one)}” stands in place of words, not beside them")


def merged(
    register: Register,
    field: Field,
    words: str,
    found: Sequence[ResolvedClaim],
    own: Plain | None,
    statement: str,
) -> tuple[Plain, tuple[str, ...]]:
    """The list that the cell's *words* write, and the passages that no longer count.

    *found* answers the question today; *own* is what the item itself says, None where it takes over what others say.
    """
    asked = lines(words)
    cites: Any = statement or "stated"
    stood = {line(answer): answer for answer in found}
    gone = tuple(
        dict.fromkeys(
            cite for said, one in stood.items() if said not in asked for cite in one.claim.cites
        )
    )
    [state] = [state_of(asked[0])] if len(asked) == 1 and asked[0] not in stood else [None]
    if state is not None:
        return ({str(state): cites} if state in CITING and statement else str(state)), gone
    made: dict[str, Any] = dict(items_of(own)) if own is not None else {}
    if own is not None:
        kept = {answer.key for said, answer in stood.items() if said in asked}
        made = {
            key: item for key, item in made.items() if key in kept or key in ("only", "replaces")
        }
        if "" in kept and isinstance(own, dict):
            made |= {key: item for key, item in own.items() if key in (*STATE_KEYS, *COMMON)}
        made = {key: made[key] for key in own if key in made} if isinstance(own, dict) else made
    for said in asked:
        answer = stood.get(said)
        if answer is not None and own is not None:
            continue
        if answer is not None and not answer.key:
            raise UnreadableCell(
                f"“{quoted(said)}” is said of the activity as a whole; write the words alone"
            )
        made.setdefault(answer.key if answer is not None else word(register, field, said), cites)
    return made, gone
