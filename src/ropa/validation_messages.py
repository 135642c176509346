"""What the model refuses, in words an author understands and at the place where it was written."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from ropa.diagnostics import Diagnostic, did_you_mean, error_at, message_and_help
from ropa.model.claim import CITING, KEY, TEXTS, Claim, State
from ropa.model.lists import models_in
from ropa.model.model import SLUG, Model
from ropa.reader import Text
from ropa.vocabulary import joined, nearest, translate


def kind_of(value: Any) -> str:
    """What *value* is, as a noun phrase for a message."""
    kind = "list" if isinstance(value, list) else "mapping"
    return translate(f"kind_of_value.{'text' if isinstance(value, str) else kind}")


@dataclass(frozen=True, slots=True)
class _Fault:
    """What pydantic refuses of *model*, and the path at which it is written."""

    details: Mapping[str, Any]
    path: Sequence[str | int]
    model: type[BaseModel]

    @property
    def kind(self) -> str:
        return str(self.details["type"])

    @property
    def value(self) -> Any:
        return self.details.get("input")

    @property
    def loc(self) -> tuple[str | int, ...]:
        """The path in the model, with steps that are not in the file."""
        return tuple(self.details["loc"])

    @property
    def context(self) -> Mapping[str, Any]:
        context: Mapping[str, Any] = self.details.get("ctx", {})
        return context

    @property
    def message(self) -> str:
        return str(self.details["msg"])

    @property
    def key(self) -> str:
        """The innermost key on the way to the fault."""
        keys = (step for step in reversed(self.path) if isinstance(step, str))
        return next(keys, "")


def explain(
    error: ValidationError, text: Text, model: type[BaseModel], prefix: Sequence[str]
) -> Iterator[Diagnostic]:
    """One diagnostic for each fault of a record that stands at *prefix* in *text*."""
    seen = set()
    for details in error.errors(include_url=False):
        path = (*prefix, *details["loc"])
        written = _as_written(path, text)
        if details["type"] == "missing":
            written = (*written, path[-1])
        rule, message, help = _describe(_Fault(details, written, model))
        is_about_key = rule == "unknown-key" or KEY in path
        span = text.key_span(written) if is_about_key else text.span(written)
        if (span, message) not in seen:
            seen.add((span, message))
            yield error_at(span, rule, message, help)


def _as_written(path: Sequence[str | int], text: Text) -> tuple[str | int, ...]:
    """The steps of *path* in *text*, with a state's key where the model says wording or from."""
    written: tuple[str | int, ...] = ()
    for step in path:
        stands_for_state = step in ("wording", "from")
        names = (step, *TEXTS, *CITING) if stands_for_state else (step,)
        deeper = (text.below(written, name) for name in names)
        written = next(filter(None, deeper), written)
    return written


def _describe(fault: _Fault) -> tuple[str, str, str]:
    """Rule, message and help."""
    if fault.kind == "state_as_field":
        return "unknown-key", fault.message, translate("fault_help.state_as_field")
    if fault.kind == "extra_forbidden":
        return "unknown-key", *_unknown_key(fault)
    if fault.kind == "missing":
        return "missing-key", *message_and_help("fault.missing", key=fault.key)
    if wrong_kind := _wrong_kind(fault):
        return "wrong-type", *wrong_kind
    return "wrong-value", *_wrong_value(fault)


def _unknown_key(fault: _Fault) -> tuple[str, str]:
    holder_path = fault.loc[:-1]
    holder, _ = _model_at(fault.model, holder_path)
    if name := _renamed_keys(holder).get(fault.key):
        return message_and_help("fault.renamed", key=fault.key, name=name)
    fields = sorted(_keys_of(holder))
    message, all_fields = message_and_help("fault.unknown", key=fault.key, fields=joined(fields))
    return message, did_you_mean(nearest(fault.key, fields)) or all_fields


def _renamed_keys(holder: type[BaseModel]) -> Mapping[str, str]:
    return holder.renamed_keys() if issubclass(holder, Model) else {}


def _wrong_kind(fault: _Fault) -> tuple[str, str] | None:
    """Message and help where a list, a mapping or a text stands for something of another kind."""
    kind, key, value = fault.kind, fault.key, fault.value
    if isinstance(value, dict) and _is_citation(fault):  # the model expected a list of passages
        keys = dict.fromkeys(list(value)[:_MOST_ITEMS], "…")
        message = translate("fault.mapping", key=key, kind=kind_of([]))
        return message, _assignment(key, _flow(keys))
    help = _right_kind(fault)
    if help is None:
        return None
    expected = "mapping" if kind in _MAPPINGS else kind
    return translate(f"fault.{expected}", key=key, kind=kind_of(value)), help


_MOST_ITEMS = 3
"""Entries of a mapping that are written out in what to write instead."""


def _right_kind(fault: _Fault) -> str | None:
    """What to write where a value is of another kind than its field; None where it is of that."""
    kind, key, value = fault.kind, fault.key, fault.value
    if kind in _MAPPINGS:
        is_list = isinstance(value, list)
        return _mapping_to_write(fault) if is_list else translate("fault_help.indent")
    if kind == "not_items":
        return _items_to_write(key, value)
    if kind in ("mixed_list", "no_keys"):
        return translate("fault_help.items", key=key)
    if kind == "string_type":
        return translate("fault_help.sentence", key=key)
    example = _LISTS.get(kind, "")
    if isinstance(value, (list, dict)):
        example = _SCALARS.get(kind, example)
    return _assignment(key, example) if example else None


_MAPPINGS = ("model_type", "dict_type", "mapping_type", "model_attributes_type")
_LISTS: Mapping[str, str] = MappingProxyType({"tuple_type": "[a, b]", "list_type": "[a, b]"})
_SCALARS: Mapping[str, str] = MappingProxyType(
    {"date": "2026-01-31", "enum": "…", "flag": "true", "int_parsing": "2", "int_type": "2"}
)
"""Kinds of what is written as a list, or as one word, and an example of each."""


def _is_citation(fault: _Fault) -> bool:
    """Whether the model says that this is a passage cited, and no key in the file does."""
    written = {"from", *CITING}.intersection(fault.path[-2:])
    return fault.loc[-2:-1] == ("from",) and not written


def _wrong_value(fault: _Fault) -> tuple[str, str]:
    kind, key, value = fault.kind, fault.key, fault.value
    if kind == "listed_state":
        return fault.message, _state_to_write(key, str(value))
    if kind == "string_pattern_mismatch":
        return _wrong_pattern(str(value), str(fault.context["pattern"]))
    if kind in _WITH_HELP:
        return fault.message, translate(f"fault_help.{kind}", key=key, value=value)
    if kind == "enum":
        expected = _alternatives(fault.context["expected"])
        return translate("fault.choice", value=value, expected=expected), ""
    if kind in ("int_parsing", "int_type", "int_parsing_size"):
        return message_and_help("fault.number", value=value)
    if kind == "too_short":
        return message_and_help("fault.too_short", key=key, least=fault.context["min_length"])
    if kind in ("greater_than_equal", "less_than_equal"):
        return translate(f"fault.{kind}", **fault.context), ""
    return fault.message, ""


_WITH_HELP = ("state_text", "two_states", "blank", "long_anchor", "empty_list", "listed_twice")
"""Kinds of what the model itself refuses for which there is help beside its message."""


def _alternatives(expected: str) -> str:
    """The quoted words of a list such as ``'a', 'b' or 'c'``."""
    *words, last = re.findall("'[^']*'", expected)
    return translate("fault.or", words=joined(words), last=last) if words else last


def _assignment(key: str, value: str) -> str:
    return translate("fault_help.write", key=key, value=value)


def _flow(entries: Mapping[str, str]) -> str:
    """The *entries* of a mapping as YAML writes them in one line; without a value by the key."""
    pairs = (f"{key}: {value}" if value else key for key, value in entries.items())
    line = ", ".join(pairs)
    return f"{{{line}}}"


def _items_to_write(key: str, word: str) -> str:
    """What to write where one *word* stands for the items of *key*."""
    if word in TEXTS:
        return _state_to_write(key, word)
    item = word if re.fullmatch(SLUG, word) else translate("fault_help.first_item")
    return _assignment(key, f"[{item}]")


def _state_to_write(key: str, state: str) -> str:
    """How a *state* is said of the whole list *key*."""
    if state in TEXTS:
        contents = TEXTS[State(state)]
        return translate("fault_help.state", key=key, state=state, contents=contents)
    return _assignment(key, state)


def _mapping_to_write(fault: _Fault) -> str:
    """The mapping to write where a list stands for it."""
    part, has_own_keys = _model_at(fault.model, fault.loc)
    if has_own_keys:
        return translate("fault_help.entries", key=fault.key)
    fields = _fields_of(part)
    required = [name for name, info in fields.items() if info.is_required()]
    names = required or sorted(_keys_of(part))[:1]
    return _assignment(fault.key, _flow(dict.fromkeys(names, "…")))


def _wrong_pattern(value: str, pattern: str) -> tuple[str, str]:
    choices = joined(pattern.strip("^$()").split("|"))
    if "[A-K]" in pattern:
        case = "letter"
    elif "/" in pattern:
        case = "reference"
    else:
        case = "slug" if pattern == SLUG else "fit"
    return message_and_help(f"fault.{case}", value=value, choices=choices)


def _model_at(model: type[BaseModel], path: Sequence[str | int]) -> tuple[type[BaseModel], bool]:
    """The innermost model at *path* below *model*, and whether a mapping of such stands there."""
    in_mapping = False
    for step in path:
        if in_mapping:  # the step is one of the mapping's own keys
            in_mapping = False
            continue
        for name, info in model.model_fields.items():
            if step in (name, info.alias):
                in_mapping = get_origin(info.annotation) is Mapping
                model = next(models_in(info.annotation), model)
                break
    return model, in_mapping


def _fields_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of *model* by the names under which they are written."""
    infos = model.model_fields.items()
    return {info.alias or name: info for name, info in infos}


def _keys_of(model: type[BaseModel]) -> set[str]:
    """The keys an author may write in a mapping that *model* reads."""
    keys = set(_fields_of(model))
    if issubclass(model, Claim):
        keys -= {"state", "wording"}
        keys.update(map(str, (*TEXTS, *CITING)))
    return keys
