"""``--at``: names of revisions, and repositories whose trees and commits no git would have written."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from pathlib import Path
from random import Random

from fuzz import seeds
from fuzz.case import Case, Maker
from fuzz.mutate import BYTES, bytes_of, changed, likely, one_of, word
from fuzz.trees import YAML

REVISIONS = (
    *(
        "HEAD",
        "main",
        "HEAD~1",
        "HEAD^",
        "^HEAD",
        "HEAD^{tree}",
        "HEAD:ropa.yaml",
        "HEAD..main",
        "HEAD...main",
        "@{u}",
        "@{-1}",
    ),
    *(
        "@{yesterday}",
        ":/Keep",
        "HEAD^{/Keep}",
        "-1",
        "--all",
        "--output=x",
        "--help",
        "",
        " ",
        "HEAD\n",
        "HEAD HEAD",
    ),
    *(
        "2025-01-31",
        "2026-01-31",
        "1969-12-31",
        "0001-01-01",
        "9999-12-31",
        "2025-02-30",
        "2108-01-01",
        "2025-1-1",
        "٢٠٢٥-٠١-٣١",
    ),
    *(
        "refs/heads/main",
        "refs/../x",
        "../x",
        "/etc/passwd",
        "a" * 40,
        "0" * 40,
        "a" * 5000,
        "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    ),
)

TIMES = (
    *(
        "1738324800 +0000",
        "0 +0000",
        "-1 +0000",
        "-99999999999 +0000",
        "253402300800 +0000",
        "9223372036854775807 +0000",
    ),
    *(
        "99999999999999999999 +0000",
        "1738324800 +9999",
        "1738324800",
        "x +0000",
        "",
        "2147483648 -1200",
        "4354819200 +0000",
    ),
)

NAMES = (
    *(
        b"..",
        b".",
        b".git",
        b"",
        b"a/b",
        b"../x",
        b"/x",
        b"\\x",
        b"a\nb",
        b"\x1b[31m",
        b"\xe2\x80\xae",
        b"\xff",
        b"CON",
        b"register.yaml",
    ),
    *(
        b"ropa.yaml",
        b"records",
        b"x" * 300,
        b"sales.yaml",
        b"activities",
        b" ",
        b"-x",
        b":(top)x",
        b"*",
    ),
)

MODES = (
    b"100644",
    b"100755",
    b"100664",
    b"120000",
    b"160000",
    b"40000",
    b"040000",
    b"100600",
    b"0",
    b"777777",
    b"x",
)

CONFIG = (
    b"[core]\n\trepositoryformatversion = 0\n\tbare = false\n",
    b"[core]\n\trepositoryformatversion = 99\n",
    b"[core]\n\tfsmonitor = touch ../canary/x\n\thooksPath = ../canary\n\tsshCommand = touch ../canary/x\n\tpager = touch ../canary/x\n",
    b"[include]\n\tpath = ../../canary/secret.txt\n",
    b"[core]\n\tworktree = ../../canary\n",
    b'[remote "origin"]\n\turl = ext::touch ../canary/x\n\tpromisor = true\n[extensions]\n\tpartialClone = origin\n',
    b"[log]\n\tshowSignature = true\n[gpg]\n\tprogram = ../canary/x\n[alias]\n\trev-parse = !touch ../canary/x\n",
    b"not a setting",
)


class Objects:
    """The objects of a repository, as files below ``.git/objects``."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def add(self, kind: bytes, data: bytes, size: int | None = None) -> str:
        """Keep an object and give its name; *size* is what its head says where that is not the truth."""
        whole = kind + b" %d\0" % (len(data) if size is None else size) + data
        name = hashlib.sha1(whole, usedforsecurity=False).hexdigest()
        self.files[f".git/objects/{name[:2]}/{name[2:]}"] = zlib.compress(whole, 1)
        return name

    def tree(self, entries: Mapping[bytes, tuple[bytes, str]]) -> str:
        """A tree of *entries*: mode and object by name, in git's order."""
        order = sorted(
            entries, key=lambda name: name + (b"/" if entries[name][0].endswith(b"40000") else b"")
        )
        rows = [
            entries[name][0] + b" " + name + b"\0" + bytes.fromhex(entries[name][1])
            for name in order
        ]
        return self.add(b"tree", b"".join(rows))

    def trees(self, files: Mapping[str, bytes], chance: Random) -> str:
        """A tree of *files* and all trees below; now and then with an entry that no git writes."""
        here: dict[bytes, tuple[bytes, str]] = {}
        below: dict[str, dict[str, bytes]] = {}
        for path, data in files.items():
            head, slash, rest = path.partition("/")
            if slash:
                below.setdefault(head, {})[rest] = data
            else:
                here[head.encode("utf-8", "surrogateescape")] = (b"100644", self.add(b"blob", data))
        for head, inner in below.items():
            here[head.encode("utf-8", "surrogateescape")] = (b"40000", self.trees(inner, chance))
        if likely(chance, 12) and here:
            _bend(chance, here)
        return self.tree(here)

    def commit(self, chance: Random, tree: str, parents: tuple[str, ...] = ()) -> str:
        """A commit of *tree*."""
        usual = likely(chance, 50)
        stamp = TIMES[0] if usual else one_of(chance, TIMES)
        who = "A. Author <author@shop.example>" if usual else word(chance)[:300].replace("\n", " ")
        lines = [
            f"tree {tree}",
            *(f"parent {parent}" for parent in parents),
            f"author {who} {stamp}",
            f"committer {who} {stamp}",
        ]
        if not usual and likely(chance, 30):
            lines.insert(
                chance.randrange(len(lines)),
                one_of(chance, ("encoding utf-7", "gpgsig x", "parent x", f"tree {'0' * 40}")),
            )
        text = "\n".join([*lines, "", "Keep records", ""]).encode("utf-8", "surrogatepass")
        return self.add(b"commit", bytes_of(chance, text) if likely(chance, 4) else text)


def _bend(chance: Random, here: dict[bytes, tuple[bytes, str]]) -> None:
    """One entry has another name, mode or object."""
    name = one_of(chance, sorted(here))
    mode, goal = here[name]
    turn = chance.randrange(4)
    if turn == 0:
        here[one_of(chance, NAMES)] = here.pop(name)
    elif turn == 1:
        here[one_of(chance, NAMES)] = (mode, goal)
    elif turn == 2:
        here[name] = (one_of(chance, MODES), goal)
    else:
        here[name] = (mode, one_of(chance, [other for _, other in here.values()] + ["a" * 40]))


def cases(work: Path) -> Maker:
    """Revisions of strange repositories."""
    return _case


def _case(chance: Random) -> Case:
    objects = Objects()
    before = seeds.full() if likely(chance, 20) else seeds.shop()
    files = (
        changed(chance, before, {"yaml": YAML, "": BYTES}) if likely(chance, 30) else dict(before)
    )
    first = objects.commit(
        chance, one_of(chance, (_records, _records, _records, _odd))(chance, objects, files)
    )
    last = (
        objects.commit(chance, objects.trees(before, chance), (first,))
        if likely(chance, 60)
        else first
    )
    repository = {
        ".git/HEAD": b"ref: refs/heads/main\n",
        ".git/refs/heads/main": f"{last}\n".encode(),
        ".git/config": CONFIG[0] if likely(chance, 80) else one_of(chance, CONFIG),
        **objects.files,
    }
    if likely(chance, 12):
        name = one_of(chance, sorted(repository))
        repository[name] = bytes_of(chance, repository[name])
    if likely(chance, 6):
        name = one_of(
            chance,
            (
                ".git/shallow",
                ".git/packed-refs",
                ".git/info/grafts",
                ".git/objects/info/alternates",
            ),
        )
        repository[name] = one_of(
            chance,
            (f"{first}\n".encode(), f"{last} {first}\n".encode(), b"../../../canary\n", b"x"),
        )
    commands = (
        ("check",),
        ("list",),
        ("check", "--format", "json"),
        ("-q", "render", "--format", "json", "--output", "out"),
    )
    asked = (
        one_of(chance, (*REVISIONS, first, last, last[:7]))
        if likely(chance, 60)
        else one_of(chance, ("HEAD", "main", "2025-06-30"))
    )
    command = _with(
        one_of(chance, commands[:1] * 8 + commands), asked if likely(chance, 90) else word(chance)
    )
    return Case({**before, **repository}, (command,), may_write="render" in command)


def _with(command: tuple[str, ...], asked: str) -> tuple[str, ...]:
    plain = asked.replace("\0", "")  # which no command line can hold
    return (*command, f"--at={plain}")


def _records(chance: Random, objects: Objects, files: Mapping[str, bytes]) -> str:
    return objects.trees(files, chance)


def _odd(chance: Random, objects: Objects, files: Mapping[str, bytes]) -> str:
    """A project whose records are no tree that a person ever made; now and then that tree alone."""
    here = one_of(chance, ODD)(chance, objects)
    marker = objects.add(b"blob", b"paper: A4\n", size=one_of(chance, (None, None, 10, 10**12)))
    if likely(chance, 25):
        return here
    return objects.tree({b"ropa.yaml": (b"100644", marker), b"records": (b"40000", here)})


def _deep(chance: Random, objects: Objects) -> str:
    here = objects.tree({})
    for _ in range(one_of(chance, (3, 100, 3000))):
        here = objects.tree({b"records": (b"40000", here)})
    return here


def _wide(chance: Random, objects: Objects) -> str:
    blob = objects.add(b"blob", b"id: x\n")
    count = one_of(chance, (10, 3000))
    return objects.tree({b"%d.yaml" % number: (b"100644", blob) for number in range(count)})


def _full_branches(chance: Random, objects: Objects) -> str:
    blob = objects.add(b"blob", b"id: x\n")
    return branches(objects, one_of(chance, (5, 12, 30)), {b"x.yaml": (b"100644", blob)})


def _empty_branches(chance: Random, objects: Objects) -> str:
    return branches(objects, one_of(chance, (5, 12, 30)), {})


def branches(objects: Objects, levels: int, leaf: Mapping[bytes, tuple[bytes, str]]) -> str:
    """A tree of ten trees, and so on for some *levels*: at the end of each way the same *leaf*."""
    here = objects.tree(leaf)
    for _ in range(levels):
        here = objects.tree({b"%d" % number: (b"40000", here) for number in range(10)})
    return here


def _no_tree(chance: Random, objects: Objects) -> str:
    return objects.add(b"blob", b"no tree")


def _bent(chance: Random, objects: Objects) -> str:
    return objects.add(b"tree", bytes_of(chance, b"100644 ropa.yaml\0" + b"a" * 20))


def _lying(chance: Random, objects: Objects) -> str:
    return objects.add(b"tree", b"", size=10**12)


ODD = (_deep, _wide, _full_branches, _empty_branches, _no_tree, _bent, _lying)
