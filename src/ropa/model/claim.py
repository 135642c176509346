"""What a record claims, in which state, resting on which passages. A value is never just empty."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar, Generic, NamedTuple, Self, TypeVar

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
from ropa.model.part import REFERENCE, SLUG, Flag, Part, Reference, Sentence, listed
from ropa.vocabulary import Word


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
        """Whether the value answers its question: stated, general, none, or not applicable with a reason."""
        return _MEANINGS[self].answer == "complete"

    @property
    def is_open(self) -> bool:
        """Whether the question stays open: vague, lost, not stated or not recorded."""
        return _MEANINGS[self].answer == "open"

    @property
    def has_value(self) -> bool:
        """Whether a value stands beside it; the other states stand in place of one."""
        return _MEANINGS[self].has_value

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
        """Whether it stands alone, without a value, a text or passages: not stated, not recorded."""
        return self in WORDS and not self.has_value and self not in CITING

    @property
    def needs_passage(self) -> bool:
        """Whether a source is needed for it in a register drawn from documents."""
        return _MEANINGS[self].needs_passage


class _Meaning(NamedTuple):
    """What a state says of its question, and whether a value and a passage belong to it."""

    answer: str
    has_value: bool
    needs_passage: bool


_MEANINGS: Mapping[State, _Meaning] = MappingProxyType(
    {
        State.STATED: _Meaning("complete", has_value=True, needs_passage=True),
        State.GENERAL: _Meaning("complete", has_value=True, needs_passage=False),
        State.VAGUE: _Meaning("open", has_value=True, needs_passage=True),
        State.INFERRED: _Meaning("inferred", has_value=True, needs_passage=True),
        State.NONE: _Meaning("complete", has_value=False, needs_passage=True),
        State.NOT_STATED: _Meaning("open", has_value=False, needs_passage=False),
        State.NOT_RECORDED: _Meaning("open", has_value=False, needs_passage=False),
        State.LOST: _Meaning("open", has_value=False, needs_passage=True),
        State.NOT_APPLICABLE: _Meaning("complete", has_value=False, needs_passage=False),
    }
)

WORDS = (State.STATED, State.NONE, State.NOT_STATED, State.NOT_RECORDED, State.LOST)
"""States a bare word can say where a claim would stand."""

EXCLUDING = tuple(state for state in State if not state.has_value and state is not State.LOST)
"""States of a list that has no items: a list that lost some can hold others."""

VALUELESS_WORDS = tuple(state for state in WORDS if not state.has_value)
"""Those of them that stand in place of a value."""

TEXTS: Mapping[State, str] = {
    State.VAGUE: "the wording, in your own words",
    State.INFERRED: "why you conclude it",
    State.NOT_APPLICABLE: "why the question does not arise",
}
"""States written as a key with a text."""

CITING: Mapping[State, str] = {
    State.NONE: "passages that say there is none",
    State.LOST: "passages that announce what is then missing",
}
"""States written as a key with passages."""

KEY = "key of"
"""Step in an error's location that says the key after it is at fault, not its value."""

_MOST_KEYS = 100
"""Keys of a list that are refused by name."""

STATE_KEYS = (*TEXTS, *CITING)
"""States written as a key."""

COMMON = ("from", "when", "hedged", "note")
"""What can be said beside every claim."""

RESERVED = frozenset({*COMMON, "only", "replaces", *State})
"""Keys that cannot name an item of a list."""

_NOT_AN_ITEM = (
    "'{key}' cannot name an item; it goes inside an item, or beside vague, inferred, none or lost"
)


class Claim(Part):
    """A value with its state and the passages it rests on.

    Written as a passage, a list of passages, a word such as ``not-stated``, or a mapping with ``from`` and details.
    """

    state: State = State.STATED
    wording: Sentence = Field("", description="what a vague source says, or the author's reason")
    cites: tuple[Reference, ...] = Field((), alias="from", description="passages it rests on")
    when: Sentence = Field("", description="the condition under which it holds")
    hedged: Sentence = Field(
        "", description="the word that keeps the source from asserting it, such as may"
    )
    note: Sentence = Field(
        "",
        description="a remark, for readers inside the organization",
        json_schema_extra={"internal": True},
    )

    bare_text: ClassVar[str] = ""
    """Name of the field a bare text fills, in the few claims that are not citations."""

    @model_validator(mode="before")
    @classmethod
    def _forms(cls, value: Any) -> Any:
        return read_form(value, cls.bare_text)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return claim_schema(handler(core), cls.bare_text)


def read_form(value: Any, bare_text: str = "") -> Any:
    """The canonical mapping for any of the forms a claim is written in. Raises a validation error for none of them."""
    if isinstance(value, Claim):
        return value
    if isinstance(value, str):
        return _word_or_passage(value, bare_text)
    if isinstance(value, list):
        return {"from": value}
    if not isinstance(value, Mapping):
        return value
    return _mapping_form(value)


def _word_or_passage(value: str, bare_text: str) -> dict[str, Any]:
    if value in WORDS:
        return {"state": State(value)}
    if value in STATE_KEYS:
        raise PydanticCustomError(
            "state_text",
            "'{word}' needs {what}",
            {"word": value, "what": TEXTS.get(State(value), "")},
        )
    return {bare_text: value} if bare_text else {"from": [value]}


def _mapping_form(value: Mapping[str, Any]) -> dict[str, Any]:
    if "state" in value or "wording" in value:
        return (
            {str(k): v for k, v in value.items()}
            if isinstance(value.get("state"), State)
            else _refuse_internal(value)
        )
    states = [key for key in STATE_KEYS if key in value]
    if len(states) > 1:
        raise PydanticCustomError(
            "two_states", "it cannot be both '{a}' and '{b}'", {"a": states[0], "b": states[1]}
        )
    out = {key: item for key, item in value.items() if key not in STATE_KEYS}
    if "from" in out:
        out["from"] = _references(out["from"])
    for key in states:
        out["state"] = State(key)
        if key in TEXTS:
            out["wording"] = value[key]
        else:
            out["from"] = [*_references(value[key]), *out.get("from", [])]
    return out


def _refuse_internal(value: Mapping[str, Any]) -> Any:
    key = "state" if "state" in value else "wording"
    raise PydanticCustomError(
        "extra_forbidden",
        "'{key}' is not a field here; write the state itself as the key",
        {"key": key},
    )


def _references(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


_REFERENCES = {
    "type": ["string", "array"],
    "pattern": REFERENCE,
    "items": {"type": "string", "pattern": REFERENCE},
}


def _state_keys() -> dict[str, Any]:
    """The JSON Schema of the states that are written as a key."""
    return {
        **{
            str(state): {"type": ["string", "number"], "description": _meant(state, what)}
            for state, what in TEXTS.items()
        },
        **{
            str(state): {**_REFERENCES, "description": _meant(state, what)}
            for state, what in CITING.items()
        },
    }


def _meant(state: State, what: str) -> str:
    return f"{vocabulary.say(f'legend.{state}')} {vocabulary.say('schema.write', what=what)}"


def _bare_words(*words: State) -> dict[str, Any]:
    """The JSON Schema of states written as a bare word; editors show what each word means."""
    return {
        "enum": [str(word) for word in words],
        "enumDescriptions": [vocabulary.say(f"legend.{word}") for word in words],
    }


def claim_schema(schema: JsonSchemaValue, bare_text: str) -> JsonSchemaValue:
    """The JSON Schema of a claim in all the forms it may be written in, from that of its canonical mapping.

    Only the claim as a whole is described: editors show the first description they meet.
    """
    written = dict(schema.get("properties", {}))
    common = {name: written.pop(name) for name in COMMON if name in written}
    for internal in ("state", "wording"):
        written.pop(internal, None)
    if "from" in common:
        common["from"] = {**_REFERENCES, "description": common["from"].get("description", "")}
    forms = {
        "type": ["string", "object", "array"],
        **({} if bare_text else {"pattern": REFERENCE}),
        "items": {"type": "string", "pattern": REFERENCE},
        "properties": {**written, **common, **_state_keys()},
        "additionalProperties": False,
        "required": [name for name in schema.get("required", []) if name in written],
    }
    return {
        "title": schema.get("title", ""),
        "description": schema.get("description", ""),
        "anyOf": [forms, _bare_words(*WORDS)],
    }


T = TypeVar("T", bound=Claim)


class Many(Part, Generic[T]):
    """A list of claims, written as a mapping: each key is the identity of its item.

    Beside the items, or instead of them, one of the states can stand: what is then said is said of the list as a whole,
    or of what it holds beyond the items.
    """

    items: Mapping[str, T] = Field(default_factory=dict)
    rest: Claim | None = None
    only: Flag = False
    replaces: tuple[str, ...] = ()
    """General statements this list stands in place of: ``block/key`` for an item, ``block`` for a remark."""

    words: ClassVar[str] = ""
    """Name of the vocabulary list its keys come from; empty where the author chooses the key."""
    closed: ClassVar[bool] = False
    """Whether the law closes the list."""

    @model_validator(mode="wrap")
    @classmethod
    def _read(cls, value: Any, handler: ValidatorFunctionWrapHandler) -> Self:
        if isinstance(value, cls):
            return value
        result: Self = handler(cls._split(value))
        cls._keys(result.items)
        return result

    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            if value == State.STATED or value not in WORDS:
                raise PydanticCustomError(
                    "not_items", "write the items as a mapping, each under its own key"
                )
            return {"rest": value}
        if isinstance(value, list):
            raise PydanticCustomError(
                "not_items", "write the items as a mapping, each under its own key, not as a list"
            )
        if not isinstance(value, Mapping):
            return value
        states = {key: item for key, item in value.items() if key in STATE_KEYS}
        rest = {**states, **{key: value[key] for key in COMMON if key in value}} if states else None
        taken = {*states, "only", "replaces", *(COMMON if states else ())}
        split: dict[str, Any] = {
            "items": {key: item for key, item in value.items() if key not in taken},
            "rest": rest,
        }
        return {**split, **{key: value[key] for key in ("only", "replaces") if key in value}}

    @classmethod
    def _keys(cls, items: Mapping[str, T]) -> None:
        """Refuse keys that cannot be identities, each at its own place."""
        errors: list[InitErrorDetails] = []
        for key in items:
            try:
                if key in RESERVED:
                    raise PydanticCustomError("reserved", _NOT_AN_ITEM, {"key": key})
                cls.check_key(key)
            except PydanticCustomError as error:
                errors.append({"type": error, "loc": (KEY, key), "input": key})
            if len(errors) > _MOST_KEYS:  # nobody reads more, and each takes its time
                break
        if errors:
            raise ValidationError.from_exception_data(cls.__name__, errors)

    @classmethod
    def check_key(cls, key: str) -> None:
        """Raise a validation error where *key* cannot name an item of this list."""
        if cls.closed:
            listed(cls.words, key)
        elif not re.fullmatch(SLUG, key):
            raise PydanticCustomError(
                "slug",
                "'{key}' is not a key; write lower-case words joined by hyphens",
                {"key": key},
            )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return many_schema(handler(core), cls.known(), cls.closed)

    @classmethod
    def known(cls) -> Mapping[str, str]:
        """Keys an author is offered, with what each means."""
        found = vocabulary.words(cls.words).values() if cls.words else ()
        return {word.name: _meaning(word) for word in found}


def _meaning(word: Word) -> str:
    """What a word means, with the law behind it: one line for an editor."""
    law = "" if word.article.removeprefix("GDPR ") in word.label else word.article
    letters = (
        vocabulary.say("schema.california", letters=word.text("ccpa")) if word.text("ccpa") else ""
    )
    return " – ".join(filter(None, (word.label, law, letters)))


def many_schema(schema: JsonSchemaValue, known: Mapping[str, str], closed: bool) -> JsonSchemaValue:
    """The JSON Schema of a list written as a mapping: *known* keys are offered with what they mean."""
    item = schema["properties"]["items"]["additionalProperties"]
    common = {
        name: {"type": "string", "description": Claim.model_fields[name].description}
        for name in COMMON[1:]
    }
    forms = {
        "type": "object",
        "properties": {
            **{name: {**item, "description": meaning} for name, meaning in known.items()},
            "from": {**_REFERENCES, "description": Claim.model_fields["cites"].description},
            **common,
            **_state_keys(),
            "only": {"type": "boolean", "description": vocabulary.say("schema.only")},
            "replaces": {
                **_REFERENCES,
                "type": "array",
                "description": vocabulary.say("schema.replaces"),
            },
        },
        "additionalProperties": False if closed else item,
    }
    return {
        "title": schema.get("title", ""),
        "description": schema.get("description", ""),
        "anyOf": [forms, _bare_words(*(word for word in WORDS if word is not State.STATED))],
    }
