"""Inputs that were at fault once, each as small as it could be made, by what was wrong with it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from random import Random

from fuzz import seeds
from fuzz.case import Case
from fuzz.documents import HTML, POLICY, SOURCE, docx, pdf
from fuzz.guard import texts
from fuzz.past import Objects, branches
from support import SHOP

SALES = "records/shop/activities/sales.yaml"


def _sales(more: str, *words: str) -> Case:
    """The shop, with *more* in its activity."""
    return Case(texts({**SHOP, SALES: SHOP[SALES] + more}), (words or ("check",),))


def _document(name: str, data: bytes, *words: str) -> Case:
    """The shop beside a document."""
    source = SOURCE.replace("FILE", name).replace("LANGUAGE", "en")
    files = {**SHOP, "records/shop/sources/policy.yaml": source, f"documents/{name}": data}
    return Case(texts(files), (words or ("coverage", "--sources", "documents"),))


def _docx(**parts: bytes | None) -> bytes:
    """A DOCX with other *parts*, their names written with dashes for slashes."""
    wanted = {**docx(), **{name.replace("-", "/"): data for name, data in parts.items()}}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in wanted.items():
            if data is not None:
                archive.writestr(name, data)
    return out.getvalue()


def _commit(stamp: str, asked: str) -> Case:
    """The shop, committed at *stamp*, *asked* for."""
    objects = Objects()
    tree = objects.trees(seeds.shop(), _Never())
    text = f"tree {tree}\nauthor A <a@shop.example> {stamp}\ncommitter A <a@shop.example> {stamp}\n\nKeep\n"
    return _repository(objects, objects.add(b"commit", text.encode()), asked)


def _repository(objects: Objects, commit: str, asked: str) -> Case:
    head = {".git/HEAD": b"ref: refs/heads/main\n", ".git/refs/heads/main": f"{commit}\n".encode()}
    files = {**seeds.shop(), **head, ".git/config": b"[core]\n\tbare = false\n", **objects.files}
    return Case(files, (("check", f"--at={asked}"),))


def _branches() -> Case:
    """Trees of ten trees, twelve levels deep, with no file in any of them."""
    objects = Objects()
    tree = branches(objects, 12, {})
    marker = objects.add(b"blob", b"paper: A4\n")
    tree = objects.tree({b"records": (b"40000", tree), b"ropa.yaml": (b"100644", marker)})
    who = "A <a@shop.example> 1738324800 +0000"
    text = f"tree {tree}\nauthor {who}\ncommitter {who}\n\nKeep\n"
    return _repository(objects, objects.add(b"commit", text.encode()), "HEAD")


class _Never(Random):
    """Chance in which nothing unlikely happens."""

    def randrange(self, start: int, stop: int | None = None, step: int = 1) -> int:
        return (start if stop is None else stop) - 1


REMEMBERED: Mapping[str, Callable[[], Case]] = {
    "a list in a list of items": lambda: _sales("purposes: [[a]]\n"),
    "a mapping in a list of items": lambda: _sales("data_subjects: [{a: b}]\n"),
    "a line separator in a key, as JSON": lambda: _sales(
        '"a\\u2028b": c\n', "check", "--format", "json"
    ),
    "an escape in what --at asks for": lambda: _commit("1738324800 +0000", "\x1b[31m"),
    "all but a revision": lambda: _commit("1738324800 +0000", "^HEAD"),
    "a commit of the year 10000": lambda: _commit("253402300800 +0000", "HEAD"),
    "a commit at the end of time": lambda: _commit("9223372036854775807 +0000", "HEAD"),
    "trees without a file": _branches,
    "a comment before the page": lambda: _document("a.html", b"<!-- saved -->" + HTML.encode()),
    "an instruction before the page": lambda: _document(
        "a.html", b"<?php echo 1 ?>" + HTML.encode()
    ),
    "an escape in a page": lambda: _document(
        "a.html", HTML.replace("orders", "\x1b]0;title\x07orders").encode()
    ),
    "an escape in a text": lambda: _document(
        "a.txt", POLICY.replace("orders", "\x1b]0;title\x07orders").encode()
    ),
    "a direction in a text": lambda: _document(
        "a.txt", POLICY.replace("orders", "\u202eorders").encode()
    ),
    "no markup in a DOCX": lambda: _document("a.docx", _docx(**{"word-document.xml": b"x"})),
    "other contents of a DOCX": lambda: _document(
        "a.docx", _docx(**{"[Content_Types].xml": docx()["_rels/.rels"]})
    ),
    "a part of a DOCX nowhere": lambda: _document(
        "a.docx", _docx(**{"_rels-.rels": docx()["_rels/.rels"].replace(b"Target=", b"Goal=")})
    ),
    "an unknown way of packing in a PDF": lambda: _document(
        "a.pdf", pdf().replace(b"/Length", b"/Filter /X /Length")
    ),
    "a PDF that ends too early": lambda: _document("a.pdf", pdf()[:-40]),
    "nothing but an escape asked for": lambda: _document(
        "a.txt", POLICY.encode(), "anchor", "--sources", "documents", "policy", "\x1b[31m"
    ),
}
