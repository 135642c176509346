"""YAML and JSON changed as what they say: keys, kinds of values, depth, and lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random
from typing import Any

import yaml

from fuzz.mutate import Change, bytes_of, likely, many, one_of, word

Steps = tuple[str | int, ...]

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

KEYS: Sequence[str] = (
    *(
        "id",
        "name",
        "text",
        "from",
        "when",
        "note",
        "qualified",
        "inferred",
        "vague",
        "none",
        "stated",
        "not-stated",
        "lost",
    ),
    *(
        "role",
        "purposes",
        "lawful_basis",
        "recipients",
        "retention",
        "period",
        "transfers",
        "countries",
        "mechanism",
    ),
    *(
        "register_wide",
        "applies_to",
        "vocabulary",
        "declared",
        "categories",
        "passages",
        "at",
        "after",
        "kind",
        "file",
        "data",
    ),
    *(
        "schema",
        "title",
        "kept_by",
        "as_of",
        "organization",
        "waivers",
        "inconsistencies",
        "applicable_laws",
        "rights",
        "dpia",
        "status",
    ),
)
"""Names that the records know, where another is wanted."""


def tree_of(data: bytes) -> Any:
    """What the YAML or JSON *data* says, every scalar a text; a text where it says nothing that can be read."""
    try:
        return yaml.load(data.decode("utf-8", "replace"), Loader=_Loader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return data.decode("utf-8", "replace")


def steps_of(tree: Any) -> list[Steps]:
    """The way to each value in *tree*."""
    found: list[Steps] = []
    waiting: list[tuple[Steps, Any]] = [((), tree)]
    while waiting and len(found) < 4000:
        path, value = waiting.pop()
        found.append(path)
        pairs = (
            value.items()
            if isinstance(value, dict)
            else enumerate(value)
            if isinstance(value, list)
            else ()
        )
        waiting += [((*path, step), below) for step, below in pairs]
    return found


def at(tree: Any, path: Steps) -> Any:
    """The value at *path*."""
    for step in path:
        tree = tree[step]
    return tree


def other(chance: Random, value: Any) -> Any:
    """Another value in the place of *value*."""
    kinds: tuple[Any, ...] = (
        lambda: word(chance),
        lambda: [value],
        lambda: {word(chance, KEYS): value},
        lambda: [],
        lambda: {},
        lambda: {one_of(chance, KEYS): word(chance, KEYS)},
        lambda: (
            list(value) if isinstance(value, dict) else [word(chance, KEYS), word(chance, KEYS)]
        ),
        lambda: (
            dict.fromkeys(map(str, value), "stated")
            if isinstance(value, list)
            else {str(value)[:50]: "stated"}
        ),
        lambda: nested(chance, value),
        lambda: [value] * many(chance),
        lambda: [f"{word(chance, KEYS)[:40]}-{number}" for number in range(many(chance))],
        lambda: {f"{word(chance, KEYS)[:40]}-{number}": value for number in range(many(chance))},
    )
    return one_of(chance, kinds)()


def nested(chance: Random, value: Any) -> Any:
    """*value* deep inside lists or mappings."""
    for _ in range(one_of(chance, (2, 10, 30, 80))):
        value = [value] if likely(chance, 50) else {one_of(chance, KEYS): value}
    return value


def _put(chance: Random, tree: Any) -> Any:
    """Another value somewhere."""
    path = one_of(chance, steps_of(tree))
    if not path:
        return other(chance, tree)
    at(tree, path[:-1])[path[-1]] = other(chance, at(tree, path))
    return tree


def _gone(chance: Random, tree: Any) -> Any:
    """A value is gone."""
    path = one_of(chance, steps_of(tree))
    if path:
        del at(tree, path[:-1])[path[-1]]
    return tree


def _named(chance: Random, tree: Any) -> Any:
    """A key has another name."""
    path = one_of(chance, steps_of(tree))
    home = at(tree, path[:-1]) if path else None
    if isinstance(home, dict):
        home[word(chance, KEYS)] = home.pop(path[-1])
    return tree


def _swapped(chance: Random, tree: Any) -> Any:
    """What stands at one place stands at another too."""
    steps = steps_of(tree)
    goal, source = one_of(chance, steps), one_of(chance, steps)
    if goal and source[: len(goal)] != goal and goal[: len(source)] != source:
        at(tree, goal[:-1])[goal[-1]] = at(tree, source)
    return tree


def _added(chance: Random, tree: Any) -> Any:
    """A key more."""
    homes = [path for path in steps_of(tree) if isinstance(at(tree, path), dict)]
    if homes:
        at(tree, one_of(chance, homes))[word(chance, KEYS)] = other(chance, word(chance, KEYS))
    return tree


TREES = (_put, _put, _put, _gone, _named, _swapped, _added)


def shaped(chance: Random, data: bytes) -> bytes:
    """YAML that says something else."""
    tree = one_of(chance, TREES)(chance, tree_of(data))
    flow = True if likely(chance, 10) else None if likely(chance, 10) else False
    return _yaml(tree, flow)


class _Plain(_Dumper):  # type: ignore[misc, valid-type]
    """Writes no alias where one value stands twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _yaml(tree: Any, flow: bool | None) -> bytes:
    said = yaml.dump(
        tree,
        Dumper=_Plain,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=flow,
        width=1000,
    )
    return said.encode("utf-8", "surrogatepass")


def shaped_json(chance: Random, data: bytes) -> bytes:
    """JSON that says something else, its numbers still numbers."""
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        return bytes_of(chance, data)
    tree = one_of(chance, TREES)(chance, tree)
    return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "surrogatepass")


def half(chance: Random, data: bytes) -> bytes:
    """JSON with half a character in a text, which only an escape can write."""
    head, quote, tail = data.rpartition(b'"') if likely(chance, 20) else data.partition(b'": "')
    return (
        head
        + quote
        + one_of(chance, (rb"\ud800", rb"\udfff", rb"\u0000", rb"\u202e", rb"\u001b[2J"))
        + tail
    )


def line(chance: Random, data: bytes) -> bytes:
    """A line is gone, stands twice, elsewhere or deeper, or has a word at its end or in its middle."""
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    here, said = lines[place], word(chance, KEYS).encode("utf-8", "surrogatepass")
    turn = chance.randrange(8)
    if turn == 0:
        del lines[place]
    elif turn == 1:
        lines.insert(chance.randrange(len(lines)), here)
    elif turn == 2:
        lines[place] = one_of(chance, (b"  ", b"\t", b"      ", b"- ", b"? ", b"#")) + here
    elif turn == 3:
        lines[place] = here.lstrip()
    elif turn == 4:
        lines[place] = here.partition(b":")[0] + b": " + said
    elif turn == 5:
        lines[place] = here + said
    elif turn == 6:
        lines[place : place + 1] = [here] * many(chance)
    else:
        lines[place] = here.replace(
            b": ", one_of(chance, (b":", b": *a ", b": &a ", b": ! ", b": |\n", b": [", b": {"))
        )
    return b"\n".join(lines)


YAML: Sequence[Change] = (shaped, shaped, shaped, line, line, bytes_of)
JSON: Sequence[Change] = (shaped_json, shaped_json, shaped_json, half, bytes_of)
