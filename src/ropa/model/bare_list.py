"""A list written as its keys alone, such as ``[name, email]``: each item is stated, no more."""

from collections.abc import Sequence
from typing import Any

from ropa.model.model import refusal
from ropa.model.state import State


def stated_items(elements: Sequence[str]) -> dict[str, str]:
    """The items that a bare list of *elements* stands for. Raises a validation error for none."""
    if not elements:
        raise refusal("empty_list")
    return dict.fromkeys(elements, str(State.STATED))


class Elements:
    """The elements of a bare list, looked at one after the other."""

    def __init__(self, elements: Sequence[Any]) -> None:
        self._have_keys = any(isinstance(element, str) for element in elements)
        self._seen: set[str] = set()

    def check(self, element: Any) -> None:
        """Raise a validation error where *element* is no key, or one that was there before."""
        if not isinstance(element, str):
            raise refusal("mixed_list" if self._have_keys else "no_keys")
        if element in self._seen:
            raise refusal("listed_twice", key=element)
        self._seen.add(element)
        if element in _OF_WHOLE:
            raise refusal("listed_state", word=element)


_OF_WHOLE = frozenset(State) - {State.STATED, State.GENERAL}
"""States that can be said of a list as a whole."""
