"""Keys of a YAML text renamed in place, each where its model says that it is called otherwise."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from ropa.model.claim import Claim, ClaimList
from ropa.model.lists import models_in
from ropa.model.model import Model
from ropa.model.state import STATE_KEYS
from ropa.rewriting.values import Splice, composed, spliced


def with_renamed_keys(text: str, model: type[Model], *, by_key: bool = False) -> str:
    """*text*, a record of *model*, or several of them *by_key*, with its keys as they are now."""
    import yaml

    mark, body, node = composed(text)
    splices: list[Splice] = []
    if isinstance(node, yaml.MappingNode):
        named = [value for _, value in node.value]
        records = named if by_key else [node]
        for record in records:
            splices += _of_model(record, model)
    return mark + spliced(body, splices)


def _of_model(node: Any, model: type[BaseModel]) -> Iterator[Splice]:
    """What renames the keys of *node*, which is written where *model* is expected."""
    import yaml

    if not isinstance(node, yaml.MappingNode):
        return
    if issubclass(model, ClaimList):
        yield from _of_list(node, model)
    elif issubclass(model, Model):
        infos = model.model_fields.items()
        fields = {info.alias or name: info for name, info in infos}
        names = model.renamed_keys()
        for key, value in node.value:
            name = names.get(key.value, key.value)
            if name != key.value:
                yield _renamed(key, name)
            yield from _of_names(value, model.renamed_values.get(name, {}))
            if name in fields:
                yield from _of_type(value, fields[name].annotation)


def _of_names(node: Any, names: Mapping[str, str]) -> Iterator[Splice]:
    """What renames the *names* that *node* says, lists, or has for keys."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        named = [key for key, _ in node.value]
    else:
        named = node.value if isinstance(node, yaml.SequenceNode) else [node]
    for scalar in named:
        if isinstance(scalar.value, str) and scalar.value in names:
            yield _renamed(scalar, names[scalar.value])


def _of_list(node: Any, model: type[ClaimList[Any]]) -> Iterator[Splice]:
    """The same for a list, whose keys are names of items, beside what is said of it as a whole."""
    [item] = models_in(model.model_fields["items"].annotation)
    keys = {key.value for key, _ in node.value}
    is_remark = not keys.isdisjoint(STATE_KEYS)
    names = Claim.renamed_keys() if is_remark else {}
    for key, value in node.value:
        if key.value in names:
            yield _renamed(key, names[key.value])
        else:
            yield from _of_model(value, item)


def _of_type(node: Any, annotation: Any) -> Iterator[Splice]:
    """The same where a value of the type *annotation* is expected."""
    import yaml

    origin, inner = get_origin(annotation), get_args(annotation)
    if origin in (Mapping, dict) and isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _of_type(value, inner[1])
    elif origin is tuple and isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _of_type(value, inner[0])
    elif origin is None:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from _of_model(node, annotation)
    elif origin is not tuple:
        for choice in inner:
            yield from _of_type(node, choice)


def _renamed(key: Any, name: str) -> Splice:
    return Splice(key.start_mark.index, key.end_mark.index, name)
