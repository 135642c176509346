"""What the model refuses, in words an author understands and at the place where it was written."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from ropa.diagnostics import Diagnostic, Severity
from ropa.model.claim import CITING, KEY, TEXTS, Claim
from ropa.model.part import SLUG
from ropa.reader import Text
from ropa.vocabulary import nearest


def kind_of(value: Any) -> str:
    """What *value* is, as a noun phrase for a message."""
    return (
        "a list" if isinstance(value, list) else "a text" if isinstance(value, str) else "a mapping"
    )


def explain(
    error: ValidationError, text: Text, model: type[BaseModel], prefix: Sequence[str]
) -> Iterator[Diagnostic]:
    """One diagnostic for each fault of a record that stands at *prefix* in *text*."""
    seen = set()
    for fault in error.errors(include_url=False):
        path = (*prefix, *fault["loc"])
        written = (*_as_written(path, text), *(path[-1:] if fault["type"] == "missing" else ()))
        rule, message, help = _say(fault, written, model)
        span = (
            text.key_span(written) if rule == "unknown-key" or KEY in path else text.span(written)
        )
        if (span, message) not in seen:
            seen.add((span, message))
            yield Diagnostic(span, rule, Severity.ERROR, message, help)


def _as_written(path: Sequence[str | int], text: Text) -> tuple[str | int, ...]:
    """The steps of *path* that stand in *text*, with a state's key where the model says wording or passages."""
    here: tuple[str | int, ...] = ()
    for step in path:
        names = (step, *TEXTS, *CITING) if step in ("wording", "from") else (step,)
        here = next(((*here, name) for name in names if (*here, name) in text.values), here)
    return here


def _say(
    fault: Mapping[str, Any], path: Sequence[str | int], model: type[BaseModel]
) -> tuple[str, str, str]:
    """Rule, message and help for one fault of what is written at *path*."""
    kind, value = fault["type"], fault.get("input")
    key = str(next((step for step in reversed(path) if isinstance(step, str)), ""))
    if kind == "extra_forbidden":
        return "unknown-key", *_unknown(fault, key, model)
    if kind == "missing":
        return "missing-key", f"'{key}' is missing", f"add '{key}: …'"
    if wrong := _wrong_kind(fault, path, key, model):
        return "wrong-type", *wrong
    if kind == "enum":
        return "wrong-value", f"'{value}' is not one of {fault['ctx']['expected']}", ""
    if kind == "string_pattern_mismatch":
        return "wrong-value", *_pattern(str(value), str(fault["ctx"]["pattern"]))
    if kind in _HELP:
        return "wrong-value", str(fault["msg"]), _HELP[kind].format(key=key, value=value)
    if kind in ("int_parsing", "int_type", "int_parsing_size"):
        return "wrong-value", f"'{value}' is not a whole number", "write digits only"
    if kind == "too_short":
        return (
            "wrong-value",
            f"'{key}' needs at least {fault['ctx']['min_length']} entries",
            "name them all, or leave the key out",
        )
    return "wrong-value", str(fault["msg"]), ""


def _wrong_kind(
    fault: Mapping[str, Any], path: Sequence[str | int], key: str, model: type[BaseModel]
) -> tuple[str, str] | None:
    """Message and help where a list, a mapping or a text stands for something of another kind."""
    kind, value = fault["type"], fault.get("input")
    if kind in _SCALARS and isinstance(value, (list, dict)):
        noun, example = _SCALARS[kind]
        return f"'{key}' is {noun}, not {kind_of(value)}", f"write '{key}: {example}'"
    if kind in _MAPPINGS:
        lines = "write its keys on the lines below, indented"
        help = _mapping(fault, key, model) if isinstance(value, list) else lines
        return f"'{key}' is a mapping of keys, not {kind_of(value)}", help
    is_citation = fault["loc"][-2:-1] == ("from",) and not {"from", *CITING} & {*path[-2:]}
    if is_citation and isinstance(value, dict):  # the list was read as one of passages
        keys = ", ".join(f"{name}: …" for name in list(value)[:_MOST_ITEMS])
        return f"'{key}' is a mapping of keys, not a list", f"write '{key}: {{{keys}}}'"
    if kind in _TYPES:
        noun, example = _TYPES[kind]
        return f"'{key}' is {noun}, not {kind_of(value)}", example.format(key=key)
    if kind == "not_items":
        return f"'{key}' is a mapping of items, not {kind_of(value)}", _items(key, value)
    return None


def _unknown(fault: Mapping[str, Any], key: str, model: type[BaseModel]) -> tuple[str, str]:
    if "key" in fault.get("ctx", ()):  # what the model itself calls a claim's state
        return str(fault["msg"]), "write, for instance, 'vague: the wording'"
    known = _names_at(model, fault["loc"][:-1])
    near = nearest(key, known)
    return (
        f"'{key}' is not a field here",
        f"did you mean '{near}'?" if near else f"there are {', '.join(sorted(known))}",
    )


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


def _items(key: str, value: Any) -> str:
    """The mapping to write where *value* stands for the items of *key*."""
    words = value if isinstance(value, list) else [value]
    if not all(isinstance(word, str) for word in words):
        return f"write each item under a key of its own: '{key}: {{first-item: {{…}}, second-item: {{…}}}}'"
    if words and words[0] in TEXTS:
        return f"write '{key}: {{{words[0]}: …}}', with {TEXTS[words[0]]}"
    keys = [word for word in words if re.fullmatch(SLUG, word)][:_MOST_ITEMS]
    more = ", …" if 0 < len(keys) < len(words) else ""
    items = ", ".join(f"{word}: stated" for word in keys or ["first-item"])
    return f"write '{key}: {{{items}{more}}}'"


_MOST_ITEMS = 3
"""Items of a list that are written out as the mapping to write."""


def _mapping(fault: Mapping[str, Any], key: str, model: type[BaseModel]) -> str:
    """The mapping to write where a list stands in place of the part *key*."""
    part, has_own_keys = _model_at(model, fault["loc"])
    if has_own_keys:
        return f"write each entry under a key of its own: '{key}: {{first-entry: {{…}}}}'"
    fields = [info.alias or name for name, info in part.model_fields.items() if info.is_required()]
    names = fields or sorted(_names_of(part))[:1]
    return f"write '{key}: {{{', '.join(f'{name}: …' for name in names)}}}'"


def _pattern(value: str, pattern: str) -> tuple[str, str]:
    if "[A-K]" in pattern:
        return (
            f"'{value}' is not a category letter; they run from A to K",
            "`ropa explain ccpa-categories` lists them",
        )
    if "/" in pattern:
        return (
            f"'{value}' is neither a passage nor a word for a state",
            "put a passage's name here, or the text under 'text:'",
        )
    if pattern == SLUG:
        return f"'{value}' is not a key", "write lower-case words joined by hyphens"
    return f"'{value}' does not fit here", "write one of: " + ", ".join(
        pattern.strip("^$()").split("|")
    )


def _names_at(model: type[BaseModel], path: Sequence[str | int]) -> set[str]:
    """The keys an author may write in the mapping at *path* below *model*."""
    return _names_of(_model_at(model, path)[0])


def _model_at(model: type[BaseModel], path: Sequence[str | int]) -> tuple[type[BaseModel], bool]:
    """The model of what stands at *path* below *model*, and whether a mapping of such parts stands there."""
    here = model
    inside_mapping = False
    for step in path:
        if inside_mapping:
            inside_mapping = False
            continue
        info = next(
            (info for name, info in here.model_fields.items() if step in (name, info.alias)), None
        )
        if info is not None:
            found, inside_mapping = _model_in(info.annotation)
            here = found or here
    return here, inside_mapping


def _names_of(here: type[BaseModel]) -> set[str]:
    names = {info.alias or name for name, info in here.model_fields.items()}
    if issubclass(here, Claim):
        names = names - {"state", "wording"} | {str(state) for state in (*TEXTS, *CITING)}
    return names


def _model_in(annotation: Any) -> tuple[type[BaseModel] | None, bool]:
    """The model inside a type, and whether a mapping's keys stand between."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, False
    for inner in reversed(get_args(annotation)):
        found, below = _model_in(inner)
        if found is not None:
            return found, below or get_origin(annotation) in (Mapping, dict)
    return None, False
