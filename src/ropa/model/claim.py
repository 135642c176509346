"""What a record claims, in which state, resting on which passages. A value is never just empty."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, Generic, Self, TypeVar

from pydantic import (
    Field,
    GetJsonSchemaHandler,
    ValidationError,
    ValidatorFunctionWrapHandler,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError

from ropa import vocabulary
from ropa.model.bare_list import Elements, stated_items
from ropa.model.claim_schema import COMMON, claim_schema, list_schema
from ropa.model.model import (
    REFERENCE,
    SLUG,
    Flag,
    Model,
    Reference,
    Sentence,
    listed,
    refusal,
    sentence,
)
from ropa.model.state import CITING, EXCLUDING, STATE_KEYS, TEXTS, VALUELESS_WORDS, WORDS, State
from ropa.vocabulary import Word

__all__ = [
    "CITING",
    "COMMON",
    "EXCLUDING",
    "KEY",
    "RESERVED",
    "SETTINGS",
    "STATE_KEYS",
    "TEXTS",
    "VALUELESS_WORDS",
    "WORDS",
    "Claim",
    "ClaimList",
    "State",
    "of_state",
]

KEY = "key of"
"""Step in an error's location that says the key after it is at fault, not its value."""

SETTINGS = ("alternatives", "only", "replaces")
"""Keys of a list that say how its items stand to each other and to inherited ones."""

RESERVED = frozenset({*COMMON, *SETTINGS, *State})
"""Keys that cannot name an item of a list."""

_MOST_KEYS = 100
"""Keys of a list that are refused by name."""


class Claim(Model):
    """A value with its state and the passages it rests on.

    Written as a passage, a list of passages, a word such as ``not-stated``, or a mapping with
    ``from`` and details.
    """

    state: State = State.STATED
    wording: Sentence = sentence("what a vague source says, or the author's reason")
    cites: tuple[Reference, ...] = Field((), alias="from", description="passages it rests on")
    when: Sentence = sentence("the condition under which it holds")
    qualified: Sentence = sentence("the word that keeps the source from asserting it, such as may")
    reading: Sentence = sentence("how the source was read, printed beside the evidence")
    note: Sentence = sentence("a remark, for readers inside the organization", internal=True)

    renamed = MappingProxyType({"hedged": "qualified"})

    bare_text: ClassVar[str] = ""
    """Name of the field a bare text fills, in the few claims that are not citations."""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        """The canonical mapping for any of the forms a claim is written in."""
        if isinstance(value, str):
            return _word_or_text(value, cls.bare_text)
        if isinstance(value, list):
            return {"from": value}
        return _details(value) if isinstance(value, Mapping) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return claim_schema(handler(core), cls.bare_text)


@cache
def of_state(state: State) -> Claim:
    """The claim that says *state* and nothing else."""
    return Claim(state=state)


def _word_or_text(text: str, bare_text: str) -> dict[str, Any]:
    if text in WORDS:
        return {"state": State(text)}
    if text in STATE_KEYS:
        raise refusal("state_text", word=text, what=TEXTS[State(text)])
    return {bare_text: text} if bare_text else {"from": [text]}


def _details(written: Mapping[str, Any]) -> dict[str, Any]:
    """A claim *written* as a mapping: the key that names its state apart from the other details."""
    if isinstance(written.get("state"), State):
        return dict(written)  # made by this tool, not written by an author
    for key in ("state", "wording"):
        if key in written:
            raise refusal("state_as_field", key=key)
    states = [key for key in STATE_KEYS if key in written]
    if len(states) > 1:
        raise refusal("two_states", a=states[0], b=states[1])
    details = {key: value for key, value in written.items() if key not in STATE_KEYS}
    if "from" in details:
        details["from"] = _references(details["from"])
    for key in states:
        details["state"] = State(key)
        if key in TEXTS:
            details["wording"] = written[key]
        else:
            details["from"] = [*_references(written[key]), *details.get("from", [])]
    return details


def _references(passages: Any) -> Any:
    return [passages] if isinstance(passages, str) else passages


T = TypeVar("T", bound=Claim)


class ClaimList(Model, Generic[T]):
    """A list of claims, each under a key that is its identity: the keys alone, or a mapping.

    Items written as their keys alone are stated and cite nothing. Beside the items of a mapping,
    or instead of them, one of the states can stand: what is then said is said of the list as a
    whole, or of what it holds beyond the items.
    """

    items: Mapping[str, T] = Field(default_factory=dict)
    whole: Claim | None = None
    alternatives: Flag = False
    """Whether the items are alternatives, of which the record does not say which holds."""
    only: Flag = False
    replaces: tuple[str, ...] = ()
    """General statements this list replaces: ``name/key`` for an item, ``name`` for a remark."""

    words: ClassVar[str] = ""
    """Name of the vocabulary list its keys come from; empty where the author chooses the key."""
    closed: ClassVar[bool] = False
    """Whether the law closes the list."""

    @model_validator(mode="wrap")
    @classmethod
    def _read(cls, value: Any, handler: ValidatorFunctionWrapHandler) -> Self:
        if isinstance(value, cls):
            return value
        fields = cls.fields_of_whole()
        if isinstance(value, list) and not fields:
            cls._check_elements(value)
        claims: Self = handler(_split(value, fields))
        cls._check_keys(claims.items)
        return claims

    @classmethod
    def _check_elements(cls, elements: list[Any]) -> None:
        """Refuse elements of a bare list that are no keys of items, each at its own place."""
        bare_list = Elements(elements)

        def check(element: Any) -> None:
            bare_list.check(element)
            cls._check_item(element)

        _check_all(cls.__name__, (((place,), each) for place, each in enumerate(elements)), check)

    @classmethod
    def _check_keys(cls, items: Mapping[str, T]) -> None:
        """Refuse keys that cannot be identities, each at its own place."""
        _check_all(cls.__name__, (((KEY, key), key) for key in items), cls._check_item)

    @classmethod
    def _check_item(cls, key: str) -> None:
        """Raise a validation error where *key* is a word of the format, or none of this list."""
        if key in Claim.renamed:
            raise refusal("renamed", key=key, name=Claim.renamed[key])
        if key in RESERVED:
            raise refusal("reserved", key=key)
        cls.check_key(key)

    @classmethod
    def fields_of_whole(cls) -> tuple[str, ...]:
        """What stands among the items and is said of the list as a whole, beside its state."""
        return ()

    @classmethod
    def check_key(cls, key: str) -> None:
        """Raise a validation error where *key* cannot name an item of this list."""
        if cls.closed:
            listed(cls.words, key)
        elif not re.fullmatch(SLUG, key):
            raise refusal("slug", key=key)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        fields = Claim.model_fields.items()
        meanings = {field.alias or name: field.description for name, field in fields}
        common = {key: meanings[key] for key in COMMON}
        return list_schema(handler(core), common, cls.offered_keys(), cls.closed)

    @classmethod
    def offered_keys(cls) -> Mapping[str, str]:
        """Keys an author is offered, with what each means."""
        words = vocabulary.words(cls.words).values() if cls.words else ()
        return {word.name: _meaning(word) for word in words}


def _check_all(
    title: str,
    candidates: Iterable[tuple[tuple[str | int, ...], Any]],
    check: Callable[[Any], None],
) -> None:
    """Raise one error of all that *check* refuses among the values, each with where it stands."""
    errors: list[InitErrorDetails] = []
    for place, value in candidates:
        try:
            check(value)
        except PydanticCustomError as error:
            errors.append({"type": error, "loc": place, "input": value})
        if len(errors) > _MOST_KEYS:  # nobody reads more, and each takes its time
            break
    if errors:
        raise ValidationError.from_exception_data(title, errors)


def _split(written: Any, fields: tuple[str, ...]) -> Any:
    """The items of a list as it is *written*, apart from what is said of the list itself."""
    if fields and isinstance(written, (str, list)):
        return {"whole": written}
    if isinstance(written, list):
        return {"items": stated_items(written)}
    if isinstance(written, str):
        return {"whole": _valueless(written)}
    if not isinstance(written, Mapping):
        return written
    return _split_rules(written, fields) if fields else _split_items(written)


def _valueless(word: str) -> str:
    """The *word* that says that a list has no items. Raises a validation error for another."""
    if word not in VALUELESS_WORDS:
        raise refusal("not_items")
    return word


def _split_items(written: Mapping[str, Any]) -> dict[str, Any]:
    """The items of a list, apart from its settings and from a state with what is beside it."""
    has_state = any(key in written for key in STATE_KEYS)
    items: dict[str, Any] = {}
    remark: dict[str, Any] = {}
    settings: dict[str, Any] = {}
    for key, value in written.items():
        if key in SETTINGS:
            settings[key] = value
        elif has_state and key in (*STATE_KEYS, *COMMON):
            remark[key] = value
        else:
            items[key] = value
    return {"items": items, "whole": remark or None, **settings}


def _split_rules(written: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    """The items of a list, apart from the claim with *fields* that stands among them."""
    parts: dict[str, dict[str, Any]] = {"items": {}, "whole": {}, "settings": {}}
    of_whole = (*fields, *STATE_KEYS, *COMMON)
    for key, value in written.items():
        is_of_whole = key in of_whole or _is_misspelt(key, value, fields)
        part = "settings" if key in SETTINGS else "whole" if is_of_whole else "items"
        parts[part][key] = value
    is_whole = bool(parts["whole"]) or not (parts["items"] or parts["settings"])
    return {
        "items": parts["items"],
        "whole": parts["whole"] if is_whole else None,
        **parts["settings"],
    }


def _is_misspelt(key: str, value: Any, fields: tuple[str, ...]) -> bool:
    """Whether *key* is meant for one of *fields*: a text stands there that no item can be."""
    if not isinstance(value, str) or value in WORDS:
        return False
    is_passage = re.fullmatch(REFERENCE, value)
    return not is_passage or bool(vocabulary.nearest(key, fields))


def _meaning(word: Word) -> str:
    """What a word means, with the law behind it: one line for an editor."""
    law = "" if word.article.removeprefix("GDPR ") in word.label else word.article
    letters = word.text("ccpa")
    california = vocabulary.translate("schema.california", letters=letters) if letters else ""
    return " – ".join(filter(None, (word.label, law, california)))
