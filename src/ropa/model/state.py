"""The states in which a value can stand, and how each of them is written."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from ropa.vocabulary import translate


class State(StrEnum):
    """How a value stands. No two of these ever collapse into one."""

    STATED = "stated"
    GENERAL = "general"
    VAGUE = "vague"
    INFERRED = "inferred"
    NONE = "none"
    NOT_STATED = "not-stated"
    NOT_RECORDED = "not-recorded"
    LOST = "lost"
    NOT_APPLICABLE = "not-applicable"

    @property
    def is_complete(self) -> bool:
        """Whether the question is answered: stated, general, none, or not applicable."""
        return not self.is_open and self is not State.INFERRED

    @property
    def is_open(self) -> bool:
        """Whether the question stays open: vague, lost, not stated or not recorded."""
        return self in _OPEN

    @property
    def has_value(self) -> bool:
        """Whether a value stands beside it; the other states stand in place of one."""
        return self in _WITH_VALUE

    @property
    def asserts(self) -> bool:
        """Whether something is said to be so: stated, general or inferred."""
        return self.has_value and not self.is_open

    @property
    def denies(self) -> bool:
        """Whether something is said not to be so: none, or not applicable."""
        return self.is_complete and not self.has_value

    @property
    def is_bare(self) -> bool:
        """Whether it has neither a value nor a text nor passages: not stated, not recorded."""
        return self in VALUELESS_WORDS and self not in CITING

    @property
    def needs_passage(self) -> bool:
        """Whether a source is needed for it in a register drawn from documents."""
        return self in _FROM_SOURCES


_OPEN = (State.VAGUE, State.NOT_STATED, State.NOT_RECORDED, State.LOST)
_WITH_VALUE = (State.STATED, State.GENERAL, State.VAGUE, State.INFERRED)
_FROM_SOURCES = (State.STATED, State.VAGUE, State.INFERRED, State.NONE, State.LOST)

WORDS = (State.STATED, State.NONE, State.NOT_STATED, State.NOT_RECORDED, State.LOST)
"""States a bare word can say where a claim would stand."""

VALUELESS_WORDS = tuple(state for state in WORDS if not state.has_value)
"""Those of them that stand in place of a value."""

EXCLUDING = tuple(state for state in State if not state.has_value and state is not State.LOST)
"""States of a list that has no items: a list that lost some can hold others."""


class _Contents(Mapping[State, str]):
    """What is to be written beside each of some states, in the language of the moment."""

    def __init__(self, *states: State) -> None:
        self._states = states

    def __getitem__(self, state: State) -> str:
        if state not in self._states:
            raise KeyError(state)
        return translate(f"state_content.{state}")

    def __iter__(self) -> Iterator[State]:
        return iter(self._states)

    def __len__(self) -> int:
        return len(self._states)

    def __contains__(self, state: object) -> bool:
        return state in self._states


TEXTS: Mapping[State, str] = _Contents(State.VAGUE, State.INFERRED, State.NOT_APPLICABLE)
"""States written as a key with a text."""

CITING: Mapping[State, str] = _Contents(State.NONE, State.LOST)
"""States written as a key with passages."""

STATE_KEYS = (*TEXTS, *CITING)
"""States written as a key."""
