"""Cells that hold a whole claim inside an item, such as whether a disclosure is a sale: its state and its own words."""

import re

from ropa.importer.claims import Change
from ropa.importer.report import quoted
from ropa.importer.words import UnreadableCell, lines, state_of
from ropa.model.claim import TEXTS, State
from ropa.views.table import Field
from ropa.vocabulary import say

BRACKET = re.compile(r" \[[^\[\]]*\]$")
"""What a cell shows beside the words of a claim, and an author does not write."""


def told(field: Field, words: str, today: str, main: str) -> Change:
    """What *words* say of the claim, whose own words are its field *main*. Raises Unreadable."""
    said = _without_brackets(lines(words), lines(today))
    state, wording = _state(field, said[0])
    own = " ".join(said[1:] if state else said)
    if own and state is not None and state.is_bare:
        raise UnreadableCell(f"“{quoted(said[0])}” stands in place of words, not above them")
    return Change(state or State.STATED, wording or None, {main: own})


def _without_brackets(said: list[str], today: list[str]) -> list[str]:
    stood = {found[0] for one in today if (found := BRACKET.search(one))}
    left, dropped = [], 0
    for one in said:
        found = BRACKET.search(one)
        if found and found[0] in stood:
            dropped += 1
        elif found and stood:
            shown = " or ".join(sorted(f"“{bracket.strip()}”" for bracket in stood))
            raise UnreadableCell(
                f"what stands in brackets is derived; leave {shown} as it is, or take it away"
            )
        left.append(BRACKET.sub("", one) if found and stood else one)
    if dropped > 1:
        raise UnreadableCell("several statements answer this; write the one answer that holds here")
    return left


def _state(field: Field, line: str) -> tuple[State | None, str]:
    """The state that the first line of a cell says, and the wording or reason behind it."""
    if field.words == "yes" and line.casefold() == say("word.yes").casefold():
        return State.STATED, ""
    found = state_of(line)
    if found is not None and found in TEXTS:
        raise UnreadableCell(f"“{quoted(line)}” needs {TEXTS[found]}: write “{quoted(line)}: …”")
    if found is State.GENERAL:
        raise UnreadableCell(
            f"“{quoted(line)}” cannot be chosen; it comes from the register as a whole"
        )
    for state in TEXTS:
        for name in (say(f"state.{state}"), state.value):
            head, colon, wording = line.partition(":")
            if colon and head.strip().casefold() == name.casefold():
                if not wording.strip():
                    raise UnreadableCell(f"“{quoted(line)}” needs {TEXTS[state]}")
                return state, wording.strip()
    return found, ""
