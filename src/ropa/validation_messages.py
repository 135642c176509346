"""What the model refuses, in words an author understands and at the place where it was written."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from ropa.diagnostics import Diagnostic, error_at
from ropa.model.claim import CITING, KEY, TEXTS, Claim
from ropa.model.model import SLUG
from ropa.reader import Text
from ropa.vocabulary import nearest


def kind_of(value: Any) -> str:
    """What *value* is, as a noun phrase for a message."""
    if isinstance(value, list):
        return "a list"
    return "a text" if isinstance(value, str) else "a mapping"


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
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")


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
        names = (step, *TEXTS, *CITING) if step in ("wording", "from") else (step,)
        deeper = ((*written, name) for name in names)
        written = next((steps for steps in deeper if steps in text.values), written)
    return written


def _describe(fault: _Fault) -> tuple[str, str, str]:
    """Rule, message and help."""
    if fault.kind == "extra_forbidden":
        return "unknown-key", *_unknown_key(fault)
    if fault.kind == "missing":
        return "missing-key", f"'{fault.key}' is missing", f"add '{fault.key}: …'"
    if wrong_kind := _wrong_kind(fault):
        return "wrong-type", *wrong_kind
    return "wrong-value", *_wrong_value(fault)


def _unknown_key(fault: _Fault) -> tuple[str, str]:
    if "key" in fault.context:  # what the model itself calls a claim's state
        return fault.message, "write, for instance, 'vague: the wording'"
    holder, _ = _model_at(fault.model, fault.loc[:-1])
    fields = _keys_of(holder)
    similar = nearest(fault.key, fields)
    help = f"did you mean '{similar}'?" if similar else f"there are {', '.join(sorted(fields))}"
    return f"'{fault.key}' is not a field here", help


def _wrong_kind(fault: _Fault) -> tuple[str, str] | None:
    """Message and help where a list, a mapping or a text stands for something of another kind."""
    kind, key, value = fault.kind, fault.key, fault.value
    if kind in _SCALARS and isinstance(value, (list, dict)):
        noun, example = _SCALARS[kind]
        return f"'{key}' is {noun}, not {kind_of(value)}", f"write '{key}: {example}'"
    if kind in _MAPPINGS:
        help = "write its keys on the lines below, indented"
        if isinstance(value, list):
            help = _mapping_to_write(fault)
        return f"'{key}' is a mapping of keys, not {kind_of(value)}", help
    if isinstance(value, dict) and _is_citation(fault):  # the list was read as one of passages
        keys = ", ".join(f"{name}: …" for name in list(value)[:_MOST_ITEMS])
        return f"'{key}' is a mapping of keys, not a list", f"write '{key}: {{{keys}}}'"
    if kind in _TYPES:
        noun, example = _TYPES[kind]
        return f"'{key}' is {noun}, not {kind_of(value)}", example.format(key=key)
    if kind == "not_items":
        help = _items_to_write(key, value)
        return f"'{key}' is a mapping of items, not {kind_of(value)}", help
    return None


def _is_citation(fault: _Fault) -> bool:
    """Whether the model says that this is a passage cited, and no key in the file does."""
    return fault.loc[-2:-1] == ("from",) and not {"from", *CITING}.intersection(fault.path[-2:])


def _wrong_value(fault: _Fault) -> tuple[str, str]:
    kind, key, value = fault.kind, fault.key, fault.value
    if kind == "enum":
        return f"'{value}' is not one of {fault.context['expected']}", ""
    if kind == "string_pattern_mismatch":
        return _wrong_pattern(str(value), str(fault.context["pattern"]))
    if kind in _HELP:
        return fault.message, _HELP[kind].format(key=key, value=value)
    if kind in ("int_parsing", "int_type", "int_parsing_size"):
        return f"'{value}' is not a whole number", "write digits only"
    if kind == "too_short":
        message = f"'{key}' needs at least {fault.context['min_length']} entries"
        return message, "name them all, or leave the key out"
    return fault.message, ""


_MAPPINGS = ("model_type", "dict_type", "mapping_type", "model_attributes_type")
_SCALARS = {
    "date": ("a date", "2026-01-31"),
    "enum": ("one word", "…"),
    "flag": ("true or false", "true"),
    "int_parsing": ("a whole number", "1"),
    "int_type": ("a whole number", "1"),
}
_TYPES = {
    "tuple_type": ("a list", "write '{key}: [a, b]'"),
    "list_type": ("a list", "write '{key}: [a, b]'"),
    "string_type": ("a text", "write '{key}: …' in one sentence"),
}
_HELP = {
    "state_text": "write '{key}: {{{value}: …}}'",
    "two_states": "keep the one that holds",
    "blank": "write '{key}: …', or delete it",
    "long_anchor": "write its first words, an ellipsis, its last words: as short as unique",
}


def _items_to_write(key: str, value: Any) -> str:
    """The mapping to write where *value* stands for the items of *key*."""
    words = value if isinstance(value, list) else [value]
    if not all(isinstance(word, str) for word in words):
        items = "first-item: {…}, second-item: {…}"
        return f"write each item under a key of its own: '{key}: {{{items}}}'"
    if words and words[0] in TEXTS:
        return f"write '{key}: {{{words[0]}: …}}', with {TEXTS[words[0]]}"
    keys = [word for word in words if re.fullmatch(SLUG, word)][:_MOST_ITEMS]
    ellipsis = ", …" if 0 < len(keys) < len(words) else ""
    items = ", ".join(f"{word}: stated" for word in keys or ["first-item"])
    return f"write '{key}: {{{items}{ellipsis}}}'"


_MOST_ITEMS = 3
"""Items of a list that are written out as the mapping to write."""


def _mapping_to_write(fault: _Fault) -> str:
    """The mapping to write where a list stands for it."""
    part, has_own_keys = _model_at(fault.model, fault.loc)
    if has_own_keys:
        return f"write each entry under a key of its own: '{fault.key}: {{first-entry: {{…}}}}'"
    fields = [info.alias or name for name, info in part.model_fields.items() if info.is_required()]
    names = fields or sorted(_keys_of(part))[:1]
    entries = ", ".join(f"{name}: …" for name in names)
    return f"write '{fault.key}: {{{entries}}}'"


def _wrong_pattern(value: str, pattern: str) -> tuple[str, str]:
    if "[A-K]" in pattern:
        message = f"'{value}' is not a category letter; they run from A to K"
        return message, "`ropa explain ccpa-categories` lists them"
    if "/" in pattern:
        message = f"'{value}' is neither a passage nor a word for a state"
        return message, "put a passage's name here, or the text under 'text:'"
    if pattern == SLUG:
        return f"'{value}' is not a key", "write lower-case words joined by hyphens"
    choices = ", ".join(pattern.strip("^$()").split("|"))
    return f"'{value}' does not fit here", f"write one of: {choices}"


def _model_at(model: type[BaseModel], path: Sequence[str | int]) -> tuple[type[BaseModel], bool]:
    """The innermost model at *path* below *model*, and whether a mapping of such stands there."""
    in_mapping = False
    for step in path:
        if in_mapping:  # the step is one of the mapping's own keys
            in_mapping = False
            continue
        for name, info in model.model_fields.items():
            if step in (name, info.alias):
                part, in_mapping = _model_in(info.annotation)
                model = part or model
                break
    return model, in_mapping


def _keys_of(model: type[BaseModel]) -> set[str]:
    """The keys an author may write in a mapping that *model* reads."""
    keys = {info.alias or name for name, info in model.model_fields.items()}
    if issubclass(model, Claim):
        keys -= {"state", "wording"}
        keys.update(str(state) for state in (*TEXTS, *CITING))
    return keys


def _model_in(annotation: Any) -> tuple[type[BaseModel] | None, bool]:
    """The model inside a type, and whether a mapping's keys stand between."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, False
    for argument in reversed(get_args(annotation)):
        model, in_mapping = _model_in(argument)
        if model is not None:
            return model, in_mapping or get_origin(annotation) in (Mapping, dict)
    return None, False
