"""Reader and loader: a whole register with a few files changed, then checked, listed, shown and drawn as text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random

from fuzz import seeds
from fuzz.case import Case, Maker
from fuzz.mutate import bytes_of, changed, likely, one_of, word
from fuzz.trees import YAML

CHANGES = {"yaml": YAML, "lock": YAML, "": (bytes_of,)}

SETTINGS = ("records", "output", "templates", "paper", "layouts", "sources")

GOALS = (
    "../canary/secret.txt",
    "../canary",
    "..",
    ".",
    "register.yaml",
    "/dev/zero",
    "/dev/stdin",
    "nowhere",
)


def cases(work: Path) -> Maker:
    """Changed registers."""
    return _case


def _case(chance: Random) -> Case:
    before = seeds.project(chance)
    files = changed(chance, before, CHANGES) if likely(chance, 95) else dict(before)
    if likely(chance, 10):
        files = _elsewhere(chance, files)
    if likely(chance, 4):
        said = "".join(f"{one_of(chance, SETTINGS)}: {word(chance)[:200]}\n" for _ in range(2))
        files["ropa.yaml"] = said.encode("utf-8", "replace")
    links = {_place(chance, files): one_of(chance, GOALS)} if likely(chance, 5) else {}
    return Case(files, (_command(chance, before),), links)


def _elsewhere(chance: Random, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """*files* with one under another name, or one more."""
    after = dict(files)
    name = one_of(chance, sorted(after))
    data = after.pop(name) if likely(chance, 50) else after[name]
    place = _place(chance, files)
    taken = any(other.startswith(f"{place}/") or place.startswith(f"{other}/") for other in after)
    return after if taken else {**after, place: data}


def _place(chance: Random, files: Mapping[str, bytes]) -> str:
    """A path for a file, in the folder of another, under a name that a file system takes."""
    home = one_of(chance, sorted(files)).rpartition("/")[0]
    if likely(chance, 30):
        home = home.rpartition("/")[0]
    name = (
        word(chance, ("sales", "policy", "register", "a.b", "recipients"))[:60]
        .replace("/", "-")
        .replace("\0", "")
    )
    ending = one_of(chance, (".yaml", ".yaml", ".yml", ".lock", ""))
    name = name.encode("utf-8", "replace")[:200].decode("utf-8", "replace")
    return (
        f"{home}/{name}{ending}".lstrip("/")
        if name.strip(". ")
        else f"{home}/x{ending}".lstrip("/")
    )


def _command(chance: Random, before: Mapping[str, bytes]) -> tuple[str, ...]:
    if likely(chance, 70):
        return ("check",)
    activities = sorted(name for name in before if "/activities/" in name)
    _, register, _, file = one_of(chance, activities).split("/")
    return one_of(
        chance,
        (
            ("check", "--format", "json"),
            ("check", "--fail-on", "info", register),
            ("list",),
            ("list", register),
            ("show", f"{register}/{file.removesuffix('.yaml')}"),
            ("show", file.removesuffix(".yaml")),
            ("ccpa", register),
        ),
    )
