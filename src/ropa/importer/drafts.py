"""Records as they would be after an import.

Plain values, changed claim by claim, before any text is touched.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic import BaseModel

from ropa.fields.codecs import UnreadableCell
from ropa.importer.claims import Change, changed, items_of, opened, rest_of, with_rest
from ropa.model.activity import Activity
from ropa.model.claim import Claim, ClaimList, State
from ropa.reader import Plain, Text
from ropa.register import Record, Register
from ropa.views.table import Origin

BY_HAND = "write the activity's own answer by hand"


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
        before = deepcopy(self.value)
        try:
            if origin.shared_statement:
                self._take_over(origin)
            self._put(origin.path, change, statement)
        except UnreadableCell:
            self.value = before
            raise

    def _put(self, path: tuple[str, ...], change: Change, statement: str) -> None:
        question, *steps = path
        answer = self.value.get(question)
        if steps:
            self._put_item(path, change, statement)
        elif is_list(question):
            rest = changed(rest_of(answer) or "not-recorded", change, statement)
            self.value[question] = with_rest(answer, rest)
        else:
            bare = bare_text(Activity, question)
            self.value[question] = changed(answer, change, statement, bare)

    def _put_item(self, path: tuple[str, ...], change: Change, statement: str) -> None:
        question, key, *steps = path
        items = self.value[question]
        if not steps:
            items[key] = changed(items.get(key), change, statement)
            return
        [name] = steps
        item = mapping_of(items[key])
        bare = bare_text(item_of(question), name)
        item[name] = changed(item.get(name), change, statement, bare)
        items[key] = item

    def add(self, path: tuple[str, ...], change: Change, statement: str) -> None:
        """Add the item at *path* to its list. Raises UnreadableCell where its key is there."""
        question, *steps = path
        if not steps:
            bare = bare_text(Activity, question)
            self.value[question] = changed(None, change, statement, bare)
            return
        key, *details = steps
        items = self._items(question)
        if details:
            self._add_detail(question, key, details[0], changed(None, change, statement))
        elif key in items:
            message = "the activity has an item of that key already; change its row instead"
            raise UnreadableCell(message)
        else:
            items[key] = changed(None, change, statement)

    def _add_detail(self, question: str, key: str, name: str, claim: Plain) -> None:
        items = self._items(question)
        if key not in items:
            list_name = question.replace("_", " ")
            raise UnreadableCell(f"the activity has no '{key}' of its own among its {list_name}")
        item = mapping_of(items[key])
        if name in item:
            raise UnreadableCell("the item has one already; change its row instead")
        item[name] = claim
        items[key] = item

    def _items(self, question: str) -> dict[str, Any]:
        """The activity's own list, ready to take an item.

        What was said of an empty list no longer holds.
        """
        answer = self.value.get(question)
        if isinstance(answer, dict) and not _denies(answer):
            return answer
        items: dict[str, Any] = {}
        inherited = list(self._inherited(question))
        if answer is not None and inherited:
            items["only"] = "true"
        denied = [name for name, said in inherited if _is_denial(said)]
        if answer is None and denied:
            items["replaces"] = denied
        self.value[question] = items
        return items

    def _inherited(self, question: str) -> Iterator[tuple[str, Claim | ClaimList[Any]]]:
        """What general statements say to *question*, by their names."""
        for name, statement in self.register.shared_statements(self.record):
            answer = getattr(statement, question, None)
            if answer is not None:
                yield name, answer

    def _take_over(self, origin: Origin) -> None:
        """Make what a general statement says of *origin* the activity's own."""
        question, *steps = origin.path
        answer = self.general[origin.shared_statement][question]
        count = sum(_count(said) for _, said in self._inherited(question))
        if not is_list(question) and count > 1:
            raise UnreadableCell(f"several general statements answer this; {BY_HAND}")
        is_alone = not steps and count == 1 and self.value.get(question) is None
        if not is_list(question) or is_alone:
            self.value[question] = deepcopy(answer)
            return
        items = self.value.setdefault(question, {})
        key = steps[0] if steps else ""
        if not isinstance(items, dict) or (key and key in items):
            message = "the activity says something of its own under this key"
            raise UnreadableCell(f"{message}; change that row, or the record")
        items |= {key: deepcopy(items_of(answer)[key])} if key else _taken_rest(items, answer)
        replaced = f"{origin.shared_statement}/{key}" if key else origin.shared_statement
        items["replaces"] = [*items.get("replaces", []), replaced]


def _denies(items: dict[str, Any]) -> bool:
    """Whether a list says that there is none, and holds nothing."""
    return State.NONE in items and set(items_of(items)) <= {"only", "replaces"}


def _is_denial(answer: Claim | ClaimList[Any]) -> bool:
    """Whether a general statement says that there is nothing to list."""
    rest = answer.whole if isinstance(answer, ClaimList) and not answer.items else None
    return rest is not None and not rest.state.has_value


def _count(answer: Claim | ClaimList[Any]) -> int:
    """How many claims a general statement answers a question with."""
    return len(answer.items) + (answer.whole is not None) if isinstance(answer, ClaimList) else 1


def _taken_rest(items: dict[str, Any], answer: Plain) -> dict[str, Any]:
    """What a general statement says of a list as a whole. Raises UnreadableCell."""
    rest = rest_of(answer)
    if rest_of(items) is not None or not isinstance(rest, dict):
        raise UnreadableCell(f"the general statement answers for several; {BY_HAND}")
    return deepcopy(rest)


def draft(register: Register, record: Record, texts: Mapping[str, Text]) -> Draft:
    """The draft of *record*, which says what the file says."""
    head = texts[register.file].value
    general = head.get("general", {}) if isinstance(head, dict) else {}
    value = deepcopy(texts[record.file].value)
    assert isinstance(value, dict) and isinstance(general, dict)
    return Draft(register, record, general, value)


def mapping_of(claim: Plain | None) -> dict[str, Any]:
    """A claim as a mapping that takes a detail. Raises UnreadableCell for an open one."""
    if isinstance(claim, dict):
        return claim
    mapping = opened(claim)
    state = mapping.pop("state")
    if not state.has_value:
        raise UnreadableCell("the item itself is open; choose its state first")
    return mapping


def model_of(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """The model of the field *name*, where it is one."""
    annotation = model.model_fields[name].annotation
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def item_of(question: str) -> type[BaseModel]:
    """The model of an item of the list *question*."""
    many = model_of(Activity, question)
    item = model_of(many, "items") if many is not None else None
    assert item is not None, question
    return item


def is_list(question: str) -> bool:
    """Whether *question* is answered by a list of items."""
    kind = model_of(Activity, question)
    return kind is not None and issubclass(kind, ClaimList)


def bare_text(model: type[BaseModel], name: str) -> str:
    """The field a bare text fills where the claim *name* stands."""
    kind = model_of(model, name)
    return kind.bare_text if kind is not None and issubclass(kind, Claim) else ""
