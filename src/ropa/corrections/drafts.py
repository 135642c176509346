"""Records as they would be after an import.

Plain values, changed claim by claim, before any text is touched.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from ropa.corrections.claims import (
    Change,
    ClaimPath,
    changed,
    items_of,
    list_claim,
    opened,
    refusal,
    settled,
    with_list_claim,
)
from ropa.documents.table import Origin
from ropa.fields.codecs import UnreadableCell
from ropa.fields.table import at, item_model, model_field
from ropa.model.claim import SETTINGS, VALUELESS_WORDS, Claim, ClaimList, State
from ropa.model.lists import models_in
from ropa.reader import Plain, Text
from ropa.register import Record, Register

GeneralAnswer = Claim | ClaimList[Any]
"""What a general statement answers a question with."""


_STATED = Change(State.STATED)
"""What a new item says of which nothing but its key is known."""


@dataclass
class Draft:
    """One activity's file: what it says now, and what it would say."""

    register: Register
    record: Record
    general: Mapping[str, Any]
    value: dict[str, Any] = field(default_factory=dict)

    def correct(self, origin: Origin, change: Change, statement: str) -> None:
        """Write *change* into the claim of *origin*.

        A general claim becomes the activity's own first. Raises UnreadableCell.
        """
        if "/" in origin.shared_statement:
            list_name, _, key = origin.shared_statement.partition("/")
            raise refusal("of_entry", file=self.register.files[list_name], key=key)
        before = deepcopy(self.value)
        try:
            if origin.shared_statement:
                self._take_over(origin)
            self._put(origin.path, change, statement)
        except UnreadableCell:
            self.value = before
            raise

    def _put(self, path: ClaimPath, change: Change, statement: str) -> None:
        question, *steps = path
        answer = self.value.get(question)
        if steps:
            self._put_item(path, change, statement)
        elif is_list(question):
            rule = rule_fields(question)
            before = list_claim(answer, rule) or "not-recorded"
            claim = changed(before, change, statement)
            self.value[question] = with_list_claim(answer, claim, rule)
        else:
            self.value[question] = changed(answer, change, statement, bare_text(question))

    def _put_item(self, path: ClaimPath, change: Change, statement: str) -> None:
        question, key, *steps = path
        items = self.value[question]
        if isinstance(items, list):
            if not steps and change == _STATED:
                items.append(key)
                return
            items = self.value[question] = items_of(items)
        if not steps:
            items[key] = changed(items.get(key), change, statement)
            settled(items)
            return
        [name] = steps
        item = _with_fields(items[key])
        bare = bare_text(f"{question}.{name}")
        item[name] = changed(item.get(name), change, statement, bare)
        items[key] = item

    def add(self, path: ClaimPath, change: Change, statement: str) -> None:
        """Add the item at *path* to its list. Raises UnreadableCell where its key is there."""
        question, *steps = path
        if not steps:
            claim = changed(None, change, statement, bare_text(question))
            rule = rule_fields(question)
            if rule:
                claim = with_list_claim(self.value.get(question), claim, rule)
            self.value[question] = claim
            return
        key, *details = steps
        items = self._items(question)
        if details:
            self._look_at(path, items_of(items))
        elif key in items:
            raise refusal("item_exists")
        self._put_item(path, change, statement)

    def _look_at(self, path: ClaimPath, items: Mapping[str, Any]) -> None:
        """Raise UnreadableCell where nothing can be added inside the item at *path*."""
        question, key, name = path
        if key not in items:
            raise refusal("no_item", key=key, list=question.replace("_", " "))
        if name in _with_fields(items[key]):
            raise refusal("detail_exists")

    def _items(self, question: str) -> dict[str, Any] | list[Any]:
        """The activity's own list, ready to take an item.

        What was said of an empty list no longer holds.
        """
        answer = self.value.get(question)
        if rule_fields(question) and _is_rule(answer):
            answer = self.value[question] = _with_fields(answer)
        if isinstance(answer, list) or (isinstance(answer, dict) and not _denies(answer)):
            return answer
        items: dict[str, Any] = {}
        inherited = list(self._inherited(question))
        if answer is None:
            denied = [name for name, general in inherited if _is_denial(general)]
            items |= {"replaces": denied} if denied else {}
        elif inherited:
            items["only"] = "true"
        self.value[question] = items
        return items

    def _inherited(self, question: str) -> Iterator[tuple[str, GeneralAnswer]]:
        """What general statements say to *question*, by their names."""
        for name, statement in self.register.shared_statements(self.record):
            if (answer := getattr(statement, question, None)) is not None:
                yield name, answer

    def _count_of_whole(self, question: str) -> int:
        """How many general statements say something of *question* as a whole."""
        answers = [answer for _, answer in self._inherited(question)]
        return sum(not isinstance(answer, ClaimList) or bool(answer.whole) for answer in answers)

    def _take_over(self, origin: Origin) -> None:
        """Make what a general statement says of *origin* the activity's own."""
        question, *steps = origin.path
        answer = self.general[origin.shared_statement][question]
        count = sum(_count(general) for _, general in self._inherited(question))
        is_rest = bool(rule_fields(question)) and not steps
        if (not is_list(question) or is_rest) and self._count_of_whole(question) > 1:
            raise refusal("several_general")
        is_alone = not steps and count == 1 and self.value.get(question) is None
        if is_alone or not is_list(question):
            self.value[question] = deepcopy(answer)
        else:
            self._take_over_item(origin, answer)

    def _take_over_item(self, origin: Origin, answer: Plain) -> None:
        """Put one item of a general list, or what that says as a whole, into the activity's own."""
        question, *steps = origin.path
        key = "".join(steps[:1])
        rule = rule_fields(question)
        if rule and _is_rule(self.value.get(question)):
            self.value[question] = _with_fields(self.value[question])
        items = self.value.setdefault(question, {})
        if isinstance(items, list):
            items = self.value[question] = items_of(items)
        if not isinstance(items, dict) or (key and key in items):
            raise refusal("own_answer")
        if rule and not key:
            items |= _with_fields(deepcopy(list_claim(answer, rule)))
            return  # Its own rule for the rest stands in place of any other.
        general = _items_to_take(items, answer, key) if key else _claim_to_take(items, answer)
        items |= deepcopy(general)
        name = origin.shared_statement
        taken = [f"{name}/{item}" for item in general if item not in SETTINGS] if key else [name]
        items["replaces"] = [*items.get("replaces", []), *taken]


def _is_rule(answer: Plain | None) -> bool:
    """Whether the answer of a list of rules is the one rule, in its short form."""
    is_state = isinstance(answer, str) and answer in VALUELESS_WORDS
    return isinstance(answer, (str, list)) and not is_state


def _denies(items: dict[str, Any]) -> bool:
    """Whether a list says that there is none, and holds nothing."""
    keys = set(items_of(items))
    return State.NONE in items and keys <= set(SETTINGS)


def _is_denial(answer: GeneralAnswer) -> bool:
    """Whether a general statement says that there is nothing to list."""
    claim = answer.whole if isinstance(answer, ClaimList) and not answer.items else None
    return claim is not None and not claim.state.has_value


def _count(answer: GeneralAnswer) -> int:
    """How many claims a general statement answers a question with."""
    if isinstance(answer, ClaimList):
        return len(answer.items) + (answer.whole is not None)
    return 1


def _items_to_take(items: dict[str, Any], answer: Plain, key: str) -> dict[str, Any]:
    """The item *key* of a general list, with the others where all are alternatives."""
    general = items_of(answer)
    if "alternatives" not in general:
        return {key: general[key]}
    if items:
        raise refusal("own_answer")
    general.pop("only", None)
    general.pop("replaces", None)
    return general


def _claim_to_take(items: dict[str, Any], answer: Plain) -> dict[str, Any]:
    """What a general statement says of a list as a whole. Raises UnreadableCell."""
    claim = list_claim(answer)
    if list_claim(items) is not None or not isinstance(claim, dict):
        raise refusal("general_for_several")
    return claim


def draft(register: Register, record: Record, texts: Mapping[str, Text]) -> Draft:
    """The draft of *record*, which says what the file says."""
    head = texts[register.file].value
    value = deepcopy(texts[record.file].value)
    assert isinstance(head, dict) and isinstance(value, dict)
    general: Any = head.get("register_wide", {})
    return Draft(register, record, general, value)


def _with_fields(claim: Plain | None) -> dict[str, Any]:
    """A claim as a mapping that takes a detail. Raises UnreadableCell for an open one."""
    if isinstance(claim, dict):
        return claim
    mapping = opened(claim)
    if not mapping.pop("state").has_value:
        raise refusal("open_item")
    return mapping


def model_of(path: str) -> type[BaseModel] | None:
    """The model of the field at *path*, or of its items; None for plain values."""
    info = model_field(path)
    return item_model(info.annotation) if info else None


def is_list(question: str) -> bool:
    """Whether *question* is answered by a list of items."""
    return at(question).kind == "set"


def rule_fields(question: str) -> tuple[str, ...]:
    """The fields of the rule that a list of rules can say of itself; none for other lists."""
    info = model_field(question)
    for model in models_in(info.annotation) if info else ():
        if issubclass(model, ClaimList):
            return model.fields_of_whole()
    return ()


def bare_text(path: str) -> str:
    """The field a bare text fills where the claim at *path* stands."""
    claim = model_of(path)
    return claim.bare_text if claim is not None and issubclass(claim, Claim) else ""
