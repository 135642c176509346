"""Records as they would be after an import: plain values, changed claim by claim, before any text is touched."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic import BaseModel

from ropa.fields.codecs import UnreadableCell
from ropa.importer.claims import Change, changed, items_of, opened, rest_of, with_rest
from ropa.model.activity import Activity
from ropa.model.claim import Claim, Many, State
from ropa.reader import Plain, Text
from ropa.register import Record, Register
from ropa.views.table import Origin


@dataclass
class Draft:
    """One activity's file: what it says now, and what it would say."""

    register: Register
    record: Record
    general: Mapping[str, Any]
    value: dict[str, Any] = field(default_factory=dict)

    def correct(self, origin: Origin, change: Change, statement: str) -> None:
        """Write *change* into the claim of *origin*; a general one becomes the activity's own first."""
        before = deepcopy(self.value)
        try:
            if origin.block:
                self._take_over(origin)
            self._put(origin.path, change, statement)
        except UnreadableCell:
            self.value = before
            raise

    def _put(self, path: tuple[str, ...], change: Change, statement: str) -> None:
        question, *steps = path
        if not steps and is_list(question):
            here = self.value.get(question)
            rest = changed(rest_of(here) or "not-recorded", change, statement)
            self.value[question] = with_rest(here, rest)
            return
        if not steps:
            self.value[question] = changed(
                self.value.get(question), change, statement, bare_text(Activity, question)
            )
            return
        items = self.value[question]
        if len(steps) == 1:
            items[steps[0]] = changed(items.get(steps[0]), change, statement)
            return
        claim = items[steps[0]]
        item = mapping_of(claim)
        item[steps[1]] = changed(
            item.get(steps[1]), change, statement, bare_text(item_of(question), steps[1])
        )
        items[steps[0]] = item

    def add(self, path: tuple[str, ...], change: Change, statement: str) -> None:
        """Add the item at *path* to its list. Raises Unreadable where one of that key is there."""
        question, *steps = path
        if not steps:
            self.value[question] = changed(None, change, statement, bare_text(Activity, question))
            return
        items = self._items(question)
        if len(steps) == 1:
            if steps[0] in items:
                raise UnreadableCell(
                    "the activity has an item of that key already; change its row instead"
                )
            items[steps[0]] = changed(None, change, statement)
        elif steps[0] not in items:
            raise UnreadableCell(
                f"the activity has no '{steps[0]}' of its own among its {question.replace('_', ' ')}"
            )
        else:
            item = mapping_of(items[steps[0]])
            if steps[1] in item:
                raise UnreadableCell("the item has one already; change its row instead")
            item[steps[1]] = changed(None, change, statement)
            items[steps[0]] = item

    def _items(self, question: str) -> dict[str, Any]:
        """The activity's own list, ready to take an item: what was said of an empty one no longer holds."""
        here = self.value.get(question)
        if isinstance(here, dict) and not (
            State.NONE in here and set(items_of(here)) <= {"only", "replaces"}
        ):
            return here
        inherits = any(answer.block for answer in self.inherited(question))
        made: dict[str, Any] = {"only": "true"} if here is not None and inherits else {}
        if here is None and (denied := list(self._denied(question))):
            made["replaces"] = denied
        self.value[question] = made
        return made

    def _denied(self, question: str) -> Iterator[str]:
        """General statements that there is nothing to list, which an item of the activity's own contradicts."""
        for name, block in self.register.blocks(self.record):
            said = getattr(block, question, None)
            rest = said.rest if isinstance(said, Many) and not said.items else None
            if rest is not None and not rest.state.has_value:
                yield name

    def inherited(self, question: str) -> list[Any]:
        """What general statements say to *question*."""
        return [
            answer
            for name, block in self.register.blocks(self.record)
            if (said := getattr(block, question, None)) is not None
            for answer in _answers(said, name)
        ]

    def _take_over(self, origin: Origin) -> None:
        """Make what a general statement says of *origin* the activity's own, in place of the statement."""
        question, *steps = origin.path
        said = self.general[origin.block][question]
        if not is_list(question):
            if len(self.inherited(question)) > 1:
                raise UnreadableCell(
                    "several general statements answer this; write the activity's own answer by hand"
                )
            self.value[question] = deepcopy(said)
            return
        if not steps and len(self.inherited(question)) == 1 and self.value.get(question) is None:
            self.value[question] = deepcopy(said)
            return
        here = self.value.setdefault(question, {})
        if not isinstance(here, dict) or (steps and steps[0] in here):
            raise UnreadableCell(
                "the activity says something of its own under this key; change that row, or the record"
            )
        if steps:
            here[steps[0]] = deepcopy(items_of(said)[steps[0]])
        else:
            rest = rest_of(said)
            if rest_of(here) is not None or not isinstance(rest, dict):
                raise UnreadableCell(
                    "the general statement answers for several; write the activity's own answer by hand"
                )
            here |= deepcopy(rest)
        place = f"{origin.block}/{steps[0]}" if steps else origin.block
        here["replaces"] = [*here.get("replaces", []), place]


@dataclass(frozen=True, slots=True)
class _Said:
    block: str


def _answers(said: Any, name: str) -> list[_Said]:
    count = len(said.items) + (said.rest is not None) if isinstance(said, Many) else 1
    return [_Said(name)] * count


def draft(register: Register, record: Record, texts: Mapping[str, Text]) -> Draft:
    """The draft of *record*, which says what the file says."""
    head = texts[register.file].value
    general = head.get("general", {}) if isinstance(head, dict) else {}
    value = deepcopy(texts[record.file].value)
    assert isinstance(value, dict) and isinstance(general, dict)
    return Draft(register, record, general, value)


def mapping_of(claim: Plain | None) -> dict[str, Any]:
    """A claim as a mapping to which a detail can be added."""
    if isinstance(claim, dict):
        return claim
    form = opened(claim)
    state, rest = form.pop("state"), form
    if str(state) in ("not-stated", "not-recorded", "none", "lost"):
        raise UnreadableCell("the item itself is open; choose its state first")
    return rest


def model_of(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """The model of the field *name*, where it is one."""
    found = model.model_fields[name].annotation
    kinds = [
        kind
        for kind in (found, *get_args(found))
        if isinstance(kind, type) and issubclass(kind, BaseModel)
    ]
    return kinds[0] if kinds else None


def item_of(question: str) -> type[BaseModel]:
    """The model of an item of the list *question*."""
    many = model_of(Activity, question)
    found = model_of(many, "items") if many is not None else None
    assert found is not None, question
    return found


def is_list(question: str) -> bool:
    """Whether *question* is answered by a list of items."""
    kind = model_of(Activity, question)
    return kind is not None and issubclass(kind, Many)


def bare_text(model: type[BaseModel], name: str) -> str:
    """The field a bare text fills where the claim *name* stands."""
    kind = model_of(model, name)
    return kind.bare_text if kind is not None and issubclass(kind, Claim) else ""
